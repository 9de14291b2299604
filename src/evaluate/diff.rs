//! The difference of two plans.

use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::rules::Quantity;
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

/// In what two plans differ, and how much that is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The accounts that have another rep, in order.
    pub changes: Vec<Change>,
    /// Potential of each of them, money a year.
    pub potential: Vec<f64>,
    /// Current revenue of each of them, money a year.
    pub revenue: Vec<f64>,
}

impl Difference {
    /// Potential and revenue of all of them together, money a year.
    pub fn totals(&self) -> (f64, f64) {
        (self.potential.iter().sum(), self.revenue.iter().sum())
    }
}

impl Judge {
    /// In what `after` differs from `before`, measured as everything else is: accounts that are excluded differ in nothing.
    pub fn difference(&self, before: &Assignment, after: &Assignment) -> Difference {
        let changes = changes(&self.counted(before), &self.counted(after));
        let amounts = |quantity: Quantity| {
            let of = |change: &Change| self.terms().amount(quantity, change.account as usize, change.to);
            changes.iter().map(of).collect()
        };
        let (potential, revenue) = (amounts(Quantity::Potential), amounts(Quantity::Revenue));
        Difference { changes, potential, revenue }
    }
}
