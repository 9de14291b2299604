//! Heavy units: each fills a good part of some rep's load alone.
//!
//! The relaxation splits a heavy unit where that suits it, so its prices are about plans that nobody can have. Once a
//! plan has given the heavy units their seats, prices for the others around them guide the search better: a dive, as
//! in branch and bound (Land and Doig 1960), except that a unit may leave its seat again. The first prices alone prove
//! the bound.

use crate::problem::Problem;

/// A unit is heavy if it brings more than this part of a mean load.
const HEAVY: f64 = 0.1;

/// Where more units than one in so many are heavy, none stands out, and a dive would leave nothing to guide.
const FEW: usize = 4;

/// The units that are heavy under the plan; none where most are.
pub(super) fn heavy_units(problem: &Problem, reps_of: &[u16]) -> Vec<u32> {
    let brings = |k: usize, u: usize| problem.measures[k].amount.of(u, reps_of[u] as usize, problem.reps);
    let mean_load = |k: usize| (0..problem.units).map(|u| brings(k, u)).sum::<f64>() / problem.reps.max(1) as f64;
    let bars: Vec<f64> = (0..problem.measures.len()).map(|k| HEAVY * mean_load(k)).collect();
    let heavy = |u: &u32| bars.iter().enumerate().any(|(k, bar)| *bar > 0.0 && brings(k, *u as usize) > *bar);
    let units: Vec<u32> = (0..problem.units as u32).filter(heavy).collect();
    if units.len() * FEW > problem.units { Vec::new() } else { units }
}

/// Units in their seats: what they would cost elsewhere, kept until they are released. A copy of the whole problem would
/// take as much memory again as all costs do.
pub(super) struct Seated {
    kept: Vec<(u32, Vec<f32>)>,
}

impl Seated {
    /// Bars these units from all but the rep that the plan gives them.
    pub fn new(problem: &mut Problem, units: &[u32], reps_of: &[u16]) -> Self {
        let reps = problem.reps;
        let mut seat = |u: u32| {
            let costs = &mut problem.cost[u as usize * reps..(u as usize + 1) * reps];
            let kept = costs.to_vec();
            let own = usize::from(reps_of[u as usize]);
            costs.iter_mut().enumerate().filter(|(j, _)| *j != own).for_each(|(_, cost)| *cost = f32::INFINITY);
            (u, kept)
        };
        Self { kept: units.iter().map(|&u| seat(u)).collect() }
    }

    /// Lets the units go where they may again.
    pub fn release(&self, problem: &mut Problem) {
        for (u, costs) in &self.kept {
            problem.cost[*u as usize * problem.reps..(*u as usize + 1) * problem.reps].copy_from_slice(costs);
        }
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.kept.iter().map(|(_, costs)| costs.capacity() * 4 + 32).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Amount;
    use crate::problem::Measure;
    use crate::problem::Window;

    #[test]
    fn heavy_units_keep_their_seats_and_light_ones_their_choice() {
        // A light unit that lost its choice could never be put right again by the search that the prices guide.
        let mut amounts = vec![1.0; 40];
        amounts[7] = 30.0;
        let measure = Measure {
            name: "potential".to_owned(),
            amount: Amount::Unit(amounts),
            windows: vec![Window::FREE; 2],
            hinges: Vec::new(),
        };
        let mut problem =
            Problem { units: 40, reps: 2, cost: vec![1.0; 80], measures: vec![measure], ..Problem::default() };
        let plan = vec![1; 40];
        let heavy = heavy_units(&problem, &plan);
        assert_eq!(heavy, [7]);
        // Where all are alike, none is heavy.
        let few = Problem {
            units: 4,
            cost: vec![1.0; 8],
            measures: vec![Measure { amount: Amount::Unit(vec![5.0; 4]), ..problem.measures[0].clone() }],
            ..problem.clone()
        };
        assert!(heavy_units(&few, &[0, 1, 0, 1]).is_empty());
        let choices = |problem: &Problem, u: usize| (0..2).filter(|&j| problem.eligible(u, j)).collect::<Vec<_>>();
        let before = problem.clone();
        let seated = Seated::new(&mut problem, &heavy, &plan);
        assert_eq!(choices(&problem, 7), [1]);
        assert!((0..40).filter(|&u| u != 7).all(|u| choices(&problem, u) == [0, 1]));
        seated.release(&mut problem);
        assert_eq!(problem, before);
    }
}
