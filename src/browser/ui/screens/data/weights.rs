//! What each part of the account score counts.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::data::files::understanding;
use crate::model::ScoreWeights;
use crate::session::Event;
use crate::texts;
use crate::view::choices;
use leptos::prelude::*;

/// A part of the score: name, what it says, how it is read and set.
type Part = (&'static str, &'static str, fn(&mut ScoreWeights) -> &mut f64);

const PARTS: [Part; 4] = [
    (
        text!("Fit"),
        text!("How well we suit the account, by its fit or how often accounts like it are won."),
        |weights| &mut weights.fit,
    ),
    (text!("Engagement"), text!("How much it responds, by its engagement or its deals."), |weights| {
        &mut weights.engagement
    }),
    (text!("Propensity"), text!("How likely it is to buy: intent, win rate, and risk to leave."), |weights| {
        &mut weights.propensity
    }),
    (text!("Strategic value"), text!("What it could bring beside the others, its family included."), |weights| {
        &mut weights.strategic
    }),
];

/// One slider for each part; what each counts stands beside it.
#[component]
pub fn Weights() -> impl IntoView {
    let app = use_app();
    let ready = app.slice(|session| session.understood.is_some());
    let weights = app.keyed(understanding, |session| choices(session).weights);
    let busy = app.slice(|session| session.reading.is_some());
    let usual = move || weights.get() == ScoreWeights::default();
    view! {
        <Show when=move || ready.get()>
            <section class="card" aria-labelledby="weights">
                <div class="card-head">
                    <h2 id="weights">{say!("Account score")}</h2>
                    <span class="muted">{say!("What each part counts; an account on the Plan screen shows what it adds")}</span>
                    <button
                        class="button button-small row-end"
                        type="button"
                        disabled=move || usual() || busy.get()
                        on:click=move |_| set(app, ScoreWeights::default())
                    >
                        {say!("Count all alike")}
                    </button>
                </div>
                <div class="weights">
                    {(0..PARTS.len())
                        .map(|position| view! { <Slider weights=weights busy=busy position=position /> })
                        .collect_view()}
                </div>
            </section>
        </Show>
    }
}

fn set(app: App, weights: ScoreWeights) {
    let choices = app.session.with_untracked(choices);
    app.dispatch(Event::Choose(crate::clean::Choices { weights, ..choices }));
}

/// A part with its slider; the data change when it is let go.
#[component]
fn Slider(weights: Memo<ScoreWeights>, busy: Memo<bool>, position: usize) -> impl IntoView {
    let app = use_app();
    let (name, help, part) = PARTS[position];
    let shown = RwSignal::new(0.0_f64);
    // Also when a change was cancelled: then the slider goes back to what counts.
    Effect::new(move |_| {
        if !busy.get() {
            shown.set((*part(&mut weights.get()) * 100.0).round());
        }
    });
    let slider = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(slider) = slider.get() {
            let element: &web_sys::HtmlElement = &slider;
            let _ = element.style().set_property("--value", &(shown.get() / 100.0).to_string());
        }
    });
    let typed = |event: &web_sys::Event| event_target_value(event).parse::<f64>().unwrap_or(0.0);
    let change = move |event: web_sys::Event| {
        let mut changed = weights.get_untracked();
        *part(&mut changed) = typed(&event) / 100.0;
        set(app, changed);
    };
    let share = move || {
        let mut shares = weights.get();
        *part(&mut shares) = shown.get() / 100.0;
        format!("{:.0} %", shares.shares()[position] * 100.0)
    };
    view! {
        <div class="weight">
            <label for=format!("weight-{position}")>{texts::of(name)}</label>
            <input
                id=format!("weight-{position}")
                class="range"
                type="range"
                min="0"
                max="100"
                step="5"
                node_ref=slider
                prop:value=move || shown.get().to_string()
                aria-describedby=format!("weight-{position}-says")
                on:input=move |event| shown.set(typed(&event))
                on:change=change
            />
            <b>{share}</b>
            <span class="muted small" id=format!("weight-{position}-says")>{texts::of(help)}</span>
        </div>
    }
}
