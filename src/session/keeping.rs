//! Keeping work: versions made by hand, the project file.

use crate::scenario::Edit;
use crate::scenario::Origin;
use crate::scenario::Proof;
use crate::scenario::Revision;
use crate::session::Effect;
use crate::session::Session;

impl Session {
    pub(super) fn keep(&mut self, now: f64) -> Vec<Effect> {
        let judgement = self.judgement.clone();
        let Some(project) = &mut self.project else { return Vec::new() };
        let current = judgement.filter(|judged| judged.version == project.version);
        let from = project.revision();
        let bound = current.as_ref().and_then(|judged| judged.bound);
        let revision = Revision {
            parent: Some(project.current),
            label: format!("Version {}", project.revisions.len()),
            note: format!("edited from {}", from.label),
            origin: Origin::Kept,
            settings: project.settings.clone(),
            assignment: project.working.clone(),
            objective: current.as_ref().map_or(f64::NAN, |judged| judged.plan.objective),
            breaches: current.as_ref().map_or(0, |judged| judged.plan.breaches as u32),
            proof: project
                .proof()
                .filter(|_| bound.is_some() || project.settings == from.settings)
                .map(|proof| Proof { bound: bound.unwrap_or(proof.bound), ..proof.clone() }),
            made_at: now,
            ..from.clone()
        };
        let plan = revision.assignment.clone();
        let revision = project.append(revision);
        self.version_made();
        self.edit(Edit::Adopt { revision, plan, settings: None })
    }

    pub(super) fn export_project(&mut self) -> Vec<Effect> {
        let (Some(project), Some(data)) = (&self.project, &self.data) else {
            self.alert("There is no project to save yet.".to_owned());
            return Vec::new();
        };
        let name = self.file_name("project.evenfield");
        vec![Effect::DownloadProject { name, project: Box::new(project.clone()), delivery: data.delivery.clone() }]
    }
}
