//! Which tab stores a project: the functions of `js/tabs.js`.

use js_sys::Promise;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/js/tabs.js")]
extern "C" {
    /// Asks for the lock of a project, or has another tab let it go; resolves to whether this tab has it.
    pub fn hold(key: f64, take: bool, lost: &Closure<dyn FnMut() -> Promise>) -> Promise;
    /// Lets the lock go.
    pub fn release();
}
