//! The plans that are compared, and others beside them, as maps side by side: they show the same place, and ring who changes.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::map;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::task::later;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::plan::object;
use crate::browser::ui::screens::plan::sheet_colour;
use crate::browser::ui::screens::plan::sheet_colours;
use crate::browser::ui::screens::plan::theme_word;
use crate::browser::ui::theme::use_theme;
use crate::model::OPEN;
use crate::session::Event;
use crate::session::Outlines;
use crate::session::Session;
use crate::session::Side;
use crate::view::Aspect;
use crate::view::Colouring;
use crate::view::MapPoints;
use crate::view::Recolour;
use crate::view::Tint;
use crate::view::bases;
use crate::view::comparable;
use crate::view::points;
use crate::view::recolour_beside;
use crate::view::regions;
use crate::view::rep_name;
use js_sys::Array;
use js_sys::Float32Array;
use js_sys::Float64Array;
use js_sys::Uint8Array;
use js_sys::Uint16Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlDetailsElement;
use web_sys::HtmlElement;

/// Room around all accounts, px.
const PADDING: f64 = 24.0;

/// Maps side by side at most: more are too small to be read, and a browser draws only so many.
const MOST: usize = 4;

/// The place that maps showed before they were let go, and the data it is of.
type Kept = (String, Array);

/// The fold with the maps; they are made when it is opened and let go when it is closed.
#[component]
pub fn CompareMaps() -> impl IntoView {
    let open = RwSignal::new(false);
    let toggled = move |event: web_sys::Event| {
        let fold = event.current_target().and_then(|target| target.dyn_into::<HtmlDetailsElement>().ok());
        open.set(fold.is_some_and(|fold| fold.open()));
    };
    let app = use_app();
    let count = app.slice(|session| session.mapped().len().min(MOST));
    let kept = StoredValue::new_local(None::<Kept>);
    view! {
        <details class="fold" on:toggle=toggled>
            <summary>
                <Icon name="chevron" />
                <b>{say!("Maps side by side")}</b>
            </summary>
            <Show when=move || open.get()>
                <AddMap />
                // One more or one less is another row of maps, which shows the place that the one before did.
                {move || view! { <Maps count=count.get() kept=kept /> }}
            </Show>
        </details>
    }
}

/// The plans that have maps, with their names.
fn mapped(session: &Session) -> Vec<(Side, String)> {
    let Some(project) = &session.project else { return Vec::new() };
    session.mapped().into_iter().map(|side| (side, side.name(project))).take(MOST).collect()
}

/// A list of the plans that have no map yet.
#[component]
fn AddMap() -> impl IntoView {
    let app = use_app();
    let others = app.slice(|session| {
        let shown = session.mapped();
        let others = comparable(session).into_iter().filter(|(side, _)| !shown.contains(side));
        if shown.len() < MOST { others.collect::<Vec<(Side, String)>>() } else { Vec::new() }
    });
    let add = move |event: web_sys::Event| {
        let at = event_target_value(&event).parse::<usize>().ok();
        // The list asks again.
        event_target::<web_sys::HtmlSelectElement>(&event).set_value("");
        let Some(side) = at.and_then(|at| others.with_untracked(|others| others.get(at).map(|other| other.0))) else {
            return;
        };
        let beside = app.session.with_untracked(|session| session.comparison.beside.clone());
        app.dispatch(Event::MapBeside(beside.into_iter().chain([side]).collect()));
    };
    let options = move || {
        let names = others.get().into_iter().enumerate();
        names.map(|(at, (_, name))| view! { <option value=at.to_string()>{name}</option> }).collect_view()
    };
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <label class="pair-add">
                <span class="small muted">{say!("One more map")}</span>
                <select class="select select-small" on:change=add>
                    <option value="">{say!("Choose a plan")}</option>
                    {options}
                </select>
            </label>
        </Show>
    }
}

#[component]
fn Maps(count: usize, kept: StoredValue<Option<Kept>, LocalStorage>) -> impl IntoView {
    let (app, theme) = (use_app(), use_theme());
    let places: Vec<NodeRef<leptos::html::Div>> = (0..count).map(|_| NodeRef::new()).collect();
    let drawn = places.clone();
    let beside = StoredValue::new_local(None::<Array>);
    let (made, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let plans = app.slice(mapped);
    Effect::new(move |_| {
        let found = drawn.iter().map(|place| place.get()).collect::<Option<Vec<_>>>();
        let Some(elements) = found.filter(|elements| !elements.is_empty()) else { return };
        let word = untrack(|| theme_word(theme));
        later(move || {
            let elements: Array =
                elements.iter().map(|element| JsValue::from(element.unchecked_ref::<HtmlElement>())).collect();
            let fail = Closure::<dyn FnMut(String)>::new(move |text: String| failed.set(Some(text)));
            beside.set_value(Some(map::create_beside(&elements, word, &fail.into_js_value())));
            made.set(true);
        });
    });
    let found = app.slice(|session| {
        let version = session.project.as_ref().map(|project| project.version);
        (version, session.comparison.found.as_ref().map(|(_, compared)| compared.number), session.mapped())
    });
    let areas = app.slice(|session| session.comparison.areas.clone());
    Effect::new(move |_| {
        found.with(|_| ());
        let sheet = (theme_word(theme), sheet_colours());
        if made.get() {
            app.dispatch(Event::OutlineMapped);
            later(move || with(beside, |handles| paint(app, handles, &sheet, kept)));
        }
    });
    Effect::new(move |_| {
        areas.with(|_| ());
        theme.dark();
        if made.get() {
            later(move || with(beside, |handles| outline(app, handles)));
        }
    });
    on_cleanup(move || {
        if let Some(handles) = beside.try_update_value(Option::take).flatten() {
            let shown = map::shown_beside(&handles).map(|shown| (data_of(app), shown));
            let _ = kept.try_set_value(shown);
            map::destroy_beside(&handles);
        }
    });
    let maps = places.into_iter().enumerate().map(|(at, place)| one(at, place, plans)).collect_view();
    let first = move || plans.with(|plans| plans.first().map(|plan| plan.1.clone()).unwrap_or_default());
    view! {
        <div class="pair-maps" class:pair-maps-3=count == 3>{maps}</div>
        <p class="small muted">
            {move || match failed.get() {
                Some(why) => say!("The map cannot be drawn here: {why}. The tables below say the same.", why),
                None => say!("Ringed accounts have another rep than in {first}. Move one map, and the others follow.", first = first()),
            }}
        </p>
    }
}

/// The map of a plan, by its place among those that have one.
fn one(at: usize, place: NodeRef<leptos::html::Div>, plans: Memo<Vec<(Side, String)>>) -> AnyView {
    let app = use_app();
    let name = move || plans.with(|plans| plans.get(at).map(|plan| plan.1.clone()).unwrap_or_default());
    let close = move |_| {
        let Some(side) = plans.with_untracked(|plans| plans.get(at).map(|plan| plan.0)) else { return };
        let beside = app.session.with_untracked(|session| session.comparison.beside.clone());
        app.dispatch(Event::MapBeside(beside.into_iter().filter(|other| *other != side).collect()));
    };
    let closes = (at > 1).then(|| {
        view! {
            <button
                class="button button-quiet button-icon button-small"
                type="button"
                aria-label=move || say!("Close the map of {name}", name = name())
                on:click=close
            >
                <Icon name="close" />
            </button>
        }
    });
    view! {
        <figure class="pair-map">
            <figcaption>{name} {closes}</figcaption>
            <div class="map" role="region" aria-label=move || say!("Map of {name}", name = name()) node_ref=place></div>
        </figure>
    }
    .into_any()
}

fn with(beside: StoredValue<Option<Array>, LocalStorage>, act: impl Fn(&Array)) {
    beside.try_with_value(|handles| handles.as_ref().map(act));
}

/// Fingerprint of the data that maps are of.
fn data_of(app: App) -> String {
    let of = |session: &Session| session.data.as_ref().map(|data| data.delivery.fingerprint.clone());
    app.session.with_untracked(of).unwrap_or_default()
}

/// Dots, bases and the place that is shown: that of the maps before them, at first.
fn paint(
    app: App,
    handles: &Array,
    (word, sheet): &(&'static str, Vec<String>),
    kept: StoredValue<Option<Kept>, LocalStorage>,
) {
    let drawn = app.session.with_untracked(|session| {
        let data = session.data.as_ref()?;
        let colouring = Colouring::new(data, &Aspect::Territory, rep_name(session, OPEN));
        let points = points(session, Some(&Aspect::Potential));
        let sides = session.mapped();
        Some((
            recolour_beside(session, &colouring, &points, &sides)?,
            colouring,
            points,
            bases(session),
            regions(session),
        ))
    });
    let Some((plans, colouring, points, bases, (states, countries))) = drawn else { return };
    let palette: Array = colouring.classes.iter().map(|(_, tint)| sheet_colour(sheet, *tint)).collect();
    let marks = bases.into_iter().map(|base| {
        object([
            ("lon", JsValue::from_f64(base.longitude)),
            ("lat", JsValue::from_f64(base.latitude)),
            ("name", JsValue::from_str(&base.name)),
            ("color", sheet_colour(sheet, Tint::Territory(base.colour))),
            ("index", JsValue::from_f64(f64::from(base.rep))),
        ])
    });
    let marks: Array = marks.collect();
    let list = |codes: Vec<String>| codes.iter().map(|code| JsValue::from_str(code)).collect::<Array>();
    let (states, countries) = (list(states), list(countries));
    let before = kept.try_update_value(Option::take).flatten().filter(|(data, _)| *data == data_of(app));
    let before = before.map(|(_, shown)| shown);
    for (handle, plan) in handles.iter().zip(&plans) {
        map::set_theme(&handle, word);
        if place(&handle, &points, before.as_ref()) {
            map::draw_crowds(&handle);
            map::set_regions(&handle, &states, &countries);
        }
        dots(&handle, plan, &palette);
        map::set_bases(&handle, &marks);
    }
}

/// Places the dots; whether they are others than before.
fn place(handle: &JsValue, points: &MapPoints, before: Option<&Array>) -> bool {
    let (lonlat, radius) = (Float64Array::from(points.lonlat.as_slice()), Float32Array::from(points.radius.as_slice()));
    let fresh = map::set_points(handle, &lonlat, &radius);
    match (before, points.bounds) {
        (Some(before), Some(_)) if fresh => map::fit(handle, before, 0.0),
        (None, Some(bounds)) if fresh => {
            map::fit(handle, &bounds.iter().map(|edge| JsValue::from_f64(*edge)).collect::<Array>(), PADDING);
        }
        _ => {}
    }
    fresh
}

fn dots(handle: &JsValue, plan: &Recolour, palette: &Array) {
    let (classes, flags) = (Uint16Array::from(plan.class.as_slice()), Uint8Array::from(plan.flags.as_slice()));
    map::set_territories(handle, &classes, &flags, palette, &JsValue::NULL);
}

/// The territories of each, as soon as they are drawn.
fn outline(app: App, handles: &Array) {
    let of = |session: &Session| {
        let (sides, areas) = session.comparison.areas.as_ref()?;
        let current = session.mapped() == *sides;
        current.then(|| (areas.clone(), session.data.as_ref().map(|data| data.colours.clone()).unwrap_or_default()))
    };
    let Some((areas, colours)) = app.session.with_untracked(of) else { return };
    let sheet = sheet_colours();
    let colours: Array = colours.into_iter().map(|colour| sheet_colour(&sheet, Tint::Territory(colour))).collect();
    for (handle, Outlines { of }) in handles.iter().zip(&areas) {
        let texts = of.iter().map(|text| JsValue::from_str(text)).collect::<Array>();
        map::set_outlines(&handle, &texts, &colours, &Array::new(), true);
    }
}
