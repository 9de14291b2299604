//! Choices about how things are shown, remembered on this device: they belong to no project file.

use leptos::prelude::window;

/// What was remembered under a name; "" for nothing.
pub fn recall(name: &str) -> String {
    storage().and_then(|storage| storage.get_item(name).ok().flatten()).unwrap_or_default()
}

/// Remembers a text under a name; "" forgets it. Where the browser stores nothing, a choice lasts as long as the page.
pub fn remember(name: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = if text.is_empty() { storage.remove_item(name) } else { storage.set_item(name, text) };
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
