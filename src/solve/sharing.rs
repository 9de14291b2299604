//! The best way to share a group's units, by implicit enumeration.
//!
//! Under prices, what a sharing costs above the group's bound is a sum of parts that are never negative: the gap of
//! each unit, and on each row the charge less the price of the load, above its least (Geoffrion 1974). So units begin
//! at their cheapest place and are moved away by rising gap, as in the core of a knapsack (Balas and Zemel 1980); a
//! branch ends when its gaps alone cost more than the best sharing found.

use crate::solve::charges::Charges;
use crate::solve::dice::Dice;
use crate::solve::group::Group;
use crate::solve::group::Row;

/// Moves that are combined at most. Of more, the closest half and a few others by chance.
const MOST_MOVES: usize = 40;
/// Rounding may make a sharing look better by this part of what the group costs.
const MARGIN: f64 = 1e-12;

/// Moving a unit away from its cheapest place.
#[derive(Clone, Copy)]
struct Move {
    gap: f64,
    slot: u32,
    place: u32,
}

/// The enumeration; keeps its buffers between uses.
#[derive(Default)]
pub(super) struct Sharing {
    /// Place of each unit: the cheapest, then the best found.
    pub chosen: Vec<u32>,
    moves: Vec<Move>,
    changes: Vec<f64>,
    least: Vec<f64>,
    loads: Vec<f64>,
    taken: Vec<bool>,
    made: Vec<u32>,
    best_made: Vec<u32>,
    best: f64,
    found: bool,
    /// Sharings looked at.
    pub nodes: u64,
    most_nodes: u64,
}

impl Sharing {
    /// Seeks a better sharing among `most_nodes`; returns whether `chosen` is one.
    pub fn seek(&mut self, group: &Group, charges: &Charges, dice: &mut Dice, most_nodes: u64) -> bool {
        let excess = self.begin(group, charges);
        self.best = excess - MARGIN * group.present.abs().max(1.0);
        (self.found, self.nodes, self.most_nodes) = (false, 0, most_nodes);
        self.list_moves(group, excess);
        self.thin(group, dice);
        self.weigh_start(group, charges);
        self.branch(&group.rows, charges, 0, 0.0);
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
        self.taken.clear();
        self.taken.resize(self.chosen.len(), false);
        self.made.clear();
        self.best_made.clear();
    }

    fn weigh_start(&mut self, group: &Group, charges: &Charges) {
        let parts = group.rows.iter().zip(&self.loads).zip(&self.least);
        let excess: f64 = parts.map(|((row, load), least)| excess_of(row, charges, *load, *least)).sum();
        if excess < self.best {
            (self.best, self.found) = (excess, true);
        }
    }

    /// Makes one more move, in every way that can still pay.
    fn branch(&mut self, rows: &[Row], charges: &Charges, first: usize, gaps: f64) {
        let width = rows.len();
        for index in first..self.moves.len() {
            let Move { gap, slot, .. } = self.moves[index];
            if gaps + gap >= self.best || self.nodes >= self.most_nodes {
                return;
            }
            if self.taken[slot as usize] {
                continue;
            }
            self.nodes += 1;
            self.weigh(rows, charges, index, gaps + gap);
            let next = self.moves.get(index + 1).map_or(f64::INFINITY, |one| one.gap);
            if gaps + gap + next < self.best {
                let changes = index * width..(index + 1) * width;
                self.taken[slot as usize] = true;
                self.made.push(index as u32);
                self.loads.iter_mut().zip(&self.changes[changes.clone()]).for_each(|(load, change)| *load += change);
                self.branch(rows, charges, index + 1, gaps + gap);
                self.loads.iter_mut().zip(&self.changes[changes]).for_each(|(load, change)| *load -= change);
                self.made.pop();
                self.taken[slot as usize] = false;
            }
        }
    }

    /// Weighs the moves made and one more.
    fn weigh(&mut self, rows: &[Row], charges: &Charges, index: usize, gaps: f64) {
        let changes = &self.changes[index * rows.len()..(index + 1) * rows.len()];
        let mut excess = gaps;
        for (((row, load), change), least) in rows.iter().zip(&self.loads).zip(changes).zip(&self.least) {
            excess += excess_of(row, charges, load + change, *least);
            if excess >= self.best {
                return;
            }
        }
        (self.best, self.found) = (excess, true);
        self.best_made.clone_from(&self.made);
        self.best_made.push(index as u32);
    }
}

/// What a load costs above the least of its row.
fn excess_of(row: &Row, charges: &Charges, load: f64, least: f64) -> f64 {
    charges.of(row.index, load) - row.price * load - least
}

fn by_gap(a: &Move, b: &Move) -> std::cmp::Ordering {
    a.gap.total_cmp(&b.gap).then(a.place.cmp(&b.place))
}
