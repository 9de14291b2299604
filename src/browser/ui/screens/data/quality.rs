//! How good the data are, and what was found in the files.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::data::files::understanding;
use crate::model::Severity;
use crate::protocol::ExportFile;
use crate::session::Event;
use crate::session::Session;
use crate::view::ColumnScore;
use crate::view::IssueGroup;
use crate::view::QualityPanel;
use crate::view::SubjectBar;
use crate::view::issue_groups;
use crate::view::quality_panel;
use leptos::prelude::*;

/// The score with what it is made of, then the findings by kind.
#[component]
pub fn Quality() -> impl IntoView {
    let app = use_app();
    let understood = app.slice(|session| session.understood.is_some());
    let panel = app.keyed(understanding, quality_panel);
    let of = |session: &Session| session.understood.as_deref().map_or_else(Vec::new, issue_groups);
    let groups = app.keyed(understanding, of);
    let none = move || groups.with(Vec::is_empty);
    let download = move |file: ExportFile| move |_| app.dispatch(Event::Export(file));
    view! {
        <Show when=move || understood.get()>
            <section class="card" aria-labelledby="quality">
                <div class="card-head">
                    <h2 id="quality">{say!("Quality")}</h2>
                    <span class="row-end row">
                        <button
                            class="button button-small"
                            type="button"
                            disabled=none
                            on:click=download(ExportFile::Issues)
                        >
                            <Icon name="export" />
                            {say!("Download the issue list")}
                        </button>
                        <Show when=move || panel.with(Option::is_some)>
                            <button
                                class="button button-small"
                                type="button"
                                on:click=download(ExportFile::Repaired)
                            >
                                <Icon name="export" />
                                {say!("Download the repaired accounts")}
                            </button>
                        </Show>
                    </span>
                </div>
                {move || panel.get().map(score)}
                <h3 class="card-note">
                    {move || if none() { say!("Nothing to complain about") } else { say!("What was found, with its rows") }}
                </h3>
                <ul class="issues card-issues">{move || groups.get().into_iter().map(group).collect_view()}</ul>
            </section>
        </Show>
    }
}

fn score(panel: QualityPanel) -> impl IntoView {
    let QualityPanel { score, before, rows, subjects, columns, worst } = panel;
    view! {
        <div class="quality">
            <div class="quality-score">
                <b>{score}</b>
                <span class="muted">{before}</span>
                <p class="muted small">{rows}</p>
                <p class="muted small">
                    {say!("The mean of what is known; identity, place and worth count twice, rep and kind once.")}
                </p>
            </div>
            <dl class="quality-subjects">{subjects.into_iter().map(subject).collect_view()}</dl>
        </div>
        <details class="fold quality-columns">
            <summary>
                <Icon name="chevron" />
                <span>{say!("Score of each column")}</span>
            </summary>
            {column_table(columns)}
        </details>
        {(!worst.is_empty())
            .then(|| {
                view! {
                    <details class="fold quality-columns">
                        <summary>
                            <Icon name="chevron" />
                            <span>{say!("Rows with most faults")}</span>
                        </summary>
                        <ul class="issue-body issue-examples">
                            {worst.into_iter().map(|row| view! { <li>{row}</li> }).collect_view()}
                        </ul>
                    </details>
                }
            })}
    }
}

fn subject(bar: SubjectBar) -> impl IntoView {
    view! {
        <div>
            <dt>{bar.label}</dt>
            <dd>
                <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-track" width="100" height="6" />
                    <rect class="bar-after" width=bar.after height="6" />
                    <rect class="bar-fill" width=bar.before.min(bar.after) height="6" />
                </svg>
                <span>{bar.text}</span>
            </dd>
        </div>
    }
}

fn column_table(columns: Vec<ColumnScore>) -> impl IntoView {
    let row = |column: ColumnScore| {
        view! {
            <tr>
                <th scope="row"><b>{column.header}</b></th>
                <td class="muted" data-label=say!("Means")>{column.means}</td>
                <td data-label=say!("Usable")>
                    <span class="sure">
                        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                            <rect class="bar-track" width="100" height="4" />
                            <rect class="bar-fill" width=column.fill height="4" />
                        </svg>
                        {column.score}
                    </span>
                </td>
                <td class="num" data-label=say!("Filled")>{column.filled}</td>
                <td class="num" data-label=say!("Put right")>{column.repaired}</td>
                <td class="num" data-label=say!("Not usable")>{column.unusable}</td>
                <td class="num" data-label=say!("After cleaning")>{column.usable}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Score of each column, scrolls")>
            <table class="table table-compact" aria-label=say!("Score of each column")>
                <thead>
                    <tr>
                        <th scope="col">{say!("Column")}</th>
                        <th scope="col">{say!("Means")}</th>
                        <th scope="col">{say!("Usable")}</th>
                        <th scope="col" class="num">{say!("Filled")}</th>
                        <th scope="col" class="num">{say!("Put right")}</th>
                        <th scope="col" class="num">{say!("Not usable")}</th>
                        <th scope="col" class="num">{say!("After cleaning")}</th>
                    </tr>
                </thead>
                <tbody>{columns.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn group(group: IssueGroup) -> impl IntoView {
    let chip = match group.severity {
        Severity::Error => {
            view! { <span class="chip chip-broken"><Icon name="error" />{say!("not used")}</span> }.into_any()
        }
        Severity::Warning => {
            view! { <span class="chip chip-plain"><Icon name="warning" />{say!("look")}</span> }.into_any()
        }
        Severity::Note => view! { <span class="chip chip-plain"><Icon name="info" />{say!("note")}</span> }.into_any(),
    };
    let more = (group.more > 0).then(|| {
        view! { <p class="muted">{say!("And {more} more in the issue list.", more = group.more)}</p> }
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
