//! Newer data of the project: what is different, and whether the project goes on with them.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::ui::parts::Icon;
use crate::session::Event;
use crate::view::ChangePart;
use crate::view::NewerPanel;
use crate::view::newer;
use leptos::html;
use leptos::prelude::*;

/// The dialog; it opens by itself while newer data wait for a word.
#[component]
pub fn NewerData() -> impl IntoView {
    let app = use_app();
    let panel = app.keyed(
        |session| session.pending.as_ref().map(|pending| std::sync::Arc::as_ptr(&pending.understood) as usize),
        newer,
    );
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let waits = panel.with(Option::is_some);
        let Some(dialog) = dialog.get() else { return };
        if waits && !dialog.open() {
            let _ = dialog.show_modal();
            // The button that has the focus stands at the end; reading begins at the top.
            request_animation_frame(move || {
                dialog.set_scroll_top(0);
                if let Ok(Some(body)) = dialog.query_selector(".dialog-body") {
                    body.set_scroll_top(0);
                }
            });
        } else if !waits && dialog.open() {
            dialog.close();
        }
    });
    // Escape lets the data go, like the button.
    let cancelled = move |event: web_sys::Event| {
        event.prevent_default();
        app.dispatch(Event::Decline);
    };
    view! {
        <dialog class="dialog newer" aria-labelledby="newer-title" node_ref=dialog on:cancel=cancelled>
            <div class="dialog-head">
                <h2 id="newer-title">{say!("Newer data for this project")}</h2>
            </div>
            {move || panel.get().map(body)}
            <div class="dialog-foot">
                <button class="button button-quiet" type="button" on:click=move |_| app.dispatch(Event::Decline)>
                    {say!("Leave everything as it was")}
                </button>
                <button
                    class="button"
                    type="button"
                    on:click=move |_| app.dispatch(Event::StartAnew(js_sys::Date::now()))
                >
                    {say!("Start a new project")}
                </button>
                <button
                    class="button button-primary"
                    type="button"
                    autofocus
                    on:click=move |_| app.dispatch(Event::Apply)
                >
                    {say!("Go on with the newer data")}
                </button>
            </div>
        </dialog>
    }
}

fn body(panel: NewerPanel) -> impl IntoView {
    let same = panel.parts.is_empty().then(|| view! { <p>{say!("No account and no rep is different.")}</p> });
    view! {
        <div class="dialog-body" tabindex="0" role="group" aria-label=say!("What is different")>
            <p class="muted">{panel.line}</p>
            {same}
            <ul class="changes">{panel.parts.into_iter().map(part).collect_view()}</ul>
            <p>{panel.keeps}</p>
            <p class="muted small">{say!("A new project would begin beside this one, which stays among your projects.")}</p>
            {panel.loses.into_iter().map(|line| view! { <p class="note note-plain note-broken">{line}</p> }).collect_view()}
        </div>
    }
}

fn part(part: ChangePart) -> impl IntoView {
    let more = (part.more > 0).then(|| view! { <li class="faint">{say!("and {more} more", more = part.more)}</li> });
    view! {
        <li>
            <details class="fold" open=part.more == 0>
                <summary>
                    <Icon name="chevron" />
                    <span class="issue-count">{part.count}</span>
                    <b>{part.title}</b>
                </summary>
                <ul class="change-lines muted small">
                    {part.lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                    {more}
                </ul>
            </details>
        </li>
    }
}
