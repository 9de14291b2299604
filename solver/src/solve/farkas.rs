//! What prices prove about limits: that no plan can keep them all (Farkas 1902).
//!
//! Every plan keeps its loads within limits only if, at any prices, what its units cost at least is no more than what
//! the limits allow. Costs play no part, and prices count up to a common factor.

use crate::problem::Amount;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::problem::Window;
use crate::problem::bound;
use crate::solve::rooms::bar;

/// Part of what is earned on limits that a proof must exceed: a limit's tolerance, and far more than rounding.
const MARGIN: f64 = 1e-8;

/// What each rep would cost unit `u` at these prices; `INFINITY` where it is not possible.
pub(super) fn reduced_costs(barred: &Problem, load: &[f64], caps: &[f64], u: usize, reduced: &mut Vec<f64>) {
    let reps = barred.reps;
    let base: f64 = barred.caps.iter().zip(caps).map(|(cap, price)| price * cap.weight[u]).sum();
    reduced.clear();
    reduced.extend(barred.cost[u * reps..(u + 1) * reps].iter().map(|cost| f64::from(*cost) + base));
    for (measure, price) in barred.measures.iter().zip(load.chunks(reps)) {
        let sums = reduced.iter_mut().zip(price);
        match &measure.amount {
            Amount::Unit(amounts) => sums.for_each(|(sum, price)| *sum += price * amounts[u]),
            Amount::Pair(amounts) => {
                let pairs = sums.zip(&amounts[u * reps..(u + 1) * reps]);
                let possible = pairs.filter(|((sum, _), _)| sum.is_finite());
                possible.for_each(|((sum, price), amount)| *sum += price * f64::from(*amount));
            }
        }
    }
    for (cap, price) in barred.caps.iter().zip(caps).filter(|(_, price)| **price > 0.0) {
        cap.kept_of(u).iter().for_each(|(_, rep, kept)| reduced[*rep as usize] -= price * kept);
    }
}

/// What prices earn on the units of a problem whose impossible pairs are barred, less the margin of a proof.
pub(super) fn earned_on_units(barred: &Problem, prices: &Prices) -> f64 {
    let prices = on_limited_rows(barred, prices);
    let mut reduced = Vec::new();
    let mut earned = 0.0;
    for u in 0..barred.units {
        reduced_costs(barred, &prices.load, &prices.cap, u, &mut reduced);
        earned += reduced.iter().copied().fold(f64::INFINITY, f64::min);
    }
    let allowed: f64 = called(barred, &prices).map(|(price, limit)| (price * limit).abs()).sum();
    earned - MARGIN * allowed
}

/// What prices earn on the units of a problem, less the margin of a proof: above minus [`on_limits`], its limits cannot
/// all hold.
pub fn on_units(mut problem: Problem, prices: &Prices) -> f64 {
    bar(&mut problem);
    earned_on_units(&problem, prices)
}

/// What prices earn on the limits of a problem: minus what the limits allow.
pub fn on_limits(problem: &Problem, prices: &Prices) -> f64 {
    -called(problem, prices).map(|(price, limit)| price * limit).sum::<f64>()
}

/// Whether prices prove that the limits of a problem cannot all hold, by the bound that anyone can recompute.
pub fn proves(mut problem: Problem, prices: &Prices) -> bool {
    bar(&mut problem);
    problem.constant = 0.0;
    problem.measures.iter_mut().for_each(|measure| measure.hinges.clear());
    bound(&problem, &on_limited_rows(&problem, prices)) > 0.0
}

/// Each price with the limit that it calls for, where there is one.
fn called<'p>(problem: &'p Problem, prices: &'p Prices) -> impl Iterator<Item = (f64, f64)> + 'p {
    let windows = problem.measures.iter().flat_map(|measure| &measure.windows);
    let loads = prices.load.iter().zip(windows).map(|(price, window)| (*price, limit_called(window, *price)));
    let caps = prices.cap.iter().zip(&problem.caps).map(|(price, cap)| (*price, cap.limit));
    loads.chain(caps).filter(|(_, limit)| limit.is_finite())
}

fn limit_called(window: &Window, price: f64) -> f64 {
    if price > 0.0 { window.upper } else { window.lower.max(0.0) }
}

/// The prices without those on loads that have no limit on that side: they could prove nothing.
fn on_limited_rows(problem: &Problem, prices: &Prices) -> Prices {
    let mut kept = prices.clone();
    let windows = problem.measures.iter().flat_map(|measure| &measure.windows);
    for (price, window) in kept.load.iter_mut().zip(windows) {
        *price = if limit_called(window, *price).is_finite() { *price } else { 0.0 };
    }
    kept
}
