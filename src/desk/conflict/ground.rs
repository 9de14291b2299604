//! The problem that some of the limits pose, without the others.

use crate::model::RuleSetting;
use crate::order;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::rules::Kind;
use crate::rules::Rule;
use crate::rules::Terms;
use crate::solve::on_limits;
use std::collections::BTreeSet;

/// Terms and problem of the limits that are left in; what is left out keeps its rows, without binding.
pub(super) struct Ground {
    terms: Terms,
    problem: Problem,
    restricting: BTreeSet<usize>,
    left_out: BTreeSet<usize>,
}

impl Ground {
    /// All limits of the terms, with the problem that they pose.
    pub fn new(terms: Terms, problem: Problem) -> Self {
        Self { terms, problem, restricting: BTreeSet::new(), left_out: BTreeSet::new() }
    }

    /// The same with these limits left out. Who may have what is worked out anew only where it changes.
    pub fn leave_out(&mut self, left_out: &BTreeSet<usize>) {
        if *left_out == self.left_out {
            return;
        }
        let restricting =
            order::set(left_out.iter().copied().filter(|position| is_restricting(&self.terms, *position)));
        if restricting == self.restricting {
            self.terms.leave_numbers_out(left_out);
            self.terms.limits(None).renew(&mut self.problem);
        } else {
            self.terms = self.terms.without(left_out);
            self.problem = self.terms.limits(None).compile();
        }
        self.restricting = restricting;
        self.left_out.clone_from(left_out);
    }

    /// The terms.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The problem of the limits that are left in.
    pub fn problem(&mut self) -> &Problem {
        self.terms.limits(None).renew(&mut self.problem);
        &self.problem
    }

    /// How much of what prices earn on limits they earn on the limit at a position.
    pub fn weight(&mut self, position: usize, prices: &Prices) -> f64 {
        let before = on_limits(self.problem(), prices);
        let left_out = self.left_out.clone();
        self.terms.leave_numbers_out(&left_out.iter().copied().chain([position]).collect());
        let after = on_limits(self.problem(), prices);
        self.terms.leave_numbers_out(&left_out);
        (before - after).abs()
    }

    /// The same with another setting at a position; only its numbers may differ.
    pub fn eased(&mut self, position: usize, setting: &RuleSetting) -> &Problem {
        self.terms.limits(Some((position, setting))).renew(&mut self.problem);
        &self.problem
    }
}

/// Positions of all limits in force, locks by hand last.
pub(super) fn limits(terms: &Terms) -> Vec<usize> {
    let placed = terms.placed_rules().filter(|(_, _, rule)| rule.card().kind == Kind::Limit);
    let by_hand = (!terms.settings().locks.is_empty()).then_some(crate::rules::HAND_LOCKS);
    placed.map(|(position, ..)| position).chain(by_hand).collect()
}

/// The rule at a position; none for locks by hand.
pub(super) fn rule_at(terms: &Terms, position: usize) -> Option<(&RuleSetting, &'static dyn Rule)> {
    let mut placed = terms.placed_rules().filter(|(place, ..)| *place == position);
    placed.next().map(|(_, setting, rule)| (setting, rule))
}

/// Whether a limit says who may have what, rather than how much: it has no number to ease.
pub(super) fn is_restricting(terms: &Terms, position: usize) -> bool {
    rule_at(terms, position).is_none_or(|(_, rule)| rule.eases().is_empty())
}
