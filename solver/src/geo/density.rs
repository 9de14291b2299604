//! How densely points lie around each point.

use crate::geo::PlaceIndex;
use crate::geo::Point;
use crate::geo::UnitVector;
use std::collections::HashMap;

/// Neighbours that are looked at.
const NEIGHBOURS: usize = 8;

/// Smallest radius in km that is told from zero.
const SMALLEST_RADIUS_KM: f64 = 0.5;

/// Largest density reported, in points per km²: eight neighbours within 0.5 km, about 10.
pub const DENSITY_CAP_PER_KM2: f64 =
    NEIGHBOURS as f64 / (std::f64::consts::PI * SMALLEST_RADIUS_KM * SMALLEST_RADIUS_KM);

/// Points per km² around each point: k / (π r²) with r the distance to its k-th nearest neighbour (Loftsgaarden and
/// Quesenberry 1965), k = 8 or, of fewer points, all others; at most [`DENSITY_CAP_PER_KM2`]. Where more than k others
/// lie on the very same spot, it stands for an area, such as a postal code's: all of them, within half the way to the
/// next spot. A point without any neighbour has no way to the next one and gets the cap; a point without finite
/// coordinates gets `NaN`.
pub fn density_per_km2(points: &[Point]) -> Vec<f64> {
    let (spots, spot_of, crowd) = spots(points);
    let index = PlaceIndex::new(&spots);
    let others: u32 = crowd.iter().sum::<u32>().saturating_sub(1);
    let wanted = NEIGHBOURS.min(others as usize);
    let at = |(spot, &here): (&Point, &u32)| {
        let nearest = index.nearest(UnitVector::new(*spot), NEIGHBOURS + 1);
        let own = here as usize - 1;
        if own >= NEIGHBOURS {
            let next = nearest.get(1).map_or(0.0, |&(_, km)| km / 2.0);
            return density(own, next);
        }
        let mut count = own;
        let reach = nearest.iter().skip(1).find_map(|&(other, km)| {
            count += crowd[other] as usize;
            (count >= wanted).then_some(km)
        });
        density(wanted, reach.unwrap_or(0.0))
    };
    let densities: Vec<f64> = spots.iter().zip(&crowd).map(at).collect();
    spot_of.iter().map(|spot| spot.map_or(f64::NAN, |spot| densities[spot as usize])).collect()
}

fn density(others: usize, reach_km: f64) -> f64 {
    let density = others as f64 / (std::f64::consts::PI * reach_km * reach_km);
    if others == 0 || density.is_nan() { DENSITY_CAP_PER_KM2 } else { density.min(DENSITY_CAP_PER_KM2) }
}

/// Different spots, the spot of each point (none where it has no place), and how many points each spot has.
fn spots(points: &[Point]) -> (Vec<Point>, Vec<Option<u32>>, Vec<u32>) {
    let (mut spots, mut crowd) = (Vec::new(), Vec::new());
    let mut known: HashMap<(u64, u64), u32> = HashMap::new();
    let spot_of = points.iter().map(|point| {
        point.is_finite().then(|| {
            let spot = *known.entry((point.latitude.to_bits(), point.longitude.to_bits())).or_insert_with(|| {
                spots.push(*point);
                crowd.push(0);
                spots.len() as u32 - 1
            });
            crowd[spot as usize] += 1;
            spot
        })
    });
    let spot_of = spot_of.collect();
    (spots, spot_of, crowd)
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
    fn a_spot_of_many_points_stands_for_an_area() {
        // Accounts at the centres of their postal codes are not all in one house.
        let step = 10.0 / 111.195;
        let spots = (0..100).map(|i| Point::new(f64::from(i / 10) * step, f64::from(i % 10) * step));
        let points: Vec<Point> = spots.flat_map(|spot| [spot; 20]).collect();
        let middle = density_per_km2(&points)[20 * 55];
        assert!((0.15..0.3).contains(&middle), "20 on 100 km² are 0.2, found {middle}");
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
