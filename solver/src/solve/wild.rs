//! Prices that have gone wild: where limits cannot all be kept, prices rise without end, and say less and less of costs.

use crate::solve::rows::Rows;

/// Prices at which a whole mean load weighs more than this many shares of the ceiling are wild. Those of the benchmarks
/// weigh a third of a share at most.
const WILD: f64 = 10.0;

/// Whether any scaled price is wild.
pub(super) fn is_wild(rows: &Rows, prices: &[f64]) -> bool {
    prices.iter().any(|price| price.abs() > wild_from(rows))
}

fn wild_from(rows: &Rows) -> f64 {
    WILD * rows.ceiling.abs() / rows.reps.max(1) as f64
}

/// The newest scaled prices that were not wild.
pub(super) struct Tame(Vec<f64>);

impl Tame {
    /// Begins at these prices, or at none where they are wild.
    pub fn new(rows: &Rows, prices: &[f64]) -> Self {
        let mut tame = Self(vec![0.0; prices.len()]);
        tame.note(rows, prices);
        tame
    }

    /// Keeps these prices unless they are wild.
    pub fn note(&mut self, rows: &Rows, prices: &[f64]) {
        if !is_wild(rows, prices) {
            self.0.clear();
            self.0.extend_from_slice(prices);
        }
    }

    /// Forgets all prices.
    pub fn forget(&mut self) {
        self.0.fill(0.0);
    }

    /// Prices on the way to these, as far as they are tame.
    pub fn towards(&self, rows: &Rows, wild: &[f64]) -> Vec<f64> {
        let most = wild_from(rows);
        let pairs = || self.0.iter().zip(wild);
        let beyond = pairs().filter(|(_, wild)| wild.abs() > most);
        let part = beyond.map(|(tame, wild)| (wild.signum() * most - tame) / (wild - tame)).fold(1.0, f64::min);
        pairs().map(|(tame, wild)| tame + part * (wild - tame)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Amount;
    use crate::problem::Measure;
    use crate::problem::Problem;
    use crate::problem::Window;

    #[test]
    fn the_way_to_wild_prices_is_gone_as_far_as_they_are_tame() {
        // Prices that are no numbers would leave the search without a single pair to look at.
        let amount = Amount::Unit(vec![1.0; 4]);
        let windows = vec![Window { lower: 1.0, upper: 3.0 }; 2];
        let measure = Measure { name: String::new(), amount, windows, hinges: Vec::new() };
        let problem = Problem { units: 4, reps: 2, cost: vec![1.0; 8], measures: vec![measure], ..Problem::default() };
        let rows = Rows::new(&problem);
        let most = wild_from(&rows);
        assert!(!is_wild(&rows, &[most, -most]) && is_wild(&rows, &[0.0, -1.1 * most]));
        let mut tame = Tame::new(&rows, &[9.0 * most, 0.0]);
        assert_eq!(tame.towards(&rows, &[9.0 * most, 0.0]), [most, 0.0], "wild from the beginning");
        tame.note(&rows, &[0.5 * most, 0.1 * most]);
        tame.note(&rows, &[2.0 * most, 0.0]);
        assert_eq!(tame.towards(&rows, &[0.6 * most, 0.0]), [0.6 * most, 0.0]);
        let there = tame.towards(&rows, &[0.5 * most, -1.9 * most]);
        assert!((there[0] - 0.5 * most).abs() < 1e-9 * most && (there[1] + most).abs() < 1e-9 * most, "{there:?}");
    }
}
