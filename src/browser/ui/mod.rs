//! The components. Screens show slices of `view` and dispatch events; parts are what screens are made of.

mod drop;
mod elsewhere;
mod help;
mod introduction;
mod letters;
mod new_build;
mod newer;
mod not_saved;
mod parts;
mod project_menu;
mod remembered;
mod route;
mod screens;
mod shell;
mod theme;
mod top_bar;
mod versions;

use crate::browser::app::App;
use crate::browser::locale;
use crate::browser::reactive::spawn_local;
use crate::browser::ui::shell::Shell;
use leptos::prelude::*;

/// Shows the app on the page and opens what the store holds.
pub fn start() {
    console_error_panic_hook::set_once();
    locale::adopt();
    leptos::mount::mount_to_body(|| {
        let app = App::start();
        provide_context(app);
        provide_context(route::Route::new());
        provide_context(theme::Theme::new());
        provide_context(help::Help::new());
        provide_context(letters::Letters::new());
        provide_context(introduction::Introduction::new());
        provide_context(versions::VersionDialogs::new());
        provide_context(drop::Drop::new(app));
        provide_context(screens::TableState::new(app));
        provide_context(screens::Carry::new(app));
        spawn_local(app.restore(mark_ready));
        view! { <Shell /> }
    });
}

/// Tells tests and assistive technology that the page can be used.
fn mark_ready() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-ready", "true");
    }
}
