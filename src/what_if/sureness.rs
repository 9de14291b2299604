//! How sure a set of plans is beside today: inputs varied, plans in many possible worlds, and quarters that are over.

use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Settings;
use crate::order::Order;
use crate::outcome::Assumptions;
use crate::outcome::Backtest;
use crate::outcome::Outlook;
use crate::outcome::Robustness;
use crate::outcome::Span;
use crate::outcome::Sums;
use crate::outcome::Swing;
use crate::outcome::Worlds;
use crate::outcome::backtest;
use crate::score::Scores;
use crate::score::score;
use crate::what_if::Made;
use std::sync::Arc;

/// How sure plans are. Each is told under its own rules, as its expected revenue is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sureness {
    /// What today's money hangs on.
    pub today: Vec<Swing>,
    /// How today does among the plans of its team.
    pub robustness: Robustness,
    /// Of each plan.
    pub plans: Vec<PlanSureness>,
}

/// How sure one plan is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanSureness {
    /// What its money hangs on.
    pub swings: Vec<Swing>,
    /// What the difference from today hangs on.
    pub between: Vec<Swing>,
    /// How it does among today and the plans of the same team and market; none where its world is another one: a plan
    /// with one rep more is no alternative to one without.
    pub robustness: Option<Robustness>,
    /// What it would have won in quarters that are over, after the same of today; none where its world is another one.
    pub backtest: Option<Backtest>,
}

impl Sureness {
    /// Of plans beside today's, whose rules these are. The price of an hour on the road must be fixed.
    pub fn new(
        (dataset, scores): (&Arc<Dataset>, &Arc<Scores>),
        settings: &Settings,
        assumptions: &Assumptions,
        plans: &[Made],
    ) -> Self {
        let judge = Judge::new(dataset.clone(), scores.clone(), settings.clone());
        let today = judge.today();
        let (own, swings) = told(&judge, assumptions, &today);
        let mut sums = vec![own];
        let mut told_plans = Vec::new();
        for made in plans {
            let is_same = made.recipe.is_of_rules();
            let scores = if is_same { scores.clone() } else { Arc::new(score(&made.dataset)) };
            let own = Judge::new(made.dataset.clone(), scores, made.settings.clone());
            let (own, mine) = told(&own, assumptions, &made.plan);
            if is_same {
                sums.push(own);
            }
            told_plans.push(PlanSureness {
                between: between(&mine, &swings),
                swings: mine,
                robustness: None,
                backtest: is_same.then(|| backtest(&judge, &today, &made.plan, assumptions.seed)),
            });
        }
        let outlook = Outlook::new(&judge, assumptions.clone());
        let mut robustness = Worlds::new(&outlook).robustness(&sums).into_iter();
        let first = robustness.next().unwrap_or_default();
        for (made, plan) in plans.iter().zip(&mut told_plans).filter(|(made, _)| made.recipe.is_of_rules()) {
            debug_assert!(made.plan.len() == today.len(), "a plan of the data as they are");
            plan.robustness = robustness.next();
        }
        Self { today: swings, robustness: first, plans: told_plans }
    }
}

/// A plan, gathered under its own rules, and what its money hangs on.
fn told(judge: &Judge, assumptions: &Assumptions, plan: &Assignment) -> (Sums, Vec<Swing>) {
    let outlook = Outlook::new(judge, assumptions.clone());
    let worlds = Worlds::new(&outlook);
    let sums = worlds.sums(plan);
    let swings = worlds.swings(&sums);
    (sums, swings)
}

/// How much more one plan brings than another at the ends of each input, the widest swing first.
fn between(plan: &[Swing], other: &[Swing]) -> Vec<Swing> {
    let more = |swing: &Swing| {
        let other = other.iter().find(|other| other.input == swing.input)?;
        let (mine, theirs) = (swing.money, other.money);
        let money = Span { low: mine.low - theirs.low, base: mine.base - theirs.base, high: mine.high - theirs.high };
        Some(Swing { money, ..*swing })
    };
    let mut swings: Vec<Swing> = plan.iter().filter_map(more).collect();
    // The order of the list of inputs decides between equals, as for one plan.
    swings.order_by_key(|swing| swing.input);
    swings.order_by(|one, other| other.width().total_cmp(&one.width()));
    swings
}
