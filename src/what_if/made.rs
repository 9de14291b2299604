//! A plan that was made of a recipe, with all that is told of it beside others.

use crate::evaluate::BrokenLimit;
use crate::evaluate::Evaluation;
use crate::evaluate::Judge;
use crate::evaluate::Reason;
use crate::evaluate::breaches_of;
use crate::evaluate::figures;
use crate::evaluate::figures::Better;
use crate::evaluate::figures::Unit;
use crate::evaluate::gap_percent;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::NO_MONEY;
use crate::model::RuleSetting;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::outcome::FIGURES;
use crate::outcome::Outlook;
use crate::outcome::PlanOutcome;
use crate::outcome::PlanSide;
use crate::outcome::Simulation;
use crate::outcome::Told;
use crate::outcome::Verdict;
use crate::problem::Prices;
use crate::what_if::Overlap;
use crate::what_if::Recipe;
use std::sync::Arc;

/// The figure that the tolerance in force decides.
const INSIDE_TOLERANCE: &str = "inside_tolerance";

/// A plan, judged and looked ahead from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// What the judge says.
    pub evaluation: Evaluation,
    /// What it is expected to bring.
    pub outcome: PlanOutcome,
    /// What it brings in many possible years.
    pub simulation: Simulation,
    /// Whether the files tell money: without it no figure and no verdict that rests on money says anything.
    pub tells_money: bool,
}

/// A plan made of a recipe.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// The recipe, with the steps and the seed that were used.
    pub recipe: Recipe,
    /// The data of its world.
    pub dataset: Arc<Dataset>,
    /// The rules and locks of its world.
    pub settings: Settings,
    /// Who has what.
    pub plan: Assignment,
    /// Why.
    pub reasons: Vec<Reason>,
    /// How it stands.
    pub standing: Standing,
    /// The limits that it breaks of the rules in force, before the recipe changed them.
    pub broken: Vec<BrokenLimit>,
    /// What no plan of this world can be below; none where this one breaks a limit, or nothing is proven.
    pub bound: Option<f64>,
    /// The prices that prove it; none where nothing was searched.
    pub prices: Option<Prices>,
    /// Acquired accounts that may have been there before.
    pub overlaps: Vec<Overlap>,
    /// What the plan that it goes on from is expected to bring in its world, if nobody plans anew; none where its market is
    /// that of the data, or the files tell no money.
    pub unplanned: Option<f64>,
}

/// A figure by which plans are compared: one of the judge or one of the outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Stable name.
    pub id: &'static str,
    /// Name on the screen.
    pub title: &'static str,
    /// What it means, with its formula.
    pub help: &'static str,
    /// Author and year, or where the formula comes from.
    pub source: &'static str,
    /// How its number is written.
    pub unit: Unit,
    /// Which direction is better.
    pub better: Better,
}

/// Every figure by which plans are compared, money first.
pub fn compared() -> impl Iterator<Item = Compared> {
    let outcome = FIGURES.iter().map(|figure| Compared {
        id: figure.id,
        title: figure.title,
        help: figure.help,
        source: figure.source,
        unit: figure.unit,
        better: figure.better,
    });
    let judged = figures::ALL.iter().map(|figure| Compared {
        id: figure.id,
        title: figure.title,
        help: figure.help,
        source: figure.source,
        unit: figure.unit,
        better: figure.better,
    });
    outcome.chain(judged)
}

impl Compared {
    /// Whether it is paid once, at the hand-overs, and not every year.
    pub fn comes_once(&self) -> bool {
        matches!(self.id, "transition_dip" | "transition_cost")
    }

    /// Whether it says nothing where the files tell no money.
    pub fn rests_on_money(&self) -> bool {
        self.unit == Unit::Money || self.id.starts_with("quota_") || self.id.starts_with("attainment_")
    }
}

impl Standing {
    /// Judges a plan and looks ahead from it.
    pub fn new(judge: &Judge, assumptions: &Assumptions, plan: &Assignment) -> Self {
        Self::of(judge, &Outlook::new(judge, assumptions.clone()), plan)
    }

    /// The same by an outlook that is at hand.
    pub fn of(judge: &Judge, outlook: &Outlook<'_>, plan: &Assignment) -> Self {
        Self {
            evaluation: judge.evaluate(plan),
            outcome: outlook.expected(plan),
            simulation: outlook.simulate(plan),
            tells_money: judge.terms().dataset().currency != NO_MONEY,
        }
    }

    /// The same with the reps counted inside the tolerance of the rules in force, whatever its own rules tolerate: plans are
    /// compared by one measure.
    #[must_use]
    pub fn tolerated_by(mut self, rules: &[RuleSetting], dataset: &Dataset) -> Self {
        let inside = figures::inside_tolerance(&self.evaluation.reps, dataset, rules);
        let told = self.evaluation.figures.iter_mut().find(|(id, _)| id == INSIDE_TOLERANCE);
        if let Some((_, value)) = told {
            *value = inside;
        }
        self
    }

    /// Whether it is worth its hand-overs, against a plan that stands so; none where nothing differs or no money is
    /// known.
    pub fn verdict(&self, before: &Self, assumptions: &Assumptions) -> Option<Verdict> {
        if !self.tells_money {
            return None;
        }
        let [before, after] = [before, self].map(|standing| PlanSide {
            outcome: &standing.outcome,
            simulation: &standing.simulation,
            handed_over: standing.evaluation.handed_over(),
        });
        Verdict::between(before, after, assumptions)
    }

    /// The value of each figure of [`compared`], in that order; none where there is no quota, where it rests on money and the
    /// files tell none, or where it is not finite.
    pub fn figures(&self) -> impl Iterator<Item = Option<f64>> {
        let whole = Told::whole(&self.outcome, &self.simulation);
        let outcome = FIGURES.iter().map(move |figure| (figure.of)(&whole));
        let judged = figures::ALL.iter().map(|figure| Some(self.evaluation.figure(figure.id)));
        let told = outcome.chain(judged).map(|value| value.filter(|value| value.is_finite()));
        told.zip(compared()).map(|(value, figure)| value.filter(|_| self.tells_money || !figure.rests_on_money()))
    }
}

impl Made {
    /// Whether it is worth its hand-overs against today; none where nothing differs, no money is known, or its market is
    /// another one: what that brings is no merit of the plan.
    pub fn verdict(&self, today: &Standing, assumptions: &Assumptions) -> Option<Verdict> {
        if self.recipe.is_of_market() { None } else { self.standing.verdict(today, assumptions) }
    }

    /// How far the plan is from the best possible at most, in percent; none without a bound.
    pub fn gap_percent(&self) -> Option<f64> {
        self.bound.map(|bound| gap_percent(self.standing.evaluation.objective, bound))
    }

    /// How often it breaks limits of the rules in force.
    pub fn breaks_in_force(&self) -> usize {
        breaches_of(&self.broken)
    }

    /// Whether it keeps the limits in force: what its own rules ask for beyond them was its own wish.
    pub fn keeps(&self) -> bool {
        self.broken.is_empty()
    }
}
