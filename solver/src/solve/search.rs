//! The search as the caller sees it: equal steps through prices, core and annealing.

use crate::problem::Amount;
use crate::problem::NOBODY;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::problem::Proving;
use crate::problem::Worth;
use crate::problem::value;
use crate::solve::Options;
use crate::solve::Phase;
use crate::solve::Progress;
use crate::solve::anneal::Anneal;
use crate::solve::core::Core;
use crate::solve::dual::Dual;
use crate::solve::exhaustive::best_of_all;
use crate::solve::heavy::Seated;
use crate::solve::heavy::heavy_units;
use crate::solve::incumbent::Incumbent;
use crate::solve::pricing::Pricing;

/// Elementary operations of one step: about a tenth of a millisecond on the machines of 2025.
const STEP: u64 = 100_000;
/// A plan this close to the bound, relative to its objective, is proven optimal.
const PROVEN: f64 = 1e-9;

enum Stage {
    Prices(Box<Dual>),
    /// What the prices that were found prove, and what none at all would.
    Proof(Box<[Proving; 2]>, f64),
    Core(Box<Core>, Pricing),
    Anneal(Box<Anneal>),
    /// Prices for the other units, while the heavy ones keep their seats.
    Dive(Box<Dual>, Seated),
    Done,
}

/// A search for the best plan of one problem.
///
/// ```
/// use evenfield_solver::problem::Problem;
/// use evenfield_solver::solve::Options;
/// use evenfield_solver::solve::Phase;
/// use evenfield_solver::solve::Search;
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
    /// A plan that was found elsewhere, until the search over the core begins.
    guest: Option<Vec<u16>>,
    /// Prices that prove the bound.
    prices: Prices,
    /// Prices that guide the search: the same until the dive, then those it found.
    guide: Prices,
    /// Heavy units that were seated for the dive; `None` before it.
    heavy: Option<Vec<u32>>,
    bound: f64,
    steps: u64,
    pricing: u64,
    evaluations: u64,
}

impl Search {
    /// Prepares a search; the work is done by [`Search::step`].
    pub fn new(problem: Problem, options: Options) -> Self {
        let prices = options.prices.filter(|prices| prices.fit(&problem));
        let dual = Dual::new(&problem, prices.as_ref());
        let fits = options.start.filter(|start| start.len() == problem.units);
        let resumed = fits.clone().filter(|_| options.resumes && prices.is_some());
        let first = eligible_plan(&problem, fits.as_deref().unwrap_or(&problem.present));
        let incumbent = first.map(|given| Incumbent::new(&problem, best_of_all(&problem).unwrap_or(given)));
        let (prices, guide) = (Prices::zero(&problem), Prices::zero(&problem));
        let stage = if incumbent.is_some() { Stage::Prices(Box::new(dual)) } else { Stage::Done };
        let bound = f64::NEG_INFINITY;
        let seed = options.seed;
        Self {
            problem,
            stage,
            incumbent,
            seed,
            resumed,
            guest: None,
            prices,
            guide,
            heavy: None,
            bound,
            steps: 0,
            pricing: 0,
            evaluations: 0,
        }
    }

    /// Goes on for some steps, fewer if nothing is left to do. A step is the same amount of work at any problem size, but
    /// for the few in which whole tables are sorted or a first plan is judged.
    pub fn step(&mut self, steps: u64) -> Progress {
        for _ in 0..steps {
            let mut work = 0;
            let before = self.worth();
            let pricing = matches!(self.stage, Stage::Prices(_) | Stage::Proof(..) | Stage::Dive(..));
            while work < STEP && !matches!(self.stage, Stage::Done) {
                work += self.advance().max(1);
            }
            if work == 0 {
                break;
            }
            self.steps += 1;
            self.pricing += u64::from(pricing);
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
                Stage::Prices(_) | Stage::Proof(..) => Phase::Prices,
                Stage::Core(..) if self.heavy.is_none() => Phase::Start,
                Stage::Core(..) | Stage::Anneal(_) | Stage::Dive(..) => Phase::Search,
                Stage::Done => Phase::Done,
            },
            steps: self.steps,
            pricing: self.pricing,
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
        match &mut self.stage {
            _ if !fits => {}
            Stage::Anneal(anneal) => anneal.meet(reps_of.to_vec()),
            _ => self.guest = Some(reps_of.to_vec()),
        }
    }

    /// The prices that prove [`Progress::bound`], in points per unit of measure.
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// The problem. While a dive seeks its prices, heavy units may only be with the rep whom they have.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Does a small piece of work; returns its size in elementary operations.
    fn advance(&mut self) -> u64 {
        let Some(incumbent) = &mut self.incumbent else { return 0 };
        let problem = &self.problem;
        match &mut self.stage {
            Stage::Prices(dual) => {
                let work = dual.advance(problem);
                if dual.finished() { work + self.take_prices() } else { work }
            }
            Stage::Proof(proofs, _) => {
                let [found, without] = &mut **proofs;
                let over = found.advance(problem) & without.advance(problem);
                let work = (2 * Proving::AT_ONCE * problem.reps * (problem.measures.len() + 2)) as u64;
                if over {
                    self.take_proof();
                }
                work
            }
            Stage::Core(core, pricing) => match core.advance(problem, &self.guide, &incumbent.reps_of, pricing) {
                Some(work) => work,
                None => self.begin_search(),
            },
            Stage::Anneal(anneal) => {
                let work = anneal.advance(problem, incumbent);
                self.evaluations = anneal.evaluations();
                // Where no plan keeps all limits, prices around the heavy units say no more than the first ones; nor where
                // prices settle little.
                let tells = self.bound < f64::INFINITY && !anneal.core().is_open();
                if self.heavy.is_none() && tells && anneal.settled() { work + self.dive() } else { work }
            }
            Stage::Dive(dual, _) => {
                let work = dual.advance(problem);
                if dual.finished() { work + self.take_guide() } else { work }
            }
            Stage::Done => 0,
        }
    }

    /// Takes the prices that the dual found.
    fn take_prices(&mut self) -> u64 {
        let Stage::Prices(dual) = &mut self.stage else { return 0 };
        self.guide = dual.guide();
        self.prices = std::mem::take(&mut dual.best);
        let prices = [self.prices.clone(), Prices::zero(&self.problem)];
        let proofs = prices.map(|prices| Proving::new(&self.problem, prices));
        self.stage = Stage::Proof(Box::new(proofs), dual.rows.ceiling);
        self.problem.reps as u64
    }

    /// Takes what is proven. Limits that can hardly be kept may lead the prices so far astray that none at all prove
    /// more.
    fn take_proof(&mut self) {
        let Stage::Proof(proofs, ceiling) = &self.stage else { return };
        let [found, without] = [proofs[0].bound(), proofs[1].bound()];
        let proven = found.max(without);
        if without > found {
            self.prices = Prices::zero(&self.problem);
        }
        self.bound = if proven > *ceiling { f64::INFINITY } else { proven };
        self.stage = Stage::Core(Box::new(Core::new(&self.problem)), Pricing::default());
    }

    /// Begins the search over the core that was filled.
    fn begin_search(&mut self) -> u64 {
        let (Stage::Core(core, _), Some(incumbent)) = (&mut self.stage, &mut self.incumbent) else { return 0 };
        let problem = &self.problem;
        let mut anneal = Anneal::new(problem, &self.guide, std::mem::take(&mut **core), self.seed);
        incumbent.offer(problem, anneal.core(), anneal.at());
        if let Some(heavy) = &self.heavy {
            anneal.seat(heavy, &incumbent.reps_of);
        }
        if let Some(start) = self.resumed.take() {
            anneal.resume(problem, &start, incumbent);
            // Whoever made one edit waits for the answer, and the plan comes from a search that has dived.
            self.heavy = Some(Vec::new());
        }
        if let Some(guest) = self.guest.take() {
            anneal.meet(guest);
        }
        self.stage = if anneal.has_choices() { Stage::Anneal(Box::new(anneal)) } else { Stage::Done };
        (problem.units * 200) as u64
    }

    /// Seeks prices for the other units while the heavy ones keep their seats; see `heavy`.
    fn dive(&mut self) -> u64 {
        let (Stage::Anneal(anneal), Some(incumbent)) = (&mut self.stage, &mut self.incumbent) else { return 0 };
        incumbent.judge(&self.problem, anneal.core());
        let heavy = heavy_units(&self.problem, &incumbent.reps_of);
        if !heavy.is_empty() {
            let seated = Seated::new(&mut self.problem, &heavy, &incumbent.reps_of);
            let dual = Dual::new(&self.problem, Some(&self.guide));
            incumbent.forget();
            self.guest = anneal.take_guest();
            self.stage = Stage::Dive(Box::new(dual), seated);
        }
        self.heavy = Some(heavy);
        (self.problem.units * self.problem.reps) as u64
    }

    /// Takes the prices of the dive, unless they prove that no plan fits these seats.
    fn take_guide(&mut self) -> u64 {
        let Stage::Dive(dual, seated) = &mut self.stage else { return 0 };
        let found = dual.guide();
        let fits = dual.value() <= dual.rows.ceiling;
        seated.release(&mut self.problem);
        if fits {
            self.guide = found;
        } else {
            self.heavy = Some(Vec::new());
        }
        self.stage = Stage::Core(Box::new(Core::new(&self.problem)), Pricing::default());
        (self.problem.units * self.problem.reps) as u64
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
            Stage::Proof(..) | Stage::Done => 0,
            Stage::Core(core, _) => core.memory_bytes(),
            Stage::Anneal(anneal) => anneal.memory_bytes(),
            Stage::Dive(dual, seated) => dual.memory_bytes() + seated.memory_bytes(),
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
