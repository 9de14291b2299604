//! The same plan on every machine: this file runs natively and, by `make test-wasm`, as wasm in a worker of a browser;
//! both must give these constants, to the last bit of the objective and the bound.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::clean::prepare;
use evenfield::desk::Lane;
use evenfield::evaluate::Judge;
use evenfield::example;
use evenfield::import;
use evenfield::model::Settings;
use evenfield::rules::suggest;
use evenfield::score::score;
use std::fmt::Write;
use std::sync::Arc;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

const ACCOUNTS: usize = 120;
const REPS: usize = 5;
const STEPS: u64 = 400;

/// Who has which account, a digit per account; then the bits of objective and bound. A change of the solver, of a rule
/// or of the example may change them: then take over what the native test says, and see that the browser agrees.
const EXPECTED: &str = "\
    342002422212032124041022211403132002142211100144120121334434\
    231010310003123434014432312214342210024124442343322423440032\
    \x204030a46c7e350412 4030824b7aa93ccd";

/// From made-up files to a judged plan, through every room a number passes on its way.
fn planned() -> String {
    let files = example::scaled(3, ACCOUNTS, REPS);
    let (mut tables, _) = import::read("accounts.csv", files.accounts_csv.as_bytes());
    tables.extend(import::read("reps.csv", files.reps_csv.as_bytes()).0);
    let prepared = prepare(&tables, &import::recognise(&tables)).expect("accounts and reps");
    let scores = Arc::new(score(&prepared.dataset));
    let dataset = Arc::new(prepared.dataset);
    let settings = Settings { rules: suggest(&dataset, &scores), locks: Vec::new() };
    let judge = Judge::new(dataset.clone(), scores.clone(), settings.clone());
    let mut lane = Lane::new(dataset, scores, settings, &judge.today(), 1);
    while lane.progress().steps < STEPS {
        let _ = lane.step(50);
    }
    let plan = lane.plan().expect("a plan");
    let mut text: String = plan.rep.iter().map(|rep| char::from_digit(u32::from(*rep), 10).unwrap_or('-')).collect();
    let (objective, bound) = (judge.evaluate(&plan).objective, judge.bound(lane.prices()));
    write!(text, " {:016x} {:016x}", objective.to_bits(), bound.to_bits()).unwrap();
    text
}

#[test]
fn the_same_plan_natively_and_as_wasm() {
    assert_eq!(planned(), EXPECTED);
}
