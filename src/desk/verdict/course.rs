//! An order in which moves are made or taken back, the best first.
//!
//! Greedy: of the moves by which no limit is missed more than in the plan before, the one that gains most comes next
//! (or, taken back, the one that loses least). What a move gains depends on the others of its two reps only, so after each
//! step few are weighed anew. Where no single move is allowed, pairs that share a rep are looked at: one that alone
//! overfills a territory may go together with one that makes room.

use crate::order;
use crate::order::Order;
use crate::rules::Shift;
use crate::rules::Tally;
use crate::rules::Weight;

/// Below this nothing is gained, and no limit is missed.
const NOTHING: f64 = 1e-10;
/// So many of the best moves are looked at with a partner, and so many partners each.
const LED: usize = 24;
const PARTNERS: usize = 400;
/// How often pairs are looked for in one course.
const PAIRINGS: usize = 400;

/// Moves with the sums of a plan that has some of them.
#[derive(Clone)]
pub struct Course<'m> {
    shifts: &'m [Shift],
    tally: Tally,
    /// Points at the start of all.
    zero: f64,
    taken: Vec<bool>,
    /// Moves that may be made or taken back.
    free: Vec<u32>,
    weights: Vec<Weight>,
    /// Moves of each column.
    of_column: Vec<Vec<u32>>,
    sign: f64,
    pairings: usize,
    /// The moves in the order in which they were made, or taken back.
    pub order: Vec<u32>,
    /// After so many of them: points gained, and whether every limit holds as before.
    pub marks: Vec<(f64, bool)>,
}

impl<'m> Course<'m> {
    /// A course that makes moves, `forward`, or takes them back. `tally` stands at the plan before with no move made, `fixed`
    /// are made in any case, `barred` never.
    pub fn new(shifts: &'m [Shift], tally: Tally, fixed: &[bool], barred: &[bool], forward: bool) -> Self {
        let zero = tally.points();
        let mut course = Self {
            shifts,
            zero,
            taken: vec![false; shifts.len()],
            free: Vec::new(),
            weights: vec![Weight::default(); shifts.len()],
            of_column: vec![Vec::new(); tally.columns()],
            sign: if forward { 1.0 } else { -1.0 },
            pairings: 0,
            order: Vec::new(),
            marks: Vec::new(),
            tally,
        };
        for (place, shift) in shifts.iter().enumerate() {
            let is = |set: &[bool]| set.get(place).copied().unwrap_or(false);
            let number = place as u32;
            if is(fixed) || (!forward && !is(barred)) {
                course.set(number, true);
            }
            if !is(fixed) && !is(barred) {
                course.free.push(number);
                for column in shift.columns(course.tally.columns()) {
                    course.of_column[column].push(number);
                }
            }
        }
        course.of_column.iter_mut().for_each(Vec::dedup);
        (0..course.free.len()).for_each(|at| course.weigh(course.free[at]));
        course.mark();
        course
    }

    /// Points gained so far.
    pub fn gain(&self) -> f64 {
        self.zero - self.tally.points()
    }

    /// Which moves are made after so many steps.
    pub fn after(&self, steps: usize) -> Vec<bool> {
        let mut taken = self.taken.clone();
        for place in self.order.iter().skip(steps) {
            taken[*place as usize] = !taken[*place as usize];
        }
        taken
    }

    fn set(&mut self, place: u32, taken: bool) {
        if self.taken[place as usize] != taken {
            self.taken[place as usize] = taken;
            self.tally.take(&self.shifts[place as usize], if taken { 1.0 } else { -1.0 });
        }
    }

    fn weigh(&mut self, place: u32) {
        self.weights[place as usize] = self.tally.weigh(&self.shifts[place as usize], self.sign);
    }

    fn mark(&mut self) {
        self.marks.push((self.gain(), self.tally.excess() <= NOTHING));
    }

    /// The moves that are still to come.
    fn open(&self) -> impl Iterator<Item = u32> {
        self.free.iter().copied().filter(|place| self.taken[*place as usize] == (self.sign < 0.0))
    }

    fn excess(&self, place: u32) -> f64 {
        let caps = self.tally.weigh_caps(&self.shifts[place as usize], self.sign);
        self.weights[place as usize].excess + caps
    }

    /// Makes the next step; returns whether there is none.
    pub fn advance(&mut self) -> bool {
        let forward = self.sign > 0.0;
        let now = self.tally.excess();
        let Some((place, excess)) = self.best(now) else { return true };
        let after = now + excess;
        let points = self.weights[place as usize].points;
        let mends = now > NOTHING && after < now - NOTHING;
        let gains = now <= NOTHING && after <= NOTHING && (!forward || points < -NOTHING);
        if mends || gains {
            self.step(place);
            return false;
        }
        if let Some((first, second)) = self.best_pair(now) {
            self.step(first);
            self.step(second);
            return false;
        }
        // Taken back, nothing more is allowed; made, the moves that are left follow whatever they do.
        if forward {
            self.step(place);
        }
        !forward
    }

    fn step(&mut self, place: u32) {
        self.set(place, self.sign > 0.0);
        self.order.push(place);
        for column in order::set(self.shifts[place as usize].columns(self.tally.columns())) {
            for at in 0..self.of_column[column].len() {
                let other = self.of_column[column][at];
                if self.taken[other as usize] == (self.sign < 0.0) {
                    self.weigh(other);
                }
            }
        }
        self.mark();
    }

    /// The best next move with by how much limits are missed more: what misses limits least, then what gains most.
    fn best(&self, now: f64) -> Option<(u32, f64)> {
        let mut best: Option<(f64, f64, u32, f64)> = None;
        for place in self.open() {
            let excess = self.excess(place);
            let over = if now + excess <= NOTHING { 0.0 } else { now + excess };
            let points = self.weights[place as usize].points;
            if best.is_none_or(|(least, gain, ..)| over < least || (over <= least && points < gain)) {
                best = Some((over, points, place, excess));
            }
        }
        best.map(|(.., place, excess)| (place, excess))
    }

    /// The two moves of a common rep that gain most together and keep the limits; none where none gain.
    fn best_pair(&mut self, now: f64) -> Option<(u32, u32)> {
        if self.pairings >= PAIRINGS {
            return None;
        }
        self.pairings += 1;
        let mut leads: Vec<u32> = self.open().collect();
        leads.order_by(|a, b| self.weights[*a as usize].points.total_cmp(&self.weights[*b as usize].points));
        leads.truncate(LED);
        let mut best: Option<(f64, u32, u32)> = None;
        for lead in leads {
            let shift = &self.shifts[lead as usize];
            let own = self.weights[lead as usize].points;
            self.tally.take(shift, self.sign);
            let excess = self.tally.excess();
            let columns = shift.columns(self.tally.columns());
            let partners = columns
                .flat_map(|column| self.of_column[column].iter().copied())
                .filter(|other| *other != lead && self.taken[*other as usize] == (self.sign < 0.0));
            for other in partners.take(PARTNERS) {
                let shift = &self.shifts[other as usize];
                let weight = self.tally.weigh(shift, self.sign);
                let after = excess + weight.excess + self.tally.weigh_caps(shift, self.sign);
                let points = own + weight.points;
                let helps = if now > NOTHING { after < now - NOTHING } else { after <= NOTHING };
                let gains = self.sign < 0.0 || now > NOTHING || points < -NOTHING;
                if helps && gains && best.is_none_or(|(least, ..)| points < least) {
                    best = Some((points, lead, other));
                }
            }
            self.tally.take(shift, -self.sign);
        }
        best.map(|(_, first, second)| (first, second))
    }

    /// Takes back whatever is not needed for a gain, the least useful first; begins with the moves that are made.
    pub fn thin(&mut self, needed: f64) {
        (self.sign, self.pairings) = (-1.0, PAIRINGS);
        (0..self.free.len()).for_each(|at| self.weigh(self.free[at]));
        loop {
            let now = self.tally.excess();
            let Some((place, excess)) = self.best(now) else { return };
            let keeps = now + excess <= NOTHING.max(now);
            if !keeps || self.gain() - self.weights[place as usize].points < needed {
                return;
            }
            self.step(place);
        }
    }

    /// Exchanges a move for another one that gains more, and takes back what is then not needed; returns whether there is
    /// none.
    pub fn exchange(&mut self, needed: f64) -> bool {
        let Some((out, other)) = self.best_exchange() else { return true };
        self.set(out, false);
        self.set(other, true);
        self.thin(needed);
        false
    }

    /// The exchange of a move that is made for one that is not by which most is gained, and no limit missed more.
    fn best_exchange(&mut self) -> Option<(u32, u32)> {
        let now = self.tally.excess();
        let (made, open): (Vec<u32>, Vec<u32>) = self.free.iter().partition(|place| self.taken[**place as usize]);
        let mut best = (-NOTHING, None);
        for out in made {
            let shift = &self.shifts[out as usize];
            let lost = self.tally.weigh(shift, -1.0).points;
            self.tally.take(shift, -1.0);
            let excess = self.tally.excess();
            for &other in &open {
                let shift = &self.shifts[other as usize];
                let weight = self.tally.weigh(shift, 1.0);
                let points = lost + weight.points;
                if points < best.0 && excess + weight.excess + self.tally.weigh_caps(shift, 1.0) <= NOTHING.max(now) {
                    best = (points, Some((out, other)));
                }
            }
            self.tally.take(shift, 1.0);
        }
        best.1
    }

    /// The moves that are made now, and no order to them.
    pub fn begun_with(mut self, taken: &[bool]) -> Self {
        for (place, wanted) in taken.iter().enumerate() {
            self.set(place as u32, *wanted);
        }
        (self.order, self.marks) = (Vec::new(), Vec::new());
        self
    }

    /// Whether it makes moves, rather than taking them back.
    pub fn is_making(&self) -> bool {
        self.sign > 0.0
    }

    /// Which moves are made.
    pub fn taken(&self) -> &[bool] {
        &self.taken
    }
}
