//! What the search charges for a load: the problem's own penalties, and a price on every broken limit.
//!
//! An exact penalty (Zangwill 1967): a slope above the dual price makes breaking a limit dearer than keeping it. The
//! slopes adapt per rep, side and measure; a small fixed charge keeps tiny breaches from staying.

use crate::problem::Hinge;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::solve::group::Row;
use crate::solve::toll::Toll;

/// Misses below this part of a limit do not count; a shade stricter than the judge.
const TOLERANCE: f64 = 0.9e-9;
/// Charge for breaking a limit at all, in grains: much, so that few limits stay broken by a little.
const FIXED: f64 = 4.0;
/// Growth of a slope whose limit is broken when a stage ends.
const HARDER: f64 = 1.3;
/// Decay of a slope whose limit is kept.
const EASIER: f64 = 0.97;

/// A slope never exceeds its floor by more than this factor: steeper ones freeze the search.
const DEAREST: f64 = 300.0;

/// While caps are priced, a load above the limit costs this part more than the price, one below earns so much less.
const SPREAD: f64 = 0.1;

/// One side of a limit.
#[derive(Clone, Copy, Default)]
struct Side {
    limit: f64,
    tolerance: f64,
    slope: f64,
    least_slope: f64,
}

impl Side {
    fn new(limit: f64, least_slope: f64) -> Self {
        Self { limit, tolerance: TOLERANCE * limit.abs().max(1.0), slope: least_slope, least_slope }
    }

    /// Size of the limit, as the judge divides by it.
    fn size(&self) -> f64 {
        self.limit.abs().max(1e-6)
    }
}

/// The charges on all rows. Row `j * measures + k` is measure `k` with rep `j`; the caps follow.
pub(super) struct Charges {
    lower: Vec<Side>,
    upper: Vec<Side>,
    hinges: Vec<Hinge>,
    first_hinge: Vec<u32>,
    first_cap: usize,
    fixed: f64,
    usual_fixed: f64,
    cap_prices: Vec<f64>,
    priced: bool,
}

impl Charges {
    /// Slopes from the prices; `grain` is what a close decision is worth in points.
    pub fn new(problem: &Problem, prices: &Prices, grain: f64) -> Self {
        let (mut lower, mut upper) = (Vec::new(), Vec::new());
        let floors: Vec<f64> =
            (0..problem.measures.len()).map(|k| floor_of_measure(problem, prices, k, grain)).collect();
        for j in 0..problem.reps {
            for (k, measure) in problem.measures.iter().enumerate() {
                let (window, price) = (measure.windows[j], prices.load[k * problem.reps + j]);
                lower.push(Side::new(window.lower, floors[k].max(-price)));
                upper.push(Side::new(window.upper, floors[k].max(price)));
            }
        }
        for (cap, price) in problem.caps.iter().zip(&prices.cap) {
            let typical = cap.weight.iter().sum::<f64>() / problem.units.max(1) as f64;
            let floor = 0.5 * grain / typical.max(1e-12);
            lower.push(Side::new(f64::NEG_INFINITY, 0.0));
            upper.push(Side::new(cap.limit, floor.max(*price)));
        }
        let (hinges, first_hinge) = hinges_by_row(problem);
        let fixed = FIXED * grain;
        let first_cap = problem.reps * problem.measures.len();
        let cap_prices = prices.cap.clone();
        Self { lower, upper, hinges, first_hinge, first_cap, fixed, usual_fixed: fixed, cap_prices, priced: false }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// The first row that is a cap.
    pub fn first_cap(&self) -> usize {
        self.first_cap
    }

    /// What a load of a row is charged, in points.
    #[inline]
    pub fn of(&self, row: usize, load: f64) -> f64 {
        if self.is_priced(row) {
            let over = load - self.upper[row].limit;
            return self.cap_prices[row - self.first_cap] * (over + SPREAD * over.abs());
        }
        let mut charge = 0.0;
        let under = self.lower[row].limit - load;
        if under > self.lower[row].tolerance {
            charge += self.fixed + self.lower[row].slope * under;
        }
        let over = load - self.upper[row].limit;
        if over > self.upper[row].tolerance {
            charge += self.fixed + self.upper[row].slope * over;
        }
        let own = self.first_hinge[row] as usize..self.first_hinge[row + 1] as usize;
        charge + self.hinges[own].iter().map(|hinge| hinge.charge(load)).sum::<f64>()
    }

    /// Lets loads of caps pass their limits at about their prices, or no longer. A cap that is exactly full ties all
    /// parts of a plan together: nothing may move here before something has moved back there.
    pub fn price_caps(&mut self, priced: bool) {
        self.priced = priced;
    }

    /// Whether any cap has a price.
    pub fn has_priced_caps(&self) -> bool {
        self.cap_prices.iter().any(|price| *price > 0.0)
    }

    fn is_priced(&self, row: usize) -> bool {
        self.priced && row >= self.first_cap
    }

    /// By how much a load breaks a limit of its row.
    pub fn miss(&self, row: usize, load: f64) -> f64 {
        if self.is_priced(row) {
            return 0.0;
        }
        match self.side_broken(row, load) {
            -1 => self.lower[row].limit - load,
            1 => load - self.upper[row].limit,
            _ => 0.0,
        }
    }

    /// Points per unit of load that a breach of the row should cost at least.
    pub fn least_slope(&self, row: usize) -> f64 {
        self.lower[row].least_slope.max(self.upper[row].least_slope)
    }

    /// What the price of a row earns less than it could, because the load is not at the limit that the price calls for.
    pub fn loss(&self, row: usize, load: f64, price: f64) -> f64 {
        let limit = if price > 0.0 { self.upper[row].limit } else { self.lower[row].limit };
        if limit.is_finite() { price.abs() * (limit - load).abs() } else { 0.0 }
    }

    /// Whether a load breaks a limit of its row: -1 too little, 1 too much, 0 within.
    pub fn side_broken(&self, row: usize, load: f64) -> i8 {
        if self.lower[row].limit - load > self.lower[row].tolerance {
            -1
        } else {
            i8::from(load - self.upper[row].limit > self.upper[row].tolerance)
        }
    }

    /// The least of charge minus price over the loads that a row can come to have, and where it is; where the price
    /// does not care, the place nearest to `load`.
    pub fn least_at(&self, row: &Row, price: f64, load: f64) -> (f64, f64) {
        let within = |z: f64| z.max(row.low).min(row.high);
        let worth = |z: f64| self.of(row.index, z) - price * z;
        let (lower, upper) = (within(self.lower[row.index].limit), within(self.upper[row.index].limit));
        let near = load.max(lower).min(upper);
        let mut best = (worth(near), near);
        for z in self.kinks(row.index).map(within).chain([row.low, row.high]) {
            let least = worth(z);
            if least < best.0 {
                best = (least, z);
            }
        }
        best
    }

    /// What a load costs above the least that charge minus price can be.
    pub fn excess(&self, row: usize, load: f64, price: f64) -> f64 {
        let worth = |z: f64| self.of(row, z) - price * z;
        let here = worth(load);
        here - self.kinks(row).filter(|z| z.is_finite()).map(worth).fold(here, f64::min)
    }

    /// The charge on a row as a search of many loads needs it: less the price, above the least that it can be.
    pub fn toll(&self, row: &Row, price: f64, least: f64) -> Toll {
        let (lower, upper) = (&self.lower[row.index], &self.upper[row.index]);
        if self.is_priced(row.index) {
            let (limit, cap_price) = (upper.limit, self.cap_prices[row.index - self.first_cap]);
            let slope = SPREAD * cap_price;
            return Toll {
                row: row.index,
                lower: limit,
                upper: limit,
                price: price - cap_price,
                least: least + cap_price * limit,
                below: slope,
                above: slope,
                fixed: 0.0,
                soft: None,
                curved: false,
            };
        }
        Toll {
            row: row.index,
            lower: lower.limit - lower.tolerance,
            upper: upper.limit + upper.tolerance,
            price,
            least,
            below: lower.slope,
            above: upper.slope,
            fixed: self.fixed,
            soft: Some(price.abs().max(self.least_slope(row.index))),
            curved: self.first_hinge[row.index] != self.first_hinge[row.index + 1],
        }
    }

    /// Loads at which the slope of the charge changes.
    fn kinks(&self, row: usize) -> impl Iterator<Item = f64> {
        let own = self.first_hinge[row] as usize..self.first_hinge[row + 1] as usize;
        self.hinges[own].iter().map(|hinge| hinge.at).chain([self.lower[row].limit, self.upper[row].limit])
    }

    /// Makes broken limits dearer and kept ones cheaper, never below the floors.
    pub fn adapt(&mut self, loads: &[f64]) {
        for (row, load) in loads.iter().enumerate() {
            let broken = self.side_broken(row, *load);
            for (side, hurt) in [(&mut self.lower[row], -1), (&mut self.upper[row], 1)] {
                let factor = if broken == hurt { HARDER } else { EASIER };
                side.slope = (side.slope * factor).clamp(side.least_slope, DEAREST * side.least_slope);
            }
        }
    }

    /// All slopes at `steepness` times their least.
    pub fn begin_anew(&mut self, steepness: f64) {
        for side in self.lower.iter_mut().chain(&mut self.upper) {
            side.slope = steepness * side.least_slope;
        }
    }

    /// Brings slopes half-way back to their floors: a new round should be free to pass through breaches.
    pub fn soften(&mut self) {
        for side in self.lower.iter_mut().chain(&mut self.upper) {
            side.slope = (side.slope * side.least_slope).sqrt().max(side.least_slope);
        }
    }

    /// Charges misses as the judge counts them, at `points` per whole limit: seeks the least-bad plan.
    pub fn relieve(&mut self, points: f64) {
        for side in self.lower.iter_mut().chain(&mut self.upper).filter(|side| side.limit.is_finite()) {
            side.slope = points / side.size();
        }
        self.fixed = 0.0;
    }

    /// Breaking a limit is out of the question.
    pub fn forbid(&mut self, points: f64) {
        self.fixed = points;
    }

    /// Back to the usual fixed charge, times a factor.
    pub fn usual(&mut self, factor: f64) {
        self.fixed = self.usual_fixed * factor;
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        (self.lower.capacity() + self.upper.capacity()) * 32
            + self.hinges.capacity() * 24
            + self.first_hinge.capacity() * 4
    }
}

/// The least slope on the limits of a measure: part of its mean price, or what a miss of a twentieth should cost.
fn floor_of_measure(problem: &Problem, prices: &Prices, k: usize, grain: f64) -> f64 {
    let reps = problem.reps;
    let mean_price = prices.load[k * reps..(k + 1) * reps].iter().map(|price| price.abs()).sum::<f64>() / reps as f64;
    let amount = &problem.measures[k].amount;
    let of_unit = |u: usize| (0..reps).find(|&j| problem.eligible(u, j)).map_or(0.0, |j| amount.of(u, j, reps));
    let mean_load = (0..problem.units).map(of_unit).sum::<f64>() / reps as f64;
    let by_grain = if mean_load > 0.0 { grain / (0.05 * mean_load) } else { grain };
    0.5 * (0.25 * mean_price).max(by_grain)
}

/// The hinges sorted by row, and where each row's begin.
fn hinges_by_row(problem: &Problem) -> (Vec<Hinge>, Vec<u32>) {
    let measures = problem.measures.len();
    let rows = problem.reps * measures + problem.caps.len();
    let all = problem.measures.iter().enumerate();
    let mut keyed: Vec<(usize, Hinge)> = all
        .flat_map(|(k, measure)| measure.hinges.iter().map(move |(rep, hinge)| (*rep as usize * measures + k, *hinge)))
        .collect();
    keyed.sort_by_key(|entry| entry.0);
    let first = (0..=rows).map(|row| keyed.partition_point(|entry| entry.0 < row) as u32).collect();
    (keyed.into_iter().map(|entry| entry.1).collect(), first)
}
