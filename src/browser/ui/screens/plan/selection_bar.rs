//! What can be done with the selected accounts.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Choices;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::screens::plan::carry::use_carry;
use crate::scenario::Edit;
use crate::session::Act;
use crate::session::Event;
use crate::session::Pick;
use crate::session::Session;
use crate::view::assign_choices;
use crate::view::has_group;
use crate::view::selection_line;
use leptos::prelude::*;

/// The bar; it stands while more than one account is selected, or one that the inspector does not show.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let (app, carry) = (use_app(), use_carry());
    let accounts = app.slice(|session| session.selection.accounts.clone());
    let line = app.keyed(|session| session.selection.accounts.clone(), selection_line);
    let shown = app.slice(|session| session.selection.accounts.len() > 1 || is_alone(session));
    let grouped = app.keyed(
        |session| (session.selection.accounts.clone(), session.project.as_ref().map(|project| project.version)),
        has_group,
    );
    let act = move |act: Act| move |_| app.dispatch(Event::Selected(act));
    view! {
        <Show when=move || shown.get()>
            <div class="selection-bar" role="toolbar" aria-label=say!("Selection") data-map-overlay="">
                <p title=say!("Drag it onto a territory to assign") on:pointerdown=move |event| carry.hold(&event, None)>
                    <b>{move || line.get().0}</b>
                    " "
                    <span class="faint">{move || line.get().1}</span>
                </p>
                <AssignMenu accounts=accounts.into() />
                <button
                    class="button on-inverse"
                    type="button"
                    title=say!("Lock or unlock (L)")
                    aria-keyshortcuts="L"
                    on:click=act(Act::Lock)
                >
                    <Icon name="lock" />
                    {say!("Lock")}
                </button>
                <button class="button on-inverse phone-hide" type="button" on:click=act(Act::Unlock)>
                    {say!("Unlock")}
                </button>
                <Show when=move || accounts.with(|accounts| accounts.len() > 1)>
                    <button
                        class="button on-inverse phone-hide"
                        type="button"
                        title=say!("They go to one rep from now on, like a company family")
                        on:click=act(Act::KeepTogether)
                    >
                        {say!("Keep together")}
                    </button>
                </Show>
                <Show when=move || grouped.get()>
                    <button class="button on-inverse phone-hide" type="button" on:click=act(Act::Ungroup)>
                        {say!("Ungroup")}
                    </button>
                </Show>
                <button
                    class="button on-inverse button-icon"
                    type="button"
                    aria-label=say!("Clear the selection")
                    on:click=move |_| app.dispatch(Event::Pick(Pick::Nothing))
                >
                    <Icon name="close" />
                </button>
            </div>
        </Show>
    }
}

/// Whether one account is selected while the inspector shows something else.
fn is_alone(session: &Session) -> bool {
    session.selection.accounts.len() == 1 && session.selection.focus.is_none()
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
            count if family && count > 1 => say!("Assign all {count} to", count),
            _ => say!("Assign to").to_owned(),
        })}
        <Icon name="chevron" />
    };
    view! {
        <Menu class="menu-up menu-assign" label=label.into_any()>
            <Choices choices=reps choose=assign />
        </Menu>
    }
}
