//! The drawing of a trade-off: points to pick, the floor that is proven, today and the open plan.

use crate::view::Mark;
use crate::view::PointRow;
use crate::view::TradeOffChart;
use crate::view::TradeOffPanel;
use leptos::prelude::*;

/// The chart and its legend; `picked` is the number of the point that is picked.
#[component]
pub fn Drawn(panel: Memo<Option<TradeOffPanel>>, picked: RwSignal<Option<u32>>) -> impl IntoView {
    view! {
        <div class="stack">
            {move || panel.with(|panel| panel.as_ref().map(|panel| drawing(panel, picked)))}
            <div class="legend">
                <span>
                    <svg width="16" height="10" aria-hidden="true">
                        <rect class="trade-impossible" width="16" height="10" />
                        <path class="chart-bound" d="M0 1h16" />
                    </svg>
                    "no plan is below this line, proven; nearer to the lower left is better"
                </span>
                {move || panel.with(|panel| panel.as_ref().map(|panel| marks(&panel.chart)))}
            </div>
        </div>
    }
}

fn drawing(panel: &TradeOffPanel, picked: RwSignal<Option<u32>>) -> impl IntoView + use<> {
    let TradeOffPanel { titles: [first, second], chart, rows, .. } = panel.clone();
    let text = |x: f64, y: f64, anchor: &'static str, text: String| {
        view! { <text x=format!("{x:.1}") y=format!("{y:.1}") text-anchor=anchor>{text}</text> }
    };
    view! {
        <svg class="chart trade-chart" viewBox="0 0 400 260" role="group" aria-label=chart.label>
            <path class="chart-grid" d=chart.grid />
            <g class="chart-axis" aria-hidden="true">
                {chart.values.into_iter().map(|(y, value)| text(38.0, y, "end", value)).collect_view()}
                {chart.bases.into_iter().map(|(x, value)| text(x, 234.0, "middle", value)).collect_view()}
                {text(4.0, 11.0, "start", format!("{second}, %"))}
                {text(392.0, 254.0, "end", format!("{first}, %"))}
            </g>
            <path class="trade-impossible" d=chart.impossible />
            <path class="chart-bound" d=chart.floor />
            <path class="chart-best" d=chart.line />
            {chart.marks.into_iter().enumerate().filter_map(|(index, mark)| Some(shape(index, mark.at?))).collect_view()}
            {rows.into_iter().zip(chart.dots).map(|(row, at)| dot(row, at, picked)).collect_view()}
        </svg>
    }
}

/// A point: a button that picks it.
fn dot(row: PointRow, (x, y): (f64, f64), picked: RwSignal<Option<u32>>) -> impl IntoView {
    let number = row.number;
    let is_picked = move || picked.get() == Some(number);
    let key = move |event: web_sys::KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            picked.set(Some(number));
        }
    };
    view! {
        <g
            class="trade-dot"
            class:is-picked=is_picked
            role="button"
            tabindex="0"
            aria-label=row.spoken
            aria-pressed=move || is_picked().to_string()
            on:click=move |_| picked.set(Some(number))
            on:keydown=key
        >
            <circle class="trade-reach" cx=format!("{x:.1}") cy=format!("{y:.1}") r="12" />
            <circle class="chart-dot" cx=format!("{x:.1}") cy=format!("{y:.1}") r="5" />
        </g>
    }
}

/// Today is a square, the open plan a diamond: told apart without colour.
fn shape(index: usize, (x, y): (f64, f64)) -> impl IntoView {
    let path = if index == 0 {
        format!("M{:.1} {:.1}h9v9h-9z", x - 4.5, y - 4.5)
    } else {
        format!("M{x:.1} {:.1}l6 6-6 6-6-6z", y - 6.0)
    };
    view! { <path class="trade-mark" d=path aria-hidden="true" /> }
}

fn marks(chart: &TradeOffChart) -> impl IntoView + use<> {
    let entry = |(index, mark): (usize, Mark)| {
        view! {
            <span>
                <svg width="14" height="14" aria-hidden="true">{shape(index, (7.0, 7.0))}</svg>
                {format!("{}: {}", mark.name, mark.text)}
            </span>
        }
    };
    chart.marks.clone().into_iter().enumerate().map(entry).collect_view()
}
