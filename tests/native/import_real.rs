//! Whole files as people export them: every row is accounted for.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::naive_bytecount,
    reason = "a test may stop, and compares values that no sum has touched"
)]

use evenfield::clean;
use evenfield::clean::Prepared;
use evenfield::import;
use evenfield::import::Field;
use evenfield::import::Mapping;
use evenfield::model::OPEN;
use evenfield::model::Outcome;
use evenfield::model::Severity;
use evenfield::model::TableKind;
use std::collections::HashSet;
use std::path::PathBuf;

/// The folder of real files; they are no part of the project.
fn shared(path: &str) -> Option<PathBuf> {
    let home = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var("EVENFIELD_SHARED").ok().map(PathBuf::from);
    let places = ["../shared", "../../shared", "../../../shared"].map(|place| home.join(place));
    let found = named.into_iter().chain(places).map(|place| place.join(path)).find(|place| place.exists());
    if found.is_none() {
        println!("skipped: {path} is not here; set EVENFIELD_SHARED to the folder that holds it");
    }
    found
}

/// Files, read and cleaned.
struct Loaded {
    prepared: Prepared,
    mappings: Vec<Mapping>,
    /// The data rows of the accounts file as a spreadsheet shows them.
    rows: Vec<u32>,
}

fn load(folder: &str, files: &[&str]) -> Option<Loaded> {
    let folder = shared(folder)?;
    let mut tables = Vec::new();
    for file in files {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let (mut read, issues) = import::read(file, &bytes);
        assert!(issues.iter().all(|issue| issue.severity < Severity::Error), "{issues:?}");
        tables.append(&mut read);
    }
    let mappings = import::recognise(&tables);
    let prepared = clean::prepare(&tables, &mappings).unwrap();
    if std::env::var("EVENFIELD_SHOW").is_ok() {
        show(&prepared, &mappings);
    }
    let rows = tables.swap_remove(prepared.table).rows.0;
    Some(Loaded { prepared, mappings, rows })
}

fn show(prepared: &Prepared, mappings: &[Mapping]) {
    for mapping in mappings {
        println!("{} {:?} {:.2} {}", mapping.file, mapping.kind, mapping.kind_confidence, mapping.note);
        for column in &mapping.columns {
            println!("    {:32} {:?} {:?} {:.2}", column.header, column.field, column.how, column.confidence);
        }
    }
    for step in &prepared.steps {
        println!("{}: {} {}", step.id, step.changed, step.sentence);
    }
    let mut codes: Vec<&str> = prepared.issues.iter().map(|issue| issue.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        let of_code: Vec<_> = prepared.issues.iter().filter(|issue| issue.code == code).collect();
        println!("{code} x {}: {}", of_code.len(), of_code[0].text());
    }
}

/// Each data row is an account or an error with its row number.
fn all_rows_accounted_for(Loaded { prepared, rows, .. }: &Loaded, file: &str) {
    let used: HashSet<u32> = prepared.dataset.accounts.row.iter().copied().collect();
    let errors = prepared.issues.iter().filter(|issue| issue.severity == Severity::Error && issue.place.file == file);
    let listed: HashSet<u32> = errors.map(|issue| issue.place.row).collect();
    assert!(used.is_disjoint(&listed));
    for row in rows {
        assert!(used.contains(row) || listed.contains(row), "row {row} is lost");
    }
}

fn fields(mapping: &Mapping) -> Vec<(&str, Field)> {
    mapping.columns.iter().filter_map(|column| Some((column.header.as_str(), column.field?))).collect()
}

#[test]
fn breweries_as_a_salesforce_report() {
    // The whole first mile with every fault a report has: owners, footers, mixed money, swapped places.
    let file = "accounts-salesforce-report.csv";
    let Some(loaded) = load("data/breweries", &[file, "reps.csv"]) else { return };
    let Loaded { prepared, mappings, .. } = &loaded;
    let dataset = &prepared.dataset;
    assert_eq!(mappings[0].kind, Some(TableKind::Accounts));
    assert_eq!(mappings[1].kind, Some(TableKind::Reps));
    let mapped = fields(&mappings[0]);
    assert!(mapped.contains(&("Annual Revenue", Field::AnnualRevenue)));
    assert!(mapped.contains(&("Current ARR", Field::CurrentRevenue)));
    assert!(mapped.contains(&("Account Owner", Field::Owner)));
    assert_eq!(dataset.accounts.len(), 7_165);
    all_rows_accounted_for(&loaded, file);
    assert_eq!(dataset.reps.len(), 45);
    assert_eq!(dataset.reps.iter().filter(|rep| rep.remote).count(), 4);
    assert_eq!(dataset.accounts.owner.iter().filter(|&&rep| rep == OPEN).count(), 1_203);
    assert_eq!(dataset.accounts.prospect.iter().filter(|&&flag| flag == 1).count(), 4_598);
    assert_eq!(
        dataset.accounts.state.labels().len(),
        50,
        "none, 48 states and DC: {:?}",
        dataset.accounts.state.labels()
    );
    assert_eq!(dataset.accounts.country.labels(), ["", "US"]);
    assert_eq!(dataset.accounts.industry.labels().len() - 1, 10);
    let count = |code: &str| prepared.issues.iter().filter(|issue| issue.code == code).count();
    assert_eq!((count("coordinates-zero"), count("coordinates-swapped")), (21, 19));
    assert_eq!(dataset.accounts.precision.iter().filter(|&&code| code == 1).count(), 5_429 + 19);
    assert!(dataset.accounts.family.iter().filter(|&&family| family < dataset.families).count() > 468);
    assert_eq!(dataset.accounts.annual_revenue[0], 58_384.10);
    assert_eq!(dataset.currency, "USD");
}

#[test]
fn chains_as_hubspot_exports_them() {
    // 40,000 rows: nothing lost, and the largest file people are promised.
    let Some(loaded) = load("data/chains-40k", &["companies-hubspot.csv", "reps.csv"]) else { return };
    let Loaded { prepared, mappings, .. } = &loaded;
    let accounts = &prepared.dataset.accounts;
    assert!(accounts.len() > 39_990);
    all_rows_accounted_for(&loaded, "companies-hubspot.csv");
    assert_eq!(prepared.dataset.reps.len(), 120);
    let mapped = fields(&mappings[0]);
    assert!(mapped.contains(&("Annual Revenue", Field::AnnualRevenue)));
    assert!(mapped.contains(&("Lifecycle Stage", Field::Status)));
    assert!(mapped.contains(&("Parent Company", Field::ParentId)));
    assert!(prepared.dataset.families > 1_000);
    assert!(accounts.state.labels().iter().all(|state| !state.contains("isocode")));
    assert!(accounts.country.labels().contains(&"CA".to_owned()));
}

#[test]
fn a_small_crm_in_three_files() {
    // No ids, no coordinates, reps as "sales agents", dates as 20-10-16: still no click needed.
    let files = ["accounts.csv", "sales_teams.csv", "sales_pipeline.csv", "products.csv"];
    let Some(loaded) = load("data/maven-crm", &files) else { return };
    let Loaded { prepared, mappings, .. } = &loaded;
    let kinds: Vec<_> = mappings.iter().map(|mapping| mapping.kind).collect();
    assert_eq!(kinds, [Some(TableKind::Accounts), Some(TableKind::Reps), Some(TableKind::Opportunities), None]);
    assert!(!mappings[3].note.is_empty());
    let mapped = fields(&mappings[0]);
    assert_eq!(
        mapped,
        [
            ("account", Field::Name),
            ("sector", Field::Industry),
            ("revenue", Field::AnnualRevenue),
            ("employees", Field::Employees),
            ("office_location", Field::Country),
            ("subsidiary_of", Field::ParentId),
        ]
    );
    let reps = [("sales_agent", Field::Name), ("manager", Field::Manager), ("regional_office", Field::Office)];
    assert_eq!(fields(&mappings[1]), reps);
    let dataset = &prepared.dataset;
    assert_eq!((dataset.accounts.len(), dataset.reps.len()), (85, 35));
    assert_eq!(dataset.families, 7);
    let deals = &dataset.opportunities;
    assert_eq!(deals.len(), 8_800 - 1_425);
    assert_eq!((0..deals.len()).filter(|&deal| deals.outcome(deal) == Outcome::Won).count(), 4_238);
    assert_eq!((deals.created.get(0), deals.closed.get(0)), ("2016-10-20", "2017-03-01"));
    assert!(deals.owner.iter().all(|&rep| rep != OPEN));
    // No file says who has which account, but the deals do; and regional offices come through as groups.
    assert!(dataset.accounts.owner.iter().all(|&rep| rep != OPEN));
    assert_eq!(dataset.accounts.prospect.iter().filter(|&&flag| flag == 1).count(), 0);
    let offices: std::collections::BTreeSet<&str> = (0..35).map(|rep| dataset.office(rep)).collect();
    assert_eq!(offices.into_iter().collect::<Vec<_>>(), ["Central", "East", "West"]);
    // The file's revenue is in millions: a head would make 43 cents otherwise. That is said, and read so on request.
    assert_eq!(dataset.accounts.annual_revenue[0], 1_100.04);
    assert!(prepared.issues.iter().any(|issue| issue.code == "money-units"));
}

#[test]
fn the_benchmark_in_our_own_columns() {
    // The benchmark's accounts must come through untouched, or its proven bounds would not apply.
    let Some(Loaded { prepared, .. }) = load("bench/territory/ta450", &["accounts.csv", "reps.csv"]) else { return };
    let accounts = &prepared.dataset.accounts;
    assert_eq!((accounts.len(), prepared.dataset.reps.len()), (450, 8));
    assert_eq!((accounts.id.get(0), accounts.potential[0], accounts.service_hours[0]), ("A00000", 14_691.79, 30.6));
    assert_eq!(accounts.place(0), Some((40.76267, -73.33903)));
    assert_eq!(accounts.precision.iter().filter(|&&code| code == 1).count(), 450);
    assert!(prepared.dataset.families > 0);
    assert!(accounts.locked.contains(&1));
    assert!(prepared.issues.iter().all(|issue| issue.severity == Severity::Note), "{:?}", prepared.issues);
}

#[test]
fn without_a_reps_file_the_owners_are_the_reps() {
    // Many first tries have one file only.
    let Some(Loaded { prepared, .. }) = load("data/breweries", &["accounts-salesforce-report.csv"]) else { return };
    assert_eq!(prepared.dataset.reps.len(), 45);
    assert!(prepared.dataset.reps.iter().all(|rep| rep.base_derived));
    assert!(prepared.issues.iter().any(|issue| issue.code == "reps-derived"));
}

#[test]
fn the_large_benchmarks_keep_every_place() {
    // A box around a country that is too small would take places from good accounts in Canada and Mexico.
    for (folder, accounts, reps) in [("bench/territory/tm3k", 3_000, 40), ("bench/territory/tb33k", 33_000, 150)] {
        let Some(Loaded { prepared, .. }) = load(folder, &["accounts.csv", "reps.csv"]) else { return };
        let dataset = &prepared.dataset;
        assert_eq!((dataset.accounts.len(), dataset.reps.len()), (accounts, reps), "{folder}");
        assert!(dataset.accounts.precision.iter().all(|&code| code == 1), "{folder}: {:?}", prepared.issues);
        assert!(dataset.accounts.owner.iter().all(|&rep| rep != OPEN), "{folder}");
        assert!(dataset.accounts.potential.iter().all(|value| value.is_finite()), "{folder}");
    }
}

/// The gazetteer of a country, as the build prepares it; none where nothing was built yet.
fn places(country: &str) -> Option<String> {
    std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("gen/gazetteer/{country}.tsv")),
    )
    .ok()
}

/// Borders as closed lines of latitudes and longitudes.
type Rings = Vec<Vec<(f64, f64)>>;

/// Accounts whose place lies inside the borders of another state than their address says. The borders are drawn coarsely:
/// what lies in no state, on a coast, counts as right.
fn in_other_states(accounts: &evenfield::model::Accounts) -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("gen/states.geojson");
    let borders: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let pair = |point: &serde_json::Value| (point[1].as_f64().unwrap(), point[0].as_f64().unwrap());
    let rings = |state: &serde_json::Value| -> Rings {
        let parts =
            state["geometry"]["coordinates"].as_array().unwrap().iter().flat_map(|part| part.as_array().unwrap());
        parts.map(|ring| ring.as_array().unwrap().iter().map(pair).collect()).collect()
    };
    let states: Vec<(String, Rings)> = borders["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|state| (state["properties"]["code"].as_str().unwrap().to_owned(), rings(state)))
        .collect();
    let crosses = |(north, east): (f64, f64), ring: &[(f64, f64)]| {
        let edges = ring.windows(2).filter(|edge| (edge[0].0 > north) != (edge[1].0 > north));
        edges
            .filter(|edge| {
                let part = (north - edge[0].0) / (edge[1].0 - edge[0].0);
                east < edge[0].1 + part * (edge[1].1 - edge[0].1)
            })
            .count()
    };
    let mut wrong = Vec::new();
    for account in (0..accounts.len()).filter(|&account| accounts.country.get(account) == "US") {
        let Some(place) = accounts.place(account) else { continue };
        let stated = accounts.state.get(account);
        let within =
            states.iter().find(|(_, rings)| rings.iter().map(|ring| crosses(place, ring)).sum::<usize>() % 2 == 1);
        if let Some((code, _)) = within.filter(|(code, _)| code != stated) {
            wrong.push(format!("{} of {stated} at {place:?}, in {code}", accounts.name.get(account)));
        }
    }
    wrong
}

#[test]
fn breweries_are_placed_without_their_coordinates() {
    // Most exports have none; who is placed in the wrong state is planned for the wrong rep.
    let Some(folder) = shared("data/breweries") else { return };
    if places("US").is_none() {
        return println!("skipped: gen/gazetteer is not here; `make dist` prepares it");
    }
    let bytes = std::fs::read(folder.join("accounts-salesforce-report.csv")).unwrap();
    let (tables, _) = import::read("accounts.csv", &bytes);
    let given = import::recognise(&tables);
    let mut withheld = given.clone();
    for field in [Field::Latitude, Field::Longitude] {
        let column = withheld[0].column_of(field).unwrap();
        withheld[0].choose(column, None);
    }
    let prepare = |mappings: &[Mapping]| {
        let mut host = clean::Patient { places: Some(Box::new(places)) };
        clean::at_once(clean::prepare_for(&tables, mappings, &clean::Choices::default(), &mut host)).unwrap().unwrap()
    };
    let (known, found) = (prepare(&given), prepare(&withheld));
    let (known, accounts) = (&known.dataset.accounts, &found.dataset.accounts);
    let placed = (0..accounts.len()).filter(|&account| accounts.place(account).is_some()).count();
    assert!(placed * 100 >= accounts.len() * 98, "{placed} of {}", accounts.len());
    let mut errors = Vec::new();
    for account in 0..accounts.len() {
        if let (Some(place), Some(truth)) = (accounts.place(account), known.place(account))
            && known.precision(account) == evenfield::model::Precision::Given
        {
            let point = |(north, east): (f64, f64)| evenfield::geo::Point::new(north, east);
            let km = evenfield::geo::distance_km(point(place), point(truth));
            errors.push(km);
        }
    }
    errors.sort_by(f64::total_cmp);
    assert!(errors[errors.len() / 2] <= 5.0, "median {} km", errors[errors.len() / 2]);
    // The farthest lie in the vast codes of Nevada and Idaho; another state begins much farther off.
    assert!(errors[errors.len() - 1] <= 100.0, "{:?}", &errors[errors.len() - 5..]);
    assert_eq!(in_other_states(accounts), Vec::<String>::new());
    let contradictions = found.issues.iter().filter(|issue| issue.code.starts_with("postal-code-in-other-state"));
    assert_eq!(contradictions.count(), 1);
}

#[test]
fn rows_that_were_doubled_in_other_spellings_are_found() {
    // Somebody typed the company anew: other case, a space at the end, "Brewing Co." for "Brewing Company".
    let Some(folder) = shared("data/breweries") else { return };
    let bytes = std::fs::read(folder.join("accounts-salesforce-report.csv")).unwrap();
    let (mut tables, _) = import::read("accounts.csv", &bytes);
    let table = &mut tables[0];
    let (id, name) = (table.column("Account ID").unwrap(), table.column("Account Name").unwrap());
    let groups = |table: &evenfield::model::Table| {
        let tables = [table.clone()];
        let prepared = clean::prepare(&tables, &import::recognise(&tables)).unwrap();
        let found = prepared.issues.iter().filter(|issue| issue.code == "possible-duplicates");
        found.map(|issue| issue.advice.clone()).collect::<Vec<_>>()
    };
    let before: HashSet<String> = groups(table).into_iter().collect();
    let (rows, mut planted) = (table.len(), Vec::new());
    for row in (0..rows).step_by(100) {
        let number = table.rows[table.len() - 1] + 1;
        let cells: Vec<String> = (0..table.headers.len())
            .map(|column| match (column, planted.len() % 3) {
                (column, _) if column == id => format!("planted {number}"),
                (column, 0) if column == name => table.cell(row, column).to_uppercase(),
                (column, 1) if column == name => format!("{} ", table.cell(row, column)),
                (column, _) if column == name && table.cell(row, column).ends_with("Brewing Company") => {
                    table.cell(row, column).replace("Brewing Company", "Brewing Co.")
                }
                (column, _) if column == name => table.cell(row, column).replace("Brewing Co", "Brewing Company"),
                _ => table.cell(row, column).to_owned(),
            })
            .collect();
        for cell in &cells {
            table.cells.push(cell);
        }
        table.rows.push(number);
        planted.push((table.rows[row], number));
    }
    let after = groups(table);
    let names =
        |text: &str, row: u32| text.split(|letter: char| !letter.is_ascii_digit()).any(|word| word == row.to_string());
    let found =
        planted.iter().filter(|(one, two)| after.iter().any(|text| names(text, *one) && names(text, *two))).count();
    let false_groups =
        after.iter().filter(|text| !before.contains(*text) && !planted.iter().any(|(_, two)| names(text, *two)));
    let false_groups = false_groups.count();
    println!("{found} of {} found, {false_groups} false of {}", planted.len(), after.len());
    assert!(found * 100 >= planted.len() * 95, "{found} of {}", planted.len());
    assert!(false_groups * 100 <= after.len() * 2);
}
