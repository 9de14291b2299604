//! The reason for every account's rep, in one line.

use crate::evaluate::Alternative;
use crate::evaluate::Change;
use crate::evaluate::Explanation;
use crate::evaluate::Judge;
use crate::evaluate::Part;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::problem::Prices;
use crate::rules::Charge;
use crate::rules::Draft;
use crate::rules::Quantity;
use crate::rules::Split;
use crate::rules::Terms;
use serde::Deserialize;
use serde::Serialize;

/// Why an account is with its rep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reason {
    /// It stays, and may not move.
    Fixed,
    /// The user locked it to this rep.
    Locked,
    /// The user gave it to this rep.
    ByHand,
    /// It stays.
    Stays,
    /// It had no rep and goes to the one whom it costs least.
    New {
        /// What speaks most for this rep against the runner-up.
        because: Option<Part>,
    },
    /// It moves with its family.
    WithFamily,
    /// It moves.
    Moves {
        /// What speaks most for the new rep against today's.
        because: Option<Part>,
    },
    /// It stays open.
    Open,
    /// It does not count in this plan.
    Excluded,
    /// It moves: a limit forbids its rep of today.
    Barred,
}

impl Judge {
    /// The reason of every account of a plan. `by_hand`: accounts that the user assigned, sorted.
    pub fn reasons(&self, plan: &Assignment, prices: Option<&Prices>, by_hand: &[u32]) -> Vec<Reason> {
        let around = self.terms().around(plan);
        let terms = around.as_ref().unwrap_or(self.terms());
        let owners = &terms.dataset().accounts.owner;
        let tables = Tables::of(terms, prices);
        (0..plan.len())
            .map(|account| {
                if terms.is_excluded(account) {
                    return Reason::Excluded;
                }
                let (rep, owner) = (plan.rep[account], owners[account]);
                let members = &terms.members()[terms.unit_of()[account] as usize];
                let number = account as u32;
                match (rep, owner) {
                    _ if terms.settings().locks.binary_search(&(number, rep)).is_ok() => Reason::Locked,
                    _ if by_hand.binary_search(&number).is_ok() => Reason::ByHand,
                    (OPEN, _) => Reason::Open,
                    (rep, owner) if rep == owner => {
                        let choices = (0..terms.columns()).filter(|&column| terms.allows(account, column)).count();
                        if choices <= 1 { Reason::Fixed } else { Reason::Stays }
                    }
                    _ if members.len() > 1 && self.leads_elsewhere(members, account, rep) => Reason::WithFamily,
                    (rep, OPEN) => Reason::New { because: tables.against_runner_up(self, members, account, rep) },
                    (rep, owner) if terms.dataset().is_gone(usize::from(owner)) => {
                        Reason::Moves { because: tables.against_runner_up(self, members, account, rep) }
                    }
                    (_, owner) if terms.column_of(owner).is_some_and(|column| !terms.allows(account, column)) => {
                        Reason::Barred
                    }
                    (rep, owner) => Reason::Moves { because: tables.largest(self, members, rep, owner) },
                }
            })
            .collect()
    }

    /// Why accounts have the rep they have in a plan rather than the one before, in the order of the changes.
    pub fn reasons_of(&self, changes: &[Change], plan: &Assignment, prices: Option<&Prices>) -> Vec<Reason> {
        let around = self.terms().around(plan);
        let terms = around.as_ref().unwrap_or(self.terms());
        let tables = Tables::of(terms, prices);
        let reason = |change: &Change| {
            let (account, rep) = (change.account as usize, change.to);
            let Some(members) = terms.members().get(terms.unit_of()[account] as usize) else { return Reason::Excluded };
            match (rep, change.from) {
                _ if terms.settings().locks.binary_search(&(change.account, rep)).is_ok() => Reason::Locked,
                (OPEN, _) => Reason::Open,
                _ if members.len() > 1 && self.leads_elsewhere(members, account, rep) => Reason::WithFamily,
                (rep, OPEN) => Reason::New { because: tables.against_runner_up(self, members, account, rep) },
                (rep, from) => Reason::Moves { because: tables.largest(self, members, rep, from) },
            }
        };
        changes.iter().map(reason).collect()
    }

    /// Whether a member with more potential decided where the family goes.
    fn leads_elsewhere(&self, members: &[u32], account: usize, rep: u16) -> bool {
        let terms = self.terms();
        let potential = |account: usize| terms.amount(Quantity::Potential, account, rep);
        members.iter().any(|&member| potential(member as usize) > potential(account))
    }
}

/// What the rules charge, and the prices, asked for single units.
struct Tables<'t> {
    draft: Draft<'t>,
    prices: Split,
}

impl<'t> Tables<'t> {
    fn of(terms: &'t Terms, prices: Option<&Prices>) -> Self {
        let draft = terms.draft();
        let prices = draft.split(prices);
        Self { draft, prices }
    }

    /// What speaks most for `rep` against `other`.
    fn largest(&self, judge: &Judge, members: &[u32], rep: u16, other: u16) -> Option<Part> {
        let (here, there) = (judge.terms().column_of(rep)?, judge.terms().column_of(other)?);
        most_for(&self.draft.charges(members, &self.prices), here, there)
    }

    fn against_runner_up(&self, judge: &Judge, members: &[u32], account: usize, rep: u16) -> Option<Part> {
        let terms = judge.terms();
        let charges = self.draft.charges(members, &self.prices);
        let sum = |column: usize| charges.iter().map(|charge| charge.row[column]).sum::<f64>();
        let others =
            (0..terms.columns()).filter(|&column| terms.allows(account, column) && terms.rep_of(column) != rep);
        let runner_up = others.map(|column| (sum(column), column)).min_by(|a, b| a.0.total_cmp(&b.0))?;
        most_for(&charges, terms.column_of(rep)?, runner_up.1)
    }
}

/// The part with the largest saving of one column against another.
fn most_for(charges: &[Charge], here: usize, there: usize) -> Option<Part> {
    let parts = charges.iter().map(|charge| Part::between(charge, Some(here), there));
    parts.max_by(|a, b| a.points.total_cmp(&b.points)).filter(|part| part.points > 1e-9)
}

impl Explanation {
    /// The alternative that is not the plan's rep and costs least.
    pub fn runner_up(&self) -> Option<&Alternative> {
        self.alternatives.iter().find(|alternative| alternative.rep != self.rep && alternative.forbidden_by.is_empty())
    }
}
