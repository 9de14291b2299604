//! The versions as a tree: which was made from which, and how.

use crate::evaluate::changes;
use crate::rules::RuleDifference;
use crate::rules::differences;
use crate::scenario::Decision;
use crate::scenario::Origin;
use crate::scenario::Project;
use crate::scenario::Revision;
use crate::scenario::label_shown;
use crate::session::Session;
use crate::units::counted;
use crate::units::grouped;
use crate::view::VersionRow;
use crate::view::versions::version_row;

/// One line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeRow {
    /// Number of the version.
    pub id: u32,
    /// Its name.
    pub label: String,
    /// What it is.
    pub note: String,
    /// How far below the root, which is 0.
    pub level: usize,
    /// For each level between the root's and its own whether a line goes on below there; the last is its own.
    pub rails: Vec<bool>,
    /// Its place among those made from the same version, from 1, and how many there are.
    pub place: (usize, usize),
    /// Whether it is the one being worked on.
    pub current: bool,
    /// Whether it was chosen.
    pub chosen: bool,
    /// `12.31 %`.
    pub objective: String,
}

/// The versions, each below the one it was made from.
pub fn version_tree(session: &Session) -> Vec<TreeRow> {
    let Some(project) = &session.project else { return Vec::new() };
    let mut rows = Vec::new();
    // What is still to be told: number, the rails of its level and above, its place.
    let mut waiting = vec![(0_u32, Vec::new(), (1, 1))];
    while let Some((id, rails, place)) = waiting.pop() {
        let Some(revision) = project.living(id) else { continue };
        let children: Vec<u32> = project
            .versions()
            .filter(|child| project.parent(child.id).is_some_and(|parent| parent.id == id))
            .map(|child| child.id)
            .collect();
        let count = children.len();
        for (index, child) in children.into_iter().enumerate().rev() {
            let mut below = rails.clone();
            below.push(index + 1 < count);
            waiting.push((child, below, (index + 1, count)));
        }
        let row = version_row(session, project, revision);
        rows.push(TreeRow {
            id,
            label: row.label,
            note: row.note,
            level: rails.len(),
            rails,
            place,
            current: row.current,
            chosen: project.decision(id).is_some(),
            objective: row.objective,
        });
    }
    rows
}

/// The versions that were deleted, the newest first: number and name.
pub fn deleted_versions(session: &Session) -> Vec<(u32, String)> {
    let Some(project) = &session.project else { return Vec::new() };
    let gone = project.deleted.iter().rev().filter_map(|id| project.revisions.get(*id as usize));
    gone.map(|revision| (revision.id, label_shown(&revision.label))).collect()
}

/// One version with all that is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionPanel {
    /// Name, note, figures.
    pub row: VersionRow,
    /// How it was made, a sentence.
    pub made: String,
    /// What its search was: name and value; empty where it was not searched.
    pub recipe: Vec<(&'static str, String)>,
    /// The version it was made from: number and name; none for today.
    pub parent: Option<(u32, String)>,
    /// In what its rules differ from those of that version.
    pub rules: Vec<RuleDifference>,
    /// Why it cannot be deleted; none where it can.
    pub stays: Option<&'static str>,
    /// Why it was chosen; none where it was not.
    pub decision: Option<Decision>,
}

/// What is known of a version; none where there is none of this number.
pub fn version_panel(session: &Session, id: u32) -> Option<VersionPanel> {
    let project = session.project.as_ref()?;
    let revision = project.living(id)?;
    let parent = project.parent(id);
    Some(VersionPanel {
        row: version_row(session, project, revision),
        made: made(project, revision),
        recipe: recipe(revision),
        parent: parent.map(|parent| (parent.id, label_shown(&parent.label))),
        rules: parent.map_or_else(Vec::new, |parent| differences(&parent.settings, &revision.settings)),
        stays: project.stays(id),
        decision: project.decision(id).cloned(),
    })
}

fn made(project: &Project, revision: &Revision) -> String {
    let Some(parent) = project.parent(revision.id) else {
        return say!("Who has what today, as in the files.").to_owned();
    };
    let differ = changes(&parent.assignment, &revision.assignment).len();
    let (version, accounts) = (label_shown(&parent.label), counted(differ, "account"));
    match revision.origin {
        Origin::Optimised => {
            say!("Optimised from {version}: {accounts} with another rep than there.", version, accounts)
        }
        Origin::Kept | Origin::Today => {
            say!("Kept by hand from {version}: {accounts} with another rep than there.", version, accounts)
        }
    }
}

fn recipe(revision: &Revision) -> Vec<(&'static str, String)> {
    if revision.origin != Origin::Optimised {
        return Vec::new();
    }
    vec![
        (say!("Seed"), revision.seed.to_string()),
        (say!("Lanes"), revision.lanes.to_string()),
        (say!("Steps"), grouped(revision.steps as f64, 0)),
        (say!("Engine"), revision.engine.clone()),
    ]
}

/// What is wrong with a name for a version, a sentence; none where it is free. `except` is the version that has it.
pub fn label_fault(session: &Session, label: &str, except: Option<u32>) -> Option<&'static str> {
    let project = session.project.as_ref()?;
    if label.trim().is_empty() {
        return Some(say!("A version needs a name."));
    }
    project.has_label(label, except).then_some(say!("Another version has this name, or a deleted one had it."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Assignment;
    use crate::model::Settings;
    use crate::scenario::Edit;

    #[test]
    fn the_tree_shows_what_was_made_from_what() {
        // Lines that lead to the wrong version tell a wrong history.
        let mut project = Project::new("Team", String::new(), Settings::default(), Assignment::new(vec![0]), 0.0);
        for parent in [0, 0, 1, 3, 1] {
            let label = project.next_label();
            let revision =
                Revision { parent: Some(parent), label, origin: Origin::Kept, ..project.revisions[0].clone() };
            project.append(revision);
        }
        project.apply(Edit::Delete { revision: 3, deleted: true });
        let session = Session { project: Some(project), ..Session::default() };
        let told: Vec<_> = version_tree(&session).into_iter().map(|row| (row.id, row.rails, row.place)).collect();
        assert_eq!(told[0], (0, vec![], (1, 1)));
        assert_eq!(told[1], (1, vec![true], (1, 2)));
        assert_eq!(told[2], (4, vec![true, true], (1, 2)));
        assert_eq!(told[3], (5, vec![true, false], (2, 2)));
        assert_eq!(told[4], (2, vec![false], (2, 2)));
        assert_eq!(told.len(), 5);
        assert_eq!(deleted_versions(&session), [(3, "Version 3".to_owned())]);
        assert_eq!(version_panel(&session, 4).unwrap().parent, Some((1, "Version 1".to_owned())));
        assert!(version_panel(&session, 3).is_none());
    }
}
