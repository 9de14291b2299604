//! Prices of a group: the dual of the small problem, by subgradient steps.
//!
//! Polyak (1969): the step aims at the cost of the present plan, which is an upper bound; the direction is deflected
//! (Camerini, Fratta and Maffioli 1975). The prices of the whole problem are a fine start, but only prices of its own
//! make a group's excess small enough to be enumerated.

use crate::solve::charges::Charges;
use crate::solve::group::Group;

/// Failures in a row after which the step shrinks.
const PATIENCE: u32 = 4;
/// What is left of the step then.
const SHRINKAGE: f64 = 0.6;
/// Weight of the newest subgradient in the direction.
const NEWEST: f64 = 0.7;

/// No place yet.
const NOWHERE: u32 = u32::MAX;

/// The dual of a group; keeps its buffers between uses.
#[derive(Default)]
pub(super) struct LocalPrices {
    best: Vec<f64>,
    scale: Vec<f64>,
    direction: Vec<f64>,
    /// Cost of each place under the prices.
    reduced: Vec<f64>,
    /// Place of each unit in the newest answer, and the loads that come of it.
    chosen: Vec<u32>,
    loads: Vec<f64>,
}

impl LocalPrices {
    /// Improves the prices of the group's rows.
    pub fn refine(&mut self, group: &mut Group, charges: &Charges, iterations: u32) {
        self.begin(group);
        let (mut best_value, mut pace, mut failures) = (f64::NEG_INFINITY, 1.0, 0);
        for _ in 0..iterations {
            let value = self.answer(group, charges);
            if value > best_value {
                best_value = value;
                failures = 0;
                self.best.clone_from(&group.prices);
            } else {
                failures += 1;
            }
            if failures == PATIENCE {
                failures = 0;
                pace *= SHRINKAGE;
                self.back_to_best(group);
                self.direction.fill(0.0);
            } else if !self.walk(group, charges, pace * (group.present - value)) {
                break;
            }
        }
        self.back_to_best(group);
    }

    fn begin(&mut self, group: &Group) {
        let width = group.rows.len();
        self.best.clone_from(&group.prices);
        self.direction.clear();
        self.direction.resize(width, 0.0);
        self.scale.clear();
        self.scale.resize(width, f64::MIN_POSITIVE);
        for d in 0..group.width {
            for (place, amount) in group.amounts(d).iter().enumerate() {
                self.scale[group.row_of(d, place)] += amount * amount;
            }
        }
        self.chosen.clear();
        self.chosen.resize(group.units.len(), NOWHERE);
        self.loads.clear();
        self.loads.extend(group.rows.iter().map(|row| row.fixed));
    }

    fn back_to_best(&self, group: &mut Group) {
        group.prices.clone_from(&self.best);
    }

    /// The dual value at the present prices; turns the direction.
    fn answer(&mut self, group: &Group, charges: &Charges) -> f64 {
        group.reduce(&mut self.reduced);
        let mut value = 0.0;
        for (slot, chosen) in self.chosen.iter_mut().enumerate() {
            let best = group.cheapest(slot, &self.reduced);
            value += self.reduced[best];
            // Few units change their place from one answer to the next.
            if *chosen != best as u32 {
                if *chosen != NOWHERE {
                    group.load(*chosen as usize, -1.0, &mut self.loads);
                }
                group.load(best, 1.0, &mut self.loads);
                *chosen = best as u32;
            }
        }
        for (d, row) in group.rows.iter().enumerate() {
            let (least, place) = charges.least_at(row, group.prices[d], self.loads[d]);
            value += row.fixed * group.prices[d] + least;
            self.direction[d] = NEWEST * (self.loads[d] - place) + (1.0 - NEWEST) * self.direction[d];
        }
        value
    }

    /// Steps along the direction to earn about `gain`; false where there is nowhere to go.
    fn walk(&self, group: &mut Group, charges: &Charges, gain: f64) -> bool {
        let squared: f64 = self.direction.iter().zip(&self.scale).map(|(part, scale)| part * part / scale).sum();
        if squared <= 0.0 || gain <= 0.0 {
            return false;
        }
        let step = gain / squared;
        for (d, price) in group.prices.iter_mut().enumerate() {
            let next = *price + step * self.direction[d] / self.scale[d];
            // The dual of a window has its kink at zero; a cap's price is never negative.
            let crosses = next * *price < 0.0 || (group.rows[d].index >= charges.first_cap() && next < 0.0);
            *price = if crosses { 0.0 } else { next };
        }
        true
    }
}
