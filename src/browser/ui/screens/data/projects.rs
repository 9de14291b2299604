//! The projects on this device: open one, delete it, bring it back.

use crate::browser::app::use_app;
use crate::browser::locale::moment;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::session::Event;
use crate::session::Shelf;
use crate::view::ProjectRow;
use crate::view::project_rows;
use leptos::prelude::*;

/// The list; nothing where there is none.
#[component]
pub fn Projects() -> impl IntoView {
    let app = use_app();
    let rows = app.keyed(|session| session.cards.clone(), project_rows);
    let part = move |deleted: bool| rows.get().into_iter().filter(|row| row.deleted == deleted).collect::<Vec<_>>();
    let gone = move || part(true).len();
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <section class="card" aria-labelledby="projects">
                <div class="card-head">
                    <h2 id="projects">{say!("Your projects")}</h2>
                    <span class="muted">{say!("On this device")}</span>
                </div>
                <ul class="projects">
                    <For each=move || part(false) key=|row| (row.key, row.changed_at.to_bits()) let:row>
                        <Kept row=row />
                    </For>
                </ul>
                <Show when=move || !part(true).is_empty()>
                    <details class="fold projects-gone">
                        <summary>
                            <Icon name="chevron" />
                            {move || say!("Deleted ({count})", count = gone())}
                        </summary>
                        <p class="muted small">{say!("They go for good after thirty days.")}</p>
                        <ul class="projects">
                            <For each=move || part(true) key=|row| row.key let:row>
                                <Gone row=row />
                            </For>
                        </ul>
                    </details>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Kept(row: ProjectRow) -> impl IntoView {
    let app = use_app();
    let ProjectRow { key, name, line, changed_at, .. } = row;
    let open = move |_| {
        app.dispatch(Event::Shelf(Shelf::Switch(key)));
        go(Screen::Plan);
    };
    view! {
        <li class="project">
            <button class="project-open" type="button" on:click=open>
                <b>{name.clone()}</b>
                <span class="muted">{line}</span>
            </button>
            <span class="muted project-when">{moment(changed_at)}</span>
            <button
                class="button button-quiet button-icon button-small"
                type="button"
                aria-label=say!("Delete {name}", name)
                title=say!("Delete; it can be brought back")
                on:click=move |_| app.dispatch(Event::Shelf(Shelf::Delete(key, js_sys::Date::now())))
            >
                <Icon name="trash" />
            </button>
        </li>
    }
}

#[component]
fn Gone(row: ProjectRow) -> impl IntoView {
    let app = use_app();
    let key = row.key;
    view! {
        <li class="project">
            <span class="project-open">
                <b>{row.name.clone()}</b>
                <span class="muted">{row.line}</span>
            </span>
            <button
                class="button button-small"
                type="button"
                aria-label=say!("Bring back {name}", name = row.name)
                on:click=move |_| app.dispatch(Event::Shelf(Shelf::BringBack(key)))
            >
                {say!("Bring back")}
            </button>
        </li>
    }
}
