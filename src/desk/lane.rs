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
use crate::rules::Draft;
use crate::rules::Terms;
use crate::score::Scores;
use crate::solve::Options;
use crate::solve::Progress;
use crate::solve::Search;
use std::sync::Arc;

/// The problem of a draft, stated a few units at a time; none where `goes_on` says no between them.
pub async fn state(draft: Draft<'_>, mut goes_on: impl AsyncFnMut() -> bool) -> Option<Problem> {
    let mut problem = draft.begin();
    while !draft.state(&mut problem) {
        if !goes_on().await {
            return None;
        }
    }
    Some(problem)
}

/// A resumable search over accounts: the solver with the way back from units to accounts.
pub struct Lane {
    way: Way,
    unit_of: Vec<u32>,
    reps: usize,
    /// The plan it began with: accounts that are excluded keep the rep they have there.
    start: Assignment,
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
        Self::around_centres(judge, start, seed)
    }

    /// A search for a plan and its centres, which are free.
    pub fn around_centres(judge: Judge, start: &Assignment, seed: u64) -> Self {
        let terms = judge.terms();
        let (unit_of, reps) = (terms.unit_of().to_vec(), terms.dataset().reps.len());
        let (units, start) = (Some(unit_start(terms, start)), start.clone());
        Self { way: Way::Centres(Box::new(Alternation::new(judge, units, seed))), unit_of, reps, start }
    }

    /// Compiles terms whose centres do not move, and prepares a search that begins at the prices of a similar problem;
    /// where it `resumes`, from the start, too.
    pub fn warm(terms: &Terms, start: &Assignment, prices: Option<Prices>, resumes: bool, seed: u64) -> Self {
        Self::stated(terms, terms.compile(), start, prices, resumes, seed)
    }

    /// The same for a problem that was stated already.
    pub fn stated(
        terms: &Terms,
        problem: Problem,
        start: &Assignment,
        prices: Option<Prices>,
        resumes: bool,
        seed: u64,
    ) -> Self {
        let options = Options { seed, start: Some(unit_start(terms, start)), prices, resumes };
        Self {
            way: Way::Plan(Box::new(Search::new(problem, options))),
            unit_of: terms.unit_of().to_vec(),
            reps: terms.dataset().reps.len(),
            start: start.clone(),
        }
    }

    /// The terms of a problem that is to be stated before the search goes on: where centres are free, they move. Whoever
    /// can state it in pieces hands it to [`Lane::begin`]; otherwise [`Lane::step`] states it in one.
    pub fn unstated(&self) -> Option<Arc<Terms>> {
        match &self.way {
            Way::Plan(_) => None,
            Way::Centres(alternation) => alternation.unstated(),
        }
    }

    /// Goes on with the problem of [`Lane::unstated`].
    pub fn begin(&mut self, problem: Problem) {
        if let Way::Centres(alternation) = &mut self.way {
            alternation.begin(problem);
        }
    }

    /// Searches for so many steps.
    pub fn step(&mut self, steps: u64) -> Progress {
        match &mut self.way {
            Way::Plan(search) => search.step(steps),
            Way::Centres(alternation) => {
                let mut left = alternation.step(steps);
                while let Some(terms) = alternation.unstated().filter(|_| left > 0) {
                    alternation.begin(terms.compile());
                    left = alternation.step(left);
                }
                alternation.progress()
            }
        }
    }

    /// The same, but ends early where a problem is to be stated first.
    pub fn step_stated(&mut self, steps: u64) -> Progress {
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
            let Some(place) = reps_of.get_mut(*unit as usize) else { continue };
            *place = if *rep == OPEN { self.reps as u16 } else { *rep };
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

    /// The best plan so far; none before the first. Accounts that are excluded stand in it as in the start.
    pub fn plan(&self) -> Option<Assignment> {
        let units = match &self.way {
            Way::Plan(search) => search.best(),
            Way::Centres(alternation) => alternation.best(),
        }?;
        let rep = |(account, unit): (usize, &u32)| match units.get(*unit as usize) {
            Some(&column) if usize::from(column) == self.reps => OPEN,
            Some(&column) => column,
            None => self.start.rep.get(account).copied().unwrap_or(OPEN),
        };
        Some(Assignment::new(self.unit_of.iter().enumerate().map(rep).collect()))
    }

    /// The problem that is searched; none where centres are free, so that it keeps changing.
    pub fn problem(&self) -> Option<&Problem> {
        match &self.way {
            Way::Plan(search) => Some(search.problem()),
            Way::Centres(_) => None,
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
fn unit_start(terms: &Terms, start: &Assignment) -> Vec<u16> {
    let unit = |members: &Vec<u32>| {
        let first = *members.first()? as usize;
        let column = terms.column_of(*start.rep.get(first)?)?;
        terms.allows(first, column).then_some(column as u16)
    };
    terms.members().iter().map(|members| unit(members).unwrap_or(NOBODY)).collect()
}
