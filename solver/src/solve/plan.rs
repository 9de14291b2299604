//! The plan under change: where each unit is, the running loads, and what a shift would change.

use crate::solve::charges::Charges;
use crate::solve::core::Core;

/// No place.
const NOWHERE: u32 = u32::MAX;

/// What a shift would change, in points.
#[derive(Clone, Copy)]
pub(super) struct Change {
    /// Cost and charges together.
    pub total: f64,
    /// Charges on the rep that is left.
    pub left: f64,
    /// Charges on the rep that is joined.
    pub joined: f64,
    /// Charges on the caps.
    pub caps: f64,
}

/// An assignment with its running sums.
#[derive(Clone, Default)]
pub(super) struct Plan {
    /// Arc of each unit.
    pub at: Vec<u32>,
    /// Rep of each unit: told by `at`, too, but asked for so often that it is kept where the cache holds it.
    pub rep_of: Vec<u16>,
    /// Load of each row; rows as in [`Charges`].
    pub load: Vec<f64>,
    /// What the units of each rep cost above their least reduced costs, in points.
    pub gap_of: Vec<f64>,
    /// Rows that break a limit, in no order of meaning.
    pub broken: Vec<u32>,
    broken_place: Vec<u32>,
    /// What each row is charged. A running sum would not do: one broken limit is charged so much that the others' charges
    /// get lost in it.
    charge_of: Vec<f64>,
    cost: f64,
    measures: usize,
    cap_rows: usize,
}

impl Plan {
    /// The plan that puts each unit on an arc.
    pub fn new(at: Vec<u32>, core: &Core, charges: &Charges, measures: usize) -> Self {
        let rows = charges.len();
        let cap_rows = rows - (core.width - measures);
        let mut plan = Self {
            rep_of: vec![0; at.len()],
            at,
            load: vec![0.0; rows],
            gap_of: vec![0.0; core.reps()],
            broken_place: vec![NOWHERE; rows],
            charge_of: vec![0.0; rows],
            measures,
            cap_rows,
            ..Self::default()
        };
        plan.recompute(core, charges);
        plan
    }

    /// Cost and charges, in points.
    pub fn total(&self) -> f64 {
        self.cost + self.charge_of.iter().sum::<f64>()
    }

    /// The same without what caps charge: the objective, up to a constant, of a plan that keeps all limits.
    pub fn value(&self) -> f64 {
        self.cost + self.charge_of[..self.cap_rows].iter().sum::<f64>()
    }

    /// All sums from scratch: another plan was taken over, and running sums drift by rounding.
    pub fn recompute(&mut self, core: &Core, charges: &Charges) {
        self.load.fill(0.0);
        self.gap_of.fill(0.0);
        self.cost = 0.0;
        for (&arc, rep_of) in self.at.iter().zip(&mut self.rep_of) {
            let arc = arc as usize;
            *rep_of = core.rep[arc];
            self.gap_of[core.rep[arc] as usize] += core.gap[arc];
            self.cost += core.cost[arc];
            let base = core.rep[arc] as usize * self.measures;
            for (d, amount) in core.uses_of(arc).iter().enumerate() {
                let row = if d < self.measures { base + d } else { self.cap_rows + d - self.measures };
                self.load[row] += amount;
            }
        }
        self.recharge(charges);
    }

    /// What each row is charged, from its load: charges change between stages.
    pub fn recharge(&mut self, charges: &Charges) {
        for row in 0..self.load.len() {
            self.charge_of[row] = charges.of(row, self.load[row]);
            self.mark(row, charges);
        }
    }

    /// Whether the running sums are what they should be, up to rounding: for assertions.
    pub fn sums_hold(&self, core: &Core) -> bool {
        let mut load = vec![0.0; self.load.len()];
        let mut gap_of = vec![0.0; self.gap_of.len()];
        let mut cost = 0.0;
        for &arc in &self.at {
            cost += core.cost[arc as usize];
            gap_of[core.rep[arc as usize] as usize] += core.gap[arc as usize];
            let base = core.rep[arc as usize] as usize * self.measures;
            for (d, amount) in core.uses_of(arc as usize).iter().enumerate() {
                load[if d < self.measures { base + d } else { self.cap_rows + d - self.measures }] += amount;
            }
        }
        // Rounding is as large as the largest amount that came and went.
        let dearest = core.cost.iter().fold(1.0, |most: f64, cost| most.max(cost.abs()));
        let largest = core.uses.iter().fold(1.0, |most: f64, amount| most.max(amount.abs()));
        let widest = core.gap.iter().fold(1.0, |most: f64, gap| most.max(*gap));
        let near = |(sum, running): (&f64, &f64)| (sum - running).abs() <= 1e-6 * widest.max(sum.abs());
        let reps = self.at.iter().map(|arc| core.rep[*arc as usize]);
        (cost - self.cost).abs() <= 1e-6 * dearest
            && reps.eq(self.rep_of.iter().copied())
            && gap_of.iter().zip(&self.gap_of).all(near)
            && load.iter().zip(&self.load).all(|(sum, running)| (sum - running).abs() <= 1e-6 * largest.max(sum.abs()))
    }

    /// What moving the arc's unit onto it would change.
    pub fn weigh(&self, core: &Core, charges: &Charges, to: usize) -> Change {
        let from = self.at[core.unit[to] as usize] as usize;
        let (old, new) = (core.uses_of(from), core.uses_of(to));
        let (left_base, joined_base) = (core.rep[from] as usize * self.measures, core.rep[to] as usize * self.measures);
        let (mut left, mut joined) = (0.0, 0.0);
        for k in 0..self.measures {
            let row = left_base + k;
            left += charges.of(row, self.load[row] - old[k]) - self.charge_of[row];
            let row = joined_base + k;
            joined += charges.of(row, self.load[row] + new[k]) - self.charge_of[row];
        }
        let mut caps = 0.0;
        for d in self.measures..core.width {
            let (row, extra) = (self.cap_rows + d - self.measures, new[d] - old[d]);
            if extra.abs() > 0.0 {
                caps += charges.of(row, self.load[row] + extra) - self.charge_of[row];
            }
        }
        Change { total: core.cost[to] - core.cost[from] + left + joined + caps, left, joined, caps }
    }

    /// Moves the arc's unit onto it; returns the arc it left.
    pub fn shift(&mut self, core: &Core, charges: &Charges, to: usize) -> usize {
        let u = core.unit[to] as usize;
        let from = self.at[u] as usize;
        self.at[u] = to as u32;
        self.rep_of[u] = core.rep[to];
        self.gap_of[core.rep[from] as usize] -= core.gap[from];
        self.gap_of[core.rep[to] as usize] += core.gap[to];
        self.cost += core.cost[to] - core.cost[from];
        let (left_base, joined_base) = (core.rep[from] as usize * self.measures, core.rep[to] as usize * self.measures);
        let (old, new) = (core.uses_of(from), core.uses_of(to));
        for k in 0..self.measures {
            self.change_load(left_base + k, -old[k], charges);
            self.change_load(joined_base + k, new[k], charges);
        }
        for d in self.measures..core.width {
            self.change_load(self.cap_rows + d - self.measures, new[d] - old[d], charges);
        }
        from
    }

    fn change_load(&mut self, row: usize, extra: f64, charges: &Charges) {
        self.load[row] += extra;
        self.charge_of[row] = charges.of(row, self.load[row]);
        self.mark(row, charges);
    }

    /// Keeps the list of broken rows.
    #[inline]
    fn mark(&mut self, row: usize, charges: &Charges) {
        let broken = charges.side_broken(row, self.load[row]) != 0;
        if broken != (self.broken_place[row] != NOWHERE) {
            self.turn(row);
        }
    }

    /// Puts a row on the list of broken rows, or takes it off.
    fn turn(&mut self, row: usize) {
        let place = self.broken_place[row];
        if place == NOWHERE {
            self.broken_place[row] = self.broken.len() as u32;
            self.broken.push(row as u32);
        } else {
            self.broken.swap_remove(place as usize);
            if let Some(&moved) = self.broken.get(place as usize) {
                self.broken_place[moved as usize] = place;
            }
            self.broken_place[row] = NOWHERE;
        }
    }

    /// The rep and side of a broken row (`None` as rep: a cap).
    pub fn broken_rep(&self, row: usize, charges: &Charges) -> (Option<usize>, i8) {
        let rep = (row < self.cap_rows).then(|| row / self.measures.max(1));
        (rep, charges.side_broken(row, self.load[row]))
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.at.capacity() * 6 + self.load.capacity() * 24 + self.gap_of.capacity() * 8
    }
}
