//! What must hold where reps are gone: nobody plans with them, and nobody measures the others by them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::teams;
use evenfield::desk::Lane;
use evenfield::evaluate::Evaluation;
use evenfield::evaluate::Judge;
use evenfield::model::Assignment;
use evenfield::model::Dataset;
use evenfield::model::OPEN;
use evenfield::model::RuleSetting;
use evenfield::model::Settings;
use evenfield::model::Value;
use evenfield::score::score;
use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

/// A random team of which some reps are gone, never all.
fn thinned(seed: u64) -> (Dataset, Settings) {
    let (dataset, settings) = teams::case(seed, None, 30, 6);
    let mut dataset = Dataset::clone(&dataset);
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 5);
    let mut gone: Vec<u16> = (0..dataset.reps.len() as u16).filter(|_| dice.random_bool(0.4)).collect();
    if gone.len() == dataset.reps.len() {
        gone.pop();
    }
    dataset.gone = gone;
    (dataset, settings)
}

fn judge(dataset: &Dataset, settings: Settings) -> Judge {
    Judge::new(Arc::new(dataset.clone()), Arc::new(score(dataset)), settings)
}

#[test]
fn nobody_plans_with_who_is_gone() {
    // Whatever the rules say, locks and named reps among it: an account given to nobody is lost the day the plan starts.
    for seed in 0..150 {
        let (dataset, settings) = thinned(seed);
        let judge = judge(&dataset, settings.clone());
        let terms = judge.terms();
        for account in 0..dataset.accounts.len() {
            assert!(dataset.gone.iter().all(|rep| !terms.allows(account, usize::from(*rep))), "seed {seed}");
            let somebody = (0..terms.columns()).any(|column| terms.allows(account, column));
            assert_eq!(somebody, !terms.is_excluded(account), "seed {seed}");
        }
        let (dataset, scores) = (Arc::new(dataset), Arc::new(score(terms.dataset())));
        let mut lane = Lane::new(dataset.clone(), scores, settings, &judge.today(), seed);
        lane.step(20);
        let plan = judge.counted(&lane.plan().expect("a plan")).into_owned();
        assert!(plan.rep.iter().all(|rep| *rep == OPEN || !dataset.is_gone(usize::from(*rep))), "seed {seed}");
    }
}

/// The same team without the reps who are gone, and where each rep is in it.
fn without(dataset: &Dataset) -> (Dataset, Vec<u16>) {
    let before = |rep: usize| dataset.gone.iter().filter(|gone| usize::from(**gone) < rep).count();
    let place = |rep: usize| if dataset.is_gone(rep) { OPEN } else { (rep - before(rep)) as u16 };
    let places: Vec<u16> = (0..dataset.reps.len()).map(place).collect();
    let mut smaller = dataset.clone();
    let mut position = 0..;
    smaller.reps.retain(|_| !dataset.is_gone(position.next().unwrap()));
    smaller.gone = Vec::new();
    smaller.accounts.owner.0 = mapped(&dataset.accounts.owner, &places);
    (smaller, places)
}

fn mapped(reps: &[u16], places: &[u16]) -> Vec<u16> {
    reps.iter().map(|rep| places.get(usize::from(*rep)).copied().unwrap_or(OPEN)).collect()
}

/// Rules that measure reps by each other or by numbers of their own.
fn measuring() -> Vec<RuleSetting> {
    let setting = |id: &str, weight: f64, params: &[(&str, Value)]| RuleSetting {
        id: id.to_owned(),
        weight,
        params: params.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect(),
    };
    let target = |word: &str| [("target", Value::Text(word.to_owned()))];
    vec![
        setting("potential-balance", 40.0, &target("share")),
        setting("workload-balance", 30.0, &target("capacity")),
        setting("travel", 20.0, &[]),
        setting("balance-window", 0.0, &[]),
        setting("account-count", 0.0, &[("min", Value::Number(2.0))]),
        setting("capacity", 0.0, &[]),
        setting("new-hire", 0.0, &[]),
    ]
}

#[test]
fn balance_is_that_of_the_remaining_team() {
    // A rep who is gone and counts as one with nothing would make every plan of the others look unfair.
    let mut thinner = 0;
    for seed in 0..150 {
        let (dataset, _) = thinned(seed);
        let (smaller, places) = without(&dataset);
        let settings = Settings { rules: measuring(), locks: Vec::new() };
        let (judge, other) = (judge(&dataset, settings.clone()), judge(&smaller, settings));
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let team: Vec<u16> = (0..dataset.reps.len() as u16).filter(|rep| !dataset.is_gone(usize::from(*rep))).collect();
        let plan: Vec<u16> = (0..dataset.accounts.len()).map(|_| team[dice.random_range(0..team.len())]).collect();
        let smaller_plan = Assignment::new(mapped(&plan, &places));
        let (one, two) = (judge.evaluate(&Assignment::new(plan)), other.evaluate(&smaller_plan));
        let told = |evaluation: &Evaluation| {
            let breaches: Vec<usize> = evaluation.limits.iter().map(|limit| limit.breaches.len()).collect();
            let losses: Vec<f64> = evaluation.losses.iter().map(|loss| loss.loss).collect();
            let ids = ["potential_gap", "workload_gap", "potential_cv", "potential_gini", "potential_max_min"];
            let figures = ids.map(|id| evaluation.figure(id));
            (breaches, losses, figures, evaluation.figure("inside_tolerance"), evaluation.objective)
        };
        assert_eq!(told(&one), told(&two), "seed {seed}");
        thinner += usize::from(!dataset.gone.is_empty());
    }
    assert!(thinner > 60);
}

#[test]
fn what_they_had_changes_hands_with_its_dip_but_without_using_up_moves() {
    // A leader who loses a rep must see what that costs; and the limit is for the moves that can be avoided.
    let mut dataset = Dataset { accounts: evenfield::model::Accounts::of_length(3), ..Dataset::default() };
    let rep = |id: &str| evenfield::model::Rep { id: id.to_owned(), ramp: 1.0, ..Default::default() };
    dataset.reps = vec![rep("Ana"), rep("Ben")];
    dataset.accounts.id = ["1", "2", "3"].into_iter().collect();
    dataset.accounts.owner.0 = vec![0, 1, 1];
    dataset.accounts.locked.0 = vec![1, 0, 0];
    dataset.accounts.current_revenue.0 = vec![1000.0, 500.0, 500.0];
    dataset.accounts.relationship.0 = vec![0.8; 3];
    dataset.gone = vec![0];
    let limit = |id: &str, key: &str, number: f64| RuleSetting {
        id: id.to_owned(),
        params: [(key.to_owned(), Value::Number(number))].into(),
        ..RuleSetting::default()
    };
    let locked = RuleSetting { id: "locked-accounts".to_owned(), ..RuleSetting::default() };
    let rules = vec![limit("move-limit", "percent", 0.0), limit("strategic-accounts-stay", "amount", 900.0), locked];
    let judge = judge(&dataset, Settings { rules, locks: vec![(1, 0)] });
    let plan = judge.evaluate(&Assignment::new(vec![1, 1, 1]));
    assert_eq!((plan.figure("moved_accounts"), plan.figure("moved_revenue")), (1.0, 1000.0));
    assert!((plan.figure("handed_over_revenue") - 800.0).abs() < 1e-9);
    assert_eq!((plan.breaches, plan.figure("inside_tolerance")), (0, 1.0), "{:?}", plan.limits);
    assert!(judge.terms().conflicts().iter().all(|conflict| conflict.account == 1), "{:?}", judge.terms().conflicts());
}
