//! The rows of the table: which runs belong together, and what is demanded of them.

use crate::instances::Instance;
use crate::job::Outcome;
use crate::native::bars;
use crate::native::bars::Bar;
use crate::native::figures::Figures;
use crate::native::figures::Growth;
use crate::native::figures::Pace;
use crate::native::record::Place;
use crate::native::record::Run;
use std::collections::BTreeMap;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What was run.
    pub label: String,
    /// When the plan was noted.
    pub at: String,
    /// What the gap is measured against.
    pub reference: String,
    /// What came out.
    pub figures: Figures,
    /// What is demanded.
    pub bars: Vec<Bar>,
}

/// The rows of all runs, in the order in which they were run; `verbose` adds a row per file of the literature.
pub fn rows(runs: &[Run], place: Place, verbose: bool) -> Vec<Row> {
    let mut groups: Vec<(Instance, Vec<&Run>)> = Vec::new();
    for run in runs.iter().filter(|run| !run.job.pace) {
        let Some(instance) = Instance::named(&run.job.instance) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == instance) {
            Some((_, members)) => members.push(run),
            None => groups.push((instance, vec![run])),
        }
    }
    let mut rows = Vec::new();
    for (instance, members) in &groups {
        let marks = &members[0].job.marks;
        match instance {
            Instance::Territory(_) | Instance::Cpmp(_) | Instance::Replan { .. } | Instance::Pair(_) => {
                rows.extend((0..marks.len()).map(|mark| instance_row(instance, members, mark, place)));
            }
            Instance::Conflict(_) => rows.push(conflict_row(instance, members, place)),
            Instance::Curve(_) => rows.push(curve_row(instance, members, place)),
            Instance::Gap(name) if verbose => rows.push(gap_row(name, members, Vec::new())),
            Instance::Gap(_) | Instance::Growth { .. } => (),
        }
    }
    for row in &mut rows {
        row.figures.pace = pace(runs, &row.label).filter(|_| row.bars.iter().any(|bar| matches!(bar, Bar::Pace(_))));
    }
    rows.extend(class_rows(&groups, place));
    rows.extend(growth_rows(&groups, place));
    rows
}

fn instance_row(instance: &Instance, members: &[&Run], mark: usize, place: Place) -> Row {
    let seconds = members[0].job.marks[mark];
    let mut bars = bars::of_instance(instance, seconds, place);
    // What does not depend on the moment is judged once.
    bars.retain(|bar| mark == 0 || matches!(bar, Bar::Gap(_)));
    let figures = Figures::of(members, mark);
    Row { label: instance.to_string(), at: format!("{seconds} s"), reference: reference(members), figures, bars }
}

fn conflict_row(instance: &Instance, members: &[&Run], place: Place) -> Row {
    let figures = Figures::of_conflicts(members);
    let bars = bars::of_instance(instance, f64::NAN, place);
    let rules = members.iter().filter_map(|run| run.outcome.as_ref()?.conflict).map(|conflict| conflict.rules).max();
    let at = format!("{} rules", rules.unwrap_or_default());
    Row { label: instance.to_string(), at, reference: String::new(), figures, bars }
}

fn curve_row(instance: &Instance, members: &[&Run], place: Place) -> Row {
    let figures = Figures::of_curves(members);
    let points = figures.curve.map_or(0, |curve| curve.points);
    let bars = bars::of_instance(instance, f64::NAN, place);
    Row { label: instance.to_string(), at: format!("{points} points"), reference: String::new(), figures, bars }
}

fn gap_row(name: &str, members: &[&Run], bars: Vec<Bar>) -> Row {
    let at = format!("{} s", members[0].job.seconds);
    let reference = if members.iter().all(|run| run.job.instance == members[0].job.instance) {
        reference(members)
    } else {
        "best known".to_owned()
    };
    Row { label: format!("gap/{name}"), at, reference, figures: Figures::of(members, 0), bars }
}

/// What the gap of one instance is measured against.
fn reference(members: &[&Run]) -> String {
    match Instance::named(&members[0].job.instance) {
        Some(Instance::Replan { .. }) => return "10 s anew".to_owned(),
        Some(Instance::Pair(_)) => return "one search".to_owned(),
        _ => (),
    }
    let Some(outcome) = members.iter().find_map(|run| run.outcome.as_ref()) else { return String::new() };
    match (outcome.known.best, outcome.known.floor) {
        (Some(best), _) => format!("best known {best:.0}"),
        (None, Some(floor)) => format!("relaxation {floor:.0}"),
        (None, None) => String::new(),
    }
}

/// A row per class C, D, E of the literature, and one of all.
fn class_rows(groups: &[(Instance, Vec<&Run>)], place: Place) -> Vec<Row> {
    let mut classes: BTreeMap<char, (usize, Vec<&Run>)> = BTreeMap::new();
    for (instance, members) in groups {
        if let Instance::Gap(name) = instance
            && let Some(class) = name.chars().next()
        {
            let (files, runs) = classes.entry(class.to_ascii_uppercase()).or_default();
            *files += 1;
            runs.extend(members);
        }
    }
    let row = |name: &str, files: usize, runs: &[&Run]| {
        gap_row(&format!("{name} ({files} files)"), runs, bars::of_gap_class(runs[0].job.seconds, place))
    };
    let mut rows: Vec<Row> =
        classes.iter().map(|(class, (files, runs))| row(&class.to_string(), *files, runs)).collect();
    if classes.len() > 1 {
        let all: Vec<&Run> = classes.values().flat_map(|(_, runs)| runs.iter().copied()).collect();
        rows.push(row("all", classes.values().map(|(files, _)| files).sum(), &all));
    }
    rows
}

/// A row per size; each after the first is compared with the first.
fn growth_rows(groups: &[(Instance, Vec<&Run>)], place: Place) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut first: Option<(f64, f64, f64)> = None;
    for (instance, members) in groups {
        let Instance::Growth { accounts, reps } = instance else { continue };
        let mut figures = Figures::of(members, 0);
        let memory = figures.heap_mb.unwrap_or(figures.memory_mb);
        let now = ((accounts * reps) as f64, figures.first.map_or(f64::NAN, |first| first.median), memory);
        let mut bars = bars::of_instance(instance, f64::NAN, place);
        if let Some(then) = first {
            figures.growth = Some(Growth { size: now.0 / then.0, time: now.1 / then.1, memory: now.2 / then.2 });
        } else {
            bars.retain(|bar| !matches!(bar, Bar::TimeGrowth | Bar::MemoryGrowth));
        }
        first = first.or(Some(now));
        let (label, at) = (instance.to_string(), "first plan".to_owned());
        rows.push(Row { label, at, reference: String::new(), figures, bars });
    }
    rows
}

/// The quickest run of each place over the same steps, and whether all found the same. Native seconds are processor
/// time; the worker's clock becomes that by the share of a processor that its thread got.
fn pace(runs: &[Run], instance: &str) -> Option<Pace> {
    let paced = || runs.iter().filter(|run| run.job.pace && run.job.instance == instance);
    let ended =
        |place| paced().filter(move |run| run.place == place).filter_map(|run| Some((run, run.outcome.as_ref()?)));
    let seconds = |(run, outcome): (&Run, &Outcome)| outcome.last.seconds * run.processor_share.unwrap_or(1.0);
    let least = |place| ended(place).map(seconds).reduce(f64::min);
    let found = |place| ended(place).map(|(_, outcome)| (outcome.last.objective, outcome.last.bound));
    let model = found(Place::Native).next()?;
    let same = found(Place::Native).chain(found(Place::Browser)).all(|other| other == model);
    Some(Pace { ratio: least(Place::Browser)? / least(Place::Native)?, same })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::figures::tests::run;

    #[test]
    fn files_gather_into_classes() {
        // The bars of the literature are demanded of classes, not of single files.
        let named = |instance: &str, objective: f64| {
            let mut run = run(0, Some(objective), 0, Some(0.1));
            run.job.instance = instance.to_owned();
            run
        };
        let runs = [named("gap/c1", 101.0), named("gap/c2", 103.0), named("gap/d1", 100.0)];
        let labels = |verbose| rows(&runs, Place::Native, verbose).into_iter().map(|row| row.label).collect::<Vec<_>>();
        assert_eq!(labels(false), ["gap/C (2 files)", "gap/D (1 files)", "gap/all (3 files)"]);
        assert_eq!(labels(true).len(), 6);
        let gap = rows(&runs, Place::Native, false)[0].figures.gap;
        assert!(gap.is_some_and(|gap| (gap.median - 2.0).abs() < 1e-9 && (gap.worst - 3.0).abs() < 1e-9));
    }

    #[test]
    fn the_pace_is_that_of_the_quickest_runs() {
        // A disturbance makes a run slower, never quicker; and different plans would compare different work.
        let paced = |place, seconds, objective| {
            let mut run = run(0, Some(objective), 0, None);
            (run.place, run.job.pace, run.job.instance) = (place, true, "territory/tm3k".to_owned());
            if let Some(outcome) = &mut run.outcome {
                outcome.last.seconds = seconds;
            }
            run
        };
        let runs = [
            paced(Place::Native, 2.0, 7.0),
            paced(Place::Browser, 5.0, 7.0),
            paced(Place::Native, 4.0, 7.0),
            paced(Place::Browser, 3.0, 7.0),
        ];
        assert_eq!(pace(&runs, "territory/tm3k"), Some(Pace { ratio: 1.5, same: true }));
        assert_eq!(pace(&runs, "territory/ta450"), None);
        let halved = [runs[0].clone(), Run { processor_share: Some(0.5), ..runs[1].clone() }];
        assert_eq!(pace(&halved, "territory/tm3k").map(|pace| pace.ratio), Some(1.25));
        let other = [runs[0].clone(), paced(Place::Browser, 3.0, 8.0)];
        assert!(pace(&other, "territory/tm3k").is_some_and(|pace| !pace.same));
    }
}
