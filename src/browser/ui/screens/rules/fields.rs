//! Parameters as form fields, made from the card of a rule.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::close_menu;
use crate::browser::ui::screens::rules::change;
use crate::browser::ui::screens::rules::reps::Reps;
use crate::browser::ui::screens::rules::reps::UnknownNames;
use crate::browser::ui::screens::rules::show_rule;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Unknown;
use crate::rules::rule;
use crate::texts;
use crate::view::RuleForm;
use crate::view::excluded_line;
use crate::view::groups_line;
use crate::view::unused_rules;
use crate::view::with_param;
use crate::view::with_rule;
use leptos::prelude::*;

/// One parameter of one rule: where it stands and what it is now.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) app: App,
    position: usize,
    rule: &'static str,
    pub(super) param: &'static Param,
    value: Memo<Option<Value>>,
    /// Names in it that the data does not know.
    pub(super) unknown: Memo<Vec<Unknown>>,
}

impl Slot {
    fn name(self) -> String {
        format!("{}: {}", self.rule, texts::of(self.param.title))
    }

    /// Sets the value where it fits; a field with a value that does not fit goes back.
    pub(super) fn set(self, value: Value) -> bool {
        let fits = self.param.shape.accepts(&value);
        if fits {
            change(self.app, |rules| with_param(rules, self.position, self.param.key, value));
        }
        fits
    }

    fn text(self) -> String {
        match self.value.get() {
            Some(Value::Text(text)) => text,
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    pub(super) fn list(self) -> Vec<String> {
        if let Some(Value::List(list)) = self.value.get() { list } else { Vec::new() }
    }
}

/// All parameters of a rule.
#[component]
pub fn Terms(
    /// The rule as it is now.
    form: Memo<Option<RuleForm>>,
    /// The rule as it was when the form was drawn.
    first: RuleForm,
) -> impl IntoView {
    let app = use_app();
    let RuleForm { position, title, params, .. } = first;
    let field = move |place: usize, param: &'static Param| {
        let entry = move || form.with(|form| form.as_ref().and_then(|form| form.params.get(place).cloned()));
        let value = Memo::new(move |_| entry().map(|field| field.value));
        let unknown = Memo::new(move |_| entry().map_or_else(Vec::new, |field| field.unknown));
        Slot { app, position, rule: title, param, value, unknown }
    };
    let fields = params.into_iter().enumerate().map(|(place, entry)| {
        let slot = field(place, entry.param);
        view! {
            {control(slot)}
            <UnknownNames entry=slot />
        }
        .into_any()
    });
    let fields: Vec<AnyView> = fields.collect();
    (!fields.is_empty()).then(|| view! { <div class="limit-terms">{fields}</div> })
}

fn control(slot: Slot) -> AnyView {
    let inner = match &slot.param.shape {
        Shape::Number { min, max, step, unit, .. } => number(slot, *min, *max, *step, unit),
        Shape::Flag { .. } => return flag(slot),
        Shape::Choice { options, .. } => choice(slot, options),
        Shape::Attribute { .. } => attribute(slot),
        Shape::Text { .. } => text(slot),
        Shape::Reps => return view! { <Reps entry=slot /> }.into_any(),
        Shape::Accounts => return view! { <p class="muted">{move || excluded_line(&slot.list())}</p> }.into_any(),
        Shape::Groups => return view! { <p class="muted">{move || groups_line(&slot.list())}</p> }.into_any(),
    };
    view! {
        <label class="term" title=texts::of(slot.param.help)>
            <span>{texts::of(slot.param.title)}</span>
            {inner}
        </label>
    }
    .into_any()
}

fn number(slot: Slot, min: f64, max: f64, step: f64, unit: &'static str) -> AnyView {
    let set = move |event: web_sys::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        if let Ok(value) = input.value().parse::<f64>() {
            slot.set(Value::Number(value.clamp(min, max)));
        }
        // What was typed may not fit, or fit after being brought within bounds.
        input.set_value(&slot.text());
    };
    view! {
        <span class="input-unit">
            <input
                type="number"
                min=min
                max=max
                step=step
                aria-label=slot.name()
                prop:value=move || slot.text()
                on:change=set
            />
            <span>{texts::of(unit)}</span>
        </span>
    }
    .into_any()
}

fn flag(slot: Slot) -> AnyView {
    let on = move || slot.value.get() == Some(Value::Flag(true));
    view! {
        <label class="term" title=texts::of(slot.param.help)>
            <input
                type="checkbox"
                aria-label=slot.name()
                prop:checked=on
                on:change=move |event| {
                    slot.set(Value::Flag(event_target_checked(&event)));
                }
            />
            <span>{texts::of(slot.param.title)}</span>
        </label>
    }
    .into_any()
}

fn choice(slot: Slot, options: &'static [(&'static str, &'static str)]) -> AnyView {
    let options = options.iter().map(|(word, title)| ((*word).to_owned(), texts::of(title).to_owned())).collect();
    select(slot, options)
}

fn attribute(slot: Slot) -> AnyView {
    let mut names = slot
        .app
        .session
        .with_untracked(|session| session.data.as_ref().map_or_else(Vec::new, |data| data.dataset.attribute_names()));
    let current = untrack(|| slot.text());
    if !names.contains(&current) {
        names.insert(0, current);
    }
    select(slot, names.into_iter().map(|name| (name.clone(), name)).collect())
}

fn select(slot: Slot, options: Vec<(String, String)>) -> AnyView {
    let option = move |(word, title): (String, String)| {
        let value = word.clone();
        view! {
            <option value=word prop:selected=move || slot.text() == value>
                {title}
            </option>
        }
    };
    let set = move |event: web_sys::Event| {
        slot.set(Value::Text(event_target_value(&event)));
    };
    view! {
        <select class="select" aria-label=slot.name() on:change=set>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

fn text(slot: Slot) -> AnyView {
    let set = move |event: web_sys::Event| {
        slot.set(Value::Text(event_target_value(&event).trim().to_owned()));
    };
    view! {
        <input class="input" type="text" aria-label=slot.name() prop:value=move || slot.text() on:change=set />
    }
    .into_any()
}

/// The settings of an objective, and how any rule is computed.
#[component]
pub fn About(
    /// The rule as it is now.
    form: Memo<Option<RuleForm>>,
    /// The rule as it was when the form was drawn.
    first: RuleForm,
) -> impl IntoView {
    let objective = first.kind == Kind::Objective;
    let (formula, source) = (first.formula, first.source);
    let summary = if objective && !first.params.is_empty() { say!("Settings and formula") } else { say!("Formula") };
    view! {
        <details class="about">
            <summary>
                <Icon name="chevron" />
                {summary}
                <span class="visually-hidden">{format!(" {}", say!("of {rule}", rule = first.title))}</span>
            </summary>
            {objective.then(|| view! { <Terms form=form first=first /> })}
            <p>{formula}"."</p>
            {(!source.is_empty()).then(|| view! { <p class="muted">{source}"."</p> })}
        </details>
    }
}

/// Brings a rule that was added into view, the last of its kind.
fn show_added(app: App, card: &'static Card) {
    let position = app.session.with_untracked(|session| {
        session.project.as_ref()?.settings.rules.iter().rposition(|setting| setting.id == card.id)
    });
    if let Some(position) = position {
        show_rule(position);
    }
}

/// The rules that can be added.
#[component]
pub fn AddMenu(
    /// Objectives or limits.
    kind: Kind,
) -> impl IntoView {
    let app = use_app();
    let ids = app.slice(move |session| {
        let cards = unused_rules(session).into_iter().filter(|card| card.kind == kind);
        cards.map(|card| card.id).collect::<Vec<_>>()
    });
    let label = move || {
        view! {
            <Icon name="plus" />
            <span>{if kind == Kind::Objective { say!("Add an objective") } else { say!("Add a limit") }}</span>
            <Icon name="chevron" />
        }
    };
    let item = move |card: &'static Card| {
        view! {
            <button
                class="menu-item menu-item-tall"
                type="button"
                on:click=move |event| {
                    close_menu(&event);
                    change(app, |rules| with_rule(rules, card));
                    show_added(app, card);
                }
            >
                <Icon name="plus" />
                <span>{texts::of(card.title)}</span>
                <small>{texts::of(card.help)}</small>
            </button>
        }
    };
    let cards = move || ids.get().into_iter().filter_map(|id| rule(id).map(Rule::card));
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <Menu class="menu-end menu-add" label=label().into_any()>
                {move || cards().map(item).collect_view()}
            </Menu>
        </Show>
    }
}
