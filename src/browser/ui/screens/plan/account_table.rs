//! The "Accounts" table: every account, however many; only the rows in view exist.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::SortHeader;
use crate::browser::ui::parts::Swatch;
use crate::browser::ui::parts::Virtual;
use crate::browser::ui::screens::plan::account_filter::FilterLine;
use crate::browser::ui::screens::plan::account_filter::FilterMenu;
use crate::browser::ui::screens::plan::carry::use_carry;
use crate::browser::ui::screens::plan::column_menu::ColumnMenu;
use crate::browser::ui::screens::plan::table_state::TableState;
use crate::browser::ui::screens::plan::table_state::use_table;
use crate::session::Event;
use crate::session::Pick;
use crate::view::AccountCell;
use crate::view::AccountColumn;
use crate::view::ColumnInfo;
use crate::view::Filter;
use crate::view::Layout;
use crate::view::account_line;
use crate::view::are_selected;
use crate::view::shown_text;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Width of the name, px.
const NAME_PX: u16 = 260;

/// The table under its tabs.
#[component]
pub fn AccountTable(
    /// The tabs.
    tabs: AnyView,
) -> impl IntoView {
    let (app, table) = (use_app(), use_table());
    table.arrange();
    table.follow(app);
    let frame = NodeRef::<leptos::html::Div>::new();
    let top = RwSignal::new(0);
    pin(table, frame);
    let shown = move || {
        let count = table.rows.with(|rows| rows.len());
        app.session.with(|session| shown_text(session, count))
    };
    let empty = Memo::new(move |_| table.rows.with(|rows| rows.is_empty()) && !table.filter.with(Filter::is_empty));
    let columns = Memo::new(move |_| table.layout.with(|layout| layout.columns.len() + 1));
    let described = move || {
        let row = table.active.get().and_then(|place| table.rows.with(|rows| rows.get(place).copied()))?;
        Some(format!("account-{row}"))
    };
    view! {
        <div class="table-tools">
            {tabs}
            <span class="muted small" role="status">{shown}</span>
            <Search />
            <FilterMenu />
            <ColumnMenu />
        </div>
        <FilterLine />
        <Show when=move || empty.get()>
            <div class="empty table-empty">
                <p>{say!("No account passes all of this. Take a filter away, or search for something else.")}</p>
                <button class="button button-small" type="button" on:click=move |_| table.filter.set(Filter::default())>
                    {say!("Show all accounts")}
                </button>
            </div>
        </Show>
        <Virtual
            label=say!("Accounts")
            class="table-hover table-compact table-virtual"
            rows=table.rows
            head=view! { <Head /> }.into_any()
            columns=columns
            row=|place, account| view! { <Row place=place account=account /> }.into_any()
            frame=frame
            top=top
            active=table.active
            attr:aria-activedescendant=described
            on:keydown=move |event| keys(app, table, &event, top.get_untracked())
        />
    }
}

/// Says how wide the table is and where pinned columns stay.
fn pin(table: TableState, frame: NodeRef<leptos::html::Div>) {
    Effect::new(move |_| {
        let (offsets, width) = table.layout.with(|layout| layout.offsets_px(NAME_PX));
        let Some(frame) = frame.get() else { return };
        let style = frame.unchecked_ref::<HtmlElement>().style();
        let _ = style.set_property("--table-width", &format!("{width}px"));
        for (place, offset) in offsets.into_iter().enumerate() {
            let _ = style.set_property(&format!("--pin-{place}"), &format!("{offset}px"));
        }
    });
}

/// Keys on the table: arrows move, with Shift they select; Space selects, Enter opens, Ctrl+A selects all.
fn keys(app: App, table: TableState, event: &web_sys::KeyboardEvent, top: usize) {
    let count = table.rows.with_untracked(|rows| rows.len());
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let Some(target) = target.filter(|_| count > 0) else { return };
    let of_frame = target.matches(".table-virtual-frame").unwrap_or(false);
    let command = event.ctrl_key() || event.meta_key();
    let active = table.active.get_untracked();
    let before = active.map_or(top, |place| place.saturating_sub(1));
    let next = active.map_or(top, |place| (place + 1).min(count - 1));
    let go = match event.key().as_str() {
        "ArrowDown" => next,
        "ArrowUp" => before,
        "PageDown" => (active.unwrap_or(top) + 10).min(count - 1),
        "PageUp" => active.unwrap_or(top).saturating_sub(10),
        "Home" => 0,
        "End" => count - 1,
        "a" if command => {
            event.prevent_default();
            return table.select_all(app);
        }
        key @ (" " | "Enter") if of_frame => {
            event.prevent_default();
            if let Some(account) = active.and_then(|place| table.rows.with_untracked(|rows| rows.get(place).copied())) {
                table.click(app, account, event.shift_key(), key == " ");
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(frame) = target.closest(".table-virtual-frame").ok().flatten().filter(|_| !of_frame) {
        let _ = frame.unchecked_into::<HtmlElement>().focus();
    }
    if event.shift_key() && active.is_none() {
        table.begin_at(go);
    }
    table.active.set(Some(go));
    if event.shift_key() {
        table.extend_to(app, go);
    } else {
        table.begin_at(go);
    }
}

#[component]
fn Search() -> impl IntoView {
    let table = use_table();
    view! {
        <label class="search">
            <Icon name="search" />
            <input
                class="input input-small"
                type="search"
                placeholder=say!("Name, place, id, rep")
                aria-label=say!("Search accounts")
                prop:value=move || table.filter.with(|filter| filter.search.clone())
                on:input=move |event| table.filter.update(|filter| filter.search = event_target_value(&event))
            />
        </label>
    }
}

/// Widths and headers.
#[component]
fn Head() -> impl IntoView {
    let table = use_table();
    move || {
        let layout = table.layout.get();
        let header = |(place, info): (usize, &ColumnInfo)| {
            let number = info.kind.is_number();
            view! {
                <SortHeader
                    key=Some(info.column)
                    sort=table.sort
                    largest_first=number
                    class=cell_class(&layout, place)
                    label=info.title.clone()
                />
            }
        };
        let headers = layout.columns.iter().enumerate().map(header).collect_view();
        // Where columns are pinned the last one takes what room there is left: those before must not become wider.
        let given = layout.columns.len() - usize::from(layout.pinned > 0);
        let widths = layout.columns.iter().take(given).map(|info| col(info.width)).collect_view();
        view! {
            <colgroup>
                {col(NAME_PX)}
                {widths}
            </colgroup>
            <thead>
                <tr>
                    <SortHeader
                        key=Some(AccountColumn::Name)
                        sort=table.sort
                        label=say!("Account")
                        before=view! { <SelectAll /> }.into_any()
                    />
                    {headers}
                </tr>
            </thead>
        }
    }
}

/// A column of so many px.
fn col(px: u16) -> impl IntoView {
    leptos::html::col().attr("width", px.to_string())
}

/// Ticked while all rows that are shown are selected; a click selects all of them, or none.
#[component]
fn SelectAll() -> impl IntoView {
    let (app, table) = (use_app(), use_table());
    let selected = app.slice(|session| session.selection.accounts.clone());
    let some = Memo::new(move |_| selected.with(|selected| !selected.is_empty()));
    let all = Memo::new(move |_| table.rows.with(|rows| selected.with(|selected| are_selected(rows, selected))));
    view! {
        <input
            type="checkbox"
            aria-label=move || say!("Select all {count} shown", count = table.rows.with(|rows| rows.len()))
            prop:checked=move || all.get()
            prop:indeterminate=move || some.get() && !all.get()
            on:change=move |_| {
                if all.get_untracked() { app.dispatch(Event::Pick(Pick::Nothing)) } else { table.select_all(app) }
            }
        />
    }
}

/// Amounts stand to the right; pinned columns say which of them they are.
fn cell_class(layout: &Layout, place: usize) -> String {
    let number = layout.columns.get(place).is_some_and(|info| info.kind.is_number());
    let pinned = (place < layout.pinned).then(|| format!("pin pin-{place}"));
    [number.then(|| "num".to_owned()), pinned].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[component]
fn Row(place: usize, account: u32) -> impl IntoView {
    let (app, table, carry) = (use_app(), use_table(), use_carry());
    let row = Memo::new(move |_| {
        table.shown.with(|_| ());
        let of = |session: &_| table.layout.with(|layout| account_line(session, account, &layout.columns));
        app.session.with_untracked(of)
    });
    let selected = app.slice(move |session| session.selection.accounts.binary_search(&account).is_ok());
    let active = Memo::new(move |_| table.active.get() == Some(place - 2));
    let tick = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        table.click(app, account, event.shift_key(), true);
    };
    let cells = move || {
        let row = row.get()?;
        let name = row.name.clone();
        let layout = table.layout.get_untracked();
        let cell = |(place, cell): (usize, AccountCell)| {
            let label = layout.columns.get(place).map(|info| info.title.clone());
            let faint = cell.faint;
            view! {
                <td class=cell_class(&layout, place) class:faint=faint data-label=label>
                    {cell_content(cell)}
                </td>
            }
        };
        let cells = row.cells.into_iter().enumerate().map(cell).collect_view();
        Some(view! {
            <th scope="row">
                <span class="cell-name">
                    <input
                        type="checkbox"
                        tabindex="-1"
                        aria-label=say!("Select {name}", name)
                        prop:checked=move || selected.get()
                        on:click=tick
                    />
                    // The frame has the keys: nobody walks through every row.
                    <button class="cell-button" type="button" tabindex="-1">
                        {row.name}
                    </button>
                    {row.locked.then(|| view! { <Icon name="lock" /> })}
                    {row.excluded
                        .then(|| {
                            view! {
                                <Icon name="exclude" />
                                <span class="visually-hidden">{say!("excluded")}</span>
                            }
                        })}
                </span>
            </th>
            {cells}
        })
    };
    view! {
        <tr
            id=format!("account-{account}")
            aria-rowindex=place
            aria-selected=move || selected.get().to_string()
            class:is-active=move || active.get()
            class:is-excluded=move || row.with(|row| row.as_ref().is_some_and(|row| row.excluded))
            on:pointerdown=move |event| carry.hold(&event, Some(account))
            on:click=move |event| {
                if !carry.is_end() {
                    table.click(app, account, event.shift_key(), event.ctrl_key() || event.meta_key());
                }
            }
        >
            {cells}
        </tr>
    }
}

fn cell_content(cell: AccountCell) -> AnyView {
    match cell.colour {
        None => cell.text.into_any(),
        Some(colour) => view! {
            <span class="cell-name">
                <Swatch colour=colour />
                <span class="clip">{cell.text}</span>
            </span>
        }
        .into_any(),
    }
}
