//! The scenarios of the standard set beside today: sorted as one likes, opened or compared by a click.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::SortHeader;
use crate::browser::ui::parts::limits_mark;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::browser::ui::route::show_heading;
use crate::browser::ui::screens::scenarios::verdict::verdict_mark;
use crate::browser::ui::screens::scenarios::what_if::use_what_if;
use crate::browser::ui::versions::use_versions;
use crate::session::Event;
use crate::session::Pair;
use crate::session::ScenarioEvent;
use crate::session::Side;
use crate::units::grouped;
use crate::view::ScenarioCell;
use crate::view::ScenarioColumn;
use crate::view::ScenarioRow;
use crate::view::ScenarioSort;
use crate::view::ScenarioTable;
use crate::view::TableLine;
use crate::view::Tone;
use crate::view::listed_by;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The table.
#[component]
pub fn SetTable(
    /// What it shows.
    table: Memo<Option<ScenarioTable>>,
    /// The place of the plan that is picked, here and in the drawings.
    picked: RwSignal<Option<usize>>,
) -> impl IntoView {
    let sort = RwSignal::new((ScenarioSort::Rank, false));
    let columns =
        Memo::new(move |_| table.with(|table| table.as_ref().map_or_else(Vec::new, |table| table.columns.clone())));
    let heads =
        move || columns.get().into_iter().enumerate().map(|(at, column)| head(at, &column, sort)).collect_view();
    let places = move || {
        let (by, descending) = sort.get();
        table.with(|table| table.as_ref().map_or_else(Vec::new, |table| listed_by(table, by, descending)))
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Scenarios, scrolls")>
            <table class="table table-hover table-compact plans-table set-table" aria-label=say!("Scenarios")>
                <thead>
                    <tr>
                        <SortHeader key=ScenarioSort::Set sort=sort label=say!("Scenario") />
                        <SortHeader key=ScenarioSort::Rank sort=sort class="num set-rank" label=say!("Rank") />
                        {heads}
                        <SortHeader key=ScenarioSort::Verdict sort=sort label=say!("Verdict") />
                        <SortHeader key=ScenarioSort::Breaches sort=sort label=say!("Limits") />
                        <SortHeader key=ScenarioSort::Gap sort=sort class="num" label=say!("Proven gap") />
                        <th scope="col"><span class="visually-hidden">{say!("Open")}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=places key=|place| *place let:place>
                        {match place {
                            TableLine::Plan(place) => row(place, table, picked),
                            TableLine::BreakLimits => line(
                                columns,
                                say!("The plans below break limits in force: they rank after those above, whatever their points."),
                            ),
                            TableLine::NotRanked => line(
                                columns,
                                say!("Not ranked, without a verdict: another market, and what that brings is no merit of a plan."),
                            ),
                        }}
                    </For>
                </tbody>
            </table>
        </div>
        <div class="set-notes">
            {move || {
                let notes = table.with(|table| table.as_ref().map_or_else(Vec::new, |table| table.notes.clone()));
                notes.into_iter().map(|note| view! { <p class="muted small">{note}</p> }).collect_view()
            }}
        </div>
    }
}

fn head(at: usize, column: &ScenarioColumn, sort: RwSignal<(ScenarioSort, bool)>) -> AnyView {
    let largest_first = column.largest_first;
    view! {
        <SortHeader key=ScenarioSort::Column(at) sort=sort largest_first=largest_first class="num" label=column.title />
    }
    .into_any()
}

/// What stands before plans that rank behind, or not at all.
fn line(columns: Memo<Vec<ScenarioColumn>>, text: &'static str) -> AnyView {
    // Name, rank, verdict, limits, gap and buttons beside the figures.
    let span = move || (columns.with(Vec::len) + 6).to_string();
    view! {
        <tr class="set-line">
            <td colspan=span>
                {text}
            </td>
        </tr>
    }
    .into_any()
}

/// The row of a scenario, by its place in the set: it is drawn anew only when what it tells is.
fn row(place: usize, table: Memo<Option<ScenarioTable>>, picked: RwSignal<Option<usize>>) -> AnyView {
    let row = Memo::new(move |_| {
        table.with(|table| {
            let table = table.as_ref()?;
            let row = table.rows.iter().find(|row| row.place == place)?;
            Some((table.columns.clone(), row.clone()))
        })
    });
    let current = move || row.with(|row| row.as_ref().is_some_and(|(_, row)| row.current));
    let pick = move |event: web_sys::MouseEvent| {
        // What is pressed in the row has its own meaning.
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.closest("button").ok().flatten().is_none()) {
            picked.update(|picked| *picked = (*picked != Some(place)).then_some(place));
        }
    };
    view! {
        <tr class:is-current=current class:is-picked=move || picked.get() == Some(place) on:click=pick>
            {move || row.get().map(|(columns, row)| cells(&columns, row, picked))}
        </tr>
    }
    .into_any()
}

fn cells(columns: &[ScenarioColumn], row: ScenarioRow, picked: RwSignal<Option<usize>>) -> AnyView {
    let cells = columns.iter().zip(row.cells).enumerate();
    let cells = cells.map(|(at, (column, found))| cell(column, found, at > 0)).collect_view();
    let own = (!row.breaks_own.is_empty()).then(|| view! { <span class="faint">{row.breaks_own}</span> });
    let remark = (!row.remark.is_empty()).then(|| view! { <span class="set-remark">{row.remark}</span> });
    let beaten = (!row.dominated_by.is_empty())
        .then(|| say!("{other} is nowhere worse and somewhere better.", other = row.dominated_by));
    let is_ranked = row.ranked.rank > 0;
    let rank = if is_ranked { row.ranked.rank.to_string() } else { "—".to_owned() };
    let points = is_ranked.then(|| say!("{points} pts", points = grouped(row.ranked.score, 0)));
    view! {
            <th scope="row">
                <span class="set-name">
                    {name(row.name.clone(), row.revision)}
                    <span class="faint">{row.about}</span>
                    {remark}
                    {beaten.map(|beaten| view! { <span class="set-remark">{beaten}</span> })}
                </span>
            </th>
            <td class="num set-rank" data-label=say!("Rank") title=say!("Points of 100 by what you rank by")>
                {rank}
                <span class="set-change">{points}</span>
            </td>
            {cells}
            <td class="set-verdict" data-label=say!("Verdict")>
                {row
                    .verdict
                    .map(|found| {
                        let years = found.years.clone();
                        view! {
                            {verdict_mark(&found)}
                            <span class="set-change">{years}</span>
                        }
                    })}
            </td>
            <td class="set-limits" data-label=say!("Limits")>{limits_mark(Some(row.limits))} {own}</td>
            <td class="num set-more" data-label=say!("Proven gap")>{row.gap}</td>
            <td class="num" data-label="">
                <span class="version-open set-ways">
                    {all_figures(row.place, &row.name, picked)}
                    {row.revision.map(|id| ways(id, &row.name, row.current))}
                    {row.own.map(|place| opens_own(place, &row.name))}
                    {row.added.map(|place| change_ways(place, &row.name))}
                </span>
            </td>
    }
    .into_any()
}

/// On a phone, where a card shows what matters most: all figures of the plan, which is then the one that is picked.
fn all_figures(place: usize, name: &str, picked: RwSignal<Option<usize>>) -> AnyView {
    let open = move || picked.get() == Some(place);
    let (all, fewer) = (say!("All figures of {name}", name), say!("Fewer figures of {name}", name));
    let turn = move |_| picked.update(|picked| *picked = (*picked != Some(place)).then_some(place));
    view! {
        <button
            class="button button-small set-all"
            type="button"
            aria-expanded=move || open().to_string()
            aria-label=move || if open() { fewer.clone() } else { all.clone() }
            on:click=turn
        >
            {move || if open() { say!("Fewer figures") } else { say!("All figures") }}
        </button>
    }
    .into_any()
}

/// The name, which shows all that is known of a version.
fn name(name: String, revision: Option<u32>) -> AnyView {
    let dialogs = use_versions();
    match revision {
        Some(id) => view! {
            <button class="cell-button" type="button" title=say!("All that is known of it") on:click=move |_| dialogs.show(id)>
                {name}
            </button>
        }
        .into_any(),
        None => view! { <b>{name}</b> }.into_any(),
    }
}

/// `more`: whether a card on a phone shows it only when it is asked for more.
fn cell(column: &ScenarioColumn, cell: ScenarioCell, more: bool) -> AnyView {
    let (class, word) = match cell.tone {
        Tone::Good => ("set-change is-kept", say!("better")),
        Tone::Bad => ("set-change is-broken", say!("worse")),
        Tone::Plain => ("set-change", ""),
    };
    let best = cell.best.then(|| view! { <b>{say!("best")}</b> " " });
    let tells_change = cell.best || !cell.change.is_empty();
    let change = tells_change.then(|| {
        view! { <span class=class>{best} {cell.change} " " <span class="visually-hidden">{word}</span></span> }
    });
    view! {
        <td class="num" class:is-best=cell.best class:set-more=more data-label=column.title title=column.help.clone()>
            {cell.range.map(range)}
            {cell.text}
            {change}
        </td>
    }
    .into_any()
}

/// A range as a bar among those of all rows; the text beside it says the same.
fn range((from, to): (f64, f64)) -> AnyView {
    let (x, width) = (format!("{:.1}", 72.0 * from), format!("{:.1}", (72.0 * (to - from)).max(2.0)));
    view! {
        <svg class="set-range" viewBox="0 0 72 8" aria-hidden="true">
            <rect class="set-span" y="3" width="72" height="2" rx="1" />
            <rect class="set-part" x=x width=width y="1" height="6" rx="3" />
        </svg>
    }
    .into_any()
}

/// What can be done with a version.
pub fn ways(id: u32, name: &str, current: bool) -> AnyView {
    let app = use_app();
    let open = move |_| {
        app.dispatch(Event::Adopt(id));
        go(Screen::Plan);
    };
    let compare = move |_| {
        let sides = [0, id].map(Side::Version);
        let own_rules = app.session.with_untracked(|session| session.comparison.pair.own_rules);
        app.dispatch(Event::ComparePair(Pair { sides, own_rules }));
        request_animation_frame(|| show_heading("compare"));
    };
    let opens = if current {
        view! { <span class="chip chip-accent">{say!("open")}</span> }.into_any()
    } else {
        view! {
            <button class="button button-small" type="button" aria-label=say!("Open {name}", name) on:click=open>
                {say!("Open")}
            </button>
        }
        .into_any()
    };
    let compares = (id != 0).then(|| {
        view! {
            <button class="button button-small" type="button" aria-label=say!("Compare {name} with today", name) on:click=compare>
                {say!("Compare")}
            </button>
        }
    });
    view! { {opens} {compares} }.into_any()
}

/// Opens a plan with another team or market as a project of its own.
pub fn opens_own(place: usize, name: &str) -> AnyView {
    let app = use_app();
    let open = move |_| app.dispatch(Event::Scenarios(ScenarioEvent::OpenOwn(place, js_sys::Date::now())));
    view! {
        <button
            class="button button-small set-own"
            type="button"
            title=say!("The project that is open stays as it is, among your projects.")
            aria-label=say!("Open as own project: {name}", name)
            on:click=open
        >
            {say!("Open as own project")}
        </button>
    }
    .into_any()
}

/// What can be done with a what-if of the user, by its place among them.
pub fn change_ways(place: usize, name: &str) -> AnyView {
    let (app, dialog) = (use_app(), use_what_if());
    let remove = move |_| app.dispatch(Event::Scenarios(ScenarioEvent::Remove(place)));
    view! {
        <button
            class="button button-small"
            type="button"
            aria-label=say!("Edit {name}", name)
            on:click=move |_| dialog.show(Some(place))
        >
            {say!("Edit")}
        </button>
        <button class="button button-small" type="button" aria-label=say!("Remove {name}", name) on:click=remove>
            {say!("Remove")}
        </button>
    }
    .into_any()
}
