//! Keeps the tours on the map in step with the state.

use crate::browser::app::App;
use crate::browser::map;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::task::later;
use crate::browser::ui::screens::plan::map_panel::Panel;
use crate::browser::ui::screens::plan::map_panel::object;
use crate::browser::ui::screens::plan::map_scene::colour_of;
use crate::browser::ui::screens::plan::map_scene::fit;
use crate::session::Event;
use crate::session::TourEvent;
use crate::view::KeyMark;
use crate::view::MapKey;
use crate::view::MapLook;
use crate::view::Tint;
use crate::view::TourMark;
use crate::view::day_bounds;
use crate::view::map_tours;
use crate::view::tour_lines;
use crate::view::tours_text;
use js_sys::Array;
use js_sys::Float64Array;
use js_sys::Uint32Array;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Asks for tours while the layer is on, draws what is known, and goes where a day is that was picked.
pub fn follow_tours(app: App, panel: Panel, look: Memo<MapLook>) {
    let watched = Memo::new(move |_| look.with(|look| look.tours));
    Effect::new(move |before: Option<bool>| {
        let watched = watched.get();
        if before.is_some() || watched {
            app.dispatch(Event::Tours(TourEvent::Watch(watched)));
        }
        watched
    });
    let known = app.slice(|session| {
        (session.tours.stamp, session.selection.rep, session.data.as_ref().map(|data| data.colours.clone()))
    });
    Effect::new(move |_| {
        known.with(|_| ());
        look.with(|_| ());
        panel.points.with(|_| ());
        panel.sheet.with(|_| ());
        if panel.drawn.get() {
            later(move || panel.with(|handle| draw(app, panel, handle)));
        }
    });
    let day = app.slice(|session| session.selection.rep.zip(session.tours.day));
    Effect::new(move |before: Option<Option<(u16, usize)>>| {
        let day = day.get();
        if before.is_some_and(|before| before != day)
            && let Some(bounds) = app.session.with_untracked(day_bounds)
        {
            panel.with(|handle| fit(handle, bounds));
        }
        day
    });
}

fn draw(app: App, panel: Panel, handle: &JsValue) {
    let drawn = app.session.with_untracked(|session| panel.look.with_untracked(|look| map_tours(session, look)));
    let mark = |mark: &TourMark| {
        object([
            ("rep", JsValue::from_f64(f64::from(mark.rep))),
            ("key", JsValue::from_str(&mark.key.to_string())),
            ("color", colour_of(panel, Tint::Territory(mark.colour))),
        ])
    };
    let shown = object([
        ("near", drawn.near.into()),
        ("day", drawn.day.map_or(-1.0, |day| day as f64).into()),
        ("only", drawn.only_day.into()),
    ]);
    let marks: Array = drawn.marks.iter().map(mark).collect();
    for missing in map::set_tours(handle, &marks, &shown).iter() {
        let Some(found) = drawn.marks.iter().find(|mark| missing.as_f64() == Some(f64::from(mark.rep))) else {
            continue;
        };
        let lines = app.session.with_untracked(|session| tour_lines(session, found.rep));
        let places = Float64Array::from(lines.lonlat.as_slice());
        let (stops, base) = (Uint32Array::from(lines.stops.as_slice()), Float64Array::from(lines.base.as_slice()));
        map::add_tour(handle, &mark(found), &places, &stops, &base);
    }
    map::draw_tours(handle);
    let text = app.session.with_untracked(|session| panel.look.with_untracked(|look| tours_text(session, look)));
    let told = |key: &MapKey| key.marks.iter().any(|mark| mark.0 == KeyMark::Tour && mark.1 != text);
    if panel.key.with_untracked(told) {
        panel.key.update(|key| {
            for mark in key.marks.iter_mut().filter(|mark| mark.0 == KeyMark::Tour) {
                mark.1.clone_from(&text);
            }
        });
    }
}
