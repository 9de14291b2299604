//! How densely points lie around each point.

use crate::geo::PlaceIndex;
use crate::geo::Point;
use crate::geo::UnitVector;

/// Neighbours that are looked at.
const NEIGHBOURS: usize = 8;

/// Smallest radius in km that is told from zero: files often place a whole postal code on one spot.
const SMALLEST_RADIUS_KM: f64 = 0.5;

/// Largest density reported, in points per km²: eight neighbours within 0.5 km, about 10.
pub const DENSITY_CAP_PER_KM2: f64 =
    NEIGHBOURS as f64 / (std::f64::consts::PI * SMALLEST_RADIUS_KM * SMALLEST_RADIUS_KM);

/// Points per km² around each point: k / (π r²) with r the distance to its k-th nearest neighbour (Loftsgaarden and
/// Quesenberry 1965), k = 8 or, of fewer points, all others; at most [`DENSITY_CAP_PER_KM2`]. A point without any
/// neighbour has no way to the next one and gets the cap; a point without finite coordinates gets `NaN`.
pub fn density_per_km2(points: &[Point]) -> Vec<f64> {
    let index = PlaceIndex::new(points);
    let neighbours = NEIGHBOURS.min(index.len().saturating_sub(1));
    let at = |point: &Point| {
        if !point.is_finite() {
            return f64::NAN;
        }
        let reach = index.reach_km(UnitVector::new(*point), neighbours + 1).unwrap_or(0.0);
        let area = std::f64::consts::PI * reach * reach;
        let density = neighbours as f64 / area;
        if neighbours == 0 || density.is_nan() { DENSITY_CAP_PER_KM2 } else { density.min(DENSITY_CAP_PER_KM2) }
    };
    points.iter().map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_grid_has_its_known_density() {
        // One point per 10 km x 10 km square is 0.01 per km²: the unit and the order of magnitude must be right.
        let step = 10.0 / 111.195;
        let points: Vec<Point> =
            (0..400).map(|i| Point::new(f64::from(i / 20) * step, f64::from(i % 20) * step)).collect();
        let middle = density_per_km2(&points)[210];
        assert!((0.008..0.016).contains(&middle), "{middle}");
    }

    #[test]
    fn crowded_lonely_and_missing_points_have_an_answer() {
        // Detours divide by the root of the density: zero or infinity would poison every sum after it.
        let town = Point::new(42.0, -71.0);
        assert_eq!(density_per_km2(&[town; 40]), [DENSITY_CAP_PER_KM2; 40]);
        assert_eq!(density_per_km2(&[town]), [DENSITY_CAP_PER_KM2]);
        assert!(density_per_km2(&[]).is_empty());
        let mixed = density_per_km2(&[town, Point::new(f64::NAN, 0.0), Point::new(43.0, -71.0)]);
        assert!(mixed[0] > 0.0 && mixed[1].is_nan() && mixed[0].to_bits() == mixed[2].to_bits());
    }
}
