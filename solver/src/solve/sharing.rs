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
use crate::solve::toll::Cost;
use crate::solve::toll::Toll;

/// Moves that are combined at most. Of more, the closest half and a few others by chance.
const MOST_MOVES: usize = 80;
/// Sharings that go on from layer to layer, and moves made at most.
const WIDE: usize = 12;
const DEEP: usize = 6;
/// Steps that are looked at to choose those that go on: several may lead to the same sharing.
const LOOKED_AT: usize = WIDE * DEEP;
/// Rounding may make a sharing look better by this part of what the group costs.
const MARGIN: f64 = 1e-12;

/// Moving a unit away from its cheapest place.
#[derive(Clone, Copy)]
struct Move {
    gap: f64,
    slot: u32,
    place: u32,
    /// First row of the rep that is left, and of the one that is joined.
    from: u32,
    to: u32,
}

/// What a move changes in one row.
#[derive(Clone, Copy)]
struct Change {
    row: u32,
    amount: f64,
}

/// A sharing on the way: its moves by rising place.
#[derive(Clone, Default)]
struct State {
    loads: Vec<f64>,
    costs: Vec<Cost>,
    gaps: f64,
    total: Cost,
    made: Vec<u32>,
    barred: u128,
}

impl State {
    /// Sums up what the gaps and the rows cost.
    fn sum_up(&mut self) {
        let excess = self.costs.iter().map(|cost| cost.excess).sum::<f64>();
        let promise = self.costs.iter().map(|cost| cost.promise).sum::<f64>();
        self.total = Cost { excess: self.gaps + excess, promise: self.gaps + promise };
    }
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
    /// Cost of each place under the group's prices.
    reduced: Vec<f64>,
    moves: Vec<Move>,
    /// What each move changes, move after move, and where those of each begin, and the end.
    changes: Vec<Change>,
    first_change: Vec<u32>,
    rivals: Vec<u128>,
    tolls: Vec<Toll>,
    bar: f64,
    loads: Vec<f64>,
    steps: Vec<Step>,
    /// The sharings of a layer, and of the next.
    states: Vec<State>,
    next: Vec<State>,
    best_made: Vec<u32>,
    best: f64,
    found: bool,
    /// Sharings looked at.
    pub nodes: u64,
}

impl Sharing {
    /// Seeks a better sharing; returns whether `chosen` is one.
    pub fn seek(&mut self, group: &Group, charges: &Charges, dice: &mut Dice, allowance: f64) -> bool {
        let excess = self.begin(group, charges) + allowance;
        self.best = excess - MARGIN * group.present.abs().max(1.0);
        (self.found, self.nodes) = (false, 0);
        self.list_moves(group, excess);
        self.thin(dice);
        self.note_changes(group);
        self.widen(charges);
        for &index in &self.best_made {
            let made = self.moves[index as usize];
            self.chosen[made.slot as usize] = made.place;
        }
        self.found
    }

    /// Puts each unit at its cheapest place; returns what the present plan costs above the bound.
    fn begin(&mut self, group: &Group, charges: &Charges) -> f64 {
        self.chosen.clear();
        self.loads.clear();
        self.loads.extend(group.rows.iter().map(|row| row.fixed));
        self.tolls.clear();
        let mut bound = 0.0;
        for (row, &price) in group.rows.iter().zip(&group.prices) {
            let (least, _) = charges.least_at(row, price, 0.0);
            bound += least + row.fixed * price;
            self.tolls.push(charges.toll(row, price, least));
        }
        group.reduce(&mut self.reduced);
        for slot in 0..group.units.len() {
            let place = group.cheapest(slot, &self.reduced);
            bound += self.reduced[place];
            self.chosen.push(place as u32);
            group.load(place, 1.0, &mut self.loads);
        }
        group.present - bound
    }

    /// Lists the moves that can be part of a better sharing, the closest first.
    fn list_moves(&mut self, group: &Group, excess: f64) {
        self.moves.clear();
        for (slot, &cheapest) in self.chosen.iter().enumerate() {
            let (least, from) = (self.reduced[cheapest as usize], group.seat[cheapest as usize]);
            for place in group.places(slot).filter(|&place| place != cheapest as usize) {
                let gap = self.reduced[place] - least;
                if gap < excess {
                    self.moves.push(Move { gap, slot: slot as u32, place: place as u32, from, to: group.seat[place] });
                }
            }
        }
        self.moves.sort_unstable_by(by_gap);
    }

    /// Keeps few enough moves, by chance, so that each try combines others.
    fn thin(&mut self, dice: &mut Dice) {
        self.moves.truncate(4 * MOST_MOVES);
        if self.moves.len() > MOST_MOVES {
            for place in MOST_MOVES / 2..MOST_MOVES {
                let other = place + dice.below(self.moves.len() - place);
                self.moves.swap(place, other);
            }
            self.moves.truncate(MOST_MOVES);
            self.moves.sort_unstable_by(by_gap);
        }
    }

    /// Notes what each move takes from the rep it leaves, brings to the one it joins, and changes in the caps.
    fn note_changes(&mut self, group: &Group) {
        self.rivals.clear();
        for one in &self.moves {
            let rivals = self.moves.iter().enumerate().filter(|(_, other)| other.slot == one.slot);
            self.rivals.push(rivals.fold(0, |mask, (index, _)| mask | 1 << index));
        }
        self.changes.clear();
        self.first_change.clear();
        self.first_change.push(0);
        for one in &self.moves {
            let (old, new) = (self.chosen[one.slot as usize] as usize, one.place as usize);
            let own = 0..group.measures;
            let lost = own.clone().map(|d| (one.from + d as u32, -group.amounts(d)[old]));
            let won = own.map(|d| (one.to + d as u32, group.amounts(d)[new]));
            let caps = (group.first_cap() as u32..).zip(group.measures..group.width);
            let caps = caps.map(|(row, d)| (row, group.amounts(d)[new] - group.amounts(d)[old]));
            let all = lost.chain(won).chain(caps).filter(|(_, change)| change.abs() > 0.0);
            self.changes.extend(all.map(|(row, amount)| Change { row, amount }));
            self.first_change.push(self.changes.len() as u32);
        }
    }

    /// The changes that a move makes.
    #[inline]
    fn changes_of(&self, index: usize) -> &[Change] {
        &self.changes[self.first_change[index] as usize..self.first_change[index + 1] as usize]
    }

    /// Makes one move more per layer, on the few sharings that come nearest to paying.
    fn widen(&mut self, charges: &Charges) {
        let (mut states, mut next) = (std::mem::take(&mut self.states), std::mem::take(&mut self.next));
        states.resize_with(WIDE, State::default);
        next.resize_with(WIDE, State::default);
        self.start(charges, &mut states[0]);
        let mut count = 1;
        for _ in 0..DEEP {
            self.steps.clear();
            self.bar = f64::INFINITY;
            for (place, state) in states[..count].iter().enumerate() {
                self.extend(charges, (place as u32, state));
            }
            count = self.choose(charges, &states, &mut next);
            std::mem::swap(&mut states, &mut next);
        }
        (self.states, self.next) = (states, next);
    }

    /// The sharing that gives each unit its cheapest place.
    fn start(&mut self, charges: &Charges, state: &mut State) {
        state.loads.clone_from(&self.loads);
        state.costs.clear();
        state.costs.extend(self.tolls.iter().zip(&self.loads).map(|(toll, load)| toll.of(charges, *load)));
        (state.gaps, state.barred) = (0.0, 0);
        state.made.clear();
        state.sum_up();
        self.best_made.clear();
        if state.total.excess < self.best {
            (self.best, self.found) = (state.total.excess, true);
        }
    }

    /// Weighs all moves that can be added to a sharing.
    fn extend(&mut self, charges: &Charges, (place, state): (u32, &State)) {
        for index in 0..self.moves.len() {
            let gap = self.moves[index].gap;
            if state.gaps + gap >= self.best {
                return;
            }
            if state.barred >> index & 1 == 1 {
                continue;
            }
            self.nodes += 1;
            let mut total = Cost { excess: state.total.excess + gap, promise: state.total.promise + gap };
            for &Change { row, amount } in self.changes_of(index) {
                let row = row as usize;
                let (old, new) = (state.costs[row], self.tolls[row].of(charges, state.loads[row] + amount));
                total.excess += new.excess - old.excess;
                total.promise += new.promise - old.promise;
            }
            if total.excess < self.best {
                self.take(charges, state, index);
            }
            if total.promise < self.bar {
                self.steps.push(Step { promise: total.promise, state: place, index: index as u32 });
                if self.steps.len() >= 2 * LOOKED_AT {
                    self.trim();
                }
            }
        }
    }

    /// Keeps a sharing as the best, if it is: summed from scratch, for differences of forbidding charges are inexact.
    fn take(&mut self, charges: &Charges, state: &State, index: usize) {
        let mut loads = state.loads.clone();
        self.changes_of(index).iter().for_each(|change| loads[change.row as usize] += change.amount);
        let of_rows = self.tolls.iter().zip(&loads).map(|(toll, load)| toll.of(charges, *load).excess);
        let excess = state.gaps + self.moves[index].gap + of_rows.sum::<f64>();
        if excess < self.best {
            (self.best, self.found) = (excess, true);
            self.best_made.clone_from(&state.made);
            self.best_made.push(index as u32);
        }
    }

    /// Keeps the most promising steps only.
    fn trim(&mut self) {
        let (_, worst, _) = self.steps.select_nth_unstable_by(LOOKED_AT - 1, by_promise);
        self.bar = worst.promise;
        self.steps.truncate(LOOKED_AT);
    }

    /// Makes the most promising steps; the same moves in another order are the same sharing. Returns how many are made.
    fn choose(&mut self, charges: &Charges, states: &[State], next: &mut [State]) -> usize {
        if self.steps.len() > LOOKED_AT {
            self.trim();
        }
        self.steps.sort_unstable_by(by_promise);
        let mut count = 0;
        for step in &self.steps {
            let (state, index) = (&states[step.state as usize], step.index as usize);
            let (others, rest) = next.split_at_mut(count);
            let Some(one) = rest.first_mut() else { break };
            one.made.clone_from(&state.made);
            one.made.insert(state.made.partition_point(|&other| other < step.index), step.index);
            if others.iter().any(|other| other.made == one.made) {
                continue;
            }
            one.barred = state.barred | self.rivals[index];
            one.gaps = state.gaps + self.moves[index].gap;
            one.loads.clone_from(&state.loads);
            one.costs.clone_from(&state.costs);
            for &Change { row, amount } in self.changes_of(index) {
                let row = row as usize;
                one.loads[row] += amount;
                one.costs[row] = self.tolls[row].of(charges, one.loads[row]);
            }
            one.sum_up();
            count += 1;
        }
        count
    }
}

fn by_gap(a: &Move, b: &Move) -> std::cmp::Ordering {
    a.gap.total_cmp(&b.gap).then(a.place.cmp(&b.place))
}

fn by_promise(a: &Step, b: &Step) -> std::cmp::Ordering {
    a.promise.total_cmp(&b.promise).then((a.state, a.index).cmp(&(b.state, b.index)))
}
