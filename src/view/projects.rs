//! The projects on this device.

use crate::scenario::Card;
use crate::session::Session;
use crate::units::counted;
use crate::units::counted_as;

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectRow {
    /// Its number.
    pub key: u64,
    /// Name.
    pub name: String,
    /// `450 accounts, 8 reps, 3 versions`.
    pub line: String,
    /// Milliseconds since 1970 of the last change.
    pub changed_at: f64,
    /// Whether it was deleted and can be brought back.
    pub deleted: bool,
}

/// All that are not open, the one changed last first.
pub fn project_rows(session: &Session) -> Vec<ProjectRow> {
    let open = session.project.as_ref().map(|_| session.key);
    let row = |card: &Card| {
        // Today's assignment is there before anybody has made a version.
        let versions = counted_as(card.versions.saturating_sub(1) as usize, "version", "versions");
        ProjectRow {
            key: card.key,
            name: card.name.clone(),
            line: format!(
                "{}, {}, {versions}",
                counted(card.accounts as usize, "account"),
                counted(card.reps as usize, "rep")
            ),
            changed_at: card.changed_at,
            deleted: card.deleted_at.is_some(),
        }
    };
    session.cards.iter().filter(|card| Some(card.key) != open).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_tells_projects_apart() {
        // Three projects of one export have one name: only their size, versions and days tell which is which.
        let card = |key: u64, deleted_at: Option<f64>| Card {
            key,
            name: "North".to_owned(),
            accounts: 1_450,
            reps: 1,
            versions: 3,
            deleted_at,
            ..Card::default()
        };
        let session = Session { cards: vec![card(2, None), card(1, Some(5.0))], ..Session::default() };
        let rows = project_rows(&session);
        assert_eq!(rows[0].line, "1,450 accounts, 1 rep, 2 versions");
        assert_eq!(rows.iter().map(|row| (row.key, row.deleted)).collect::<Vec<_>>(), [(2, false), (1, true)]);
    }
}
