//! When the screen is told that the state is another one: a change and the figures of it belong on it together.

use crate::browser::app::App;
use crate::browser::task::later;
use crate::session::Session;
use leptos::prelude::*;
use std::cell::Cell;
use std::cell::RefCell;
use std::time::Duration;

/// A change is shown without its figures when they take longer than this: nobody must wait for a sign.
const TELL_AFTER: Duration = Duration::from_millis(24);
/// What is to be drawn waits for the figures no longer than this.
const DRAW_AFTER: Duration = Duration::from_millis(60);

thread_local! {
    /// Whether the screen was not told yet of what has changed.
    static UNTOLD: Cell<bool> = const { Cell::new(false) };
    /// What was said last of whether a worker runs.
    static MARKED_BUSY: Cell<Option<bool>> = const { Cell::new(None) };
    /// What waits for the figures.
    static UNDRAWN: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

impl App {
    /// After every event: shows what has come of it. One that `waits` is shown with the figures of the plan that the desk has
    /// begun to judge: shown one after the other, the page would be laid out twice, and the figures wait for the first.
    pub(super) fn show(self, waits: bool) {
        self.mark_busy();
        if !self.is_judging() {
            self.tell();
            draw_what_waits();
        } else if !waits {
            self.tell();
        } else if !UNTOLD.replace(true) {
            set_timeout(move || self.tell_at_last(), TELL_AFTER);
        }
    }

    fn tell_at_last(self) {
        if UNTOLD.get() {
            self.tell();
        }
    }

    fn tell(self) {
        UNTOLD.set(false);
        self.session.notify();
    }

    /// `data-busy` on the document while a worker runs.
    fn mark_busy(self) {
        let busy = self.session.with_untracked(Session::busy);
        if MARKED_BUSY.replace(Some(busy)) != Some(busy)
            && let Some(root) = document().document_element()
        {
            let _ = root.set_attribute("data-busy", if busy { "true" } else { "false" });
        }
    }

    pub(super) fn is_judging(self) -> bool {
        self.session.with_untracked(|session| session.judging.is_some())
    }

    /// Draws in a task of its own, as soon as the figures of the plan stand: drawing takes the processor from working them
    /// out, and both belong on the screen together. Where they take long, it does not wait.
    pub fn draw_when_judged(self, draw: impl FnOnce() + 'static) {
        if !self.is_judging() {
            return later(draw);
        }
        let first = UNDRAWN.with_borrow_mut(|waiting| {
            waiting.push(Box::new(draw));
            waiting.len() == 1
        });
        if first {
            set_timeout(draw_what_waits, DRAW_AFTER);
        }
    }
}

fn draw_what_waits() {
    UNDRAWN.take().into_iter().for_each(later);
}
