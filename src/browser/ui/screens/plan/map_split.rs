//! The line on the map between today, left of it, and the plan.

use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::plan::map_panel::Panel;
use crate::view::Shown;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How far one press of an arrow key moves the line, percent.
const STEP: f64 = 2.0;

/// The line; drag it, or use the arrow keys.
#[component]
pub fn SplitLine(
    /// The map.
    panel: Panel,
) -> impl IntoView {
    let both = Memo::new(move |_| panel.look.with(|look| look.shown == Shown::Both));
    view! {
        <Show when=move || both.get()>
            <Line panel=panel />
        </Show>
    }
}

#[component]
fn Line(panel: Panel) -> impl IntoView {
    let node = NodeRef::<leptos::html::Div>::new();
    let dragging = StoredValue::new(false);
    let set = move |percent: f64| panel.split.set(percent.clamp(STEP, 100.0 - STEP));
    Effect::new(move |_| {
        let left = format!("{}%", panel.split.get());
        if let Some(line) = node.get() {
            let _ = line.unchecked_into::<HtmlElement>().style().set_property("left", &left);
        }
    });
    let grab = move |event: web_sys::PointerEvent| {
        dragging.set_value(true);
        if let Some(line) = node.get_untracked() {
            let _ = line.set_pointer_capture(event.pointer_id());
        }
    };
    let drag = move |event: web_sys::PointerEvent| {
        let frame = node.get_untracked().filter(|_| dragging.get_value()).and_then(|line| line.parent_element());
        if let Some(frame) = frame.map(|panel| panel.get_bounding_client_rect()) {
            set((f64::from(event.client_x()) - frame.left()) / frame.width() * 100.0);
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowLeft" => -STEP,
            "ArrowRight" => STEP,
            "Home" => -100.0,
            "End" => 100.0,
            _ => return,
        };
        event.prevent_default();
        set(panel.split.get_untracked() + step);
    };
    view! {
        <div
            class="map-split"
            node_ref=node
            role="slider"
            aria-label=say!("Line between today and plan")
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || format!("{:.0}", panel.split.get())
            aria-valuetext=move || say!("Today left of {percent} %, the plan right of it", percent = format!("{:.0}", panel.split.get()))
            tabindex="0"
            on:pointerdown=grab
            on:pointermove=drag
            on:pointerup=move |_| dragging.set_value(false)
            on:keydown=keys
        >
            <span aria-hidden="true">{say!("Today")}</span>
            <i aria-hidden="true"></i>
            <span aria-hidden="true">{say!("Plan")}</span>
        </div>
    }
}
