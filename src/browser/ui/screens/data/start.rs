//! The start: drop files, try the example, open a project.

use crate::browser::app::use_app;
use crate::browser::files::listed;
use crate::browser::ui::drop::use_drop;
use crate::browser::ui::introduction::IntroductionButton;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::screens::data::Failed;
use crate::browser::ui::screens::data::Reading;
use crate::browser::ui::screens::data::projects::Projects;
use crate::session::Event;
use crate::texts;
use leptos::prelude::*;

const TABLES: &str = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.evenfield";

/// What a newcomer sees.
#[component]
pub fn Start(
    /// Set when the example was asked for.
    example: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Head />
        <Projects />
        <DropZone />
        <Example example=example />
        <Facts />
    }
}

/// What this is about, what went wrong, what is being read.
#[component]
pub fn Head() -> impl IntoView {
    view! {
        <header class="page-head">
            <div>
                <h1>{say!("Start with the lists you have")}</h1>
                <p>
                    {say!("Evenfield reads what your CRM exports and turns it into territories that are balanced, short on \
                     travel and proven.")}
                </p>
            </div>
        </header>
        <Failed />
        <Reading />
    }
}

/// Where files are dropped or chosen.
#[component]
pub fn DropZone() -> impl IntoView {
    let drop = use_drop();
    view! {
        <section class="dropzone" class:is-over=move || drop.over() aria-label=say!("Files")>
            <Icon name="upload" />
            <h2>
                {move || if drop.over() { say!("Let go to read the files") } else { say!("Drop your account and rep files here") }}
            </h2>
            <p>{say!("CSV or Excel, several at once. Each is recognised by its columns.")}</p>
            <FilePicks />
        </section>
    }
}

const PICKS: [(&str, &str, &str, &str); 3] = [
    (text!("Accounts"), text!("Accounts file"), "file", text!("Needed. One row per customer or prospect.")),
    (text!("Reps"), text!("Reps file"), "users", text!("Without it, reps come from the owner column.")),
    (
        text!("Opportunities"),
        text!("Opportunities file"),
        "table",
        text!("Optional. Won and lost deals, for better fits."),
    ),
];

/// One button per file.
#[component]
pub fn FilePicks() -> impl IntoView {
    let app = use_app();
    let pick = move |(title, name, icon, help): (&'static str, &'static str, &'static str, &'static str)| {
        let chosen = move |event: web_sys::Event| {
            let input = event_target::<web_sys::HtmlInputElement>(&event);
            app.take_files(listed(input.files()));
            input.set_value("");
        };
        view! {
            <label class="file-pick">
                <Icon name=icon />
                <b>{texts::of(title)}</b>
                <span class="choose">{say!("Choose")}</span>
                <small>{texts::of(help)}</small>
                <input type="file" multiple aria-label=texts::of(name) accept=TABLES on:change=chosen />
            </label>
        }
    };
    view! { <div class="dropzone-files">{PICKS.map(pick).collect_view()}</div> }
}

/// Other ways to start than files.
#[component]
pub fn Example(
    /// Set when the example was asked for.
    example: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let start = move |_| {
        example.set(true);
        app.dispatch(Event::Example);
    };
    let open = move |event: web_sys::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        app.take_files(listed(input.files()));
        input.set_value("");
    };
    view! {
        <section class="card start-example" aria-label=say!("Other ways to start")>
            <div>
                <h2 class="start-title">{say!("No file at hand?")}</h2>
                <p class="muted">{say!("See a whole team with its accounts, or open work you saved as a project file.")}</p>
            </div>
            <label class="button file-button">
                <Icon name="file" />
                {say!("Open a project file")}
                <input class="visually-hidden" type="file" aria-label=say!("Project file") accept=".evenfield" on:change=open />
            </label>
            <IntroductionButton class="button" />
            <button class="button button-primary" type="button" on:click=start>
                {say!("Try the example")}
            </button>
        </section>
    }
}

const FACTS: [(&str, &str, &str); 3] = [
    (
        "lock",
        text!("It stays on this device"),
        text!(
            "Files are read in this tab and saved in this browser. Nothing is uploaded; the page works with the cable out."
        ),
    ),
    (
        "check",
        text!("Exports fit as they are"),
        text!("Salesforce, HubSpot, Dynamics 365, Zoho, Pipedrive, or a plain spreadsheet. No template to fill in."),
    ),
    (
        "undo",
        text!("Nothing is lost"),
        text!(
            "Every doubt is listed with its row, every repair is counted and can be left out. Columns we do not use come out again untouched."
        ),
    ),
];

#[component]
fn Facts() -> impl IntoView {
    let fact = |(icon, title, text): (&'static str, &'static str, &'static str)| {
        view! {
            <section>
                <h2 class="start-title">
                    <Icon name=icon />
                    {texts::of(title)}
                </h2>
                <p>{texts::of(text)}</p>
            </section>
        }
    };
    view! { <div class="start-facts">{FACTS.map(fact).collect_view()}</div> }
}
