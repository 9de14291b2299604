//! Reps who come, go, are away, and share a territory or take over another's.
//!
//! What the company wants of all of them together stays: quotas are shared out anew, so that their sum is as before.

use crate::geo::Point;
use crate::geo::centroid;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::Rep;
use crate::model::RuleSetting;
use crate::model::Settings;
use crate::model::Value;
use crate::order::Order;
use crate::problem::Prices;
use crate::rules::Params;
use crate::rules::Terms;
use crate::rules::rule;
use crate::score::score;
use crate::what_if::Changed;
use crate::what_if::apply::dismiss;
use crate::what_if::apply::find_rep;
use crate::what_if::leavers::least_rooted;
use crate::what_if::propose_places;
use std::sync::Arc;

/// Most reps of a team: one position stands for "nobody".
const MOST_REPS: usize = OPEN as usize - 1;
/// Months of a year.
const MONTHS: f64 = 12.0;

/// More reps, at given places and at proposed ones; gives the places of all, so that they can be hired again.
pub fn add(
    changed: &mut Changed,
    count: u16,
    region: Option<&(String, String)>,
    places: &[(f64, f64)],
    prices: Option<&Prices>,
) -> Result<Vec<(f64, f64)>, String> {
    let count = usize::from(count).max(places.len());
    if changed.dataset.reps.len() + count > MOST_REPS {
        return Err(say!("a team has {most} reps at most", most = MOST_REPS));
    }
    places.iter().try_for_each(check_place)?;
    let mut bases: Vec<Option<(f64, f64)>> = places.iter().copied().map(Some).collect();
    if bases.len() < count {
        let missing = count - bases.len();
        let scores = Arc::new(score(&changed.dataset));
        let settings = Settings { rules: changed.rules.clone(), locks: Vec::new() };
        let terms = Terms::new(Arc::new(changed.dataset.clone()), scores, settings);
        bases.extend(propose_places(&terms, &changed.plan, prices, (places, missing), region)?.into_iter().map(Some));
        // Where no account has a place nobody drives, and new reps have none either.
        bases.resize(count, None);
    }
    hire(changed, &bases);
    Ok(bases.into_iter().flatten().collect())
}

fn check_place((north, east): &(f64, f64)) -> Result<(), String> {
    if north.abs() <= 90.0 && east.abs() <= 180.0 {
        return Ok(());
    }
    Err(say!("there is no place {north}, {east}: give degrees north and east", north, east))
}

/// New reps with these bases, each with the hours of the middle rep and the usual quota.
fn hire(changed: &mut Changed, bases: &[Option<(f64, f64)>]) {
    let capacity_hours = middle(team(&changed.dataset).filter_map(|rep| rep.capacity_hours).collect());
    let (whole, quota) = (quotas(&changed.dataset), usual_quota(&changed.dataset));
    for base in bases {
        let rep = Rep { base: *base, capacity_hours, quota, ramp: 1.0, ..Rep::default() };
        push(changed, rep, say!("New rep"));
    }
    share_quotas(&mut changed.dataset, whole);
}

/// Reps drive from another base, and new ones may come who live there.
pub fn new_office(
    changed: &mut Changed,
    name: &str,
    place: (f64, f64),
    reps: &[String],
    hires: u16,
) -> Result<(), String> {
    check_place(&place)?;
    if changed.dataset.reps.len() + usize::from(hires) > MOST_REPS {
        return Err(say!("a team has {most} reps at most", most = MOST_REPS));
    }
    let mut there = Vec::with_capacity(reps.len());
    for rep in reps {
        there.push(find_rep(&changed.dataset, rep)?);
    }
    for &rep in &there {
        let rep = &mut changed.dataset.reps[rep];
        (rep.base, rep.base_derived) = (Some(place), false);
        (rep.city, rep.state, rep.country) = (name.to_owned(), String::new(), String::new());
    }
    there.extend(changed.dataset.reps.len()..changed.dataset.reps.len() + usize::from(hires));
    hire(changed, &vec![Some(place); usize::from(hires)]);
    let count = changed.dataset.reps.len();
    changed.dataset.offices.resize(count, String::new());
    for rep in there {
        name.clone_into(&mut changed.dataset.offices[rep]);
    }
    Ok(())
}

/// So many reps who leave for good, where nobody says who; gives their ids.
pub fn lose_some(changed: &mut Changed, count: usize) -> Result<Vec<String>, String> {
    let dataset = &changed.dataset;
    let known = [&dataset.accounts.current_revenue[..], &dataset.accounts.relationship[..]];
    let leave = least_rooted(dataset, known, count);
    let reps: Vec<String> = leave.into_iter().map(|rep| dataset.reps[rep].id.clone()).collect();
    lose(changed, &reps)?;
    Ok(reps)
}

/// Reps who leave for good.
pub fn lose(changed: &mut Changed, reps: &[String]) -> Result<(), String> {
    let whole = quotas(&changed.dataset);
    for name in reps {
        let rep = find_rep(&changed.dataset, name)?;
        if changed.dataset.team_size() == 1 {
            return Err(say!("nobody would be left to have an account").to_owned());
        }
        dismiss(changed, rep);
    }
    share_quotas(&mut changed.dataset, whole);
    Ok(())
}

/// A rep who is away for some months has the hours of the others, and is asked for the share of the others.
pub fn leave(changed: &mut Changed, name: &str, months: f64) -> Result<(), String> {
    if !(0.0..=MONTHS).contains(&months) {
        return Err(say!("{months} months: a leave takes 0 to 12 months of the year", months));
    }
    let rep = find_rep(&changed.dataset, name)?;
    let part = (MONTHS - months) / MONTHS;
    let (whole, usual) = (quotas(&changed.dataset), share_alike(changed));
    let rep = &mut changed.dataset.reps[rep];
    rep.capacity_hours = rep.capacity_hours.map(|hours| hours * part);
    rep.target_share = Some(rep.target_share.unwrap_or(usual) * part);
    rep.quota = rep.quota.map(|quota| quota * part);
    share_quotas(&mut changed.dataset, whole);
    Ok(())
}

/// Lets targets go by shares where reps shall have less than others. A rule that asks for the same of every rep then asks
/// for the same share, unless another goes by shares that the file states; those who have none get that of the mean rep.
/// Gives that share.
fn share_alike(changed: &mut Changed) -> f64 {
    let target = |setting: &RuleSetting| {
        let card = rule(&setting.id)?.card();
        card.param("target").map(|_| Params::new(card, &setting.params).text("target"))
    };
    let is_shared = changed.rules.iter().any(|setting| target(setting).is_some_and(|word| word == "share"));
    let stated: Vec<f64> = changed.dataset.reps.iter().filter_map(|rep| rep.target_share).collect();
    let mean = if stated.is_empty() { 1.0 } else { stated.iter().sum::<f64>() / stated.len() as f64 };
    if is_shared {
        let open = changed.dataset.reps.iter_mut().filter(|rep| rep.target_share.is_none());
        open.for_each(|rep| rep.target_share = Some(mean));
        return mean;
    }
    changed.dataset.reps.iter_mut().for_each(|rep| rep.target_share = Some(1.0));
    for setting in &mut changed.rules {
        if target(setting).is_some_and(|word| word == "equal") {
            setting.params.insert("target".to_owned(), Value::Text("share".to_owned()));
        }
    }
    1.0
}

/// One rep takes over the accounts of another, who is gone.
pub fn merge(changed: &mut Changed, from: &str, into: &str) -> Result<(), String> {
    let (from, into) = (find_rep(&changed.dataset, from)?, find_rep(&changed.dataset, into)?);
    if from == into {
        return Err(say!("a territory is merged with another one, not with itself").to_owned());
    }
    changed.plan.rep.iter_mut().filter(|rep| usize::from(**rep) == from).for_each(|rep| *rep = into as u16);
    let reps = &mut changed.dataset.reps;
    let both: Vec<f64> = [from, into].into_iter().filter_map(|rep| reps[rep].quota).collect();
    reps[into].quota = (!both.is_empty()).then(|| both.iter().sum());
    dismiss(changed, from);
    Ok(())
}

/// A new rep like this one has half of the accounts: those on one side of a line across the territory where it is
/// longest, so that both have as much potential.
pub fn split(changed: &mut Changed, name: &str) -> Result<(), String> {
    let rep = find_rep(&changed.dataset, name)?;
    if changed.dataset.reps.len() >= MOST_REPS {
        return Err(say!("a team has {most} reps at most", most = MOST_REPS));
    }
    let far = far_half(&changed.dataset, &changed.plan, rep);
    if far.is_empty() {
        return Err(say!("the territory of \"{name}\" has no accounts on the map to split", name));
    }
    let accounts = &changed.dataset.accounts;
    let points: Vec<Point> = far
        .iter()
        .filter_map(|&account| accounts.place(account))
        .map(|(north, east)| Point::new(north, east))
        .collect();
    let weights: Vec<f64> = far.iter().map(|&account| accounts.potential[account].max(1e-9)).collect();
    let base = centroid(&points, &weights).map(|point| (point.latitude, point.longitude));
    let half = changed.dataset.reps[rep].quota.map(|quota| quota / 2.0);
    changed.dataset.reps[rep].quota = half;
    let like = changed.dataset.reps[rep].clone();
    let title = like.name.clone();
    let position = push(changed, Rep { base, base_derived: true, row: 0, email: String::new(), ..like }, &title);
    for account in far {
        changed.plan.rep[account] = position;
    }
    Ok(())
}

/// Accounts of a rep with a place, on the far side of the line that halves their potential.
fn far_half(dataset: &Dataset, plan: &Assignment, rep: usize) -> Vec<usize> {
    let accounts = &dataset.accounts;
    let is_theirs = |account: &usize| usize::from(plan.rep[*account]) == rep && accounts.place(*account).is_some();
    let mut theirs: Vec<usize> = (0..accounts.len()).filter(is_theirs).collect();
    let span = |column: &[f64]| {
        let values = theirs.iter().map(|account| column[*account]);
        let (low, high) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
        high - low
    };
    let middle = theirs.iter().map(|account| accounts.latitude[*account]).sum::<f64>() / theirs.len().max(1) as f64;
    let is_tall = span(&accounts.latitude) > span(&accounts.longitude) * libm::cos(middle.to_radians());
    let along = if is_tall { &accounts.latitude } else { &accounts.longitude };
    theirs.order_by(|a, b| along[*a].total_cmp(&along[*b]));
    let whole: f64 = theirs.iter().map(|account| accounts.potential[*account]).sum();
    let mut sum = 0.0;
    let near = theirs.iter().take_while(|account| {
        sum += accounts.potential[**account];
        sum <= whole / 2.0
    });
    let near = near.count().clamp(1.min(theirs.len()), theirs.len().saturating_sub(1).max(1).min(theirs.len()));
    theirs.split_off(near)
}

fn team(dataset: &Dataset) -> impl Iterator<Item = &Rep> {
    dataset.reps.iter().enumerate().filter(|(rep, _)| !dataset.is_gone(*rep)).map(|(_, rep)| rep)
}

/// Sum of the quotas of a team.
fn quotas(dataset: &Dataset) -> f64 {
    team(dataset).filter_map(|rep| rep.quota).sum()
}

/// The mean quota of those who have one.
fn usual_quota(dataset: &Dataset) -> Option<f64> {
    let count = team(dataset).filter(|rep| rep.quota.is_some()).count();
    (count > 0).then(|| quotas(dataset) / count as f64)
}

/// Raises or lowers all quotas alike, so that their sum is as it was.
fn share_quotas(dataset: &mut Dataset, whole: f64) {
    let now = quotas(dataset);
    if now > 0.0 {
        for quota in dataset.reps.iter_mut().filter_map(|rep| rep.quota.as_mut()) {
            *quota *= whole / now;
        }
    }
}

/// The middle one of some numbers; none of none.
fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Appends a rep under an id and a name that nobody has; gives the position.
fn push(changed: &mut Changed, rep: Rep, title: &str) -> u16 {
    let dataset = &mut changed.dataset;
    let is_free =
        |id: &str, name: &str| dataset.reps.iter().all(|other| !other.is_called(id) && !other.is_called(name));
    let named = |number: usize| (format!("new-{number}"), format!("{title} {number}"));
    let numbers = 1..=2 * dataset.reps.len() + 1;
    let (id, name) = numbers.map(named).find(|(id, name)| is_free(id, name)).unwrap_or_default();
    dataset.reps.push(Rep { id, name, ..rep });
    if !dataset.offices.is_empty() {
        dataset.offices.resize(dataset.reps.len(), String::new());
    }
    dataset.reps.len() as u16 - 1
}
