//! Free centres: where nobody lives anywhere yet, centres and assignment are found together.
//!
//! Two kinds. Where a centre is the middle of its territory, [`bisection`] gives the first middles, and whoever states
//! the problem takes turns: search around fixed centres, move the centres, search again with the same prices. Where a
//! centre is one of the places ([`Sites`], the capacitated p-median problem), [`Medians`] anneals the division itself.

mod bisection;
mod medians;
mod parts;
mod round;
mod sites;

pub use bisection::bisection;
pub use medians::Medians;
pub use sites::Sites;
