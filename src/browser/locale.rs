//! Numbers as they are written where the page is read.

use crate::units;
use js_sys::Array;
use js_sys::Intl::NumberFormat;
use js_sys::Object;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// Takes over the marks of the browser's own language.
pub fn adopt() {
    let parts = NumberFormat::new(&Array::new(), &Object::new()).format_to_parts(1_234_567.5);
    let mark = |kind: &str| {
        let is_kind = |part: &JsValue| Reflect::get(part, &"type".into()).is_ok_and(|found| found == *kind);
        let part = parts.iter().find(is_kind)?;
        Reflect::get(&part, &"value".into()).ok()?.as_string()?.chars().next()
    };
    if let (Some(thousands), Some(decimal)) = (mark("group"), mark("decimal")) {
        units::set_marks(thousands, decimal);
    }
}
