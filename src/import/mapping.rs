//! The mapping a person sees and may change: which table is what, which column is which field.

use crate::import::field::Field;
use crate::model::TableKind;
use serde::Deserialize;
use serde::Serialize;

/// How a column was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// By its canonical name.
    Exact,
    /// By a name another system gives it.
    Alias,
    /// By a known name inside a longer one.
    Pattern,
    /// By a name that is a slip away.
    Fuzzy,
    /// By its values alone.
    Values,
    /// The user said so.
    User,
    /// Not at all: kept as an extra column.
    None,
}

/// One column of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnMatch {
    /// Position in the table, from 0.
    pub column: u32,
    /// Header as the file has it.
    pub header: String,
    /// What it holds; none = extra column.
    pub field: Option<Field>,
    /// How sure the recognition is, 0 to 1.
    pub confidence: f64,
    /// How it was recognised.
    pub how: How,
    /// Up to five values, as the file has them.
    pub samples: Vec<String>,
}

/// What a table is and what its columns hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// Name of the table (see `Table::file`).
    pub file: String,
    /// What its rows are; none = none of the three, the file is not used.
    pub kind: Option<TableKind>,
    /// How sure that is, 0 to 1.
    pub kind_confidence: f64,
    /// All columns in the order of the file.
    pub columns: Vec<ColumnMatch>,
    /// What a person should know, a sentence; "" where all is plain.
    pub note: String,
}

impl Mapping {
    /// The column that holds a field.
    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|column| column.field == Some(field)).map(|column| column.column as usize)
    }

    /// Gives a column to a field as the user wishes; the column that had the field becomes an extra column.
    pub fn choose(&mut self, column: usize, field: Option<Field>) {
        for (position, entry) in self.columns.iter_mut().enumerate() {
            if position == column {
                *entry = ColumnMatch { field, confidence: 1.0, how: How::User, ..entry.clone() };
            } else if field.is_some() && entry.field == field {
                *entry = ColumnMatch { field: None, confidence: 0.0, how: How::None, ..entry.clone() };
            }
        }
    }
}
