//! What is known of a project without opening it.

use crate::scenario::Project;
use serde::Deserialize;
use serde::Serialize;

/// A project that is kept on this device, as a list shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Number by which it is kept.
    pub key: u64,
    /// Name.
    pub name: String,
    /// Fingerprint of its dataset.
    pub dataset: String,
    /// How many accounts it has.
    pub accounts: u32,
    /// How many reps.
    pub reps: u32,
    /// How many versions, today's assignment included.
    pub versions: u32,
    /// Milliseconds since 1970 of its last change.
    pub changed_at: f64,
    /// When it was deleted; it is kept a while so that this can be undone.
    pub deleted_at: Option<f64>,
}

impl Card {
    /// So long a deleted project is kept, in milliseconds: thirty days.
    const GRACE_MS: f64 = 30.0 * 24.0 * 3_600_000.0;

    /// The card of a project as it is now.
    pub fn of(project: &Project, key: u64, reps: usize, now: f64) -> Self {
        Self {
            key,
            name: project.name.clone(),
            dataset: project.dataset.clone(),
            accounts: project.working.len() as u32,
            reps: reps as u32,
            versions: project.versions().count() as u32,
            changed_at: now,
            deleted_at: None,
        }
    }

    /// Whether it was deleted so long ago that it goes for good.
    pub fn is_over(&self, now: f64) -> bool {
        self.deleted_at.is_some_and(|deleted| now - deleted > Self::GRACE_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deleted_project_waits_thirty_days() {
        // Whoever deletes the wrong one finds out on the day it is needed.
        let day = 24.0 * 3_600_000.0;
        let card = Card { deleted_at: Some(5.0 * day), ..Card::default() };
        assert!(!card.is_over(34.9 * day) && card.is_over(35.1 * day));
        assert!(!Card::default().is_over(1e15));
    }
}
