//! The project is open in another tab, too: only one of them stores it.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::session::Saved;
use leptos::prelude::*;

/// A line that says so, and the way to go on here.
#[component]
pub fn Elsewhere() -> impl IntoView {
    let app = use_app();
    let elsewhere = app.slice(|session| session.saved == Saved::Elsewhere);
    view! {
        <Show when=move || elsewhere.get()>
            <div class="alert" role="alert">
                <Icon name="warning" />
                <div>
                    <p>
                        {say!("This project is open in another tab. What you change here is not saved.")} " "
                        <button class="button-link" type="button" on:click=move |_| app.take_over()>
                            {say!("Go on here")}
                        </button>
                    </p>
                </div>
            </div>
        </Show>
    }
}
