//! A mixture of plans: every unit spread over reps, so that limits are missed as little as possible.
//!
//! One unit at a time moves a part of itself from its dearest rep to the cheapest, as far as that pays: pairwise steps
//! of the block-coordinate method of Frank and Wolfe (Lacoste-Julien, Jaggi, Schmidt, Pletscher 2013).

use crate::problem::Amount;
use crate::problem::NOBODY;
use crate::problem::Problem;
use crate::solve::farkas::reduced_costs;
use crate::solve::misses::Misses;

/// A unit that nothing tempted is looked at again after at most so many rounds.
const LONGEST_NAP: u8 = 7;

/// The mixture with its loads.
pub(super) struct Spread {
    /// Loads, and by how much they miss limits.
    pub misses: Misses,
    /// Parts of each unit with reps: `(rep, part)`.
    mixture: Vec<Vec<(u16, f64)>>,
    /// Rounds in which nothing tempted each unit.
    calm: Vec<u8>,
    reduced: Vec<f64>,
    /// What could be gained when the units of this round were looked at.
    gap: f64,
}

impl Spread {
    /// No unit is anywhere yet.
    pub fn new(problem: &Problem) -> Self {
        Self {
            misses: Misses::new(problem),
            mixture: vec![Vec::new(); problem.units],
            calm: vec![0; problem.units],
            reduced: Vec::new(),
            gap: 0.0,
        }
    }

    /// Takes over the mixture of another problem with the same units and reps.
    pub fn take_over(&mut self, problem: &Problem, other: Self) {
        for (u, parts) in other.mixture.iter().enumerate() {
            for (rep, part) in parts {
                self.shift(problem, u, *rep as usize, *part);
            }
        }
        self.mixture = other.mixture;
    }

    /// What there was to gain since it was last asked.
    pub fn take_gap(&mut self) -> f64 {
        std::mem::take(&mut self.gap)
    }

    /// Looks at a unit, unless it was calm lately; returns whether it did.
    pub fn visit(&mut self, problem: &Problem, u: usize, round: u32) -> bool {
        if !(round as usize + u).is_multiple_of(1 + usize::from(self.calm[u])) {
            return false;
        }
        let (load, caps) = self.misses.price.split_at(problem.measures.len() * problem.reps);
        reduced_costs(problem, load, caps, u, &mut self.reduced);
        if self.mixture[u].is_empty() {
            self.place(problem, u);
        } else {
            self.improve(problem, u);
        }
        true
    }

    fn cheapest(&self) -> usize {
        let costs = self.reduced.iter().enumerate();
        costs.fold((0, f64::INFINITY), |best, (j, cost)| if *cost < best.1 { (j, *cost) } else { best }).0
    }

    /// A unit comes in: with its present rep where that is possible.
    fn place(&mut self, problem: &Problem, u: usize) {
        let present = problem.present[u];
        let stays = present != NOBODY && self.reduced.get(present as usize).is_some_and(|cost| cost.is_finite());
        let rep = if stays { present as usize } else { self.cheapest() };
        self.mixture[u].push((rep as u16, 1.0));
        self.shift(problem, u, rep, 1.0);
        self.gap = f64::INFINITY;
    }

    /// Adds a part of a unit to the loads of a rep.
    fn shift(&mut self, problem: &Problem, u: usize, rep: usize, part: f64) {
        let reps = problem.reps;
        for (k, measure) in problem.measures.iter().enumerate() {
            self.misses.add(k * reps + rep, part * measure.amount.of(u, rep, reps));
        }
        let first = problem.measures.len() * reps;
        for (c, cap) in problem.caps.iter().enumerate() {
            if cap.weight[u] > 0.0 {
                self.misses.add(first + c, part * cap.moved(u, rep));
            }
        }
    }

    /// Moves as much of a unit as pays from its dearest rep to the cheapest.
    fn improve(&mut self, problem: &Problem, u: usize) {
        let to = self.cheapest();
        let least = self.reduced[to];
        let parts = &self.mixture[u];
        self.gap += parts.iter().map(|(rep, part)| part * (self.reduced[*rep as usize] - least)).sum::<f64>();
        let dearer = |a: &&(u16, f64), b: &&(u16, f64)| {
            self.reduced[a.0 as usize].total_cmp(&self.reduced[b.0 as usize]).then(b.0.cmp(&a.0))
        };
        let Some(&(from, held)) = parts.iter().max_by(dearer) else { return };
        let gain = self.reduced[from as usize] - least;
        if gain <= 0.0 || from as usize == to {
            self.calm[u] = (self.calm[u] + 1).min(LONGEST_NAP);
            return;
        }
        self.calm[u] = 0;
        let part = held.min(gain / self.steepness(problem, u, from as usize, to).max(f64::MIN_POSITIVE));
        self.shift(problem, u, from as usize, -part);
        self.shift(problem, u, to, part);
        let parts = &mut self.mixture[u];
        parts.iter_mut().filter(|entry| entry.0 == from).for_each(|entry| entry.1 -= part);
        parts.retain(|entry| entry.1 > 0.0);
        match parts.iter_mut().find(|entry| entry.0 as usize == to) {
            Some(entry) => entry.1 += part,
            None => parts.push((to as u16, part)),
        }
    }

    /// How fast the gain of moving a unit falls, at most.
    fn steepness(&self, problem: &Problem, u: usize, from: usize, to: usize) -> f64 {
        let square = |row: usize, amount: f64| {
            let relative = amount / self.misses.size[row];
            relative * relative
        };
        let of_measure = |(k, amount): (usize, &Amount)| {
            let row = k * problem.reps;
            square(row + from, amount.of(u, from, problem.reps)) + square(row + to, amount.of(u, to, problem.reps))
        };
        let measures = problem.measures.iter().map(|measure| &measure.amount).enumerate().map(of_measure);
        let first = problem.measures.len() * problem.reps;
        let caps = problem.caps.iter().enumerate().filter(|(_, cap)| cap.weight[u] > 0.0);
        let caps = caps.map(|(c, cap)| square(first + c, cap.moved(u, to) - cap.moved(u, from)));
        measures.sum::<f64>() + caps.sum::<f64>()
    }
}
