//! The smallest set of rules that cannot all hold, and by how much each of them must give way.
//!
//! The deletion filter (Chinneck and Dravnieks 1991): limits are left out one after another; what is left out stays out
//! where the rest is still proven impossible. Nothing can be left out of what remains at the end.

mod easing;
mod filter;
mod ground;
mod number;

pub use filter::ConflictSearch;
