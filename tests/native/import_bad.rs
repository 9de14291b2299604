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
const FAULTS: [(&str, u32, &str); 35] = [
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
    ("id-differs-by-case", 4, "id"),
    ("decimals-mixed", 3, "potential"),
    ("zero-bytes", 3, "name"),
    ("column-refused", 3, "Renewal Date"),
    ("id-column-missing", 1, ""),
    ("name-column-missing", 1, ""),
    ("owner-unknown", 3, "owner"),
    ("rep-without-accounts", 3, ""),
];
/// Files of other programs: what each is called, and a word of the way out.
const STRANGERS: [(&str, &str, &str); 10] = [
    ("picture.png", "a PNG picture", "CSV"),
    ("photo.jpg", "a JPEG picture", "CSV"),
    ("document.pdf", "a PDF document", "CSV"),
    ("error-page.csv", "a web page (HTML)", "log-in or error page"),
    ("page-with-table.xls", "a web page (HTML) with a table", "spreadsheet program"),
    ("sheet-in-xml.xls", "an Excel sheet in XML", "spreadsheet program"),
    ("password.xlsx", "an Excel workbook with a password", "without the password"),
    ("archive.zip", "a ZIP archive", "Unpack"),
    ("document.numbers", "a Numbers document", "Numbers"),
    ("sheet.ods", "an OpenDocument spreadsheet (.ods)", "spreadsheet program"),
];
/// Files with tests of their own.
const OTHERS: [&str; 2] = ["days-impossible", "utf-16-without-mark"];
/// Files with which nothing can go on.
const FATAL: [&str; 6] =
    ["file-without-rows", "file-not-a-table", "file-empty", "no-accounts", "no-reps", "no-usable-row"];

fn bytes(name: &str) -> Option<Vec<u8>> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad").join(name)).ok()
}

/// Loads a file of accounts, and the reps that belong to it, if any.
fn load(code: &str) -> (Vec<Issue>, Option<Prepared>, Vec<Table>) {
    let (mut tables, issues) = import::read("accounts.csv", &bytes(&format!("{code}.csv")).unwrap());
    if let Some(reps) = bytes(&format!("{code}.reps.csv")) {
        tables.extend(import::read("reps.csv", &reps).0);
    }
    prepared(tables, issues)
}

fn prepared(tables: Vec<Table>, mut issues: Vec<Issue>) -> (Vec<Issue>, Option<Prepared>, Vec<Table>) {
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
        let code = name.trim_end_matches(".csv").trim_end_matches(".reps");
        let known = FAULTS.iter().any(|fault| fault.0 == code) || FATAL.contains(&code) || OTHERS.contains(&code);
        assert!(known || STRANGERS.iter().any(|stranger| stranger.0 == name), "{name}");
    }
}

#[test]
fn files_of_other_programs_are_called_by_their_name() {
    // People drop what they downloaded; "a thousand unreadable rows" would send them looking in the wrong place.
    for (name, found, way) in STRANGERS {
        let (tables, issues) = import::read(name, &bytes(name).unwrap());
        assert!(tables.is_empty(), "{name}");
        assert_eq!(issues.len(), 1, "{issues:?}");
        assert_eq!((issues[0].place_text().as_str(), issues[0].found.as_str()), (name, found));
        assert!(issues[0].advice.contains(way), "{}", issues[0].text());
    }
}

#[test]
fn impossible_days_are_named_one_by_one() {
    // A contract that ends on no day of the calendar would be renewed never; day numbers of a spreadsheet are days.
    let (issues, loaded, _) = load("days-impossible");
    let told: Vec<_> = issues.iter().filter(|issue| issue.code == "date-unreadable").collect();
    let told: Vec<_> = told.iter().map(|issue| (issue.place.row, issue.found.as_str())).collect();
    assert_eq!(told, [(2, "31.02.2026"), (3, "0000-00-00"), (4, "1900-01-00"), (7, "2026-13-01")]);
    let ends = loaded.unwrap().dataset.accounts.contract_end;
    assert_eq!(ends.iter().collect::<Vec<_>>(), ["", "", "", "2023-03-15", "2026-12-31", ""]);
}

#[test]
fn a_text_in_two_bytes_a_letter_needs_no_mark() {
    // "Unicode text" of a spreadsheet may come without its mark; read by single bytes, every name would be torn apart.
    let (issues, loaded, _) = load("utf-16-without-mark");
    assert_eq!(loaded.unwrap().dataset.accounts.name.iter().collect::<Vec<_>>(), ["Zoë", "Bolt"]);
    assert!(issues.iter().all(|issue| issue.code.starts_with("rep")), "{issues:?}");
}

#[test]
fn a_header_of_ten_thousand_columns_costs_no_account() {
    // Somebody exports every field there is; the first thousand columns hold what a plan needs.
    let more: Vec<String> = (0..9_997).map(|column| format!("field {column}")).collect();
    let values = vec!["x"; more.len()].join(",");
    let text = format!("id,name,owner,{}\n1,Acme,Ana,{values}\n2,Bolt,Bo,{values}\n", more.join(","));
    let (tables, issues) = import::read("accounts.csv", text.as_bytes());
    assert_eq!(issues.len(), 1, "{issues:?}");
    let message = "accounts.csv, row 1: found \"10000 columns\", expected at most 1000 columns. The columns beyond are not read. \
        Leave out columns that no plan needs.";
    assert_eq!(issues[0].text(), message);
    assert_eq!(prepared(tables, issues).1.unwrap().dataset.accounts.len(), 2);
}

#[test]
fn a_line_of_fifty_megabytes_costs_no_other_row() {
    // One cell holds a whole document; read on, it would fill the memory of the tab.
    let text = format!("id,name,owner\n1,Acme,Ana\n2,{},Ana\n3,Cord,Bo\n", "x".repeat(50 << 20));
    let mut reader = import::FileReader::new("accounts.csv", text.len() as u64);
    text.as_bytes().chunks(4 << 20).for_each(|piece| reader.feed(piece));
    let (tables, issues) = reader.finish();
    assert_eq!((issues[0].code.as_str(), issues[0].place_text().as_str()), ("line-too-long", "accounts.csv, row 3"));
    assert!(issues[0].found.starts_with("2,xxx") && issues[0].found.len() < 80, "{}", issues[0].found);
    let accounts = prepared(tables, issues).1.unwrap().dataset.accounts;
    assert_eq!(accounts.row.0, [2, 4]);
}

#[test]
fn a_line_without_end_is_all_there_is_to_say() {
    // A file without line breaks has no row; the message must say why.
    for text in ["x".repeat(3 << 20), "a,".repeat(2 << 20)] {
        let (tables, issues) = import::read("accounts.csv", text.as_bytes());
        assert!(tables.is_empty());
        assert_eq!((issues[0].code.as_str(), issues[0].place.row), ("line-too-long", 1));
    }
}

#[test]
fn one_row_with_cells_too_many_is_told_and_costs_nothing() {
    // A list of thousands of tags without quotes stands in one row; the others are sound.
    let text = format!("id,name,owner\n1,Acme,Ana{}\n2,Bolt,Ana\n3,Cord,Bo\n", ",tag".repeat(200_000));
    let (tables, issues) = import::read("accounts.csv", text.as_bytes());
    assert!(issues.iter().any(|issue| issue.place.row == 2), "{issues:?}");
    assert_eq!(tables[0].headers, ["id", "name", "owner"]);
    assert_eq!(prepared(tables, issues).1.unwrap().dataset.accounts.len(), 3);
}
