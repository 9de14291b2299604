//! The difference of two plans.

use crate::model::Assignment;
use serde::Deserialize;
use serde::Serialize;

/// An account that has another rep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Position of the account.
    pub account: u32,
    /// Rep before.
    pub from: u16,
    /// Rep after.
    pub to: u16,
}

/// The accounts that have another rep in `after` than in `before`, in order.
pub fn changes(before: &Assignment, after: &Assignment) -> Vec<Change> {
    let pairs = before.rep.iter().zip(after.rep.iter()).enumerate();
    pairs
        .filter(|(_, (from, to))| from != to)
        .map(|(account, (&from, &to))| Change { account: account as u32, from, to })
        .collect()
}
