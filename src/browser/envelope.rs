//! How a message crosses between page and worker: an array of the words as bytes, whose buffer is handed over, and the
//! files or datasets beside them, as handles.

use js_sys::Array;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::MessageEvent;

/// The parts of a message, and the buffers that are handed over.
pub fn envelope(words: &[u8], beside: &[JsValue]) -> (Array, Array) {
    let words = Uint8Array::from(words);
    let buffers = Array::of1(&words.buffer());
    let parts = Array::of1(&words);
    for handle in beside {
        parts.push(handle);
    }
    (parts, buffers)
}

/// The words of a message that arrived, and what crossed beside them.
pub fn unpack(event: &MessageEvent) -> (Vec<u8>, Vec<JsValue>) {
    let all = Array::from(&event.data());
    let mut parts = all.iter();
    let words = parts.next().map_or_else(Vec::new, |words| Uint8Array::new(&words).to_vec());
    (words, parts.collect())
}
