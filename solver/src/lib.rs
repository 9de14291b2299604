//! The rooms of Evenfield in which time is spent: a package of their own, so that they can be built fast while the
//! screens are built small.
//!
//! They know no business word; the map of the whole house is in `evenfield`, which shows these rooms as its own.

pub mod geo;
pub mod order;
pub mod problem;
pub mod solve;
