//! Which columns the "Accounts" table shows: a menu with all of them.

use crate::browser::app::use_app;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::screens::plan::table_state::use_table;
use crate::view::ColumnInfo;
use crate::view::Layout;
use crate::view::can_be_shown;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The menu.
#[component]
pub fn ColumnMenu() -> impl IntoView {
    let (app, table) = (use_app(), use_table());
    let label = view! {
        <Icon name="table" />
        <span class="phone-hide">{say!("Columns")}</span>
    };
    let shown = move || table.layout.with(|layout| layout.columns.clone());
    let hidden = move || {
        let is_hidden = |info: &&ColumnInfo| {
            can_be_shown(info.column) && table.layout.with(|layout| layout.place(info.column).is_none())
        };
        table.columns.with(|columns| columns.iter().filter(is_hidden).cloned().collect::<Vec<_>>())
    };
    view! {
        <Menu class="menu-small menu-end column-menu" name=say!("Columns") label=label.into_any()>
            <div class="menu-heading">{say!("Shown, in this order")}</div>
            <For each=shown key=|info| info.column let:info>
                <Shown info=info />
            </For>
            <hr class="menu-line" />
            <For each=hidden key=|info| info.column let:info>
                <button
                    class="menu-item"
                    type="button"
                    on:click={
                        let info = info.clone();
                        move |event| {
                            keep_focus(&event);
                            table.lay_out(app, |layout| layout.toggle(&info));
                        }
                    }
                >
                    <Icon name="plus" />
                    <span>{say!("Show {column}", column = info.title)}</span>
                    {info.own.then(|| view! { <span class="faint">{say!("your file")}</span> })}
                </button>
            </For>
            <hr class="menu-line" />
            <button
                class="menu-item"
                type="button"
                on:click=move |_| {
                    let usual = table.columns.with_untracked(|columns| Layout::usual(columns));
                    table.lay_out(app, |layout| *layout = usual);
                }
            >
                <Icon name="undo" />
                <span>{say!("The usual columns")}</span>
            </button>
        </Menu>
    }
}

/// A column that moves takes the focus out of the document for a moment: what was pressed has it again, or the menu's
/// button where that is gone.
fn keep_focus(event: &web_sys::Event) {
    let pressed = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let Some(pressed) = pressed else { return };
    let menu = pressed.closest("details").ok().flatten();
    request_animation_frame(move || {
        let button = menu.and_then(|menu| menu.query_selector("summary").ok().flatten());
        let button =
            button.and_then(|button| button.dyn_into::<HtmlElement>().ok()).filter(|_| !pressed.is_connected());
        let _ = button.unwrap_or(pressed).focus();
    });
}

/// A column that is shown: hide it, pin it, move it.
#[component]
fn Shown(info: ColumnInfo) -> impl IntoView {
    let (app, table) = (use_app(), use_table());
    let (column, title) = (info.column, info.title.clone());
    let pinned = move || table.layout.with(|layout| layout.place(column).is_some_and(|place| place < layout.pinned));
    let button = move |name: String, icon: &'static str, change: fn(&mut Layout, crate::view::AccountColumn)| {
        view! {
            <button
                class="button button-quiet button-icon button-small"
                type="button"
                aria-label=name.clone()
                title=name
                on:click=move |event| {
                    keep_focus(&event);
                    table.lay_out(app, |layout| change(layout, column));
                }
            >
                <Icon name=icon />
            </button>
        }
    };
    view! {
        <div class="column-row">
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=true
                    on:change=move |event| {
                        keep_focus(&event);
                        table.lay_out(app, |layout| layout.toggle(&info));
                    }
                />
                {title.clone()}
            </label>
            <button
                class="button button-quiet button-icon button-small"
                type="button"
                aria-label=say!("Pin {title}", title)
                title=say!("Pin: it stays in view")
                aria-pressed=move || pinned().to_string()
                on:click=move |event| {
                    keep_focus(&event);
                    table.lay_out(app, |layout| layout.pin(column));
                }
            >
                <Icon name="pin" />
            </button>
            {button(say!("Move {title} forward", title), "arrow-up", |layout, column| layout.shift(column, true))}
            {button(say!("Move {title} back", title), "arrow-down", |layout, column| layout.shift(column, false))}
        </div>
    }
}
