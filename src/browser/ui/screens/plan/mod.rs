//! The plan screen.

use leptos::prelude::*;

/// The screen.
#[component]
pub fn PlanScreen() -> impl IntoView {
    view! { <div class="page"><h1>"plan"</h1></div> }
}
