//! The tree of versions. One of its lines has the focus; the arrow keys move it, and what has it is shown in full.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::versions::use_versions;
use crate::view::TreeRow;
use crate::view::version_tree;
use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Deeper levels are drawn like this one: a line must have room for its name.
const DEEPEST: usize = 8;

/// The tree.
#[component]
pub fn Tree() -> impl IntoView {
    let (app, dialogs) = (use_app(), use_versions());
    let rows = app.keyed(
        |session| {
            let judged = session.judgement.as_ref().map(|judged| judged.version);
            (session.project.as_ref().map(|project| project.version), judged)
        },
        version_tree,
    );
    let list = NodeRef::<html::Div>::new();
    // What was shown may be gone.
    Effect::new(move |_| {
        let picked = dialogs.picked.get();
        rows.with(|rows| {
            if rows.iter().all(|row| row.id != picked) {
                dialogs.picked.set(
                    app.session.with_untracked(|session| session.project.as_ref().map_or(0, |project| project.current)),
                );
            }
        });
    });
    // A button that was pressed may be gone with what it did: the line it was about has the focus then.
    Effect::new(move |_| {
        rows.with(|_| ());
        request_animation_frame(move || {
            let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            let line = list.get_untracked().and_then(|list| list.query_selector("[tabindex='0']").ok().flatten());
            if let Some(line) = line.filter(|_| lost).and_then(|line| line.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = line.focus();
            }
        });
    });
    let go = move |to: usize| {
        let Some(id) = rows.with_untracked(|rows| rows.get(to).map(|row| row.id)) else { return };
        dialogs.picked.set(id);
        let line = list.get_untracked().and_then(|list| list.children().item(to as u32));
        if let Some(line) = line.and_then(|line| line.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = line.focus();
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let to = rows.with_untracked(|rows| next(rows, dialogs.picked.get_untracked(), &event.key()));
        if let Some(to) = to {
            event.prevent_default();
            go(to);
        }
    };
    view! {
        <div class="version-tree" role="tree" aria-label=say!("Versions") node_ref=list on:keydown=keys>
            {move || rows.get().into_iter().enumerate().map(|(place, row)| line(row, place, go)).collect_view()}
        </div>
    }
}

/// The line a key leads to; none where it leads nowhere.
fn next(rows: &[TreeRow], picked: u32, key: &str) -> Option<usize> {
    let here = rows.iter().position(|row| row.id == picked)?;
    let level = rows[here].level;
    match key {
        "ArrowDown" => (here + 1 < rows.len()).then_some(here + 1),
        "ArrowUp" => here.checked_sub(1),
        "ArrowLeft" => rows[..here].iter().rposition(|row| row.level + 1 == level),
        "ArrowRight" => rows.get(here + 1).filter(|row| row.level > level).map(|_| here + 1),
        "Home" => Some(0),
        "End" => rows.len().checked_sub(1),
        _ => None,
    }
}

fn line(row: TreeRow, place: usize, go: impl Fn(usize) + Copy + 'static) -> impl IntoView {
    let dialogs = use_versions();
    let picked = move || dialogs.picked.get() == row.id;
    let last = row.rails.len().saturating_sub(1);
    let rails = row.rails.iter().enumerate().skip(row.rails.len().saturating_sub(DEEPEST));
    let rails = rails.map(|(level, goes_on)| match (level == last, goes_on) {
        (true, true) => "rail-tee",
        (true, false) => "rail-end",
        (false, true) => "rail-through",
        (false, false) => "rail-none",
    });
    let rails: Vec<_> = rails.map(|kind| view! { <span class=format!("tree-rail {kind}")></span> }).collect();
    view! {
        <div
            class="tree-line"
            role="treeitem"
            {..custom_attribute("aria-level", (row.level + 1).to_string())}
            aria-posinset=row.place.0.to_string()
            aria-setsize=row.place.1.to_string()
            aria-selected=move || picked().to_string()
            tabindex=move || if picked() { "0" } else { "-1" }
            on:click=move |_| go(place)
        >
            <span class="tree-rails" aria-hidden="true">{rails}</span>
            <span class="tree-text">
                <b class="clip">{row.label}</b>
                <span class="clip faint small">{row.note}</span>
            </span>
            {row.chosen.then(|| view! { <span class="chip chip-kept"><Icon name="check" />{say!("chosen")}</span> })}
            {row.current.then(|| view! { <span class="chip chip-accent">{say!("open")}</span> })}
            <span class="tree-value muted small">{row.objective}</span>
        </div>
    }
}
