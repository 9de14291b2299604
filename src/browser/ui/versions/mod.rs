//! The versions of the project: a tree of them, what is known of each, their names and why one was chosen.

mod deciding;
mod details;
mod naming;
mod tree;

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::ui::parts::Dialog;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::versions::deciding::Deciding;
use crate::browser::ui::versions::details::Details;
use crate::browser::ui::versions::naming::Naming;
use crate::browser::ui::versions::tree::Tree;
use crate::scenario::Decision;
use crate::session::Event;
use crate::session::VersionEvent;
use crate::view::deleted_versions;
use leptos::prelude::*;

/// What a dialog that asks for a name is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// The plan being worked on, to be kept.
    Plan,
    /// A version, by its number.
    Version(u32),
}

/// The dialogs about versions, from wherever they are opened.
#[derive(Clone, Copy)]
pub struct VersionDialogs {
    /// Whether the list of all is open.
    open: RwSignal<bool>,
    /// The version that is shown in full.
    picked: RwSignal<u32>,
    /// What is being named.
    naming: RwSignal<Option<Named>>,
    /// The version whose decision is being written.
    deciding: RwSignal<Option<u32>>,
    /// What was written of a version's decision and neither saved nor given up: Escape closes the dialog, no more.
    draft: RwSignal<Option<(u32, Decision)>>,
}

impl VersionDialogs {
    /// None of them is open yet.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            picked: RwSignal::new(0),
            naming: RwSignal::new(None),
            deciding: RwSignal::new(None),
            draft: RwSignal::new(None),
        }
    }

    /// Shows all versions, one of them in full.
    pub fn show(self, version: u32) {
        self.picked.set(version);
        self.open.set(true);
    }

    /// Asks for a name.
    pub fn name(self, what: Named) {
        self.naming.set(Some(what));
    }
}

/// The dialogs of the page.
pub fn use_versions() -> VersionDialogs {
    expect_context::<VersionDialogs>()
}

/// Has the versions held against the limits in force, while they are on the screen.
pub fn hold_versions(shown: impl Fn() -> bool + Send + Sync + 'static) {
    let app = use_app();
    let stands = app.slice(|session| {
        // What is typed or painted is judged first.
        let waits = session.reading.is_some() || session.pending.is_some() || session.judging.is_some();
        let version = session.project.as_ref().map(|project| project.version);
        (session.key, version, waits || session.held.is_under_way())
    });
    Effect::new(move |_| {
        if !stands.get().2 && shown() {
            app.dispatch(Event::Hold);
        }
    });
}

/// The dialogs themselves; they stand in the page closed.
#[component]
pub fn VersionSheets() -> impl IntoView {
    let dialogs = use_versions();
    hold_versions(move || dialogs.open.get());
    view! {
        <Dialog
            open=dialogs.open
            close=move |()| dialogs.open.set(false)
            id="versions-title"
            title=say!("Versions")
            class="versions"
        >
            <div class="versions-body">
                <div class="versions-side">
                    <Tree />
                    <Deleted />
                </div>
                <Details />
            </div>
        </Dialog>
        <Naming />
        <Deciding />
    }
}

/// The versions that were deleted, each with a way back.
#[component]
fn Deleted() -> impl IntoView {
    let (app, dialogs) = (use_app(), use_versions());
    let gone = app.keyed(|session| session.project.as_ref().map(|project| project.version), deleted_versions);
    let one = move |(id, label): (u32, String)| {
        let back = move |_| {
            app.dispatch(Event::Version(VersionEvent::BringBack(id)));
            dialogs.picked.set(id);
        };
        view! {
            <li>
                <span class="clip">{label.clone()}</span>
                <button class="button button-small" type="button" aria-label=say!("Bring back {label}", label) on:click=back>
                    <Icon name="undo" />
                    {say!("Bring back")}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || !gone.with(Vec::is_empty)>
            <section class="versions-deleted" aria-labelledby="versions-deleted">
                <h3 id="versions-deleted">{say!("Deleted")}</h3>
                <ul>{move || gone.get().into_iter().map(one).collect_view()}</ul>
            </section>
        </Show>
    }
}
