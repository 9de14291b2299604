//! What the search charges for a load: the problem's own penalties, and a price on every broken limit.
//!
//! An exact penalty (Zangwill 1967): a slope above the dual price makes breaking a limit dearer than keeping it. The
//! slopes adapt per rep, side and measure; a small fixed charge keeps tiny breaches from staying.

use crate::order::Order;
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

/// A slope never exceeds its floor by more than this factor: steeper ones freeze the search.
const DEAREST: f64 = 300.0;

/// While caps are priced, a load above the limit costs this part more than the price, one below earns so much less.
const SPREAD: f64 = 0.1;

/// One side of a limit.
#[derive(Clone, Copy)]
struct Side {
    limit: f64,
    /// Load beyond which the limit is broken.
    edge: f64,
    slope: f64,
    least_slope: f64,
}

impl Side {
    fn lower(limit: f64, least_slope: f64) -> Self {
        Self { limit, edge: limit - tolerance(limit), slope: least_slope, least_slope }
    }

    fn upper(limit: f64, least_slope: f64) -> Self {
        Self { limit, edge: limit + tolerance(limit), slope: least_slope, least_slope }
    }

    /// Size of the limit, as the judge divides by it.
    fn size(&self) -> f64 {
        self.limit.abs().max(1e-6)
    }
}

fn tolerance(limit: f64) -> f64 {
    TOLERANCE * limit.abs().max(1.0)
}

/// What is charged on one row: kept together, for the search looks at little else.
#[derive(Clone, Copy)]
struct Limits {
    lower: Side,
    upper: Side,
    first_hinge: u32,
    end_hinge: u32,
    /// Whether loads may pass the limit at its price.
    priced: bool,
}

/// The charges on all rows. Row `j * measures + k` is measure `k` with rep `j`; the caps follow.
pub(super) struct Charges {
    rows: Vec<Limits>,
    hinges: Vec<Hinge>,
    first_cap: usize,
    fixed: f64,
    usual_fixed: f64,
    cap_prices: Vec<f64>,
}

impl Charges {
    /// Slopes from the prices; `grain` is what a close decision is worth in points.
    pub fn new(problem: &Problem, prices: &Prices, grain: f64) -> Self {
        let measures = problem.measures.len();
        let floors: Vec<f64> = (0..measures).map(|k| floor_of_measure(problem, prices, k, grain)).collect();
        let of_reps = (0..problem.reps).flat_map(|j| (0..measures).map(move |k| (j, k)));
        let sides = of_reps.map(|(j, k)| {
            let (window, price) = (problem.measures[k].windows[j], prices.load[k * problem.reps + j]);
            (Side::lower(window.lower, floors[k].max(-price)), Side::upper(window.upper, floors[k].max(price)))
        });
        let caps = problem.caps.iter().zip(&prices.cap).map(|(cap, price)| {
            let typical = cap.weight.iter().sum::<f64>() / problem.units.max(1) as f64;
            let floor = 0.5 * grain / typical.max(1e-12);
            (Side::lower(f64::NEG_INFINITY, 0.0), Side::upper(cap.limit, floor.max(*price)))
        });
        let (hinges, first) = hinges_by_row(problem);
        let of_row = |((lower, upper), of_row): ((Side, Side), &[u32])| {
            let (first_hinge, end_hinge) = (of_row[0], of_row[1]);
            Limits { lower, upper, first_hinge, end_hinge, priced: false }
        };
        let rows = sides.chain(caps).zip(first.windows(2)).map(of_row).collect();
        let fixed = FIXED * grain;
        let (first_cap, cap_prices) = (problem.reps * measures, prices.cap.clone());
        Self { rows, hinges, first_cap, fixed, usual_fixed: fixed, cap_prices }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The first row that is a cap.
    pub fn first_cap(&self) -> usize {
        self.first_cap
    }

    /// What a load of a row is charged, in points.
    #[inline]
    pub fn of(&self, row: usize, load: f64) -> f64 {
        let limits = &self.rows[row];
        if limits.priced {
            return self.at_price(row, load);
        }
        let mut charge = 0.0;
        if load < limits.lower.edge {
            charge += self.fixed + limits.lower.slope * (limits.lower.limit - load);
        }
        // Not else: limits may cross.
        if load > limits.upper.edge {
            charge += self.fixed + limits.upper.slope * (load - limits.upper.limit);
        }
        if limits.first_hinge == limits.end_hinge { charge } else { charge + self.of_hinges(limits, load) }
    }

    /// What a load of a priced cap is charged.
    fn at_price(&self, row: usize, load: f64) -> f64 {
        let over = load - self.rows[row].upper.limit;
        self.cap_prices[row - self.first_cap] * (over + SPREAD * over.abs())
    }

    fn of_hinges(&self, limits: &Limits, load: f64) -> f64 {
        self.hinges_of(limits).iter().map(|hinge| hinge.charge(load)).sum()
    }

    fn hinges_of(&self, limits: &Limits) -> &[Hinge] {
        &self.hinges[limits.first_hinge as usize..limits.end_hinge as usize]
    }

    /// Lets loads of caps pass their limits at about their prices, or no longer. A cap that is exactly full ties all
    /// parts of a plan together: nothing may move here before something has moved back there.
    pub fn price_caps(&mut self, priced: bool) {
        self.rows[self.first_cap..].iter_mut().for_each(|limits| limits.priced = priced);
    }

    /// Whether any cap has a price.
    pub fn has_priced_caps(&self) -> bool {
        self.cap_prices.iter().any(|price| *price > 0.0)
    }

    /// By how much a load breaks a limit of its row.
    pub fn miss(&self, row: usize, load: f64) -> f64 {
        match self.side_broken(row, load) {
            _ if self.rows[row].priced => 0.0,
            -1 => self.rows[row].lower.limit - load,
            1 => load - self.rows[row].upper.limit,
            _ => 0.0,
        }
    }

    /// Points per unit of load that a breach of the row should cost at least.
    pub fn least_slope(&self, row: usize) -> f64 {
        self.rows[row].lower.least_slope.max(self.rows[row].upper.least_slope)
    }

    /// What the price of a row earns less than it could, because the load is not at the limit that the price calls for.
    pub fn loss(&self, row: usize, load: f64, price: f64) -> f64 {
        let limit = if price > 0.0 { self.rows[row].upper.limit } else { self.rows[row].lower.limit };
        if limit.is_finite() { price.abs() * (limit - load).abs() } else { 0.0 }
    }

    /// Whether a load breaks a limit of its row: -1 too little, 1 too much, 0 within.
    #[inline]
    pub fn side_broken(&self, row: usize, load: f64) -> i8 {
        let limits = &self.rows[row];
        if load < limits.lower.edge { -1 } else { i8::from(load > limits.upper.edge) }
    }

    /// The least of charge minus price over the loads that a row can come to have, and where it is; where the price
    /// does not care, the place nearest to `load`.
    pub fn least_at(&self, row: &Row, price: f64, load: f64) -> (f64, f64) {
        let within = |z: f64| z.max(row.low).min(row.high);
        let worth = |z: f64| self.of(row.index, z) - price * z;
        let limits = &self.rows[row.index];
        let (lower, upper) = (within(limits.lower.limit), within(limits.upper.limit));
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
        let Limits { lower, upper, priced, .. } = self.rows[row.index];
        if priced {
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
            lower: lower.edge,
            upper: upper.edge,
            price,
            least,
            below: lower.slope,
            above: upper.slope,
            fixed: self.fixed,
            soft: Some(price.abs().max(self.least_slope(row.index))),
            curved: self.rows[row.index].first_hinge != self.rows[row.index].end_hinge,
        }
    }

    /// Loads at which the slope of the charge changes.
    fn kinks(&self, row: usize) -> impl Iterator<Item = f64> {
        let limits = &self.rows[row];
        self.hinges_of(limits).iter().map(|hinge| hinge.at).chain([limits.lower.limit, limits.upper.limit])
    }

    /// Makes broken limits dearer and kept ones cheaper, to the part `easing`, never below the floors.
    pub fn adapt(&mut self, loads: &[f64], easing: f64) {
        for (row, load) in loads.iter().enumerate() {
            let broken = self.side_broken(row, *load);
            let Limits { lower, upper, .. } = &mut self.rows[row];
            for (side, hurt) in [(lower, -1), (upper, 1)] {
                let factor = if broken == hurt { HARDER } else { easing };
                side.slope = (side.slope * factor).clamp(side.least_slope, DEAREST * side.least_slope);
            }
        }
    }

    fn sides(&mut self) -> impl Iterator<Item = &mut Side> {
        self.rows.iter_mut().flat_map(|limits| [&mut limits.lower, &mut limits.upper])
    }

    /// All slopes at `steepness` times their least.
    pub fn begin_anew(&mut self, steepness: f64) {
        for side in self.sides() {
            side.slope = steepness * side.least_slope;
        }
    }

    /// From now on limits may be broken at the usual fixed charge, and those of reps at `steepness` times their least slopes.
    /// Slopes of caps stay: trials leave it to prices how much may move.
    pub fn be_lenient(&mut self, steepness: f64) {
        for Limits { lower, upper, .. } in &mut self.rows[..self.first_cap] {
            lower.slope = steepness * lower.least_slope;
            upper.slope = steepness * upper.least_slope;
        }
        self.usual(1.0);
    }

    /// Brings slopes half-way back to their floors: a new round should be free to pass through breaches.
    pub fn soften(&mut self) {
        for side in self.sides() {
            side.slope = (side.slope * side.least_slope).sqrt().max(side.least_slope);
        }
    }

    /// Charges misses as the judge counts them, at `points` per whole limit: seeks the least-bad plan.
    pub fn relieve(&mut self, points: f64) {
        for side in self.sides().filter(|side| side.limit.is_finite()) {
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
        self.rows.capacity() * size_of::<Limits>() + self.hinges.capacity() * size_of::<Hinge>()
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
    keyed.order_by_key(|entry| entry.0);
    let first = (0..=rows).map(|row| keyed.partition_point(|entry| entry.0 < row) as u32).collect();
    (keyed.into_iter().map(|entry| entry.1).collect(), first)
}
