//! One search, from settings to assignment.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Settings;
use crate::problem::Prices;
use crate::rules::Terms;
use crate::score::Scores;
use crate::solve::Options;
use crate::solve::Progress;
use crate::solve::Search;
use std::sync::Arc;

/// A resumable search over accounts: the solver with the way back from units to accounts.
pub struct Lane {
    search: Search,
    unit_of: Vec<u32>,
    reps: usize,
}

impl Lane {
    /// Compiles the rules and prepares a search. The same inputs and seed give the same plan, on every machine.
    pub fn new(dataset: Arc<Dataset>, scores: Arc<Scores>, settings: Settings, start: &Assignment, seed: u64) -> Self {
        let terms = Terms::new(dataset, scores, settings);
        let problem = terms.compile();
        let start = unit_start(&terms, start);
        Self {
            search: Search::new(problem, Options { seed, start, prices: None }),
            unit_of: terms.unit_of().to_vec(),
            reps: terms.dataset().reps.len(),
        }
    }

    /// Searches for so many steps.
    pub fn step(&mut self, steps: u64) -> Progress {
        self.search.step(steps)
    }

    /// How far the search is.
    pub fn progress(&self) -> Progress {
        self.search.progress()
    }

    /// The best plan so far; none before the first.
    pub fn plan(&self) -> Option<Assignment> {
        let units = self.search.best()?;
        let column = |unit: &u32| units[*unit as usize];
        let rep = |column: u16| if usize::from(column) == self.reps { crate::model::OPEN } else { column };
        Some(Assignment::new(self.unit_of.iter().map(|unit| rep(column(unit))).collect()))
    }

    /// The prices that prove the bound.
    pub fn prices(&self) -> &Prices {
        self.search.prices()
    }
}

/// The plan to start from, unit by unit; none where an account of it has no rep in the problem.
fn unit_start(terms: &Terms, start: &Assignment) -> Option<Vec<u16>> {
    let unit = |members: &Vec<u32>| {
        let first = *members.first()? as usize;
        let column = terms.column_of(*start.rep.get(first)?)?;
        terms.allows(first, column).then_some(column as u16)
    };
    terms.members().iter().map(unit).collect()
}
