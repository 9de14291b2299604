//! `potential-balance`: gives every rep a fair share of the potential.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::balance;
use crate::rules::balance_window;
use crate::rules::quantity::TARGETS;
use crate::rules::setting;
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "potential-balance",
    title: "Balance of potential",
    kind: Kind::Objective,
    help: "Gives every rep a fair share of the potential.",
    formula: "mean over reps of |potential / target - 1|, in percent",
    source: "Relative deviation: Kalcsics, Nickel, Schroeder 2005",
    repeatable: false,
    params: &[Param {
        key: "target",
        title: "Target",
        help: "What a fair share is.",
        shape: Shape::Choice { default: "equal", options: TARGETS },
    }],
};

/// See the card.
pub struct PotentialBalance;

impl Rule for PotentialBalance {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, _dataset: &Dataset, scores: &Scores) -> Vec<RuleSetting> {
        if scores.potential.is_empty() {
            return Vec::new();
        }
        vec![setting(&CARD, 40.0, &[])]
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, share: f64, draft: &mut Draft<'t>) {
        balance::compile(Quantity::Potential, params, terms, share, draft);
    }

    fn limited(&self, params: &Params, percent: f64) -> Option<RuleSetting> {
        Some(balance_window::around(Quantity::Potential, &params.text("target"), percent))
    }

    fn needs(&self, params: &Params, terms: &Terms, plan: &Assignment) -> f64 {
        balance::largest_deviation(Quantity::Potential, params, terms, plan)
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        balance::report(Quantity::Potential, params, terms, plan)
    }
}
