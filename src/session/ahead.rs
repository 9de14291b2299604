//! Asking what each territory is expected to bring, while somebody looks at one.

use crate::protocol::Ahead;
use crate::protocol::Request;
use crate::session::Data;
use crate::session::Effect;
use crate::session::Session;
use std::sync::Arc;

/// What territories are expected to bring: asked for while a rep is picked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AheadWatch {
    /// The last answer; it may be about an earlier version.
    pub told: Option<Arc<Ahead>>,
    /// Version of the project for which it was asked last.
    pub asked: Option<u64>,
}

impl Session {
    /// While a rep is picked, it is asked for: once for each version, after its judgement.
    pub(super) fn ask_ahead(&mut self) -> Vec<Effect> {
        let version = self.project.as_ref().map(|project| project.version);
        let judged = self.judgement.as_ref().map(|judged| judged.version);
        let looks = self.selection.rep.is_some() && self.data.as_ref().is_some_and(Data::tells_money);
        if !looks || judged != version || self.ahead.asked == version || self.desk_is_elsewhere() {
            return Vec::new();
        }
        self.ahead.asked = version;
        let Some((state, project)) = self.state().zip(self.project.as_ref()) else { return Vec::new() };
        vec![Effect::Ask(Request::Ahead(Box::new((state, project.assumptions.clone()))))]
    }

    /// The desk has looked ahead.
    pub(super) fn heard_ahead(&mut self, ahead: Ahead) -> Vec<Effect> {
        if self.ahead.asked == Some(ahead.version) {
            self.ahead.told = Some(Arc::new(ahead));
        }
        Vec::new()
    }

    /// Forgets what was said: it belongs to other data, or to a desk that is gone.
    pub(super) fn forget_ahead(&mut self) {
        self.ahead = AheadWatch::default();
    }
}
