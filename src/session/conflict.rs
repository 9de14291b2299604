//! Asking which rules cannot all hold.

use crate::model::Settings;
use crate::protocol::Request;
use crate::protocol::RuleConflict;
use crate::scenario::Origin;
use crate::session::Effect;
use crate::session::Selection;
use crate::session::Session;

impl Session {
    /// Once a search has ended with broken limits, the reason is looked for; once for each settings.
    pub(super) fn ask_conflict(&mut self) -> Vec<Effect> {
        let (Some(project), Some(judged)) = (&self.project, &self.judgement) else { return Vec::new() };
        let searched =
            project.revision().origin == Origin::Optimised && project.revision().settings == project.settings;
        let known = self.conflict.as_ref().is_some_and(|(settings, _)| *settings == project.settings);
        let asked = self.conflict_asked.as_ref() == Some(&project.settings);
        if judged.version != project.version || judged.plan.breaches == 0 || !searched || known || asked {
            return Vec::new();
        }
        self.conflict_asked = Some(project.settings.clone());
        self.state().map(|state| Effect::Ask(Request::Conflict(state))).into_iter().collect()
    }

    /// The desk has named the rules, or none.
    pub(super) fn named(&mut self, settings: Settings, conflict: Option<RuleConflict>) -> Vec<Effect> {
        if self.conflict_asked.as_ref() == Some(&settings) {
            self.conflict_asked = None;
            if conflict.is_some() && self.run.is_none() && self.selection == Selection::default() {
                // Nobody looks at anything else: show what is wrong.
                self.selection.breaches = true;
            }
            self.conflict = Some((settings, conflict));
        }
        Vec::new()
    }

    /// Forgets what was named: it belongs to other data, or to a desk that is gone.
    pub(super) fn forget_conflict(&mut self) {
        self.conflict = None;
        self.conflict_asked = None;
    }
}
