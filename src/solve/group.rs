//! A few reps and the units they could share otherwise, as a small problem of its own.

use crate::solve::charges::Charges;
use crate::solve::core::Core;
use crate::solve::plan::Plan;

/// A row that the group's units change.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Row as in [`Charges`].
    pub index: usize,
    /// Points per unit of load under the group's prices.
    pub price: f64,
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
    /// Cost of each place.
    pub costs: Vec<f64>,
    /// What each place brings to each row.
    pub uses: Vec<f64>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What the plan costs in the group: costs of its units and charges on its rows.
    pub present: f64,
}

impl Group {
    /// States the problem of sharing the units of `reps` anew.
    pub fn state(&mut self, plan: &Plan, scene: &Scene, reps: &[u16]) {
        self.reps.clear();
        self.reps.extend_from_slice(reps);
        self.gather(plan, scene.core);
        self.list_rows(plan, scene);
        self.fill(plan, scene);
    }

    /// Places of the unit in a slot.
    pub fn places(&self, slot: usize) -> std::ops::Range<usize> {
        self.first[slot] as usize..self.first[slot + 1] as usize
    }

    /// What a place brings to each row.
    pub fn uses_of(&self, place: usize) -> &[f64] {
        let width = self.rows.len();
        &self.uses[place * width..(place + 1) * width]
    }

    /// Cost of a place under the group's prices.
    pub fn reduced(&self, place: usize) -> f64 {
        let priced = self.uses_of(place).iter().zip(&self.rows).map(|(amount, row)| amount * row.price);
        self.costs[place] + priced.sum::<f64>()
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        (self.units.capacity() + self.first.capacity() + self.arcs.capacity()) * 4
            + (self.costs.capacity() + self.uses.capacity()) * 8
    }

    fn slot_of(&self, rep: u16) -> Option<usize> {
        self.reps.iter().position(|own| *own == rep)
    }

    /// Finds the units that are with a rep of the group and could be with another, and their arcs there.
    fn gather(&mut self, plan: &Plan, core: &Core) {
        let mut units = std::mem::take(&mut self.units);
        units.clear();
        for &rep in &self.reps {
            let away = core.arcs_into(rep as usize).iter().map(|&arc| (arc, core.unit[arc as usize]));
            let away = away.filter(|&(arc, u)| plan.at[u as usize] != arc);
            units.extend(
                away.map(|(_, u)| u).filter(|&u| self.slot_of(core.rep[plan.at[u as usize] as usize]).is_some()),
            );
        }
        units.sort_unstable();
        units.dedup();
        self.first.clear();
        self.first.push(0);
        self.arcs.clear();
        for &u in &units {
            let inside = core.arcs(u as usize).filter(|&arc| self.reps.contains(&core.rep[arc]));
            self.arcs.extend(inside.map(|arc| arc as u32));
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
            Row { index: row, price: scene.prices[row], fixed: load, low: 0.0, high: 0.0 }
        }));
        self.present = self.rows.iter().map(|row| scene.charges.of(row.index, row.fixed)).sum();
    }

    /// Fills costs and uses; takes the units' own part out of the fixed loads.
    fn fill(&mut self, plan: &Plan, scene: &Scene) {
        let (core, measures, width) = (scene.core, scene.measures, self.rows.len());
        let inner = self.reps.len() * measures;
        self.costs.clear();
        self.uses.clear();
        self.uses.resize(self.arcs.len() * width, 0.0);
        for (place, &arc) in self.arcs.iter().enumerate() {
            let arc = arc as usize;
            let base = self.slot_of(core.rep[arc]).unwrap_or(0) * measures;
            let uses = &mut self.uses[place * width..(place + 1) * width];
            let (loads, moved) = core.uses_of(arc).split_at(measures);
            uses[base..base + measures].copy_from_slice(loads);
            uses[inner..].copy_from_slice(moved);
            self.costs.push(core.cost[arc]);
            if plan.at[core.unit[arc] as usize] as usize == arc {
                self.present += core.cost[arc];
                self.rows.iter_mut().zip(uses).for_each(|(row, amount)| row.fixed -= *amount);
            }
        }
        self.note_ranges();
    }

    /// Notes between which loads each row can come to lie.
    fn note_ranges(&mut self) {
        for d in 0..self.rows.len() {
            let (mut low, mut high) = (self.rows[d].fixed, self.rows[d].fixed);
            for slot in 0..self.units.len() {
                let amounts = self.places(slot).map(|place| self.uses_of(place)[d]);
                let (least, most) =
                    amounts.fold((f64::INFINITY, 0.0_f64), |(least, most), a| (least.min(a), most.max(a)));
                low += least;
                high += most;
            }
            (self.rows[d].low, self.rows[d].high) = (low, high);
        }
    }
}
