//! What can be done with the selected accounts.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::letters::use_letters;
use crate::browser::ui::parts::Choices;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::close_menu;
use crate::browser::ui::screens::plan::carry::use_carry;
use crate::scenario::Edit;
use crate::session::Act;
use crate::session::Event;
use crate::session::Pick;
use crate::session::Session;
use crate::view::assign_choices;
use crate::view::counting;
use crate::view::has_group;
use crate::view::selection_line;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The bar; it stands while more than one account is selected, or one that the inspector does not show.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let (app, carry, letters) = (use_app(), use_carry(), use_letters());
    let accounts = app.slice(|session| session.selection.accounts.clone());
    let line = app.keyed(|session| session.selection.accounts.clone(), selection_line);
    let shown = app.slice(|session| session.selection.accounts.len() > 1 || is_alone(session));
    let offered = app.keyed(
        |session| (session.selection.accounts.clone(), session.project.as_ref().map(|project| project.version)),
        offered,
    );
    // With what does not count only one thing can be done: to have it count again.
    let counts = Memo::new(move |_| offered.with(|offered| offered.iter().any(|offer| offer.act == Act::Exclude)));
    view! {
        <Show when=move || shown.get()>
            <div class="selection-bar" role="toolbar" aria-label=say!("Selection") data-map-overlay="">
                <p title=say!("Drag it onto a territory to assign") on:pointerdown=move |event| carry.hold(&event, None)>
                    <b>{move || line.get().0}</b>
                    " "
                    <span class="faint">{move || line.get().1}</span>
                </p>
                <Show when=move || counts.get()>
                    <AssignMenu accounts=accounts.into() />
                    <button
                        class="button on-inverse"
                        type="button"
                        title=move || letters.hint(say!("Lock or unlock"), "L")
                        aria-keyshortcuts=move || letters.shortcut("L")
                        on:click=move |_| app.dispatch(Event::Selected(Act::Lock))
                    >
                        <Icon name="lock" />
                        {say!("Lock")}
                    </button>
                </Show>
                <For each=move || offered.get() key=|offer| offer.name children=move |offer| button(app, offer) />
                // Where there is no room for all of them.
                <Menu class="menu-up menu-end phone-only" name=say!("More for the selection") label=view! { <Icon name="more" /> }.into_any()>
                    {move || offered.get().into_iter().map(|offer| entry(app, offer)).collect_view()}
                </Menu>
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

/// Something that can be done with what is selected, beside assigning and locking it.
#[derive(Clone, Copy, PartialEq)]
struct Offer {
    act: Act,
    name: &'static str,
    title: Option<&'static str>,
    key: Option<&'static str>,
}

/// An offer as a button of the bar.
fn button(app: App, Offer { act, name, title, key }: Offer) -> impl IntoView {
    let letters = use_letters();
    view! {
        <button
            class="button on-inverse phone-hide"
            type="button"
            title=move || title.map(|title| key.map_or_else(|| title.to_owned(), |key| letters.hint(title, key)))
            aria-keyshortcuts=move || key.and_then(|key| letters.shortcut(key))
            data-takes-back=key
            on:click=move |_| {
                app.dispatch(Event::Selected(act));
                app.draw_when_judged(stay_in_the_bar);
            }
        >
            {name}
        </button>
    }
}

/// A button that was pressed may be gone with what it did: then the one that takes it back has the focus.
fn stay_in_the_bar() {
    let document = document();
    let is_lost = document.active_element().is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"));
    let button = document.query_selector(".selection-bar [data-takes-back]").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()).filter(|_| is_lost) {
        let _ = button.focus();
    }
}

/// An offer as an entry of the menu.
fn entry(app: App, Offer { act, name, .. }: Offer) -> impl IntoView {
    let choose = move |event: web_sys::MouseEvent| {
        close_menu(&event);
        app.dispatch(Event::Selected(act));
    };
    view! {
        <button class="menu-item" type="button" on:click=choose>
            {name}
        </button>
    }
}

/// What makes sense for these accounts.
fn offered(session: &Session) -> Vec<Offer> {
    let offer = |act, name, title, key| Offer { act, name, title, key };
    let (counts, excluded) = counting(session);
    let together = Some(say!("They go to one rep from now on, like a company family"));
    let out = Some(say!("They have no rep in this plan and count in nothing"));
    // Where some count and some do not, the key excludes.
    let (back, key) = (Some(say!("They count again, with the rep each had")), (!counts).then_some("X"));
    let all = [
        (counts, offer(Act::Unlock, say!("Unlock"), None, None)),
        (
            counts && session.selection.accounts.len() > 1,
            offer(Act::KeepTogether, say!("Keep together"), together, None),
        ),
        (counts && has_group(session), offer(Act::Ungroup, say!("Ungroup"), None, None)),
        (counts, offer(Act::Exclude, say!("Exclude"), out, Some("X"))),
        (excluded, offer(Act::Include, say!("Include"), back, key)),
    ];
    all.into_iter().filter(|(makes_sense, _)| *makes_sense).map(|(_, offer)| offer).collect()
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
