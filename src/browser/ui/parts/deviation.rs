//! The deviation bar: the window, the value, and a ring for today.

use crate::units::Share;
use crate::view::Deviation;
use leptos::prelude::*;

const MIDDLE: f64 = 44.0;
/// Half of the drawing, px.
const REACH: f64 = 38.0;

/// A deviation from target with its window and today.
#[component]
pub fn DeviationBar(
    /// The deviation.
    deviation: Deviation,
) -> impl IntoView {
    // The scale ends at 2.4 times the window; without a window at 36 %.
    let half = deviation.window.unwrap_or(0.15).max(0.01);
    let px = move |value: f64| MIDDLE + (value / (half * 2.4)).clamp(-1.0, 1.0) * REACH;
    let (value, today) = (px(deviation.plan), px(deviation.today));
    let beyond = deviation.today.abs() > half * 2.4;
    let arrow = if deviation.today > 0.0 { "M84 5l3 3-3 3" } else { "M4 5l-3 3 3 3" };
    let window = deviation.window.map_or_else(String::new, |window| format!(", allowed ±{}", Share(window).percent()));
    let label = format!("{}{window}, today {}", deviation.text, Share(deviation.today).signed_percent());
    let class = if deviation.inside { "dev-value" } else { "dev-value is-broken" };
    let today_mark = if beyond {
        view! { <path class="dev-beyond" d=arrow /> }.into_any()
    } else {
        view! { <circle class="dev-today" cx=today.to_string() cy="8" r="3" /> }.into_any()
    };
    let band = deviation.window.map(|_| {
        let (from, to) = (px(-half), px(half));
        view! { <rect class="dev-window" x=from.to_string() y="2" width=(to - from).to_string() height="12" rx="3" /> }
    });
    view! {
        <span class="deviation">
            <svg class="dev" viewBox="0 0 88 16" width="88" height="16" role="img" aria-label=label>
                {band}
                <rect
                    class=class
                    x=value.min(MIDDLE).to_string()
                    y="5"
                    width=(value - MIDDLE).abs().to_string()
                    height="6"
                    rx="1.5"
                />
                <path class="dev-zero" d="M44 1v14" />
                {today_mark}
            </svg>
            <span class="deviation-value">{deviation.text}</span>
        </span>
    }
}
