//! A table as a file holds it: every cell a text, every row knowing where it stood.

use crate::model::Indices;
use crate::model::Texts;
use serde::Deserialize;
use serde::Serialize;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TableKind {
    /// Companies to assign.
    Accounts,
    /// People to assign them to.
    Reps,
    /// Sales history.
    Opportunities,
}

impl TableKind {
    /// `accounts`, `reps` or `opportunities`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accounts => text!("accounts"),
            Self::Reps => text!("reps"),
            Self::Opportunities => text!("opportunities"),
        }
    }
}

/// The cells of one file (or sheet), row after row, without header and footer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Name of the file, with the sheet where there are several: `accounts.xlsx, sheet Active Accounts`.
    pub file: String,
    /// Column headers; never empty texts (an unnamed column is called `Column 7`).
    pub headers: Vec<String>,
    /// All cells, row-major: `headers.len()` for each row.
    pub cells: Texts,
    /// Row of each data row as a spreadsheet shows it (header = 1 in most files).
    pub rows: Indices,
}

impl Table {
    /// How many data rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no data row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The cell at a data row (from 0) and a column (from 0).
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.cells.get(row * self.headers.len() + column)
    }

    /// The data row (from 0) that a spreadsheet shows as `number`.
    pub fn position(&self, number: u32) -> Option<usize> {
        self.rows.binary_search(&number).ok()
    }

    /// The position of a column by its header.
    pub fn column(&self, header: &str) -> Option<usize> {
        self.headers.iter().position(|candidate| candidate == header)
    }
}
