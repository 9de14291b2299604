//! Annealing in rounds: each cools down, ends with a polish that forbids breaches, and hands its best to the next.
//!
//! Kirkpatrick, Gelatt and Vecchi (1983), over the core and with chains of shifts as moves. Rounds grow longer, so the
//! first plan comes early and the search still profits from patience.

use crate::problem::Prices;
use crate::problem::Problem;
use crate::solve::chain::Board;
use crate::solve::chain::Chain;
use crate::solve::chain::Reach;
use crate::solve::charges::Charges;
use crate::solve::core::Core;
use crate::solve::dice::Dice;
use crate::solve::incumbent::Incumbent;
use crate::solve::plan::Plan;

/// Temperatures of one round; the polish follows.
const STAGES: u32 = 40;
/// Temperature at the start of even rounds, in grains: they forget the best plan.
const HOT: f64 = 0.5;
/// Temperature at the start of odd rounds: they work on the best plan.
const WARM: f64 = 0.15;
/// Temperature at the end of each round, in grains.
const COLD: f64 = 0.01;
/// Moves reach as far as this many temperatures.
const REACH: f64 = 8.0;
/// Units that a kick moves at most.
const KICKED: usize = 8;
/// Attempts of the first round per arc whose unit has a choice.
const ATTEMPTS_PER_ARC: u64 = 8;

/// The search over the core.
pub(super) struct Anneal {
    core: Core,
    charges: Charges,
    reach: Reach,
    plan: Plan,
    chain: Chain,
    dice: Dice,
    grain: f64,
    rows: usize,
    round: u32,
    stage: u32,
    left: u64,
    temperature: f64,
    since_judged: u64,
}

impl Anneal {
    /// Begins at each unit's cheapest arc: prices lead to better plans than any given one.
    pub fn new(problem: &Problem, prices: &Prices, mut core: Core, seed: u64) -> Self {
        core.sort(problem.reps);
        let rows = problem.measures.len() * problem.reps + problem.caps.len();
        let grain = core.grain();
        let charges = Charges::new(problem, prices, grain);
        let at = (0..problem.units).map(|u| core.first[u]).collect();
        let plan = Plan::new(at, &core, &charges, problem.measures.len());
        let mut anneal = Self {
            core,
            charges,
            reach: Reach::default(),
            plan,
            chain: Chain::default(),
            dice: Dice::new(seed),
            grain,
            rows,
            round: 0,
            stage: 0,
            left: 0,
            temperature: 0.0,
            since_judged: 0,
        };
        anneal.begin_stage();
        anneal
    }

    /// Whether any unit has a choice.
    pub fn has_choices(&self) -> bool {
        !self.core.order.is_empty()
    }

    /// The core.
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// Arcs of the running plan.
    pub fn at(&self) -> &[u32] {
        &self.plan.at
    }

    /// Moves weighed so far.
    pub fn evaluations(&self) -> u64 {
        self.chain.evaluations
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.core.memory_bytes() + self.plan.memory_bytes() + self.charges.memory_bytes()
    }

    /// Tries a few moves; returns the work done in elementary operations.
    pub fn advance(&mut self, problem: &Problem, incumbent: &mut Incumbent) -> u64 {
        let before = self.chain.evaluations;
        let attempts = self.left.min(16);
        for _ in 0..attempts {
            self.attempt(problem, incumbent);
        }
        self.left -= attempts;
        self.since_judged += attempts;
        let mut work = 40 + (self.chain.evaluations - before) * (25 + 15 * self.core.width as u64) + attempts * 30;
        let judging = (problem.units * (10 + 8 * self.core.width)) as u64;
        if self.since_judged * 50 > judging && incumbent.judge(problem, &self.core) {
            self.since_judged = 0;
            work += judging;
        }
        if self.left == 0 {
            work += judging + self.end_stage(problem, incumbent);
        }
        work
    }

    fn attempt(&mut self, problem: &Problem, incumbent: &mut Incumbent) {
        let allowance = -self.temperature * libm::log(self.dice.part());
        let measures = problem.measures.len();
        let board = Board { measures, core: &self.core, charges: &self.charges, reach: &self.reach };
        if self.chain.attempt(&mut self.plan, &board, &mut self.dice, allowance) {
            self.chain.changed(&self.core).for_each(|u| incumbent.touch(u));
            incumbent.note(&self.plan);
        }
    }

    /// Attempts per stage of the present round.
    fn stage_length(&self) -> u64 {
        let first = (self.core.order.len() as u64 * ATTEMPTS_PER_ARC).clamp(20_000, 800_000);
        let grown = first << (self.round / 2).min(6);
        grown / u64::from(STAGES)
    }

    fn begin_stage(&mut self) {
        let hot = self.grain * if self.round.is_multiple_of(2) { HOT } else { WARM };
        let cold = self.grain * COLD;
        let part = f64::from(self.stage) / f64::from(STAGES - 1);
        self.temperature = if self.stage < STAGES { hot * libm::pow(cold / hot, part) } else { 0.0 };
        self.left = self.stage_length();
        if self.stage >= STAGES {
            self.left *= 3;
        }
        let reach = (REACH * self.temperature).max(REACH * cold);
        self.reach = Reach::new(&self.core, self.rows, reach);
        self.plan.recompute(&self.core, &self.charges);
    }

    fn end_stage(&mut self, problem: &Problem, incumbent: &mut Incumbent) -> u64 {
        incumbent.judge(problem, &self.core);
        if !incumbent.feasible() {
            incumbent.offer(problem, &self.core, &self.plan.at);
        }
        self.charges.adapt(&self.plan.load);
        self.stage += 1;
        if self.stage == STAGES {
            self.begin_polish(incumbent);
        } else if self.stage > STAGES {
            self.begin_round(incumbent);
        }
        self.begin_stage();
        (self.core.order.len() / 2 + self.rows * 8) as u64
    }

    /// The last stage of a round: only improvements, and no breach; or, where no plan kept all limits yet, the
    /// least breach.
    fn begin_polish(&mut self, incumbent: &mut Incumbent) {
        if incumbent.feasible() {
            self.charges.forbid(1e9 * self.grain);
            self.plan.at.clone_from(&incumbent.at);
            incumbent.in_step();
        } else {
            self.charges.relieve(1e6 * self.grain);
        }
    }

    fn begin_round(&mut self, incumbent: &mut Incumbent) {
        self.stage = 0;
        self.round += 1;
        self.charges.usual(1.0);
        self.charges.soften();
        if incumbent.feasible() {
            self.plan.at.clone_from(&incumbent.at);
            incumbent.in_step();
        }
        if self.round.is_multiple_of(2) || !incumbent.feasible() {
            self.kick(incumbent);
        }
    }

    /// Puts a few units on arcs at random. Where units are few and limits tight, no chain leads from plan to plan.
    fn kick(&mut self, incumbent: &mut Incumbent) {
        let units = self.plan.at.len();
        for _ in 0..units.min(KICKED) {
            let u = self.dice.below(units);
            let arcs = self.core.arcs(u);
            self.plan.at[u] = (arcs.start + self.dice.below(arcs.len())) as u32;
            incumbent.touch(u as u32);
        }
    }
}
