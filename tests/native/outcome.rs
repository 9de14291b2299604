//! What must hold of the money a plan is expected to bring, and of its simulated years.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::teams;
use evenfield::evaluate::Judge;
use evenfield::model::Assignment;
use evenfield::model::Categories;
use evenfield::model::Dataset;
use evenfield::model::OPEN;
use evenfield::model::Settings;
use evenfield::outcome::Assumptions;
use evenfield::outcome::FIGURES;
use evenfield::outcome::Outlook;
use evenfield::outcome::PlanOutcome;
use evenfield::outcome::Told;
use evenfield::rules::with_excluded;
use evenfield::score::Fit;
use evenfield::score::Scores;
use evenfield::score::score;
use proptest::prelude::*;
use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

/// A random team with deals and quotas, random rules, and a random plan.
struct Case {
    dataset: Dataset,
    scores: Scores,
    settings: Settings,
    plan: Assignment,
}

impl Case {
    fn new(seed: u64) -> Self {
        let (dataset, settings) = teams::case(seed, None, 60, 6);
        let mut dataset = Dataset::clone(&dataset);
        let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 1);
        for rep in &mut dataset.reps {
            rep.quota = dice.random_bool(0.7).then(|| dice.random_range(1e4..1e6));
        }
        for deal in 0..dice.random_range(0..80) {
            let (account, days) = (dice.random_range(0..dataset.accounts.len() as u32), dice.random_range(1..28));
            let history = &mut dataset.opportunities;
            history.row.push(deal + 2);
            history.account.push(account);
            history.owner.push(dice.random_range(0..dataset.reps.len() as u16));
            history.outcome_code.push(dice.random_range(0..3));
            history.amount.push(dice.random_range(1e3..1e5));
            history.created.push("2025-01-01");
            history.closed.push(&format!("2025-02-{days:02}"));
        }
        let reps = dataset.reps.len() as u16;
        let rep = |_| if dice.random_bool(0.1) { OPEN } else { dice.random_range(0..reps) };
        let plan = Assignment::new((0..dataset.accounts.len()).map(rep).collect());
        let scores = score(&dataset);
        Self { dataset, scores, settings, plan }
    }

    fn judge(&self) -> Judge {
        Judge::new(Arc::new(self.dataset.clone()), Arc::new(self.scores.clone()), self.settings.clone())
    }

    /// How well a rep suits each of its accounts that could pay more.
    fn fits(&self, rep: usize) -> Vec<f64> {
        let (judge, scores) = (self.judge(), &self.scores);
        let plan = judge.counted(&self.plan);
        let grows = |account: &usize| scores.potential[*account] > scores.revenue[*account];
        let theirs = (0..plan.len()).filter(|account| usize::from(plan.rep[*account]) == rep).filter(grows);
        theirs.map(|account| judge.terms().fit(account, rep as u16)).collect()
    }

    /// Expected with a fixed price of the road: that of changed data would be another.
    fn expected(&self) -> PlanOutcome {
        let assumptions = Assumptions { hour_price: Some(20.0), ..Assumptions::default() };
        Outlook::new(&self.judge(), assumptions).expected(&self.plan)
    }
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// A leader who cuts hours must see what it costs, and never a gain.
    #[test]
    fn less_capacity_brings_less(seed in 0_u64..1_000_000) {
        let mut case = Case::new(seed);
        let loads = case.judge().evaluate(&case.plan).reps;
        for (rep, figures) in case.dataset.reps.iter_mut().zip(&loads) {
            rep.capacity_hours = Some(figures.workload_hours * 0.9);
        }
        let before = case.expected();
        case.dataset.reps.iter_mut().for_each(|rep| rep.capacity_hours = rep.capacity_hours.map(|hours| hours * 0.8));
        let after = case.expected();
        for (rep, (before, after)) in before.reps.iter().zip(&after.reps).enumerate() {
            let sells = before.sure + before.growth > 0.0 && loads[rep].workload_hours > 0.0;
            let falls = if sells { after.expected < before.expected } else { after.expected <= before.expected };
            prop_assert!(falls);
        }
    }

    /// Training a rep must never look like a loss, and where something can be won by it, it must look like a gain.
    #[test]
    fn better_fit_brings_more(seed in 0_u64..1_000_000, rep in 0_usize..6) {
        let mut case = Case::new(seed);
        let rep = rep % case.dataset.reps.len();
        // Hours cap what comes in, and a rep with none brings nothing whatever the fit.
        case.dataset.reps[rep].capacity_hours = None;
        case.dataset.reps[rep].ramp = 1.0;
        let (before, fits) = (case.expected(), case.fits(rep));
        case.dataset.reps[rep].skills.clear();
        case.dataset.reps[rep].segments.clear();
        case.scores.fit = Fit::new(&case.dataset);
        let after = case.expected();
        let is_better = case.fits(rep).iter().zip(&fits).any(|(after, before)| after > before);
        let (more, money) = (after.reps[rep].growth - before.reps[rep].growth, after.total.expected - before.total.expected);
        if is_better {
            prop_assert!(more > 0.0 && money > 0.0, "{more} {money}");
        } else {
            prop_assert!(more == 0.0 && money == 0.0, "{more} {money}");
        }
    }

    /// Who leaves everything as it is pays no hand-over.
    #[test]
    fn nothing_moved_costs_no_dip(seed in 0_u64..1_000_000) {
        let mut case = Case::new(seed);
        case.plan = case.judge().today();
        let outcome = case.expected();
        prop_assert_eq!(outcome.total.dip, 0.0);
        prop_assert!(outcome.reps.iter().all(|rep| rep.dip == 0.0));
    }

    /// A test record that was excluded must not promise money, whoever the plan says has it.
    #[test]
    fn excluded_accounts_bring_nothing(seed in 0_u64..1_000_000, account in 0_u32..60) {
        let mut case = Case::new(seed);
        let account = account % case.dataset.accounts.len() as u32;
        case.settings.rules = with_excluded(&case.settings.rules, &[account], true, &case.dataset);
        case.settings.locks.retain(|(locked, _)| *locked != account);
        let judge = case.judge();
        let counts = |other: usize| !judge.terms().is_excluded(other) && case.plan.rep[other] != OPEN;
        let paid: f64 = (0..case.plan.len()).filter(|other| counts(*other)).map(|other| case.scores.revenue[other]).sum();
        let one = case.expected();
        case.plan.rep[account as usize] = (case.plan.rep[account as usize].wrapping_add(1)) % case.dataset.reps.len() as u16;
        let other = case.expected();
        prop_assert!(close(one.total.sure, paid));
        prop_assert_eq!(one, other);
    }

    /// The total that is shown is the sum of the rows above it, and money lost and won add up.
    #[test]
    fn the_total_is_the_sum_of_the_reps(seed in 0_u64..1_000_000) {
        let outcome = Case::new(seed).expected();
        let sum = |of: fn(&evenfield::outcome::RepOutcome) -> f64| outcome.reps.iter().map(of).sum::<f64>();
        prop_assert!(close(sum(|rep| rep.expected), outcome.total.expected));
        for rep in outcome.reps.iter().chain([&outcome.total]) {
            prop_assert!(close(rep.sure + rep.growth - rep.uncovered - rep.dip - rep.travel_cost, rep.expected));
            prop_assert!((0.0..=1.0).contains(&rep.coverage));
        }
        let quotas = outcome.reps.iter().filter(|rep| rep.quota.is_some());
        let (money, quota) = quotas.fold((0.0, 0.0), |(money, quota), rep| (money + rep.expected, quota + rep.quota.unwrap()));
        prop_assert!(outcome.total.attainment.is_none_or(|attained| close(attained, money / quota)));
    }

    /// A range that cannot be made again, or that leaves out what is expected, cannot be argued about.
    #[test]
    fn years_repeat_for_a_seed_and_lie_around_what_is_expected(seed in 0_u64..1_000_000) {
        let case = Case::new(seed);
        let judge = case.judge();
        let at = |seed: u64| Assumptions { seed, runs: 400, ..Assumptions::default() };
        let outlook = Outlook::new(&judge, at(1));
        let (expected, years) = (outlook.expected(&case.plan), outlook.simulate(&case.plan));
        let bits = |judge: &Judge, seed: u64| {
            postcard::to_stdvec(&Outlook::new(judge, at(seed)).simulate(&case.plan)).unwrap()
        };
        prop_assert_eq!(postcard::to_stdvec(&years).unwrap(), bits(&case.judge(), 1));
        if expected.total.growth > 0.0 {
            prop_assert_ne!(bits(&judge, 1), bits(&judge, 2));
        }
        for range in years.reps.iter().chain([&years.total]) {
            let ranks = [range.p1, range.p10, range.p50, range.p90, range.p99];
            prop_assert!(ranks.is_sorted() && ranks.iter().all(|money| money.is_finite()), "{range:?}");
            prop_assert!(range.reaches_quota.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
        let (total, money) = (years.total, expected.total.expected);
        let room = 1e-9 * money.abs().max(1.0);
        prop_assert!(total.p1 - room <= money && money <= total.p99 + room, "{money} {total:?}");
        prop_assert_eq!(years.attainment.is_some(), expected.total.quota.is_some());
    }
}

/// One rep with one customer and one prospect, another with one customer.
fn small() -> Case {
    let mut case = Case::new(3);
    let mut dataset = Dataset { accounts: evenfield::model::Accounts::of_length(3), ..Dataset::default() };
    for (id, ramp) in [("Ana", 1.0), ("Ben", 0.5)] {
        dataset.reps.push(evenfield::model::Rep { id: id.to_owned(), ramp, ..Default::default() });
    }
    dataset.reps[0].capacity_hours = Some(64.0);
    dataset.reps[0].quota = Some(200.0);
    dataset.reps[1].skills = vec!["Retail".to_owned()];
    dataset.accounts.industry = Categories::from_texts(["Retail", "Health", "Health"]);
    dataset.accounts.owner.0 = vec![0, 0, 1];
    dataset.accounts.prospect.0 = vec![0, 1, 0];
    dataset.accounts.current_revenue.0 = vec![100.0, 0.0, 60.0];
    dataset.accounts.potential.0 = vec![180.0, 40.0, 20.0];
    dataset.accounts.relationship.0 = vec![0.8, 0.0, 0.5];
    dataset.accounts.service_hours.0 = vec![50.0, 50.0, 10.0];
    dataset.accounts.visits_per_year.0 = vec![0.0; 3];
    case.plan = Assignment::new(vec![0, 0, 1]);
    case.scores = score(&dataset);
    (case.dataset, case.settings) = (dataset, Settings::default());
    case
}

#[test]
fn the_formula_is_the_one_that_is_shown() {
    // Every figure must be one that can be worked out by hand from the file.
    let mut case = small();
    let today = case.expected();
    // Ana: 100 paid; (80 + 40) x 25 % won; 64 of 100 hours: 0.64 ^ 0.34 of it.
    let coverage = libm::pow(0.64, 0.34);
    let [ana, ben] = today.reps.as_slice() else { panic!("two reps") };
    assert_eq!((ana.sure, ana.growth, ana.dip), (100.0, 30.0, 0.0));
    assert!(close(ana.coverage, coverage) && close(ana.expected, 130.0 * coverage));
    assert!(close(ana.attainment.unwrap(), 130.0 * coverage / 200.0));
    // Ben's customer pays more than anybody thought it could: nothing is won, nothing is lost.
    assert_eq!((ben.sure, ben.growth, ben.expected, ben.attainment), (60.0, 0.0, 60.0, None));
    assert_eq!((today.total.quota, today.total.attainment), (Some(200.0), ana.attainment));

    // Ben gets the prospect, for which he has no skill and half the ramp, and Ana his customer: 15 % x 0.5 x 60.
    case.plan = Assignment::new(vec![0, 1, 0]);
    let moved = case.expected();
    assert!(close(moved.reps[1].growth, 40.0 * 0.25 * 0.6 * 0.5));
    assert!(close(moved.reps[0].dip, 4.5) && moved.reps[1].dip == 0.0);

    // Nobody has it: it brings nothing, and is no hand-over.
    case.plan = Assignment::new(vec![0, 0, OPEN]);
    assert_eq!((case.expected().total.sure, case.expected().total.dip), (100.0, 0.0));
}

/// The same with so many won and lost deals of the accounts, each of ten days.
fn with_deals(won: usize, lost: usize) -> Case {
    let mut case = small();
    for deal in 0..won + lost {
        let history = &mut case.dataset.opportunities;
        history.row.push(deal as u32 + 2);
        history.account.push(0);
        history.owner.push(0);
        history.outcome_code.push(if deal < won { 1 } else { 2 });
        history.amount.push(10.0);
        history.created.push("2025-01-01");
        history.closed.push("2025-01-11");
    }
    case.scores = score(&case.dataset);
    case
}

#[test]
fn a_few_deals_do_not_override_what_is_assumed() {
    // One lucky deal would promise that every prospect buys; of many deals the assumption is hardly heard.
    let growth = |won: usize, lost: usize| with_deals(won, lost).expected().total.growth;
    // 80 open in the industry of the deals, 40 in another: each drawn towards all, all towards 25 %.
    let expected = |won: f64, decided: f64| {
        let all = (won + 20.0 * 0.25) / (decided + 20.0);
        let of_deals = (won + 20.0 * all) / (decided + 20.0);
        80.0 * of_deals + 40.0 * all
    };
    for (won, lost) in [(0, 0), (1, 0), (0, 1), (3, 2), (400, 400)] {
        let told = growth(won, lost);
        assert!(close(told, expected(won as f64, (won + lost) as f64)), "{won} {lost}: {told}");
    }
    assert!(growth(1, 0) < 1.25 * growth(0, 0));
    assert!((growth(400, 400) / 120.0 - 0.5).abs() < 0.01);
}

#[test]
fn the_years_lie_around_the_rate_that_is_shown() {
    // Expected revenue and its range must be about the same rate, with one deal as with a hundred.
    for (won, lost) in [(1, 0), (0, 1), (70, 30)] {
        let mut case = with_deals(won, lost);
        case.dataset.reps[0].capacity_hours = None;
        let judge = case.judge();
        let outlook =
            Outlook::new(&judge, Assumptions { runs: 10_000, capacity_spread_percent: 0.0, ..Assumptions::default() });
        let (told, years) = (outlook.expected(&case.plan).total, outlook.simulate(&case.plan).total);
        let grown = |money: f64| money - told.expected + told.growth;
        assert!((grown(years.mean) / told.growth - 1.0).abs() < 0.05, "{won} {lost}: {told:?} {years:?}");
    }
}

#[test]
fn a_few_cycles_do_not_override_what_is_assumed() {
    // A single deal of ten days must not make every year a good one for all deals to come.
    let years = |won: usize, cycle_days: f64| {
        let case = with_deals(won, 0);
        let judge = case.judge();
        Outlook::new(&judge, Assumptions { cycle_days, ..Assumptions::default() }).simulate(&case.plan)
    };
    assert_ne!(years(1, 30.0), years(1, 200.0));
    assert_ne!(years(29, 30.0), years(29, 200.0));
    assert_eq!(years(30, 30.0), years(30, 200.0));
}

#[test]
fn an_hour_on_the_road_costs_what_a_selling_hour_brings() {
    // Compact territories would never pay in money if the road were free; the price must come from the data.
    let case = small();
    let judge = case.judge();
    let outlook = Outlook::new(&judge, Assumptions::default());
    assert!(close(outlook.hour_price(), 0.34 * 30.0 / 110.0));
    let fixed = Outlook::new(&judge, Assumptions { hour_price: Some(7.0), ..Assumptions::default() });
    assert_eq!(fixed.hour_price(), 7.0);
}

#[test]
fn many_deals_are_surer_than_few() {
    // A territory of one large chance and one of a hundred small ones with the same expectation are no equal risks.
    let range = |accounts: usize| {
        let mut case = small();
        let mut dataset = Dataset { reps: vec![case.dataset.reps[1].clone()], ..Dataset::default() };
        dataset.accounts = evenfield::model::Accounts::of_length(accounts);
        dataset.accounts.owner.0 = vec![0; accounts];
        dataset.accounts.potential.0 = vec![1000.0 / accounts as f64; accounts];
        dataset.accounts.service_hours.0 = vec![1.0; accounts];
        dataset.accounts.current_revenue.0 = vec![0.0; accounts];
        case.plan = Assignment::new(vec![0; accounts]);
        case.scores = score(&dataset);
        case.dataset = dataset;
        let judge = case.judge();
        let outlook = Outlook::new(&judge, Assumptions::default());
        let (outcome, years) = (outlook.expected(&case.plan), outlook.simulate(&case.plan));
        assert!((years.total.mean / outcome.total.expected - 1.0).abs() < 0.1, "{:?}", years.total);
        years.total.p90 - years.total.p10
    };
    assert!(range(1) > 1.5 * range(100));
}

#[test]
fn every_figure_is_told_of_the_whole_and_of_reps() {
    // Two figures under one id would overwrite each other in every file.
    let case = small();
    let judge = case.judge();
    let outlook = Outlook::new(&judge, Assumptions::default());
    let (outcome, years) = (outlook.expected(&case.plan), outlook.simulate(&case.plan));
    let mut ids: Vec<&str> = FIGURES.iter().map(|figure| figure.id).collect();
    ids.extend(evenfield::evaluate::figures::ALL.iter().map(|figure| figure.id));
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    let whole = Told::whole(&outcome, &years);
    assert!(FIGURES.iter().all(|figure| (figure.of)(&whole).is_some_and(f64::is_finite)));
    let attained = FIGURES.iter().find(|figure| figure.id == "quota_attainment").unwrap();
    let told: Vec<bool> = Told::reps(&outcome, &years).map(|told| (attained.of)(&told).is_some()).collect();
    assert_eq!(told, [true, false]);
}
