//! The map: the functions of `js/map.js`.

use js_sys::Array;
use js_sys::Float32Array;
use js_sys::Float64Array;
use js_sys::Uint8Array;
use js_sys::Uint16Array;
use js_sys::Uint32Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

#[wasm_bindgen(module = "/js/map.js")]
extern "C" {
    /// A map in an element; see `js/map.js` for the options.
    #[wasm_bindgen(js_name = createMap)]
    pub fn create_map(element: &HtmlElement, options: &JsValue) -> JsValue;
    /// Reads the colours anew after the theme has changed.
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(handle: &JsValue, theme: &str);
    /// Places and sizes of the dots; whether they are others than before.
    #[wasm_bindgen(js_name = setPoints)]
    pub fn set_points(handle: &JsValue, lonlat: &Float64Array, radii: &Float32Array) -> bool;
    /// Class and marks of each dot, the colours of the classes, and classes and marks as they are today or null.
    #[wasm_bindgen(js_name = setTerritories)]
    pub fn set_territories(
        handle: &JsValue,
        classes: &Uint16Array,
        flags: &Uint8Array,
        palette: &JsValue,
        before: &JsValue,
    );
    /// Where the line between today and plan stands, 0 to 1.
    #[wasm_bindgen(js_name = setSplit)]
    pub fn set_split(handle: &JsValue, part: f64);
    /// The outline of each territory as GeoJSON text, empty for none, the colours of the territories, those of today or none,
    /// and whether they are drawn.
    #[wasm_bindgen(js_name = setOutlines)]
    pub fn set_outlines(handle: &JsValue, territories: &Array, colours: &JsValue, today: &Array, areas: bool);
    /// States and countries with accounts.
    #[wasm_bindgen(js_name = setRegions)]
    pub fn set_regions(handle: &JsValue, states: &JsValue, countries: &JsValue);
    /// Rep bases.
    #[wasm_bindgen(js_name = setBases)]
    pub fn set_bases(handle: &JsValue, bases: &JsValue);
    /// The territory that is looked at, by the position of its rep, or -1.
    #[wasm_bindgen(js_name = setFocus)]
    pub fn set_focus(handle: &JsValue, rep: f64);
    /// Shows a box: west, south, east, north.
    #[wasm_bindgen(js_name = fit)]
    pub fn fit(handle: &JsValue, bounds: &JsValue, padding: f64);
    /// `none`, `lasso` or `box`.
    #[wasm_bindgen(js_name = setSelectMode)]
    pub fn set_select_mode(handle: &JsValue, mode: &str);
    /// Something over the map has come, gone or changed its size: labels keep off it.
    #[wasm_bindgen(js_name = setOverlays)]
    pub fn set_overlays(handle: &JsValue);
    /// Takes the map off the page; the next one made is this one again.
    #[wasm_bindgen(js_name = park)]
    pub fn park(handle: &JsValue);
}

#[wasm_bindgen(module = "/js/map_beside.js")]
extern "C" {
    /// Maps that show the same place, one in each element; what to do where there can be none.
    #[wasm_bindgen(js_name = createBeside)]
    pub fn create_beside(elements: &Array, theme: &str, on_fail: &JsValue) -> Array;
    /// The place that they show: west, south, east, north; undefined before there is a map.
    #[wasm_bindgen(js_name = shownBeside)]
    pub fn shown_beside(handles: &Array) -> Option<Array>;
    /// Takes them off the page for good.
    #[wasm_bindgen(js_name = destroyBeside)]
    pub fn destroy_beside(handles: &Array);
}

#[wasm_bindgen(module = "/js/map_crowds.js")]
extern "C" {
    /// One dot for several accounts, where there are too many.
    #[wasm_bindgen(js_name = drawCrowds)]
    pub fn draw_crowds(handle: &JsValue);
}

#[wasm_bindgen(module = "/js/map_heat.js")]
extern "C" {
    /// What each dot adds to the heat map; null for none.
    #[wasm_bindgen(js_name = setHeat)]
    pub fn set_heat(handle: &JsValue, weights: &JsValue);
}

#[wasm_bindgen(module = "/js/map_moves.js")]
extern "C" {
    /// Arrows from old reps to new ones; null for none.
    #[wasm_bindgen(js_name = setMoves)]
    pub fn set_moves(handle: &JsValue, moves: &JsValue);
}

#[wasm_bindgen(module = "/js/map_tours.js")]
extern "C" {
    /// Which tours are shown; gives the reps whose lines are missing.
    #[wasm_bindgen(js_name = setTours)]
    pub fn set_tours(handle: &JsValue, marks: &Array, shown: &JsValue) -> Array;
    /// The lines of one rep: places of all stops, stops of each day, the base.
    #[wasm_bindgen(js_name = addTour)]
    pub fn add_tour(handle: &JsValue, mark: &JsValue, lonlat: &Float64Array, stops: &Uint32Array, base: &Float64Array);
    /// Draws them.
    #[wasm_bindgen(js_name = drawTours)]
    pub fn draw_tours(handle: &JsValue);
}

#[wasm_bindgen(module = "/js/map_picture.js")]
extern "C" {
    /// Hands the map over as a picture with a title and a legend.
    #[wasm_bindgen(js_name = savePicture)]
    pub fn save_picture(handle: &JsValue, text: &JsValue, name: &str);
}
