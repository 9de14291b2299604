//! A better way to share a group's units, by a search of few but wide layers.
//!
//! Under prices, what a sharing costs above the group's bound is a sum of parts that are never negative: the gap of
//! each unit, and on each row the charge less the price of the load, above its least (Geoffrion 1974). So units begin
//! at their cheapest place and are moved away by rising gap, as in the core of a knapsack (Balas and Zemel 1980). Only
//! the most promising sharings go on (filter and fan, Glover 1998): enumeration in depth spent its nodes on ever the
//! same few moves. What alone costs more in gaps than the best sharing found is dropped.

use crate::solve::charges::Charges;
use crate::solve::dice::Dice;
use crate::solve::group::Group;
use crate::solve::group::Row;

/// Moves that are combined at most. Of more, the closest half and a few others by chance.
const MOST_MOVES: usize = 80;
/// Sharings that go on from layer to layer, and moves made at most.
const WIDE: usize = 16;
const DEEP: usize = 6;
/// Rounding may make a sharing look better by this part of what the group costs.
const MARGIN: f64 = 1e-12;

/// Moving a unit away from its cheapest place.
#[derive(Clone, Copy)]
struct Move {
    gap: f64,
    slot: u32,
    place: u32,
}

/// A sharing on the way: its moves by rising place.
#[derive(Default)]
struct State {
    loads: Vec<f64>,
    gaps: f64,
    made: Vec<u32>,
}

/// One more move on a sharing.
struct Step {
    promise: f64,
    state: u32,
    index: u32,
}

/// The search; keeps its buffers between uses.
#[derive(Default)]
pub(super) struct Sharing {
    /// Place of each unit: the cheapest, then the best found.
    pub chosen: Vec<u32>,
    moves: Vec<Move>,
    changes: Vec<f64>,
    least: Vec<f64>,
    loads: Vec<f64>,
    best_made: Vec<u32>,
    best: f64,
    found: bool,
    /// Sharings looked at.
    pub nodes: u64,
}

impl Sharing {
    /// Seeks a better sharing; returns whether `chosen` is one.
    pub fn seek(&mut self, group: &Group, charges: &Charges, dice: &mut Dice) -> bool {
        let excess = self.begin(group, charges);
        self.best = excess - MARGIN * group.present.abs().max(1.0);
        (self.found, self.nodes) = (false, 0);
        self.list_moves(group, excess);
        self.thin(group, dice);
        self.weigh_start(group, charges);
        self.widen(&group.rows, charges);
        for &place in &self.best_made {
            let made = self.moves[place as usize];
            self.chosen[made.slot as usize] = made.place;
        }
        self.found
    }

    /// Puts each unit at its cheapest place; returns what the present plan costs above the bound.
    fn begin(&mut self, group: &Group, charges: &Charges) -> f64 {
        self.chosen.clear();
        self.loads.clear();
        self.loads.extend(group.rows.iter().map(|row| row.fixed));
        self.least.clear();
        self.least.extend(group.rows.iter().map(|row| charges.least_at(row, 0.0).0));
        let of_rows = group.rows.iter().zip(&self.least).map(|(row, least)| least + row.fixed * row.price);
        let mut bound: f64 = of_rows.sum();
        for slot in 0..group.units.len() {
            let cheapest = group.places(slot).map(|place| (group.reduced(place), place));
            let Some((least, place)) = cheapest.min_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
            bound += least;
            self.chosen.push(place as u32);
            self.loads.iter_mut().zip(group.uses_of(place)).for_each(|(load, amount)| *load += amount);
        }
        group.present - bound
    }

    /// Lists the moves that can be part of a better sharing, the closest first.
    fn list_moves(&mut self, group: &Group, excess: f64) {
        self.moves.clear();
        for (slot, &cheapest) in self.chosen.iter().enumerate() {
            let least = group.reduced(cheapest as usize);
            let others = group.places(slot).filter(|&place| place != cheapest as usize);
            let moves =
                others.map(|place| Move { gap: group.reduced(place) - least, slot: slot as u32, place: place as u32 });
            self.moves.extend(moves.filter(|one| one.gap < excess));
        }
        self.moves.sort_unstable_by(by_gap);
    }

    /// Keeps few enough moves, by chance, so that each try combines others.
    fn thin(&mut self, group: &Group, dice: &mut Dice) {
        self.moves.truncate(4 * MOST_MOVES);
        if self.moves.len() > MOST_MOVES {
            for place in MOST_MOVES / 2..MOST_MOVES {
                let other = place + dice.below(self.moves.len() - place);
                self.moves.swap(place, other);
            }
            self.moves.truncate(MOST_MOVES);
            self.moves.sort_unstable_by(by_gap);
        }
        self.changes.clear();
        for one in &self.moves {
            let (old, new) =
                (group.uses_of(self.chosen[one.slot as usize] as usize), group.uses_of(one.place as usize));
            self.changes.extend(new.iter().zip(old).map(|(new, old)| new - old));
        }
        self.best_made.clear();
    }

    fn weigh_start(&mut self, group: &Group, charges: &Charges) {
        let parts = group.rows.iter().zip(&self.loads).zip(&self.least);
        let excess: f64 = parts.map(|((row, load), least)| excess_of(row, charges, *load, *least)).sum();
        if excess < self.best {
            (self.best, self.found) = (excess, true);
        }
    }

    /// Makes one move more per layer, on the few sharings that come nearest to paying.
    fn widen(&mut self, rows: &[Row], charges: &Charges) {
        let mut states = vec![State { loads: self.loads.clone(), ..State::default() }];
        for _ in 0..DEEP {
            let mut steps = Vec::new();
            for (place, state) in states.iter().enumerate() {
                self.extend(rows, charges, (place as u32, state), &mut steps);
            }
            steps.sort_unstable_by(|a, b| {
                a.promise.total_cmp(&b.promise).then((a.state, a.index).cmp(&(b.state, b.index)))
            });
            states = self.choose(&states, &steps, rows.len());
        }
    }

    /// Weighs all moves that can be added to a sharing.
    fn extend(&mut self, rows: &[Row], charges: &Charges, (place, state): (u32, &State), steps: &mut Vec<Step>) {
        for index in 0..self.moves.len() {
            let Move { gap, slot, .. } = self.moves[index];
            if state.gaps + gap >= self.best {
                return;
            }
            if state.made.iter().any(|&made| self.moves[made as usize].slot == slot) {
                continue;
            }
            self.nodes += 1;
            let promise = self.weigh(rows, charges, state, index);
            steps.push(Step { promise, state: place, index: index as u32 });
        }
    }

    /// Makes the most promising steps; the same moves in another order are the same sharing.
    fn choose(&self, states: &[State], steps: &[Step], width: usize) -> Vec<State> {
        let mut next: Vec<State> = Vec::with_capacity(WIDE);
        for step in steps {
            let (state, index) = (&states[step.state as usize], step.index as usize);
            let mut made = state.made.clone();
            made.insert(made.partition_point(|&other| other < step.index), step.index);
            if next.iter().any(|other| other.made == made) {
                continue;
            }
            let changes = &self.changes[index * width..(index + 1) * width];
            let loads = state.loads.iter().zip(changes).map(|(load, change)| load + change).collect();
            next.push(State { loads, gaps: state.gaps + self.moves[index].gap, made });
            if next.len() == WIDE {
                break;
            }
        }
        next
    }

    /// Weighs a sharing with one more move; returns its excess if breaches were no dearer than their rows' prices.
    fn weigh(&mut self, rows: &[Row], charges: &Charges, state: &State, index: usize) -> f64 {
        let changes = &self.changes[index * rows.len()..(index + 1) * rows.len()];
        let gaps = state.gaps + self.moves[index].gap;
        let (mut excess, mut promise) = (gaps, gaps);
        for (((row, load), change), least) in rows.iter().zip(&state.loads).zip(changes).zip(&self.least) {
            let part = excess_of(row, charges, load + change, *least);
            let miss = charges.miss(row.index, load + change);
            excess += part;
            promise += if miss > 0.0 { miss * row.price.abs().max(charges.least_slope(row.index)) } else { part };
        }
        if excess < self.best {
            (self.best, self.found) = (excess, true);
            self.best_made.clone_from(&state.made);
            self.best_made.push(index as u32);
        }
        promise
    }
}

/// What a load costs above the least of its row.
fn excess_of(row: &Row, charges: &Charges, load: f64, least: f64) -> f64 {
    charges.of(row.index, load) - row.price * load - least
}

fn by_gap(a: &Move, b: &Move) -> std::cmp::Ordering {
    a.gap.total_cmp(&b.gap).then(a.place.cmp(&b.place))
}
