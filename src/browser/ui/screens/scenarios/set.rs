//! The standard set: one press, what is still to come, and all that is made beside today.

use crate::browser::app::use_app;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::scenarios::ranking::RankBy;
use crate::browser::ui::screens::scenarios::ranking::Reading;
use crate::browser::ui::screens::scenarios::set_charts::SetCharts;
use crate::browser::ui::screens::scenarios::set_table::SetTable;
use crate::browser::ui::screens::scenarios::set_table::change_ways;
use crate::browser::ui::screens::scenarios::take_away::ExportComparison;
use crate::browser::ui::screens::scenarios::take_away::Writing;
use crate::browser::ui::screens::scenarios::what_if::use_what_if;
use crate::session::Event;
use crate::session::ScenarioEvent;
use crate::view::ScenarioWork;
use crate::view::can_make_what_ifs;
use crate::view::opening_sentence;
use crate::view::scenario_caution;
use crate::view::scenario_sentence;
use crate::view::scenario_table;
use crate::view::scenario_work;
use crate::view::scenarios_run;
use crate::view::set_has_other_rules;
use leptos::prelude::*;

/// The section.
#[component]
pub fn StandardSet() -> impl IntoView {
    let app = use_app();
    let running = app.slice(scenarios_run);
    let sentence = app.slice(scenario_sentence);
    let opening = app.slice(opening_sentence);
    let (reading, picked) = (Reading::new(), RwSignal::new(None));
    let table = app.slice(move |session| scenario_table(session, &reading.get()));
    let dialog = use_what_if();
    view! {
        <section class="card" aria-labelledby="standard-set">
            <div class="card-head">
                <h2 id="standard-set" tabindex="-1">{say!("Standard set")}</h2>
                <span class="muted">{say!("The plans that every planning cycle compares")}</span>
                <span class="row row-end">
                    <button class="button" type="button" on:click=move |_| dialog.show(None)>
                        <Icon name="plus" />
                        {say!("What if…")}
                    </button>
                    <Show when=move || running.get() fallback=Make>
                        <button class="button" type="button" on:click=move |_| app.dispatch(Event::Scenarios(ScenarioEvent::StopAll))>
                            <Icon name="stop" />
                            {say!("Stop the set")}
                        </button>
                    </Show>
                    <ExportComparison reading=reading />
                </span>
            </div>
            <div class="card-body stack">
                <p class="muted">
                    {say!("Plans from today's owners: few moves, a full re-optimisation, travel first, hunters first, a rep more or less, and others. It takes seconds for hundreds of accounts and minutes for tens of thousands. Each becomes a version, but those with another team or market: they can be opened as projects of their own. The plan you work on stays as it is.")}
                </p>
                <p role="status" class="set-status">{move || sentence.get()}</p>
                <Caution />
                <Work />
                <Writing />
                <p role="status" class="set-status">{move || opening.get()}</p>
                <Again />
            </div>
            <Show when=move || table.with(Option::is_some)>
                <div class="row set-reading">
                    <RankBy reading=reading />
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || reading.all_figures.get()
                            on:change=move |event| reading.all_figures.set(event_target_checked(&event))
                        />
                        <span>{say!("All figures")}</span>
                    </label>
                </div>
                <SetTable table=table picked=picked />
                <SetCharts table=table picked=picked />
            </Show>
        </section>
    }
}

/// Makes what-ifs that were kept, or made by other rules.
#[component]
fn Again() -> impl IntoView {
    let app = use_app();
    let again = app.slice(|session| can_make_what_ifs(session) && !scenarios_run(session));
    view! {
        <Show when=move || again.get()>
            <p>
                <button
                    class="button button-small"
                    type="button"
                    on:click=move |_| app.dispatch(Event::Scenarios(ScenarioEvent::MakeAdded))
                >
                    <Icon name="play" />
                    {say!("Make the what-ifs")}
                </button>
            </p>
        </Show>
    }
}

/// What is to be known of a set by other rules or assumptions; with the way back to its rules.
#[component]
fn Caution() -> impl IntoView {
    let app = use_app();
    let (caution, others) = (app.slice(scenario_caution), app.slice(set_has_other_rules));
    view! {
        <Show when=move || !caution.with(|text| text.is_empty())>
            <div class="note">
                <Icon name="warning" />
                <div class="stack">
                    <p>{move || caution.get()}</p>
                    <Show when=move || others.get()>
                        <p>
                            <button
                                class="button button-small"
                                type="button"
                                on:click=move |_| app.dispatch(Event::Scenarios(ScenarioEvent::UseRules))
                            >
                                <Icon name="undo" />
                                {say!("Use the rules of the set")}
                            </button>
                        </p>
                    </Show>
                </div>
            </div>
        </Show>
    }
}

#[component]
fn Make() -> impl IntoView {
    let app = use_app();
    view! {
        <button class="button" type="button" on:click=move |_| app.dispatch(Event::Scenarios(ScenarioEvent::Make))>
            <Icon name="play" />
            {say!("Make the standard set")}
        </button>
    }
}

/// The scenarios that are not made, a line each.
#[component]
fn Work() -> impl IntoView {
    let work = use_app().slice(scenario_work);
    let any = move || work.with(|work| !work.is_empty());
    // Another one may come to a place: what is said of the one before goes with it.
    let places = move || work.with(|work| work.iter().map(|work| (work.place, work.name.clone())).collect::<Vec<_>>());
    view! {
        <Show when=any>
            <ul class="set-work" aria-label=say!("Scenarios that are not made")>
                <For each=places key=Clone::clone let:entry>
                    <Line place=entry.0 />
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn Line(place: usize) -> impl IntoView {
    let app = use_app();
    let found = move |work: Vec<ScenarioWork>| work.into_iter().find(|work| work.place == place);
    let line = app.slice(move |session| found(scenario_work(session)));
    let (name, about, added) =
        line.get_untracked().map_or_else(Default::default, |line| (line.name, line.about, line.added));
    let changes = added.map(|place| change_ways(place, &name));
    let text = move || line.with(|line| line.as_ref().map(|line| line.text.clone()));
    let part = move || line.with(|line| line.as_ref().and_then(|line| line.part));
    let open = move || line.with(|line| line.as_ref().is_some_and(|line| line.open));
    let (progress, stop) = (say!("Progress of {name}", name), say!("Stop {name}", name));
    view! {
        <li>
            <span class="set-name">
                <b>{name}</b>
                " "
                <span class="faint">{about}</span>
            </span>
            <Show when=move || part().is_some()>
                <progress aria-label=progress.clone() max="1" prop:value=move || part().map(|part| format!("{part:.3}"))></progress>
            </Show>
            <span class="set-text num muted">{text}</span>
            <span class="set-buttons">
                <Show when=open>
                    <button
                        class="button button-small"
                        type="button"
                        aria-label=stop.clone()
                        on:click=move |_| app.dispatch(Event::Scenarios(ScenarioEvent::Stop(place)))
                    >
                        <Icon name="stop" />
                        {say!("Stop")}
                    </button>
                </Show>
                {changes}
            </span>
        </li>
    }
}
