//! What matters: objectives with their weights.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::screens::rules::change;
use crate::browser::ui::screens::rules::fields::About;
use crate::browser::ui::screens::rules::fields::AddMenu;
use crate::browser::ui::screens::rules::rule_id;
use crate::browser::ui::screens::rules::use_forms;
use crate::rules::Kind;
use crate::units::significant;
use crate::view::RuleForm;
use crate::view::rules_sentences;
use crate::view::with_weight;
use crate::view::without_rule;
use leptos::prelude::*;

/// The card of all objectives.
#[component]
pub fn Objectives() -> impl IntoView {
    let app = use_app();
    let forms = use_forms();
    let sentence = app.slice(|session| rules_sentences(session).0);
    let objectives = Memo::new(move |_| {
        forms.get().into_iter().filter(|form| form.kind == Kind::Objective).collect::<Vec<RuleForm>>()
    });
    let keys = move || {
        objectives.get().into_iter().enumerate().map(|(colour, form)| (colour, form.position, form)).collect::<Vec<_>>()
    };
    view! {
        <section class="card" aria-labelledby="objectives">
            <div class="card-head">
                <h2 id="objectives">{say!("What matters")}</h2>
                <span class="muted">{move || sentence.get()}</span>
                <span class="row-end">
                    <AddMenu kind=Kind::Objective />
                </span>
            </div>
            <div class="card-body">
                <Shares objectives=objectives />
            </div>
            <ul>
                <For each=keys key=|(colour, position, form)| (*colour, *position, form.id.clone()) let((colour, position, form))>
                    <Objective colour=colour position=position first=form />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Shares(objectives: Memo<Vec<RuleForm>>) -> impl IntoView {
    let label = move || {
        let parts: Vec<String> =
            objectives.get().iter().map(|form| format!("{} {:.0} %", form.title, form.share * 100.0)).collect();
        say!("Shares: {parts}", parts = parts.join(", "))
    };
    let bars = move || {
        let mut from = 0.0;
        let bar = |(colour, form): (usize, RuleForm)| {
            let start = from;
            from += form.share * 100.0;
            let width = (form.share * 100.0 - 0.3).max(0.0);
            view! { <rect class=format!("share-{colour}") x=start width=width height="12" /> }
        };
        objectives.get().into_iter().enumerate().map(bar).collect_view()
    };
    view! {
        <svg class="shares" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label=label>
            {bars}
        </svg>
    }
}

#[component]
fn Objective(colour: usize, position: usize, first: RuleForm) -> impl IntoView {
    let app = use_app();
    let forms = use_forms();
    let form = Memo::new(move |_| forms.with(|forms| forms.iter().find(|form| form.position == position).cloned()));
    let share = move || form.get().map_or_else(String::new, |form| format!("{:.0} %", form.share * 100.0));
    let off = move || form.with(|form| form.as_ref().is_some_and(|form| form.weight <= 0.0));
    let standing = move || form.get().map(|form| form.standing).filter(|standing| !standing.is_empty());
    let (title, name) = (first.title, format!("objective-{}", first.id));
    view! {
        <li class="objective" id=rule_id(position) tabindex="-1" class:is-off=off>
            <svg class=format!("swatch share-{colour}") width="10" height="10" aria-hidden="true">
                <rect width="10" height="10" rx="3" />
            </svg>
            <div class="objective-name">
                <b id=name>{title}</b>
                {move || standing().map(|standing| view! { <em class="standing">{standing}</em> })}
                <span>{first.help}</span>
            </div>
            <Weight form=form position=position title=title />
            <span class="objective-share">{share}</span>
            <button
                class="button button-quiet button-icon button-small"
                type="button"
                aria-label=say!("Remove {title}", title)
                on:click=move |_| change(app, |rules| without_rule(rules, position))
            >
                <Icon name="close" />
            </button>
            <About form=form first=first />
        </li>
    }
}

/// Digits of a weight that are shown: a point that was kept from a curve has weights with many more.
const SHOWN_DIGITS: i32 = 4;

/// Slider and number: the number follows the slider, the rule changes when the slider is let go.
#[component]
fn Weight(form: Memo<Option<RuleForm>>, position: usize, title: &'static str) -> impl IntoView {
    let app = use_app();
    let shown = RwSignal::new(0.0_f64);
    Effect::new(move |_| shown.set(form.get().map_or(0.0, |form| form.weight)));
    let slider = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(slider) = slider.get() {
            let filled = (shown.get() / 100.0).clamp(0.0, 1.0);
            let element: &web_sys::HtmlElement = &slider;
            let _ = element.style().set_property("--value", &filled.to_string());
        }
    });
    let typed =
        move |event: &web_sys::Event| event_target_value(event).parse::<f64>().ok().filter(|value| *value >= 0.0);
    let set = move |event: web_sys::Event| match typed(&event) {
        Some(weight) => change(app, |rules| with_weight(rules, position, weight)),
        None => shown.notify(),
    };
    view! {
        <input
            class="range"
            type="range"
            min="0"
            max="100"
            aria-label=say!("Weight of {title}", title)
            node_ref=slider
            prop:value=move || shown.get().to_string()
            on:input=move |event| shown.set(typed(&event).unwrap_or(0.0))
            on:change=set
        />
        <label class="input-unit">
            <input
                type="number"
                min="0"
                step="any"
                aria-label=say!("Weight of {title}, number", title)
                prop:value=move || significant(shown.get(), SHOWN_DIGITS)
                on:change=set
            />
        </label>
    }
}
