//! Which limits in force the versions break, whatever rules they were made under: plans beside each other are held against
//! the same limits everywhere.

use crate::evaluate::BrokenLimit;
use crate::model::Settings;
use crate::protocol::Holding;
use crate::protocol::Request;
use crate::scenario::Project;
use crate::scenario::Revision;
use crate::session::Effect;
use crate::session::Session;

/// What the versions were held against: number of the project, its data, and the rules and locks in force.
type Ground = (u64, String, Settings);

/// The versions that were held against the limits in force.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    ground: Option<Ground>,
    /// Versions with the limits that they break.
    found: Vec<(u32, Vec<BrokenLimit>)>,
    /// The versions that are asked about.
    asked: Option<Vec<u32>>,
    /// Numbers of questions given so far.
    numbers: u64,
}

impl Held {
    /// Whether the desk is at it.
    pub fn is_under_way(&self) -> bool {
        self.asked.is_some()
    }

    /// How many versions are known: what shows them follows it.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// No answer will come: the desk is a new one.
    pub(super) fn forget_asked(&mut self) {
        self.asked = None;
    }
}

/// Whether a version was made under the limits in force and broke none: it need not be held against them.
fn is_known_to_keep(project: &Project, version: &Revision) -> bool {
    version.breaches == 0 && version.objective.is_finite() && version.settings == project.settings
}

impl Session {
    /// The limits in force that a version breaks, other than today's; none where that is not known yet.
    pub fn limits_broken_by(&self, version: u32) -> Option<Vec<BrokenLimit>> {
        let project = self.project.as_ref()?;
        if let Some(found) = project.living(version)
            && is_known_to_keep(project, found)
        {
            return Some(Vec::new());
        }
        let (key, dataset, settings) = self.held.ground.as_ref()?;
        let holds = *key == self.key && *dataset == project.dataset && *settings == project.settings;
        let found = self.held.found.iter().find(|(id, _)| *id == version).filter(|_| holds)?;
        Some(found.1.clone())
    }

    /// Holds the versions that are not known yet against the limits in force, one question at a time; called while they
    /// are on the screen.
    pub(super) fn hold(&mut self) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        if self.held.asked.is_some() || self.desk_is_elsewhere() {
            return Vec::new();
        }
        let ground = (self.key, project.dataset.clone(), project.settings.clone());
        if self.held.ground.as_ref() != Some(&ground) {
            (self.held.ground, self.held.found) = (Some(ground), Vec::new());
        }
        let is_known = |id: u32| self.held.found.iter().any(|(known, _)| *known == id);
        let wanted = project.versions().filter(|version| version.id != 0 && version.dataset == project.dataset);
        let wanted: Vec<&Revision> =
            wanted.filter(|version| !is_known(version.id) && !is_known_to_keep(project, version)).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        self.held.numbers += 1;
        self.held.asked = Some(wanted.iter().map(|version| version.id).collect());
        let plans = wanted.iter().map(|version| version.assignment.clone()).collect();
        let holding = Holding { number: self.held.numbers, settings: project.settings.clone(), plans };
        vec![Effect::Ask(Request::Hold(Box::new(holding)))]
    }

    /// The limits that the versions break which were asked about.
    pub(super) fn heard_held(&mut self, number: u64, broken: Vec<Option<Vec<BrokenLimit>>>) -> Vec<Effect> {
        let Some(asked) = self.held.asked.take_if(|_| number == self.held.numbers) else { return Vec::new() };
        if let Some(project) = &self.project {
            let ground = (self.key, project.dataset.clone(), project.settings.clone());
            if self.held.ground.as_ref() == Some(&ground) {
                let known = asked.into_iter().zip(broken).filter_map(|(id, broken)| Some((id, broken?)));
                self.held.found.extend(known);
                return Vec::new();
            }
        }
        // The rules changed meanwhile.
        self.hold()
    }
}
