//! Turns in which groups of reps are re-solved (`regroup`), from the best plan, until that finds nothing better.
//!
//! In a turn caps are first priced, not kept, so that regions far apart need not wait for one another; in trials the
//! other limits may be broken a little, too. Then all are kept again. Going over to broken limits and back is strategic
//! oscillation (Glover 1977). Where five large units make a load and all limits were kept throughout, one trial in a
//! thousand was accepted: the ways to better plans led through loads a little too large.

use crate::problem::Problem;
use crate::solve::anneal::Anneal;
use crate::solve::group::Scene;
use crate::solve::incumbent::Incumbent;

/// Fixed charge per broken limit while groups mend a plan, in usual ones.
const BROKEN: f64 = 25.0;
/// Slopes of limits in trials and the strict passes after them, in their least.
const LENIENT: f64 = 1.5;
/// Weight of a judgement in the work of the groups: at most one part in this many.
const JUDGE_EVERY: u64 = 20;
/// Passes in a row that may leave a cap broken: what they earn is no plan before the cap is kept again.
const PASSES_BEYOND: u32 = 2;

/// What groups of reps are re-solved for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Turn {
    /// Passes that mend the other limits while caps are priced: where one is full, no rep who lacks something could
    /// take anything in before others, far away, give something back.
    Mend,
    /// Passes while caps are priced.
    Loose,
    /// Trials while caps that have a price are priced, and breaking other limits costs little.
    Trials,
    /// Passes that keep all limits, or mend them.
    Strict,
}

impl Anneal {
    /// Groups of reps are re-solved, from the best plan; first among its and the guest's choices, where one came.
    pub(super) fn begin_groups(&mut self, problem: &Problem, incumbent: &mut Incumbent) {
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
            self.plan.recharge(&self.charges);
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
    pub(super) fn forbid_if_kept(&mut self) {
        if self.plan.broken.is_empty() {
            self.charges.forbid(1e9 * self.grain);
        } else {
            self.charges.usual(BROKEN);
        }
        self.plan.recompute(&self.core, &self.charges);
    }

    /// Whether a cap is broken, priced or not.
    fn is_beyond_caps(&self) -> bool {
        let first = self.charges.first_cap();
        (first..self.charges.len()).any(|row| self.charges.side_broken(row, self.plan.load[row]) != 0)
    }

    /// Whether all limits are kept, but for caps while the others are mended.
    fn is_mended(&self) -> bool {
        let first_cap = if self.turn == Turn::Mend { self.charges.first_cap() } else { self.charges.len() };
        self.plan.broken.iter().all(|&row| row as usize >= first_cap)
    }

    /// Re-solves one group of reps.
    pub(super) fn regroup(&mut self, problem: &Problem, incumbent: &mut Incumbent) -> u64 {
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
        if (mended || regroup.finished() || self.since_judged > JUDGE_EVERY * judging) && self.judge(problem, incumbent)
        {
            self.since_judged = 0;
            work += judging;
        }
        if mended && self.turn == Turn::Strict {
            self.forbid_if_kept();
            work += judging;
        }
        let beyond = self.turn == Turn::Loose
            && regroup.at_pass_begin(problem.reps)
            && regroup.passes >= PASSES_BEYOND
            && self.is_beyond_caps();
        if beyond {
            // Limits are kept again without trials before.
            self.turn = Turn::Trials;
        }
        let finished = beyond || regroup.finished() || mended && self.turn == Turn::Mend;
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

    /// Judges the best plan that keeps all limits; where there is none, the running one, which may break them less than
    /// the plan to show does. Returns whether there was one to judge.
    fn judge(&self, problem: &Problem, incumbent: &mut Incumbent) -> bool {
        if incumbent.feasible() {
            return incumbent.judge(problem, &self.core);
        }
        incumbent.offer(problem, &self.core, &self.plan.at);
        true
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
                self.charges.be_lenient(LENIENT);
                self.plan.recompute(&self.core, &self.charges);
                if let Some(regroup) = &mut self.regroup {
                    regroup.begin_trials(incumbent.total(), problem.reps, self.grain);
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
    pub(super) fn go_back(&mut self, incumbent: &mut Incumbent) {
        if incumbent.has_shown_better() {
            self.plan.at = self.core.arcs_of(&incumbent.reps_of);
            self.plan.recompute(&self.core, &self.charges);
            incumbent.touch_all();
            incumbent.note(&self.plan);
        }
    }
}
