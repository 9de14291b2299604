//! Two plans side by side, each judged from scratch.

use crate::desk::Desk;
use crate::desk::outlines::Territories;
use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::NO_MONEY;
use crate::outcome::Assumptions;
use crate::outcome::FIGURES;
use crate::outcome::Outlook;
use crate::outcome::PlanOutcome;
use crate::outcome::Simulation;
use crate::outcome::Told;
use crate::protocol::Ahead;
use crate::protocol::Compared;
use crate::protocol::ComparedPlan;
use crate::protocol::Comparing;
use crate::protocol::Holding;
use crate::protocol::PlanState;
use crate::protocol::RepAhead;
use crate::protocol::Reply;
use crate::rules::Excluded;
use crate::what_if::Standing;

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
        let difference = last.difference(&first.plan, &second.plan);
        let verdict = after.standing.verdict(&before.standing, &after.assumptions);
        let reps = [reps(&before), reps(&after)];
        Reply::Compared(Box::new(Compared {
            number: *number,
            plans: [before.standing.evaluation, after.standing.evaluation],
            bounds: [before.bound, after.bound],
            outcomes: [before.outcome, after.outcome],
            reps,
            assumptions: after.assumptions,
            reasons: last.reasons_of(&difference.changes, &second.plan, second.prices.as_ref()),
            difference,
            verdict,
        }))
    }
}

impl Desk {
    /// The limits that each of some plans breaks; none is known of a plan of other data.
    pub(super) fn held(&mut self, holding: &Holding) -> Reply {
        let accounts = self.inputs().0.accounts.len();
        let judge = self.judge_for(&holding.settings).0;
        let broken = |plan: &Assignment| (plan.len() == accounts).then(|| judge.evaluate(plan).broken_limits());
        Reply::Held(holding.number, holding.plans.iter().map(broken).collect())
    }

    /// The territories of plans. What is excluded has no area in the plan that is worked on; here it has its owner's, in all
    /// alike.
    pub(super) fn outlined_each(&self, number: u64, plans: &[Assignment]) -> Reply {
        let (dataset, _) = self.inputs();
        if plans.iter().any(|plan| plan.len() != dataset.accounts.len()) {
            return Reply::Outlines(number, Vec::new());
        }
        let mut territories = Territories::new(dataset, &Excluded::default());
        let mut all: Vec<Vec<String>> = Vec::new();
        for plan in plans {
            // What is as in the plan drawn before is not drawn again.
            let before = all.last().cloned().unwrap_or_default();
            let drawn = territories.draw(plan).into_iter().enumerate();
            let shown = drawn.map(|(rep, area)| area.or_else(|| before.get(rep).cloned()).unwrap_or_default());
            all.push(shown.collect());
        }
        Reply::Outlines(number, all)
    }

    /// What each rep is expected to bring under a plan and under today's.
    pub(super) fn ahead(&mut self, state: &PlanState, assumptions: &Assumptions) -> Option<Reply> {
        let dataset = self.inputs().0;
        if state.plan.len() != dataset.accounts.len() {
            return None;
        }
        let judge = self.judge_for(&state.settings).0;
        let outlook = Outlook::new(judge, assumptions.clone());
        let tells_money = dataset.currency != NO_MONEY;
        let told = |plan: &Assignment| reps_ahead(&outlook.expected(plan), &outlook.simulate(plan), tells_money);
        let reps = [told(&state.plan), told(&judge.today())];
        Some(Reply::Ahead(Ahead { version: state.version, reps }))
    }
}

/// What is said of a plan.
struct Said {
    /// What the judge says, and what it is expected to bring where the files tell money.
    standing: Standing,
    /// The bound that its prices prove.
    bound: Option<f64>,
    /// What it is expected to bring, by figure; empty where the files tell no money.
    outcome: Vec<Option<f64>>,
    /// The assumptions that went into it.
    assumptions: Assumptions,
}

/// What each rep is expected to bring; empty where the files tell no money.
fn reps(said: &Said) -> Vec<RepAhead> {
    let Standing { outcome, simulation, tells_money, .. } = &said.standing;
    reps_ahead(outcome, simulation, *tells_money)
}

fn reps_ahead(outcome: &PlanOutcome, simulation: &Simulation, tells_money: bool) -> Vec<RepAhead> {
    let told = tells_money.then(|| Told::reps(outcome, simulation)).into_iter().flatten();
    told.map(|Told { outcome, range, .. }| RepAhead {
        expected: outcome.expected,
        years: [range.p10, range.p50, range.p90],
        attainment: outcome.attainment,
        reaches_quota: range.reaches_quota,
    })
    .collect()
}

fn said(judge: &Judge, side: &ComparedPlan, assumptions: &Assumptions) -> Said {
    let bound = side.prices.as_ref().map(|prices| judge.bound(prices)).filter(|bound| bound.is_finite());
    let outlook = Outlook::new(judge, assumptions.clone());
    let assumptions = Assumptions { hour_price: Some(outlook.hour_price()), ..assumptions.clone() };
    if judge.terms().dataset().currency == NO_MONEY {
        let standing = Standing { evaluation: judge.evaluate(&side.plan), ..Standing::default() };
        return Said { standing, bound, outcome: Vec::new(), assumptions };
    }
    let standing = Standing::of(judge, &outlook, &side.plan);
    let whole = Told::whole(&standing.outcome, &standing.simulation);
    let outcome = FIGURES.iter().map(|figure| (figure.of)(&whole).filter(|value| value.is_finite())).collect();
    Said { standing, bound, outcome, assumptions }
}
