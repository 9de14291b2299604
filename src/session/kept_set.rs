//! The set of scenarios as it is kept beside its project: whoever comes back finds what was made.

use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::protocol::MadePlan;
use crate::protocol::PlanFigures;
use crate::scenario::Project;
use crate::session::Effect;
use crate::session::Effort;
use crate::session::Saved;
use crate::session::Scenario;
use crate::session::ScenarioSet;
use crate::session::ScenarioState;
use crate::session::Session;
use crate::session::Side;
use crate::session::renewal::Renewal;
use crate::what_if::Recipe;
use crate::what_if::compared;
use serde::Deserialize;
use serde::Serialize;
use std::sync::Arc;

/// A set as it is kept. It can be made again, so one of another engine or of other data is let go rather than brought over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptSet {
    /// Version of the engine that made it.
    engine: String,
    /// The ids of the figures that are told of each plan, in order.
    figures: Vec<String>,
    /// Fingerprint of the data that it was made of.
    dataset: String,
    settings: Settings,
    assumptions: Assumptions,
    today: Option<PlanFigures>,
    as_is: Vec<Recipe>,
    scenarios: Vec<KeptScenario>,
    seed: u64,
    steps: Option<u64>,
}

/// One of its scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeptScenario {
    recipe: Recipe,
    added: bool,
    end: KeptEnd,
}

/// How far it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum KeptEnd {
    /// It was not made; that no lane is at it any more is as if the user had stopped it.
    Open,
    /// It cannot be made; why.
    Failed(String),
    /// It was made.
    Made {
        made: Box<MadePlan>,
        gap: Option<f64>,
        revision: Option<u32>,
        /// Whether its figures are those of other assumptions than the set's.
        outdated: bool,
    },
}

/// The ids of the figures that this engine tells of a plan.
fn figures() -> Vec<String> {
    compared().map(|figure| figure.id.to_owned()).collect()
}

impl KeptSet {
    fn of(set: &ScenarioSet, project: &Project) -> Self {
        Self {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            figures: figures(),
            dataset: project.dataset.clone(),
            settings: set.settings.clone(),
            assumptions: set.assumptions.clone(),
            today: set.today.clone(),
            as_is: set.as_is.clone(),
            scenarios: set.scenarios.iter().map(KeptScenario::of).collect(),
            seed: set.effort.seed,
            steps: set.effort.steps,
        }
    }

    /// The set as it goes on in this project; none where this engine, or the project's data, would make another one.
    pub(super) fn brought_back(self, project: &Project, effort: Effort, runs: &mut u64) -> Option<ScenarioSet> {
        let is_ours = self.engine == env!("CARGO_PKG_VERSION") && self.figures == figures();
        if !is_ours || self.dataset != project.dataset {
            return None;
        }
        Some(ScenarioSet {
            settings: self.settings,
            assumptions: self.assumptions,
            today: self.today,
            scenarios: self.scenarios.into_iter().map(|kept| kept.brought_back(project, runs)).collect(),
            as_is: self.as_is,
            next: None,
            taken_out: Vec::new(),
            effort: Effort { seed: self.seed, steps: self.steps, ..effort },
            is_kept: true,
        })
    }
}

impl KeptScenario {
    fn of(scenario: &Scenario) -> Self {
        let end = match (&scenario.state, &scenario.made) {
            (ScenarioState::Made { gap, revision, .. }, Some(made)) => KeptEnd::Made {
                made: Box::new(made.as_ref().clone()),
                gap: *gap,
                revision: *revision,
                outdated: scenario.is_outdated(),
            },
            (ScenarioState::Failed(reason), _) => KeptEnd::Failed(reason.clone()),
            _ => KeptEnd::Open,
        };
        Self { recipe: scenario.recipe.clone(), added: scenario.added, end }
    }

    fn brought_back(self, project: &Project, runs: &mut u64) -> Scenario {
        *runs += 1;
        let base = self.recipe.based_on.and_then(|version| Side::Version(version).plan(project)).map(Box::new);
        let scenario = Scenario { added: self.added, base, ..Scenario::new(self.recipe, *runs) };
        // A plan whose version the project does not know was made just before the tab was closed: it is made again.
        let is_known = |id: u32| project.revisions.iter().any(|revision| revision.id == id);
        match self.end {
            KeptEnd::Made { made, gap, revision, outdated } if revision.map_or(made.other_world, is_known) => {
                Scenario {
                    state: ScenarioState::Made { figures: made.figures.clone(), gap, revision },
                    made: Some(Arc::new(*made)),
                    renewal: if outdated { Renewal::Waiting { again: false } } else { Renewal::None },
                    ..scenario
                }
            }
            KeptEnd::Failed(reason) => Scenario { state: ScenarioState::Failed(reason), ..scenario },
            _ => Scenario { state: ScenarioState::Stopped, ..scenario },
        }
    }
}

impl ScenarioSet {
    /// The set with nothing under way any more.
    pub(super) fn at_rest(mut self) -> Self {
        self.next = None;
        let _ = self.stop(|_| true);
        self
    }
}

impl Session {
    /// Goes on with the set that was kept beside the project.
    pub(super) fn take_set_up(&mut self, kept: Option<Box<KeptSet>>) -> Vec<Effect> {
        let (Some(project), Some(kept)) = (&self.project, kept) else { return Vec::new() };
        self.scenarios = kept.brought_back(project, self.effort, &mut self.runs);
        self.scenarios.as_mut().map_or_else(Vec::new, ScenarioSet::hand_out)
    }

    /// After every event: what came of the set since it was kept last is kept, unless another tab stores the project.
    pub(super) fn keep_set(&mut self) -> Vec<Effect> {
        let (Some(project), Some(set)) = (&self.project, &mut self.scenarios) else { return Vec::new() };
        if set.is_kept || !set.has_made() || self.saved == Saved::Elsewhere {
            return Vec::new();
        }
        set.is_kept = true;
        vec![Effect::KeepSet(self.key, Box::new(KeptSet::of(set, project)))]
    }
}
