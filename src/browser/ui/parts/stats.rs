//! A strip of figures.

use crate::browser::app::use_app;
use crate::browser::ui::help::use_help;
use crate::browser::ui::parts::Icon;
use crate::session::Event;
use crate::session::Pick;
use crate::view::Card;
use crate::view::Tone;
use leptos::prelude::*;

/// The cards side by side; one with a tone stands first and is the proof.
#[component]
pub fn Stats(
    /// The cards.
    #[prop(into)]
    cards: Signal<Vec<Card>>,
) -> impl IntoView {
    let proof = move || cards.with(|cards| cards.first().is_some_and(|card| card.tone != Tone::Plain));
    view! {
        <dl class="stats" class:stats-proof=proof>
            {move || cards.get().into_iter().map(stat).collect_view()}
        </dl>
    }
}

fn stat(card: Card) -> impl IntoView {
    let label =
        if card.in_glossary { view! { <Explained label=card.label /> }.into_any() } else { card.label.into_any() };
    let class = match card.tone {
        Tone::Plain => "stat",
        Tone::Good => "stat stat-proof",
        Tone::Bad => "stat stat-proof is-broken",
    };
    let icon = match card.tone {
        Tone::Plain => None,
        Tone::Good => Some(view! { <Icon name="check" /> }),
        Tone::Bad => Some(view! { <Icon name="warning" /> }),
    };
    view! {
        <div class=class title=card.help>
            <dt>{label}</dt>
            <dd>
                <span class="stat-value">{card.value}</span>
                " "
                {match card.shows {
                    Some(shows) => view! { <Opener shows=shows icon=icon.into_any() text=card.beside /> }.into_any(),
                    None => view! { <span class="stat-note">{icon}{card.beside}</span> }.into_any(),
                }}
            </dd>
        </div>
    }
}

/// A label that opens the help sheet.
#[component]
fn Explained(label: String) -> impl IntoView {
    let help = use_help();
    view! {
        <button class="stat-help" type="button" on:click=move |_| help.open()>
            <span>{label}</span>
            <Icon name="help" />
        </button>
    }
}

/// What stands beside a number, where a click on it shows more.
#[component]
fn Opener(shows: Pick, icon: AnyView, text: String) -> impl IntoView {
    let app = use_app();
    view! {
        <button
            class="stat-note stat-opener"
            type="button"
            title=say!("Show them")
            on:click=move |_| app.dispatch(Event::Pick(shows.clone()))
        >
            {icon}
            {text}
            <Icon name="chevron" />
        </button>
    }
}
