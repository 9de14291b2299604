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

    fn suggest(&self, dataset: &Dataset, scores: &Scores) -> Vec<RuleSetting> {
        let tolerance = suggested_tolerance(dataset, scores);
        let measure = Value::Text("potential".to_owned());
        let params = |percent: f64| [("measure", measure.clone()), ("tolerance_percent", Value::Number(percent))];
        tolerance.map(|percent| setting(&CARD, 0.0, &params(percent))).into_iter().collect()
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

/// The usual 15 %, or wider where one company family alone is larger than that allows; none where a family is so
/// large that no window fits, or there is nothing to balance.
pub fn suggested_tolerance(dataset: &Dataset, scores: &Scores) -> Option<f64> {
    const USUAL: f64 = 15.0;
    const WIDEST: f64 = 50.0;
    let total: f64 = scores.potential.iter().sum();
    let mut families = vec![0.0; dataset.families as usize];
    let mut largest = 0.0_f64;
    for (account, &potential) in scores.potential.iter().enumerate() {
        match families.get_mut(dataset.accounts.family[account] as usize) {
            Some(sum) => *sum += potential,
            None => largest = largest.max(potential),
        }
    }
    largest = families.into_iter().fold(largest, f64::max);
    let target = total / dataset.reps.len().max(1) as f64;
    if dataset.reps.len() < 2 || target <= 0.0 {
        return None;
    }
    // Room beside the family, so that it need not sit alone; full steps of five.
    let needed = libm::ceil((largest / target - 1.0) * 100.0 / 5.0) * 5.0 + 5.0;
    let percent = needed.max(USUAL);
    (percent <= WIDEST).then_some(percent)
}
