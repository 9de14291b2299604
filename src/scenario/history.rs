//! Undo and redo without limit within the session.

use crate::scenario::Edit;
use crate::scenario::Project;

/// Two stacks of inverse edits, each with what it undoes or redoes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    undo: Vec<(String, Edit)>,
    redo: Vec<(String, Edit)>,
}

impl History {
    /// Applies an edit, `label` being what it does in words, and remembers how to undo it.
    pub fn apply(&mut self, project: &mut Project, edit: Edit, label: String) {
        self.undo.push((label, project.apply(edit)));
        self.redo.clear();
    }

    /// Undoes the last edit; false where there is none.
    pub fn undo(&mut self, project: &mut Project) -> bool {
        Self::shift(&mut self.undo, &mut self.redo, project)
    }

    /// Redoes the last undone edit; false where there is none.
    pub fn redo(&mut self, project: &mut Project) -> bool {
        Self::shift(&mut self.redo, &mut self.undo, project)
    }

    fn shift(from: &mut Vec<(String, Edit)>, to: &mut Vec<(String, Edit)>, project: &mut Project) -> bool {
        let Some((label, edit)) = from.pop() else { return false };
        to.push((label, project.apply(edit)));
        true
    }

    /// What undo would undo.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|(label, _)| label.as_str())
    }

    /// What was done, the latest first.
    pub fn done(&self) -> impl Iterator<Item = &str> {
        self.undo.iter().rev().map(|(label, _)| label.as_str())
    }

    /// What was undone, what comes next first.
    pub fn undone(&self) -> impl Iterator<Item = &str> {
        self.redo.iter().rev().map(|(label, _)| label.as_str())
    }

    /// What redo would redo.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|(label, _)| label.as_str())
    }
}
