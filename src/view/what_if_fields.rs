//! The fields of each change of a what-if, and what is wrong with them.

use crate::model::Value;
use crate::rules::Shape;
use crate::rules::rule;
use crate::texts;
use crate::units::exact;
use crate::view::what_if_choices::Listed;
use crate::what_if::WhatIf;

/// Most reps that come at once: a team is planned, not a company.
pub(super) const MOST_HIRES: f64 = 100.0;
/// The unit of a percentage: the same for one and for many.
const PERCENT: (&str, &str) = ("%", "%");

/// A field of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeField {
    /// Key of the field.
    pub key: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// How it is filled in.
    pub control: Control,
    /// What is wrong with it, a sentence; "" where nothing is.
    pub fault: String,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// A number.
    Number {
        /// It; "" where there is none.
        text: String,
        /// Smallest, largest, and the step of the arrows.
        bounds: [f64; 3],
        /// Shown behind it, in the form that suits the number.
        unit: &'static str,
    },
    /// One of a list.
    Choice {
        /// What is chosen.
        value: String,
        /// The list.
        listed: Listed,
    },
    /// Several of the reps.
    Reps(Vec<String>),
    /// A text, with proposals.
    Text {
        /// It.
        text: String,
        /// The list.
        listed: Listed,
    },
    /// A file of accounts; what is known of it, a sentence.
    File(String),
}

/// The fields of a change.
pub fn change_fields(what_if: &WhatIf) -> Vec<ChangeField> {
    match what_if {
        WhatIf::AddReps { count, region, .. } => {
            let mut fields = vec![number(
                "count",
                say!("How many"),
                f64::from(*count),
                [1.0, MOST_HIRES, 1.0],
                nouns!("rep", "reps"),
            )];
            let (attribute, value) = region.clone().unwrap_or_default();
            let anywhere = attribute.is_empty();
            fields.push(choice("attribute", say!("Where"), &attribute, Listed::Regions));
            if !anywhere {
                fields.push(must(choice("value", say!("Value"), &value, Listed::Values(attribute))));
            }
            fields
        }
        WhatIf::LoseSome { count } => {
            vec![number("count", say!("How many"), f64::from(*count), [1.0, MOST_HIRES, 1.0], nouns!("rep", "reps"))]
        }
        WhatIf::LoseReps { reps } => vec![reps_field(say!("Who leaves"), reps, true)],
        WhatIf::Leave { rep, months } => vec![
            must(choice("rep", say!("Who"), rep, Listed::Reps)),
            number("months", say!("For how long"), *months, [0.5, 12.0, 0.5], nouns!("month", "months")),
        ],
        WhatIf::Acquire { accounts } => vec![acquired(accounts.len())],
        WhatIf::NewProduct { attribute, value, potential_percent, skill } => vec![
            choice("attribute", say!("Of whom"), attribute, Listed::Attributes),
            must(choice("value", say!("Value"), value, Listed::Values(attribute.clone()))),
            number("percent", say!("Potential grows by"), *potential_percent, [0.0, 1000.0, 1.0], PERCENT),
            text_field("skill", say!("Skill that a rep must have"), skill, Listed::Skills),
        ],
        WhatIf::Market { attribute, value, percent } => vec![
            choice("attribute", say!("Of whom"), attribute, Listed::Attributes),
            must(choice("value", say!("Value"), value, Listed::Values(attribute.clone()))),
            number("percent", say!("Potential changes by"), *percent, [-100.0, 1000.0, 1.0], PERCENT),
        ],
        WhatIf::MergeTerritories { from, into } => {
            let mut fields = vec![
                must(choice("rep", say!("Who goes"), from, Listed::Reps)),
                must(choice("into", say!("Who takes over"), into, Listed::Reps)),
            ];
            if from == into && !from.is_empty() {
                say!("Choose another rep than the one who goes.").clone_into(&mut fields[1].fault);
            }
            fields
        }
        WhatIf::SplitTerritory { rep } => vec![must(choice("rep", say!("Whose"), rep, Listed::Reps))],
        WhatIf::Weight { rule, weight } => vec![
            must(choice("rule", say!("Objective"), rule, Listed::Objectives)),
            number("weight", say!("Weight"), *weight, [0.0, 1000.0, 1.0], ("", "")),
        ],
        WhatIf::Parameter { rule, key, value } => parameter(rule, key, value),
        WhatIf::Specialise { attribute } => {
            vec![must(choice("attribute", say!("By what"), attribute, Listed::Attributes))]
        }
        WhatIf::NewOffice { name, place, reps, hires } => office(name, *place, reps, *hires),
    }
}

fn office(name: &str, place: (f64, f64), reps: &[String], hires: u16) -> Vec<ChangeField> {
    let mut town = text_field("place", say!("Where"), name, Listed::Places);
    if place.0.is_nan() || place.1.is_nan() {
        let fault = say!("Choose a city of your accounts, or give degrees north and east: 42.65, -73.75.");
        fault.clone_into(&mut town.fault);
    }
    let mut fields = vec![
        town,
        reps_field(say!("Who moves there"), reps, false),
        number("count", say!("New reps there"), f64::from(hires), [0.0, MOST_HIRES, 1.0], nouns!("rep", "reps")),
    ];
    if reps.is_empty() && hires == 0 {
        say!("Choose who moves there, or how many new reps come.").clone_into(&mut fields[1].fault);
    }
    fields
}

fn parameter(id: &str, key: &str, value: &Value) -> Vec<ChangeField> {
    let word = if id.is_empty() { String::new() } else { format!("{id} {key}") };
    let mut fields = vec![must(choice("rule", say!("Number"), &word, Listed::Numbers))];
    let shape = rule(id).and_then(|rule| rule.card().param(key)).map(|param| &param.shape);
    if let (Some(Shape::Number { min, max, step, unit, .. }), Value::Number(value)) = (shape, value) {
        fields.push(number("value", say!("What it becomes"), *value, [*min, *max, *step], (unit, unit)));
    }
    fields
}

fn acquired(count: usize) -> ChangeField {
    let (known, fault) = match count {
        0 => (String::new(), say!("Choose a file of accounts.")),
        count => (say!(count; "{n} account is read.", "{n} accounts are read.", n = count), ""),
    };
    ChangeField { key: "file", title: say!("Accounts file"), control: Control::File(known), fault: fault.to_owned() }
}

fn number(
    key: &'static str,
    title: &'static str,
    value: f64,
    bounds: [f64; 3],
    (one, many): (&'static str, &'static str),
) -> ChangeField {
    let [min, max, _] = bounds;
    let text = if value.is_finite() { value.to_string() } else { String::new() };
    let fits = (min..=max).contains(&value);
    let fault = if fits {
        String::new()
    } else {
        say!("Give a number from {min} to {max}.", min = exact(min), max = exact(max))
    };
    // A part of one, such as half a month, counts as many.
    let unit = texts::form(if libm::floor(value) < value { 2 } else { value as usize }, one, many);
    ChangeField { key, title, control: Control::Number { text, bounds, unit }, fault }
}

fn choice(key: &'static str, title: &'static str, value: &str, listed: Listed) -> ChangeField {
    ChangeField { key, title, control: Control::Choice { value: value.to_owned(), listed }, fault: String::new() }
}

/// A choice that must be made.
fn must(field: ChangeField) -> ChangeField {
    let is_open = matches!(&field.control, Control::Choice { value, .. } if value.is_empty());
    let fault = if is_open { say!("Choose one.") } else { "" };
    ChangeField { fault: fault.to_owned(), ..field }
}

fn text_field(key: &'static str, title: &'static str, text: &str, listed: Listed) -> ChangeField {
    ChangeField { key, title, control: Control::Text { text: text.to_owned(), listed }, fault: String::new() }
}

fn reps_field(title: &'static str, reps: &[String], must: bool) -> ChangeField {
    let fault = if must && reps.is_empty() { say!("Choose at least one rep.") } else { "" };
    ChangeField { key: "reps", title, control: Control::Reps(reps.to_vec()), fault: fault.to_owned() }
}
