//! The few promising reps of each unit, and the units that surely stay with their first.

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
