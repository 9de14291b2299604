//! What must hold for every problem, tried on small random ones whose optimum is found by enumeration.

use evenfield::problem::Amount;
use evenfield::problem::Cap;
use evenfield::problem::Hinge;
use evenfield::problem::Measure;
use evenfield::problem::NOBODY;
use evenfield::problem::Problem;
use evenfield::problem::Window;
use evenfield::problem::Worth;
use evenfield::problem::bound;
use evenfield::problem::value;
use evenfield::solve::Feasible;
use evenfield::solve::Options;
use evenfield::solve::Phase;
use evenfield::solve::Proof;
use evenfield::solve::Search;
use evenfield::solve::Verdict;
use evenfield::solve::proves;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rand::Rng;
use rand::SeedableRng;

/// Numbers from which a problem is built: proptest shrinks them one by one.
fn numbers() -> impl Strategy<Value = (usize, usize, usize, usize, Vec<u8>)> {
    (1..6_usize, 1..4_usize, 0..3_usize, 0..3_usize, prop::collection::vec(any::<u8>(), 200))
}

/// A problem with too many plans for the search to try them all: more than 4,096, where only the first unit is barred
/// from anybody.
fn searched_problem() -> impl Strategy<Value = Problem> {
    let shape = prop_oneof![Just((14_usize, 2_usize)), Just((9, 3)), Just((8, 4))];
    let numbers = (shape, 1..3_usize, 0..3_usize, prop::collection::vec(any::<u8>(), 500));
    numbers.prop_map(|((units, reps), measures, caps, bytes)| {
        let mut problem = problem((units, reps, measures, caps, bytes));
        let others = problem.cost[reps..].iter_mut().filter(|cost| cost.is_infinite());
        others.for_each(|cost| *cost = 25.0);
        problem
    })
}

/// Hands out small numbers, 0 when there are none left.
struct Source(std::vec::IntoIter<u8>);

impl Source {
    fn below(&mut self, count: u8) -> u8 {
        self.0.next().unwrap_or(0) % count
    }

    fn amount(&mut self) -> f64 {
        f64::from(self.below(9)) * 0.7
    }
}

fn problem((units, reps, measures, caps, bytes): (usize, usize, usize, usize, Vec<u8>)) -> Problem {
    let mut source = Source(bytes.into_iter());
    let mut cost = Vec::new();
    for u in 0..units {
        for j in 0..reps {
            let barred = source.below(4) == 0 && j != u % reps;
            let points = f32::from(source.below(40)) - 10.0;
            cost.push(if barred { f32::INFINITY } else { points });
        }
    }
    let measures = (0..measures).map(|k| measure(&mut source, k, units, reps)).collect();
    let caps = (0..caps).map(|_| cap(&mut source, units, reps)).collect();
    let present = (0..units).map(|_| [NOBODY, 0, reps as u16 - 1][source.below(3) as usize]).collect();
    Problem { units, reps, cost, constant: source.amount(), measures, caps, present }
}

fn measure(source: &mut Source, k: usize, units: usize, reps: usize) -> Measure {
    let amount = if source.below(2) == 0 {
        Amount::Unit((0..units).map(|_| source.amount()).collect())
    } else {
        Amount::Pair((0..units * reps).map(|_| source.amount() as f32).collect())
    };
    let windows = (0..reps).map(|_| window(source)).collect();
    let count = source.below(4);
    let hinges = (0..count).map(|_| {
        let hinge = Hinge { at: source.amount(), below: source.amount(), above: source.amount() };
        (u16::from(source.below(reps as u8)), hinge)
    });
    Measure { name: format!("measure {k}"), amount, windows, hinges: hinges.collect() }
}

/// Free, one-sided, wide, or out of reach.
fn window(source: &mut Source) -> Window {
    let (low, width) = (source.amount(), source.amount());
    match source.below(5) {
        0 => Window::FREE,
        1 => Window { lower: f64::NEG_INFINITY, upper: low + width },
        2 => Window { lower: low, upper: f64::INFINITY },
        3 => Window { lower: low, upper: low + 2.0 * width },
        _ => Window { lower: 10.0 * low, upper: 10.0 * low + width },
    }
}

fn cap(source: &mut Source, units: usize, reps: usize) -> Cap {
    let weight: Vec<f64> = (0..units).map(|_| source.amount()).collect();
    let mut kept = Vec::new();
    for (u, weight) in weight.iter().enumerate() {
        for j in 0..reps as u16 {
            if source.below(2) == 0 {
                kept.push((u as u32, j, weight * f64::from(source.below(3)) / 2.0));
            }
        }
    }
    Cap { name: "moves".to_owned(), weight, kept, limit: source.amount() }
}

/// The best of all assignments.
fn enumerate(problem: &Problem) -> (Vec<u16>, Worth) {
    let mut best: Option<(Vec<u16>, Worth)> = None;
    let mut plan = vec![0_u16; problem.units];
    loop {
        if (0..problem.units).all(|u| problem.eligible(u, plan[u] as usize)) {
            let worth = value(problem, &plan);
            if best.as_ref().is_none_or(|(_, least)| worth.beats(least)) {
                best = Some((plan.clone(), worth));
            }
        }
        let Some(place) = plan.iter().position(|&j| (j as usize) + 1 < problem.reps) else { break };
        plan[..place].fill(0);
        plan[place] += 1;
    }
    best.unwrap_or_else(|| panic!("every unit has an eligible rep"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// The same where there are too many plans to try them all, so that the search must search.
    #[test]
    fn bound_optimum_plan_where_it_must_search(problem in searched_problem(), seed in 0..4_u64) {
        let (_, optimum) = enumerate(&problem);
        let mut search = Search::new(problem.clone(), Options { seed, ..Options::default() });
        search.step(60);
        let worth = search.worth().expect("a plan");
        prop_assert!(!worth.beats(&optimum), "better than the optimum: {:?} {:?}", worth, optimum);
        prop_assert!(optimum.breaches > 0 || bound(&problem, search.prices()) <= optimum.objective);
        // Nor do the promises break where it goes on after an edit: a unit is put where it was not.
        let (start, prices) = (search.best().map(<[u16]>::to_vec), Some(search.prices().clone()));
        let mut after = problem;
        let (u, reps) = (after.units - 1, after.reps);
        let seat = (usize::from(start.as_ref().unwrap()[u]) + 1) % reps;
        (0..reps).filter(|j| *j != seat).for_each(|j| after.cost[u * reps + j] = f32::INFINITY);
        let (_, optimum) = enumerate(&after);
        let mut resumed = Search::new(after.clone(), Options { seed, start, prices, resumes: true });
        resumed.step(60);
        let worth = resumed.worth().expect("a plan");
        prop_assert!(!worth.beats(&optimum), "better than the optimum: {:?} {:?}", worth, optimum);
        prop_assert!(optimum.breaches > 0 || bound(&after, resumed.prices()) <= optimum.objective);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// The promise that everything else rests on, on thousands of problems: the bound is not above the optimum, and the
    /// optimum not above the plan. The search asserts its own promises meanwhile.
    #[test]
    fn bound_optimum_plan_on_thousands(numbers in numbers(), seed in 0..4_u64) {
        let problem = problem(numbers);
        let (_, optimum) = enumerate(&problem);
        let mut search = Search::new(problem.clone(), Options { seed, ..Options::default() });
        search.step(12);
        let worth = search.worth().expect("a plan");
        prop_assert!(!worth.beats(&optimum), "better than the optimum: {:?} {:?}", worth, optimum);
        prop_assert!(optimum.breaches > 0 || bound(&problem, search.prices()) <= optimum.objective);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// The certificate must hold, the plan must be legal, and what is reported must be what the judge finds.
    #[test]
    fn bound_below_optimum_below_plan(numbers in numbers()) {
        let problem = problem(numbers);
        let (_, optimum) = enumerate(&problem);
        let mut search = Search::new(problem.clone(), Options::default());
        let progress = search.step(300);
        let best = search.best().expect("a plan");
        prop_assert!((0..problem.units).all(|u| problem.eligible(u, best[u] as usize)));
        let worth = value(&problem, best);
        prop_assert_eq!(Some(worth), search.worth());
        prop_assert!(!worth.beats(&optimum), "better than the optimum: {:?} {:?}", worth, optimum);
        prop_assert!(worth.objective.is_finite() && progress.violation.is_finite());
        if optimum.breaches == 0 {
            prop_assert!(progress.bound <= optimum.objective);
            prop_assert!(bound(&problem, search.prices()) <= optimum.objective);
        }
        if progress.phase == Phase::Done && optimum.breaches == 0 {
            prop_assert!(worth.objective <= optimum.objective + 1e-6);
        }
    }

    /// After one edit a search resumes from plan and prices of before: it must end as well as one from scratch, and
    /// its bound must hold for the problem as it is now.
    #[test]
    fn a_resumed_search_ends_as_well(numbers in numbers(), edited in any::<u8>()) {
        let before = problem(numbers);
        let mut search = Search::new(before.clone(), Options::default());
        search.step(100);
        let (start, prices) = (search.best().map(<[u16]>::to_vec), Some(search.prices().clone()));
        let mut after = before;
        let (u, j) = (edited as usize % after.units, edited as usize % after.reps);
        if after.eligible(u, j) {
            let kept = after.cost[u * after.reps + j];
            after.cost[u * after.reps..(u + 1) * after.reps].fill(f32::INFINITY);
            after.cost[u * after.reps + j] = kept;
        }
        let (_, optimum) = enumerate(&after);
        let mut resumed = Search::new(after, Options { seed: 1, start, prices, resumes: true });
        let progress = resumed.step(300);
        let worth = resumed.worth().expect("a plan");
        let nearly = Worth { objective: worth.objective - 1e-6, ..worth };
        prop_assert!(!worth.beats(&optimum) && !optimum.beats(&nearly));
        prop_assert!(optimum.breaches > 0 || progress.bound <= optimum.objective);
    }

    /// On problems this small there is no excuse for missing the optimum, or the least-bad plan.
    #[test]
    fn small_problems_are_solved(numbers in numbers()) {
        let problem = problem(numbers);
        let (_, optimum) = enumerate(&problem);
        let mut search = Search::new(problem, Options::default());
        search.step(1500);
        let worth = search.worth().expect("a plan");
        prop_assert_eq!(worth.breaches == 0, optimum.breaches == 0);
        prop_assert!(worth.violation <= optimum.violation + 1e-9, "{:?} against {:?}", worth, optimum);
        if optimum.breaches == 0 {
            prop_assert!(worth.objective <= optimum.objective + 1e-6, "{:?} against {:?}", worth, optimum);
        }
    }

    /// Limits that are said to contradict each other must be broken by every plan.
    #[test]
    fn no_plan_keeps_limits_that_are_proven_impossible(numbers in numbers()) {
        let problem = problem(numbers);
        let mut search = Feasible::new(problem.clone());
        let verdict = loop {
            if let Some(verdict) = search.advance() {
                break verdict;
            }
        };
        if let Verdict::Proven(proof) = verdict {
            let (_, best) = enumerate(&problem);
            prop_assert!(best.breaches > 0, "{:?} is no proof: {:?}", proof, best);
            if let Proof::Prices(prices) = proof {
                prop_assert!(proves(problem, &prices));
            }
        }
    }

    /// A worker slices by its clock: the slices must leave no trace.
    #[test]
    fn slices_leave_no_trace(numbers in numbers(), seed in 0..9_u64) {
        let problem = problem(numbers);
        let options = Options { seed, ..Options::default() };
        let mut whole = Search::new(problem.clone(), options.clone());
        let mut sliced = Search::new(problem, options);
        whole.step(40);
        for slice in [1, 1, 5, 3, 10, 20] {
            sliced.step(slice);
        }
        prop_assert_eq!(whole.progress(), sliced.progress());
        prop_assert_eq!(whole.best(), sliced.best());
        prop_assert_eq!(whole.prices(), sliced.prices());
    }

    /// Whoever hands in a plan and prices never gets a worse plan back, and odd ones do no harm.
    #[test]
    fn a_given_start_is_never_lost(numbers in numbers(), wrong in any::<bool>()) {
        let problem = problem(numbers);
        let (best, optimum) = enumerate(&problem);
        let start = if wrong { vec![7; problem.units + 1] } else { best };
        let mut first = Search::new(problem.clone(), Options::default());
        first.step(20);
        let prices = Some(first.prices().clone());
        let mut search = Search::new(problem, Options { start: Some(start), prices, resumes: true, ..Options::default() });
        search.step(20);
        let worth = search.worth().expect("a plan");
        if !wrong {
            prop_assert_eq!(worth, optimum);
        }
    }
}

/// A problem of medium size, so that sums could drift and rounds could differ.
fn medium(units: usize, reps: usize) -> Problem {
    let mixed = |a: usize, b: usize| ((a * 7919 + b * 104_729 + 13) * 2_654_435_761 % 1009) as f64 / 1009.0;
    let cost = (0..units * reps).map(|i| (100.0 * mixed(i / reps, i % reps)) as f32).collect();
    let amounts: Vec<f64> = (0..units).map(|u| 1.0 + mixed(u, 77)).collect();
    let mean = amounts.iter().sum::<f64>() / reps as f64;
    let windows = vec![Window { lower: 0.9 * mean, upper: 1.1 * mean }; reps];
    let measure = Measure { name: "work".to_owned(), amount: Amount::Unit(amounts), windows, hinges: Vec::new() };
    let present: Vec<u16> = (0..units).map(|u| (u % reps) as u16).collect();
    let kept = (0..units).map(|u| (u as u32, present[u], 1.0)).collect();
    let cap = Cap { name: "moves".to_owned(), weight: vec![1.0; units], kept, limit: 0.5 * units as f64 };
    Problem { units, reps, cost, constant: 0.0, measures: vec![measure], caps: vec![cap], present }
}

/// The same seed and steps must give the same plan, and a real instance must come close to its bound.
#[test]
fn a_run_can_be_repeated_and_is_good() {
    let run = |seed| {
        let mut search = Search::new(medium(400, 7), Options { seed, ..Options::default() });
        search.step(4000);
        (search.progress(), search.best().map(<[u16]>::to_vec))
    };
    let (progress, best) = run(3);
    assert_eq!((progress.clone(), best), run(3));
    assert_eq!(progress.breaches, 0);
    let objective = progress.objective.expect("a plan");
    assert!(objective - progress.bound <= 0.01 * objective, "{progress:?}");
}

/// Few units per rep, dear where they use little, and tight limits: type D of Chu and Beasley (1997).
fn tight(units: usize, reps: usize, seed: u64) -> Problem {
    let mut chance = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let uses: Vec<f32> = (0..units * reps).map(|_| chance.random_range(1..=100) as f32).collect();
    let cost = uses.iter().map(|used| 111.0 - used + chance.random_range(-10..=10) as f32).collect();
    let limit = |j: usize| 0.8 * (0..units).map(|u| f64::from(uses[u * reps + j])).sum::<f64>() / reps as f64;
    let windows = (0..reps).map(|j| Window { lower: f64::NEG_INFINITY, upper: limit(j).floor() }).collect();
    let amount = Amount::Pair(uses.clone());
    let measure = Measure { name: "work".to_owned(), amount, windows, hinges: Vec::new() };
    Problem { units, reps, cost, measures: vec![measure], present: vec![NOBODY; units], ..Problem::default() }
}

/// Where loads are few large units, ways to better plans lead through broken limits: a search that keeps them all stays
/// 1.26 % above the bound here, one that does not 0.97 %.
#[test]
fn plans_beyond_broken_limits_are_found() {
    let gaps: Vec<f64> = (0..3)
        .map(|seed| {
            let mut search = Search::new(tight(100, 20, seed), Options { seed, ..Options::default() });
            let progress = search.step(14_000);
            assert_eq!(progress.breaches, 0);
            assert!(progress.bound > 0.0);
            100.0 * (progress.objective.expect("a plan") / progress.bound - 1.0)
        })
        .collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    assert!(mean < 1.15, "{gaps:?}");
}

/// Empty and degenerate problems come from empty files and first clicks: they must end at once.
#[test]
fn nothing_to_decide_is_done_at_once() {
    for (units, reps) in [(0, 0), (0, 3), (4, 1)] {
        let problem =
            Problem { units, reps, cost: vec![1.0; units * reps], present: vec![NOBODY; units], ..Problem::default() };
        let mut search = Search::new(problem, Options::default());
        assert_eq!(search.step(50).phase, Phase::Done, "{units} x {reps}");
        assert_eq!(search.best().map(<[u16]>::len), Some(units));
    }
}

/// Large enough to be sampled: the levels must not upset the certificate.
#[test]
fn a_sampled_dual_still_proves_its_bound() {
    let mut search = Search::new(medium(7000, 5), Options::default());
    let mut progress = search.step(1);
    while progress.phase != Phase::Search && progress.steps < 50_000 {
        progress = search.step(50);
    }
    let zero = bound(search.problem(), &evenfield::problem::Prices::zero(search.problem()));
    assert!(progress.bound > zero && progress.bound.is_finite());
    progress = search.step(5000);
    assert_eq!(progress.breaches, 0);
    assert!(progress.objective.expect("a plan") >= progress.bound);
}

/// Where there are too many plans to try them all, the search must find the best ones by searching. A few problems of this
/// size are puzzles in which no chain of shifts and no group leads from plan to plan; the shares leave room for them.
#[test]
fn what_must_be_searched_is_found() {
    let mut runner = TestRunner::deterministic();
    let (mut possible, mut kept, mut best, mut impossible, mut least_bad) = (0, 0, 0, 0, 0);
    for seed in 0..200 {
        let problem = searched_problem().new_tree(&mut runner).expect("a problem").current();
        let (_, optimum) = enumerate(&problem);
        let mut search = Search::new(problem, Options { seed, ..Options::default() });
        search.step(200);
        let worth = search.worth().expect("a plan");
        if optimum.breaches == 0 {
            possible += 1;
            kept += usize::from(worth.breaches == 0);
            best += usize::from(worth.breaches == 0 && worth.objective <= optimum.objective + 1e-6);
        } else {
            impossible += 1;
            least_bad += usize::from(worth.violation <= 1.05 * optimum.violation + 1e-9);
        }
    }
    assert!(possible > 20 && impossible > 20);
    assert!(kept * 100 >= possible * 95 && best * 100 >= possible * 90, "{best} best and {kept} kept of {possible}");
    assert!(least_bad * 100 >= impossible * 90, "{least_bad} least bad of {impossible}");
}

/// Limits that cannot all be kept lead the prices astray, and more so where they are learned from a sample. The search must
/// come to a plan that breaks them little, soon.
#[test]
fn the_least_bad_plan_of_a_large_problem_is_looked_for() {
    let mut problem = medium(7000, 20);
    // Nearly half of the units must leave one half of the reps; a fifth may.
    let half = problem.reps / 2;
    problem.present.iter_mut().enumerate().for_each(|(u, rep)| *rep = (u % half) as u16);
    let cap = &mut problem.caps[0];
    cap.kept = problem.present.iter().enumerate().map(|(u, &rep)| (u as u32, rep, 1.0)).collect();
    cap.limit = 0.2 * problem.units as f64;
    let today = value(&problem, &problem.present.clone());
    let mut search = Search::new(problem, Options::default());
    let progress = search.step(4000);
    assert_eq!(progress.phase, Phase::Search, "prices took too long");
    assert!(progress.violation < 0.1 * today.violation, "{progress:?} after {today:?}");
}

/// A search that is shown a better plan has it, or a better one, soon; alone it would not.
#[test]
fn a_better_plan_that_is_shown_is_taken_over() {
    let problem = medium(900, 20);
    let begun = || {
        let mut search = Search::new(problem.clone(), Options { seed: 5, ..Options::default() });
        while search.worth().expect("a plan").breaches > 0 {
            search.step(10);
        }
        search
    };
    let mut good = begun();
    good.step(40_000);
    let (mut alone, mut shown) = (begun(), begun());
    shown.meet(good.best().expect("a plan"));
    let objective = |search: &Search| search.worth().expect("a plan").objective;
    alone.step(3000);
    shown.step(3000);
    assert!(
        objective(&shown) <= objective(&good) + 1e-9 && objective(&good) < objective(&alone),
        "nothing was shown: {} {} {}",
        objective(&shown),
        objective(&good),
        objective(&alone)
    );
}

/// Searches that show each other their plans, as the workers do, and begin anew again and again: what one has, the other
/// has soon, and nothing is lost on the way.
#[test]
fn searches_that_meet_share_the_better_plan() {
    let problem = medium(60, 5);
    let mut two = [1, 2].map(|seed| Search::new(problem.clone(), Options { seed, ..Options::default() }));
    for _ in 0..40 {
        for search in &mut two {
            search.step(100);
        }
        let plans = two.each_ref().map(|search| search.best().expect("a plan").to_vec());
        for (search, plan) in two.iter_mut().zip(plans.iter().rev()) {
            search.meet(plan);
        }
    }
    let shown = two.each_ref().map(|search| search.worth().expect("a plan"));
    for (search, other) in two.iter_mut().zip(shown.iter().rev()) {
        search.step(3000);
        let worth = search.worth().expect("a plan");
        assert!(worth.breaches == 0 && worth.objective <= other.objective + 1e-9, "{worth:?} after {other:?}");
    }
}
