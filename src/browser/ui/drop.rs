//! Files can be dropped anywhere on the page.

use crate::browser::app::App;
use crate::browser::files;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::DragEvent;

/// Whether files hover over the page.
#[derive(Clone, Copy)]
pub struct Drop {
    depth: RwSignal<i32>,
}

impl Drop {
    /// Takes what is dropped on the page and shows the Data screen.
    pub fn new(app: App) -> Self {
        let drop = Self { depth: RwSignal::new(0) };
        window_event_listener(leptos::ev::dragenter, move |event| {
            if has_files(&event) {
                event.prevent_default();
                drop.depth.update(|depth| *depth += 1);
            }
        });
        window_event_listener(leptos::ev::dragleave, move |event| {
            if has_files(&event) {
                drop.depth.update(|depth| *depth = (*depth - 1).max(0));
            }
        });
        window_event_listener(leptos::ev::dragover, |event| {
            if has_files(&event) {
                event.prevent_default();
            }
        });
        window_event_listener(leptos::ev::drop, move |event| {
            if !has_files(&event) {
                return;
            }
            event.prevent_default();
            drop.depth.set(0);
            go(Screen::Data);
            app.take_files(files::listed(event.data_transfer().and_then(|transfer| transfer.files())));
        });
        drop
    }

    /// Whether files hover over the page.
    pub fn over(self) -> bool {
        self.depth.get() > 0
    }
}

/// What hovers over the page.
pub fn use_drop() -> Drop {
    expect_context::<Drop>()
}

fn has_files(event: &DragEvent) -> bool {
    let kinds = event.data_transfer().map(|transfer| transfer.types());
    kinds.is_some_and(|kinds| kinds.includes(&JsValue::from_str("Files"), 0))
}
