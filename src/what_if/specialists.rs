//! Groups of accounts by an attribute, each with reps of its own.

use crate::model::Categories;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::Value;
use crate::order::Order;
use crate::what_if::Changed;
use crate::what_if::RuleChange;
use crate::what_if::market::check_attribute;
use crate::what_if::standard::leave_out;
use crate::what_if::standard::setting;
use crate::what_if::standard::word;
use crate::what_if::words::attribute_title;

/// Gives each larger group of the team as it is then to specialists. `potential`: of each account.
///
/// # Errors
/// There is no such attribute, or nothing is grouped by it.
pub fn specialise(changed: &mut Changed, potential: &[f64], attribute: &str) -> Result<(), String> {
    check_attribute(&changed.dataset, attribute)?;
    let rules = specialist_rules(&changed.dataset, potential, attribute);
    if rules.is_empty() {
        return Err(say!("no account with potential has \"{attribute}\"", attribute = attribute_title(attribute)));
    }
    for rule in
        std::iter::once(leave_out("move-limit")).chain(std::iter::once(leave_out("balance-window"))).chain(rules)
    {
        changed.rules = rule.apply(std::mem::take(&mut changed.rules), &changed.dataset)?;
    }
    changed.rules = crate::rules::in_order(std::mem::take(&mut changed.rules));
    Ok(())
}

/// A rule for each larger group: its accounts go to the reps who know it best. Smaller ones are anybody's.
pub fn specialist_rules(dataset: &Dataset, potential: &[f64], attribute: &str) -> Vec<RuleChange> {
    let text = |account: usize| dataset.attribute(account, attribute).unwrap_or_default().trim();
    let column = Categories::from_texts((0..dataset.accounts.len()).map(text));
    let rule = |(label, reps): (String, Vec<usize>)| {
        let ids = reps.into_iter().filter_map(|rep| Some(dataset.reps.get(rep)?.id.clone())).collect();
        let params = [
            ("attribute", word(attribute)),
            ("match", word("named-reps")),
            ("value", word(&label)),
            ("reps", Value::List(ids)),
        ];
        RuleChange::Add { setting: setting("specialist-accounts", &params) }
    };
    specialists(dataset, potential, &column).into_iter().map(rule).collect()
}

/// Labels with their reps: as many as their share of the potential is of the team (largest remainders; Hamilton 1792), the
/// label with the most potential first choosing who has most of it today.
fn specialists(dataset: &Dataset, potential: &[f64], column: &Categories) -> Vec<(String, Vec<usize>)> {
    let (reps, labels) = (dataset.reps.len(), column.labels().len());
    let (mut whole, mut known) = (vec![0.0; labels], vec![0.0; labels * reps]);
    for (account, potential) in potential.iter().enumerate().filter(|(_, potential)| potential.is_finite()) {
        let (code, owner) = (column.code(account), dataset.accounts.owner[account]);
        whole[code] += potential;
        if owner != OPEN && usize::from(owner) < reps {
            known[code * reps + usize::from(owner)] += potential;
        }
    }
    let all: f64 = whole.iter().skip(1).sum();
    if all <= 0.0 {
        return Vec::new();
    }
    let fair = |code: usize| whole[code] / all * dataset.team_size() as f64;
    let mut seats: Vec<usize> =
        (0..labels).map(|code| if code == 0 { 0 } else { libm::floor(fair(code)) as usize }).collect();
    let mut rest: Vec<usize> = (1..labels).collect();
    rest.order_by(|a, b| (fair(*b) - seats[*b] as f64).total_cmp(&(fair(*a) - seats[*a] as f64)));
    let left = dataset.team_size().saturating_sub(seats.iter().sum());
    rest.into_iter().take(left).for_each(|code| seats[code] += 1);
    let mut codes: Vec<usize> = (1..labels).filter(|code| seats[*code] > 0).collect();
    codes.order_by(|a, b| whole[*b].total_cmp(&whole[*a]));
    let mut free: Vec<usize> = (0..reps).filter(|rep| !dataset.is_gone(*rep)).collect();
    let choose = |code: usize| {
        free.order_by(|a, b| known[code * reps + b].total_cmp(&known[code * reps + a]).then(a.cmp(b)));
        let rest = free.split_off(seats[code].min(free.len()));
        (column.labels()[code].clone(), std::mem::replace(&mut free, rest))
    };
    codes.into_iter().map(choose).collect()
}
