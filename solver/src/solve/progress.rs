//! What the caller sets before a search and hears during it.

use crate::problem::Prices;
use serde::Deserialize;
use serde::Serialize;

/// How a search begins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Seed of all random choices: the same seed and steps give the same plan.
    pub seed: u64,
    /// A plan to beat: the rep of each unit. Reps that are not eligible are replaced, so are units with
    /// [`NOBODY`](crate::problem::NOBODY); the result is never worse.
    pub start: Option<Vec<u16>>,
    /// Prices to start from, for example those of a similar problem.
    pub prices: Option<Prices>,
    /// Whether the search goes on from the start, whose prices these are, but for an edit: it is ready sooner. Otherwise
    /// it begins where the prices lead.
    pub resumes: bool,
}

/// What a search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// States the problem.
    Statement,
    /// Looks for the prices that prove the best bound.
    Prices,
    /// Builds the core and the first plan.
    Start,
    /// Improves the plan; goes on until the caller stops.
    Search,
    /// Nothing better exists: the plan meets the bound, or no unit has a choice.
    Done,
}

/// How far a search has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Steps taken so far.
    pub steps: u64,
    /// Those of them that went into prices; of the round under way where centres move.
    pub pricing: u64,
    /// Objective of the best plan in points, the problem's constant included.
    pub objective: Option<f64>,
    /// Limits that the best plan breaks.
    pub breaches: usize,
    /// By how much it breaks them, as [`crate::problem::Worth`] counts it.
    pub violation: f64,
    /// Proven lower bound on every plan in points; `NEG_INFINITY` until known, `INFINITY` where it is above the objective
    /// of every conceivable plan: the limits contradict each other, see [`crate::solve::Feasible`].
    pub bound: f64,
    /// Moves weighed so far.
    pub evaluations: u64,
    /// Bytes held by the problem and the search.
    pub memory_bytes: usize,
}

impl Progress {
    /// How far a search is whose problem is still being stated.
    pub fn beginning() -> Self {
        Self {
            phase: Phase::Statement,
            steps: 0,
            pricing: 0,
            objective: None,
            breaches: 0,
            violation: 0.0,
            bound: f64::NEG_INFINITY,
            evaluations: 0,
            memory_bytes: 0,
        }
    }
}
