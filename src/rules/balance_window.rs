//! `balance-window`: no rep strays from the target by more than a tolerance.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::problem::Window;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Ease;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Target;
use crate::rules::Terms;
use crate::rules::Way;
use crate::rules::quantity::MEASURES;
use crate::rules::quantity::TARGETS;
use crate::rules::quantity::targets;
use crate::rules::report::outside;
use crate::rules::setting;
use crate::score::Scores;

/// Which sides of the target are limited.
const SIDES: &[(&str, &str)] = &[
    ("both", text!("below and above the target")),
    ("below", text!("only below the target")),
    ("above", text!("only above the target")),
];

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
            help: "Distance from the target.",
            shape: Shape::Number { default: 15.0, min: 0.0, max: 1000.0, step: 1.0, unit: "%" },
        },
        Param {
            key: "target",
            title: "Target",
            help: "What a fair share is.",
            shape: Shape::Choice { default: "equal", options: TARGETS },
        },
        Param {
            key: "side",
            title: "Holds",
            help: "Where one account or family alone is larger than a window allows, only the lower side can hold.",
            shape: Shape::Choice { default: "both", options: SIDES },
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
        let text = |word: &str| Value::Text(word.to_owned());
        let suggested = |percent: f64, side: &str| {
            let tolerance = ("tolerance_percent", Value::Number(percent));
            setting(&CARD, 0.0, &[("measure", text("potential")), tolerance, ("side", text(side))])
        };
        let sizes = sizes(dataset, scores);
        let both = tolerance_that_fits(&sizes, dataset.team_size()).map(|percent| suggested(percent, "both"));
        both.or_else(|| floor_that_fits(&sizes, dataset.team_size()).map(|percent| suggested(percent, "below")))
            .into_iter()
            .collect()
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, _share: f64, draft: &mut Draft<'t>) {
        let quantity = Quantity::of_word(&params.text("measure"));
        for (rep, window) in windows(params, terms).into_iter().enumerate() {
            draft.window(quantity, rep, window);
        }
    }

    fn eases(&self) -> &'static [Ease] {
        &[Ease { key: "tolerance_percent", way: Way::Up, words: text!("a distance of {} from the target") }]
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let quantity = Quantity::of_word(&params.text("measure"));
        let loads = terms.loads(quantity, plan);
        Report {
            loss: None,
            breaches: outside(CARD.id, quantity, &loads, &windows(params, terms)),
            touched: terms.counted(),
        }
    }
}

fn windows(params: &Params, terms: &Terms) -> Vec<Window> {
    let quantity = Quantity::of_word(&params.text("measure"));
    let (least, most) = tolerated(params);
    targets(terms, quantity, Target::of_word(&params.text("target")))
        .into_iter()
        .map(|target| Window {
            lower: if least.is_finite() { target * (1.0 + least) } else { least },
            upper: if most.is_finite() { target * (1.0 + most) } else { most },
        })
        .collect()
}

/// Least and largest relative deviation from the target that a setting allows, infinite on a side that is free.
fn tolerated(params: &Params) -> (f64, f64) {
    let tolerance = params.number("tolerance_percent") / 100.0;
    match params.text("side").as_str() {
        "below" => (-tolerance, f64::INFINITY),
        "above" => (f64::NEG_INFINITY, tolerance),
        _ => (-tolerance, tolerance),
    }
}

/// Which relative deviations from the target the rules allow on a measure, where they limit it.
pub fn allowed_deviation(rules: &[RuleSetting], measure: &str) -> Option<(f64, f64)> {
    let windows = rules.iter().filter(|setting| setting.id == CARD.id);
    windows
        .map(|setting| Params::new(&CARD, &setting.params))
        .filter(|params| params.text("measure") == measure)
        .map(|params| tolerated(&params))
        .reduce(|one, other| (one.0.max(other.0), one.1.min(other.1)))
}

/// The setting that keeps every rep within so many percent of the target.
pub fn around(quantity: Quantity, target: &str, percent: f64) -> RuleSetting {
    let text = |word: &str| Value::Text(word.to_owned());
    let tolerance = ("tolerance_percent", Value::Number(percent));
    setting(&CARD, 0.0, &[("measure", text(quantity.word())), tolerance, ("target", text(target))])
}

/// The tolerance of potential that fits the data, both ways, in percent; none where no window fits.
pub fn suggested_tolerance(dataset: &Dataset, scores: &Scores) -> Option<f64> {
    tolerance_that_fits(&sizes(dataset, scores), dataset.team_size())
}

/// Potential of every family, and of every account without one: what goes to a rep in one piece.
fn sizes(dataset: &Dataset, scores: &Scores) -> Vec<f64> {
    let mut sizes = vec![0.0; dataset.families as usize];
    for (account, &potential) in scores.potential.iter().enumerate() {
        match sizes.get_mut(dataset.accounts.family[account] as usize) {
            Some(sum) => *sum += potential,
            None => sizes.push(potential),
        }
    }
    sizes
}

/// The usual 15 %, or wider where one piece alone is larger than that allows; none where a piece is so large that no
/// window fits, or there is nothing to balance.
fn tolerance_that_fits(sizes: &[f64], reps: usize) -> Option<f64> {
    const USUAL: f64 = 15.0;
    const WIDEST: f64 = 50.0;
    let target = sizes.iter().sum::<f64>() / reps.max(1) as f64;
    if reps < 2 || target <= 0.0 {
        return None;
    }
    let largest = sizes.iter().copied().fold(0.0, f64::max);
    // Room beside the largest piece, so that it need not sit alone; full steps of five.
    let needed = libm::ceil((largest / target - 1.0) * 100.0 / 5.0) * 5.0 + 5.0;
    let percent = needed.max(USUAL);
    (percent <= WIDEST).then_some(percent)
}

/// How far below the target everybody can be kept from falling where some pieces are too large for a window; none
/// where those pieces leave too little for the others.
fn floor_that_fits(sizes: &[f64], reps: usize) -> Option<f64> {
    const FLOOR: f64 = 25.0;
    let total: f64 = sizes.iter().sum();
    let target = total / reps.max(1) as f64;
    let large: Vec<f64> = sizes.iter().copied().filter(|size| *size > target).collect();
    let others = reps.checked_sub(large.len()).filter(|others| *others > 0)?;
    let left = (total - large.iter().sum::<f64>()) / others as f64;
    // Half of the tolerance is room for what the other rules ask.
    (target > 0.0 && left >= target * (1.0 - 0.5 * FLOOR / 100.0)).then_some(FLOOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One account of three times the target leaves no window, but the others can still be kept from starving.
    #[test]
    fn a_giant_leaves_the_lower_side() {
        let sizes = [vec![30.0], vec![1.0; 170]].concat();
        assert_eq!(tolerance_that_fits(&sizes, 20), None);
        assert_eq!(floor_that_fits(&sizes, 20), Some(25.0));
        assert_eq!(floor_that_fits(&[30.0, 30.0, 1.0], 3), None);
        assert_eq!(tolerance_that_fits(&[1.0; 40], 4), Some(15.0));
    }
}
