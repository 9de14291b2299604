//! Tables: sortable headers, and rows that exist only while they are in view.

use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Rows kept above and below the view.
const SPARE: usize = 8;
/// Rows that are there at first, before the frame is measured.
const FIRST_ROWS: usize = 40;
/// A longer table is printed as far as it is seen.
const MOST_PRINTED: usize = 1_000;
/// Height of a row before the first is drawn, px.
const ROW_PX: f64 = 36.0;
/// Browsers draw nothing higher than this, px: Firefox ends at 17.8 million.
const MOST_PX: f64 = 12_000_000.0;

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
    #[prop(into)]
    label: String,
    /// What the column means, "" where its name says it.
    #[prop(optional)]
    help: &'static str,
    /// What stands before the name.
    #[prop(optional)]
    before: Option<AnyView>,
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
        <th scope="col" class=class aria-sort=direction title=(!help.is_empty()).then_some(help)>
            {before}
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
    rows: Signal<Arc<Vec<u32>>>,
    /// Columns with their widths, and the header row.
    head: AnyView,
    /// Columns, for the spacers.
    #[prop(into)]
    columns: Signal<usize>,
    /// Draws a row: its place in the table (the header is 1), and its number.
    row: F,
    /// The scrolling frame.
    #[prop(default = NodeRef::new())]
    frame: NodeRef<leptos::html::Div>,
    /// Place of the first row in view, from 0.
    #[prop(default = RwSignal::new(0))]
    top: RwSignal<usize>,
    /// Place of the row that is to be in view, from 0.
    #[prop(optional, into)]
    active: Signal<Option<usize>>,
    /// Where there are no more rows than this, all of them exist.
    #[prop(optional)]
    whole: usize,
    /// What stands below the rows.
    #[prop(optional)]
    foot: Option<AnyView>,
) -> impl IntoView
where
    F: Fn(usize, u32) -> AnyView + Copy + Send + Sync + 'static,
{
    let part = RwSignal::new(Part { to: whole.max(FIRST_ROWS), ..Part::default() });
    let height = RwSignal::new(ROW_PX);
    let count = Memo::new(move |_| rows.with(|rows| rows.len()));
    let measure = move || {
        let Some(frame) = frame.get_untracked() else { return };
        let count = count.get_untracked();
        let next = Part::of(&frame, height, count, count <= whole);
        if part.get_untracked() != next {
            top.set((next.from + SPARE).min(next.first));
            part.set(next);
        }
    };
    Effect::new(move |_| {
        count.with(|_| ());
        request_animation_frame(measure);
    });
    Effect::new(move |_| {
        if let (Some(place), Some(frame)) = (active.get(), frame.get_untracked()) {
            reveal(&frame, place, count.get_untracked(), height.get_untracked());
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    print_whole(part, count, measure);
    let seen = move || {
        let Part { from, to, .. } = part.get();
        rows.with(|rows| {
            let range = from.min(rows.len())..to.min(rows.len());
            range.map(|place| (place + 2, rows[place])).collect::<Vec<_>>()
        })
    };
    let above = Signal::derive(move || part.get().above);
    let below = Signal::derive(move || part.get().below);
    view! {
        <div
            class="table-scroll table-virtual-frame"
            tabindex="0"
            role="group"
            aria-label=say!("{label}, scrolls", label)
            node_ref=frame
            on:scroll=move |_| measure()
        >
            <table class=format!("table {class}") aria-label=label aria-rowcount=move || count.get() + 1>
                {head}
                <tbody>
                    <Spacer px=above columns=columns />
                    <For each=seen key=|row| *row children=move |(place, number)| row(place, number) />
                    <Spacer px=below columns=columns />
                </tbody>
                {foot}
            </table>
        </div>
    }
}

/// Has all rows exist while the page is printed: paper does not scroll.
fn print_whole(part: RwSignal<Part>, count: Memo<usize>, measure: impl Fn() + 'static) {
    let printed = window_event_listener(leptos::ev::beforeprint, move |_| {
        let to = count.get_untracked();
        if to <= MOST_PRINTED {
            part.set(Part { to, ..Part::default() });
        }
    });
    on_cleanup(move || printed.remove());
    let seen_again = window_event_listener(leptos::ev::afterprint, move |_| measure());
    on_cleanup(move || seen_again.remove());
}

/// Which rows exist, and the room of the others, px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Part {
    from: usize,
    to: usize,
    /// The first row in view.
    first: usize,
    above: f64,
    below: f64,
}

impl Part {
    /// By the frame's place and the height its rows really have; `whole` has all rows exist.
    fn of(frame: &HtmlElement, height: RwSignal<f64>, count: usize, whole: bool) -> Self {
        let drawn = frame.query_selector("tbody tr:not(.spacer)").ok().flatten();
        let px = drawn.map_or(ROW_PX, |row| row.get_bounding_client_rect().height()).max(8.0);
        if (height.get_untracked() - px).abs() > 0.5 {
            height.set(px);
        }
        let (scrolled, seen_px) = (f64::from(frame.scroll_top()), f64::from(frame.client_height()));
        let scroll = Scroll::new(count, px, seen_px);
        let place = scrolled * scroll.stretch;
        let first = ((place / px) as usize).min(count);
        if whole {
            return Self { to: count, first, ..Self::default() };
        }
        let from = first.saturating_sub(SPARE);
        let to = (first + (seen_px / px).ceil() as usize + 1 + SPARE).min(count);
        // The rows in view stand where the frame is scrolled to, whatever the stretch.
        let above = (scrolled - (place - from as f64 * px)).max(0.0);
        let below = (scroll.drawn_px - above - to.saturating_sub(from) as f64 * px).max(0.0);
        Self { from, to, first, above, below }
    }
}

/// How a table that is higher than browsers can draw is scrolled: each px stands for several.
struct Scroll {
    /// Height that is drawn, px.
    drawn_px: f64,
    /// Px of the table for each px that is scrolled; 1 for any but the longest.
    stretch: f64,
}

impl Scroll {
    fn new(count: usize, row_px: f64, seen_px: f64) -> Self {
        let whole = count as f64 * row_px;
        let drawn_px = whole.min(MOST_PX);
        let stretch = if whole > MOST_PX { (whole - seen_px) / (MOST_PX - seen_px) } else { 1.0 };
        Self { drawn_px, stretch }
    }
}

/// Scrolls as far as it takes to have a row in view, below the header.
fn reveal(frame: &HtmlElement, place: usize, count: usize, row_px: f64) {
    let seen_px = f64::from(frame.client_height());
    let header = frame.query_selector("thead").ok().flatten();
    let room = seen_px - header.map_or(0.0, |header| header.get_bounding_client_rect().height());
    let stretch = Scroll::new(count, row_px, seen_px).stretch;
    let (row, scrolled) = (place as f64 * row_px, f64::from(frame.scroll_top()) * stretch);
    if row < scrolled {
        frame.set_scroll_top((row / stretch) as i32);
    } else if row + row_px > scrolled + room {
        frame.set_scroll_top(((row + row_px - room) / stretch).ceil() as i32);
    }
}

/// The room of the rows out of view.
#[component]
fn Spacer(px: Signal<f64>, columns: Signal<usize>) -> impl IntoView {
    let node = NodeRef::<leptos::html::Tr>::new();
    Effect::new(move |_| {
        let height = px.get();
        if let Some(node) = node.get() {
            let element: HtmlElement = node.unchecked_into();
            let _ = element.style().set_property("--spacer", &format!("{height}px"));
        }
    });
    let needed = Memo::new(move |_| px.get() >= 0.5);
    view! {
        <Show when=move || needed.get()>
            <tr class="spacer" aria-hidden="true" node_ref=node>
                <td colspan=move || columns.get()></td>
            </tr>
        </Show>
    }
}
