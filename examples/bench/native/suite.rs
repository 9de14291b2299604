//! What the suite runs: the instances, how long, how often.
//!
//! Rows still to come have their place here: a family has its instances and its [`Way`] here, and what is
//! demanded of it stands in `bars`.

use crate::instances::Failure;
use crate::instances::Instance;
use crate::instances::replan;
use crate::job::Job;
use crate::native::command::Wish;
use crate::native::home::Home;
use crate::native::record::Place;

/// How an instance is run.
struct Way {
    /// When the plan is noted; the last mark ends a run.
    marks: Vec<f64>,
    seeds: u64,
    until_feasible: bool,
}

/// All families, in the order of the table.
pub const FAMILIES: [&str; 8] = ["territory", "replan", "conflict", "curve", "pair", "gap", "cpmp", "growth"];
/// Territories that are edited.
const EDITED: [&str; 2] = ["ta450", "tb33k"];
/// Steps of the runs that compare wasm with native: all phases, and a second to six natively.
const PACE: [(&str, u64); 3] = [("ta450", 5_000), ("tm3k", 10_000), ("tb33k", 10_000)];
/// The sizes between which time and memory are compared; the smaller one first.
const GROWTH: [(usize, usize); 2] = [(33_000, 150), (200_000, 250)];
/// A search that has no plan by then has none.
const PATIENCE_SECONDS: f64 = 300.0;

/// The instances of a family.
pub fn instances(home: &Home, family: &str) -> Result<Vec<Instance>, Failure> {
    Ok(match family {
        "territory" => ["ta450", "tm3k", "tb33k"].map(|name| Instance::Territory(name.to_owned())).to_vec(),
        "curve" => vec![Instance::Curve("ta450".to_owned())],
        "conflict" => ["ta450", "tb33k"].map(|name| Instance::Conflict(name.to_owned())).to_vec(),
        "pair" => ["tm3k", "tb33k"].map(|name| Instance::Pair(name.to_owned())).to_vec(),
        "replan" => {
            let edits = |name: &&str| {
                let name = (*name).to_owned();
                replan::EDITS.map(|(edit, _)| Instance::Replan { name: name.clone(), edit: edit.to_owned() })
            };
            EDITED.iter().flat_map(edits).collect()
        }
        "gap" => home.names(family)?.into_iter().map(Instance::Gap).collect(),
        "cpmp" => home.names(family)?.into_iter().map(Instance::Cpmp).collect(),
        _ => GROWTH.map(|(accounts, reps)| Instance::Growth { accounts, reps }).to_vec(),
    })
}

/// The jobs that a command line asks for. Instances whose files are missing are named and left out.
pub fn jobs(home: &Home, wish: &Wish, place: Place) -> Result<Vec<Job>, Failure> {
    let mut jobs = Vec::new();
    for family in FAMILIES {
        for instance in instances(home, family)?.into_iter().filter(|instance| wish.wants(instance)) {
            // Two searches in turns tell about two processors; in the browser nothing more would be learnt.
            if matches!(instance, Instance::Pair(_)) && place == Place::Browser {
                continue;
            }
            if home.has(&instance) {
                jobs.extend(jobs_of(&instance, wish));
            } else {
                eprintln!("{instance} is left out: {} are not all there.", instance.files().join(", "));
            }
        }
    }
    if place == Place::Browser {
        jobs.extend(pace_jobs(home, wish));
    }
    Ok(jobs)
}

fn jobs_of(instance: &Instance, wish: &Wish) -> impl Iterator<Item = Job> {
    let way = way(instance);
    let marks = wish.seconds.map_or(way.marks, |seconds| vec![seconds]);
    let name = instance.to_string();
    (0..wish.seeds.unwrap_or(way.seeds)).map(move |seed| Job {
        instance: name.clone(),
        seed,
        seconds: marks.last().copied().unwrap_or_default(),
        steps: None,
        until_feasible: way.until_feasible,
        marks: marks.clone(),
        pace: false,
    })
}

/// The way in which an instance is run, as long as nobody wishes otherwise.
fn way(instance: &Instance) -> Way {
    let (marks, seeds, until_feasible) = match instance {
        Instance::Territory(name) if name == "ta450" => (vec![1.0], 10, false),
        Instance::Territory(name) if name == "tm3k" => (vec![5.0], 10, false),
        Instance::Territory(_) => (vec![10.0, 60.0], 10, false),
        Instance::Curve(_) | Instance::Conflict(_) => (Vec::new(), if small(instance) { 10 } else { 3 }, false),
        Instance::Replan { .. } => (vec![if small(instance) { 0.1 } else { 2.0 }], 3, false),
        Instance::Pair(name) => (vec![if name == "tm3k" { 5.0 } else { 10.0 }], 10, false),
        Instance::Gap(_) => (vec![10.0], 1, false),
        Instance::Cpmp(_) => (vec![10.0], 10, false),
        Instance::Growth { .. } => (vec![PATIENCE_SECONDS], 3, true),
    };
    Way { marks, seeds, until_feasible }
}

/// Whether the instance is about the small territory.
fn small(instance: &Instance) -> bool {
    instance.to_string().contains("ta450")
}

/// The same steps natively and in wasm.
fn pace_jobs(home: &Home, wish: &Wish) -> Vec<Job> {
    let jobs = PACE.iter().map(|&(name, steps)| (Instance::Territory(name.to_owned()), steps));
    let wanted = jobs.filter(|(instance, _)| wish.wants(instance) && home.has(instance));
    let job = |(instance, steps): (Instance, u64)| Job {
        instance: instance.to_string(),
        seed: 0,
        seconds: PATIENCE_SECONDS,
        steps: Some(steps),
        until_feasible: false,
        marks: Vec::new(),
        pace: true,
    };
    wanted.map(job).collect()
}
