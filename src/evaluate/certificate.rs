//! The proof of how good a plan is: prices, and the bound they prove.

use crate::evaluate::Judge;
use crate::model::Dataset;
use crate::model::Settings;
use crate::problem::Prices;
use crate::problem::bound;
use serde::Deserialize;
use serde::Serialize;

/// What is handed over with a plan so that anyone can check how close to the best possible it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Version of the engine that found the prices.
    pub engine: String,
    /// Fingerprint of the dataset the prices were found for.
    pub dataset: String,
    /// Fingerprint of the settings they were found for.
    pub settings: String,
    /// Objective that no plan can go below, in percent, as claimed.
    pub bound: f64,
    /// The prices that prove it.
    pub prices: Prices,
}

impl Certificate {
    /// What the prices were found for and what they are judged by now do not agree on: `data`, `rules`.
    pub fn differences(&self, dataset: &Dataset, settings: &Settings) -> Vec<&'static str> {
        let data = (self.dataset != dataset.fingerprint()).then_some("data");
        let rules = (self.settings != settings.fingerprint()).then_some("rules");
        data.into_iter().chain(rules).collect()
    }
}

impl Judge {
    /// The bound that prices prove, derived from scratch; `NEG_INFINITY` where they do not fit, or where centres are
    /// free: what holds around the centres of one plan says nothing about plans with other centres.
    pub fn bound(&self, prices: &Prices) -> f64 {
        if self.terms().has_free_centres() {
            return f64::NEG_INFINITY;
        }
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
    use crate::model::RuleSetting;

    #[test]
    fn a_certificate_of_other_data_or_rules_says_so() {
        // Its bound is derived anew and holds, but it says less than the reader may think.
        let (dataset, settings) = (Dataset::default(), Settings::default());
        let certificate = Certificate {
            engine: String::new(),
            dataset: dataset.fingerprint(),
            settings: settings.fingerprint(),
            bound: 0.0,
            prices: Prices::default(),
        };
        assert!(certificate.differences(&dataset, &settings).is_empty());
        let rule = RuleSetting { id: "travel".to_owned(), weight: 1.0, params: [].into() };
        let other = Settings { rules: vec![rule], locks: Vec::new() };
        assert_eq!(certificate.differences(&dataset, &other), ["rules"]);
        let larger = Dataset { families: 3, ..Dataset::default() };
        assert_eq!(certificate.differences(&larger, &other), ["data", "rules"]);
    }

    #[test]
    fn for_travel_alone_the_gap_is_the_share_of_kilometres() {
        // 115 km driven where 100 were the least: loss 15 %. Bound 114 km: at most 1 km of 115 could be saved.
        assert!((gap_percent(15.0, 14.0) - 100.0 / 115.0).abs() < 1e-12);
    }
}
