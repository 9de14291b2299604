//! Small random teams with everything a file can hold, and random rules for them.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use evenfield::model::Accounts;
use evenfield::model::Attribute;
use evenfield::model::Categories;
use evenfield::model::Dataset;
use evenfield::model::NO_FAMILY;
use evenfield::model::OPEN;
use evenfield::model::Rep;
use evenfield::model::RuleSetting;
use evenfield::model::Settings;
use evenfield::model::Value;
use evenfield::rules;
use evenfield::rules::Card;
use evenfield::rules::Kind;
use evenfield::rules::Shape;
use rand::Rng;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

const INDUSTRIES: [&str; 4] = ["", "Retail", "Health", "Chemicals"];
const SEGMENTS: [&str; 3] = ["", "Enterprise", "Small"];
const STATES: [&str; 4] = ["", "NY", "NJ", "PA"];
const TIERS: [&str; 3] = ["", "A", "B"];

/// A column of numbers, some of them missing.
fn numbers(dice: &mut ChaCha8Rng, count: usize, least: f64, most: f64) -> evenfield::model::Numbers {
    let known = dice.random_bool(0.8);
    let mut number = || if known && dice.random_bool(0.8) { dice.random_range(least..most).round() } else { f64::NAN };
    (0..count).map(|_| number()).collect()
}

fn shares(dice: &mut ChaCha8Rng, count: usize) -> evenfield::model::Numbers {
    (0..count).map(|_| if dice.random_bool(0.7) { dice.random() } else { f64::NAN }).collect()
}

fn words(dice: &mut ChaCha8Rng, count: usize, words: &[&'static str]) -> Vec<&'static str> {
    (0..count).map(|_| *words.choose(dice).unwrap()).collect()
}

fn some<T>(dice: &mut ChaCha8Rng, make: impl FnOnce(&mut ChaCha8Rng) -> T) -> Option<T> {
    if dice.random_bool(0.6) { Some(make(dice)) } else { None }
}

fn list(dice: &mut ChaCha8Rng, words: &[&str]) -> Vec<String> {
    words.iter().filter(|word| !word.is_empty() && dice.random_bool(0.4)).map(|word| (*word).to_owned()).collect()
}

fn place(dice: &mut ChaCha8Rng) -> (f64, f64) {
    (dice.random_range(39.0..44.0), dice.random_range(-80.0..-72.0))
}

fn rep(dice: &mut ChaCha8Rng, number: usize) -> Rep {
    Rep {
        id: format!("R{number}"),
        name: format!("Rep {number}"),
        base: some(dice, place),
        remote: dice.random_bool(0.2),
        capacity_hours: some(dice, |dice| dice.random_range(0.0_f64..900.0).round()),
        ramp: if dice.random_bool(0.5) { 1.0 } else { dice.random() },
        target_share: some(dice, |dice| dice.random_range(0.0_f64..4.0).round()),
        skills: list(dice, &INDUSTRIES),
        segments: list(dice, &SEGMENTS),
        regions: list(dice, &STATES),
        min_accounts: some(dice, |dice| dice.random_range(0..3)),
        max_accounts: some(dice, |dice| dice.random_range(0..8)),
        ..Rep::default()
    }
}

fn accounts(dice: &mut ChaCha8Rng, count: usize, reps: usize, families: u32) -> Accounts {
    let places: Vec<(f64, f64)> =
        (0..count).map(|_| if dice.random_bool(0.85) { place(dice) } else { (f64::NAN, f64::NAN) }).collect();
    let owner = |dice: &mut ChaCha8Rng| if dice.random_bool(0.8) { dice.random_range(0..reps as u16) } else { OPEN };
    let family = |dice: &mut ChaCha8Rng| if dice.random_bool(0.4) { dice.random_range(0..families) } else { NO_FAMILY };
    let ids: Vec<String> = (0..count).map(|number| format!("A{number}")).collect();
    Accounts {
        row: (0..count).map(|number| number as u32 + 2).collect(),
        id: ids.iter().map(String::as_str).collect(),
        name: ids.iter().map(String::as_str).collect(),
        owner: (0..count).map(|_| owner(dice)).collect(),
        prospect: (0..count).map(|_| u8::from(dice.random_bool(0.4))).collect(),
        city: Categories::from_texts((0..count).map(|_| "")),
        state: Categories::from_texts(words(dice, count, &STATES)),
        country: Categories::from_texts((0..count).map(|_| "US")),
        postal_code: (0..count).map(|_| "").collect(),
        latitude: places.iter().map(|place| place.0).collect(),
        longitude: places.iter().map(|place| place.1).collect(),
        precision: (0..count).map(|_| 1).collect(),
        industry: Categories::from_texts(words(dice, count, &INDUSTRIES)),
        segment: Categories::from_texts(words(dice, count, &SEGMENTS)),
        employees: numbers(dice, count, 1.0, 5000.0),
        annual_revenue: numbers(dice, count, 1e4, 1e7),
        current_revenue: numbers(dice, count, 0.0, 3e5),
        potential: numbers(dice, count, 0.0, 4e5),
        service_hours: numbers(dice, count, 0.0, 120.0),
        visits_per_year: numbers(dice, count, 0.0, 30.0),
        complexity: shares(dice, count),
        relationship: shares(dice, count),
        engagement: shares(dice, count),
        intent: shares(dice, count),
        product_fit: shares(dice, count),
        churn_risk: shares(dice, count),
        open_pipeline: numbers(dice, count, 0.0, 1e5),
        competitor: Categories::from_texts((0..count).map(|_| "")),
        contract_end: (0..count).map(|_| "").collect(),
        locked: (0..count).map(|_| u8::from(dice.random_bool(0.1))).collect(),
        family: (0..count).map(|_| family(dice)).collect(),
    }
}

/// A small team with everything a file can hold: gaps, mixed owners, open accounts, families, locks, remote reps.
pub fn dataset(dice: &mut ChaCha8Rng, most_accounts: usize, most_reps: usize) -> Dataset {
    let (count, reps) = (dice.random_range(2..=most_accounts), dice.random_range(1..=most_reps));
    let families = 2;
    let tiers = words(dice, count, &TIERS);
    Dataset {
        reps: (0..reps).map(|number| rep(dice, number)).collect(),
        accounts: accounts(dice, count, reps, families),
        families,
        currency: "USD".to_owned(),
        attributes: vec![Attribute { header: "Tier".to_owned(), values: Categories::from_texts(tiers) }],
        ..Dataset::default()
    }
}

/// A value within the shape's bounds, the bounds themselves and the small values near zero included.
fn param(dice: &mut ChaCha8Rng, shape: &Shape, reps: &[Rep]) -> Value {
    match shape {
        Shape::Number { default, min, max, .. } => {
            let near = (default * dice.random_range(0.2..2.5)).clamp(*min, *max);
            let spread = min + (max - min) * dice.random::<f64>();
            let few = f64::from(dice.random_range(0_u8..6)).clamp(*min, *max);
            Value::Number(*[*min, *max, *default, near, near, spread, few].choose(dice).unwrap())
        }
        Shape::Flag { .. } => Value::Flag(dice.random()),
        Shape::Choice { options, .. } => Value::Text(options.choose(dice).unwrap().0.to_owned()),
        Shape::Attribute { .. } => {
            let names = ["industry", "segment", "state", "country", "status", "Tier", "no such column"];
            Value::Text((*names.choose(dice).unwrap()).to_owned())
        }
        Shape::Text { .. } => Value::Text((*["", "Retail", "health", "A", "NY"].choose(dice).unwrap()).to_owned()),
        Shape::Accounts => {
            let excluded = (0..14).filter(|_| dice.random_bool(0.2));
            Value::List(excluded.map(|number| format!("A{number}")).collect())
        }
        Shape::Groups => {
            // Some of them are not in the data.
            let entry = |_| format!("{} A{}", dice.random_range(1..3), dice.random_range(0..12));
            Value::List((0..6).map(entry).collect())
        }
        Shape::Reps => {
            let named = reps.iter().filter(|_| dice.random_bool(0.5));
            Value::List(named.map(|rep| rep.id.clone()).collect())
        }
    }
}

fn setting(dice: &mut ChaCha8Rng, card: &Card, reps: &[Rep]) -> RuleSetting {
    let weight = if card.kind == Kind::Limit { 0.0 } else { f64::from(dice.random_range(0_u8..5)) * 10.0 };
    let mut setting = RuleSetting { id: card.id.to_owned(), weight, ..RuleSetting::default() };
    for param_card in card.params {
        if dice.random_bool(0.7) {
            setting.params.insert(param_card.key.to_owned(), param(dice, &param_card.shape, reps));
        }
    }
    setting
}

fn locks(dice: &mut ChaCha8Rng, dataset: &Dataset) -> Vec<(u32, u16)> {
    let reps = dataset.reps.len() as u16;
    let mut rep = |account: usize| {
        let rep = if dice.random_bool(0.1) { OPEN } else { dice.random_range(0..reps) };
        dice.random_bool(0.08).then_some((account as u32, rep))
    };
    (0..dataset.accounts.len()).filter_map(&mut rep).collect()
}

/// A random team with a random rule set; with `only`, that rule stands alone, beside a little of another objective.
pub fn case(
    seed: u64,
    only: Option<&'static Card>,
    most_accounts: usize,
    most_reps: usize,
) -> (Arc<Dataset>, Settings) {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let dataset = dataset(&mut dice, most_accounts, most_reps);
    let mut rules = Vec::new();
    for rule in rules::ALL {
        let card = rule.card();
        let wanted = only.map_or_else(|| dice.random_bool(0.35), |only| only.id == card.id);
        let times = if card.repeatable { 2 } else { 1 };
        for _ in 0..if wanted { dice.random_range(1..=times) } else { 0 } {
            rules.push(setting(&mut dice, card, &dataset.reps));
        }
    }
    let locks = if dice.random_bool(0.3) { locks(&mut dice, &dataset) } else { Vec::new() };
    assert!(rules::check(&rules).is_empty(), "{:?}", rules::check(&rules));
    (Arc::new(dataset), Settings { rules, locks })
}
