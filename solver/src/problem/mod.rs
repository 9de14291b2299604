//! The algebra the solver sees: units x reps, linear costs, measures with windows and penalties, move caps.
//!
//! **What.** [`Problem`] is dense numbers and nothing else:
//!
//! ```text
//! minimise    constant + sum_uj cost[u,j] x[u,j] + sum_kj penalty[k,j]( load[k,j] )
//! where       load[k,j] = sum_u amount[k,u,j] x[u,j]
//! subject to  each unit to exactly one eligible rep
//!             lower[k,j] <= load[k,j] <= upper[k,j]
//!             sum of moved weight <= limit, for every cap
//! ```
//!
//! **Why so.** A solver that knows no business word can be replaced, tested on published problems, and trusted to
//! treat every rule alike. Costs are `f32` (half the memory at 33,000 x 150); loads and sums are `f64`.
//!
//! **Never.** No business word, no clock, no randomness; [`value`] and [`bound`] always recompute from scratch.

mod bound;
mod statement;
mod value;

pub use bound::Prices;
pub use bound::Proving;
pub use bound::bound;
pub use statement::Amount;
pub use statement::Cap;
pub use statement::Hinge;
pub use statement::Measure;
pub use statement::NOBODY;
pub use statement::Problem;
pub use statement::Window;
pub use value::Worth;
pub use value::value;
