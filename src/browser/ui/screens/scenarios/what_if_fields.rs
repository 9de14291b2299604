//! The fields of one change of a what-if.

use crate::browser::files::listed as listed_files;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::screens::scenarios::what_if::Building;
use crate::browser::ui::screens::scenarios::what_if::field_id;
use crate::browser::ui::screens::scenarios::what_if::leaves;
use crate::view::ChangeField;
use crate::view::Control;
use crate::view::Listed;
use crate::view::acquired_remarks;
use crate::view::change_fields;
use crate::view::listed;
use crate::view::set_accounts;
use crate::view::set_field;
use crate::view::set_rep;
use crate::what_if::WhatIf;
use leptos::prelude::*;

/// One field: where it stands and what it is now.
#[derive(Clone, Copy)]
struct Slot {
    building: Building,
    number: u32,
    key: &'static str,
    field: Memo<Option<ChangeField>>,
}

impl Slot {
    fn id(self) -> String {
        field_id(self.number, self.key)
    }

    fn fault_id(self) -> String {
        format!("{}-fault", self.id())
    }

    /// What is wrong with it, once its user was there.
    fn fault(self) -> String {
        if !self.building.was_left(&self.id()) {
            return String::new();
        }
        self.field.with(|field| field.as_ref().map_or_else(String::new, |field| field.fault.clone()))
    }

    fn leave(self, event: &web_sys::FocusEvent) {
        if leaves(event) {
            self.building.leave(self.id());
        }
    }

    fn is_faulty(self) -> Option<&'static str> {
        (!self.fault().is_empty()).then_some("true")
    }

    fn text(self) -> String {
        self.field.with(|field| match field.as_ref().map(|field| &field.control) {
            Some(Control::Number { text, .. } | Control::Text { text, .. } | Control::File(text)) => text.clone(),
            Some(Control::Choice { value, .. }) => value.clone(),
            _ => String::new(),
        })
    }

    fn bounds(self) -> [f64; 3] {
        self.field.with(|field| match field.as_ref().map(|field| &field.control) {
            Some(Control::Number { bounds, .. }) => *bounds,
            _ => [0.0; 3],
        })
    }

    fn unit(self) -> &'static str {
        self.field.with(|field| match field.as_ref().map(|field| &field.control) {
            Some(Control::Number { unit, .. }) => *unit,
            _ => "",
        })
    }

    fn reps(self) -> Vec<String> {
        self.field.with(|field| match field.as_ref().map(|field| &field.control) {
            Some(Control::Reps(reps)) => reps.clone(),
            _ => Vec::new(),
        })
    }

    fn listed(self) -> Option<Listed> {
        self.field.with(|field| match field.as_ref().map(|field| &field.control) {
            Some(Control::Choice { listed, .. } | Control::Text { listed, .. }) => Some(listed.clone()),
            Some(Control::Reps(_)) => Some(Listed::Reps),
            _ => None,
        })
    }

    /// What there is to choose from; made anew only where it is another list.
    fn entries(self) -> Memo<Vec<(String, String)>> {
        let of = Memo::new(move |_| self.listed());
        let app = self.building.app;
        Memo::new(move |_| {
            of.with(|of| {
                let of = of.as_ref();
                app.session.with_untracked(|session| of.map_or_else(Vec::new, |of| listed(session, of)))
            })
        })
    }

    fn set(self, text: &str) {
        let Self { building, number, key, .. } = self;
        building.change(|session, draft| {
            if let Some((_, what_if)) = draft.changes.iter_mut().find(|(known, _)| *known == number) {
                set_field(session, what_if, key, text);
            }
        });
    }

    fn change(self, change: impl FnOnce(&mut WhatIf)) {
        let Self { building, number, .. } = self;
        building.change(|_, draft| {
            if let Some((_, what_if)) = draft.changes.iter_mut().find(|(known, _)| *known == number) {
                change(what_if);
            }
        });
    }
}

/// All fields of a change.
#[component]
pub fn Fields(
    /// What is being built.
    building: Building,
    /// Number of the change.
    number: u32,
) -> impl IntoView {
    let fields = Memo::new(move |_| {
        building.draft.with(|draft| {
            let found = draft.changes.iter().find(|(known, _)| *known == number);
            found.map_or_else(Vec::new, |(_, what_if)| change_fields(what_if))
        })
    });
    let keys = move || fields.with(|fields| fields.iter().map(|field| field.key).collect::<Vec<_>>());
    let one = move |key: &'static str| {
        let field = Memo::new(move |_| fields.with(|fields| fields.iter().find(|field| field.key == key).cloned()));
        let first = field.get_untracked();
        first.map(|first| control(Slot { building, number, key, field }, &first))
    };
    view! { <For each=keys key=|key| *key children=one /> }
}

fn control(slot: Slot, first: &ChangeField) -> AnyView {
    let inner = match first.control {
        Control::Number { .. } => number(slot),
        Control::Choice { .. } => choice(slot),
        Control::Text { .. } => text(slot),
        Control::File(_) => file(slot),
        Control::Reps(_) => return reps(slot, first.title),
    };
    view! {
        <div class="field" id=slot.id() on:focusout=move |event| slot.leave(&event)>
            <label class="field">
                <span class="small muted">{first.title}</span>
                {inner}
            </label>
            {fault(slot)}
        </div>
    }
    .into_any()
}

fn fault(slot: Slot) -> AnyView {
    view! { <span class="small field-fault" id=slot.fault_id()>{move || slot.fault()}</span> }.into_any()
}

fn number(slot: Slot) -> AnyView {
    view! {
        <span class="input-unit">
            <input
                type="number"
                min=move || slot.bounds()[0].to_string()
                max=move || slot.bounds()[1].to_string()
                step=move || slot.bounds()[2].to_string()
                aria-invalid=move || slot.is_faulty()
                aria-describedby=slot.fault_id()
                prop:value=move || slot.text()
                on:change=move |event| slot.set(&event_target_value(&event))
            />
            <span>{move || slot.unit()}</span>
        </span>
    }
    .into_any()
}

fn choice(slot: Slot) -> AnyView {
    let entries = slot.entries();
    let option = move |(word, title): (String, String)| {
        let value = word.clone();
        view! { <option value=word prop:selected=move || slot.text() == value>{title}</option> }
    };
    let options = move || {
        let known = entries.with(|entries| entries.iter().any(|(word, _)| word.is_empty()));
        let open = (!known)
            .then(|| view! { <option value="" prop:selected=move || slot.text().is_empty()>{say!("choose")}</option> });
        let mut entries = entries.get();
        // What was chosen once stays, though nobody would be offered it.
        let chosen = untrack(move || slot.text());
        if !chosen.is_empty() && !entries.iter().any(|(word, _)| *word == chosen) {
            entries.push((chosen.clone(), chosen));
        }
        let options = entries.into_iter().map(option).collect_view();
        view! { {open} {options} }
    };
    view! {
        <select
            class="select"
            aria-invalid=move || slot.is_faulty()
            aria-describedby=slot.fault_id()
            on:change=move |event| slot.set(&event_target_value(&event))
        >
            {options}
        </select>
    }
    .into_any()
}

fn text(slot: Slot) -> AnyView {
    let entries = slot.entries();
    let list = format!("{}-list", slot.id());
    let option = |(word, _): (String, String)| view! { <option value=word></option> };
    view! {
        <input
            class="input"
            type="text"
            list=list.clone()
            aria-invalid=move || slot.is_faulty()
            aria-describedby=slot.fault_id()
            prop:value=move || slot.text()
            on:change=move |event| slot.set(&event_target_value(&event))
        />
        <datalist id=list>{move || entries.get().into_iter().map(option).collect_view()}</datalist>
    }
    .into_any()
}

/// The file of accounts; what was read of it comes a little later.
fn file(slot: Slot) -> AnyView {
    let app = slot.building.app;
    // The number of the reading that is waited for; 0 where none is.
    let (asked, remarks) = (RwSignal::new(0_u64), RwSignal::new(Vec::new()));
    let found = app.slice(|session| session.acquired.clone());
    Effect::new(move |_| {
        let awaited = asked.get();
        let found = found.get();
        if awaited == 0 {
            return;
        }
        let result = match found {
            Some((of, None)) if of == awaited => return,
            Some((of, Some(result))) if of == awaited => result,
            _ => Err(say!("Another file was read meanwhile. Choose this one again.").to_owned()),
        };
        asked.set(0);
        remarks.set(match &result {
            Ok(file) => acquired_remarks(file),
            Err(fault) => vec![fault.clone()],
        });
        if let Ok(file) = result {
            slot.change(|what_if| set_accounts(what_if, &file));
        }
    });
    let chosen = move |event: web_sys::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        asked.set(0);
        remarks.set(vec![say!("Reading…").to_owned()]);
        app.acquire(listed_files(input.files()));
        asked.set(app.session.with_untracked(|session| session.acquired.as_ref().map_or(0, |acquired| acquired.0)));
    };
    let line = |text: String| view! { <span class="what-if-remark">{text}</span> };
    view! {
        <input
            class="what-if-file"
            type="file"
            accept=".csv,.tsv,.txt,.xlsx,.xls,.ods"
            aria-invalid=move || slot.is_faulty()
            aria-describedby=slot.fault_id()
            on:change=chosen
        />
        <span class="small muted" role="status">
            <span class="what-if-remark">{move || slot.text()}</span>
            {move || remarks.get().into_iter().map(line).collect_view()}
        </span>
    }
    .into_any()
}

/// The reps, each to tick.
fn reps(slot: Slot, title: &'static str) -> AnyView {
    let entries = slot.entries();
    let entry = move |(id, name): (String, String)| {
        let known = id.clone();
        let checked = move || slot.reps().contains(&known);
        let set = move |event: web_sys::Event| {
            let is_in = event_target_checked(&event);
            slot.change(|what_if| set_rep(what_if, &id, is_in));
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=checked on:change=set />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <div
            class="field what-if-wide"
            id=slot.id()
            role="group"
            aria-label=title
            aria-describedby=slot.fault_id()
            on:focusout=move |event| slot.leave(&event)
        >
            <span class="small muted" aria-hidden="true">{title}</span>
            <div class="what-if-reps">{move || entries.get().into_iter().map(entry).collect_view()}</div>
            {fault(slot)}
        </div>
    }
    .into_any()
}
