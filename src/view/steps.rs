//! The steps that can be undone and redone.

use crate::session::Session;

/// So many steps are shown at once.
const SHOWN: usize = 30;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryStep {
    /// What it did: `lock 3 accounts`.
    pub label: String,
    /// How many steps back the project is as it was right after this one; below 0 forward.
    pub back: i32,
}

/// The steps, the latest first: those that were undone, then those that hold, the first of which is where the project
/// stands, and at the end the beginning.
pub fn history_steps(session: &Session) -> Vec<HistoryStep> {
    let history = &session.history;
    let undone: Vec<&str> = history.undone().take(SHOWN).collect();
    let forward = undone.iter().enumerate().rev();
    let forward = forward.map(|(at, label)| HistoryStep { label: (*label).to_owned(), back: -(at as i32 + 1) });
    let done: Vec<&str> = history.done().take(SHOWN).collect();
    let more = history.done().nth(SHOWN).is_some();
    let beginning = (!more && done.len() + undone.len() > 0)
        .then(|| HistoryStep { label: say!("the beginning").to_owned(), back: done.len() as i32 });
    let back = done.iter().enumerate().map(|(at, label)| HistoryStep { label: (*label).to_owned(), back: at as i32 });
    forward.chain(back).chain(beginning).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Assignment;
    use crate::model::Settings;
    use crate::scenario::Edit;
    use crate::scenario::Project;

    #[test]
    fn steps_lead_to_where_the_project_stood_after_them() {
        // Whoever picks a step wants the project as it was then, not one step off.
        let mut session = Session::default();
        assert!(history_steps(&session).is_empty());
        let mut project = Project::new("a", String::new(), Settings::default(), Assignment::new(vec![0]), 0.0);
        for name in ["b", "c", "d"] {
            session.history.apply(&mut project, Edit::Rename(name.to_owned()), name.to_owned());
        }
        session.history.undo(&mut project);
        let steps = history_steps(&session);
        let told: Vec<_> = steps.iter().map(|step| (step.label.as_str(), step.back)).collect();
        assert_eq!(told, [("d", -1), ("c", 0), ("b", 1), ("the beginning", 2)]);
    }
}
