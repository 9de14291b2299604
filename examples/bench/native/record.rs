//! What the suite keeps of each run: where it ran, and what became of it.

use crate::job::Job;
use crate::job::Known;
use crate::job::Outcome;
use crate::job::Reading;
use serde::Deserialize;

/// Where a job ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// This processor's own code, one thread.
    Native,
    /// Wasm in a Web Worker.
    Browser,
}

/// A job and what became of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Run {
    /// Where it ran.
    pub place: Place,
    /// What was asked for.
    pub job: Job,
    /// What came of it; none where it failed.
    pub outcome: Option<Outcome>,
    /// Why it failed: the tab ran out of memory, the worker stopped.
    pub failure: Option<String>,
    /// Size of the wasm memory at the end, in bytes.
    pub heap_bytes: Option<usize>,
    /// Share of a processor that the worker's thread got, where the system tells: below 1 on a busy machine.
    pub processor_share: Option<f64>,
}

impl Known {
    /// What plans are compared with: the best known plan, else the floor.
    pub fn reference(&self) -> Option<f64> {
        self.best.or(self.floor)
    }
}

impl Reading {
    /// The objective of a plan that breaks no limit.
    pub fn feasible(&self) -> Option<f64> {
        self.objective.filter(|_| self.breaches == 0)
    }
}
