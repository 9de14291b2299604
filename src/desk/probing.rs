//! How sure plans are: inputs varied, plans in many possible worlds, and quarters that are over.

use crate::desk::Desk;
use crate::evaluate::Judge;
use crate::model::NO_MONEY;
use crate::outcome::Outlook;
use crate::outcome::Sums;
use crate::outcome::Worlds;
use crate::outcome::backtest;
use crate::protocol::Probed;
use crate::protocol::Probing;
use crate::protocol::Reply;

impl Desk {
    /// Probes plans of the data at hand, all under the same rules.
    pub(super) fn probed(&mut self, probing: &Probing) -> Reply {
        let accounts = self.inputs().0.accounts.len();
        let found = if probing.plans.iter().all(|plan| plan.len() == accounts) {
            probed(self.judge_for(&probing.settings).0, probing)
        } else {
            None
        };
        Reply::Probed(Box::new(found.unwrap_or_default()))
    }
}

/// What is found; none where a plan that is asked about is not in the list.
pub fn probed(judge: &Judge, probing: &Probing) -> Option<Probed> {
    let Probing { number, plans, assumptions, .. } = probing;
    let [plan, against] = [probing.plan, probing.against].map(|place| place as usize);
    let seed = assumptions.seed;
    let backtest = backtest(judge, plans.get(against)?, plans.get(plan)?, seed);
    let mut found = Probed { number: *number, backtest, ..Probed::default() };
    if judge.terms().dataset().currency == NO_MONEY {
        return Some(found);
    }
    let outlook = Outlook::new(judge, assumptions.clone());
    let worlds = Worlds::new(&outlook);
    let sums: Vec<Sums> = plans.iter().map(|plan| worlds.sums(plan)).collect();
    found.swings = worlds.swings(sums.get(plan)?);
    if plan != against {
        found.between = worlds.swings_between(sums.get(plan)?, sums.get(against)?);
    }
    found.robustness = worlds.robustness(&sums);
    Some(found)
}
