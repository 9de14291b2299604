//! The "Territories" table: the map's twin.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::task::later;
use crate::browser::ui::parts::DeviationBar;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::SizeBars;
use crate::browser::ui::parts::SortHeader;
use crate::browser::ui::parts::Swatch;
use crate::browser::ui::screens::plan::carry::use_carry;
use crate::order::Order;
use crate::session::Event;
use crate::session::Pick;
use crate::view::TerritoryRow;
use crate::view::estimated;
use crate::view::territories;
use crate::view::territory_totals;
use crate::view::without_excluded;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows drawn in one task: a large team comes in several, so that the page never stops.
const PORTION: usize = 16;

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
        |session| Arc::new(territories(session)),
    );
    let order = Memo::new(move |_| rows.with(|rows| order(rows, sort.get())));
    let arrived = in_portions(rows, order);
    let shown = move || {
        let there = |rep: &u16| arrived.with(|rows| rows.get(usize::from(*rep)).is_some_and(Option::is_some));
        order.get().into_iter().filter(there).collect::<Vec<_>>()
    };
    let made_of = move |columns: &'static [&'static str]| app.slice(move |session| estimated(session, columns));
    let potential = made_of(&["potential"]);
    let hours = made_of(&["service_hours", "visits_per_year"]);
    let visits = made_of(&["visits_per_year"]);
    let head = view! {
        <tr>
            <SortHeader key=By::Name sort=sort label=say!("Territory") />
            <SortHeader key=By::Number(0) sort=sort largest_first=true class="num has-delta" label=say!("Accounts") />
            <th scope="col">{say!("By size")}</th>
            <SortHeader key=By::Number(1) sort=sort largest_first=true class="num" label=say!("Potential") estimated=potential />
            <SortHeader key=By::Number(2) sort=sort largest_first=true class="num" label=say!("to target") />
            <SortHeader key=By::Number(3) sort=sort largest_first=true class="num" label=say!("Workload") estimated=hours />
            <SortHeader key=By::Number(4) sort=sort largest_first=true class="num" label=say!("to target") />
            <SortHeader key=By::Number(5) sort=sort largest_first=true class="num has-delta" label=say!("Travel") estimated=visits />
            <SortHeader key=By::Number(6) sort=sort largest_first=true class="num" label=say!("In, out") />
        </tr>
    };
    view! {
        <div class="table-tools">
            {tabs}
            <span class="row">
                <Legend />
            </span>
        </div>
        <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Territories, scrolls")>
            <table class="table table-hover table-compact" aria-label=say!("Territories")>
                <thead>{head}</thead>
                <tbody>
                    <For each=shown key=|rep| *rep let:rep>
                        <Row rep=rep rows=arrived />
                    </For>
                </tbody>
                <tfoot>
                    <Totals />
                </tfoot>
            </table>
        </div>
    }
}

/// The rows of a table by rep, as far as they have come in.
type Arrived = RwSignal<Vec<Option<TerritoryRow>>>;

/// The rows, a few at a time from the top of the table.
fn in_portions(rows: Memo<Arc<Vec<TerritoryRow>>>, order: Memo<Vec<u16>>) -> Arrived {
    let arrived = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let now = rows.get();
        arrived.update(|arrived| arrived.resize(now.len(), None));
        take(rows, now, order.get_untracked(), arrived);
    });
    arrived
}

/// Takes in a portion of the rows, and the next one later, unless newer rows have come.
fn take(newest: Memo<Arc<Vec<TerritoryRow>>>, rows: Arc<Vec<TerritoryRow>>, mut order: Vec<u16>, arrived: Arrived) {
    if newest.try_get_untracked().is_none_or(|newest| !Arc::ptr_eq(&newest, &rows)) {
        return;
    }
    let rest = order.split_off(PORTION.min(order.len()));
    arrived.update(|arrived| {
        for rep in order.into_iter().map(usize::from) {
            arrived[rep] = Some(rows[rep].clone());
        }
    });
    if !rest.is_empty() {
        later(move || take(newest, rows, rest, arrived));
    }
}

/// The reps in the order of the table.
fn order(rows: &[TerritoryRow], (by, descending): (By, bool)) -> Vec<u16> {
    let mut order: Vec<u16> = (0..rows.len() as u16).collect();
    let row = |rep: u16| &rows[usize::from(rep)];
    match by {
        By::Name => order.order_by(|&a, &b| row(a).name.cmp(&row(b).name)),
        By::Number(key) => order.order_by(|&a, &b| row(a).sort_keys[key].total_cmp(&row(b).sort_keys[key])),
    }
    if descending {
        order.reverse();
    }
    order
}

#[component]
fn Totals() -> impl IntoView {
    let app = use_app();
    let totals = app.keyed(|session| session.judgement.as_ref().map(|judged| judged.version), territory_totals);
    let cells = move || {
        let cell = |(label, text)| {
            // Totals stand under the numbers, not under their differences.
            let delta =
                (label == say!("Accounts") || label == say!("Travel")).then(|| view! { <span class="delta"></span> });
            view! { <td class="num" data-label=label>{text}{delta}</td> }
        };
        totals.get().into_iter().map(cell).collect_view()
    };
    let excluded = app.slice(without_excluded);
    view! {
        <tr>
            <th scope="row">
                {say!("All territories")} " "
                <span class="faint">{move || excluded.get()}</span>
            </th>
            {cells}
        </tr>
    }
}

#[component]
fn Legend() -> impl IntoView {
    view! {
        <span class="legend phone-hide">
            <span>
                <svg width="16" height="12" aria-hidden="true">
                    <rect class="dev-window" width="16" height="12" rx="3" />
                </svg>
                {say!("allowed")}
            </span>
            <span>
                <svg width="10" height="10" aria-hidden="true">
                    <circle class="dev-today" cx="5" cy="5" r="3" />
                </svg>
                {say!("today")}
            </span>
        </span>
    }
}

#[component]
fn Row(rep: u16, rows: Arrived) -> impl IntoView {
    let (app, carry) = (use_app(), use_carry());
    let row = Memo::new(move |_| rows.with(|rows| rows.get(usize::from(rep)).cloned().flatten()));
    let picked = app.slice(move |session| session.selection.rep == Some(rep));
    let pick = move || app.dispatch(Event::Pick(if picked.get_untracked() { Pick::Nothing } else { Pick::Rep(rep) }));
    view! {
        <tr
            aria-selected=move || picked.get().to_string()
            class:is-current=move || picked.get()
            class:is-drop=move || carry.is_over(rep)
            data-rep=rep.to_string()
            on:click=move |_| pick()
        >
            {move || row.get().map(cells)}
        </tr>
    }
}

/// The cells of a row. A click on the name reaches the row.
fn cells(row: TerritoryRow) -> impl IntoView {
    let marked = |label: &str, estimated: bool| if estimated { format!("{label} ≈") } else { label.to_owned() };
    let [potential, workload, travel] = row.estimated;
    view! {
        <th scope="row">
            <span class="cell-name">
                <Swatch colour=Some(row.colour) />
                <button class="cell-button" type="button">
                    {row.name}
                </button>
                " "
                <span class="faint">{row.place}</span>
            </span>
        </th>
        <td class="num" data-label=say!("Accounts")>{row.accounts}<span class="delta">{row.accounts_change}</span></td>
        <td data-label=say!("By size")>
            <SizeBars sizes=row.sizes />
        </td>
        <td class="num" data-label=marked(say!("Potential"), potential)>{row.potential}</td>
        <td class="num wide-cell" data-label=say!("Potential to target")>
            <DeviationBar deviation=row.potential_deviation />
        </td>
        <td class="num" data-label=marked(say!("Workload"), workload)>{row.workload}</td>
        <td class="num wide-cell" data-label=say!("Workload to target")>
            <DeviationBar deviation=row.workload_deviation />
        </td>
        <td class="num" data-label=marked(say!("Travel"), travel)>{row.travel}<span class="delta">{row.travel_change}</span></td>
        <td class="num" data-label=say!("In, out")>
            <span class="moves">
                <span title=say!("come in")>
                    <Icon name="arrow-down" />
                    {row.moved_in}
                </span>
                <span title=say!("go out")>
                    <Icon name="arrow-up" />
                    {row.moved_out}
                </span>
            </span>
        </td>
    }
}
