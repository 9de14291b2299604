//! Mending what an edit by hand breaks.

use crate::evaluate::Repairs;
use crate::evaluate::changes;
use crate::model::Assignment;
use crate::model::Settings;
use crate::protocol::Request;
use crate::rules;
use crate::scenario::Edit;
use crate::session::Effect;
use crate::session::Session;
use std::sync::Arc;

/// What the last step by hand did to the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// The version of the project that it made.
    pub version: u64,
    /// The accounts it moved, and the rep each had before.
    pub moves: Vec<(u32, u16)>,
    /// The settings before it, where it locked, grouped or excluded accounts.
    pub settings: Option<Settings>,
    /// How many steps back undo it; below 0 where it was itself a way back.
    pub back: i32,
}

/// What to do about limits that an edit broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// What the way with this number says.
    Way(usize),
    /// Lock what was assigned by hand where it is, and search for the best plan around it.
    Around,
    /// Nothing.
    Leave,
}

impl Session {
    pub(super) fn mend(&mut self, mend: Mend) -> Vec<Effect> {
        match mend {
            Mend::Way(way) => self.go_the_way(way),
            Mend::Around => self.plan_around(),
            Mend::Leave => {
                self.repairs = None;
                Vec::new()
            }
        }
    }

    /// Notes which accounts an edit by hand moves, and from whom, or that it locks, groups or excludes some.
    pub(super) fn note_edited(&mut self, edit: &Edit) {
        let Some(project) = &self.project else { return };
        let rep = |account: u32| project.working.rep.get(account as usize).copied();
        (self.edited, self.repairs) = (None, None);
        let of = |moves, settings| Some(Edited { version: project.version + 1, moves, settings, back: 1 });
        self.edited = match edit {
            Edit::Assign(moves) => {
                let edited = moves.iter().filter_map(|&(account, to)| {
                    let from = rep(account)?;
                    (from != to).then_some((account, from))
                });
                of(edited.collect(), None)
            }
            Edit::Lock(_) => of(Vec::new(), Some(project.settings.clone())),
            Edit::Rules(rules) => {
                let after = Settings { rules: rules.clone(), locks: project.settings.locks.clone() };
                let is_by_hand = after.differ_by_hand(&project.settings);
                is_by_hand.then(|| of(Vec::new(), Some(project.settings.clone()))).flatten()
            }
            _ => None,
        };
    }

    /// Notes which accounts a way through the list of steps moved: what it breaks is told as that of an edit is. Opening
    /// another version is no edit, whichever way it is gone.
    pub(super) fn note_travelled(&mut self, before: &(Assignment, Settings), from: u32, back: i32) {
        let Some(project) = &self.project else { return };
        (self.edited, self.repairs) = (None, None);
        if project.current == from {
            let (plan, settings) = before;
            let moves = changes(plan, &project.working).iter().map(|change| (change.account, change.from)).collect();
            let settings = settings.differ_by_hand(&project.settings).then(|| settings.clone());
            self.edited = Some(Edited { version: project.version, moves, settings, back: -back });
        }
    }

    /// Once an edit is judged and limits are broken, the desk looks whether it is the edit that breaks them.
    pub(super) fn ask_repair(&self) -> Vec<Effect> {
        let (Some(state), Some(judged), Some(edited)) = (self.state(), &self.judgement, &self.edited) else {
            return Vec::new();
        };
        let current = edited.version == state.version && judged.version == state.version;
        let is_suspect = match edited.settings {
            Some(_) => judged.plan.breaches > 0 || !judged.conflicts.is_empty(),
            None => judged.plan.breaches > 0 && !edited.moves.is_empty(),
        };
        let open = current && is_suspect && !self.desk_is_elsewhere();
        let (edited, before) = (edited.moves.clone(), edited.settings.clone());
        open.then_some(Effect::Ask(Request::Repair { state, edited, before })).into_iter().collect()
    }

    pub(super) fn take_repairs(&mut self, version: u64, repairs: Repairs) {
        let is_harmless = repairs.broken.is_empty() && repairs.clashes.is_empty();
        if self.project.as_ref().is_some_and(|project| project.version == version) && !is_harmless {
            self.repairs = Some((version, Arc::new(repairs)));
        }
    }

    /// Does what one of the ways says.
    fn go_the_way(&mut self, way: usize) -> Vec<Effect> {
        let version = self.project.as_ref().map(|project| project.version);
        let repairs = self.repairs.take().filter(|(known, _)| Some(*known) == version);
        let Some(moves) = repairs.and_then(|(_, repairs)| Some(repairs.ways.get(way)?.moves.clone())) else {
            return Vec::new();
        };
        self.edit(Edit::Assign(moves))
    }

    /// Locks what was assigned by hand since the version that is open, then searches: everything else is planned around
    /// it. Undo frees the locks again.
    fn plan_around(&mut self) -> Vec<Effect> {
        if self.run.is_some() {
            self.alert(say!("A search is under way. Stop it first, or wait for its plan.").to_owned());
            return Vec::new();
        }
        let Some(project) = &self.project else { return Vec::new() };
        if !rules::check(&project.settings.rules).is_empty() {
            // It says what is wrong with them, and nothing is locked for a search that cannot be.
            return self.optimize();
        }
        let by_hand = changes(&project.revision().assignment, &project.working);
        let locks: Vec<(u32, Option<u16>)> = by_hand.iter().map(|change| (change.account, Some(change.to))).collect();
        if locks.is_empty() {
            return Vec::new();
        }
        self.repairs = None;
        [self.edit(Edit::Lock(locks)), self.optimize()].concat()
    }
}
