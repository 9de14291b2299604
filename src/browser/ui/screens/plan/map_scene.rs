//! Keeps the drawing of the map in step with the state.

use crate::browser::app::App;
use crate::browser::map;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::task::later;
use crate::browser::ui::screens::plan::map_panel::Panel;
use crate::browser::ui::screens::plan::map_panel::object;
use crate::browser::ui::screens::plan::map_panel::theme_word;
use crate::browser::ui::screens::plan::map_tours::follow_tours;
use crate::browser::ui::theme::use_theme;
use crate::session::Outlines;
use crate::session::Session;
use crate::view::Aspect;
use crate::view::MapLook;
use crate::view::MapPoints;
use crate::view::Recolour;
use crate::view::Shown;
use crate::view::Tint;
use crate::view::bases;
use crate::view::heat;
use crate::view::map_key;
use crate::view::moves;
use crate::view::recolour;
use crate::view::regions;
use js_sys::Array;
use js_sys::Float32Array;
use js_sys::Float64Array;
use js_sys::Uint8Array;
use js_sys::Uint16Array;
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// Outlines as the map was told of them, by rep: those of many accounts are megabytes of text, and an edit changes few.
type Told = Vec<(Arc<str>, JsValue)>;

thread_local! {
    /// Those of the plan and of today.
    static TOLD: RefCell<[Told; 2]> = RefCell::default();
}

/// Room around what is shown, px: the tools stand there.
pub const PADDING: f64 = 58.0;

/// Draws anew what a change of the state changes.
pub fn follow(app: App, panel: Panel) {
    let version = app.slice(|session| {
        let project = session.project.as_ref().map(|project| (project.dataset.clone(), project.version));
        (project, session.data.as_ref().map(|data| data.colours.clone()))
    });
    let selection = app.slice(|session| session.selection.clone());
    Effect::new(move |_| {
        if panel.drawn.get() {
            let points = panel.points.get();
            panel.with(|handle| place(app, handle, &points));
        }
    });
    let look = Memo::new(move |_| panel.look.get());
    Effect::new(move |_| {
        version.with(|_| ());
        selection.with(|_| ());
        look.with(|_| ());
        panel.points.with(|_| ());
        panel.colouring.with(|_| ());
        panel.sheet.with(|_| ());
        if panel.drawn.get() {
            app.draw_when_judged(move || panel.with(|handle| colour(app, panel, handle)));
        }
    });
    follow_outlines(app, panel);
    follow_tours(app, panel, look);
    follow_heat(app, panel, look);
    let moving = Memo::new(move |_| look.with(|look| look.moves && look.shown != Shown::Today));
    Effect::new(move |_| {
        version.with(|_| ());
        // Selected accounts have arrows of their own.
        selection.with(|_| ());
        let (moving, points) = (moving.get(), panel.points.get());
        panel.sheet.with(|_| ());
        if panel.drawn.get() {
            app.draw_when_judged(move || {
                let arrows = if moving { arrows(app, panel, &points) } else { JsValue::NULL };
                panel.with(|handle| map::set_moves(handle, &arrows));
            });
        }
    });
    Effect::new(move |_| {
        let (mode, split) = (panel.mode.get(), panel.split.get());
        panel.drawn.get();
        panel.with(|handle| {
            map::set_select_mode(handle, mode);
            map::set_split(handle, split / 100.0);
        });
    });
}

fn follow_heat(app: App, panel: Panel, look: Memo<MapLook>) {
    let weighed = Memo::new(move |_| look.with(|look| look.heat.clone()));
    // What is excluded weighs nothing.
    let exclusion = app.slice(|session| session.exclusion.clone());
    Effect::new(move |_| {
        exclusion.with(|_| ());
        let aspect = weighed.get();
        let points = panel.points.get();
        if panel.drawn.get() {
            later(move || {
                let weights =
                    aspect.map(|aspect| app.session.with_untracked(|session| heat(session, &aspect, &points)));
                let weights = weights.map_or(JsValue::NULL, |weights| Float32Array::from(weights.as_slice()).into());
                panel.with(|handle| map::set_heat(handle, &weights));
            });
        }
    });
}

fn follow_outlines(app: App, panel: Panel) {
    let theme = use_theme();
    let drawn =
        app.slice(|session| (session.data.as_ref().map(|data| data.outlines.clone()), session.outlines.clone()));
    let areas = Memo::new(move |_| {
        let by_rep = panel.colouring.with(|colouring| matches!(colouring.aspect, Aspect::Territory | Aspect::Today));
        panel.look.with(|look| (look.shown, look.areas, by_rep))
    });
    Effect::new(move |_| {
        drawn.with(|_| ());
        let word = theme_word(theme);
        let (shown, areas, by_rep) = areas.get();
        if panel.drawn.get() {
            let colours = rep_colours(app, panel, by_rep);
            later(move || {
                panel.with(|handle| {
                    map::set_theme(handle, word);
                    let (plan, today) = outlines(app, shown);
                    map::set_outlines(handle, &plan, &colours, &today, areas);
                });
            });
        }
    });
}

/// Dots, regions and the view: they change only with the data.
fn place(app: App, handle: &JsValue, points: &MapPoints) {
    let fresh = map::set_points(
        handle,
        &Float64Array::from(points.lonlat.as_slice()),
        &Float32Array::from(points.radius.as_slice()),
    );
    if !fresh {
        return;
    }
    let (states, countries) = app.session.with_untracked(regions);
    let list = |codes: Vec<String>| codes.iter().map(|code| JsValue::from_str(code)).collect::<Array>();
    map::set_regions(handle, &list(states), &list(countries));
    if let Some(bounds) = points.bounds {
        fit(handle, bounds);
    }
}

/// Shows west, south, east, north.
pub fn fit(handle: &JsValue, bounds: [f64; 4]) {
    map::fit(handle, &bounds.iter().map(|edge| JsValue::from_f64(*edge)).collect::<Array>(), PADDING);
}

/// Colours and marks of the dots, the bases, and the legend of it all.
fn colour(app: App, panel: Panel, handle: &JsValue) {
    let (look, colouring, points) =
        (panel.look.get_untracked(), panel.colouring.get_untracked(), panel.points.get_untracked());
    if colouring.classes.is_empty() {
        return;
    }
    let draw = |session: &Session, today| recolour(session, &look, &colouring, &points, today);
    let (drawn, before, key) = app.session.with_untracked(|session| {
        let drawn = draw(session, look.shown == Shown::Today);
        let before = (look.shown == Shown::Both).then(|| draw(session, true));
        let key = map_key(session, &look, &colouring, &points, &drawn);
        (drawn, before, key)
    });
    let palette: Array = colouring.classes.iter().map(|(_, tint)| colour_of(panel, *tint)).collect();
    let arrays =
        |drawn: &Recolour| (Uint16Array::from(drawn.class.as_slice()), Uint8Array::from(drawn.flags.as_slice()));
    let before = before.map_or(JsValue::NULL, |before| {
        let (classes, flags) = arrays(&before);
        object([("classes", classes.into()), ("flags", flags.into())])
    });
    let (classes, flags) = arrays(&drawn);
    map::set_territories(handle, &classes, &flags, &palette, &before);
    let bases = if look.bases { app.session.with_untracked(bases) } else { Vec::new() };
    let marks = bases.into_iter().map(|base| {
        object([
            ("lon", JsValue::from_f64(base.longitude)),
            ("lat", JsValue::from_f64(base.latitude)),
            ("name", JsValue::from_str(&base.name)),
            ("color", colour_of(panel, Tint::Territory(base.colour))),
            ("index", JsValue::from_f64(f64::from(base.rep))),
        ])
    });
    map::set_bases(handle, &marks.collect::<Array>());
    let focus = app.session.with_untracked(|session| session.selection.rep);
    map::set_focus(handle, focus.map_or(-1.0, f64::from));
    panel.key.set(key);
}

/// A colour as the style sheet has it.
pub fn colour_of(panel: Panel, tint: Tint) -> JsValue {
    panel.sheet.with_untracked(|sheet| sheet_colour(sheet, tint))
}

/// The same of colours that were read.
pub fn sheet_colour(sheet: &[String], tint: Tint) -> JsValue {
    let place = match tint {
        Tint::Territory(colour) => usize::from(colour),
        Tint::Step(step) => 10 + usize::from(step),
        Tint::Other => 15,
        Tint::Plain => 16,
    };
    sheet.get(place).map_or(JsValue::NULL, |colour| JsValue::from_str(colour))
}

/// The colour of each territory; all alike where colours tell something else.
fn rep_colours(app: App, panel: Panel, by_rep: bool) -> Array {
    let reps =
        app.session.with_untracked(|session| session.data.as_ref().map_or_else(Vec::new, |data| data.colours.clone()));
    let tint = |colour| if by_rep { Tint::Territory(colour) } else { Tint::Plain };
    reps.into_iter().map(|colour| colour_of(panel, tint(colour))).collect()
}

/// The outlines of the plan shown, and those of today where both are.
fn outlines(app: App, shown: Shown) -> (Array, Array) {
    let (plan, today) = app.session.with_untracked(|session| {
        let today = || session.data.as_ref().map(|data| data.outlines.clone()).unwrap_or_default();
        match shown {
            Shown::Today => (today(), Outlines::default()),
            Shown::Plan => (session.outlines.clone(), Outlines::default()),
            Shown::Both => (session.outlines.clone(), today()),
        }
    });
    let known = TOLD.take();
    let told = |outlines: Outlines| {
        let tell = |(rep, text): (usize, &Arc<str>)| {
            let before = known.iter().filter_map(|told| told.get(rep)).find(|(known, _)| Arc::ptr_eq(known, text));
            (text.clone(), before.map_or_else(|| JsValue::from_str(text), |(_, told)| told.clone()))
        };
        outlines.of.iter().enumerate().map(tell).collect::<Vec<_>>()
    };
    let told = [told(plan), told(today)];
    let list = |told: &Told| told.iter().map(|(_, text)| text).collect();
    let lists = (list(&told[0]), list(&told[1]));
    TOLD.set(told);
    lists
}

fn arrows(app: App, panel: Panel, points: &MapPoints) -> JsValue {
    let moves = app.session.with_untracked(|session| moves(session, points));
    let colours = rep_colours(app, panel, true);
    let arrows = moves.arrows.iter().map(|arrow| {
        object([
            ("from", JsValue::from_f64(f64::from(arrow.from))),
            ("to", JsValue::from_f64(f64::from(arrow.to))),
            ("accounts", JsValue::from_f64(f64::from(arrow.accounts))),
            ("color", colours.get(u32::from(arrow.to))),
            ("text", JsValue::from_str(&arrow.text)),
        ])
    });
    object([
        ("arrows", arrows.collect::<Array>().into()),
        ("centres", Float64Array::from(moves.centres.as_slice()).into()),
        ("owner", Uint16Array::from(moves.owner.as_slice()).into()),
    ])
}
