//! The proof of how good a plan is: prices, and the bound they prove.

use crate::evaluate::Judge;
use crate::problem::Prices;
use crate::problem::bound;
use serde::Deserialize;
use serde::Serialize;

/// What is handed over with a plan so that anyone can check how close to the best possible it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Version of the engine that found the prices.
    pub engine: String,
    /// Fingerprint of the dataset the prices belong to.
    pub dataset: String,
    /// Objective that no plan can go below, in percent, as claimed.
    pub bound: f64,
    /// The prices that prove it.
    pub prices: Prices,
}

impl Judge {
    /// The bound that prices prove, derived from scratch; `NEG_INFINITY` where they do not fit.
    pub fn bound(&self, prices: &Prices) -> f64 {
        bound(&self.terms().compile(), prices)
    }
}

/// Proven distance of a plan from the best possible, in percent of the plan measured from the ideal's 100 %:
/// `100 x (objective - bound) / (100 + objective)`.
///
/// Losses are percentages beyond an ideal, so the plan as a whole stands at 100 + loss. For travel alone this is
/// exactly the share of the kilometres that could at most be saved.
pub fn gap_percent(objective: f64, bound: f64) -> f64 {
    let scale = (100.0 + objective).abs().max(1.0);
    (100.0 * (objective - bound) / scale).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn for_travel_alone_the_gap_is_the_share_of_kilometres() {
        // 115 km driven where 100 were the least: loss 15 %. Bound 114 km: at most 1 km of 115 could be saved.
        assert!((gap_percent(15.0, 14.0) - 100.0 / 115.0).abs() < 1e-12);
    }
}
