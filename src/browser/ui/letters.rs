//! Single letters as keys: on until the user switches them off, which is remembered on this device. Whoever dictates, or
//! steers by a switch, would set them off by accident (WCAG 2.1.4).

use crate::browser::ui::remembered::recall;
use crate::browser::ui::remembered::remember;
use leptos::prelude::*;

const KEY: &str = "evenfield-letters";

/// Whether single letters are keys.
#[derive(Clone, Copy)]
pub struct Letters(RwSignal<bool>);

impl Letters {
    /// As they were left.
    pub fn new() -> Self {
        Self(RwSignal::new(recall(KEY) != "off"))
    }

    /// What a button does, with its letter while that is a key: `Lock or unlock (L)`.
    pub fn hint(self, what: &str, key: &str) -> String {
        if self.0.get() { say!("{what} ({key})", what, key) } else { what.to_owned() }
    }

    /// The letter of a button for assistive technology; none while it is no key.
    pub fn shortcut(self, key: &'static str) -> Option<&'static str> {
        self.0.get().then_some(key)
    }

    /// Whether they are keys now.
    pub fn are_keys(self) -> bool {
        self.0.get_untracked()
    }
}

/// Those of the page.
pub fn use_letters() -> Letters {
    expect_context::<Letters>()
}

/// Switches them on or off.
#[component]
pub fn LetterSwitch() -> impl IntoView {
    let Letters(on) = use_letters();
    let toggle = move |event: web_sys::Event| {
        let wanted = event_target_checked(&event);
        on.set(wanted);
        remember(KEY, if wanted { "" } else { "off" });
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || on.get() on:change=toggle />
            {say!("Letter keys")}
        </label>
        <p class="muted small">
            {say!("A, L, X and ? without Ctrl. Switch them off where they get in the way, such as when you dictate.")}
        </p>
    }
}
