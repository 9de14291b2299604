//! `expected-revenue`: what the plan can be expected to bring.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::problem::Hinge;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "expected-revenue",
    title: "Expected revenue",
    kind: Kind::Objective,
    help: "Gives accounts to the reps who will make most of them, hand-over losses and overload counted.",
    formula: "(best possible - plan) / best possible, in percent; expected = potential x fit x ramp - dip x revenue x \
              relationship where the account moves; best possible = each account with its best rep; a rep's hours \
              beyond capacity bring nothing",
    source: "Dip 13.2 to 17.6 % of a customer's sales: Shi, Sridhar, Grewal, Lilien 2017",
    repeatable: false,
    params: &[Param {
        key: "dip_percent",
        title: "Hand-over dip",
        help: "Part of the revenue lost when a fully trusted rep is changed.",
        shape: Shape::Number { default: 15.0, min: 0.0, max: 100.0, step: 1.0, unit: "%" },
    }],
};

/// See the card.
pub struct ExpectedRevenue;

impl Rule for ExpectedRevenue {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, _dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        Vec::new()
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, share: f64, draft: &mut Draft<'t>) {
        let dip = params.number("dip_percent") / 100.0;
        let best = best_total(terms, dip);
        if best <= 0.0 {
            return;
        }
        let points = share * 100.0 / best;
        draft.constant(share * 100.0);
        draft.linear(move |account, row| {
            for (column, cost) in row.iter_mut().enumerate() {
                *cost -= points * expected(terms, dip, account, terms.rep_of(column));
            }
        });
        let per_hour = money_per_hour(terms, best);
        for (rep, facts) in terms.dataset().reps.iter().enumerate() {
            if let Some(capacity) = facts.capacity_hours {
                let hinge = Hinge { at: capacity, below: 0.0, above: points * per_hour };
                draft.hinge(Quantity::Workload, rep, hinge);
            }
        }
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let dip = params.number("dip_percent") / 100.0;
        report(terms, plan, dip, best_total(terms, dip))
    }

    fn ready(&self, params: &Params, terms: &Terms) -> Option<Ready> {
        let dip = params.number("dip_percent") / 100.0;
        let best = best_total(terms, dip);
        Some(Box::new(move |terms, plan| report(terms, plan, dip, best)))
    }
}

fn report(terms: &Terms, plan: &Assignment, dip: f64, best: f64) -> Report {
    let brings: f64 = plan.rep.iter().enumerate().map(|(account, &rep)| expected(terms, dip, account, rep)).sum();
    let loads = terms.loads(Quantity::Workload, plan);
    let over = loads.iter().zip(&terms.dataset().reps);
    let hours: f64 = over.filter_map(|(load, rep)| rep.capacity_hours.map(|most| (load - most).max(0.0))).sum();
    let lost = hours * money_per_hour(terms, best);
    let loss = if best > 0.0 { 100.0 * (best - brings + lost) / best } else { 0.0 };
    Report { loss: Some(loss), breaches: Vec::new(), touched: terms.counted() }
}

/// Money a year from an account with a rep, net of the hand-over dip; 0 in the pool.
fn expected(terms: &Terms, dip: f64, account: usize, rep: u16) -> f64 {
    if rep == OPEN {
        return 0.0;
    }
    let scores = terms.scores();
    let owner = terms.owner(account);
    let moved = owner != OPEN && owner != rep;
    let loss = if moved { dip * scores.revenue[account] * scores.relationship[account] } else { 0.0 };
    scores.potential[account] * scores.fit.of(account, rep as usize) * terms.dataset().reps[rep as usize].ramp - loss
}

fn best_total(terms: &Terms, dip: f64) -> f64 {
    let reps = terms.dataset().reps.len();
    let best = |account: usize| {
        let eligible = (0..reps).filter(|&rep| terms.allows(account, rep));
        eligible.map(|rep| expected(terms, dip, account, rep as u16)).fold(f64::NEG_INFINITY, f64::max)
    };
    (0..terms.dataset().accounts.len()).map(best).filter(|money| money.is_finite()).sum()
}

/// What an hour of the team brings on average: hours beyond capacity lose this much.
fn money_per_hour(terms: &Terms, best: f64) -> f64 {
    let hours = terms.total(Quantity::Workload);
    if hours > 0.0 { best.max(0.0) / hours } else { 0.0 }
}
