//! Who has which account.

use crate::model::RepIndices;
use serde::Deserialize;
use serde::Serialize;

/// The rep of an account that nobody has: the open pool.
pub const OPEN: u16 = u16::MAX;

/// One rep position per account, [`OPEN`] for the open pool.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// Position of the rep of each account.
    pub rep: RepIndices,
}

impl Assignment {
    /// From plain positions.
    pub fn new(rep: Vec<u16>) -> Self {
        Self { rep: RepIndices(rep) }
    }

    /// How many accounts it covers.
    pub fn len(&self) -> usize {
        self.rep.len()
    }

    /// Whether it covers none.
    pub fn is_empty(&self) -> bool {
        self.rep.is_empty()
    }
}
