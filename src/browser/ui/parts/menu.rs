//! A disclosure with buttons in it. The arrow keys move through it; it closes on Escape, on a click elsewhere and after
//! a choice.

use leptos::context::Provider;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::Element;
use web_sys::HtmlDetailsElement;
use web_sys::HtmlElement;

/// What of a menu can have the focus.
const STOPS: &str = ".menu-list :is(button, input, select, a)";
/// A list opens upwards rather than be lower than this, px: a few entries.
const LEAST_PX: f64 = 240.0;
/// What stays free between a list and the edge of the window, px.
const MARGIN_PX: f64 = 12.0;

/// Whether the menu around is open.
#[derive(Clone, Copy)]
pub struct MenuOpen(pub RwSignal<bool>);

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
    let keys = move |event: web_sys::KeyboardEvent| {
        let Some(menu) = details.get_untracked().filter(HtmlDetailsElement::open) else { return };
        match event.key().as_str() {
            "Escape" => {
                event.stop_propagation();
                shut(&menu);
            }
            "ArrowDown" => walk(&menu, &event, 1),
            "ArrowUp" => walk(&menu, &event, -1),
            _ => {}
        }
    };
    let open = RwSignal::new(false);
    let toggled = move |_| {
        let Some(menu) = details.get_untracked() else { return };
        if menu.open() {
            make_room(&menu);
        }
        open.set(menu.open());
    };
    view! {
        <details class=format!("menu {class}") node_ref=details on:keydown=keys on:toggle=toggled>
            <summary aria-label=name>{label}</summary>
            <div class="menu-list">
                <Provider value=MenuOpen(open)>{children()}</Provider>
            </div>
        </details>
    }
}

/// Moves the focus to the next or the previous entry, round and round.
fn walk(menu: &HtmlDetailsElement, event: &web_sys::KeyboardEvent, step: i32) {
    let Ok(found) = menu.query_selector_all(STOPS) else { return };
    let all = (0..found.length()).filter_map(|place| found.item(place)?.dyn_into::<HtmlElement>().ok());
    let stops: Vec<HtmlElement> = all.filter(|stop| stop.offset_parent().is_some()).collect();
    if stops.is_empty() {
        return;
    }
    event.prevent_default();
    let focused = document().active_element();
    let here = stops.iter().position(|stop| focused.as_ref() == Some(stop.as_ref()));
    let before_first = if step > 0 { -1 } else { 0 };
    let next = here.map_or(before_first, |here| here as i32) + step;
    let _ = stops[next.rem_euclid(stops.len() as i32) as usize].focus();
}

/// Lets the list open where there is room, and tells it how high it may be, it scrolls within, and how far to go aside
/// to stand in the window.
fn make_room(menu: &HtmlDetailsElement) {
    let Some(list) = menu.query_selector(".menu-list").ok().flatten() else { return };
    let style = menu.unchecked_ref::<HtmlElement>().style();
    let set = |name: &str, px: f64| style.set_property(name, &format!("{px}px"));
    let of_window = |size: Result<JsValue, JsValue>| size.ok().and_then(|px| px.as_f64()).unwrap_or_default();
    let frame = menu.get_bounding_client_rect();
    let (above, below) = (frame.top(), of_window(window().inner_height()) - frame.bottom());
    let opens_up = menu.class_list().contains("menu-up") || (below - MARGIN_PX < LEAST_PX && above > below);
    let _ = menu.class_list().toggle_with_force("opens-up", opens_up);
    let room = if opens_up { above } else { below };
    let _ = set("--menu-room", (room - MARGIN_PX).max(LEAST_PX));
    let _ = set("--menu-shift", 0.0);
    let placed = list.get_bounding_client_rect();
    let too_far = (placed.right() + MARGIN_PX - of_window(window().inner_width())).max(0.0);
    let _ = set("--menu-shift", (MARGIN_PX - placed.left()).max(-too_far));
}

/// Closes a menu; its button has the focus again.
fn shut(menu: &Element) {
    let _ = menu.remove_attribute("open");
    let summary = menu.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = summary.focus();
    }
}

/// Closes the menu that an event's target stands in: call it after a choice.
pub fn close_menu(event: &web_sys::Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(menu) = target.and_then(|element| element.closest("details.menu").ok().flatten()) {
        shut(&menu);
    }
}

/// Opens the menu of this class, where there is one: its search box has the focus, or else its first entry.
pub fn open_menu(class: &str) {
    let menu = document().query_selector(&format!("details.{class}")).ok().flatten();
    let Some(menu) = menu.and_then(|menu| menu.dyn_into::<HtmlDetailsElement>().ok()) else { return };
    menu.set_open(true);
    if let Some(stop) = menu.query_selector(STOPS).ok().flatten().and_then(|stop| stop.dyn_into::<HtmlElement>().ok()) {
        let _ = stop.focus();
    }
}
