//! Asking for tours while somebody looks at them.

use crate::evaluate::Tour;
use crate::protocol::Request;
use crate::protocol::Then;
use crate::protocol::Toured;
use crate::protocol::ToursOf;
use crate::session::Effect;
use crate::session::Session;
use std::sync::Arc;

/// Something about the tours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourEvent {
    /// The map shows them, or no longer does.
    Watch(bool),
    /// Show this day of the picked rep, by its position; none for no day.
    Day(Option<usize>),
}

/// The tours known so far: asked for while the map shows them, and for the rep that is picked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tours {
    /// By rep; none where nobody has asked. Those of a territory that was just edited are a little behind.
    pub of: Vec<Option<Arc<Tour>>>,
    /// Counts every change of what is shown: whoever draws it compares one number.
    pub stamp: u64,
    /// Whether the map shows them.
    pub watched: bool,
    /// Which day of the picked rep is shown.
    pub day: Option<usize>,
    /// Version of the project and picked rep for which they were asked last.
    asked: Option<(u64, Option<u16>)>,
    /// What was asked and has come in full.
    told: Option<(u64, Option<u16>)>,
}

impl Tours {
    /// The tours of a rep.
    pub fn of(&self, rep: u16) -> Option<&Arc<Tour>> {
        self.of.get(usize::from(rep))?.as_ref()
    }

    /// None of them, while the same are looked at: those known belong to other data.
    pub(super) fn afresh(&self) -> Self {
        Self { watched: self.watched, stamp: self.stamp + 1, ..Self::default() }
    }

    /// Whether some that were asked for have not come yet.
    pub fn are_awaited(&self) -> bool {
        self.asked.is_some() && self.told != self.asked
    }
}

impl Session {
    pub(super) fn tour_event(&mut self, event: TourEvent) -> Vec<Effect> {
        match event {
            TourEvent::Watch(watched) => self.tours.watched = watched,
            TourEvent::Day(day) => self.tours.day = day,
        }
        self.tours.stamp += 1;
        self.ask_tours()
    }

    /// Another rep is picked: no day of the one before is shown, and what the territory is expected to bring is asked for.
    pub(super) fn pick_tours(&mut self) -> Vec<Effect> {
        self.tours.day = None;
        self.tours.stamp += 1;
        // Tours break off for whatever comes after them.
        [self.ask_ahead(), self.ask_tours()].concat()
    }

    /// While somebody looks, tours are asked for: of the picked rep, else of all; once for each version, after its
    /// judgement.
    pub(super) fn ask_tours(&mut self) -> Vec<Effect> {
        let picked = self.selection.rep;
        let judged = self.judgement.as_ref().map(|judged| judged.version);
        let Some(project) = &self.project else { return Vec::new() };
        let wanted = (project.version, picked);
        let looks = self.tours.watched || picked.is_some();
        if !looks || judged != Some(project.version) || self.tours.asked == Some(wanted) || self.desk_is_elsewhere() {
            return Vec::new();
        }
        let reps = self.data.as_ref().map_or(0, |data| data.dataset.reps.len() as u16);
        let key = |rep: u16| (rep, self.tours.of(rep).map_or(0, |tour| tour.key));
        let of = ToursOf {
            version: project.version,
            settings: project.settings.clone(),
            plan: project.working.clone(),
            reps: picked.map_or_else(|| (0..reps).map(key).collect(), |rep| vec![key(rep)]),
        };
        self.tours.asked = Some(wanted);
        vec![Effect::Ask(Request::Tours(Box::new(of)))]
    }

    /// Some have come.
    pub(super) fn heard_tours(&mut self, toured: Toured) -> Vec<Effect> {
        let Some(asked) = self.tours.asked.filter(|asked| asked.0 == toured.version) else { return Vec::new() };
        let reps = self.data.as_ref().map_or(0, |data| data.dataset.reps.len());
        let day = |tours: &Tours| self.selection.rep.and_then(|rep| tours.of(rep)).map(|tour| tour.key);
        let before = day(&self.tours);
        self.tours.of.resize(reps, None);
        for tour in toured.tours {
            let rep = usize::from(tour.rep);
            if let Some(place) = self.tours.of.get_mut(rep) {
                *place = Some(Arc::new(tour));
            }
        }
        if before.is_some() && before != day(&self.tours) {
            // The day that is shown may be another one now.
            self.tours.day = None;
        }
        self.tours.stamp += 1;
        match toured.then {
            Then::More => return Vec::new(),
            Then::Done => self.tours.told = Some(asked),
            Then::BrokenOff => self.tours.asked = None,
        }
        // Broken off, they are asked for again as soon as the plan is judged, which it may be already.
        self.ask_tours()
    }

    /// Forgets them: they belong to other data.
    pub(super) fn forget_tours(&mut self) {
        self.tours = self.tours.afresh();
    }

    /// The desk is a new one: what it was asked is asked again.
    pub(super) fn lose_tours(&mut self) {
        self.tours.asked = None;
    }
}
