//! Long work of the page in several tasks: between two of them the page reacts.

use std::time::Duration;

/// Does something in a task of its own, after what is under way.
pub fn later(work: impl FnOnce() + 'static) {
    leptos::prelude::set_timeout(work, Duration::ZERO);
}
