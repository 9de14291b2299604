//! The few promising reps of each unit, and the units that surely stay with their first.
//!
//! Pricing them again and again is most of what the dual does, and on large problems most of that is waiting for
//! memory. So all that is nearly always looked at lies together, unit after unit: two candidates are enough for most
//! units, the others lie apart.

use crate::problem::Problem;
use crate::solve::rows::Rows;

/// Candidates of a unit that lie near.
const NEAR: usize = 2;
/// Numbers of a candidate before its amounts: reduced cost at the scan, rep.
const HEAD: usize = 2;

/// A candidate of a unit.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    /// Its reduced cost at the prices of the scan.
    pub base: f32,
    /// Its rep.
    pub rep: usize,
    /// Its scaled amounts: measures, then moved weights.
    pub uses: &'a [f32],
}

impl Candidate<'_> {
    /// Its reduced cost after the prices have changed.
    #[inline]
    fn reduced(&self, changes: &Changes) -> f32 {
        let changes = &changes.by_rep[self.rep * self.uses.len()..];
        self.base + self.uses.iter().zip(changes).map(|(amount, change)| amount * change).sum::<f32>()
    }
}

/// Candidates, unit after unit in the order of the levels, those of a unit by rising reduced cost.
#[derive(Default)]
pub(super) struct Candidates {
    /// Measures and caps.
    width: usize,
    /// Per unit the reduced cost of the best one that lies apart, then the most of each amount that any candidate uses,
    /// then the first candidates; a missing one is infinitely dear.
    near: Vec<f32>,
    /// The other candidates of each unit.
    far: Vec<f32>,
    /// Where the others of each unit begin, and the end.
    first: Vec<u32>,
    /// How firmly each unit stays with its first candidate: see [`firmness`].
    pub firm: Vec<u32>,
    /// Candidates of the unit that is being taken in, two at least.
    unit: Vec<f32>,
}

impl Candidates {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.near.clear();
        self.far.clear();
        self.first.clear();
        self.first.push(0);
        self.firm.clear();
    }

    /// Takes in the next unit, `u`, with the chosen reps, by rising reduced cost.
    pub fn keep(&mut self, problem: &Problem, rows: &Rows, u: usize, chosen: &[(f64, u16)]) {
        self.width = rows.width;
        let size = HEAD + rows.width;
        self.unit.clear();
        self.unit.resize(size * chosen.len().max(NEAR), 0.0);
        self.unit.chunks_exact_mut(size).skip(chosen.len()).for_each(|missing| missing[0] = f32::INFINITY);
        let pairs = || chosen.iter().map(|&(reduced, j)| (reduced, j as usize));
        for (one, (reduced, rep)) in self.unit.chunks_exact_mut(size).zip(pairs()) {
            (one[0], one[1]) = (reduced as f32, rep as f32);
        }
        let scaled = |d: usize, amount: f64| (amount / rows.scale[d]) as f32;
        for (d, measure) in problem.measures.iter().enumerate() {
            for (one, (_, rep)) in self.unit.chunks_exact_mut(size).zip(pairs()) {
                one[HEAD + d] = scaled(d, measure.amount.of(u, rep, problem.reps));
            }
        }
        for (d, cap) in (rows.measures..).zip(&problem.caps) {
            let moved = scaled(d, cap.weight[u]);
            self.unit.chunks_exact_mut(size).take(chosen.len()).for_each(|one| one[HEAD + d] = moved);
        }
        let begin = self.near.len();
        self.near.push(f32::INFINITY);
        let largest = self.note_most(size);
        // With the reps who have something of the unit, that much less of it moves.
        for (d, cap) in (rows.measures..).zip(&problem.caps) {
            for &(_, j, kept) in cap.kept_of(u) {
                if let Some(place) = chosen.iter().position(|entry| entry.1 == j) {
                    self.unit[place * size + HEAD + d] = scaled(d, cap.weight[u] - kept);
                }
            }
        }
        let (near, far) = self.unit.split_at(NEAR * size);
        self.near[begin] = far.first().copied().unwrap_or(f32::INFINITY);
        self.near.extend(near);
        self.far.extend(far);
        self.first.push(self.far.len() as u32);
        let gap = match chosen {
            [first, second, ..] => second.0 - first.0,
            _ => f64::INFINITY,
        };
        self.firm.push(firmness(gap * 0.499 / f64::from(largest).max(1e-12)));
    }

    /// Notes the most of each amount that any candidate of the unit being taken in uses; returns the largest sum of one
    /// candidate's amounts.
    fn note_most(&mut self, size: usize) -> f32 {
        let begin = self.near.len();
        self.near.resize(begin + size - HEAD, 0.0);
        let mut largest = 0.0_f32;
        for one in self.unit.chunks_exact(size) {
            let uses = &one[HEAD..];
            largest = largest.max(uses.iter().sum());
            self.near[begin..].iter_mut().zip(uses).for_each(|(most, amount)| *most = most.max(*amount));
        }
        largest
    }

    /// The candidate of the unit at `slot` that was the cheapest at the scan; none where it has none.
    pub fn cheapest_at_scan(&self, slot: usize) -> Option<Candidate<'_>> {
        self.near(slot).2.next().filter(|first| first.base < f32::INFINITY)
    }

    /// The cheapest candidate of the unit at `slot` now, and its reduced cost. Candidates are not looked at that would
    /// be too dear to come first even if all their prices had fallen as far as any.
    #[inline]
    pub fn cheapest(&self, slot: usize, changes: &Changes) -> Option<(Candidate<'_>, f32)> {
        let (next, most, mut near) = self.near(slot);
        let mut best = near.next().filter(|first| first.base < f32::INFINITY)?;
        let mut least = best.reduced(changes);
        let fall = most.iter().zip(&changes.fallen).map(|(most, fallen)| most * fallen).sum::<f32>();
        for candidate in near {
            if candidate.base - fall >= least {
                return Some((best, least));
            }
            let reduced = candidate.reduced(changes);
            if reduced < least {
                (best, least) = (candidate, reduced);
            }
        }
        // Told here already: the ones that lie apart are mostly out of the processor's sight.
        if next - fall >= least {
            return Some((best, least));
        }
        for candidate in self.each(&self.far[self.first[slot] as usize..self.first[slot + 1] as usize]) {
            if candidate.base - fall >= least {
                break;
            }
            let reduced = candidate.reduced(changes);
            if reduced < least {
                (best, least) = (candidate, reduced);
            }
        }
        Some((best, least))
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        (self.near.capacity() + self.far.capacity() + self.first.capacity() + self.firm.capacity()) * 4
    }

    /// What lies near of the unit at `slot`: the reduced cost of the best one that does not, the most of each amount, and
    /// the candidates.
    #[inline]
    fn near(&self, slot: usize) -> (f32, &[f32], impl Iterator<Item = Candidate<'_>>) {
        let size = 1 + self.width + NEAR * (HEAD + self.width);
        let own = &self.near[slot * size..(slot + 1) * size];
        let (most, near) = own[1..].split_at(self.width);
        (own[0], most, self.each(near))
    }

    #[inline]
    fn each<'a>(&self, list: &'a [f32]) -> impl Iterator<Item = Candidate<'a>> + use<'a> {
        list.chunks_exact(HEAD + self.width).map(|one| {
            let (head, uses) = one.split_at(HEAD);
            Candidate { base: head[0], rep: head[1] as usize, uses }
        })
    }
}

/// The class of a change of a scaled price up to which a unit surely stays with its first candidate: two classes to
/// each doubling, so that the units of a class can be looked at in the order of memory.
pub(super) fn firmness(change: f64) -> u32 {
    (change as f32).to_bits() >> 22
}

/// Changes of scaled prices since the scan.
pub(super) struct Changes {
    /// Of each rep's amounts, rep after rep.
    pub by_rep: Vec<f32>,
    /// By how much the price of each amount has fallen, at most over all reps.
    pub fallen: Vec<f32>,
}

/// Units that the trial prices cannot tempt away from their first candidate, summed once per scan.
#[derive(Default)]
pub(super) struct Settled {
    /// Places in the order of the levels, by rising firmness.
    pub line: Vec<u32>,
    /// How many of the line are awake, that is, priced anew at each iteration.
    pub awake: usize,
    /// Loads of the units that sleep.
    pub loads: Vec<f64>,
    /// Their reduced costs at the scan.
    pub base: f64,
}

impl Settled {
    /// Adds a unit with its first candidate, `weight` times.
    pub fn add(&mut self, candidates: &Candidates, slot: usize, weight: f64) {
        let Some(first) = candidates.cheapest_at_scan(slot) else { return };
        self.base += weight * f64::from(first.base);
        let loads = &mut self.loads[first.rep * first.uses.len()..];
        loads.iter_mut().zip(first.uses).for_each(|(load, amount)| *load += weight * f64::from(*amount));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Amount;
    use crate::problem::Cap;
    use crate::problem::Measure;
    use crate::problem::Prices;
    use crate::problem::Window;
    use crate::solve::dice::Dice;
    use crate::solve::pricing::Pricing;

    /// Any numbers will do: what is spared must never have been the cheapest.
    fn some_problem(units: usize, reps: usize, dice: &mut Dice) -> Problem {
        let mut numbers = |count: usize| (0..count).map(|_| dice.part()).collect::<Vec<f64>>();
        let pairs = numbers(units * reps).into_iter().map(|part| part as f32).collect();
        let measure = Measure {
            name: String::new(),
            amount: Amount::Pair(pairs),
            windows: vec![Window::FREE; reps],
            hinges: vec![],
        };
        let kept = (0..units as u32).map(|u| (u, (u as usize % reps) as u16, 0.5)).collect();
        Problem {
            units,
            reps,
            cost: numbers(units * reps).into_iter().map(|part| (5.0 * part) as f32).collect(),
            measures: vec![measure],
            caps: vec![Cap { name: String::new(), weight: vec![1.0; units], kept, limit: 3.0 }],
            present: vec![0; units],
            ..Problem::default()
        }
    }

    #[test]
    fn no_candidate_that_is_spared_a_look_would_have_come_first() {
        let mut dice = Dice::new(7);
        let problem = some_problem(40, 9, &mut dice);
        let rows = Rows::new(&problem);
        let (mut candidates, mut pricing) = (Candidates::default(), Pricing::default());
        candidates.clear();
        for u in 0..problem.units {
            pricing.price(&problem, &Prices::zero(&problem), u);
            pricing.choose(&problem, u, 9, &[]);
            candidates.keep(&problem, &rows, u, &pricing.chosen);
        }
        for size in [0.0, 0.1, 1.0, 10.0] {
            let load: Vec<f64> = (0..9).map(|_| size * (dice.part() - 0.5)).collect();
            let cap = size * dice.part();
            let scaled = |j: usize| [(load[j] * rows.scale[0]) as f32, (cap * rows.scale[1]) as f32];
            let fallen = load.iter().map(|price| (-price * rows.scale[0]) as f32).fold(0.0, f32::max);
            let changes = Changes { by_rep: (0..9).flat_map(scaled).collect(), fallen: vec![fallen, 0.0] };
            for u in 0..problem.units {
                let prices = Prices { load: load.clone(), cap: vec![cap] };
                pricing.price(&problem, &prices, u);
                let least = pricing.reduced.iter().copied().fold(f64::INFINITY, f64::min);
                let (_, found) = candidates.cheapest(u, &changes).unwrap();
                assert!((f64::from(found) - least).abs() < 1e-4 * (1.0 + least.abs()), "{found} against {least}");
            }
        }
    }
}
