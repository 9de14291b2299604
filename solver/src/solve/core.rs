//! The core: each unit's few best reps under the prices, and which of these choices are close.

use crate::problem::Measure;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::solve::nearest::Nearest;
use crate::solve::pricing::Pricing;

/// Reps per unit in the core, apart from those that keep something of the unit today.
const CHOICES: usize = 6;
/// Arcs into each rep at least, as a multiple of the mean number of units per rep.
const AROUND: usize = 2;
/// Arcs that any problem may have: a small one looks at every pair, or it would miss plans where costs are flat.
const SMALL: usize = 12_000;

/// Choices closer than this part of what the mean unit's second choice costs more are as good as equal.
const TIE: f64 = 0.01;

/// Where more of the units than this part have such choices, prices settle little.
const OPEN: f64 = 0.25;

/// Parts of the grain: of what a choice is worth, and of what a unit adds to penalties.
const CHOICE: f64 = 0.1;
const BALANCE: f64 = 0.01;

/// Pairs of unit and rep ("arcs") worth trying. Arcs of unit `u` are `first[u]..first[u + 1]`, cheapest first.
#[derive(Default)]
pub(super) struct Core {
    /// First arc of each unit, and the end.
    pub first: Vec<u32>,
    /// Unit of each arc.
    pub unit: Vec<u32>,
    /// Rep of each arc.
    pub rep: Vec<u16>,
    /// Cost of each arc in points.
    pub cost: Vec<f64>,
    /// Amounts of each arc: measures, then moved weights; `width` per arc.
    pub uses: Vec<f64>,
    /// Reduced cost above the unit's least, in points.
    pub gap: Vec<f64>,
    /// Measures and caps.
    pub width: usize,
    /// Gap up to which choices are as good as equal, in points.
    pub tie: f64,
    /// How many units have several such choices.
    tied: usize,
    /// All arcs, the closest decisions first.
    pub order: Vec<u32>,
    /// How undecided each arc of `order` is, in points: rising.
    pub order_key: Vec<f64>,
    /// Arcs into each rep, the closest decisions first: `around[around_first[j]..around_first[j + 1]]`.
    pub around: Vec<u32>,
    /// How undecided each arc of `around` is, in points.
    around_key: Vec<f32>,
    /// Unit of each arc of `around`.
    around_unit: Vec<u32>,
    /// Where the arcs of each rep begin in `around`, and the end.
    pub around_first: Vec<u32>,
    /// While the core is filled: how near a unit must be to each rep to be taken in for the rep's sake.
    nearest: Vec<Nearest>,
    bars: Vec<f64>,
    looked_at: usize,
    /// What second choices of the units looked at cost more, in points.
    seconds: f64,
}

impl Core {
    /// An empty core that [`Core::advance`] fills.
    pub fn new(problem: &Problem) -> Self {
        let width = problem.measures.len() + problem.caps.len();
        let count = AROUND * problem.units / problem.reps.max(1);
        let nearest = (0..problem.reps).map(|_| Nearest::new(count)).collect();
        Self { first: vec![0], width, nearest, ..Self::default() }
    }

    /// Looks at a few units, first to learn how near they are to the reps, then to take them in, with the rep that the
    /// `shown` plan gives them; returns the work done, or `None` when all are in.
    pub fn advance(&mut self, problem: &Problem, prices: &Prices, shown: &[u16], pricing: &mut Pricing) -> Option<u64> {
        if self.looked_at < problem.units {
            return Some(self.look(problem, prices, pricing));
        }
        let begin = self.first.len() - 1;
        if begin == problem.units {
            return None;
        }
        let end = (begin + 16).min(problem.units);
        for (u, &in_plan) in shown.iter().enumerate().take(end).skip(begin) {
            pricing.price(problem, prices, u);
            let count = CHOICES.max(SMALL / problem.units.max(1));
            pricing.choose(problem, u, count, &[]);
            pricing.vary(problem, u, count, self.tie);
            pricing.keep_in_view(in_plan);
            let least = pricing.chosen.first().map_or(0.0, |entry| entry.0);
            for (j, bar) in self.bars.iter().enumerate() {
                if pricing.reduced[j] - least < *bar {
                    pricing.keep_in_view(j as u16);
                }
            }
            for &(reduced, j) in &pricing.chosen {
                let rep = j as usize;
                self.unit.push(u as u32);
                self.rep.push(j);
                self.cost.push(f64::from(problem.cost[u * problem.reps + rep]));
                self.gap.push((reduced - least).max(0.0));
                self.uses.extend(problem.measures.iter().map(|measure| measure.amount.of(u, rep, problem.reps)));
                self.uses.extend(problem.caps.iter().map(|cap| cap.moved(u, rep)));
            }
            self.first.push(self.unit.len() as u32);
        }
        Some(((end - begin) * (problem.reps * (self.width + 2) + 200)) as u64)
    }

    /// Learns how near a few units are to the reps; returns the work done.
    fn look(&mut self, problem: &Problem, prices: &Prices, pricing: &mut Pricing) -> u64 {
        let end = (self.looked_at + 16).min(problem.units);
        for u in self.looked_at..end {
            pricing.price(problem, prices, u);
            let (least, second) = two_least(&pricing.reduced);
            self.seconds += if second.is_finite() { second - least } else { 0.0 };
            let offers = self.nearest.iter_mut().zip(&pricing.reduced);
            offers.filter(|(_, cost)| cost.is_finite()).for_each(|(nearest, cost)| nearest.offer(cost - least));
        }
        let work = (end - self.looked_at) * problem.reps * (self.width + 3);
        self.looked_at = end;
        if end == problem.units {
            self.bars = std::mem::take(&mut self.nearest).into_iter().map(|mut nearest| nearest.bar()).collect();
            self.tie = TIE * self.seconds / problem.units as f64;
        }
        work as u64
    }

    /// Sorts the arcs by how undecided they are. Arcs of units without a choice are left out.
    pub fn sort(&mut self, reps: usize) {
        self.tied = (0..self.units()).filter(|&u| self.is_tied(u)).count();
        let mut keyed: Vec<(f64, u32)> = Vec::with_capacity(self.unit.len());
        for u in 0..self.units() {
            let arcs = self.arcs(u);
            let Some(second) = self.second_gap(u) else { continue };
            keyed.extend(arcs.map(|arc| (self.gap[arc].max(second), arc as u32)));
        }
        keyed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        self.order = keyed.iter().map(|entry| entry.1).collect();
        self.order_key = keyed.iter().map(|entry| entry.0).collect();
        self.group_by_rep(reps);
    }

    fn group_by_rep(&mut self, reps: usize) {
        let mut first = vec![0_u32; reps + 1];
        self.order.iter().for_each(|&arc| first[self.rep[arc as usize] as usize + 1] += 1);
        (0..reps).for_each(|j| first[j + 1] += first[j]);
        let mut next = first.clone();
        self.around = vec![0; self.order.len()];
        self.around_key = vec![0.0; self.order.len()];
        self.around_unit = vec![0; self.order.len()];
        for (&arc, key) in self.order.iter().zip(&self.order_key) {
            let place = &mut next[self.rep[arc as usize] as usize];
            self.around[*place as usize] = arc;
            self.around_key[*place as usize] = *key as f32;
            self.around_unit[*place as usize] = self.unit[arc as usize];
            *place += 1;
        }
        self.around_first = first;
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// Whether several choices of unit `u` are as good as equal.
    pub fn is_tied(&self, u: usize) -> bool {
        self.second_gap(u).is_some_and(|gap| gap <= self.tie)
    }

    /// Whether that holds for many units, as between the reps of one town: prices leave the search a good part of the work.
    pub fn is_open(&self) -> bool {
        self.tied as f64 > OPEN * self.units() as f64
    }

    /// How many reps there are.
    pub fn reps(&self) -> usize {
        self.around_first.len().saturating_sub(1)
    }

    /// Arcs into a rep of units that have a choice, the closest decisions first.
    pub fn arcs_into(&self, rep: usize) -> &[u32] {
        &self.around[self.around_first[rep] as usize..self.around_first[rep + 1] as usize]
    }

    /// The same, as far as the decisions are closer than `reach` points.
    pub fn near_arcs_into(&self, rep: usize, reach: f64) -> &[u32] {
        let own = self.around_first[rep] as usize..self.around_first[rep + 1] as usize;
        let near = self.around_key[own.clone()].partition_point(|key| f64::from(*key) <= reach);
        &self.around[own][..near]
    }

    /// The same, with the unit of each.
    pub fn near_arcs_with_units(&self, rep: usize, reach: f64) -> impl Iterator<Item = (u32, u32)> {
        let begin = self.around_first[rep] as usize;
        let arcs = self.near_arcs_into(rep, reach);
        arcs.iter().copied().zip(self.around_unit[begin..].iter().copied())
    }

    /// Arcs of unit `u`.
    pub fn arcs(&self, u: usize) -> std::ops::Range<usize> {
        self.first[u] as usize..self.first[u + 1] as usize
    }

    /// The arcs of a plan, given the rep of each unit; a unit whose rep is not in the core is put on its cheapest arc.
    pub fn arcs_of(&self, reps_of: &[u16]) -> Vec<u32> {
        let arc_of = |(u, rep): (usize, &u16)| {
            let arcs = self.arcs(u);
            arcs.clone().find(|&arc| self.rep[arc] == *rep).unwrap_or(arcs.start) as u32
        };
        reps_of.iter().enumerate().map(arc_of).collect()
    }

    /// Amounts of an arc.
    pub fn uses_of(&self, arc: usize) -> &[f64] {
        &self.uses[arc * self.width..(arc + 1) * self.width]
    }

    /// The grain of the puzzle, in points: a part of what the mean unit's choice is worth. Where choices cost next to
    /// nothing and balance is all that counts, a part of what the mean unit adds to a penalty: at temperatures far below
    /// that nothing would move.
    pub fn grain(&self, problem: &Problem) -> f64 {
        let seconds = (0..self.units()).filter_map(|u| self.second_gap(u));
        let (sum, count) = seconds.fold((0.0, 0.0), |(sum, count), gap| (sum + gap, count + 1.0));
        let choice = sum / f64::max(count, 1.0);
        let grain = (CHOICE * choice).max(BALANCE * self.balance_of_unit(problem));
        if grain > 0.0 { grain } else { 1e-3 }
    }

    /// What the mean unit with its first choice adds to the penalties of a mean rep, in points.
    fn balance_of_unit(&self, problem: &Problem) -> f64 {
        let units = self.units();
        let of_measure = |(k, measure): (usize, &Measure)| {
            let slopes: f64 = measure.hinges.iter().map(|(_, hinge)| 0.5 * (hinge.below + hinge.above)).sum();
            let loads: f64 = (0..units).map(|u| self.uses_of(self.first[u] as usize)[k]).sum();
            slopes / problem.reps as f64 * loads / units as f64
        };
        problem.measures.iter().enumerate().map(of_measure).sum()
    }

    /// By how much the second choice of unit `u` is worse than the first; `None` where there is no choice.
    fn second_gap(&self, u: usize) -> Option<f64> {
        self.arcs(u).skip(1).map(|arc| self.gap[arc]).reduce(f64::min)
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        (self.first.capacity() + self.unit.capacity() + self.order.capacity() + 3 * self.around.capacity()) * 4
            + self.rep.capacity() * 2
            + self.nearest.iter().map(Nearest::memory_bytes).sum::<usize>()
            + (self.cost.capacity() + self.uses.capacity() + self.gap.capacity() + self.order_key.capacity()) * 8
    }
}

/// The least of the costs and the next; those that are no number count as infinite.
fn two_least(costs: &[f64]) -> (f64, f64) {
    costs.iter().fold((f64::INFINITY, f64::INFINITY), |(least, second), &cost| {
        if cost < least {
            (cost, least)
        } else if cost < second {
            (least, cost)
        } else {
            (least, second)
        }
    })
}
