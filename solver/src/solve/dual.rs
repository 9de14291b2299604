//! The dual: prices that prove a bound, by the volume algorithm over each unit's few promising reps.
//!
//! Barahona and Anbil (2000), with two changes. Every step is a proximal one, so a window's price stops at its kink
//! (see `curve`). An iteration looks only at a dozen reps per unit, chosen by reduced cost over all reps at
//! checkpoints; large problems begin with their large units and a sample of the small ones.

use crate::problem::Prices;
use crate::problem::Problem;
use crate::solve::candidates::Candidates;
use crate::solve::candidates::Changes;
use crate::solve::candidates::Settled;
use crate::solve::candidates::firmness;
use crate::solve::familiar::Familiar;
use crate::solve::levels::SAMPLE_FROM;
use crate::solve::levels::sampling_order;
use crate::solve::levels::sort_within_levels;
use crate::solve::pricing::Pricing;
use crate::solve::pricing::sort;
use crate::solve::rows::Rows;
use crate::solve::stride::Stride;
use crate::solve::wild::Tame;
use crate::solve::wild::is_wild;

/// Reps per unit that an iteration looks at.
const CANDIDATES: usize = 12;
/// With no more pairs than this, an iteration looks at all of them.
const ALL_PAIRS: usize = 100_000;
/// Iterations after which the candidates are chosen anew.
const CHECKPOINTS: [u32; 8] = [10, 30, 60, 100, 180, 400, 800, 1600];
/// No more pairs than this become candidates, where a dozen reps per unit lead astray.
const MOST_PAIRS: usize = 2_000_000;
/// Prices that went astray so often in a row are not improved any more.
const MOST_ASTRAY: u32 = 3;
/// Iterations between two looks at whether the bound still rises.
const WATCH: u32 = 20;
/// A rise below this part of the spread of the costs counts as standing still.
const STILL: f64 = 2e-6;
/// The same for large problems, whose iterations are dear.
const STILL_WHEN_LARGE: f64 = 2e-5;
/// The same where prices of a similar problem were given: whoever made one edit waits for the answer.
const STILL_WHEN_RESUMED: f64 = 5e-5;
/// The same for each level before the last, times the levels that follow.
const STILL_ON_THE_WAY: f64 = 2e-3;
/// No run stops for want of progress before this many iterations.
const FEWEST_ITERATIONS: u32 = 200;
/// The same where prices of a similar problem were given.
const FEWEST_WHEN_RESUMED: u32 = 40;
/// No run takes more iterations than this.
const MOST_ITERATIONS: u32 = 3000;

enum Task {
    /// Prices all reps at the centre and chooses the candidates.
    Scan,
    /// Prices the candidates at the trial prices.
    Iterate,
    /// Nothing left to do.
    Rest,
}

/// A run of the volume algorithm that can stop after any few units.
pub(super) struct Dual {
    /// The problem's rows.
    pub rows: Rows,
    /// Prices of the best bound so far.
    pub best: Prices,
    best_value: f64,
    tame: Tame,
    order: Vec<u32>,
    large: usize,
    levels: Vec<usize>,
    level: usize,
    task: Task,
    slot: usize,
    candidates: Candidates,
    familiar: Familiar,
    pricing: Pricing,
    centre: Vec<f64>,
    centre_prices: Prices,
    centre_value: f64,
    trial: Vec<f64>,
    /// Prices of the last scan, and how those on trial differ from them.
    scanned: Vec<f64>,
    changes: Changes,
    settled: Settled,
    sum: f64,
    spread: f64,
    loads: Vec<f64>,
    average: Vec<f64>,
    residual: Vec<f64>,
    stride: Option<Stride>,
    iterations: u32,
    watched_value: f64,
    /// Prices of the best scan of the level, and what all reps together are worth under them.
    anchor: Vec<f64>,
    anchor_value: f64,
    /// Times in a row that the prices went astray.
    astray: u32,
    last_scans: u32,
    still: f64,
    resumed: bool,
    count: usize,
    usual_count: usize,
}

impl Dual {
    /// Begins at the given prices, or at zero.
    pub fn new(problem: &Problem, start: Option<&Prices>) -> Self {
        let rows = Rows::new(problem);
        let count = rows.len();
        let centre = start.and_then(|prices| rows.scaled(prices)).unwrap_or_else(|| vec![0.0; count]);
        let (mut order, large) = sampling_order(problem, &rows);
        let small = order.len() - large;
        // Prices that are nearly right need no sample to be improved: its own best prices would lead away from them.
        let levels = if problem.units < SAMPLE_FROM || start.is_some() {
            vec![order.len()]
        } else {
            vec![large + small / 8, large + small / 2, order.len()]
        };
        sort_within_levels(&mut order, large, &levels);
        let (reps, width) = (rows.reps, rows.width);
        let tame = Tame::new(&rows, &centre);
        let usual_count = if problem.units * reps <= ALL_PAIRS { reps.max(1) } else { CANDIDATES };
        Self {
            best: rows.prices(&centre),
            tame,
            best_value: f64::NEG_INFINITY,
            centre_prices: rows.prices(&centre),
            rows,
            order,
            large,
            levels,
            level: 0,
            task: Task::Scan,
            slot: 0,
            candidates: Candidates::default(),
            familiar: Familiar::default(),
            pricing: Pricing::default(),
            trial: centre.clone(),
            anchor: centre.clone(),
            anchor_value: f64::NEG_INFINITY,
            astray: 0,
            scanned: centre.clone(),
            centre,
            centre_value: f64::NEG_INFINITY,
            changes: Changes { by_rep: vec![0.0; reps * width], fallen: vec![0.0; width] },
            settled: Settled::default(),
            sum: 0.0,
            spread: 0.0,
            loads: vec![0.0; reps * width],
            average: vec![0.0; count],
            residual: vec![0.0; count],
            stride: None,
            iterations: 0,
            watched_value: f64::NEG_INFINITY,
            last_scans: 0,
            count: usual_count,
            usual_count,
            resumed: start.is_some(),
            still: if problem.units < SAMPLE_FROM {
                STILL
            } else if start.is_some() {
                STILL_WHEN_RESUMED
            } else {
                STILL_WHEN_LARGE
            },
        }
    }

    /// Whether there is nothing left to do.
    pub fn finished(&self) -> bool {
        matches!(self.task, Task::Rest)
    }

    /// Prices to look for plans with: the best, or where these are wild, as far on the way there as prices are tame.
    pub fn guide(&self) -> Prices {
        match self.rows.scaled(&self.best) {
            Some(best) if is_wild(&self.rows, &best) => self.rows.prices(&self.tame.towards(&self.rows, &best)),
            _ => self.best.clone(),
        }
    }

    /// What the best prices are worth, but for rounding.
    pub fn value(&self) -> f64 {
        self.best_value
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.candidates.memory_bytes()
            + self.familiar.memory_bytes()
            + self.order.capacity() * 4
            + self.rows.len() * 128
    }

    /// Does a small piece of work; returns its size in elementary operations.
    pub fn advance(&mut self, problem: &Problem) -> u64 {
        match self.task {
            Task::Rest => 0,
            Task::Scan => self.scan(problem),
            Task::Iterate => self.iterate(problem),
        }
    }

    /// How many units the present level looks at.
    fn in_level(&self) -> usize {
        self.levels[self.level]
    }

    fn last_level(&self) -> bool {
        self.level + 1 == self.levels.len()
    }

    /// How many units the unit at a place of the order stands for.
    fn weight(&self, slot: usize) -> f64 {
        if slot < self.large {
            1.0
        } else {
            (self.order.len() - self.large) as f64 / (self.in_level() - self.large).max(1) as f64
        }
    }

    /// Prices a few units over all reps at the centre.
    fn scan(&mut self, problem: &Problem) -> u64 {
        if self.slot == 0 {
            self.begin_scan();
        }
        let end = (self.slot + 16).min(self.in_level());
        for slot in self.slot..end {
            let u = self.order[slot] as usize;
            self.pricing.price(problem, &self.centre_prices, u);
            self.pricing.choose(problem, u, self.count, self.familiar.of(slot));
            sort(&mut self.pricing.chosen);
            self.familiar.note(slot, &self.pricing.chosen);
            self.candidates.keep(problem, &self.rows, u, &self.pricing.chosen);
            if let [best, second, ..] = self.pricing.chosen[..] {
                self.spread += (second.0 - best.0).abs();
            }
            let weight = self.weight(slot);
            self.take_cheapest(slot, weight);
        }
        let work = (end - self.slot) * (20 * self.count + self.rows.reps * (self.rows.width + 2));
        self.slot = end;
        if end == self.in_level() {
            self.finish_scan(problem);
        }
        work as u64 + 50
    }

    fn begin_scan(&mut self) {
        self.centre_prices = self.rows.prices(&self.centre);
        self.candidates.clear();
        self.familiar.begin_scan(self.count);
        self.spread = 0.0;
        self.scanned.clone_from(&self.centre);
        self.set_trial(self.centre.clone());
    }

    /// Sets the trial prices and clears the sums that pricing fills.
    fn set_trial(&mut self, trial: Vec<f64>) {
        let (reps, width) = (self.rows.reps, self.rows.width);
        self.changes.fallen.fill(0.0);
        for j in 0..reps {
            for d in 0..width {
                let row = self.rows.of(d, j);
                let change = (trial[row] - self.scanned[row]) as f32;
                self.changes.by_rep[j * width + d] = change;
                self.changes.fallen[d] = self.changes.fallen[d].max(-change);
            }
        }
        self.trial = trial;
        self.loads.fill(0.0);
        self.sum = 0.0;
    }

    /// After a scan: every unit settled with its first candidate, the least firm first in line to be looked at again.
    fn settle(&mut self) {
        let arcs = &self.candidates;
        // Numbers of one word are sorted fastest: how firm a unit is stands in the upper half, its slot in the lower.
        let key = |slot: usize| u64::from(arcs.firm[slot]) << 32 | slot as u64;
        let mut keys: Vec<u64> = (0..self.in_level()).map(key).collect();
        keys.sort_unstable();
        let line: Vec<u32> = keys.into_iter().map(|key| key as u32).collect();
        let mut settled = Settled { line, loads: vec![0.0; self.loads.len()], ..Settled::default() };
        for slot in 0..self.in_level() {
            settled.add(arcs, slot, self.weight(slot));
        }
        self.settled = settled;
    }

    /// Wakes the units that the trial prices could tempt away; the others count as they stand.
    fn wake(&mut self) {
        let settled = &self.settled;
        let shifts = self.trial.iter().zip(&self.scanned).map(|(trial, centre)| (trial - centre).abs());
        let shift = firmness(shifts.fold(0.0, f64::max));
        let mut awake = settled.awake;
        while awake < settled.line.len() && self.candidates.firm[settled.line[awake] as usize] <= shift {
            awake += 1;
        }
        for place in self.settled.awake..awake {
            let slot = self.settled.line[place] as usize;
            let weight = self.weight(slot);
            self.settled.add(&self.candidates, slot, -weight);
        }
        self.settled.awake = awake;
        self.loads.clone_from(&self.settled.loads);
        let shifted = self.loads.iter().zip(&self.changes.by_rep).map(|(load, change)| load * f64::from(*change));
        self.sum = self.settled.base + shifted.sum::<f64>();
    }

    /// Gives the unit at `slot` to its cheapest candidate under the trial prices.
    fn take_cheapest(&mut self, slot: usize, weight: f64) {
        let Some((best, least)) = self.candidates.cheapest(slot, &self.changes) else { return };
        self.sum += weight * f64::from(least);
        let loads = &mut self.loads[best.rep * best.uses.len()..];
        loads.iter_mut().zip(best.uses).for_each(|(load, amount)| *load += weight * f64::from(*amount));
    }

    fn finish_scan(&mut self, problem: &Problem) {
        self.slot = 0;
        let value = problem.constant + self.sum + self.rows.least(&self.centre);
        let fell = self.centre_value - value;
        self.centre_value = value;
        if self.last_level() && value > self.best_value {
            self.best_value = value;
            self.best = self.centre_prices.clone();
        }
        if self.stride.is_none() {
            self.average = self.rows.by_row(&self.loads);
        }
        if value < self.anchor_value - self.still * self.scale() && self.iterations < MOST_ITERATIONS {
            self.turn_back(problem);
            return;
        }
        if value > self.anchor_value {
            self.astray = 0;
        }
        self.anchor.clone_from(&self.centre);
        self.anchor_value = value;
        self.tame.note(&self.rows, &self.centre);
        let hopeless = value > self.rows.ceiling;
        if hopeless && !self.last_level() {
            self.leave_samples();
            return;
        }
        let settled = self.last_scans > 0 && fell <= self.still * self.scale() || self.last_scans > 5;
        if self.rows.len() == 0 || hopeless || settled || self.iterations >= MOST_ITERATIONS {
            self.task = Task::Rest;
            return;
        }
        self.task = Task::Iterate;
        self.watched_value = value;
        self.settle();
        self.aim();
    }

    /// Where all reps together are worth less than at an earlier scan: the few candidates have led the prices astray.
    /// Goes back, to look at more of them and to go on in shorter steps.
    fn turn_back(&mut self, problem: &Problem) {
        self.centre.clone_from(&self.anchor);
        self.centre_value = self.anchor_value;
        let most = (MOST_PAIRS / problem.units.max(1)).max(CANDIDATES);
        self.count = (self.count * 2).min(most);
        if let Some(stride) = &mut self.stride {
            stride.step *= 0.3;
        }
        self.last_scans = 0;
        self.astray += 1;
        self.task = Task::Scan;
        // From wild prices there is nothing to be had by going back.
        let over = self.astray > MOST_ASTRAY || is_wild(&self.rows, &self.centre);
        if over && self.last_level() {
            self.task = Task::Rest;
        } else if over {
            self.leave_samples();
        }
    }

    /// Begins anew with all units: what a sample that asks for wild prices says about the whole is worth nothing.
    fn leave_samples(&mut self) {
        self.level = self.levels.len() - 2;
        self.next_level();
        self.centre.fill(0.0);
        self.tame.forget();
        self.stride = None;
        self.count = self.usual_count;
    }

    fn next_level(&mut self) {
        self.level += 1;
        self.astray = 0;
        self.anchor_value = f64::NEG_INFINITY;
    }

    /// Points that matter: what second choices cost more than first ones.
    fn scale(&self) -> f64 {
        let fallback = if self.sum.abs() > 0.0 { 0.01 * self.sum.abs() } else { 1.0 };
        if self.spread > 0.0 { self.spread } else { fallback }
    }

    /// Sets the next trial prices: a proximal step from the centre along the residual of the average.
    fn aim(&mut self) {
        if self.stride.is_none() {
            let rough = self.residual_at(1e-9);
            let squared: f64 = rough.iter().map(|part| part * part).sum();
            self.stride = Some(Stride::new(0.05 * self.scale(), squared));
        }
        let step = self.stride.as_ref().map_or(1.0, |stride| stride.step);
        self.residual = self.residual_at(step);
        let moved = self.centre.iter().zip(&self.residual).map(|(price, residual)| price + step * residual);
        let trial: Vec<f64> = moved.collect();
        self.set_trial(trial);
        self.wake();
    }

    /// By how much the average load misses what the rows would take at a step of this length.
    fn residual_at(&self, step: f64) -> Vec<f64> {
        let windows = self.rows.curves.len();
        let residual = |(row, load): (usize, &f64)| {
            let price = self.centre[row];
            if row < windows {
                load - self.rows.curves[row].nearest(price + step * load, step)
            } else {
                (load - self.rows.limits[row - windows]).max(-price / step)
            }
        };
        self.average.iter().enumerate().map(residual).collect()
    }

    /// Prices the candidates of a few units at the trial prices.
    fn iterate(&mut self, problem: &Problem) -> u64 {
        let end = (self.slot + 256).min(self.settled.awake);
        for place in self.slot..end {
            let slot = self.settled.line[place] as usize;
            let weight = self.weight(slot);
            self.take_cheapest(slot, weight);
        }
        let work = (end - self.slot) * self.count * (self.rows.width + 2);
        self.slot = end;
        if end < self.settled.awake {
            return work as u64;
        }
        self.slot = 0;
        self.finish_iteration(problem);
        (work + self.rows.len() * 12 + 50) as u64
    }

    fn finish_iteration(&mut self, problem: &Problem) {
        self.iterations += 1;
        let value = problem.constant + self.sum + self.rows.least(&self.trial);
        let loads = self.rows.by_row(&self.loads);
        let change: Vec<f64> = loads.iter().zip(&self.average).map(|(load, average)| load - average).collect();
        let aligned = self.residual.iter().zip(&change).map(|(r, c)| r * (r + c)).sum::<f64>() > 0.0;
        let rose = value > self.centre_value;
        if let Some(stride) = &mut self.stride {
            stride.note(rose, aligned);
            let newest = Stride::newest(&self.residual, &change);
            self.average.iter_mut().zip(&change).for_each(|(average, c)| *average += newest * c);
        }
        if rose {
            self.centre_value = value;
            std::mem::swap(&mut self.centre, &mut self.trial);
        }
        if !self.watch() {
            self.aim();
        }
    }

    /// Looks now and then whether the bound still rises; returns whether a scan comes next.
    fn watch(&mut self) -> bool {
        let awake = self.settled.awake * 4 > self.in_level();
        let mut scan = CHECKPOINTS.contains(&self.iterations)
            && !(self.resumed && self.iterations < FEWEST_WHEN_RESUMED)
            || awake && self.iterations.is_multiple_of(40)
            || self.iterations >= MOST_ITERATIONS;
        if self.iterations.is_multiple_of(WATCH) {
            let steps_left = (self.levels.len() - 1 - self.level) as f64;
            let little = if self.last_level() { self.still } else { STILL_ON_THE_WAY * steps_left };
            let early = self.last_level()
                && self.iterations < if self.resumed { FEWEST_WHEN_RESUMED } else { FEWEST_ITERATIONS };
            let still = !early && self.centre_value - self.watched_value < little * self.scale();
            self.watched_value = self.centre_value;
            if still && !self.last_level() {
                self.next_level();
                scan = true;
            } else if still {
                self.last_scans += 1;
                scan = true;
            }
        }
        if scan {
            self.task = Task::Scan;
        }
        scan
    }
}
