//! A way through many places, cut into loops that begin and end at one place.

use crate::geo::Point;
use crate::geo::UnitVector;
use std::ops::Range;

/// One loop: from the base through some places in a row and, where it returns, back.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// Which places of the way.
    pub stops: Range<usize>,
    /// Its length.
    pub km: f64,
}

/// Cuts a way through places into loops of at most `most` stops each, so that all together are as short as they can be
/// without changing the order: route first, cluster second (Beasley 1983, Omega 11(4)). The best cut of the first `n`
/// places is the best of the first `n - k` with a loop through the last `k`, for the best `k`.
pub fn loops(base: Point, way: &[Point], most: usize, returns: bool) -> Vec<Loop> {
    let base = UnitVector::new(base);
    let places: Vec<UnitVector> = way.iter().map(|point| UnitVector::new(*point)).collect();
    let out: Vec<f64> = places.iter().map(|place| place.distance_km(base)).collect();
    let legs: Vec<f64> = places.windows(2).map(|pair| pair[0].distance_km(pair[1])).collect();
    // The least for the first places, with where the last loop begins and how long it is.
    let mut best: Vec<(f64, usize, f64)> = vec![(0.0, 0, 0.0)];
    for end in 1..=places.len() {
        let back = if returns { out[end - 1] } else { 0.0 };
        let mut between = 0.0;
        let mut least = (f64::INFINITY, end - 1, 0.0);
        for start in (end.saturating_sub(most.max(1))..end).rev() {
            if start + 1 < end {
                between += legs[start];
            }
            let km = out[start] + between + back;
            if best[start].0 + km < least.0 {
                least = (best[start].0 + km, start, km);
            }
        }
        best.push(least);
    }
    let mut found = Vec::new();
    let mut end = places.len();
    while end > 0 {
        let (_, start, km) = best[end];
        found.push(Loop { stops: start..end, km });
        end = start;
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::distance_km;

    /// The least of all cuts, tried one by one.
    fn least_km(base: Point, way: &[Point], most: usize) -> f64 {
        if way.is_empty() {
            return 0.0;
        }
        let cut = |count: usize| {
            let stops: Vec<Point> =
                std::iter::once(base).chain(way[..count].iter().copied()).chain(std::iter::once(base)).collect();
            let km: f64 = stops.windows(2).map(|leg| distance_km(leg[0], leg[1])).sum();
            km + least_km(base, &way[count..], most)
        };
        (1..=most.min(way.len())).map(cut).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn no_other_cut_of_the_way_is_shorter() {
        // Days that begin one stop later than they should drive every rep home twice.
        let base = Point::new(40.0, -74.0);
        for seed in 0..12_usize {
            let place = |i: usize| {
                Point::new(
                    40.0 + ((i * 37 + seed * 11) % 23) as f64 / 10.0,
                    -74.0 + ((i * 61 + seed * 5) % 19) as f64 / 10.0,
                )
            };
            let way: Vec<Point> = (0..9).map(place).collect();
            let found = loops(base, &way, 3, true);
            let total: f64 = found.iter().map(|part| part.km).sum();
            assert!((total - least_km(base, &way, 3)).abs() < 1e-6);
            let ends: Vec<usize> = found.iter().map(|part| part.stops.end).collect();
            assert!(found.iter().all(|part| part.stops.len() <= 3) && ends.last() == Some(&9));
        }
    }

    #[test]
    fn a_loop_without_the_way_back_ends_at_its_last_stop() {
        // Whoever counts one way only must not find the way back in the sum.
        let (base, stop) = (Point::new(0.0, 0.0), Point::new(0.0, 1.0));
        let [there, back] = [false, true].map(|returns| loops(base, &[stop], 4, returns)[0].km);
        assert!((back - 2.0 * there).abs() < 1e-9);
        assert!(loops(base, &[], 4, true).is_empty());
        assert_eq!(loops(base, &[stop], 0, true).len(), 1, "no stop at all is no day");
    }
}
