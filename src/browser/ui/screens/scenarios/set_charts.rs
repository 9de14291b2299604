//! The plans of the set as drawings: any two figures against each other, and all criteria side by side.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::width_of;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::browser::ui::screens::scenarios::set_table::opens_own;
use crate::browser::ui::screens::scenarios::set_table::ways;
use crate::session::Event;
use crate::view::FiguresChart;
use crate::view::ParallelChart;
use crate::view::PlanDot;
use crate::view::PlanLine;
use crate::view::ScenarioTable;
use crate::view::Written;
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
    let probe = NodeRef::<leptos::html::Div>::new();
    let width = width_of(probe);
    let with_today = RwSignal::new(true);
    let chart = app.slice(move |session| figures_chart(session, ids.get(), with_today.get(), width.get()));
    let parallel = app.slice(move |session| parallel_chart(session, width.get()));
    view! {
        <Show when=move || chart.with(Option::is_some)>
            <div class="card-body set-charts">
                <section aria-labelledby="two-figures">
                    <div class="row set-choose">
                        <h3 id="two-figures">{say!("Two figures")}</h3>
                        {choose(say!("Across"), 0, figures, ids, chosen)}
                        {choose(say!("Up"), 1, figures, ids, chosen)}
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || !with_today.get()
                                on:change=move |event| with_today.set(!event_target_checked(&event))
                            />
                            <span>{say!("Leave out today")}</span>
                        </label>
                    </div>
                    <div class="set-width" node_ref=probe></div>
                    {move || chart.get().map(|chart| plane(chart, picked))}
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

fn text((x, y, anchor, text): Written) -> AnyView {
    view! { <text x=format!("{x:.1}") y=format!("{y:.1}") text-anchor=anchor>{text}</text> }.into_any()
}

/// A drawing as wide as there is room: its units are px, so that its texts are as large as they say.
fn view_box((width, height): (f64, f64)) -> String {
    format!("0 0 {width:.0} {height:.0}")
}

fn plane(chart: FiguresChart, picked: RwSignal<Option<usize>>) -> AnyView {
    let numbers = chart.is_numbered.then(|| numbers(&chart.dots, picked));
    let near = RwSignal::new(None);
    let names: Vec<(usize, Written)> =
        chart.dots.iter().filter_map(|dot| Some((dot.place, dot.pointed.clone()?))).collect();
    // Over all dots: the name of the one that is pointed at, else of the one that is picked.
    let named = move || {
        let place = near.get().or_else(|| picked.get())?;
        let (_, name) = names.iter().find(|(known, _)| *known == place)?;
        Some(text(name.clone()))
    };
    view! {
        <svg class="chart" viewBox=view_box(chart.size) role="group" aria-label=chart.label>
            <path class="chart-grid" d=chart.grid />
            <g class="chart-axis" aria-hidden="true">{chart.texts.into_iter().map(text).collect_view()}</g>
            <path class="chart-best" d=chart.front />
            {chart.dots.into_iter().map(|dot| plan(dot, picked, near)).collect_view()}
            <g class="plan-pointed" aria-hidden="true">{named}</g>
        </svg>
        {numbers}
        <p class="small muted">
            {chart.note} " "
            {say!("How far is proven, the trade-off of two objectives says below. Press a plan to pick it, twice to open it.")}
        </p>
    }
    .into_any()
}

/// Which number is which plan.
fn numbers(dots: &[PlanDot], picked: RwSignal<Option<usize>>) -> AnyView {
    let entry = |(number, dot): (usize, &PlanDot)| {
        let place = dot.place;
        let is_picked = move || picked.get() == Some(place);
        view! { <li class:is-picked=is_picked><b>{number + 1}</b> " " {dot.name.clone()}</li> }
    };
    let entries = dots.iter().enumerate().map(entry).collect_view();
    view! { <ul class="plan-numbers" aria-label=say!("Plans by their numbers")>{entries}</ul> }.into_any()
}

/// A plan: a button that picks it. One that breaks limits is a cross, told apart without colour.
fn plan(dot: PlanDot, picked: RwSignal<Option<usize>>, near: RwSignal<Option<usize>>) -> AnyView {
    let PlanDot { place, spoken, at: (x, y), efficient, breaks, mark: name, revision, .. } = dot;
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
            on:focus=move |_| near.set(Some(place))
            on:blur=move |_| near.set(None)
            on:mouseenter=move |_| near.set(Some(place))
            on:mouseleave=move |_| near.set(None)
        >
            <title>{spoken.clone()}</title>
            <circle class="trade-reach" cx=format!("{x:.1}") cy=format!("{y:.1}") r="12" />
            {mark}
            {name.map(|name| view! { <path class="plan-lead" d=name.lead />{text(name.text)} })}
        </g>
    }
    .into_any()
}

fn lines(chart: ParallelChart, picked: RwSignal<Option<usize>>) -> AnyView {
    let near = RwSignal::new(None);
    let names: Vec<(usize, String)> = chart.lines.iter().map(|line| (line.place, line.name.clone())).collect();
    let pointed: Vec<(usize, Written)> = chart.lines.iter().map(|line| (line.place, line.pointed.clone())).collect();
    let upright = chart.upright;
    let named = move || {
        let place = near.get().or_else(|| picked.get()).filter(|_| upright)?;
        let (_, name) = pointed.iter().find(|(known, _)| *known == place)?;
        Some(text(name.clone()))
    };
    let mark = |(place, x, y): (usize, f64, f64)| {
        let is_picked = move || picked.get() == Some(place);
        view! {
            <circle
                class="plan-mark"
                class:is-today=place == 0
                class:is-picked=is_picked
                cx=format!("{x:.1}")
                cy=format!("{y:.1}")
                r="4.5"
            />
        }
    };
    let today = if upright { say!("Dashed: today.") } else { say!("Ring: today.") };
    view! {
        <svg
            class="chart"
            class:is-lying=!upright
            viewBox=view_box(chart.size)
            role="img"
            aria-label=chart.label
        >
            <path class="chart-grid" d=chart.axes />
            {chart.lines.into_iter().map(|line| plan_line(line, picked, near)).collect_view()}
            {chart.dots.into_iter().map(mark).collect_view()}
            <g class="chart-axis" aria-hidden="true">{chart.texts.into_iter().map(text).collect_view()}</g>
            <g class="plan-pointed" aria-hidden="true">{named}</g>
        </svg>
        <p class="small muted">{today} " " {chart.alike}</p>
        <div class="row set-follow" role="group" aria-label=say!("Follow a plan through all criteria")>
            {names.into_iter().map(|(place, name)| follow(place, name, picked, near)).collect_view()}
        </div>
    }
    .into_any()
}

/// The line of a plan through all criteria.
fn plan_line(line: PlanLine, picked: RwSignal<Option<usize>>, near: RwSignal<Option<usize>>) -> AnyView {
    let PlanLine { place, name, path, .. } = line;
    view! {
        <path
            class="plan-line"
            class:is-today=place == 0
            class:is-picked=move || picked.get() == Some(place)
            class:is-near=move || near.get() == Some(place)
            d=path
            on:click=move |_| picked.set(Some(place))
            on:mouseenter=move |_| near.set(Some(place))
            on:mouseleave=move |_| near.set(None)
        >
            <title>{name}</title>
        </path>
    }
    .into_any()
}

/// A button that follows a plan, by its place.
fn follow(place: usize, name: String, picked: RwSignal<Option<usize>>, near: RwSignal<Option<usize>>) -> AnyView {
    let is_picked = move || picked.get() == Some(place);
    let pick = move |_| picked.update(|picked| *picked = (*picked != Some(place)).then_some(place));
    view! {
        <button
            class="button button-small"
            class:is-near=move || near.get() == Some(place)
            type="button"
            aria-pressed=move || is_picked().to_string()
            on:click=pick
            on:mouseenter=move |_| near.set(Some(place))
            on:mouseleave=move |_| near.set(None)
        >
            {name}
        </button>
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
