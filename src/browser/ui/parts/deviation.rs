//! The deviation bar: the window, the value, and a ring for today. What lies beyond the scale of its column ends in an
//! arrow.

use crate::units::Share;
use crate::view::Deviation;
use crate::view::Sizes;
use crate::view::allowed_text;
use leptos::prelude::*;
use std::fmt::Write;

const MIDDLE: f64 = 44.0;
/// Half of the drawing, px.
const REACH: f64 = 38.0;
/// A value this much over the scale lies beyond it, and not just at its end.
const BEYOND: f64 = 1.0 + 1e-9;

/// A deviation from target with its window and today.
#[component]
pub fn DeviationBar(
    /// The deviation.
    deviation: Deviation,
) -> impl IntoView {
    let scale = deviation.scale;
    let px = move |value: f64| MIDDLE + (value / scale).clamp(-1.0, 1.0) * REACH;
    let value = px(deviation.plan);
    let (plan, today) = (&deviation.text, Share(deviation.today).signed_percent());
    let label = match deviation.window.map(allowed_text) {
        Some(window) => say!("{plan}, allowed {window}, today {today}", plan, window, today),
        None => say!("{plan}, today {today}", plan, today),
    };
    let class = match (deviation.inside, deviation.window) {
        (false, _) => "dev-value is-broken",
        (true, Some(_)) => "dev-value",
        // Nothing says how far it may be: neither kept nor broken.
        (true, None) => "dev-value is-plain",
    };
    let beyond = (deviation.plan.abs() > scale * BEYOND).then(|| {
        let tip = if deviation.plan > 0.0 { "M82 3l6 5-6 5z" } else { "M6 3l-6 5 6 5z" };
        view! { <path class=class d=tip /> }
    });
    let today = if deviation.today.abs() > scale * BEYOND {
        let arrow = if deviation.today > 0.0 { "M84 5l3 3-3 3" } else { "M4 5l-3 3 3 3" };
        view! { <path class="dev-beyond" d=arrow /> }.into_any()
    } else {
        view! { <circle class="dev-today" cx=px(deviation.today).to_string() cy="8" r="3" /> }.into_any()
    };
    let title = leptos::svg::title().child(label.clone());
    let band = deviation.window.map(|window| band(px(window.0), px(window.1), window));
    view! {
        <span class="deviation">
            <svg class="dev" viewBox="0 0 88 16" width="88" height="16" role="img" aria-label=label>
                {title}
                {band}
                <rect
                    class=class
                    x=value.min(MIDDLE).to_string()
                    y="5"
                    width=(value - MIDDLE).abs().to_string()
                    height="6"
                    rx="1.5"
                />
                {beyond}
                <path class="dev-zero" d="M44 1v14" />
                {today}
            </svg>
            <span class="deviation-value">{deviation.text}</span>
        </span>
    }
}

/// How far an open end of the band reaches beyond the scale, px, and in how many steps it fades away there.
const OPEN_PX: f64 = 6.0;

/// What is allowed. A side without a limit has no end: there the band fades away beyond the scale.
fn band(from: f64, to: f64, window: (f64, f64)) -> AnyView {
    let is_open = [!window.0.is_finite(), !window.1.is_finite()];
    let rect = |class: &'static str, x: f64, width: f64, rx: &'static str| {
        view! { <rect class=class x=x.to_string() y="2" width=width.to_string() height="12" rx=rx /> }
    };
    let rx = if is_open == [false; 2] { "3" } else { "0" };
    view! {
        {rect("dev-window", from, to - from, rx)}
        {is_open[0].then(|| rect("dev-window is-open", from - OPEN_PX, OPEN_PX, "0"))}
        {is_open[1].then(|| rect("dev-window is-open", to, OPEN_PX, "0"))}
    }
    .into_any()
}

/// Height of the drawing of sizes, px.
const SIZES_PX: f64 = 16.0;

/// How many accounts are how large: a bar for each size, from small to large.
#[component]
pub fn SizeBars(
    /// The sizes.
    sizes: Sizes,
) -> impl IntoView {
    let mut path = String::new();
    for (place, bar) in sizes.bars.into_iter().enumerate() {
        // Even a few accounts leave a mark.
        let height = if bar > 0.0 { (bar * SIZES_PX).max(1.5) } else { 0.0 };
        let _ = write!(path, "M{} {SIZES_PX}v{:.1}h5v{height:.1}z", place * 6, -height);
    }
    let title = leptos::svg::title().child(sizes.text.clone());
    view! {
        <svg class="size-bars" viewBox="0 0 48 16" width="48" height="16" role="img" aria-label=sizes.text>
            {title}
            <path d=path />
        </svg>
    }
}
