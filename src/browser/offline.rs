//! The folder kept on this device: the functions of `js/offline.js`.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/js/offline.js")]
extern "C" {
    /// Registers the service worker; the closure gets the one of another build when it waits to take over.
    pub fn keep(ready: &Closure<dyn FnMut(JsValue)>);
    /// Lets that one take over: all tabs of the program start anew.
    pub fn restart(worker: &JsValue);
}
