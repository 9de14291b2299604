//! Trade-offs: plans from the best for one objective to the best for another, and what no plan can reach.
//!
//! Every point minimises a weighted sum of two losses. The ends come first; then, again and again, the sum is asked for
//! that looks straight into the widest gap between two neighbouring points (Aneja and Nair 1979). Such sums find the
//! points of the lower hull, and each comes with a bound; the bounds together are the floor under all plans. In gaps where
//! no sum finds anything, one rival gets a limit and the other is minimised (Haimes, Lasdon, Wismer 1971): where rivals
//! hardly oppose each other, most points lie inside the hull.
//!
//! Neighbouring points are similar problems: a point begins at prices between those of its neighbours, which prove at
//! least what lies between their bounds, and at a neighbour's plan. So a point costs a fraction of a plan made alone.

mod point;
mod rounds;
mod weights;

pub use point::PointSearch;
pub use rounds::TradeOff;
pub use weights::weighed;
