//! `workload-balance`: gives every rep a fair share of the work.

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
    id: "workload-balance",
    title: "Balance of workload",
    kind: Kind::Objective,
    help: "Gives every rep a fair share of the work.",
    formula: "mean over reps of |workload / target - 1|, in percent; workload = service and travel hours, travel as the \
              Travel card says or by its usual figures; targets divide the service hours and the travel that there is \
              with each account at its nearest travelling rep",
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
pub struct WorkloadBalance;

impl Rule for WorkloadBalance {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        if dataset.reps.iter().all(|rep| rep.capacity_hours.is_none()) {
            return Vec::new();
        }
        vec![setting(&CARD, 10.0, &[])]
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, share: f64, draft: &mut Draft<'t>) {
        balance::compile(Quantity::Workload, params, terms, share, draft);
    }

    fn limited(&self, params: &Params, percent: f64) -> Option<RuleSetting> {
        Some(balance_window::around(Quantity::Workload, &params.text("target"), percent))
    }

    fn needs(&self, params: &Params, terms: &Terms, plan: &Assignment) -> f64 {
        balance::largest_deviation(Quantity::Workload, params, terms, plan)
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        balance::report(Quantity::Workload, params, terms, plan)
    }
}
