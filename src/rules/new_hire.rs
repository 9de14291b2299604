//! `new-hire`: nobody is thrown in at the deep end.

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
use crate::rules::Terms;
use crate::rules::Way;
use crate::rules::report::outside;
use crate::rules::setting;
use crate::rules::strategic_accounts_stay::STRATEGIC;
use crate::score::Scores;

/// Strategic accounts of a new hire at most, unless said otherwise.
const USUAL: f64 = 2.0;

/// The card.
pub const CARD: Card = Card {
    id: "new-hire",
    title: "New hires",
    kind: Kind::Limit,
    help: "Reps who are still ramping get few strategic accounts and limited complexity.",
    formula: "for reps with ramp below the threshold: strategic accounts <= max, sum of complexity <= max",
    source: "",
    repeatable: false,
    params: &[
        Param {
            key: "ramp_below_percent",
            title: "Ramp below",
            help: "Who counts as a new hire.",
            shape: Shape::Number { default: 80.0, min: 0.0, max: 100.0, step: 5.0, unit: "%" },
        },
        Param {
            key: "max_strategic",
            title: "Strategic accounts at most",
            help: "Most strategic accounts of a new hire.",
            shape: Shape::Number { default: USUAL, min: 0.0, max: 10_000.0, step: 1.0, unit: "accounts" },
        },
        Param {
            key: "max_complexity",
            title: "Complexity at most",
            help: "Most complexity in total; a usual account counts 1.",
            shape: Shape::Number { default: 1_000_000.0, min: 0.0, max: 1_000_000.0, step: 5.0, unit: "" },
        },
    ],
};

/// See the card.
pub struct NewHire;

impl Rule for NewHire {
    fn card(&self) -> &'static Card {
        &CARD
    }

    /// Where there are strategic accounts. A new hire who has more than usual today may have to keep them.
    fn suggest(&self, dataset: &Dataset, scores: &Scores) -> Vec<RuleSetting> {
        let mut strategic = vec![0_u32; dataset.reps.len()];
        let mut found = false;
        for (owner, revenue) in dataset.accounts.owner.iter().zip(scores.revenue.iter()) {
            let is_strategic = *revenue >= STRATEGIC;
            found |= is_strategic;
            if let Some(count) = strategic.get_mut(usize::from(*owner)) {
                *count += u32::from(is_strategic);
            }
        }
        let hires = dataset.reps.iter().zip(&strategic).filter(|(rep, _)| rep.ramp < 0.8);
        match hires.map(|(_, count)| f64::from(*count)).reduce(f64::max) {
            Some(most) if found => {
                vec![setting(&CARD, 0.0, &[("max_strategic", Value::Number(most.max(USUAL)))])]
            }
            _ => Vec::new(),
        }
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, _share: f64, draft: &mut Draft<'t>) {
        for (quantity, windows) in windows(params, terms) {
            for (rep, window) in windows.into_iter().enumerate() {
                draft.window(quantity, rep, window);
            }
        }
    }

    fn eases(&self) -> &'static [Ease] {
        &[
            Ease { key: "max_strategic", way: Way::Up, words: text!("new hires {} that are strategic") },
            Ease { key: "max_complexity", way: Way::Up, words: text!("new hires a complexity of {}") },
        ]
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let mut report = Report::default();
        for (quantity, windows) in windows(params, terms) {
            let loads = terms.loads(quantity, plan);
            report.breaches.extend(outside(CARD.id, quantity, &loads, &windows));
        }
        let threshold = params.number("ramp_below_percent") / 100.0;
        let is_new = |rep: u16| terms.dataset().reps.get(rep as usize).is_some_and(|facts| facts.ramp < threshold);
        report.touched = plan.rep.iter().filter(|rep| is_new(**rep)).count();
        report
    }
}

fn windows(params: &Params, terms: &Terms) -> [(Quantity, Vec<Window>); 2] {
    let threshold = params.number("ramp_below_percent") / 100.0;
    let at_most = |most: f64| -> Vec<Window> {
        let reps = terms.dataset().reps.iter();
        reps.map(|rep| {
            let upper = if rep.ramp < threshold { most } else { f64::INFINITY };
            Window { lower: f64::NEG_INFINITY, upper }
        })
        .collect()
    };
    [
        (Quantity::StrategicAccounts, at_most(params.number("max_strategic"))),
        (Quantity::Complexity, at_most(params.number("max_complexity"))),
    ]
}
