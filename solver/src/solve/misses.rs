//! By how much loads miss limits, row by row, and what that is charged: half the square of the relative miss.

use crate::problem::Amount;
use crate::problem::Measure;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::problem::Window;
use crate::solve::stairs::is_between;
use crate::solve::stairs::step;

/// The judge allows a limit one part in 10^9; here every limit is wider by more than that.
const WIDER: f64 = 2e-9;
/// A limit smaller than this part of the typical load counts as that large.
const SMALLEST: f64 = 0.05;

/// The rows of a problem: row `k * reps + j` is measure `k` with rep `j`, the caps follow.
pub(super) struct Misses {
    /// Where each load must lie, wider than the problem says by what the judge allows.
    pub windows: Vec<Window>,
    /// What a miss is divided by: the limit; `INFINITY` for a row without limits.
    pub size: Vec<f64>,
    /// Loads of a mixture of plans.
    pub load: Vec<f64>,
    /// What one more of each load would be charged, per unit of measure: its price.
    pub price: Vec<f64>,
}

impl Misses {
    /// The rows of a problem, with no load yet.
    pub fn new(problem: &Problem) -> Self {
        let mut windows = Vec::new();
        let mut size = Vec::new();
        for measure in &problem.measures {
            let least = SMALLEST * typical_load(&measure.amount, problem.reps);
            windows.extend(measure.windows.iter().map(|window| wider(*window)));
            size.extend(measure.windows.iter().map(|window| size_of(window, least)));
        }
        for cap in &problem.caps {
            let window = Window { lower: f64::NEG_INFINITY, upper: cap.limit };
            let least = SMALLEST * cap.weight.iter().sum::<f64>() / problem.reps.max(1) as f64;
            windows.push(wider(window));
            size.push(size_of(&window, least));
        }
        let rows = windows.len();
        let mut misses = Self { windows, size, load: vec![0.0; rows], price: vec![0.0; rows] };
        (0..rows).for_each(|row| misses.add(row, 0.0));
        misses
    }

    /// Adds to a load.
    pub fn add(&mut self, row: usize, amount: f64) {
        self.load[row] += amount;
        let (window, load, size) = (self.windows[row], self.load[row], self.size[row]);
        let over = (load - window.upper).max(0.0) - (window.lower - load).max(0.0);
        self.price[row] = over / (size * size);
    }

    /// Sum of the relative misses.
    pub fn total(&self) -> f64 {
        self.price
            .iter()
            .zip(&self.size)
            .filter(|(price, _)| **price != 0.0)
            .map(|(price, size)| price.abs() * size)
            .sum()
    }

    /// What all misses are charged.
    pub fn charge(&self) -> f64 {
        let missed = self.price.iter().zip(&self.size).filter(|(price, _)| **price != 0.0);
        missed.map(|(price, size)| 0.5 * (price * size) * (price * size)).sum()
    }

    /// The prices of all rows.
    pub fn prices(&self, problem: &Problem) -> Prices {
        let (load, cap) = self.price.split_at(problem.measures.len() * problem.reps);
        Prices { load: load.to_vec(), cap: cap.to_vec() }
    }
}

/// The rows of measures that no load can satisfy: they ask for more than they allow, or for what no sum of whole
/// amounts comes to. Row `k * reps + j` is measure `k` with rep `j`.
pub fn crossed(problem: &Problem) -> Vec<usize> {
    let of_measure = |(k, measure): (usize, &Measure)| {
        let step = step(problem, measure);
        let is_crossed = move |window: &Window| {
            let window = wider(*window);
            window.lower > window.upper || is_between(&window, step)
        };
        let crossed = measure.windows.iter().enumerate().filter(move |(_, window)| is_crossed(window));
        crossed.map(move |(j, _)| k * problem.reps + j).collect::<Vec<usize>>()
    };
    problem.measures.iter().enumerate().flat_map(of_measure).collect()
}

fn wider(window: Window) -> Window {
    let by = |limit: f64| limit.abs().max(1.0) * WIDER;
    Window { lower: window.lower - by(window.lower), upper: window.upper + by(window.upper) }
}

/// The smaller of a row's limits: no load is charged more steeply than this says.
fn size_of(window: &Window, least: f64) -> f64 {
    let lower = if window.lower > 0.0 { window.lower } else { f64::INFINITY };
    let size = lower.min(window.upper);
    let floor = if least > 0.0 { least } else { 1.0 };
    if size.is_finite() { size.abs().max(floor) } else { size }
}

/// What the mean rep carries.
fn typical_load(amount: &Amount, reps: usize) -> f64 {
    let reps = reps.max(1) as f64;
    match amount {
        Amount::Unit(amounts) => amounts.iter().sum::<f64>() / reps,
        Amount::Pair(amounts) => {
            let finite = amounts.iter().map(|amount| f64::from(*amount)).filter(|amount| amount.is_finite());
            finite.sum::<f64>() / (reps * reps)
        }
    }
}
