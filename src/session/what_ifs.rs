//! What-ifs that the user builds: kept with the project, made beside the standard set.

use crate::model::NO_MONEY;
use crate::protocol::AcquiredFile;
use crate::protocol::InputFile;
use crate::protocol::OwnProject;
use crate::protocol::Readable;
use crate::protocol::Request;
use crate::scenario::Edit;
use crate::scenario::Project;
use crate::session::Effect;
use crate::session::Scenario;
use crate::session::ScenarioSet;
use crate::session::ScenarioState;
use crate::session::Session;
use crate::session::Side;
use crate::texts;
use crate::what_if::Recipe;
use std::sync::Arc;

impl ScenarioSet {
    /// Makes the user's scenarios those of the project: what is there already stays, what came waits for a lane.
    fn follow(&mut self, project: &Project, runs: &mut u64) -> Vec<Effect> {
        let before = std::mem::take(&mut self.scenarios);
        let (added, standard): (Vec<_>, Vec<_>) = before.into_iter().partition(|scenario| scenario.added);
        let mut known: Vec<Scenario> = added.into_iter().chain(std::mem::take(&mut self.taken_out)).collect();
        self.scenarios = standard;
        for recipe in &project.what_ifs {
            let place = known.iter().position(|scenario| scenario.added && scenario.recipe == *recipe);
            let scenario = place.map_or_else(|| fresh(project, recipe, runs), |place| known.remove(place));
            self.scenarios.push(scenario);
        }
        let mut effects: Vec<Effect> = known.iter_mut().filter_map(|scenario| scenario.take_out(runs)).collect();
        known.retain(Scenario::is_made);
        self.taken_out = known;
        self.is_kept = false;
        effects.extend(self.hand_out());
        effects
    }

    fn has_what_ifs_of(&self, project: &Project) -> bool {
        let added = self.scenarios.iter().filter(|scenario| scenario.added);
        added.map(|scenario| &scenario.recipe).eq(&project.what_ifs)
    }
}

/// What a plan is called as a project of its own.
pub(super) fn own_name(project: &str, plan: &str) -> String {
    format!("{project} · {plan}")
}

/// One that waits, or says that the version it goes on from is gone.
fn fresh(project: &Project, recipe: &Recipe, runs: &mut u64) -> Scenario {
    *runs += 1;
    let mut scenario = Scenario { added: true, ..Scenario::new(recipe.clone(), *runs) };
    if let Some(version) = recipe.based_on {
        scenario.base = Side::Version(version).plan(project).map(Box::new);
        if scenario.base.is_none() {
            scenario.state = ScenarioState::Failed(say!("the version that it goes on from was deleted").to_owned());
        }
    }
    scenario
}

impl Session {
    /// After every event: the set makes what the project asks for, under what it assumes.
    pub(super) fn follow_what_ifs(&mut self) -> Vec<Effect> {
        let (Some(project), Some(set)) = (&self.project, &mut self.scenarios) else { return Vec::new() };
        if set.next.is_some() {
            return Vec::new();
        }
        let mut effects = Vec::new();
        if set.assumptions != project.assumptions {
            effects.extend(set.assume(&project.assumptions, &mut self.runs));
        }
        if !set.has_what_ifs_of(project) {
            effects.extend(set.follow(project, &mut self.runs));
        }
        effects
    }

    /// Adds one; without a set there is one of these alone.
    pub(super) fn add_what_if(&mut self, recipe: Recipe) -> Vec<Effect> {
        if self.scenarios.is_none() {
            let Some(set) = self.new_set() else { return Vec::new() };
            self.scenarios = Some(set);
        }
        let label = say!("add the what-if {name}", name = recipe.name);
        self.edit_what_ifs(label, |recipes| recipes.push(recipe))
    }

    pub(super) fn change_what_if(&mut self, place: usize, recipe: Recipe) -> Vec<Effect> {
        let label = say!("change the what-if {name}", name = recipe.name);
        self.edit_what_ifs(label, |recipes| {
            if let Some(known) = recipes.get_mut(place) {
                *known = recipe;
            }
        })
    }

    pub(super) fn remove_what_if(&mut self, place: usize) -> Vec<Effect> {
        let named = self.project.as_ref().and_then(|project| project.what_ifs.get(place));
        let Some(name) = named.map(|recipe| recipe.name.clone()) else { return Vec::new() };
        self.edit_what_ifs(say!("remove the what-if {name}", name), |recipes| {
            recipes.remove(place);
        })
    }

    fn edit_what_ifs(&mut self, label: String, change: impl FnOnce(&mut Vec<Recipe>)) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        let mut recipes = project.what_ifs.clone();
        change(&mut recipes);
        if recipes == project.what_ifs { Vec::new() } else { self.edit_as(Edit::WhatIfs(recipes), label) }
    }

    /// Makes those of the user under the rules in force. Plans of two sets of rules do not compare: where the standard set
    /// stands beside them, it is made anew as well.
    pub(super) fn make_what_ifs(&mut self) -> Vec<Effect> {
        if self.scenarios.as_ref().is_some_and(ScenarioSet::has_standard) {
            return self.make_standard_set();
        }
        let Some(mut set) = self.new_set() else { return Vec::new() };
        let effects = self.stop_scenarios();
        if let (Some(before), Some(project)) = (self.scenarios.take(), &self.project) {
            set.take_over(before, project, &mut self.runs);
        }
        self.scenarios = Some(set);
        effects
    }

    /// Asks the desk for a plan with its data as a project file: one at a time.
    pub(super) fn open_own(&mut self, place: usize, now: f64) -> Vec<Effect> {
        if self.opening.is_some() {
            return Vec::new();
        }
        if self.desk_is_elsewhere() {
            self.alert(say!("Other data are being read. Open the plan when that is decided.").to_owned());
            return Vec::new();
        }
        let (Some(project), Some(set)) = (&self.project, &self.scenarios) else { return Vec::new() };
        let dataset = self.data.as_ref().map(|data| &*data.dataset);
        let Some(scenario) = set.scenarios.get(place) else { return Vec::new() };
        let Some(made) = scenario.made.as_ref().filter(|made| made.other_world) else { return Vec::new() };
        let name = texts::of(&scenario.recipe.name);
        self.runs += 1;
        self.opening = Some((self.runs, name.to_owned()));
        let wanted = OwnProject {
            number: self.runs,
            name: own_name(&project.name, name),
            settings: set.settings.clone(),
            base: scenario.base.clone(),
            made: Box::new(made.as_ref().clone()),
            note: scenario.about(dataset),
            assumptions: project.assumptions.clone(),
            currency: project.currency.clone(),
            now,
        };
        vec![Effect::Ask(Request::OwnProject(Box::new(wanted)))]
    }

    /// Has a file of accounts read.
    pub(super) fn acquire(&mut self, files: Vec<InputFile>) -> Vec<Effect> {
        self.readings += 1;
        self.acquired = Some((self.readings, None));
        let readable = Readable::Acquired(files, self.corrections.clone());
        vec![Effect::Ask(Request::Read(self.readings, readable))]
    }

    pub(super) fn heard_acquired(&mut self, number: u64, found: Result<AcquiredFile, String>) -> Vec<Effect> {
        let found = found.and_then(|file| self.of_our_currency(file));
        if let Some((_, known)) = self.acquired.as_mut().filter(|(asked, _)| *asked == number) {
            *known = Some(found.map(Arc::new));
        }
        Vec::new()
    }

    /// The file, where its amounts can be added to those that are there: nobody here knows a rate between currencies.
    fn of_our_currency(&self, file: AcquiredFile) -> Result<AcquiredFile, String> {
        let ours = self.data.as_ref().map_or("", |data| data.dataset.currency.as_str());
        match &file.currency {
            Some(theirs) if theirs != ours && ours != NO_MONEY => Err(say!(
                "The amounts of this file are in {theirs}, yours in {ours}. Convert them first and choose the file again.",
                theirs,
                ours
            )),
            _ => Ok(file),
        }
    }

    /// Nobody reads the file any more that was chosen last.
    pub(super) fn forget_acquired_asked(&mut self) {
        if let Some((_, known @ None)) = &mut self.acquired {
            *known = Some(Err(say!("The file was not read to its end. Choose it again.").to_owned()));
        }
    }
}
