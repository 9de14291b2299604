//! What changes hands, by what speaks for it.

use crate::evaluate::Judge;
use crate::evaluate::Part;
use crate::evaluate::Reason;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::order::Order;
use crate::problem::Prices;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// What speaks for a move.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cause {
    /// A rule: the new rep suits the account better.
    Better(String),
    /// The new rep needs more of this quantity.
    Needed(String),
    /// Today's rep has too much of this quantity.
    Full(String),
    /// It makes room for others.
    Room,
    /// It goes with its family.
    Family,
    /// The user locked or assigned it.
    User,
    /// It had no rep.
    New,
    /// A limit forbids today's rep.
    Barred,
}

/// All that moves for the same cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MovedValue {
    /// The cause.
    pub cause: Cause,
    /// How many accounts.
    pub accounts: u32,
    /// What they pay a year, money.
    pub revenue: f64,
    /// What they could pay a year, money.
    pub potential: f64,
}

impl Judge {
    /// What has another rep in a plan than today, by cause, most accounts first. `by_hand`: accounts that the user
    /// assigned, sorted.
    pub fn moved(&self, plan: &Assignment, prices: Option<&Prices>, by_hand: &[u32]) -> Vec<MovedValue> {
        let plan = self.counted(plan);
        let plan = plan.as_ref();
        let scores = self.terms().scores();
        let mut sums: BTreeMap<Cause, (u32, f64, f64)> = BTreeMap::new();
        for (account, reason) in self.reasons(plan, prices, by_hand).into_iter().enumerate() {
            let rep = plan.rep[account];
            let owner = self.terms().owner(account);
            if rep != owner && rep != OPEN {
                let sum = sums.entry(Cause::of(reason, owner)).or_default();
                sum.0 += 1;
                sum.1 += scores.revenue[account];
                sum.2 += scores.potential[account];
            }
        }
        let value = |(cause, (accounts, revenue, potential))| MovedValue { cause, accounts, revenue, potential };
        let mut moved: Vec<MovedValue> = sums.into_iter().map(value).collect();
        moved.order_by(|a, b| b.accounts.cmp(&a.accounts).then_with(|| a.cause.cmp(&b.cause)));
        moved
    }
}

impl Cause {
    /// What speaks for a move, from its reason and the rep before.
    pub fn of(reason: Reason, owner: u16) -> Self {
        match reason {
            Reason::Locked | Reason::ByHand => Self::User,
            _ if owner == OPEN => Self::New,
            Reason::WithFamily => Self::Family,
            Reason::Barred => Self::Barred,
            Reason::Moves { because: Some(part) } => Self::of_part(part),
            _ => Self::Room,
        }
    }

    fn of_part(part: Part) -> Self {
        let needed = part.is_needed_here();
        match part.room {
            Some(quantity) if needed => Self::Needed(quantity),
            Some(quantity) => Self::Full(quantity),
            None => Self::Better(part.rule),
        }
    }
}
