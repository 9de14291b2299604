//! The warning after an edit that breaks limits, with what mends it.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::session::Event;
use crate::session::Mend;
use crate::view::RepairCard as Card;
use crate::view::RepairWay;
use crate::view::repair_card;
use leptos::prelude::*;

/// The card over the map; it goes with the next edit.
#[component]
pub fn RepairCard() -> impl IntoView {
    let app = use_app();
    let card = app.slice(repair_card);
    view! {
        <div class="repair-live" role="status" aria-label=say!("Limits")>
            {move || card.get().map(shown)}
        </div>
    }
}

fn shown(card: Card) -> AnyView {
    let app = use_app();
    let act = move |event: Event| move |_| app.dispatch(event.clone());
    let way = move |(number, RepairWay { label, cost }): (usize, RepairWay)| {
        view! {
            <li>
                <button class="repair-way" type="button" on:click=act(Event::Mend(Mend::Way(number)))>
                    <span>{label}</span>
                    <span class="num faint">{cost}</span>
                </button>
            </li>
        }
    };
    let button = move |event: Event, text: String| {
        view! { <button class="button button-small" type="button" on:click=act(event)>{text}</button> }
    };
    view! {
        <section class="repair-card" aria-label=say!("What the edit breaks")>
            <header>
                <Icon name="warning" />
                <h2>{card.title}</h2>
                <button
                    class="button button-quiet button-icon"
                    type="button"
                    aria-label=say!("Close the warning")
                    on:click=act(Event::Mend(Mend::Leave))
                >
                    <Icon name="close" />
                </button>
            </header>
            <ul class="repair-broken">
                {card.broken.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <ul class="repair-ways" aria-label=say!("Ways to mend it")>
                {card.ways.into_iter().enumerate().map(way).collect_view()}
            </ul>
            <footer>
                {(!card.around.is_empty()).then(|| button(Event::Mend(Mend::Around), card.around.clone()))}
                {button(Event::Travel(card.back), card.undo.to_owned())}
            </footer>
        </section>
    }
    .into_any()
}
