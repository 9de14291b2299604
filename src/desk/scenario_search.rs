//! One scenario, made in slices, and the list of those that every planning cycle compares.

use crate::desk::Desk;
use crate::desk::Ground;
use crate::desk::Making;
use crate::desk::Pricing;
use crate::evaluate::BrokenLimit;
use crate::model::Settings;
use crate::protocol::MadePlan;
use crate::protocol::PlanFigures;
use crate::protocol::Reply;
use crate::protocol::ScenarioTask;
use crate::what_if::Made;
use crate::what_if::Standing;
use crate::what_if::standard_set;
use std::slice;
use std::sync::Arc;

/// A resumable making of one scenario. It ends by steps alone, so it is the same on every machine.
pub struct ScenarioSearch {
    ground: Arc<Ground>,
    task: ScenarioTask,
    stage: Stage,
}

enum Stage {
    /// Prices are searched for by which places of new reps are proposed.
    Pricing(Box<Pricing>),
    /// The plan is.
    Making(Box<Making>),
}

impl ScenarioSearch {
    /// Prepares what a task asks for.
    ///
    /// # Errors
    /// What cannot be done of the recipe, in plain words.
    pub fn new(ground: Arc<Ground>, task: ScenarioTask) -> Result<Self, String> {
        let pricing = ground.pricing(slice::from_ref(&task.recipe), task.seed).filter(|_| task.known.is_none());
        let stage = match pricing {
            Some(pricing) => Stage::Pricing(Box::new(pricing)),
            None => making(&ground, &task)?,
        };
        Ok(Self { ground, task, stage })
    }

    /// Does a small piece of work; true at the end.
    ///
    /// # Errors
    /// What cannot be done of the recipe, in plain words.
    pub fn advance(&mut self) -> Result<bool, String> {
        match &mut self.stage {
            Stage::Pricing(pricing) => {
                if pricing.advance() {
                    Arc::make_mut(&mut self.ground).take_prices(pricing);
                    self.stage = making(&self.ground, &self.task)?;
                }
                Ok(false)
            }
            Stage::Making(making) => Ok(making.advance()),
        }
    }

    /// How far it is, 0 to 1.
    pub fn part(&self) -> f64 {
        match &self.stage {
            Stage::Pricing(_) => 0.0,
            Stage::Making(making) => making.part(),
        }
    }

    /// The plan as it stands; none before it is begun.
    pub fn made(&self) -> Option<MadePlan> {
        let Stage::Making(making) = &self.stage else { return None };
        let made = making.made(&self.ground);
        let verdict = made.verdict(self.ground.today(), self.ground.assumptions());
        let Made { recipe, settings, plan, standing, broken, bound, prices, overlaps, unplanned, .. } = made;
        Some(MadePlan {
            other_world: !recipe.is_of_rules(),
            ground: self.ground.prices().cloned(),
            objective: standing.evaluation.objective,
            figures: PlanFigures { verdict, other_market: recipe.is_of_market(), ..figures(&standing, broken) },
            today: figures(self.ground.today(), self.ground.today().evaluation.broken_limits()),
            steps: making.steps(),
            seed: recipe.seed.unwrap_or(self.task.seed),
            plan,
            settings,
            bound,
            prices,
            recipe,
            overlaps,
            unplanned,
        })
    }
}

fn making(ground: &Ground, task: &ScenarioTask) -> Result<Stage, String> {
    let ScenarioTask { recipe, steps, seed, .. } = task;
    let base = task.base.as_deref();
    Ok(Stage::Making(Box::new(match &task.known {
        Some(plan) => Making::again(ground, recipe, base, plan.clone(), None)?,
        None => Making::on(ground, recipe, base, *steps, *seed)?,
    })))
}

fn figures(standing: &Standing, broken: Vec<BrokenLimit>) -> PlanFigures {
    let (values, breaches) = (standing.figures().collect(), standing.evaluation.breaches as u32);
    let mut own_broken = standing.evaluation.broken_limits();
    own_broken.retain(|limit| !broken.contains(limit));
    PlanFigures { values, breaches, broken, own_broken, ..PlanFigures::default() }
}

impl Desk {
    /// The recipes of the standard set for the data at hand.
    pub(super) fn standard_set(&self, number: u64, settings: &Settings) -> Reply {
        let (dataset, scores) = self.inputs();
        Reply::StandardSet(number, standard_set(&dataset, &scores, &settings.rules))
    }
}
