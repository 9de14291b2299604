//! In how many of many possible worlds a plan stays the best.

use crate::outcome::worlds::Sums;
use crate::outcome::worlds::Worlds;
use serde::Deserialize;
use serde::Serialize;

/// So many worlds are looked at.
pub const WORLDS: u32 = 200;
/// Plans whose money differs by less than this part of it bring the same.
const SAME: f64 = 1e-9;

/// How a plan does among others in the drawn worlds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Robustness {
    /// In how many worlds it brings most; a world in which several do counts for each by its part.
    pub best: f64,
    /// In how many it brings more than the first plan of the list.
    pub ahead: u32,
    /// How much less than the best plan of each world it brings, mean over the worlds, money a year.
    pub regret: f64,
    /// How much more than the first plan of the list it brings: less in one world of ten, money a year.
    pub gain_low: f64,
    /// The same in the middle.
    pub gain: f64,
    /// More in one world of ten.
    pub gain_high: f64,
}

impl Worlds<'_> {
    /// How each plan does among all of them in [`WORLDS`] drawn worlds, the same worlds for every plan.
    pub fn robustness(&self, plans: &[Sums]) -> Vec<Robustness> {
        let worlds = self.drawn(WORLDS);
        let money: Vec<Vec<f64>> =
            worlds.iter().map(|world| plans.iter().map(|plan| self.expected(plan, world)).collect()).collect();
        let mut standings = vec![Robustness::default(); plans.len()];
        for brought in &money {
            count(brought, &mut standings);
        }
        for (place, standing) in standings.iter_mut().enumerate() {
            standing.regret /= f64::from(WORLDS);
            let mut gains: Vec<f64> = money.iter().map(|brought| brought[place] - brought[0]).collect();
            gains.sort_by(f64::total_cmp);
            let at = |percent| crate::outcome::simulate::nearest_rank(&gains, percent);
            (standing.gain_low, standing.gain, standing.gain_high) = (at(10), at(50), at(90));
        }
        standings
    }
}

/// One world: what each plan brings in it.
fn count(brought: &[f64], standings: &mut [Robustness]) {
    let Some(&first) = brought.first() else { return };
    let most = brought.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let room = SAME * most.abs();
    let best = |money: f64| money >= most - room;
    let share = 1.0 / brought.iter().filter(|money| best(**money)).count().max(1) as f64;
    for (money, standing) in brought.iter().zip(standings) {
        standing.best += if best(*money) { share } else { 0.0 };
        standing.ahead += u32::from(*money > first + SAME * first.abs());
        standing.regret += most - money;
    }
}
