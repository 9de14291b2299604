//! What can be done with the selected accounts.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Choices;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::scenario::Edit;
use crate::session::Event;
use crate::session::Pick;
use crate::view::assign_choices;
use crate::view::selection_line;
use leptos::prelude::*;

/// The bar; it stands while more than one account is selected.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let app = use_app();
    let accounts = app.slice(|session| session.selection.accounts.clone());
    let line = app.keyed(|session| session.selection.accounts.clone(), selection_line);
    let lock = move |_| {
        let locks = app.session.with_untracked(|session| {
            let plan = session.project.as_ref().map(|project| &project.working.rep);
            let rep = |account: u32| plan.and_then(|plan| plan.get(account as usize).copied());
            session.selection.accounts.iter().filter_map(|&account| Some((account, Some(rep(account)?)))).collect()
        });
        app.dispatch(Event::Edit(Edit::Lock(locks)));
    };
    let unlock = move |_| {
        let locks = accounts.get_untracked().into_iter().map(|account| (account, None)).collect();
        app.dispatch(Event::Edit(Edit::Lock(locks)));
    };
    view! {
        <Show when=move || accounts.with(|accounts| accounts.len() > 1)>
            <div class="selection-bar" role="toolbar" aria-label="Selection" data-map-overlay="">
                <p>
                    <b>{move || line.get().0}</b>
                    " "
                    <span class="faint">{move || line.get().1}</span>
                </p>
                <AssignMenu accounts=accounts.into() />
                <button class="button on-inverse" type="button" on:click=lock>
                    <Icon name="lock" />
                    "Lock"
                </button>
                <button class="button on-inverse phone-hide" type="button" on:click=unlock>
                    "Unlock"
                </button>
                <button
                    class="button on-inverse button-icon"
                    type="button"
                    aria-label="Clear the selection"
                    on:click=move |_| app.dispatch(Event::Pick(Pick::Nothing))
                >
                    <Icon name="close" />
                </button>
            </div>
        </Show>
    }
}

/// "Assign to": every rep with how far the territory is from its target.
#[component]
pub fn AssignMenu(
    /// The accounts to assign.
    accounts: Signal<Vec<u32>>,
    /// Whether they are one that was picked, and those that go with it.
    #[prop(optional)]
    family: bool,
) -> impl IntoView {
    let app = use_app();
    let reps = app.keyed(|session| session.judgement.as_ref().map(|judged| judged.version), assign_choices);
    let assign = move |rep: u16| {
        let moves = accounts.get_untracked().into_iter().map(|account| (account, rep)).collect();
        app.dispatch(Event::Edit(Edit::Assign(moves)));
    };
    let label = view! {
        {move || accounts.with(|accounts| match accounts.len() {
            count if family && count > 1 => format!("Assign all {count} to"),
            _ => "Assign to".to_owned(),
        })}
        <Icon name="chevron" />
    };
    view! {
        <Menu class="menu-up" label=label.into_any()>
            <Choices choices=reps choose=assign />
        </Menu>
    }
}
