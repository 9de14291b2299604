//! What is shown of the runs of one row.

use crate::job::Curve;
use crate::job::Known;
use crate::job::Outcome;
use crate::job::Reading;
use crate::native::record::Run;

/// Rounding may not make a fault: relative distance within which two objectives are the same.
const SAME: f64 = 1e-9;

/// The middle and the worst of several runs. A run without a plan counts as infinitely bad.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The median; of an even number the mean of the middle two.
    pub median: f64,
    /// The largest.
    pub worst: f64,
}

impl Spread {
    /// Of at least one value.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let worst = *values.last()?;
        let (low, high) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
        // Two infinities must not become "not a number".
        let median = if low == high { low } else { f64::midpoint(low, high) };
        Some(Self { median, worst })
    }
}

/// Growth from a smaller instance to this one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Times the accounts x reps.
    pub size: f64,
    /// Times the time to a feasible plan.
    pub time: f64,
    /// Times the memory.
    pub memory: f64,
}

/// The same steps natively and in wasm, both in processor time where the system tells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Wasm seconds over native seconds.
    pub ratio: f64,
    /// Whether both found the same plan and bound, to the last bit.
    pub same: bool,
}

/// The figures of one row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Runs, those that failed included.
    pub runs: usize,
    /// Runs with a plan that breaks no limit.
    pub feasible: usize,
    /// Plan above the best known one or the relaxation, in percent.
    pub gap: Option<Spread>,
    /// Mean of the same.
    pub mean_gap: Option<f64>,
    /// Plan above the run's own bound, in percent.
    pub proven: Option<Spread>,
    /// Own bound below the floor, in percent: worst run.
    pub bound_gap: Option<f64>,
    /// A plan below what is possible, or a bound above a plan that exists: one of the two computes wrongly.
    pub contradiction: bool,
    /// Seconds to the first plan that breaks no limit.
    pub first: Option<Spread>,
    /// Most memory of problem and search, in MB.
    pub memory_mb: f64,
    /// Largest wasm memory, in MB.
    pub heap_mb: Option<f64>,
    /// Share of a processor that the worker got: the least of all runs.
    pub processor_share: Option<f64>,
    /// Moves weighed, in millions: median.
    pub evaluations_m: Option<f64>,
    /// Compared with a smaller instance.
    pub growth: Option<Growth>,
    /// Compared with native.
    pub pace: Option<Pace>,
    /// Seconds until a conflict was named.
    pub named: Option<Spread>,
    /// Curves that were drawn.
    pub curve: Option<CurveFigures>,
}

/// What is shown of curves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurveFigures {
    /// Seconds for a curve.
    pub seconds: Spread,
    /// Points of the poorest curve.
    pub points: usize,
}

impl Figures {
    /// Of the runs of a row, read at one mark.
    pub fn of(runs: &[&Run], mark: usize) -> Self {
        let outcomes: Vec<&Outcome> = runs.iter().filter_map(|run| run.outcome.as_ref()).collect();
        let readings: Vec<(&Reading, Known)> = outcomes
            .iter()
            .map(|outcome| (outcome.readings.get(mark).unwrap_or(&outcome.last), outcome.known))
            .collect();
        // Runs that failed have no outcome; they count as infinitely bad, too.
        let lost = std::iter::repeat_n(f64::INFINITY, runs.len() - outcomes.len());
        let above = |(reading, of): (&Reading, Option<f64>)| percent_above(reading.feasible(), of);
        // Where others have a reference, a run that has none, its own search for it having failed, counts as bad, too.
        let referenced = readings.iter().any(|(_, known)| known.reference().is_some());
        let gaps = readings.iter().map(|(reading, known)| above((reading, known.reference())));
        let gaps: Vec<f64> = gaps.chain(lost.clone()).filter(|_| referenced).collect();
        let proven = readings.iter().map(|(reading, _)| above((reading, reading.bound)));
        let below = |(reading, known): &(&Reading, Known)| Some(100.0 * (1.0 - reading.bound? / known.floor?));
        let firsts = outcomes.iter().map(|outcome| outcome.feasible.unwrap_or(f64::INFINITY));
        let megabytes = |bytes: usize| bytes as f64 / 1e6;
        let evaluations = readings.iter().map(|(reading, _)| reading.evaluations as f64 / 1e6);
        Self {
            runs: runs.len(),
            feasible: readings.iter().filter(|(reading, _)| reading.feasible().is_some()).count(),
            mean_gap: (!gaps.is_empty()).then(|| gaps.iter().sum::<f64>() / gaps.len() as f64),
            gap: Spread::of(gaps),
            proven: Spread::of(proven.chain(lost.clone())),
            bound_gap: readings.iter().filter_map(below).reduce(f64::max),
            contradiction: readings.iter().any(|(reading, known)| contradicts(reading, *known)),
            first: Spread::of(firsts.chain(lost)),
            memory_mb: outcomes.iter().map(|outcome| megabytes(outcome.memory_bytes)).fold(0.0, f64::max),
            heap_mb: runs.iter().filter_map(|run| run.heap_bytes.map(megabytes)).reduce(f64::max),
            processor_share: runs.iter().filter_map(|run| run.processor_share).reduce(f64::min),
            evaluations_m: Spread::of(evaluations).map(|spread| spread.median),
            growth: None,
            pace: None,
            named: None,
            curve: None,
        }
    }

    /// Of runs that looked for a conflict; one that named none counts as infinitely late.
    pub fn of_conflicts(runs: &[&Run]) -> Self {
        let conflict = |run: &&Run| run.outcome.as_ref().and_then(|outcome| outcome.conflict);
        let seconds = |run: &&Run| {
            conflict(run).filter(|conflict| conflict.rules > 0).map_or(f64::INFINITY, |conflict| conflict.seconds)
        };
        Self {
            runs: runs.len(),
            heap_mb: runs.iter().filter_map(|run| run.heap_bytes.map(|bytes| bytes as f64 / 1e6)).reduce(f64::max),
            processor_share: runs.iter().filter_map(|run| run.processor_share).reduce(f64::min),
            named: Spread::of(runs.iter().map(seconds)),
            ..Self::default()
        }
    }

    /// Of runs that drew curves; one that failed has no points.
    pub fn of_curves(runs: &[&Run]) -> Self {
        let curves: Vec<Option<Curve>> =
            runs.iter().map(|run| run.outcome.as_ref().and_then(|outcome| outcome.curve)).collect();
        let spread = |of: fn(Curve) -> f64| Spread::of(curves.iter().map(|curve| curve.map_or(f64::INFINITY, of)));
        let points = curves.iter().map(|curve| curve.map_or(0, |curve| curve.points)).min().unwrap_or_default();
        Self {
            runs: runs.len(),
            feasible: curves.iter().flatten().filter(|curve| curve.points > 0).count(),
            proven: spread(|curve| curve.gap),
            heap_mb: runs.iter().filter_map(|run| run.heap_bytes.map(|bytes| bytes as f64 / 1e6)).reduce(f64::max),
            processor_share: runs.iter().filter_map(|run| run.processor_share).reduce(f64::min),
            curve: spread(|curve| curve.seconds).map(|seconds| CurveFigures { seconds, points }),
            ..Self::default()
        }
    }
}

/// A figure as it is shown: `-` where there is none, `none` where no plan led to one.
pub fn number(value: Option<f64>, digits: usize) -> String {
    match value {
        Some(value) if value.is_finite() => format!("{value:.digits$}"),
        Some(_) => "none".to_owned(),
        None => "-".to_owned(),
    }
}

fn percent_above(objective: Option<f64>, value: Option<f64>) -> f64 {
    let above = objective.zip(value).map(|(objective, value)| 100.0 * (objective / value - 1.0));
    above.unwrap_or(f64::INFINITY)
}

fn contradicts(reading: &Reading, known: Known) -> bool {
    let below =
        |low: Option<f64>, high: Option<f64>| low.zip(high).is_some_and(|(low, high)| low < high - SAME * high.abs());
    below(reading.feasible(), known.floor) || below(known.best, reading.bound)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::job::Job;
    use crate::native::record::Place;

    /// A run on an instance with a best known plan of 100, read once.
    pub fn run(seed: u64, objective: Option<f64>, breaches: usize, first: Option<f64>) -> Run {
        let reading = Reading { seconds: 1.0, objective, bound: Some(99.0), breaches, evaluations: 1_000_000 };
        let known = Known { best: Some(100.0), floor: Some(99.5) };
        let outcome = Outcome {
            known,
            priced: None,
            feasible: first,
            readings: vec![reading],
            last: reading,
            steps: 1,
            memory_bytes: 2_000_000,
            curve: None,
            conflict: None,
        };
        let job = Job {
            instance: "gap/c05100".to_owned(),
            seed,
            seconds: 1.0,
            steps: None,
            until_feasible: false,
            marks: vec![1.0],
            pace: false,
        };
        Run {
            place: Place::Native,
            job,
            outcome: Some(outcome),
            failure: None,
            heap_bytes: None,
            processor_share: None,
        }
    }

    #[test]
    fn the_median_is_in_the_middle_and_the_worst_is_the_largest() {
        // Bars are judged by these two numbers.
        assert_eq!(Spread::of([3.0, 1.0, 2.0]), Some(Spread { median: 2.0, worst: 3.0 }));
        assert_eq!(Spread::of([4.0, 1.0, 2.0, 3.0]), Some(Spread { median: 2.5, worst: 4.0 }));
        assert_eq!(Spread::of([f64::INFINITY; 2]).map(|spread| spread.median), Some(f64::INFINITY));
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn a_run_without_a_feasible_plan_counts_as_worst() {
        // A suite that forgot such runs would look better the more often the search fails.
        let failed = Run { outcome: None, failure: Some("out of memory".to_owned()), ..run(2, None, 0, None) };
        let runs = [run(0, Some(101.0), 0, Some(0.1)), run(1, Some(90.0), 3, None), failed];
        let figures = Figures::of(&runs.iter().collect::<Vec<_>>(), 0);
        assert_eq!((figures.runs, figures.feasible), (3, 1));
        assert_eq!(figures.gap.map(|gap| gap.worst), Some(f64::INFINITY));
        assert_eq!(figures.first.map(|first| first.worst), Some(f64::INFINITY));
        assert!(!figures.contradiction, "a plan that breaks limits proves nothing");
        assert!(figures.bound_gap.is_some_and(|gap| (gap - 0.502_512).abs() < 1e-5));
    }

    #[test]
    fn a_plan_below_what_is_possible_is_a_contradiction() {
        // Below the best known plan is news, below the floor is a fault; so is a bound above a plan that exists.
        let contradiction = |run: Run| Figures::of(&[&run], 0).contradiction;
        assert!(!contradiction(run(0, Some(99.6), 0, None)));
        assert!(contradiction(run(0, Some(99.4), 0, None)));
        let mut high = run(0, Some(101.0), 0, None);
        if let Some(outcome) = &mut high.outcome {
            outcome.readings[0].bound = Some(100.5);
        }
        assert!(contradiction(high));
    }
}
