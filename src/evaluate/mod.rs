//! The independent judge: recomputes everything about a plan from dataset, settings and assignment alone.
//!
//! **What.** [`Judge::evaluate`] gives the objective, every loss, every limit with its breaches, the figures of each
//! rep and of the whole. [`Judge::bound`] re-derives the proof from the prices. [`Judge::explain`] says for one
//! account what every rep would cost and why. [`Judge::tour`] drives a territory: what the linear travel model leaves out.
//!
//! **Why so.** A plan is trusted because somebody other than its maker checked it: the same judge serves the screen,
//! the headless check and the tests of the solver.
//!
//! **Never.** Nothing here trusts `solve`: no total, no objective and no bound is taken from it.

mod allowance;
mod broken;
mod certificate;
mod diff;
mod explain;
pub mod figures;
mod front;
mod judge;
mod moved;
mod reason;
mod repair;
mod tours;

pub use broken::BrokenLimit;
pub use broken::breaches_of;
pub use certificate::Certificate;
pub use certificate::gap_percent;
pub use diff::Change;
pub use diff::Difference;
pub use diff::changes;
pub use explain::Alone;
pub use explain::Alternative;
pub use explain::Eased;
pub use explain::Explanation;
pub use explain::Obstacle;
pub use explain::Part;
pub use front::Floor;
pub use front::non_dominated;
pub use judge::Evaluation;
pub use judge::Judge;
pub use judge::LimitReport;
pub use judge::Loss;
pub use judge::RepFigures;
pub use moved::Cause;
pub use moved::MovedValue;
pub use reason::Reason;
pub use repair::Repair;
pub use repair::RepairKind;
pub use repair::Repairs;
pub use repair::newly_broken;
pub use tours::NoTour;
pub use tours::Tour;
pub use tours::Trip;
pub use tours::territories;
