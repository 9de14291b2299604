//! Which pairs are possible at all: eligible, and with room for the unit alone.

use crate::problem::Amount;
use crate::problem::Cap;
use crate::problem::Measure;
use crate::problem::Problem;

/// A limit with what the judge allows on top, and a little more.
fn generous(limit: f64) -> f64 {
    limit + limit.abs().max(1.0) * 2e-9
}

/// Makes every possible pair cost nothing and bars the others; returns the units that fit nowhere.
///
/// A unit that is larger than a rep's window does not fit there even alone. Fractions of it would, so this sharpens
/// what prices can prove.
pub(super) fn bar(problem: &mut Problem) -> Vec<usize> {
    let mut stuck = Vec::new();
    let least = least_rooms(problem);
    for u in 0..problem.units {
        if is_small(problem, &least, u) {
            let costs = &mut problem.cost[u * problem.reps..(u + 1) * problem.reps];
            costs.iter_mut().filter(|cost| cost.is_finite()).for_each(|cost| *cost = 0.0);
            continue;
        }
        let mut places = 0;
        for j in 0..problem.reps {
            let fits = fits(problem, u, j);
            problem.cost[u * problem.reps + j] = if fits { 0.0 } else { f32::INFINITY };
            places += usize::from(fits);
        }
        if places == 0 {
            stuck.push(u);
        }
    }
    stuck
}

/// The least room that any rep has for each measure, then the room of each cap; nothing where amounts differ by rep.
fn least_rooms(problem: &Problem) -> Vec<f64> {
    let room = |measure: &Measure| match measure.amount {
        Amount::Unit(_) => measure.windows.iter().map(|window| window.upper).fold(f64::INFINITY, f64::min),
        Amount::Pair(_) => f64::NEG_INFINITY,
    };
    problem.measures.iter().map(room).chain(problem.caps.iter().map(|cap| cap.limit)).collect()
}

/// Whether a unit fits wherever it may go.
fn is_small(problem: &Problem, least: &[f64], u: usize) -> bool {
    let amounts = problem.measures.iter().map(|measure| measure.amount.of(u, 0, problem.reps));
    let sizes = amounts.chain(problem.caps.iter().map(|cap| cap.weight[u]));
    let eligible = problem.cost[u * problem.reps..(u + 1) * problem.reps].iter().any(|cost| cost.is_finite());
    eligible && sizes.zip(least).all(|(size, room)| size <= *room)
}

/// Whether unit `u` may go to rep `j` and fits there, if need be alone.
fn fits(problem: &Problem, u: usize, j: usize) -> bool {
    let has_room = |measure: &Measure| {
        let upper = measure.windows[j].upper;
        !upper.is_finite() || measure.amount.of(u, j, problem.reps) <= generous(upper)
    };
    let may_move = |cap: &Cap| cap.weight[u] <= generous(cap.limit) || cap.moved(u, j) <= generous(cap.limit);
    problem.eligible(u, j) && problem.measures.iter().all(has_room) && problem.caps.iter().all(may_move)
}

/// Whether no rep has room for a unit, even alone: limits that leave a unit stuck cannot all hold.
pub fn no_room(problem: &Problem, unit: usize) -> bool {
    (0..problem.reps).all(|j| !fits(problem, unit, j))
}
