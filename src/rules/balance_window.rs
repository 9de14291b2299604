//! `balance-window`: no rep strays from the target by more than a tolerance.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::problem::Window;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Target;
use crate::rules::Terms;
use crate::rules::quantity::MEASURES;
use crate::rules::quantity::TARGETS;
use crate::rules::quantity::targets;
use crate::rules::report::outside;
use crate::rules::setting;
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "balance-window",
    title: "Balance window",
    kind: Kind::Limit,
    help: "No rep may be further from the target than this.",
    formula: "target x (1 - tolerance) <= total <= target x (1 + tolerance) for every rep",
    source: "Tolerances of 10 to 20 % are usual: Kalcsics, Nickel, Schroeder 2005",
    repeatable: true,
    params: &[
        Param {
            key: "measure",
            title: "Measure",
            help: "What is balanced.",
            shape: Shape::Choice { default: "potential", options: MEASURES },
        },
        Param {
            key: "tolerance_percent",
            title: "Tolerance",
            help: "Distance from the target, either way.",
            shape: Shape::Number { default: 15.0, min: 0.0, max: 1000.0, step: 1.0, unit: "%" },
        },
        Param {
            key: "target",
            title: "Target",
            help: "What a fair share is.",
            shape: Shape::Choice { default: "equal", options: TARGETS },
        },
    ],
};

/// See the card.
pub struct BalanceWindow;

impl Rule for BalanceWindow {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        if dataset.reps.len() < 2 {
            return Vec::new();
        }
        vec![setting(
            &CARD,
            0.0,
            &[("measure", Value::Text("potential".to_owned())), ("tolerance_percent", Value::Number(15.0))],
        )]
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, _share: f64, draft: &mut Draft<'t>) {
        let quantity = Quantity::of_word(&params.text("measure"));
        for (rep, window) in windows(params, terms).into_iter().enumerate() {
            draft.window(quantity, rep, window);
        }
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let quantity = Quantity::of_word(&params.text("measure"));
        let loads = terms.loads(quantity, plan);
        Report {
            loss: None,
            breaches: outside(CARD.id, quantity, &loads, &windows(params, terms)),
            touched: plan.len(),
        }
    }
}

fn windows(params: &Params, terms: &Terms) -> Vec<Window> {
    let quantity = Quantity::of_word(&params.text("measure"));
    let tolerance = params.number("tolerance_percent") / 100.0;
    targets(terms, quantity, Target::of_word(&params.text("target")))
        .into_iter()
        .map(|target| Window { lower: target * (1.0 - tolerance), upper: target * (1.0 + tolerance) })
        .collect()
}
