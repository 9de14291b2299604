//! Another build of the program is ready: whether to start anew with it.

use crate::browser::app::use_app;
use crate::browser::offline;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

/// A line that appears when it is.
#[component]
pub fn NewBuild() -> impl IntoView {
    let app = use_app();
    let waiting: RwSignal<Option<JsValue>, LocalStorage> = RwSignal::new_local(None);
    let later = RwSignal::new(false);
    let ready = Closure::new(move |worker: JsValue| waiting.set(Some(worker)));
    offline::keep(&ready);
    // It may come at any time while the page is there.
    ready.forget();
    let restart = move |_| {
        app.save_now();
        waiting.with_untracked(|worker| worker.as_ref().map(offline::restart));
    };
    view! {
        <Show when=move || waiting.with(Option::is_some) && !later.get()>
            <div class="alert alert-calm" role="status">
                <Icon name="info" />
                <div>
                    <p>
                        {say!("A new version of Evenfield is ready. Your work is kept.")} " "
                        <button class="button-link" type="button" on:click=restart>
                            {say!("Start it")}
                        </button>
                    </p>
                </div>
                <button
                    class="button button-quiet button-icon button-small"
                    type="button"
                    aria-label=say!("Later")
                    on:click=move |_| later.set(true)
                >
                    <Icon name="close" />
                </button>
            </div>
        </Show>
    }
}
