//! Asking which rules cannot all hold.

use crate::model::Settings;
use crate::protocol::Request;
use crate::protocol::RuleConflict;
use crate::scenario::Edit;
use crate::scenario::Origin;
use crate::session::Allowance;
use crate::session::Effect;
use crate::session::Selection;
use crate::session::Session;

impl Session {
    /// Once a search has ended with broken limits, the reason is looked for; once for each settings.
    pub(super) fn ask_conflict(&mut self) -> Vec<Effect> {
        let (Some(project), Some(judged)) = (&self.project, &self.judgement) else { return Vec::new() };
        let searched =
            project.revision().origin == Origin::Optimised && project.revision().settings == project.settings;
        let open = judged.version != project.version || judged.plan.breaches == 0 || !searched;
        if open { Vec::new() } else { self.ask_once() }
    }

    /// While a search finds no plan that keeps all limits, the reason is looked for beside it.
    pub(super) fn doubt(&mut self) -> Vec<Effect> {
        let settings = self.project.as_ref().map(|project| &project.settings);
        let same = self.run.as_ref().is_some_and(|run| Some(&run.settings) == settings);
        if same { self.ask_once() } else { Vec::new() }
    }

    fn ask_once(&mut self) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        let known = self.conflict.as_ref().is_some_and(|(settings, _)| *settings == project.settings);
        if known || self.desk_is_elsewhere() || self.conflict_asked.as_ref() == Some(&project.settings) {
            return Vec::new();
        }
        self.conflict_asked = Some(project.settings.clone());
        self.state().map(|state| Effect::Ask(Request::Conflict(state))).into_iter().collect()
    }

    /// Whether rules are known that cannot all hold, under the settings in force.
    pub(super) fn has_conflict(&self) -> bool {
        let settings = self.project.as_ref().map(|project| &project.settings);
        self.conflict.as_ref().is_some_and(|(known, conflict)| conflict.is_some() && Some(known) == settings)
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
        self.ask_allowance()
    }

    /// While the broken limits are listed, a way out of them is sought: once for each version.
    pub(super) fn ask_allowance(&mut self) -> Vec<Effect> {
        let version = self.project.as_ref().map(|project| project.version);
        let broken = self.judgement.as_ref().filter(|judged| judged.plan.breaches > 0).map(|judged| judged.version);
        let listed = self.selection.breaches && !self.desk_is_elsewhere() && broken == version;
        if !listed || self.allowance_asked == version {
            return Vec::new();
        }
        (self.allowance, self.allowance_asked) = (None, version);
        self.state().map(|state| Effect::Ask(Request::Allow(state))).into_iter().collect()
    }

    /// The rules with which the working plan keeps all limits take the place of those in force.
    pub(super) fn allow(&mut self) -> Vec<Effect> {
        let current = self.project.as_ref().map(|project| project.version);
        match self.allowance.take() {
            Some(Allowance { version, rules: Ok(rules) }) if Some(version) == current => self.edit(Edit::Rules(rules)),
            _ => Vec::new(),
        }
    }

    /// Forgets what was named: it belongs to other data, or to a desk that is gone.
    pub(super) fn forget_conflict(&mut self) {
        self.conflict = None;
        self.conflict_asked = None;
        (self.allowance, self.allowance_asked) = (None, None);
    }
}
