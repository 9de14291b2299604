//! The inspector of a rep: the tours, a list of days that stands for the lines on the map.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::session::Event;
use crate::session::TourEvent;
use crate::units::counted;
use crate::view::RepTours;
use crate::view::TourDay;
use crate::view::rep_tours;
use leptos::prelude::*;

/// Days that are listed at first, and how many more at a time.
const SHOWN: usize = 12;
const MORE: usize = 100;

/// The tours of the rep that is picked.
#[component]
pub fn ToursPart() -> impl IntoView {
    let app = use_app();
    let tours = app.keyed(
        |session| (session.selection.rep, session.tours.stamp, session.judgement.as_ref().map(|judged| judged.version)),
        rep_tours,
    );
    let shown = RwSignal::new(SHOWN);
    let days =
        Memo::new(move |_| tours.with(|tours| tours.as_ref().map(|tours| tours.days.clone()).unwrap_or_default()));
    let picked = Memo::new(move |_| tours.with(|tours| tours.as_ref().and_then(|tours| tours.picked)));
    let list = move || {
        days.with(|days| {
            days.iter().take(shown.get()).enumerate().map(|(day, row)| day_row(day, row, picked)).collect_view()
        })
    };
    let more = move || {
        let left = days.with(Vec::len).saturating_sub(shown.get());
        (left > 0).then(|| {
            let text = say!("Show {days} more", days = counted(left.min(MORE), "day"));
            view! {
                <button class="button button-small" type="button" on:click=move |_| shown.update(|shown| *shown += MORE)>
                    {text}
                </button>
            }
        })
    };
    view! {
        <section class="inspector-part" aria-label=say!("Tours")>
            <h3>{say!("Tours")}</h3>
            {move || tours.with(|tours| tours.as_ref().map(summary))}
            <ol class="tour-days" aria-label=say!("Day trips")>
                {list}
            </ol>
            {more}
        </section>
    }
}

fn summary(tours: &RepTours) -> AnyView {
    let travel = tours.travel.iter().map(|(what, figures)| {
        view! {
            <div>
                <dt>{*what}</dt>
                <dd>{figures.clone()}</dd>
            </div>
        }
    });
    let notes = tours.notes.iter().map(|note| view! { <p class="muted small">{note.clone()}</p> });
    view! {
        {(!tours.travel.is_empty()).then(|| view! { <dl class="facts">{travel.collect_view()}</dl> })}
        {notes.collect_view()}
    }
    .into_any()
}

fn day_row(day: usize, row: &TourDay, picked: Memo<Option<usize>>) -> AnyView {
    let app = use_app();
    let is_picked = Memo::new(move |_| picked.get() == Some(day));
    let toggle = move |_| {
        let next = (!is_picked.get_untracked()).then_some(day);
        app.dispatch(Event::Tours(TourEvent::Day(next)));
    };
    view! {
        <li>
            <button type="button" class="tour-day" aria-pressed=move || is_picked.get().to_string() on:click=toggle>
                <b>{row.title.clone()}</b>
                ": "
                <span>{row.stops.clone()}</span>
                " "
                <span class="tour-day-km">"· " {row.km.clone()}</span>
            </button>
        </li>
    }
    .into_any()
}
