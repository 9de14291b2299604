//! Editing the plan and having it judged.

use crate::evaluate::Explanation;
use crate::model::NO_MONEY;
use crate::model::OPEN;
use crate::model::Settings;
use crate::problem::Prices;
use crate::protocol::ExportFile;
use crate::protocol::Judged;
use crate::protocol::PlanState;
use crate::protocol::Request;
use crate::rules::allows_pool;
use crate::scenario::Edit;
use crate::scenario::History;
use crate::scenario::Proof;
use crate::scenario::label_shown;
use crate::session::Effect;
use crate::session::Session;
use crate::session::WayBack;
use crate::units::counted;
use std::sync::Arc;

/// The prices of a proof.
pub(super) fn prices(proof: &Proof) -> Prices {
    Prices { load: proof.load.clone(), cap: proof.cap.clone() }
}

impl Session {
    pub(super) fn edit(&mut self, mut edit: Edit) -> Vec<Effect> {
        if let Edit::Assign(moves) = &mut edit {
            let all = moves.len();
            moves.retain(|(account, _)| !self.excluded().contains(*account as usize));
            if moves.is_empty() && all > 0 {
                self.alert(say!("What is excluded from planning goes to nobody. Include it first.").to_owned());
            } else if moves.len() < all {
                let left = all - moves.len();
                self.alert(say!(
                    left;
                    "{n} account of the selection is excluded from planning and went to nobody.",
                    "{n} accounts of the selection are excluded from planning and went to nobody.",
                    n = left,
                ));
            }
        }
        if self.changes_nothing(&edit) {
            return Vec::new();
        }
        let label = self.label(&edit);
        self.edit_as(edit, label)
    }

    /// An edit, with what it does in words.
    pub(super) fn edit_as(&mut self, edit: Edit, label: String) -> Vec<Effect> {
        self.withdraw(|back| *back == WayBack::Step);
        self.note_edited(&edit);
        let Some(project) = &mut self.project else { return Vec::new() };
        self.history.apply(project, edit, label);
        self.changed()
    }

    /// Whether an edit gives accounts to whoever has them, or says the currency that is shown already.
    fn changes_nothing(&self, edit: &Edit) -> bool {
        let Some(project) = &self.project else { return false };
        match edit {
            Edit::Currency(code) => return project.currency == *code,
            Edit::Assumptions(assumed) => return project.assumptions == *assumed,
            Edit::WhatIfs(recipes) => return project.what_ifs == *recipes,
            _ => {}
        }
        let Edit::Assign(moves) = edit else { return false };
        moves.iter().all(|&(account, rep)| project.working.rep.get(account as usize).is_none_or(|now| *now == rep))
    }

    /// What an edit does, for the list of steps: `assign Acme to Ana Castillo`, `lock 3 accounts`.
    fn label(&self, edit: &Edit) -> String {
        let dataset = self.data.as_ref().map(|data| &data.dataset);
        let what = |accounts: &mut dyn ExactSizeIterator<Item = u32>| match (accounts.len(), accounts.next(), dataset) {
            (1, Some(account), Some(dataset)) => dataset.accounts.name.get(account as usize).to_owned(),
            (count, ..) => counted(count, "account"),
        };
        match edit {
            Edit::Rename(name) => say!("name the project {name}", name),
            Edit::Currency(Some(code)) if code == NO_MONEY => say!("show money without currency").to_owned(),
            Edit::Currency(Some(code)) => say!("show money in {code}", code),
            Edit::Currency(None) => say!("show money in the currency of the files").to_owned(),
            Edit::Rules(_) => say!("change the rules").to_owned(),
            Edit::Assumptions(_) => say!("change what is assumed").to_owned(),
            Edit::WhatIfs(_) => say!("change the what-ifs").to_owned(),
            Edit::Assign(items) => {
                let mut reps: Vec<u16> = items.iter().map(|&(_, rep)| rep).collect();
                reps.dedup();
                let accounts = what(&mut items.iter().map(|item| item.0));
                match (reps.as_slice(), dataset) {
                    ([OPEN], _)
                        if self.project.as_ref().is_some_and(|project| allows_pool(&project.settings.rules)) =>
                    {
                        say!("assign {accounts} to the open pool", accounts)
                    }
                    ([OPEN], _) => say!("assign {accounts} to no rep", accounts),
                    ([rep], Some(dataset)) if usize::from(*rep) < dataset.reps.len() => {
                        let rep = &dataset.reps[usize::from(*rep)].name;
                        say!("assign {accounts} to {rep}", accounts, rep)
                    }
                    _ => say!("assign {accounts}", accounts),
                }
            }
            Edit::Lock(items) => {
                let accounts = what(&mut items.iter().map(|item| item.0));
                if items.iter().all(|(_, rep)| rep.is_none()) {
                    say!("unlock {accounts}", accounts)
                } else {
                    say!("lock {accounts}", accounts)
                }
            }
            Edit::Adopt { revision, settings, .. } => {
                let revisions = self.project.as_ref().map(|project| &project.revisions);
                let label = revisions.and_then(|revisions| revisions.get(*revision as usize));
                let version =
                    label.map_or_else(|| say!("a version").to_owned(), |revision| label_shown(&revision.label));
                if settings.is_some() {
                    say!("open {version} with its rules and locks", version)
                } else {
                    say!("open {version}", version)
                }
            }
            Edit::Describe { .. } | Edit::Delete { .. } | Edit::Decide { .. } => self.version_step(edit),
        }
    }

    /// Goes so many steps back in the list of steps, or forward where the number is below 0.
    pub(super) fn travel(&mut self, back: i32) -> Vec<Effect> {
        let Some(project) = &mut self.project else { return Vec::new() };
        let (before, from) = ((project.working.clone(), project.settings.clone()), project.current);
        let step = if back > 0 { History::undo } else { History::redo };
        let moved = (0..back.unsigned_abs()).take_while(|_| step(&mut self.history, project)).count();
        if moved == 0 {
            return Vec::new();
        }
        self.withdraw(|back| *back == WayBack::Step);
        self.note_travelled(&before, from, back.signum() * moved as i32);
        self.changed()
    }

    pub(super) fn undo(&mut self) -> Vec<Effect> {
        // Before the first step of this project stands what it took the place of.
        if self.history.undo_label().is_some() { self.travel(1) } else { self.take_back() }
    }

    /// Opens a version as it was made. Where its rules and locks are in force already, the plan alone comes back.
    pub(super) fn adopt(&mut self, revision: u32) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        let Some(found) = project.living(revision) else { return Vec::new() };
        let (version, plan) = (label_shown(&found.label), found.assignment.clone());
        let settings = (found.settings != project.settings).then(|| found.settings.clone());
        let has_other_rules = settings.is_some();
        let effects = self.edit(Edit::Adopt { revision, plan, settings });
        if has_other_rules {
            // Other limits are kept and broken now than a moment ago: nobody should have to guess why.
            let text = say!(
                "{version} is open with the rules and locks that it was made by: these are in force now.",
                version
            );
            self.offer(WayBack::Step, text);
        }
        effects
    }

    /// Puts the rules and locks of a version in force, and leaves the plan as it is.
    pub(super) fn use_rules(&mut self, revision: u32) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        let Some(found) = project.living(revision) else { return Vec::new() };
        let label = say!("use the rules and locks of {version}", version = label_shown(&found.label));
        let settings = found.settings.clone();
        self.put_in_force(settings, label)
    }

    /// Puts the rules and locks that the set of scenarios was made by back in force.
    pub(super) fn use_rules_of_set(&mut self) -> Vec<Effect> {
        let settings = self.scenarios.as_ref().map(|set| set.settings.clone());
        let label = say!("use the rules and locks of the set of scenarios").to_owned();
        settings.map_or_else(Vec::new, |settings| self.put_in_force(settings, label))
    }

    fn put_in_force(&mut self, settings: Settings, label: String) -> Vec<Effect> {
        let Some(project) = self.project.as_ref().filter(|project| project.settings != settings) else {
            return Vec::new();
        };
        let (revision, plan) = (project.current, project.working.clone());
        self.edit_as(Edit::Adopt { revision, plan, settings: Some(settings) }, label)
    }

    /// What every change leads to: it is saved, judged, and the open explanation is renewed.
    pub(super) fn changed(&mut self) -> Vec<Effect> {
        let mut effects = self.save();
        effects.extend(self.judge());
        effects.extend(self.explain());
        effects
    }

    /// The working plan as the desk needs it.
    pub(super) fn state(&self) -> Option<PlanState> {
        let project = self.project.as_ref()?;
        let proof = project.proof();
        Some(PlanState {
            version: project.version,
            currency: project.currency.clone(),
            settings: project.settings.clone(),
            plan: project.working.clone(),
            by_hand: crate::evaluate::changes(&project.revision().assignment, &project.working)
                .iter()
                .map(|change| change.account)
                .collect(),
            prices: proof.map(prices),
            priced: project.revision().settings.rules == project.settings.rules,
        })
    }

    /// Asks for a judgement, one at a time: while the desk is busy with an older version, the newer waits. While
    /// files are read the desk may already hold other data, so the question waits for the end of reading.
    pub(super) fn judge(&mut self) -> Vec<Effect> {
        if self.judging.is_some() || self.desk_is_elsewhere() {
            return Vec::new();
        }
        let Some(state) = self.state() else { return Vec::new() };
        self.judging = Some(state.version);
        vec![Effect::Ask(Request::Judge(state))]
    }

    pub(super) fn judged(&mut self, judged: Judged) -> Vec<Effect> {
        if self.judging != Some(judged.version) {
            // About a project that is no longer open.
            return Vec::new();
        }
        self.judging = None;
        let mut effects = self.take_verdict(&judged);
        let stale = self.project.as_ref().is_none_or(|project| project.version != judged.version);
        if judged.plan.breaches == 0 {
            // A list of nothing would stand in the way.
            effects.extend(self.unlist());
        }
        self.judgement = Some(Arc::new(judged));
        if stale {
            effects.extend(self.judge());
        }
        if !stale {
            effects.extend(self.ask_repair());
        }
        effects.extend(self.ask_conflict());
        effects.extend(self.ask_allowance());
        effects.extend(self.ask_moved());
        effects.extend(self.ask_ahead());
        effects.extend(self.ask_tours());
        effects
    }

    /// A version shows what the judge found, not what the solver claimed.
    fn take_verdict(&mut self, judged: &Judged) -> Vec<Effect> {
        let current = self.project.as_mut().filter(|project| project.version == judged.version);
        let Some(project) = current.filter(|project| !project.edited()) else { return Vec::new() };
        if project.settings != project.revision().settings {
            return Vec::new();
        }
        let current = project.current as usize;
        let revision = &mut project.revisions[current];
        let before = (revision.objective, revision.breaches);
        revision.objective = judged.plan.objective;
        revision.breaches = judged.plan.breaches as u32;
        if let (Some(proof), Some(bound)) = (&mut revision.proof, judged.bound) {
            proof.bound = bound;
        }
        if before.0.to_bits() == revision.objective.to_bits() && before.1 == revision.breaches {
            return Vec::new();
        }
        self.save()
    }

    /// Asks why the focused account is where it is.
    pub(super) fn explain(&mut self) -> Vec<Effect> {
        let waits = self.desk_is_elsewhere();
        let (Some(account), Some(state), false) = (self.selection.focus, self.state(), waits) else {
            self.explanation = None;
            return Vec::new();
        };
        // What changed meanwhile is asked when the answer comes.
        if std::mem::replace(&mut self.explaining, true) {
            return Vec::new();
        }
        vec![Effect::Ask(Request::Explain { state, account })]
    }

    pub(super) fn explained(&mut self, version: u64, explanation: Explanation) -> Vec<Effect> {
        self.explaining = false;
        let current = self.project.as_ref().is_some_and(|project| project.version == version);
        if current && self.selection.focus == Some(explanation.account) {
            self.explanation = Some(Arc::new(explanation));
            return Vec::new();
        }
        self.explain()
    }

    pub(super) fn export(&mut self, file: ExportFile) -> Vec<Effect> {
        let state = match (self.state(), file) {
            (Some(state), _) => state,
            (None, ExportFile::Issues) => PlanState::default(),
            (None, _) => {
                self.alert(say!("There is no plan to export yet.").to_owned());
                return Vec::new();
            }
        };
        vec![Effect::Ask(Request::Export { state, file })]
    }

    /// After the desk was started anew: give it the data again and ask again.
    pub(super) fn desk_lost(&mut self) -> Vec<Effect> {
        self.alert(
            say!("A background task stopped unexpectedly and was started anew. Your work is untouched.").to_owned(),
        );
        self.reading = None;
        if self.pending.take().is_some() {
            self.alert(say!("The newer data went with it: add their files again.").to_owned());
        }
        (self.judging, self.explaining) = (None, false);
        self.comparison.forget_asked();
        self.held.forget_asked();
        self.probe.forget_asked();
        self.comparison.weighing = self.comparison.weighing.afresh();
        self.forget_scenarios_asked();
        self.forget_acquired_asked();
        (self.writing, self.opening) = (None, None);
        self.conflict_asked = None;
        self.forget_moved();
        self.forget_ahead();
        self.lose_tours();
        let Some(data) = &self.data else { return Vec::new() };
        let mut effects = vec![Effect::Ask(Request::Open(data.delivery.clone()))];
        effects.extend(self.judge());
        effects
    }
}
