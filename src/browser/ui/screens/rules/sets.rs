//! Whole rule sets: presets, and rules.json in and out.

use crate::browser::app::use_app;
use crate::browser::blobs;
use crate::browser::files;
use crate::browser::reactive::Memo;
use crate::browser::reactive::spawn_local;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::rules::change;
use crate::rules::Preset;
use crate::rules::read_rules;
use crate::rules::write_rules;
use crate::session::Event;
use crate::texts;
use crate::view::preset_rules;
use crate::view::presets;
use leptos::prelude::*;

/// Buttons that set a whole rule set.
#[component]
pub fn Presets() -> impl IntoView {
    let app = use_app();
    let pressed = app.slice(|session| presets(session).iter().map(|(_, pressed)| *pressed).collect::<Vec<_>>());
    let button = move |(position, preset): (usize, Preset)| {
        let is_pressed = Memo::new(move |_| pressed.with(|all| all.get(position).copied().unwrap_or(false)));
        let choose = move |_| {
            let rules = app.session.with_untracked(|session| preset_rules(session, &preset));
            change(app, |_| rules);
        };
        view! {
            <button
                class="preset"
                type="button"
                aria-pressed=move || if is_pressed.get() { "true" } else { "false" }
                on:click=choose
            >
                <b>
                    {texts::of(preset.title)}
                    <Show when=move || is_pressed.get()>
                        <Icon name="check" />
                    </Show>
                </b>
                <span>{texts::of(preset.help)}</span>
            </button>
        }
    };
    view! {
        <div class="presets" role="group" aria-label=say!("Presets")>
            {crate::rules::PRESETS.into_iter().enumerate().map(button).collect_view()}
        </div>
    }
}

/// Import and export of the rule set.
#[component]
pub fn RuleFiles(
    /// What is wrong with the file read last.
    problems: RwSignal<Vec<String>>,
) -> impl IntoView {
    let app = use_app();
    let import = move |event: web_sys::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let chosen = files::listed(input.files());
        spawn_local(async move {
            let (read, failed) = files::contents(chosen).await;
            input.set_value("");
            problems.set(failed.into_iter().map(|name| say!("{name}: could not be read", name)).collect());
            for file in read {
                match read_rules(&file.bytes) {
                    Ok(rules) => app.dispatch(Event::Rules(rules)),
                    Err(errors) => {
                        problems.set(errors.into_iter().map(|error| format!("{}: {error}", file.name)).collect());
                    }
                }
            }
        });
    };
    let export = move |_| {
        let bytes = app.session.with_untracked(|session| {
            session.project.as_ref().map(|project| write_rules(&project.settings.rules)).unwrap_or_default()
        });
        if blobs::of_bytes(&bytes).and_then(|file| files::download("rules.json", &file)).is_none() {
            app.dispatch(Event::Warn(say!("rules.json could not be handed over by this browser.").to_owned()));
        }
    };
    view! {
        <div class="row">
            <label class="button file-button">
                <Icon name="upload" />
                {say!("Import rules")}
                <input class="visually-hidden" type="file" aria-label=say!("Rules file") accept=".json" on:change=import />
            </label>
            <button class="button" type="button" on:click=export>
                <Icon name="export" />
                {say!("Export rules")}
            </button>
        </div>
    }
}
