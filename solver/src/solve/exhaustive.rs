//! Tiny problems by trying everything: with so few units no search is as sure.

use crate::problem::Problem;
use crate::problem::Worth;
use crate::problem::value;
use crate::solve::rooms::bar;

/// Most plans that are tried.
const MOST: usize = 4096;
/// Most units in all of them together: this is one piece of work.
const MOST_UNITS: usize = 100_000;

/// The best of all plans; none where there are too many to try, or a unit has no eligible rep.
pub(super) fn best_of_all(problem: &Problem) -> Option<Vec<u16>> {
    let eligible =
        |u: usize| -> Vec<u16> { (0..problem.reps).filter(|&j| problem.eligible(u, j)).map(|j| j as u16).collect() };
    let mut choices: Vec<Vec<u16>> = Vec::new();
    let mut plans = 1_usize;
    for u in 0..problem.units {
        choices.push(eligible(u));
        plans = plans.saturating_mul(choices[u].len());
        if plans > MOST || plans == 0 || plans.saturating_mul(problem.units) > MOST_UNITS {
            return None;
        }
    }
    let mut best: Option<(Worth, Vec<u16>)> = None;
    for number in 0..plans {
        let mut rest = number;
        let plan: Vec<u16> = choices
            .iter()
            .map(|reps| {
                let rep = reps[rest % reps.len()];
                rest /= reps.len();
                rep
            })
            .collect();
        let worth = value(problem, &plan);
        if best.as_ref().is_none_or(|(least, _)| worth.beats(least)) {
            best = Some((worth, plan));
        }
    }
    best.map(|(_, plan)| plan)
}

/// Whether all plans were tried but for pairs that no plan can have, and none keeps all limits.
pub fn no_plan(mut problem: Problem) -> bool {
    bar(&mut problem);
    best_of_all(&problem).is_some_and(|plan| value(&problem, &plan).breaches > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_all_plans_is_found_and_large_problems_are_left_alone() {
        // Two units, each cheaper with rep 1; thirteen units with two reps are 8,192 plans, too many.
        let problem = |units: usize| Problem {
            units,
            reps: 2,
            cost: [2.0, 1.0].repeat(units),
            present: vec![0; units],
            ..Problem::default()
        };
        assert_eq!(best_of_all(&problem(2)), Some(vec![1, 1]));
        assert_eq!(best_of_all(&problem(13)), None);
        // Nor is one with few choices among many units.
        let mut mostly_fixed = problem(40_000);
        mostly_fixed.cost[20..].iter_mut().step_by(2).for_each(|cost| *cost = f32::INFINITY);
        assert_eq!(best_of_all(&mostly_fixed), None);
    }
}
