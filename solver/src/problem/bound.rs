//! The certificate: a lower bound on every plan, computed from prices alone.
//!
//! Lagrangian relaxation (Geoffrion 1974). With a price `p[k,j]` on each load and `q[c] >= 0` on each cap,
//!
//! ```text
//! bound = constant + sum_u min_j ( cost[u,j] + sum_k p[k,j] amount[k,u,j] + sum_c q[c] moved[c,u,j] )
//!       + sum_kj min over z in window[k,j] of ( penalty[k,j](z) - p[k,j] z )
//!       - sum_c q[c] limit[c]
//! ```
//!
//! holds for any prices: whoever doubts the solver needs only this file. Each sum is lowered by more than rounding
//! could have raised it, so the figure is below the true bound, never above.

use crate::problem::Amount;
use crate::problem::Measure;
use crate::problem::Problem;
use serde::Deserialize;
use serde::Serialize;

/// The prices that prove a bound.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prices {
    /// `load[k * reps + j]`: points per unit of measure `k` with rep `j`; positive makes a full rep dearer.
    pub load: Vec<f64>,
    /// Points per unit of moved weight of each cap, never negative.
    pub cap: Vec<f64>,
}

impl Prices {
    /// All prices zero.
    pub fn zero(problem: &Problem) -> Self {
        Self { load: vec![0.0; problem.measures.len() * problem.reps], cap: vec![0.0; problem.caps.len()] }
    }

    /// The same prices where reps have come or gone: `before` says for each rep of now who that was before, of so many.
    /// A new rep begins at the mean of the others.
    #[must_use]
    pub fn carried(&self, reps: usize, before: &[Option<usize>]) -> Self {
        let carried = |row: &[f64]| -> Vec<f64> {
            let mean = row.iter().sum::<f64>() / row.len().max(1) as f64;
            before.iter().map(|old| old.and_then(|old| row.get(old).copied()).unwrap_or(mean)).collect()
        };
        Self { load: self.load.chunks(reps.max(1)).flat_map(carried).collect(), cap: self.cap.clone() }
    }

    /// Whether these can be prices of the problem: one finite number for each load, one of at least 0 for each cap.
    pub fn fit(&self, problem: &Problem) -> bool {
        self.load.len() == problem.measures.len() * problem.reps
            && self.cap.len() == problem.caps.len()
            && self.cap.iter().all(|price| *price >= 0.0 && price.is_finite())
            && self.load.iter().all(|price| price.is_finite())
    }
}

/// The bound that `prices` prove; `NEG_INFINITY` where they do not fit the problem.
pub fn bound(problem: &Problem, prices: &Prices) -> f64 {
    let mut proof = Proving::new(problem, prices.clone());
    while !proof.advance(problem) {}
    proof.bound()
}

/// A bound in the making: the units are taken in a few at a time, so that whoever waits can be told how it goes.
pub struct Proving {
    prices: Prices,
    error: f64,
    sum: Downward,
    /// Of each measure, what no load can exceed: the most that the units so far can bring.
    most: Vec<f64>,
    /// Of each measure, whether any load has a price.
    priced: Vec<bool>,
    units: usize,
    over: bool,
    row: Row,
}

/// One unit with every rep; keeps its buffers between units.
#[derive(Default)]
struct Row {
    reduced: Vec<f64>,
    sizes: Vec<f64>,
}

impl Proving {
    /// Units that are taken in at once.
    pub const AT_ONCE: usize = 16;

    /// Prepares the proof; prices that do not fit the problem prove nothing.
    pub fn new(problem: &Problem, prices: Prices) -> Self {
        let error = error(problem);
        let fit = prices.fit(problem);
        let sum = Downward { error, sum: if fit { 0.0 } else { f64::NEG_INFINITY }, ..Downward::default() };
        let most = vec![0.0; problem.measures.len()];
        let priced =
            prices.load.chunks(problem.reps.max(1)).map(|row| row.iter().any(|price| price.abs() > 0.0)).collect();
        Self { prices, error, sum, most, priced, units: 0, over: !fit, row: Row::default() }
    }

    /// Takes in the next units of the same problem; returns whether the proof is complete.
    pub fn advance(&mut self, problem: &Problem) -> bool {
        if self.over {
            return true;
        }
        let end = (self.units + Self::AT_ONCE).min(problem.units);
        for u in self.units..end {
            let (cheapest, size) = self.row.cheapest(problem, (&self.prices, &self.priced), u, self.error);
            self.sum.add_with_size(cheapest, size);
            for (most, measure) in self.most.iter_mut().zip(&problem.measures) {
                *most += match &measure.amount {
                    Amount::Unit(amounts) => amounts[u],
                    Amount::Pair(_) => {
                        let reps = (0..problem.reps).filter(|&j| problem.eligible(u, j));
                        reps.map(|j| measure.amount.of(u, j, problem.reps)).fold(0.0, f64::max)
                    }
                };
            }
        }
        self.units = end;
        self.over = end == problem.units;
        if self.over {
            self.add_rows(problem);
        }
        self.over
    }

    /// The proven bound; says nothing before the proof is complete.
    pub fn bound(&self) -> f64 {
        if self.over { self.sum.floor() } else { f64::NEG_INFINITY }
    }

    /// Adds what windows, penalties and caps are worth, and the constant.
    fn add_rows(&mut self, problem: &Problem) {
        self.sum.add(problem.constant);
        for k in 0..problem.measures.len() {
            let most = self.most[k] * (1.0 + 1e-9);
            for j in 0..problem.reps {
                let (least, size) = least_of_window(problem, &self.prices, (k, j), most, self.error);
                self.sum.add_with_size(least, size);
            }
        }
        for (cap, price) in problem.caps.iter().zip(&self.prices.cap) {
            self.sum.add(-price * (cap.limit + cap.limit.abs().max(1.0) * 2e-9));
        }
    }
}

impl Row {
    /// The least reduced cost of unit `u`, and the size of the terms it was summed from.
    fn cheapest(
        &mut self,
        problem: &Problem,
        (prices, priced): (&Prices, &[bool]),
        u: usize,
        error: f64,
    ) -> (f64, f64) {
        let reps = problem.reps;
        let costs = &problem.cost[u * reps..(u + 1) * reps];
        self.reduced.clear();
        self.reduced.extend(costs.iter().map(|cost| f64::from(*cost)));
        self.sizes.clear();
        self.sizes.extend(self.reduced.iter().map(|cost| cost.abs()));
        for (k, measure) in problem.measures.iter().enumerate().filter(|(k, _)| priced.get(*k) == Some(&true)) {
            let prices = &prices.load[k * reps..(k + 1) * reps];
            let sums = self.reduced.iter_mut().zip(&mut self.sizes).zip(prices);
            let add = |((reduced, size), price): ((&mut f64, &mut f64), &f64), amount: f64| {
                let part = price * amount;
                *reduced += part;
                *size += part.abs();
            };
            match &measure.amount {
                Amount::Unit(amounts) => sums.for_each(|sum| add(sum, amounts[u])),
                Amount::Pair(amounts) => {
                    let amounts = &amounts[u * reps..(u + 1) * reps];
                    sums.zip(amounts).for_each(|(sum, amount)| add(sum, f64::from(*amount)));
                }
            }
        }
        for (cap, price) in problem.caps.iter().zip(&prices.cap) {
            let part = price * cap.weight[u];
            self.reduced.iter_mut().for_each(|reduced| *reduced += part);
            self.sizes.iter_mut().for_each(|size| *size += part.abs());
            for &(_, j, kept) in cap.kept_of(u) {
                self.reduced[j as usize] -= price * kept;
                self.sizes[j as usize] += (price * kept).abs();
            }
        }
        let mut best = (f64::INFINITY, 0.0);
        // Where a rep may not have the unit, its amounts need be no numbers.
        let pairs = self.reduced.iter().zip(&self.sizes).zip(costs).filter(|(_, cost)| cost.is_finite());
        for ((&reduced, &size), _) in pairs {
            // A little dearer but made of larger terms, it may really be the cheapest.
            if reduced - error * size < best.0 - error * best.1 {
                best = (reduced, size);
            }
        }
        best
    }
}

/// The least of penalty minus price over the window of rep `j`, and the size of the terms. The function is convex
/// and piecewise linear, so it is least at an end of the window or at a kink.
fn least_of_window(problem: &Problem, prices: &Prices, (k, j): (usize, usize), most: f64, error: f64) -> (f64, f64) {
    let measure = &problem.measures[k];
    let price = prices.load[k * problem.reps + j];
    let window = measure.windows[j];
    // The judge allows a limit its tolerance; the window is widened by more than that.
    let lower = (window.lower - window.lower.abs().max(1.0) * 2e-9).max(0.0);
    let upper = (window.upper + window.upper.abs().max(1.0) * 2e-9).min(most).max(lower);
    let hinges = || measure.hinges.iter().filter(|(rep, _)| *rep as usize == j).map(|(_, hinge)| hinge);
    let kinks = hinges().map(|hinge| hinge.at.clamp(lower, upper));
    let mut best = (f64::INFINITY, 0.0);
    for load in kinks.chain([lower, upper]) {
        let charge: f64 = hinges().map(|hinge| hinge.charge(load)).sum();
        let worth = charge - price * load;
        let size = charge.abs() + (price * load).abs();
        if worth - error * size < best.0 - error * best.1 {
            best = (worth, size);
        }
    }
    best
}

/// By what part of its size a term of the bound can be wrong: each of its sums and products errs by at most one part in
/// 2^53, and twice as much is covered.
fn error(problem: &Problem) -> f64 {
    let hinges_of = |measure: &Measure| {
        let of_rep = |j: usize| measure.hinges.iter().filter(|(rep, _)| *rep as usize == j).count();
        (0..problem.reps).map(of_rep).max().unwrap_or(0)
    };
    let hinges = problem.measures.iter().map(hinges_of).max().unwrap_or(0);
    let of_pair = 2 * (problem.measures.len() + 2 * problem.caps.len());
    f64::EPSILON * of_pair.max(2 * hinges).max(8) as f64
}

/// A sum in f64 that remembers how large rounding errors can have become (Higham 2002, section 4.2).
#[derive(Default)]
struct Downward {
    sum: f64,
    sizes: f64,
    terms: f64,
    error: f64,
}

impl Downward {
    fn add(&mut self, term: f64) {
        self.add_with_size(term, term.abs());
    }

    fn add_with_size(&mut self, term: f64, size: f64) {
        self.sum += term;
        self.sizes += size.max(self.sum.abs());
        self.terms += 1.0;
    }

    fn floor(&self) -> f64 {
        self.sum - self.error * self.sizes - self.terms * f64::MIN_POSITIVE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Window;
    use crate::problem::value;

    fn two_units_two_reps() -> Problem {
        Problem {
            units: 2,
            reps: 2,
            cost: vec![1.0, 3.0, 1.0, 2.0],
            constant: 10.0,
            measures: vec![Measure {
                name: "count".to_owned(),
                amount: Amount::Unit(vec![1.0, 1.0]),
                windows: vec![Window { lower: 0.0, upper: 1.0 }; 2],
                hinges: Vec::new(),
            }],
            caps: Vec::new(),
            present: vec![0, 0],
        }
    }

    #[test]
    fn the_bound_never_exceeds_the_best_plan_and_good_prices_reach_it() {
        // Both units want rep 0, who has room for one: the best plan costs 10 + 1 + 2.
        let problem = two_units_two_reps();
        let optimum = value(&problem, &[0, 1]);
        assert!((optimum.objective - 13.0).abs() < 1e-12 && optimum.breaches == 0);
        let zero = bound(&problem, &Prices::zero(&problem));
        assert!(zero <= 12.0 && zero > 11.999);
        let priced = bound(&problem, &Prices { load: vec![1.0, 0.0], cap: vec![] });
        assert!(priced <= 13.0 && priced > 12.999);
    }

    #[test]
    fn prices_stay_with_their_reps() {
        // A price that slips to the neighbour would make every change of the team look dear.
        let prices = Prices { load: vec![1.0, 2.0, 3.0, 10.0, 20.0, 30.0], cap: vec![5.0] };
        let gone = prices.carried(3, &[Some(0), Some(2)]);
        assert_eq!((gone.load, gone.cap), (vec![1.0, 3.0, 10.0, 30.0], vec![5.0]));
        let added = prices.carried(3, &[Some(0), Some(1), Some(2), None]);
        assert_eq!(added.load, [1.0, 2.0, 3.0, 2.0, 10.0, 20.0, 30.0, 20.0]);
    }

    #[test]
    fn a_team_without_reps_proves_nothing_and_stops_nothing() {
        // The last rep of a file may have been left out.
        let mut problem = two_units_two_reps();
        (problem.reps, problem.cost) = (0, Vec::new());
        problem.measures[0].windows.clear();
        assert!(!bound(&problem, &Prices::zero(&problem)).is_finite());
    }

    #[test]
    fn prices_of_another_shape_prove_nothing() {
        // A certificate for a different problem must not pass as a proof.
        let problem = two_units_two_reps();
        assert!(bound(&problem, &Prices::default()) == f64::NEG_INFINITY);
    }
}
