//! What is to be run, and what came of it: the words between the suite and the worker.

use serde::Deserialize;
use serde::Serialize;

/// One search to run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Name of the instance, for example `territory/ta450`.
    pub instance: String,
    /// Seed of the search.
    pub seed: u64,
    /// Ends after this time.
    pub seconds: f64,
    /// Ends after this many steps, where that is given.
    pub steps: Option<u64>,
    /// Ends with the first plan that breaks no limit.
    pub until_feasible: bool,
    /// Times at which the plan is noted, rising.
    pub marks: Vec<f64>,
    /// Whether the run compares the speed of wasm with native instead of judging plans.
    pub pace: bool,
}

/// What is known about an instance from elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Objective of the best plan anybody has found.
    pub best: Option<f64>,
    /// Objective no plan can be below: the linear relaxation, a published bound, or the optimum.
    pub floor: Option<f64>,
}

/// The best plan at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The mark that this reading answers, or the end of the run.
    pub seconds: f64,
    /// Objective; none where there is no plan at all.
    pub objective: Option<f64>,
    /// Proven lower bound; none before there is one.
    pub bound: Option<f64>,
    /// Limits that the plan breaks.
    pub breaches: usize,
    /// Moves weighed until then.
    pub evaluations: u64,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What is known about the instance.
    pub known: Known,
    /// When the first bound was there, in seconds.
    pub priced: Option<f64>,
    /// When the first plan was there that breaks no limit, in seconds.
    pub feasible: Option<f64>,
    /// One reading per mark of the job, in its order.
    pub readings: Vec<Reading>,
    /// How the run ended.
    pub last: Reading,
    /// Steps taken.
    pub steps: u64,
    /// Most memory that problem and search held, in bytes.
    pub memory_bytes: usize,
    /// The curve, where one was drawn.
    #[serde(default)]
    pub curve: Option<Curve>,
    /// The conflict, where one was looked for.
    #[serde(default)]
    pub conflict: Option<Conflict>,
}

/// What came of looking for a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// Seconds until it was named, with what each rule would need.
    pub seconds: f64,
    /// Rules that cannot all hold; 0 where nothing was proven.
    pub rules: usize,
}

/// What came of drawing a curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Seconds for all of it, every bound included.
    pub seconds: f64,
    /// Points that no other beats in both losses.
    pub points: usize,
    /// The worst proven gap of a point, in percent.
    pub gap: f64,
}
