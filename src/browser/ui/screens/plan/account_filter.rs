//! Filters of the "Accounts" table: a menu that adds one for any column, and a chip for each that is on.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::parts::MenuOpen;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::plan::condition_editor::Editor;
use crate::browser::ui::screens::plan::table_state::use_table;
use crate::texts;
use crate::view::AccountColumn;
use crate::view::ColumnInfo;
use crate::view::Condition;
use crate::view::Filter;
use crate::view::condition_text;
use crate::view::matching_columns;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// "Filter": all columns, or what the one that was chosen must say.
#[component]
pub fn FilterMenu() -> impl IntoView {
    let label = view! {
        <Icon name="filter" />
        <span class="phone-hide">{say!("Filter")}</span>
    };
    view! {
        <Menu class="menu-small menu-end filter-menu" name=say!("Filter accounts") label=label.into_any()>
            <Content />
        </Menu>
    }
}

/// Filters that are one click away: name, icon, column.
const QUICK: [(&str, &str, AccountColumn); 4] = [
    (text!("Only those that change hands"), "compare", AccountColumn::Moves),
    (text!("Only selected"), "check", AccountColumn::Selected),
    (text!("Only locked"), "lock", AccountColumn::Locked),
    (text!("Only excluded"), "exclude", AccountColumn::Excluded),
];

#[component]
fn Content() -> impl IntoView {
    let editing = RwSignal::new(None::<ColumnInfo>);
    let open = use_context::<MenuOpen>();
    Effect::new(move |_| {
        if !open.is_none_or(|MenuOpen(open)| open.get()) {
            editing.set(None);
        }
    });
    let list = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |before: Option<bool>| {
        let chosen = editing.with(Option::is_some);
        if before.is_some_and(|before| before != chosen) {
            request_animation_frame(move || begin(list));
        }
        chosen
    });
    let content = move || match editing.get() {
        None => view! { <Columns editing=editing /> }.into_any(),
        Some(info) => view! {
            <button class="menu-item" type="button" on:click=move |_| editing.set(None)>
                <span class="turn-left">
                    <Icon name="chevron" />
                </span>
                <b>{info.title.clone()}</b>
            </button>
            <Editor info=info />
        }
        .into_any(),
    };
    view! { <div node_ref=list>{content}</div> }
}

/// What was chosen took the place of the list: it begins at its top, and has the focus.
fn begin(list: NodeRef<leptos::html::Div>) {
    let Some(list) = list.get_untracked() else { return };
    if let Some(menu) = list.parent_element() {
        menu.set_scroll_top(0);
    }
    let first = list.query_selector("input, select, .segmented > button").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = first.focus();
    }
}

#[component]
fn Columns(editing: RwSignal<Option<ColumnInfo>>) -> impl IntoView {
    let table = use_table();
    let text = RwSignal::new(String::new());
    let found = move || table.columns.with(|columns| text.with(|text| matching_columns(columns, text)));
    let quick = move |(title, icon, column): (&'static str, &'static str, AccountColumn)| {
        let is_on = move || table.filter.with(|filter| filter.condition(column) == Some(&Condition::Is(true)));
        let turn = move |_| {
            let wanted = (!is_on()).then_some(Condition::Is(true));
            table.filter.update(|filter| filter.set(column, wanted));
        };
        view! {
            <button class="menu-item" type="button" aria-pressed=move || is_on().to_string() on:click=turn>
                <Icon name=icon />
                <span>{texts::of(title)}</span>
                {move || is_on().then(|| view! { <Icon name="check" /> })}
            </button>
        }
    };
    let entry = move |info: ColumnInfo| {
        let title = info.title.clone();
        let own = info.own;
        view! {
            <button class="menu-item" type="button" on:click=move |_| editing.set(Some(info.clone()))>
                <span>{title}</span>
                <span></span>
                {own.then(|| view! { <span class="faint">{say!("your file")}</span> })}
            </button>
        }
    };
    view! {
        <label class="search menu-search">
            <Icon name="search" />
            <input
                class="input input-small"
                type="search"
                placeholder=say!("Column")
                aria-label=say!("Search columns")
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
        </label>
        <Show when=move || text.with(String::is_empty)>
            {QUICK.map(quick).collect_view()}
            <hr class="menu-line" />
            <div class="menu-heading">{say!("By a column")}</div>
        </Show>
        {move || found().into_iter().map(entry).collect_view()}
        <Show when=move || found().is_empty()>
            <p class="menu-note" role="status">
                {say!("No column by that name")}
            </p>
        </Show>
    }
}

/// A chip for each condition; they can be changed, taken away one by one or all at once.
#[component]
pub fn FilterLine() -> impl IntoView {
    let (app, table) = (use_app(), use_table());
    let conditions = move || {
        let columns = table.filter.with(|filter| filter.conditions.iter().map(|c| c.0).collect::<Vec<_>>());
        let info = |column| table.columns.with(|columns| columns.iter().find(|info| info.column == column).cloned());
        columns.into_iter().filter_map(info).collect::<Vec<_>>()
    };
    let any = Memo::new(move |_| table.filter.with(|filter| !filter.conditions.is_empty()));
    view! {
        <Show when=move || any.get()>
            <div class="filter-line" role="group" aria-label=say!("Filters")>
                <For each=conditions key=|info| info.column let:info>
                    <Chip info=info />
                </For>
                <button
                    class="button-link"
                    type="button"
                    on:click=move |_| {
                        table.filter.set(Filter::default());
                        back_to_menu();
                    }
                >
                    {say!("Clear all")}
                </button>
                <button class="button-link" type="button" on:click=move |_| table.select_all(app)>
                    {say!("Select all shown")}
                </button>
            </div>
        </Show>
    }
}

/// What was pressed is gone: the focus is where filters are added.
fn back_to_menu() {
    let menu = document().query_selector(".filter-menu > summary").ok().flatten();
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = menu.focus();
    }
}

/// The fields of a chip, while its menu is open.
#[component]
fn WhileOpen(info: ColumnInfo) -> impl IntoView {
    let open = use_context::<MenuOpen>();
    move || {
        let is_open = open.is_none_or(|MenuOpen(open)| open.get());
        is_open.then(|| view! { <Editor info=info.clone() /> })
    }
}

/// What one column must say; a click changes it.
#[component]
fn Chip(info: ColumnInfo) -> impl IntoView {
    let (app, table) = (use_app(), use_table());
    let column = info.column;
    let words = {
        let info = info.clone();
        Memo::new(move |_| {
            table.shown.with(|_| ());
            table.filter.with(|filter| {
                let condition = filter.condition(column)?;
                app.session.with_untracked(|session| Some(condition_text(session, &info, condition)))
            })
        })
    };
    let text = move || words.get().unwrap_or_default();
    view! {
        <span class="chip chip-accent chip-menu">
            <Menu class="menu-quiet" label=view! { <span class="clip">{text}</span> }.into_any()>
                <WhileOpen info=info />
            </Menu>
            <button
                class="chip-remove"
                type="button"
                aria-label=move || say!("Remove filter {filter}", filter = text())
                on:click=move |_| {
                    table.filter.update(|filter| filter.set(column, None));
                    back_to_menu();
                }
            >
                <Icon name="close" />
            </button>
        </span>
    }
}
