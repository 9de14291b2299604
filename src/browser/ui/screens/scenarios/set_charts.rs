//! The plans of the set as drawings: any two figures against each other, and all criteria side by side.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Show;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::browser::ui::screens::scenarios::set_table::opens_own;
use crate::browser::ui::screens::scenarios::set_table::ways;
use crate::session::Event;
use crate::view::FiguresChart;
use crate::view::ParallelChart;
use crate::view::PlanDot;
use crate::view::ScenarioTable;
use crate::view::charted_figures;
use crate::view::figures_chart;
use crate::view::parallel_chart;
use leptos::prelude::*;

/// The figures that are shown first.
const FIRST: [&str; 2] = ["moved_accounts", "expected_revenue"];
/// The second one where there is no money.
const WITHOUT_MONEY: &str = "potential_cv";

/// Both drawings; `picked` is the place of the plan that is picked, here and in the table.
#[component]
pub fn SetCharts(table: Memo<Option<ScenarioTable>>, picked: RwSignal<Option<usize>>) -> impl IntoView {
    let app = use_app();
    let figures = app.slice(charted_figures);
    let chosen = RwSignal::new(FIRST);
    let ids = Memo::new(move |_| {
        let [across, up] = chosen.get();
        let told = |id: &str| figures.with(|figures| figures.iter().any(|(known, _)| *known == id));
        [across, if told(up) { up } else { WITHOUT_MONEY }]
    });
    let chart = app.slice(move |session| figures_chart(session, ids.get()));
    let parallel = app.slice(parallel_chart);
    view! {
        <Show when=move || chart.with(Option::is_some)>
            <div class="card-body set-charts">
                <section aria-labelledby="two-figures">
                    <div class="row set-choose">
                        <h3 id="two-figures">{say!("Two figures")}</h3>
                        {choose(say!("Across"), 0, figures, ids, chosen)}
                        {choose(say!("Up"), 1, figures, ids, chosen)}
                    </div>
                    {move || chart.get().map(|chart| plane(chart, picked))}
                    <p class="small muted">
                        {say!("The line joins the plans that no other beats in both figures; paler ones are beaten. A cross breaks limits, its own or yours. The line is no proof: plans beyond it may exist. How far is proven, the trade-off of two objectives says below. Press a plan to pick it, twice to open it.")}
                    </p>
                </section>
                <section aria-labelledby="all-criteria">
                    <h3 id="all-criteria">{say!("All criteria")}</h3>
                    {move || parallel.get().map(|chart| lines(chart, picked))}
                    <div class="set-picked" role="status" aria-label=say!("The plan that is picked")>
                        {move || told(table, picked)}
                    </div>
                </section>
            </div>
        </Show>
    }
}

/// A list of figures for one axis.
fn choose(
    label: &'static str,
    axis: usize,
    figures: Memo<Vec<(&'static str, &'static str)>>,
    ids: Memo<[&'static str; 2]>,
    chosen: RwSignal<[&'static str; 2]>,
) -> AnyView {
    let change = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        let known = figures.with_untracked(|figures| figures.iter().find(|(id, _)| *id == value).map(|(id, _)| *id));
        let Some(id) = known else { return };
        let mut next = ids.get_untracked();
        // The same figure twice says nothing: the other axis takes what this one had.
        if next[1 - axis] == id {
            next[1 - axis] = next[axis];
        }
        next[axis] = id;
        chosen.set(next);
    };
    let option = move |(id, title): (&'static str, &'static str)| {
        view! { <option value=id selected=move || ids.get()[axis] == id>{title}</option> }
    };
    view! {
        <label class="set-axis">
            <span class="small muted">{label}</span>
            <select class="select select-small" on:change=change>
                {move || figures.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

fn text(x: f64, y: f64, anchor: &'static str, text: String) -> AnyView {
    view! { <text x=format!("{x:.1}") y=format!("{y:.1}") text-anchor=anchor>{text}</text> }.into_any()
}

fn plane(chart: FiguresChart, picked: RwSignal<Option<usize>>) -> AnyView {
    let [across, up] = chart.titles;
    view! {
        <svg class="chart" viewBox="0 0 640 340" role="group" aria-label=chart.label>
            <path class="chart-grid" d=chart.grid />
            <g class="chart-axis" aria-hidden="true">
                {chart.values.into_iter().map(|(y, value)| text(52.0, y, "end", value)).collect_view()}
                {chart.bases.into_iter().map(|(x, value)| text(x, 314.0, "middle", value)).collect_view()}
                {text(4.0, 12.0, "start", up)}
                {text(628.0, 334.0, "end", across)}
            </g>
            <path class="chart-best" d=chart.front />
            {chart.dots.into_iter().map(|dot| plan(dot, picked)).collect_view()}
        </svg>
    }
    .into_any()
}

/// A plan: a button that picks it. One that breaks limits is a cross, told apart without colour.
fn plan(dot: PlanDot, picked: RwSignal<Option<usize>>) -> AnyView {
    let PlanDot { place, spoken, at: (x, y), efficient, breaks, name, revision } = dot;
    let app = use_app();
    let open = move |_| {
        if let Some(id) = revision {
            app.dispatch(Event::Adopt(id));
            go(Screen::Plan);
        }
    };
    let is_picked = move || picked.get() == Some(place);
    let pick = move || picked.update(|picked| *picked = (*picked != Some(place)).then_some(place));
    let key = move |event: web_sys::KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            pick();
        }
    };
    let mark = if breaks {
        let d = format!("M{:.1} {:.1}l9 9m0-9l-9 9", x - 4.5, y - 4.5);
        view! { <path class="plan-cross" d=d /> }.into_any()
    } else {
        view! { <circle class="chart-dot" cx=format!("{x:.1}") cy=format!("{y:.1}") r="5.5" /> }.into_any()
    };
    view! {
        <g
            class="trade-dot plan-dot"
            class:is-picked=is_picked
            class:is-beaten=!efficient
            role="button"
            tabindex="0"
            aria-label=spoken.clone()
            aria-pressed=move || is_picked().to_string()
            on:keydown=key
            on:click=move |_| pick()
            on:dblclick=open
        >
            <title>{spoken.clone()}</title>
            <circle class="trade-reach" cx=format!("{x:.1}") cy=format!("{y:.1}") r="12" />
            {mark}
            {name.map(|(x, y, anchor, name)| text(x, y, anchor, name))}
        </g>
    }
    .into_any()
}

fn lines(chart: ParallelChart, picked: RwSignal<Option<usize>>) -> AnyView {
    let axis = |(at, (x, title, best, worst)): (usize, (f64, &'static str, String, String))| {
        // Two heights, so that long titles do not meet.
        let height = if at % 2 == 0 { 16.0 } else { 32.0 };
        view! {
            <path class="chart-grid" d=format!("M{x:.1} 62V212") />
            {text(x, height, "middle", title.to_owned())}
            {text(x, 52.0, "middle", best)}
            {text(x, 230.0, "middle", worst)}
        }
    };
    let names: Vec<(usize, String)> = chart.lines.iter().map(|(place, name, _)| (*place, name.clone())).collect();
    let follow = move |(place, name): (usize, String)| {
        let is_picked = move || picked.get() == Some(place);
        let pick = move |_| picked.update(|picked| *picked = (*picked != Some(place)).then_some(place));
        view! {
            <button class="button button-small" type="button" aria-pressed=move || is_picked().to_string() on:click=pick>
                {name}
            </button>
        }
    };
    let line = |(place, _, d): (usize, String, String)| {
        view! {
            <path
                class="plan-line"
                class:is-today=place == 0
                class:is-picked=move || picked.get() == Some(place)
                d=d
                on:click=move |_| picked.set(Some(place))
            />
        }
    };
    view! {
        <svg class="chart" viewBox="0 0 900 240" role="img" aria-label=chart.label>
            <g class="chart-axis" aria-hidden="true">{chart.axes.into_iter().enumerate().map(axis).collect_view()}</g>
            {chart.lines.into_iter().map(line).collect_view()}
        </svg>
        <div class="row set-follow" role="group" aria-label=say!("Follow a plan through all criteria")>
            {names.into_iter().map(follow).collect_view()}
        </div>
    }
    .into_any()
}

/// The plan that is picked, with what can be done with it.
fn told(table: Memo<Option<ScenarioTable>>, picked: RwSignal<Option<usize>>) -> AnyView {
    let Some(place) = picked.get() else {
        return view! { <p class="muted">{say!("Pick a plan in a drawing or in the table to follow it through all figures.")}</p> }
            .into_any();
    };
    let row = table.with(|table| table.as_ref()?.rows.iter().find(|row| row.place == place).cloned());
    let Some(row) = row else { return ().into_any() };
    let beaten = (!row.dominated_by.is_empty())
        .then(|| say!("{other} is nowhere worse and somewhere better.", other = row.dominated_by));
    view! {
        <p>
            <b>{row.name.clone()}</b>
            " "
            <span class="muted">{row.about} " " {beaten}</span>
        </p>
        {row.revision.map(|id| ways(id, &row.name, row.current))}
        {row.own.map(|place| opens_own(place, &row.name))}
    }
    .into_any()
}
