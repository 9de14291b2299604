//! Stored forms that must open for ever: files written once, committed, and read by every later version.
//!
//! When a stored form changes, its number is raised, the old form gets a function that lifts it, and a new file joins
//! the old ones here: `cargo test --test native golden:: -- --ignored` writes the files of today's form that are missing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::clean::prepare;
use evenfield::export::decode_project;
use evenfield::export::encode_project;
use evenfield::export::open_file;
use evenfield::export::project_file;
use evenfield::import;
use evenfield::model::Assignment;
use evenfield::model::Bundle;
use evenfield::model::OPEN;
use evenfield::model::RuleSetting;
use evenfield::model::Settings;
use evenfield::model::Value;
use evenfield::outcome::Assumptions;
use evenfield::scenario::Decision;
use evenfield::scenario::Edit;
use evenfield::scenario::Origin;
use evenfield::scenario::Project;
use evenfield::scenario::Proof;
use evenfield::scenario::Revision;
use evenfield::what_if::Acquired;
use evenfield::what_if::Recipe;
use evenfield::what_if::RuleChange;
use evenfield::what_if::WhatIf;
use std::path::PathBuf;
use std::sync::Arc;

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// A project with a value of every kind.
fn project() -> Project {
    let values = [
        ("attribute", Value::Text("industry".to_owned())),
        ("exclusive", Value::Flag(true)),
        ("reps", Value::List(vec!["R1".to_owned(), "R2".to_owned()])),
        ("tolerance_percent", Value::Number(12.5)),
    ];
    let params = values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let rules = vec![RuleSetting { id: "specialist-accounts".to_owned(), weight: 0.0, params }];
    let settings = Settings { rules, locks: vec![(1, 0)] };
    let today = Assignment::new(vec![0, 0, OPEN]);
    let mut project = Project::new("North-east 2027", "abc".to_owned(), settings.clone(), today, 1_700_000_000_000.0);
    let proof = Some(Proof { bound: 4.5, load: vec![0.25, -0.5], cap: vec![0.125] });
    for (origin, proof) in [(Origin::Optimised, proof), (Origin::Kept, None)] {
        let revision = Revision {
            id: 0,
            parent: Some(0),
            label: "Version".to_owned(),
            note: "travel".to_owned(),
            origin,
            settings: settings.clone(),
            assignment: Assignment::new(vec![0, 1, 1]),
            dataset: "abc".to_owned(),
            engine: "0.1.0".to_owned(),
            seed: 7,
            steps: 400,
            lanes: 2,
            objective: 4.75,
            breaches: 3,
            proof,
            made_at: 1_700_000_001_000.0,
        };
        project.append(revision);
    }
    project.working = Assignment::new(vec![1, 0, OPEN]);
    project.current = 1;
    project
}

/// The same once a version was chosen and another deleted.
fn decided() -> Project {
    let mut project = project();
    let decision = Decision {
        decision: "Version 1 from January".to_owned(),
        reasons: "Fair shares; few moves.".to_owned(),
        decided_by: "Ada".to_owned(),
        decided_on: "2026-11-30".to_owned(),
    };
    project.apply(Edit::Decide { revision: 1, decision: Some(decision) });
    project.apply(Edit::Delete { revision: 2, deleted: true });
    project
}

/// The same with a currency of its own.
fn in_francs() -> Project {
    let mut project = decided();
    project.apply(Edit::Currency(Some("CHF".to_owned())));
    project
}

/// The same with other assumptions and what-ifs of every kind.
fn asking() -> Project {
    let mut project = in_francs();
    let assumed = Assumptions { dip_percent: 12.5, hour_price: Some(40.0), ..Assumptions::default() };
    project.apply(Edit::Assumptions(assumed));
    project.apply(Edit::WhatIfs(vec![Recipe {
        name: "Everything at once".to_owned(),
        what_ifs: what_ifs(),
        rules: vec![RuleChange::LeaveOut { rule: "move-limit".to_owned() }],
        based_on: Some(1),
        ..Recipe::default()
    }]));
    project
}

fn what_ifs() -> Vec<WhatIf> {
    let text = str::to_owned;
    vec![
        WhatIf::AddReps { count: 2, region: Some((text("state"), text("MA"))), places: vec![(42.0, -71.0)] },
        WhatIf::LoseReps { reps: vec![text("R1")] },
        WhatIf::Leave { rep: text("R2"), months: 4.5 },
        WhatIf::Acquire { accounts: vec![Acquired { id: text("X"), revenue: Some(5.0), ..Acquired::default() }] },
        WhatIf::NewProduct {
            attribute: text("industry"),
            value: text("Food"),
            potential_percent: 10.0,
            skill: text("Paper"),
        },
        WhatIf::Market { attribute: text("state"), value: text("MA"), percent: -5.0 },
        WhatIf::MergeTerritories { from: text("R1"), into: text("R2") },
        WhatIf::SplitTerritory { rep: text("R2") },
        WhatIf::Weight { rule: text("travel"), weight: 30.0 },
        WhatIf::Parameter { rule: text("move-limit"), key: text("percent"), value: Value::Number(15.0) },
        WhatIf::NewOffice { name: text("Albany"), place: (42.65, -73.75), reps: vec![text("R2")], hires: 1 },
    ]
}

/// The data of the project, with the first so many of its files.
fn bundle(files: usize) -> Bundle {
    let accounts =
        "id,name,owner,potential,latitude,longitude,parent_id\n1,A,Ana,5,42,-71,\n2,B,Ana,6,42,-72,1\n3,C,,,,,\n";
    let reps = "id,name,latitude,longitude,skills\nR1,Ana,42.5,-71.5,Food;Paper\nR2,Ben,41,-72,\n";
    let (mut tables, _) = import::read("accounts.csv", accounts.as_bytes());
    tables.extend(import::read("reps.csv", reps.as_bytes()).0);
    let dataset = prepare(&tables, &import::recognise(&tables)).unwrap().dataset;
    let tables = tables.into_iter().take(files).map(Arc::new).collect();
    Bundle { dataset: Arc::new(dataset), tables, ..Bundle::default() }
}

#[test]
fn a_project_of_form_1_opens() {
    // A browser keeps projects for years; a page that can no longer read them has lost somebody's work.
    let bytes = std::fs::read(golden("project-v1.bin")).unwrap();
    let opened = decode_project(&bytes).expect("form 1 must open");
    // Today's objective is not a number and equals nothing, itself included: so compared in writing.
    assert_eq!(format!("{opened:?}"), format!("{:?}", project()));
}

#[test]
fn a_project_of_form_2_opens() {
    // The same with a version that was deleted and one that was chosen.
    let bytes = std::fs::read(golden("project-v2.bin")).unwrap();
    let opened = decode_project(&bytes).expect("form 2 must open");
    assert_eq!(format!("{opened:?}"), format!("{:?}", decided()));
}

#[test]
fn a_project_of_form_3_opens() {
    // The same in another currency.
    let bytes = std::fs::read(golden("project-v3.bin")).unwrap();
    let opened = decode_project(&bytes).expect("form 3 must open");
    assert_eq!(format!("{opened:?}"), format!("{:?}", in_francs()));
}

#[test]
fn a_project_of_form_4_opens() {
    // The same with what is assumed and what was asked, in the form that is written today.
    let bytes = std::fs::read(golden("project-v4.bin")).unwrap();
    let opened = decode_project(&bytes).expect("form 4 must open");
    assert_eq!(format!("{opened:?}"), format!("{:?}", asking()));
    assert_eq!(encode_project(&opened), bytes, "form 4 is still the form that is written");
}

#[test]
fn a_project_file_of_form_1_opens_with_its_data() {
    // The file was mailed to a colleague whose page is newer.
    let file = std::fs::read(golden("project-v1.evenfield")).unwrap();
    let (opened, data) = open_file(&file).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(format!("{opened:?}"), format!("{:?}", project()));
    // A table of form 1 names its file before its rows; everything else is as it is read today.
    assert_eq!(format!("{data:?}"), format!("{:?}", bundle(1)));
    assert_eq!(data.dataset.attribute(1, "potential"), Some("6"));
}

#[test]
fn a_project_file_of_form_2_opens_with_its_data() {
    // The same of the form that is written today.
    let file = std::fs::read(golden("project-v2.evenfield")).unwrap();
    let (opened, data) = open_file(&file).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(format!("{opened:?}"), format!("{:?}", project()));
    assert_eq!(format!("{data:?}"), format!("{:?}", bundle(2)));
}

#[test]
#[ignore = "writes the files that are missing; run it once when a form is new"]
fn write_what_is_missing() {
    let files =
        [("project-v4.bin", encode_project(&asking())), ("project-v2.evenfield", project_file(&project(), &bundle(2)))];
    for (name, bytes) in files {
        if !golden(name).exists() {
            std::fs::write(golden(name), bytes).unwrap();
        }
    }
}
