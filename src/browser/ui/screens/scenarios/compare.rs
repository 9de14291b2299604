//! Any two plans side by side.

use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::scenarios::changes::Changes;
use crate::browser::ui::screens::scenarios::compare_maps::CompareMaps;
use crate::browser::ui::screens::scenarios::rep_changes::rep_changes_fold;
use crate::browser::ui::screens::scenarios::reps_compared::reps_fold;
use crate::browser::ui::screens::scenarios::verdict::VerdictPart;
use crate::session::Event;
use crate::session::Pair;
use crate::session::ScenarioSet;
use crate::session::Session;
use crate::session::Side;
use crate::view::ComparisonPanel;
use crate::view::FigureRow;
use crate::view::Tone;
use crate::view::comparable;
use crate::view::comparison_panel;
use crate::view::several_plans;
use leptos::prelude::*;
use std::sync::Arc;

/// The comparison; nothing while there is only one plan.
#[component]
pub fn Compare() -> impl IntoView {
    let app = use_app();
    let choices = app.keyed(|session| session.project.as_ref().map(|project| project.version), comparable);
    let pair = app.slice(|session| session.comparison.pair);
    let stands = app.slice(|session| {
        let waits = session.reading.is_some() || session.pending.is_some() || session.judging.is_some();
        let makes = session.scenarios.as_ref().is_some_and(ScenarioSet::is_running);
        let version = session.project.as_ref().map(|project| project.version);
        (session.key, version, session.comparison.pair, makes, waits)
    });
    Effect::new(move |_| {
        // What is typed or painted must be judged first: the comparison comes after it.
        if !stands.get().4 {
            app.dispatch(Event::Compare);
        }
    });
    let panel = app.keyed(
        |session: &Session| session.comparison.found.as_ref().map(|(pair, found)| (*pair, Arc::as_ptr(found) as usize)),
        comparison_panel,
    );
    let several = app.slice(several_plans);
    view! {
        <Show when=move || several.get()>
            <section class="card" aria-labelledby="compare">
                <div class="card-head">
                    <h2 id="compare" tabindex="-1">
                        {move || panel.get().map(|panel| say!("{one} against {other}", one = panel.names[1], other = panel.names[0]))}
                    </h2>
                    <span class="muted">{move || panel.get().map(|panel| panel.judged_by)}</span>
                </div>
                <div class="card-body stack">
                    <div class="row compare-choose">
                        <Choose label=say!("Compare") place=0 choices=choices pair=pair />
                        <Choose label=say!("with") place=1 choices=choices pair=pair />
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || pair.get().own_rules
                                on:change=move |event| {
                                    let own_rules = event_target_checked(&event);
                                    app.dispatch(Event::ComparePair(Pair { own_rules, ..pair.get_untracked() }));
                                }
                            />
                            <span>{say!("Judge each by its own rules")}</span>
                        </label>
                    </div>
                    <VerdictPart />
                    {move || panel.get().map(body)}
                    <CompareMaps />
                </div>
            </section>
        </Show>
    }
}

/// One of the two lists to choose from.
#[component]
fn Choose(label: &'static str, place: usize, choices: Memo<Vec<(Side, String)>>, pair: Memo<Pair>) -> impl IntoView {
    let app = use_app();
    let chosen = move |event: web_sys::Event| {
        let value = event_target_value(&event).parse::<usize>().ok();
        let side = value.and_then(|at| choices.with_untracked(|choices| choices.get(at).map(|choice| choice.0)));
        let Some(side) = side else { return };
        let mut next = pair.get_untracked();
        next.sides[place] = side;
        app.dispatch(Event::ComparePair(next));
    };
    let option = move |(at, (side, name)): (usize, (Side, String))| {
        let selected = move || pair.get().sides[place] == side;
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

fn body(panel: ComparisonPanel) -> impl IntoView {
    let ComparisonPanel { names, figures, assumed, reps, accounts, positions, rules, .. } = panel;
    let (leading, others): (Vec<FigureRow>, Vec<FigureRow>) = figures.into_iter().partition(|row| row.leads);
    let same = positions.is_empty() && rules.is_empty();
    let same =
        same.then(|| view! { <p class="note note-plain">{say!("Both are the same plan, by the same rules.")}</p> });
    let differing = match rules.len() {
        0 => say!("No rule differs").to_owned(),
        count => crate::units::counted_as(count, "rule differs", "rules differ"),
    };
    let rules = rules.into_iter().map(|rule| view! { <li>{rule.sentence()}</li> }).collect_view();
    view! {
        {same}
        {figure_table(say!("Figures side by side"), &names, leading)}
        <details class="fold">
            <summary>
                <Icon name="chevron" />
                <b>{say!("{count} more figures", count = others.len())}</b>
            </summary>
            {figure_table(say!("More figures side by side"), &names, others)}
        </details>
        {(!assumed.is_empty()).then(|| assumptions(assumed))}
        {reps_fold(&names, reps)}
        {rep_changes_fold()}
        <Changes title=accounts names=names positions=positions />
        <details class="fold">
            <summary>
                <Icon name="chevron" />
                <b>{differing}</b>
            </summary>
            <ul class="version-rules compare-rules">{rules}</ul>
        </details>
    }
}

/// What the figures of the year to come rest on.
fn assumptions(assumed: Vec<[String; 2]>) -> AnyView {
    let line =
        |[value, meaning]: [String; 2]| view! { <li><b>{value}</b> " " <span class="muted">{meaning}</span></li> };
    view! {
        <details class="fold">
            <summary>
                <Icon name="chevron" />
                <b>{say!("What is assumed of the year to come")}</b>
            </summary>
            <ul class="version-rules compare-rules">{assumed.into_iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

fn figure_table(label: &'static str, names: &[String; 2], rows: Vec<FigureRow>) -> AnyView {
    let [first, second] = names.clone();
    let row = {
        let names = names.clone();
        move |row: FigureRow| figure_row(&names, row)
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=say!("{table}, scrolls", table = label)>
            <table class="table table-compact" aria-label=label>
                <thead>
                    <tr>
                        <th scope="col">{say!("Figure")}</th>
                        <th scope="col" class="num">{first}</th>
                        <th scope="col" class="num">{second}</th>
                        <th scope="col" class="num">{say!("Change")}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn figure_row(names: &[String; 2], row: FigureRow) -> impl IntoView + use<> {
    let (class, word) = match row.tone {
        Tone::Good => ("num is-kept", say!("better")),
        Tone::Bad => ("num is-broken", say!("worse")),
        Tone::Plain => ("num", ""),
    };
    let [first, second] = row.values;
    let [first_name, second_name] = names.clone();
    view! {
        <tr title=row.help>
            <th scope="row">{row.title}</th>
            <td class="num" data-label=first_name>{first}</td>
            <td class="num" data-label=second_name>{second}</td>
            <td class=class data-label=say!("Change")>{row.change} " " <span class="small">{word}</span></td>
        </tr>
    }
}
