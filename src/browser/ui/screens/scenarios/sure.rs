//! How sure a plan is: what its money hangs on, how often it stays the best, and what quarters that are over tell.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Figure;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::width_of;
use crate::browser::ui::screens::scenarios::sure_tables::backtest;
use crate::browser::ui::screens::scenarios::sure_tables::ranges;
use crate::browser::ui::screens::scenarios::sure_tables::robust;
use crate::session::Event;
use crate::session::ProbeEvent;
use crate::session::Session;
use crate::session::Side;
use crate::view::ProbePanel;
use crate::view::RobustSort;
use crate::view::comparable;
use crate::view::probe_chart;
use crate::view::probe_panel;
use leptos::prelude::*;
use std::sync::Arc;

/// What was found, as a key: another answer is another one, and versions get other names.
fn found(session: &Session) -> (Option<usize>, Option<u64>, usize) {
    let found = session.probe.found.as_ref().map(|found| Arc::as_ptr(&found.probed) as usize);
    (found, session.project.as_ref().map(|project| project.version), session.held.count())
}

/// The section.
#[component]
pub fn Sure() -> impl IntoView {
    let app = use_app();
    let panel = app.keyed(found, probe_panel);
    let busy = app.slice(|session| session.probe.is_under_way());
    let old = app.slice(Session::probe_is_old);
    let is_there = Memo::new(move |_| panel.with(Option::is_some));
    let status = move || match (busy.get(), is_there.get(), old.get()) {
        (true, ..) => say!("Being found out."),
        (_, true, true) => say!("The project has changed since: find out again."),
        _ => "",
    };
    view! {
        <section class="card" aria-labelledby="sure">
            <div class="card-head">
                <h2 id="sure" tabindex="-1">{say!("How sure is it")}</h2>
                <span class="muted">{say!("What the money hangs on, how often a plan stays the best, and what the past tells")}</span>
            </div>
            <div class="card-body stack">
                <Chosen busy=busy />
                <p role="status" class="muted sure-status">{status}</p>
                <Show when=move || !is_there.get()>
                    <p class="muted">
                        {say!("Each input that nobody knows exactly is varied, today and the newest versions are told in 200 possible worlds, and the last quarters of the sales history are predicted from those before. A possible world is what may hold instead of what is assumed; the bad and good years of the other figures are luck around what is assumed.")}
                    </p>
                </Show>
                <Show when=move || is_there.get()>
                    <Found panel=panel />
                </Show>
            </div>
        </section>
    }
}

/// The plan, the one it is compared with, and the button.
#[component]
fn Chosen(busy: Memo<bool>) -> impl IntoView {
    let app = use_app();
    let choices = app.keyed(|session| session.project.as_ref().map(|project| project.version), comparable);
    let begin = move |_| app.dispatch(Event::Probe(ProbeEvent::Begin));
    view! {
        <div class="row compare-choose">
            <Choose label=say!("Plan") place=0 choices=choices />
            <Choose label=say!("against") place=1 choices=choices />
            <button class="button" type="button" disabled=move || busy.get() on:click=begin>
                <Icon name="play" />
                {say!("Find out")}
            </button>
        </div>
    }
}

#[component]
fn Choose(label: &'static str, place: usize, choices: Memo<Vec<(Side, String)>>) -> impl IntoView {
    let app = use_app();
    let pair = app.slice(|session| session.probe.pair);
    let chosen = move |event: web_sys::Event| {
        let value = event_target_value(&event).parse::<usize>().ok();
        let side = value.and_then(|at| choices.with_untracked(|choices| choices.get(at).map(|choice| choice.0)));
        let Some(side) = side else { return };
        let mut next = pair.get_untracked();
        next[place] = side;
        app.dispatch(Event::Probe(ProbeEvent::Choose(next)));
    };
    let option = move |(at, (side, name)): (usize, (Side, String))| {
        let selected = move || pair.get()[place] == side;
        view! {
            <option value=at.to_string() selected=selected>
                {name}
            </option>
        }
    };
    view! {
        <label class="field">
            <span class="small muted">{label}</span>
            <select class="select" on:change=chosen>
                {move || choices.get().into_iter().enumerate().map(option).collect_view()}
            </select>
        </label>
    }
}

/// All that was found.
#[component]
fn Found(panel: Memo<Option<ProbePanel>>) -> impl IntoView {
    let probe = NodeRef::<leptos::html::Div>::new();
    let width = width_of(probe);
    let sort = RwSignal::new((RobustSort::Best, true));
    let text = move |of: fn(&ProbePanel) -> String| panel.with(|panel| panel.as_ref().map(of));
    let has_money = move || panel.with(|panel| panel.as_ref().is_some_and(|panel| !panel.rows.is_empty()));
    let differs = move || panel.with(|panel| panel.as_ref().is_some_and(|panel| !panel.same));
    view! {
        <h3>{say!("What it hangs on")}</h3>
        <p>{move || text(|panel| panel.sentence.clone())}</p>
        <Show when=has_money>
            <div class="sure-charts">
                <div class="chart-probe" node_ref=probe></div>
                <Show when=differs>
                    <Tornado panel=panel between=true width=width />
                </Show>
                <Tornado panel=panel between=false width=width />
            </div>
            <Legend />
            {move || panel.get().map(|panel| ranges(panel.ranges))}
            <h3>{say!("How often it stays the best")}</h3>
            <p>{move || text(|panel| panel.steadiest.clone())}</p>
            {move || panel.get().map(|panel| robust(panel.rows, sort))}
            <p class="muted small">{move || text(|panel| panel.left_out.clone())}</p>
        </Show>
        <h3>{say!("What the past tells")}</h3>
        {move || panel.get().map(|panel| backtest(panel.backtest))}
    }
}

/// One chart with its table.
#[component]
fn Tornado(panel: Memo<Option<ProbePanel>>, between: bool, width: ReadSignal<f64>) -> impl IntoView {
    let app = use_app();
    let title = move || {
        let [plan, other] = panel.get().map_or_else(Default::default, |panel| panel.names);
        if between {
            say!("{plan} against {other}: difference of expected revenue, first year", plan, other)
        } else {
            say!("{plan}: expected revenue, first year", plan)
        }
    };
    // Two charts stand side by side where there is room.
    let drawing = move || {
        panel.with(|_| ());
        let all = width.get();
        let half = if all >= 900.0 { (all - 16.0) / 2.0 - 34.0 } else { all - 34.0 };
        app.session.with_untracked(|session| probe_chart(session, between, half))
    };
    view! { <Figure title=Signal::derive(title) drawing=Signal::derive(drawing) empty="" /> }
}

#[component]
fn Legend() -> impl IntoView {
    let entry = |class: &'static str, text: &'static str| {
        view! {
            <span>
                <svg width="16" height="12" aria-hidden="true">
                    <rect class=class x="1" y="1" width="14" height="10" rx="2" />
                </svg>
                {text}
            </span>
        }
    };
    view! {
        <div class="legend">
            {entry("tornado-low", say!("the input at its low end"))}
            {entry("tornado-high", say!("at its high end; all others as assumed"))}
        </div>
    }
}
