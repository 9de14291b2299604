//! Small files with one fault each: the fault is named, its row is right, and the rest is loaded.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may stop, and compares values that no sum has touched"
)]

use evenfield::clean;
use evenfield::clean::Prepared;
use evenfield::import;
use evenfield::model::Issue;
use evenfield::model::Table;
use std::path::Path;

/// Row and column in which each file has its fault; 0 and "" where the fault is in no single place.
const FAULTS: [(&str, u32, &str); 27] = [
    ("header-repeated", 1, "city (2)"),
    ("row-ragged", 3, ""),
    ("quote-unclosed", 3, ""),
    ("encoding-windows-1252", 1, ""),
    ("encoding-mixed", 1, ""),
    ("account-without-identity", 3, "id"),
    ("id-missing", 3, "id"),
    ("id-repeated", 4, "id"),
    ("state-in-other-country", 3, "state"),
    ("country-unknown", 3, "country"),
    ("postal-code-unreadable", 3, "postal_code"),
    ("coordinates-swapped", 3, "latitude"),
    ("coordinates-zero", 3, "latitude"),
    ("coordinates-incomplete", 3, "latitude"),
    ("coordinates-out-of-range", 3, "latitude"),
    ("coordinates-outside-country", 3, "latitude"),
    ("number-unreadable", 3, "potential"),
    ("number-negative", 3, "potential"),
    ("number-implausible", 3, "annual_revenue"),
    ("currency-mixed", 4, "potential"),
    ("yes-no-unreadable", 3, "locked"),
    ("date-unreadable", 3, "contract_end"),
    ("possible-duplicates", 2, "name"),
    ("family-circle", 2, "parent_id"),
    ("reps-derived", 0, ""),
    ("rep-without-base", 0, ""),
    ("file-without-rows", 0, ""),
];
/// Files with which nothing can go on.
const FATAL: [&str; 6] =
    ["file-without-rows", "file-not-a-table", "file-empty", "no-accounts", "no-reps", "no-usable-row"];

fn load(code: &str) -> (Vec<Issue>, Option<Prepared>, Vec<Table>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad");
    let bytes = std::fs::read(folder.join(format!("{code}.csv"))).unwrap();
    let (tables, mut issues) = import::read("accounts.csv", &bytes);
    match clean::prepare(&tables, &import::recognise(&tables)) {
        Ok(prepared) => {
            issues.extend(prepared.issues.iter().cloned());
            (issues, Some(prepared), tables)
        }
        Err(reasons) => {
            issues.extend(reasons);
            (issues, None, tables)
        }
    }
}

#[test]
fn each_fault_is_named_in_its_place() {
    // A message that points at the wrong row sends people searching.
    for (code, row, column) in FAULTS {
        let (issues, ..) = load(code);
        let issue = issues.iter().find(|issue| issue.code == code);
        let issue = issue.unwrap_or_else(|| panic!("{code} is not reported: {issues:#?}"));
        assert_eq!((issue.place.row, issue.place.column.as_str()), (row, column), "{}", issue.text());
        assert!(!issue.expected.is_empty() && issue.advice.ends_with('.'), "{}", issue.text());
    }
}

#[test]
fn one_fault_costs_no_other_row() {
    // Everything that can be used is used.
    for (code, ..) in FAULTS.iter().filter(|(code, ..)| !FATAL.contains(code)) {
        let (_, prepared, tables) = load(code);
        let lost = usize::from(matches!(*code, "account-without-identity" | "id-repeated"));
        let prepared = prepared.unwrap_or_else(|| panic!("{code} stops everything"));
        assert_eq!(prepared.dataset.accounts.len(), tables[0].len() - lost, "{code}");
    }
}

#[test]
fn where_nothing_can_go_on_the_reason_is_given() {
    // The only failures are those a person must mend.
    for code in FATAL {
        let (issues, prepared, _) = load(code);
        assert!(prepared.is_none(), "{code}");
        assert!(issues.iter().any(|issue| issue.code == code), "{code}: {issues:#?}");
    }
}

#[test]
fn every_file_of_the_folder_is_tested() {
    // A fixture nobody reads proves nothing.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.trim_end_matches(".csv");
        assert!(FAULTS.iter().any(|fault| fault.0 == code) || FATAL.contains(&code), "{name}");
    }
}
