//! The rules screen.

use leptos::prelude::*;

/// The screen.
#[component]
pub fn RulesScreen() -> impl IntoView {
    view! { <div class="page"><h1>"rules"</h1></div> }
}
