//! Names in a rule: the reps to choose from, and what the data does not know.

use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::screens::rules::fields::Slot;
use crate::model::Value;
use crate::rules::Shape;
use crate::rules::Unknown;
use crate::texts;
use leptos::prelude::*;

/// The reps that a rule names.
#[component]
pub(super) fn Reps(
    /// The parameter.
    entry: Slot,
) -> impl IntoView {
    let slot = entry;
    let reps = slot.app.session.with_untracked(|session| {
        let reps = session.data.iter().flat_map(|data| &data.dataset.reps);
        reps.map(|rep| (rep.id.clone(), rep.name.clone())).collect::<Vec<_>>()
    });
    let label = view! {
        <span>
            {texts::of(slot.param.title)}": "
            {move || match slot.list().len() {
                0 => say!("choose").to_owned(),
                count => count.to_string(),
            }}
        </span>
        <Icon name="chevron" />
    };
    let item = move |(id, name): (String, String)| {
        let (shown, known, chosen) = (id.clone(), name.clone(), id);
        let checked = move || slot.list().iter().any(|entry| *entry == shown || *entry == known);
        let title = name.clone();
        let set = move |event: web_sys::Event| {
            let mut list = untrack(|| slot.list());
            list.retain(|entry| *entry != chosen && *entry != name);
            if event_target_checked(&event) {
                list.push(chosen.clone());
            }
            slot.set(Value::List(list));
        };
        view! {
            <label class="menu-item">
                <input type="checkbox" prop:checked=checked on:change=set />
                <span>{title}</span>
            </label>
        }
    };
    view! {
        <Menu class="menu-small menu-reps" label=label.into_any()>
            {reps.into_iter().map(item).collect_view()}
        </Menu>
    }
}

/// What is wrong with the names in a field. A rep who is not known stands in no list, so the name can be removed here.
#[component]
pub(super) fn UnknownNames(
    /// The parameter.
    entry: Slot,
) -> impl IntoView {
    let slot = entry;
    let line = move |unknown: Unknown| {
        let text = unknown.sentence();
        let name = say!("Remove {name}", name = unknown.found);
        let remove = move |_| {
            let mut list = untrack(|| slot.list());
            list.retain(|entry| *entry != unknown.found);
            slot.set(Value::List(list));
        };
        view! {
            <p class="term-unknown" role="status">
                <Icon name="warning" />
                <span>{text}</span>
                {matches!(slot.param.shape, Shape::Reps)
                    .then(|| {
                        view! {
                            <button class="button button-small" type="button" aria-label=name on:click=remove>
                                {say!("Remove")}
                            </button>
                        }
                    })}
            </p>
        }
    };
    move || slot.unknown.get().into_iter().map(line).collect_view()
}
