//! The optimiser: prices first, then a plan, then better plans until the caller has seen enough.
//!
//! **What.** [`Search`] takes a [`Problem`](crate::problem::Problem) and improves a plan in small equal steps:
//!
//! 1. [`Phase::Prices`]: dual prices by the volume algorithm (`dual`, `stride`), which prove a bound on every plan;
//! 2. [`Phase::Start`]: the prices name each unit's few promising reps, the core (`core`), and the first plan;
//! 3. [`Phase::Search`]: annealing over the core with exact penalties (`charges`, `plan`, `chain`, `anneal`).
//!
//! **Why so.** Reps are far fewer than units, so under good prices almost every unit has one clearly best rep; what is
//! left is a small puzzle that chains of shifts solve quickly. The same prices are the certificate and the explanation.
//!
//! **Never.** No clock, no thread, no business word. A step is a count of elementary operations, so a run is
//! repeatable to the byte, natively and in wasm, however the steps are sliced.

mod anneal;
mod candidates;
mod chain;
mod charges;
mod core;
mod curve;
mod dice;
mod dual;
mod exhaustive;
mod incumbent;
mod levels;
mod plan;
mod pricing;
mod progress;
mod rows;
mod search;
mod stride;

pub use progress::Options;
pub use progress::Phase;
pub use progress::Progress;
pub use search::Search;
