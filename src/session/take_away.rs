//! Files with the plans of a set beside each other.

use crate::protocol::ComparisonFile;
use crate::protocol::PlanMade;
use crate::protocol::Request;
use crate::protocol::TakeAway;
use crate::protocol::Writing;
use crate::protocol::Written;
use crate::protocol::WrittenFile;
use crate::scenario::Decision;
use crate::session::Effect;
use crate::session::Scenario;
use crate::session::ScenarioSet;
use crate::session::ScenarioState;
use crate::session::Session;
use crate::what_if::Recipe;

impl ScenarioSet {
    /// Whether there is a plan to write about.
    pub fn has_made(&self) -> bool {
        self.scenarios.iter().any(|scenario| matches!(scenario.state, ScenarioState::Made { .. }))
    }

    /// All plans that are made, today as it is first.
    fn plans(&self) -> Vec<PlanMade> {
        let seed = Some(self.effort.seed);
        let as_is = |recipe: &Recipe| PlanMade { recipe: Recipe { seed, ..recipe.clone() }, ..PlanMade::default() };
        let made = self.scenarios.iter().filter_map(told_again);
        self.as_is.iter().map(as_is).chain(made).collect()
    }
}

/// What is needed of a plan to tell of it again; none where it is not made.
fn told_again(scenario: &Scenario) -> Option<PlanMade> {
    let made = scenario.made.as_ref()?;
    Some(PlanMade {
        recipe: made.recipe.clone(),
        plan: Some(made.plan.clone()),
        prices: made.prices.clone(),
        ground: made.ground.clone(),
        base: scenario.base.clone(),
    })
}

impl Session {
    /// Asks the desk for a file.
    pub(super) fn take_away(&mut self, file: ComparisonFile, weights: Vec<f64>) -> Vec<Effect> {
        let (Some(set), Some(project)) = (&self.scenarios, &self.project) else { return Vec::new() };
        let plans = set.plans();
        if self.desk_is_elsewhere() {
            self.alert(say!("Other data are being read. Export the comparison when that is decided.").to_owned());
            return Vec::new();
        }
        self.runs += 1;
        let of = TakeAway {
            number: self.runs,
            file,
            project: project.name.clone(),
            settings: set.settings.clone(),
            assumptions: set.assumptions.clone(),
            weights,
            notes: self.notes(set),
            currency: project.currency.clone(),
            plans,
        };
        self.writing = Some(Writing { number: of.number, done: 0, all: of.plans.len() as u32 });
        vec![Effect::Ask(Request::TakeAway(Box::new(of)))]
    }

    /// Why versions of the set were chosen.
    fn notes(&self, set: &ScenarioSet) -> Vec<(String, Decision)> {
        let Some(project) = &self.project else { return Vec::new() };
        let versions = set.scenarios.iter().filter_map(|scenario| match scenario.state {
            ScenarioState::Made { revision, .. } => project.living(revision?),
            _ => None,
        });
        let noted = versions.filter_map(|version| {
            let decision = project.decision(version.id).filter(|decision| !decision.is_empty())?;
            Some((version.label.clone(), decision.clone()))
        });
        noted.collect()
    }

    /// How far the file is.
    pub(super) fn heard_writing(&mut self, news: Writing) -> Vec<Effect> {
        if let Some(writing) = self.writing.as_mut().filter(|writing| writing.number == news.number) {
            *writing = news;
        }
        Vec::new()
    }

    /// A file that was asked for is there, or cannot be had; one that nobody waits for any more is dropped.
    pub(super) fn heard_written(&mut self, Written { number, file }: Written) -> Vec<Effect> {
        let is_told = self.writing.take_if(|writing| writing.number == number).is_some();
        let opens = self.opening.as_ref().is_some_and(|(asked, _)| *asked == number);
        match file {
            Ok(WrittenFile { name, mime, bytes }) if is_told => {
                vec![Effect::Download { name: self.file_name(&name), mime, bytes }]
            }
            Ok(WrittenFile { name, bytes, .. }) if opens => vec![Effect::OpenFile { name, bytes }],
            Err(reason) if is_told || opens => {
                self.opening.take_if(|_| opens);
                self.alert(reason);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Lets go of a file that is being written.
    pub(super) fn stop_writing(&mut self) -> Vec<Effect> {
        self.writing.take().map(|_| Effect::Ask(Request::StopWriting)).into_iter().collect()
    }
}
