//! Two plans side by side, each judged from scratch.

use crate::desk::Desk;
use crate::evaluate::Evaluation;
use crate::evaluate::Judge;
use crate::protocol::Compared;
use crate::protocol::ComparedPlan;
use crate::protocol::Comparing;
use crate::protocol::Reply;

impl Desk {
    /// Judges both. A judge that is at hand is asked; another one is made for these plans only.
    pub(super) fn compared(&mut self, comparing: &Comparing) -> Reply {
        let Comparing { number, sides: [first, second] } = comparing;
        let (dataset, scores) = self.inputs();
        if [first, second].iter().any(|side| side.plan.len() != dataset.accounts.len()) {
            return Reply::Compared(Box::default());
        }
        let own = |side: &ComparedPlan| Judge::new(dataset.clone(), scores.clone(), side.settings.clone());
        let at_hand = self.settings_at_hand();
        let known = |side: &ComparedPlan| at_hand.as_ref() == Some(&side.settings);
        let before =
            if known(first) { said(self.judge_for(&first.settings).0, first) } else { said(&own(first), first) };
        let judge;
        let last = if known(second) {
            self.judge_for(&second.settings).0
        } else {
            judge = own(second);
            &judge
        };
        let after = said(last, second);
        Reply::Compared(Box::new(Compared {
            number: *number,
            plans: [before.0, after.0],
            bounds: [before.1, after.1],
            difference: last.difference(&first.plan, &second.plan),
        }))
    }
}

/// What a judge says of a plan, with the bound that its prices prove.
fn said(judge: &Judge, side: &ComparedPlan) -> (Evaluation, Option<f64>) {
    let bound = side.prices.as_ref().map(|prices| judge.bound(prices)).filter(|bound| bound.is_finite());
    (judge.evaluate(&side.plan), bound)
}
