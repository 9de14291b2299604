//! Whether all limits of a problem can hold at once: a proof that they cannot, or none.
//!
//! Units are spread over reps so that the squares of the relative misses are least (`spread`). Where nothing is left to
//! gain and misses remain, their prices are a proof: the limits are on one side of a plane and all mixtures of plans on
//! the other (`farkas`). Costs play no part, and rows that are kept have no price. The dual of `dual` is not made for
//! this: without costs whole crowds of units change rep at the same price, and their mean never settles.

use crate::problem::Prices;
use crate::problem::Problem;
use crate::solve::exhaustive::no_plan;
use crate::solve::farkas::earned_on_units;
use crate::solve::farkas::on_limits;
use crate::solve::misses::crossed;
use crate::solve::rooms::bar;
use crate::solve::spread::Spread;

/// A mixture that misses limits by less than this, per rep, counts as keeping them.
const KEPT: f64 = 1e-4;
/// Rounds over all units after which nothing more is to be expected.
const MOST_ROUNDS: u32 = 400;
/// Pairs looked at after which the same holds: about a second on the machines of 2025.
const MOST_PAIRS: usize = 300_000_000;
/// Units looked at in one piece of work.
const PIECE: usize = 64;

/// Why the limits cannot all hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// No rep has room for these units, even alone.
    Stuck(Vec<usize>),
    /// No load can satisfy these rows, as [`crate::solve::crossed`] says.
    Crossed(Vec<usize>),
    /// Under these prices every plan would cost more than the limits allow.
    Prices(Prices),
    /// There are few plans, and all were tried.
    Tried,
}

/// What is known of the limits.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// They cannot all hold.
    Proven(Proof),
    /// Nothing was proven: a mixture of plans keeps them, or nearly.
    Open,
}

/// A search for a proof that the windows and caps of a problem cannot all hold.
///
/// ```
/// use evenfield_solver::problem::{Amount, Measure, Problem, Window};
/// use evenfield_solver::solve::{Feasible, Verdict};
///
/// let windows = vec![Window { lower: 0.0, upper: 2.0 }; 2];
/// let count = Measure { name: "count".to_owned(), amount: Amount::Unit(vec![1.0; 5]), windows, hinges: Vec::new() };
/// let problem = Problem { units: 5, reps: 2, cost: vec![0.0; 10], measures: vec![count], present: vec![0; 5], ..Problem::default() };
/// let mut search = Feasible::new(problem);
/// let verdict = loop {
///     if let Some(verdict) = search.advance() {
///         break verdict;
///     }
/// };
/// assert!(matches!(verdict, Verdict::Proven(_)));
/// ```
pub struct Feasible {
    problem: Problem,
    stuck: Vec<usize>,
    crossed: Vec<usize>,
    spread: Spread,
    next: usize,
    round: u32,
    pairs: usize,
}

impl Feasible {
    /// Prepares a search. Costs count as eligible or not.
    pub fn new(mut problem: Problem) -> Self {
        let stuck = bar(&mut problem);
        let crossed = crossed(&problem);
        let spread = Spread::new(&problem);
        Self { problem, stuck, crossed, spread, next: 0, round: 0, pairs: 0 }
    }

    /// The same for other limits, where possible from the mixture found so far.
    #[must_use]
    pub fn renewed(self, problem: Problem) -> Self {
        let mut search = Self::new(problem);
        let same = search.problem.units == self.problem.units && search.problem.reps == self.problem.reps;
        if same && self.stuck.is_empty() && search.stuck.is_empty() && self.round > 0 {
            search.spread.take_over(&search.problem, self.spread);
        }
        search
    }

    /// Does a small piece of work; the verdict when it is known.
    pub fn advance(&mut self) -> Option<Verdict> {
        if !self.stuck.is_empty() {
            return Some(Verdict::Proven(Proof::Stuck(self.stuck.clone())));
        }
        // No mixture misses both sides of a row, and no price stands for both.
        if !self.crossed.is_empty() {
            return Some(Verdict::Proven(Proof::Crossed(self.crossed.clone())));
        }
        let end = (self.next + PIECE).min(self.problem.units);
        for u in self.next..end {
            if self.spread.visit(&self.problem, u, self.round) {
                self.pairs += self.problem.reps;
            }
        }
        self.next = end;
        if end < self.problem.units {
            return None;
        }
        self.next = 0;
        self.finish_round()
    }

    fn finish_round(&mut self) -> Option<Verdict> {
        self.round += 1;
        let (gap, misses) = (self.spread.take_gap(), &self.spread.misses);
        if misses.total() < KEPT * self.problem.reps as f64 {
            return Some(self.unless_tried());
        }
        // The bound is twice the charge less what is left to gain; it costs as much as a round.
        if gap < 2.0 * misses.charge() {
            let prices = misses.prices(&self.problem);
            if earned_on_units(&self.problem, &prices) + on_limits(&self.problem, &prices) > 0.0 {
                return Some(Verdict::Proven(Proof::Prices(prices)));
            }
        }
        (self.round >= MOST_ROUNDS || self.pairs >= MOST_PAIRS).then(|| self.unless_tried())
    }

    /// The verdict where prices prove nothing: a mixture of plans may keep limits that no plan keeps.
    fn unless_tried(&self) -> Verdict {
        if no_plan(self.problem.clone()) { Verdict::Proven(Proof::Tried) } else { Verdict::Open }
    }
}
