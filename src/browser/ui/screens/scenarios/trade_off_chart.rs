//! The drawing of a trade-off: points to pick, the floor that is proven, today and the open plan.

use crate::browser::reactive::Memo;
use crate::view::Mark;
use crate::view::PointRow;
use crate::view::TradeOffChart;
use crate::view::TradeOffPanel;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

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
                    {say!("no plan is below this line, proven; nearer to the lower left is better")}
                </span>
                {move || panel.with(|panel| panel.as_ref().map(|panel| marks(&panel.chart)))}
            </div>
        </div>
    }
}

/// How far from a point a click may be, in units of the drawing.
const REACH: f64 = 12.0;
/// Width of the drawing.
const WIDTH: f64 = 400.0;

/// Where in the drawing a click was.
fn place(event: &web_sys::MouseEvent) -> Option<(f64, f64)> {
    let drawing = event.current_target()?.dyn_into::<web_sys::Element>().ok()?.get_bounding_client_rect();
    let scale = WIDTH / drawing.width();
    let (x, y) = (f64::from(event.client_x()) - drawing.left(), f64::from(event.client_y()) - drawing.top());
    scale.is_finite().then_some((x * scale, y * scale))
}

fn drawing(panel: &TradeOffPanel, picked: RwSignal<Option<u32>>) -> impl IntoView + use<> {
    let TradeOffPanel { titles: [first, second], chart, rows, .. } = panel.clone();
    let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
    let dots = chart.dots.clone();
    // Points may lie under one another: the one nearest to the click is meant.
    let pick = move |event: web_sys::MouseEvent| {
        let Some((x, y)) = place(&event) else { return };
        let far = |&(_, (dot_x, dot_y)): &(u32, (f64, f64))| (dot_x - x) * (dot_x - x) + (dot_y - y) * (dot_y - y);
        let near = numbers.iter().copied().zip(dots.iter().copied()).filter(|dot| far(dot) <= REACH * REACH);
        if let Some((number, _)) = near.min_by(|a, b| far(a).total_cmp(&far(b))) {
            picked.set(Some(number));
        }
    };
    let text = |x: f64, y: f64, anchor: &'static str, text: String| {
        view! { <text x=format!("{x:.1}") y=format!("{y:.1}") text-anchor=anchor>{text}</text> }
    };
    view! {
        <svg class="chart trade-chart" viewBox="0 0 400 260" role="group" aria-label=chart.label on:click=pick>
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
            on:keydown=key
            on:click=move |event| {
                // Assistive technology clicks on the point itself, at no place.
                if event.detail() == 0 {
                    picked.set(Some(number));
                }
            }
        >
            <circle class="trade-reach" cx=format!("{x:.1}") cy=format!("{y:.1}") r=REACH />
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
