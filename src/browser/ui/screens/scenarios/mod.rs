//! The scenarios screen: every version side by side.

mod assumed;
mod changes;
mod compare;
mod compare_maps;
mod ranking;
mod rep_changes;
mod reps_compared;
mod set;
mod set_charts;
mod set_table;
mod sure;
mod sure_tables;
mod take_away;
mod trade_off;
mod trade_off_chart;
mod verdict;
mod weighed;
mod what_if;
mod what_if_fields;

use crate::browser::app::use_app;
use crate::browser::locale::moment;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::limits_mark;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::browser::ui::route::show_heading;
use crate::browser::ui::screens::scenarios::assumed::Assumed;
use crate::browser::ui::screens::scenarios::compare::Compare;
use crate::browser::ui::screens::scenarios::set::StandardSet;
use crate::browser::ui::screens::scenarios::sure::Sure;
use crate::browser::ui::screens::scenarios::trade_off::TradeOff;
use crate::browser::ui::screens::scenarios::what_if::WhatIfDialog;
use crate::browser::ui::screens::scenarios::what_if::WhatIfSheet;
use crate::browser::ui::versions::Named;
use crate::browser::ui::versions::hold_versions;
use crate::browser::ui::versions::use_versions;
use crate::session::Event;
use crate::session::Session;
use crate::view::VersionRow;
use crate::view::several_plans;
use crate::view::versions;
use leptos::prelude::*;

/// The screen.
#[component]
pub fn ScenariosScreen() -> impl IntoView {
    let (app, dialogs) = (use_app(), use_versions());
    let has_project = app.slice(|session| session.project.is_some());
    provide_context(WhatIfDialog::new());
    let all = move |_| {
        let current = app.session.with_untracked(|session| session.project.as_ref().map(|project| project.current));
        dialogs.show(current.unwrap_or(0));
    };
    view! {
        <div class="page page-wide">
            <header class="page-head">
                <div>
                    <h1>{say!("Scenarios")}</h1>
                    <p>{say!("Every search is kept as a version. Under the same rules, a lower objective is better.")}</p>
                </div>
                <Show when=move || has_project.get()>
                    <div class="row">
                        <button class="button" type="button" on:click=move |_| dialogs.name(Named::Plan)>
                            <Icon name="plus" />
                            {say!("Keep this plan as a version")}
                        </button>
                        <button class="button" type="button" on:click=all>
                            <Icon name="scenarios" />
                            {say!("All versions")}
                        </button>
                    </div>
                </Show>
            </header>
            <Show when=move || has_project.get() fallback=Empty>
                <Sections />
                <StandardSet />
                <Versions />
                <Compare />
                <Sure />
                <TradeOff />
                <Assumed />
                <WhatIfSheet />
            </Show>
        </div>
    }
}

/// The way to each section of this long screen.
#[component]
fn Sections() -> impl IntoView {
    let compares = use_app().slice(several_plans);
    let way = |id: &'static str, name: &'static str| {
        view! {
            <button class="button button-quiet button-small" type="button" on:click=move |_| show_heading(id)>
                {name}
            </button>
        }
    };
    view! {
        <nav class="sections" aria-label=say!("Sections")>
            {way("standard-set", say!("Standard set"))}
            {way("versions", say!("Versions"))}
            <Show when=move || compares.get()>{way("compare", say!("Compare"))}</Show>
            {way("sure", say!("How sure"))}
            {way("trade-off", say!("Trade-off"))}
            {way("assumed", say!("Assumptions"))}
        </nav>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <section class="card empty">
            <Icon name="scenarios" />
            <h2>{say!("Nothing to compare yet")}</h2>
            <p>{say!("Add your lists, then optimize: every result is kept here as a version you can go back to.")}</p>
            <div class="row">
                <a class="button button-primary" href="#/data">{say!("Add data")}</a>
            </div>
        </section>
    }
}

#[component]
fn Versions() -> impl IntoView {
    let key = |session: &Session| {
        let project = session.project.as_ref().map(|project| (project.revisions.len(), project.version));
        (project, session.judgement.as_ref().map(|judged| judged.version), session.held.count())
    };
    hold_versions(|| true);
    let rows = use_app().keyed(key, versions);
    let searching = use_app().slice(|session| session.run.is_some());
    view! {
        <section class="card" aria-labelledby="versions">
            <div class="card-head">
                <h2 id="versions" tabindex="-1">{say!("Versions")}</h2>
                <span class="muted">{say!("Every plan that was kept, the newest first")}</span>
            </div>
            <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Versions, scrolls")>
                <table class="table table-hover table-compact plans-table" aria-label=say!("Versions")>
                    <thead>
                        <tr>
                            <th scope="col">{say!("Version")}</th>
                            <th scope="col" class="num">{say!("Objective")}</th>
                            <th scope="col" class="num">{say!("Proven gap")}</th>
                            <th scope="col">{say!("Limits")}</th>
                            <th scope="col" class="num" title=say!("Accounts that have a rep today and get another one, and their part of all that have a rep today")>
                                {say!("Moved")}
                            </th>
                            <th scope="col">{say!("Made")}</th>
                            <th scope="col"><span class="visually-hidden">{say!("Open")}</span></th>
                        </tr>
                    </thead>
                    <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
        <Show when=move || rows.with(|rows| rows.len() < 2)>
            <p class="muted">
                {move || {
                    if searching.get() {
                        say!("The search is running; its plan appears here when it ends.")
                    } else {
                        say!("Only today so far. Press Optimize to get the first plan to compare it with.")
                    }
                }}
            </p>
        </Show>
    }
}

fn row(row: VersionRow) -> impl IntoView {
    let dialogs = use_versions();
    let made_by = if row.made_by.is_empty() { "—".to_owned() } else { row.made_by };
    view! {
        <tr class:is-current=row.current>
            <th scope="row">
                <span class="cell-name version-cell">
                    {if row.edited {
                        view! { <b>{row.label.clone()}</b> }.into_any()
                    } else {
                        view! {
                            <button
                                class="cell-button"
                                type="button"
                                title=say!("All that is known of it")
                                on:click=move |_| dialogs.show(row.id)
                            >
                                {row.label.clone()}
                            </button>
                        }
                            .into_any()
                    }}
                    {row.chosen.then(|| view! { <span class="chip chip-kept"><Icon name="check" />{say!("chosen")}</span> })}
                    <span class="faint" title=made_by>{row.note}</span>
                </span>
            </th>
            <td class="num" data-label=say!("Objective")>
                {row.objective}
                {row
                    .other_rules
                    .then(|| {
                        view! {
                            <span class="version-other" title=say!("Measured by the rules it was made under, not by those in force.")>
                                {say!("other rules")}
                            </span>
                        }
                    })}
            </td>
            <td class="num" data-label=say!("Proven gap")>{row.proof}</td>
            <td data-label=say!("Limits")>
                {limits_mark(row.limits)}
                {row.breaks_own.then(|| view! { <span class="version-other">{say!("breaks limits of its own")}</span> })}
            </td>
            <td class="num" data-label=say!("Moved")>{row.moved}<span class="delta">{row.moved_share}</span></td>
            <td class="muted" data-label=say!("Made")>{if row.edited { "—".to_owned() } else { moment(row.made_at) }}</td>
            <td class="num" data-label="">
                <Open id=row.id label=row.label current=row.current other_rules=row.other_rules />
            </td>
        </tr>
    }
}

#[component]
fn Open(id: u32, label: String, current: bool, other_rules: bool) -> impl IntoView {
    let app = use_app();
    let button = move |text: &'static str, event: Event| {
        let open = move |_| {
            app.dispatch(event.clone());
            go(Screen::Plan);
        };
        view! {
            <button class="button button-small" type="button" aria-label=format!("{text} {label}") on:click=open>
                {text}
            </button>
        }
    };
    let plain = if current {
        view! { <span class="chip chip-accent">{say!("open")}</span> }.into_any()
    } else {
        button.clone()(say!("Open"), Event::Adopt(id)).into_any()
    };
    let with_rules = other_rules.then(|| button(say!("Use its rules"), Event::UseRules(id)));
    view! { <span class="version-open">{plain} {with_rules}</span> }
}
