//! Plans side by side on the command line: the same words write the same bytes, and every number stands beside today's.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use calamine::Data;
use calamine::DataType;
use calamine::Reader;
use serde_json::Value;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

/// A folder of its own for each test, with the example's files.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("compare-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    let made = evenfield(&["example", "--out", folder.to_str().unwrap()]);
    assert_eq!(made.status.code(), Some(0));
    folder
}

fn evenfield(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evenfield")).args(words).output().unwrap()
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

/// Compares into `out`, with more words behind.
fn compare(folder: &Path, out: &str, more: &[&str]) -> Output {
    let (accounts, reps) = (path(folder, "example-accounts.csv"), path(folder, "example-reps.csv"));
    let out = path(folder, out);
    let words = ["compare", "--accounts", &accounts, "--reps", &reps, "--steps", "200", "--out", &out];
    evenfield(&[&words[..], more].concat())
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(folder: &Path, out: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(out).join("scenarios.json")).unwrap()).unwrap()
}

fn files(folder: &Path, out: &str) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder.join(out)).unwrap().map(Result::unwrap);
    let mut files: Vec<(String, Vec<u8>)> =
        entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect();
    files.sort();
    files
}

/// The verdict follows from the figures beside it, and a plan as it is has none.
fn check_verdicts(scenarios: &[Value]) {
    assert_eq!(scenarios[0]["verdict"], Value::Null);
    for scenario in scenarios.iter().filter(|scenario| scenario["verdict"].is_object()) {
        let told = |key: &str| scenario["verdict"][key].as_f64();
        let change = |id: &str| scenario["figures"][id]["difference"].as_f64().unwrap();
        let close = |one: f64, other: f64| (one - other).abs() <= 1e-6 * one.abs().max(1.0);
        let (benefit, cost) = (told("benefit").unwrap(), told("cost").unwrap());
        assert!(close(benefit, change("expected_revenue") + change("transition_dip")), "{scenario}");
        assert!(close(told("transition").unwrap(), change("transition_cost")), "{scenario}");
        assert!(told("dip").unwrap() + told("transition").unwrap() == cost && cost >= 0.0);
        let months = (benefit > 0.0).then(|| 12.0 * cost / benefit);
        assert_eq!(told("pay_back_months").is_some(), months.is_some());
        assert!(close(told("pay_back_months").unwrap_or(0.0), months.unwrap_or(0.0)));
        assert!(["worth-it", "marginal", "defer"].contains(&scenario["verdict"]["word"].as_str().unwrap()));
    }
    assert!(scenarios.iter().any(|scenario| scenario["verdict"]["word"] == "worth-it"), "none is worth it");
}

#[test]
fn the_standard_set_is_written_to_the_same_bytes() {
    // A decision that is defended months later must rest on numbers that can be made again.
    let folder = folder("standard");
    let first = compare(&folder, "one", &[]);
    assert!(matches!(first.status.code(), Some(0 | 1)), "{}", told(&first));
    let second = compare(&folder, "two", &[]);
    assert_eq!(first.status, second.status);
    let (one, two) = (files(&folder, "one"), files(&folder, "two"));
    assert_eq!(
        one.len(),
        18,
        "twelve assignments, JSON, CSV and a workbook, and how sure the plans are: JSON and two CSV"
    );
    assert!(one == two);

    let table = json(&folder, "one");
    assert_eq!(table["engine"], env!("CARGO_PKG_VERSION"));
    assert!(table["assumptions"]["hour_price"].as_f64().unwrap() > 0.0);
    let scenarios = table["scenarios"].as_array().unwrap();
    let figures = table["figures"].as_array().unwrap();
    for scenario in scenarios {
        for figure in figures {
            let told = &scenario["figures"][figure["id"].as_str().unwrap()];
            let [value, today, change] = ["value", "today", "difference"].map(|key| told[key].as_f64());
            assert_eq!(change, value.zip(today).map(|(value, today)| value - today), "{figure}");
        }
        let gap = scenario["gap_percent"].as_f64();
        assert!(gap.is_none() || scenario["feasible"] == true, "{scenario}");
    }
    let status_quo = &scenarios[0];
    let changes = status_quo["figures"].as_object().unwrap().values().map(|told| told["difference"].as_f64());
    assert!(changes.flatten().all(|change| change == 0.0), "a plan as it is differs from today");
    let broken = scenarios.iter().filter(|scenario| scenario["feasible"] == false).map(|scenario| &scenario["name"]);
    assert_eq!(broken.collect::<Vec<_>>(), ["Status quo"], "a plan of the set cannot keep its own limits");
    let find = |name: &str| scenarios.iter().find(|scenario| scenario["name"] == name).unwrap();
    let figure = |name: &str, id: &str| find(name)["figures"][id]["value"].as_f64().unwrap();
    check_verdicts(scenarios);
    // Each does what it is for.
    assert!(figure("Revenue balance only", "potential_cv") < figure("Status quo", "potential_cv"));
    assert!(figure("Compact field sales", "travel_hours") < figure("Status quo", "travel_hours"));
    let few = figure("Status quo plus", "moved_accounts");
    assert!(few > 0.0 && few < figure("Full re-optimisation", "moved_accounts"));
    assert!(figure("Full re-optimisation", "expected_revenue") != figure("Status quo", "expected_revenue"));
    let reps = |name: &str| find(name)["reps"].as_array().unwrap().clone();
    assert_eq!(reps("Headcount +1").len(), reps("Status quo").len() + 1);
    let gone: Vec<Value> = reps("Headcount −1").into_iter().filter(|rep| rep["gone"] == true).collect();
    assert_eq!((gone.len(), gone[0]["figures"]["accounts"].as_u64()), (1, Some(0)));
    assert!(reps("Headcount +1").last().unwrap()["figures"]["accounts"].as_u64().unwrap() > 0);

    check_workbook(&folder.join("one/scenarios.xlsx"), &table);
    let csv = String::from_utf8(std::fs::read(folder.join("one/scenarios.csv")).unwrap()).unwrap();
    let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines.len(), 2 + scenarios.len());
    assert!(lines.iter().all(|line| line.len() == lines[0].len()));
    // What the issue asks for is there, each figure with its source, and no dip is told twice.
    let ids: Vec<&str> = figures.iter().map(|figure| figure["id"].as_str().unwrap()).collect();
    let asked =
        ["balance_score", "potential_cv", "potential_max_min", "inside_tolerance", "transition_cost", "complexity"];
    assert!(asked.iter().all(|id| ids.contains(id)) && !ids.contains(&"expected_dip"), "{ids:?}");
    assert!(figures.iter().all(|figure| !figure["source"].as_str().unwrap().is_empty()));
    assert!(figure("Revenue balance only", "balance_score") > figure("Status quo", "balance_score"));
    assert!(figure("Status quo plus", "complexity") >= 1.0);
    let column = lines[0].iter().position(|name| *name == "expected_revenue").unwrap();
    assert_eq!(lines[2][column].parse::<f64>().unwrap(), figure("Status quo", "expected_revenue"));
}

/// The workbook says what the JSON says: every figure of every plan, its difference, every rep, every assumption.
fn check_workbook(path: &Path, table: &Value) {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let names = [
        "Scenarios",
        "Differences",
        "Reps",
        "Verdict and rank",
        "What the money hangs on",
        "Possible worlds",
        "Held-out quarters",
        "Assumptions",
        "Rules",
        "Recipes",
        "About",
    ];
    assert_eq!(book.sheet_names(), names);
    let mut rows =
        |name: &str| -> Vec<Vec<Data>> { book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect() };
    let scenarios = table["scenarios"].as_array().unwrap();
    let figures = table["figures"].as_array().unwrap();
    let (values, changes) = (rows("Scenarios"), rows("Differences"));
    assert_eq!((values.len(), changes.len()), (7 + figures.len(), 1 + figures.len()));
    for (place, scenario) in scenarios.iter().enumerate() {
        assert_eq!(values[0][3 + place].as_string().as_deref(), scenario["name"].as_str());
        assert_eq!(values[1][3 + place].as_f64(), scenario["breaches"].as_f64());
        assert_eq!(values[2][3 + place].as_f64(), scenario["breaks_in_force"].as_f64());
        assert_eq!(values[5][3 + place].as_f64(), scenario["gap_percent"].as_f64());
        assert_eq!(values[6][3 + place].as_f64(), scenario["unplanned_revenue"].as_f64());
        for (row, figure) in figures.iter().enumerate() {
            let told = &scenario["figures"][figure["id"].as_str().unwrap()];
            assert_eq!(values[7 + row][3 + place].as_f64(), told["value"].as_f64(), "{figure}");
            assert_eq!(values[7 + row][2].as_f64(), told["today"].as_f64(), "{figure}");
            assert_eq!(changes[1 + row][3 + place].as_f64(), told["difference"].as_f64(), "{figure}");
        }
    }
    let reps: usize = scenarios.iter().map(|scenario| scenario["reps"].as_array().unwrap().len()).sum();
    let told = rows("Reps");
    assert_eq!(told.len(), 1 + table["today"]["reps"].as_array().unwrap().len() + reps);
    assert_eq!(told[1][3].as_f64(), table["today"]["reps"][0]["figures"]["accounts"].as_f64());
    let verdicts = rows("Verdict and rank");
    // Today and every plan but the one that is today, the first rank first.
    let ranks: Vec<f64> = verdicts[1..].iter().map(|row| row[1].as_f64().unwrap()).collect();
    assert!(ranks.len() == scenarios.len() && ranks.is_sorted());
    for scenario in scenarios.iter().filter(|scenario| scenario["name"] != "Status quo") {
        let is_of = |row: &&Vec<Data>| row[0].as_string().as_deref() == scenario["name"].as_str();
        let row = verdicts.iter().find(is_of).unwrap();
        assert_eq!(row[1].as_f64(), scenario["ranking"]["rank"].as_f64());
        assert_eq!(row[8].as_f64(), scenario["verdict"]["pay_back_months"].as_f64());
    }
    assert_eq!(rows("Assumptions").len(), 1 + table["assumptions"].as_object().unwrap().len());
    let about = rows("About");
    assert!(about.iter().any(|row| row[1].as_string().as_deref() == table["dataset"].as_str()));
    let recipe: Value = serde_json::from_str(&rows("Recipes")[3][6].as_string().unwrap()).unwrap();
    assert_eq!(recipe, scenarios[2]["recipe"]);
}

#[test]
fn what_ifs_of_a_file_are_planned_and_explained() {
    // Three senior reps leave in spring and the north shrinks: which plan then, and what does it cost?
    let folder = folder("file");
    let scenarios = serde_json::json!({
        "scenarios": [
            { "name": "Three leave", "what_ifs": [{ "lose-reps": { "reps": ["R1", "R2", "R3"] } }],
              "rules": [{ "leave-out": { "rule": "balance-window" } }] },
            { "name": "As is", "start": "as-is", "what_ifs": [{ "lose-reps": { "reps": ["R1"] } }] },
            { "name": "Two more", "steps": 250, "seed": 9, "what_ifs": [{ "add-reps": { "count": 2 } }],
              "rules": [{ "leave-out": { "rule": "move-limit" } }] },
        ],
        "assumptions": { "dip_percent": 17.6, "runs": 200 },
    });
    std::fs::write(folder.join("scenarios.json"), scenarios.to_string()).unwrap();
    let file = path(&folder, "scenarios.json");
    let output = compare(&folder, "out", &["--scenarios", &file]);
    assert_eq!(output.status.code(), Some(1), "accounts of R1 have nobody where nothing is planned: {}", told(&output));
    let table = json(&folder, "out");
    assert_eq!((&table["assumptions"]["dip_percent"], &table["assumptions"]["runs"]), (&17.6.into(), &200.into()));
    let of = |place: usize, key: &str| table["scenarios"][place][key].clone();
    let figure = |place: usize, id: &str| of(place, "figures")[id]["value"].as_f64().unwrap();
    assert!(figure(0, "moved_accounts") > 0.0 && figure(0, "transition_dip") > 0.0);
    assert_eq!(figure(0, "covered"), 1.0);
    assert!(figure(1, "covered") < 1.0 && of(1, "open_accounts").as_u64().unwrap() > 0);
    assert!(figure(1, "sure_revenue") < figure(0, "sure_revenue"));
    assert_eq!((of(2, "steps"), of(2, "seed"), of(1, "steps")), (250.into(), 9.into(), 0.into()));
    let new: Vec<Value> = of(2, "reps").as_array().unwrap().iter().rev().take(2).cloned().collect();
    assert!(new.iter().all(|rep| rep["base"].is_array()), "{new:?}");
    let assignments = std::fs::read_to_string(folder.join("out/assignments-1.csv")).unwrap();
    let lost = |line: &&str| line.split(',').nth(2).is_some_and(|rep| ["R1", "R2", "R3"].contains(&rep));
    assert!(!assignments.lines().any(|line| lost(&line)));
    assert!(std::fs::read_to_string(folder.join("out/assignments-3.csv")).unwrap().contains(",new-1,"));
}

#[test]
fn a_file_may_say_what_the_ranking_weighs() {
    // Whoever ranks by travel alone must get that order from the command line, and a misspelt weight an answer.
    let folder = folder("weights");
    let file = path(&folder, "weighed.json");
    let asked = |weights: &str| {
        let text = format!(
            r#"{{"scenarios":[{{"name":"As is","start":"as-is"}},{{"name":"Short","rules":[{{"preset":{{"title":"Compact field sales"}}}}]}}],"weights":{weights}}}"#
        );
        std::fs::write(&file, text).unwrap();
        compare(&folder, "out", &["--scenarios", &file])
    };
    assert!(told(&asked(r#"{"travel":1}"#)).contains("nothing is ranked by"));
    let output = asked(r#"{"travel_hours":100}"#);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", told(&output));
    let table = json(&folder, "out");
    assert_eq!(
        (&table["weights"]["travel_hours"], &table["weights"]["expected_revenue"]),
        (&100.0.into(), &0.0.into())
    );
    assert_eq!(
        (&table["scenarios"][1]["ranking"]["score"], &table["today"]["ranking"]["score"]),
        (&100.0.into(), &0.0.into())
    );
    assert_eq!(table["scenarios"][0]["ranking"], table["today"]["ranking"], "a plan as it is stands where today does");
    let csv = std::fs::read_to_string(folder.join("out/scenarios.csv")).unwrap();
    let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    let rank = lines[0].iter().position(|name| *name == "rank").unwrap();
    assert_eq!(lines[3][rank].parse::<u64>().ok(), table["scenarios"][1]["ranking"]["rank"].as_u64());
}

#[test]
fn how_sure_the_plans_are_is_written_beside_them() {
    // Whoever reads the table asks next what it hangs on; the answer must be about the same numbers.
    let folder = folder("sure");
    let scenarios = serde_json::json!({
        "scenarios": [
            { "name": "Freely planned", "rules": [{ "leave-out": { "rule": "move-limit" } }] },
            { "name": "As is", "start": "as-is" },
            { "name": "One more", "what_ifs": [{ "add-reps": { "count": 1 } }], "rules": [{ "leave-out": { "rule": "move-limit" } }] },
            { "name": "No travel", "what_ifs": [{ "weight": { "rule": "travel", "weight": 0.0 } }] },
        ],
    });
    std::fs::write(folder.join("asked.json"), scenarios.to_string()).unwrap();
    let file = path(&folder, "asked.json");
    let output = compare(&folder, "out", &["--scenarios", &file]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", told(&output));
    let read = |name: &str| std::fs::read_to_string(folder.join("out").join(name)).unwrap();
    let sure: Value = serde_json::from_str(&read("sensitivity.json")).unwrap();
    let table = json(&folder, "out");
    let inputs = sure["inputs"].as_array().unwrap();
    assert!(inputs.iter().all(|input| !input["source"].as_str().unwrap().is_empty()));
    for place in 0..4 {
        let expected = &table["scenarios"][place]["figures"]["expected_revenue"];
        let scenario = &sure["scenarios"][place];
        for (key, told) in [("sensitivity", &expected["value"]), ("difference", &expected["difference"])] {
            let swings = scenario[key].as_array().unwrap();
            assert_eq!(swings.len(), inputs.len());
            let widths: Vec<f64> = swings.iter().map(|swing| swing["swing"].as_f64().unwrap()).collect();
            assert!(widths.is_sorted_by(|one, other| one >= other), "{widths:?}");
            for swing in swings {
                let base = swing["money"]["base"].as_f64().unwrap();
                assert!((base - told.as_f64().unwrap()).abs() < 1e-3, "{place} {key} {base} {told}");
            }
        }
    }
    // A rep more is no alternative to none; other rules are, however they are stated. A plan as it is shares every world
    // with today.
    assert!(sure["scenarios"][2]["robustness"].is_null() && sure["scenarios"][2]["backtest"].is_null());
    let best = |plan: &Value| plan["robustness"]["best"].as_f64().unwrap();
    let [today, free, as_is] = [&sure["today"], &sure["scenarios"][0], &sure["scenarios"][1]].map(best);
    let no_travel = &sure["scenarios"][3];
    assert_eq!((today, today + free + as_is + best(no_travel)), (as_is, 200.0));
    assert!(no_travel["backtest"].is_object());
    assert_eq!(read("sensitivity.csv").lines().count(), 1 + 5 * inputs.len());
    let worlds = read("robustness.csv");
    assert_eq!(
        worlds.lines().map(|line| line.split(',').next().unwrap()).collect::<Vec<_>>(),
        ["scenario", "Today", "Freely planned", "As is", "No travel"]
    );
}

#[test]
fn a_question_that_makes_no_sense_is_answered() {
    // Whoever misspells a rep must not get a comparison in which nobody left.
    let folder = folder("wrong");
    let file = path(&folder, "scenarios.json");
    let asked = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let output = compare(&folder, "out", &["--scenarios", &file]);
        assert_eq!(output.status.code(), Some(2));
        told(&output)
    };
    let answer = asked(r#"{"scenarios":[{"name":"A","what_ifs":[{"lose-reps":{"reps":["Zoe"]}}]}]}"#);
    assert!(answer.contains("scenario \"A\": no rep is called \"Zoe\""), "{answer}");
    assert!(asked(r#"{"scenarios":[{"name":"A","what_ifs":[{"loose-reps":{}}]}]}"#).contains("loose-reps"));
    assert!(!folder.join("out/scenarios.json").exists());
}
