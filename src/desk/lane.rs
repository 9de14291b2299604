//! One search, from settings to assignment.

use crate::desk::alternation::Alternation;
use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::Settings;
use crate::problem::NOBODY;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::rules::Terms;
use crate::score::Scores;
use crate::solve::Options;
use crate::solve::Progress;
use crate::solve::Search;
use std::sync::Arc;

/// A resumable search over accounts: the solver with the way back from units to accounts.
pub struct Lane {
    way: Way,
    unit_of: Vec<u32>,
    reps: usize,
}

/// What is searched: a plan, or a plan and its centres.
enum Way {
    Plan(Box<Search>),
    Centres(Box<Alternation>),
}

impl Lane {
    /// Compiles the rules and prepares a search. The same inputs and seed give the same plan, on every machine.
    pub fn new(dataset: Arc<Dataset>, scores: Arc<Scores>, settings: Settings, start: &Assignment, seed: u64) -> Self {
        Self::resumed(dataset, scores, settings, start, None, seed)
    }

    /// The same, beginning at the prices of a similar problem: after an edit, a search that goes on from the plan before
    /// it is ready much sooner. Where centres are free, prices of other centres would say nothing.
    pub fn resumed(
        dataset: Arc<Dataset>,
        scores: Arc<Scores>,
        settings: Settings,
        start: &Assignment,
        prices: Option<Prices>,
        seed: u64,
    ) -> Self {
        let judge = Judge::new(dataset, scores, settings);
        let terms = judge.terms();
        if !terms.has_free_centres() {
            return Self::warm(terms, start, prices, true, seed);
        }
        let (unit_of, reps) = (terms.unit_of().to_vec(), terms.dataset().reps.len());
        let start = Some(unit_start(terms, start));
        Self { way: Way::Centres(Box::new(Alternation::new(judge, start, seed))), unit_of, reps }
    }

    /// Compiles terms whose centres do not move, and prepares a search that begins at the prices of a similar problem;
    /// where it `resumes`, from the start, too.
    pub fn warm(terms: &Terms, start: &Assignment, prices: Option<Prices>, resumes: bool, seed: u64) -> Self {
        let start = unit_start(terms, start);
        Self::of(terms, terms.compile(), Options { seed, start: Some(start), prices, resumes })
    }

    /// A search of the problem that these terms state.
    pub fn of(terms: &Terms, problem: Problem, options: Options) -> Self {
        Self {
            way: Way::Plan(Box::new(Search::new(problem, options))),
            unit_of: terms.unit_of().to_vec(),
            reps: terms.dataset().reps.len(),
        }
    }

    /// Searches for so many steps.
    pub fn step(&mut self, steps: u64) -> Progress {
        match &mut self.way {
            Way::Plan(search) => search.step(steps),
            Way::Centres(alternation) => {
                alternation.step(steps);
                alternation.progress()
            }
        }
    }

    /// Takes in a plan that another search of the same problem has found. Around other centres it would say little.
    pub fn meet(&mut self, plan: &Assignment) {
        let Way::Plan(search) = &mut self.way else { return };
        if plan.len() != self.unit_of.len() {
            return;
        }
        let mut reps_of = vec![NOBODY; search.problem().units];
        for (unit, rep) in self.unit_of.iter().zip(plan.rep.iter()) {
            reps_of[*unit as usize] = if *rep == OPEN { self.reps as u16 } else { *rep };
        }
        search.meet(&reps_of);
    }

    /// How far the search is.
    pub fn progress(&self) -> Progress {
        match &self.way {
            Way::Plan(search) => search.progress(),
            Way::Centres(alternation) => alternation.progress(),
        }
    }

    /// The best plan so far; none before the first.
    pub fn plan(&self) -> Option<Assignment> {
        let units = match &self.way {
            Way::Plan(search) => search.best(),
            Way::Centres(alternation) => alternation.best(),
        }?;
        let column = |unit: &u32| units[*unit as usize];
        let rep = |column: u16| if usize::from(column) == self.reps { OPEN } else { column };
        Some(Assignment::new(self.unit_of.iter().map(|unit| rep(column(unit))).collect()))
    }

    /// The problem that is searched.
    pub fn problem(&self) -> &Problem {
        match &self.way {
            Way::Plan(search) => search.problem(),
            Way::Centres(alternation) => alternation.problem(),
        }
    }

    /// The prices that prove the bound, where there is one.
    pub fn prices(&self) -> &Prices {
        match &self.way {
            Way::Plan(search) => search.prices(),
            Way::Centres(alternation) => alternation.prices(),
        }
    }
}

/// The plan to start from, unit by unit; [`NOBODY`] where the problem does not allow the rep that an account has.
pub fn unit_start(terms: &Terms, start: &Assignment) -> Vec<u16> {
    let unit = |members: &Vec<u32>| {
        let first = *members.first()? as usize;
        let column = terms.column_of(*start.rep.get(first)?)?;
        terms.allows(first, column).then_some(column as u16)
    };
    terms.members().iter().map(|members| unit(members).unwrap_or(NOBODY)).collect()
}
