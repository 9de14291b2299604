//! `rep-fit`: accounts with the reps who know their business.

use crate::model::Assignment;
use crate::model::Dataset;
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
    id: "rep-fit",
    title: "Rep fit",
    kind: Kind::Objective,
    help: "Gives accounts to reps who know their industry and segment.",
    formula: "sum of potential x (fit of the best eligible rep - fit of the rep) / sum of potential, in percent; fit = 1, \
              x 0.6 without the skill, x 0.7 outside the rep's segments",
    source: "",
    repeatable: false,
    params: &[],
};

/// See the card.
pub struct RepFit;

impl Rule for RepFit {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        let listed = dataset.reps.iter().any(|rep| !rep.skills.is_empty() || !rep.segments.is_empty());
        if listed { vec![setting(&CARD, 10.0, &[])] } else { Vec::new() }
    }

    fn compile<'t>(&self, _params: &Params, terms: &'t Terms, share: f64, draft: &mut Draft<'t>) {
        let total = all_potential(terms);
        if total <= 0.0 {
            return;
        }
        let points = share * 100.0 / total;
        draft.linear(move |account, row| {
            let best = best_fit(terms, account);
            for (column, cost) in row.iter_mut().enumerate() {
                *cost += points * shortfall(terms, account, terms.rep_of(column), best);
            }
        });
    }

    fn limited(&self, _params: &Params, percent: f64) -> Option<RuleSetting> {
        Some(objective_limit::on(&CARD, percent))
    }

    fn report(&self, _params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        report(terms, plan, all_potential(terms), |account| best_fit(terms, account))
    }

    fn ready(&self, _params: &Params, terms: &Terms) -> Option<Ready> {
        let best: Vec<f64> = (0..terms.dataset().accounts.len()).map(|account| best_fit(terms, account)).collect();
        let total = all_potential(terms);
        Some(Box::new(move |terms, plan| report(terms, plan, total, |account| best[account])))
    }
}

fn all_potential(terms: &Terms) -> f64 {
    terms.scores().potential.iter().sum()
}

fn report(terms: &Terms, plan: &Assignment, total: f64, best: impl Fn(usize) -> f64) -> Report {
    let short = plan.rep.iter().enumerate().map(|(account, &rep)| shortfall(terms, account, rep, best(account)));
    let loss = if total > 0.0 { 100.0 * short.sum::<f64>() / total } else { 0.0 };
    Report { loss: Some(loss), breaches: Vec::new(), touched: terms.counted() }
}

fn best_fit(terms: &Terms, account: usize) -> f64 {
    let eligible = (0..terms.dataset().reps.len()).filter(|&candidate| terms.allows(account, candidate));
    eligible.map(|candidate| terms.scores().fit.of(account, candidate)).fold(0.0, f64::max)
}

/// Potential x what the rep's fit lacks to the best eligible rep's; an open account lacks all of it.
fn shortfall(terms: &Terms, account: usize, rep: u16, best: f64) -> f64 {
    terms.scores().potential[account] * (best - terms.fit(account, rep)).max(0.0)
}
