//! A smallest set of rules that cannot all hold, in that none of them can be left out, and by how much each of them
//! must give way.
//!
//! The deletion filter (Chinneck and Dravnieks 1991): limits are left out one after another; what is left out stays out
//! where the rest is still proven impossible; what was kept while more limits were in is tried once more.

mod easing;
mod filter;
mod ground;
mod number;

pub use filter::ConflictSearch;
