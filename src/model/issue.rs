//! Faults in data, collected: where, what was found, what was expected, what to do.

use serde::Deserialize;
use serde::Serialize;

/// How bad an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Something was repaired or ignored.
    Warning,
    /// A row or a file could not be used.
    Error,
}

/// Where a fault stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Name of the file, "" where the fault is in no single file.
    pub file: String,
    /// Row as a spreadsheet shows it (header = 1); 0 = the whole file.
    pub row: u32,
    /// Header of the column, "" = the whole row.
    pub column: String,
}

/// One fault or repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Kind of fault, stable: `coordinates-swapped`. Issues of one code are counted and shown together.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// The value found, as the file has it.
    pub found: String,
    /// What was expected, a phrase: `a latitude between -90 and 90`.
    pub expected: String,
    /// What was done or what to do, a sentence.
    pub advice: String,
}

impl Issue {
    fn new(severity: Severity, code: &str, expected: impl Into<String>, advice: impl Into<String>) -> Self {
        let (expected, advice) = (expected.into(), advice.into());
        Self { code: code.to_owned(), severity, place: Place::default(), found: String::new(), expected, advice }
    }

    /// Something worth knowing; say where with [`Issue::at`] and what with [`Issue::found`].
    pub fn note(code: &str, expected: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, expected, advice)
    }

    /// Something that was repaired or ignored.
    pub fn warning(code: &str, expected: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, expected, advice)
    }

    /// A row or a file that could not be used.
    pub fn error(code: &str, expected: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, expected, advice)
    }

    /// The same issue with its place; row 0 = the whole file, column "" = the whole row.
    #[must_use]
    pub fn at(mut self, file: &str, row: u32, column: &str) -> Self {
        self.place = Place { file: file.to_owned(), row, column: column.to_owned() };
        self
    }

    /// The same issue with the value found, cut where it is very long.
    #[must_use]
    pub fn found(mut self, value: &str) -> Self {
        self.found = value.chars().take(120).collect();
        self
    }

    /// The place in words: `accounts.csv, row 812, column Postcode`.
    pub fn place_text(&self) -> String {
        let Place { file, row, column } = &self.place;
        let mut parts = Vec::new();
        if !file.is_empty() {
            parts.push(file.clone());
        }
        if *row > 0 {
            parts.push(say!("row {row}", row));
        }
        if !column.is_empty() {
            parts.push(say!("column {column}", column));
        }
        parts.join(", ")
    }

    /// The whole message: `accounts.csv, row 812, column Postcode: found "D-8O331", expected 5 digits. …`.
    pub fn text(&self) -> String {
        let place = self.place_text();
        let colon = if place.is_empty() { "" } else { ": " };
        let (found, expected) = (&self.found, &self.expected);
        let fault = say!("found \"{found}\", expected {expected}.", found, expected);
        format!("{place}{colon}{fault} {}", self.advice)
    }
}
