//! How close a choice each rep must be to some units: where a few reps are everybody's first choices, as those who do
//! not travel are, the others still need units that they could take.

/// The smallest gaps offered for one rep.
pub(super) struct Nearest {
    count: usize,
    gaps: Vec<f64>,
    bar: f64,
}

impl Nearest {
    /// Looks for the `count` smallest.
    pub fn new(count: usize) -> Self {
        Self { count: count.max(1), gaps: Vec::new(), bar: f64::INFINITY }
    }

    /// Takes in the gap of one unit, in points.
    pub fn offer(&mut self, gap: f64) {
        if gap < self.bar {
            self.gaps.push(gap);
            if self.gaps.len() >= 2 * self.count {
                self.trim();
            }
        }
    }

    /// The gap below which a unit is among the nearest. Where many are alike, none of these is.
    pub fn bar(&mut self) -> f64 {
        if self.gaps.len() > self.count {
            self.trim();
        }
        self.bar
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.gaps.capacity() * 8
    }

    fn trim(&mut self) {
        let (_, bar, _) = self.gaps.select_nth_unstable_by(self.count - 1, f64::total_cmp);
        self.bar = *bar;
        self.gaps.truncate(self.count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the order of offers, the bar is the gap that just as many are as small as.
    #[test]
    fn the_bar_is_the_largest_of_the_nearest() {
        let mut nearest = Nearest::new(3);
        assert_eq!(nearest.bar(), f64::INFINITY);
        for gap in [9.0, 2.0, 7.0, 1.0, 8.0, 3.0, 6.0, 5.0] {
            nearest.offer(gap);
        }
        assert_eq!(nearest.bar(), 3.0);
        let mut flat = Nearest::new(2);
        (0..9).for_each(|_| flat.offer(0.0));
        assert_eq!(flat.bar(), 0.0, "nothing is below it: a flat problem stays small");
    }
}
