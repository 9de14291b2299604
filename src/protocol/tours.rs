//! Asking for tours, and getting them.

use crate::evaluate::Tour;
use crate::model::Assignment;
use crate::model::Settings;
use serde::Deserialize;
use serde::Serialize;

/// Whose tours are asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToursOf {
    /// Version of the project; comes back with the answer.
    pub version: u64,
    /// The settings.
    pub settings: Settings,
    /// Who has what.
    pub plan: Assignment,
    /// The reps, with the keys of the tours that the page has of them; 0 for none.
    pub reps: Vec<(u16, u64)>,
}

/// Some of the tours that were asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Toured {
    /// Version of the project they are about.
    pub version: u64,
    /// Those that the page did not have.
    pub tours: Vec<Tour>,
    /// Whether these are the last ones.
    pub done: bool,
}
