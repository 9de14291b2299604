//! Two plans side by side, each judged from scratch.

use crate::desk::Desk;
use crate::evaluate::Evaluation;
use crate::evaluate::Judge;
use crate::model::NO_MONEY;
use crate::outcome::Assumptions;
use crate::outcome::FIGURES;
use crate::outcome::Outlook;
use crate::outcome::Told;
use crate::protocol::Compared;
use crate::protocol::ComparedPlan;
use crate::protocol::Comparing;
use crate::protocol::Reply;

impl Desk {
    /// Judges both. A judge that is at hand is asked; another one is made for these plans only.
    pub(super) fn compared(&mut self, comparing: &Comparing) -> Reply {
        let Comparing { number, sides: [first, second], assumptions } = comparing;
        let (dataset, scores) = self.inputs();
        if [first, second].iter().any(|side| side.plan.len() != dataset.accounts.len()) {
            return Reply::Compared(Box::default());
        }
        let own = |side: &ComparedPlan| Judge::new(dataset.clone(), scores.clone(), side.settings.clone());
        let at_hand = self.settings_at_hand();
        let known = |side: &ComparedPlan| at_hand.as_ref() == Some(&side.settings);
        let before = if known(first) {
            said(self.judge_for(&first.settings).0, first, assumptions)
        } else {
            said(&own(first), first, assumptions)
        };
        let judge;
        let last = if known(second) {
            self.judge_for(&second.settings).0
        } else {
            judge = own(second);
            &judge
        };
        // An hour on the road costs the same in both, whatever rules each is judged by.
        let after = said(last, second, &before.assumptions);
        Reply::Compared(Box::new(Compared {
            number: *number,
            plans: [before.evaluation, after.evaluation],
            bounds: [before.bound, after.bound],
            outcomes: [before.outcome, after.outcome],
            assumptions: after.assumptions,
            difference: last.difference(&first.plan, &second.plan),
        }))
    }
}

/// What is said of a plan.
struct Said {
    evaluation: Evaluation,
    /// The bound that its prices prove.
    bound: Option<f64>,
    /// What it is expected to bring; empty where the files tell no money.
    outcome: Vec<Option<f64>>,
    /// The assumptions that went into it.
    assumptions: Assumptions,
}

fn said(judge: &Judge, side: &ComparedPlan, assumptions: &Assumptions) -> Said {
    let bound = side.prices.as_ref().map(|prices| judge.bound(prices)).filter(|bound| bound.is_finite());
    let outlook = Outlook::new(judge, assumptions.clone());
    let assumptions = Assumptions { hour_price: Some(outlook.hour_price()), ..assumptions.clone() };
    let mut outcome = Vec::new();
    if judge.terms().dataset().currency != NO_MONEY {
        let (expected, years) = (outlook.expected(&side.plan), outlook.simulate(&side.plan));
        let whole = Told::whole(&expected, &years);
        outcome.extend(FIGURES.iter().map(|figure| (figure.of)(&whole).filter(|value| value.is_finite())));
    }
    Said { evaluation: judge.evaluate(&side.plan), bound, outcome, assumptions }
}
