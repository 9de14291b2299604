//! One line per run, for people who tune the search.

use crate::clock;
use crate::instances::Case;
use crate::instances::Failure;
use crate::instances::Instance;
use crate::job::Job;
use crate::job::Known;
use crate::job::Outcome;
use crate::native::command::Wish;
use crate::native::home::Home;
use crate::native::suite;
use crate::run::run_case;
use evenfield::solve::Progress;

/// The head over the lines.
pub const HEAD: &str = "instance        seed  prices s  feasible s  objective          to known %  bound              gap %     broken  MB   Mevals  ksteps";
/// Length of a run, in seconds.
const SECONDS: f64 = 5.0;

/// Runs a family's instances whose name begins as wished and prints a line for each run.
pub fn lines(home: &Home, wish: &Wish, family: &str, member: &str) -> Result<(), Failure> {
    println!("{HEAD}  (seconds: {})", clock::KIND);
    let prefix = format!("{family}/{member}");
    for instance in suite::instances(home, family)? {
        if !instance.to_string().starts_with(&prefix) {
            continue;
        }
        let case = home.case(&instance)?;
        let known = if let Case::Search(_, known) = &case { *known } else { Known::default() };
        for seed in 0..wish.seeds.unwrap_or(1) {
            let job = Job {
                instance: instance.to_string(),
                seed,
                seconds: wish.seconds.unwrap_or(SECONDS),
                steps: wish.steps,
                until_feasible: false,
                marks: Vec::new(),
                pace: false,
            };
            let mut shown = 0.0;
            let outcome = run_case(&job, case.clone(), clock::seconds, |progress, seconds| {
                if wish.trace && seconds >= shown {
                    let bound = Some(progress.bound).filter(|bound| bound.is_finite());
                    trace(progress, seconds, reference(&instance, known).or(bound));
                    shown = seconds.max(0.1) * 1.3;
                }
            });
            println!("{}", line(&instance, seed, &outcome));
        }
    }
    Ok(())
}

fn trace(progress: &Progress, seconds: f64, reference: Option<f64>) {
    let above = above(progress.objective, reference);
    let (phase, broken, violation) = (progress.phase, progress.breaches, progress.violation);
    println!("  {seconds:6.2} s  {phase:?}  {above:.4} %  {broken} broken, {violation:.2e}");
}

/// The line of one run.
pub fn line(instance: &Instance, seed: u64, outcome: &Outcome) -> String {
    let name = instance.to_string();
    let own = name.split_once('/').map_or(name.as_str(), |(_, own)| own);
    let last = &outcome.last;
    if let Some(conflict) = outcome.conflict {
        return format!(
            "{own:14} {seed:5} {:9.3} s for {} rules that cannot all hold",
            conflict.seconds, conflict.rules
        );
    }
    if let Some(curve) = outcome.curve {
        let (seconds, points, gap) = (curve.seconds, curve.points, curve.gap);
        return format!("{own:14} {seed:5} {seconds:9.3} s for {points} points, worst gap {gap:.4} %");
    }
    format!(
        "{own:14} {seed:5} {:9.3} {:11.3}  {:<18.2} {:10.4}  {:<18.2} {:8.4} {:7} {:4.0} {:7.1} {:7.1}",
        outcome.priced.unwrap_or(f64::NAN),
        outcome.feasible.unwrap_or(f64::NAN),
        last.objective.unwrap_or(f64::NAN),
        above(last.objective, reference(instance, outcome.known)),
        last.bound.unwrap_or(f64::NEG_INFINITY),
        above(last.objective, last.bound),
        last.breaches,
        outcome.memory_bytes as f64 / 1e6,
        last.evaluations as f64 / 1e6,
        outcome.steps as f64 / 1e3,
    )
}

/// Lines of territories stand against the relaxation, whatever else is known, so that they compare with each other.
fn reference(instance: &Instance, known: Known) -> Option<f64> {
    if matches!(instance, Instance::Territory(_)) { known.floor } else { known.reference() }
}

/// By how many percent an objective is above a value.
fn above(objective: Option<f64>, value: Option<f64>) -> f64 {
    100.0 * (objective.unwrap_or(f64::NAN) / value.unwrap_or(f64::NAN) - 1.0)
}
