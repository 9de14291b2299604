//! The dialog in which a user builds a what-if: what it goes on from, its changes, its name.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Dialog;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::screens::scenarios::what_if_fields::Fields;
use crate::session::Event;
use crate::session::ScenarioEvent;
use crate::session::Session;
use crate::texts;
use crate::view::CHANGE_KINDS;
use crate::view::Draft;
use crate::view::DraftFault;
use crate::view::begun;
use crate::view::draft_faults;
use crate::view::forerunners;
use crate::view::kind_of;
use crate::view::name_fault;
use crate::view::proposed_name;
use crate::view::what_if_bases;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Ids of the field of the name, and of that of the kind of the next change.
const NAME: &str = "what-if-name";
const KIND: &str = "what-if-kind";

/// What the dialog is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    /// A new what-if.
    New,
    /// One of the user's, by its place among them.
    Known(usize),
}

/// The dialog, from wherever it is opened.
#[derive(Clone, Copy)]
pub struct WhatIfDialog {
    /// What it is about; none while it is closed.
    open: RwSignal<Option<About>>,
}

impl WhatIfDialog {
    /// It is closed.
    pub fn new() -> Self {
        Self { open: RwSignal::new(None) }
    }

    /// Opens it for a new what-if, or for one that is there.
    pub fn show(self, place: Option<usize>) {
        self.open.set(Some(place.map_or(About::New, About::Known)));
    }

    fn close(self) {
        self.open.set(None);
    }
}

/// The dialog of the screen.
pub fn use_what_if() -> WhatIfDialog {
    expect_context::<WhatIfDialog>()
}

/// What is being built, as the parts of the form share it.
#[derive(Clone, Copy)]
pub struct Building {
    /// The app.
    pub app: App,
    /// What is built.
    pub draft: RwSignal<Draft>,
    /// Ids of the fields that were left: what is wrong with a field is said once its user was there.
    left: RwSignal<Vec<String>>,
    /// Whether it was to be made; what keeps it from that is said from then on.
    tried: RwSignal<bool>,
    place: Option<usize>,
}

impl Building {
    /// Whether a field was left.
    pub fn was_left(self, id: &str) -> bool {
        self.left.with(|left| left.iter().any(|known| known == id))
    }

    /// A field is left.
    pub fn leave(self, id: String) {
        // Whoever closes the dialog leaves a field of a form that is gone.
        let _ = self.left.try_update(|left| left.push(id));
    }

    /// What keeps it from being made.
    fn faults(self) -> Vec<DraftFault> {
        let Self { app, draft, place, .. } = self;
        app.session.with_untracked(|session| draft.with(|draft| draft_faults(session, draft, place)))
    }

    /// What is wrong with each field is said, and the focus is where the first of it is.
    fn show_faults(self, faults: &[DraftFault]) {
        for fault in faults {
            self.leave(place_of(fault));
        }
        self.tried.set(true);
        if let Some(first) = faults.first() {
            go_to(first);
        }
    }

    /// Changes what is built; a name that was proposed follows.
    pub fn change(self, change: impl FnOnce(&Session, &mut Draft)) {
        self.app.session.with_untracked(|session| {
            self.draft.update(|draft| {
                change(session, draft);
                if !draft.named {
                    draft.recipe.name = proposed_name(session, draft, self.place);
                }
            });
        });
    }
}

/// The dialog itself; it stands in the page closed.
#[component]
pub fn WhatIfSheet() -> impl IntoView {
    let dialog = use_what_if();
    let title = move || match dialog.open.get() {
        Some(About::Known(_)) => say!("Change the what-if").to_owned(),
        _ => say!("What if…").to_owned(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || dialog.open.get().is_some())
            close=move |()| dialog.close()
            id="what-if-title"
            title=Signal::derive(title)
            class="what-if"
        >
            {move || dialog.open.get().map(|about| form(about).into_any())}
        </Dialog>
    }
}

fn form(about: About) -> impl IntoView {
    let place = if let About::Known(place) = about { Some(place) } else { None };
    let (app, dialog) = (use_app(), use_what_if());
    let first = app.session.with_untracked(|session| {
        let recipe = place.and_then(|place| session.project.as_ref()?.what_ifs.get(place));
        let mut draft = recipe.map(Draft::of).unwrap_or_default();
        draft.named = place.is_some() && proposed_name(session, &draft, place) != draft.recipe.name;
        draft
    });
    let (left, tried) = (RwSignal::new(Vec::new()), RwSignal::new(false));
    let building = Building { app, draft: RwSignal::new(first), left, tried, place };
    let make = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let faults = untrack(|| building.faults());
        if !faults.is_empty() {
            return building.show_faults(&faults);
        }
        let recipe = Box::new(building.draft.with_untracked(Draft::recipe));
        dialog.close();
        app.dispatch(Event::Scenarios(match place {
            Some(place) => ScenarioEvent::Change(place, recipe),
            None => ScenarioEvent::Add(recipe),
        }));
    };
    view! {
        <form on:submit=make novalidate>
            <div class="dialog-body">
                {ground(building)}
                {changes(building)}
                {adding(building)}
                {naming(building)}
            </div>
            <div class="dialog-foot">
                {first_fault(building)}
                <button class="button button-quiet" type="button" on:click=move |_| dialog.close()>
                    {say!("Cancel")}
                </button>
                <button class="button button-primary" type="submit">
                    {say!("Make it")}
                </button>
            </div>
        </form>
    }
}

/// The first thing that keeps it from being made, once it was to be made: a way to its field.
fn first_fault(building: Building) -> AnyView {
    let first = move || building.tried.get().then(|| building.faults().into_iter().next()).flatten();
    let first = Memo::new(move |_| first());
    let link = |fault: DraftFault| {
        let text = fault.text.clone();
        view! { <button class="button-link" type="button" on:click=move |_| go_to(&fault)>{text}</button> }
    };
    view! { <span class="small what-if-first" role="status">{move || first.get().map(link)}</span> }.into_any()
}

/// Id of the place in the form that a fault is about.
fn place_of(fault: &DraftFault) -> String {
    match fault.field {
        Some((number, key)) => field_id(number, key),
        None if fault.of_name => NAME.to_owned(),
        None => KIND.to_owned(),
    }
}

fn go_to(fault: &DraftFault) {
    focus(&format!("#{} :is(input, select)", place_of(fault)));
}

/// Id of a field of a change.
pub fn field_id(number: u32, key: &str) -> String {
    format!("what-if-{number}-{key}")
}

/// Whether the focus leaves a field with all that is in it.
pub fn leaves(event: &web_sys::FocusEvent) -> bool {
    let node = |target: Option<web_sys::EventTarget>| target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    node(event.current_target()).is_none_or(|field| !field.contains(node(event.related_target()).as_ref()))
}

/// What it goes on from.
fn ground(building: Building) -> AnyView {
    let Building { app, draft, .. } = building;
    let (based, others) = app.session.with_untracked(|session| (what_if_bases(session), forerunners(session)));
    let chosen = move || draft.with(|draft| draft.recipe.based_on.map_or_else(String::new, |id| id.to_string()));
    let base = move |event: web_sys::Event| {
        let version = event_target_value(&event).parse().ok();
        building.change(|_, draft| draft.recipe.based_on = version);
    };
    let option = move |(word, title): (String, String)| {
        let value = word.clone();
        view! { <option value=word prop:selected=move || chosen() == value>{title}</option> }
    };
    let taken = others.clone();
    let take = move |event: web_sys::Event| {
        let word = event_target_value(&event);
        if let Some((.., recipe)) = taken.iter().find(|(place, ..)| *place == word) {
            building.change(|_, draft| draft.go_on_from(recipe));
        }
        event_target::<web_sys::HtmlSelectElement>(&event).set_value("");
    };
    let names = others.iter().map(|(place, name, _)| view! { <option value=place.clone()>{name.clone()}</option> });
    let names = names.collect_view();
    let copies = (!others.is_empty()).then(|| {
        view! {
            <label class="field">
                <span class="small muted">{say!("Take over the changes of")}</span>
                <select class="select" on:change=take>
                    <option value="">{say!("no other scenario")}</option>
                    {names}
                </select>
            </label>
        }
    });
    view! {
        <div class="what-if-ground">
            <label class="field">
                <span class="small muted">{say!("Goes on from")}</span>
                <select class="select" on:change=base>
                    {based.into_iter().map(option).collect_view()}
                </select>
            </label>
            {copies}
        </div>
    }
    .into_any()
}

/// The changes, a group of fields each.
fn changes(building: Building) -> AnyView {
    let draft = building.draft;
    let numbers = move || draft.with(|draft| draft.changes.iter().map(|(number, _)| *number).collect::<Vec<_>>());
    let numbers = Memo::new(move |_| numbers());
    let group = move |number: u32| {
        let kind = draft.with_untracked(|draft| {
            draft.changes.iter().find(|(known, _)| *known == number).map(|(_, what_if)| kind_of(what_if))
        });
        let remove = move |_| {
            building.change(|_, draft| draft.changes.retain(|(known, _)| *known != number));
            focus(&format!("#{KIND} select"));
        };
        kind.map(|kind| {
            let title = texts::of(kind.title);
            view! {
                <fieldset class="what-if-change" id=format!("what-if-{number}")>
                    <legend>{title}</legend>
                    <button
                        class="button button-quiet button-icon button-small what-if-remove"
                        type="button"
                        aria-label=say!("Remove the change {title}", title)
                        on:click=remove
                    >
                        <Icon name="close" />
                    </button>
                    <p class="small muted">{texts::of(kind.help)}</p>
                    <div class="what-if-fields">
                        <Fields building=building number=number />
                    </div>
                </fieldset>
            }
        })
    };
    view! { <For each=move || numbers.get() key=|number| *number children=group /> }.into_any()
}

/// One change more.
fn adding(building: Building) -> AnyView {
    let kind = RwSignal::new(CHANGE_KINDS[0].id.to_owned());
    let option = |kind: &crate::view::ChangeKind| view! { <option value=kind.id>{texts::of(kind.title)}</option> };
    let add = move |_| {
        let mut number = 0;
        building.change(|session, draft| {
            if let Some(what_if) = kind.with_untracked(|kind| begun(session, kind)) {
                number = draft.add(what_if);
            }
        });
        request_animation_frame(move || {
            focus(&format!("#what-if-{number} :is(input, select)"));
        });
    };
    view! {
        <div class="what-if-add">
            <label class="field" id=KIND>
                <span class="small muted">{say!("Kind of change")}</span>
                <select class="select" on:change=move |event| kind.set(event_target_value(&event))>
                    {CHANGE_KINDS.iter().map(option).collect_view()}
                </select>
            </label>
            <button class="button" type="button" on:click=add>
                <Icon name="plus" />
                {say!("Add this change")}
            </button>
        </div>
    }
    .into_any()
}

fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = found.focus();
    }
}

fn naming(building: Building) -> AnyView {
    let Building { app, draft, place, .. } = building;
    let name = move || draft.with(|draft| draft.recipe.name.clone());
    let fault = move || {
        let found = app.session.with_untracked(|session| name_fault(session, &name(), place));
        // Without changes there is nothing to name yet.
        let is_begun = draft.with(|draft| draft.named || !draft.recipe.name.is_empty() || !draft.changes.is_empty());
        if is_begun && building.was_left(NAME) { found } else { "" }
    };
    let set = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        building.change(|_, draft| {
            draft.named = !text.trim().is_empty();
            draft.recipe.name = text;
        });
    };
    let leave = move |event: web_sys::FocusEvent| {
        if leaves(&event) {
            building.leave(NAME.to_owned());
        }
    };
    view! {
        <div class="field" id=NAME on:focusout=leave>
            <label class="field">
                <span class="small muted">{say!("Name")}</span>
                <input
                    class="input"
                    maxlength="80"
                    aria-invalid=move || (!fault().is_empty()).then_some("true")
                    aria-describedby="what-if-name-fault"
                    prop:value=name
                    on:input=set
                />
            </label>
            <span class="small field-fault" id="what-if-name-fault" role="status">{fault}</span>
        </div>
    }
    .into_any()
}
