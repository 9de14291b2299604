//! Reduced costs of one unit with every rep, and the few smallest of them.

use crate::problem::Amount;
use crate::problem::NOBODY;
use crate::problem::Prices;
use crate::problem::Problem;

/// Columns of reps, times the number to choose, whose least reduced costs are looked at first.
const COLUMNS: usize = 2;

/// Reps that keep something of a unit are all looked at where they are so few: its owners. Where there are more, as under
/// a limit on travel, only those who keep most.
const OWNERS: usize = 6;

/// Reps that are passed over together where none of them is cheap enough.
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
    /// broken differently for each unit: where costs are flat, every rep must be some unit's candidate. `familiar`
    /// reps were among the smallest at other prices: the dearest of them is a bar that few others stay below, and among
    /// equals they come first.
    pub fn choose(&mut self, problem: &Problem, u: usize, count: usize, familiar: &[u16]) {
        self.chosen.clear();
        for &j in familiar {
            let cost = self.reduced[j as usize];
            if cost.is_finite() {
                self.chosen.push((cost, j));
                // Not to be found a second time; put back below.
                self.reduced[j as usize] = f64::INFINITY;
            }
        }
        sort(&mut self.chosen);
        let known = self.chosen.len();
        let bar = if count > 0 && known >= count { self.chosen[count - 1].0 } else { self.bar_for(count) };
        self.find_below(bar, u % self.reduced.len().max(1));
        for &(cost, j) in &self.chosen[..known] {
            self.reduced[j as usize] = cost;
        }
        sort(&mut self.chosen);
        self.chosen.truncate(count);
        self.keep_in_view(problem.present[u]);
        for cap in &problem.caps {
            let kept = cap.kept_of(u);
            let most = kept.iter().map(|entry| entry.2).fold(0.0, f64::max);
            let owners = kept.iter().filter(|entry| kept.len() <= OWNERS || entry.2 >= most);
            owners.for_each(|entry| self.keep_in_view(entry.1));
        }
    }

    /// Takes in others in place of those of the first `count` chosen that are no more than `tie` points better, other ones
    /// for each unit: where a town has twenty reps with one price, the same few would be every unit's choices. The
    /// cheapest stays.
    pub fn vary(&mut self, problem: &Problem, u: usize, count: usize, tie: f64) {
        let (Some(&(_, first)), Some(&(last, _))) = (self.chosen.first(), self.chosen.get(count.wrapping_sub(1)))
        else {
            return;
        };
        let near = self.reduced.iter().enumerate().filter(|(_, cost)| **cost < last + tie);
        let key =
            |j: usize, cost: f64| if j == usize::from(first) { f64::NEG_INFINITY } else { cost + tie * chance(u, j) };
        let mut keyed: Vec<(f64, u16)> = near.map(|(j, cost)| (key(j, *cost), j as u16)).collect();
        if tie <= 0.0 || keyed.len() <= count {
            return;
        }
        sort(&mut keyed);
        let owners = self.chosen.split_off(count);
        self.chosen.clear();
        self.chosen.extend(keyed[..count].iter().map(|&(_, j)| (self.reduced[usize::from(j)], j)));
        sort(&mut self.chosen);
        for owner in owners {
            self.keep_in_view(owner.1);
        }
        self.keep_in_view(problem.present[u]);
    }

    /// Chooses every rep that costs less than `bar`, beginning with the rep `start`.
    fn find_below(&mut self, bar: f64, start: usize) {
        let (before, after) = self.reduced.split_at(start);
        for (first, costs) in [(start, after), (0, before)] {
            for (place, block) in costs.chunks(BLOCK).enumerate() {
                // Not eligible is infinitely dear or no number, and so is never below. Counted, not sought: a processor
                // takes several at once.
                if block.iter().map(|cost| usize::from(*cost < bar)).sum::<usize>() > 0 {
                    let reps = (first + place * BLOCK..).zip(block);
                    self.chosen.extend(reps.filter(|(_, cost)| **cost < bar).map(|(j, cost)| (*cost, j as u16)));
                }
            }
        }
    }

    /// A cost that at least `count` reps stay below, `INFINITY` where that is not known: of so many columns of reps the
    /// least is below it. Most reps need then no closer look.
    fn bar_for(&mut self, count: usize) -> f64 {
        let columns = COLUMNS * count;
        if count == 0 || self.reduced.len() < 3 * columns {
            return f64::INFINITY;
        }
        let (first, others) = self.reduced.split_at(columns);
        self.least.clear();
        self.least.extend(first.iter().map(|cost| if cost.is_nan() { f64::INFINITY } else { *cost }));
        for row in others.chunks(columns) {
            // Written so that a processor takes several at once.
            self.least
                .iter_mut()
                .zip(row)
                .for_each(|(least, cost)| *least = if *cost < *least { *cost } else { *least });
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

/// A number in `0..1` that a pair always has, and that is as good as random: two odd multipliers mix its bits (Knuth 1973).
fn chance(u: usize, j: usize) -> f64 {
    let pair = (u as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (j as u64 + 1).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / f64::from(1_u32 << 24)
}

/// Sorts by rising reduced cost; equal ones stay in their order.
pub(super) fn sort(chosen: &mut [(f64, u16)]) {
    chosen.sort_by(|a, b| a.0.total_cmp(&b.0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::dice::Dice;

    #[test]
    fn the_smallest_are_chosen_however_many_there_are() {
        // A rep that is passed over here is never looked at again.
        let mut dice = Dice::new(3);
        for reps in [1, 5, 17, 40, 150] {
            let problem = Problem { units: 3, reps, present: vec![NOBODY; 3], ..Problem::default() };
            let cost = |part: f64| if part < 0.2 { f64::INFINITY } else { part };
            let reduced: Vec<f64> = (0..reps).map(|_| cost(dice.part())).collect();
            let mut pricing = Pricing { reduced: reduced.clone(), ..Pricing::default() };
            let mut sorted: Vec<f64> = reduced.into_iter().filter(|cost| cost.is_finite()).collect();
            sorted.sort_by(f64::total_cmp);
            for count in [1, 3, 12] {
                let some: Vec<u16> = (0..reps as u16).filter(|_| dice.part() < 0.2).collect();
                let before = pricing.reduced.clone();
                for familiar in [&[], &some[..], &some[..some.len() / 2]] {
                    pricing.choose(&problem, 2, count, familiar);
                    let chosen: Vec<f64> = pricing.chosen.iter().map(|entry| entry.0).collect();
                    assert_eq!(chosen, sorted[..count.min(sorted.len())], "{count} of {reps}");
                    assert_eq!(pricing.reduced, before);
                }
            }
        }
    }

    #[test]
    fn every_rep_of_a_town_is_some_units_choice() {
        // Three of ten reps with one price would get all units of the town, and the others could take none in.
        let problem = Problem { units: 200, reps: 12, present: vec![11; 200], ..Problem::default() };
        let mut town: Vec<f64> = (0..10).map(|j| 1.0 + 1e-9 * f64::from(j)).collect();
        town.extend([0.5, 7.0]);
        let mut pricing = Pricing { reduced: town, ..Pricing::default() };
        let mut times = [0; 12];
        for u in 0..200 {
            pricing.choose(&problem, u, 4, &[]);
            pricing.vary(&problem, u, 4, 1e-3);
            assert_eq!((pricing.chosen.len(), pricing.chosen[0].1, pricing.chosen[4].1), (5, 10, 11));
            pricing.chosen.iter().for_each(|entry| times[usize::from(entry.1)] += 1);
        }
        assert!(times[..10].iter().all(|times| (30..90).contains(times)), "{times:?}");
    }
}
