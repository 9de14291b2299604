//! What cleaning did: issues for single places, one sentence for each step.

use crate::clean::Step;
use crate::import::Field;
use crate::model::Indices;
use crate::model::Issue;
use crate::order::Order;
use crate::texts;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// Of one fault in one column at most this many cells are listed; the others are told by their rows.
const MOST_LISTED: u32 = 1_000;

/// What one step changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepLog {
    /// Stable name: `coordinates`.
    pub id: String,
    /// Name on a screen: `Coordinates`.
    pub title: String,
    /// How many values or rows it changed.
    pub changed: u32,
    /// What it did, a sentence.
    pub sentence: String,
}

/// Cells with a fault of which a thousand are listed already: they are told by their rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rest {
    /// One that is listed; the value it found is not theirs.
    pub like: Issue,
    /// Row numbers as a spreadsheet shows them.
    pub rows: Indices,
}

/// What a step did to the values of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Values that were put right.
    pub repaired: u32,
    /// Values that cannot be used.
    pub unusable: u32,
}

/// Everything that was logged.
#[derive(Debug, Default)]
pub struct Logged {
    /// The issues that are listed.
    pub issues: Vec<Issue>,
    /// Those that are not.
    pub rest: Vec<Rest>,
    /// What each step did.
    pub steps: Vec<StepLog>,
}

/// How often an issue of a kind was met in a column.
#[derive(Debug)]
struct Listed {
    count: u32,
    first: Issue,
    rest: Option<Rest>,
}

/// Collects issues and step logs.
#[derive(Debug, Default)]
pub struct Log {
    issues: Vec<Issue>,
    steps: Vec<StepLog>,
    listed: HashMap<(String, String, String), Listed>,
    touched: BTreeMap<Field, Touched>,
    counts: BTreeMap<Step, usize>,
}

impl Log {
    /// Adds an issue that always stands in the list.
    pub fn add(&mut self, issue: Issue) {
        self.issues.push(issue);
    }

    /// Adds an issue about one cell or row; beyond a thousand of a kind they are told by their rows.
    pub fn cell(&mut self, issue: Issue) {
        let key = (issue.code.clone(), issue.place.file.clone(), issue.place.column.clone());
        let listed = self.listed.entry(key).or_insert_with(|| Listed { count: 0, first: issue.clone(), rest: None });
        listed.count += 1;
        if listed.count <= MOST_LISTED {
            self.issues.push(issue);
            return;
        }
        let row = issue.place.row;
        let same = issue.expected == listed.first.expected && issue.advice == listed.first.advice;
        let rest = listed.rest.get_or_insert_with(|| Rest { like: listed.first.clone(), rows: Indices::default() });
        if !same {
            // What was said of one row need not hold for the next.
            say!("as for the rows listed before").clone_into(&mut rest.like.expected);
            say!("It was treated like the rows listed before.").clone_into(&mut rest.like.advice);
        }
        rest.rows.push(row);
    }

    /// Says what a step did to values of a column of the accounts.
    pub fn touch(&mut self, field: Field, repaired: usize, unusable: usize) {
        let touched = self.touched.entry(field).or_default();
        touched.repaired += repaired as u32;
        touched.unusable += unusable as u32;
    }

    /// What was done to the values of a column of the accounts.
    pub fn touched(&self, field: Field) -> Touched {
        self.touched.get(&field).copied().unwrap_or_default()
    }

    /// Adds to what a step changed in one column after the other.
    pub fn count(&mut self, step: Step, changed: usize) {
        *self.counts.entry(step).or_default() += changed;
    }

    /// What a step changed in all columns so far.
    pub fn counted(&self, step: Step) -> usize {
        self.counts.get(&step).copied().unwrap_or_default()
    }

    /// Says what a step did.
    pub fn step(&mut self, id: &str, title: &str, changed: usize, sentence: String) {
        self.steps.push(StepLog { id: id.to_owned(), title: title.to_owned(), changed: changed as u32, sentence });
    }

    /// Says that a step was not done.
    pub fn left_out(&mut self, step: Step) {
        let sentence = say!("Left out: everything stands as the files have it.").to_owned();
        self.step(step.id(), step.title(), 0, sentence);
    }

    /// Everything collected, in the order of the files' rows within each step.
    pub fn finish(self) -> Logged {
        let mut rest: Vec<_> = self.listed.into_iter().filter_map(|(key, listed)| Some((key, listed.rest?))).collect();
        rest.order_by(|left, right| left.0.cmp(&right.0));
        Logged { issues: self.issues, rest: rest.into_iter().map(|(_, rest)| rest).collect(), steps: self.steps }
    }
}

/// About a text that is no day of the calendar.
pub fn unreadable_day() -> Issue {
    let advice = say!("The value counts as missing. Correct the day in the file.");
    Issue::warning("date-unreadable", say!("a day like 2026-12-31"), advice)
}

/// `1 account`, `1,204 accounts`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    texts::counted(count, &digits(count), one, many)
}

/// A count in digits: `1,200`.
pub fn digits(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_one_fault_is_told_by_its_rows() {
        // A file with one wrong column must neither bury everything else under 40,000 messages nor lose a row.
        let mut log = Log::default();
        for row in 0..1_500 {
            log.cell(Issue::warning("x", "a number", "Left out.").at("a.csv", row, "ARR"));
        }
        let Logged { issues, rest, .. } = log.finish();
        assert_eq!((issues.len(), rest.len()), (1_000, 1));
        assert_eq!((rest[0].rows.len(), rest[0].rows[0]), (500, 1_000));
    }

    #[test]
    fn counts_read_well() {
        // Sentences stand on the screen as they are.
        assert_eq!(counted(1, "account", "accounts"), "1 account");
        assert_eq!(counted(1_234_567, "account", "accounts"), "1,234,567 accounts");
    }
}
