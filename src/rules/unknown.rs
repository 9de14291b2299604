//! Parameters that name something the data does not have: a rep, a column. A typo there would bind nobody, or everybody.

use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::order::Order;
use crate::rules::Shape;
use crate::rules::rule;

/// Known names that are listed with an unknown one.
const NEAREST: usize = 3;

/// A name in a rule that the data does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Position of the rule in the settings.
    pub position: usize,
    /// Id of the rule.
    pub id: String,
    /// The parameter.
    pub key: &'static str,
    /// The name found.
    pub found: String,
    /// What it should be the name of: `rep`, `column`.
    pub noun: &'static str,
    /// The known names nearest in spelling, the nearest first.
    pub nearest: Vec<String>,
}

/// What a list of reps should name.
const REP: &str = "rep";

impl Unknown {
    /// What is wrong, a sentence.
    pub fn sentence(&self) -> String {
        let Self { noun, found, nearest, .. } = self;
        let nearest = nearest.join(", ");
        if *noun == REP {
            say!("No rep is called \"{found}\"; the nearest in spelling: {nearest}.", found, nearest)
        } else {
            say!("No column is called \"{found}\"; the nearest in spelling: {nearest}.", found, nearest)
        }
    }
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = say!("rule \"{rule}\", parameter \"{parameter}\"", rule = self.id, parameter = self.key);
        write!(out, "{place}: {}", self.sentence())
    }
}

/// Every name in the rules that the dataset does not know.
pub fn unknown(rules: &[RuleSetting], dataset: &Dataset) -> Vec<Unknown> {
    let mut all = Vec::new();
    for (position, setting) in rules.iter().enumerate() {
        let params = rule(&setting.id).map_or(&[][..], |rule| rule.card().params);
        for param in params {
            let Some(value) = setting.params.get(param.key) else { continue };
            for (found, noun, known) in strangers(&param.shape, value, dataset) {
                let nearest = nearest(&found, known);
                all.push(Unknown { position, id: setting.id.clone(), key: param.key, found, noun, nearest });
            }
        }
    }
    all
}

/// The unknown names of one value: the name, what it should name, and what is known.
fn strangers(shape: &Shape, value: &Value, dataset: &Dataset) -> Vec<(String, &'static str, Vec<String>)> {
    match (shape, value) {
        (Shape::Reps, Value::List(names)) => {
            let known = |name: &&String| dataset.reps.iter().any(|rep| rep.is_called(name));
            names.iter().filter(|name| !known(name)).map(|name| (name.clone(), REP, rep_names(dataset))).collect()
        }
        (Shape::Attribute { .. }, Value::Text(name)) if !dataset.has_attribute(name) => {
            vec![(name.clone(), "column", dataset.attribute_names())]
        }
        _ => Vec::new(),
    }
}

fn rep_names(dataset: &Dataset) -> Vec<String> {
    let names = dataset.reps.iter().map(|rep| rep.name.clone());
    names.chain(dataset.reps.iter().map(|rep| rep.id.clone())).collect()
}

fn nearest(found: &str, mut known: Vec<String>) -> Vec<String> {
    known.retain(|name| !name.is_empty());
    known.order_by_cached_key(|name| (distance(&found.to_lowercase(), &name.to_lowercase()), name.clone()));
    known.dedup();
    known.truncate(NEAREST);
    known
}

/// Letters to insert, delete or replace to get from one text to the other (Levenshtein, 1966).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().enumerate() {
        let mut before = row[0];
        row[0] = place + 1;
        for (column, candidate) in other.iter().enumerate() {
            let replaced = before + usize::from(letter != *candidate);
            before = row[column + 1];
            row[column + 1] = replaced.min(before + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rep;

    fn setting(id: &str, key: &str, value: Value) -> RuleSetting {
        RuleSetting { id: id.to_owned(), weight: 0.0, params: [(key.to_owned(), value)].into() }
    }

    #[test]
    fn a_misspelt_name_is_answered_with_the_nearest() {
        // A rule for a rep who does not exist would silently take the accounts from everybody.
        let rep = |id: &str, name: &str| Rep { id: id.to_owned(), name: name.to_owned(), ..Rep::default() };
        let reps = vec![rep("R1", "Ben Moor"), rep("R2", "Ana Castillo"), rep("R3", "Zoe Quist")];
        let dataset = Dataset { reps, ..Dataset::default() };
        let names = ["Ana Castilo", "R3", "Ben Moor"].map(str::to_owned).to_vec();
        let rules = [
            setting("specialist-accounts", "reps", Value::List(names)),
            setting("allowed-regions", "attribute", Value::Text("sate".to_owned())),
            setting("allowed-regions", "attribute", Value::Text("country".to_owned())),
        ];
        let found = unknown(&rules, &dataset);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].position, found[0].nearest[0].as_str()), (0, "Ana Castillo"));
        let text = found[0].to_string();
        assert!(text.contains("specialist-accounts") && text.contains("\"Ana Castilo\""), "{text}");
        assert_eq!((found[1].noun, found[1].nearest[0].as_str()), ("column", "state"));
    }

    #[test]
    fn the_distance_counts_letters() {
        // Inserted, deleted, replaced: one each.
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("é", "é"), 0);
    }
}
