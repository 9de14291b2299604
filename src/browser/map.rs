//! The map: the functions of `js/map.js`.

use js_sys::Array;
use js_sys::Float32Array;
use js_sys::Float64Array;
use js_sys::Uint8Array;
use js_sys::Uint16Array;
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
    /// Territory and look of each dot, and the colours of the territories.
    #[wasm_bindgen(js_name = setTerritories)]
    pub fn set_territories(handle: &JsValue, territories: &Uint16Array, flags: &Uint8Array, palette: &JsValue);
    /// The outline of each territory as GeoJSON text, empty for none, and the colours of the territories.
    #[wasm_bindgen(js_name = setOutlines)]
    pub fn set_outlines(handle: &JsValue, territories: &Array, colours: &JsValue);
    /// States and countries with accounts.
    #[wasm_bindgen(js_name = setRegions)]
    pub fn set_regions(handle: &JsValue, states: &JsValue, countries: &JsValue);
    /// Rep bases.
    #[wasm_bindgen(js_name = setBases)]
    pub fn set_bases(handle: &JsValue, bases: &JsValue);
    /// Shows a box: west, south, east, north.
    #[wasm_bindgen(js_name = fit)]
    pub fn fit(handle: &JsValue, bounds: &JsValue, padding: f64);
    /// `none`, `lasso` or `box`.
    #[wasm_bindgen(js_name = setSelectMode)]
    pub fn set_select_mode(handle: &JsValue, mode: &str);
    /// Takes the map off the page; the next one made is this one again.
    #[wasm_bindgen(js_name = park)]
    pub fn park(handle: &JsValue);
}
