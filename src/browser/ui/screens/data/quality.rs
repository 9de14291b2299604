//! What was found in the files, what was repaired, what was estimated.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::screens::data::files::understanding;
use crate::model::Severity;
use crate::protocol::ExportFile;
use crate::session::Event;
use crate::session::Session;
use crate::view::IssueGroup;
use crate::view::StepLine;
use crate::view::issue_groups;
use crate::view::step_lines;
use leptos::prelude::*;

/// Findings by kind.
#[component]
pub fn Quality() -> impl IntoView {
    let app = use_app();
    let understood = app.slice(|session| session.understood.is_some());
    let of = |session: &Session| session.understood.as_ref().map_or_else(Vec::new, |all| issue_groups(&all.issues));
    let groups = app.keyed(understanding, of);
    let none = move || groups.with(Vec::is_empty);
    view! {
        <Show when=move || understood.get()>
            <section class="card" aria-labelledby="quality">
                <div class="card-head">
                    <h2 id="quality">"Quality"</h2>
                    <span class="muted">
                        {move || if none() { "Nothing to complain about" } else { "Every finding, with its row" }}
                    </span>
                    <span class="row-end row">
                        <button
                            class="button button-small"
                            type="button"
                            disabled=none
                            on:click=move |_| app.dispatch(Event::Export(ExportFile::Issues))
                        >
                            <Icon name="export" />
                            "Download the issue list"
                        </button>
                    </span>
                </div>
                <ul class="issues card-issues">{move || groups.get().into_iter().map(group).collect_view()}</ul>
            </section>
        </Show>
    }
}

fn group(group: IssueGroup) -> impl IntoView {
    let chip = match group.severity {
        Severity::Error => view! { <span class="chip chip-broken"><Icon name="error" />"not used"</span> }.into_any(),
        Severity::Warning => view! { <span class="chip chip-plain"><Icon name="warning" />"look"</span> }.into_any(),
        Severity::Note => view! { <span class="chip chip-plain"><Icon name="info" />"note"</span> }.into_any(),
    };
    let more = (group.more > 0).then(|| {
        view! { <p class="muted">{format!("And {} more in the issue list.", group.more)}</p> }
    });
    view! {
        <li>
            <details class="fold">
                <summary>
                    <Icon name="chevron" />
                    <span class="issue-count">{group.count}</span>
                    <span class="issue-title">
                        <b>{group.title}</b>
                        <span>{group.advice}</span>
                    </span>
                    {chip}
                </summary>
                <div class="issue-body">
                    <ul class="issue-examples">
                        {group.examples.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}
                    </ul>
                    {more}
                </div>
            </details>
        </li>
    }
}

/// Repairs and estimates.
#[component]
pub fn Steps() -> impl IntoView {
    let app = use_app();
    let lines = app
        .keyed(|session| (understanding(session), session.data.as_ref().map(|data| data.estimates.len())), step_lines);
    let part =
        move |estimated: bool| lines.get().into_iter().filter(|line| line.estimated == estimated).collect::<Vec<_>>();
    view! {
        {move || list("What was tidied up", part(false))}
        {move || list("What was estimated", part(true))}
    }
}

fn list(title: &'static str, lines: Vec<StepLine>) -> Option<impl IntoView> {
    let line = |line: StepLine| {
        view! {
            <div>
                <dt>{line.title}</dt>
                <dd>{line.sentence}</dd>
            </div>
        }
    };
    (!lines.is_empty()).then(|| {
        view! {
            <section class="card">
                <div class="card-head">
                    <h2>{title}</h2>
                </div>
                <div class="card-body">
                    <dl class="estimates">{lines.into_iter().map(line).collect_view()}</dl>
                </div>
            </section>
        }
    })
}
