//! What is demanded of each row, and whether it is met.

use crate::instances::Instance;
use crate::native::figures::Figures;
use crate::native::figures::Spread;
use crate::native::figures::number;
use crate::native::record::Place;

/// One demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bar {
    /// Plans at most so many percent above the best known one or the relaxation.
    Gap(f64),
    /// The same for the mean of the runs.
    MeanGap(f64),
    /// The run's own bound at most so many percent below the floor.
    BoundGap(f64),
    /// A plan that breaks no limit by so many seconds.
    First(f64),
    /// Such a plan in every run.
    AllFeasible,
    /// No plan below what is possible, no bound above a plan that exists.
    NoContradiction,
    /// A conflict named by so many seconds, in every run.
    Named(f64),
    /// A whole curve by so many seconds.
    Curve(f64),
    /// A curve of at least so many points.
    Points(usize),
    /// Wasm memory of at most so many MB.
    Heap(f64),
    /// Time to a feasible plan grows at most as accounts x reps do.
    TimeGrowth,
    /// Memory grows at most as accounts x reps do.
    MemoryGrowth,
    /// Wasm takes at most so many times what native takes for the same steps.
    Pace(f64),
}

/// How a bar was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// By every run.
    Met,
    /// By the median, not by the worst run.
    MedianOnly,
    /// Not even by the median.
    Missed,
    /// There is no figure to judge.
    Open,
}

/// The demands on one instance at one moment. They are set for wasm on one thread; natively they tell ahead, and what
/// only the browser can show is left out.
pub fn of_instance(instance: &Instance, seconds: f64, place: Place) -> Vec<Bar> {
    let at = |moment: f64, bar: Bar| (seconds == moment).then_some(bar);
    let bars: Vec<Option<Bar>> = match instance {
        Instance::Territory(name) => match name.as_str() {
            "ta450" => vec![at(1.0, Bar::Gap(0.15)), Some(Bar::First(0.2)), Some(Bar::BoundGap(0.05))],
            "tm3k" => vec![at(5.0, Bar::Gap(0.40))],
            _ => vec![
                at(10.0, Bar::Gap(0.30)),
                at(60.0, Bar::Gap(0.20)),
                Some(Bar::AllFeasible),
                Some(Bar::First(4.0)),
                Some(Bar::Heap(128.0)),
            ],
        },
        Instance::Replan { name, .. } => {
            let most = if name == "ta450" { 0.1 } else { 2.0 };
            vec![Some(Bar::First(most)), at(most, Bar::Gap(0.1))]
        }
        Instance::Conflict(name) => vec![Some(Bar::Named(if name == "ta450" { 1.0 } else { 10.0 }))],
        Instance::Pair(_) => vec![Some(Bar::Gap(0.0))],
        Instance::Curve(_) => vec![Some(Bar::Curve(3.0)), Some(Bar::Points(9))],
        Instance::Gap(_) => Vec::new(),
        Instance::Cpmp(_) => {
            let timed = at(10.0, Bar::Gap(1.0)).filter(|_| place == Place::Native);
            vec![timed, Some(Bar::NoContradiction)]
        }
        Instance::Growth { .. } => vec![Some(Bar::AllFeasible), Some(Bar::TimeGrowth), Some(Bar::MemoryGrowth)],
    };
    let pace = matches!(instance, Instance::Territory(_)).then_some(Bar::Pace(1.8));
    let here = |bar: &Bar| place == Place::Browser || !matches!(bar, Bar::Heap(_) | Bar::Pace(_));
    bars.into_iter().chain([pace]).flatten().filter(here).collect()
}

/// The demands on a class of the Generalized Assignment Problem after ten seconds of native time.
pub fn of_gap_class(seconds: f64, place: Place) -> Vec<Bar> {
    let timed = seconds == 10.0 && place == Place::Native;
    let timed = timed.then_some([Bar::MeanGap(0.15), Bar::Gap(0.6)]);
    timed.into_iter().flatten().chain([Bar::NoContradiction]).collect()
}

impl Bar {
    /// Whether the figures meet the bar.
    pub fn verdict(self, figures: &Figures) -> Verdict {
        match self {
            Self::Gap(most) => spread(figures.gap, most),
            Self::First(most) => spread(figures.first, most),
            Self::Named(most) => spread(figures.named, most),
            Self::Curve(most) => spread(figures.curve.map(|curve| curve.seconds), most),
            Self::Points(least) => figures.curve.map_or(Verdict::Open, |curve| met(curve.points >= least)),
            Self::MeanGap(most) => value(figures.mean_gap, most),
            Self::BoundGap(most) => value(figures.bound_gap, most),
            Self::Heap(most) => value(figures.heap_mb, most),
            // Other plans are other work, whatever the time.
            Self::Pace(most) => figures.pace.map_or(Verdict::Open, |pace| met(pace.same && pace.ratio <= most)),
            Self::TimeGrowth => value(figures.growth.map(|growth| growth.time / growth.size), 1.0),
            Self::MemoryGrowth => value(figures.growth.map(|growth| growth.memory / growth.size), 1.0),
            Self::AllFeasible => met(figures.feasible == figures.runs),
            Self::NoContradiction => met(!figures.contradiction),
        }
    }

    /// What is demanded, in words.
    pub fn words(self, figures: &Figures) -> String {
        let size = figures.growth.map_or(f64::NAN, |growth| growth.size);
        match self {
            Self::Gap(most) => format!("gap ≤ {most:.2} %"),
            Self::First(most) => format!("first ≤ {most} s"),
            Self::Named(most) => format!("named ≤ {most} s"),
            Self::Curve(most) => format!("curve ≤ {most} s"),
            Self::Points(least) => format!("points ≥ {least}"),
            Self::MeanGap(most) => format!("mean gap ≤ {most:.2} %"),
            Self::BoundGap(most) => format!("bound within {most} %"),
            Self::Heap(most) => format!("heap ≤ {most} MB"),
            Self::Pace(most) => format!("wasm / native ≤ {most}"),
            Self::TimeGrowth => format!("time x ≤ {size:.1}"),
            Self::MemoryGrowth => format!("memory x ≤ {size:.1}"),
            Self::AllFeasible => "all feasible".to_owned(),
            Self::NoContradiction => "never below the known bound".to_owned(),
        }
    }

    /// The figure that is judged; none where there is nothing to show beside the verdict.
    pub fn figure(self, figures: &Figures) -> Option<String> {
        let (value, digits) = match self {
            Self::Gap(_) => (figures.gap.map(|gap| gap.worst), 3),
            Self::First(_) => (figures.first.map(|first| first.worst), 2),
            Self::Named(_) => (figures.named.map(|named| named.worst), 2),
            Self::Curve(_) => (figures.curve.map(|curve| curve.seconds.worst), 2),
            Self::Points(_) => (figures.curve.map(|curve| curve.points as f64), 0),
            Self::MeanGap(_) => (figures.mean_gap, 3),
            Self::BoundGap(_) => (figures.bound_gap, 4),
            Self::Heap(_) => (figures.heap_mb, 0),
            Self::Pace(_) => (figures.pace.map(|pace| pace.ratio), 2),
            Self::TimeGrowth => (figures.growth.map(|growth| growth.time), 1),
            Self::MemoryGrowth => (figures.growth.map(|growth| growth.memory), 1),
            Self::AllFeasible | Self::NoContradiction => (None, 0),
        };
        value.map(|value| number(Some(value), digits))
    }
}

fn met(met: bool) -> Verdict {
    if met { Verdict::Met } else { Verdict::Missed }
}

fn value(value: Option<f64>, most: f64) -> Verdict {
    value.map_or(Verdict::Open, |value| met(value <= most))
}

fn spread(spread: Option<Spread>, most: f64) -> Verdict {
    match spread {
        Some(spread) if spread.worst <= most => Verdict::Met,
        Some(spread) if spread.median <= most => Verdict::MedianOnly,
        Some(_) => Verdict::Missed,
        None => Verdict::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::figures::Growth;

    #[test]
    fn a_bar_is_met_by_every_run_or_by_the_median_or_not() {
        // A verdict by the median alone would hide the seed that a person happens to get.
        let figures = |median, worst| Figures { gap: Some(Spread { median, worst }), ..Figures::default() };
        assert_eq!(Bar::Gap(0.3).verdict(&figures(0.1, 0.3)), Verdict::Met);
        assert_eq!(Bar::Gap(0.3).verdict(&figures(0.1, 0.31)), Verdict::MedianOnly);
        assert_eq!(Bar::Gap(0.3).verdict(&figures(0.4, f64::INFINITY)), Verdict::Missed);
        assert_eq!(Bar::Gap(0.3).verdict(&Figures::default()), Verdict::Open);
        let some = Figures { runs: 3, feasible: 2, ..Figures::default() };
        assert_eq!(Bar::AllFeasible.verdict(&some), Verdict::Missed);
    }

    #[test]
    fn growth_is_judged_against_the_growth_of_the_problem() {
        // Ten times the pairs may take ten times as long, not eleven times.
        let figures = |time| Figures { growth: Some(Growth { size: 10.0, time, memory: 9.0 }), ..Figures::default() };
        assert_eq!(Bar::TimeGrowth.verdict(&figures(10.0)), Verdict::Met);
        assert_eq!(Bar::TimeGrowth.verdict(&figures(11.0)), Verdict::Missed);
        assert_eq!(Bar::MemoryGrowth.verdict(&figures(11.0)), Verdict::Met);
    }

    #[test]
    fn bars_belong_to_their_moment_and_place() {
        // A run of another length must not be judged by the bar of ten seconds.
        let instance = Instance::Territory("tb33k".to_owned());
        let bars = of_instance(&instance, 10.0, Place::Browser);
        assert!(bars.contains(&Bar::Gap(0.30)) && !bars.contains(&Bar::Gap(0.20)));
        assert!(of_instance(&instance, 7.0, Place::Browser).iter().all(|bar| !matches!(bar, Bar::Gap(_))));
        assert!(!of_instance(&instance, 10.0, Place::Native).contains(&Bar::Heap(128.0)));
        assert_eq!(of_gap_class(10.0, Place::Browser), [Bar::NoContradiction]);
    }
}
