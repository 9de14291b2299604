//! The changed world.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::problem::Prices;
use crate::rules;
use crate::score::Scores;
use crate::score::score;
use crate::what_if::Overlap;
use crate::what_if::WhatIf;
use crate::what_if::acquire;
use crate::what_if::market;
use crate::what_if::specialists::specialise;
use crate::what_if::team;

/// The world as it is.
#[derive(Clone, Copy)]
pub struct World<'w> {
    /// The data.
    pub dataset: &'w Dataset,
    /// Their scores.
    pub scores: &'w Scores,
    /// The rules in force.
    pub rules: &'w [RuleSetting],
    /// Who has what in the plan that is changed.
    pub plan: &'w Assignment,
    /// The prices of that plan, where it has some: they say where one more rep is worth most.
    pub prices: Option<&'w Prices>,
}

/// The world after all changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changed {
    /// The data: accounts and reps as before, new ones behind them.
    pub dataset: Dataset,
    /// The rules.
    pub rules: Vec<RuleSetting>,
    /// The plan as it becomes if nobody plans anew: accounts of reps who are gone have nobody.
    pub plan: Assignment,
    /// Acquired accounts that may be, or belong to, accounts there were.
    pub overlaps: Vec<Overlap>,
    /// The changes with what was proposed for them: applied again, they give the same world without prices.
    pub what_ifs: Vec<WhatIf>,
}

/// Changes the world.
///
/// # Errors
/// What cannot be done, in plain words, at the first change that cannot.
pub fn apply(world: &World<'_>, what_ifs: &[WhatIf]) -> Result<Changed, String> {
    let mut changed = Changed {
        dataset: world.dataset.clone(),
        rules: world.rules.to_vec(),
        plan: world.plan.clone(),
        overlaps: Vec::new(),
        what_ifs: Vec::with_capacity(what_ifs.len()),
    };
    if !what_ifs.iter().all(WhatIf::is_of_rules) {
        fill_in(&mut changed.dataset, world.scores);
    }
    for what_if in what_ifs {
        let done = change(&mut changed, what_if, world.prices)?;
        changed.what_ifs.push(done);
    }
    give_to_specialists(&mut changed, world.scores, what_ifs)?;
    Ok(changed)
}

/// Last, so that it does not matter whether reps come before the product or after it.
fn give_to_specialists(changed: &mut Changed, scores: &Scores, what_ifs: &[WhatIf]) -> Result<(), String> {
    for what_if in what_ifs {
        match what_if {
            WhatIf::NewProduct { attribute, value, skill, .. } => {
                market::ask_for_skill(changed, attribute, value, skill)?;
            }
            WhatIf::Specialise { attribute } => {
                // Where the file tells no potential it is estimated, in every world alike.
                let is_as_it_was = what_ifs.iter().all(WhatIf::is_of_rules);
                let potential = if is_as_it_was { scores.potential.clone() } else { score(&changed.dataset).potential };
                specialise(changed, &potential, attribute)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Does one change, and gives it with what was proposed for it.
fn change(changed: &mut Changed, what_if: &WhatIf, prices: Option<&Prices>) -> Result<WhatIf, String> {
    if let WhatIf::AddReps { count, region, places } = what_if {
        let places = team::add(changed, *count, region.as_ref(), places, prices)?;
        return Ok(WhatIf::AddReps { count: *count, region: region.clone(), places });
    }
    if let WhatIf::LoseSome { count } = what_if {
        let reps = team::lose_some(changed, usize::from(*count))?;
        return Ok(WhatIf::LoseReps { reps });
    }
    done(changed, what_if).map(|()| what_if.clone())
}

fn done(changed: &mut Changed, what_if: &WhatIf) -> Result<(), String> {
    match what_if {
        WhatIf::AddReps { .. } | WhatIf::LoseSome { .. } | WhatIf::Specialise { .. } => Ok(()),
        WhatIf::LoseReps { reps } => team::lose(changed, reps),
        WhatIf::Leave { rep, months } => team::leave(changed, rep, *months),
        WhatIf::MergeTerritories { from, into } => team::merge(changed, from, into),
        WhatIf::SplitTerritory { rep } => team::split(changed, rep),
        WhatIf::Acquire { accounts } => {
            acquire::acquire(changed, accounts);
            Ok(())
        }
        WhatIf::NewProduct { attribute, value, potential_percent: percent, .. }
        | WhatIf::Market { attribute, value, percent } => {
            market::shift(&mut changed.dataset, attribute, value, *percent)
        }
        WhatIf::Weight { rule, weight } => set(&mut changed.rules, rule, |setting| setting.weight = *weight),
        WhatIf::Parameter { rule, key, value } => set(&mut changed.rules, rule, |setting| {
            setting.params.insert(key.clone(), value.clone());
        }),
        WhatIf::NewOffice { name, place, reps, hires } => team::new_office(changed, name, *place, reps, *hires),
    }
}

/// Changes every setting of a rule, or sets it.
pub fn set(rules: &mut Vec<RuleSetting>, id: &str, change: impl Fn(&mut RuleSetting)) -> Result<(), String> {
    if !rules.iter().any(|setting| setting.id == id) {
        rules.push(RuleSetting { id: id.to_owned(), ..RuleSetting::default() });
    }
    rules.iter_mut().filter(|setting| setting.id == id).for_each(change);
    if let Some(fault) = rules::check(rules).first() {
        return Err(fault.to_string());
    }
    *rules = rules::in_order(std::mem::take(rules));
    Ok(())
}

/// Writes the estimates of the scores where the data have gaps: else losing a rep, say, would change how often every account
/// is visited, because estimates look at the team.
fn fill_in(dataset: &mut Dataset, scores: &Scores) {
    let accounts = &mut dataset.accounts;
    for (column, values) in [
        (&mut accounts.potential, &scores.potential),
        (&mut accounts.current_revenue, &scores.revenue),
        (&mut accounts.service_hours, &scores.service_hours),
        (&mut accounts.visits_per_year, &scores.visits),
        (&mut accounts.relationship, &scores.relationship),
    ] {
        column.0.clone_from(values);
    }
}

/// The position of a rep who is there, by id or else by name.
pub fn find_rep(dataset: &Dataset, name: &str) -> Result<usize, String> {
    let by = |is: &dyn Fn(&crate::model::Rep) -> bool| dataset.reps.iter().position(is);
    let found = by(&|rep| rep.id == name).or_else(|| by(&|rep| rep.name == name));
    match found {
        Some(rep) if dataset.is_gone(rep) => Err(say!("rep \"{name}\" is gone already", name)),
        Some(rep) => Ok(rep),
        None => Err(say!("no rep is called \"{name}\"", name)),
    }
}

/// A rep is there no longer: nobody has the accounts, and there is no quota any more.
pub fn dismiss(changed: &mut Changed, rep: usize) {
    let dataset = &mut changed.dataset;
    dataset.gone.push(rep as u16);
    dataset.gone.sort_unstable();
    dataset.reps[rep].quota = None;
    changed.plan.rep.iter_mut().filter(|holder| usize::from(**holder) == rep).for_each(|holder| *holder = OPEN);
}
