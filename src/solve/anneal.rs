//! Annealing in rounds until a plan keeps all limits: each cools down and ends with a polish that forbids breaches.
//! From then on groups of reps are re-solved (`regroup`) from the best plan, in turns. When that finds nothing better
//! any more, the search begins anew, and what comes of it meets the best plan.
//!
//! Kirkpatrick, Gelatt and Vecchi (1983), over the core and with chains of shifts as moves. Rounds grow longer, so the
//! first plan comes early and patience still pays. In a turn of groups, caps are first priced, not kept, so that
//! regions far apart need not wait for one another; then they are kept again.

use crate::problem::Prices;
use crate::problem::Problem;
use crate::solve::chain::Board;
use crate::solve::chain::Chain;
use crate::solve::chain::Reach;
use crate::solve::charges::Charges;
use crate::solve::core::Core;
use crate::solve::dice::Dice;
use crate::solve::group::Scene;
use crate::solve::incumbent::Incumbent;
use crate::solve::patience::Patience;
use crate::solve::plan::Plan;
use crate::solve::regroup::Regroup;

/// Temperatures of one round; the polish follows.
const STAGES: u32 = 40;
/// Temperature at the start of the other even rounds, in grains: high enough to leave the neighbourhood.
const HOT: f64 = 0.5;
/// The first of these; with it the search begins anew.
const HOT_ROUND: u32 = 2;
/// Temperature at the start of the first round, in grains: its prices are still exact, its plan close by.
const FIRST: f64 = 0.1;
/// Temperature at the start of odd rounds: they stay near the plan they begin with.
const WARM: f64 = 0.15;
/// Temperature at the end of each round, in grains.
const COLD: f64 = 0.01;
/// Moves reach as far as this many temperatures.
const REACH: f64 = 8.0;
/// Units that a kick moves at most.
const KICKED: usize = 8;
/// Fixed charge per broken limit while groups mend a plan, in usual ones.
const BROKEN: f64 = 200.0;
/// Attempts of the first round per arc whose unit has a choice.
const ATTEMPTS_PER_ARC: u64 = 8;
/// Attempts of the first round at most: groups put right what it leaves, and do so sooner.
const LONGEST_FIRST: u64 = 60_000;
/// Weight of a judgement in the work of the groups: at most one part in this many.
const JUDGE_EVERY: u64 = 20;
/// A plan whose units are further off their cheapest reps than this, in grains and on average, is not gone on from.
const CLOSE: f64 = 1.0;
/// Nor is one that breaks more limits: annealing, whose first round is of one length at any size, mends them sooner
/// than groups do.
const FEW: usize = 16;

/// What groups of reps are re-solved for.
#[derive(Clone, Copy, PartialEq)]
enum Turn {
    /// Passes that mend the other limits while caps are priced: where one is full, no rep who lacks something could
    /// take anything in before others, far away, give something back.
    Mend,
    /// Passes while caps are priced.
    Loose,
    /// Trials while caps are priced.
    Trials,
    /// Passes that keep all limits, or mend them.
    Strict,
}

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
            prices: prices_by_row(problem, prices),
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

    /// Goes on from a plan of a similar problem instead, where groups can mend what is wrong with it. Units whose rep
    /// is gone begin at their cheapest arc.
    pub fn resume(&mut self, problem: &Problem, start: &[u16], incumbent: &mut Incumbent) {
        let arcs = self.core.arcs_of(start);
        let off: f64 = arcs.iter().map(|&arc| self.core.gap[arc as usize]).sum();
        let cheapest = std::mem::replace(&mut self.plan.at, arcs);
        self.plan.recompute(&self.core, &self.charges);
        let few = self.plan.broken.len() <= FEW;
        if few && off <= CLOSE * self.grain * problem.units as f64 {
            self.forbid_if_kept();
            incumbent.note(&self.plan);
            self.begin_groups(problem, incumbent);
        } else {
            self.plan.at = cheapest;
            self.begin_stage();
        }
    }

    /// Begins with these units where the plan has them.
    pub fn seat(&mut self, units: &[u32], reps_of: &[u16]) {
        let arcs = self.core.arcs_of(reps_of);
        for &u in units {
            self.plan.at[u as usize] = arcs[u as usize];
        }
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

    /// Attempts per stage of the present round.
    fn stage_length(&self) -> u64 {
        let first = (self.core.order.len() as u64 * ATTEMPTS_PER_ARC).clamp(20_000, LONGEST_FIRST);
        let grown = first << (self.round / 2).min(6);
        grown / u64::from(STAGES)
    }

    fn begin_stage(&mut self) {
        let start = match self.round {
            0 => FIRST,
            round if round.is_multiple_of(2) => HOT,
            _ => WARM,
        };
        let hot = self.grain * start;
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
        debug_assert!(self.plan.sums_hold(&self.core), "running sums drifted");
        incumbent.judge(problem, &self.core);
        if !incumbent.feasible() {
            incumbent.offer(problem, &self.core, &self.plan.at);
        }
        self.charges.adapt(&self.plan.load);
        self.stage += 1;
        if self.stage == STAGES {
            self.begin_polish(incumbent);
        } else if self.stage > STAGES {
            if !incumbent.feasible() {
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
    }

    /// Offers a plan that was found elsewhere; the next pass combines it with the running one.
    pub fn meet(&mut self, reps_of: &[u16]) {
        self.guest = Some(reps_of.to_vec());
    }

    /// Groups of reps are re-solved, from the best plan; first among its and the guest's choices, where one came.
    fn begin_groups(&mut self, problem: &Problem, incumbent: &mut Incumbent) {
        self.turn = if incumbent.feasible() { Turn::Loose } else { Turn::Mend };
        self.open.clear();
        if incumbent.feasible() {
            self.plan.at.clone_from(&incumbent.at);
            self.plan.recompute(&self.core, &self.charges);
            incumbent.in_step();
        }
        self.forbid_if_kept();
        if self.charges.has_priced_caps() {
            self.charges.price_caps(true);
            self.plan.recompute(&self.core, &self.charges);
        }
        self.admit(incumbent);
        let mut regroup = self.regroup.take().unwrap_or_default();
        regroup.begin_passes(&self.plan, problem.reps);
        self.regroup = Some(regroup);
    }

    /// Where a guest came: goes on from its plan if that is better, and opens no choices but its and the running
    /// plan's. What two good plans agree on is left alone (tour merging, Cook and Seymour 2003). Returns whether one came.
    fn admit(&mut self, incumbent: &mut Incumbent) -> bool {
        // A search that has begun anew would be led back to where it came from.
        if self.aside.is_some() || !incumbent.feasible() {
            return false;
        }
        let Some(guest) = self.guest.take() else { return false };
        let (own, total) = (self.plan.at.clone(), self.plan.total());
        self.open = vec![false; self.core.rep.len()];
        for ((u, &rep), &ours) in guest.iter().enumerate().zip(&own) {
            let theirs = self.core.arcs(u).find(|&arc| self.core.rep[arc] == rep).unwrap_or(ours as usize);
            self.plan.at[u] = theirs as u32;
            self.open[theirs] = true;
            self.open[ours as usize] = true;
        }
        self.plan.recompute(&self.core, &self.charges);
        incumbent.touch_all();
        if self.plan.broken.is_empty() && self.plan.total() < total {
            incumbent.note(&self.plan);
        } else {
            self.plan.at = own;
            self.plan.recompute(&self.core, &self.charges);
        }
        true
    }

    /// A plan that keeps all limits must go on to keep them; one that does not must first be brought there.
    fn forbid_if_kept(&mut self) {
        if self.plan.broken.is_empty() {
            self.charges.forbid(1e9 * self.grain);
        } else {
            self.charges.usual(BROKEN);
        }
        self.plan.recompute(&self.core, &self.charges);
    }

    /// Whether all limits are kept, but for caps while the others are mended.
    fn is_mended(&self) -> bool {
        let first_cap = if self.turn == Turn::Mend { self.charges.first_cap() } else { self.charges.len() };
        self.plan.broken.iter().all(|&row| row as usize >= first_cap)
    }

    /// Re-solves one group of reps.
    fn regroup(&mut self, problem: &Problem, incumbent: &mut Incumbent) -> u64 {
        let Some(mut regroup) = self.regroup.take() else { return 0 };
        let broken = self.plan.broken.len();
        let (measures, prices) = (problem.measures.len(), &self.prices);
        let scene = Scene { core: &self.core, charges: &self.charges, prices, measures, open: &self.open };
        let mut work = regroup.advance(&mut self.plan, &scene, &mut self.dice, self.grain);
        self.group_evaluations += regroup.evaluations();
        regroup.changed.iter().for_each(|&u| incumbent.touch(u));
        incumbent.note(&self.plan);
        self.since_judged += work;
        let mended = broken > 0 && self.is_mended();
        let judging = self.judging(problem);
        if (mended || regroup.finished() || self.since_judged > JUDGE_EVERY * judging)
            && incumbent.judge(problem, &self.core)
        {
            self.since_judged = 0;
            work += judging;
        }
        if mended && self.turn == Turn::Strict {
            self.forbid_if_kept();
            work += judging;
        }
        let finished = regroup.finished() || mended && self.turn == Turn::Mend;
        // On a large problem all passes take long, and who comes may have found what they are looking for.
        if self.turn == Turn::Loose
            && regroup.at_pass_begin(problem.reps)
            && self.open.is_empty()
            && self.admit(incumbent)
        {
            regroup.begin_passes(&self.plan, problem.reps);
            work += judging;
        }
        self.regroup = Some(regroup);
        if finished {
            self.since_judged = 0;
            self.next_turn(problem, incumbent);
            work += judging;
        }
        work
    }

    /// What follows when a series of groups is over.
    fn next_turn(&mut self, problem: &Problem, incumbent: &mut Incumbent) {
        debug_assert!(self.plan.sums_hold(&self.core), "running sums drifted");
        match self.turn {
            Turn::Loose if !self.open.is_empty() => {
                self.open.clear();
                if let Some(regroup) = &mut self.regroup {
                    regroup.begin_passes(&self.plan, problem.reps);
                }
            }
            Turn::Loose => {
                self.turn = Turn::Trials;
                if let Some(regroup) = &mut self.regroup {
                    regroup.begin_trials(problem.reps, self.grain);
                }
            }
            Turn::Mend | Turn::Trials => {
                self.turn = Turn::Strict;
                self.charges.price_caps(false);
                self.forbid_if_kept();
                incumbent.note(&self.plan);
                if let Some(regroup) = &mut self.regroup {
                    regroup.begin_passes(&self.plan, problem.reps);
                }
            }
            Turn::Strict if incumbent.feasible() => self.go_on(problem, incumbent),
            Turn::Strict => {
                self.regroup = None;
                self.begin_round(self.round + 1, incumbent);
                self.begin_stage();
            }
        }
    }

    /// Another series; or, where several were in vain, the search begins anew. What comes of that meets the best plan
    /// from before.
    fn go_on(&mut self, problem: &Problem, incumbent: &mut Incumbent) {
        if self.patience.is_over(incumbent.total()) {
            incumbent.judge(problem, &self.core);
            let best = incumbent.at.iter().map(|&arc| self.core.rep[arc as usize]).collect();
            match self.aside.take() {
                None => {
                    self.aside = Some(best);
                    return self.begin_anew(incumbent);
                }
                Some(aside) => {
                    self.guest.get_or_insert(if incumbent.has_shown_better() { best } else { aside });
                }
            }
        }
        if self.aside.is_none() {
            self.go_back(incumbent);
        }
        self.begin_groups(problem, incumbent);
    }

    /// Goes back to the plan to show where that is better than all that was found since the search began anew.
    fn go_back(&mut self, incumbent: &mut Incumbent) {
        if incumbent.has_shown_better() {
            self.plan.at = self.core.arcs_of(&incumbent.reps_of);
            self.plan.recompute(&self.core, &self.charges);
            incumbent.touch_all();
            incumbent.note(&self.plan);
        }
    }

    /// Anneals from the cheapest arcs, hot: groups only find plans of the region where they begin.
    fn begin_anew(&mut self, incumbent: &mut Incumbent) {
        incumbent.forget();
        self.regroup = None;
        let units = self.plan.at.len();
        self.plan.at.copy_from_slice(&self.core.first[..units]);
        self.begin_round(HOT_ROUND, incumbent);
        self.begin_stage();
    }

    /// Another round of annealing.
    fn begin_round(&mut self, round: u32, incumbent: &mut Incumbent) {
        self.stage = 0;
        self.round = round;
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
    }
}

/// The prices in the order of the rows of [`Charges`].
fn prices_by_row(problem: &Problem, prices: &Prices) -> Vec<f64> {
    let measures = problem.measures.len();
    let of_rep = |j: usize| (0..measures).map(move |k| k * problem.reps + j);
    let load = (0..problem.reps).flat_map(of_rep).map(|row| prices.load[row]);
    load.chain(prices.cap.iter().copied()).collect()
}
