//! Excel workbooks: whole, cut short, and hostile.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may stop, and compares values that no sum has touched"
)]

use crate::archives;
use evenfield::clean;
use evenfield::import;
use evenfield::import::Field;
use evenfield::model::OPEN;
use evenfield::model::TableKind;
use std::path::Path;

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

#[test]
fn a_dynamics_workbook_with_a_team_sheet() {
    // Accounts and reps in two sheets of one file, an empty third; dates, gaps and lost zeros as Excel keeps them.
    let (tables, issues) = import::read("crm.xlsx", &bytes("dynamics.xlsx"));
    assert!(issues.is_empty(), "{issues:?}");
    assert_eq!(tables[0].file, "crm.xlsx, sheet Active Accounts");
    assert_eq!(tables[0].rows.0, [2, 3, 5]);
    assert_eq!((tables[0].cell(0, 2), tables[0].cell(1, 2)), ("2025-10-13 12:00:00", "2025-10-14"));
    assert_eq!(tables[0].cell(2, 7), "");
    let mappings = import::recognise(&tables);
    assert_eq!(
        mappings.iter().map(|mapping| mapping.kind).collect::<Vec<_>>(),
        [Some(TableKind::Accounts), Some(TableKind::Reps)]
    );
    assert_eq!(mappings[0].columns[0].field, Some(Field::Id));
    let dataset = clean::prepare(&tables, &mappings).unwrap().dataset;
    assert_eq!(dataset.accounts.owner.0, [0, 1, OPEN]);
    assert_eq!(dataset.accounts.annual_revenue[0], 1_200_000.5);
    assert_eq!(dataset.accounts.row.0, [2, 3, 5]);
}

#[test]
fn a_workbook_cut_anywhere_is_called_damaged() {
    // A broken download may end at any byte.
    let whole = bytes("dynamics.xlsx");
    for end in (10..whole.len()).step_by(97) {
        let (tables, issues) = import::read("crm.xlsx", &whole[..end]);
        assert!(tables.is_empty() && !issues.is_empty(), "cut at {end}");
    }
    assert_eq!(import::read("crm.xlsx", &whole[..whole.len() - 30]).1[0].code, "file-damaged");
}

#[test]
fn bytes_changed_anywhere_never_bring_it_down() {
    // Damage inside the file reaches the unpacking and the XML.
    let whole = bytes("dynamics.xlsx");
    for at in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        let (tables, _) = import::read("crm.xlsx", &changed);
        let _ = clean::prepare(&tables, &import::recognise(&tables));
    }
}

#[test]
fn a_cell_in_the_far_corner_costs_no_memory() {
    // A sheet that claims 17 billion cells holds two columns.
    let (tables, _) = import::read("far.xlsx", &bytes("far-corner.xlsx"));
    assert_eq!((tables[0].headers.len(), tables[0].len()), (2, 1));
}

#[test]
fn a_sheet_too_wide_is_read_to_the_last_column_there_may_be() {
    // What is left out unsaid may be the very column somebody looks for.
    let names: Vec<String> = (0..10_000).map(|column| format!("field {column}")).collect();
    let header = ["id", "name", "owner"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let sheet = archives::sheet([header, vec!["1", "Acme", "Ana"], vec!["2", "Bolt", "Bo"]].into_iter());
    let (tables, issues) = import::read("wide.xlsx", &archives::workbook(&sheet, "<sst/>", None));
    assert_eq!((tables[0].headers.len(), tables[0].len()), (1_000, 2));
    assert_eq!(issues.len(), 1, "{issues:?}");
    assert_eq!(
        issues[0].text(),
        "wide.xlsx, row 1: found \"10003 columns\", expected at most 1000 columns. The columns beyond \
        are not read. Leave out columns that no plan needs."
    );
}

#[test]
fn a_bomb_is_never_unpacked() {
    // 100 kB that unpack to 100 MB would freeze the page, whether the directory owns up to it or not.
    let sheet = format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", " ".repeat(100 << 20));
    let honest = archives::workbook(&sheet, "<sst/>", None);
    assert!(honest.len() < 200_000);
    let (tables, issues) = import::read("bomb.xlsx", &honest);
    assert!(tables.is_empty());
    assert_eq!((issues[0].code.as_str(), issues[0].found.as_str()), ("workbook-too-large", "100 MB unpacked"));
    assert!(issues[0].advice.contains("Save the table as CSV"), "{}", issues[0].text());
    // Two million cells that are stated to be a thousand bytes.
    let cells = "<c r='A1'><v>1</v></c>".repeat(2 << 20);
    let sheet = format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>");
    let (tables, issues) = import::read("bomb.xlsx", &archives::workbook(&sheet, "<sst/>", Some(1_000)));
    assert!(tables.is_empty());
    assert_eq!((issues[0].code.as_str(), issues[0].place.file.as_str()), ("file-damaged", "bomb.xlsx"));
}

#[test]
fn a_workbook_made_by_hand_is_read() {
    // The tests above would pass as well if no such workbook could be read at all.
    let sheet = archives::sheet([vec!["id", "name", "owner"], vec!["1", "Acme", "Ana"]].into_iter());
    let (tables, issues) = import::read("a.xlsx", &archives::workbook(&sheet, "<sst/>", None));
    assert_eq!((tables[0].cell(0, 1), issues.len()), ("Acme", 0));
}

#[test]
fn rows_out_of_order_are_called_damage() {
    // A row in two places would be two accounts with one row number; Excel puts such a sheet right when it opens it.
    let cell = |place: &str| format!("<c r='{place}' t='inlineStr'><is><t>x</t></is></c>");
    let sheet = ["A1", "B1", "A3", "B3", "A2", "B2"].map(cell).concat();
    let sheet = format!("<worksheet><sheetData><row>{sheet}</row></sheetData></worksheet>");
    let (tables, issues) = import::read("a.xlsx", &archives::workbook(&sheet, "<sst/>", None));
    assert!(tables.is_empty());
    assert_eq!((issues[0].code.as_str(), issues[0].found.as_str()), ("file-damaged", "rows out of order"));
}
