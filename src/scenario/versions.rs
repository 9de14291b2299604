//! The versions of a project: their names, and which of them are still there.

use crate::scenario::Decision;
use crate::scenario::Project;
use crate::scenario::Revision;
use crate::texts;

/// The name of the first version, as it is stored.
pub const TODAY: &str = text!("Today");
/// The note of the first version, as it is stored.
pub(super) const AS_IN_FILES: &str = text!("owners as in the files");
/// What stands before the number in the name of a version that nobody named.
const NUMBERED: &str = "Version ";

/// The name of a version as it is shown: one that the program gave is said in the language of the page.
pub fn label_shown(label: &str) -> String {
    let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match label.strip_prefix(NUMBERED).filter(is_number) {
        Some(number) => say!("Version {number}", number),
        None if label == TODAY => texts::of(TODAY).to_owned(),
        None => label.to_owned(),
    }
}

/// The note of a version as it is shown.
pub fn note_shown(revision: &Revision) -> String {
    let note = revision.note.as_str();
    if note == AS_IN_FILES { texts::of(note) } else { note }.to_owned()
}

impl Project {
    /// The name of the plan that is open: `Version 3`, and `Version 3, edited since` once it differs from that version.
    pub fn open_name(&self) -> String {
        let version = label_shown(&self.revision().label);
        if self.edited() { say!("{version}, edited since", version) } else { version }
    }

    /// Whether a revision was deleted.
    pub fn is_deleted(&self, revision: u32) -> bool {
        self.deleted.binary_search(&revision).is_ok()
    }

    /// The revision of this number, unless it was deleted.
    pub fn living(&self, revision: u32) -> Option<&Revision> {
        self.revisions.get(revision as usize).filter(|found| !self.is_deleted(found.id))
    }

    /// The revisions that were not deleted, oldest first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &Revision> {
        self.revisions.iter().filter(|revision| !self.is_deleted(revision.id))
    }

    /// The nearest revision above one that was not deleted; none above today.
    pub fn parent(&self, revision: u32) -> Option<&Revision> {
        let mut above = self.revisions.get(revision as usize)?.parent?;
        // Every parent is older, so this ends.
        while self.is_deleted(above) {
            above = self.revisions.get(above as usize)?.parent.filter(|next| *next < above)?;
        }
        self.revisions.get(above as usize)
    }

    /// Why a revision cannot be deleted, a sentence; none where it can.
    pub fn stays(&self, revision: u32) -> Option<&'static str> {
        match revision {
            0 => Some(say!("Today is what every plan is compared with, so it stays.")),
            open if open == self.current => Some(say!("It is open. Open another version first.")),
            _ => None,
        }
    }

    /// Why a revision was chosen; none where it was not.
    pub fn decision(&self, revision: u32) -> Option<&Decision> {
        let place = self.decisions.binary_search_by_key(&revision, |decision| decision.0).ok()?;
        Some(&self.decisions[place].1)
    }

    /// Whether a revision but `except` has this name or, being deleted, had it.
    pub fn has_label(&self, label: &str, except: Option<u32>) -> bool {
        let label = label.trim().to_lowercase();
        self.revisions
            .iter()
            .any(|revision| Some(revision.id) != except && revision.label.trim().to_lowercase() == label)
    }

    /// A name that no revision has or had: `Version 3`.
    pub fn next_label(&self) -> String {
        let mut number = self.revisions.len();
        loop {
            let label = format!("{NUMBERED}{number}");
            if !self.has_label(&label, None) {
                return label;
            }
            number += 1;
        }
    }

    /// The name as wished, told apart from those of other revisions; the next usual name where the wish is empty.
    pub fn label_for(&self, wish: &str, except: Option<u32>) -> String {
        let wish = wish.trim();
        if wish.is_empty() {
            return self.next_label();
        }
        let mut label = wish.to_owned();
        let mut number = 2;
        while self.has_label(&label, except) {
            label = format!("{wish} ({number})");
            number += 1;
        }
        label
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Assignment;
    use crate::model::Settings;
    use crate::scenario::Edit;

    /// Today, and three versions each made from the one before.
    fn project() -> Project {
        let mut project = Project::new("Test", String::new(), Settings::default(), Assignment::new(vec![0]), 0.0);
        for parent in 0..3 {
            let label = project.next_label();
            let revision = Revision { parent: Some(parent), label, ..project.revisions[0].clone() };
            project.append(revision);
        }
        project
    }

    #[test]
    fn names_are_never_given_twice() {
        // Two plans of one name in a meeting are one plan too many; the name of a deleted one stands in the minutes.
        let mut project = project();
        project.apply(Edit::Delete { revision: 3, deleted: true });
        assert_eq!(project.next_label(), "Version 4");
        project.apply(Edit::Describe { revision: 1, label: "version 4".to_owned(), note: String::new() });
        assert_eq!(project.next_label(), "Version 5");
        assert_eq!(project.label_for(" Version 2 ", None), "Version 2 (2)");
        assert_eq!(project.label_for("Version 2", Some(2)), "Version 2");
        assert_eq!(project.label_for("  ", None), "Version 5");
    }

    #[test]
    fn a_deleted_version_leaves_its_children_with_the_nearest_that_is_left() {
        // A tree with a hole would hide what was made from what was deleted.
        let mut project = project();
        for revision in [1, 2] {
            project.apply(Edit::Delete { revision, deleted: true });
        }
        assert_eq!(project.parent(3).map(|parent| parent.id), Some(0));
        assert_eq!(project.versions().map(|revision| revision.id).collect::<Vec<_>>(), [0, 3]);
        assert!(project.living(1).is_none() && project.parent(0).is_none());
        assert!(project.stays(0).is_some() && project.stays(3).is_none());
        project.current = 3;
        assert!(project.stays(3).is_some());
    }
}
