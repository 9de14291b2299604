//! The project's menu: its name, its file, the other projects of this device.

use crate::browser::app::use_app;
use crate::browser::locale::moment;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::close_menu;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::scenario::Edit;
use crate::session::Event;
use crate::session::Session;
use crate::session::Shelf;
use crate::view::CurrencyChoice;
use crate::view::ProjectRow;
use crate::view::currencies;
use crate::view::project_rows;
use leptos::prelude::*;

/// So many other projects are offered at once; the start shows all.
const OTHERS: usize = 5;

fn name_of(session: &Session) -> String {
    session.project.as_ref().map_or_else(String::new, |project| project.name.clone())
}

/// The menu under the project's name.
#[component]
pub fn ProjectMenu() -> impl IntoView {
    let app = use_app();
    let name = app.slice(name_of);
    let label = view! {
        <span class="clip">
            <b>{move || name.get()}</b>
        </span>
        <Icon name="chevron" />
    };
    view! {
        <Menu class="menu-quiet menu-project" label=label.into_any()>
            <ProjectItems />
        </Menu>
    }
}

/// Its entries; where there is little room they stand in another menu.
#[component]
pub fn ProjectItems() -> impl IntoView {
    let app = use_app();
    let name = app.slice(name_of);
    let rename = move |event: web_sys::MouseEvent| {
        close_menu(&event);
        let asked = window().prompt_with_message_and_default(say!("Name of the project"), &name.get_untracked());
        if let Some(name) = asked.ok().flatten().filter(|name| !name.trim().is_empty()) {
            app.dispatch(Event::Edit(Edit::Rename(name.trim().to_owned())));
        }
    };
    let save = move |event: web_sys::MouseEvent| {
        close_menu(&event);
        app.dispatch(Event::ExportProject);
    };
    let close = move |event: web_sys::MouseEvent| {
        close_menu(&event);
        app.dispatch(Event::Shelf(Shelf::Close));
        go(Screen::Data);
    };
    view! {
        <button class="menu-item" type="button" on:click=rename>
            <Icon name="file" />
            <span>{say!("Rename")}</span>
        </button>
        <Currency />
        <label class="menu-item">
            <Icon name="file" />
            <span>{say!("Open a project file…")}</span>
            <input
                class="visually-hidden"
                type="file"
                aria-label=say!("Project file")
                accept=".evenfield"
                on:change=move |event| {
                    let input = event_target::<web_sys::HtmlInputElement>(&event);
                    app.take_files(crate::browser::files::listed(input.files()));
                    input.set_value("");
                }
            />
        </label>
        <button class="menu-item" type="button" on:click=save>
            <Icon name="export" />
            <span>{say!("Save as one file")}</span>
            <small>{say!("data, rules and every version")}</small>
        </button>
        <hr class="menu-line" />
        <Others />
        <button class="menu-item" type="button" on:click=close>
            <Icon name="plus" />
            <span>{say!("New project")}</span>
            <small>{say!("this one is kept; see all projects")}</small>
        </button>
    }
}

/// The currency that money is shown in.
#[component]
fn Currency() -> impl IntoView {
    let app = use_app();
    let choices = app.slice(currencies);
    let choose = move |event| {
        let place = event_target_value(&event).parse::<usize>().unwrap_or(0);
        let code = choices.with_untracked(|choices| choices.get(place).and_then(|choice| choice.code.clone()));
        app.dispatch(Event::Edit(Edit::Currency(code)));
    };
    // In a list the arrow keys choose; they do not walk through the menu around it.
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.key().starts_with("Arrow") {
            event.stop_propagation();
        }
    };
    let options = move || {
        let option = |(place, choice): (usize, CurrencyChoice)| {
            view! {
                <option value=place.to_string() selected=choice.chosen>
                    {choice.title}
                </option>
            }
        };
        choices.get().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <label class="menu-item">
            <Icon name="table" />
            <span>{say!("Currency")}</span>
            <select class="select select-small" on:change=choose on:keydown=keys>
                {options}
            </select>
        </label>
    }
}

/// The projects that were changed last.
#[component]
fn Others() -> impl IntoView {
    let app = use_app();
    let others = app.keyed(
        |session| (session.key, session.cards.clone()),
        |session| project_rows(session).into_iter().filter(|row| !row.deleted).take(OTHERS).collect::<Vec<_>>(),
    );
    let other = move |row: ProjectRow| {
        let switch = move |event: web_sys::MouseEvent| {
            close_menu(&event);
            app.dispatch(Event::Shelf(Shelf::Switch(row.key)));
        };
        view! {
            <button class="menu-item" type="button" on:click=switch>
                <Icon name="file" />
                <span>{row.name}</span>
                <small>{moment(row.changed_at)}</small>
            </button>
        }
    };
    view! {
        <Show when=move || !others.with(Vec::is_empty)>
            <div class="menu-heading">{say!("Other projects")}</div>
            {move || others.get().into_iter().map(other).collect_view()}
        </Show>
    }
}
