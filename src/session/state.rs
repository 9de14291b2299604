//! What the app knows at one moment.

use crate::clean::Step;
use crate::evaluate::Explanation;
use crate::evaluate::Repairs;
use crate::import::Correction;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::model::Settings;
use crate::protocol::AcquiredFile;
use crate::protocol::Delivery;
use crate::protocol::Judged;
use crate::protocol::RuleConflict;
use crate::protocol::Understood;
use crate::protocol::Writing;
use crate::scenario::Card;
use crate::scenario::History;
use crate::scenario::Project;
use crate::scenario::Rebase;
use crate::score::Scored;
use crate::session::AheadWatch;
use crate::session::Comparison;
use crate::session::Drawing;
use crate::session::Edited;
use crate::session::Effort;
use crate::session::Exclusion;
use crate::session::Held;
use crate::session::MovedWatch;
use crate::session::Probe;
use crate::session::Run;
use crate::session::ScenarioSet;
use crate::session::Searched;
use crate::session::Selection;
use crate::session::Tours;
use std::sync::Arc;

/// The dataset in use, with what goes with it.
#[derive(Clone, Debug, Default)]
pub struct Data {
    /// The dataset.
    pub dataset: Arc<Dataset>,
    /// The same for workers and store.
    pub delivery: Delivery,
    /// Colour of each rep, 0 to 9.
    pub colours: Vec<u8>,
    /// What the scores tell.
    pub scored: Arc<Scored>,
    /// Outlines of today's territories.
    pub outlines: Outlines,
    /// The currency that the files tell, once a project says which one is shown.
    pub told_currency: Option<String>,
}

/// What was found in a file of accounts to be bought; or why nothing was, in plain words.
pub type AcquiredFound = Result<Arc<AcquiredFile>, String>;

/// Territories as areas on the map; cheap to clone, and to compare.
#[derive(Clone, Debug, Default)]
pub struct Outlines {
    /// A GeoJSON feature by rep, empty where the rep has no place on the map.
    pub of: Vec<Arc<str>>,
}

impl Outlines {
    pub(super) fn of(features: Vec<String>) -> Self {
        Self { of: features.into_iter().map(Arc::from).collect() }
    }

    /// Takes in those that changed. Where that cannot be, because others are meant, nothing happens.
    pub(super) fn renew(&mut self, outlines: Vec<Option<String>>) {
        if outlines.iter().all(Option::is_some) {
            *self = Self::of(outlines.into_iter().flatten().collect());
        } else if outlines.len() == self.of.len() {
            for (known, new) in self.of.iter_mut().zip(outlines) {
                *known = new.map_or_else(|| known.clone(), Arc::from);
            }
        }
    }
}

impl PartialEq for Outlines {
    fn eq(&self, other: &Self) -> bool {
        self.of.len() == other.of.len() && self.of.iter().zip(&other.of).all(|(one, other)| Arc::ptr_eq(one, other))
    }
}

/// The rules under which a plan keeps all limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowance {
    /// Version of the project whose plan it is.
    pub version: u64,
    /// The rules; or ids of those that no number can ease as far.
    pub rules: Result<Vec<RuleSetting>, Vec<String>>,
}

/// What is being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its number: answers of other readings do not count.
    pub number: u64,
    /// What is happening, a phrase.
    pub text: String,
    /// Part that is done, 0 to 1; none where it is not known.
    pub part: Option<f64>,
    /// What it is of the files that are there.
    pub aim: Aim,
}

/// What is read anew, and so what becomes of the work on what was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Files, or the example: other data, or newer ones, which the user is asked about.
    Files,
    /// The same files by other columns: the work goes on.
    Columns,
    /// The same files cleaned as the user chose: the work goes on.
    Choices,
    /// The same with a step the other way round, only to see what would be different.
    Trial(Step),
}

/// Newer data of the project, about which the user is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// What was understood of them.
    pub understood: Arc<Understood>,
    /// How they stand to the data in use.
    pub rebase: Arc<Rebase>,
}

/// A message the user must see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Number, to dismiss it by.
    pub id: u64,
    /// What happened and what to do.
    pub text: String,
    /// What it leads back to; none where it only tells.
    pub back: Option<WayBack>,
}

/// What a notice leads back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayBack {
    /// What was set aside for something else.
    Aside,
    /// The state before the last step.
    Step,
    /// Another project of this device, by its number and name.
    Project(u64, String),
}

/// How saving stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saved {
    /// Nothing to save yet.
    #[default]
    Nothing,
    /// About to be stored.
    Pending,
    /// Stored on this device.
    Stored,
    /// Could not be stored; why.
    Failed(String),
    /// Open in another tab, too, which stores it: nothing is stored from here.
    Elsewhere,
}

/// Everything between two events.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// The dataset in use.
    pub data: Option<Data>,
    /// What was understood of the files, while they are at hand.
    pub understood: Option<Arc<Understood>>,
    /// What is being read; none when nothing is.
    pub reading: Option<Reading>,
    /// What would be different with a step of cleaning the other way round, a sentence: about these data.
    pub trial: Option<(Step, String)>,
    /// Newer data that the user is asked about; until then everything stays as it is.
    pub pending: Option<Pending>,
    /// How the user corrected columns, the latest first: for files with the same headers.
    pub corrections: Vec<Correction>,
    /// Whether a reading was cancelled that the desk may have ended all the same.
    pub cancelled: bool,
    /// Files whose columns are being corrected.
    pub corrected: Vec<String>,
    /// Numbers of readings given so far.
    pub readings: u64,
    /// The project.
    pub project: Option<Project>,
    /// Number by which the project is kept on this device; 0 before there was one.
    pub key: u64,
    /// The projects on this device, the one changed last first; the open one as it was stored last.
    pub cards: Vec<Card>,
    /// The accounts that do not count in the plan.
    pub exclusion: Arc<Exclusion>,
    /// Undo and redo.
    pub history: History,
    /// The last judgement; it may belong to an earlier version of the project.
    pub judgement: Option<Arc<Judged>>,
    /// Outlines of the working plan; a little behind while the desk is busy with figures.
    pub outlines: Outlines,
    /// Version of the project the desk is judging.
    pub judging: Option<u64>,
    /// Settings with the rules that cannot all hold under them; none where nothing is proven.
    pub conflict: Option<(Settings, Option<RuleConflict>)>,
    /// The settings whose conflict the desk is looking for.
    pub conflict_asked: Option<Settings>,
    /// The way out of the broken limits; asked for while they are listed.
    pub allowance: Option<Allowance>,
    /// Version of the project for which it was asked last.
    pub allowance_asked: Option<u64>,
    /// What the last step by hand did to the plan.
    pub edited: Option<Edited>,
    /// What that edit breaks and how to mend it, once the desk has looked.
    pub repairs: Option<(u64, Arc<Repairs>)>,
    /// What changes hands, by cause.
    pub moved: MovedWatch,
    /// The tours known so far.
    pub tours: Tours,
    /// The run, while it lasts.
    pub run: Option<Run>,
    /// How the last search went that ended with a plan.
    pub searched: Option<Arc<Searched>>,
    /// The trade-off being drawn, or the last that was.
    pub drawing: Option<Drawing>,
    /// The set of scenarios being made, or the last that was.
    pub scenarios: Option<ScenarioSet>,
    /// How far the file is that is written about the set; none where none is.
    pub writing: Option<Writing>,
    /// The plan that is about to open as a project of its own: the number of the question, and its name.
    pub opening: Option<(u64, String)>,
    /// The file of accounts to be bought that was chosen last: the number of its reading, and what was found.
    pub acquired: Option<(u64, Option<AcquiredFound>)>,
    /// Numbers of runs given so far.
    pub runs: u64,
    /// How long and how widely to search.
    pub effort: Effort,
    /// What is picked.
    pub selection: Selection,
    /// Two plans side by side.
    pub comparison: Comparison,
    /// What territories are expected to bring.
    pub ahead: AheadWatch,
    /// Which limits the versions break.
    pub held: Held,
    /// How sure a plan is.
    pub probe: Probe,
    /// Why the focused account is where it is.
    pub explanation: Option<Arc<Explanation>>,
    /// Whether the desk is explaining something: one at a time.
    pub explaining: bool,
    /// How saving stands.
    pub saved: Saved,
    /// Messages to see.
    pub alerts: Vec<Alert>,
    /// Numbers of alerts given so far.
    pub alerted: u64,
    /// What was closed, or what other data set aside, until other data comes or its notice is closed.
    pub set_aside: Option<Box<Session>>,
    /// Whether it is an earlier state of this very project: then the offer ends with its next version, which the way back
    /// would cost.
    pub aside_is_same: bool,
}

impl Session {
    /// Whether a worker is busy for the user.
    pub fn busy(&self) -> bool {
        let drawing = self.drawing.as_ref().is_some_and(|drawing| drawing.running);
        self.reading.is_some()
            || self.run.is_some()
            || self.judging.is_some()
            || drawing
            || self.scenarios.as_ref().is_some_and(ScenarioSet::is_running)
            || self.comparison.is_under_way()
            || self.held.is_under_way()
            || self.probe.is_under_way()
            || self.writing.is_some()
            || self.opening.is_some()
    }

    /// Whether the desk holds, or may hold, other data than the page.
    pub(super) fn desk_is_elsewhere(&self) -> bool {
        self.reading.is_some() || self.pending.is_some()
    }

    /// Adds a message.
    pub(super) fn alert(&mut self, text: String) {
        self.tell(text, None);
    }

    /// Adds a message about something that there is a way back from.
    pub(super) fn offer(&mut self, back: WayBack, text: String) {
        self.tell(text, Some(back));
    }

    /// Takes away the messages whose way back is one of these: it would lead elsewhere now.
    pub(super) fn withdraw(&mut self, is: impl Fn(&WayBack) -> bool) {
        self.alerts.retain(|alert| !alert.back.as_ref().is_some_and(&is));
    }

    fn tell(&mut self, text: String, back: Option<WayBack>) {
        self.alerted += 1;
        self.alerts.push(Alert { id: self.alerted, text, back });
    }

    /// A file name with the project's in front: `northeast-2027-assignments.csv`.
    pub fn file_name(&self, name: &str) -> String {
        let project = self.project.as_ref().map_or("", |project| project.name.as_str());
        let slug: String =
            project.to_lowercase().chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
        let slug = slug.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        if slug.is_empty() { name.to_owned() } else { format!("{slug}-{name}") }
    }
}
