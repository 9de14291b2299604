//! A plan in sums: what it costs and which limits it misses, kept up to date as accounts change hands.
//!
//! Rules write linear costs, loads with windows and penalties, and caps ([`Draft`]). Of a plan in which few accounts
//! change hands only these sums change, so thousands of moves can be weighed in the time that judging the plan once takes.
//! What is found so is judged by the judge before anybody is told.

use crate::problem::Hinge;
use crate::problem::Window;
use crate::rules::Draft;
use crate::rules::Quantity;
use crate::rules::Terms;

/// Misses below this part of a limit are rounding.
const TOLERANCE: f64 = 1e-9;

/// What a move changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shift {
    /// Points of the objective, without penalties on loads.
    points: f64,
    /// By how much loads change, by their places.
    loads: Vec<(u32, f64)>,
    /// By how much the sum under each cap changes.
    caps: Vec<f64>,
}

impl Shift {
    /// The columns of reps that it gives to or takes from.
    pub fn columns(&self, columns: usize) -> impl Iterator<Item = usize> {
        self.loads.iter().map(move |(place, _)| *place as usize % columns.max(1))
    }

    fn add(&mut self, place: usize, amount: f64) {
        match self.loads.iter_mut().find(|(known, _)| *known as usize == place) {
            Some((_, sum)) => *sum += amount,
            None => self.loads.push((place as u32, amount)),
        }
    }
}

/// What a move does to a plan: points of the objective, and by how much limits are missed more.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weight {
    /// Points; less is better.
    pub points: f64,
    /// Misses beyond those of the plan before, in parts of the limits, summed.
    pub excess: f64,
}

/// One load.
#[derive(Clone)]
struct Load {
    sum: f64,
    window: Window,
    hinges: Vec<Hinge>,
    /// How far the window may be missed: as far as it was before.
    allowed: f64,
}

impl Load {
    fn charge(&self, sum: f64) -> f64 {
        self.hinges.iter().map(|hinge| hinge.charge(sum)).sum()
    }

    fn excess(&self, sum: f64) -> f64 {
        let size = if sum > self.window.upper { self.window.upper } else { self.window.lower };
        excess(self.window.miss(sum), self.allowed, size)
    }
}

/// By how much a miss goes beyond what is allowed, in parts of the limit.
fn excess(miss: f64, allowed: f64, limit: f64) -> f64 {
    let size = limit.abs().max(1.0);
    let over = miss - allowed;
    if over > TOLERANCE * size.max(allowed) { over / size } else { 0.0 }
}

/// The sums of a plan.
#[derive(Clone)]
pub struct Tally {
    loads: Vec<Load>,
    /// Sum, limit and what it may be missed by, of each cap.
    caps: Vec<(f64, f64, f64)>,
    columns: usize,
    points: f64,
}

impl Tally {
    /// The sums before any account is counted.
    pub fn new(draft: &Draft<'_>, columns: usize) -> Self {
        let mut loads = Vec::new();
        for (_, windows, hinges) in draft.measured() {
            let first = loads.len();
            let load = |window: &Window| Load { sum: 0.0, window: *window, hinges: Vec::new(), allowed: 0.0 };
            loads.extend(windows.iter().map(load));
            for (rep, hinge) in hinges {
                if let Some(load) = loads.get_mut(first + usize::from(*rep)) {
                    load.hinges.push(*hinge);
                }
            }
        }
        let caps = draft.limits_of_caps().map(|limit| (0.0, limit, 0.0)).collect();
        Self { loads, caps, columns, points: 0.0 }
    }

    /// Counts an account that nobody had.
    pub fn count(&mut self, draft: &Draft<'_>, terms: &Terms, account: u32, rep: u16) {
        let shift = shift(draft, terms, &[(account, None, Some(rep))]);
        self.take(&shift, 1.0);
    }

    /// From now on limits may be missed as far as they are now, and no further.
    pub fn allow_as_now(&mut self) {
        for load in &mut self.loads {
            load.allowed = load.window.miss(load.sum);
        }
        for (sum, limit, allowed) in &mut self.caps {
            *allowed = (*sum - *limit).max(0.0);
        }
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Points so far, penalties on loads included.
    pub fn points(&self) -> f64 {
        self.points + self.loads.iter().map(|load| load.charge(load.sum)).sum::<f64>()
    }

    /// Misses beyond what is allowed.
    pub fn excess(&self) -> f64 {
        let of_caps = self.caps.iter().map(|(sum, limit, allowed)| excess(sum - limit, *allowed, *limit));
        self.loads.iter().map(|load| load.excess(load.sum)).chain(of_caps).sum()
    }

    /// What a move would change, apart from caps; `sign` -1 takes it back.
    pub fn weigh(&self, shift: &Shift, sign: f64) -> Weight {
        let mut weight = Weight { points: sign * shift.points, excess: 0.0 };
        for (place, amount) in &shift.loads {
            if let Some(load) = self.loads.get(*place as usize) {
                let sum = load.sum + sign * amount;
                weight.points += load.charge(sum) - load.charge(load.sum);
                weight.excess += load.excess(sum) - load.excess(load.sum);
            }
        }
        weight
    }

    /// By how much a move would miss caps more.
    pub fn weigh_caps(&self, shift: &Shift, sign: f64) -> f64 {
        let of = |((sum, limit, allowed), amount): (&(f64, f64, f64), &f64)| {
            excess(sum + sign * amount - limit, *allowed, *limit) - excess(sum - limit, *allowed, *limit)
        };
        self.caps.iter().zip(&shift.caps).map(of).sum()
    }

    /// Makes a move; `sign` -1 takes it back.
    pub fn take(&mut self, shift: &Shift, sign: f64) {
        self.points += sign * shift.points;
        for (place, amount) in &shift.loads {
            if let Some(load) = self.loads.get_mut(*place as usize) {
                load.sum += sign * amount;
            }
        }
        for ((sum, ..), amount) in self.caps.iter_mut().zip(&shift.caps) {
            *sum += sign * amount;
        }
    }
}

/// What changes when accounts change hands: each with the rep before and after, none where it is not counted.
pub fn shift(draft: &Draft<'_>, terms: &Terms, changes: &[(u32, Option<u16>, Option<u16>)]) -> Shift {
    let mut shift = Shift { caps: vec![0.0; draft.limits_of_caps().count()], ..Shift::default() };
    let quantities: Vec<Quantity> = draft.measured().map(|(quantity, ..)| quantity).collect();
    for (account, from, to) in changes {
        let (costs, caps) = draft.rows(*account);
        for (rep, sign) in [(from, -1.0), (to, 1.0)] {
            let Some((rep, column)) = rep.and_then(|rep| Some((rep, terms.column_of(rep)?))) else { continue };
            shift.points += sign * costs.get(column).copied().unwrap_or(0.0);
            for (measure, quantity) in quantities.iter().enumerate() {
                let amount = terms.amount(*quantity, *account as usize, rep);
                shift.add(measure * terms.columns() + column, sign * amount);
            }
            for (sum, row) in shift.caps.iter_mut().zip(&caps) {
                *sum += sign * row.get(column).copied().unwrap_or(0.0);
            }
        }
    }
    shift
}
