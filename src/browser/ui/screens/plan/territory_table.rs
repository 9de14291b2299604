//! The "Territories" table: the map's twin.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::task::later;
use crate::browser::ui::parts::DeviationBar;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::SizeBars;
use crate::browser::ui::parts::SortHeader;
use crate::browser::ui::parts::Swatch;
use crate::browser::ui::parts::Virtual;
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

/// In a larger team only the territories in view are drawn.
const DRAWN_WHOLE: usize = 50;
/// How many columns there are; `.table-territories` says how wide.
const COLUMNS: usize = 9;

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
    // The screen comes first; its rows are a task of their own.
    let begun = RwSignal::new(false);
    later(move || {
        begun.try_set(true);
    });
    let order =
        Memo::new(
            move |_| {
                if begun.get() { Arc::new(rows.with(|rows| order(rows, sort.get()))) } else { Arc::default() }
            },
        );
    view! {
        <div class="table-tools">
            {tabs}
            <span class="row">
                <Legend />
            </span>
        </div>
        <Virtual
            label=say!("Territories")
            class="table-hover table-compact table-virtual table-territories"
            rows=order
            whole=DRAWN_WHOLE
            head=view! { <Head sort=sort /> }.into_any()
            columns=COLUMNS
            row=move |place, rep| view! { <Row place=place rep=rep as u16 rows=rows /> }.into_any()
            foot=view! {
                <tfoot>
                    <Totals />
                </tfoot>
            }
                .into_any()
        />
    }
}

#[component]
fn Head(sort: RwSignal<(By, bool)>) -> impl IntoView {
    let app = use_app();
    let made_of = move |columns: &'static [&'static str]| app.slice(move |session| estimated(session, columns));
    let potential = made_of(&["potential"]);
    let hours = made_of(&["service_hours", "visits_per_year"]);
    let visits = made_of(&["visits_per_year"]);
    view! {
        <colgroup>
            {(0..COLUMNS).map(|_| view! { <col /> }).collect_view()}
        </colgroup>
        <thead>
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
        </thead>
    }
}

/// The reps in the order of the table.
fn order(rows: &[TerritoryRow], (by, descending): (By, bool)) -> Vec<u32> {
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    let row = |rep: u32| &rows[rep as usize];
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
fn Row(place: usize, rep: u16, rows: Memo<Arc<Vec<TerritoryRow>>>) -> impl IntoView {
    let (app, carry) = (use_app(), use_carry());
    let row = Memo::new(move |_| rows.with(|rows| rows.get(usize::from(rep)).cloned()));
    let picked = app.slice(move |session| session.selection.rep == Some(rep));
    let pick = move || app.dispatch(Event::Pick(if picked.get_untracked() { Pick::Nothing } else { Pick::Rep(rep) }));
    view! {
        <tr
            aria-rowindex=place
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
