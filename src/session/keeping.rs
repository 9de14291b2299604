//! Keeping work: the project file, the decision record.

use crate::protocol::RecordOf;
use crate::protocol::Request;
use crate::scenario::label_shown;
use crate::session::Effect;
use crate::session::Session;

impl Session {
    /// Asks for the decision record of a version; none means the one that is open.
    pub(super) fn export_record(&mut self, version: Option<u32>) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        let Some(revision) = project.living(version.unwrap_or(project.current)).cloned() else { return Vec::new() };
        let decision = project.decision(revision.id).cloned();
        if revision.id == project.current && project.edited() {
            let text = say!(
                "The record is about {version} without what you changed since. Keep the plan as a version to record that.",
                version = label_shown(&revision.label)
            );
            self.alert(text);
        }
        let (project, currency) =
            self.project.as_ref().map(|project| (project.name.clone(), project.currency.clone())).unwrap_or_default();
        vec![Effect::Ask(Request::Record(Box::new(RecordOf { project, revision, decision, currency })))]
    }

    pub(super) fn export_project(&mut self) -> Vec<Effect> {
        let (Some(project), Some(data)) = (&self.project, &self.data) else {
            self.alert(say!("There is no project to save yet.").to_owned());
            return Vec::new();
        };
        let name = self.file_name("project.evenfield");
        vec![Effect::DownloadProject { name, project: Box::new(project.clone()), delivery: data.delivery.clone() }]
    }
}
