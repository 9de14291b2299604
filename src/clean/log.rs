//! What cleaning did: issues for single places, one sentence for each step.

use crate::model::Issue;
use crate::model::Severity;
use serde::Deserialize;
use serde::Serialize;
use std::collections::HashMap;

/// Of one fault in one column at most this many cells are listed; the rest is counted.
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

/// Collects issues and step logs.
#[derive(Debug, Default)]
pub struct Log {
    issues: Vec<Issue>,
    steps: Vec<StepLog>,
    listed: HashMap<(String, String, String), (u32, Severity)>,
}

impl Log {
    /// Adds an issue that always stands in the list.
    pub fn add(&mut self, issue: Issue) {
        self.issues.push(issue);
    }

    /// Adds an issue about one cell; beyond a thousand of a kind they are counted instead.
    pub fn cell(&mut self, issue: Issue) {
        let key = (issue.code.clone(), issue.place.file.clone(), issue.place.column.clone());
        let (count, _) = self.listed.entry(key).or_insert((0, issue.severity));
        *count += 1;
        if *count <= MOST_LISTED {
            self.issues.push(issue);
        }
    }

    /// Says what a step did.
    pub fn step(&mut self, id: &str, title: &str, changed: usize, sentence: String) {
        self.steps.push(StepLog { id: id.to_owned(), title: title.to_owned(), changed: changed as u32, sentence });
    }

    /// Everything collected, in the order of the files' rows within each step.
    pub fn finish(mut self) -> (Vec<Issue>, Vec<StepLog>) {
        let mut rest: Vec<_> = self.listed.into_iter().filter(|(_, (count, _))| *count > MOST_LISTED).collect();
        rest.sort_by(|left, right| left.0.cmp(&right.0));
        for ((code, file, column), (count, severity)) in rest {
            let mut issue = Issue::note(&code, "as in the rows above", "They were treated like the rows listed.");
            issue.severity = severity;
            self.issues.push(issue.at(&file, 0, &column).found(&format!("{} more rows", count - MOST_LISTED)));
        }
        (self.issues, self.steps)
    }
}

/// `1 account`, `1,204 accounts`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_one_fault_is_counted_not_listed() {
        // A file with one wrong column must not bury everything else under 40,000 messages.
        let mut log = Log::default();
        for row in 0..1_500 {
            log.cell(Issue::warning("x", "a number", "Left out.").at("a.csv", row, "ARR"));
        }
        let (issues, _) = log.finish();
        assert_eq!(issues.len(), 1_001);
        assert_eq!(issues[1_000].found, "500 more rows");
    }

    #[test]
    fn counts_read_well() {
        // Sentences stand on the screen as they are.
        assert_eq!(counted(1, "account", "accounts"), "1 account");
        assert_eq!(counted(1_234_567, "account", "accounts"), "1,234,567 accounts");
    }
}
