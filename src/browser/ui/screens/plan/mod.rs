//! The Plan screen: the proof, the map, its table twin, and the inspector beside them.

mod account_filter;
mod account_panel;
mod account_table;
mod breach_panel;
mod carry;
mod charts;
mod column_menu;
mod condition_editor;
mod copying;
mod inspector;
mod map_legend;
mod map_panel;
mod map_scene;
mod map_split;
mod map_tools;
mod map_tours;
mod rep_tours;
mod repair_card;
mod run_panel;
mod selection_bar;
mod table_state;
mod territory_table;

pub use carry::Carry;
pub use carry::use_carry;
pub use inspector::Inspector;
pub use map_panel::object;
pub use map_panel::sheet_colours;
pub use map_panel::theme_word;
pub use map_scene::sheet_colour;
pub use table_state::TableState;

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::Stats;
use crate::browser::ui::screens::plan::account_table::AccountTable;
use crate::browser::ui::screens::plan::carry::CarryLayer;
use crate::browser::ui::screens::plan::charts::Charts;
use crate::browser::ui::screens::plan::copying::Copied;
use crate::browser::ui::screens::plan::map_panel::MapPanel;
use crate::browser::ui::screens::plan::repair_card::RepairCard;
use crate::browser::ui::screens::plan::territory_table::TerritoryTable;
use crate::session::Event;
use crate::view::account_count;
use crate::view::headline;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The screen.
#[component]
pub fn PlanScreen() -> impl IntoView {
    let app = use_app();
    let has_data = app.slice(|session| session.data.is_some());
    view! {
        <Show when=move || has_data.get() fallback=NoData>
            <Workspace />
        </Show>
    }
}

#[component]
fn NoData() -> impl IntoView {
    let app = use_app();
    let example = move |_| app.dispatch(Event::Example);
    view! {
        <div class="page">
            <section class="card empty">
                <Icon name="plan" />
                <h1>{say!("No data yet")}</h1>
                <p>{say!("Drop your account and rep files on the Data screen, or look at a made-up team first.")}</p>
                <div class="row">
                    <a class="button button-primary" href="#/data">{say!("Go to the data")}</a>
                    <button class="button" type="button" on:click=example>{say!("Try the example")}</button>
                </div>
            </section>
        </div>
    }
}

#[component]
fn Workspace() -> impl IntoView {
    let app = use_app();
    let cards = app.keyed(|session| session.judgement.as_ref().map(|judged| judged.version), headline);
    let plan = NodeRef::<leptos::html::Div>::new();
    view! {
        <div class="plan" node_ref=plan>
            <h1 class="visually-hidden">{say!("Plan")}</h1>
            <Stats cards=cards />
            <MapPanel />
            <RepairCard />
            <CarryLayer />
            <Copied />
            <Splitter plan=plan />
            <Tables />
        </div>
    }
}

/// The line between map and tables: drag it, or use the arrow keys.
#[component]
fn Splitter(plan: NodeRef<leptos::html::Div>) -> impl IntoView {
    let part = RwSignal::new(53.0_f64);
    let set = move |percent: f64| {
        let percent = percent.clamp(20.0, 80.0);
        part.set(percent);
        if let Some(plan) = plan.get_untracked() {
            let element: web_sys::HtmlElement = plan.unchecked_into();
            let _ = element.style().set_property("--map-share", &format!("{}fr", percent / (100.0 - percent)));
        }
    };
    let dragging = RwSignal::new(false);
    let drag = move |event: web_sys::PointerEvent| {
        let Some(plan) = plan.get_untracked().filter(|_| dragging.get_untracked()) else { return };
        let frame = plan.get_bounding_client_rect();
        set((f64::from(event.client_y()) - frame.top() - 76.0) / (frame.height() - 76.0) * 100.0);
    };
    let grab = move |event: web_sys::PointerEvent| {
        dragging.set(true);
        if let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            let _ = target.set_pointer_capture(event.pointer_id());
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "ArrowUp" => set(part.get_untracked() - 5.0),
        "ArrowDown" => set(part.get_untracked() + 5.0),
        _ => {}
    };
    view! {
        <div
            class="splitter"
            role="separator"
            aria-orientation="horizontal"
            aria-label=say!("Height of the map")
            aria-valuenow=move || format!("{:.0}", part.get())
            aria-valuemin="20"
            aria-valuemax="80"
            tabindex="0"
            on:pointerdown=grab
            on:pointermove=drag
            on:pointerup=move |_| dragging.set(false)
            on:keydown=keys
        ></div>
    }
}

/// What stands under the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Territories,
    Accounts,
    Charts,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Territories, Self::Accounts, Self::Charts];

    fn title(self) -> &'static str {
        match self {
            Self::Territories => say!("Territories"),
            Self::Accounts => say!("Accounts"),
            Self::Charts => say!("Charts"),
        }
    }

    /// The one beside it, round and round.
    fn next(self, back: bool) -> Self {
        Self::ALL[(self as usize + if back { 2 } else { 1 }) % Self::ALL.len()]
    }
}

#[component]
fn Tables() -> impl IntoView {
    let tab = RwSignal::new(Tab::Territories);
    let tabs = move || view! { <Tabs tab=tab /> }.into_any();
    view! {
        <section class="table-panel" id="table-panel" role="tabpanel" aria-label=say!("Tables")>
            {move || match tab.get() {
                Tab::Territories => view! { <TerritoryTable tabs=tabs() /> }.into_any(),
                Tab::Accounts => view! { <AccountTable tabs=tabs() /> }.into_any(),
                Tab::Charts => view! { <Charts tabs=tabs() /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Tabs(tab: RwSignal<Tab>) -> impl IntoView {
    let app = use_app();
    let reps = app.slice(|session| session.data.as_ref().map_or(0, |data| data.dataset.reps.len()).to_string());
    let accounts = app.slice(account_count);
    let button = move |which: Tab| {
        let count = move || match which {
            Tab::Territories => reps.get(),
            Tab::Accounts => accounts.get(),
            Tab::Charts => String::new(),
        };
        view! {
            <button
                class="tab"
                role="tab"
                type="button"
                aria-selected=move || (tab.get() == which).to_string()
                aria-controls="table-panel"
                tabindex=move || if tab.get() == which { "0" } else { "-1" }
                on:click=move |_| tab.set(which)
            >
                {which.title()}
                " "
                <span class="count">{count}</span>
            </button>
        }
    };
    let arrows = move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        if matches!(key.as_str(), "ArrowLeft" | "ArrowRight") {
            event.prevent_default();
            tab.update(|tab| *tab = tab.next(key == "ArrowLeft"));
            request_animation_frame(focus_tab);
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=say!("Tables") on:keydown=arrows>
            {Tab::ALL.map(button).collect_view()}
        </div>
    }
}

/// Gives the focus to the tab that was chosen with the arrow keys.
fn focus_tab() {
    let tab = document().query_selector("[role=tab][aria-selected=true]").ok().flatten();
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = tab.focus();
    }
}
