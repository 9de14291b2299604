//! `excluded`: accounts that do not count in this plan, such as a test record or one that a partner serves.
//!
//! They are no units of the problem, so nothing is searched for them, and [`Terms`] shows them to no rule: every figure
//! is that of the data without them. A plan goes on saying which rep they had, so that they come back to that rep when
//! they are included again; [`Excluded::leave_out`] is the plan that counts.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::EXCLUDED;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::in_order;
use crate::rules::kept_together::name;
use crate::rules::setting;
use crate::score::Scores;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// The card.
pub const CARD: Card = Card {
    id: EXCLUDED,
    title: "Excluded from planning",
    kind: Kind::Limit,
    help: "Accounts that you excluded on the Plan screen have no rep in the plan and count in no figure, target or \
           limit.",
    formula: "the plan is made and judged as if these accounts were not in the data",
    source: "",
    repeatable: false,
    params: &[Param { key: "accounts", title: "Accounts", help: "The ids of the accounts.", shape: Shape::Accounts }],
};

/// See the card.
pub struct ExcludedAccounts;

impl Rule for ExcludedAccounts {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, _dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        Vec::new()
    }

    /// Says how many there are. Nothing can break it: no plan that is judged has them.
    fn report(&self, _params: &Params, terms: &Terms, _plan: &Assignment) -> Report {
        Report { touched: terms.excluded().len(), ..Report::default() }
    }
}

/// The accounts of a dataset that rules exclude.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excluded {
    /// For each account whether it is excluded; empty where none is.
    is: Vec<bool>,
    count: usize,
    /// Today's rep of each account, [`OPEN`] for those that are excluded; empty where none is.
    owners: Vec<u16>,
}

impl Excluded {
    /// Those that these rules exclude.
    pub fn of(rules: &[RuleSetting], dataset: &Dataset) -> Self {
        let ids = ids(rules);
        let wanted: HashSet<&str> = ids.iter().map(String::as_str).collect();
        let mut is = Vec::new();
        let mut count = 0;
        let all = if wanted.is_empty() { 0 } else { dataset.accounts.len() };
        for account in 0..all {
            if count < wanted.len() && wanted.contains(name(dataset, account).as_ref()) {
                is.resize(dataset.accounts.len(), false);
                is[account] = true;
                count += 1;
            }
        }
        let owner = |(is, owner): (&bool, &u16)| if *is { OPEN } else { *owner };
        let owners = is.iter().zip(dataset.accounts.owner.iter()).map(owner).collect();
        Self { is, count, owners }
    }

    /// Whether an account is excluded.
    pub fn contains(&self, account: usize) -> bool {
        self.is.get(account) == Some(&true)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The accounts, in order.
    pub fn accounts(&self) -> impl Iterator<Item = u32> {
        let found = self.is.iter().enumerate().filter(|(_, is)| **is);
        found.map(|(account, _)| account as u32)
    }

    /// The plan without them: nobody has them.
    pub fn leave_out<'p>(&self, plan: &'p Assignment) -> Cow<'p, Assignment> {
        if self.is_empty() {
            return Cow::Borrowed(plan);
        }
        let rep = |(account, rep): (usize, &u16)| if self.contains(account) { OPEN } else { *rep };
        Cow::Owned(Assignment::new(plan.rep.iter().enumerate().map(rep).collect()))
    }

    /// The scores without what excluded accounts would add up to: whoever sums over all sums over the others.
    pub(super) fn silenced(&self, all: &Arc<Scores>) -> Arc<Scores> {
        if self.is_empty() {
            return all.clone();
        }
        let mut scores = Scores::clone(all);
        let Scores { potential, revenue, service_hours, visits, .. } = &mut scores;
        for values in [potential, revenue, service_hours, visits] {
            values.iter_mut().zip(&self.is).filter(|(_, is)| **is).for_each(|(value, _)| *value = 0.0);
        }
        Arc::new(scores)
    }
}

impl Terms {
    /// Whether an account does not count.
    pub fn is_excluded(&self, account: usize) -> bool {
        self.excluded().contains(account)
    }

    /// How many accounts count.
    pub fn counted(&self) -> usize {
        self.dataset().accounts.len() - self.excluded().len()
    }

    /// Today's rep of each account; [`OPEN`] where nobody has it, or it does not count.
    fn owners(&self) -> &[u16] {
        if self.excluded().is_empty() { &self.dataset().accounts.owner } else { &self.excluded().owners }
    }

    /// Today's rep of an account; [`OPEN`] where nobody has it, or it does not count.
    pub fn owner(&self, account: usize) -> u16 {
        self.owners()[account]
    }

    /// The accounts that a plan gives to another rep than today's, ascending.
    pub fn changed<'t>(&'t self, plan: &'t Assignment) -> impl Iterator<Item = usize> + 't {
        let pairs = self.owners().iter().zip(plan.rep.iter()).enumerate();
        pairs.filter(|(_, (owner, rep))| owner != rep).map(|(account, _)| account)
    }

    /// Today's assignment of the accounts that count.
    pub fn today(&self) -> Assignment {
        Assignment::new(self.owners().to_vec())
    }
}

/// The ids of the accounts that rules exclude, whether the data have them or not.
fn ids(rules: &[RuleSetting]) -> Vec<String> {
    let setting = rules.iter().find(|setting| setting.id == CARD.id);
    setting.map_or_else(Vec::new, |setting| Params::new(&CARD, &setting.params).list("accounts"))
}

/// The rules with these accounts excluded, or included again. Ids that the data do not have stay in the list: they may
/// be in the data that come next.
#[must_use]
pub fn with_excluded(rules: &[RuleSetting], accounts: &[u32], exclude: bool, dataset: &Dataset) -> Vec<RuleSetting> {
    let names: Vec<Cow<'_, str>> = accounts.iter().map(|account| name(dataset, *account as usize)).collect();
    let mut ids = ids(rules);
    if exclude {
        ids.extend(names.into_iter().map(Cow::into_owned));
        ids.sort_unstable();
        ids.dedup();
    } else {
        let names: HashSet<&str> = names.iter().map(AsRef::as_ref).collect();
        ids.retain(|id| !names.contains(id.as_str()));
    }
    let mut rules: Vec<RuleSetting> = rules.iter().filter(|setting| setting.id != CARD.id).cloned().collect();
    if !ids.is_empty() {
        rules.push(setting(&CARD, 0.0, &[("accounts", Value::List(ids))]));
    }
    in_order(rules)
}
