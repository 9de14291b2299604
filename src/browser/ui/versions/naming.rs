//! The dialog that asks for the name and the note of a version.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Dialog;
use crate::browser::ui::versions::Named;
use crate::browser::ui::versions::use_versions;
use crate::scenario::label_shown;
use crate::scenario::note_shown;
use crate::session::Event;
use crate::session::Session;
use crate::session::VersionEvent;
use crate::view::label_fault;
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn Naming() -> impl IntoView {
    let dialogs = use_versions();
    let title = move || match dialogs.naming.get() {
        Some(Named::Version(_)) => say!("Rename the version").to_owned(),
        _ => say!("Keep this plan as a version").to_owned(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || dialogs.naming.get().is_some())
            close=move |()| dialogs.naming.set(None)
            id="naming-title"
            title=Signal::derive(title)
        >
            {move || dialogs.naming.get().map(|what| view! { <Form what=what /> })}
        </Dialog>
    }
}

/// Name and note as they are.
fn texts(session: &Session, what: Named) -> (String, String) {
    let Some(project) = &session.project else { return Default::default() };
    match what {
        Named::Plan => {
            let version = label_shown(&project.revision().label);
            (label_shown(&project.next_label()), say!("edited from {version}", version))
        }
        Named::Version(id) => {
            project.living(id).map_or_else(Default::default, |found| (label_shown(&found.label), note_shown(found)))
        }
    }
}

#[component]
fn Form(what: Named) -> impl IntoView {
    let (app, dialogs) = (use_app(), use_versions());
    let (label, note) = app.session.with_untracked(|session| texts(session, what));
    let (label, note) = (RwSignal::new(label), RwSignal::new(note));
    let except = if let Named::Version(id) = what { Some(id) } else { None };
    let fault = move || app.session.with_untracked(|session| label.with(|label| label_fault(session, label, except)));
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if fault().is_some() {
            return;
        }
        let (label, note) = (label.get_untracked(), note.get_untracked());
        dialogs.naming.set(None);
        app.dispatch(Event::Version(match what {
            Named::Plan => VersionEvent::Keep { label, note, now: js_sys::Date::now() },
            Named::Version(revision) => VersionEvent::Describe { revision, label, note },
        }));
    };
    view! {
        <form on:submit=save>
            <div class="dialog-body">
                <label class="field">
                    <span class="small muted">{say!("Name")}</span>
                    <input
                        class="input"
                        maxlength="80"
                        autofocus
                        aria-invalid=move || fault().is_some().then_some("true")
                        aria-describedby="naming-fault"
                        prop:value=label.get_untracked()
                        on:input=move |event| label.set(event_target_value(&event))
                    />
                    <span class="small field-fault" id="naming-fault" role="status">{fault}</span>
                </label>
                <label class="field">
                    <span class="small muted">{say!("Note")}</span>
                    <input
                        class="input"
                        maxlength="200"
                        prop:value=note.get_untracked()
                        on:input=move |event| note.set(event_target_value(&event))
                    />
                </label>
            </div>
            <div class="dialog-foot">
                <button class="button button-quiet" type="button" on:click=move |_| dialogs.naming.set(None)>
                    {say!("Cancel")}
                </button>
                <button class="button button-primary" type="submit" disabled=move || fault().is_some()>
                    {if what == Named::Plan { say!("Keep") } else { say!("Save") }}
                </button>
            </div>
        </form>
    }
}
