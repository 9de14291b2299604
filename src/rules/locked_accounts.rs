//! `locked-accounts`: what is locked stays.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::LOCKED_ACCOUNTS;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::order;
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
use std::collections::BTreeMap;

/// The card.
pub const CARD: Card = Card {
    id: LOCKED_ACCOUNTS,
    title: "Locked accounts",
    kind: Kind::Limit,
    help: "Accounts locked in the file or by you stay with their rep.",
    formula: "rep = the rep of the lock",
    source: "",
    repeatable: false,
    params: &[],
};

/// See the card.
pub struct LockedAccounts;

impl Rule for LockedAccounts {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, _dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        vec![setting(&CARD, 0.0, &[])]
    }

    fn restrict(&self, _params: &Params, dataset: &Dataset, _scores: &Scores, restrictions: &mut Restrictions) {
        for account in 0..dataset.accounts.len() {
            let lock = locked_in_file(dataset, account).filter(|_| !restrictions.is_fixed_by_hand(account));
            if let Some(rep) = lock {
                restrictions.fix(account, rep);
            }
        }
    }

    fn report(&self, _params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        judged(&locks(terms), plan)
    }

    fn ready(&self, _params: &Params, terms: &Terms) -> Option<Ready> {
        let locks = locks(terms);
        Some(Box::new(move |_, plan| judged(&locks, plan)))
    }
}

/// Locks by hand, and those of the file for the accounts that have none.
fn locks(terms: &Terms) -> BTreeMap<u32, u16> {
    let accounts = (0..terms.dataset().accounts.len()).filter(|&account| !terms.is_excluded(account));
    let in_file = accounts.filter_map(|account| Some((account as u32, locked_in_file(terms.dataset(), account)?)));
    let mut locks = order::map(in_file);
    locks.extend(by_hand(terms));
    locks
}

fn by_hand(terms: &Terms) -> impl Iterator<Item = (u32, u16)> {
    let accounts = terms.dataset().accounts.len();
    terms
        .settings()
        .locks
        .iter()
        .copied()
        .filter(move |&(account, _)| (account as usize) < accounts && !terms.is_excluded(account as usize))
        .filter(|(_, rep)| !terms.dataset().is_gone(usize::from(*rep)))
}

/// Locks by hand bind even where the rule is not in force: nobody locks an account to see it move.
pub fn report_by_hand(terms: &Terms, plan: &Assignment) -> Report {
    judged(&order::map(by_hand(terms)), plan)
}

fn judged(locks: &BTreeMap<u32, u16>, plan: &Assignment) -> Report {
    let mut report = Report { touched: locks.len(), ..Report::default() };
    for (&account, &rep) in locks {
        let account = account as usize;
        if plan.rep[account] != rep {
            report.breaches.push(Finding::misplaced(
                CARD.id,
                account,
                plan.rep[account],
                text!("locked account moved"),
            ));
        }
    }
    report
}

fn locked_in_file(dataset: &Dataset, account: usize) -> Option<u16> {
    let owner = dataset.accounts.owner[account];
    (dataset.accounts.locked[account] == 1 && owner != OPEN && !dataset.is_gone(owner.into())).then_some(owner)
}
