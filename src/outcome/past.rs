//! Win rates as they were known before a day: of each rep in each segment, and how surely.

use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::Outcome;
use crate::outcome::draws::Draws;
use crate::outcome::draws::Stream;
use crate::score::PRIOR_DEALS;
use std::collections::BTreeMap;

/// So many won deals of a segment tell what its deals bring.
const ENOUGH_WON: f64 = 5.0;
/// Nearer to 0 and 1 than this no odds are taken.
const EDGE: f64 = 1e-6;

/// A rep, by position, in a segment (or industry), by the code of its label.
pub type Cell = (u16, usize);

/// Deals won and lost, and what the won ones brought.
#[derive(Clone, Copy, Default)]
struct Count {
    won: f64,
    lost: f64,
    paid: f64,
    money: f64,
}

impl Count {
    fn add(&mut self, is_won: bool, amount: f64) {
        if !is_won {
            self.lost += 1.0;
            return;
        }
        self.won += 1.0;
        if amount > 0.0 {
            self.paid += 1.0;
            self.money += amount;
        }
    }

    /// A possible rate, its mean drawn towards another one.
    fn draw(&self, draws: &mut Draws, towards: f64) -> f64 {
        draws.beta(self.won + PRIOR_DEALS * towards, self.lost + PRIOR_DEALS * (1.0 - towards))
    }
}

/// What the deals before a day tell.
pub struct Past {
    overall: Count,
    groups: Vec<Count>,
    reps: Vec<Count>,
    cells: BTreeMap<Cell, Count>,
}

impl Past {
    /// Counts decided deals; `group` is the segment of a deal, of so many.
    pub fn new(dataset: &Dataset, deals: &[usize], group: &dyn Fn(usize) -> usize, groups: usize) -> Self {
        let history = &dataset.opportunities;
        let mut past = Self {
            overall: Count::default(),
            groups: vec![Count::default(); groups],
            reps: vec![Count::default(); dataset.reps.len()],
            cells: BTreeMap::new(),
        };
        for &deal in deals {
            let (is_won, amount) = (history.outcome(deal) == Outcome::Won, history.amount[deal]);
            past.overall.add(is_won, amount);
            past.groups[group(deal)].add(is_won, amount);
            let owner = history.owner[deal];
            if let Some(rep) = past.reps.get_mut(usize::from(owner)).filter(|_| owner != OPEN) {
                rep.add(is_won, amount);
                past.cells.entry((owner, group(deal))).or_default().add(is_won, amount);
            }
        }
        past
    }

    /// How many deals there were.
    pub fn decided(&self) -> u32 {
        (self.overall.won + self.overall.lost) as u32
    }

    /// How many of them a rep had.
    pub fn of_rep(&self, rep: u16) -> u32 {
        self.reps.get(usize::from(rep)).map_or(0, |count| (count.won + count.lost) as u32)
    }

    /// What a won deal of a segment brought, the mean; of all where the segment had too few.
    pub fn worth(&self, group: usize) -> f64 {
        let count = self.groups.get(group).filter(|count| count.paid >= ENOUGH_WON).unwrap_or(&self.overall);
        if count.paid > 0.0 { count.money / count.paid } else { 0.0 }
    }

    /// Draws possible rates of these cells.
    pub fn drawing<'p>(&'p self, seed: u64, cells: &'p [Cell]) -> Drawing<'p> {
        Drawing { past: self, cells, draws: Draws::new(seed, Stream::World) }
    }
}

/// Possible rates, one after the other.
pub struct Drawing<'p> {
    past: &'p Past,
    cells: &'p [Cell],
    draws: Draws,
}

impl Drawing<'_> {
    /// A possible rate of each cell. Rep and segment together on the scale of odds: odds of the segment x odds of the rep /
    /// odds of all; then drawn by what the rep did in this segment.
    pub fn rates(&mut self) -> Vec<f64> {
        let Self { past, cells, draws } = self;
        let Count { won, lost, .. } = past.overall;
        let all = draws.beta(won, lost);
        let groups: Vec<f64> = past.groups.iter().map(|group| group.draw(draws, all)).collect();
        let reps: Vec<f64> = past.reps.iter().map(|rep| rep.draw(draws, all)).collect();
        let rate = |(rep, group): &Cell| {
            let of_rep = reps.get(usize::from(*rep)).copied().unwrap_or(all);
            let of_group = groups.get(*group).copied().unwrap_or(all);
            let odds = odds(of_group) * odds(of_rep) / odds(all);
            past.cells.get(&(*rep, *group)).copied().unwrap_or_default().draw(draws, odds / (1.0 + odds))
        };
        cells.iter().map(rate).collect()
    }

    /// A standard normal.
    pub fn luck(&mut self) -> f64 {
        self.draws.normal()
    }
}

fn odds(rate: f64) -> f64 {
    let rate = rate.clamp(EDGE, 1.0 - EDGE);
    rate / (1.0 - rate)
}
