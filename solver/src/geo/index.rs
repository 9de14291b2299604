//! An index of places that finds the nearest ones.

use crate::geo::Point;
use crate::geo::UnitVector;
use crate::geo::distance::arc_km;

/// Places in one leaf of the tree.
const LEAF: usize = 8;

/// A k-d tree over unit vectors (Bentley 1975): as quick in crowded cities as in empty country, and without a seam at
/// the date line or the poles, which a grid of degrees would have. Holds the places with finite coordinates.
#[derive(Clone, Debug, Default)]
pub struct PlaceIndex {
    /// Vectors in tree order: the middle of a range splits it by the axis of its level.
    vectors: Vec<UnitVector>,
    /// For each vector the position of its point in the input.
    position: Vec<u32>,
}

impl PlaceIndex {
    /// Builds the index in O(n log² n).
    pub fn new(points: &[Point]) -> Self {
        let mut items: Vec<(UnitVector, u32)> = (0_u32..)
            .zip(points)
            .filter(|(_, point)| point.is_finite())
            .map(|(position, &point)| (UnitVector::new(point), position))
            .collect();
        arrange(&mut items, 0);
        let (vectors, position) = items.into_iter().unzip();
        Self { vectors, position }
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.vectors.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.vectors.is_empty()
    }

    /// The `count` places nearest to `place` (itself included, where it is one of them): input position and distance
    /// in km, nearest first, equal distances by position.
    pub fn nearest(&self, place: UnitVector, count: usize) -> Vec<(usize, f64)> {
        let mut found = Vec::with_capacity(count + 1);
        self.search(place, count, &mut found);
        found.into_iter().map(|(chord, position)| (position as usize, arc_km(chord))).collect()
    }

    /// Distance in km to the `count`-th nearest place (itself included); none where there are fewer.
    pub fn reach_km(&self, place: UnitVector, count: usize) -> Option<f64> {
        let mut found = Vec::with_capacity(count + 1);
        self.search(place, count, &mut found);
        found.get(count.checked_sub(1)?).map(|&(chord, _)| arc_km(chord))
    }

    fn search(&self, place: UnitVector, count: usize, found: &mut Vec<(f64, u32)>) {
        if count > 0 {
            self.descend(place, count, 0..self.vectors.len(), 0, found);
        }
    }

    fn descend(
        &self,
        place: UnitVector,
        count: usize,
        range: std::ops::Range<usize>,
        axis: usize,
        found: &mut Vec<(f64, u32)>,
    ) {
        if range.len() <= LEAF {
            range.for_each(|slot| self.offer(place, count, slot, found));
            return;
        }
        let middle = range.start + range.len() / 2;
        let gap = place.xyz[axis] - self.vectors[middle].xyz[axis];
        let (below, above) = (range.start..middle, middle + 1..range.end);
        let (near, far) = if gap < 0.0 { (below, above) } else { (above, below) };
        let next = (axis + 1) % 3;
        self.descend(place, count, near, next, found);
        self.offer(place, count, middle, found);
        if found.len() < count || found.last().is_some_and(|&(worst, _)| gap * gap <= worst) {
            self.descend(place, count, far, next, found);
        }
    }

    fn offer(&self, place: UnitVector, count: usize, slot: usize, found: &mut Vec<(f64, u32)>) {
        let candidate = (place.chord_squared(self.vectors[slot]), self.position[slot]);
        if found.len() == count && found.last().is_some_and(|&worst| candidate >= worst) {
            return;
        }
        let rank = found.partition_point(|&other| other < candidate);
        found.insert(rank, candidate);
        found.truncate(count);
    }
}

/// Puts the median by `axis` into the middle of the range, and so on in both halves.
fn arrange(items: &mut [(UnitVector, u32)], axis: usize) {
    if items.len() <= LEAF {
        return;
    }
    let middle = items.len() / 2;
    items.select_nth_unstable_by(middle, |a, b| a.0.xyz[axis].total_cmp(&b.0.xyz[axis]).then(a.1.cmp(&b.1)));
    let (below, rest) = items.split_at_mut(middle);
    arrange(below, (axis + 1) % 3);
    arrange(&mut rest[1..], (axis + 1) % 3);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::distance_km;

    fn scattered(count: usize) -> Vec<Point> {
        (0..count).map(|i| Point::new((i * 37 % 101) as f64 / 10.0 + 40.0, (i * 61 % 97) as f64 / 5.0 - 80.0)).collect()
    }

    #[test]
    fn the_tree_finds_what_a_full_search_finds() {
        // Pruning a branch too many would lose neighbours silently.
        let mut points = scattered(500);
        points.push(Point::new(f64::NAN, 0.0));
        points.extend([Point::new(45.0, 179.9), Point::new(45.0, -179.9)]);
        let index = PlaceIndex::new(&points);
        assert_eq!(index.len(), 502);
        for &place in points.iter().step_by(7).filter(|point| point.is_finite()) {
            let found = index.nearest(UnitVector::new(place), 9);
            let mut all: Vec<f64> =
                points.iter().filter(|p| p.is_finite()).map(|&other| distance_km(place, other)).collect();
            all.sort_by(f64::total_cmp);
            for (rank, &(position, km)) in found.iter().enumerate() {
                assert!((km - all[rank]).abs() < 1e-6);
                assert!((distance_km(place, points[position]) - km).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn few_places_give_few_neighbours() {
        // Asking for more than there are is an ordinary case of small files.
        let index = PlaceIndex::new(&scattered(3));
        assert_eq!(index.nearest(UnitVector::new(Point::new(40.0, -80.0)), 9).len(), 3);
        assert_eq!(index.reach_km(UnitVector::default(), 4), None);
        assert!(PlaceIndex::new(&[]).nearest(UnitVector::default(), 1).is_empty());
    }
}
