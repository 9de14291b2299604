//! Light and dark: the system's choice until the user makes one, which is remembered on this device.

use leptos::prelude::*;

const KEY: &str = "evenfield-theme";

/// The theme in use.
#[derive(Clone, Copy)]
pub struct Theme {
    dark: RwSignal<bool>,
}

impl Theme {
    /// The remembered or the system's theme.
    pub fn new() -> Self {
        let remembered = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let system = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        let dark = remembered.map_or_else(|| system.is_some_and(|query| query.matches()), |theme| theme == "dark");
        let theme = Self { dark: RwSignal::new(dark) };
        theme.show();
        theme
    }

    /// Whether the dark set is in use.
    pub fn dark(self) -> bool {
        self.dark.get()
    }

    /// Changes to the other set.
    pub fn toggle(self) {
        self.dark.update(|dark| *dark = !*dark);
        self.show();
        if let Some(storage) = storage() {
            let _ = storage.set_item(KEY, self.word());
        }
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

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
