//! The project could not be stored: what to do so that nothing is lost.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::session::Event;
use crate::session::Saved;
use leptos::prelude::*;

/// A line that says so, with the ways to keep the work.
#[component]
pub fn NotSaved() -> impl IntoView {
    let app = use_app();
    let why = app.slice(|session| match &session.saved {
        Saved::Failed(why) => Some(why.clone()),
        _ => None,
    });
    let line = move |why: String| {
        view! {
            <div class="alert" role="alert">
                <Icon name="warning" />
                <div>
                    <p>
                        {why} " "
                        <button class="button-link" type="button" on:click=move |_| app.dispatch(Event::ExportProject)>
                            {say!("Save as a file")}
                        </button>
                        " "
                        <button class="button-link" type="button" on:click=move |_| app.save_again()>
                            {say!("Try again")}
                        </button>
                    </p>
                </div>
            </div>
        }
    };
    view! { {move || why.get().map(line)} }
}
