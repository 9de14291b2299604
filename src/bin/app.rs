//! Entry of the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    use leptos::prelude::*;
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <main><h1>"Evenfield"</h1></main> });
    let Some(root) = document().document_element() else { return };
    let _ = root.set_attribute("data-ready", "true");
    let build = root.get_attribute("data-build").unwrap_or_default();
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let Ok(url) = web_sys::Url::new_with_base(&format!("worker_loader.js?v={build}"), &base) else { return };
    let Ok(worker) = web_sys::Worker::new(&url.href()) else { return };
    let heard = wasm_bindgen::closure::Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |_| {
        let _ = root.set_attribute("data-worker", "ready");
    });
    worker.set_onmessage(Some(wasm_bindgen::JsCast::unchecked_ref(heard.as_ref())));
    heard.forget();
    std::mem::forget(worker);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
