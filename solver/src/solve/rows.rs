//! The problem's rows (one per measure and rep, one per cap) on a common scale, so that one step size fits all.

use crate::problem::Amount;
use crate::problem::Hinge;
use crate::problem::Measure;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::solve::curve::Curve;

/// The rows of the dual. Row `k * reps + j` is measure `k` with rep `j`; the caps follow.
pub(super) struct Rows {
    /// Reps of the problem.
    pub reps: usize,
    /// Measures of the problem.
    pub measures: usize,
    /// Measures and caps.
    pub width: usize,
    /// Size of a typical load of each measure, then of each cap: loads are divided by it.
    pub scale: Vec<f64>,
    /// Charge on each load, scaled.
    pub curves: Vec<Curve>,
    /// Limit of each cap, scaled.
    pub limits: Vec<f64>,
    /// No plan can cost more than this, unless it breaks limits.
    pub ceiling: f64,
}

impl Rows {
    /// Reads the rows off a problem.
    pub fn new(problem: &Problem) -> Self {
        let reps = problem.reps;
        let mut scale = Vec::new();
        let mut curves = Vec::new();
        for measure in &problem.measures {
            let (typical, most) = total_amount(problem, &measure.amount);
            let size = positive(typical / reps.max(1) as f64);
            scale.push(size);
            curves.extend((0..reps).map(|j| curve_of(measure, j, size, most)));
        }
        let mut limits = Vec::new();
        for cap in &problem.caps {
            let size = positive(cap.weight.iter().sum::<f64>() / reps.max(1) as f64);
            scale.push(size);
            limits.push(cap.limit / size);
        }
        let penalties: f64 = curves.iter().map(Curve::most).sum();
        let ceiling = problem.constant + dearest_sum(problem) + penalties;
        Self { reps, measures: problem.measures.len(), width: scale.len(), scale, curves, limits, ceiling }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.curves.len() + self.limits.len()
    }

    /// The row of an amount of rep `j`: a measure's window, or the cap that all reps share.
    pub fn of(&self, d: usize, j: usize) -> usize {
        if d < self.measures { d * self.reps + j } else { self.measures * self.reps + d - self.measures }
    }

    /// Loads row by row, given each rep's amounts, rep after rep.
    pub fn by_row(&self, loads: &[f64]) -> Vec<f64> {
        let mut rows = vec![0.0; self.len()];
        for j in 0..self.reps {
            for d in 0..self.width {
                rows[self.of(d, j)] += loads[j * self.width + d];
            }
        }
        rows
    }

    /// What the prices `y` of all rows earn on windows and caps.
    pub fn least(&self, y: &[f64]) -> f64 {
        let (windows, caps) = y.split_at(self.curves.len());
        let from_windows: f64 = self.curves.iter().zip(windows).map(|(curve, price)| curve.least(*price)).sum();
        let from_caps: f64 = self.limits.iter().zip(caps).map(|(limit, price)| limit * price).sum();
        from_windows - from_caps
    }

    /// The problem's prices from scaled ones.
    pub fn prices(&self, y: &[f64]) -> Prices {
        let (windows, caps) = y.split_at(self.curves.len());
        let load = windows.iter().enumerate().map(|(row, price)| price / self.scale[row / self.reps]).collect();
        let cap = caps.iter().zip(&self.scale[self.measures..]).map(|(price, size)| price / size).collect();
        Prices { load, cap }
    }

    /// Scaled prices from the problem's; `None` where they belong to another problem.
    pub fn scaled(&self, prices: &Prices) -> Option<Vec<f64>> {
        let fits = prices.load.len() == self.curves.len() && prices.cap.len() == self.limits.len();
        let all = || prices.load.iter().chain(&prices.cap);
        if !fits || all().any(|price| !price.is_finite()) {
            return None;
        }
        let load = prices.load.iter().enumerate().map(|(row, price)| price * self.scale[row / self.reps]);
        let cap = prices.cap.iter().zip(&self.scale[self.measures..]).map(|(price, size)| price.max(0.0) * size);
        Some(load.chain(cap).collect())
    }
}

/// A size to divide by.
fn positive(size: f64) -> f64 {
    if size > 0.0 && size.is_finite() { size } else { 1.0 }
}

/// Typical and largest total of an amount over all units.
fn total_amount(problem: &Problem, amount: &Amount) -> (f64, f64) {
    match amount {
        Amount::Unit(amounts) => {
            let total = amounts.iter().sum();
            (total, total)
        }
        Amount::Pair(_) => {
            let (mut typical, mut most) = (0.0, 0.0);
            for u in 0..problem.units {
                let (mut sum, mut largest, mut count) = (0.0, 0.0_f64, 0.0);
                for j in (0..problem.reps).filter(|&j| problem.eligible(u, j)) {
                    let part = amount.of(u, j, problem.reps);
                    sum += part;
                    largest = largest.max(part);
                    count += 1.0;
                }
                typical += sum / f64::max(count, 1.0);
                most += largest;
            }
            (typical, most)
        }
    }
}

/// The scaled curve of rep `j` under a measure whose total load is at most `most`.
fn curve_of(measure: &Measure, j: usize, size: f64, most: f64) -> Curve {
    let window = measure.windows[j];
    let of_rep = measure.hinges.iter().filter(|(rep, _)| *rep as usize == j);
    let scaled =
        of_rep.map(|(_, hinge)| Hinge { at: hinge.at / size, below: hinge.below * size, above: hinge.above * size });
    Curve::new(window.lower.max(0.0) / size, window.upper.min(most) / size, scaled.collect())
}

/// What all units cost with their dearest reps.
fn dearest_sum(problem: &Problem) -> f64 {
    let finite_most = |costs: &[f32]| {
        let finite = costs.iter().filter(|cost| cost.is_finite());
        finite.fold(f64::NEG_INFINITY, |most, cost| most.max(f64::from(*cost)))
    };
    problem.cost.chunks(problem.reps.max(1)).map(finite_most).filter(|most| most.is_finite()).sum()
}
