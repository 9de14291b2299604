//! The reps of the two plans that are compared, side by side.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Figure;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Swatch;
use crate::browser::ui::parts::width_of;
use crate::view::RepCell;
use crate::view::RepColumn;
use crate::view::RepRange;
use crate::view::RepRow;
use crate::view::RepsTable;
use crate::view::attainment_chart;
use leptos::prelude::*;

/// How quotas are reached, and the table, under their title.
pub fn reps_fold(names: &[String; 2], table: RepsTable) -> AnyView {
    let chart = table.has_quota.then(|| attainment(names));
    let unknown = (!table.has_quota)
        .then(|| view! { <p class="muted small">{say!("No rep has a quota: how it is reached is not known.")}</p> });
    view! {
        <details class="fold">
            <summary>
                <Icon name="chevron" />
                <b>{say!("Reps side by side")}</b>
            </summary>
            <div class="stack">{chart} {unknown} {rep_table(names, table)}</div>
        </details>
    }
    .into_any()
}

fn attainment(names: &[String; 2]) -> AnyView {
    let app = use_app();
    let probe = NodeRef::<leptos::html::Div>::new();
    let width = width_of(probe);
    let drawing = move || app.session.with_untracked(|session| attainment_chart(session, width.get()));
    let entry = |class: &'static str, text: String| {
        view! {
            <span>
                <svg width="12" height="12" aria-hidden="true">
                    <rect class=class x="1" y="1" width="10" height="10" rx="2" />
                </svg>
                {text}
            </span>
        }
    };
    let [before, after] = names.clone();
    let legend = view! {
        <div class="legend">
            {entry("chart-today", say!("before: {plan}", plan = before))}
            {entry("chart-plan", say!("after: {plan}", plan = after))}
        </div>
    };
    view! {
        <Figure
            title=Signal::derive(|| say!("How reps reach their quota: expected revenue / quota").to_owned())
            drawing=Signal::derive(drawing)
            empty=""
            legend=legend.into_any()
            probe=probe
        />
    }
    .into_any()
}

/// Two lines for each rep, one for each plan: beside each other fourteen columns would be wider than any screen.
fn rep_table(names: &[String; 2], table: RepsTable) -> AnyView {
    let head = |column: &RepColumn| {
        let beside = (!column.beside.is_empty()).then(|| view! { <span class="rep-beside">{column.beside}</span> });
        view! { <th scope="col" class="num" title=column.help.clone()>{column.title} " " {beside}</th> }
    };
    let heads = table.columns.iter().map(head).collect_view();
    let rows = table.rows.into_iter().map(|row| pair(row, names, &table.columns)).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Reps side by side, scrolls")>
            <table class="table table-compact reps-compared" aria-label=say!("Reps side by side")>
                <thead>
                    <tr>
                        <th scope="col">{say!("Rep")}</th>
                        <th scope="col">{say!("Plan")}</th>
                        {heads}
                    </tr>
                </thead>
                {rows}
            </table>
        </div>
    }
    .into_any()
}

/// Both lines of a rep.
fn pair(row: RepRow, names: &[String; 2], columns: &[RepColumn]) -> AnyView {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (column, [before, after]) in columns.iter().zip(row.cells) {
        first.push(cell(column, before));
        second.push(cell(column, after));
    }
    let [before, after] = names.clone();
    view! {
        <tbody>
            <tr>
                <th scope="rowgroup" rowspan="2">
                    <span class="cell-name">
                        <Swatch colour=Some(row.colour) />
                        {row.name}
                    </span>
                </th>
                <td class="rep-plan">{before}</td>
                {first}
            </tr>
            <tr>
                <td class="rep-plan">{after}</td>
                {second}
            </tr>
        </tbody>
    }
    .into_any()
}

fn cell(column: &RepColumn, cell: RepCell) -> AnyView {
    let RepCell { text, beside, range } = cell;
    let beside = (!beside.is_empty()).then(|| view! { <span class="delta">{beside}</span> });
    let title = range.as_ref().map(|range| range.text.clone());
    let label = match column.beside {
        "" => column.title.to_owned(),
        beside => format!("{}, {beside}", column.title),
    };
    view! { <td class="num" data-label=label title=title>{text} " " {beside} {range.map(bar)}</td> }.into_any()
}

/// A range as a bar among those of all reps in both plans.
fn bar(range: RepRange) -> AnyView {
    let (from, to) = range.ends;
    let (x, width) = (format!("{:.1}", 72.0 * from), format!("{:.1}", (72.0 * (to - from)).max(2.0)));
    view! {
        <svg class="set-range rep-range" viewBox="0 0 72 8" aria-hidden="true">
            <rect class="set-span" width="72" y="3" height="2" rx="1" />
            <rect class="set-part" x=x width=width y="1" height="6" rx="3" />
        </svg>
        <span class="visually-hidden">{range.text}</span>
    }
    .into_any()
}
