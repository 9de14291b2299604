//! Runs one search by a clock.

use crate::instances::Case;
use crate::instances::Statement;
use crate::instances::curve;
use crate::instances::replan;
use crate::job::Conflict;
use crate::job::Curve;
use crate::job::Job;
use crate::job::Known;
use crate::job::Outcome;
use crate::job::Reading;
use evenfield::problem::Problem;
use evenfield::solve::Medians;
use evenfield::solve::Options;
use evenfield::solve::Phase;
use evenfield::solve::Progress;
use evenfield::solve::Search;

/// Steps between two looks at the clock: about two milliseconds.
const SLICE: u64 = 20;

/// Length of a search that begins anew after an edit.
const COLD_SECONDS: f64 = 10.0;
/// The search before the edit takes so many times what the search after it may take, but no longer than the above.
const BEFORE: f64 = 20.0;
/// Two searches meet this often.
const MEETING_SECONDS: f64 = 0.8;

/// Runs a job on whatever its instance is about.
pub fn run_case(job: &Job, case: Case, clock: impl Fn() -> f64, watch: impl FnMut(&Progress, f64)) -> Outcome {
    match case {
        Case::Search(statement, known) => run(job, Running::new(statement, job.seed), known, clock, watch),
        Case::Curve(ground) => draw_curve(job, &ground, clock),
        Case::Conflict(ground) => name_conflict(&ground, clock),
        Case::Replan(ground) => replan(job, &ground, clock, watch),
        Case::Pair(problem) => pair(job, &problem, clock, watch),
    }
}

/// An outcome without a plan.
fn bare(seconds: f64) -> Outcome {
    Outcome {
        known: Known::default(),
        priced: None,
        feasible: None,
        readings: Vec::new(),
        last: Reading { seconds, objective: None, bound: None, breaches: 0, evaluations: 0 },
        steps: 0,
        memory_bytes: 0,
        curve: None,
        conflict: None,
    }
}

/// The clock begins with the rules; reading the tables does not count.
fn name_conflict(ground: &curve::Ground, clock: impl Fn() -> f64) -> Outcome {
    let begin = clock();
    let mut search = ground.conflict();
    while !search.advance() {}
    let seconds = clock() - begin;
    let rules = search.conflict().map_or(0, |conflict| conflict.parts.len());
    Outcome { conflict: Some(Conflict { seconds, rules }), ..bare(seconds) }
}

/// Plans, edits, and goes on; the plan it is compared with comes from a search that begins anew after the edit.
fn replan(job: &Job, ground: &replan::Ground, clock: impl Fn() -> f64, watch: impl FnMut(&Progress, f64)) -> Outcome {
    let seed = Options { seed: job.seed, ..Options::default() };
    let before = searched(ground.before(), seed.clone(), COLD_SECONDS.min(BEFORE * job.seconds), &clock);
    let edited = ground.edited(before.best().unwrap_or_default(), before.prices(), job.seed);
    drop(before);
    let cold = searched(edited.problem.clone(), seed, COLD_SECONDS, &clock);
    let kept = cold.worth().filter(|worth| worth.breaches == 0);
    let known = Known { best: kept.map(|worth| worth.objective), floor: None };
    drop(cold);
    let begin = clock();
    let search = Running::Plan(Box::new(Search::new(edited.problem, edited.options)));
    let stated = clock() - begin;
    // Preparing the search is part of what a person waits for.
    run(job, search, known, || clock() - stated, watch)
}

/// A search that has had so many seconds.
fn searched(problem: Problem, options: Options, seconds: f64, clock: &impl Fn() -> f64) -> Search {
    let begin = clock();
    let mut search = Search::new(problem, options);
    while clock() - begin < seconds && search.step(SLICE).phase != Phase::Done {}
    search
}

/// Two searches in turns, each with the whole time to itself as on a processor of its own; what one finds is shown to
/// the other. The plan they are compared with is that of one search in the same time.
fn pair(job: &Job, problem: &Problem, clock: impl Fn() -> f64, mut watch: impl FnMut(&Progress, f64)) -> Outcome {
    let options = |seed| Options { seed, ..Options::default() };
    let alone = searched(problem.clone(), options(2 * job.seed), job.seconds, &clock);
    let kept = alone.worth().filter(|worth| worth.breaches == 0);
    let known = Known { best: kept.map(|worth| worth.objective), floor: None };
    drop(alone);
    let mut two = [0, 1].map(|lane| Search::new(problem.clone(), options(2 * job.seed + lane)));
    let mut had = 0.0;
    while had < job.seconds {
        let turn = MEETING_SECONDS.min(job.seconds - had);
        for search in &mut two {
            let begin = clock();
            while clock() - begin < turn && search.step(SLICE).phase != Phase::Done {}
        }
        had += turn;
        let plans = [0, 1].map(|lane: usize| two[lane].best().map(<[u16]>::to_vec));
        for (search, plan) in two.iter_mut().zip(plans.iter().rev()) {
            if let Some(plan) = plan {
                search.meet(plan);
            }
        }
        watch(&two[0].progress(), had);
    }
    let rank =
        |search: &Search| search.worth().filter(|worth| worth.breaches == 0).map_or(f64::INFINITY, |it| it.objective);
    let better = if rank(&two[1]) < rank(&two[0]) { &two[1] } else { &two[0] };
    let last = reading(&better.progress(), job.seconds);
    let memory_bytes = two.iter().map(|search| search.progress().memory_bytes).sum();
    let steps = two.iter().map(|search| search.progress().steps).sum();
    Outcome { known, readings: vec![last], last, memory_bytes, steps, ..bare(job.seconds) }
}

/// The clock begins with the first search; stating the problems of the points counts.
fn draw_curve(job: &Job, ground: &curve::Ground, clock: impl Fn() -> f64) -> Outcome {
    let begin = clock();
    let trade_off = curve::draw(ground, job.seed);
    let seconds = clock() - begin;
    let points = trade_off.curve().len();
    Outcome {
        steps: trade_off.points().iter().map(|point| point.steps).sum(),
        curve: Some(Curve { seconds, points, gap: curve::worst_gap(&trade_off) }),
        ..bare(seconds)
    }
}

/// A search under way.
enum Running {
    Plan(Box<Search>),
    Centres(Box<Medians>),
}

impl Running {
    fn new(statement: Statement, seed: u64) -> Self {
        match statement {
            Statement::Problem(problem) => {
                Self::Plan(Box::new(Search::new(problem, Options { seed, ..Options::default() })))
            }
            Statement::Sites(sites) => Self::Centres(Box::new(Medians::new(sites, seed))),
        }
    }

    fn step(&mut self, steps: u64) -> Progress {
        match self {
            Self::Plan(search) => search.step(steps),
            Self::Centres(medians) => medians.step(steps),
        }
    }
}

/// Runs a job to its end. `clock` gives seconds; `watch` hears every slice and the time since the beginning.
///
/// The clock begins with the search: reading files and stating the problem do not count.
fn run(
    job: &Job,
    mut search: Running,
    known: Known,
    clock: impl Fn() -> f64,
    mut watch: impl FnMut(&Progress, f64),
) -> Outcome {
    let begin = clock();
    let most = job.steps.unwrap_or(u64::MAX);
    let (mut taken, mut priced, mut feasible, mut memory_bytes) = (0, None, None, 0);
    let mut readings = Vec::with_capacity(job.marks.len());
    loop {
        let progress = search.step((most - taken).min(SLICE));
        let seconds = clock() - begin;
        taken = progress.steps;
        if progress.bound > f64::NEG_INFINITY {
            priced = priced.or(Some(seconds));
        }
        if progress.breaches == 0 && progress.objective.is_some() {
            feasible = feasible.or(Some(seconds));
        }
        memory_bytes = memory_bytes.max(progress.memory_bytes);
        watch(&progress, seconds);
        let over = seconds >= job.seconds
            || taken >= most
            || progress.phase == Phase::Done
            || (job.until_feasible && feasible.is_some());
        while let Some(&mark) = job.marks.get(readings.len()).filter(|&&mark| over || seconds >= mark) {
            readings.push(reading(&progress, mark));
        }
        if over {
            let last = reading(&progress, seconds);
            return Outcome {
                known,
                priced,
                feasible,
                readings,
                last,
                steps: taken,
                memory_bytes,
                curve: None,
                conflict: None,
            };
        }
    }
}

fn reading(progress: &Progress, seconds: f64) -> Reading {
    let bound = Some(progress.bound).filter(|bound| bound.is_finite());
    let (objective, breaches, evaluations) = (progress.objective, progress.breaches, progress.evaluations);
    Reading { seconds, objective, bound, breaches, evaluations }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenfield::problem::Problem;
    use std::cell::Cell;

    #[test]
    fn every_mark_is_answered_even_when_the_search_ends_early() {
        // A search that proves its plan stops at once; its later rows must show that plan and not a hole.
        let problem =
            Problem { units: 2, reps: 2, cost: vec![1.0, 3.0, 2.0, 1.0], present: vec![0, 0], ..Problem::default() };
        let job = Job {
            instance: "two".to_owned(),
            seed: 0,
            seconds: 60.0,
            steps: None,
            until_feasible: false,
            marks: vec![10.0, 60.0],
            pace: false,
        };
        let ticks = Cell::new(0.0);
        let clock = || ticks.replace(ticks.get() + 0.5);
        let outcome = run(&job, Running::new(Statement::Problem(problem), 0), Known::default(), clock, |_, _| ());
        let noted: Vec<(f64, Option<f64>)> =
            outcome.readings.iter().map(|read| (read.seconds, read.feasible())).collect();
        assert_eq!(noted, [(10.0, Some(2.0)), (60.0, Some(2.0))]);
        assert_eq!(outcome.feasible, Some(0.5));
    }
}
