//! How a round of annealing cools, how far its moves reach, and how often it is begun anew.

use crate::solve::chain::Reach;
use crate::solve::core::Core;

/// Attempts per arc in reach that make a round thorough.
const SWEEPS: u64 = 20;
/// Attempts of a thorough round at most: where it would take more, a cold one is made in its place.
const THOROUGH: u64 = 30_000;
/// Attempts that thorough rounds in a row may take together, and how many there are at most.
const TOGETHER: u64 = 80_000;
const STARTS: u64 = 10;
/// Slopes of limits at the start of a thorough round, in their least: little, so that loads can pass through each
/// other's room.
const SOFT: f64 = 1.5;
/// What is left in a stage of the slope of a limit that is kept: soon little again.
const SOFTENING: f64 = 0.9;
/// Temperatures of a thorough round and its reach, in grains: it forgets where it begins, and is repeated.
const MELTED: f64 = 1.0;
const FROZEN: f64 = 0.1;
const AROUND: f64 = 3.0;

/// Slopes of limits at the start of other rounds, in their least, and what is left in a stage of those that are kept.
const STEEP: f64 = 4.0;
const EASING: f64 = 0.97;
/// Temperature at the end of them, in grains.
const COLD: f64 = 0.01;
/// Temperature at the start of the first of them: its prices are still exact, its plan close by.
const FIRST: f64 = 0.1;
/// At the start of odd ones: they stay near the plan they begin with.
const WARM: f64 = 0.15;
/// At the start of even ones: high enough to leave the neighbourhood.
const HOT: f64 = 0.5;
/// Their moves reach as far as this many temperatures.
const REACH: f64 = 8.0;
/// Attempts of the first of them per arc whose unit has a choice, and at least and at most: groups put right what it
/// leaves, and do so sooner.
const ATTEMPTS_PER_ARC: u64 = 8;
const SHORTEST: u64 = 20_000;
const LONGEST: u64 = 60_000;
/// Where prices settle little, rounds must: so hot, in grains, and as long as this at most.
const HOT_WHERE_OPEN: f64 = 3.0;
const LONGEST_WHERE_OPEN: u64 = 200_000;

/// The course of one round; temperatures and reach in points.
pub(super) struct Course {
    hot: f64,
    cold: f64,
    around: Option<f64>,
    /// Attempts until it is cold.
    pub attempts: u64,
    /// How often it is gone through, each time from where the search began; more than once only where it is thorough.
    pub starts: u32,
    /// Slopes of limits at the start, in their least.
    pub steepness: f64,
    /// What is left in a stage of the slope of a limit that is kept.
    pub easing: f64,
}

impl Course {
    /// The course of a round, counted from 0. Later ones are longer, so that patience pays.
    ///
    /// Where few decisions are close, thorough rounds take no time and find plans that no number of groups leads to.
    /// Where there are many, a short and cold one serves best: it leaves what the prices have settled as it is.
    pub fn of(core: &Core, rows: usize, grain: f64, round: u32) -> Self {
        let longer = (round / 2).min(6);
        let around = AROUND * grain;
        let sweeps = SWEEPS * Reach::new(core, rows, around).open as u64;
        if sweeps <= THOROUGH {
            let (hot, cold, attempts) = (MELTED * grain, FROZEN * grain, sweeps << longer);
            let starts = (TOGETHER / sweeps.max(1)).clamp(1, STARTS) as u32;
            return Self { hot, cold, around: Some(around), attempts, starts, steepness: SOFT, easing: SOFTENING };
        }
        let hot = match round {
            0 => FIRST,
            round if round.is_multiple_of(2) => HOT,
            _ => WARM,
        };
        let (hot, longest) = if core.is_open() { (HOT_WHERE_OPEN, LONGEST_WHERE_OPEN) } else { (hot, LONGEST) };
        let first = (core.order.len() as u64 * ATTEMPTS_PER_ARC).clamp(SHORTEST, longest);
        let (hot, cold, attempts) = (hot * grain, COLD * grain, first << longer);
        Self { hot, cold, around: None, attempts, starts: 1, steepness: STEEP, easing: EASING }
    }

    /// Temperature of a part of the round, from 0 to 1.
    pub fn temperature(&self, part: f64) -> f64 {
        self.hot * libm::pow(self.cold / self.hot, part)
    }

    /// How far moves reach at a temperature.
    pub fn reach(&self, temperature: f64) -> f64 {
        self.around.unwrap_or(REACH * temperature.max(self.cold))
    }

    /// Whether the plan that a round begins with is forgotten.
    pub fn is_thorough(&self) -> bool {
        self.around.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A core of this many equally close arcs into one rep.
    fn flat(arcs: u32) -> Core {
        let mut core = Core::default();
        core.order = (0..arcs).collect();
        core.order_key = vec![1.0; arcs as usize];
        core.rep = vec![0; arcs as usize];
        core.around_first = vec![0, arcs];
        core
    }

    #[test]
    fn only_few_close_decisions_are_annealed_again_and_again() {
        // On a large team ten hot rounds would take longer than the search has, and undo what the prices settled.
        let (few, many) = (Course::of(&flat(200), 3, 1.0, 0), Course::of(&flat(20_000), 3, 1.0, 0));
        assert!(few.is_thorough() && few.starts > 1);
        assert!(!many.is_thorough() && many.starts == 1);
        assert!(few.temperature(0.0) > many.temperature(0.0) && many.attempts <= LONGEST);
    }

    #[test]
    fn later_rounds_are_longer() {
        // A patient person would get nothing for the waiting.
        let attempts = [0, 2, 4].map(|round| Course::of(&flat(200), 3, 1.0, round).attempts);
        assert!(attempts[0] < attempts[1] && attempts[1] < attempts[2]);
    }
}
