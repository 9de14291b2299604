//! A few reps and the units they could share otherwise, as a small problem of its own.

use crate::solve::charges::Charges;
use crate::solve::core::Core;
use crate::solve::plan::Plan;

/// Choices further off than this part of what the group costs above its bound are left as they are: by the prices of
/// the whole problem one of them alone would eat up most of what a better sharing can earn.
const NEAR: f64 = 0.5;

/// Not in the group.
const ABSENT: u16 = u16::MAX;

/// A row that the group's units change.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Row as in [`Charges`].
    pub index: usize,
    /// Load that no sharing changes.
    pub fixed: f64,
    /// Least load that any sharing gives.
    pub low: f64,
    /// Most load that any sharing gives.
    pub high: f64,
}

/// What surrounds a group.
pub(super) struct Scene<'a> {
    /// The core.
    pub core: &'a Core,
    /// The charges.
    pub charges: &'a Charges,
    /// Price of each row.
    pub prices: &'a [f64],
    /// How many of the amounts are measures; caps follow.
    pub measures: usize,
    /// Arcs that may be used; all where empty.
    pub open: &'a [bool],
}

impl Scene<'_> {
    /// Whether an arc may be used.
    pub fn is_open(&self, arc: usize) -> bool {
        self.open.get(arc).is_none_or(|open| *open)
    }
}

/// The small problem; keeps its buffers between uses.
#[derive(Default)]
pub(super) struct Group {
    /// Reps of the group.
    pub reps: Vec<u16>,
    /// Units that the group could share otherwise.
    pub units: Vec<u32>,
    /// Where the places of each unit begin, and the end.
    pub first: Vec<u32>,
    /// Arc of each place.
    pub arcs: Vec<u32>,
    /// First row of each place's rep; its measures follow.
    pub seat: Vec<u32>,
    /// Cost of each place.
    pub costs: Vec<f64>,
    /// What each place brings, amount after amount: to the rep's measures, then to the caps.
    pub uses: Vec<f64>,
    /// The rows: the measures of each rep, then the caps.
    pub rows: Vec<Row>,
    /// Price of each row, in points per unit of load.
    pub prices: Vec<f64>,
    /// How many of the amounts are measures.
    pub measures: usize,
    /// Measures and caps.
    pub width: usize,
    /// What the plan costs in the group: costs of its units and charges on its rows.
    pub present: f64,
    /// Where each rep of the problem stands in `reps`; `ABSENT` where it is not in the group.
    index_of: Vec<u16>,
}

impl Group {
    /// States the problem of sharing the units of `reps` anew.
    pub fn state(&mut self, plan: &Plan, scene: &Scene, reps: &[u16], forced: Option<u32>) {
        self.index_of.resize(scene.core.reps(), ABSENT);
        self.reps.iter().for_each(|rep| self.index_of[*rep as usize] = ABSENT);
        self.reps.clear();
        self.reps.extend_from_slice(reps);
        (0..).zip(reps).for_each(|(index, rep)| self.index_of[*rep as usize] = index);
        (self.measures, self.width) = (scene.measures, scene.core.width);
        let reach = NEAR * self.excess(plan, scene);
        self.gather(plan, scene, reach, forced);
        self.list_rows(plan, scene);
        self.fill(plan, scene);
    }

    /// Places of the unit in a slot.
    pub fn places(&self, slot: usize) -> std::ops::Range<usize> {
        self.first[slot] as usize..self.first[slot + 1] as usize
    }

    /// How much of an amount each place brings: a measure, or after these a cap.
    pub fn amounts(&self, d: usize) -> &[f64] {
        let places = self.arcs.len();
        &self.uses[d * places..(d + 1) * places]
    }

    /// The row that an amount of a place counts in: its rep's, or a cap's.
    #[inline]
    pub fn row_of(&self, d: usize, place: usize) -> usize {
        if d < self.measures { self.seat[place] as usize + d } else { self.first_cap() + d - self.measures }
    }

    /// The first row that is a cap.
    pub fn first_cap(&self) -> usize {
        self.reps.len() * self.measures
    }

    /// Fills in the cost of each place under the group's prices.
    pub fn reduce(&self, reduced: &mut Vec<f64>) {
        reduced.clone_from(&self.costs);
        for d in 0..self.width {
            let priced = reduced.iter_mut().zip(self.amounts(d));
            if d < self.measures {
                let prices = &self.prices[d..];
                priced.zip(&self.seat).for_each(|((sum, amount), seat)| *sum += prices[*seat as usize] * amount);
            } else {
                let price = self.prices[self.first_cap() + d - self.measures];
                priced.for_each(|(sum, amount)| *sum += price * amount);
            }
        }
    }

    /// The cheapest place of the unit in a slot, the first of equal ones.
    #[inline]
    pub fn cheapest(&self, slot: usize, reduced: &[f64]) -> usize {
        let places = self.places(slot);
        debug_assert!(!places.is_empty(), "a unit without any place");
        let (mut best, mut least) = (places.start, f64::INFINITY);
        for (place, &cost) in (places.start..).zip(&reduced[places]) {
            // Both in any case: a processor would guess wrong too often.
            best = if cost < least { place } else { best };
            least = if cost < least { cost } else { least };
        }
        best
    }

    /// Adds what a place brings, `times` as often, to the loads of the rows.
    #[inline]
    pub fn load(&self, place: usize, times: f64, loads: &mut [f64]) {
        for d in 0..self.width {
            loads[self.row_of(d, place)] += times * self.amounts(d)[place];
        }
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        (self.units.capacity() + self.first.capacity() + self.arcs.capacity() + self.seat.capacity()) * 4
            + (self.costs.capacity() + self.uses.capacity()) * 8
            + self.index_of.capacity() * 2
    }

    fn index_in_group(&self, rep: u16) -> Option<usize> {
        let index = self.index_of[rep as usize];
        (index != ABSENT).then_some(index as usize)
    }

    /// What the plan costs in the group above the bound that the prices of the whole problem prove.
    fn excess(&self, plan: &Plan, scene: &Scene) -> f64 {
        let mut excess = 0.0;
        for &rep in &self.reps {
            excess += plan.gap_of[rep as usize];
            let rows = rep as usize * scene.measures..(rep as usize + 1) * scene.measures;
            excess += rows.map(|row| scene.charges.excess(row, plan.load[row], scene.prices[row])).sum::<f64>();
        }
        excess
    }

    /// Finds the units that are with a rep of the group and could well be with another, and their arcs there.
    fn gather(&mut self, plan: &Plan, scene: &Scene, reach: f64, forced: Option<u32>) {
        let core = scene.core;
        let forced_unit = forced.map(|arc| core.unit[arc as usize]);
        let mut units = std::mem::take(&mut self.units);
        units.clear();
        for &rep in &self.reps {
            for (arc, u) in core.near_arcs_with_units(rep as usize, reach) {
                let now = plan.rep_of[u as usize];
                if now != rep && self.index_in_group(now).is_some() && scene.is_open(arc as usize) {
                    units.push(u);
                }
            }
        }
        units.extend(forced_unit);
        units.sort_unstable();
        units.dedup();
        self.first.clear();
        self.first.push(0);
        self.arcs.clear();
        self.seat.clear();
        for &u in &units {
            let usable = |&arc: &usize| scene.is_open(arc) || plan.at[u as usize] == arc as u32;
            for arc in
                core.arcs(u as usize).filter(usable).filter(|&arc| forced_unit != Some(u) || forced == Some(arc as u32))
            {
                if let Some(index) = self.index_in_group(core.rep[arc]) {
                    self.arcs.push(arc as u32);
                    self.seat.push((index * self.measures) as u32);
                }
            }
            self.first.push(self.arcs.len() as u32);
        }
        self.units = units;
    }

    /// The rows of the group's reps, then the caps, with the loads of the present plan.
    fn list_rows(&mut self, plan: &Plan, scene: &Scene) {
        let cap_rows = scene.charges.first_cap();
        let measures = scene.measures;
        let of_reps = self.reps.iter().flat_map(|&j| (0..measures).map(move |k| j as usize * measures + k));
        self.rows.clear();
        self.rows.extend(of_reps.chain(cap_rows..plan.load.len()).map(|row| {
            let load = plan.load[row];
            Row { index: row, fixed: load, low: 0.0, high: 0.0 }
        }));
        self.prices.clear();
        self.prices.extend(self.rows.iter().map(|row| scene.prices[row.index]));
        self.present = self.rows.iter().map(|row| scene.charges.of(row.index, row.fixed)).sum();
    }

    /// Fills costs and uses; takes the units' own part out of the fixed loads.
    fn fill(&mut self, plan: &Plan, scene: &Scene) {
        let core = scene.core;
        self.costs.clear();
        self.uses.clear();
        let mut fixed: Vec<f64> = self.rows.iter().map(|row| row.fixed).collect();
        self.costs.extend(self.arcs.iter().map(|&arc| core.cost[arc as usize]));
        for d in 0..self.width {
            self.uses.extend(self.arcs.iter().map(|&arc| core.uses_of(arc as usize)[d]));
        }
        for &u in &self.units {
            let at = plan.at[u as usize] as usize;
            self.present += core.cost[at];
            let seat = self.index_in_group(core.rep[at]).unwrap_or(0) * self.measures;
            let (own, moved) = core.uses_of(at).split_at(self.measures);
            fixed[seat..].iter_mut().zip(own).for_each(|(load, amount)| *load -= amount);
            fixed[self.first_cap()..].iter_mut().zip(moved).for_each(|(load, amount)| *load -= amount);
        }
        self.rows.iter_mut().zip(fixed).for_each(|(row, load)| row.fixed = load);
        self.note_ranges();
    }

    /// Notes between which loads each row can come to lie.
    fn note_ranges(&mut self) {
        let rows = self.rows.len();
        let (mut low, mut high) = (vec![0.0; rows], vec![0.0; rows]);
        for d in 0..self.measures {
            let amounts = self.amounts(d).iter().zip(&self.seat);
            amounts.for_each(|(amount, seat)| high[*seat as usize + d] += amount);
        }
        for (row, d) in (self.first_cap()..).zip(self.measures..self.width) {
            let amounts = self.amounts(d);
            for slot in 0..self.units.len() {
                let moved = &amounts[self.places(slot)];
                low[row] += moved.iter().copied().fold(f64::INFINITY, f64::min);
                high[row] += moved.iter().copied().fold(0.0, f64::max);
            }
        }
        for (d, row) in self.rows.iter_mut().enumerate() {
            (row.low, row.high) = (row.fixed + low[d], row.fixed + high[d]);
        }
    }
}
