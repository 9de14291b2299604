//! The weighted mean place on the sphere.

use crate::geo::Point;
use crate::geo::UnitVector;

/// The weighted mean place: the direction of the weighted sum of unit vectors (Fisher 1953), right across the date
/// line and near the poles. Points without finite coordinates and weights that are not above zero count nothing;
/// missing weights count as zero. None where nothing is left or the points cancel out.
pub fn centroid(points: &[Point], weights: &[f64]) -> Option<Point> {
    let mut sum = [0.0; 3];
    for (&point, &weight) in points.iter().zip(weights) {
        if point.is_finite() && weight > 0.0 && weight.is_finite() {
            let xyz = UnitVector::new(point).xyz;
            for axis in 0..3 {
                sum[axis] += weight * xyz[axis];
            }
        }
    }
    let largest = sum.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
    if largest == 0.0 { None } else { UnitVector { xyz: sum.map(|part| part / largest) }.point() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_pull_the_centre() {
        // A heavy account must draw the centre of its territory towards it, in proportion.
        let points = [Point::new(40.0, -75.0), Point::new(42.0, -75.0)];
        let centre = centroid(&points, &[3.0, 1.0]).unwrap();
        assert!((centre.latitude - 40.5).abs() < 1e-3 && (centre.longitude + 75.0).abs() < 1e-9);
    }

    #[test]
    fn the_date_line_is_no_border() {
        // A plain mean of longitudes would put the centre of Fiji into Africa.
        let centre = centroid(&[Point::new(-17.0, 179.0), Point::new(-17.0, -179.0)], &[1.0, 1.0]).unwrap();
        assert!((centre.longitude.abs() - 180.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_has_no_centre() {
        // An empty or unplaced territory must not be drawn at 0, 0 in the Atlantic.
        assert_eq!(centroid(&[], &[]), None);
        assert_eq!(centroid(&[Point::new(f64::NAN, 1.0), Point::new(1.0, 1.0)], &[1.0, 0.0]), None);
    }
}
