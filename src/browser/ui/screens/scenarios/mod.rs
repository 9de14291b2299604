//! The scenarios screen.

use leptos::prelude::*;

/// The screen.
#[component]
pub fn ScenariosScreen() -> impl IntoView {
    view! { <div class="page"><h1>"scenarios"</h1></div> }
}
