//! The reps of the two plans that are compared, side by side.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Figure;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Swatch;
use crate::browser::ui::parts::width_of;
use crate::view::RepCell;
use crate::view::RepColumn;
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

fn rep_table(names: &[String; 2], table: RepsTable) -> AnyView {
    let plan = |name: &String| view! { <th scope="col" class="num">{name.clone()}</th> };
    let plans = table.columns.iter().flat_map(|_| names).map(plan).collect_view();
    let head = |column: RepColumn| {
        view! { <th scope="colgroup" colspan="2" class="num" title=column.help>{column.title}</th> }
    };
    let heads = table.columns.into_iter().map(head).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Reps side by side, scrolls")>
            <table class="table reps-compared" aria-label=say!("Reps side by side")>
                <thead>
                    <tr>
                        <th scope="col" rowspan="2">{say!("Rep")}</th>
                        {heads}
                    </tr>
                    <tr>{plans}</tr>
                </thead>
                <tbody>{table.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(row: RepRow) -> AnyView {
    let cell = |RepCell { text, beside }: RepCell| {
        let beside = (!beside.is_empty()).then(|| view! { <span class="delta">{beside}</span> });
        view! { <td class="num">{text} " " {beside}</td> }
    };
    view! {
        <tr>
            <th scope="row">
                <span class="cell-name">
                    <Swatch colour=Some(row.colour) />
                    {row.name}
                </span>
            </th>
            {row.cells.into_iter().flatten().map(cell).collect_view()}
        </tr>
    }
    .into_any()
}
