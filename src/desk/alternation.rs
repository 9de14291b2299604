//! The search for plans with free centres: assignment and centres take turns.
//!
//! A round searches around fixed centres, with the prices and the plan of the round before; then the centres move to
//! the middles of its best plan (Cooper 1964, location-allocation). By the rules' own measure neither raises the loss.
//! What a plan is worth is said by the judge, around the plan's own middles; the solver's figures, which hold around the
//! centres of one round, are not handed on, least of all its bounds.

use crate::desk::centres::divided;
use crate::desk::centres::moved;
use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::problem::Worth;
use crate::rules::Centres;
use crate::rules::Terms;
use crate::solve::Options;
use crate::solve::Phase;
use crate::solve::Progress;
use crate::solve::Search;
use std::sync::Arc;

/// Steps of a round's search, and more for each unit: enough for the first annealing and for groups around it.
const ROUND: u64 = 200;
const UNITS_PER_STEP: usize = 2;
/// Rounds from one start at most, before another start has its turn.
const ROUNDS: u32 = 8;
/// A round that earns less than this part of the objective is the last from its start.
const WORTHWHILE: f64 = 1e-4;
/// The judge looks at a plan this often in a round.
const LOOKS: u64 = 4;

/// A plan of units with what it is worth by the judge.
#[derive(Clone)]
struct Judged {
    worth: Worth,
    reps_of: Vec<u16>,
}

/// A round, around centres that do not move in it.
enum Round {
    /// Its problem is not stated yet: what to state, where to start, the prices of the round before and the memory that
    /// it needed, bytes.
    Waiting { terms: Arc<Terms>, start: Option<Vec<u16>>, prices: Prices, memory: usize },
    /// Its search.
    Searching(Box<Search>),
}

/// One search with free centres; resumable, and the same however its steps are sliced.
pub(super) struct Alternation {
    judge: Judge,
    seed: u64,
    start: Option<Vec<u16>>,
    /// Centres that are still to be started from.
    waiting: Vec<Centres>,
    centres: Centres,
    round: Round,
    /// The best plan of all, and the best from this start.
    best: Option<Judged>,
    own: Option<Judged>,
    /// What the best plan from this start was worth when the round began.
    before: f64,
    rounds: u32,
    searched: u64,
    length: u64,
    looked_at: Option<Worth>,
    steps: u64,
    evaluations: u64,
    over: bool,
}

impl Alternation {
    /// Prepares the search: it begins with a division of the map, then with the centres of today.
    pub fn new(judge: Judge, start: Option<Vec<u16>>, seed: u64) -> Self {
        let terms = judge.terms();
        let centres = divided(terms);
        let today = moved(terms, &judge.today(), &centres);
        let length = ROUND + (terms.members().len() / UNITS_PER_STEP) as u64;
        let around = Arc::new(terms.with_centres(centres.clone()));
        let round = Round::Waiting { terms: around, start: start.clone(), prices: Prices::default(), memory: 0 };
        Self {
            seed,
            waiting: vec![today],
            centres,
            round,
            best: None,
            own: None,
            before: f64::INFINITY,
            rounds: 0,
            searched: 0,
            length,
            looked_at: None,
            steps: 0,
            evaluations: 0,
            over: false,
            start,
            judge,
        }
    }

    /// The terms of a round whose problem is not stated yet: it goes on with [`Alternation::begin`].
    pub fn unstated(&self) -> Option<Arc<Terms>> {
        match &self.round {
            Round::Waiting { terms, .. } => Some(terms.clone()),
            Round::Searching(_) => None,
        }
    }

    /// Begins the search of a round with its problem.
    pub fn begin(&mut self, problem: Problem) {
        let Round::Waiting { start, prices, .. } = &mut self.round else { return };
        let (seed, resumes) = (self.seed, self.best.is_some());
        let options = Options { seed, start: start.take(), prices: Some(std::mem::take(prices)), resumes };
        self.round = Round::Searching(Box::new(Search::new(problem, options)));
        if self.best.is_none() {
            // The plan that was handed in counts by the judge's word, not by centres that it would never have.
            self.look();
            (self.own, self.looked_at) = (None, None);
        }
    }

    /// Goes on for so many steps, fewer where a problem is to be stated first; says how many are left.
    pub fn step(&mut self, steps: u64) -> u64 {
        for done in 0..steps {
            if self.unstated().is_some() {
                return steps - done;
            }
            self.steps += 1;
            if !self.over {
                self.advance();
            }
        }
        0
    }

    /// How far the search is. Nothing is proven, so there is no bound and no end.
    pub fn progress(&self) -> Progress {
        let worth = self.best.as_ref().map(|best| best.worth);
        let now = self.round.progress();
        Progress {
            phase: if now.phase == Phase::Done { Phase::Search } else { now.phase },
            steps: self.steps,
            pricing: now.pricing,
            objective: worth.map(|worth| worth.objective),
            breaches: worth.map_or(0, |worth| worth.breaches),
            violation: worth.map_or(0.0, |worth| worth.violation),
            // Limits that contradict each other do so around any centres.
            bound: if now.bound == f64::INFINITY { now.bound } else { f64::NEG_INFINITY },
            evaluations: self.evaluations + now.evaluations,
            memory_bytes: now.memory_bytes,
        }
    }

    /// Rep of each unit in the best plan.
    pub fn best(&self) -> Option<&[u16]> {
        self.best.as_ref().map(|best| &best.reps_of[..])
    }

    /// Prices of the round under way: they explain, but prove nothing.
    pub fn prices(&self) -> &Prices {
        match &self.round {
            Round::Waiting { prices, .. } => prices,
            Round::Searching(search) => search.prices(),
        }
    }

    fn advance(&mut self) {
        let Round::Searching(search) = &mut self.round else { return };
        let phase = search.step(1).phase;
        self.searched += u64::from(phase == Phase::Search);
        let ends = phase == Phase::Done || self.searched >= self.length;
        if ends || (phase == Phase::Search && self.searched.is_multiple_of(self.length / LOOKS)) {
            self.look();
        }
        if ends {
            self.next_round(phase == Phase::Done);
        }
    }

    /// Lets the judge look at the round's best plan.
    fn look(&mut self) {
        let Round::Searching(search) = &self.round else { return };
        let (Some(worth), Some(reps_of)) = (search.worth(), search.best()) else { return };
        if self.looked_at == Some(worth) {
            return;
        }
        self.looked_at = Some(worth);
        let plan = plan_of(&self.judge, reps_of);
        let evaluation = self.judge.evaluate(&plan);
        let (objective, breaches) = (evaluation.objective, evaluation.breaches);
        let worth = Worth { objective, breaches, violation: if breaches == 0 { 0.0 } else { worth.violation } };
        let judged = Judged { worth, reps_of: reps_of.to_vec() };
        let beats = |other: &Option<Judged>| other.as_ref().is_none_or(|other| worth.beats(&other.worth));
        if beats(&self.best) {
            self.best = Some(judged.clone());
        }
        if beats(&self.own) {
            self.own = Some(judged);
        }
    }

    /// Moves the centres to the middles as long as that pays; then begins elsewhere; then goes on from the best plan,
    /// for longer.
    fn next_round(&mut self, done: bool) {
        self.rounds += 1;
        let now = self.own.as_ref().map_or(f64::INFINITY, |own| own.worth.objective);
        let pays = now < self.before - WORTHWHILE * now.abs() || !self.before.is_finite();
        self.before = now;
        if pays && self.rounds < ROUNDS {
            self.begin_round(self.own.clone());
        } else if let Some(centres) = self.waiting.pop() {
            (self.own, self.before, self.rounds, self.centres) = (None, f64::INFINITY, 0, centres);
            self.restart(self.start.clone());
        } else if done && !pays {
            self.over = true;
        } else {
            self.own.clone_from(&self.best);
            self.before = self.own.as_ref().map_or(f64::INFINITY, |own| own.worth.objective);
            self.length += self.length / 2;
            self.begin_round(self.best.clone());
        }
    }

    fn begin_round(&mut self, from: Option<Judged>) {
        if let Some(judged) = &from {
            self.centres = moved(self.judge.terms(), &plan_of(&self.judge, &judged.reps_of), &self.centres);
        }
        self.restart(from.map(|judged| judged.reps_of));
    }

    fn restart(&mut self, start: Option<Vec<u16>>) {
        let progress = self.round.progress();
        self.evaluations += progress.evaluations;
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let terms = Arc::new(self.judge.terms().with_centres(self.centres.clone()));
        let (prices, memory) = (self.prices().clone(), progress.memory_bytes);
        // The problem of the round before goes before the next one is stated: there is room for one.
        self.round = Round::Waiting { terms, start, prices, memory };
        (self.searched, self.looked_at) = (0, None);
    }
}

impl Round {
    fn progress(&self) -> Progress {
        match self {
            Self::Waiting { memory, .. } => Progress { memory_bytes: *memory, ..Progress::beginning() },
            Self::Searching(search) => search.progress(),
        }
    }
}

fn plan_of(judge: &Judge, reps_of: &[u16]) -> Assignment {
    let terms = judge.terms();
    let rep = |unit: &u32| reps_of.get(*unit as usize).map_or(OPEN, |column| terms.rep_of(usize::from(*column)));
    Assignment::new(terms.unit_of().iter().map(rep).collect())
}
