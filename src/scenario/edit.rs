//! Edits: every change of a project, each with its inverse.

use crate::model::Assignment;
use crate::model::RuleSetting;
use crate::model::Settings;
use crate::order;
use crate::outcome::Assumptions;
use crate::scenario::Decision;
use crate::scenario::Project;
use crate::what_if::Recipe;
use serde::Deserialize;
use serde::Serialize;

/// One change. A brush stroke over a hundred accounts is one edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// Gives the project a name.
    Rename(String),
    /// Replaces the rule set.
    Rules(Vec<RuleSetting>),
    /// Gives accounts to reps: `(account, rep)`.
    Assign(Vec<(u32, u16)>),
    /// Fixes accounts to reps or frees them: `(account, rep or none)`.
    Lock(Vec<(u32, Option<u16>)>),
    /// Makes a plan of a revision the working plan.
    Adopt {
        /// The revision.
        revision: u32,
        /// The plan; the revision's own, or on the way back what was being worked on.
        plan: Assignment,
        /// Rules and locks to go with it; none leaves those in force.
        settings: Option<Settings>,
    },
    /// Gives a revision another name and note.
    Describe {
        /// The revision.
        revision: u32,
        /// Its name.
        label: String,
        /// What it is, in a few words.
        note: String,
    },
    /// Deletes a revision or brings it back.
    Delete {
        /// The revision.
        revision: u32,
        /// Whether it is deleted from now on.
        deleted: bool,
    },
    /// Says why a revision was chosen; none where it is not.
    Decide {
        /// The revision.
        revision: u32,
        /// Why.
        decision: Option<Decision>,
    },
    /// Shows money in this currency, an ISO code; none for the one that the files tell.
    Currency(Option<String>),
    /// Assumes something else of the year to come.
    Assumptions(Assumptions),
    /// Replaces the what-ifs that the user built.
    WhatIfs(Vec<Recipe>),
}

impl Project {
    /// Applies an edit and returns the edit that undoes it. Positions outside the dataset are ignored.
    pub fn apply(&mut self, edit: Edit) -> Edit {
        self.version += 1;
        match edit {
            Edit::Rename(name) => Edit::Rename(std::mem::replace(&mut self.name, name)),
            Edit::Currency(code) => Edit::Currency(std::mem::replace(&mut self.currency, code)),
            Edit::Assumptions(other) => Edit::Assumptions(std::mem::replace(&mut self.assumptions, other)),
            Edit::WhatIfs(recipes) => Edit::WhatIfs(std::mem::replace(&mut self.what_ifs, recipes)),
            Edit::Rules(rules) => Edit::Rules(std::mem::replace(&mut self.settings.rules, rules)),
            Edit::Assign(items) => {
                let mut before = Vec::with_capacity(items.len());
                for (account, rep) in items {
                    if let Some(place) = self.working.rep.get_mut(account as usize) {
                        before.push((account, std::mem::replace(place, rep)));
                    }
                }
                before.reverse();
                Edit::Assign(before)
            }
            Edit::Lock(items) => {
                // A lasso may hold tens of thousands: locks are put in and taken out of a tree, not of a list.
                let mut locks = order::map(std::mem::take(&mut self.settings.locks));
                let set = |(account, rep): (u32, Option<u16>)| match rep {
                    Some(rep) => (account, locks.insert(account, rep)),
                    None => (account, locks.remove(&account)),
                };
                let mut before: Vec<_> = items.into_iter().map(set).collect();
                self.settings.locks = locks.into_iter().collect();
                before.reverse();
                Edit::Lock(before)
            }
            Edit::Adopt { revision, plan, settings } => {
                let before = Edit::Adopt {
                    revision: self.current,
                    plan: std::mem::replace(&mut self.working, plan),
                    settings: settings.map(|settings| std::mem::replace(&mut self.settings, settings)),
                };
                self.current = revision.min(self.revisions.len() as u32 - 1);
                before
            }
            Edit::Describe { revision, mut label, mut note } => {
                if let Some(found) = self.revisions.get_mut(revision as usize) {
                    std::mem::swap(&mut found.label, &mut label);
                    std::mem::swap(&mut found.note, &mut note);
                }
                Edit::Describe { revision, label, note }
            }
            Edit::Delete { revision, deleted } => {
                Edit::Delete { revision, deleted: self.set_deleted(revision, deleted) }
            }
            Edit::Decide { revision, decision } => {
                Edit::Decide { revision, decision: self.set_decision(revision, decision) }
            }
        }
    }

    /// Marks a revision as deleted or not, and returns whether it was.
    fn set_deleted(&mut self, revision: u32, deleted: bool) -> bool {
        match (self.deleted.binary_search(&revision), deleted) {
            (Err(position), true) => self.deleted.insert(position, revision),
            (Ok(position), false) => {
                self.deleted.remove(position);
            }
            _ => return deleted,
        }
        !deleted
    }

    /// Sets or removes a decision and returns what was there.
    fn set_decision(&mut self, revision: u32, decision: Option<Decision>) -> Option<Decision> {
        let place = self.decisions.binary_search_by_key(&revision, |decision| decision.0);
        let before = place.ok().map(|position| self.decisions.remove(position).1);
        if let Some(decision) = decision {
            self.decisions.insert(place.unwrap_or_else(|position| position), (revision, decision));
        }
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Settings;

    #[test]
    fn every_edit_is_undone_by_its_inverse() {
        // Undo promises that nothing of what was there is lost, even when one edit touches an account twice.
        let today = Assignment::new(vec![0, 1, 1]);
        let mut project = Project::new("Test", String::new(), Settings::default(), today, 0.0);
        let edits = [
            Edit::Rename("Other".to_owned()),
            Edit::Assign(vec![(0, 1), (0, 2), (2, 0)]),
            Edit::Lock(vec![(1, Some(1)), (1, Some(0)), (0, None)]),
            Edit::Adopt {
                revision: 0,
                plan: Assignment::new(vec![2, 2, 2]),
                settings: Some(Settings { rules: vec![RuleSetting::default()], locks: vec![(1, 2)] }),
            },
            Edit::Describe { revision: 0, label: "As it was".to_owned(), note: String::new() },
            Edit::Delete { revision: 0, deleted: true },
            Edit::Decide { revision: 0, decision: Some(Decision::default()) },
            Edit::Currency(Some("CHF".to_owned())),
            Edit::Assumptions(Assumptions { dip_percent: 10.0, ..Assumptions::default() }),
            Edit::WhatIfs(vec![Recipe::default()]),
        ];
        for edit in edits {
            let before = project.clone();
            let inverse = project.apply(edit);
            assert!(project != before);
            project.apply(inverse);
            project.version = before.version;
            assert!(format!("{project:?}") == format!("{before:?}"));
        }
    }
}
