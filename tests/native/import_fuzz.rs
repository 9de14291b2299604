//! Arbitrary bytes never bring the import down.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may stop, and compares values that no sum has touched"
)]

use crate::archives;
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

/// So many cases as `PROPTEST_CASES` says, else three hundred.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// The XML of a sheet: cells of every kind at places in and out of order, some of them no place at all.
fn sheets() -> impl Strategy<Value = String> {
    let place = prop_oneof!["[A-Z]{1,2}[1-9]", "[A-Z]{1,4}[0-9]{1,8}", "[a-z0-9]{0,4}"];
    let kind = prop_oneof!["n|s|str|b|d|e|inlineStr", "[a-z]{0,3}"];
    let value = prop_oneof![
        "[0-9]{1,3}",
        "-?[0-9]{1,6}\\.[0-9]{1,3}",
        "[ -~&&[^<&]]{0,12}",
        "<is><t>[a-z ]{0,8}</t></is>",
        "<[a-z/]{0,4}>"
    ];
    let cell = (place, kind, value).prop_map(|(place, kind, value)| {
        let inner = if value.starts_with("<is>") { value } else { format!("<v>{value}</v>") };
        format!("<c r='{place}' t='{kind}' s='{}'>{inner}</c>", place.len() % 3)
    });
    let rows = prop::collection::vec(prop::collection::vec(cell, 0..8), 0..8);
    rows.prop_map(|rows| {
        let rows: Vec<String> = rows.iter().map(|cells| format!("<row>{}</row>", cells.concat())).collect();
        format!("<worksheet><sheetData>{}</sheetData></worksheet>", rows.concat())
    })
}

/// Headers as systems and people write them, with slips, and some that mean nothing.
fn headers() -> impl Strategy<Value = Vec<String>> {
    const KNOWN: &str = "Id|Account ID|Account Name|ParentId|Parent Account|Account Owner|Owner ID|Billing City|\
        Billing State/Province|Billing Zip/Postal Code|(Do Not Modify) Account|Organization - Owner|Current_Rep|Location|\
        ARR|Record ID|Company name|Rep_Name|Rep ID|E-mail|Opportunity ID|Stage|Amount|Close Date|Won|Primary Contact|\
        Assistant|Created By|Region|Status|Latitude|Longitude|Capacity Hours|Skills|PLZ|Ort|Umsatz|Betreuer";
    let known = prop::sample::select(KNOWN.split('|').collect::<Vec<_>>()).prop_map(str::to_owned);
    let slipped = (known.clone(), any::<prop::sample::Index>(), "[a-z _]").prop_map(|(mut name, at, letter)| {
        let at = at.index(name.len());
        name.replace_range(at..=at, &letter);
        name
    });
    let field = prop::sample::select(Field::ALL.to_vec()).prop_map(|field| field.key().to_owned());
    prop::collection::vec(prop_oneof![4 => known, 2 => slipped, 3 => field, 1 => "\\PC{0,12}"], 1..24)
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
    #![proptest_config(config())]

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

    // Sheets as no program writes them, in a sound archive, reach the code behind the unpacking.
    #[test]
    fn any_sheet(sheet in sheets(), shared in prop::collection::vec("[a-z]{0,6}", 0..6), cut in any::<prop::sample::Index>()) {
        let shared: Vec<String> = shared.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
        let shared = format!("<sst>{}</sst>", shared.concat());
        walk(&archives::workbook(&sheet, &shared, None));
        walk(&archives::workbook(&sheet[..cut.index(sheet.len())], &shared, None));
    }

    // A workbook may be damaged in several places at once, and cut.
    #[test]
    fn any_damage_to_a_workbook(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), cut in any::<prop::sample::Index>()) {
        let mut bytes = include_bytes!("../fixtures/dynamics.xlsx").to_vec();
        for (at, byte) in &damage {
            let at = at.index(bytes.len());
            bytes[at] ^= byte;
        }
        walk(&bytes);
        walk(&bytes[..cut.index(bytes.len())]);
    }

    // Whatever the headers, no field is given twice, none to a table that has no such column, and none of somebody else's
    // columns says who a row is; and whatever a person then chooses, cleaning copes with it.
    #[test]
    fn any_mapping(headers in headers(), rows in prop::collection::vec(prop::collection::vec("[A-Za-z0-9.,@/$ -]{0,10}", 24), 0..5), choices in prop::collection::vec((0..30_usize, prop::option::of(prop::sample::select(Field::ALL.to_vec()))), 0..6)) {
        let quoted = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            cells.join(",")
        };
        let mut lines = vec![quoted(&headers)];
        lines.extend(rows.iter().map(|row| quoted(&row[..headers.len()])));
        let (tables, _) = import::read("fuzz.csv", lines.join("\n").as_bytes());
        let mut mappings = import::recognise(&tables);
        for mapping in &mappings {
            let given: Vec<Field> = mapping.columns.iter().filter_map(|column| column.field).collect();
            let distinct: std::collections::HashSet<Field> = given.iter().copied().collect();
            prop_assert_eq!(given.len(), distinct.len(), "{:#?}", mapping);
            for column in mapping.columns.iter().filter(|column| column.field.is_some()) {
                let field = column.field.unwrap();
                prop_assert!(mapping.kind.is_some_and(|kind| field.is_of(kind)), "{:?}", column);
                let another = ["Parent Account", "Primary Contact", "Assistant", "Created By"].contains(&column.header.as_str());
                prop_assert!(!another || !matches!(field, Field::Id | Field::Name), "{:?}", column);
                prop_assert!((0.0..=1.0).contains(&column.confidence), "{:?}", column);
            }
        }
        let _ = clean::prepare(&tables, &mappings);
        for mapping in &mut mappings {
            for &(column, field) in &choices {
                mapping.choose(column, field);
            }
        }
        if let Ok(prepared) = clean::prepare(&tables, &mappings) {
            prop_assert!(prepared.dataset.accounts.is_whole());
        }
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
