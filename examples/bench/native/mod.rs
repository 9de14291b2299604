//! The native side: the command line, the suite's plan, and what becomes of its runs.

mod bars;
mod command;
mod figures;
mod home;
mod machine;
mod quick;
mod record;
mod report;
mod rows;
mod scenarios;
mod suite;
mod table;

use crate::clock;
use crate::instances::Failure;
use crate::instances::Instance;
use crate::job::Job;
use crate::native::command::Command;
use crate::native::command::Wish;
use crate::native::home::Home;
use crate::native::record::Place;
use crate::native::record::Run;
use crate::native::report::Results;
use crate::run::run_case;
use serde::Serialize;
use std::path::Path;

/// What the driver of the browser is told to run.
#[derive(Serialize)]
struct Plan<'a> {
    /// The folder that the files lie below.
    root: &'a Path,
    /// The jobs, each with its files.
    jobs: Vec<(Job, Vec<String>)>,
}

/// Does what the command line asks for.
pub fn main() -> Result<(), Failure> {
    let wish = Wish::from_words(std::env::args().skip(1))?;
    if wish.command == Command::Help {
        println!("{}", command::help());
        return Ok(());
    }
    if wish.command == Command::Scenarios {
        return scenarios::lines(Home::find().as_ref(), &wish);
    }
    let Some(home) = Home::find() else {
        // On standard error, so that the browser's driver finds an empty plan.
        eprintln!("No instances found: set EVENFIELD_SHARED to the folder that holds bench/.");
        return Ok(());
    };
    match &wish.command {
        Command::Help | Command::Scenarios => Ok(()),
        Command::Quick { family, member } => quick::lines(&home, &wish, family, member),
        Command::Suite => suite_here(&home, &wish),
        Command::Plan => print_plan(&home, &wish),
        Command::Job(text) => print_outcome(&home, text),
        Command::Report => report::publish(&serde_json::from_reader(std::io::stdin())?, &wish),
    }
}

/// Runs the native suite. A line per run goes to standard error while the table is not there yet.
fn suite_here(home: &Home, wish: &Wish) -> Result<(), Failure> {
    let mut runs = Vec::new();
    eprintln!("{}", quick::HEAD);
    for jobs in suite::jobs(home, wish, Place::Native)?.chunk_by(|a, b| a.instance == b.instance) {
        let Some(instance) = Instance::named(&jobs[0].instance) else { continue };
        let case = home.case(&instance)?;
        for job in jobs {
            let outcome = run_case(job, case.clone(), clock::seconds, |_, _| ());
            eprintln!("{}", quick::line(&instance, job.seed, &outcome));
            runs.push(Run {
                place: Place::Native,
                job: job.clone(),
                outcome: Some(outcome),
                failure: None,
                heap_bytes: None,
                processor_share: None,
            });
        }
    }
    report::publish(&Results { place: Place::Native, browser: None, runs }, wish)
}

fn print_plan(home: &Home, wish: &Wish) -> Result<(), Failure> {
    let jobs = suite::jobs(home, wish, Place::Browser)?;
    let files = |job: &Job| Instance::named(&job.instance).map(|instance| instance.files()).unwrap_or_default();
    let jobs = jobs.into_iter().map(|job| (job.clone(), files(&job))).collect();
    println!("{}", serde_json::to_string(&Plan { root: home.root(), jobs })?);
    Ok(())
}

fn print_outcome(home: &Home, text: &str) -> Result<(), Failure> {
    let job: Job = serde_json::from_str(text)?;
    let instance = Instance::named(&job.instance).ok_or("no such instance")?;
    let case = home.case(&instance)?;
    println!("{}", serde_json::to_string(&run_case(&job, case, clock::seconds, |_, _| ()))?);
    Ok(())
}
