//! The map's tools: which plan, selecting, layers, where to look, the picture.

use crate::browser::app::use_app;
use crate::browser::map;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::plan::map_legend::crowds_line;
use crate::browser::ui::screens::plan::map_legend::heat_line;
use crate::browser::ui::screens::plan::map_panel::Panel;
use crate::browser::ui::screens::plan::map_panel::object;
use crate::browser::ui::screens::plan::map_scene::colour_of;
use crate::browser::ui::screens::plan::map_scene::fit;
use crate::session::Event;
use crate::session::Pick;
use crate::texts;
use crate::view::Aspect;
use crate::view::AspectChoice;
use crate::view::MapLook;
use crate::view::Shown;
use crate::view::aspects;
use crate::view::picture_lines;
use crate::view::selected_bounds;
use js_sys::Array;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// Where the map's data come from.
const CREDIT: &str = text!("Map: Natural Earth · US Census · GeoNames. Made with Evenfield.");

/// The tools.
#[component]
pub fn Tools(
    /// The map.
    panel: Panel,
) -> impl IntoView {
    view! {
        <div class="map-tools" data-map-overlay="">
            <div class="segmented" role="group" aria-label=say!("Shown on the map")>
                {shown_button(panel, Shown::Today, say!("Today"))}
                {shown_button(panel, Shown::Plan, say!("Plan"))}
                {shown_button(panel, Shown::Both, say!("Both"))}
            </div>
            <div class="segmented phone-hide" role="group" aria-label=say!("Select on the map")>
                {mode_button(panel, "lasso", say!("Lasso"))}
                {mode_button(panel, "box", say!("Box"))}
            </div>
            <Layers panel=panel />
            <Views panel=panel />
        </div>
    }
}

fn shown_button(panel: Panel, shown: Shown, title: &'static str) -> AnyView {
    let pressed = Memo::new(move |_| panel.look.with(|look| look.shown == shown));
    view! {
        <button
            type="button"
            aria-pressed=move || pressed.get().to_string()
            on:click=move |_| panel.look.update(|look| look.shown = shown)
        >
            {title}
        </button>
    }
    .into_any()
}

fn mode_button(panel: Panel, name: &'static str, title: &'static str) -> AnyView {
    let toggle = move |_| panel.mode.update(|mode| *mode = if *mode == name { "none" } else { name });
    view! {
        <button type="button" aria-pressed=move || (panel.mode.get() == name).to_string() on:click=toggle>
            <Icon name=name />
            {title}
        </button>
    }
    .into_any()
}

/// Where to look, and the picture.
#[component]
fn Views(panel: Panel) -> impl IntoView {
    let app = use_app();
    let selected = app.slice(|session| !session.selection.accounts.is_empty());
    let everything = move |_| {
        if let Some(bounds) = panel.points.with_untracked(|points| points.bounds) {
            panel.with(|handle| fit(handle, bounds));
        }
        app.dispatch(Event::Pick(Pick::Nothing));
    };
    let to_selection = move |_| {
        if let Some(bounds) = app.session.with_untracked(selected_bounds) {
            panel.with(|handle| fit(handle, bounds));
        }
    };
    view! {
        <button class="button phone-hide" type="button" on:click=everything>
            <Icon name="fit" />
            {say!("Show all")}
        </button>
        <Show when=move || selected.get()>
            <button class="button phone-hide" type="button" on:click=to_selection>
                <Icon name="search" />
                {say!("Zoom to selection")}
            </button>
        </Show>
        <button
            class="button button-icon phone-hide"
            type="button"
            aria-label=say!("Save the map as a picture")
            title=say!("Save the map as a picture")
            on:click=move |_| save_picture(panel)
        >
            <Icon name="export" />
        </button>
    }
}

/// What dots and layers tell.
#[component]
fn Layers(panel: Panel) -> impl IntoView {
    let app = use_app();
    let fingerprint = |session: &crate::session::Session| {
        session.data.as_ref().map(|data| (data.delivery.fingerprint.clone(), Arc::as_ptr(&data.scored) as usize))
    };
    let all = app.keyed(fingerprint, |session| session.data.as_ref().map(aspects).unwrap_or_default());
    let entry = |choice: AspectChoice| (choice.title, Some(choice.aspect));
    let colours = Signal::derive(move || all.get().into_iter().map(entry).collect());
    let numbers = move || all.get().into_iter().filter(|choice| choice.number).map(entry);
    let alike = || (String::from(say!("all alike")), None);
    let sizes = Signal::derive(move || numbers().chain([alike()]).collect());
    let heats = Signal::derive(move || {
        let none = [(String::from(say!("none")), None)].into_iter();
        let weighs = |choice: &(String, Option<Aspect>)| matches!(choice.1, Some(Aspect::Potential | Aspect::Hours));
        none.chain(numbers().filter(weighs)).collect()
    });
    let competitors = app.keyed(fingerprint, |session| {
        session.data.as_ref().is_some_and(|data| data.dataset.accounts.competitor.labels().len() > 1)
    });
    let label = view! {
        <Icon name="layers" />
        {say!("Layers")}
    };
    view! {
        <Menu class="map-layers" label=label.into_any()>
            {chooser(panel, say!("Colour by"), colours, |look| Some(look.colour.clone()), |look, aspect| look.colour = aspect.unwrap_or_default())}
            {chooser(panel, say!("Size by"), sizes, |look| look.size.clone(), |look, aspect| look.size = aspect)}
            {chooser(panel, say!("Heat map"), heats, |look| look.heat.clone(), |look, aspect| look.heat = aspect)}
            <hr class="menu-line" />
            {switch(panel, say!("Territories as areas"), |look| &mut look.areas)}
            {switch(panel, say!("Reps' bases"), |look| &mut look.bases)}
            {switch(panel, say!("Moves as arrows"), |look| &mut look.moves)}
            {switch(panel, say!("Tours"), |look| &mut look.tours)}
            {switch(panel, say!("Accounts without rep"), |look| &mut look.open)}
            <Show when=move || competitors.get()>
                {switch(panel, say!("Competitor is there"), |look| &mut look.competitor)}
            </Show>
        </Menu>
    }
}

type Entries = Vec<(String, Option<Aspect>)>;

/// A list of aspects to choose one from.
fn chooser(
    panel: Panel,
    title: &'static str,
    entries: Signal<Entries>,
    get: fn(&MapLook) -> Option<Aspect>,
    set: fn(&mut MapLook, Option<Aspect>),
) -> AnyView {
    let chosen = Memo::new(move |_| {
        let now = panel.look.with(get);
        entries.with(|entries| entries.iter().position(|entry| entry.1 == now)).unwrap_or(0)
    });
    let choose = move |event| {
        let place = event_target_value(&event).parse::<usize>().unwrap_or(0);
        let aspect = entries.with_untracked(|entries| entries.get(place).and_then(|entry| entry.1.clone()));
        panel.look.update(|look| set(look, aspect));
    };
    // In a list the arrow keys choose; they do not walk through the menu around it.
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.key().starts_with("Arrow") {
            event.stop_propagation();
        }
    };
    let options = move || {
        let option = |(place, (title, _)): (usize, (String, Option<Aspect>))| {
            view! {
                <option value=place.to_string() selected=move || chosen.get() == place>
                    {title}
                </option>
            }
        };
        entries.get().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <label class="map-choice">
            <span>{title}</span>
            <select class="select select-small" on:change=choose on:keydown=keys>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn switch(panel: Panel, title: &'static str, of: fn(&mut MapLook) -> &mut bool) -> AnyView {
    let on = Memo::new(move |_| panel.look.with(|look| *of(&mut look.clone())));
    let toggle = move |_| {
        panel.look.update(|look| {
            let switch = of(look);
            *switch = !*switch;
        });
    };
    view! {
        <label class="map-choice">
            <span>{title}</span>
            <input class="switch" type="checkbox" role="switch" prop:checked=move || on.get() on:change=toggle />
        </label>
    }
    .into_any()
}

/// Hands over a picture of what is seen, with its legend.
fn save_picture(panel: Panel) {
    let app = use_app();
    let (look, key) = (panel.look.get_untracked(), panel.key.get_untracked());
    let (name, (title, subtitle)) = app.session.with_untracked(|session| {
        let lines = panel.points.with_untracked(|points| picture_lines(session, &look, points));
        (session.file_name("map.png"), lines)
    });
    let entry = |text: &str, colour: JsValue, first: bool, bold: bool| {
        let text = JsValue::from_str(text);
        object([("text", text), ("color", colour), ("first", first.into()), ("bold", bold.into())])
    };
    let entries = Array::of1(&entry(&key.title, JsValue::UNDEFINED, true, true));
    for row in &key.rows {
        entries.push(&entry(&format!("{} · {}", row.name, row.count), colour_of(panel, row.tint), false, false));
    }
    let size = crowds_line(panel).unwrap_or(key.size);
    let others = [size].into_iter().chain(heat_line(app, panel)).chain(key.marks.into_iter().map(|mark| mark.1));
    for (place, line) in others.enumerate() {
        entries.push(&entry(&line, JsValue::UNDEFINED, place == 0, false));
    }
    let text = object([
        ("title", JsValue::from_str(&title)),
        ("subtitle", JsValue::from_str(&subtitle)),
        ("credit", JsValue::from_str(texts::of(CREDIT))),
        ("entries", entries.into()),
    ]);
    panel.with(|handle| map::save_picture(handle, &text, &name));
}
