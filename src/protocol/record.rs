//! The message about a decision record.

use crate::scenario::Decision;
use crate::scenario::Revision;
use serde::Deserialize;
use serde::Serialize;

/// What a decision record is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordOf {
    /// Name of the project.
    pub project: String,
    /// The version.
    pub revision: Revision,
    /// Why it was chosen; none where nobody said so.
    pub decision: Option<Decision>,
    /// The currency money is shown in; none for that of the files.
    pub currency: Option<String>,
}
