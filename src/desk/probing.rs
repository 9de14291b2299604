//! How sure plans are: inputs varied, plans in many possible worlds, and quarters that are over.

use crate::desk::Desk;
use crate::evaluate::Judge;
use crate::model::NO_MONEY;
use crate::outcome::Assumptions;
use crate::outcome::Outlook;
use crate::outcome::Sums;
use crate::outcome::Worlds;
use crate::outcome::backtest;
use crate::protocol::Probed;
use crate::protocol::Probing;
use crate::protocol::Reply;

/// A probe in steps, so that edits are answered in between.
pub struct ProbeSteps {
    probing: Probing,
    sums: Vec<Sums>,
    found: Probed,
}

impl ProbeSteps {
    /// Prepares what is asked.
    pub fn new(probing: Probing) -> Self {
        let found = Probed { number: probing.number, ..Probed::default() };
        Self { probing, sums: Vec::new(), found }
    }

    /// Takes a step; true at the end.
    fn advance(&mut self, judge: &Judge) -> bool {
        let Probing { plans, assumptions, plan, against, .. } = &mut self.probing;
        let [plan, against] = [*plan, *against].map(|place| place as usize);
        let [Some(chosen), Some(other)] = [plan, against].map(|place| plans.get(place)) else { return true };
        let has_money = judge.terms().dataset().currency != NO_MONEY;
        let next = if has_money { plans.get(self.sums.len()) } else { None };
        if next.is_none() && self.sums.is_empty() {
            self.found.backtest = backtest(judge, other, chosen, assumptions.seed);
            return true;
        }
        let outlook = Outlook::new(judge, assumptions.clone());
        // The price of an hour costs a look at all accounts: once is enough.
        *assumptions = Assumptions { hour_price: Some(outlook.hour_price()), ..assumptions.clone() };
        let worlds = Worlds::new(&outlook);
        if let Some(next) = next {
            self.sums.push(worlds.sums(next));
            return false;
        }
        if self.found.robustness.is_empty() {
            self.found.robustness = worlds.robustness(&self.sums);
            return false;
        }
        self.found.swings = worlds.swings(&self.sums[plan]);
        if plan != against {
            self.found.between = worlds.swings_between(&self.sums[plan], &self.sums[against]);
        }
        self.found.backtest = backtest(judge, other, chosen, assumptions.seed);
        true
    }
}

impl Desk {
    /// Takes a step of a probe of the data at hand; the answer at the end.
    pub fn probe(&mut self, steps: &mut ProbeSteps) -> Option<Reply> {
        let accounts = self.inputs().0.accounts.len();
        let fits = steps.probing.plans.iter().all(|plan| plan.len() == accounts);
        let settings = steps.probing.settings.clone();
        if fits && !steps.advance(self.judge_for(&settings).0) {
            return None;
        }
        let found = if fits { std::mem::take(&mut steps.found) } else { Probed::default() };
        Some(Reply::Probed(Box::new(found)))
    }

    /// Probes plans in one go.
    pub(super) fn probed(&mut self, probing: Probing) -> Reply {
        let mut steps = ProbeSteps::new(probing);
        loop {
            if let Some(reply) = self.probe(&mut steps) {
                return reply;
            }
        }
    }
}
