//! Reduced costs of one unit with every rep, and the few smallest of them.

use crate::problem::Amount;
use crate::problem::NOBODY;
use crate::problem::Prices;
use crate::problem::Problem;

/// Reps whose least reduced cost is looked at first.
const BLOCK: usize = 8;

/// Prices a unit over all reps; keeps its buffers between units.
#[derive(Default)]
pub(super) struct Pricing {
    /// Reduced cost with each rep; `INFINITY` where not eligible.
    pub reduced: Vec<f64>,
    /// The chosen reps, by rising reduced cost; a few that must stay in view follow.
    pub chosen: Vec<(f64, u16)>,
    least: Vec<f64>,
}

impl Pricing {
    /// Fills `reduced` with the reduced costs of unit `u`.
    pub fn price(&mut self, problem: &Problem, prices: &Prices, u: usize) {
        let reps = problem.reps;
        let base: f64 = problem.caps.iter().zip(&prices.cap).map(|(cap, price)| price * cap.weight[u]).sum();
        self.reduced.clear();
        self.reduced.extend(problem.cost[u * reps..(u + 1) * reps].iter().map(|cost| f64::from(*cost) + base));
        for (k, measure) in problem.measures.iter().enumerate() {
            let row = &prices.load[k * reps..(k + 1) * reps];
            match &measure.amount {
                Amount::Unit(amounts) => {
                    let amount = amounts[u];
                    self.reduced.iter_mut().zip(row).for_each(|(sum, price)| *sum += price * amount);
                }
                Amount::Pair(amounts) => {
                    let amounts = &amounts[u * reps..(u + 1) * reps];
                    let pairs = self.reduced.iter_mut().zip(row).zip(amounts);
                    // An amount may be infinite or absent where the rep is not eligible.
                    pairs.filter(|((sum, _), _)| sum.is_finite()).for_each(|((sum, price), amount)| {
                        *sum += price * f64::from(*amount);
                    });
                }
            }
        }
        for (cap, price) in problem.caps.iter().zip(&prices.cap) {
            for &(_, j, kept) in cap.kept_of(u) {
                self.reduced[j as usize] -= price * kept;
            }
        }
    }

    /// Chooses the `count` smallest reduced costs, then the reps that keep something and the present rep. Ties are
    /// broken differently for each unit: where costs are flat, every rep must be some unit's candidate.
    pub fn choose(&mut self, problem: &Problem, u: usize, count: usize) {
        self.chosen.clear();
        let reps = self.reduced.len();
        let start = u % reps.max(1);
        let mut bar = self.bar_for(count);
        for j in (start..reps).chain(0..start) {
            let cost = self.reduced[j];
            // Not eligible is infinitely dear, and so is never chosen.
            if cost.is_nan() || cost >= bar {
                continue;
            }
            if self.chosen.len() == count {
                self.chosen.pop();
            }
            self.chosen.push((cost, j as u16));
            let mut place = self.chosen.len() - 1;
            while place > 0 && self.chosen[place - 1].0 > cost {
                self.chosen.swap(place - 1, place);
                place -= 1;
            }
            if self.chosen.len() == count {
                bar = self.chosen[count - 1].0;
            }
        }
        self.keep_in_view(problem.present[u]);
        for cap in &problem.caps {
            cap.kept_of(u).iter().for_each(|entry| self.keep_in_view(entry.1));
        }
    }

    /// A cost that at least `count` reps stay below, `INFINITY` where that is not known: so many blocks of reps have
    /// their least below it. Most reps need then no closer look.
    fn bar_for(&mut self, count: usize) -> f64 {
        if count == 0 || self.reduced.len() < BLOCK * count {
            return f64::INFINITY;
        }
        let least = |block: &[f64]| block.iter().copied().fold(f64::INFINITY, f64::min);
        self.least.clear();
        self.least.extend(self.reduced.chunks(BLOCK).map(least));
        if self.least.len() < count {
            return f64::INFINITY;
        }
        let (_, bar, _) = self.least.select_nth_unstable_by(count - 1, f64::total_cmp);
        bar.next_up()
    }

    /// Chooses a rep as well, if it is eligible and not chosen yet.
    pub fn keep_in_view(&mut self, rep: u16) {
        if rep == NOBODY || rep as usize >= self.reduced.len() || self.chosen.iter().any(|entry| entry.1 == rep) {
            return;
        }
        let cost = self.reduced[rep as usize];
        if cost.is_finite() {
            self.chosen.push((cost, rep));
        }
    }
}
