//! The search as the caller sees it: equal steps through prices, core and annealing.

use crate::problem::Amount;
use crate::problem::NOBODY;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::problem::Worth;
use crate::problem::bound;
use crate::problem::value;
use crate::solve::Options;
use crate::solve::Phase;
use crate::solve::Progress;
use crate::solve::anneal::Anneal;
use crate::solve::core::Core;
use crate::solve::dual::Dual;
use crate::solve::exhaustive::best_of_all;
use crate::solve::incumbent::Incumbent;
use crate::solve::pricing::Pricing;

/// Elementary operations of one step: about a tenth of a millisecond on the machines of 2025.
const STEP: u64 = 100_000;
/// A plan this close to the bound, relative to its objective, is proven optimal.
const PROVEN: f64 = 1e-9;

enum Stage {
    Prices(Box<Dual>),
    Core(Box<Core>, Pricing),
    Anneal(Box<Anneal>),
    Done,
}

/// A search for the best plan of one problem.
///
/// ```
/// use evenfield::problem::Problem;
/// use evenfield::solve::Options;
/// use evenfield::solve::Phase;
/// use evenfield::solve::Search;
///
/// let problem = Problem { units: 2, reps: 2, cost: vec![1.0, 3.0, 2.0, 1.0], present: vec![0, 0], ..Problem::default() };
/// let mut search = Search::new(problem, Options::default());
/// assert_eq!(search.step(100).phase, Phase::Done);
/// assert_eq!(search.best(), Some(&[0, 1][..]));
/// ```
pub struct Search {
    problem: Problem,
    stage: Stage,
    incumbent: Option<Incumbent>,
    seed: u64,
    /// The plan of a similar problem, where its prices were given, too.
    resumed: Option<Vec<u16>>,
    prices: Prices,
    bound: f64,
    steps: u64,
    evaluations: u64,
}

impl Search {
    /// Prepares a search; the work is done by [`Search::step`].
    pub fn new(problem: Problem, options: Options) -> Self {
        let prices = options.prices.filter(|prices| prices.fit(&problem));
        let dual = Dual::new(&problem, prices.as_ref());
        let fits = options.start.filter(|start| start.len() == problem.units);
        let resumed = fits.clone().filter(|_| prices.is_some());
        let first = eligible_plan(&problem, fits.as_deref().unwrap_or(&problem.present));
        let incumbent = first.map(|given| Incumbent::new(&problem, best_of_all(&problem).unwrap_or(given)));
        let prices = Prices::zero(&problem);
        let stage = if incumbent.is_some() { Stage::Prices(Box::new(dual)) } else { Stage::Done };
        let bound = f64::NEG_INFINITY;
        Self { problem, stage, incumbent, seed: options.seed, resumed, prices, bound, steps: 0, evaluations: 0 }
    }

    /// Goes on for some steps, fewer if nothing is left to do; each is the same amount of work at any problem size.
    pub fn step(&mut self, steps: u64) -> Progress {
        for _ in 0..steps {
            let mut work = 0;
            let before = self.worth();
            while work < STEP && !matches!(self.stage, Stage::Done) {
                work += self.advance().max(1);
            }
            if work == 0 {
                break;
            }
            self.steps += 1;
            debug_assert!(self.is_sound(before), "a promise of the search is broken");
            self.stop_if_proven();
        }
        self.progress()
    }

    /// How far the search has come.
    pub fn progress(&self) -> Progress {
        let worth = self.worth();
        Progress {
            phase: match self.stage {
                Stage::Prices(_) => Phase::Prices,
                Stage::Core(..) => Phase::Start,
                Stage::Anneal(_) => Phase::Search,
                Stage::Done => Phase::Done,
            },
            steps: self.steps,
            objective: worth.map(|worth| worth.objective),
            breaches: worth.map_or(0, |worth| worth.breaches),
            violation: worth.map_or(0.0, |worth| worth.violation),
            bound: self.bound,
            evaluations: self.evaluations,
            memory_bytes: self.memory_bytes(),
        }
    }

    /// Rep of each unit in the best plan so far; `None` only where some unit has no eligible rep.
    pub fn best(&self) -> Option<&[u16]> {
        self.incumbent.as_ref().map(|incumbent| incumbent.reps_of.as_slice())
    }

    /// Worth of the best plan so far.
    pub fn worth(&self) -> Option<Worth> {
        self.incumbent.as_ref().map(|incumbent| incumbent.worth)
    }

    /// Offers a plan of the same problem that was found elsewhere, the rep of each unit: the search goes on from what
    /// is best of it and its own. A plan of other units, or with a rep that may not have its unit, is left aside.
    pub fn meet(&mut self, reps_of: &[u16]) {
        let problem = &self.problem;
        let fits = reps_of.len() == problem.units
            && reps_of.iter().enumerate().all(|(u, &j)| (j as usize) < problem.reps && problem.eligible(u, j as usize));
        if let (true, Stage::Anneal(anneal)) = (fits, &mut self.stage) {
            anneal.meet(reps_of);
        }
    }

    /// The prices that prove [`Progress::bound`], in points per unit of measure.
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// The problem.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Does a small piece of work; returns its size in elementary operations.
    fn advance(&mut self) -> u64 {
        let Some(incumbent) = &mut self.incumbent else { return 0 };
        let problem = &self.problem;
        let (work, next) = match &mut self.stage {
            Stage::Prices(dual) => {
                let mut work = dual.advance(problem);
                let mut next = None;
                if dual.finished() {
                    self.prices = std::mem::take(&mut dual.best);
                    let proven = bound(problem, &self.prices);
                    self.bound = if proven > dual.rows.ceiling { f64::INFINITY } else { proven };
                    work += (problem.units * problem.reps * (problem.measures.len() + 2)) as u64;
                    next = Some(Stage::Core(Box::new(Core::new(problem)), Pricing::default()));
                }
                (work, next)
            }
            Stage::Core(core, pricing) => {
                if let Some(work) = core.advance(problem, &self.prices, &incumbent.reps_of, pricing) {
                    (work, None)
                } else {
                    let core = std::mem::take(&mut **core);
                    let mut anneal = Anneal::new(problem, &self.prices, core, self.seed);
                    incumbent.offer(problem, anneal.core(), anneal.at());
                    if let Some(start) = self.resumed.take() {
                        anneal.resume(problem, &start, incumbent);
                    }
                    let next = if anneal.has_choices() { Stage::Anneal(Box::new(anneal)) } else { Stage::Done };
                    ((problem.units * 200) as u64, Some(next))
                }
            }
            Stage::Anneal(anneal) => {
                let work = anneal.advance(problem, incumbent);
                self.evaluations = anneal.evaluations();
                (work, None)
            }
            Stage::Done => (0, None),
        };
        if let Some(next) = next {
            self.stage = next;
        }
        work
    }

    /// Whether the promises hold: the plan to show never gets worse, is worth what it says, gives each unit an eligible
    /// rep, and is not below the bound. For assertions.
    fn is_sound(&self, before: Option<Worth>) -> bool {
        let (Some(worth), Some(plan)) = (self.worth(), self.best()) else { return true };
        if before == Some(worth) {
            return true;
        }
        let proven = worth.breaches > 0 || self.bound <= worth.objective + PROVEN * worth.objective.abs().max(1.0);
        let eligible = plan.iter().enumerate().all(|(u, &j)| self.problem.eligible(u, j as usize));
        proven && eligible && value(&self.problem, plan) == worth && before.is_none_or(|before| !before.beats(&worth))
    }

    fn stop_if_proven(&mut self) {
        let Some(worth) = self.worth() else { return };
        let gap = worth.objective - self.bound;
        if worth.breaches == 0 && gap <= PROVEN * worth.objective.abs().max(1.0) {
            self.stage = Stage::Done;
        }
    }

    fn memory_bytes(&self) -> usize {
        let problem = &self.problem;
        let amounts = problem.measures.iter().map(|measure| match &measure.amount {
            Amount::Unit(amounts) => amounts.len() * 8,
            Amount::Pair(amounts) => amounts.len() * 4,
        });
        let caps = problem.caps.iter().map(|cap| cap.weight.len() * 8 + cap.kept.len() * 16);
        let stage = match &self.stage {
            Stage::Prices(dual) => dual.memory_bytes(),
            Stage::Core(core, _) => core.memory_bytes(),
            Stage::Anneal(anneal) => anneal.memory_bytes(),
            Stage::Done => 0,
        };
        let best = self.incumbent.as_ref().map_or(0, Incumbent::memory_bytes);
        problem.cost.len() * 4 + amounts.sum::<usize>() + caps.sum::<usize>() + stage + best
    }
}

/// The wished rep of each unit where it is eligible, else the cheapest; `None` if some unit has no eligible rep.
fn eligible_plan(problem: &Problem, wished: &[u16]) -> Option<Vec<u16>> {
    let rep_of = |u: usize| {
        let wish = wished.get(u).copied().unwrap_or(NOBODY);
        if (wish as usize) < problem.reps && problem.eligible(u, wish as usize) {
            return Some(wish);
        }
        let eligible = (0..problem.reps).filter(|&j| problem.eligible(u, j));
        let cost = |j: usize| problem.cost[u * problem.reps + j];
        eligible.min_by(|&a, &b| cost(a).total_cmp(&cost(b))).map(|j| j as u16)
    };
    (0..problem.units).map(rep_of).collect()
}
