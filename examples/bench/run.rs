//! Runs one search by a clock.

use crate::instances::Case;
use crate::instances::Statement;
use crate::instances::curve;
use crate::job::Curve;
use crate::job::Job;
use crate::job::Known;
use crate::job::Outcome;
use crate::job::Reading;
use evenfield::solve::Medians;
use evenfield::solve::Options;
use evenfield::solve::Phase;
use evenfield::solve::Progress;
use evenfield::solve::Search;

/// Steps between two looks at the clock: about two milliseconds.
const SLICE: u64 = 20;

/// Runs a job on whatever its instance is about.
pub fn run_case(job: &Job, case: Case, clock: impl Fn() -> f64, watch: impl FnMut(&Progress, f64)) -> Outcome {
    match case {
        Case::Search(statement, known) => run(job, statement, known, clock, watch),
        Case::Curve(ground) => draw_curve(job, &ground, clock),
    }
}

/// The clock begins with the first search; stating the problems of the points counts.
fn draw_curve(job: &Job, ground: &curve::Ground, clock: impl Fn() -> f64) -> Outcome {
    let begin = clock();
    let trade_off = curve::draw(ground, job.seed);
    let seconds = clock() - begin;
    let points = trade_off.curve().len();
    Outcome {
        known: Known::default(),
        priced: None,
        feasible: None,
        readings: Vec::new(),
        last: Reading { seconds, objective: None, bound: None, breaches: 0, evaluations: 0 },
        steps: trade_off.points().iter().map(|point| point.steps).sum(),
        memory_bytes: 0,
        curve: Some(Curve { seconds, points, gap: curve::worst_gap(&trade_off) }),
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
    statement: Statement,
    known: Known,
    clock: impl Fn() -> f64,
    mut watch: impl FnMut(&Progress, f64),
) -> Outcome {
    let begin = clock();
    let mut search = Running::new(statement, job.seed);
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
            return Outcome { known, priced, feasible, readings, last, steps: taken, memory_bytes, curve: None };
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
        let outcome = run(&job, Statement::Problem(problem), Known::default(), clock, |_, _| ());
        let noted: Vec<(f64, Option<f64>)> =
            outcome.readings.iter().map(|read| (read.seconds, read.feasible())).collect();
        assert_eq!(noted, [(10.0, Some(2.0)), (60.0, Some(2.0))]);
        assert_eq!(outcome.feasible, Some(0.5));
    }
}
