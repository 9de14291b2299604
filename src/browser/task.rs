//! Long work of the page in several tasks: between two of them the page reacts.

use js_sys::Promise;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Does something in a task of its own, after what is under way.
pub fn later(work: impl FnOnce() + 'static) {
    leptos::prelude::set_timeout(work, Duration::ZERO);
}

/// Waits a while.
pub async fn after(pause: Duration) {
    let promise = Promise::new(&mut |done, _| {
        leptos::prelude::set_timeout(
            move || {
                let _ = done.call0(&JsValue::NULL);
            },
            pause,
        );
    });
    let _ = JsFuture::from(promise).await;
}
