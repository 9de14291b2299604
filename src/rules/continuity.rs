//! `continuity`: relationships stay in their hands.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Kind;
use crate::rules::Params;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Terms;
use crate::rules::objective_limit;
use crate::rules::setting;
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "continuity",
    title: "Continuity",
    kind: Kind::Objective,
    help: "Keeps customers with the rep they know, the closest relationships first.",
    formula: "share of relationship value (revenue x relationship strength) that changes hands, in percent",
    source: "Value lost when the rep changes: Shi, Sridhar, Grewal, Lilien 2017",
    repeatable: false,
    params: &[],
};

/// See the card.
pub struct Continuity;

impl Rule for Continuity {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        let owned = dataset.accounts.owner.iter().any(|owner| *owner != OPEN);
        if owned { vec![setting(&CARD, 20.0, &[])] } else { Vec::new() }
    }

    fn compile<'t>(&self, _params: &Params, terms: &'t Terms, share: f64, draft: &mut Draft<'t>) {
        let total = total(terms);
        if total <= 0.0 {
            return;
        }
        let points = share * 100.0 / total;
        draft.linear(move |account, row| {
            let value = points * value(terms, account);
            if value > 0.0 {
                let owner = terms.owner(account);
                for (column, cost) in row.iter_mut().enumerate() {
                    *cost += if terms.rep_of(column) == owner { 0.0 } else { value };
                }
            }
        });
    }

    fn limited(&self, _params: &Params, percent: f64) -> Option<RuleSetting> {
        Some(objective_limit::on(&CARD, percent))
    }

    fn report(&self, _params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        Relationships::new(terms).report(terms, plan)
    }

    fn ready(&self, _params: &Params, terms: &Terms) -> Option<Ready> {
        let relationships = Relationships::new(terms);
        Some(Box::new(move |terms, plan| relationships.report(terms, plan)))
    }
}

/// What no plan changes.
struct Relationships {
    /// Of each account.
    values: Vec<f64>,
    total: f64,
    /// How many accounts have one.
    touched: usize,
}

impl Relationships {
    fn new(terms: &Terms) -> Self {
        let values: Vec<f64> = (0..terms.dataset().accounts.len()).map(|account| value(terms, account)).collect();
        let touched = values.iter().filter(|value| **value > 0.0).count();
        Self { total: values.iter().sum(), touched, values }
    }

    fn report(&self, terms: &Terms, plan: &Assignment) -> Report {
        let moved: f64 = terms.changed(plan).map(|account| self.values[account]).sum();
        let loss = if self.total > 0.0 { 100.0 * moved / self.total } else { 0.0 };
        Report { loss: Some(loss), breaches: Vec::new(), touched: self.touched }
    }
}

/// Relationship value of an account with today's rep; 0 where it has none.
///
/// Where the file has no revenue at all, potential stands in for it, so that the objective is not empty.
fn value(terms: &Terms, account: usize) -> f64 {
    let scores = terms.scores();
    if terms.owner(account) == OPEN {
        return 0.0;
    }
    let money = if terms.has_revenue() { scores.revenue[account] } else { scores.potential[account] };
    money * scores.relationship[account]
}

fn total(terms: &Terms) -> f64 {
    (0..terms.dataset().accounts.len()).map(|account| value(terms, account)).sum()
}
