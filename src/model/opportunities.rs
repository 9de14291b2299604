//! Sales opportunities, joined to accounts and reps.

use crate::model::Flags;
use crate::model::Indices;
use crate::model::Numbers;
use crate::model::RepIndices;
use crate::model::Texts;
use serde::Deserialize;
use serde::Serialize;

/// How an opportunity ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Not decided yet.
    Open,
    /// Bought.
    Won,
    /// Not bought.
    Lost,
}

/// Columns of opportunities; position `i` of every column is the same one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Opportunities {
    /// Row in the source file (header = 1).
    pub row: Indices,
    /// Position of the account in the dataset.
    pub account: Indices,
    /// Position of the rep, [`crate::model::OPEN`] where unknown.
    pub owner: RepIndices,
    /// Amount in the dataset's currency.
    pub amount: Numbers,
    /// First day, `YYYY-MM-DD`, "" where unknown.
    pub created: Texts,
    /// Last day, `YYYY-MM-DD`, "" where unknown.
    pub closed: Texts,
    /// 0 open, 1 won, 2 lost: see [`Opportunities::outcome`].
    pub outcome_code: Flags,
}

impl Opportunities {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// Whether all columns have the same length.
    pub fn is_whole(&self) -> bool {
        let length = self.len();
        let texts = [&self.created, &self.closed];
        texts.iter().all(|column| column.len() == length)
            && [self.account.len(), self.owner.len(), self.amount.len(), self.outcome_code.len()] == [length; 4]
    }

    /// The last day known of opportunity `index`: when it closed, else when it began; "" where neither is known.
    pub fn day(&self, index: usize) -> &str {
        match self.closed.get(index) {
            "" => self.created.get(index),
            day => day,
        }
    }

    /// How opportunity `index` ended.
    pub fn outcome(&self, index: usize) -> Outcome {
        match self.outcome_code[index] {
            1 => Outcome::Won,
            2 => Outcome::Lost,
            _ => Outcome::Open,
        }
    }
}
