//! The data screen.

use leptos::prelude::*;

/// The screen.
#[component]
pub fn DataScreen() -> impl IntoView {
    view! { <div class="page"><h1>"data"</h1></div> }
}
