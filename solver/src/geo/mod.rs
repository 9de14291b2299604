//! Distances, neighbours, outlines.
//!
//! **What.** Points on the sphere and what can be said of them: [`distance_km`] and its many-to-many form
//! [`UnitVector`], the nearest points ([`PlaceIndex`]), [`density_per_km2`], the weighted [`centroid`], the
//! [`outlines`] of labelled regions, which labels touch ([`neighbours`]), and colours for them ([`colouring`]), a short
//! [`round_trip`] through points and its cut into [`loops`].
//!
//! **Why so.** A sphere of mean radius is within 0.5 % of the ellipsoid, far below the error of a road factor, and
//! symmetric and quick. Every transcendental function comes from `libm`, so that a browser and a native program agree
//! to the last byte.
//!
//! **Never.** No business word, no randomness, no system math library; no input makes it panic, points without finite
//! coordinates are left out.

mod centroid;
mod density;
mod diagram;
mod distance;
mod index;
mod loops;
mod neighbours;
mod outline;
mod round_trip;

pub use centroid::centroid;
pub use density::DENSITY_CAP_PER_KM2;
pub use density::density_per_km2;
pub use distance::EARTH_RADIUS_KM;
pub use distance::Point;
pub use distance::UnitVector;
pub use distance::distance_km;
pub use index::PlaceIndex;
pub use loops::Loop;
pub use loops::loops;
pub use neighbours::colouring;
pub use neighbours::neighbours;
pub use outline::Outliner;
pub use outline::Polygon;
pub use outline::Ring;
pub use outline::outlines;
pub use round_trip::round_trip;
