//! Arbitrary bytes never bring the import down.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may stop, and compares values that no sum has touched"
)]

use evenfield::clean;
use evenfield::import;
use evenfield::import::Field;
use evenfield::import::parse;
use evenfield::import::parse::DayOrder;
use evenfield::import::parse::DecimalSign;
use evenfield::model::Bundle;
use evenfield::model::Issue;
use evenfield::model::Table;
use proptest::prelude::*;
use std::sync::Arc;

/// Reads, recognises and cleans; what comes out must hang together.
fn walk(bytes: &[u8]) {
    let (tables, issues) = import::read("fuzz.csv", bytes);
    assert!(!tables.is_empty() || !issues.is_empty(), "nothing read and nothing said");
    for table in &tables {
        assert_eq!(table.cells.len(), table.len() * table.headers.len());
        assert!(table.rows.windows(2).all(|pair| pair[0] < pair[1]));
    }
    let mappings = import::recognise(&tables);
    assert_eq!(mappings.len(), tables.len());
    if let Ok(prepared) = clean::prepare(&tables, &mappings) {
        let dataset = &prepared.dataset;
        assert!(dataset.accounts.is_whole());
        assert_eq!(dataset.accounts.id.len(), dataset.accounts.latitude.len());
    }
}

/// Reads a file that comes in pieces of a length.
fn in_pieces(bytes: &[u8], length: usize) -> (Vec<Table>, Vec<Issue>) {
    let mut reader = import::FileReader::new("fuzz.csv", bytes.len() as u64);
    bytes.chunks(length).for_each(|piece| reader.feed(piece));
    reader.finish()
}

/// Something like a table: known headers, cells of all kinds, any delimiter and line end.
fn tables() -> impl Strategy<Value = String> {
    let header = proptest::sample::subsequence(Field::ALL.to_vec(), 1..14);
    let cell = prop_oneof![
        "[ -~]{0,12}",
        "-?[0-9.,]{1,9}",
        "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}",
        Just("\"a\nb\"".to_owned()),
        "\\PC{0,6}",
        Just("Total".to_owned()),
    ];
    let rows = proptest::collection::vec(proptest::collection::vec(cell, 0..14), 0..12);
    (header, rows, prop_oneof![Just(","), Just(";"), Just("\t")], prop_oneof![Just("\n"), Just("\r\n"), Just("\r")])
        .prop_map(|(header, rows, separator, end)| {
            let mut lines = vec![header.iter().map(|field| field.key()).collect::<Vec<_>>().join(separator)];
            lines.extend(rows.iter().map(|row| row.join(separator)));
            lines.join(end)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    // Whatever is dropped on the page, the answer is an issue, not a dead worker.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        walk(&bytes);
    }

    // Bytes that begin like a workbook reach the unpacking code.
    #[test]
    fn any_workbook(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut file = b"PK\x03\x04xl/workbook".to_vec();
        file.extend_from_slice(&bytes);
        file.extend_from_slice(b"PK\x05\x06");
        file.extend_from_slice(&bytes[..bytes.len().min(18)]);
        walk(&file);
    }

    // Bytes that look like a table reach every cleaning step.
    #[test]
    fn any_table(text in tables()) {
        walk(text.as_bytes());
    }

    // Parsers see every cell of every file.
    #[test]
    fn any_value(text in "\\PC{0,20}|[0-9.,()$%eEkKmM€ -]{0,14}|[0-9]{1,5}[-/. T:][0-9]{1,3}[-/. T:][0-9]{0,5}") {
        for sign in [DecimalSign::Point, DecimalSign::Comma] {
            if let Some(value) = parse::number(&text, sign) {
                prop_assert!(value.is_finite());
            }
        }
        for order in [DayOrder::MonthFirst, DayOrder::DayFirst] {
            if let Some(day) = parse::day(&text, order) {
                prop_assert_eq!(parse::day(&day, order), Some(day));
            }
        }
        DecimalSign::of([text.as_str()].into_iter());
        DayOrder::of([text.as_str()].into_iter());
        parse::yes_no(&text);
        parse::salesforce_long(&text);
        parse::country_code(&text);
        for country in ["", "US", "CA", "MX", "GB"] {
            parse::state_code(&text, country);
            if let Some((code, _)) = parse::postal_code(&text, country) {
                prop_assert_eq!(parse::postal_code(&code, country).map(|(again, _)| again), Some(code));
            }
        }
    }

    // A number written plainly comes back as it was.
    #[test]
    fn plain_numbers(value in -1e12..1e12_f64) {
        prop_assert_eq!(parse::number(&format!("{value}"), DecimalSign::Point), Some(value));
    }

    // A large file comes in pieces that end anywhere: within a letter, a quote, a line break.
    #[test]
    fn any_pieces(table in tables(), length in 1_000_usize..40_000) {
        let text = format!("{table}\r\n").repeat(90_000 / (table.len() + 2) + 1);
        prop_assert_eq!(in_pieces(text.as_bytes(), length), import::read("fuzz.csv", text.as_bytes()));
    }

    // A stored project may be cut or damaged; it opens or is refused, and never brings the page down.
    #[test]
    fn any_damage_to_what_is_stored(table in tables(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let (tables, _) = import::read("fuzz.csv", table.as_bytes());
        let prepared = clean::prepare(&tables, &import::recognise(&tables));
        let Ok(prepared) = prepared else { return Ok(()) };
        let tables = tables.into_iter().map(Arc::new).collect();
        let bundle = Bundle { dataset: Arc::new(prepared.dataset), tables, ..Bundle::default() };
        let mut bytes = bundle.to_bytes();
        prop_assert_eq!(Bundle::from_bytes(&bytes).unwrap().fingerprint(), bundle.fingerprint());
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= byte;
        }
        if let Some(bundle) = Bundle::from_bytes(&bytes) {
            prop_assert!(bundle.dataset.accounts.is_whole());
        }
        let _ = Bundle::from_form_1(&bytes);
    }
}
