//! Re-solves groups of reps: first in passes, as long as that pays, then in trials that force one choice at a time.
//!
//! Shifts and short chains stall where hundreds of units sit a little wrong on both sides of a border. Stating the
//! border as a small problem with prices of its own puts all of them right at once. When no group pays any more, one
//! close choice is forced and the group around it re-solved; what that costs is accepted as in annealing (Kirkpatrick,
//! Gelatt and Vecchi 1983), and limits may be broken at a price meanwhile. On 3,000 x 40 this goes on to find better
//! plans where rounds of annealing by shifts stood still after a second.

use crate::solve::core::Core;
use crate::solve::dice::Dice;
use crate::solve::group::Group;
use crate::solve::group::Scene;
use crate::solve::local::LocalPrices;
use crate::solve::patience::EARNED;
use crate::solve::plan::Plan;
use crate::solve::sharing::Sharing;
use crate::solve::together::losing;
use crate::solve::together::together;

/// Reps of a group in the first pass, in the last, and in a trial at most.
const FEWEST: usize = 2;
const MOST: usize = 4;
const MOST_TRIED: usize = 6;
/// Steps towards the prices of a group.
const ITERATIONS: u32 = 20;
/// A pass tries this many groups per rep.
const PASS: usize = 4;
/// A pass that earns less than this, in grains per rep, is the last of its size.
const WORTHWHILE: f64 = 0.01;
/// Trials per rep in the first series, and in the longest: each is twice as long as the one before. The next strict
/// pass makes plans of what trials leave, so the first ones should not wait long for theirs.
const TRIALS: usize = 8;
const MOST_TRIALS: usize = 60;
/// Temperature of the first trial of a series, in grains: at first, and at least. A series in vain is followed by one
/// half as hot, the coldest by a hot one: whether a grain is little or much beside what a trial costs, a problem does not
/// tell before.
const HOT: f64 = 12.0;
const LUKEWARM: f64 = 1.5;
/// Part of the temperature that is left for the last trial.
const COOLED: f64 = 0.1;
/// Choices that are forced are at most this far off, in grains.
const REACH: f64 = 6.0;
/// Draws to find such a choice.
const DRAWS: usize = 20;

/// What comes next.
#[derive(Default)]
enum Series {
    #[default]
    Over,
    Passes {
        size: usize,
        left: usize,
        before: f64,
    },
    Trials {
        left: usize,
        temperature: f64,
        cooling: f64,
    },
}

/// A series of groups; keeps its buffers between them.
#[derive(Default)]
pub(super) struct Regroup {
    series: Series,
    group: Group,
    local: LocalPrices,
    sharing: Sharing,
    /// Series of trials begun.
    series_begun: u32,
    /// Temperature of the first trial, in grains, and total of the best plan then.
    heat: f64,
    began_at: f64,
    /// Passes that are over, of the series that goes on.
    pub passes: u32,
    /// Units whose place changed last.
    pub changed: Vec<u32>,
}

impl Regroup {
    /// Begins passes, with the smallest groups.
    pub fn begin_passes(&mut self, plan: &Plan, reps: usize) {
        self.passes = 0;
        self.series = Series::Passes { size: FEWEST, left: PASS * reps, before: plan.total() };
    }

    /// Begins trials; `best` is the total of the best plan that keeps all limits, `grain` as in [`Core::grain`].
    pub fn begin_trials(&mut self, best: f64, reps: usize, grain: f64) {
        self.heat = next_heat(self.heat, self.began_at - best > EARNED * best.abs());
        self.began_at = best;
        let trials = (TRIALS << self.series_begun.min(8)).min(MOST_TRIALS) * reps;
        self.series_begun += 1;
        let cooling = libm::pow(COOLED, 1.0 / trials as f64);
        self.series = Series::Trials { left: trials, temperature: self.heat * grain, cooling };
    }

    /// Whether the next group is the first of a pass.
    pub fn at_pass_begin(&self, reps: usize) -> bool {
        matches!(self.series, Series::Passes { left, .. } if left == PASS * reps)
    }

    /// Whether the series is over.
    pub fn finished(&self) -> bool {
        matches!(self.series, Series::Over)
    }

    /// Re-solves one group; returns the work done.
    pub fn advance(&mut self, plan: &mut Plan, scene: &Scene, dice: &mut Dice, grain: f64) -> u64 {
        self.changed.clear();
        match self.series {
            Series::Over => 0,
            Series::Passes { size, left, before } => {
                let first = [in_trouble(plan, scene, dice) as u16];
                // A limit that a few reps cannot mend among them must not wait for a whole pass.
                let count = if plan.broken.is_empty() { size } else { FEWEST + dice.below(MOST_TRIED - FEWEST + 1) };
                let reps = together(plan, scene, dice, &first, count);
                let work = self.resolve(plan, scene, dice, &reps, None, 0.0);
                self.passes += u32::from(left == 1);
                self.series = if left > 1 {
                    Series::Passes { size, left: left - 1, before }
                } else {
                    next_pass(size, before - plan.total(), plan.total(), scene.core.reps(), grain)
                };
                work
            }
            Series::Trials { left, temperature, cooling } => {
                self.series = match left {
                    0 | 1 => Series::Over,
                    _ => Series::Trials { left: left - 1, temperature: temperature * cooling, cooling },
                };
                self.attempt(plan, scene, dice, (grain, temperature))
            }
        }
    }

    /// Sharings weighed in the last group.
    pub fn evaluations(&self) -> u64 {
        self.sharing.nodes
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.group.memory_bytes()
    }

    /// Forces one close choice of a rep in trouble and re-solves the group around it.
    fn attempt(&mut self, plan: &mut Plan, scene: &Scene, dice: &mut Dice, (grain, temperature): (f64, f64)) -> u64 {
        let rep = in_trouble(plan, scene, dice);
        let Some(forced) = choice(plan, scene, dice, rep, REACH * grain) else { return 1000 };
        let core = scene.core;
        let left = plan.at[core.unit[forced as usize] as usize] as usize;
        let size = FEWEST + dice.below(MOST_TRIED - FEWEST + 1);
        let reps = together(plan, scene, dice, &[core.rep[left], core.rep[forced as usize]], size);
        let allowance = -temperature * libm::log(dice.part());
        self.resolve(plan, scene, dice, &reps, Some(forced), allowance)
    }

    /// States and re-solves the group of these reps; what it costs more may be at most the allowance.
    fn resolve(
        &mut self,
        plan: &mut Plan,
        scene: &Scene,
        dice: &mut Dice,
        reps: &[u16],
        forced: Option<u32>,
        allowance: f64,
    ) -> u64 {
        self.group.state(plan, scene, reps, forced);
        self.local.refine(&mut self.group, scene.charges, ITERATIONS);
        if self.sharing.seek(&self.group, scene.charges, dice, allowance) {
            self.apply(plan, scene);
        }
        let sums = self.group.uses.len() * (ITERATIONS as usize + 10);
        5000 + self.sharing.nodes * (10 + 10 * scene.core.width as u64) + sums as u64
    }

    fn apply(&mut self, plan: &mut Plan, scene: &Scene) {
        for &place in &self.sharing.chosen {
            let arc = self.group.arcs[place as usize];
            let u = scene.core.unit[arc as usize];
            if plan.at[u as usize] != arc {
                plan.shift(scene.core, scene.charges, arc as usize);
                self.changed.push(u);
            }
        }
    }
}

/// The pass after one of groups of this size that earned so much; larger groups where that was little.
fn next_pass(size: usize, earned: f64, total: f64, reps: usize, grain: f64) -> Series {
    let pays = earned > WORTHWHILE * grain * reps as f64;
    let size = if pays { size } else { size + 1 };
    if size <= MOST.min(reps) { Series::Passes { size, left: PASS * reps, before: total } } else { Series::Over }
}

/// Temperature of the next series, in grains, after one that began with `heat` (0: there was none) and found a better plan
/// or did not.
fn next_heat(heat: f64, earned: bool) -> f64 {
    match heat {
        heat if heat > 0.0 && earned => heat,
        heat if heat > LUKEWARM => heat / 2.0,
        _ => HOT,
    }
}

/// A rep with a broken limit where there is one, else one that loses much.
fn in_trouble(plan: &Plan, scene: &Scene, dice: &mut Dice) -> usize {
    let broken = (!plan.broken.is_empty()).then(|| plan.broken[dice.below(plan.broken.len())] as usize);
    let rep = broken.and_then(|row| plan.broken_rep(row, scene.charges).0);
    rep.unwrap_or_else(|| losing(plan, scene, dice))
}

/// An arc that brings a unit to the rep, or takes one away from it, and is not far off.
fn choice(plan: &Plan, scene: &Scene, dice: &mut Dice, rep: usize, reach: f64) -> Option<u32> {
    let core: &Core = scene.core;
    let arcs = core.near_arcs_into(rep, reach);
    if arcs.is_empty() {
        return None;
    }
    let draws = (0..DRAWS).map(|_| {
        let arc = arcs[dice.below(arcs.len())];
        let u = core.unit[arc as usize] as usize;
        if plan.at[u] != arc {
            return Some(arc);
        }
        let others = core.arcs(u);
        let other = others.start + dice.below(others.len());
        (other != arc as usize && core.gap[other] <= reach).then_some(other as u32)
    });
    draws.flatten().find(|&arc| scene.is_open(arc as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_in_vain_is_followed_by_a_cooler_one() {
        // Some problems want it ten times as warm as others. A search that stayed with the coldest would find nothing more.
        assert_eq!(next_heat(0.0, true), HOT);
        assert_eq!(next_heat(HOT, true), HOT);
        let after = [HOT, HOT / 2.0, HOT / 4.0, HOT / 8.0].map(|heat| next_heat(heat, false));
        assert_eq!(after, [HOT / 2.0, HOT / 4.0, HOT / 8.0, HOT]);
    }

    #[test]
    fn what_the_best_plan_earned_says_how_hot_the_next_series_is() {
        let mut regroup = Regroup::default();
        let heats = [9.0, 8.0, 8.0, 8.0, 7.0].map(|best| {
            regroup.begin_trials(best, 3, 1.0);
            regroup.heat
        });
        assert_eq!(heats, [HOT, HOT, HOT / 2.0, HOT / 4.0, HOT / 4.0]);
    }
}
