//! Carrying accounts to a rep: rows of the accounts table, or the line that sums the selection up, are dragged onto a
//! territory. Where the table of territories is not in view a list of the reps stands over the map meanwhile. The key
//! `A` does the same without a pointer.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::Swatch;
use crate::scenario::Edit;
use crate::session::Event;
use crate::session::Pick;
use crate::view::Choice;
use crate::view::assign_choices;
use crate::view::carried;
use crate::view::carried_line;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::HtmlElement;
use web_sys::PointerEvent;

/// A press becomes a way of so many px before anything is carried.
const LEAST_PX: f64 = 6.0;

/// Where the pointer went down, px of the window, and the account there; none on the line of the selection.
type Hold = (f64, f64, Option<u32>);

/// What is being carried, and where to.
#[derive(Clone, Copy)]
pub struct Carry {
    held: StoredValue<Option<Hold>>,
    /// Whether the click that ends the way is none.
    ended: StoredValue<bool>,
    /// Where the pointer is while something is carried, px of the window.
    at: RwSignal<Option<(f64, f64)>>,
    /// The rep under the pointer.
    over: RwSignal<Option<u16>>,
}

/// What is carried on the page.
pub fn use_carry() -> Carry {
    expect_context::<Carry>()
}

impl Carry {
    /// Follows the pointer of the page.
    pub fn new(app: App) -> Self {
        let carry = Self {
            held: StoredValue::default(),
            ended: StoredValue::default(),
            at: RwSignal::default(),
            over: RwSignal::default(),
        };
        window_event_listener(leptos::ev::pointermove, move |event| carry.go(app, &event));
        window_event_listener(leptos::ev::pointerup, move |_| carry.put_down(app));
        window_event_listener(leptos::ev::pointercancel, move |_| carry.let_go());
        window_event_listener(leptos::ev::selectstart, move |event| {
            if carry.held.with_value(Option::is_some) {
                event.prevent_default();
            }
        });
        carry
    }

    /// The pointer went down on something that can be carried. A finger scrolls instead.
    pub fn hold(self, event: &PointerEvent, account: Option<u32>) {
        self.ended.set_value(false);
        let on_control = element(event.target()).is_some_and(|at| at.matches("input").unwrap_or(false));
        if event.pointer_type() == "mouse" && event.button() == 0 && !on_control {
            self.held.set_value(Some((f64::from(event.client_x()), f64::from(event.client_y()), account)));
        }
    }

    /// Whether a click only ends the way of what was carried.
    pub fn is_end(self) -> bool {
        self.ended.get_value()
    }

    /// Whether something is being carried.
    pub fn is_under_way(self) -> bool {
        self.at.with_untracked(Option::is_some)
    }

    /// Whether what is carried is over a rep.
    pub fn is_over(self, rep: u16) -> bool {
        self.over.get() == Some(rep)
    }

    fn go(self, app: App, event: &PointerEvent) {
        let Some((from_x, from_y, account)) = self.held.get_value() else { return };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if !self.is_under_way() {
            if (x - from_x).hypot(y - from_y) < LEAST_PX {
                return;
            }
            let selected = |account| {
                app.session.with_untracked(|session| session.selection.accounts.binary_search(&account).is_ok())
            };
            if let Some(account) = account.filter(|account| !selected(*account)) {
                app.dispatch(Event::Pick(Pick::Account(account)));
            }
            mark(true);
        }
        self.at.set(Some((x, y)));
        let under = document().element_from_point(x as f32, y as f32);
        let target = under.and_then(|under| under.closest("[data-rep]").ok().flatten());
        let rep = target.and_then(|target| target.get_attribute("data-rep")?.parse().ok());
        if self.over.get_untracked() != rep {
            self.over.set(rep);
        }
    }

    fn put_down(self, app: App) {
        let rep = self.over.get_untracked();
        self.let_go();
        if let Some(rep) = rep {
            let accounts = app.session.with_untracked(carried);
            app.dispatch(Event::Edit(Edit::Assign(accounts.into_iter().map(|account| (account, rep)).collect())));
        }
    }

    /// Nothing is carried any more, and nothing is done.
    pub fn let_go(self) {
        self.held.set_value(None);
        if self.is_under_way() {
            self.ended.set_value(true);
            self.at.set(None);
            self.over.set(None);
            mark(false);
        }
    }
}

fn element(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target.and_then(|target| target.dyn_into().ok())
}

/// Says on the page that something is carried: no text is marked meanwhile.
fn mark(carrying: bool) {
    if let Some(body) = document().body() {
        let _ = body.class_list().toggle_with_force("is-carrying", carrying);
    }
}

/// What is carried, beside the pointer, and the reps where they are not in view.
#[component]
pub fn CarryLayer() -> impl IntoView {
    let carry = use_carry();
    let under_way = Memo::new(move |_| carry.at.with(Option::is_some));
    view! {
        <Show when=move || under_way.get()>
            <Reps />
            <Ghost />
        </Show>
    }
}

#[component]
fn Ghost() -> impl IntoView {
    let (app, carry) = (use_app(), use_carry());
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        let (Some((x, y)), Some(node)) = (carry.at.get(), node.get()) else { return };
        let style = node.unchecked_ref::<HtmlElement>().style();
        let _ = style.set_property("--carry-x", &format!("{x}px"));
        let _ = style.set_property("--carry-y", &format!("{y}px"));
    });
    let line = move || app.session.with(|session| carried_line(session, carry.over.get()));
    view! { <div class="carry-ghost" aria-hidden="true" node_ref=node>{line}</div> }
}

/// The reps as a list to drop on, unless their table is in view.
#[component]
fn Reps() -> impl IntoView {
    let (app, carry) = (use_app(), use_carry());
    let in_view = document().query_selector("tr[data-rep]").is_ok_and(|row| row.is_some());
    let choices = if in_view { Vec::new() } else { app.session.with_untracked(assign_choices) };
    let row = move |choice: Choice| {
        view! {
            <li class:is-drop=move || carry.is_over(choice.position) data-rep=choice.position.to_string()>
                <Swatch colour=Some(choice.colour) />
                <span class="clip">{choice.name}</span>
                <span class="faint num">{choice.note}</span>
            </li>
        }
    };
    (!choices.is_empty()).then(|| {
        view! {
            <ul class="carry-list" aria-hidden="true">
                {choices.into_iter().map(row).collect_view()}
            </ul>
        }
    })
}
