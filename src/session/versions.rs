//! The versions: kept by hand, named, deleted, brought back, chosen.

use crate::scenario::Decision;
use crate::scenario::Edit;
use crate::scenario::Origin;
use crate::scenario::Proof;
use crate::scenario::Revision;
use crate::scenario::label_shown;
use crate::session::Effect;
use crate::session::Session;

/// Something about the versions of the project.
#[derive(Clone, Debug, PartialEq)]
pub enum VersionEvent {
    /// Keep the working plan as a version.
    Keep {
        /// Its name; "" for the next usual one.
        label: String,
        /// What it is; "" for where it comes from.
        note: String,
        /// The time, ms since 1970.
        now: f64,
    },
    /// Give a version another name and note.
    Describe {
        /// Its number.
        revision: u32,
        /// Its name; "" leaves the one it has.
        label: String,
        /// What it is, in a few words.
        note: String,
    },
    /// Delete a version.
    Delete(u32),
    /// Bring a deleted version back.
    BringBack(u32),
    /// Say why a version was chosen; a decision that says nothing takes the choice back.
    Decide(u32, Decision),
}

impl Session {
    pub(super) fn version(&mut self, event: VersionEvent) -> Vec<Effect> {
        match event {
            VersionEvent::Keep { label, note, now } => self.keep(&label, &note, now),
            VersionEvent::Describe { revision, label, note } => self.describe(revision, &label, &note),
            VersionEvent::Delete(revision) => self.delete_version(revision),
            VersionEvent::BringBack(revision) => self.bring_back(revision),
            VersionEvent::Decide(revision, decision) => self.decide(revision, decision),
        }
    }

    fn keep(&mut self, label: &str, note: &str, now: f64) -> Vec<Effect> {
        let judgement = self.judgement.clone();
        let Some(project) = &mut self.project else { return Vec::new() };
        let current = judgement.filter(|judged| judged.version == project.version);
        let from = project.revision();
        let bound = current.as_ref().and_then(|judged| judged.bound);
        let note = note.trim();
        let revision = Revision {
            parent: Some(project.current),
            label: project.label_for(label, None),
            note: if note.is_empty() {
                say!("edited from {version}", version = label_shown(&from.label))
            } else {
                note.to_owned()
            },
            origin: Origin::Kept,
            settings: project.settings.clone(),
            assignment: project.working.clone(),
            dataset: project.dataset.clone(),
            objective: current.as_ref().map_or(f64::NAN, |judged| judged.plan.objective),
            breaches: current.as_ref().map_or(0, |judged| judged.plan.breaches as u32),
            proof: project
                .proof()
                .filter(|_| bound.is_some() || project.settings == from.settings)
                .map(|proof| Proof { bound: bound.unwrap_or(proof.bound), ..proof.clone() }),
            made_at: now,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            ..from.clone()
        };
        let plan = revision.assignment.clone();
        let revision = project.append(revision);
        self.version_made();
        self.edit(Edit::Adopt { revision, plan, settings: None })
    }

    fn describe(&mut self, revision: u32, label: &str, note: &str) -> Vec<Effect> {
        let project = self.project.as_ref();
        let Some((project, found)) = project.and_then(|project| Some((project, project.living(revision)?))) else {
            return Vec::new();
        };
        let label =
            if label.trim().is_empty() { found.label.clone() } else { project.label_for(label, Some(revision)) };
        let note = note.trim().to_owned();
        if label == found.label && note == found.note {
            return Vec::new();
        }
        self.edit(Edit::Describe { revision, label, note })
    }

    fn delete_version(&mut self, revision: u32) -> Vec<Effect> {
        let Some(project) = self.project.as_ref().filter(|project| project.living(revision).is_some()) else {
            return Vec::new();
        };
        if let Some(reason) = project.stays(revision) {
            self.alert(reason.to_owned());
            return Vec::new();
        }
        self.edit(Edit::Delete { revision, deleted: true })
    }

    fn bring_back(&mut self, revision: u32) -> Vec<Effect> {
        let deleted = self.project.as_ref().is_some_and(|project| project.is_deleted(revision));
        if deleted { self.edit(Edit::Delete { revision, deleted: false }) } else { Vec::new() }
    }

    fn decide(&mut self, revision: u32, decision: Decision) -> Vec<Effect> {
        let Some(project) = self.project.as_ref().filter(|project| project.living(revision).is_some()) else {
            return Vec::new();
        };
        let decision = Some(decision).filter(|decision| !decision.is_empty());
        if project.decision(revision) == decision.as_ref() {
            return Vec::new();
        }
        self.edit(Edit::Decide { revision, decision })
    }

    /// What a change of a version does, for the list of steps: `rename Version 2 to Northern plan`.
    pub(super) fn version_step(&self, edit: &Edit) -> String {
        let found = |revision: u32| self.project.as_ref()?.revisions.get(revision as usize);
        let stored = |revision: u32| found(revision).map_or("", |found| found.label.as_str());
        let name = |revision: u32| {
            found(revision).map_or_else(|| say!("a version").to_owned(), |found| label_shown(&found.label))
        };
        match edit {
            Edit::Describe { revision, label, .. } if stored(*revision) != label => {
                say!("rename {version} to {label}", version = name(*revision), label)
            }
            Edit::Describe { revision, .. } => say!("change the note of {version}", version = name(*revision)),
            Edit::Delete { revision, deleted: true } => say!("delete {version}", version = name(*revision)),
            Edit::Delete { revision, deleted: false } => say!("bring {version} back", version = name(*revision)),
            Edit::Decide { revision, decision: Some(_) } => {
                say!("say why {version} was chosen", version = name(*revision))
            }
            Edit::Decide { revision, decision: None } => say!("no longer choose {version}", version = name(*revision)),
            _ => String::new(),
        }
    }
}
