//! The Data screen: what was read and how it was understood.

use crate::import::Mapping;
use crate::model::Dataset;
use crate::model::Issue;
use crate::model::OPEN;
use crate::model::Precision;
use crate::model::Severity;
use crate::model::Status;
use crate::model::TableKind;
use crate::order::Order;
use crate::protocol::Understood;
use crate::session::Session;
use crate::units::Hours;
use crate::units::Money;
use crate::units::Share;
use crate::units::grouped;
use crate::view::Card;
use crate::view::Tone;
use crate::view::issue_title;
use crate::view::unsure_columns;

/// One file or sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct FileCard {
    /// Position in the mappings.
    pub position: usize,
    /// Name.
    pub file: String,
    /// `Accounts`, `Reps`, `Opportunities`, `Not used`.
    pub kind: &'static str,
    /// `7,165 rows, 17 of 19 columns understood`.
    pub line: String,
    /// The mapping.
    pub mapping: Mapping,
}

/// Why no plan can be made of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened.
    pub title: String,
    /// The errors, in full.
    pub lines: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// What the Data screen is about to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataStage {
    /// Nothing read yet.
    Start,
    /// Files were read, but no data came of them.
    Failed,
    /// There is data.
    Ready,
}

/// A card per file.
pub fn file_cards(understood: &Understood) -> Vec<FileCard> {
    let files = understood.mappings.iter().zip(&understood.rows).enumerate();
    files
        .map(|(position, (mapping, &rows))| {
            let known = mapping.columns.iter().filter(|column| column.field.is_some()).count();
            FileCard {
                position,
                file: mapping.file.clone(),
                kind: match mapping.kind.map(crate::model::TableKind::word) {
                    Some("accounts") => say!("Accounts"),
                    Some("reps") => say!("Reps"),
                    Some(_) => say!("Opportunities"),
                    None => say!("Not used"),
                },
                line: say!(
                    "{rows} rows, {known} of {columns} columns understood",
                    rows = grouped(f64::from(rows), 0),
                    known,
                    columns = mapping.columns.len()
                ),
                mapping: mapping.clone(),
            }
        })
        .collect()
}

/// What there is to show.
pub fn data_stage(session: &Session) -> DataStage {
    if session.data.is_some() {
        DataStage::Ready
    } else if failure(session).is_some() {
        DataStage::Failed
    } else {
        DataStage::Start
    }
}

/// Why the files read last gave no data; none where they did, or where none were read.
pub fn failure(session: &Session) -> Option<Failure> {
    const SHOWN: usize = 5;
    let understood = session.understood.as_ref()?;
    if understood.delivery.is_some() || (understood.mappings.is_empty() && understood.issues.is_empty()) {
        return None;
    }
    let errors: Vec<&Issue> = understood.issues.iter().filter(|issue| issue.severity == Severity::Error).collect();
    Some(Failure {
        title: if session.data.is_some() {
            say!("These files cannot be planned with yet. What you had before is still here.")
        } else {
            say!("These files cannot be planned with yet.")
        }
        .to_owned(),
        lines: errors.iter().take(SHOWN).map(|issue| error_text(issue)).collect(),
        more: errors.len().saturating_sub(SHOWN),
    })
}

fn error_text(issue: &Issue) -> String {
    if issue.place_text().is_empty() {
        say!(
            "{fault}: expected {expected}. {advice}",
            fault = issue_title(&issue.code),
            expected = issue.expected,
            advice = issue.advice
        )
    } else {
        issue.text()
    }
}

/// What the files were, in a sentence.
pub fn data_sentence(session: &Session) -> String {
    let Some(understood) = &session.understood else {
        return say!("Opened from what was saved. The files themselves are not kept.").to_owned();
    };
    let used = understood.mappings.iter().filter(|mapping| mapping.kind.is_some()).count();
    let files = say!(used; "1 file understood.", "{n} files understood.", n = used);
    let unsure: usize = understood.mappings.iter().map(unsure_columns).sum();
    let missing = missing(session);
    match unsure {
        0 if missing.is_empty() => format!("{files} {}", say!("Everything is ready to plan.")),
        0 => format!("{files} {missing}"),
        _ => {
            let look = say!(unsure; "1 column is worth a look.", "{n} columns are worth a look.", n = unsure);
            format!("{files} {look} {missing}").trim_end().to_owned()
        }
    }
}

/// What a plan will have to do without, where a whole kind of facts is missing.
fn missing(session: &Session) -> &'static str {
    let Some(data) = &session.data else { return "" };
    let deals = data.dataset.sources.iter().find(|source| source.kind == TableKind::Opportunities);
    if deals.is_some_and(|source| source.rows > 0 && source.used == 0) {
        return say!("No opportunity belongs to an account of these files: look at the columns below.");
    }
    let (accounts, reps) = (&data.dataset.accounts, &data.dataset.reps);
    let placed = (0..accounts.len()).any(|account| accounts.place(account).is_some());
    let owned = accounts.owner.iter().any(|owner| *owner != OPEN);
    match (placed && reps.iter().any(|rep| rep.base.is_some()), owned) {
        (true, true) => "",
        (false, true) => {
            say!(
                "Accounts or reps have no place, so travel is not planned: look at the columns below if they should have one."
            )
        }
        (true, false) => {
            say!(
                "No account has a rep today, so there is nothing to keep: look at the columns below if some should have one."
            )
        }
        (false, false) => {
            say!("Accounts have neither places nor reps today: look at the columns below if they should have them.")
        }
    }
}

/// The figures of the data itself.
pub fn outcome_cards(session: &Session) -> Vec<Card> {
    let Some(data) = &session.data else { return Vec::new() };
    let (dataset, accounts) = (&data.dataset, &data.dataset.accounts);
    let count = accounts.len();
    let number = |value: usize| grouped(value as f64, 0);
    // One walk for all figures: it may be a million accounts, and the page waits.
    let (mut prospects, mut owned, mut revenue, mut places) = (0, 0, 0.0, [0; 4]);
    for account in 0..count {
        prospects += usize::from(accounts.status(account) == Status::Prospect);
        owned += usize::from(accounts.owner[account] != OPEN);
        revenue += if accounts.current_revenue[account].is_finite() { accounts.current_revenue[account] } else { 0.0 };
        places[accounts.precision(account) as usize] += 1;
    }
    let at = |how: Precision| places[how as usize];
    let (codes, cities, unplaced) = (at(Precision::PostalCode), at(Precision::City), at(Precision::Unplaced));
    let told = [(codes, say!("by postal code")), (cities, say!("by city")), (unplaced, say!("without a place"))];
    let told = told.into_iter().filter(|(count, _)| *count > 0).map(|(count, how)| format!("{} {how}", number(count)));
    let found = told.collect::<Vec<_>>().join(", ");
    let capacity: f64 = dataset.reps.iter().filter_map(|rep| rep.capacity_hours).sum();
    let part = |some: usize| {
        // All is said only of all.
        let share = some as f64 / count.max(1) as f64;
        Share(if some < count { share.min(0.999) } else { share }).percent()
    };
    let card = |label: &str, value: String, beside: String| Card {
        label: label.to_owned(),
        value,
        beside,
        help: String::new(),
        in_glossary: false,
        tone: Tone::Plain,
        shows: None,
    };
    let mut cards = vec![
        card(say!("Accounts"), number(count), say!("{count} prospects", count = number(prospects))),
        card(say!("Reps"), number(dataset.reps.len()), team(dataset, capacity)),
        card(say!("On the map"), part(count - unplaced), found),
        card(say!("With a rep today"), part(owned), say!("{count} without", count = number(count - owned))),
    ];
    if revenue > 0.0 {
        let symbol = dataset.currency_symbol();
        cards.insert(2, card(say!("Revenue"), Money(revenue).short(&symbol), say!("a year with us").to_owned()));
    }
    cards
}

/// What is known of the team: its hours, and its offices.
fn team(dataset: &Dataset, capacity: f64) -> String {
    let mut offices: Vec<&str> = dataset.offices.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    offices.order();
    offices.dedup();
    let hours = (capacity > 0.0).then(|| say!("{hours} a year", hours = Hours(capacity).text()));
    let places = (!offices.is_empty())
        .then(|| say!("in {offices}", offices = offices.join(", ")))
        .filter(|_| offices.len() <= 4);
    let count = (offices.len() > 4).then(|| say!("in {count} offices", count = offices.len()));
    let parts: Vec<String> = [hours, places, count].into_iter().flatten().collect();
    if parts.is_empty() { say!("hours not stated").to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn session(understood: Understood) -> Session {
        Session { understood: Some(Arc::new(understood)), ..Session::default() }
    }

    #[test]
    fn files_without_data_are_told_from_no_files() {
        // "Start over" answers with an empty understanding: that is the start, not a failure.
        assert_eq!(data_stage(&session(Understood::default())), DataStage::Start);
        let issue = Issue::error("no-accounts", "a table of accounts", "Add one.").at("a.csv", 0, "");
        let failed = session(Understood { issues: vec![issue], ..Understood::default() });
        assert_eq!(data_stage(&failed), DataStage::Failed);
        assert!(failure(&failed).unwrap().lines[0].contains("a.csv"));
    }
}
