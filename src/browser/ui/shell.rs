//! Top bar, rail, alerts, and the screen in between.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::ui::elsewhere::Elsewhere;
use crate::browser::ui::help::HelpSheet;
use crate::browser::ui::help::use_help;
use crate::browser::ui::introduction::IntroductionDialog;
use crate::browser::ui::letters::Letters;
use crate::browser::ui::new_build::NewBuild;
use crate::browser::ui::newer::NewerData;
use crate::browser::ui::not_saved::NotSaved;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::open_menu;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::screen_now;
use crate::browser::ui::route::use_route;
use crate::browser::ui::screens::DataScreen;
use crate::browser::ui::screens::Inspector;
use crate::browser::ui::screens::PlanScreen;
use crate::browser::ui::screens::RulesScreen;
use crate::browser::ui::screens::ScenariosScreen;
use crate::browser::ui::screens::use_carry;
use crate::browser::ui::top_bar::TopBar;
use crate::browser::ui::versions::VersionSheets;
use crate::session::Act;
use crate::session::Event;
use crate::session::Shelf;
use crate::session::WayBack;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Everything on the page.
#[component]
pub fn Shell() -> impl IntoView {
    let (app, route) = (use_app(), use_route());
    keyboard();
    leave_nothing_behind();
    begin_at_the_top();
    let has_project = app.slice(|session| session.project.is_some());
    let fixed = move || route.screen() == Screen::Plan && has_project.get();
    let skip = move |_| {
        let main = document().get_element_by_id("main");
        if let Some(main) = main.and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = main.focus();
        }
    };
    view! {
        <button class="skip-link" type="button" on:click=skip>{say!("Skip to the content")}</button>
        <div class="app">
            <TopBar />
            <Rail />
            <main class="screen" class:screen-fixed=fixed id="main" tabindex="-1">
                <NewBuild />
                <Elsewhere />
                <NotSaved />
                <Alerts />
                {move || match route.screen() {
                    Screen::Data => view! { <DataScreen /> }.into_any(),
                    Screen::Rules => view! { <RulesScreen /> }.into_any(),
                    Screen::Plan => view! { <PlanScreen /> }.into_any(),
                    Screen::Scenarios => view! { <ScenariosScreen /> }.into_any(),
                }}
            </main>
            <Show when=move || route.screen() == Screen::Plan>
                <Inspector />
            </Show>
        </div>
        <HelpSheet />
        <IntroductionDialog />
        <NewerData />
        <VersionSheets />
    }
}

/// What a key pressed there is for: a text.
const OWN_KEYS: &str = "input:not([type=range]):not([type=checkbox]), textarea";

/// What takes letters as a choice.
const OWN_LETTERS: &str = "select, .menu-list *";

/// Undo, redo, help and Escape from anywhere but a text field and a dialog; letters for what is selected on the Plan
/// screen.
fn keyboard() {
    let (app, help, carry) = (use_app(), use_help(), use_carry());
    let single = expect_context::<Letters>();
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let in_dialog = document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
        let is_at = |places: &str| target.as_ref().is_some_and(|target| target.matches(places).unwrap_or(false));
        let elsewhere = in_dialog || is_at(OWN_KEYS);
        let command = event.ctrl_key() || event.meta_key();
        let selected = app.session.with_untracked(|session| !session.selection.accounts.is_empty());
        let plain = !command && single.are_keys();
        let letters = plain && selected && screen_now() == Screen::Plan && !is_at(OWN_LETTERS) && !event.alt_key();
        match event.key().to_lowercase().as_str() {
            _ if elsewhere || event.default_prevented() => return,
            "z" if command && event.shift_key() => app.dispatch(Event::Redo),
            "z" if command => app.dispatch(Event::Undo),
            "y" if command => app.dispatch(Event::Redo),
            "?" if plain => help.open(),
            "a" if letters => open_menu("menu-assign"),
            "l" if letters => app.dispatch(Event::Selected(Act::LockOrUnlock)),
            "x" if letters => app.dispatch(Event::Selected(Act::ExcludeOrInclude)),
            "escape" if carry.is_under_way() => carry.let_go(),
            "escape" => app.dispatch(Event::Pick(crate::session::Pick::Nothing)),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

/// A screen begins at its heading, wherever the one before was scrolled to.
fn begin_at_the_top() {
    let route = use_route();
    Effect::new(move |before: Option<Screen>| {
        let screen = route.screen();
        if before.is_some_and(|before| before != screen) {
            request_animation_frame(|| {
                window().scroll_to_with_x_and_y(0.0, 0.0);
                if let Some(main) = document().get_element_by_id("main") {
                    main.set_scroll_top(0);
                }
            });
        }
        screen
    });
}

/// What is not stored yet is stored when the page is hidden.
fn leave_nothing_behind() {
    let app = use_app();
    let listener = window_event_listener(leptos::ev::visibilitychange, move |_| app.save_now());
    let leaving = window_event_listener(leptos::ev::pagehide, move |_| app.save_now());
    on_cleanup(move || {
        listener.remove();
        leaving.remove();
    });
}

#[component]
fn Rail() -> impl IntoView {
    let route = use_route();
    let link = move |screen: Screen| {
        view! {
            <a
                class="rail-link"
                href=screen.address()
                aria-current=move || (route.screen() == screen).then_some("page")
            >
                <Icon name=screen.icon() />
                <span>{screen.title()}</span>
            </a>
        }
    };
    view! { <nav class="rail" aria-label=say!("Steps")>{Screen::ALL.map(link).collect_view()}</nav> }
}

#[component]
fn Alerts() -> impl IntoView {
    let app = use_app();
    let alerts = app.slice(|session| session.alerts.clone());
    view! {
        <For each=move || alerts.get() key=|alert| alert.id let:alert>
            <div class="alert" class:alert-calm=alert.back.is_some() role="alert">
                <Icon name=if alert.back.is_some() { "info" } else { "warning" } />
                <div>
                    <p>{alert.text.clone()} " " {alert.back.clone().map(go_back)}</p>
                </div>
                <button
                    class="button button-quiet button-icon button-small"
                    type="button"
                    aria-label=say!("Dismiss")
                    on:click=move |_| app.dispatch(Event::Dismiss(alert.id))
                >
                    <Icon name="close" />
                </button>
            </div>
        </For>
    }
}

/// Leads back from what a notice tells, as long as the notice is there.
fn go_back(back: WayBack) -> impl IntoView {
    let app = use_app();
    let (text, event) = match back {
        WayBack::Aside => (say!("Undo").to_owned(), Event::TakeBack),
        WayBack::Step => (say!("Undo").to_owned(), Event::Undo),
        WayBack::Project(key, name) => (say!("Back to {name}", name), Event::Shelf(Shelf::Switch(key))),
    };
    view! {
        <button class="button-link" type="button" on:click=move |_| app.dispatch(event.clone())>
            {text}
        </button>
    }
}
