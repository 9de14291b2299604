//! `strategic-accounts-stay`: the largest customers keep their rep.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::rules::Card;
use crate::rules::Finding;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Report;
use crate::rules::Restrictions;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::setting;
use crate::score::Scores;
use std::collections::BTreeMap;

/// Revenue a year from which a customer is strategic, unless said otherwise.
pub const STRATEGIC: f64 = 100_000.0;

/// The card.
pub const CARD: Card = Card {
    id: "strategic-accounts-stay",
    title: "Strategic accounts stay",
    kind: Kind::Limit,
    help: "Customers above an amount of revenue keep their rep.",
    formula: "revenue >= amount: rep = today's rep",
    source: "",
    repeatable: false,
    params: &[Param {
        key: "amount",
        title: "From revenue of",
        help: "Revenue a year from which an account is strategic.",
        shape: Shape::Number { default: STRATEGIC, min: 0.0, max: 1e15, step: 10_000.0, unit: "a year" },
    }],
};

/// See the card.
pub struct StrategicAccountsStay;

impl Rule for StrategicAccountsStay {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, scores: &Scores) -> Vec<RuleSetting> {
        // The rule is for the few: the default amount where that means at most a tenth of the accounts.
        let count = (0..dataset.accounts.len()).filter(|&account| stays(dataset, scores, STRATEGIC, account)).count();
        if count > 0 && count * 10 <= dataset.accounts.len() { vec![setting(&CARD, 0.0, &[])] } else { Vec::new() }
    }

    fn restrict(&self, params: &Params, dataset: &Dataset, scores: &Scores, restrictions: &mut Restrictions) {
        let amount = params.number("amount");
        for account in (0..dataset.accounts.len()).filter(|&account| stays(dataset, scores, amount, account)) {
            restrictions.fix(account, dataset.accounts.owner[account]);
        }
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let amount = params.number("amount");
        let mut report = Report::default();
        let concerned =
            |account: &usize| !terms.is_excluded(*account) && stays(terms.dataset(), terms.scores(), amount, *account);
        for account in (0..plan.len()).filter(concerned) {
            report.touched += 1;
            if plan.rep[account] != terms.dataset().accounts.owner[account] {
                report.breaches.push(Finding::misplaced(
                    CARD.id,
                    account,
                    plan.rep[account],
                    text!("strategic account moved"),
                ));
            }
        }
        report
    }
}

fn stays(dataset: &Dataset, scores: &Scores, amount: f64, account: usize) -> bool {
    let owner = dataset.accounts.owner[account];
    owner != OPEN && !dataset.is_gone(owner.into()) && scores.revenue[account] >= amount
}

/// The revenue from which an account is strategic: the rule's, or its default where it is not in force.
pub fn amount(rules: &[RuleSetting]) -> f64 {
    let unset = BTreeMap::new();
    let setting = rules.iter().find(|setting| setting.id == CARD.id);
    Params::new(&CARD, setting.map_or(&unset, |setting| &setting.params)).number("amount")
}
