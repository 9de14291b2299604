//! How sure a plan is: its inputs varied, plans in drawn worlds, and quarters that are over.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::teams;
use evenfield::evaluate::Judge;
use evenfield::model::Accounts;
use evenfield::model::Assignment;
use evenfield::model::Categories;
use evenfield::model::Dataset;
use evenfield::model::OPEN;
use evenfield::model::Rep;
use evenfield::model::Settings;
use evenfield::outcome::Assumptions;
use evenfield::outcome::Backtest;
use evenfield::outcome::Doubt;
use evenfield::outcome::INPUTS;
use evenfield::outcome::Outlook;
use evenfield::outcome::Robustness;
use evenfield::outcome::Swing;
use evenfield::outcome::WORLDS;
use evenfield::outcome::Worlds;
use evenfield::outcome::backtest;
use evenfield::score::score;
use proptest::prelude::*;
use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

/// A random team with deals, and random plans for it, today first.
fn case(seed: u64, plans: usize) -> (Judge, Vec<Assignment>) {
    let (dataset, settings) = teams::case(seed, None, 60, 6);
    let mut dataset = Dataset::clone(&dataset);
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 5);
    for _ in 0..dice.random_range(0..80) {
        let (account, rep) = (dice.random_range(0..dataset.accounts.len() as u32), dice.random_range(0..6_u16));
        let day = format!("2025-{:02}-03", dice.random_range(1..13));
        deal(&mut dataset, account, rep, dice.random_range(0..3), dice.random_range(1e3..1e5), &day);
    }
    let (accounts, reps) = (dataset.accounts.len(), dataset.reps.len() as u16);
    let mut rep = |_| if dice.random_bool(0.1) { OPEN } else { dice.random_range(0..reps) };
    let judge = judge(dataset, settings);
    let others = (1..plans).map(|_| Assignment::new((0..accounts).map(&mut rep).collect()));
    let plans = std::iter::once(judge.today()).chain(others.collect::<Vec<_>>()).collect();
    (judge, plans)
}

fn judge(dataset: Dataset, settings: Settings) -> Judge {
    let scores = score(&dataset);
    Judge::new(Arc::new(dataset), Arc::new(scores), settings)
}

fn deal(dataset: &mut Dataset, account: u32, rep: u16, outcome: u8, amount: f64, closed: &str) {
    let history = &mut dataset.opportunities;
    let row = history.len() as u32 + 2;
    history.row.push(row);
    history.account.push(account);
    history.owner.push(rep);
    history.outcome_code.push(outcome);
    history.amount.push(amount);
    history.created.push("");
    history.closed.push(closed);
}

fn outlook(judge: &Judge, seed: u64) -> Outlook<'_> {
    Outlook::new(judge, Assumptions { seed, ..Assumptions::default() })
}

fn robustness(judge: &Judge, plans: &[Assignment], seed: u64) -> Vec<Robustness> {
    let outlook = outlook(judge, seed);
    let worlds = Worlds::new(&outlook);
    let sums: Vec<_> = plans.iter().map(|plan| worlds.sums(plan)).collect();
    worlds.robustness(&sums)
}

fn swings(judge: &Judge, plan: &Assignment) -> Vec<Swing> {
    let outlook = outlook(judge, 1);
    let worlds = Worlds::new(&outlook);
    worlds.swings(&worlds.sums(plan))
}

fn close(one: f64, other: f64, size: f64) -> bool {
    (one - other).abs() <= 1e-9 * size.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// The middle of every bar is the figure that stands in the table; else the chart is about another plan.
    #[test]
    fn the_assumed_world_is_that_of_the_table(seed in 0_u64..1_000_000) {
        let (judge, plans) = case(seed, 2);
        let outlook = outlook(&judge, 1);
        let worlds = Worlds::new(&outlook);
        for plan in &plans {
            let expected = outlook.expected(plan).total;
            let swings = worlds.swings(&worlds.sums(plan));
            prop_assert_eq!(swings.len(), INPUTS.len());
            prop_assert!(swings.windows(2).all(|pair| pair[0].width() >= pair[1].width()));
            for swing in &swings {
                prop_assert!(close(swing.money.base, expected.expected, expected.sure), "{swing:?} {expected:?}");
                prop_assert!(swing.values.low <= swing.values.base && swing.values.base <= swing.values.high);
                prop_assert!(swing.money.low.is_finite() && swing.money.high.is_finite());
            }
            // Today hands nothing over.
            let id = |swing: &&Swing| INPUTS[swing.input as usize].id == "dip";
            let dip = swings.iter().find(id).unwrap();
            prop_assert_eq!(dip.width() > 0.0, expected.dip > 0.0);
        }
    }

    /// What two plans share is no difference: of a plan and itself nothing swings.
    #[test]
    fn a_plan_does_not_differ_from_itself(seed in 0_u64..1_000_000) {
        let (judge, plans) = case(seed, 2);
        let outlook = outlook(&judge, 1);
        let worlds = Worlds::new(&outlook);
        let [today, plan] = [0, 1].map(|place: usize| worlds.sums(&plans[place]));
        prop_assert!(worlds.swings_between(&plan, &plan).iter().all(|swing| swing.width() == 0.0 && swing.money.base == 0.0));
        for (one, other) in worlds.swings_between(&plan, &today).iter().zip(worlds.swings_between(&today, &plan)) {
            prop_assert_eq!(one.money.base, -other.money.base);
        }
    }

    /// A count that depends on the order of the list, or does not add up, decides nothing.
    #[test]
    fn the_worlds_are_shared_out(seed in 0_u64..1_000_000, number in 1_usize..6) {
        let (judge, plans) = case(seed, number);
        let told = robustness(&judge, &plans, seed);
        prop_assert!(close(told.iter().map(|plan| plan.best).sum(), f64::from(WORLDS), 200.0));
        prop_assert!(told.iter().all(|plan| plan.regret >= 0.0 && plan.ahead <= WORLDS));
        prop_assert!(told.iter().all(|plan| plan.gain_low <= plan.gain && plan.gain <= plan.gain_high));
        prop_assert_eq!((told[0].ahead, told[0].gain_low, told[0].gain_high), (0, 0.0, 0.0));
        prop_assert_eq!(&told, &robustness(&judge, &plans, seed));
        // Today stays the first: the others are told against it.
        let mut turned = plans;
        turned[1..].reverse();
        let mut other = robustness(&judge, &turned, seed);
        other[1..].reverse();
        prop_assert_eq!(told, other);
    }

    /// Who is best in a world must not hang on how often a plan stands in the list.
    #[test]
    fn equal_plans_share_a_world(seed in 0_u64..1_000_000) {
        let (judge, plans) = case(seed, 2);
        let told = robustness(&judge, &[plans[0].clone(), plans[1].clone(), plans[1].clone()], 1);
        let [_, one, other] = told.as_slice() else { panic!("three plans") };
        prop_assert_eq!(one, other);
        let two = robustness(&judge, &plans, 1);
        // Where today brings the same, too, each of the three has a third instead of a half.
        let (alone, twice) = (two[1].best, one.best + other.best);
        prop_assert!(twice >= alone - 1e-6 && told[0].best <= two[0].best + 1e-6, "{told:?} {two:?}");
    }
}

/// Two reps alike but that one is new, and three accounts.
fn small() -> Dataset {
    let mut dataset = Dataset { accounts: Accounts::of_length(3), ..Dataset::default() };
    for (id, ramp) in [("Ana", 1.0), ("Ben", 0.5)] {
        dataset.reps.push(Rep { id: id.to_owned(), ramp, ..Rep::default() });
    }
    dataset.accounts.industry = Categories::from_texts(["Retail", "Health", "Health"]);
    dataset.accounts.owner.0 = vec![0, 0, 1];
    dataset.accounts.prospect.0 = vec![0, 1, 0];
    dataset.accounts.current_revenue.0 = vec![100.0, 0.0, 60.0];
    dataset.accounts.potential.0 = vec![180.0, 40.0, 20.0];
    dataset.accounts.relationship.0 = vec![0.8, 0.0, 0.5];
    dataset.accounts.service_hours.0 = vec![50.0, 50.0, 10.0];
    dataset.accounts.visits_per_year.0 = vec![0.0; 3];
    dataset
}

#[test]
fn a_plan_that_is_worse_in_every_respect_never_wins() {
    // Slower reps for chances and hand-overs for nothing: no world makes that good.
    let judge = judge(small(), Settings::default());
    let plans = [judge.today(), Assignment::new(vec![0, 1, 0])];
    for seed in 0..20 {
        let told = robustness(&judge, &plans, seed);
        assert_eq!((told[0].best, told[0].regret), (200.0, 0.0));
        assert_eq!((told[1].best, told[1].ahead), (0.0, 0));
        assert!(told[1].regret > 0.0 && told[1].gain_high < 0.0);
    }
}

#[test]
fn a_bar_can_be_worked_out_by_hand() {
    // Whoever doubts a bar must be able to check it: growth of today is 25 % of 80 + 40, and Ben's is nothing.
    let judge = judge(small(), Settings::default());
    let swings = swings(&judge, &judge.today());
    let of = |id: &str| *swings.iter().find(|swing| INPUTS[swing.input as usize].id == id).unwrap();
    let rate = of("win_rate");
    assert_eq!((rate.values.base, rate.money.base), (0.25, 190.0));
    assert!(close(rate.money.high, 160.0 + 120.0 * rate.values.high, 1.0));
    // An assumed rate counts as 20 deals: .25 x .75 / 21, and 10 % of it from year to year.
    let half = (1.281_551_565_f64.powi(2) * 0.25 * 0.75 / 21.0 + 0.025 * 0.025).sqrt();
    assert!((rate.values.high - 0.25 - half).abs() < 1e-6, "{rate:?}");
    // 20 % less potential: (144 - 100) + 32 are open, and a fifth more of Ben's is still below what it pays.
    let largest = of("largest_potential");
    assert!(close(largest.money.low, 160.0 + 0.25 * 76.0, 1.0) && close(largest.money.high, 160.0 + 0.25 * 164.0, 1.0));
    assert_eq!([of("dip").width(), of("travel_hours").width(), of("capacity").width()], [0.0; 3]);
}

/// Eight quarters in which Ana wins `strong` of ten deals with shops and `weak` with clinics, and Ben the other way round;
/// whoever it is, half the deals of each kind belong to each.
fn history(each: u32, strong: u32, weak: u32) -> Dataset {
    let mut dataset = Dataset { accounts: Accounts::of_length(4), ..Dataset::default() };
    for id in ["Ana", "Ben"] {
        dataset.reps.push(Rep { id: id.to_owned(), ramp: 1.0, ..Rep::default() });
    }
    dataset.accounts.industry = Categories::from_texts(["Shops", "Shops", "Clinics", "Clinics"]);
    dataset.accounts.owner.0 = vec![0, 1, 0, 1];
    let mut dice = ChaCha8Rng::seed_from_u64(11);
    for quarter in 0..8 {
        for account in 0..4_u32 {
            let rep = (account % 2) as u16;
            let chance = if (rep == 0) == (account < 2) { strong } else { weak };
            for number in 0..each {
                let day = format!("{}-{:02}-{:02}", 2024 + quarter / 4, quarter % 4 * 3 + 2, number % 28 + 1);
                let is_won = dice.random_range(0..10) < chance;
                deal(&mut dataset, account, rep, if is_won { 1 } else { 2 }, if is_won { 1000.0 } else { 0.0 }, &day);
            }
        }
    }
    dataset
}

/// Everyone does what they are good at.
fn specialists() -> Assignment {
    Assignment::new(vec![0, 0, 1, 1])
}

fn tested(dataset: Dataset, plan: &Assignment) -> Backtest {
    let judge = judge(dataset, Settings::default());
    backtest(&judge, &judge.today(), plan, 1)
}

#[test]
fn a_clear_past_is_told_clearly() {
    // Two specialists with each other's accounts: ten years of deals would say so, and so must the last quarters.
    let told = tested(history(25, 7, 2), &specialists());
    assert_eq!((told.from.as_str(), told.quarters, told.before, told.held_out), ("2025-07-01", 2, 600, 200));
    assert_eq!((told.moved, told.own_amounts), (100, false));
    assert!(
        told.as_it_was.wins.low <= f64::from(told.won) && f64::from(told.won) <= told.as_it_was.wins.high,
        "{told:?}"
    );
    assert_eq!(told.money, 1000.0 * f64::from(told.won));
    // 100 deals at 70 instead of 20 %, less what 20 deals of doubt take away.
    let wins = told.difference.wins;
    assert!(wins.low > 20.0 && wins.mean > 30.0 && wins.high < 60.0, "{wins:?}");
    assert!(close(told.difference.money.mean, 1000.0 * wins.mean, 1e6));
    assert_eq!(told.doubts, []);
    assert_eq!(told, tested(history(25, 7, 2), &specialists()));
}

#[test]
fn data_that_cannot_tell_say_so() {
    // A number without these words would be taken for knowledge.
    let alike = tested(history(25, 4, 4), &specialists());
    assert!(alike.doubts.contains(&Doubt::EitherWay), "{alike:?}");
    let same = history(25, 7, 2);
    let today = Assignment { rep: same.accounts.owner.clone() };
    assert_eq!(tested(same, &today).doubts, [Doubt::Same]);
    assert!(tested(history(1, 7, 2), &specialists()).doubts.contains(&Doubt::TooFew));
    assert_eq!(tested(history(0, 7, 2), &specialists()).doubts, [Doubt::NoDeals]);

    let mut undated = history(25, 7, 2);
    undated.opportunities.closed = std::iter::repeat_n("", undated.opportunities.len()).collect();
    assert_eq!(tested(undated, &specialists()).doubts, [Doubt::NoDates]);

    // A rep who never sold anything gets everything.
    let mut new = history(25, 7, 2);
    new.reps.push(Rep { id: "Cal".to_owned(), ramp: 1.0, ..Rep::default() });
    assert!(tested(new, &Assignment::new(vec![2; 4])).doubts.contains(&Doubt::Unknown));

    // The market turned: what the deals before foretell did not come.
    let mut turned = history(25, 7, 2);
    let last = turned.opportunities.len() - 200;
    turned.opportunities.outcome_code[last..].fill(2);
    assert!(tested(turned, &specialists()).doubts.contains(&Doubt::NotForetold));
}
