//! The project: everything a person would miss if it were gone.

use crate::model::Assignment;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::scenario::Decision;
use crate::scenario::versions::AS_IN_FILES;
use crate::scenario::versions::TODAY;
use crate::what_if::Recipe;
use serde::Deserialize;
use serde::Serialize;

/// Where a revision came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The owners in the files.
    Today,
    /// The optimiser.
    Optimised,
    /// Kept by hand.
    Kept,
}

/// What proves a revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// Objective no plan can go below under the revision's settings, in percent.
    pub bound: f64,
    /// Prices of each measure and rep.
    pub load: Vec<f64>,
    /// Price of each cap.
    pub cap: Vec<f64>,
}

/// A plan with where it came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// Number from 0, the position in the list.
    pub id: u32,
    /// The revision it started from.
    pub parent: Option<u32>,
    /// Name: `Today`, `Version 3`.
    pub label: String,
    /// What it is, in a few words.
    pub note: String,
    /// Where it came from.
    pub origin: Origin,
    /// The settings it was made under.
    pub settings: Settings,
    /// Who has what.
    pub assignment: Assignment,
    /// Fingerprint of the dataset.
    pub dataset: String,
    /// Version of the engine.
    pub engine: String,
    /// Seed of the search.
    pub seed: u64,
    /// Steps each lane of the search took.
    pub steps: u64,
    /// Lanes searched side by side.
    pub lanes: u32,
    /// Objective in percent: the solver's word until the judge has spoken, then the judge's.
    pub objective: f64,
    /// Breaches, likewise.
    pub breaches: u32,
    /// The proof, where there is one.
    pub proof: Option<Proof>,
    /// Milliseconds since 1970 when it was made.
    pub made_at: f64,
}

/// Everything of one planning project but the dataset itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Name.
    pub name: String,
    /// Fingerprint of the dataset.
    pub dataset: String,
    /// The settings being edited.
    pub settings: Settings,
    /// The plan being edited.
    pub working: Assignment,
    /// The revision the working plan came from.
    pub current: u32,
    /// All revisions, oldest first; the first is today's assignment.
    pub revisions: Vec<Revision>,
    /// Grows with every change; the store watches it.
    pub version: u64,
    /// Numbers of the revisions that were deleted, sorted: they keep their place, so that numbers and parents hold.
    pub deleted: Vec<u32>,
    /// Why revisions were chosen, by their number, sorted.
    pub decisions: Vec<(u32, Decision)>,
    /// The currency money is shown in, an ISO code; none for the one that the files tell.
    pub currency: Option<String>,
    /// What is assumed of the year to come.
    pub assumptions: Assumptions,
    /// The what-ifs that the user built, in order.
    pub what_ifs: Vec<Recipe>,
}

impl Project {
    /// A project for a dataset as it is today.
    pub fn new(name: &str, dataset: String, settings: Settings, today: Assignment, made_at: f64) -> Self {
        let revision = Revision {
            id: 0,
            parent: None,
            label: TODAY.to_owned(),
            note: AS_IN_FILES.to_owned(),
            origin: Origin::Today,
            settings: settings.clone(),
            assignment: today.clone(),
            dataset: dataset.clone(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: 0,
            steps: 0,
            lanes: 0,
            objective: f64::NAN,
            breaches: 0,
            proof: None,
            made_at,
        };
        let name = name.to_owned();
        Self {
            name,
            dataset,
            settings,
            working: today,
            current: 0,
            revisions: vec![revision],
            version: 1,
            deleted: Vec::new(),
            decisions: Vec::new(),
            currency: None,
            assumptions: Assumptions::default(),
            what_ifs: Vec::new(),
        }
    }

    /// Today's assignment.
    pub fn today(&self) -> &Assignment {
        &self.revisions[0].assignment
    }

    /// The revision the working plan came from.
    pub fn revision(&self) -> &Revision {
        &self.revisions[self.current as usize]
    }

    /// Whether the working plan differs from the revision it came from.
    pub fn edited(&self) -> bool {
        self.working != self.revision().assignment
    }

    /// The proof whose prices hold for the settings in force: any prices prove a bound wherever the same things are
    /// measured. Its own bound is that of the settings it was made under.
    pub fn proof(&self) -> Option<&Proof> {
        let revision = self.revision();
        revision.proof.as_ref().filter(|_| revision.settings.measures_like(&self.settings))
    }

    /// Appends a revision and gives it its number. Not undoable: adopting it is.
    pub fn append(&mut self, mut revision: Revision) -> u32 {
        let id = self.revisions.len() as u32;
        revision.id = id;
        self.revisions.push(revision);
        self.version += 1;
        id
    }
}
