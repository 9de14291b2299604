//! The "Territories" table: the map's twin.

use crate::browser::app::use_app;
use crate::browser::ui::parts::DeviationBar;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::SortHeader;
use crate::browser::ui::parts::Swatch;
use crate::session::Event;
use crate::session::Pick;
use crate::view::TerritoryRow;
use crate::view::territories;
use crate::view::territory_totals;
use leptos::prelude::*;

/// What the rows are sorted by: the name, or a number of the row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Name,
    Number(usize),
}

/// The table under its tabs.
#[component]
pub fn TerritoryTable(
    /// The tabs.
    tabs: AnyView,
) -> impl IntoView {
    let app = use_app();
    let sort = RwSignal::new((By::Name, false));
    let rows = app.keyed(
        |session| {
            (session.judgement.as_ref().map(|judged| judged.version), session.data.as_ref().map(|d| d.colours.clone()))
        },
        territories,
    );
    let sorted = move || sorted(rows.get(), sort.get());
    let totals = app.keyed(|session| session.judgement.as_ref().map(|judged| judged.version), territory_totals);
    view! {
        <div class="table-tools">
            {tabs}
            <span class="row">
                <Legend />
            </span>
        </div>
        <div class="table-scroll" tabindex="0" role="group" aria-label="Territories, scrolls">
            <table class="table table-hover table-compact" aria-label="Territories">
                <thead>
                    <tr>
                        <SortHeader key=By::Name sort=sort label="Territory" />
                        <SortHeader key=By::Number(0) sort=sort largest_first=true class="num" label="Accounts" />
                        <SortHeader key=By::Number(1) sort=sort largest_first=true class="num" label="Potential" />
                        <SortHeader key=By::Number(2) sort=sort largest_first=true class="num" label="to target" />
                        <SortHeader key=By::Number(3) sort=sort largest_first=true class="num" label="Workload" />
                        <SortHeader key=By::Number(4) sort=sort largest_first=true class="num" label="to target" />
                        <SortHeader key=By::Number(5) sort=sort largest_first=true class="num" label="Travel" />
                        <SortHeader key=By::Number(6) sort=sort largest_first=true class="num" label="In, out" />
                    </tr>
                </thead>
                <tbody>
                    <For each=sorted key=|row| format!("{row:?}") children=move |row| view! { <Row row=row /> } />
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">"All"</th>
                        {move || {
                            totals
                                .get()
                                .into_iter()
                                .map(|(label, text)| view! { <td class="num" data-label=label>{text}</td> })
                                .collect_view()
                        }}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

fn sorted(mut rows: Vec<TerritoryRow>, (by, descending): (By, bool)) -> Vec<TerritoryRow> {
    match by {
        By::Name => rows.sort_by(|a, b| a.name.cmp(&b.name)),
        By::Number(key) => rows.sort_by(|a, b| a.sort_keys[key].total_cmp(&b.sort_keys[key])),
    }
    if descending {
        rows.reverse();
    }
    rows
}

#[component]
fn Legend() -> impl IntoView {
    view! {
        <span class="legend phone-hide">
            <span>
                <svg width="16" height="12" aria-hidden="true">
                    <rect class="dev-window" width="16" height="12" rx="3" />
                </svg>
                "allowed"
            </span>
            <span>
                <svg width="10" height="10" aria-hidden="true">
                    <circle class="dev-today" cx="5" cy="5" r="3" />
                </svg>
                "today"
            </span>
        </span>
    }
}

#[component]
fn Row(row: TerritoryRow) -> impl IntoView {
    let app = use_app();
    let rep = row.rep;
    let picked = app.slice(move |session| session.selection.rep == Some(rep));
    let pick = move || app.dispatch(Event::Pick(if picked.get_untracked() { Pick::Nothing } else { Pick::Rep(rep) }));
    view! {
        <tr
            aria-selected=move || picked.get().to_string()
            class:is-current=move || picked.get()
            on:click=move |_| pick()
        >
            <th scope="row">
                <span class="cell-name">
                    <Swatch colour=Some(row.colour) />
                    <button
                        class="cell-button"
                        type="button"
                        on:click=move |event| {
                            event.stop_propagation();
                            pick();
                        }
                    >
                        {row.name}
                    </button>
                    " "
                    <span class="faint">{row.place}</span>
                </span>
            </th>
            <td class="num" data-label="Accounts">{row.accounts}<span class="delta">{row.accounts_change}</span></td>
            <td class="num" data-label="Potential">{row.potential}</td>
            <td class="num wide-cell" data-label="Potential to target">
                <DeviationBar deviation=row.potential_deviation />
            </td>
            <td class="num" data-label="Workload">{row.workload}</td>
            <td class="num wide-cell" data-label="Workload to target">
                <DeviationBar deviation=row.workload_deviation />
            </td>
            <td class="num" data-label="Travel">{row.travel}<span class="delta">{row.travel_change}</span></td>
            <td class="num" data-label="In, out">
                <span class="moves">
                    <span title="come in">
                        <Icon name="arrow-down" />
                        {row.moved_in}
                    </span>
                    <span title="go out">
                        <Icon name="arrow-up" />
                        {row.moved_out}
                    </span>
                </span>
            </td>
        </tr>
    }
}
