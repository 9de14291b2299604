//! The decision record: why a version was chosen, in the words of whoever chose it.

use serde::Deserialize;
use serde::Serialize;

/// Why a version was chosen. Plain texts; what is not said is "".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub decision: String,
    /// Why.
    pub reasons: String,
    /// Who decided.
    pub decided_by: String,
    /// On which day, `2026-11-30`.
    pub decided_on: String,
}

impl Decision {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        [&self.decision, &self.reasons, &self.decided_by].iter().all(|text| text.trim().is_empty())
    }
}
