//! The classes in which the accounts on the map are coloured: reps, groups of a text, steps of a number.

use crate::model::Categories;
use crate::model::OPEN;
use crate::model::Rep;
use crate::model::Status;
use crate::order::Order;
use crate::session::Data;
use crate::view::map_aspect::Aspect;
use crate::view::map_aspect::Unit;
use crate::view::map_aspect::Values;
use crate::view::map_aspect::values;

/// Steps of a number: each holds about as many accounts as any other.
const STEPS: usize = 5;
/// Groups of a text with a colour of their own; the rest shares one.
const GROUPS: usize = 9;
/// So many values are enough to find the steps.
const SAMPLE: usize = 20_000;

/// A colour of the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// A territory's or group's, 0 to 9.
    Territory(u8),
    /// A step from little to much, 0 to 4.
    Step(u8),
    /// No value, no rep, the rest.
    Other,
    /// An area where colours tell something else.
    Plain,
}

/// How accounts are coloured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Colouring {
    /// By what.
    pub aspect: Aspect,
    /// Name and colour of each class; the last one is for those without.
    pub classes: Vec<(String, Tint)>,
    /// Class of each account, where no plan decides it.
    fixed: Option<Vec<u16>>,
}

impl Colouring {
    /// The classes of an aspect; `nobody`: the name of who has what no rep has.
    pub fn new(data: &Data, aspect: &Aspect, nobody: &str) -> Self {
        let values = values(data, aspect);
        // A column of other data is not there any more.
        let missing = values.is_none() && matches!(aspect, Aspect::Column(_));
        let aspect = if missing { &Aspect::Territory } else { aspect };
        let (classes, fixed) = match (aspect, values) {
            (_, Some(Values::Labels(labels))) => groups(labels),
            (_, Some(Values::Numbers(numbers, unit))) => steps(data, &numbers, unit),
            (Aspect::Moved, None) => (moved_classes(), None),
            (Aspect::Status, None) => statuses(data),
            _ => (rep_classes(data, nobody), None),
        };
        Self { aspect: aspect.clone(), classes, fixed: fixed.filter(|of| of.len() == data.dataset.accounts.len()) }
    }

    /// The class of an account that has `rep` in the plan shown.
    pub fn class(&self, account: usize, rep: u16, owner: u16) -> u16 {
        let last = (self.classes.len() - 1) as u16;
        match (&self.fixed, &self.aspect) {
            (Some(fixed), _) => fixed[account],
            (None, Aspect::Moved) => match rep {
                OPEN => last,
                rep if rep == owner => 0,
                _ => 1 + u16::from(owner == OPEN),
            },
            (None, Aspect::Today) => owner.min(last),
            (None, _) => rep.min(last),
        }
    }
}

type Classes = (Vec<(String, Tint)>, Option<Vec<u16>>);

fn rep_classes(data: &Data, nobody: &str) -> Vec<(String, Tint)> {
    let rep = |(rep, facts): (usize, &Rep)| {
        (facts.name.clone(), Tint::Territory(data.colours.get(rep).copied().unwrap_or(0)))
    };
    let open = (nobody.to_owned(), Tint::Other);
    data.dataset.reps.iter().enumerate().map(rep).chain([open]).collect()
}

fn moved_classes() -> Vec<(String, Tint)> {
    let class = |name: &str, tint| (name.to_owned(), tint);
    vec![
        class(say!("keeps its rep"), Tint::Territory(4)),
        class(say!("changes rep"), Tint::Territory(1)),
        class(say!("gets its first rep"), Tint::Territory(2)),
        class(say!("has no rep"), Tint::Other),
    ]
}

fn statuses(data: &Data) -> Classes {
    let class = |name: &str, tint| (name.to_owned(), tint);
    let accounts = &data.dataset.accounts;
    let of = (0..accounts.len()).map(|account| u16::from(accounts.status(account) == Status::Prospect)).collect();
    (vec![class(say!("customer"), Tint::Territory(0)), class(say!("prospect"), Tint::Territory(1))], Some(of))
}

/// The labels that most accounts have, each with a colour; the rest together.
fn groups(labels: &Categories) -> Classes {
    let mut counts = vec![0_u32; labels.labels().len()];
    for account in 0..labels.len() {
        counts[labels.code(account)] += 1;
    }
    let mut order: Vec<usize> = (1..counts.len()).collect();
    order.order_by_key(|&label| (std::cmp::Reverse(counts[label]), label));
    let shown = &order[..order.len().min(GROUPS)];
    let rest = order.len() - shown.len();
    let mut class_of = vec![shown.len() as u16; counts.len()];
    let mut classes: Vec<(String, Tint)> = Vec::new();
    for (class, &label) in shown.iter().enumerate() {
        class_of[label] = class as u16;
        classes.push((labels.labels()[label].clone(), Tint::Territory(class as u8)));
    }
    let rest = if rest == 0 { say!("no value").to_owned() } else { say!("{count} others, or no value", count = rest) };
    classes.push((rest, Tint::Other));
    (classes, Some((0..labels.len()).map(|account| class_of[labels.code(account)]).collect()))
}

/// Numbers in steps that hold about as many accounts each.
fn steps(data: &Data, numbers: &[f64], unit: Unit) -> Classes {
    let stride = numbers.len().div_ceil(SAMPLE).max(1);
    let mut known: Vec<f64> = numbers.iter().step_by(stride).copied().filter(|value| value.is_finite()).collect();
    known.sort_by(f64::total_cmp);
    let mut limits: Vec<f64> = (1..STEPS).filter_map(|step| known.get(known.len() * step / STEPS).copied()).collect();
    limits.dedup();
    // Accounts at the least value are no step below it.
    limits.retain(|limit| known.first() < Some(limit));
    let text = |value: f64| unit.text(value, data);
    let mut classes: Vec<(String, Tint)> = Vec::new();
    for step in 0..=limits.len() {
        let name = match (step.checked_sub(1).map(|below| limits[below]), limits.get(step)) {
            (None, None) => known.first().map_or_else(|| say!("no value").to_owned(), |&value| text(value)),
            (None, Some(&to)) => say!("under {to}", to = text(to)),
            (Some(from), None) => say!("{from} and more", from = text(from)),
            (Some(from), Some(&to)) => say!("{from} to {to}", from = text(from), to = text(to)),
        };
        let tint = if limits.is_empty() { STEPS - 1 } else { step * (STEPS - 1) / limits.len() };
        classes.push((name, Tint::Step(tint as u8)));
    }
    classes.push((say!("no value").to_owned(), Tint::Other));
    let last = (classes.len() - 1) as u16;
    let class =
        |value: &f64| if value.is_finite() { limits.partition_point(|limit| limit <= value) as u16 } else { last };
    (classes, Some(numbers.iter().map(class).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Accounts;
    use crate::model::Dataset;
    use std::sync::Arc;

    fn data(accounts: Accounts) -> Data {
        Data { dataset: Arc::new(Dataset { accounts, ..Dataset::default() }), ..Data::default() }
    }

    #[test]
    fn steps_say_their_ranges_and_leave_out_what_is_unknown() {
        // A colour without its range and unit tells nothing, and an unknown value is not a small one.
        let mut accounts = Accounts::of_length(11);
        accounts.current_revenue.0 = (0..11).map(|i| if i == 10 { f64::NAN } else { f64::from(i) * 1000.0 }).collect();
        let colouring = Colouring::new(&data(accounts), &Aspect::Column("Revenue".to_owned()), "No rep");
        let names: Vec<&str> = colouring.classes.iter().map(|class| class.0.as_str()).collect();
        assert_eq!(names[0], "under $2.00 K");
        assert_eq!(names[4..], ["$8.00 K and more", "no value"]);
        let classes: Vec<u16> = (0..11).map(|account| colouring.class(account, 0, 0)).collect();
        assert_eq!(classes, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5]);
    }

    #[test]
    fn a_column_of_zeros_has_one_step_and_rare_groups_share_a_colour() {
        // Quantiles of a column that is nearly constant fall together; steps without accounts would be nonsense.
        let mut accounts = Accounts::of_length(12);
        accounts.current_revenue.0 = vec![0.0; 12];
        let texts: Vec<String> = (0..12).map(|group| format!("group {group}")).collect();
        accounts.segment = Categories::from_texts(texts.iter().map(String::as_str));
        let data = data(accounts);
        let zeros = Colouring::new(&data, &Aspect::Column("Revenue".to_owned()), "No rep");
        assert_eq!(zeros.classes.len(), 2);
        let groups = Colouring::new(&data, &Aspect::Column("Segment".to_owned()), "No rep");
        assert_eq!(groups.classes.last().unwrap().0, "3 others, or no value");
        assert_eq!(groups.class(11, 0, 0), 9);
    }

    #[test]
    fn an_account_without_rep_has_the_last_class() {
        // The open pool has no place among the reps; a class past the palette would be drawn black.
        let data = data(Accounts::of_length(1));
        for aspect in [Aspect::Territory, Aspect::Today, Aspect::Moved] {
            let colouring = Colouring::new(&data, &aspect, "No rep");
            assert_eq!(usize::from(colouring.class(0, OPEN, OPEN)), colouring.classes.len() - 1);
        }
    }
}
