//! Tables: sortable headers, and rows that exist only while they are in view.

use crate::browser::ui::parts::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Rows kept above and below the view.
const SPARE: usize = 8;

/// A header that sorts: the first click the natural way, the second the other way round.
#[component]
pub fn SortHeader<K>(
    /// What this column sorts by.
    key: K,
    /// What the table is sorted by, and whether the other way round.
    sort: RwSignal<(K, bool)>,
    /// Whether the first click sorts the largest first.
    #[prop(optional)]
    largest_first: bool,
    /// More classes: `num`.
    #[prop(optional, into)]
    class: String,
    /// The column's name.
    label: &'static str,
) -> impl IntoView
where
    K: Copy + PartialEq + Send + Sync + 'static,
{
    let direction = move || {
        let (current, descending) = sort.get();
        (current == key).then_some(if descending { "descending" } else { "ascending" })
    };
    let click = move |_| {
        sort.update(|(current, descending)| {
            *descending = if *current == key { !*descending } else { largest_first };
            *current = key;
        });
    };
    view! {
        <th scope="col" class=class aria-sort=direction>
            <button class="sort" type="button" on:click=click>
                {label}
                <Icon name="chevron" />
            </button>
        </th>
    }
}

/// The body of a table of any length in a scrolling frame: only the rows in view exist.
#[component]
pub fn Virtual<F>(
    /// Accessible name of the table.
    label: &'static str,
    /// More classes of the table.
    #[prop(optional, into)]
    class: String,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// The header row.
    head: AnyView,
    /// Columns, for the spacers.
    columns: usize,
    /// Height of a row, px.
    height: f64,
    /// Draws a row by its position.
    row: F,
) -> impl IntoView
where
    F: Fn(usize) -> AnyView + Copy + Send + Sync + 'static,
{
    let frame = NodeRef::<leptos::html::Div>::new();
    let range = RwSignal::new((0_usize, 40_usize));
    let measure = move || {
        let Some(frame) = frame.get_untracked() else { return };
        let first = (f64::from(frame.scroll_top()) / height) as usize;
        let seen = (f64::from(frame.client_height()) / height).ceil() as usize + 1;
        let next = (first.saturating_sub(SPARE), first + seen + SPARE);
        if range.get_untracked() != next {
            range.set(next);
        }
    };
    Effect::new(move |_| {
        count.track();
        if let Some(frame) = frame.get() {
            if count.get_untracked() as f64 * height < f64::from(frame.scroll_top()) {
                frame.set_scroll_top(0);
            }
        }
        request_animation_frame(measure);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let spacer = move |above: bool| {
        let (from, to) = range.get();
        let count = count.get();
        let rows = if above { from.min(count) } else { count.saturating_sub(to) };
        let node = NodeRef::<leptos::html::Tr>::new();
        Effect::new(move |_| {
            if let Some(node) = node.get() {
                let element: HtmlElement = node.unchecked_into();
                let _ = element.style().set_property("--spacer", &format!("{}px", rows as f64 * height));
            }
        });
        (rows > 0).then(|| {
            view! {
                <tr class="spacer" aria-hidden="true" node_ref=node>
                    <td colspan=columns></td>
                </tr>
            }
        })
    };
    let rows = move || {
        let (from, to) = range.get();
        (from.min(count.get())..to.min(count.get())).map(row).collect_view()
    };
    view! {
        <div
            class="table-scroll table-virtual-frame"
            tabindex="0"
            role="group"
            aria-label=format!("{label}, scrolls")
            node_ref=frame
            on:scroll=move |_| measure()
        >
            <table class=format!("table {class}") aria-label=label aria-rowcount=move || count.get() + 1>
                <thead>{head}</thead>
                <tbody>{move || spacer(true)} {rows} {move || spacer(false)}</tbody>
            </table>
        </div>
    }
}
