//! `account-count`: fewest and most accounts per rep.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Rep;
use crate::model::RuleSetting;
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
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "account-count",
    title: "Account count",
    kind: Kind::Limit,
    help: "Every rep has at least and at most so many accounts; a rep's own figures in the file come first.",
    formula: "min <= number of accounts <= max",
    source: "",
    repeatable: false,
    params: &[
        Param {
            key: "min",
            title: "At least",
            help: "Fewest accounts of a rep.",
            shape: Shape::Number { default: 0.0, min: 0.0, max: 1_000_000.0, step: 1.0, unit: "accounts" },
        },
        Param {
            key: "max",
            title: "At most",
            help: "Most accounts of a rep.",
            shape: Shape::Number { default: 1_000_000.0, min: 0.0, max: 1_000_000.0, step: 1.0, unit: "accounts" },
        },
    ],
};

/// See the card.
pub struct AccountCount;

impl Rule for AccountCount {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        let stated = dataset.reps.iter().any(|rep| rep.min_accounts.is_some() || rep.max_accounts.is_some());
        if stated { vec![setting(&CARD, 0.0, &[])] } else { Vec::new() }
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, _share: f64, draft: &mut Draft<'t>) {
        for (rep, window) in windows(params, terms).into_iter().enumerate() {
            draft.window(Quantity::Accounts, rep, window);
        }
    }

    fn eases(&self) -> &'static [Ease] {
        &[
            Ease { key: "max", way: Way::Up, words: text!("at most {} per rep") },
            Ease { key: "min", way: Way::Down, words: text!("no less than {} per rep") },
        ]
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let loads = terms.loads(Quantity::Accounts, plan);
        let breaches = outside(CARD.id, Quantity::Accounts, &loads, &windows(params, terms));
        Report { loss: None, breaches, touched: terms.counted() }
    }
}

fn windows(params: &Params, terms: &Terms) -> Vec<Window> {
    let (min, max) = (params.number("min"), params.number("max"));
    let window = |(position, rep): (usize, &Rep)| {
        if terms.dataset().is_gone(position) {
            return Window::FREE;
        }
        Window { lower: rep.min_accounts.map_or(min, f64::from), upper: rep.max_accounts.map_or(max, f64::from) }
    };
    terms.dataset().reps.iter().enumerate().map(window).collect()
}
