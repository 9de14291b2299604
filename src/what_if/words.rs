//! What is different in a changed world, in a few words.

use crate::model::Dataset;
use crate::model::Value;
use crate::rules::rule;
use crate::texts;
use crate::units::grouped;
use crate::units::signed;
use crate::what_if::Recipe;
use crate::what_if::WhatIf;

/// Attributes that every dataset has, as they are shown: the likeliest first.
pub const ATTRIBUTES: [(&str, &str); 7] = [
    ("segment", text!("Segment")),
    ("industry", text!("Industry")),
    ("state", text!("State")),
    ("country", text!("Country")),
    ("city", text!("City")),
    ("status", text!("Customer or prospect")),
    ("competitor", text!("Competitor")),
];
/// So many names are told at most.
const TOLD: usize = 3;

/// One change: `2 reps more in TX`, `without Ana Castillo`.
pub fn what_if_words(what_if: &WhatIf, dataset: &Dataset) -> String {
    let name = |called: &String| name_of(dataset, called);
    match what_if {
        WhatIf::AddReps { count, region, .. } => {
            let n = usize::from(*count);
            match region {
                Some((_, value)) => {
                    say!(n; "{n} more rep in {value}", "{n} more reps in {value}", n, value)
                }
                None => say!(n; "{n} more rep", "{n} more reps", n),
            }
        }
        WhatIf::LoseReps { reps } => say!("without {reps}", reps = names(dataset, reps)),
        WhatIf::Leave { rep, months } => {
            say!("{rep} away for {months} months", rep = name(rep), months = grouped(*months, decimals(*months)))
        }
        WhatIf::Acquire { accounts } => {
            let count = accounts.len();
            say!(count; "{n} account bought", "{n} accounts bought", n = grouped(count as f64, 0))
        }
        WhatIf::NewProduct { value, potential_percent, skill, .. } => {
            let percent = signed(*potential_percent, decimals(*potential_percent));
            if skill.is_empty() {
                say!("new product for {value}, potential {percent} %", value, percent)
            } else {
                say!("new product for {value}, potential {percent} %, needs {skill}", value, percent, skill)
            }
        }
        WhatIf::Market { value, percent, .. } => {
            let (shrinks, percent) = (*percent < 0.0, signed(*percent, decimals(*percent)));
            if shrinks {
                say!("{value} {percent} %, today's revenue too", value, percent)
            } else {
                say!("{value} {percent} %", value, percent)
            }
        }
        WhatIf::MergeTerritories { from, into } => {
            say!("{from} merged into {into}", from = name(from), into = name(into))
        }
        WhatIf::SplitTerritory { rep } => say!("territory of {rep} split", rep = name(rep)),
        WhatIf::Weight { rule, weight } => {
            say!("{rule} weighs {weight}", rule = title(rule), weight = grouped(*weight, decimals(*weight)))
        }
        WhatIf::Parameter { rule, key, value } => parameter(rule, key, value),
        WhatIf::NewOffice { name, .. } => say!("office in {name}", name),
        WhatIf::LoseSome { count } => {
            let n = usize::from(*count);
            say!(n; "{n} rep fewer", "{n} reps fewer", n)
        }
        WhatIf::Specialise { attribute } => {
            say!("reps specialise by {attribute}", attribute = texts::within(&attribute_title(attribute)))
        }
    }
}

/// What an attribute is called on the screen: `Customer or prospect`, and `Sales region` of the column `sales_region`.
pub fn attribute_title(id: &str) -> String {
    if let Some((_, title)) = ATTRIBUTES.iter().find(|(known, _)| *known == id) {
        return texts::of(title).to_owned();
    }
    // Salesforce ends the columns of its users so.
    let words = id.trim().trim_end_matches("__c").replace('_', " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(|| id.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// All changes of a recipe, a sentence; "" where the world stays as it is.
pub fn recipe_words(recipe: &Recipe, dataset: &Dataset) -> String {
    let words: Vec<String> = recipe.what_ifs.iter().map(|what_if| what_if_words(what_if, dataset)).collect();
    let words = words.join("; ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

fn decimals(value: f64) -> usize {
    usize::from(libm::floor(value) < value)
}

fn title(id: &str) -> &str {
    rule(id).map_or(id, |rule| texts::of(rule.card().title))
}

fn parameter(id: &str, key: &str, value: &Value) -> String {
    let param = rule(id).and_then(|rule| rule.card().param(key)).map_or(key, |param| texts::of(param.title));
    let value = match value {
        Value::Number(number) => grouped(*number, decimals(*number)),
        Value::Flag(true) => say!("yes").to_owned(),
        Value::Flag(false) => say!("no").to_owned(),
        Value::Text(text) => text.clone(),
        Value::List(texts) => texts.join(", "),
    };
    say!("{rule}: {param} {value}", rule = title(id), param, value)
}

/// The name of a rep who is known, else what was said.
fn name_of(dataset: &Dataset, called: &str) -> String {
    let known = dataset.reps.iter().find(|rep| rep.is_called(called));
    known.map_or(called, |rep| rep.name.as_str()).to_owned()
}

fn names(dataset: &Dataset, reps: &[String]) -> String {
    let mut told: Vec<String> = reps.iter().take(TOLD).map(|rep| name_of(dataset, rep)).collect();
    if reps.len() > TOLD {
        told.push(say!("{count} more", count = reps.len() - TOLD));
    }
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_called_as_a_person_would_say_it() {
        // What stands in a file's first row is written for programs.
        assert_eq!(attribute_title("sales_region"), "Sales region");
        assert_eq!(attribute_title("Account_Tier__c"), "Account Tier");
        assert_eq!(
            (attribute_title("status"), attribute_title("")),
            ("Customer or prospect".to_owned(), String::new())
        );
    }
}
