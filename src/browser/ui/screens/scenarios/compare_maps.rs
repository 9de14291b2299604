//! The two plans that are compared as maps side by side: they show the same place, and ring who changes.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::map;
use crate::browser::reactive::Effect;
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
use crate::view::Aspect;
use crate::view::Colouring;
use crate::view::MapPoints;
use crate::view::Recolour;
use crate::view::Tint;
use crate::view::bases;
use crate::view::points;
use crate::view::recolour_pair;
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

/// The fold with both maps; they are made when it is opened and let go when it is closed.
#[component]
pub fn CompareMaps(names: Signal<[String; 2]>) -> impl IntoView {
    let open = RwSignal::new(false);
    let toggled = move |event: web_sys::Event| {
        let fold = event.current_target().and_then(|target| target.dyn_into::<HtmlDetailsElement>().ok());
        open.set(fold.is_some_and(|fold| fold.open()));
    };
    view! {
        <details class="fold" on:toggle=toggled>
            <summary>
                <Icon name="chevron" />
                <b>{say!("Maps side by side")}</b>
            </summary>
            <Show when=move || open.get()>
                <Maps names=names />
            </Show>
        </details>
    }
}

#[component]
fn Maps(names: Signal<[String; 2]>) -> impl IntoView {
    let (app, theme) = (use_app(), use_theme());
    let places = [(); 2].map(|()| NodeRef::<leptos::html::Div>::new());
    let pair = StoredValue::new_local(None::<Array>);
    let (made, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    Effect::new(move |_| {
        let [Some(first), Some(second)] = places.map(|place| place.get()) else { return };
        let word = untrack(|| theme_word(theme));
        later(move || {
            let elements: Array =
                [first, second].iter().map(|element| JsValue::from(element.unchecked_ref::<HtmlElement>())).collect();
            let fail = Closure::<dyn FnMut(String)>::new(move |text: String| failed.set(Some(text)));
            pair.set_value(Some(map::create_pair(&elements, word, &fail.into_js_value())));
            made.set(true);
        });
    });
    let found = app.slice(|session| {
        let version = session.project.as_ref().map(|project| project.version);
        (version, session.comparison.found.as_ref().map(|(pair, compared)| (*pair, compared.number)))
    });
    let areas = app.slice(|session| session.comparison.areas.clone());
    Effect::new(move |_| {
        found.with(|_| ());
        let sheet = (theme_word(theme), sheet_colours());
        if made.get() {
            app.dispatch(Event::OutlinePair);
            later(move || with(pair, |handles| paint(app, handles, &sheet)));
        }
    });
    Effect::new(move |_| {
        areas.with(|_| ());
        theme.dark();
        if made.get() {
            later(move || with(pair, |handles| outline(app, handles)));
        }
    });
    on_cleanup(move || {
        if let Some(handles) = pair.try_update_value(Option::take).flatten() {
            map::destroy_pair(&handles);
        }
    });
    let one = move |at: usize| {
        let name = move || names.with(|names| names[at].clone());
        view! {
            <figure class="pair-map">
                <figcaption>{name}</figcaption>
                <div class="map" role="region" aria-label=move || say!("Map of {name}", name = name()) node_ref=places[at]></div>
            </figure>
        }
    };
    view! {
        <div class="pair-maps">{one(0)} {one(1)}</div>
        <p class="small muted">
            {move || match failed.get() {
                Some(why) => say!("The map cannot be drawn here: {why}. The tables below say the same.", why),
                None => say!("Ringed accounts have another rep in the one plan than in the other. Move one map, and the other follows.").to_owned(),
            }}
        </p>
    }
}

fn with(pair: StoredValue<Option<Array>, LocalStorage>, act: impl Fn(&Array)) {
    pair.try_with_value(|handles| handles.as_ref().map(act));
}

/// Dots, bases and the place that is shown.
fn paint(app: App, handles: &Array, (word, sheet): &(&'static str, Vec<String>)) {
    let drawn = app.session.with_untracked(|session| {
        let data = session.data.as_ref()?;
        let colouring = Colouring::new(data, &Aspect::Territory, rep_name(session, OPEN));
        let points = points(session, Some(&Aspect::Potential));
        let sides = session.comparison.found.as_ref()?.0.sides;
        Some((recolour_pair(session, &colouring, &points, sides)?, colouring, points, bases(session), regions(session)))
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
    for (handle, plan) in handles.iter().zip(&plans) {
        map::set_theme(&handle, word);
        if place(&handle, &points) {
            map::draw_crowds(&handle);
            map::set_regions(&handle, &states, &countries);
        }
        dots(&handle, plan, &palette);
        map::set_bases(&handle, &marks);
    }
}

/// Places the dots; whether they are others than before.
fn place(handle: &JsValue, points: &MapPoints) -> bool {
    let (lonlat, radius) = (Float64Array::from(points.lonlat.as_slice()), Float32Array::from(points.radius.as_slice()));
    let fresh = map::set_points(handle, &lonlat, &radius);
    if let Some(bounds) = points.bounds.filter(|_| fresh) {
        map::fit(handle, &bounds.iter().map(|edge| JsValue::from_f64(*edge)).collect::<Array>(), PADDING);
    }
    fresh
}

fn dots(handle: &JsValue, plan: &Recolour, palette: &Array) {
    let (classes, flags) = (Uint16Array::from(plan.class.as_slice()), Uint8Array::from(plan.flags.as_slice()));
    map::set_territories(handle, &classes, &flags, palette, &JsValue::NULL);
}

/// The territories of the two, as soon as they are drawn.
fn outline(app: App, handles: &Array) {
    let of = |session: &Session| {
        let (pair, areas) = session.comparison.areas.as_ref()?;
        let current = session.comparison.found.as_ref()?.0 == *pair;
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
