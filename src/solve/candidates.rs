//! The few promising reps of each unit, and the units that surely stay with their first.

use crate::problem::Problem;
use crate::solve::rows::Rows;

/// Candidate pairs, unit after unit in the order of the levels.
#[derive(Default)]
pub(super) struct Candidates {
    /// Where the candidates of each unit begin, and the end.
    pub first: Vec<u32>,
    /// Rep of each candidate.
    pub rep: Vec<u16>,
    /// Cost of each candidate in points.
    pub cost: Vec<f32>,
    /// Scaled amounts of each candidate: measures, then moved weights.
    pub uses: Vec<f32>,
    /// Change of a scaled price up to which the unit surely stays with its first candidate.
    pub firm: Vec<f32>,
}

impl Candidates {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.first.clear();
        self.first.push(0);
        self.rep.clear();
        self.cost.clear();
        self.uses.clear();
        self.firm.clear();
    }

    /// Takes in the next unit, `u`, with the chosen reps.
    pub fn keep(&mut self, problem: &Problem, rows: &Rows, u: usize, chosen: &[(f64, u16)]) {
        let begin = self.uses.len();
        for &(_, j) in chosen {
            let rep = j as usize;
            self.rep.push(j);
            self.cost.push(problem.cost[u * problem.reps + rep]);
            let measures = problem.measures.iter().map(|measure| measure.amount.of(u, rep, problem.reps));
            let caps = problem.caps.iter().map(|cap| cap.weight[u]);
            self.uses.extend(measures.chain(caps).zip(&rows.scale).map(|(amount, size)| (amount / size) as f32));
        }
        for (c, cap) in problem.caps.iter().enumerate() {
            let d = rows.measures + c;
            for &(_, j, kept) in cap.kept_of(u) {
                if let Some(place) = chosen.iter().position(|entry| entry.1 == j) {
                    self.uses[begin + place * rows.width + d] = ((cap.weight[u] - kept) / rows.scale[d]) as f32;
                }
            }
        }
        self.first.push(self.rep.len() as u32);
    }

    /// Notes how far prices may change before the unit just taken in could prefer another of its candidates.
    pub fn note_firmness(&mut self, slot: usize, chosen: &[(f64, u16)], width: usize) {
        let least = chosen.first().map_or(0.0, |entry| entry.0);
        let second = chosen.iter().skip(1).map(|entry| entry.0).fold(f64::INFINITY, f64::min);
        let own = self.first[slot] as usize..self.first[slot + 1] as usize;
        let use_of = |arc: usize| self.uses[arc * width..(arc + 1) * width].iter().sum::<f32>();
        let most = own.map(use_of).fold(0.0, f32::max);
        self.firm.push(((second - least).max(0.0) * 0.499 / f64::from(most).max(1e-12)) as f32);
    }

    /// The cheapest candidate of the unit at `slot` under the prices, `width` per rep, and its reduced cost.
    #[inline]
    pub fn cheapest(&self, slot: usize, width: usize, prices_by_rep: &[f32]) -> Option<(usize, f32)> {
        let (mut best, mut least) = (None, f32::INFINITY);
        let own = self.first[slot] as usize..self.first[slot + 1] as usize;
        for (arc, (&rep, &cost)) in own.clone().zip(self.rep[own.clone()].iter().zip(&self.cost[own])) {
            let uses = &self.uses[arc * width..(arc + 1) * width];
            let prices = &prices_by_rep[rep as usize * width..(rep as usize + 1) * width];
            let reduced = cost + uses.iter().zip(prices).map(|(amount, price)| amount * price).sum::<f32>();
            if reduced < least {
                (best, least) = (Some(arc), reduced);
            }
        }
        Some((best?, least))
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.first.capacity() * 4
            + self.rep.capacity() * 2
            + (self.cost.capacity() + self.uses.capacity() + self.firm.capacity()) * 4
    }
}

/// Units that the trial prices cannot tempt away from their first candidate, summed once per scan.
#[derive(Default)]
pub(super) struct Settled {
    /// Places in the order of the levels, the least firm first.
    pub line: Vec<u32>,
    /// How many of the line are awake, that is, priced anew at each iteration.
    pub awake: usize,
    /// Loads and cost of the units that sleep.
    pub loads: Vec<f64>,
    pub cost: f64,
    /// Prices of the scan.
    pub centre: Vec<f64>,
}

impl Settled {
    /// Adds a unit with its first candidate, `weight` times.
    pub fn add(&mut self, arcs: &Candidates, width: usize, slot: usize, weight: f64) {
        let arc = arcs.first[slot] as usize;
        if arc == arcs.first[slot + 1] as usize {
            return;
        }
        let rep = arcs.rep[arc] as usize;
        self.cost += weight * f64::from(arcs.cost[arc]);
        let loads = &mut self.loads[rep * width..(rep + 1) * width];
        let uses = &arcs.uses[arc * width..(arc + 1) * width];
        loads.iter_mut().zip(uses).for_each(|(load, amount)| *load += weight * f64::from(*amount));
    }
}
