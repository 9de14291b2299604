//! Asking what changes hands, and why.

use crate::protocol::Moved;
use crate::protocol::Request;
use crate::session::Effect;
use crate::session::Session;
use std::sync::Arc;

impl Session {
    /// It came into view, or is no longer looked at.
    pub(super) fn watch_moved(&mut self, watched: bool) -> Vec<Effect> {
        self.moved_watched = watched;
        self.ask_moved()
    }

    /// While it is looked at, it is asked for: once for each version, after its judgement.
    pub(super) fn ask_moved(&mut self) -> Vec<Effect> {
        let version = self.project.as_ref().map(|project| project.version);
        let judged = self.judgement.as_ref().map(|judged| judged.version);
        let open = !self.moved_watched || judged != version || self.moved_asked == version || self.desk_is_elsewhere();
        if open {
            return Vec::new();
        }
        self.moved_asked = version;
        self.state().map(|state| Effect::Ask(Request::Moved(state))).into_iter().collect()
    }

    /// The desk has summed it up.
    pub(super) fn heard_moved(&mut self, moved: Moved) -> Vec<Effect> {
        if self.moved_asked == Some(moved.version) {
            self.moved = Some(Arc::new(moved));
        }
        Vec::new()
    }

    /// Forgets what was said: it belongs to other data, or to a desk that is gone.
    pub(super) fn forget_moved(&mut self) {
        (self.moved, self.moved_asked) = (None, None);
    }
}
