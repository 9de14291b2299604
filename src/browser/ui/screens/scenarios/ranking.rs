//! What the ranking goes by: a menu with a weight for each criterion, remembered on this device.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::remembered::recall;
use crate::browser::ui::remembered::remember;
use crate::session::Data;
use crate::session::Event;
use crate::session::ScenarioEvent;
use crate::texts;
use crate::units::grouped;
use crate::view::ScenarioReading;
use crate::what_if::Compared;
use crate::what_if::criteria;
use crate::what_if::usual_weights;
use leptos::prelude::*;

const KEY: &str = "evenfield-ranking";

/// How the table is read: signals, so that a slider is felt at once.
#[derive(Clone, Copy)]
pub struct Reading {
    weights: RwSignal<Vec<f64>>,
    /// Whether every figure is a column.
    pub all_figures: RwSignal<bool>,
}

impl Reading {
    /// As it was left.
    pub fn new() -> Self {
        let kept: Vec<f64> = recall(KEY).split(',').filter_map(|weight| weight.parse().ok()).collect();
        let fits = kept.len() == usual_weights().len() && kept.iter().all(|weight| (0.0..=100.0).contains(weight));
        Self { weights: RwSignal::new(if fits { kept } else { usual_weights() }), all_figures: RwSignal::new(false) }
    }

    /// What the table is made by.
    pub fn get(self) -> ScenarioReading {
        ScenarioReading { weights: self.weights.get(), all_figures: self.all_figures.get() }
    }

    /// The same, without following it.
    pub fn get_untracked(self) -> ScenarioReading {
        untrack(|| self.get())
    }

    fn set(self, weights: Vec<f64>) {
        let text: Vec<String> = weights.iter().map(f64::to_string).collect();
        remember(KEY, if weights == usual_weights() { String::new() } else { text.join(",") }.as_str());
        self.weights.set(weights);
    }

    /// What weighs something, heaviest first: `Expected revenue 40, Spread of potential 30`.
    fn text(self, tells_money: bool) -> String {
        let weights = self.weights.get().into_iter().zip(criteria());
        let weights = weights.filter(|(_, figure)| tells_money || !figure.rests_on_money());
        let mut parts: Vec<(f64, &str)> = weights.map(|(weight, figure)| (weight, texts::of(figure.title))).collect();
        parts.retain(|(weight, _)| *weight > 0.0);
        parts.sort_by(|a, b| b.0.total_cmp(&a.0));
        if parts.is_empty() {
            return say!("nothing").to_owned();
        }
        let words: Vec<String> =
            parts.iter().map(|(weight, title)| format!("{title} {}", grouped(*weight, 0))).collect();
        words.join(", ")
    }
}

/// The menu.
#[component]
pub fn RankBy(reading: Reading) -> impl IntoView {
    let app = use_app();
    // What is shown first elsewhere is the first by these weights.
    Effect::new(move |_| app.dispatch(Event::Scenarios(ScenarioEvent::Rank(reading.weights.get()))));
    let money = app.slice(|session| session.data.as_ref().is_some_and(Data::tells_money));
    let label = view! {
        <span>{say!("Rank by:")} " " <b>{move || reading.text(money.get())}</b></span>
        <Icon name="chevron" />
    };
    // Where the files tell no money nothing is ranked by it.
    let rows = move || {
        let told = criteria().enumerate().filter(|(_, figure)| money.get() || !figure.rests_on_money());
        told.map(|(at, figure)| weight(reading, at, &figure)).collect_view()
    };
    view! {
        <Menu class="menu-end rank-menu" label=label.into_any()>
            <p class="small muted">
                {say!("Each figure counts from 0 for the worst plan to 1 for the best, times its weight; together they make the points, 100 at most. Plans that break your limits come last, also those that keep looser ones of their own.")}
            </p>
            {rows}
            <hr class="menu-line" />
            <button class="menu-item" type="button" on:click=move |_| reading.set(usual_weights())>
                <Icon name="undo" />
                <span>{say!("The usual weights")}</span>
            </button>
        </Menu>
    }
}

fn weight(reading: Reading, at: usize, figure: &Compared) -> AnyView {
    let title = texts::of(figure.title);
    let shown = move || reading.weights.with(|weights| weights.get(at).copied().unwrap_or(0.0));
    let typed = move |event: web_sys::Event| {
        let Ok(weight) = event_target_value(&event).parse::<f64>() else { return };
        let mut weights = reading.weights.get_untracked();
        if let Some(place) = weights.get_mut(at) {
            *place = weight.clamp(0.0, 100.0);
        }
        reading.set(weights);
    };
    let slider = NodeRef::<leptos::html::Input>::new();
    crate::browser::reactive::Effect::new(move |_| {
        if let Some(slider) = slider.get() {
            let element: &web_sys::HtmlElement = &slider;
            let _ = element.style().set_property("--value", &(shown() / 100.0).to_string());
        }
    });
    view! {
        <label class="rank-weight" title=texts::of(figure.help)>
            <span class="clip">{title}</span>
            <input
                class="range"
                type="range"
                min="0"
                max="100"
                step="5"
                node_ref=slider
                aria-label=say!("Weight of {title}", title)
                prop:value=move || shown().to_string()
                on:input=typed
            />
            <output class="num">{move || grouped(shown(), 0)}</output>
        </label>
    }
    .into_any()
}
