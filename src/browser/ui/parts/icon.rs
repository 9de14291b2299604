//! Icons and colour swatches.

use leptos::prelude::*;

/// A symbol of `icons.svg`, which stands in the page itself: nothing is fetched when an icon appears. Always beside a
/// text or on a button with a name.
#[component]
pub fn Icon(
    /// Name of the symbol.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("#icon-{name}") />
        </svg>
    }
}

/// The colour of a territory; always beside the rep's name.
#[component]
pub fn Swatch(
    /// Colour, 0 to 9; none for the open pool.
    colour: Option<u8>,
) -> impl IntoView {
    let class = colour.map_or_else(|| "swatch".to_owned(), |colour| format!("swatch territory-{colour}"));
    view! {
        <svg class=class width="10" height="10" aria-hidden="true">
            <rect width="10" height="10" rx="3" />
        </svg>
    }
}
