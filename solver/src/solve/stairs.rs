//! Loads that come in whole steps: where all amounts are multiples of one, no load lies between two multiples.

use crate::problem::Amount;
use crate::problem::Measure;
use crate::problem::Problem;
use crate::problem::Window;

/// An amount this close to a multiple of the step, in steps, counts as one.
const CLOSE: f64 = 1e-9;
/// Steps of the largest load for which that is still sure.
const MOST_STEPS: f64 = 1e6;

/// The step of a measure's loads: its least amount, where every other is a multiple of it; 0 where some is not.
pub(super) fn step(problem: &Problem, measure: &Measure) -> f64 {
    let reps = problem.reps;
    let amounts: Vec<f64> = match &measure.amount {
        Amount::Unit(amounts) => amounts.clone(),
        Amount::Pair(amounts) => {
            let eligible = |pair: &usize| problem.cost[*pair].is_finite();
            (0..problem.units * reps).filter(eligible).map(|pair| f64::from(amounts[pair])).collect()
        }
    };
    let least = amounts.iter().copied().filter(|amount| *amount > 0.0).fold(f64::INFINITY, f64::min);
    let is_multiple = |amount: &f64| (amount / least - libm::round(amount / least)).abs() <= CLOSE;
    let total = amounts.iter().sum::<f64>() / least;
    if least.is_finite() && total <= MOST_STEPS && amounts.iter().all(is_multiple) { least } else { 0.0 }
}

/// Whether no multiple of the step lies in a window.
pub(super) fn is_between(window: &Window, step: f64) -> bool {
    if step <= 0.0 || window.lower <= 0.0 || !window.upper.is_finite() {
        return false;
    }
    // Each amount may be off by as much.
    let off = CLOSE * (window.upper / step + 1.0);
    libm::floor(window.upper / step + off) < window.lower / step - off
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(amounts: &[f64]) -> Problem {
        let amount = Amount::Unit(amounts.to_vec());
        let measure = Measure { name: String::new(), amount, windows: vec![Window::FREE; 2], hinges: Vec::new() };
        let units = amounts.len();
        Problem { units, reps: 2, cost: vec![0.0; 2 * units], measures: vec![measure], ..Problem::default() }
    }

    #[test]
    fn equal_accounts_have_a_step_and_windows_can_lie_between_two() {
        // Accounts of 100 each: a rep has 100 or 200, never the 106 to 144 that a window asks for.
        let step_of = |amounts: &[f64]| {
            let problem = problem(amounts);
            step(&problem, &problem.measures[0])
        };
        assert!((step_of(&[100.0, 300.0, 0.0, 100.0]) - 100.0).abs() < 1e-12);
        assert!(step_of(&[100.0, 250.0]).abs() < 1e-12 && step_of(&[]).abs() < 1e-12);
        let between = |lower: f64, upper: f64| is_between(&Window { lower, upper }, 100.0);
        assert!(between(106.25, 143.75));
        assert!(!between(106.25, 200.0) && !between(100.0, 143.75) && !between(-1.0, 50.0));
        assert!(!between(106.25, f64::INFINITY), "there is always a multiple above");
    }
}
