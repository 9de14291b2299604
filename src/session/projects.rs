//! The projects on this device: opened, closed, deleted, found in another tab.

use crate::protocol::Request;
use crate::scenario::Card;
use crate::scenario::Revision;
use crate::session::Effect;
use crate::session::Opened;
use crate::session::Saved;
use crate::session::Session;

/// Something about the projects on this device.
#[derive(Clone, Debug)]
pub enum Shelf {
    /// All of them, from the store.
    Cards(Vec<Card>),
    /// The open project was stored.
    Stored(Card),
    /// Open another one, by its number.
    Switch(u64),
    /// The store gave the project that was asked for, or could not.
    Fetched(Result<Box<Opened>, String>),
    /// The store had what a search of the open project had found when its tab was closed.
    FoundBefore(Box<Revision>),
    /// Close the open one; it stays on this device.
    Close,
    /// Delete one that is not open, by its number; with the time.
    Delete(u64, f64),
    /// Bring a deleted one back.
    BringBack(u64),
    /// Whether the open one is open in another tab, too.
    Elsewhere(bool),
}

impl Session {
    pub(super) fn shelf(&mut self, event: Shelf) -> Vec<Effect> {
        match event {
            Shelf::Cards(cards) => {
                self.cards = cards;
                Vec::new()
            }
            Shelf::Stored(card) => {
                self.cards.retain(|known| known.key != card.key);
                self.cards.insert(0, card);
                Vec::new()
            }
            Shelf::Switch(key) if key == self.key && self.project.is_some() => Vec::new(),
            Shelf::Switch(key) => vec![Effect::Fetch(key)],
            Shelf::Fetched(opened) => self.fetched(opened.map(|opened| *opened)),
            Shelf::FoundBefore(revision) => self.found_before(*revision),
            Shelf::Close => self.close(),
            Shelf::Delete(key, now) => self.mark(key, Some(now)),
            Shelf::BringBack(key) => self.mark(key, None),
            Shelf::Elsewhere(elsewhere) => self.elsewhere(elsewhere),
        }
    }

    /// What a list shows of the open project; none where none is open.
    pub fn card(&self, now: f64) -> Option<Card> {
        let (project, data) = (self.project.as_ref()?, self.data.as_ref()?);
        Some(Card::of(project, self.key, data.dataset.reps.len(), now))
    }

    /// A number by which no project is kept yet.
    pub(super) fn new_key(&self, now: f64) -> u64 {
        let newest = self.cards.iter().map(|card| card.key).chain([self.key]).max().unwrap_or(0);
        (now as u64).max(newest + 1)
    }

    /// A project of this device takes the place of what is open.
    fn fetched(&mut self, opened: Result<Opened, String>) -> Vec<Effect> {
        match opened {
            Ok(opened) => {
                let mut effects = self.cancel_reading();
                effects.extend(self.resume(opened));
                effects.retain(|effect| !matches!(effect, Effect::Save | Effect::StoreDataset));
                self.saved = Saved::Stored;
                effects
            }
            Err(error) => {
                self.alert(error);
                Vec::new()
            }
        }
    }

    /// Closes the project: it stays on this device. What comes next is another one.
    fn close(&mut self) -> Vec<Effect> {
        let name = self.project.as_ref().map(|project| project.name.clone());
        let mut effects = [self.stop(), self.stop_drawing(), self.stop_scenarios(), self.stop_writing()].concat();
        let Self { runs, alerted, effort, readings, .. } = *self;
        let (corrections, cards) = (self.corrections.clone(), self.cards.clone());
        let (comparison, probe) = (self.comparison.afresh(), self.probe.afresh());
        let fresh = Self { corrections, readings, cards, runs, effort, comparison, probe, alerted, ..Self::default() };
        let before = Self { pending: None, ..std::mem::replace(self, fresh) };
        self.keep_aside(
            name.as_ref().map(|_| before),
            &say!("{project} is closed.", project = name.unwrap_or_default()),
        );
        effects.extend([Effect::Ask(Request::Forget), Effect::Close]);
        effects
    }

    /// Another tab has the open project, or lets it go: only one of them stores it.
    fn elsewhere(&mut self, elsewhere: bool) -> Vec<Effect> {
        match (elsewhere, &self.saved) {
            (true, _) => self.saved = Saved::Elsewhere,
            (false, Saved::Elsewhere) => self.saved = Saved::Stored,
            (false, _) => {}
        }
        Vec::new()
    }

    /// Has the project stored soon, unless another tab does that.
    pub(super) fn save(&mut self) -> Vec<Effect> {
        if self.saved == Saved::Elsewhere {
            return Vec::new();
        }
        self.saved = Saved::Pending;
        vec![Effect::Save]
    }

    /// The store said how saving went.
    pub(super) fn saved_as(&mut self, saved: Saved) {
        if self.saved != Saved::Elsewhere {
            self.saved = saved;
        }
    }

    /// Deletes a project that is not open, or brings it back: it is kept for a while.
    fn mark(&mut self, key: u64, deleted_at: Option<f64>) -> Vec<Effect> {
        // What was set aside is that very project: there is no way back to it but by the list.
        if self.set_aside.as_ref().is_some_and(|aside| aside.key == key) {
            self.let_go();
        }
        let open = self.project.is_some() && self.key == key;
        let Some(card) = self.cards.iter_mut().find(|card| card.key == key && !open) else { return Vec::new() };
        card.deleted_at = deleted_at;
        vec![Effect::StoreCard(card.clone())]
    }
}
