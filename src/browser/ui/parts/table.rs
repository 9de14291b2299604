//! Tables: sortable headers, and rows that exist only while they are in view.

use crate::browser::ui::parts::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Rows kept above and below the view.
const SPARE: usize = 8;
/// Height of a row before the first is drawn, px.
const ROW_PX: f64 = 36.0;

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
    /// How values of the column were estimated, "" where none was.
    #[prop(optional, into)]
    estimated: Signal<String>,
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
    let mark = move || {
        let hint = Some(estimated.get()).filter(|hint| !hint.is_empty())?;
        Some(view! {
            <abbr class="estimated" title=hint>
                "≈"
            </abbr>
        })
    };
    view! {
        <th scope="col" class=class aria-sort=direction>
            <button class="sort" type="button" on:click=click>
                <span>{label} " " {mark}</span>
                <Icon name="chevron" />
            </button>
        </th>
    }
}

/// A table of any length in a scrolling frame: only the rows in view exist.
#[component]
pub fn Virtual<F>(
    /// Accessible name of the table.
    label: &'static str,
    /// More classes of the table.
    #[prop(optional)]
    class: &'static str,
    /// The rows in order, each by its number.
    #[prop(into)]
    rows: Signal<Vec<u32>>,
    /// The header row.
    head: AnyView,
    /// Columns, for the spacers.
    columns: usize,
    /// Draws a row: its place in the table (the header is 1), and its number.
    row: F,
) -> impl IntoView
where
    F: Fn(usize, u32) -> AnyView + Copy + Send + Sync + 'static,
{
    let frame = NodeRef::<leptos::html::Div>::new();
    let range = RwSignal::new((0_usize, 40_usize));
    let height = RwSignal::new(ROW_PX);
    let measure = move || measure(frame, height, range);
    let count = Memo::new(move |_| rows.with(Vec::len));
    Effect::new(move |_| {
        count.with(|_| ());
        request_animation_frame(measure);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let seen = move || {
        let (from, to) = range.get();
        rows.with(|rows| {
            let range = from.min(rows.len())..to.min(rows.len());
            range.map(|place| (place + 2, rows[place])).collect::<Vec<_>>()
        })
    };
    let above = Signal::derive(move || range.get().0.min(count.get()) as f64 * height.get());
    let below = Signal::derive(move || count.get().saturating_sub(range.get().1) as f64 * height.get());
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
                <tbody>
                    <Spacer px=above columns=columns />
                    <For each=seen key=|row| *row children=move |(place, number)| row(place, number) />
                    <Spacer px=below columns=columns />
                </tbody>
            </table>
        </div>
    }
}

/// Which rows are in view, from the frame's place and the height its rows really have.
fn measure(frame: NodeRef<leptos::html::Div>, height: RwSignal<f64>, range: RwSignal<(usize, usize)>) {
    let Some(frame) = frame.get_untracked() else { return };
    let drawn = frame.query_selector("tbody tr:not(.spacer)").ok().flatten();
    let px = drawn.map_or(ROW_PX, |row| row.get_bounding_client_rect().height()).max(8.0);
    if (height.get_untracked() - px).abs() > 0.5 {
        height.set(px);
    }
    let first = (f64::from(frame.scroll_top()) / px) as usize;
    let seen = (f64::from(frame.client_height()) / px).ceil() as usize + 1;
    let next = (first.saturating_sub(SPARE), first + seen + SPARE);
    if range.get_untracked() != next {
        range.set(next);
    }
}

/// The room of the rows out of view.
#[component]
fn Spacer(px: Signal<f64>, columns: usize) -> impl IntoView {
    let node = NodeRef::<leptos::html::Tr>::new();
    Effect::new(move |_| {
        let height = px.get();
        if let Some(node) = node.get() {
            let element: HtmlElement = node.unchecked_into();
            let _ = element.style().set_property("--spacer", &format!("{height}px"));
            element.set_hidden(height < 0.5);
        }
    });
    view! {
        <tr class="spacer" aria-hidden="true" node_ref=node>
            <td colspan=columns></td>
        </tr>
    }
}
