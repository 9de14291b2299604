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
    /// Applies an edit and remembers how to undo it.
    pub fn apply(&mut self, project: &mut Project, edit: Edit) {
        let label = edit.label();
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

    /// What redo would redo.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|(label, _)| label.as_str())
    }
}
