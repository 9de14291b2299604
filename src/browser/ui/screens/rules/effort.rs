//! How long and how widely to search.

use crate::browser::app::use_app;
use crate::session::Effort;
use crate::session::Event;
use leptos::prelude::*;

const SECONDS: f64 = 10.0;
const STEPS: u64 = 20_000;

/// The search's settings.
#[component]
pub fn EffortBox() -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="effort">
            <div class="card-head">
                <h2 id="effort">{say!("How the search runs")}</h2>
                <span class="muted">{say!("Used by the next Optimize")}</span>
            </div>
            <div class="card-body stack">
                <Settings />
                <p class="muted">
                    {say!("Seconds: as far as this machine gets, and less where nothing better comes for a third of them. \
                     Steps: the same plan on every machine, as long as seed and lanes are the same. Lanes search side \
                     by side; more than your processor has cores does not help.")}
                </p>
            </div>
        </section>
    }
}

#[component]
fn Settings() -> impl IntoView {
    let app = use_app();
    let effort = app.slice(|session| session.effort);
    let set = move |change: fn(&mut Effort, f64)| {
        Callback::new(move |value: f64| {
            let mut effort = effort.get_untracked();
            change(&mut effort, value);
            app.dispatch(Event::Effort(effort));
        })
    };
    let (lanes, seed) =
        (set(|effort, value| effort.lanes = value as u32), set(|effort, value| effort.seed = value as u64));
    let (limit, kind) = (set(set_limit), set(set_kind));
    let by_steps = move || effort.get().steps.is_some();
    let amount = move || effort.get().steps.map_or(effort.get().seconds.unwrap_or(SECONDS), |steps| steps as f64);
    let choose = move |event: web_sys::Event| kind.run(if event_target_value(&event) == "steps" { 1.0 } else { 0.0 });
    view! {
        <div class="limit-terms">
            <label class="term">
                <span>{say!("Stop after")}</span>
                <select class="select" aria-label=say!("Stop after seconds or steps") on:change=choose>
                    <option value="seconds" prop:selected=move || !by_steps()>
                        {say!("seconds")}
                    </option>
                    <option value="steps" prop:selected=by_steps>
                        {say!("steps")}
                    </option>
                </select>
            </label>
            <Count name=say!("Stop after") least=1.0 most=1e9 value=Signal::derive(amount) set=limit />
            <Count
                name=say!("Lanes")
                title=true
                least=1.0
                most=16.0
                value=Signal::derive(move || f64::from(effort.get().lanes))
                set=lanes
            />
            <Count
                name=say!("Seed")
                title=true
                least=0.0
                most=1e9
                value=Signal::derive(move || effort.get().seed as f64)
                set=seed
            />
        </div>
    }
}

/// How many steps or seconds.
fn set_limit(effort: &mut Effort, value: f64) {
    if effort.steps.is_some() {
        effort.steps = Some(value as u64);
    } else {
        effort.seconds = Some(value);
    }
}

/// Steps where the value is above 0, else seconds.
fn set_kind(effort: &mut Effort, value: f64) {
    effort.steps = (value > 0.0).then_some(STEPS);
    effort.seconds = (value <= 0.0).then_some(SECONDS);
}

#[component]
fn Count(
    name: &'static str,
    #[prop(optional)] title: bool,
    least: f64,
    most: f64,
    value: Signal<f64>,
    set: Callback<f64>,
) -> impl IntoView {
    let changed = move |event: web_sys::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        if let Some(number) = input.value().parse::<f64>().ok().filter(|number| number.is_finite()) {
            set.run(number.round().clamp(least, most));
        }
        input.set_value(&value.get_untracked().to_string());
    };
    view! {
        <label class="term">
            {title.then(|| view! { <span>{name}</span> })}
            <span class="input-unit">
                <input
                    type="number"
                    min=least
                    max=most
                    aria-label=name
                    prop:value=move || value.get().to_string()
                    on:change=changed
                />
            </span>
        </label>
    }
}
