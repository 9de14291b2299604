//! What the fields of a what-if offer: reps, columns and their values, rules, places.

use crate::model::Dataset;
use crate::order;
use crate::order::Order;
use crate::rules::Param;
use crate::rules::Shape;
use crate::rules::rule;
use crate::session::Session;
use crate::texts;
use crate::units::grouped;
use crate::view::what_if_form::is_objective;
use crate::view::what_if_groups::groupings;
use crate::view::what_if_groups::places_first;
use std::collections::BTreeMap;

/// A list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed {
    /// The reps who are there, by id.
    Reps,
    /// Columns by which accounts are grouped.
    Attributes,
    /// The same, and "anywhere".
    Regions,
    /// The values of a column, those of most accounts first.
    Values(String),
    /// Objectives in force.
    Objectives,
    /// Numbers of rules in force, as `rule key`.
    Numbers,
    /// Skills and segments that reps state.
    Skills,
    /// Cities of accounts, or accounts where no city is known.
    Places,
}

/// Values listed at most: a column with more tells accounts apart.
const MOST_VALUES: usize = 500;

/// The entries of a list: what is stored, and what is shown.
pub fn listed(session: &Session, of: &Listed) -> Vec<(String, String)> {
    let Some(data) = &session.data else { return Vec::new() };
    let dataset = &data.dataset;
    match of {
        Listed::Reps => reps(dataset),
        Listed::Attributes => groupings(session, dataset),
        Listed::Regions => {
            let anywhere = (String::new(), say!("Anywhere").to_owned());
            std::iter::once(anywhere).chain(places_first(session, dataset)).collect()
        }
        Listed::Values(attribute) => {
            let value =
                |(value, count): (String, usize)| (value.clone(), format!("{value} ({})", grouped(count as f64, 0)));
            values(dataset, attribute).into_iter().map(value).collect()
        }
        Listed::Objectives => in_force(session).filter(|id| is_objective(id)).map(titled).collect(),
        Listed::Numbers => in_force(session).flat_map(numbers).collect(),
        Listed::Skills => {
            let stated = dataset.reps.iter().flat_map(|rep| &rep.skills);
            order::set(stated.cloned()).into_iter().map(|skill| (skill.clone(), skill)).collect()
        }
        Listed::Places => places(dataset).into_iter().map(|(name, _)| (name.clone(), name)).collect(),
    }
}

/// The first entry of a list; "" of an empty one.
pub(super) fn first_of(session: &Session, of: &Listed) -> String {
    listed(session, of).into_iter().next().map_or_else(String::new, |entry| entry.0)
}

fn in_force(session: &Session) -> impl Iterator<Item = &str> {
    let rules = session.project.iter().flat_map(|project| &project.settings.rules);
    let mut seen = Vec::new();
    rules.map(|setting| setting.id.as_str()).filter(move |id| {
        let is_new = !seen.contains(id);
        seen.push(*id);
        is_new
    })
}

fn titled(id: &str) -> (String, String) {
    (id.to_owned(), rule(id).map_or(id, |rule| texts::of(rule.card().title)).to_owned())
}

fn numbers(id: &str) -> Vec<(String, String)> {
    let params = rule(id).map_or(&[][..], |rule| rule.card().params).iter();
    let numbers = params.filter(|param| matches!(param.shape, Shape::Number { .. }));
    let entry =
        |param: &Param| (format!("{id} {}", param.key), format!("{}: {}", titled(id).1, texts::of(param.title)));
    numbers.map(entry).collect()
}

fn reps(dataset: &Dataset) -> Vec<(String, String)> {
    let there = dataset.reps.iter().enumerate().filter(|(position, _)| !dataset.is_gone(*position));
    there.map(|(_, rep)| (rep.id.clone(), rep.name.clone())).collect()
}

/// The values of a column with how many accounts have each, most first.
fn values(dataset: &Dataset, attribute: &str) -> Vec<(String, usize)> {
    let mut values = dataset.attribute_counts(attribute);
    values.order_by(|a, b| b.1.cmp(&a.1));
    values.truncate(MOST_VALUES);
    values
}

/// Cities with the middle of their accounts; where no city is known, accounts with their places.
fn places(dataset: &Dataset) -> Vec<(String, (f64, f64))> {
    let accounts = &dataset.accounts;
    let name = |account: usize| match (accounts.city.get(account), accounts.state.get(account)) {
        ("", _) => String::new(),
        (city, "") => city.to_owned(),
        (city, state) => format!("{city}, {state}"),
    };
    let placed = || (0..accounts.len()).filter_map(|account| Some((account, accounts.place(account)?)));
    // By the numbers of city and state: a name for each account would take long.
    let mut sums: BTreeMap<[usize; 2], (usize, [f64; 3])> = BTreeMap::new();
    for (account, (north, east)) in placed() {
        let key = [accounts.city.code(account), accounts.state.code(account)];
        let (_, sum) = sums.entry(key).or_insert((account, [0.0; 3]));
        *sum = [sum[0] + north, sum[1] + east, sum[2] + 1.0];
    }
    let named =
        sums.into_values().map(|(account, [north, east, count])| (name(account), (north / count, east / count)));
    let mut named: BTreeMap<String, (f64, f64)> = named.collect();
    named.remove("");
    if named.is_empty() {
        return placed().map(|(account, place)| (accounts.name.get(account).to_owned(), place)).collect();
    }
    named.into_iter().collect()
}

/// The place that is meant: a city of the accounts, or degrees north and east.
pub(super) fn place_named(session: &Session, text: &str) -> Option<(String, (f64, f64))> {
    let text = text.trim();
    if let Some((north, east)) = text.split_once(',')
        && let (Ok(north), Ok(east)) = (north.trim().parse::<f64>(), east.trim().parse::<f64>())
        && north.abs() <= 90.0
        && east.abs() <= 180.0
    {
        return Some((text.to_owned(), (north, east)));
    }
    let dataset = &session.data.as_ref()?.dataset;
    places(dataset).into_iter().find(|(name, _)| name.eq_ignore_ascii_case(text))
}
