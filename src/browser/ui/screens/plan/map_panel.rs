//! The map with its tools, legend and hover card.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::map;
use crate::browser::task::later;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::screens::plan::repair_card::RepairCard;
use crate::browser::ui::screens::plan::selection_bar::SelectionBar;
use crate::browser::ui::theme::Theme;
use crate::browser::ui::theme::use_theme;
use crate::session::Event;
use crate::session::Pick;
use crate::session::Session;
use crate::view::MapPoints;
use crate::view::account_row;
use crate::view::bases;
use crate::view::points;
use crate::view::recolour;
use crate::view::regions;
use js_sys::Array;
use js_sys::Float32Array;
use js_sys::Float64Array;
use js_sys::Object;
use js_sys::Reflect;
use js_sys::Uint8Array;
use js_sys::Uint16Array;
use js_sys::Uint32Array;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;

/// Room around the accounts when all are shown, px.
const PADDING: f64 = 48.0;

/// What the panel's parts share.
#[derive(Clone, Copy)]
struct Panel {
    handle: StoredValue<Option<JsValue>, LocalStorage>,
    points: Memo<Arc<MapPoints>>,
    today: RwSignal<bool>,
    mode: RwSignal<&'static str>,
    hover: RwSignal<Option<(u32, f64, f64)>>,
    failed: RwSignal<Option<String>>,
    drawn: RwSignal<bool>,
    /// The colours of the style sheet: one per territory colour, then the open pool's.
    sheet: Memo<Vec<String>>,
}

/// The map.
#[component]
pub fn MapPanel() -> impl IntoView {
    let (app, theme) = (use_app(), use_theme());
    let fingerprint = |session: &Session| session.data.as_ref().map(|data| data.delivery.fingerprint.clone());
    let panel = Panel {
        handle: StoredValue::new_local(None),
        points: app.keyed(fingerprint, |session| Arc::new(points(session))),
        today: RwSignal::new(false),
        mode: RwSignal::new("none"),
        hover: RwSignal::new(None),
        failed: RwSignal::new(None),
        drawn: RwSignal::new(false),
        sheet: Memo::new(move |_| {
            theme.dark();
            sheet_colours()
        }),
    };
    let element = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            let word = untrack(|| word(theme));
            later(move || draw(app, panel, &element.unchecked_into(), word));
        }
    });
    follow(app, panel);
    on_cleanup(move || {
        if let Some(handle) = panel.handle.try_update_value(Option::take).flatten() {
            map::park(&handle);
        }
    });
    let collapsed = RwSignal::new(false);
    view! {
        <section class="map-panel" class:is-collapsed=move || collapsed.get() role="region" aria-label="Map">
            <div class="map" node_ref=element></div>
            <Tools panel=panel />
            <button
                class="button button-icon map-toggle"
                type="button"
                aria-expanded=move || (!collapsed.get()).to_string()
                aria-label="Show the map"
                on:click=move |_| collapsed.update(|collapsed| *collapsed = !*collapsed)
            >
                <Icon name="chevron" />
            </button>
            <Legend />
            <HoverCard panel=panel />
            <Show when=move || panel.failed.get().is_some()>
                <p class="note note-plain note-broken map-failed">
                    "The map cannot be drawn here: " {move || panel.failed.get()}
                    ". The tables below say the same."
                </p>
            </Show>
            <Show when=move || panel.failed.get().is_none() && panel.points.with(|points| points.account.is_empty())>
                <p class="note note-plain map-failed">
                    "No account has a place, so there is nothing to see here: the plan is made without travel. A column with \
                     postal codes, cities or coordinates would change that."
                </p>
            </Show>
            <SelectionBar />
            <RepairCard />
        </section>
    }
}

/// Creates the map and listens to it.
fn draw(app: App, panel: Panel, element: &HtmlElement, theme: &str) {
    if !element.is_connected() {
        return;
    }
    let options = Object::new();
    let _ = Reflect::set(&options, &"theme".into(), &theme.into());
    let account_of = move |index: i32| {
        panel
            .points
            .with_untracked(|points| usize::try_from(index).ok().and_then(|index| points.account.get(index).copied()))
    };
    let click = Closure::<dyn FnMut(i32, bool)>::new(move |index: i32, shift: bool| {
        app.dispatch(Event::Pick(match account_of(index) {
            Some(account) if shift => Pick::Toggle(account),
            Some(account) => Pick::Account(account),
            None => Pick::Nothing,
        }));
    });
    let hover = Closure::<dyn FnMut(i32, f64, f64)>::new(move |index: i32, x: f64, y: f64| {
        panel.hover.set(account_of(index).map(|account| (account, x, y)));
    });
    let lasso = Closure::<dyn FnMut(Uint32Array, bool)>::new(move |indices: Uint32Array, _| {
        let accounts = indices.to_vec().into_iter().filter_map(|index| account_of(index as i32)).collect();
        panel.mode.set("none");
        app.dispatch(Event::Pick(Pick::Accounts(accounts)));
    });
    let failed = Closure::<dyn FnMut(String)>::new(move |text: String| panel.failed.set(Some(text)));
    for (name, callback) in [
        ("onClick", click.into_js_value()),
        ("onHover", hover.into_js_value()),
        ("onLasso", lasso.into_js_value()),
        ("onFail", failed.into_js_value()),
    ] {
        let _ = Reflect::set(&options, &name.into(), &callback);
    }
    panel.handle.set_value(Some(map::create_map(element, &options)));
    panel.drawn.set(true);
}

/// Keeps the drawing in step with the state.
fn follow(app: App, panel: Panel) {
    let theme = use_theme();
    let look = app.slice(|session| {
        let project = session.project.as_ref().map(|project| (project.dataset.clone(), project.version));
        (project, session.selection.clone(), session.data.as_ref().map(|data| data.colours.clone()))
    });
    let judged =
        app.slice(|session| (session.data.as_ref().map(|data| data.outlines.clone()), session.outlines.clone()));
    let with = move |act: &dyn Fn(&JsValue)| {
        panel.handle.try_with_value(|handle| handle.as_ref().map(act));
    };
    Effect::new(move |_| {
        if panel.drawn.get() {
            let points = panel.points.get();
            with(&|handle| place(app, handle, &points));
        }
    });
    Effect::new(move |_| {
        look.with(|_| ());
        let today = panel.today.get();
        if panel.drawn.get() {
            panel.points.with(|_| ());
            let palette = palette(app, panel);
            later(move || with(&|handle| colour(app, handle, today, &palette)));
        }
    });
    Effect::new(move |_| {
        judged.with(|_| ());
        let word = word(theme);
        let today = panel.today.get();
        if panel.drawn.get() {
            let palette = palette(app, panel);
            later(move || {
                with(&|handle| {
                    map::set_theme(handle, word);
                    outline(app, handle, today, &palette);
                });
            });
        }
    });
    Effect::new(move |_| {
        let mode = panel.mode.get();
        with(&|handle| map::set_select_mode(handle, mode));
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
        map::fit(handle, &bounds.iter().map(|edge| JsValue::from_f64(*edge)).collect::<Array>(), PADDING);
    }
}

/// Colours of the dots and bases.
fn colour(app: App, handle: &JsValue, today: bool, palette: &Array) {
    let (look, bases) = app.session.with_untracked(|session| (recolour(session, today), bases(session)));
    map::set_territories(
        handle,
        &Uint16Array::from(look.territory.as_slice()),
        &Uint8Array::from(look.flags.as_slice()),
        palette,
    );
    let marks = bases.into_iter().map(|base| {
        let mark = Object::new();
        for (name, value) in [
            ("lon", JsValue::from_f64(base.longitude)),
            ("lat", JsValue::from_f64(base.latitude)),
            ("name", JsValue::from_str(&base.name)),
            ("color", palette.get(u32::from(base.rep))),
            ("index", JsValue::from_f64(f64::from(base.rep))),
        ] {
            let _ = Reflect::set(&mark, &name.into(), &value);
        }
        JsValue::from(mark)
    });
    map::set_bases(handle, &marks.collect::<Array>());
}

fn outline(app: App, handle: &JsValue, today: bool, palette: &Array) {
    let outlines: Array = app.session.with_untracked(|session| {
        let today = session.data.as_ref().filter(|_| today).map(|data| &data.outlines);
        let shown = today.unwrap_or(&session.outlines);
        shown.of.iter().map(|territory| JsValue::from_str(territory)).collect()
    });
    map::set_outlines(handle, &outlines, palette);
}

/// The territory colours of the style sheet, then the open pool's.
fn sheet_colours() -> Vec<String> {
    let style = document().document_element().and_then(|root| window().get_computed_style(&root).ok().flatten());
    let read = |property: &str| {
        let value = style.as_ref().and_then(|style| style.get_property_value(property).ok());
        value.unwrap_or_default().trim().to_owned()
    };
    (0..10).map(|colour| read(&format!("--territory-{colour}"))).chain([read("--text-3")]).collect()
}

/// The colour of each rep; the last one is the open pool's.
fn palette(app: App, panel: Panel) -> Array {
    let reps =
        app.session.with_untracked(|session| session.data.as_ref().map_or_else(Vec::new, |data| data.colours.clone()));
    panel.sheet.with(|sheet| {
        let colours = reps.iter().map(|&colour| sheet.get(usize::from(colour))).chain([sheet.last()]);
        colours.map(|colour| colour.map_or(JsValue::NULL, |colour| JsValue::from_str(colour))).collect()
    })
}

/// The theme's word, as the map knows it.
fn word(theme: Theme) -> &'static str {
    if theme.dark() { "dark" } else { "light" }
}

#[component]
fn Tools(panel: Panel) -> impl IntoView {
    let app = use_app();
    let mode = move |name: &'static str, icon: &'static str, title: &'static str| {
        let toggle = move |_| panel.mode.update(|mode| *mode = if *mode == name { "none" } else { name });
        view! {
            <button type="button" aria-pressed=move || (panel.mode.get() == name).to_string() on:click=toggle>
                <Icon name=icon />
                {title}
            </button>
        }
    };
    let shown = move |today: bool, title: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || (panel.today.get() == today).to_string()
                on:click=move |_| panel.today.set(today)
            >
                {title}
            </button>
        }
    };
    let everything = move |_| {
        let bounds = panel.points.with_untracked(|points| points.bounds);
        let view = bounds.map(|bounds| bounds.iter().map(|edge| JsValue::from_f64(*edge)).collect::<Array>());
        panel.handle.with_value(|handle| {
            handle.as_ref().zip(view.as_ref()).map(|(handle, view)| map::fit(handle, view, PADDING))
        });
        app.dispatch(Event::Pick(Pick::Nothing));
    };
    view! {
        <div class="map-tools" data-map-overlay="">
            <div class="segmented" role="group" aria-label="Shown on the map">
                {shown(true, "Today")}
                {shown(false, "Plan")}
            </div>
            <div class="segmented phone-hide" role="group" aria-label="Select on the map">
                {mode("lasso", "lasso", "Lasso")}
                {mode("box", "box", "Box")}
            </div>
            <button class="button phone-hide" type="button" on:click=everything>
                <Icon name="fit" />
                "Show all"
            </button>
        </div>
    }
}

#[component]
fn Legend() -> impl IntoView {
    view! {
        <div class="map-legend" data-map-overlay="">
            <span>
                <svg viewBox="0 0 12 12" aria-hidden="true">
                    <path d="M6 1l5 5-5 5-5-5z" />
                </svg>
                "rep's base"
            </span>
            <span>
                <svg viewBox="0 0 12 12" aria-hidden="true">
                    <circle cx="6" cy="6" r="4" />
                </svg>
                "account, area = size"
            </span>
            <span>
                <svg viewBox="0 0 12 12" aria-hidden="true">
                    <circle cx="6" cy="6" r="3.5" class="dev-today" />
                </svg>
                "ringed: changes rep"
            </span>
        </div>
    }
}

#[component]
fn HoverCard(panel: Panel) -> impl IntoView {
    let app = use_app();
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let (Some(node), Some((_, x, y))) = (node.get(), panel.hover.get()) {
            let element: HtmlElement = node.unchecked_into();
            let _ = element.style().set_property("transform", &format!("translate({}px, {}px)", x + 12.0, y + 12.0));
        }
    });
    let row = move || {
        let (account, _, _) = panel.hover.get()?;
        app.session.with_untracked(|session| account_row(session, account))
    };
    view! {
        <div class="map-hover" aria-hidden="true" node_ref=node hidden=move || panel.hover.get().is_none()>
            {move || {
                row()
                    .map(|row| {
                        let owner = if row.moved { format!("{} (today {})", row.rep, row.owner) } else { row.rep };
                        view! {
                            <b>{row.name}</b>
                            <span>{row.place} ", " {row.potential}</span>
                            <span>{owner}</span>
                        }
                    })
            }}
        </div>
    }
}
