//! The planning story: one preset from the request to the file, and the same on the command line.
//!
//! "Balance potential within 15 %, minimise travel, keep strategic accounts above 100 K with their reps, move at most 20 %
//! of the accounts; financial services to one rep; one rep is remote; families together."
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::clean::prepare;
use evenfield::desk::Lane;
use evenfield::evaluate::Judge;
use evenfield::evaluate::Reason;
use evenfield::evaluate::gap_percent;
use evenfield::example;
use evenfield::export::headless_csv;
use evenfield::import;
use evenfield::model::Dataset;
use evenfield::model::NO_FAMILY;
use evenfield::model::OPEN;
use evenfield::model::Settings;
use evenfield::rules;
use evenfield::rules::Preset;
use evenfield::rules::write_rules;
use evenfield::score::Scores;
use evenfield::score::score;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

const STEPS: u64 = 600;
const SPECIALITY: &str = "Financial Services";

fn preset() -> &'static Preset {
    rules::PRESETS.iter().find(|preset| preset.title == "Planning story").unwrap()
}

/// The data of two files.
fn read(files: &example::Files) -> (Arc<Dataset>, Arc<Scores>) {
    let mut tables = import::read("accounts.csv", files.accounts_csv.as_bytes()).0;
    tables.extend(import::read("reps.csv", files.reps_csv.as_bytes()).0);
    let dataset = prepare(&tables, &import::recognise(&tables)).unwrap().dataset;
    let scores = score(&dataset);
    (Arc::new(dataset), Arc::new(scores))
}

fn settings(dataset: &Dataset, scores: &Scores) -> Settings {
    Settings { rules: preset().for_team(&rules::suggest(dataset, scores), dataset), locks: Vec::new() }
}

#[test]
fn the_story_is_solved_explained_and_written() {
    // What a leader says in one breath must come out as one plan that keeps every word of it.
    let (dataset, scores) = read(&example::team(example::SEED));
    let settings = settings(&dataset, &scores);
    let judge = Judge::new(dataset.clone(), scores.clone(), settings.clone());
    let mut lane = Lane::new(dataset.clone(), scores.clone(), settings.clone(), &judge.today(), 1);
    while lane.progress().steps < STEPS {
        lane.step(50);
    }
    let plan = lane.plan().unwrap();
    let judged = judge.evaluate(&plan);
    assert_eq!(judged.breaches, 0, "{:?}", judged.limits);
    let gap = gap_percent(judged.objective, judge.bound(lane.prices()));
    assert!((0.0..0.5).contains(&gap), "{gap}");

    // Word for word, without the rules' own reports.
    assert!(judged.reps.iter().all(|rep| rep.potential_deviation().abs() <= 0.15 + 1e-9));
    let accounts = &dataset.accounts;
    let moved: Vec<usize> = (0..plan.len()).filter(|&account| plan.rep[account] != accounts.owner[account]).collect();
    assert!(!moved.is_empty() && moved.len() * 5 <= plan.len(), "{}", moved.len());
    assert!(moved.iter().all(|&account| scores.revenue[account] < 100_000.0));
    let is_special = |account: &usize| accounts.industry.labels()[accounts.industry.code(*account)] == SPECIALITY;
    let special: Vec<usize> = (0..plan.len()).filter(is_special).collect();
    let specialist = plan.rep[special[0]];
    assert!(special.iter().all(|&account| plan.rep[account] == specialist));
    assert!(dataset.reps[usize::from(specialist)].skills.iter().any(|skill| skill == SPECIALITY));
    let family = |account: usize| accounts.family[account];
    for account in (0..plan.len()).filter(|&account| family(account) != NO_FAMILY) {
        let first = (0..plan.len()).find(|&other| family(other) == family(account)).unwrap();
        assert_eq!(plan.rep[account], plan.rep[first], "a family is split");
    }
    let remote = dataset.reps.iter().position(|rep| rep.remote).unwrap();
    assert!(judged.reps[remote].accounts > 0 && judged.reps[remote].travel_hours == 0.0);
    assert!(plan.rep.iter().all(|&rep| rep != OPEN));
    let today = judge.evaluate(&judge.today());
    assert!(judged.figure("travel_hours") < today.figure("travel_hours"));

    // Why the speciality is where it is.
    let account = *special.iter().find(|&&account| accounts.owner[account] != specialist).unwrap();
    let explanation = judge.explain(&plan, Some(lane.prices()), account);
    let others = explanation.alternatives.iter().filter(|other| other.rep != specialist);
    let barred = |rule: &String| rule == "specialist-accounts";
    assert!(others.clone().count() >= 7 && others.clone().all(|other| other.forbidden_by.iter().any(barred)));
    let reasons = judge.reasons(&plan, Some(lane.prices()), &[]);
    assert!(matches!(reasons[account], Reason::Barred | Reason::WithFamily), "{:?}", reasons[account]);

    // The command line, by the rules as they are exported, gives the same file.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("story");
    let _ = std::fs::remove_dir_all(&folder);
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let evenfield = |words: &[&str]| Command::new(env!("CARGO_BIN_EXE_evenfield")).args(words).output().unwrap();
    assert!(evenfield(&["example", "--out", &path("")]).status.success());
    std::fs::write(path("rules.json"), write_rules(&settings.rules)).unwrap();
    let (accounts, reps) = (path("example-accounts.csv"), path("example-reps.csv"));
    let steps = STEPS.to_string();
    let words = ["plan", "--accounts", &accounts, "--reps", &reps, "--rules", &path("rules.json"), "--seed", "1"];
    let output = evenfield(&[&words[..], &["--steps", &steps, "--lanes", "1", "--out", &path("plan")]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let written = std::fs::read(path("plan/assignments.csv")).unwrap();
    assert!(written == headless_csv(&dataset, &plan, &reasons));
}

#[test]
fn a_team_without_specialists_gets_the_rest_of_the_story() {
    // The preset is for everybody's data, and names nobody who has not the skill.
    let (dataset, scores) = read(&example::team(example::SEED));
    let mut plain = Dataset::clone(&dataset);
    plain.reps.iter_mut().for_each(|rep| rep.skills.clear());
    let rules = settings(&plain, &scores).rules;
    assert!(rules.iter().all(|setting| setting.id != "specialist-accounts"));
    assert_eq!(rules::check(&rules), []);
    let suggested = rules::suggest(&dataset, &scores);
    let rules = preset().for_team(&suggested, &plain);
    let setting = rules.iter().find(|setting| setting.id == "specialist-accounts").unwrap();
    assert!(!setting.params.contains_key("reps"));
}
