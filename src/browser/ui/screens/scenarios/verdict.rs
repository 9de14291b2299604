//! Whether the second of two plans is worth its hand-overs, and the way to its moves.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::scenarios::weighed::WeighedPart;
use crate::session::Event;
use crate::session::Session;
use crate::session::WeighEvent;
use crate::view::Tone;
use crate::view::VerdictCard;
use crate::view::VerdictChip;
use crate::view::verdict_card;
use leptos::prelude::*;
use std::sync::Arc;

/// The chip of a verdict.
pub fn verdict_mark(chip: &VerdictChip) -> AnyView {
    let class = match chip.tone {
        Tone::Good => "chip chip-kept",
        Tone::Plain => "chip chip-plain",
        Tone::Bad => "chip chip-broken",
    };
    view! { <span class=class title=chip.help.clone()>{chip.text.clone()}</span> }.into_any()
}

/// The part of the comparison that tells benefit and cost.
#[component]
pub fn VerdictPart() -> impl IntoView {
    let app = use_app();
    let card = app.keyed(
        |session: &Session| session.comparison.found.as_ref().map(|(pair, found)| (*pair, Arc::as_ptr(found) as usize)),
        verdict_card,
    );
    move || card.get().map(body)
}

fn body(card: VerdictCard) -> AnyView {
    let VerdictCard { chip, breaks, sentence, figures, note, has_moves } = card;
    let figures = figures.into_iter().map(|figure| {
        view! {
            <div title=figure.help>
                <dt>{figure.title}</dt>
                <dd class="num">{figure.value}</dd>
            </div>
        }
    });
    let figures = figures.collect_view();
    let rule = chip.as_ref().map(|chip| chip.help.clone());
    view! {
        <section class="verdict stack" aria-labelledby="verdict">
            <div class="row verdict-head">
                <h3 id="verdict">{say!("Verdict")}</h3>
                {chip.map(|chip| verdict_mark(&chip))}
            </div>
            {(!breaks.is_empty()).then(|| view! { <p class="note note-broken"><Icon name="warning" />{breaks}</p> })}
            <p>{sentence}</p>
            <dl class="verdict-figures">{figures}</dl>
            <p class="muted small">{rule} " " {note}</p>
            {has_moves.then(|| view! { <Weigh /> })}
        </section>
    }
    .into_any()
}

/// The button, how far it is, and what was found.
#[component]
fn Weigh() -> impl IntoView {
    let app = use_app();
    let part = app.slice(|session| session.comparison.weighing.part);
    let found = app.slice(|session| session.comparison.weighing.found.is_some());
    let send = move |event: WeighEvent| move |_| app.dispatch(Event::Weigh(event));
    let start = move || {
        view! {
            <p class="row">
                <button class="button" type="button" on:click=send(WeighEvent::Start)>
                    <Icon name="play" />
                    {say!("Weigh every move")}
                </button>
                <span class="muted small">{say!("Benefit and cost of each, and the fewest moves that bring most of what the objective gains.")}</span>
            </p>
        }
    };
    let progress = move || {
        view! {
            <p class="row">
                <progress aria-label=say!("Progress of weighing") max="1" prop:value=move || part.get().map(|part| format!("{part:.3}"))></progress>
                <button class="button button-small" type="button" aria-label=say!("Stop weighing") on:click=send(WeighEvent::Stop)>
                    <Icon name="stop" />
                    {say!("Stop")}
                </button>
            </p>
        }
    };
    view! {
        <Show when=move || part.get().is_some()>{progress()}</Show>
        <Show when=move || part.get().is_none() && !found.get()>{start()}</Show>
        <Show when=move || found.get()>
            <WeighedPart />
        </Show>
    }
}
