//! What cleaning did, step by step, each with its switch; and what was estimated.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::data::files::understanding;
use crate::clean::Step;
use crate::session::Event;
use crate::view::StepLine;
use crate::view::StepRow;
use crate::view::choices;
use crate::view::step_lines;
use crate::view::step_rows;
use leptos::prelude::*;

/// The steps that can be switched, then the others and the estimates.
#[component]
pub fn Cleaning() -> impl IntoView {
    let app = use_app();
    let understood = app.slice(|session| session.understood.is_some());
    let rows = app.keyed(
        |session| {
            let estimates = session.data.as_ref().map(|data| data.scored.estimates.len());
            (understanding(session), session.trial.clone(), estimates)
        },
        step_rows,
    );
    let lines = app.keyed(
        |session| (understanding(session), session.data.as_ref().map(|data| data.scored.estimates.len())),
        step_lines,
    );
    let part =
        move |estimated: bool| lines.get().into_iter().filter(|line| line.estimated == estimated).collect::<Vec<_>>();
    view! {
        <Show when=move || understood.get()>
            <section class="card" aria-labelledby="cleaning">
                <div class="card-head">
                    <h2 id="cleaning">{say!("Cleaning")}</h2>
                    <span class="muted">{say!("The files themselves are never changed; each of these steps can be left out")}</span>
                </div>
                <ul class="steps">
                    {Step::ALL.map(|step| view! { <Item rows=rows step=step /> }).collect_view()}
                </ul>
                {move || others(part(false))}
            </section>
        </Show>
        {move || list(say!("What was estimated"), part(true))}
    }
}

#[component]
fn Item(rows: Memo<Vec<StepRow>>, step: Step) -> impl IntoView {
    let app = use_app();
    let busy = app.slice(|session| session.reading.is_some());
    let row = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.step == step).cloned()));
    let on = move || row.get().is_some_and(|row| row.on);
    let idle = move || !row.get().is_some_and(|row| row.changed);
    let input = NodeRef::<leptos::html::Input>::new();
    // Also when cleaning was cancelled: then the switch goes back to what is done.
    Effect::new(move |_| {
        let _ = busy.get();
        let on = on();
        if let Some(input) = input.get() {
            input.set_checked(on);
        }
    });
    let switch = move |_| {
        let choices = app.session.with_untracked(choices);
        app.dispatch(Event::Choose(choices.switch(step)));
    };
    // One step at a time: what is being cleaned does not know of the next choice yet. Not disabled, or the focus is lost.
    let wait = move |event: web_sys::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <li class="step" class:is-idle=idle>
            <input
                id=format!("step-{}", step.id())
                class="switch"
                type="checkbox"
                role="switch"
                node_ref=input
                aria-disabled=move || busy.get().to_string()
                aria-describedby=format!("step-{}-does", step.id())
                on:click=wait
                on:change=switch
            />
            <label for=format!("step-{}", step.id()) title=step.help()>
                {step.title()}
            </label>
            <span class="muted" id=format!("step-{}-does", step.id())>
                {move || row.get().map(|row| row.sentence)}
            </span>
            <button
                class="button button-small button-quiet"
                type="button"
                aria-disabled=move || busy.get().to_string()
                aria-label=say!("What would change: {step}", step = step.title())
                on:click=move |_| if !busy.get_untracked() { app.dispatch(Event::TryOut(step)) }
            >
                {say!("What would change?")}
            </button>
            <p class="step-trial" role="status">{move || row.get().map(|row| row.trial)}</p>
        </li>
    }
}

fn others(lines: Vec<StepLine>) -> Option<impl IntoView> {
    (!lines.is_empty()).then(|| view! { <div class="card-body steps-others">{details(lines)}</div> })
}

fn list(title: &'static str, lines: Vec<StepLine>) -> Option<impl IntoView> {
    (!lines.is_empty()).then(|| {
        view! {
            <section class="card">
                <div class="card-head">
                    <h2>{title}</h2>
                </div>
                <div class="card-body">{details(lines)}</div>
            </section>
        }
    })
}

fn details(lines: Vec<StepLine>) -> impl IntoView {
    let line = |line: StepLine| {
        view! {
            <div>
                <dt>{line.title}</dt>
                <dd>{line.sentence}</dd>
            </div>
        }
    };
    view! { <dl class="estimates">{lines.into_iter().map(line).collect_view()}</dl> }
}
