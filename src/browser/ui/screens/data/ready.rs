//! After an import: the outcome, the files, the findings.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::ui::drop::use_drop;
use crate::browser::ui::parts::Stats;
use crate::browser::ui::screens::data::Failed;
use crate::browser::ui::screens::data::Reading;
use crate::browser::ui::screens::data::cleaning::Cleaning;
use crate::browser::ui::screens::data::decisions::Decisions;
use crate::browser::ui::screens::data::files::FileCards;
use crate::browser::ui::screens::data::mapping::Columns;
use crate::browser::ui::screens::data::quality::Quality;
use crate::browser::ui::screens::data::sales::SalesHistory;
use crate::browser::ui::screens::data::start::FilePicks;
use crate::browser::ui::screens::data::weights::Weights;
use crate::view::data_sentence;
use crate::view::outcome_cards;
use leptos::prelude::*;

/// Everything about the data that is there.
#[component]
pub fn Ready() -> impl IntoView {
    let app = use_app();
    let sentence = app.slice(data_sentence);
    let cards = app.keyed(|session| session.data.as_ref().map(|data| data.delivery.fingerprint.clone()), outcome_cards);
    view! {
        <header class="page-head">
            <div>
                <h1>{say!("Data")}</h1>
                <p>{move || sentence.get()}</p>
            </div>
            <div class="row">
                <a class="button" href="#/rules">{say!("Check the rules")}</a>
                <ToPlan />
            </div>
        </header>
        <Failed />
        <Reading />
        <Stats cards=cards />
        <FileCards />
        <Decisions />
        <Columns />
        <Quality />
        <Cleaning />
        <SalesHistory />
        <Weights />
        <More />
    }
}

/// The next step; it takes the focus after an import, so that Enter goes on.
#[component]
fn ToPlan() -> impl IntoView {
    let app = use_app();
    let link = NodeRef::<leptos::html::A>::new();
    let imported = app.session.with_untracked(|session| session.understood.is_some());
    Effect::new(move |_| {
        let busy_elsewhere = document().active_element().is_some_and(|element| element.tag_name() != "BODY");
        if let (Some(link), true, false) = (link.get(), imported, busy_elsewhere) {
            let _ = link.focus();
        }
    });
    view! {
        <a class="button button-primary" href="#/plan" node_ref=link>
            {say!("Go to the plan")}
        </a>
    }
}

#[component]
fn More() -> impl IntoView {
    let drop = use_drop();
    view! {
        <section class="dropzone dropzone-small" class:is-over=move || drop.over() aria-label=say!("More files")>
            <h2>{say!("Add or replace files")}</h2>
            <p>{say!("Drop them anywhere on the page. A newer list of the same accounts keeps your plan: you see what is different first.")}</p>
            <FilePicks />
        </section>
    }
}
