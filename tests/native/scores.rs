//! What holds of every score, whatever a file holds: parts and scores between 0 and 1, contributions that add up, more of
//! a good thing never worth less, figures of territories that are those of their accounts. On random small datasets.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::evaluate::Judge;
use evenfield::model::Accounts;
use evenfield::model::Assignment;
use evenfield::model::Categories;
use evenfield::model::Dataset;
use evenfield::model::NO_FAMILY;
use evenfield::model::Numbers;
use evenfield::model::OPEN;
use evenfield::model::Rep;
use evenfield::model::RuleSetting;
use evenfield::model::ScoreWeights;
use evenfield::model::Settings;
use evenfield::model::Value;
use evenfield::rules::Quantity;
use evenfield::rules::Terms;
use evenfield::score::account_features;
use evenfield::score::master_score;
use evenfield::score::score;
use evenfield::score::territory_features;
use evenfield::view::deals_text;
use proptest::prelude::*;
use rand::Rng;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::collections::HashMap;
use std::sync::Arc;

const LABELS: [&str; 4] = ["", "Retail", "Health", "Energy"];
const DAYS: [&str; 6] = ["", "2021-02-28", "2024-02-29", "2025-06-30", "2026-01-01", "June"];
/// Shares as no file should hold them, though a stored one may.
const ODD: [f64; 7] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -3.0, 0.0, 1.0, 40.0];
/// Weights as a form may send them.
const WEIGHTS: [f64; 8] = [0.0, 0.1, 1.0, 40.0, f64::MAX, f64::NAN, f64::INFINITY, -1.0];

fn shares(dice: &mut ChaCha8Rng, count: usize) -> Numbers {
    let empty = dice.random_bool(0.3);
    let mut one = || match dice.random_range(0..10) {
        0..4 => f64::NAN,
        4 => *ODD.choose(dice).unwrap(),
        _ => dice.random(),
    };
    (0..count).map(|_| if empty { f64::NAN } else { one() }).collect()
}

fn amounts(dice: &mut ChaCha8Rng, count: usize) -> Numbers {
    let mut one = || match dice.random_range(0..10) {
        0..3 => f64::NAN,
        3 => 0.0,
        4 => 1e15 * dice.random::<f64>(),
        _ => f64::from(dice.random_range(1..9)) * 100.0,
    };
    (0..count).map(|_| one()).collect()
}

fn labels(dice: &mut ChaCha8Rng, count: usize) -> Categories {
    let known = dice.random_bool(0.6);
    let texts: Vec<&str> = (0..count).map(|_| if known { *LABELS.choose(dice).unwrap() } else { "" }).collect();
    Categories::from_texts(texts)
}

fn rep(dice: &mut ChaCha8Rng, number: usize) -> Rep {
    let base = dice.random_bool(0.7).then(|| (dice.random_range(39.0..44.0), dice.random_range(-80.0..-72.0)));
    Rep { id: format!("R{number}"), name: format!("R{number}"), base, remote: dice.random_bool(0.2), ..Rep::default() }
}

fn add_deal(dice: &mut ChaCha8Rng, dataset: &mut Dataset, account: usize) {
    let (created, closed) = (*DAYS.choose(dice).unwrap(), *DAYS.choose(dice).unwrap());
    let history = &mut dataset.opportunities;
    history.row.push(2);
    history.account.push(account as u32);
    history.owner.push(if dice.random_bool(0.8) { dice.random_range(0..dataset.reps.len() as u16) } else { OPEN });
    history.amount.push(*[f64::NAN, -5.0, 0.0, 700.0].choose(dice).unwrap());
    history.created.push(created);
    history.closed.push(closed);
    history.outcome_code.push(dice.random_range(0..3));
}

fn dataset(dice: &mut ChaCha8Rng) -> Dataset {
    let (count, reps) = (dice.random_range(1..14), dice.random_range(1..4));
    let mut accounts = Accounts::of_length(count);
    for account in 0..count {
        accounts.owner[account] = if dice.random_bool(0.8) { dice.random_range(0..reps as u16) } else { OPEN };
        accounts.prospect[account] = u8::from(dice.random_bool(0.4));
        accounts.family[account] = if dice.random_bool(0.4) { dice.random_range(0..2) } else { NO_FAMILY };
        if dice.random_bool(0.8) {
            accounts.latitude[account] = dice.random_range(39.0..44.0);
            accounts.longitude[account] = dice.random_range(-80.0..-72.0);
        }
    }
    (accounts.industry, accounts.segment) = (labels(dice, count), labels(dice, count));
    (accounts.potential, accounts.current_revenue) = (amounts(dice, count), amounts(dice, count));
    (accounts.service_hours, accounts.visits_per_year) = (amounts(dice, count), amounts(dice, count));
    (accounts.relationship, accounts.engagement) = (shares(dice, count), shares(dice, count));
    (accounts.intent, accounts.product_fit) = (shares(dice, count), shares(dice, count));
    accounts.churn_risk = shares(dice, count);
    let reps = (0..reps).map(|number| rep(dice, number)).collect();
    let mut dataset = Dataset { accounts, reps, families: 2, ..Dataset::default() };
    for _ in 0..if dice.random_bool(0.7) { dice.random_range(0..30) } else { 0 } {
        let account = dice.random_range(0..count);
        add_deal(dice, &mut dataset, account);
    }
    if dice.random_bool(0.5) {
        let mut weight = || *WEIGHTS.choose(dice).unwrap();
        dataset.weights =
            ScoreWeights { fit: weight(), engagement: weight(), propensity: weight(), strategic: weight() };
    }
    dataset
}

/// Four customers of whom nothing is known, and one rep.
fn unknown() -> Dataset {
    let rep = Rep { id: "R1".to_owned(), name: "Ana".to_owned(), ..Rep::default() };
    Dataset { accounts: Accounts::of_length(4), reps: vec![rep], ..Dataset::default() }
}

fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// A score outside 0 to 1, or parts that do not add up to it, would be shown as they are and believed by nobody.
    #[test]
    fn parts_are_shares_and_add_up(seed: u64) {
        let dataset = dataset(&mut ChaCha8Rng::seed_from_u64(seed));
        let scores = score(&dataset);
        prop_assert_eq!(scores.master.len(), dataset.accounts.len());
        for account in 0..dataset.accounts.len() {
            let one = master_score(&dataset, &scores, account);
            prop_assert!(one.parts.iter().all(|part| is_share(part.value) && is_share(part.share)), "{one:?}");
            prop_assert!(one.parts.iter().all(|part| !part.source.is_empty() && !part.source.contains('—')), "{one:?}");
            let sum: f64 = one.parts.iter().map(|part| part.value * part.share).sum();
            let shares: f64 = one.parts.iter().map(|part| part.share).sum();
            prop_assert!((sum - one.total).abs() < 1e-12 && (shares - 1.0).abs() < 1e-12, "{one:?}");
            prop_assert_eq!(scores.master[account], one.total as f32);
            prop_assert!(is_share(f64::from(scores.master[account])));
            let features = account_features(&dataset, &scores, account);
            let parts = [features.travel_burden, features.continuity, features.concentration];
            prop_assert!(parts.into_iter().all(is_share), "{features:?}");
            prop_assert!(features.accessibility.is_none_or(|value| value.is_finite() && value >= 0.0), "{features:?}");
        }
        let rates = scores.sales.groups.iter().chain(&scores.sales.reps).chain([&scores.sales.overall]);
        prop_assert!(rates.into_iter().all(|rate| is_share(rate.rate) && rate.won <= rate.decided));
    }

    /// Whoever raises the engagement of an account and sees its score fall will trust no score again.
    #[test]
    fn more_of_a_good_thing_never_lowers_the_score(seed: u64, column in 0..6_usize, raised in 0.0..1.0_f64) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut before = dataset(&mut dice);
        // Gaps of potential are filled from the others: here all are stated.
        before.accounts.potential = before.accounts.potential.iter().map(|value| value.max(0.0)).collect();
        let account = dice.random_range(0..before.accounts.len());
        let mut after = before.clone();
        let pick = |dataset: &mut Dataset, value: &dyn Fn(f64) -> f64| {
            let accounts = &mut dataset.accounts;
            let columns = [&mut accounts.product_fit, &mut accounts.engagement, &mut accounts.intent,
                &mut accounts.relationship, &mut accounts.churn_risk, &mut accounts.potential];
            let cell = &mut columns.into_iter().nth(column).unwrap()[account];
            *cell = value(*cell);
        };
        let (low, high) = (raised / 2.0, raised);
        match column {
            4 => {
                pick(&mut before, &|_| high);
                pick(&mut after, &|_| low);
            }
            5 => pick(&mut after, &|given| given * (1.0 + raised) + 50.0),
            _ => {
                pick(&mut before, &|_| low);
                pick(&mut after, &|_| high);
            }
        }
        let [before, after] = [before, after].map(|data| master_score(&data, &score(&data), account).total);
        prop_assert!(after >= before - 1e-9, "column {column}: {before} before, {after} after");
    }

    /// A rep who starts another deal must not see the account's engagement fall for it.
    #[test]
    fn another_deal_never_lowers_engagement(seed: u64) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let before = dataset(&mut dice);
        let account = dice.random_range(0..before.accounts.len());
        let mut after = before.clone();
        add_deal(&mut dice, &mut after, account);
        let engagement = |data: &Dataset| master_score(data, &score(data), account).parts[1].value;
        // A prospect of a file without any history counts as the middle; the first deal makes a history.
        prop_assume!(!before.opportunities.is_empty());
        prop_assert!(engagement(&after) >= engagement(&before) - 1e-6);
    }

    /// The figures of a territory must be those of its accounts, counted another way.
    #[test]
    fn territories_are_their_accounts(seed: u64) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let dataset = dataset(&mut dice);
        let (scores, reps) = (score(&dataset), dataset.reps.len() as u16);
        let plan: Vec<u16> = dataset.accounts.owner.iter().map(|_| dice.random_range(0..=reps)).collect();
        let plan = Assignment::new(plan.into_iter().map(|rep| if rep == reps { OPEN } else { rep }).collect());
        let territories = territory_features(&dataset, &scores, &plan);
        prop_assert_eq!(territories.len(), dataset.reps.len());
        for (rep, found) in territories.iter().enumerate() {
            let own: Vec<usize> = (0..plan.len()).filter(|account| plan.rep[*account] == rep as u16).collect();
            let whole: f64 = own.iter().map(|account| scores.potential[*account]).sum();
            let mut pieces: HashMap<(u32, usize), f64> = HashMap::new();
            for &account in &own {
                let family = dataset.accounts.family[account];
                let alone = if family == NO_FAMILY { account } else { 0 };
                *pieces.entry((family, alone)).or_default() += scores.potential[account];
            }
            let index: f64 = pieces.values().map(|piece| if whole > 0.0 { (piece / whole).powi(2) } else { 0.0 }).sum();
            prop_assert!((found.concentration - index).abs() < 1e-9, "{found:?}, expected {index}");
            prop_assert_eq!(found.accounts as usize, own.len());
            let parts = [found.concentration, found.top_fifth, found.travel_burden, found.continuity];
            prop_assert!(parts.into_iter().all(is_share) && is_share(found.score - 1e-9 * found.score), "{found:?}");
            prop_assert!(found.accessibility.is_none_or(f64::is_finite), "{found:?}");
        }
    }
}

#[test]
fn of_nothing_known_every_score_is_the_middle() {
    // A bare list of names must be plannable, and no account of it better than another.
    let dataset = unknown();
    let scores = score(&dataset);
    assert_eq!(scores.master, [0.5; 4]);
    assert!(scores.sales.is_empty() && scores.deals.is_empty());
    let one = master_score(&dataset, &scores, 0);
    assert_eq!(one.parts.map(|part| part.contribution), [0.125; 4]);
}

#[test]
fn no_account_and_no_rep_have_no_score() {
    // An emptied file must end in a message of the import, not in a crash of the score.
    let empty = Dataset::default();
    assert!(score(&empty).master.is_empty());
    assert!(territory_features(&empty, &score(&empty), &Assignment::new(Vec::new())).is_empty());
    let alone = Dataset { reps: Vec::new(), ..unknown() };
    let features = account_features(&alone, &score(&alone), 0);
    assert_eq!((features.continuity, features.concentration, features.travel_burden), (0.0, 0.0, 0.0));
}

#[test]
fn an_explanation_brings_score_features_and_deals() {
    // The inspector shows what the explanation says: it must be of the account asked for.
    let mut data = unknown();
    data.accounts.engagement.0 = vec![0.1, 0.9, 0.5, 0.5];
    data.accounts.owner.0 = vec![0; 4];
    for (outcome, closed) in [(1, "2025-02-24"), (1, "2025-02-24"), (1, "2025-02-24"), (2, "2025-02-24"), (0, "")] {
        let history = &mut data.opportunities;
        history.row.push(2);
        history.account.push(1);
        history.owner.push(0);
        history.amount.push(10.0);
        history.created.push("2025-01-01");
        history.closed.push(closed);
        history.outcome_code.push(outcome);
    }
    let scores = score(&data);
    let judge = Judge::new(Arc::new(data.clone()), Arc::new(scores.clone()), Settings::default());
    let explained = judge.explain(&judge.today(), None, 1);
    assert_eq!(explained.score, master_score(&data, &scores, 1));
    assert_eq!(explained.features, account_features(&data, &scores, 1));
    assert_eq!(deals_text(&explained).as_deref(), Some("3 won, 1 lost, 1 open; usually decided in 54 days"));
    assert_eq!(deals_text(&judge.explain(&judge.today(), None, 0)), None);
}

#[test]
fn a_window_can_balance_the_score() {
    // Who balances by score must be told who has too much of it, by the score that is shown.
    let mut data = unknown();
    data.reps.push(Rep { id: "R2".to_owned(), name: "Ben".to_owned(), ..Rep::default() });
    data.accounts.engagement.0 = vec![0.1, 0.9, 0.5, 0.5];
    let scores = score(&data);
    let params = [("measure", Value::Text("score".to_owned())), ("tolerance_percent", Value::Number(10.0))];
    let params = params.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let rules = vec![RuleSetting { id: "balance-window".to_owned(), weight: 0.0, params }];
    let settings = Settings { rules, locks: Vec::new() };
    let terms = Terms::new(Arc::new(data.clone()), Arc::new(scores.clone()), settings.clone());
    let judge = Judge::new(Arc::new(data), Arc::new(scores.clone()), settings);
    let (even, uneven) = (Assignment::new(vec![0, 0, 1, 1]), Assignment::new(vec![0, 1, 1, 1]));
    let sum = |accounts: [usize; 2]| accounts.map(|account| f64::from(scores.master[account])).iter().sum::<f64>();
    assert_eq!(terms.loads(Quantity::Score, &even), [sum([0, 1]), sum([2, 3])]);
    assert_eq!((judge.evaluate(&even).breaches, judge.evaluate(&uneven).breaches), (0, 2));
}
