//! Units whose choices are as good as equal, dealt out so that no rep gets all of them.
//!
//! Reps of one town, with one kind of customer, have one price: the relaxation does not care who of them has a unit, and
//! whoever is first by the last digit of a price would get every unit of the town. A greedy heuristic for generalized
//! assignment (Martello and Toth 1981) deals such units by reduced cost and by what loads still cost or earn: the large
//! units first, each to the rep for whom it is worth most.

use crate::solve::charges::Charges;
use crate::solve::core::Core;

/// The arc that each unit begins with: its cheapest, but for those dealt out. `prices`: points per unit of load of each row,
/// in the order of [`Charges`]; `measures`: how many of the amounts are measures.
pub(super) fn deal(core: &Core, charges: &Charges, prices: &[f64], measures: usize) -> Vec<u32> {
    let mut dealing = Dealing { core, charges, prices, measures, load: vec![0.0; charges.len()] };
    let mut at = core.first[..core.units()].to_vec();
    let mut tied = Vec::new();
    for (u, &arc) in (0..).zip(&at) {
        if core.is_tied(u) {
            tied.push(u);
        } else {
            dealing.take(arc as usize);
        }
    }
    let mean = mean_amounts(core, &at);
    let size = |u: usize| {
        let parts = core.uses_of(at[u] as usize).iter().zip(&mean).take(measures);
        parts.map(|(amount, mean)| if *mean > 0.0 { amount / mean } else { 0.0 }).sum::<f64>()
    };
    let mut by_size: Vec<(f64, usize)> = tied.into_iter().map(|u| (size(u), u)).collect();
    by_size.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, u) in by_size {
        let arc = dealing.best(u);
        dealing.take(arc);
        at[u] = arc as u32;
    }
    at
}

/// Loads while units are dealt out.
struct Dealing<'a> {
    core: &'a Core,
    charges: &'a Charges,
    prices: &'a [f64],
    measures: usize,
    load: Vec<f64>,
}

impl Dealing<'_> {
    fn row(&self, arc: usize, d: usize) -> usize {
        if d < self.measures {
            usize::from(self.core.rep[arc]) * self.measures + d
        } else {
            self.charges.first_cap() + d - self.measures
        }
    }

    fn take(&mut self, arc: usize) {
        for (d, amount) in self.core.uses_of(arc).iter().enumerate() {
            let row = self.row(arc, d);
            self.load[row] += amount;
        }
    }

    /// The arc of a unit that costs least now, of those as good as equal.
    fn best(&self, u: usize) -> usize {
        let arcs = self.core.arcs(u);
        let near = arcs.clone().filter(|&arc| self.core.gap[arc] <= self.core.tie);
        near.map(|arc| (self.cost(arc), arc)).min_by(|a, b| a.0.total_cmp(&b.0)).map_or(arcs.start, |(_, arc)| arc)
    }

    /// What an arc costs more than the prices say, with the loads as they are.
    fn cost(&self, arc: usize) -> f64 {
        let change = |(d, amount): (usize, &f64)| {
            let row = self.row(arc, d);
            let load = self.load[row];
            self.charges.of(row, load + amount) - self.charges.of(row, load) - self.prices[row] * amount
        };
        self.core.gap[arc] + self.core.uses_of(arc).iter().enumerate().map(change).sum::<f64>()
    }
}

/// What the mean unit brings, of each amount.
fn mean_amounts(core: &Core, at: &[u32]) -> Vec<f64> {
    let mut mean = vec![0.0; core.width];
    for &arc in at {
        mean.iter_mut().zip(core.uses_of(arc as usize)).for_each(|(mean, amount)| *mean += amount / at.len() as f64);
    }
    mean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Amount;
    use crate::problem::Measure;
    use crate::problem::Prices;
    use crate::problem::Problem;
    use crate::problem::Window;
    use crate::solve::pricing::Pricing;

    #[test]
    fn reps_alike_share_what_all_could_have() {
        // With each unit at its first choice some rep would have far more than fits, and another nothing.
        let measure = Measure {
            name: "potential".to_owned(),
            amount: Amount::Unit((0..40).map(|u| if u % 4 == 0 { 2.0 } else { 1.0 }).collect()),
            windows: vec![Window { lower: 12.0, upper: 13.0 }; 4],
            hinges: Vec::new(),
        };
        // Two reps of one town: the second is dearer by the last digits only.
        let cost = [1.0, 1.0 + 1e-6, 1.0 + 1e-6, 1.0 + 1e-6].repeat(40);
        let problem = Problem { units: 40, reps: 4, cost, measures: vec![measure], ..Problem::default() };
        let problem = Problem { present: vec![crate::problem::NOBODY; 40], ..problem };
        let prices = Prices::zero(&problem);
        let mut core = Core::new(&problem);
        let mut pricing = Pricing::default();
        while core.advance(&problem, &prices, &[0; 40], &mut pricing).is_some() {}
        core.tie = 1e-3;
        core.sort(problem.reps);
        let charges = Charges::new(&problem, &prices, 1.0);
        let at = deal(&core, &charges, &vec![0.0; charges.len()], 1);
        let mut loads = [0.0; 4];
        for &arc in &at {
            loads[usize::from(core.rep[arc as usize])] += core.uses_of(arc as usize)[0];
        }
        assert!(loads.iter().all(|load| (12.0..=13.0).contains(load)), "{loads:?}");
    }
}
