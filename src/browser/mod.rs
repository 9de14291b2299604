//! The screen, the workers, the store: the only room that knows a browser.
//!
//! **What.** [`begin`] shows the app on the page and answers in a worker. In between, `app` turns events into state and
//! carries out effects with `pool` (workers; `driving`, `making` and `telling` are their work), `store` (IndexedDB),
//! `blobs` (datasets) and `files`; `showing` is when the screen is told of it; `map` wraps the map library, `offline` the
//! service worker, `tabs` the locks of projects; `reactive` are memos and effects that take little room; `ui` are the
//! components.
//!
//! **Why so.** Everything that can be decided without a browser was decided in the rooms before; what is left here is
//! thin and is tested in a real browser.
//!
//! **Never.** A component never computes a figure and never talks to worker or store: it shows a slice of `view` and
//! dispatches events. Nothing is ever sent to another host.

mod acquiring;
mod app;
mod blobs;
mod driving;
mod envelope;
mod files;
mod locale;
mod making;
mod map;
mod offline;
mod pointing;
mod pool;
mod probing;
mod reactive;
mod reading;
mod showing;
mod store;
mod tabs;
mod task;
mod telling;
mod ui;
mod weighing;
mod worker;

pub use app::App;
pub use app::use_app;

/// Shows the app where there is a page, answers messages where there is none: page and workers run the same module, so
/// that a visitor loads it once and what both need is there once.
pub fn begin() {
    if web_sys::window().is_some() {
        ui::start();
    } else {
        worker::serve();
    }
}
