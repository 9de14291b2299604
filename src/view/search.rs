//! A search under way.

use crate::evaluate::gap_percent;
use crate::rules::leaves_centres_free;
use crate::session::Run;
use crate::session::Session;
use crate::solve::Phase;
use crate::units::counted_as;
use crate::units::grouped;
use crate::view::charts::curve;

/// Best objective and bound over time, for a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Seconds, objective.
    pub objective: Vec<(f64, f64)>,
    /// Seconds, bound.
    pub bound: Vec<(f64, f64)>,
}

/// What the run panel shows.
#[derive(Clone, Debug, PartialEq)]
pub struct RunPanel {
    /// `Pricing the limits`, `Searching`.
    pub phase: &'static str,
    /// Objective of the best plan: `12.31 %`.
    pub objective: String,
    /// Proven bound.
    pub bound: String,
    /// Proven gap.
    pub gap: String,
    /// Broken limits of the best plan.
    pub breaches: String,
    /// Seconds so far.
    pub seconds: String,
    /// `2 searches side by side, 9.1 M moves tried, 12 MB of memory`.
    pub detail: String,
    /// One line for assistive technology.
    pub spoken: String,
    /// The chart.
    pub curve: Curve,
    /// Part of the time or steps used, 0 to 1; none where it runs until stopped.
    pub part: Option<f64>,
    /// Whether nothing can be proven, because the plan finds its own centres.
    pub unproven: bool,
    /// Whether the user asked to stop.
    pub stopping: bool,
}

/// The run under way; none where none is.
pub fn run_panel(session: &Session) -> Option<RunPanel> {
    let run = session.run.as_ref()?;
    let best = run.best().map(|(_, progress)| progress);
    let (objective, bound) = (best.and_then(|progress| progress.objective), run.bound());
    let gap = objective.zip(bound).filter(|_| best.is_some_and(|progress| progress.breaches == 0));
    let percent = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), |value| format!("{} %", grouped(value, 2)));
    let seconds = run.samples.last().map_or(0.0, |sample| sample.seconds);
    let evaluations: u64 =
        run.lanes.iter().filter_map(|lane| lane.progress.as_ref()).map(|progress| progress.evaluations).sum();
    let memory: usize =
        run.lanes.iter().filter_map(|lane| lane.progress.as_ref()).map(|progress| progress.memory_bytes).sum();
    let breaches = best.map_or_else(|| "—".to_owned(), |progress| grouped(progress.breaches as f64, 0));
    let gap = percent(gap.map(|(objective, bound)| gap_percent(objective, bound)));
    let phase = phase(run);
    Some(RunPanel {
        phase,
        spoken: say!(
            "{phase}: objective {objective}, gap {gap}, {breaches} limits broken",
            phase,
            objective = percent(objective),
            gap,
            breaches
        ),
        objective: percent(objective),
        bound: percent(bound),
        gap,
        breaches,
        seconds: format!("{} s", grouped(seconds, 0)),
        detail: say!(
            "{searches} side by side, {moves} M moves tried, {memory} MB of memory",
            searches = counted_as(run.lanes.len(), "search", "searches"),
            moves = grouped(evaluations as f64 / 1e6, 1),
            memory = grouped(libm::ceil(memory as f64 / 1e6), 0)
        ),
        curve: curve(&run.samples),
        part: part(run, seconds),
        unproven: leaves_centres_free(&run.settings.rules),
        stopping: run.stopping,
    })
}

fn phase(run: &Run) -> &'static str {
    let furthest = run.lanes.iter().filter_map(|lane| lane.progress.as_ref()).map(|progress| progress.phase);
    let rank = |phase: &Phase| match phase {
        Phase::Statement => 0,
        Phase::Prices => 1,
        Phase::Start => 2,
        Phase::Search => 3,
        Phase::Done => 4,
    };
    match furthest.max_by_key(rank) {
        _ if run.stopping => say!("Stopping"),
        None => say!("Preparing"),
        Some(Phase::Statement) => say!("Stating the problem"),
        Some(Phase::Prices) => say!("Pricing the limits"),
        Some(Phase::Start) => say!("Building a first plan"),
        Some(Phase::Search) => say!("Improving the plan"),
        Some(Phase::Done) => say!("Proven best"),
    }
}

fn part(run: &Run, seconds: f64) -> Option<f64> {
    let by_time = run.effort.seconds.map(|limit| seconds / limit);
    let by_steps = run.effort.steps.map(|limit| {
        let steps = run.lanes.iter().filter_map(|lane| lane.progress.as_ref()).map(|progress| progress.steps).min();
        steps.unwrap_or(0) as f64 / limit.max(1) as f64
    });
    [by_time, by_steps].into_iter().flatten().max_by(f64::total_cmp).map(|part| part.clamp(0.0, 1.0))
}
