//! The accounts that have another rep in one plan than in another.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::SortHeader;
use crate::browser::ui::parts::Virtual;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::session::Event;
use crate::session::Pick;
use crate::view::ChangeSort;
use crate::view::change_order;
use crate::view::change_row;
use leptos::prelude::*;
use std::sync::Arc;

/// The list under its title; it exists while it is unfolded.
#[component]
pub fn Changes(
    /// How many there are, and what they are worth.
    title: String,
    /// Names of the two plans.
    names: [String; 2],
    /// Positions of the accounts.
    positions: Vec<u32>,
) -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(false);
    let none = positions.is_empty();
    let show = move |_| {
        app.dispatch(Event::Pick(Pick::Accounts(positions.clone())));
        go(Screen::Plan);
    };
    let toggled = move |event: web_sys::Event| {
        open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
    };
    view! {
        <div class="compare-changes">
            <details class="fold" on:toggle=toggled>
                <summary>
                    <Icon name="chevron" />
                    <b>{title}</b>
                </summary>
                <Show when=move || open.get() && !none>
                    <List names=names.clone() />
                </Show>
            </details>
            <button class="button button-small" type="button" disabled=none on:click=show>
                <Icon name="map" />
                {say!("Select on the map")}
            </button>
        </div>
    }
}

#[component]
fn List(names: [String; 2]) -> impl IntoView {
    let app = use_app();
    let sort = RwSignal::new((ChangeSort::Potential, true));
    let order = Memo::new(move |_| {
        let (by, descending) = sort.get();
        Arc::new(app.session.with_untracked(|session| change_order(session, by, descending)))
    });
    let note = say!("From is {from}, to is {to}.", from = names[0], to = names[1]);
    let head = view! {
        <thead>
        <tr>
            <SortHeader key=ChangeSort::Name sort=sort label=say!("Account") />
            <SortHeader key=ChangeSort::From sort=sort label=say!("From") />
            <SortHeader key=ChangeSort::To sort=sort label=say!("To") />
            <SortHeader key=ChangeSort::Potential sort=sort largest_first=true class="num" label=say!("Potential a year") />
            <SortHeader key=ChangeSort::Revenue sort=sort largest_first=true class="num" label=say!("Revenue a year") />
            <SortHeader key=ChangeSort::Why sort=sort label=say!("Why") />
        </tr>
        </thead>
    };
    view! {
        <p class="muted small compare-note">{note}</p>
        <div class="compare-list">
            <Virtual
                label=say!("Accounts that differ")
                class="table-compact"
                rows=order
                head=head.into_any()
                columns=6
                row=|place, at| line(place, at).into_any()
            />
        </div>
    }
}

fn line(place: usize, at: u32) -> impl IntoView {
    let app = use_app();
    let row = app.session.with_untracked(|session| change_row(session, at))?;
    let [from, to] = row.reps;
    let show = move |_| {
        app.dispatch(Event::Pick(Pick::Account(row.account)));
        go(Screen::Plan);
    };
    Some(view! {
        <tr aria-rowindex=place>
            <th scope="row">
                <button class="cell-button" type="button" title=say!("Show it on the map") on:click=show>
                    {row.name}
                </button>
            </th>
            <td data-label=say!("From")>{from}</td>
            <td data-label=say!("To")>{to}</td>
            <td class="num" data-label=say!("Potential a year")>{row.potential}</td>
            <td class="num" data-label=say!("Revenue a year")>{row.revenue}</td>
            <td data-label=say!("Why")>{row.why}</td>
        </tr>
    })
}
