//! Light and dark: the system's choice until the user makes one, which is remembered on this device.

use crate::browser::ui::remembered::recall;
use crate::browser::ui::remembered::remember;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

const KEY: &str = "evenfield-theme";

/// The theme in use.
#[derive(Clone, Copy)]
pub struct Theme {
    dark: RwSignal<bool>,
}

impl Theme {
    /// The remembered or the system's theme.
    pub fn new() -> Self {
        let remembered = recall(KEY);
        let system = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        let dark = match remembered.as_str() {
            "" => system.as_ref().is_some_and(web_sys::MediaQueryList::matches),
            word => word == "dark",
        };
        let theme = Self { dark: RwSignal::new(dark) };
        theme.show();
        if let Some(query) = system {
            theme.follow(&query);
        }
        theme
    }

    /// Changes with the system until the user makes a choice.
    fn follow(self, query: &web_sys::MediaQueryList) {
        let changed = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let query = event.target().and_then(|target| target.dyn_into::<web_sys::MediaQueryList>().ok());
            if let Some(query) = query.filter(|_| recall(KEY).is_empty()) {
                self.dark.set(query.matches());
                self.show();
            }
        });
        let _ = query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        // It is heard as long as the page is there.
        changed.forget();
    }

    /// Whether the dark set is in use.
    pub fn dark(self) -> bool {
        self.dark.get()
    }

    /// Changes to the other set.
    pub fn toggle(self) {
        self.dark.update(|dark| *dark = !*dark);
        self.show();
        remember(KEY, self.word());
    }

    fn word(self) -> &'static str {
        if self.dark.get_untracked() { "dark" } else { "light" }
    }

    fn show(self) {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", self.word());
        }
    }
}

/// The theme of the page.
pub fn use_theme() -> Theme {
    expect_context::<Theme>()
}
