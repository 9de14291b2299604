//! A card per file, with what its rows are.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::import::Mapping;
use crate::model::TableKind;
use crate::session::Event;
use crate::session::Session;
use crate::texts;
use crate::view::FileCard;
use crate::view::file_cards;
use leptos::prelude::*;
use std::sync::Arc;

/// Changes whenever files were understood anew.
pub fn understanding(session: &Session) -> usize {
    session.understood.as_ref().map_or(0, |understood| Arc::as_ptr(understood) as usize)
}

/// The files, as long as they are at hand.
pub fn use_cards() -> Memo<Vec<FileCard>> {
    let of = |session: &Session| session.understood.as_deref().map_or_else(Vec::new, file_cards);
    use_app().keyed(understanding, of)
}

/// A card per file.
#[component]
pub fn FileCards() -> impl IntoView {
    let cards = use_cards();
    view! {
        <Show when=move || cards.with(|cards| !cards.is_empty())>
            <section class="files" aria-label=say!("Files read")>
                <For each=move || cards.get() key=|card| (card.position, card.file.clone()) let:card>
                    <File cards=cards position=card.position name=card.file />
                </For>
            </section>
        </Show>
    }
}

#[component]
fn File(cards: Memo<Vec<FileCard>>, position: usize, name: String) -> impl IntoView {
    let card = Memo::new(move |_| cards.with(|cards| cards.get(position).cloned()));
    let line = move || card.get().map(|card| card.line);
    let note = move || card.get().map(|card| card.mapping.note).filter(|note| !note.is_empty());
    let icon = move || match card.get().map(|card| card.mapping.kind) {
        Some(Some(TableKind::Reps)) => view! { <Icon name="users" /> },
        Some(Some(TableKind::Opportunities)) => view! { <Icon name="table" /> },
        _ => view! { <Icon name="file" /> },
    };
    view! {
        <article class="card file">
            <span class="file-kind">{icon}</span>
            <div class="file-text">
                <div class="file-name" title=name.clone()>
                    {name.clone()}
                </div>
                <div class="muted small">{line}</div>
                {move || note().map(|note| view! { <div class="muted small">{note}</div> })}
                <Kind card=card name=name.clone() />
            </div>
        </article>
    }
}

const KINDS: [(&str, &str, Option<TableKind>); 4] = [
    ("accounts", text!("Accounts"), Some(TableKind::Accounts)),
    ("reps", text!("Reps"), Some(TableKind::Reps)),
    ("opportunities", text!("Opportunities"), Some(TableKind::Opportunities)),
    ("", text!("Not used"), None),
];

#[component]
fn Kind(card: Memo<Option<FileCard>>, name: String) -> impl IntoView {
    let app = use_app();
    let current = move || card.get().and_then(|card| card.mapping.kind);
    let busy = app.slice(|session| session.reading.is_some());
    let change = move |event: web_sys::Event| {
        let word = event_target_value(&event);
        let kind = KINDS.iter().find(|kind| kind.0 == word).and_then(|kind| kind.2);
        if let Some(card) = card.get_untracked() {
            app.dispatch(Event::Remap(vec![Mapping { kind, ..card.mapping }]));
        }
    };
    let option = move |(word, title, kind): (&'static str, &'static str, Option<TableKind>)| {
        view! {
            <option value=word prop:selected=move || current() == kind>
                {texts::of(title)}
            </option>
        }
    };
    view! {
        <select class="select select-small" disabled=move || busy.get() aria-label=say!("Use {name} as", name) on:change=change>
            {KINDS.map(option).collect_view()}
        </select>
    }
}
