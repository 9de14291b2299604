//! Rules in words: what one asks, and in what two rule sets differ.

use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::model::Settings;
use crate::model::Value;
use crate::order::Order;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::coverage;
use crate::rules::kept_together::named;
use crate::rules::rule;
use crate::texts;
use crate::units::counted;
use crate::units::grouped;
use crate::units::significant;

/// One thing in which two rule sets differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleDifference {
    /// What it is: `Balance window, tolerance`.
    pub title: String,
    /// In the one: `15 %`, `not in force`.
    pub before: String,
    /// In the other.
    pub after: String,
}

impl RuleDifference {
    /// `Balance window, tolerance: 15 % → 20 %`.
    pub fn sentence(&self) -> String {
        format!("{}: {} → {}", self.title, self.before, self.after)
    }
}

const ABSENT: &str = text!("not in force");

/// Whether rules allow that accounts have no rep: those are in the open pool then.
pub fn allows_pool(rules: &[RuleSetting]) -> bool {
    rules.iter().any(|setting| setting.id == coverage::CARD.id)
}

/// The name of a rep position under these rules. Who has none is in the `Open pool` where the rules allow one, and
/// else with `No rep`.
pub fn rep_name<'d>(dataset: &'d Dataset, rules: &[RuleSetting], rep: u16) -> &'d str {
    match rep {
        OPEN if allows_pool(rules) => say!("Open pool"),
        OPEN => say!("No rep"),
        _ => dataset.reps.get(usize::from(rep)).map_or("", |rep| rep.name.as_str()),
    }
}

/// What a rule is set to: `weight: 30`, `measure: Potential, tolerance: 15 %`; "" where there is nothing to set.
pub fn rule_words(setting: &RuleSetting) -> String {
    let parts = parts(setting);
    parts.into_iter().map(|(title, value)| format!("{title}: {value}")).collect::<Vec<_>>().join(", ")
}

/// Everything a rule is set to: name and value of each number, the weight of an objective first.
fn parts(setting: &RuleSetting) -> Vec<(String, String)> {
    let Some(card) = rule(&setting.id).map(Rule::card) else { return Vec::new() };
    let params = Params::new(card, &setting.params);
    let weight = (card.kind == Kind::Objective).then(|| (say!("weight").to_owned(), significant(setting.weight, 4)));
    let set = card.params.iter().map(|param| {
        let value = params.value(param.key).unwrap_or_else(|| param.shape.default());
        (texts::within(texts::of(param.title)), value_words(param, &value))
    });
    weight.into_iter().chain(set).filter(|(_, value)| !value.is_empty()).collect()
}

/// A value as the form shows it; "" for an empty one.
fn value_words(param: &Param, value: &Value) -> String {
    match (&param.shape, value) {
        (Shape::Number { unit, .. }, Value::Number(number)) => {
            let is_whole = libm::floor(*number) >= *number;
            let number = if is_whole { grouped(*number, 0) } else { significant(*number, 6) };
            if unit.is_empty() { number } else { format!("{number} {}", texts::of(unit)) }
        }
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Flag(flag)) => if *flag { say!("yes") } else { say!("no") }.to_owned(),
        (Shape::Choice { options, .. }, Value::Text(text)) => options
            .iter()
            .find(|(word, _)| word == text)
            .map_or(text.as_str(), |(_, words)| texts::of(words))
            .to_owned(),
        (_, Value::Text(text)) => text.clone(),
        (Shape::Groups, Value::List(list)) => groups_words(list),
        (Shape::Accounts, Value::List(list)) => accounts_words(list),
        (_, Value::List(list)) => list.join(", "),
    }
}

/// Accounts by their ids: `12 accounts (A-17, A-18, A-19 and 9 more)`.
fn accounts_words(ids: &[String]) -> String {
    const TOLD: usize = 3;
    let mut told = ids.iter().take(TOLD).cloned().collect::<Vec<_>>().join(", ");
    if ids.len() > TOLD {
        told = say!("{told} and {count} more", told, count = ids.len() - TOLD);
    }
    if ids.is_empty() { told } else { format!("{} ({told})", counted(ids.len(), "account")) }
}

/// Groups of accounts: `A-17, A-18 and 2 more; B-3, B-4`.
fn groups_words(entries: &[String]) -> String {
    let told = |group: Vec<&str>| match group.as_slice() {
        [first, second, rest @ ..] if !rest.is_empty() => {
            say!("{first}, {second} and {count} more", first, second, count = rest.len())
        }
        group => group.join(", "),
    };
    named(entries).into_iter().map(told).collect::<Vec<_>>().join("; ")
}

/// In what `after` differs from `before`, rule by rule, then the locks; empty where both say the same.
pub fn differences(before: &Settings, after: &Settings) -> Vec<RuleDifference> {
    let mut partners = partners(&before.rules, &after.rules);
    let mut found = Vec::new();
    for (setting, partner) in before.rules.iter().zip(&partners) {
        match partner {
            Some(other) => changed(setting, &after.rules[*other], &mut found),
            None => found.push(RuleDifference {
                title: title(setting),
                before: in_force(setting),
                after: texts::of(ABSENT).to_owned(),
            }),
        }
    }
    partners.order();
    for (position, setting) in after.rules.iter().enumerate() {
        if partners.binary_search(&Some(position)).is_err() {
            found.push(RuleDifference {
                title: title(setting),
                before: texts::of(ABSENT).to_owned(),
                after: in_force(setting),
            });
        }
    }
    if before.locks != after.locks {
        let [before, after] = [before, after].map(|settings| counted(settings.locks.len(), "account"));
        let after = if before == after { say!("{after}, others", after) } else { after };
        found.push(RuleDifference { title: say!("Locked by hand").to_owned(), before, after });
    }
    found
}

fn title(setting: &RuleSetting) -> String {
    rule(&setting.id).map_or(setting.id.as_str(), |rule| texts::of(rule.card().title)).to_owned()
}

fn in_force(setting: &RuleSetting) -> String {
    let words = rule_words(setting);
    if words.is_empty() { say!("in force").to_owned() } else { words }
}

/// For each rule of the one set its position in the other: that of the same rule about the same thing, else any of the
/// same rule that is left.
fn partners(before: &[RuleSetting], after: &[RuleSetting]) -> Vec<Option<usize>> {
    let mut taken = vec![false; after.len()];
    let mut found: Vec<Option<usize>> = vec![None; before.len()];
    for about_the_same in [true, false] {
        for (setting, place) in before.iter().zip(&mut found).filter(|(_, place)| place.is_none()) {
            let fits = |(position, other): (usize, &RuleSetting)| {
                !taken[position] && other.id == setting.id && (!about_the_same || speak_alike(setting, other))
            };
            let partner = after.iter().enumerate().position(fits);
            if let Some(position) = partner {
                taken[position] = true;
                *place = partner;
            }
        }
    }
    found
}

/// Whether two settings of a rule differ in numbers only.
fn speak_alike(one: &RuleSetting, other: &RuleSetting) -> bool {
    let says = |here: &RuleSetting, there: &RuleSetting| {
        let mut words = here.params.iter().filter(|(_, value)| !matches!(value, Value::Number(_)));
        words.all(|(key, value)| there.params.get(key) == Some(value))
    };
    says(one, other) && says(other, one)
}

/// What two settings of one rule are set to differently.
fn changed(before: &RuleSetting, after: &RuleSetting, found: &mut Vec<RuleDifference>) {
    let value = |parts: &[(String, String)], name: &str| {
        parts
            .iter()
            .find(|(title, _)| title == name)
            .map_or_else(|| say!("none").to_owned(), |(_, value)| value.clone())
    };
    let (was, is) = (parts(before), parts(after));
    // What is empty in the one may be set in the other.
    let only_now = is.iter().filter(|(name, _)| was.iter().all(|(known, _)| known != name));
    for (name, _) in was.iter().chain(only_now) {
        let (before, now) = (value(&was, name), value(&is, name));
        if before != now {
            found.push(RuleDifference { title: format!("{}, {name}", title(after)), before, after: now });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(id: &str, weight: f64, params: &[(&str, Value)]) -> RuleSetting {
        let params = params.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        RuleSetting { id: id.to_owned(), weight, params }
    }

    #[test]
    fn rule_sets_differ_in_what_a_form_would_show() {
        // "Rules changed" sends the reader to compare two forms by eye.
        let window = |measure: &str, percent: f64| {
            let measure = ("measure", Value::Text(measure.to_owned()));
            setting("balance-window", 0.0, &[measure, ("tolerance_percent", Value::Number(percent))])
        };
        let before = Settings {
            rules: vec![setting("travel", 30.0, &[]), window("potential", 15.0), window("workload", 15.0)],
            locks: vec![(1, 0)],
        };
        let mut after = before.clone();
        assert!(differences(&before, &after).is_empty());
        after.rules = vec![setting("travel", 45.0, &[]), window("workload", 20.0), setting("coverage", 0.0, &[])];
        after.locks = vec![(1, 0), (4, 2)];
        let told: Vec<String> = differences(&before, &after)
            .iter()
            .map(|one| format!("{}: {} -> {}", one.title, one.before, one.after))
            .collect();
        assert_eq!(told[0], "Travel, weight: 30 -> 45");
        assert!(told[1].starts_with("Balance window: measure: Potential, tolerance: 15 %"), "{told:?}");
        assert_eq!(told[2], "Balance window, tolerance: 15 % -> 20 %");
        assert!(told[3].starts_with("Accounts without a rep: not in force -> "), "{told:?}");
        assert_eq!(told[4], "Locked by hand: 1 account -> 2 accounts");
        assert_eq!(told.len(), 5);
    }

    #[test]
    fn who_has_no_rep_has_one_name() {
        // Four names for one thing had first-time users look for four things.
        let dataset = Dataset::default();
        assert_eq!(rep_name(&dataset, &[], OPEN), "No rep");
        assert_eq!(rep_name(&dataset, &[setting("coverage", 0.0, &[])], OPEN), "Open pool");
    }
}
