//! The best plan so far: kept cheaply while the search runs, judged from scratch before it is shown.

use crate::problem::Problem;
use crate::problem::Worth;
use crate::problem::value;
use crate::solve::core::Core;
use crate::solve::plan::Plan;

/// The best plan.
pub(super) struct Incumbent {
    /// Rep of each unit in the best judged plan.
    pub reps_of: Vec<u16>,
    /// Its worth.
    pub worth: Worth,
    /// Arcs of the best plan that kept all limits.
    pub at: Vec<u32>,
    total: f64,
    /// Total of the plan to show, where it came from the search and kept all limits.
    shown_total: f64,
    changed: Vec<u32>,
    fresh: bool,
}

impl Incumbent {
    /// Begins with a plan of any quality.
    pub fn new(problem: &Problem, reps_of: Vec<u16>) -> Self {
        let worth = value(problem, &reps_of);
        Self {
            reps_of,
            worth,
            at: Vec::new(),
            total: f64::INFINITY,
            shown_total: f64::INFINITY,
            changed: Vec::new(),
            fresh: false,
        }
    }

    /// Total of the best plan that kept all limits; infinite before there is one.
    pub fn total(&self) -> f64 {
        self.total
    }

    /// Whether a plan that keeps all limits was seen.
    pub fn feasible(&self) -> bool {
        self.total < f64::INFINITY
    }

    /// Whether the plan to show is better than all that the search has seen since it began anew.
    pub fn has_shown_better(&self) -> bool {
        self.shown_total < self.total
    }

    /// Notes that a unit of the running plan moved.
    pub fn touch(&mut self, u: u32) {
        if self.changed.len() < self.at.len() {
            self.changed.push(u);
        }
    }

    /// Keeps the running plan if it keeps all limits and is better.
    pub fn note(&mut self, plan: &Plan) {
        let margin = 1e-12 * self.total.abs();
        if !plan.broken.is_empty() || (self.feasible() && plan.value() >= self.total - margin) {
            return;
        }
        self.total = plan.value();
        self.fresh = true;
        if self.changed.len() < self.at.len() {
            for &u in &self.changed {
                self.at[u as usize] = plan.at[u as usize];
            }
        } else {
            self.at.clone_from(&plan.at);
        }
        self.changed.clear();
    }

    /// The running plan is another one altogether: the next to be kept is taken over whole.
    pub fn touch_all(&mut self) {
        self.changed.resize(self.at.len(), 0);
    }

    /// The running plan is again the best one.
    pub fn in_step(&mut self) {
        self.changed.clear();
    }

    /// The search begins anew over another core: its arcs mean nothing there. The plan to show stays.
    pub fn forget(&mut self) {
        self.at.clear();
        self.changed.clear();
        (self.total, self.fresh) = (f64::INFINITY, false);
    }

    /// Judges the kept plan; returns whether there was one to judge.
    pub fn judge(&mut self, problem: &Problem, core: &Core) -> bool {
        if !self.fresh {
            return false;
        }
        self.fresh = false;
        let at = std::mem::take(&mut self.at);
        if self.offer(problem, core, &at) {
            self.shown_total = self.total;
        }
        debug_assert!(self.is_told_right(problem, core, &at), "the best plan is not the one that was noted");
        self.at = at;
        true
    }

    /// Whether the kept plan is worth its total, as far as sums of this size can tell. For assertions.
    fn is_told_right(&self, problem: &Problem, core: &Core, at: &[u32]) -> bool {
        let reps_of: Vec<u16> = at.iter().map(|&arc| core.rep[arc as usize]).collect();
        // Rounding is as large as the dearest arc that came and went, or as what the largest amount weighs.
        let dearest = core.cost.iter().fold(0.0, |most: f64, cost| most.max(cost.abs()));
        let largest = core.uses.iter().fold(0.0, |most: f64, amount| most.max(amount.abs()));
        let hinges = problem.measures.iter().flat_map(|measure| &measure.hinges);
        let steepest = hinges.fold(0.0, |most: f64, (_, hinge)| most.max(hinge.below.max(hinge.above)));
        let costs: f64 = at.iter().map(|&arc| core.cost[arc as usize].abs()).sum();
        let objective = value(problem, &reps_of).objective - problem.constant;
        (objective - self.total).abs()
            <= 1e-6 * (costs + objective.abs()).max(1.0) + 1e-9 * dearest.max(largest * steepest)
    }

    /// Judges any plan and keeps it as the one to show if it is better; says whether.
    pub fn offer(&mut self, problem: &Problem, core: &Core, at: &[u32]) -> bool {
        let reps_of: Vec<u16> = at.iter().map(|&arc| core.rep[arc as usize]).collect();
        let worth = value(problem, &reps_of);
        let better = worth.beats(&self.worth);
        if better {
            self.reps_of = reps_of;
            self.worth = worth;
        }
        better
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.reps_of.capacity() * 2 + (self.at.capacity() + self.changed.capacity()) * 4
    }
}
