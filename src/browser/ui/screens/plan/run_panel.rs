//! The inspector of a run: live objective, bound, gap, broken limits, and the curve.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::drawn;
use crate::browser::ui::screens::plan::breach_panel::Conflict;
use crate::view::Curve;
use crate::view::RunPanel;
use crate::view::curve_chart;
use crate::view::run_panel;
use leptos::prelude::*;

/// Width of the curve, px.
const CURVE_PX: f64 = 290.0;

/// The run under way.
#[component]
pub fn RunInspector() -> impl IntoView {
    let app = use_app();
    let panel = app.slice(run_panel);
    let of = move |part: fn(&RunPanel) -> String| move || panel.with(|panel| panel.as_ref().map(part));
    let figure = move |label: &'static str, help: &'static str, value: fn(&RunPanel) -> String| {
        view! {
            <div title=help>
                <dt>{label}</dt>
                <dd>{of(value)}</dd>
            </div>
        }
    };
    let part = move || panel.with(|panel| panel.as_ref().and_then(|panel| panel.part).map(|part| format!("{part:.3}")));
    let proven = move || panel.with(|panel| panel.as_ref().is_none_or(|panel| !panel.unproven));
    view! {
        <aside class="inspector" aria-label=say!("Run")>
            <div class="sheet-grip"></div>
            <div class="inspector-head">
                <p class="row small">
                    <span class="status status-busy" role="status">{of(|panel| panel.phase.to_owned())}</span>
                    <span class="muted">{of(|panel| panel.seconds.clone())}</span>
                </p>
                <h2>{say!("Looking for a better plan")}</h2>
            </div>
            <div class="inspector-body" tabindex="0" role="group" aria-label=say!("Details")>
                <dl class="run-figures">
                    {figure(say!("Objective"), say!("What the best plan loses against the ideal, all objectives by their weights."), |panel| panel.objective.clone())}
                    <Show when=proven>
                        {figure(say!("Proven bound"), say!("No plan that keeps the limits loses less."), |panel| panel.bound.clone())}
                        {figure(say!("Gap"), say!("(objective - bound) / (100 % + objective): how far from the best possible at most."), |panel| panel.gap.clone())}
                    </Show>
                    {figure(say!("Limits broken"), say!("How many limits the best plan breaks."), |panel| panel.breaches.clone())}
                </dl>
                <Conflict />
                <section class="inspector-part">
                    <h3>{move || if proven() { say!("Best so far and what is proven possible") } else { say!("Best so far") }}</h3>
                    {move || panel.with(|panel| panel.as_ref().map(|panel| curve_view(&panel.curve)))}
                    {legend(proven)}
                </section>
                <section class="inspector-part">
                    <progress aria-label=say!("Share of the time allowed") max="1" prop:value=part></progress>
                    <p class="muted small">{of(|panel| panel.detail.clone())}</p>
                    <p class="muted small">
                        {say!("Lower is better. It ends early when nothing better comes any more. Stop keeps the best plan so far; you can go on working meanwhile.")}
                    </p>
                </section>
            </div>
        </aside>
    }
}

/// What the lines of the chart are.
pub fn legend(proven: impl Fn() -> bool + Copy + Send + Sync + 'static) -> impl IntoView {
    view! {
        <div class="legend">
            <span>
                <svg width="16" height="4" aria-hidden="true">
                    <path class="chart-best" d="M0 2h16" />
                </svg>
                {say!("best so far, %")}
            </span>
            <Show
                when=proven
                fallback=|| view! { <span>{say!("Nothing is proven about centres that the plan finds itself.")}</span> }
            >
                <span>
                    <svg width="16" height="4" aria-hidden="true">
                        <path class="chart-bound" d="M0 2h16" />
                    </svg>
                    {say!("proven bound")}
                </span>
            </Show>
        </div>
    }
}

fn curve_view(curve: &Curve) -> AnyView {
    if curve.objective.is_empty() && curve.bound.is_empty() {
        return view! { <p class="muted">{say!("No plan keeps all limits yet.")}</p> }.into_any();
    }
    drawn(curve_chart(curve, CURVE_PX))
}
