//! The Data screen: how good the data are, and what was found in them.

use crate::clean::ColumnQuality;
use crate::clean::Quality;
use crate::model::Issue;
use crate::model::Severity;
use crate::order::Order;
use crate::protocol::Understood;
use crate::session::Session;
use crate::texts;
use crate::units::Share;
use crate::units::grouped;

/// How good the accounts are.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityPanel {
    /// `94 of 100`.
    pub score: String,
    /// `61 as the file stands`.
    pub before: String,
    /// `7,165 rows: 7,153 accounts, 12 joined to another.`
    pub rows: String,
    /// What a plan needs to know, each with its share.
    pub subjects: Vec<SubjectBar>,
    /// Columns with a known meaning.
    pub columns: Vec<ColumnScore>,
    /// Rows with most faults: `Row 12: Coordinates zero, Number negative`.
    pub worst: Vec<String>,
}

/// What is known of one subject, before and after cleaning.
#[derive(Clone, Debug, PartialEq)]
pub struct SubjectBar {
    /// `Place`.
    pub label: &'static str,
    /// `92 % → 100 %`, or one figure where cleaning changed nothing.
    pub text: String,
    /// Share as the file stands, 0 to 100.
    pub before: f64,
    /// Share after cleaning, 0 to 100.
    pub after: f64,
}

/// A column with what of it can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnScore {
    /// Its header.
    pub header: String,
    /// What it means.
    pub means: &'static str,
    /// Share of accounts with something to use, 0 to 100.
    pub fill: f64,
    /// `98 %`.
    pub score: String,
    /// Accounts with a value.
    pub filled: String,
    /// Values put right.
    pub repaired: String,
    /// Values that cannot be used.
    pub unusable: String,
    /// Accounts with something to use after cleaning.
    pub usable: String,
}

/// Issues of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueGroup {
    /// Kind.
    pub code: String,
    /// `Coordinates swapped`.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// How many.
    pub count: String,
    /// What was done or what to do.
    pub advice: String,
    /// The first few, in full.
    pub examples: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// How good the accounts are; none where no accounts were read, or an earlier version did.
pub fn quality_panel(session: &Session) -> Option<QualityPanel> {
    let quality = &session.understood.as_ref()?.quality;
    if quality.accounts == 0 {
        return None;
    }
    let (before, after) = quality.overall();
    let points = |share: f64| grouped(share * 100.0, 0);
    let subjects = quality.subjects().into_iter().map(|(label, before, after)| SubjectBar {
        label: texts::of(label),
        text: change(before, after),
        before: before * 100.0,
        after: after * 100.0,
    });
    let worst = quality.worst.iter().map(|row| {
        let codes: Vec<String> = row.codes.iter().map(|code| issue_title(code)).collect();
        say!("Row {row}: {codes}", row = grouped(f64::from(row.row), 0), codes = codes.join(", "))
    });
    Some(QualityPanel {
        score: say!("{score} of 100", score = points(after)),
        before: if points(before) == points(after) {
            say!("as the file stands").to_owned()
        } else {
            say!("{score} as the file stands", score = points(before))
        },
        rows: rows_line(quality),
        subjects: subjects.collect(),
        columns: quality.columns.iter().map(|column| column_score(column, quality.wanted())).collect(),
        worst: worst.collect(),
    })
}

/// Two shares in whole percent; all and none are told only where they are exact.
fn change(before: f64, after: f64) -> String {
    let percent = |share: f64| {
        let share = if share > 0.0 && share < 1.0 { share.clamp(0.01, 0.99) } else { share };
        format!("{} %", grouped(share * 100.0, 0))
    };
    let (before, after) = (percent(before), percent(after));
    if before == after { after } else { format!("{before} → {after}") }
}

fn rows_line(quality: &Quality) -> String {
    let number = |count: u32| grouped(f64::from(count), 0);
    let left = quality.rows.saturating_sub(quality.accounts + quality.merged);
    let mut parts = vec![say!("{count} accounts", count = number(quality.accounts))];
    if quality.merged > 0 {
        parts.push(say!("{count} joined to another", count = number(quality.merged)));
    }
    if left > 0 {
        parts.push(say!("{count} left out, each listed below with its reason", count = number(left)));
    }
    say!("{rows} rows: {parts}.", rows = number(quality.rows), parts = parts.join(", "))
}

fn column_score(column: &ColumnQuality, rows: u32) -> ColumnScore {
    let number = |count: u32| if count == 0 { "–".to_owned() } else { grouped(f64::from(count), 0) };
    let share = f64::from(column.usable) / f64::from(rows.max(1));
    ColumnScore {
        header: column.header.clone(),
        means: texts::of(column.field.title()),
        fill: share * 100.0,
        score: Share(share).percent(),
        filled: number(column.filled),
        repaired: number(column.repaired),
        unusable: number(column.unusable),
        usable: number(column.usable),
    }
}

/// Issues by kind, the worst and most frequent first.
pub fn issue_groups(understood: &Understood) -> Vec<IssueGroup> {
    const EXAMPLES: usize = 5;
    let mut groups: Vec<(Severity, &str, Vec<&Issue>, usize)> = Vec::new();
    for issue in &understood.issues {
        match groups.iter_mut().find(|group| group.1 == issue.code && group.0 == issue.severity) {
            Some(group) => group.2.push(issue),
            None => groups.push((issue.severity, &issue.code, vec![issue], 0)),
        }
    }
    for (like, count) in &understood.unlisted {
        if let Some(group) = groups.iter_mut().find(|group| group.1 == like.code && group.0 == like.severity) {
            group.3 += *count as usize;
        }
    }
    let count = |group: &(Severity, &str, Vec<&Issue>, usize)| group.2.len() + group.3;
    groups.order_by(|a, b| b.0.cmp(&a.0).then(count(b).cmp(&count(a))).then(a.1.cmp(b.1)));
    groups
        .into_iter()
        .map(|(severity, code, issues, unlisted)| IssueGroup {
            code: code.to_owned(),
            title: issue_title(code),
            severity,
            count: grouped((issues.len() + unlisted) as f64, 0),
            advice: shared_advice(&issues),
            examples: issues.iter().take(EXAMPLES).map(|issue| issue.text()).collect(),
            more: issues.len().saturating_sub(EXAMPLES) + unlisted,
        })
        .collect()
}

/// The advice, where all issues of a group have the same; else each example says its own.
fn shared_advice(issues: &[&Issue]) -> String {
    let first = issues.first().map_or("", |issue| issue.advice.as_str());
    let shared = issues.iter().all(|issue| issue.advice == first);
    if shared { first.to_owned() } else { say!("Open for what was found, row by row.").to_owned() }
}

/// `coordinates-swapped` as `Coordinates swapped`.
pub fn issue_title(code: &str) -> String {
    let words = code.replace('-', " ");
    let mut letters = words.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    texts::of(&title).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn found(issues: Vec<Issue>, unlisted: Vec<(Issue, u32)>) -> Vec<IssueGroup> {
        issue_groups(&Understood { issues, unlisted, ..Understood::default() })
    }

    #[test]
    fn a_group_says_only_what_holds_for_all_its_issues() {
        // The first issue's own sentence above eighty others would be wrong for seventy-nine of them.
        let issue = |advice: &str| Issue::note("possible-duplicates", "one row", advice);
        let groups = found(vec![issue("Rows 3, 4."), issue("Rows 7, 9.")], Vec::new());
        assert_eq!(groups[0].advice, "Open for what was found, row by row.");
        assert_eq!(found(vec![issue("Rows 3, 4.")], Vec::new())[0].advice, "Rows 3, 4.");
    }

    #[test]
    fn what_is_not_listed_counts_as_well() {
        // "1,000" above 40,000 unreadable cells would play the damage down.
        let issue = Issue::warning("number-unreadable", "a number", "Missing.");
        let groups = found(vec![issue.clone()], vec![(issue, 1_499)]);
        assert_eq!((groups[0].count.as_str(), groups[0].more), ("1,500", 1_499));
    }

    #[test]
    fn all_is_said_only_of_all() {
        // "100 %" with eleven accounts missing would keep anybody from looking for them.
        assert_eq!(change(0.0, 0.9997), "0 % → 99 %");
        assert_eq!(change(1.0, 1.0), "100 %");
        let quality = Quality { rows: 12, accounts: 9, merged: 2, ..Quality::default() };
        let understood = Understood { quality, ..Understood::default() };
        let session = Session { understood: Some(Arc::new(understood)), ..Session::default() };
        let panel = quality_panel(&session).unwrap();
        assert_eq!(
            panel.rows,
            "12 rows: 9 accounts, 2 joined to another, 1 left out, each listed below with its reason."
        );
    }
}
