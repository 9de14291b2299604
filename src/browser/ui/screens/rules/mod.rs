//! The rules screen: what matters, what must not happen, how long to search.

mod effort;
mod fields;
mod limits;
mod objectives;
mod reps;
mod sets;

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::browser::ui::screens::rules::effort::EffortBox;
use crate::browser::ui::screens::rules::limits::Limits;
use crate::browser::ui::screens::rules::objectives::Objectives;
use crate::browser::ui::screens::rules::sets::Presets;
use crate::browser::ui::screens::rules::sets::RuleFiles;
use crate::model::RuleSetting;
use crate::session::Event;
use crate::view::RuleForm;
use crate::view::conflict_lines;
use crate::view::rule_forms;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The screen.
#[component]
pub fn RulesScreen() -> impl IntoView {
    let app = use_app();
    let has_project = app.slice(|session| session.project.is_some());
    let problems = RwSignal::new(Vec::<String>::new());
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <h1>{say!("Rules")}</h1>
                    <p>{say!("Say what matters and what must not happen. Limits are kept before anything is improved.")}</p>
                </div>
                <Show when=move || has_project.get()>
                    <RuleFiles problems=problems />
                </Show>
            </header>
            <Show when=move || has_project.get() fallback=Empty>
                <Problems problems=problems />
                <Presets />
                <Conflicts />
                <Objectives />
                <Limits />
                <EffortBox />
            </Show>
        </div>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <section class="card empty">
            <Icon name="rules" />
            <h2>{say!("No data yet")}</h2>
            <p>{say!("Rules are suggested from your accounts and reps. Add your lists first, or try the example.")}</p>
            <div class="row">
                <a class="button button-primary" href="#/data">{say!("Add data")}</a>
            </div>
        </section>
    }
}

/// Why a rules file was not taken over.
#[component]
fn Problems(problems: RwSignal<Vec<String>>) -> impl IntoView {
    view! {
        <Show when=move || problems.with(|problems| !problems.is_empty())>
            <div class="alert" role="alert">
                <Icon name="error" />
                <div>
                    <h2 class="alert-title">{say!("The rules file was not taken over; your rules are as before")}</h2>
                    {move || problems.get().into_iter().map(|problem| view! { <p>{problem}</p> }).collect_view()}
                </div>
                <button
                    class="button button-quiet button-icon button-small"
                    type="button"
                    aria-label=say!("Dismiss")
                    on:click=move |_| problems.set(Vec::new())
                >
                    <Icon name="close" />
                </button>
            </div>
        </Show>
    }
}

/// Limits that contradict each other.
#[component]
fn Conflicts() -> impl IntoView {
    let lines = use_app().slice(conflict_lines);
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <section class="alert" aria-label=say!("Contradictions")>
                <Icon name="warning" />
                <div>
                    <h2 class="alert-title">{say!("These limits contradict each other")}</h2>
                    {move || lines.get().into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                </div>
            </section>
        </Show>
    }
}

/// The rules in force as forms.
fn use_forms() -> Memo<Vec<RuleForm>> {
    use_app().slice(rule_forms)
}

/// The card of the rule at a position.
fn rule_id(position: usize) -> String {
    format!("rule-{position}")
}

/// Goes to the Rules screen, to the card of the rule at a position.
pub fn show_rule(position: usize) {
    go(Screen::Rules);
    let show = move || {
        if let Some(card) = document().get_element_by_id(&rule_id(position)) {
            let middle = web_sys::ScrollIntoViewOptions::new();
            middle.set_block(web_sys::ScrollLogicalPosition::Center);
            card.scroll_into_view_with_scroll_into_view_options(&middle);
            let _ = card.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    // The screen is drawn with the next frame, and its cards with the one after.
    request_animation_frame(move || request_animation_frame(show));
}

/// Changes the rules: one step to undo.
fn change(app: App, change: impl FnOnce(&[RuleSetting]) -> Vec<RuleSetting>) {
    let changed = app.session.with_untracked(|session| {
        session.project.as_ref().map(|project| (project.settings.rules.clone(), change(&project.settings.rules)))
    });
    if let Some((_, after)) = changed.filter(|(before, after)| before != after) {
        app.dispatch(Event::Rules(after));
    }
}
