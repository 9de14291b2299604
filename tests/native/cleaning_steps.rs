//! Each step of cleaning with a file of its own: exactly these cells change when it is done, and nothing else does.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may stop, and compares values that no sum has touched"
)]

use evenfield::clean::Choices;
use evenfield::clean::Decision;
use evenfield::clean::Patient;
use evenfield::clean::Prepared;
use evenfield::clean::Step;
use evenfield::clean::at_once;
use evenfield::clean::prepare_for;
use evenfield::import;
use evenfield::model::Dataset;
use evenfield::model::NO_FAMILY;
use evenfield::score::score;
use std::collections::BTreeMap;
use std::path::Path;

const PLACES: &str = "P\t62701\t39.8\t-89.65\tIL\tSpringfield\nP\t10001\t40.75\t-74.0\tNY\tNew York\n\
    C\tSpringfield\tIL\t114000\t39.8\t-89.64\t\nC\tSpringfield\tMA\t155000\t42.1\t-72.6\t\n\
    C\tNew York City\tNY\t8800000\t40.71\t-74.0\tNew York\n";

/// Cleans the files of a step as chosen.
fn prepared(step: Step, choices: &Choices) -> Prepared {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/steps");
    let files = ["", ".reps", ".deals"].map(|part| format!("{}{part}.csv", step.id()));
    let read = files.iter().filter_map(|file| Some((file, std::fs::read(folder.join(file)).ok()?)));
    let tables: Vec<_> = read.flat_map(|(file, bytes)| import::read(file, &bytes).0).collect();
    let mappings = import::recognise(&tables);
    let places = |country: &str| (country == "US").then(|| PLACES.to_owned());
    let mut host = Patient { places: Some(Box::new(places)) };
    at_once(prepare_for(&tables, &mappings, choices, &mut host)).unwrap().unwrap()
}

/// Every cell of a dataset by the name of its account or rep and its column.
fn cells(dataset: &Dataset) -> BTreeMap<(String, &'static str), String> {
    let accounts = &dataset.accounts;
    let mut cells = BTreeMap::new();
    for at in 0..accounts.len() {
        let family = accounts.family[at];
        let rep = dataset.reps.get(accounts.owner[at] as usize).map_or("", |rep| &rep.name);
        let values = [
            ("id", accounts.id.get(at).to_owned()),
            ("owner", rep.to_owned()),
            ("city", accounts.city.get(at).to_owned()),
            ("state", accounts.state.get(at).to_owned()),
            ("country", accounts.country.get(at).to_owned()),
            ("postal_code", accounts.postal_code.get(at).to_owned()),
            ("latitude", format!("{:?}", accounts.latitude[at])),
            ("longitude", format!("{:?}", accounts.longitude[at])),
            ("precision", format!("{:?}", accounts.precision(at))),
            ("industry", accounts.industry.get(at).to_owned()),
            ("segment", accounts.segment.get(at).to_owned()),
            ("status", format!("{:?}", accounts.status(at))),
            ("employees", format!("{:?}", accounts.employees[at])),
            ("annual_revenue", format!("{:?}", accounts.annual_revenue[at])),
            ("current_revenue", format!("{:?}", accounts.current_revenue[at])),
            ("potential", format!("{:?}", accounts.potential[at])),
            ("family", if family == NO_FAMILY { "alone".to_owned() } else { format!("family {family}") }),
        ];
        let name = accounts.name.get(at);
        cells.extend(values.into_iter().map(|(column, value)| ((name.to_owned(), column), value)));
    }
    for rep in &dataset.reps {
        cells.insert((rep.name.clone(), "base"), format!("{:?}", rep.base));
    }
    cells
}

/// What is different with the step from without it: `name, column: without → with`.
fn changes(step: Step, choices: &Choices) -> Vec<String> {
    let (with, without) = (prepared(step, choices), prepared(step, &choices.clone().switch(step)));
    assert!(choices.does(step));
    let (with, without) = (cells(&with.dataset), cells(&without.dataset));
    let none = "none".to_owned();
    let keys: std::collections::BTreeSet<_> = with.keys().chain(without.keys()).collect();
    let line = |key: &&(String, &'static str)| {
        let (before, after) = (without.get(*key).unwrap_or(&none), with.get(*key).unwrap_or(&none));
        (before != after).then(|| format!("{}, {}: {before} → {after}", key.0, key.1))
    };
    keys.iter().filter_map(line).collect()
}

fn by_default(step: Step) -> Vec<String> {
    changes(step, &Choices::default())
}

#[test]
fn ids() {
    // Only the 15 letters of a Salesforce id are completed: ids of other systems, and of other capitals, stay.
    assert_eq!(
        by_default(Step::Ids),
        [
            "Same letters in lower case, id: 001d000000iqhsl → 001d000000iqhslAAA",
            "Short, id: 001D000000IqhSL → 001D000000IqhSLIAZ"
        ]
    );
}

#[test]
fn duplicates() {
    // Nothing is merged unless it was confirmed; then only the blanks of the row that stays are filled.
    assert!(by_default(Step::Duplicates).is_empty());
    let group = vec!["2".to_owned(), "1".to_owned()];
    let choices = Choices::default().decide_duplicates(&[group], Decision::Accepted);
    let found = changes(Step::Duplicates, &choices);
    let (gone, filled): (Vec<&String>, Vec<&String>) = found.iter().partition(|line| line.starts_with("Acme Inc., "));
    assert!(gone.iter().all(|line| line.ends_with("→ none")), "{gone:?}");
    assert_eq!(filled, ["ACME, industry:  → Retail"]);
}

#[test]
fn addresses() {
    // What no list knows is left as the person wrote it.
    assert_eq!(
        by_default(Step::Addresses),
        [
            "German state, country: Deutschland → DE",
            "State tells country, country:  → CA",
            "State tells country, state: Ontario → ON",
            "Written out, country: United States of America → US",
            "Written out, state: california → CA",
        ]
    );
}

#[test]
fn postal_codes() {
    // Four digits are a full code in Vienna; a code with a letter in it is not guessed at.
    assert_eq!(
        by_default(Step::PostalCodes),
        [
            "Lost zero, postal_code: 2721 → 02721",
            "No code, postal_code: D-8O331 → ",
            "Spaces, postal_code: k1a0b1 → K1A 0B1",
        ]
    );
}

#[test]
fn coordinates() {
    // Places near the equator, the meridian and the date line are as true as any other.
    let names: std::collections::BTreeSet<String> =
        by_default(Step::Coordinates).iter().map(|line| line.split(',').next().unwrap().to_owned()).collect();
    // The base of the rep lies amid the accounts, so it moves with them.
    let names: Vec<String> = names.into_iter().filter(|name| name != "Ana").collect();
    assert_eq!(names, ["Sign lost", "Swapped", "Zero"]);
    let dataset = prepared(Step::Coordinates, &Choices::default()).dataset;
    let place = |name: &str| {
        let at = dataset.accounts.name.iter().position(|known| known == name).unwrap();
        dataset.accounts.place(at)
    };
    assert_eq!((place("Swapped"), place("Zero"), place("Sign lost")), (Some((35.97, -83.91)), None, None));
}

#[test]
fn places() {
    // Coordinates that fit their address are never replaced; a city of another state is not the same city.
    let found = by_default(Step::Places);
    let placed: Vec<&String> = found.iter().filter(|line| line.contains("precision")).collect();
    assert_eq!(
        placed,
        [
            "Astray, precision: Given → PostalCode",
            "By city, precision: Unplaced → City",
            "By code, precision: Unplaced → PostalCode",
            "Homonym, precision: Unplaced → City",
        ]
    );
    assert!(found.contains(&"Homonym, latitude: NaN → 42.1".to_owned()));
    assert!(!found.iter().any(|line| line.starts_with("Given")));
}

#[test]
fn negatives() {
    // Zero is a number like any other, and a place west of Greenwich is not below nothing.
    assert_eq!(
        by_default(Step::Negatives),
        [
            "Brackets, potential: 0.0 → NaN",
            "Credit note, current_revenue: 0.0 → NaN",
            "Minus behind, current_revenue: 0.0 → NaN"
        ]
    );
}

#[test]
fn gaps() {
    // What the files tell is never touched, who is a customer does not change, and estimates stay out of the file's columns.
    let found = by_default(Step::Gaps);
    let kept: Vec<&String> = found.iter().filter(|line| !line.ends_with(": 0.0 → NaN")).collect();
    assert!(kept.is_empty(), "{kept:?}");
    let columns: Vec<&str> = found.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(columns, ["No potential, potential", "Nothing known, current_revenue", "Nothing known, potential"]);
    let off = prepared(Step::Gaps, &Choices::default().switch(Step::Gaps)).dataset;
    let (filled, plain) = (score(&prepared(Step::Gaps, &Choices::default()).dataset), score(&off));
    assert!(filled.potential.iter().take(3).all(|potential| *potential > 0.0));
    assert_eq!(plain.potential, [900.0, 0.0, 0.0, 0.0]);
    assert!(plain.visits.iter().chain(&plain.service_hours).chain(&plain.relationship).all(|value| *value == 0.0));
}

#[test]
fn money_units() {
    // Not done unless asked for; then only the company's revenue is multiplied: what a customer pays us is not.
    assert!(!Choices::default().does(Step::MoneyUnits));
    let found = changes(Step::MoneyUnits, &Choices::default().switch(Step::MoneyUnits));
    assert_eq!(found.len(), 25);
    assert!(found.iter().all(|line| line.contains("annual_revenue")), "{found:?}");
    assert!(found.contains(&"No staff known, annual_revenue: 12.5 → 12500000.0".to_owned()));
}

#[test]
fn extremes() {
    // Not done unless asked for; then only what is above all but one in two hundred comes down.
    assert!(!Choices::default().does(Step::Extremes));
    let asked = Choices::default().switch(Step::Extremes);
    assert_eq!(changes(Step::Extremes, &asked), ["Company 17, potential: 90000000.0 → 319.0"]);
}

#[test]
fn industries() {
    // One letter more or less in a long word is a slip; in a short one, or at its end, it is another thing.
    assert_eq!(
        by_default(Step::Industries),
        [
            "Company 10, industry: RETAIL → Retail",
            "Company 3, city: ULM → Ulm",
            "Company 6, industry: technolgy → technology",
        ]
    );
}

#[test]
fn families() {
    // One name at two places is no family until somebody says so; a parent with one child makes none.
    let stated = [
        "Daughter, family: alone → family 0",
        "Holding, family: alone → family 0",
        "Named, family: alone → family 0",
        "Outside one, family: alone → family 1",
        "Outside two, family: alone → family 1",
    ];
    assert_eq!(by_default(Step::Families), stated);
    let said = Choices::default().decide_families(&["twin".to_owned()], Decision::Accepted);
    let twins = ["TWIN Ltd, family: alone → family 2", "Twin, family: alone → family 2"];
    assert_eq!(changes(Step::Families, &said), [&stated[..], &twins[..]].concat());
}

#[test]
fn deal_owners() {
    // An account without deals is nobody's; who has bought nothing stays a prospect.
    assert_eq!(by_default(Step::DealOwners), ["Acme, owner:  → Ana Diaz", "Bolt, owner:  → Bo Chen"]);
}

#[test]
fn bases() {
    // A stated base stands, and who works from afar needs none.
    assert_eq!(by_default(Step::Bases), ["Ana, base: None → Some((41.0, -101.0))"]);
}

#[test]
fn every_step_has_its_file_and_its_test() {
    // A step that is added without saying what it must not change would change anything.
    let source = include_str!("cleaning_steps.rs");
    for step in Step::ALL {
        assert!(source.contains(&format!("fn {}()", step.id().replace('-', "_"))), "{}", step.id());
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/steps/{}.csv", step.id()));
        assert!(file.exists(), "{}", file.display());
    }
}
