//! What an assignment of units is worth, recomputed from scratch.

use crate::problem::Problem;

/// Tolerance for a limit, relative to its size: loads are sums of thousands of rounded amounts.
const TOLERANCE: f64 = 1e-9;

/// What an assignment costs and by how much it breaks limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Objective in points, the constant included; `INFINITY` where a unit sits with a rep that is not eligible.
    pub objective: f64,
    /// How many windows and caps are broken.
    pub breaches: usize,
    /// Sum over broken limits of the miss relative to the limit.
    pub violation: f64,
}

impl Worth {
    /// Whether this is better than another: fewer and smaller breaches first, then the objective.
    pub fn beats(&self, other: &Self) -> bool {
        let feasible = (self.breaches == 0, other.breaches == 0);
        match feasible {
            (true, false) => true,
            (false, true) => false,
            (true, true) => self.objective < other.objective,
            (false, false) => {
                self.violation < other.violation
                    || (self.violation <= other.violation && self.objective < other.objective)
            }
        }
    }
}

/// The worth of giving unit `u` to rep `reps_of[u]`.
pub fn value(problem: &Problem, reps_of: &[u16]) -> Worth {
    let reps = problem.reps;
    let mut worth = Worth { objective: problem.constant, breaches: 0, violation: 0.0 };
    for (u, &j) in reps_of.iter().enumerate() {
        worth.objective += f64::from(problem.cost[u * reps + j as usize]);
    }
    for measure in &problem.measures {
        let mut load = vec![0.0_f64; reps];
        for (u, &j) in reps_of.iter().enumerate() {
            load[j as usize] += measure.amount.of(u, j as usize, reps);
        }
        for (window, &load) in measure.windows.iter().zip(&load) {
            let size = if load > window.upper { window.upper } else { window.lower };
            worth.add_miss(window.miss(load), size);
        }
        for (rep, hinge) in &measure.hinges {
            worth.objective += hinge.charge(load[*rep as usize]);
        }
    }
    for cap in &problem.caps {
        let mut kept = cap.kept.as_slice();
        let mut moved = 0.0;
        for (u, &j) in reps_of.iter().enumerate() {
            let own = kept.iter().take_while(|entry| entry.0 as usize == u).count();
            let (of_unit, of_others) = kept.split_at(own);
            let stays = of_unit.iter().find(|entry| entry.1 == j).map_or(0.0, |entry| entry.2);
            moved += cap.weight[u] - stays;
            kept = of_others;
        }
        worth.add_miss((moved - cap.limit).max(0.0), cap.limit);
    }
    worth
}

impl Worth {
    fn add_miss(&mut self, miss: f64, size: f64) {
        let size = size.abs().max(1e-12);
        if miss > TOLERANCE * size.max(1.0) {
            self.breaches += 1;
            self.violation += miss / size.max(1e-6);
        }
    }
}
