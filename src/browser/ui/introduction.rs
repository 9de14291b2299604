//! The introduction: a few words at each place of the page, one after the other; it can be left at any time.

use crate::browser::reactive::Effect;
use crate::browser::ui::parts::Show;
use crate::texts;
use crate::view::STOPS;
use crate::view::Stop;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use web_sys::ScrollIntoViewOptions;
use web_sys::ScrollLogicalPosition;

/// Px between a place and the words about it, and between these and the border of the page.
const GAP: f64 = 12.0;

/// The introduction, from wherever it is started.
#[derive(Clone, Copy)]
pub struct Introduction {
    dialog: NodeRef<html::Dialog>,
    /// The stops whose places are on the page.
    stops: RwSignal<Vec<Stop>>,
    at: RwSignal<usize>,
}

impl Introduction {
    /// An introduction that has not begun.
    pub fn new() -> Self {
        Self { dialog: NodeRef::new(), stops: RwSignal::new(Vec::new()), at: RwSignal::new(0) }
    }

    /// Begins it.
    pub fn start(self) {
        let stops: Vec<Stop> = STOPS.into_iter().filter(|stop| place(stop).is_some()).collect();
        if let Some(dialog) = self.dialog.get_untracked().filter(|dialog| !stops.is_empty() && !dialog.open()) {
            self.at.set(0);
            self.stops.set(stops);
            let _ = dialog.show_modal();
        }
    }

    fn end(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }

    fn stop(self) -> Option<Stop> {
        self.stops.with(|stops| stops.get(self.at.get()).copied())
    }
}

/// The introduction of the page.
pub fn use_introduction() -> Introduction {
    expect_context::<Introduction>()
}

/// The button that starts it.
#[component]
pub fn IntroductionButton(
    /// More classes.
    class: &'static str,
    /// What else happens first.
    #[prop(optional, into)]
    before: Option<Callback<()>>,
) -> impl IntoView {
    let introduction = use_introduction();
    let start = move |_| {
        if let Some(before) = before {
            before.run(());
        }
        introduction.start();
    };
    view! { <button class=class type="button" on:click=start>{say!("See the introduction")}</button> }
}

/// The place of a stop, where it can be seen: its left, top, width and height in px.
fn place(stop: &Stop) -> Option<[f64; 4]> {
    let found = document().query_selector_all(stop.place).ok()?;
    let boxes = (0..found.length()).filter_map(|number| found.get(number)?.dyn_into::<HtmlElement>().ok());
    let boxes = boxes.map(|element| element.get_bounding_client_rect());
    let mut seen = boxes.filter(|place| place.width() > 0.0 && place.height() > 0.0);
    seen.next().map(|place| [place.left(), place.top(), place.width(), place.height()])
}

/// The words and the ring around what they are about; they stand in the page closed.
#[component]
pub fn IntroductionDialog() -> impl IntoView {
    let introduction = use_introduction();
    let (ring, words) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    let arrange = move || {
        if let (Some(stop), Some(ring), Some(words)) =
            (introduction.stop(), ring.get_untracked(), words.get_untracked())
        {
            request_animation_frame(move || stand(&stop, &ring, &words));
        }
    };
    Effect::new(move |_| arrange());
    let resized = window_event_listener(leptos::ev::resize, move |_| arrange());
    on_cleanup(move || resized.remove());
    let part = move |of: fn(Stop) -> &'static str| move || introduction.stop().map(of).map(texts::of);
    let count = move || introduction.stops.with(Vec::len);
    let is_last = move || introduction.at.get() + 1 >= count();
    let next = move |_| if is_last() { introduction.end() } else { introduction.at.update(|at| *at += 1) };
    view! {
        <dialog class="introduction" aria-labelledby="introduction-title" aria-describedby="introduction-text" node_ref=introduction.dialog>
            <div class="introduction-ring" node_ref=ring></div>
            <div class="introduction-words" node_ref=words aria-live="polite">
                <h2 id="introduction-title">{part(|stop| stop.title)}</h2>
                <p id="introduction-text">{part(|stop| stop.text)}</p>
                <div class="row">
                    <span class="muted small">{move || say!("{at} of {count}", at = introduction.at.get() + 1, count = count())}</span>
                    <span class="grow"></span>
                    <Show when=move || !is_last()>
                        <button class="button button-quiet button-small" type="button" on:click=move |_| introduction.end()>
                            {say!("Skip")}
                        </button>
                    </Show>
                    <button
                        class="button button-small"
                        type="button"
                        aria-disabled=move || (introduction.at.get() == 0).to_string()
                        on:click=move |_| introduction.at.update(|at| *at = at.saturating_sub(1))
                    >
                        {say!("Back")}
                    </button>
                    <button class="button button-primary button-small" type="button" autofocus on:click=next>
                        {move || if is_last() { say!("Done") } else { say!("Next") }}
                    </button>
                </div>
            </div>
        </dialog>
    }
}

/// Puts the ring around a place and the words beside it: below where there is room, else above, else on it.
fn stand(stop: &Stop, ring: &HtmlElement, words: &HtmlElement) {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    if let Some(element) = document().query_selector(stop.place).ok().flatten() {
        element.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
    let Some([left, top, width, height]) = place(stop) else { return };
    let put = |element: &HtmlElement, property: &str, px: f64| {
        let _ = element.style().set_property(property, &format!("{px:.0}px"));
    };
    let edges = [("left", left - 4.0), ("top", top - 4.0), ("width", width + 8.0), ("height", height + 8.0)];
    for (property, px) in edges {
        put(ring, property, px);
    }
    let page = document().document_element();
    let (wide, high) =
        page.map_or((0.0, 0.0), |page| (f64::from(page.client_width()), f64::from(page.client_height())));
    let own = words.get_bounding_client_rect();
    let below = top + height + GAP;
    let above = top - GAP - own.height();
    let fits = |y: f64| y >= GAP && y + own.height() <= high - GAP;
    let y = [below, above].into_iter().find(|y| fits(*y)).unwrap_or(high - own.height() - 2.0 * GAP);
    put(words, "top", y.max(GAP));
    put(words, "left", left.clamp(GAP, (wide - own.width() - GAP).max(GAP)));
}
