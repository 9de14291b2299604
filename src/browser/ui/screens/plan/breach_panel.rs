//! The inspector of the broken limits: what is wrong, and the way to who is concerned.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::screens::plan::inspector::Close;
use crate::browser::ui::screens::show_rule;
use crate::session::Event;
use crate::view::BreachPanel;
use crate::view::BreachRow;
use crate::view::ConflictRow;
use crate::view::Remedy;
use crate::view::WayOut;
use crate::view::breach_panel;
use crate::view::conflict_note;
use crate::view::conflict_panel;
use crate::view::way_out;
use leptos::prelude::*;

/// All broken limits of the plan.
#[component]
pub fn BreachInspector() -> impl IntoView {
    let panel = use_app().keyed(|session| session.judgement.as_ref().map(|judged| judged.version), breach_panel);
    view! {
        <aside class="inspector" aria-label=say!("Broken limits")>
            <div class="sheet-grip"></div>
            {move || panel.get().map(body)}
        </aside>
    }
}

fn body(panel: BreachPanel) -> impl IntoView {
    view! {
        <div class="inspector-head">
            <p class="muted small">{say!("Broken limits")}</p>
            <h2>{panel.title}</h2>
            <p class="muted">{say!("Choose one to see the account or rep.")}</p>
            <Close />
        </div>
        <div class="inspector-body" tabindex="0" role="group" aria-label=say!("Details")>
            <Conflict />
            <Out />
            <ul class="breaches">{panel.rows.into_iter().map(row).collect_view()}</ul>
            {(!panel.more.is_empty()).then(|| view! { <p class="muted">{panel.more}</p> })}
        </div>
    }
}

/// The numbers with which the rules allow the plan, and the button that sets them.
#[component]
fn Out() -> impl IntoView {
    let app = use_app();
    let way = app.slice(way_out);
    let numbers = move |lines: Vec<String>| {
        view! {
            <p class="muted">
                {say!("This plan shows numbers that hold together. With them the rules allow it, and the next search begins with it:")}
            </p>
            <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <button class="button" type="button" on:click=move |_| app.dispatch(Event::Allow)>
                {say!("Ease the rules to this plan")}
            </button>
        }
    };
    let words = move || match way.get() {
        None => view! { <p class="muted">{say!("Working out the numbers…")}</p> }.into_any(),
        Some(WayOut::Stuck(why)) => view! { <p class="muted">{why}</p> }.into_any(),
        Some(WayOut::Numbers(lines)) => numbers(lines).into_any(),
    };
    view! {
        <section class="inspector-part" aria-label=say!("A way out")>
            <h3>{say!("A way out")}</h3>
            {words}
        </section>
    }
}

/// The rules that cannot all hold, once they are known.
#[component]
pub fn Conflict() -> impl IntoView {
    let (text, note) = (use_app().slice(conflict_panel), use_app().slice(conflict_note));
    let part = |part: ConflictRow| {
        let app = use_app();
        let words = view! {
            <b>{part.rule}</b>
            <span>{part.text}</span>
        };
        let card = match part.position {
            None => view! { <div class="breach">{words}</div> }.into_any(),
            Some(position) => view! {
                <button class="breach" type="button" title=say!("Go to the rule") on:click=move |_| show_rule(position)>
                    {words}
                    <Icon name="chevron" />
                </button>
            }
            .into_any(),
        };
        let remedy = part.remedy.map(|Remedy { label, rules }| {
            view! {
                <button class="button button-small" type="button" on:click=move |_| app.dispatch(Event::Rules(rules.clone()))>
                    {label}
                </button>
            }
        });
        view! {
            <li class="stack">
                {card}
                {remedy}
            </li>
        }
    };
    let named = move || {
        text.get().map(|text| {
            view! {
                <section class="inspector-part" aria-label=say!("Contradiction")>
                    <h3>{text.title}</h3>
                    <ul class="breaches">{text.parts.into_iter().map(part).collect_view()}</ul>
                    <p class="muted">{text.advice}</p>
                    <a class="button button-small" href="#/rules">
                        {say!("Change the rules")}
                    </a>
                </section>
            }
        })
    };
    let note = move || note.get().map(|note| view! { <p class="muted">{note}</p> });
    view! { <div class="news" aria-live="polite">{named} {note}</div> }
}

fn row(row: BreachRow) -> impl IntoView {
    let app = use_app();
    let words = view! {
        <b>{row.rule}</b>
        <span>{row.text}</span>
    };
    match row.concerns {
        None => view! { <li class="breach">{words}</li> }.into_any(),
        Some(pick) => view! {
            <li>
                <button class="breach" type="button" on:click=move |_| app.dispatch(Event::Pick(pick.clone()))>
                    {words}
                    <Icon name="chevron" />
                </button>
            </li>
        }
        .into_any(),
    }
}
