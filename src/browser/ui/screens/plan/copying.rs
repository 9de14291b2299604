//! Ctrl C: the selected accounts as rows that a spreadsheet takes in, with the columns that the table shows.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::screens::plan::table_state::TableState;
use crate::browser::ui::screens::plan::table_state::use_table;
use crate::export::pasted;
use crate::session::Event;
use crate::units::grouped;
use crate::view::Layout;
use crate::view::copied_rows;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

/// More rows than these are a file rather than something to paste: putting them together would stop the page.
const MOST: usize = 5_000;

/// How long it is said that rows were copied, ms.
const TOLD_MS: u64 = 6_000;

/// Says what was copied, for eyes and ears.
#[component]
pub fn Copied() -> impl IntoView {
    // Told how often, and what last; the same words twice are told twice.
    let told = RwSignal::new((0_u32, String::new()));
    answer_copy(Callback::new(move |rows: usize| {
        told.update(|told| {
            *told = (told.0 + 1, say!(rows; "{n} row copied", "{n} rows copied", n = grouped(rows as f64, 0)));
        });
        let number = told.get_untracked().0;
        let forget = move || {
            if told.try_get_untracked().is_some_and(|told| told.0 == number) {
                told.update(|told| told.1.clear());
            }
        };
        set_timeout(forget, std::time::Duration::from_millis(TOLD_MS));
    }));
    let shown = move || {
        let (_, text) = told.get();
        (!text.is_empty()).then(|| view! { <p class="copied"><Icon name="check" />{text}</p> })
    };
    view! {
        <div class="copied-live" role="status" aria-label=say!("Copied")>
            {shown}
        </div>
    }
}

/// Answers the browser's wish to copy while the Plan screen is there. Who has marked a text, or is in a field, copies that.
fn answer_copy(copied: Callback<usize>) {
    let (app, table) = (use_app(), use_table());
    let listener = window_event_listener_untyped("copy", move |event| {
        let count = app.session.with_untracked(|session| session.selection.accounts.len());
        if count == 0 || has_marked_text() || is_in_field(&event) {
            return;
        }
        if count > MOST {
            let text =
                say!("Up to {most} accounts can be copied at once. Export assignments has all of them.", most = MOST);
            return app.dispatch(Event::Warn(text));
        }
        let data = Reflect::get(&event, &JsValue::from_str("clipboardData"));
        if let Some(data) = data.ok().and_then(|data| data.dyn_into::<web_sys::DataTransfer>().ok())
            && data.set_data("text/plain", &rows(app, table)).is_ok()
        {
            event.prevent_default();
            copied.run(count);
        }
    });
    on_cleanup(move || listener.remove());
}

fn rows(app: App, table: TableState) -> String {
    let mut layout = table.layout.get_untracked();
    if layout.columns.is_empty() {
        layout = table.columns.with_untracked(|columns| Layout::usual(columns));
    }
    let rows = app
        .session
        .with_untracked(|session| table.rows.with_untracked(|shown| copied_rows(session, shown, &layout.columns)));
    pasted(&rows)
}

/// Whether a text on the page is marked.
fn has_marked_text() -> bool {
    let call = |object: &JsValue, name: &str| -> Option<JsValue> {
        Reflect::get(object, &JsValue::from_str(name)).ok()?.dyn_into::<js_sys::Function>().ok()?.call0(object).ok()
    };
    let text = call(&window(), "getSelection").and_then(|selection| call(&selection, "toString"));
    text.and_then(|text| text.as_string()).is_some_and(|text| !text.is_empty())
}

fn is_in_field(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.matches("input:not([type=checkbox]), textarea, dialog *").unwrap_or(false))
}
