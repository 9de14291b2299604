//! Excel workbooks: whole, cut short, and hostile.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may stop, and compares values that no sum has touched"
)]

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
