//! Annealing in rounds (`course`) until a plan keeps all limits: each cools down and ends with a polish that forbids
//! breaches. From then on groups of reps are re-solved from the best plan, in `turns`. When that finds nothing better
//! any more, the search begins anew, and what comes of it meets the best plan.
//!
//! Kirkpatrick, Gelatt and Vecchi (1983), over the core and with chains of shifts as moves. Limits are soft while it is
//! hot: a slope little above the price, and a fixed charge that keeps few of them broken. Steep ones froze the search
//! in the first region it came to.

mod course;
mod turns;

use crate::problem::Prices;
use crate::problem::Problem;
use crate::solve::anneal::course::Course;
use crate::solve::anneal::turns::Turn;
use crate::solve::chain::Board;
use crate::solve::chain::Chain;
use crate::solve::chain::Reach;
use crate::solve::charges::Charges;
use crate::solve::core::Core;
use crate::solve::dice::Dice;
use crate::solve::incumbent::Incumbent;
use crate::solve::patience::Patience;
use crate::solve::plan::Plan;
use crate::solve::regroup::Regroup;
use crate::solve::tied::deal;

/// Temperatures of one round; the polish follows.
const STAGES: u32 = 40;
/// Stages from one offer of a plan that breaks limits to the next: on a large problem to judge it takes as long as a stage.
const OFFERED: u32 = 8;
/// With this round the search begins anew.
const HOT_ROUND: u32 = 2;
/// Units that a kick moves at most.
const KICKED: usize = 8;
/// A plan whose units are further off their cheapest reps than this, in grains and on average, is not gone on from.
const CLOSE: f64 = 1.0;
/// Nor is one that breaks more limits: annealing, whose first round is of one length at any size, mends them sooner
/// than groups do.
const FEW: usize = 16;

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
    course: Course,
    starts_left: u32,
    /// The arcs that a search begins with, each time: the cheapest, but for units that were dealt out or seated.
    origin: Vec<u32>,
    stage: u32,
    left: u64,
    temperature: f64,
    since_judged: u64,
    prices: Vec<f64>,
    group_evaluations: u64,
    regroup: Option<Box<Regroup>>,
    turn: Turn,
    open: Vec<bool>,
    guest: Option<Vec<u16>>,
    patience: Patience,
    /// The best plan before the search began anew; both meet when that, too, finds nothing better any more.
    aside: Option<Vec<u16>>,
}

impl Anneal {
    /// Begins at each unit's cheapest arc, or one as good: prices lead to better plans than any given one.
    pub fn new(problem: &Problem, prices: &Prices, mut core: Core, seed: u64) -> Self {
        core.sort(problem.reps);
        let rows = problem.measures.len() * problem.reps + problem.caps.len();
        let grain = core.grain(problem);
        let mut charges = Charges::new(problem, prices, grain);
        let course = Course::of(&core, rows, grain, 0);
        charges.begin_anew(course.steepness);
        let prices = prices_by_row(problem, prices);
        let origin = deal(&core, &charges, &prices, problem.measures.len());
        let plan = Plan::new(origin.clone(), &core, &charges, problem.measures.len());
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
            starts_left: course.starts,
            course,
            origin,
            stage: 0,
            left: 0,
            temperature: 0.0,
            since_judged: 0,
            prices,
            group_evaluations: 0,
            regroup: None,
            turn: Turn::Strict,
            open: Vec::new(),
            guest: None,
            patience: Patience::default(),
            aside: None,
        };
        anneal.begin_stage();
        anneal
    }

    /// Goes on from a plan of a similar problem instead, where groups can mend what is wrong with it and thorough rounds
    /// would take long. Units whose rep is gone begin at their cheapest arc.
    pub fn resume(&mut self, problem: &Problem, start: &[u16], incumbent: &mut Incumbent) {
        let arcs = self.core.arcs_of(start);
        let off: f64 = arcs.iter().map(|&arc| self.core.gap[arc as usize]).sum();
        let cheapest = std::mem::replace(&mut self.plan.at, arcs);
        self.plan.recompute(&self.core, &self.charges);
        let few = self.plan.broken.len() <= FEW;
        if !self.course.is_thorough() && few && off <= CLOSE * self.grain * problem.units as f64 {
            self.forbid_if_kept();
            incumbent.note(&self.plan);
            self.begin_groups(problem, incumbent);
        } else {
            self.plan.at = cheapest;
            self.plan.recompute(&self.core, &self.charges);
            self.begin_stage();
        }
    }

    /// Begins with these units where the plan has them.
    pub fn seat(&mut self, units: &[u32], reps_of: &[u16]) {
        let arcs = self.core.arcs_of(reps_of);
        for &u in units {
            self.origin[u as usize] = arcs[u as usize];
        }
        self.plan.at.clone_from(&self.origin);
        self.plan.recompute(&self.core, &self.charges);
    }

    /// Whether the first round is over, and groups have mended what it left or could not.
    pub fn settled(&self) -> bool {
        self.round > 0 || self.regroup.is_some() && self.plan.broken.is_empty()
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
        self.chain.evaluations + self.group_evaluations
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        let groups = self.regroup.as_ref().map_or(0, |regroup| regroup.memory_bytes());
        self.core.memory_bytes() + self.plan.memory_bytes() + self.charges.memory_bytes() + groups
    }

    /// Tries a few moves; returns the work done in elementary operations.
    pub fn advance(&mut self, problem: &Problem, incumbent: &mut Incumbent) -> u64 {
        if self.regroup.is_some() {
            return self.regroup(problem, incumbent);
        }
        let before = self.chain.evaluations;
        let attempts = self.left.min(16);
        for _ in 0..attempts {
            self.attempt(problem, incumbent);
        }
        self.left -= attempts;
        self.since_judged += attempts;
        let mut work = 40 + (self.chain.evaluations - before) * (25 + 15 * self.core.width as u64) + attempts * 30;
        let judging = self.judging(problem);
        if self.since_judged * 50 > judging && incumbent.judge(problem, &self.core) {
            self.since_judged = 0;
            work += judging;
        }
        if self.left == 0 {
            work += judging + self.end_stage(problem, incumbent);
        }
        work
    }

    /// Work of one judgement.
    fn judging(&self, problem: &Problem) -> u64 {
        (problem.units * (10 + 8 * self.core.width)) as u64
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

    fn begin_stage(&mut self) {
        let part = f64::from(self.stage) / f64::from(STAGES - 1);
        self.temperature = if self.stage < STAGES { self.course.temperature(part) } else { 0.0 };
        self.left = self.course.attempts / u64::from(STAGES);
        if self.stage >= STAGES {
            self.left *= 3;
        }
        self.reach = Reach::new(&self.core, self.rows, self.course.reach(self.temperature));
        self.plan.recharge(&self.charges);
    }

    fn end_stage(&mut self, problem: &Problem, incumbent: &mut Incumbent) -> u64 {
        debug_assert!(self.plan.sums_hold(&self.core), "running sums drifted");
        incumbent.judge(problem, &self.core);
        if !incumbent.feasible() && ((self.stage + 1).is_multiple_of(OFFERED) || self.stage == STAGES) {
            incumbent.offer(problem, &self.core, &self.plan.at);
        }
        self.charges.adapt(&self.plan.load, self.course.easing);
        self.stage += 1;
        if self.stage == STAGES && self.starts_left > 1 {
            self.starts_left -= 1;
            self.stage = 0;
            self.charges.begin_anew(self.course.steepness);
            self.go_to_origin(incumbent);
        } else if self.stage == STAGES {
            self.begin_polish(incumbent);
        } else if self.stage > STAGES {
            // Groups soon mend a few breaches, and this plan is newer than the one that was shown.
            if !incumbent.feasible() && self.plan.broken.len() > FEW {
                self.go_back(incumbent);
            }
            self.begin_groups(problem, incumbent);
            return self.rows as u64;
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
        self.plan.recompute(&self.core, &self.charges);
    }

    /// Offers a plan that was found elsewhere; the next pass combines it with the running one.
    pub fn meet(&mut self, reps_of: Vec<u16>) {
        self.guest = Some(reps_of);
    }

    /// The plan that was offered, if it has not been met yet.
    pub fn take_guest(&mut self) -> Option<Vec<u16>> {
        self.guest.take()
    }

    /// Anneals from where the search began, hot: groups only find plans of the region where they begin.
    fn begin_anew(&mut self, incumbent: &mut Incumbent) {
        incumbent.forget();
        self.regroup = None;
        self.go_to_origin(incumbent);
        self.begin_round(HOT_ROUND, incumbent);
        self.begin_stage();
    }

    /// Puts each unit where the search began.
    fn go_to_origin(&mut self, incumbent: &mut Incumbent) {
        self.plan.at.clone_from(&self.origin);
        self.plan.recompute(&self.core, &self.charges);
        incumbent.touch_all();
    }

    /// Another round of annealing.
    fn begin_round(&mut self, round: u32, incumbent: &mut Incumbent) {
        self.stage = 0;
        self.round = round;
        self.course = Course::of(&self.core, self.rows, self.grain, round);
        self.starts_left = self.course.starts;
        self.charges.usual(1.0);
        self.charges.soften();
        self.kick(incumbent);
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
        self.plan.recompute(&self.core, &self.charges);
    }
}

/// The prices in the order of the rows of [`Charges`].
fn prices_by_row(problem: &Problem, prices: &Prices) -> Vec<f64> {
    let measures = problem.measures.len();
    let of_rep = |j: usize| (0..measures).map(move |k| k * problem.reps + j);
    let load = (0..problem.reps).flat_map(of_rep).map(|row| prices.load[row]);
    load.chain(prices.cap.iter().copied()).collect()
}
