//! `move-limit`: only so much changes hands.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::model::Status;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Ease;
use crate::rules::Finding;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::Way;
use crate::rules::balance_window;
use crate::rules::breach_words::CHANGING_HANDS;
use crate::rules::setting;
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "move-limit",
    title: "Move limit",
    kind: Kind::Limit,
    help: "Only this part of what reps have today may change hands. Accounts without a rep do not count: giving them out is no move.",
    formula: "moved / total <= percent; total = customers or accounts with a rep today, or their revenue",
    source: "",
    repeatable: true,
    params: &[
        Param {
            key: "percent",
            title: "At most",
            help: "Part that may change hands.",
            shape: Shape::Number { default: 20.0, min: 0.0, max: 100.0, step: 1.0, unit: "%" },
        },
        Param {
            key: "of",
            title: "Of",
            help: "What is counted.",
            shape: Shape::Choice {
                default: "customers",
                options: &[
                    ("customers", text!("customers with a rep today")),
                    ("accounts", text!("accounts with a rep today")),
                    ("revenue", text!("revenue of accounts with a rep today")),
                ],
            },
        },
    ],
};

/// See the card.
pub struct MoveLimit;

impl Rule for MoveLimit {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, scores: &Scores) -> Vec<RuleSetting> {
        suggested_percent(dataset, scores)
            .map(|percent| setting(&CARD, 0.0, &[("percent", Value::Number(percent))]))
            .into_iter()
            .collect()
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, _share: f64, draft: &mut Draft<'t>) {
        let of = params.text("of");
        let limit = limit(params, terms);
        draft.cap(move |account| weight(terms, &of, account), limit);
    }

    fn eases(&self) -> &'static [Ease] {
        &[Ease { key: "percent", way: Way::Up, words: text!("{} to change hands") }]
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        Weighed::new(params, terms).report(terms, plan)
    }

    fn ready(&self, params: &Params, terms: &Terms) -> Option<Ready> {
        let weighed = Weighed::new(params, terms);
        Some(Box::new(move |terms, plan| weighed.report(terms, plan)))
    }
}

/// What no plan changes.
struct Weighed {
    of: String,
    /// Of each account.
    weights: Vec<f64>,
    limit: f64,
    /// How many accounts count.
    touched: usize,
}

impl Weighed {
    fn new(params: &Params, terms: &Terms) -> Self {
        let of = params.text("of");
        let weights: Vec<f64> =
            (0..terms.dataset().accounts.len()).map(|account| weight(terms, &of, account)).collect();
        let touched = weights.iter().filter(|weight| **weight > 0.0).count();
        Self { of, weights, limit: limit(params, terms), touched }
    }

    fn report(&self, terms: &Terms, plan: &Assignment) -> Report {
        let moved: f64 = terms.changed(plan).map(|account| self.weights[account]).sum();
        let (of, limit) = (&self.of, self.limit);
        let mut breaches = Vec::new();
        if moved > limit + limit.abs().max(1.0) * 1e-9 {
            breaches.push(Finding {
                rule: CARD.id.to_owned(),
                account: None,
                rep: None,
                what: [of, CHANGING_HANDS].concat(),
                value: moved,
                limit,
            });
        }
        Report { loss: None, breaches, touched: self.touched }
    }
}

/// What counts when the account leaves its owner; 0 where it has none, or one who is gone: no plan could let it stay.
fn weight(terms: &Terms, of: &str, account: usize) -> f64 {
    let accounts = &terms.dataset().accounts;
    match of {
        _ if terms.owner(account) == OPEN || terms.dataset().is_gone(terms.owner(account).into()) => 0.0,
        "revenue" => terms.scores().revenue[account],
        "customers" if accounts.status(account) == Status::Prospect => 0.0,
        _ => 1.0,
    }
}

fn limit(params: &Params, terms: &Terms) -> f64 {
    let of = params.text("of");
    let total: f64 = (0..terms.dataset().accounts.len()).map(|account| weight(terms, &of, account)).sum();
    total * params.number("percent") / 100.0
}

/// 20 % of the customers, or more where today's territories are so uneven that the balance window asks for it.
fn suggested_percent(dataset: &Dataset, scores: &Scores) -> Option<f64> {
    const USUAL: f64 = 20.0;
    let accounts = &dataset.accounts;
    let mut books: Vec<Vec<f64>> = vec![Vec::new(); dataset.reps.len()];
    for account in (0..accounts.len()).filter(|&account| accounts.status(account) == Status::Customer) {
        if let Some(book) = books.get_mut(accounts.owner[account] as usize) {
            book.push(scores.potential[account]);
        }
    }
    let customers: usize = books.iter().map(Vec::len).sum();
    if customers == 0 {
        return None;
    }
    let total: f64 = scores.potential.iter().sum();
    let tolerance = balance_window::suggested_tolerance(dataset, scores).unwrap_or(100.0) / 100.0;
    let most = total / dataset.team_size().max(1) as f64 * (1.0 + tolerance);
    let least_moves: usize = books.into_iter().map(|book| moves_to_fit(book, most)).sum();
    // Twice the fewest moves leaves room for travel and fit; full steps of five.
    let needed = libm::ceil(2.0 * 100.0 * least_moves as f64 / customers as f64 / 5.0) * 5.0;
    Some(needed.clamp(USUAL, 100.0))
}

/// How many customers must leave, the largest first, until the rest fit.
fn moves_to_fit(mut book: Vec<f64>, most: f64) -> usize {
    book.sort_by(f64::total_cmp);
    book.reverse();
    let mut load: f64 = book.iter().sum();
    let leaving = book.iter().take_while(|potential| {
        let over = load > most;
        load -= if over { **potential } else { 0.0 };
        over
    });
    leaving.count()
}
