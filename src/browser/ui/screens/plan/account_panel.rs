//! The inspector of an account: who has it, why, what the alternatives cost.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::letters::use_letters;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::Swatch;
use crate::browser::ui::screens::plan::inspector::Close;
use crate::browser::ui::screens::plan::selection_bar::AssignMenu;
use crate::scenario::Edit;
use crate::session::Act;
use crate::session::Event;
use crate::view::AccountPanel;
use crate::view::AlternativeRow;
use crate::view::Fact;
use crate::view::ScorePartRow;
use crate::view::account_panel;
use leptos::prelude::*;
use std::sync::Arc;

/// The focused account.
#[component]
pub fn AccountInspector() -> impl IntoView {
    let app = use_app();
    let panel = app.keyed(
        |session| {
            let explained = session.explanation.as_ref().map(|explanation| Arc::as_ptr(explanation) as usize);
            (session.selection.focus, session.project.as_ref().map(|project| project.version), explained)
        },
        account_panel,
    );
    view! {
        <aside class="inspector" aria-label=say!("Inspector")>
            <div class="sheet-grip"></div>
            {move || panel.get().map(body)}
            <Show when=move || panel.with(Option::is_some)>
                <Actions panel=panel />
            </Show>
        </aside>
    }
}

fn body(panel: AccountPanel) -> impl IntoView {
    let waiting = panel.why.is_empty();
    view! {
        <div class="inspector-head">
            <p class="muted small">{say!("Account, {source}", source = panel.source)}</p>
            <h2>{panel.name}</h2>
            <p class="muted">{panel.line}</p>
            <Close />
        </div>
        <div class="inspector-body" tabindex="0" role="group" aria-label=say!("Details")>
            <div class="chips">
                {panel.chips.into_iter().map(|chip| view! { <span class="chip">{chip}</span> }).collect_view()}
            </div>
            <section class="inspector-part">
                <h3>
                    {if panel.excluded { say!("Excluded from planning").to_owned() } else { say!("Why {rep}", rep = panel.rep) }}
                </h3>
                {if waiting {
                    view! { <p class="note note-plain">{say!("Working it out …")}</p> }.into_any()
                } else {
                    view! { <p class="note note-accent note-plain">{panel.why}</p> }.into_any()
                }}
            </section>
            <Alternatives rows=panel.alternatives unit=panel.unit />
            {(!panel.otherwise.is_empty())
                .then(|| {
                    view! {
                        <section class="inspector-part">
                            <h3>{say!("What it would take")}</h3>
                            <p class="note note-plain">{panel.otherwise}</p>
                        </section>
                    }
                })}
            <Score total=panel.score parts=panel.score_parts />
            <Facts facts=panel.facts />
        </div>
    }
}

#[component]
fn Alternatives(rows: Vec<AlternativeRow>, unit: &'static str) -> impl IntoView {
    let row = |row: AlternativeRow| {
        let width = format!("{:.1}", row.bar * 100.0);
        let class = match (row.has_it, row.allowed) {
            (true, true) => "is-kept",
            (true, false) => "is-broken",
            _ => "muted",
        };
        let bar = row.allowed && !row.has_it;
        view! {
            <li>
                <Swatch colour=row.colour />
                <b>{row.name}</b>
                <span class=class>{row.cost}</span>
                {bar
                    .then(|| {
                        view! {
                            <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                                <rect class="bar-track" width="100" height="4" />
                                <rect class="bar-fill" width=width height="4" />
                            </svg>
                        }
                    })}
                <p class="why">{row.why}</p>
            </li>
        }
    };
    (!rows.is_empty()).then(|| {
        view! {
            <section class="inspector-part">
                <h3>{say!("What the plan would lose with others, in {unit}", unit)}</h3>
                <ul class="alternatives">{rows.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}

/// Shows the weights once the Data screen is there.
fn to_weights(_: web_sys::MouseEvent) {
    const DRAWN: std::time::Duration = std::time::Duration::from_millis(150);
    set_timeout(
        || {
            if let Some(weights) = document().get_element_by_id("weights") {
                weights.scroll_into_view();
            }
        },
        DRAWN,
    );
}

#[component]
fn Score(total: String, parts: Vec<ScorePartRow>) -> impl IntoView {
    let row = |part: ScorePartRow| {
        view! {
            <li>
                <b>{part.name}</b>
                <span class="muted">{part.adds}</span>
                <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-track" width="100" height="4" />
                    <rect class="bar-fill" width=part.fill height="4" />
                </svg>
                <p class="why">{part.source}</p>
            </li>
        }
    };
    (!parts.is_empty()).then(|| {
        view! {
            <section class="inspector-part">
                <h3>{say!("Account score {score}", score = total)}</h3>
                <ul class="alternatives score-parts">{parts.into_iter().map(row).collect_view()}</ul>
                <p class="muted small">
                    <a href="#/data" on:click=to_weights>{say!("Set what each part counts")}</a>
                </p>
            </section>
        }
    })
}

#[component]
fn Facts(facts: Vec<Fact>) -> impl IntoView {
    view! {
        <section class="inspector-part">
            <h3>{say!("Facts")}</h3>
            <dl class="facts">
                {facts
                    .into_iter()
                    .map(|fact| {
                        view! {
                            <div>
                                <dt>{fact.label}</dt>
                                <dd>{fact.value}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </section>
    }
}

/// What can be done with it. Stays as it is when an explanation arrives: a list that is open stays open, and whoever
/// stands on a button stays there.
#[component]
fn Actions(panel: Memo<Option<AccountPanel>>) -> impl IntoView {
    let (app, letters) = (use_app(), use_letters());
    let locked = Memo::new(move |_| panel.with(|panel| panel.as_ref().is_some_and(|panel| panel.locked)));
    let grouped = Memo::new(move |_| panel.with(|panel| panel.as_ref().is_some_and(|panel| panel.grouped)));
    let excluded = Memo::new(move |_| panel.with(|panel| panel.as_ref().is_some_and(|panel| panel.excluded)));
    let members =
        Memo::new(move |_| panel.with(|panel| panel.as_ref().map_or_else(Vec::new, |panel| panel.members.clone())));
    let lock = move |_| {
        let Some((account, rep)) =
            panel.with_untracked(|panel| panel.as_ref().map(|panel| (panel.account, panel.rep_index)))
        else {
            return;
        };
        let target = if locked.get_untracked() { None } else { Some(rep) };
        app.dispatch(Event::Edit(Edit::Lock(vec![(account, target)])));
    };
    view! {
        <div class="inspector-foot">
            <Show when=move || grouped.get() && !excluded.get()>
                <button
                    class="button"
                    type="button"
                    on:click=move |_| app.dispatch(Event::Selected(Act::Ungroup))
                >
                    {say!("Ungroup")}
                </button>
            </Show>
            <Show when=move || !excluded.get()>
                <button class="button" type="button" title=move || letters.hint(say!("Lock or unlock"), "L") aria-keyshortcuts=move || letters.shortcut("L") on:click=lock>
                    {move || {
                        if locked.get() { view! { <Icon name="unlock" /> } } else { view! { <Icon name="lock" /> } }
                    }}
                    {move || if locked.get() { say!("Unlock") } else { say!("Lock here") }}
                </button>
            </Show>
            // One button for both ways: whoever pressed it still stands on it.
            <button
                class="button"
                type="button"
                title=move || {
                    letters.hint(if excluded.get() { say!("Include") } else { say!("Leave it out of the plan") }, "X")
                }
                aria-keyshortcuts=move || letters.shortcut("X")
                on:click=move |_| app.dispatch(Event::Selected(Act::ExcludeOrInclude))
            >
                {move || {
                    if excluded.get() { view! { <Icon name="include" /> } } else { view! { <Icon name="exclude" /> } }
                }}
                {move || if excluded.get() { say!("Include") } else { say!("Exclude") }}
            </button>
            <Show when=move || !excluded.get()>
                <AssignMenu accounts=members.into() family=true />
            </Show>
        </div>
    }
}
