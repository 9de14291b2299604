//! The territory problem of a team: visits times km, even potential and workload, a cap on moves.

use crate::instances::team::Account;
use crate::instances::team::Rep;
use crate::instances::team::Team;
use evenfield::problem::Amount;
use evenfield::problem::Cap;
use evenfield::problem::Measure;
use evenfield::problem::NOBODY;
use evenfield::problem::Problem;
use evenfield::problem::Window;
use std::collections::BTreeMap;

/// How far a rep's potential or workload may be from the equal share.
const TOLERANCE: f64 = 0.15;
/// Share of the customers that may change hands.
const MOVABLE: f64 = 0.2;

/// The problem with windows of the benchmark's tolerance.
pub fn problem(team: &Team) -> Problem {
    problem_within(team, TOLERANCE)
}

/// Costs are visits a year times great-circle km from the rep's base, infinite where the rep lacks a skill or the
/// account is locked to someone else. The costs are the bulk of the memory, so they are written once, at their final
/// size, unit by unit; sums over a family are taken in `f64`.
pub fn problem_within(team: &Team, tolerance: f64) -> Problem {
    let count = team.reps.len();
    let units = team.accounts.iter().map(|account| account.unit as usize + 1).max().unwrap_or(0);
    let (mut potential, mut hours) = (vec![0.0; units], vec![0.0; units]);
    let mut present = vec![NOBODY; units];
    for account in &team.accounts {
        let unit = account.unit as usize;
        potential[unit] += account.potential;
        hours[unit] += account.hours;
        if let (Some(owner), NOBODY) = (account.owner, present[unit]) {
            present[unit] = owner;
        }
    }
    let (money, time) = (even(&potential, count, tolerance), even(&hours, count, tolerance));
    let within = |rep: &Rep| Window { upper: time.upper.min(rep.capacity), ..time };
    let measures = vec![
        measure("potential", potential, vec![money; count]),
        measure("workload", hours, team.reps.iter().map(within).collect()),
    ];
    let caps = vec![move_cap(&team.accounts, units)];
    Problem { units, reps: count, cost: costs(team, units), constant: 0.0, measures, caps, present }
}

fn costs(team: &Team, units: usize) -> Vec<f32> {
    let mut order: Vec<u32> = (0..team.accounts.len() as u32).collect();
    order.sort_by_key(|&account| team.accounts[account as usize].unit);
    let mut cost = Vec::with_capacity(units * team.reps.len());
    let mut row = vec![0.0_f64; team.reps.len()];
    for members in order.chunk_by(|&a, &b| team.accounts[a as usize].unit == team.accounts[b as usize].unit) {
        row.fill(0.0);
        for &member in members {
            let account = &team.accounts[member as usize];
            for (j, (sum, rep)) in row.iter_mut().zip(&team.reps).enumerate() {
                let locked_away = account.locked && account.owner.is_some_and(|owner| usize::from(owner) != j);
                let allowed = !locked_away && rep.skills.cover(account.asks);
                *sum += if allowed { account.visits * account.place.distance_km(rep.base) } else { f64::INFINITY };
            }
        }
        cost.extend(row.iter().map(|&km| km as f32));
    }
    cost
}

fn even(amounts: &[f64], reps: usize, tolerance: f64) -> Window {
    let mean = amounts.iter().sum::<f64>() / reps as f64;
    Window { lower: (1.0 - tolerance) * mean, upper: (1.0 + tolerance) * mean }
}

fn measure(name: &str, amounts: Vec<f64>, windows: Vec<Window>) -> Measure {
    Measure { name: name.to_owned(), amount: Amount::Unit(amounts), windows, hinges: Vec::new() }
}

fn move_cap(accounts: &[Account], units: usize) -> Cap {
    let mut weight = vec![0.0; units];
    let mut kept: BTreeMap<(u32, u16), f64> = BTreeMap::new();
    let mut customers = 0.0_f64;
    for account in accounts.iter().filter(|account| account.customer) {
        customers += 1.0;
        if let Some(owner) = account.owner {
            weight[account.unit as usize] += 1.0;
            *kept.entry((account.unit, owner)).or_insert(0.0) += 1.0;
        }
    }
    let kept = kept.into_iter().map(|((u, j), amount)| (u, j, amount)).collect();
    Cap { name: "moves".to_owned(), weight, kept, limit: (MOVABLE * customers).floor() }
}
