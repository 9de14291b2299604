//! Plans seen by two losses: which of them no other beats in both, and what is proven about all that were not found.

use crate::order::Order;

/// Losses nearer than this, in points, are the same: they differ by rounding alone.
const SAME: f64 = 1e-9;

/// Positions of the pairs of losses that no other pair beats or equals in both, the smallest first loss first. Of equal
/// pairs the first stays (Pareto 1906).
pub fn non_dominated(losses: &[[f64; 2]]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..losses.len()).collect();
    order.order_by(|&a, &b| losses[a][0].total_cmp(&losses[b][0]).then(losses[a][1].total_cmp(&losses[b][1])));
    let mut least = f64::INFINITY;
    order.retain(|&position| {
        let stays = losses[position][1] < least - SAME;
        if stays {
            least = losses[position][1];
        }
        stays
    });
    order
}

/// What no plan can be below: for each of several parts, a bound on `part x first + (1 - part) x second`.
///
/// The best value of such a sum, as a function of the part, is concave; so the lines together enclose all plans from
/// below (Geoffrion 1968), those between the points, too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Floor {
    lines: Vec<(f64, f64)>,
}

impl Floor {
    /// The floor of lines `(part, bound)`; bounds that are no numbers say nothing.
    pub fn new(lines: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let lines = lines.into_iter().filter(|(part, bound)| bound.is_finite() && (0.0..=1.0).contains(part));
        Self { lines: lines.collect() }
    }

    /// By how much two losses are below the floor, in points of the weighted sum; 0 or less for every plan there is.
    pub fn below(&self, losses: [f64; 2]) -> f64 {
        let under = |&(part, bound): &(f64, f64)| bound - part * losses[0] - (1.0 - part) * losses[1];
        self.lines.iter().map(under).fold(f64::NEG_INFINITY, f64::max)
    }

    /// The least second loss that the floor leaves possible beside a first loss; `NEG_INFINITY` where it says nothing.
    pub fn second_at(&self, first: f64) -> f64 {
        let lines = self.lines.iter().filter(|(part, _)| *part < 1.0);
        lines.map(|(part, bound)| (bound - part * first) / (1.0 - part)).fold(f64::NEG_INFINITY, f64::max)
    }

    /// Corners of the floor, the smallest first loss first: where two of its lines meet and no third is above.
    pub fn corners(&self) -> Vec<[f64; 2]> {
        let mut corners = Vec::new();
        for (position, one) in self.lines.iter().enumerate() {
            for other in &self.lines[..position] {
                let slope = one.0 - other.0;
                if slope.abs() > SAME {
                    // one.part x a + (1 - one.part) x b = one.bound, and the same of the other.
                    let second = (one.0 * other.1 - other.0 * one.1) / slope;
                    let first = ((1.0 - other.0) * one.1 - (1.0 - one.0) * other.1) / slope;
                    corners.push([first, second]);
                }
            }
        }
        corners.retain(|corner| self.below(*corner) <= SAME * (1.0 + corner[0].abs() + corner[1].abs()));
        corners.order_by(|a, b| a[0].total_cmp(&b[0]));
        corners
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_plan_beats_in_both_is_left_out() {
        // A curve with a point behind another one would offer a plan that nobody should take.
        let losses = [[3.0, 1.0], [1.0, 4.0], [2.0, 4.0], [1.0, 4.0], [2.0, 2.0], [4.0, 1.0]];
        assert_eq!(non_dominated(&losses), [1, 4, 0]);
        assert!(non_dominated(&[]).is_empty());
    }

    #[test]
    fn the_floor_is_the_highest_of_its_lines() {
        // Three lines, the middle one cuts the corner of the other two: a corner under it would not be proven.
        let floor = Floor::new([(1.0, 1.0), (0.0, 2.0), (0.5, 2.5), (0.5, f64::NEG_INFINITY)]);
        let corners = floor.corners();
        assert_eq!(corners, [[1.0, 4.0], [3.0, 2.0]]);
        assert!((floor.second_at(2.0) - 3.0).abs() < 1e-12);
        assert!(floor.below([1.0, 2.0]) > 0.9 && floor.below([3.0, 3.0]) <= 0.0);
        assert!(Floor::default().corners().is_empty());
    }
}
