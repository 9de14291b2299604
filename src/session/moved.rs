//! Asking what changes hands, and why.

use crate::protocol::Moved;
use crate::protocol::Request;
use crate::session::Effect;
use crate::session::Session;
use std::sync::Arc;

/// What changes hands: asked for while somebody looks at it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MovedWatch {
    /// The last answer; it may be about an earlier version.
    pub told: Option<Arc<Moved>>,
    /// Version of the project for which it was asked last.
    pub asked: Option<u64>,
    /// Whether somebody looks.
    pub watched: bool,
}

impl Session {
    /// It came into view, or is no longer looked at.
    pub(super) fn watch_moved(&mut self, watched: bool) -> Vec<Effect> {
        self.moved.watched = watched;
        self.ask_moved()
    }

    /// While it is looked at, it is asked for: once for each version, after its judgement.
    pub(super) fn ask_moved(&mut self) -> Vec<Effect> {
        let version = self.project.as_ref().map(|project| project.version);
        let judged = self.judgement.as_ref().map(|judged| judged.version);
        let open = !self.moved.watched || judged != version || self.moved.asked == version || self.desk_is_elsewhere();
        if open {
            return Vec::new();
        }
        self.moved.asked = version;
        self.state().map(|state| Effect::Ask(Request::Moved(state))).into_iter().collect()
    }

    /// The desk has summed it up.
    pub(super) fn heard_moved(&mut self, moved: Moved) -> Vec<Effect> {
        if self.moved.asked == Some(moved.version) {
            self.moved.told = Some(Arc::new(moved));
        }
        Vec::new()
    }

    /// Forgets what was said: it belongs to other data, or to a desk that is gone.
    pub(super) fn forget_moved(&mut self) {
        (self.moved.told, self.moved.asked) = (None, None);
    }
}
