//! The top bar: project, version, undo and redo, save state, theme, help, export, Optimize.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::help::HelpButton;
use crate::browser::ui::help::use_help;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::close_menu;
use crate::browser::ui::project_menu::ProjectItems;
use crate::browser::ui::project_menu::ProjectMenu;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::browser::ui::theme::use_theme;
use crate::browser::ui::versions::Named;
use crate::browser::ui::versions::use_versions;
use crate::protocol::ExportFile;
use crate::scenario::label_shown;
use crate::scenario::note_shown;
use crate::session::Event;
use crate::session::Saved;
use crate::texts;
use crate::view::HistoryStep;
use crate::view::history_steps;
use leptos::prelude::*;

/// The bar.
#[component]
pub fn TopBar() -> impl IntoView {
    let app = use_app();
    let has_project = app.slice(|session| session.project.is_some());
    view! {
        <header class="topbar">
            <a class="brand" href="#/data" aria-label="Evenfield">
                <img src="icon.svg" alt="" width="20" height="20" />
                <span class="brand-name">"Evenfield"</span>
            </a>
            <Show when=move || has_project.get()>
                <ProjectMenu />
                <span class="topbar-divider"></span>
                <VersionMenu />
                <History />
            </Show>
            <SaveState />
            <div class="topbar-end">
                // Where there is little room they are entries of the menu, which stands there with a project only.
                {move || {
                    let class = if has_project.get() { "phone-hide" } else { "" };
                    view! {
                        <ThemeButton class=class />
                        <HelpButton class=class />
                    }
                }}
                <Show when=move || has_project.get()>
                    <ExportMenu />
                    <MoreMenu />
                    <OptimizeButton />
                </Show>
            </div>
        </header>
    }
}

#[component]
fn VersionMenu() -> impl IntoView {
    let (app, dialogs) = (use_app(), use_versions());
    let current = app.slice(|session| {
        session.project.as_ref().map(|project| {
            let revision = project.revision();
            let edited = project.edited();
            (
                label_shown(&revision.label),
                if edited { say!("edited").to_owned() } else { note_shown(revision) },
                edited,
            )
        })
    });
    let rows = app.slice(|session| {
        session.project.as_ref().map_or_else(Vec::new, |project| {
            let rows = project.versions().rev();
            rows.map(|revision| {
                (revision.id, label_shown(&revision.label), note_shown(revision), revision.id == project.current)
            })
            .collect::<Vec<_>>()
        })
    });
    let is_edited = move || current.get().is_some_and(|(.., edited)| edited);
    let label = view! {
        <span class="clip">
            <b>{move || current.get().map(|(label, ..)| label)}</b>
            " "
            <span class="muted" class:phone-hide=move || !is_edited()>
                {move || current.get().map(|(_, note, _)| note)}
            </span>
        </span>
        <Icon name="chevron" />
    };
    let choose = move |id: u32| {
        move |event: web_sys::MouseEvent| {
            close_menu(&event);
            app.dispatch(Event::Adopt(id));
        }
    };
    let keep = move |event: web_sys::MouseEvent| {
        close_menu(&event);
        dialogs.name(Named::Plan);
    };
    let all = move |event: web_sys::MouseEvent| {
        close_menu(&event);
        let current = app.session.with_untracked(|session| session.project.as_ref().map(|project| project.current));
        dialogs.show(current.unwrap_or(0));
    };
    view! {
        <Menu class="menu-quiet topbar-version" label=label.into_any()>
            <div class="menu-heading">{say!("Versions")}</div>
            <For each=move || rows.get() key=Clone::clone let:row>
                <button class="menu-item" type="button" on:click=choose(row.0)>
                    {if row.3 { view! { <Icon name="check" /> } } else { view! { <Icon name="plan" /> } }}
                    <span>{row.1.clone()}</span>
                    <small>{row.2.clone()}</small>
                </button>
            </For>
            <hr class="menu-line" />
            <button class="menu-item" type="button" on:click=keep>
                <Icon name="plus" />
                <span>{say!("Keep this plan as a version")}</span>
            </button>
            <button class="menu-item" type="button" on:click=all>
                <Icon name="scenarios" />
                <span>{say!("All versions")}</span>
                <small>{say!("tree, names, decisions")}</small>
            </button>
        </Menu>
    }
}

#[component]
fn History() -> impl IntoView {
    let app = use_app();
    // Before the first step of a project stands what it took the place of.
    let undo = app.slice(|session| {
        let before = session.set_aside.as_ref().map(|_| say!("the other data"));
        session.history.undo_label().or(before).map(str::to_owned)
    });
    let redo = app.slice(|session| session.history.redo_label().map(str::to_owned));
    let title = |word: &'static str, label: Memo<Option<String>>| {
        move || label.get().map_or_else(|| word.to_owned(), |label| format!("{word}: {label}"))
    };
    view! {
        <button
            class="button button-quiet button-icon phone-hide"
            type="button"
            aria-label=say!("Undo")
            title=title(say!("Undo"), undo)
            disabled=move || undo.get().is_none()
            on:click=move |_| app.dispatch(Event::Undo)
        >
            <Icon name="undo" />
        </button>
        <button
            class="button button-quiet button-icon phone-hide"
            type="button"
            aria-label=say!("Redo")
            title=title(say!("Redo"), redo)
            disabled=move || redo.get().is_none()
            on:click=move |_| app.dispatch(Event::Redo)
        >
            <Icon name="redo" />
        </button>
        <Steps />
    }
}

/// The list of steps, to go back or forward several at once.
#[component]
fn Steps() -> impl IntoView {
    let app = use_app();
    let steps = app.keyed(|session| session.project.as_ref().map(|project| project.version), history_steps);
    let step = move |step: HistoryStep| {
        let here = step.back == 0;
        let travel = move |event: web_sys::MouseEvent| {
            close_menu(&event);
            app.dispatch(Event::Travel(step.back));
        };
        view! {
            <button
                class="menu-item"
                class:faint=step.back < 0
                type="button"
                aria-current=here.then_some("step")
                on:click=travel
            >
                <Icon name=if here { "check" } else if step.back < 0 { "redo" } else { "undo" } />
                <span>{step.label}</span>
            </button>
        }
    };
    view! {
        <Show when=move || !steps.with(Vec::is_empty)>
            <Menu class="menu-quiet menu-button-icon phone-hide" name=say!("Steps") label=view! { <Icon name="chevron" /> }.into_any()>
                <div class="menu-heading">{say!("Steps, the latest first")}</div>
                {move || steps.get().into_iter().map(step).collect_view()}
            </Menu>
        </Show>
    }
}

#[component]
fn SaveState() -> impl IntoView {
    let app = use_app();
    let saved = app.slice(|session| session.saved.clone());
    view! {
        <span class="save-state" role="status">
            {move || match saved.get() {
                Saved::Nothing | Saved::Elsewhere => ().into_any(),
                Saved::Pending => view! { <span class="save-text">{say!("Saving …")}</span> }.into_any(),
                Saved::Stored => {
                    view! {
                        <Icon name="check" />
                        <span class="save-text">{say!("Saved on this device")}</span>
                    }
                        .into_any()
                }
                Saved::Failed(_) => {
                    view! {
                        <Icon name="warning" />
                        <span class="save-text">{say!("Not saved")}</span>
                    }
                        .into_any()
                }
            }}
        </span>
    }
}

#[component]
fn ThemeButton(class: &'static str) -> impl IntoView {
    let theme = use_theme();
    view! {
        <button
            class=format!("button button-quiet button-icon {class}")
            type="button"
            aria-label=move || if theme.dark() { say!("Light theme") } else { say!("Dark theme") }
            on:click=move |_| theme.toggle()
        >
            {move || if theme.dark() { view! { <Icon name="sun" /> } } else { view! { <Icon name="moon" /> } }}
        </button>
    }
}

const EXPORTS: [(ExportFile, &str, &str); 3] = [
    (ExportFile::GeoJson, text!("Export map (GeoJSON)"), text!("accounts and outlines")),
    (ExportFile::Evaluation, text!("Export figures (JSON)"), text!("every figure, limit and the bound")),
    (ExportFile::Issues, text!("Export issue list"), text!("everything found in the files")),
];

fn export_items() -> impl IntoView {
    let app = use_app();
    let files = EXPORTS
        .map(|(file, name, help)| {
            view! {
                <button
                    class="menu-item"
                    type="button"
                    on:click=move |event| {
                        close_menu(&event);
                        app.dispatch(Event::Export(file));
                    }
                >
                    <Icon name="export" />
                    <span>{texts::of(name)}</span>
                    <small>{texts::of(help)}</small>
                </button>
            }
        })
        .collect_view()
        .into_any();
    let record = move |event: web_sys::MouseEvent| {
        close_menu(&event);
        app.dispatch(Event::ExportRecord(None));
    };
    view! {
        {files}
        <button class="menu-item" type="button" on:click=record>
            <Icon name="export" />
            <span>{say!("Export decision record")}</span>
            <small>{say!("the open version and why, one page (HTML)")}</small>
        </button>
    }
}

#[component]
fn ExportMenu() -> impl IntoView {
    let app = use_app();
    let label = view! { <Icon name="chevron" /> };
    view! {
        <button
            class="button narrow-hide"
            type="button"
            aria-label=say!("Export assignments")
            title=say!("Your columns, old and new owner, reason (CSV)")
            on:click=move |_| app.dispatch(Event::Export(ExportFile::Assignments))
        >
            <Icon name="export" />
            {say!("Export")}
        </button>
        <Menu class="menu-end menu-quiet menu-button-icon narrow-hide" name=say!("More exports") label=label.into_any()>
            {export_items()}
        </Menu>
    }
}

#[component]
fn MoreMenu() -> impl IntoView {
    let (app, help, theme) = (use_app(), use_help(), use_theme());
    let label = view! { <Icon name="more" /> };
    view! {
        <Menu class="menu-quiet menu-end narrow-only menu-button-icon" name=say!("More") label=label.into_any()>
            <div class="phone-only">
                <button class="menu-item" type="button" on:click=move |_| app.dispatch(Event::Undo)>
                    <Icon name="undo" />
                    <span>{say!("Undo")}</span>
                </button>
                <button class="menu-item" type="button" on:click=move |_| app.dispatch(Event::Redo)>
                    <Icon name="redo" />
                    <span>{say!("Redo")}</span>
                </button>
                <button class="menu-item" type="button" on:click=move |_| theme.toggle()>
                    {move || if theme.dark() { view! { <Icon name="sun" /> } } else { view! { <Icon name="moon" /> } }}
                    <span>{move || if theme.dark() { say!("Light theme") } else { say!("Dark theme") }}</span>
                </button>
                <button
                    class="menu-item"
                    type="button"
                    aria-label=say!("Help")
                    on:click=move |event| {
                        close_menu(&event);
                        help.open();
                    }
                >
                    <Icon name="help" />
                    <span>{say!("Help")}</span>
                </button>
                <hr class="menu-line" />
                <ProjectItems />
                <hr class="menu-line" />
            </div>
            <button
                class="menu-item"
                type="button"
                on:click=move |event| {
                    close_menu(&event);
                    app.dispatch(Event::Export(ExportFile::Assignments));
                }
            >
                <Icon name="export" />
                <span>{say!("Export assignments")}</span>
                <small>{say!("your columns, old and new owner, reason")}</small>
            </button>
            {export_items()}
        </Menu>
    }
}

#[component]
fn OptimizeButton() -> impl IntoView {
    let app = use_app();
    let running = app.slice(|session| session.run.is_some());
    // The second click of a double click on Optimize lands here: it must not stop what the first began.
    let stop = move |event: web_sys::MouseEvent| {
        if event.detail() < 2 {
            app.dispatch(Event::Stop);
        }
    };
    view! {
        <Show
            when=move || running.get()
            fallback=move || {
                view! {
                    <button
                        class="button button-primary"
                        type="button"
                        data-introduction="optimize"
                        on:click=move |_| {
                            go(Screen::Plan);
                            app.dispatch(Event::Optimize);
                        }
                    >
                        <Icon name="play" />
                        {say!("Optimize")}
                    </button>
                }
            }
        >
            <button class="button button-primary" type="button" on:click=stop>
                <Icon name="stop" />
                {say!("Stop")}
            </button>
        </Show>
    }
}
