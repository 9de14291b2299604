//! One of many reps: a list to choose from, with a search box where the list is long. It stands in a menu.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::Swatch;
use crate::browser::ui::parts::close_menu;
use crate::browser::ui::parts::menu::MenuOpen;
use crate::view::Choice;
use crate::view::matching;
use leptos::html::Input;
use leptos::prelude::*;

/// A list this long is seen at a glance; a longer one has a search box.
const GLANCE: usize = 12;

/// The list under its search box.
#[component]
pub fn Choices<F>(
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What to do with the position that was chosen.
    choose: F,
) -> impl IntoView
where
    F: Fn(u16) + Copy + Send + Sync + 'static,
{
    let app = use_app();
    let text = RwSignal::new(String::new());
    let open = use_context::<MenuOpen>();
    let is_open = move || open.is_none_or(|MenuOpen(open)| open.get());
    // A list that nobody sees stays as it was: every edit would make it anew.
    let all = Memo::new(move |before: Option<&Vec<Choice>>| match before {
        Some(before) if !is_open() && !before.is_empty() => before.clone(),
        _ => choices.get(),
    });
    let long = Memo::new(move |_| all.with(Vec::len) > GLANCE);
    // A long list is made when it is first opened, and then stays.
    let made = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_open() || !long.get());
    let found = Memo::new(move |before: Option<&Vec<Choice>>| match before {
        Some(before) if !is_open() && !before.is_empty() => before.clone(),
        _ if made.get() => all.with(|choices| text.with(|text| matching(choices, text))),
        _ => Vec::new(),
    });
    // It closes with the choice for all that follows from it; that the screen shows it a moment longer is another matter.
    let choose = move |position| {
        if let Some(MenuOpen(open)) = open {
            open.set(false);
        }
        choose(position);
    };
    let first = move |event: web_sys::KeyboardEvent| {
        let chosen = found.with_untracked(|found| found.first().map(|choice| choice.position));
        if let Some(position) = chosen.filter(|_| event.key() == "Enter") {
            // The button of the menu has the focus next: the same key must not open it again.
            event.prevent_default();
            choose(position);
            close_once_judged(app, &event);
        }
    };
    let entry = move |choice: Choice| {
        let position = choice.position;
        let pick = move |event: web_sys::MouseEvent| {
            choose(position);
            close_once_judged(app, &event);
        };
        // What is said of a rep may change while the list is open: the entry, and the focus on it, stay.
        let now = Memo::new(move |_| {
            all.with(|choices| choices.iter().find(|choice| choice.position == position).cloned().unwrap_or_default())
        });
        view! {
            <button class="menu-item menu-choice" type="button" on:click=pick>
                {move || now.with(|choice| view! { <Swatch colour=Some(choice.colour) /> })}
                <span>{choice.name}</span>
                <span class="faint clip">{choice.place}</span>
                <span class="faint num">{move || now.with(|choice| choice.note.clone())}</span>
            </button>
        }
    };
    view! {
        <Show when=move || long.get()>
            <SearchBox text=text on:keydown=first />
        </Show>
        <For each=move || found.get() key=|choice| (choice.position, choice.name.clone(), choice.place.clone()) children=entry />
        <Show when=move || made.get() && found.with(Vec::is_empty)>
            <p class="menu-note" role="status">
                {say!("No rep by that name or place")}
            </p>
        </Show>
    }
}

/// Closes the menu once the figures of the choice stand: the page without it is laid out anew, and that would keep them.
fn close_once_judged(app: App, event: &web_sys::Event) {
    let event = event.clone();
    app.draw_when_judged(move || close_menu(&event));
}

/// The box; it has the focus as soon as the menu opens, and is empty the next time.
#[component]
fn SearchBox(text: RwSignal<String>) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let open = use_context::<MenuOpen>();
    Effect::new(move |_| {
        if !open.is_none_or(|MenuOpen(open)| open.get()) {
            text.set(String::new());
        } else if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    view! {
        <label class="search menu-search">
            <Icon name="search" />
            <input
                class="input input-small"
                type="search"
                placeholder=say!("Name or place")
                aria-label=say!("Search reps")
                node_ref=input
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
        </label>
    }
}
