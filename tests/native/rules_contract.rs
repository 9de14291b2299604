//! The contract of every rule: what the compiled problem charges an assignment is what the judge reports, and no
//! proven bound lies above a plan that exists. Checked over all rules, alone and mixed, on random small teams.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::teams::case;
use crate::teams::dataset;
use evenfield::desk::Lane;
use evenfield::evaluate::Evaluation;
use evenfield::evaluate::Judge;
use evenfield::model::Assignment;
use evenfield::model::Dataset;
use evenfield::model::OPEN;
use evenfield::model::RuleSetting;
use evenfield::model::Settings;
use evenfield::problem::Prices;
use evenfield::problem::Problem;
use evenfield::problem::value;
use evenfield::rules;
use evenfield::rules::Card;
use evenfield::rules::Terms;
use evenfield::score::score;
use rand::Rng;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Every case of the contract: each rule alone, then mixes.
fn cases(alone: u64, mixed: u64) -> impl Iterator<Item = (u64, Option<&'static Card>)> {
    let each = rules::ALL.iter().enumerate().flat_map(move |(position, rule)| {
        (0..alone).map(move |seed| (1000 * (position as u64 + 1) + seed, Some(rule.card())))
    });
    each.chain((0..mixed).map(|seed| (1_000_000 + seed, None)))
}

/// The plan that puts each unit into a column.
fn expanded(terms: &Terms, columns: &[u16]) -> Assignment {
    let rep = |unit: &u32| columns.get(*unit as usize).map_or(OPEN, |column| terms.rep_of(usize::from(*column)));
    Assignment::new(terms.unit_of().iter().map(rep).collect())
}

/// Sum of the sizes of everything that is added up to the objective: what rounding is relative to.
fn size(problem: &Problem, columns: &[u16]) -> f64 {
    let costs = columns.iter().enumerate().map(|(u, &j)| problem.cost[u * problem.reps + j as usize].abs());
    let hinges = problem.measures.iter().enumerate().flat_map(|(k, measure)| {
        let loads = loads(problem, k, columns);
        measure.hinges.iter().map(move |(j, hinge)| (hinge.below + hinge.above) * (hinge.at + loads[*j as usize]))
    });
    problem.constant.abs() + costs.map(f64::from).sum::<f64>() + hinges.sum::<f64>()
}

fn loads(problem: &Problem, k: usize, columns: &[u16]) -> Vec<f64> {
    let mut loads = vec![0.0; problem.reps];
    for (u, &j) in columns.iter().enumerate() {
        loads[j as usize] += problem.measures[k].amount.of(u, j as usize, problem.reps);
    }
    loads
}

/// Windows and caps broken by more than rounding, and those within rounding of their edge, which nobody can decide.
fn broken(problem: &Problem, columns: &[u16]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut broken, mut close) = (BTreeSet::new(), BTreeSet::new());
    let mut note = |name: String, miss: f64, edge: f64| {
        let size = edge.abs().max(1.0);
        if miss > 4e-9 * size {
            broken.insert(name);
        } else if miss > 0.0 {
            close.insert(name);
        }
    };
    for (k, measure) in problem.measures.iter().enumerate() {
        for (j, (window, load)) in measure.windows.iter().zip(loads(problem, k, columns)).enumerate() {
            note(format!("{} {j}", measure.name), window.lower - load, window.lower);
            note(format!("{} {j}", measure.name), load - window.upper, window.upper);
        }
    }
    for (c, cap) in problem.caps.iter().enumerate() {
        let moved: f64 = columns.iter().enumerate().map(|(u, &j)| cap.moved(u, j as usize)).sum();
        note(format!("cap {c}"), moved - cap.limit, cap.limit);
    }
    (broken, close)
}

/// The same, as the judge sees it: caps by their order among the limits of moves and losses.
fn judged_broken(terms: &Terms, evaluation: &Evaluation) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut cap = 0;
    for limit in &evaluation.limits {
        for breach in limit.breaches.iter().filter(|breach| breach.account.is_none()) {
            names.insert(match breach.rep {
                Some(rep) => format!("{} {rep}", breach.what),
                None if limit.rule == "coverage" => format!("potential {}", terms.dataset().reps.len()),
                None => format!("cap {cap}"),
            });
        }
        cap += usize::from(["move-limit", "objective-limit"].contains(&limit.rule.as_str()));
    }
    names
}

/// Units of which the judge says that an account sits where it must not.
fn misplaced(terms: &Terms, evaluation: &Evaluation) -> BTreeSet<u32> {
    let breaches = evaluation.limits.iter().flat_map(|limit| &limit.breaches);
    breaches.filter_map(|breach| breach.account).map(|account| terms.unit_of()[account as usize]).collect()
}

fn contradicted(terms: &Terms) -> BTreeSet<u32> {
    terms.conflicts().iter().map(|conflict| terms.unit_of()[conflict.account as usize]).collect()
}

/// What is wrong with the contract at one plan.
fn disagreements(judge: &Judge, problem: &Problem, columns: &[u16]) -> Vec<String> {
    let terms = judge.terms();
    let evaluation = judge.evaluate(&expanded(terms, columns));
    let mut wrong = Vec::new();
    let ineligible = |unit: &u32| !problem.eligible(*unit as usize, columns[*unit as usize] as usize);
    let (misplaced, contradicted) = (misplaced(terms, &evaluation), contradicted(terms));
    for unit in 0..problem.units as u32 {
        let may_differ = contradicted.contains(&unit) && !ineligible(&unit);
        if ineligible(&unit) != misplaced.contains(&unit) && !may_differ {
            wrong.push(format!("unit {unit}: ineligible {}, misplaced {}", ineligible(&unit), !ineligible(&unit)));
        }
    }
    // Searches by weights and the trade-off's scale take it for granted that nothing is better than the ideal.
    for loss in evaluation.losses.iter().filter(|loss| misplaced.is_empty() && loss.loss < -1e-9) {
        wrong.push(format!("{} is better than its ideal: {}", loss.rule, loss.loss));
    }
    let (broken, close) = broken(problem, columns);
    let judged = judged_broken(terms, &evaluation);
    // What an account would lose with a rep who may not have it is nowhere stated.
    let limits_losses = evaluation.limits.iter().any(|limit| limit.rule == "objective-limit");
    let comparable = misplaced.is_empty() || !limits_losses;
    let unseen = broken.difference(&judged).next().is_some();
    let unstated = judged.difference(&broken).any(|name| !close.contains(name));
    if comparable && (unseen || unstated) {
        wrong.push(format!("the problem breaks {broken:?}, the judge sees {judged:?}"));
    }
    let worth = value(problem, columns);
    if (0..problem.units as u32).any(|unit| ineligible(&unit)) {
        if worth.objective.is_finite() {
            wrong.push("an ineligible pair has a price".to_owned());
        }
    } else if (worth.objective - evaluation.objective).abs() > 2e-7 * size(problem, columns) + 1e-9 {
        wrong.push(format!("the problem charges {}, the judge {}", worth.objective, evaluation.objective));
    }
    wrong
}

/// A random column for each unit; mostly one it may have.
fn columns(dice: &mut ChaCha8Rng, problem: &Problem) -> Vec<u16> {
    let strict = dice.random_bool(0.6);
    let column = |u: usize| {
        let eligible: Vec<u16> =
            (0..problem.reps as u16).filter(|&j| problem.eligible(u, j as usize) || (!strict && j % 2 == 0)).collect();
        *eligible.choose(dice).expect("somebody may have it")
    };
    (0..problem.units).map(column).collect()
}

fn judge_of(dataset: &Arc<Dataset>, settings: &Settings) -> Judge {
    Judge::new(dataset.clone(), Arc::new(score(dataset)), settings.clone())
}

#[test]
fn the_problem_charges_what_the_judge_reports() {
    // If the two differ, the solver optimises something else than what the screen shows.
    for (seed, card) in cases(100, 3000) {
        let (dataset, settings) = case(seed, card, 12, 5);
        let judge = judge_of(&dataset, &settings);
        let problem = judge.terms().compile();
        let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0xABCD);
        for _ in 0..6 {
            let columns = columns(&mut dice, &problem);
            // Free centres are those of the plan.
            let around = judge.terms().around(&expanded(judge.terms(), &columns)).map(|terms| terms.compile());
            let wrong = disagreements(&judge, around.as_ref().unwrap_or(&problem), &columns);
            let name = card.map_or("mixed", |card| card.id);
            assert!(wrong.is_empty(), "{name}, seed {seed}, {columns:?}: {wrong:#?}\n{settings:#?}");
        }
    }
}

/// Prices of any sign, from far too low to far too high.
fn prices(dice: &mut ChaCha8Rng, problem: &Problem) -> Prices {
    let mut price = || 10.0_f64.powi(dice.random_range(-8..2)) * dice.random_range(-1.0..1.0);
    let mut prices = Prices::zero(problem);
    prices.load.iter_mut().for_each(|load| *load = price());
    prices.cap.iter_mut().for_each(|cap| *cap = price().abs());
    prices
}

/// Calls `seen` with every way to fill the columns, as long as there are few enough.
fn every_plan(problem: &Problem, mut seen: impl FnMut(&[u16])) -> bool {
    const MOST: u64 = 700;
    let ways = (problem.reps as u64).checked_pow(problem.units as u32).filter(|ways| *ways <= MOST);
    for number in 0..ways.unwrap_or(0) {
        let digit = |u: usize| (number / (problem.reps as u64).pow(u as u32) % problem.reps as u64) as u16;
        seen(&(0..problem.units).map(digit).collect::<Vec<_>>());
    }
    ways.is_some()
}

#[test]
fn explanations_add_up_to_reduced_costs() {
    // The certificate's prices explain an account: parts that do not add up would explain something else.
    let mut split = 0;
    for (seed, card) in cases(60, 1500) {
        let (dataset, settings) = case(seed, card, 12, 5);
        let judge = judge_of(&dataset, &settings);
        if judge.terms().has_free_centres() {
            continue;
        }
        let problem = judge.terms().compile();
        let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x5678);
        let prices = prices(&mut dice, &problem);
        let draft = judge.terms().draft();
        let by_rule = draft.split(Some(&prices));
        for u in 0..problem.units {
            let charges = draft.charges(&judge.terms().members()[u], &by_rule);
            split +=
                usize::from(charges.iter().filter(|charge| charge.room.is_some()).count() > problem.measures.len());
            for j in (0..problem.reps).filter(|&j| problem.eligible(u, j)) {
                let load = problem.measures.iter().enumerate();
                let rooms: f64 = load
                    .map(|(k, measure)| prices.load[k * problem.reps + j] * measure.amount.of(u, j, problem.reps))
                    .sum();
                let caps: f64 = problem.caps.iter().zip(&prices.cap).map(|(cap, price)| price * cap.moved(u, j)).sum();
                let reduced = f64::from(problem.cost[u * problem.reps + j]) + rooms + caps;
                let told: f64 = charges.iter().map(|charge| charge.row[j]).sum();
                let size = 1.0 + rooms.abs() + caps.abs() + reduced.abs();
                assert!((told - reduced).abs() < 1e-4 * size, "seed {seed}, unit {u}, {j}: {told} for {reduced}");
            }
        }
    }
    assert!(split > 100, "only {split} units have room that more than one rule prices");
}

#[test]
fn no_bound_lies_above_a_plan_that_keeps_the_limits() {
    // A bound that is too high would call a plan optimal that is not: the one lie the certificate must never tell.
    let (mut checked, mut proven) = (0, 0);
    for (seed, card) in cases(100, 2500) {
        let (dataset, settings) = case(seed, card, 6, 3);
        let judge = judge_of(&dataset, &settings);
        let problem = judge.terms().compile();
        let mut best = f64::INFINITY;
        if !every_plan(&problem, |columns| {
            let evaluation = judge.evaluate(&expanded(judge.terms(), columns));
            if evaluation.breaches == 0 {
                best = best.min(evaluation.objective);
            }
        }) || best.is_infinite()
        {
            continue;
        }
        checked += 1;
        let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x1234);
        let mut lane = Lane::new(dataset.clone(), Arc::new(score(&dataset)), settings.clone(), &judge.today(), seed);
        lane.step(3);
        let tried = (0..6).map(|_| prices(&mut dice, &problem)).chain([Prices::zero(&problem), lane.prices().clone()]);
        for prices in tried {
            let bound = judge.bound(&prices);
            let slack = 1e-9 * best.abs().max(1.0);
            assert!(bound <= best + slack, "seed {seed}: bound {bound} above {best}\n{settings:#?}");
        }
        proven += usize::from(judge.bound(lane.prices()) >= best - 1e-3 * best.abs().max(1.0));
    }
    assert!(checked > 1000 && proven * 4 > checked, "only {checked} cases could be enumerated, {proven} were tight");
}

#[test]
fn the_random_cases_reach_every_rule() {
    // A contract over data on which a rule has nothing to say would hold for any rule.
    for rule in rules::ALL {
        let card = rule.card();
        let speaks = (0..40).any(|seed| {
            let position = rules::ALL.iter().position(|other| other.card().id == card.id).unwrap() as u64;
            let (dataset, settings) = case(1000 * (position + 1) + seed, Some(card), 12, 5);
            let judge = judge_of(&dataset, &settings);
            let problem = judge.terms().compile();
            let mut dice = ChaCha8Rng::seed_from_u64(seed);
            (0..6).any(|_| {
                let columns = columns(&mut dice, &problem);
                let evaluation = judge.evaluate(&expanded(judge.terms(), &columns));
                let loses = evaluation.losses.iter().any(|loss| loss.loss.abs() > 1e-9 && loss.weight > 0.0);
                let breaks = evaluation.limits.iter().any(|limit| !limit.breaches.is_empty());
                let unites = problem.units < dataset.accounts.len();
                loses || breaks || unites
            })
        });
        assert!(speaks, "{} never says anything", card.id);
    }
}

#[test]
fn a_column_that_names_reps_is_a_wish() {
    // By name or id, as far as the rep may have the account; whoever is not there is nobody's wish.
    let accounts =
        b"id,name,owner,potential,preferred_rep\n1,A,Ana,300,Ben\n2,B,Ana,100,R1\n3,C,Ben,500,Zoe\n4,D,Ben,200,\n";
    let mut tables = evenfield::import::read("accounts.csv", accounts).0;
    tables.extend(evenfield::import::read("reps.csv", b"id,name\nR1,Ana\nR2,Ben\n").0);
    let mapping = evenfield::import::recognise(&tables);
    let dataset = Arc::new(evenfield::clean::prepare(&tables, &mapping).unwrap().dataset);
    let suggested = rules::suggest(&dataset, &score(&dataset));
    let wish = suggested.into_iter().find(|setting| setting.id == "preferred-reps").expect("it fits the file");
    let judge = judge_of(&dataset, &Settings { rules: vec![wish], locks: Vec::new() });
    let loss = |reps: [u16; 4]| judge.evaluate(&Assignment::new(reps.to_vec())).losses[0].loss;
    assert_eq!([loss([1, 0, 0, 0]), loss([0, 0, 1, 1]), loss([0, 1, 1, 1])], [0.0, 75.0, 100.0]);
}

#[test]
fn a_rep_is_on_the_road_whichever_objectives_are_chosen() {
    // A plan's hours are a fact: capacity that was kept only because nobody asked for less travel would be a false promise.
    let travel = |weight: f64| RuleSetting { id: "travel".to_owned(), weight, ..RuleSetting::default() };
    let capacity = || RuleSetting { id: "capacity".to_owned(), ..RuleSetting::default() };
    for seed in 0..200 {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let dataset = Arc::new(dataset(&mut dice, 12, 5));
        let judged = |rules: Vec<RuleSetting>| {
            let judge = judge_of(&dataset, &Settings { rules, locks: Vec::new() });
            let plan = judge.evaluate(&judge.today());
            let hours: Vec<f64> = plan.reps.iter().map(|rep| rep.workload_hours).collect();
            (hours, plan.breaches)
        };
        assert_eq!(judged(vec![capacity()]), judged(vec![travel(30.0), capacity()]), "seed {seed}");
    }
}
