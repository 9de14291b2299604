//! What is assumed of the year to come: each number with its meaning, its source and its usual value.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::scenario::Edit;
use crate::session::Event;
use crate::view::AssumptionRow;
use crate::view::assumed_with;
use crate::view::assumption_rows;
use crate::view::assumptions_sentence;
use leptos::prelude::*;

/// The section.
#[component]
pub fn Assumed() -> impl IntoView {
    let app = use_app();
    let sentence = app.slice(assumptions_sentence);
    let ids = app.slice(|session| assumption_rows(session).iter().map(|row| row.id).collect::<Vec<_>>());
    view! {
        <section class="card" aria-labelledby="assumed">
            <div class="card-head">
                <h2 id="assumed" tabindex="-1">{say!("What is assumed")}</h2>
                <span class="muted">{move || sentence.get()}</span>
            </div>
            <details class="fold assumed">
                <summary>
                    <Icon name="chevron" />
                    <b>{say!("Win rate, hand-over dip, hours and the simulation of the year to come")}</b>
                </summary>
                <div class="card-body">
                    <p class="muted">
                        {say!("Where the sales history has enough deals to tell a number, they count. A change holds for all scenarios and comparisons of this project; their figures follow.")}
                    </p>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Row id=id />
                    </For>
                </div>
            </details>
        </section>
    }
}

#[component]
fn Row(id: &'static str) -> impl IntoView {
    let app = use_app();
    let row = app.slice(move |session| assumption_rows(session).into_iter().find(|row| row.id == id));
    let fault = RwSignal::new(String::new());
    let set = move |text: &str| {
        let with = app.session.with_untracked(|session| assumed_with(session, id, text));
        fault.set(with.as_ref().err().cloned().unwrap_or_default());
        if let Ok(assumed) = with {
            app.dispatch(Event::Edit(Edit::Assumptions(assumed)));
        }
    };
    row.get_untracked().map(|first| body(row, first, fault, set))
}

fn body(
    row: Memo<Option<AssumptionRow>>,
    first: AssumptionRow,
    fault: RwSignal<String>,
    set: impl Fn(&str) + Copy + Send + Sync + 'static,
) -> AnyView {
    let AssumptionRow { id, title, help, source, unit, bounds: [min, max, step], usual, .. } = first;
    let (field, about) = (format!("assumed-{id}"), format!("assumed-{id}-about"));
    let text = move || row.with(|row| row.as_ref().map_or_else(String::new, |row| row.text.clone()));
    let is_usual = move || row.with(|row| row.as_ref().is_none_or(|row| row.is_usual));
    let is_faulty = move || fault.with(|fault| (!fault.is_empty()).then_some("true"));
    let source = (!source.is_empty()).then(|| view! { <span class="small faint">{source}"."</span> });
    view! {
        <div class="assumed-row">
            <label class="assumed-name" for=field.clone()>{title}</label>
            <span class="input-unit">
                <input
                    id=field
                    type="number"
                    min=min
                    max=max
                    step=step
                    aria-invalid=is_faulty
                    aria-describedby=about.clone()
                    prop:value=text
                    on:change=move |event| set(&event_target_value(&event))
                />
                <span>{unit}</span>
            </span>
            <div class="assumed-about" id=about>
                <span>{help}</span>
                <span class="small muted">{usual}</span>
                {source}
                <span class="small field-fault" role="status">{move || fault.get()}</span>
            </div>
            <Show when=move || !is_usual()>
                <button
                    class="button button-small"
                    type="button"
                    aria-label=say!("Reset {title}", title)
                    on:click=move |_| set("")
                >
                    {say!("Reset")}
                </button>
            </Show>
        </div>
    }
    .into_any()
}
