//! The numbers of all limits of a conflict.

use crate::desk::conflict::easing::Easing;
use crate::desk::conflict::ground::Ground;
use crate::desk::conflict::ground::rule_at;
use crate::protocol::Need;
use crate::rules::Terms;
use crate::solve::Feasible;
use crate::solve::Proof;
use std::collections::BTreeSet;

/// The numbers of all limits of a conflict, one after another: first with all other limits in force, then, where those
/// contradict each other already, with the others of the conflict alone.
pub(super) struct Numbers {
    waiting: Vec<Easing>,
    again: Vec<Easing>,
    left_out: BTreeSet<usize>,
    begun: bool,
    search: Option<Feasible>,
    /// The last search, from whose end the next begins.
    last: Option<Feasible>,
    needs: Vec<(usize, Need)>,
}

impl Numbers {
    /// Prepares to ease the limits at these positions; `proof` shows that they cannot all hold when those left out are.
    pub fn new(terms: &Terms, positions: &[usize], proof: &Proof, left_out: &BTreeSet<usize>) -> Self {
        // Units are counted otherwise where other limits are left out: who is stuck is found anew.
        let proof = if let Proof::Prices(_) = proof { proof.clone() } else { Proof::Stuck(Vec::new()) };
        let of_rule = |position: &usize| {
            let (setting, rule) = rule_at(terms, *position)?;
            let easings = rule.eases().iter().map(|ease| Easing::new(*position, setting, rule.card(), *ease, &proof));
            Some(easings.collect::<Vec<Easing>>())
        };
        let waiting: Vec<Easing> = positions.iter().filter_map(of_rule).flatten().rev().collect();
        let (again, left_out, needs) = (Vec::new(), left_out.clone(), Vec::new());
        Self { waiting, again, left_out, begun: false, search: None, last: None, needs }
    }

    /// Does a small piece of work; all needs when they are known.
    pub fn advance(&mut self, ground: &mut Ground) -> Option<Vec<(usize, Need)>> {
        if !self.begun {
            ground.leave_out(&BTreeSet::new());
            self.begun = true;
        }
        let Some(easing) = self.waiting.last_mut() else { return self.once_more(ground) };
        let ended = match &mut self.search {
            Some(search) => {
                let verdict = search.advance();
                if verdict.is_some() {
                    self.last = self.search.take();
                }
                verdict.is_some_and(|verdict| easing.take(verdict))
            }
            None => match easing.follow(ground).cloned() {
                Some(problem) => {
                    self.search = Some(match self.last.take() {
                        Some(last) => last.renewed(problem),
                        None => Feasible::new(problem),
                    });
                    false
                }
                None => true,
            },
        };
        if ended {
            self.end(ground);
        }
        None
    }

    /// The number on top is known as far as it can be.
    fn end(&mut self, ground: &mut Ground) {
        let Some(easing) = self.waiting.pop() else { return };
        if easing.endless && easing.among_all {
            self.again.push(easing.among_its_own());
        } else if let Some(need) = easing.need(ground) {
            self.needs.push((easing.position, need));
        }
    }

    /// What has no end among all limits is tried among those of the conflict.
    fn once_more(&mut self, ground: &mut Ground) -> Option<Vec<(usize, Need)>> {
        if self.again.is_empty() {
            return Some(std::mem::take(&mut self.needs));
        }
        ground.leave_out(&self.left_out);
        self.last = None;
        self.waiting = std::mem::take(&mut self.again);
        None
    }
}
