//! A disclosure with buttons in it. It closes on Escape, on a click elsewhere and after a choice.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A menu: `label` is its button.
#[component]
pub fn Menu(
    /// More classes: `menu-quiet`, `menu-end`, `menu-up`, `menu-small`, `menu-button-icon`.
    #[prop(optional)]
    class: &'static str,
    /// Accessible name of the button, where its content does not say it.
    #[prop(optional, into)]
    name: Option<String>,
    /// What the button shows.
    label: AnyView,
    /// What opens.
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<leptos::html::Details>::new();
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let Some(menu) = details.get_untracked() else { return };
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if !menu.contains(target.as_ref()) {
            menu.set_open(false);
        }
    });
    on_cleanup(move || outside.remove());
    let escape = move |event: web_sys::KeyboardEvent| {
        let Some(menu) = details.get_untracked() else { return };
        if event.key() == "Escape" && menu.open() {
            event.stop_propagation();
            menu.set_open(false);
            let summary = menu.query_selector("summary").ok().flatten();
            if let Some(summary) = summary.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = summary.focus();
            }
        }
    };
    view! {
        <details class=format!("menu {class}") node_ref=details on:keydown=escape>
            <summary aria-label=name>{label}</summary>
            <div class="menu-list">{children()}</div>
        </details>
    }
}

/// Closes the menu that an event's target stands in: call it after a choice.
pub fn close_menu(event: &web_sys::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(menu) = target.and_then(|element| element.closest("details.menu").ok().flatten()) {
        let _ = menu.remove_attribute("open");
    }
}
