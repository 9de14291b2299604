//! The command line as a script uses it: files in, files out, exit status and messages.
//!
//! Larger files are looked for in `$EVENFIELD_SHARED` and in `../shared`; without them their tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

/// A folder of its own for each test, empty at the start.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("headless-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn evenfield(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evenfield")).args(words).output().unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

/// A folder with the example's files, planned into `plan/` for so many steps.
fn planned(name: &str, steps: &str) -> (PathBuf, Output) {
    let folder = folder(name);
    assert_eq!(status(&evenfield(&["example", "--out", folder.to_str().unwrap()])), 0);
    let output = plan(&folder, "plan", steps);
    (folder, output)
}

fn plan(folder: &Path, out: &str, steps: &str) -> Output {
    let (accounts, reps) = (path(folder, "example-accounts.csv"), path(folder, "example-reps.csv"));
    let out = path(folder, out);
    evenfield(&["plan", "--accounts", &accounts, "--reps", &reps, "--steps", steps, "--lanes", "2", "--out", &out])
}

/// Judges an assignments file of the example, with the certificate where there is one.
fn check(folder: &Path, assignments: &str, certificate: Option<&str>) -> Output {
    let (accounts, reps) = (path(folder, "example-accounts.csv"), path(folder, "example-reps.csv"));
    let (rules, assignments) = (path(folder, "plan/rules.json"), path(folder, assignments));
    let certificate = certificate.map(|name| path(folder, name));
    let mut words = vec!["check", "--accounts", &accounts, "--reps", &reps, "--rules", &rules];
    words.extend(["--assignments", &assignments]);
    words.extend(certificate.iter().flat_map(|path| ["--certificate", path.as_str()]));
    evenfield(&words)
}

fn verdict(folder: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(folder.join("evaluation.json")).unwrap()).unwrap()
}

#[test]
fn the_same_steps_write_the_same_bytes_and_the_check_agrees() {
    // A plan that cannot be made again cannot be argued about.
    let (folder, output) = planned("same", "200");
    assert_eq!(status(&output), 0, "{}{}", String::from_utf8_lossy(&output.stdout), told(&output));
    assert_eq!(status(&plan(&folder, "again", "200")), 0);
    for name in ["assignments.csv", "evaluation.json", "certificate.json", "rules.json"] {
        let read = |out: &str| std::fs::read(folder.join(out).join(name)).unwrap();
        assert!(read("plan") == read("again"), "{name} differs");
    }
    let evaluation = verdict(&folder.join("plan"));
    assert_eq!(evaluation["feasible"], true);
    assert!(evaluation["bound"].as_f64().unwrap() <= evaluation["objective"].as_f64().unwrap());
    // Real tours stand beside the linear model: of the same order, and every rep who travels has days.
    let tours = &evaluation["tours"];
    let ratio = tours["km"].as_f64().unwrap() / evaluation["figures"]["travel_km"].as_f64().unwrap();
    assert!((0.5..2.5).contains(&ratio), "{ratio}");
    let reps = tours["reps"].as_array().unwrap();
    assert!(reps.iter().all(|rep| rep["km"].is_null() == (rep["round_days"] == 0)), "{reps:?}");
    let checked = check(&folder, "plan/assignments.csv", Some("plan/certificate.json"));
    assert_eq!(status(&checked), 0, "{}", told(&checked));
    assert!(String::from_utf8_lossy(&checked.stdout).contains("Proven: no plan that keeps all limits is below"));
}

#[test]
fn excluded_accounts_have_no_rep_in_what_is_written_and_the_check_agrees() {
    // A script that loads the file into a CRM must see at once that these accounts are not to be touched.
    let (folder, _) = planned("excluded", "40");
    let file = folder.join("plan/rules.json");
    let mut rules: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let accounts = std::fs::read_to_string(folder.join("plan/assignments.csv")).unwrap();
    let ids: Vec<&str> = accounts.lines().skip(1).take(2).map(|line| line.split(',').next().unwrap()).collect();
    let excluded = serde_json::json!({ "id": "excluded", "params": { "accounts": ids } });
    rules["rules"].as_array_mut().unwrap().push(excluded);
    std::fs::write(&file, rules.to_string()).unwrap();
    let (accounts, reps) = (path(&folder, "example-accounts.csv"), path(&folder, "example-reps.csv"));
    let (rules, out) = (path(&folder, "plan/rules.json"), path(&folder, "without"));
    let words = ["plan", "--accounts", &accounts, "--reps", &reps, "--rules", &rules, "--steps", "40", "--out", &out];
    let output = evenfield(&words);
    assert!(String::from_utf8_lossy(&output.stdout).contains("2 accounts excluded from planning."));
    let written = std::fs::read_to_string(folder.join("without/assignments.csv")).unwrap();
    let without: Vec<&str> = written.lines().filter(|line| line.ends_with(",,excluded from planning")).collect();
    assert_eq!(without.iter().map(|line| line.split(',').next().unwrap()).collect::<Vec<_>>(), ids);
    let evaluation = verdict(&folder.join("without"));
    assert_eq!((&evaluation["excluded_accounts"], &evaluation["open_accounts"]), (&2.into(), &0.into()));
    let checked = check(&folder, "without/assignments.csv", Some("without/certificate.json"));
    assert_eq!(status(&checked), status(&output), "{}", told(&checked));
}

#[test]
fn a_certificate_of_other_data_or_rules_is_not_taken_without_a_word() {
    // The bound holds, derived anew; but whoever compares certificates must hear that this one is about something else.
    let (folder, _) = planned("strange-certificate", "100");
    let told_of = |output: &Output| (told(output).contains("other data"), told(output).contains("other rules"));
    let own = check(&folder, "plan/assignments.csv", Some("plan/certificate.json"));
    assert_eq!((status(&own), told_of(&own)), (0, (false, false)), "{}", told(&own));

    let rules = folder.join("plan/rules.json");
    let text = std::fs::read_to_string(&rules).unwrap();
    let heavier = text.replacen("\"weight\": 20.0", "\"weight\": 21.0", 1);
    assert_ne!(text, heavier, "{text}");
    std::fs::write(&rules, heavier).unwrap();
    let output = check(&folder, "plan/assignments.csv", Some("plan/certificate.json"));
    assert_eq!(told_of(&output), (false, true), "{}", told(&output));
    assert!(told(&output).contains("derived anew from its prices and holds"), "{}", told(&output));

    std::fs::write(&rules, text).unwrap();
    let accounts = folder.join("example-accounts.csv");
    let changed = std::fs::read_to_string(&accounts).unwrap().replacen("Technology", "Retail", 1);
    std::fs::write(&accounts, changed).unwrap();
    let output = check(&folder, "plan/assignments.csv", Some("plan/certificate.json"));
    assert_eq!(told_of(&output), (true, false), "{}", told(&output));
}

#[test]
fn a_tampered_plan_is_found_out() {
    // The check is worth something only if it notices one moved account among hundreds.
    let (folder, _) = planned("tampered", "40");
    let accounts = std::fs::read_to_string(folder.join("example-accounts.csv")).unwrap();
    let header: Vec<&str> = accounts.lines().next().unwrap().split(',').collect();
    let column = header.iter().position(|name| *name == "locked").unwrap();
    let locked = accounts.lines().find(|line| line.split(',').nth(column) == Some("yes")).expect("a locked account");
    let id = locked.split(',').next().unwrap();
    let plan = std::fs::read_to_string(folder.join("plan/assignments.csv")).unwrap();
    let line = plan.lines().find(|line| line.starts_with(&format!("{id},"))).unwrap();
    let cells: Vec<&str> = line.split(',').collect();
    let other = if cells[2] == "R4" { "R6" } else { "R4" };
    let moved = format!("{id},{},{other},moved by hand", cells[1]);
    std::fs::write(folder.join("moved.csv"), plan.replace(line, &moved)).unwrap();
    let output = check(&folder, "moved.csv", None);
    assert_eq!(status(&output), 1, "{}", told(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("Broken: Locked accounts") && text.contains("locked account moved"), "{text}");

    std::fs::write(folder.join("short.csv"), plan.replace(&format!("{line}\r\n"), "")).unwrap();
    let output = check(&folder, "short.csv", None);
    assert_eq!((status(&output), told(&output).contains(id)), (2, true), "{}", told(&output));
    std::fs::write(folder.join("stranger.csv"), plan.replace(line, &format!("{id},,R99,"))).unwrap();
    let output = check(&folder, "stranger.csv", None);
    assert_eq!((status(&output), told(&output).contains("R99")), (2, true), "{}", told(&output));
}

#[test]
fn a_raised_bound_is_refused() {
    // A certificate that claims more than its prices prove is a lie about how good the plan is.
    let (folder, _) = planned("raised", "40");
    let text = std::fs::read(folder.join("plan/certificate.json")).unwrap();
    let mut certificate: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let bound = certificate["bound"].as_f64().unwrap();
    certificate["bound"] = (bound + 0.01).into();
    std::fs::write(folder.join("raised.json"), certificate.to_string()).unwrap();
    let output = check(&folder, "plan/assignments.csv", Some("raised.json"));
    assert_eq!(status(&output), 2);
    assert!(told(&output).contains("raised.json") && told(&output).contains("prove only"), "{}", told(&output));
    certificate["prices"]["load"] = serde_json::json!([1.0]);
    std::fs::write(folder.join("foreign.json"), certificate.to_string()).unwrap();
    let output = check(&folder, "plan/assignments.csv", Some("foreign.json"));
    assert_eq!((status(&output), told(&output).contains("do not belong")), (2, true), "{}", told(&output));
}

#[test]
fn unusable_input_is_answered_with_what_would_be_usable() {
    // A script stops here at night; the message must say in the morning what to mend.
    let (folder, _) = planned("unusable", "5");
    let (accounts, reps) = (path(&folder, "example-accounts.csv"), path(&folder, "example-reps.csv"));
    let out = path(&folder, "out");
    let base = ["plan", "--accounts", &accounts, "--reps", &reps, "--steps", "5", "--out", &out];
    let with_rules = |text: &str| {
        let file = path(&folder, "rules.json");
        std::fs::write(&file, text).unwrap();
        let output = evenfield(&[&base[..], &["--rules", &file]].concat());
        (status(&output), told(&output))
    };
    for (text, words) in [
        (r#"{"rules":[{"id":"balanse-window"}]}"#, ["unknown rule \"balanse-window\"", "balance-window"]),
        (r#"{"rules":[{"id":"capacity","params":{"hours":3}}]}"#, ["no parameter \"hours\"", "utilisation_percent"]),
        (r#"{"rules":[{"id":"travel","wieght":3}]}"#, ["wieght", "weight"]),
        (r#"{"rules":[{"id":"travel","weight":-3}]}"#, ["weight -3", "from 0 up"]),
        (r#"{"rules":[{"id":"move-limit","params":{"percent":120}}]}"#, ["percent", "a number from 0 to 100"]),
        (r#"{"rules":[{"id":"specialist-accounts","params":{"reps":["R99"]}}]}"#, ["called \"R99\"", "R9"]),
        (r#"{"rules":[{"id":"allowed-regions","params":{"attribute":"sate"}}]}"#, ["called \"sate\"", "state"]),
        (r#"{"rules":"#, ["rules.json", "EOF"]),
    ] {
        let (status, told) = with_rules(text);
        assert_eq!(status, 2, "{text}: {told}");
        assert!(told.contains("rules.json") && words.iter().all(|word| told.contains(word)), "{text}: {told}");
    }
    let missing = path(&folder, "missing.csv");
    for (words, expected) in [
        (vec!["plan", "--accounts", &missing, "--reps", &reps, "--out", &out], "missing.csv: cannot be read"),
        (vec!["plan", "--account", &accounts], "unknown option \"--account\"; known: --accounts"),
        (vec!["plan", "--accounts", &accounts, "--out", &out], "--reps is missing"),
        (vec!["plan", "--accounts"], "--accounts needs a value"),
        ([&base[..], &["--seconds", "3"]].concat(), "exclude each other"),
        ([&base[..], &["--seed", "x"]].concat(), "expected a number"),
        (vec!["dance"], "evenfield plan"),
        (vec![], "evenfield check"),
    ] {
        let output = evenfield(&words);
        assert_eq!(status(&output), 2, "{words:?}");
        assert!(told(&output).contains(expected), "{words:?}: {}", told(&output));
    }
}

#[test]
fn the_cards_are_printed_for_programs_to_read() {
    // Whoever writes a rules file by hand or by program starts from this list.
    let output = evenfield(&["rules"]);
    let cards: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let ids: Vec<&str> = cards.iter().map(|card| card["id"].as_str().unwrap()).collect();
    let known: Vec<&str> = evenfield::rules::ALL.iter().map(|rule| rule.card().id).collect();
    assert_eq!(ids, known);
    for words in [&["--help"][..], &["help"], &["compare", "--help"], &["plan", "-h"]] {
        assert_eq!(status(&evenfield(words)), 0, "{words:?}");
    }
}

/// The folder with the larger files, where there is one.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("EVENFIELD_SHARED").map_or(beside, PathBuf::from);
    shared.join("bench").is_dir().then_some(shared)
}

/// Plans larger files for so many steps that all limits are kept, and lets `check` judge the result.
fn plan_and_check(name: &str, accounts: &Path, reps: &Path, rules: Option<&Path>, steps: &str) {
    let out = folder(name);
    let (out, assignments) = (out.to_str().unwrap().to_owned(), path(&out, "assignments.csv"));
    let written = path(Path::new(&out), "rules.json");
    let rules = rules.map_or(written.as_str(), |rules| rules.to_str().unwrap());
    let files = ["--accounts", accounts.to_str().unwrap(), "--reps", reps.to_str().unwrap()];
    let own = if rules == written { Vec::new() } else { vec!["--rules", rules] };
    let planned = evenfield(&[&["plan"], &files[..], &own, &["--steps", steps, "--out", &out]].concat());
    assert_eq!(status(&planned), 0, "{name}: {}", told(&planned));
    let evaluation = verdict(Path::new(&out));
    assert_eq!(evaluation["feasible"], true, "{name}");
    assert!(evaluation["gap_percent"].as_f64().is_some_and(|gap| gap < 2.0), "{name}: {}", evaluation["gap_percent"]);
    let certificate = path(Path::new(&out), "certificate.json");
    let judged = ["--rules", rules, "--assignments", &assignments, "--certificate", &certificate];
    let checked = evenfield(&[&["check"], &files[..], &judged].concat());
    assert_eq!(status(&checked), 0, "{name}: {}", told(&checked));
    let objective = |output: &Output| {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.lines().find(|line| line.starts_with("Objective")).map(str::to_owned)
    };
    assert_eq!(objective(&planned), objective(&checked), "{name}");
}

#[test]
fn plans_of_the_benchmarks_keep_all_limits_and_check_accepts_them() {
    // The main job at every size, judged from the files alone.
    let Some(shared) = shared() else {
        println!("no larger files: set EVENFIELD_SHARED");
        return;
    };
    for (name, steps) in [("ta450", "300"), ("tm3k", "3000"), ("tb33k", "14000")] {
        let folder = shared.join("bench/territory").join(name);
        let file = |name: &str| folder.join(name);
        plan_and_check(name, &file("accounts.csv"), &file("reps.csv"), Some(&file("rules.json")), steps);
    }
}

#[test]
fn a_real_export_is_planned_with_the_rules_that_fit_it() {
    // Nobody begins with a rules file: what the program suggests must lead to a plan.
    let Some(shared) = shared() else {
        println!("no larger files: set EVENFIELD_SHARED");
        return;
    };
    let file = |name: &str| shared.join("data/breweries").join(name);
    plan_and_check("breweries", &file("accounts-salesforce-report.csv"), &file("reps.csv"), None, "3000");
}

#[test]
fn words_that_would_waste_an_evening_are_refused() {
    // A search without end, reps planned as accounts, or a folder that cannot be written: said at once.
    let team = folder("words");
    let team_text = team.to_str().unwrap().to_owned();
    assert_eq!(status(&evenfield(&["example", "--out", &team_text])), 0);
    let (accounts, reps) = (path(&team, "example-accounts.csv"), path(&team, "example-reps.csv"));
    let files = ["plan", "--accounts", &accounts, "--reps", &reps, "--out", &team_text];
    for (words, expected) in [
        (["--seconds", "NaN"], "--seconds"),
        (["--seconds", "inf"], "--seconds"),
        (["--seconds", "-1"], "--seconds"),
        (["--lanes", "0"], "expected 1 or more"),
    ] {
        let output = evenfield(&[&files[..], &words].concat());
        assert_eq!(status(&output), 2, "{words:?}");
        assert!(told(&output).contains(expected), "{words:?}: {}", told(&output));
    }
    let exchanged = ["plan", "--accounts", &reps, "--reps", &accounts, "--steps", "10", "--out", &team_text];
    let output = evenfield(&exchanged);
    assert_eq!(status(&output), 2);
    assert!(told(&output).contains("exchange the two"), "{}", told(&output));
    let blocked = [&files[..6], &[accounts.as_str(), "--steps", "10"]].concat();
    assert_eq!(status(&evenfield(&blocked)), 2, "a file stands where the folder should be");
}

#[test]
fn a_curve_is_written_with_every_plan_and_the_check_accepts_them() {
    // The numbers go into a slide, the plans into the CRM: both must be there, and the plans must keep the limits.
    let folder = folder("curve");
    assert_eq!(status(&evenfield(&["example", "--out", folder.to_str().unwrap()])), 0);
    let (accounts, reps) = (path(&folder, "example-accounts.csv"), path(&folder, "example-reps.csv"));
    let out = path(&folder, "curve");
    let draw = |over: &str| {
        let words = ["curve", "--accounts", &accounts, "--reps", &reps, "--over", over, "--points", "7", "--out", &out];
        evenfield(&words)
    };
    let output = draw("travel,continuity");
    assert_eq!(status(&output), 0, "{}", told(&output));
    let curve: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("curve/curve.json")).unwrap()).unwrap();
    let points = curve["points"].as_array().unwrap();
    assert_eq!(points.len(), 7);
    let loss = |point: &serde_json::Value, id: &str| point["losses"][id].as_f64().unwrap();
    for pair in points.windows(2) {
        assert!(loss(&pair[0], "travel") < loss(&pair[1], "travel"));
        assert!(loss(&pair[0], "continuity") > loss(&pair[1], "continuity"));
    }
    for point in points {
        let file = path(&folder.join("curve"), point["file"].as_str().unwrap());
        let judged = evenfield(&["check", "--accounts", &accounts, "--reps", &reps, "--assignments", &file]);
        assert_eq!(status(&judged), 0, "{file}: {}", told(&judged));
    }
    assert_eq!(std::fs::read_to_string(folder.join("curve/curve.csv")).unwrap().lines().count(), 8);
    for wrong in ["travel", "travel,travel", "travel,capacity", "travel,nonsense"] {
        let refused = draw(wrong);
        assert_eq!(status(&refused), 2);
        assert!(told(&refused).contains("expected two of potential-balance"), "{}", told(&refused));
    }
}
