//! The data screen: files in, how they were understood, what was found.

mod cleaning;
mod decisions;
mod files;
mod mapping;
mod projects;
mod quality;
mod ready;
mod sales;
mod start;
mod weights;

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::browser::ui::screens::data::files::FileCards;
use crate::browser::ui::screens::data::mapping::Columns;
use crate::browser::ui::screens::data::quality::Quality;
use crate::browser::ui::screens::data::ready::Ready;
use crate::browser::ui::screens::data::start::DropZone;
use crate::browser::ui::screens::data::start::Example;
use crate::browser::ui::screens::data::start::Head;
use crate::browser::ui::screens::data::start::Start;
use crate::session::Event;
use crate::view::DataStage;
use crate::view::Failure;
use crate::view::data_stage;
use crate::view::failure;
use leptos::prelude::*;

/// The screen.
#[component]
pub fn DataScreen() -> impl IntoView {
    let app = use_app();
    let stage = app.slice(data_stage);
    let example = RwSignal::new(false);
    Effect::new(move |_| {
        if example.get() && stage.get() == DataStage::Ready {
            go(Screen::Plan);
        }
    });
    view! {
        <div class="page" class:start=move || stage.get() != DataStage::Ready>
            {move || match stage.get() {
                DataStage::Start => view! { <Start example=example /> }.into_any(),
                DataStage::Failed => {
                    view! {
                        <Head />
                        <FileCards />
                        <Columns />
                        <DropZone />
                        <Quality />
                        <Example example=example />
                    }
                        .into_any()
                }
                DataStage::Ready => view! { <Ready /> }.into_any(),
            }}
        </div>
    }
}

/// What is being read right now.
#[component]
fn Reading() -> impl IntoView {
    let app = use_app();
    let reading = app.slice(|session| session.reading.is_some());
    let text = app.slice(|session| session.reading.as_ref().map(|reading| reading.text.clone()));
    let part = app.slice(|session| session.reading.as_ref().and_then(|reading| reading.part));
    let percent = move || part.get().map(|part| format!("{:.0} %", part * 100.0));
    let empty = app.slice(|session| session.data.is_none());
    view! {
        <Show when=move || reading.get()>
            <section class="card reading">
                <div class="progress-line">
                    <b role="status">{move || text.get()}</b>
                    <span class="muted">{percent}</span>
                    <button
                        class="button button-small row-end"
                        type="button"
                        on:click=move |_| app.dispatch(Event::CancelReading)
                    >
                        {say!("Cancel")}
                    </button>
                </div>
                <progress max="1" prop:value=move || part.get() aria-label=move || text.get()></progress>
            </section>
            <Show when=move || empty.get()>
                <section class="card card-pad stack" aria-hidden="true">
                    <span class="skeleton skeleton-short"></span>
                    <span class="skeleton"></span>
                    <span class="skeleton"></span>
                </section>
            </Show>
        </Show>
    }
}

/// Why the files gave no data.
#[component]
fn Failed() -> impl IntoView {
    let app = use_app();
    let found = app.slice(|session| if session.reading.is_some() { None } else { failure(session) });
    move || found.get().map(failed)
}

fn failed(failure: Failure) -> impl IntoView {
    let Failure { title, lines, more } = failure;
    view! {
        <div class="alert" role="alert">
            <Icon name="error" />
            <div>
                <h2 class="alert-title">{title}</h2>
                {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                {(more > 0).then(|| view! { <p>{say!("And {more} more, listed below.", more)}</p> })}
            </div>
        </div>
    }
}
