//! `families-together`: companies of one family have one rep.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::NO_FAMILY;
use crate::model::RuleSetting;
use crate::rules::Card;
use crate::rules::Finding;
use crate::rules::Kind;
use crate::rules::Params;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Restrictions;
use crate::rules::Rule;
use crate::rules::Terms;
use crate::rules::setting;
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "families-together",
    title: "Families together",
    kind: Kind::Limit,
    help: "Accounts of one company family go to one rep.",
    formula: "accounts with the same ultimate parent form one unit",
    source: "",
    repeatable: false,
    params: &[],
};

/// See the card.
pub struct FamiliesTogether;

impl Rule for FamiliesTogether {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        if dataset.families > 0 { vec![setting(&CARD, 0.0, &[])] } else { Vec::new() }
    }

    fn restrict(&self, _params: &Params, dataset: &Dataset, _scores: &Scores, restrictions: &mut Restrictions) {
        for members in families(dataset, |account| !restrictions.is_left_out(account)) {
            for pair in members.windows(2) {
                restrictions.join(pair[0], pair[1]);
            }
        }
    }

    fn report(&self, _params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        report(&counted_families(terms), plan)
    }

    fn ready(&self, _params: &Params, terms: &Terms) -> Option<Ready> {
        let families = counted_families(terms);
        Some(Box::new(move |_, plan| report(&families, plan)))
    }
}

fn report(families: &[Vec<usize>], plan: &Assignment) -> Report {
    let mut report = Report::default();
    for members in families {
        report.touched += members.len();
        let first = plan.rep[members[0]];
        if let Some(&other) = members.iter().find(|&&member| plan.rep[member] != first) {
            report.breaches.push(Finding::misplaced(CARD.id, other, plan.rep[other], text!("family apart")));
        }
    }
    report
}

fn counted_families(terms: &Terms) -> Vec<Vec<usize>> {
    families(terms.dataset(), |account| !terms.is_excluded(account))
}

/// The members of every family with more than one, of the accounts that count.
fn families(dataset: &Dataset, counts: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let mut families = vec![Vec::new(); dataset.families as usize];
    for (account, &family) in dataset.accounts.family.iter().enumerate() {
        if family != NO_FAMILY && counts(account) {
            families[family as usize].push(account);
        }
    }
    families.retain(|members| members.len() > 1);
    families
}
