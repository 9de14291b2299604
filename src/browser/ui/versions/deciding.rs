//! The dialog in which a decision is written down.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Dialog;
use crate::browser::ui::versions::use_versions;
use crate::scenario::Decision;
use crate::scenario::label_shown;
use crate::session::Event;
use crate::session::VersionEvent;
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn Deciding() -> impl IntoView {
    let (app, dialogs) = (use_app(), use_versions());
    let title = move || {
        let version = dialogs.deciding.get();
        let label = app.session.with_untracked(|session| {
            let found = session.project.as_ref()?.living(version?)?;
            Some(label_shown(&found.label))
        });
        say!("Why we chose {version}", version = label.unwrap_or_default())
    };
    view! {
        <Dialog
            open=Signal::derive(move || dialogs.deciding.get().is_some())
            close=move |()| dialogs.deciding.set(None)
            id="deciding-title"
            title=Signal::derive(title)
        >
            {move || dialogs.deciding.get().map(|id| view! { <Form id=id /> })}
        </Dialog>
    }
}

/// Today as a date field takes it, on the clock of this place.
fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

#[component]
fn Form(id: u32) -> impl IntoView {
    let (app, dialogs) = (use_app(), use_versions());
    let known = app.session.with_untracked(|session| session.project.as_ref()?.decision(id).cloned());
    let is_new = known.is_none();
    let left = dialogs.draft.get_untracked().filter(|(version, _)| *version == id).map(|(_, draft)| draft);
    let new = || Decision { decided_on: today(), ..Decision::default() };
    let draft = RwSignal::new(left.or(known).unwrap_or_else(new));
    let write = move |set: fn(&mut Decision, String), text: String| {
        draft.update(|draft| set(draft, text));
        dialogs.draft.set(Some((id, draft.get_untracked())));
    };
    let close = move || {
        dialogs.draft.set(None);
        dialogs.deciding.set(None);
    };
    let send = move |decision: Decision| {
        close();
        app.dispatch(Event::Version(VersionEvent::Decide(id, decision)));
    };
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        send(draft.get_untracked());
    };
    let start = draft.get_untracked();
    let take_back = (!is_new).then(|| {
        view! {
            <button class="button button-quiet" type="button" on:click=move |_| send(Decision::default())>
                {say!("No longer chosen")}
            </button>
        }
    });
    let area = move |name: &'static str, text: String, set: fn(&mut Decision, String)| {
        view! {
            <label class="field">
                <span class="small muted">{name}</span>
                <textarea
                    class="input input-area"
                    rows="3"
                    prop:value=text
                    on:input=move |event| write(set, event_target_value(&event))
                ></textarea>
            </label>
        }
    };
    let line = move |name: &'static str, kind: &'static str, text: String, set: fn(&mut Decision, String)| {
        view! {
            <label class="field">
                <span class="small muted">{name}</span>
                <input
                    class="input"
                    type=kind
                    prop:value=text
                    on:input=move |event| write(set, event_target_value(&event))
                />
            </label>
        }
    };
    view! {
        <form on:submit=save>
            <div class="dialog-body">
                {area(say!("What was decided"), start.decision, |draft, text| draft.decision = text)}
                {area(say!("Reasons"), start.reasons, |draft, text| draft.reasons = text)}
                {line(say!("Decided by"), "text", start.decided_by, |draft, text| draft.decided_by = text)}
                {line(say!("Date"), "date", start.decided_on, |draft, text| draft.decided_on = text)}
            </div>
            <div class="dialog-foot">
                {take_back}
                <button class="button button-quiet" type="button" on:click=move |_| close()>
                    {say!("Cancel")}
                </button>
                <button
                    class="button button-primary"
                    type="submit"
                    disabled=move || draft.with(Decision::is_empty)
                >
                    {say!("Save")}
                </button>
            </div>
        </form>
    }
}
