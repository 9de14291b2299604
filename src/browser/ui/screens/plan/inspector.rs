//! The inspector: the account, the rep or the broken limits that are picked, else the run while it lasts.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Swatch;
use crate::browser::ui::screens::plan::account_panel::AccountInspector;
use crate::browser::ui::screens::plan::breach_panel::BreachInspector;
use crate::browser::ui::screens::plan::rep_tours::ToursPart;
use crate::browser::ui::screens::plan::run_panel::RunInspector;
use crate::scenario::Edit;
use crate::session::Event;
use crate::session::Pick;
use crate::units::counted;
use crate::view::RepPanel;
use crate::view::Trait;
use crate::view::rep_panel;
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Run,
    Account,
    Rep,
    Breaches,
}

/// Whatever is to be inspected; nothing where nothing is.
#[component]
pub fn Inspector() -> impl IntoView {
    let app = use_app();
    let shown = app.slice(|session| match &session.selection {
        _ if session.data.is_none() => Shown::Nothing,
        selection if selection.focus.is_some() => Shown::Account,
        selection if selection.rep.is_some() => Shown::Rep,
        selection if selection.breaches => Shown::Breaches,
        _ if session.run.is_some() => Shown::Run,
        _ => Shown::Nothing,
    });
    move || match shown.get() {
        Shown::Nothing => ().into_any(),
        Shown::Run => view! { <RunInspector /> }.into_any(),
        Shown::Account => view! { <AccountInspector /> }.into_any(),
        Shown::Rep => view! { <RepInspector /> }.into_any(),
        Shown::Breaches => view! { <BreachInspector /> }.into_any(),
    }
}

/// The button that closes the inspector.
#[component]
pub fn Close() -> impl IntoView {
    let app = use_app();
    view! {
        <button
            class="button button-quiet button-icon button-small inspector-close"
            type="button"
            aria-label=say!("Close the inspector")
            on:click=move |_| app.dispatch(Event::Pick(Pick::Nothing))
        >
            <Icon name="close" />
        </button>
    }
}

#[component]
fn RepInspector() -> impl IntoView {
    let app = use_app();
    let panel = app.keyed(
        |session| {
            let ahead = session.ahead.told.as_ref().map(|told| told.version);
            (session.selection.rep, session.judgement.as_ref().map(|judged| judged.version), ahead)
        },
        rep_panel,
    );
    view! {
        <aside class="inspector" aria-label=say!("Inspector")>
            <div class="sheet-grip"></div>
            {move || panel.get().map(rep_view)}
        </aside>
    }
}

fn rep_view(panel: RepPanel) -> impl IntoView {
    let app = use_app();
    let rep = panel.rep;
    let accounts = move |_| app.dispatch(Event::Pick(Pick::AccountsOf(rep)));
    let lock = move |_| {
        let mine = app.session.with_untracked(|session| {
            let plan = session.counted_plan();
            let plan = plan.rep.iter().enumerate();
            plan.filter(|(_, owner)| **owner == rep).map(|(account, _)| (account as u32, Some(rep))).collect()
        });
        app.dispatch(Event::Edit(Edit::Lock(mine)));
    };
    view! {
        <div class="inspector-head">
            <p class="muted small">{say!("Rep")}</p>
            <h2>
                <Swatch colour=Some(panel.colour) />
                {panel.name}
            </h2>
            <p class="muted">{panel.line}</p>
            <Close />
        </div>
        <div class="inspector-body" tabindex="0" role="group" aria-label=say!("Details")>
            <div class="chips">
                {panel.chips.into_iter().map(|chip| view! { <span class="chip">{chip}</span> }).collect_view()}
            </div>
            {(!panel.wins.is_empty()).then(|| view! { <p class="note note-plain">{panel.wins.clone()}</p> })}
            <Breaches texts=panel.breaches />
            <Traits traits=panel.traits />
            <section class="inspector-part">
                <h3>{say!("Plan and today")}</h3>
                <dl class="facts">
                    {panel
                        .facts
                        .into_iter()
                        .map(|(fact, today)| {
                            view! {
                                <div>
                                    <dt>{fact.label}</dt>
                                    <dd>{fact.value} " " <small>{say!("today {value}", value = today)}</small></dd>
                                </div>
                            }
                        })
                        .collect_view()}
                </dl>
            </section>
            <Exchange title=say!("Come in from") counts=panel.gains />
            <Exchange title=say!("Go out to") counts=panel.losses />
            <ToursPart />
        </div>
        <div class="inspector-foot">
            <button class="button" type="button" on:click=accounts>
                <Icon name="table" />
                {say!("Select all accounts")}
            </button>
            <button class="button" type="button" on:click=lock>
                <Icon name="lock" />
                {say!("Lock all")}
            </button>
        </div>
    }
}

#[component]
fn Traits(traits: Vec<Trait>) -> impl IntoView {
    let row = |told: Trait| {
        view! {
            <li>
                <span class="chip">{if told.good { say!("Good") } else { say!("Hard") }}</span>
                " "
                {told.text}
            </li>
        }
    };
    (!traits.is_empty()).then(|| {
        view! {
            <section class="inspector-part">
                <h3>{say!("What makes it good or hard")}</h3>
                <ul class="traits">{traits.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Breaches(texts: Vec<String>) -> impl IntoView {
    (!texts.is_empty()).then(|| {
        view! {
            <section class="inspector-part">
                <h3>{say!("Broken limits")}</h3>
                {texts.into_iter().map(|text| view! { <p class="note note-plain note-broken">{text}</p> }).collect_view()}
            </section>
        }
    })
}

#[component]
fn Exchange(title: &'static str, counts: Vec<(String, u32)>) -> impl IntoView {
    const SHOWN: usize = 8;
    let more = counts.len().saturating_sub(SHOWN);
    let rest: u32 = counts.iter().skip(SHOWN).map(|(_, count)| count).sum();
    let more =
        (more > 0).then(|| say!("{accounts} with {more} others", accounts = counted(rest as usize, "account"), more));
    (!counts.is_empty()).then(|| {
        view! {
            <section class="inspector-part">
                <h3>{title}</h3>
                <dl class="facts">
                    {counts
                        .into_iter()
                        .take(SHOWN)
                        .map(|(name, count)| {
                            view! {
                                <div>
                                    <dt>{name}</dt>
                                    <dd>{counted(count as usize, "account")}</dd>
                                </div>
                            }
                        })
                        .collect_view()}
                </dl>
                {more.map(|more| view! { <p class="muted small">{more}</p> })}
            </section>
        }
    })
}
