//! Whether a search goes on where it is, or begins anew.

/// Series in vain, one after the other, after which it begins anew.
const SERIES: u32 = 4;
/// A series that makes the best plan better by less than this part of it was in vain.
pub(super) const EARNED: f64 = 1e-9;

/// Counts the series in vain.
pub(super) struct Patience {
    total: f64,
    vain: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self { total: f64::INFINITY, vain: 0 }
    }
}

impl Patience {
    /// Whether patience is over after a series that left the best plan at `total`; then it counts from the beginning.
    pub fn is_over(&mut self, total: f64) -> bool {
        if self.total - total > EARNED * total.abs() {
            (self.total, self.vain) = (total, 0);
        } else {
            self.vain += 1;
        }
        let over = self.vain >= SERIES;
        if over {
            *self = Self::default();
        }
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_series_in_vain_one_after_the_other_count() {
        // Counting all of them would leave a region that still gives better plans now and then.
        let mut patience = Patience::default();
        let totals = [9.0, 9.0, 9.0, 9.0, 8.0, 8.0, 8.0, 8.0, 8.0 - 1e-12, 8.0];
        let over: Vec<bool> = totals.iter().map(|total| patience.is_over(*total)).collect();
        let (end, before) = (over[8], over[..8].iter().any(|over| *over));
        assert!(end && !before && !over[9]);
    }
}
