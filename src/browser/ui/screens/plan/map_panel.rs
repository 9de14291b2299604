//! The map with its tools, legend and hover card.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::map;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::task::later;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::remembered::recall;
use crate::browser::ui::remembered::remember;
use crate::browser::ui::screens::plan::map_legend::HoverCard;
use crate::browser::ui::screens::plan::map_legend::Legend;
use crate::browser::ui::screens::plan::map_scene::follow;
use crate::browser::ui::screens::plan::map_split::SplitLine;
use crate::browser::ui::screens::plan::map_tools::Tools;
use crate::browser::ui::screens::plan::selection_bar::SelectionBar;
use crate::browser::ui::theme::Theme;
use crate::browser::ui::theme::use_theme;
use crate::model::OPEN;
use crate::session::Data;
use crate::session::Event;
use crate::session::Pick;
use crate::session::Session;
use crate::view::Colouring;
use crate::view::MapKey;
use crate::view::MapLook;
use crate::view::MapPoints;
use crate::view::points;
use crate::view::rep_name;
use js_sys::Object;
use js_sys::Reflect;
use js_sys::Uint32Array;
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;

thread_local! {
    /// What was to be seen when the screen was left, and of which project.
    static LAST_LOOK: RefCell<(u64, MapLook)> = RefCell::default();
}

/// What the pointer is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Under {
    /// An account.
    Account(u32),
    /// A dot that stands for several: how many, the class of most, and their part.
    Crowd(u32, u16, f64),
}

/// What the panel's parts share.
#[derive(Clone, Copy)]
pub struct Panel {
    /// The map, once it is made.
    pub handle: StoredValue<Option<JsValue>, LocalStorage>,
    /// The dots.
    pub points: Memo<Arc<MapPoints>>,
    /// What is to be seen.
    pub look: RwSignal<MapLook>,
    /// How dots are coloured.
    pub colouring: Memo<Arc<Colouring>>,
    /// Legend of what was drawn last.
    pub key: RwSignal<MapKey>,
    /// What a drag does: `none`, `lasso` or `box`.
    pub mode: RwSignal<&'static str>,
    /// What the pointer is over, and where that is.
    pub hover: RwSignal<Option<(Under, f64, f64)>>,
    /// Accounts of the largest crowd and the side of its square in px; none where each account has its dot.
    pub crowds: RwSignal<Option<(u32, f64)>>,
    /// Amount around the strongest place of the heat map, and within how many km.
    pub heat: RwSignal<(f64, f64)>,
    /// Where the line between today and plan stands, percent.
    pub split: RwSignal<f64>,
    /// Why there is no map.
    pub failed: RwSignal<Option<String>>,
    /// Whether the map is made.
    pub drawn: RwSignal<bool>,
    /// The colours of the style sheet: one per territory colour, then the steps, that of no value, that of plain areas.
    pub sheet: Memo<Vec<String>>,
}

impl Panel {
    fn new(app: App, theme: Theme) -> Self {
        let look = RwSignal::new(MapLook::default());
        keep_look(app, look);
        // Of a project that is opened the scores come after its accounts.
        let of = |data: &Data| {
            (data.dataset.currency.clone(), data.delivery.fingerprint.clone(), Arc::as_ptr(&data.scored) as usize)
        };
        let fingerprint = app.slice(move |session: &Session| session.data.as_ref().map(of));
        let nobody = app.slice(|session| rep_name(session, OPEN).to_owned());
        let (size, colour) = (
            Memo::new(move |_| look.with(|look| look.size.clone())),
            Memo::new(move |_| look.with(|look| look.colour.clone())),
        );
        Self {
            handle: StoredValue::new_local(None),
            points: Memo::new(move |_| {
                fingerprint.with(|_| ());
                size.with(|size| Arc::new(app.session.with_untracked(|session| points(session, size.as_ref()))))
            }),
            look,
            colouring: Memo::new(move |_| {
                fingerprint.with(|_| ());
                nobody.with(|_| ());
                let of = |session: &Session| {
                    session.data.as_ref().map(|data| Colouring::new(data, &colour.get(), rep_name(session, OPEN)))
                };
                Arc::new(app.session.with_untracked(of).unwrap_or_default())
            }),
            key: RwSignal::new(MapKey::default()),
            mode: RwSignal::new("none"),
            hover: RwSignal::new(None),
            crowds: RwSignal::new(None),
            heat: RwSignal::new((0.0, 0.0)),
            split: RwSignal::new(50.0),
            failed: RwSignal::new(None),
            drawn: RwSignal::new(false),
            sheet: Memo::new(move |_| {
                theme.dark();
                sheet_colours()
            }),
        }
    }

    /// Does something with the map, if it is made.
    pub fn with(self, act: impl FnOnce(&JsValue)) {
        self.handle.try_with_value(|handle| handle.as_ref().map(act));
    }

    fn account(self, index: i32) -> Option<u32> {
        let index = usize::try_from(index).ok()?;
        self.points.with_untracked(|points| points.account.get(index).copied())
    }
}

/// Keeps what is to be seen for the project: while the page is there, and the layers on this device.
fn keep_look(app: App, look: RwSignal<MapLook>) {
    let name = |project: u64| format!("evenfield-map:{project}");
    let project = app.slice(|session| session.data.as_ref().map(|_| session.key));
    Effect::new(move |_| {
        let Some(project) = project.get() else { return };
        let (last, mut kept) = LAST_LOOK.with_borrow(Clone::clone);
        if last != project {
            let text = recall(&name(project));
            let of = |session: &Session| session.data.as_ref().map(|data| MapLook::remembered(data, &text));
            kept = app.session.with_untracked(of).unwrap_or_default();
            LAST_LOOK.set((project, kept.clone()));
        }
        look.set(kept);
    });
    Effect::new(move |_| {
        look.with(|look| {
            let (project, last) = LAST_LOOK.with_borrow(Clone::clone);
            if project != 0 && last != *look {
                remember(&name(project), &look.text());
                LAST_LOOK.set((project, look.clone()));
            }
        });
    });
}

/// The map.
#[component]
pub fn MapPanel() -> impl IntoView {
    let (app, theme) = (use_app(), use_theme());
    let panel = Panel::new(app, theme);
    let element = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            let word = untrack(|| theme_word(theme));
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
        <section class="map-panel" class:is-collapsed=move || collapsed.get() role="region" aria-label=say!("Map")>
            <div class="map" node_ref=element></div>
            <SplitLine panel=panel />
            <Tools panel=panel />
            <button
                class="button button-icon map-toggle"
                type="button"
                aria-expanded=move || (!collapsed.get()).to_string()
                aria-label=say!("Show the map")
                on:click=move |_| collapsed.update(|collapsed| *collapsed = !*collapsed)
            >
                <Icon name="chevron" />
            </button>
            <Legend panel=panel />
            <HoverCard panel=panel />
            <Show when=move || panel.failed.get().is_some()>
                <p class="note note-plain note-broken map-failed">
                    {move || {
                        let why = panel.failed.get().unwrap_or_default();
                        say!("The map cannot be drawn here: {why}. The tables below say the same.", why)
                    }}
                </p>
            </Show>
            <Show when=move || panel.failed.get().is_none() && panel.points.with(|points| points.account.is_empty())>
                <p class="note note-plain map-failed">
                    {say!("No account has a place, so there is nothing to see here: the plan is made without travel. A column with \
                     postal codes, cities or coordinates would change that.")}
                </p>
            </Show>
            <SelectionBar />
        </section>
    }
}

/// Creates the map and listens to it.
fn draw(app: App, panel: Panel, element: &HtmlElement, theme: &str) {
    if !element.is_connected() {
        return;
    }
    let click = Closure::<dyn FnMut(i32, bool)>::new(move |index: i32, shift: bool| {
        app.dispatch(Event::Pick(match panel.account(index) {
            Some(account) if shift => Pick::Toggle(account),
            Some(account) => Pick::Account(account),
            None => Pick::Nothing,
        }));
    });
    let hover = Closure::<dyn FnMut(i32, f64, f64)>::new(move |index: i32, x: f64, y: f64| {
        panel.hover.set(panel.account(index).map(|account| (Under::Account(account), x, y)));
    });
    let crowd = Closure::<dyn FnMut(u32, u16, f64, f64, f64)>::new(move |accounts, class, share, x, y| {
        panel.hover.set((accounts > 0).then_some((Under::Crowd(accounts, class, share), x, y)));
    });
    let lasso = Closure::<dyn FnMut(Uint32Array, bool)>::new(move |indices: Uint32Array, _| {
        let of = |points: &Arc<MapPoints>| {
            let accounts = indices.to_vec().into_iter().filter_map(|index| points.account.get(index as usize).copied());
            accounts.collect()
        };
        let accounts = panel.points.with_untracked(of);
        panel.mode.set("none");
        app.dispatch(Event::Pick(Pick::Accounts(accounts)));
    });
    let crowds = Closure::<dyn FnMut(u32, f64)>::new(move |most, side_px| {
        panel.crowds.set((most > 0).then_some((most, side_px)));
    });
    let heat = Closure::<dyn FnMut(f64, f64)>::new(move |amount, km| panel.heat.set((amount, km)));
    let failed = Closure::<dyn FnMut(String)>::new(move |text: String| panel.failed.set(Some(text)));
    let options = object([
        ("theme", theme.into()),
        ("onClick", click.into_js_value()),
        ("onHover", hover.into_js_value()),
        ("onCrowd", crowd.into_js_value()),
        ("onLasso", lasso.into_js_value()),
        ("onCrowds", crowds.into_js_value()),
        ("onHeat", heat.into_js_value()),
        ("onFail", failed.into_js_value()),
    ]);
    let handle = map::create_map(element, &options);
    map::draw_crowds(&handle);
    panel.handle.set_value(Some(handle));
    panel.drawn.set(true);
}

/// An object for the map.
pub fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// The territory colours of the style sheet, the steps, that of no value, that of plain areas.
pub fn sheet_colours() -> Vec<String> {
    let style = document().document_element().and_then(|root| window().get_computed_style(&root).ok().flatten());
    let read = |property: String| {
        let value = style.as_ref().and_then(|style| style.get_property_value(&property).ok());
        value.unwrap_or_default().trim().to_owned()
    };
    let territories = (0..10).map(|colour| format!("--territory-{colour}"));
    let steps = (0..5).map(|step| format!("--map-step-{step}"));
    territories.chain(steps).chain(["--text-3", "--map-country-line"].map(str::to_owned)).map(read).collect()
}

/// The theme's word, as the map knows it.
pub fn theme_word(theme: Theme) -> &'static str {
    if theme.dark() { "dark" } else { "light" }
}
