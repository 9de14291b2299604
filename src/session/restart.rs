//! What was set aside for something else, and the way back to it.

use crate::protocol::Request;
use crate::session::Effect;
use crate::session::MovedWatch;
use crate::session::ScenarioSet;
use crate::session::Session;
use crate::session::WayBack;

impl Session {
    /// The session as it is, where other data are about to take its project's place.
    pub(super) fn replaced(&self) -> Option<Self> {
        self.project.is_some().then(|| Self { set_aside: None, pending: None, ..self.clone() })
    }

    /// Keeps a session in memory, with a notice that brings it back.
    pub(super) fn keep_aside(&mut self, before: Option<Self>, notice: &str) {
        if let Some(before) = before {
            self.aside_is_same = false;
            self.set_aside = Some(Box::new(before));
            self.offer(WayBack::Aside, notice.to_owned());
        }
    }

    /// Brings back what was set aside: project, data and history, in the store as well.
    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        let Some(before) = self.set_aside.take() else { return Vec::new() };
        let mut effects = [self.stop(), self.stop_drawing(), self.forget_scenarios(), self.cancel_reading()].concat();
        if self.project.is_some() && self.key != before.key && !self.has_work() {
            self.cards.retain(|card| card.key != self.key);
            effects.push(Effect::Drop(self.key));
        }
        *self = Self {
            runs: self.runs,
            alerted: self.alerted,
            effort: self.effort,
            readings: self.readings,
            corrections: std::mem::take(&mut self.corrections),
            cards: std::mem::take(&mut self.cards),
            reading: None,
            run: None,
            drawing: before.drawing.clone().filter(|drawing| !drawing.running),
            scenarios: before.scenarios.clone().map(ScenarioSet::at_rest).filter(ScenarioSet::has_made),
            writing: None,
            opening: None,
            judging: None,
            conflict_asked: None,
            moved: MovedWatch { watched: self.moved.watched, ..MovedWatch::default() },
            tours: self.tours.afresh(),
            explanation: None,
            explaining: false,
            comparison: self.comparison.afresh(),
            probe: self.probe.afresh(),
            alerts: Vec::new(),
            ..*before
        };
        if let Some(data) = &self.data {
            effects.extend([Effect::Equip(data.delivery.clone()), Effect::Ask(Request::Open(data.delivery.clone()))]);
        }
        effects.push(Effect::StoreDataset);
        effects.extend(self.changed());
        effects
    }

    /// A version was made: the way back to an earlier state of the same project would cost it.
    pub(super) fn version_made(&mut self) {
        if self.set_aside.is_some() && self.aside_is_same {
            self.let_go();
        }
    }

    /// Other data came, or the notice was closed: there is no way back any more.
    pub(super) fn let_go(&mut self) {
        self.set_aside = None;
        self.withdraw(|back| *back == WayBack::Aside);
    }
}
