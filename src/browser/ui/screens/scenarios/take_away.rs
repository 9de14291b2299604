//! The comparison as files: a menu, and how far the one is that is being written.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::close_menu;
use crate::browser::ui::screens::scenarios::ranking::Reading;
use crate::protocol::ComparisonFile;
use crate::session::Event;
use crate::session::ScenarioEvent;
use crate::session::ScenarioSet;
use crate::texts;
use crate::view::writing_sentence;
use leptos::prelude::*;

const FILES: [(ComparisonFile, &str, &str); 5] = [
    (ComparisonFile::Workbook, text!("Workbook (XLSX)"), text!("every figure and rep, verdict, rank, how sure, rules")),
    (ComparisonFile::Report, text!("Report to print (HTML)"), text!("summary, figures, verdict, how sure, decision")),
    (ComparisonFile::Csv, text!("Figures (CSV)"), text!("a row for each scenario")),
    (ComparisonFile::Json, text!("Everything (JSON)"), text!("as the command compare writes it")),
    (ComparisonFile::Assignments, text!("Assignments (ZIP)"), text!("who has what, a list for each scenario")),
];

/// The menu; none before there is a plan.
#[component]
pub fn ExportComparison(
    /// By what the plans are ranked.
    reading: Reading,
) -> impl IntoView {
    let app = use_app();
    let has_made = app.slice(|session| session.scenarios.as_ref().is_some_and(ScenarioSet::has_made));
    let item = move |(file, name, help): (ComparisonFile, &'static str, &'static str)| {
        let write = move |event: web_sys::MouseEvent| {
            close_menu(&event);
            let weights = reading.get_untracked().weights;
            app.dispatch(Event::Scenarios(ScenarioEvent::TakeAway(file, weights)));
        };
        view! {
            <button class="menu-item" type="button" on:click=write>
                <Icon name="export" />
                <span>{texts::of(name)}</span>
                <small>{texts::of(help)}</small>
            </button>
        }
    };
    let label = || view! { <Icon name="export" /> {say!("Export comparison")} <Icon name="chevron" /> }.into_any();
    view! {
        <Show when=move || has_made.get()>
            <Menu class="menu-end" label=label()>
                {FILES.map(item).collect_view()}
            </Menu>
        </Show>
    }
}

/// How far the file is, with a way to let go of it.
#[component]
pub fn Writing() -> impl IntoView {
    let app = use_app();
    let sentence = app.slice(writing_sentence);
    view! {
        <p role="status" class="set-status">{move || sentence.get()}</p>
        <Show when=move || !sentence.with(String::is_empty)>
            <div>
                <button
                    class="button button-small"
                    type="button"
                    on:click=move |_| app.dispatch(Event::Scenarios(ScenarioEvent::StopWriting))
                >
                    <Icon name="stop" />
                    {say!("Stop writing")}
                </button>
            </div>
        </Show>
    }
}
