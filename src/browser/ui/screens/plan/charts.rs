//! Charts of the plan, for those who would rather look than read.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Figure;
use crate::browser::ui::parts::width_of;
use crate::session::Event;
use crate::session::Session;
use crate::view::Measure;
use crate::view::balance_chart;
use crate::view::curve_chart;
use crate::view::last_search;
use crate::view::moved_chart;
use crate::view::spread_chart;
use leptos::prelude::*;

/// The charts under their tabs.
#[component]
pub fn Charts(
    /// The tabs.
    tabs: AnyView,
) -> impl IntoView {
    let app = use_app();
    let measure = RwSignal::new(Measure::default());
    let probe = NodeRef::<leptos::html::Div>::new();
    let width = width_of(probe);
    app.dispatch(Event::WatchMoved(true));
    on_cleanup(move || app.dispatch(Event::WatchMoved(false)));
    let judged = app.slice(|session| session.judgement.as_ref().map(|judged| judged.version));
    let balance = move || {
        judged.with(|_| ());
        app.session.with_untracked(|session| balance_chart(session, measure.get(), width.get()))
    };
    let spread = move || {
        judged.with(|_| ());
        app.session.with_untracked(|session| spread_chart(session, measure.get(), width.get()))
    };
    let told = app.slice(|session| session.moved.told.as_ref().map(|moved| moved.version));
    let moved = move || {
        judged.with(|_| ());
        told.with(|_| ());
        app.session.with_untracked(|session| moved_chart(session, width.get()))
    };
    let measured = move || measure.get().title();
    let balance_title = move || say!("{measure} of each rep against the window", measure = measured());
    let spread_title = move || say!("{measure} from target, today and in the plan", measure = measured());
    let nothing_moves = move || {
        if told.get().is_some() && told.get() == judged.get() {
            say!("No account changes hands.")
        } else {
            say!("Being summed up.")
        }
    };
    view! {
        <div class="table-tools">
            {tabs}
            <span class="row">{measures(measure)}</span>
        </div>
        <div class="charts table-scroll" tabindex="0" role="group" aria-label=say!("Charts, scrolls")>
            <div class="charts-grid">
                <Figure
                    title=Signal::derive(balance_title)
                    drawing=Signal::derive(balance)
                    empty=say!("Being judged.")
                    legend=balance_legend().into_any()
                    probe=probe
                />
                <Figure
                    title=Signal::derive(spread_title)
                    drawing=Signal::derive(spread)
                    empty=say!("Being judged.")
                    legend=spread_legend().into_any()
                />
                <Figure
                    title=say!("What changes hands, by what speaks for it most")
                    drawing=Signal::derive(moved)
                    empty=Signal::derive(nothing_moves)
                />
                <Search width=width />
            </div>
        </div>
    }
}

/// Potential or workload.
fn measures(measure: RwSignal<Measure>) -> impl IntoView {
    let button = move |which: Measure| {
        view! {
            <button
                type="button"
                aria-pressed=move || (measure.get() == which).to_string()
                on:click=move |_| measure.set(which)
            >
                {which.title()}
            </button>
        }
    };
    view! {
        <span class="segmented segmented-small" role="group" aria-label=say!("Compare by")>
            {Measure::ALL.map(button).collect_view()}
        </span>
    }
}

/// The search under way or the last one.
#[component]
fn Search(width: ReadSignal<f64>) -> impl IntoView {
    let app = use_app();
    let key = |session: &Session| {
        let samples = session.run.as_ref().map(|run| run.samples.len());
        (samples, session.searched.as_ref().map(|searched| searched.label.clone()))
    };
    let search = app.keyed(key, last_search);
    let title = move || search.get().map_or_else(|| say!("The last search").to_owned(), |(_, title, _)| title);
    let drawing = move || search.with(|search| search.as_ref().map(|(curve, ..)| curve_chart(curve, width.get())));
    let proven = move || search.with(|search| search.as_ref().is_none_or(|(_, _, unproven)| !unproven));
    view! {
        <Figure
            title=Signal::derive(title)
            drawing=Signal::derive(drawing)
            empty=say!("No search in this sitting yet. Press Optimize: its progress stays here.")
            legend=super::run_panel::legend(proven).into_any()
        />
    }
}

fn balance_legend() -> impl IntoView {
    view! {
        <div class="legend">
            <span>
                <svg width="16" height="10" aria-hidden="true">
                    <rect class="dev-value" width="16" height="10" rx="2" />
                </svg>
                {say!("plan")}
            </span>
            <span>
                <svg width="16" height="10" aria-hidden="true">
                    <rect class="dev-value is-broken" width="16" height="10" rx="2" />
                </svg>
                {say!("! outside the window")}
            </span>
            <span>
                <svg width="10" height="10" aria-hidden="true">
                    <circle class="dev-today" cx="5" cy="5" r="3.5" />
                </svg>
                {say!("today")}
            </span>
            <span>
                <svg width="16" height="12" aria-hidden="true">
                    <rect class="dev-window" width="16" height="12" rx="2" />
                    <path class="dev-zero" d="M8 0v12" />
                </svg>
                {say!("allowed, with the target")}
            </span>
        </div>
    }
}

fn spread_legend() -> impl IntoView {
    view! {
        <div class="legend">
            <span>
                <svg width="12" height="12" aria-hidden="true">
                    <rect class="chart-today" x="1" y="1" width="10" height="10" rx="2" />
                </svg>
                {say!("today")}
            </span>
            <span>
                <svg width="12" height="12" aria-hidden="true">
                    <rect class="chart-plan" width="12" height="12" rx="2" />
                </svg>
                {say!("plan")}
            </span>
            <span>
                <svg width="16" height="12" aria-hidden="true">
                    <rect class="dev-window" width="16" height="12" rx="2" />
                </svg>
                {say!("allowed")}
            </span>
        </div>
    }
}
