//! Centres among the places themselves: annealing of the division, every part with its best centre at every moment.
//!
//! Vertex substitution (Teitz and Bart 1968) moves a centre and then asks who goes where. Here places move, singly or
//! in exchange (Osman and Christofides 1994), and the centre of a part is the best of its own places by enumeration:
//! a part has few. So a centre moves as soon as that pays, and capacities are felt by every move. A part whose centre
//! serves too much is charged by a slope that rises as long as there is one, and falls while there is none.

use crate::solve::Phase;
use crate::solve::Progress;
use crate::solve::centres::bisection::bisection;
use crate::solve::centres::parts::Distances;
use crate::solve::centres::parts::Ground;
use crate::solve::centres::parts::Parts;
use crate::solve::centres::round::Round;
use crate::solve::centres::round::Turn;
use crate::solve::centres::sites::Sites;
use crate::solve::dice::Dice;

/// Elementary operations of one step: as in [`crate::solve::Search`].
const STEP: u64 = 100_000;
/// Moves weighed between two looks at slope and temperature.
const PIECE: usize = 64;
/// A place moves to where one of its nearest places is: of so many, in sizes of a part.
const NEAR: usize = 2;
/// Change of the slope at a look, and its range in parts of the first slope.
const SLOPE_STEP: f64 = 0.02;
const SLOPES: (f64, f64) = (0.01, 10_000.0);

/// A resumable search for the best centres and the best division among them.
///
/// ```
/// use evenfield_solver::solve::Medians;
/// use evenfield_solver::solve::Sites;
///
/// let places = [0.0, 1.0, 2.0, 9.0, 10.0, 11.0].map(|x| [x, 0.0, 0.0]).to_vec();
/// let sites = Sites { places, weight: vec![1.0; 6], demand: vec![1.0; 6], capacity: vec![3.0; 6], centres: 2 };
/// let mut medians = Medians::new(sites, 1);
/// medians.step(10);
/// assert_eq!(medians.best(), Some(&[1, 1, 1, 4, 4, 4][..]));
/// ```
pub struct Medians {
    sites: Sites,
    distances: Distances,
    /// `near[u * reach..]`: the nearest places of each.
    near: Vec<u32>,
    reach: usize,
    parts: Parts,
    total: f64,
    slope: f64,
    first_slope: f64,
    round: Round,
    dice: Dice,
    best: Option<(f64, Vec<u32>)>,
    steps: u64,
    evaluations: u64,
}

impl Medians {
    /// Prepares a search. The same sites, seed and steps give the same centres, on every machine.
    pub fn new(mut sites: Sites, seed: u64) -> Self {
        let count = sites.places.len();
        sites.centres = sites.centres.clamp(1, count.max(1));
        let distances = Distances::new(&sites);
        let reach = (NEAR * count / sites.centres).min(count.saturating_sub(1));
        let parts_of = bisection(&sites.places, &[&sites.demand], sites.centres);
        let parts = Parts::new(&Ground { sites: &sites, distances: &distances, slope: 0.0 }, parts_of);
        let grain = (parts.total() / count.max(1) as f64).max(f64::MIN_POSITIVE);
        let demand: f64 = sites.demand.iter().sum();
        let first_slope = if demand > 0.0 { parts.total() / demand } else { 0.0 };
        let mut made = Self {
            near: nearest(&distances, count, reach),
            round: Round::first(count, grain),
            dice: Dice::new(seed),
            total: parts.total(),
            slope: first_slope,
            best: None,
            steps: 0,
            evaluations: 0,
            sites,
            distances,
            reach,
            parts,
            first_slope,
        };
        made.charge_all();
        made.note();
        made
    }

    /// Goes on for some steps, none where nothing is left to do; each is the same amount of work.
    pub fn step(&mut self, steps: u64) -> Progress {
        for _ in 0..if self.has_choices() { steps } else { 0 } {
            let mut work = 0;
            while work < STEP {
                work += self.advance();
            }
            self.steps += 1;
        }
        self.progress()
    }

    /// How far the search has come. It proves no bound.
    pub fn progress(&self) -> Progress {
        Progress {
            phase: if self.has_choices() { Phase::Search } else { Phase::Done },
            steps: self.steps,
            pricing: 0,
            objective: self.cost(),
            breaches: 0,
            violation: 0.0,
            bound: f64::NEG_INFINITY,
            evaluations: self.evaluations,
            memory_bytes: self.memory_bytes(),
        }
    }

    /// Centre of each place in the best plan so far; none before there is one that serves all.
    pub fn best(&self) -> Option<&[u32]> {
        self.best.as_ref().map(|(_, centre_of)| centre_of.as_slice())
    }

    /// Cost of the best plan so far.
    fn cost(&self) -> Option<f64> {
        self.best().map(|centre_of| self.sites.cost(centre_of))
    }

    /// Whether a move could change anything.
    fn has_choices(&self) -> bool {
        self.sites.centres > 1 && self.sites.centres < self.sites.places.len()
    }

    fn memory_bytes(&self) -> usize {
        self.distances.memory_bytes() + self.parts.memory_bytes() + self.near.len() * 4 + self.sites.places.len() * 48
    }

    /// Weighs a few moves, then looks at slope and temperature; returns the work done.
    fn advance(&mut self) -> u64 {
        let work: u64 = (0..PIECE).map(|_| self.attempt()).sum();
        let mut relocated = 0;
        if self.round.cool() == Turn::Short {
            self.relocate();
            relocated = 2 * self.parts.memory_bytes() as u64;
        }
        let factor = if self.is_overloaded() { 1.0 + SLOPE_STEP } else { 1.0 / (1.0 + SLOPE_STEP) };
        let (least, most) = (SLOPES.0 * self.first_slope, SLOPES.1 * self.first_slope);
        self.slope = (self.slope * factor).max(least).min(most);
        self.charge_all();
        work + relocated + 2 * self.sites.places.len() as u64
    }

    /// Goes back to the best division, closes one of its centres and opens one in another part.
    fn relocate(&mut self) {
        let Some((_, centre_of)) = &self.best else { return };
        let ground = Ground { sites: &self.sites, distances: &self.distances, slope: self.slope };
        self.parts = Parts::new(&ground, parts_of(centre_of));
        let split = self.parts.of[self.dice.below(centre_of.len())];
        let closed = self.dice.below(self.sites.centres) as u16;
        if closed == split || self.parts.places[split as usize].len() < 2 {
            return;
        }
        for u in self.parts.places[closed as usize].clone() {
            let near = &self.near[u as usize * self.reach..(u as usize + 1) * self.reach];
            let to = near.iter().map(|&v| self.parts.of[v as usize]).find(|&part| part != closed);
            self.parts.shift(&ground, u as usize, to.unwrap_or(split));
        }
        let mut places = self.parts.places[split as usize].clone();
        let away = self.distances.from(places[self.dice.below(places.len())] as usize);
        places.sort_by(|&a, &b| away[a as usize].total_cmp(&away[b as usize]).then(a.cmp(&b)));
        for &u in &places[..places.len() / 2] {
            self.parts.shift(&ground, u as usize, closed);
        }
    }

    /// Weighs one move, and makes it if annealing accepts it (Kirkpatrick, Gelatt and Vecchi 1983).
    fn attempt(&mut self) -> u64 {
        self.evaluations += 1;
        let u = self.dice.below(self.sites.places.len());
        let toward = self.near[u * self.reach + self.dice.below(self.reach)];
        let (from, to) = (self.parts.of[u], self.parts.of[toward as usize]);
        if from == to {
            return 4;
        }
        let back = self.back(from, to, toward);
        let ground = Ground { sites: &self.sites, distances: &self.distances, slope: self.slope };
        let left = self.parts.charged(&ground, from, Some(u as u32), back);
        let joined = self.parts.charged(&ground, to, back, Some(u as u32));
        let (old, new) = (self.parts.charge_of(from, to), left.0 + joined.0);
        let allowance = -self.round.temperature * libm::log(self.dice.part());
        let looked_at = 3 * self.parts.size_of(from, to) as u64 + 20;
        if new - old > allowance {
            return looked_at;
        }
        self.parts.shift(&ground, u, to);
        if let Some(back) = back {
            self.parts.shift(&ground, back as usize, from);
        }
        self.parts.set(from, left);
        self.parts.set(to, joined);
        self.total += new - old;
        self.note();
        looked_at + 6 * self.sites.places.len() as u64
    }

    /// The place that comes back in exchange, every other time: the near one itself, or another of its part. A part
    /// never loses its last place.
    fn back(&mut self, from: u16, to: u16, toward: u32) -> Option<u32> {
        if self.dice.below(2) == 0 && self.parts.places[from as usize].len() > 1 {
            return None;
        }
        let others = &self.parts.places[to as usize];
        Some(if self.dice.below(2) == 0 { toward } else { others[self.dice.below(others.len())] })
    }

    fn charge_all(&mut self) {
        self.parts.charge_all(&Ground { sites: &self.sites, distances: &self.distances, slope: self.slope });
        self.total = self.parts.total();
    }

    fn is_overloaded(&self) -> bool {
        (0..self.sites.centres).any(|part| self.parts.is_overloaded(&self.sites, part))
    }

    /// Keeps the division if it is the best so far that serves all.
    fn note(&mut self) {
        let beats = self.best.as_ref().is_none_or(|(least, _)| self.total < least - 1e-9 * least);
        if beats && !self.sites.places.is_empty() && !self.is_overloaded() {
            let centre_of = self.parts.of.iter().map(|&part| self.parts.centre[part as usize]);
            self.best = Some((self.total, centre_of.collect()));
        }
    }
}

/// The part of each place, numbered as the centres appear.
fn parts_of(centre_of: &[u32]) -> Vec<u16> {
    let mut part_of_centre = vec![None; centre_of.len()];
    let mut parts = 0;
    let mut part = |centre: &u32| {
        *part_of_centre[*centre as usize].get_or_insert_with(|| {
            parts += 1;
            parts - 1
        })
    };
    centre_of.iter().map(&mut part).collect()
}

/// The nearest other places of each, the nearest first.
fn nearest(distances: &Distances, count: usize, reach: usize) -> Vec<u32> {
    let mut near = Vec::with_capacity(count * reach);
    for u in 0..count {
        let row = distances.from(u);
        let mut others: Vec<u32> = (0..count as u32).filter(|&v| v as usize != u).collect();
        others.sort_by(|&a, &b| row[a as usize].total_cmp(&row[b as usize]).then(a.cmp(&b)));
        near.extend(&others[..reach]);
    }
    near
}
