//! The commands.

use crate::arguments::Arguments;
use crate::arguments::USAGE;
use crate::compare::compare;
use crate::curve::curve;
use crate::inputs;
use crate::inputs::Inputs;
use evenfield::desk::ConflictSearch;
use evenfield::desk::Lane;
use evenfield::evaluate::Certificate;
use evenfield::evaluate::Evaluation;
use evenfield::evaluate::Judge;
use evenfield::evaluate::gap_percent;
use evenfield::example;
use evenfield::export;
use evenfield::model::Assignment;
use evenfield::model::Settings;
use evenfield::model::Severity;
use evenfield::model::Value;
use evenfield::problem::Prices;
use evenfield::protocol::RuleConflict;
use evenfield::rules;
use evenfield::solve::Phase;
use evenfield::solve::Progress;
use evenfield::units::counted;
use evenfield::units::counted_as;
use evenfield::units::grouped;
use evenfield::view;
use std::path::Path;

/// Prints a line; whoever closed the pipe has read enough.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout().lock(), $($words)*);
    }};
}

pub(crate) use say;

/// Prints a line of warning; it is no fault where nobody listens.
macro_rules! warn {
    ($($words:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stderr().lock(), $($words)*);
    }};
}

/// Whether all limits are kept.
pub enum Verdict {
    /// Yes.
    Kept,
    /// No.
    Broken,
}

/// Runs the command that the words name; whoever asks for help, beside a command too, gets the usage.
pub fn run(words: &[String]) -> Result<Verdict, Vec<String>> {
    if words.first().is_some_and(|word| word == "help") || words.iter().any(|word| word == "--help" || word == "-h") {
        say!("{USAGE}");
        return Ok(Verdict::Kept);
    }
    match words.split_first().map(|(command, rest)| (command.as_str(), rest)) {
        Some(("plan", rest)) => plan(rest),
        Some(("check", rest)) => check(rest),
        Some(("curve", rest)) => curve(rest),
        Some(("compare", rest)) => compare(rest),
        Some(("rules", [])) => Ok(print_rules()),
        Some(("example", rest)) => write_example(rest),
        _ => Err(vec![USAGE.to_owned()]),
    }
}

fn plan(words: &[String]) -> Result<Verdict, Vec<String>> {
    let known = ["accounts", "reps", "opportunities", "gazetteer", "rules", "seed", "seconds", "steps", "lanes", "out"];
    let arguments = Arguments::read(words, &known)?;
    let out = Path::new(arguments.need("out")?);
    if arguments.get("seconds").is_some() && arguments.get("steps").is_some() {
        return Err(vec!["--seconds and --steps exclude each other".to_owned()]);
    }
    let seed = arguments.number("seed", 1)?;
    let lanes = arguments.count("lanes", 1)?;
    let inputs = inputs::load(&arguments)?;
    let limit = match arguments.get("steps") {
        Some(_) => Limit::Steps(arguments.number("steps", 0)?),
        None => Limit::Seconds(arguments.seconds("seconds", usual_seconds(inputs.dataset.accounts.len()))?),
    };
    // Whether the folder can be written is known before minutes of search, not after.
    write_rules(out, &inputs)?;
    let settings = settings_of(&inputs);
    let judge = Judge::new(inputs.dataset.clone(), inputs.scores.clone(), settings.clone());
    let best = search(&inputs, &settings, &judge.today(), seed, lanes, limit)
        .ok_or_else(|| vec!["the search ended before it had a plan; give it more time or steps".to_owned()])?;
    let evaluation = judge.evaluate(&best.plan);
    let bound = judge.bound(&best.prices);
    let conflict = conflict(&judge, &evaluation);
    // Where rules contradict each other, a bound on the plans that keep them all is about nothing.
    let about = Some(bound).filter(|bound| conflict.is_none() && bound.is_finite());
    write_plan(out, &inputs, &judge, &best, &evaluation, bound, about)?;
    print_summary(&inputs, &judge, &evaluation, about);
    if evaluation.breaches > 0 {
        print_conflict(&inputs, conflict.as_ref());
    }
    say!("Written to {}.", out.display());
    Ok(verdict(&evaluation))
}

/// Seconds unless said otherwise: enough for a plan that keeps all limits.
fn usual_seconds(accounts: usize) -> f64 {
    if accounts > 10_000 { 40.0 } else { 10.0 }
}

#[derive(Clone, Copy)]
enum Limit {
    Steps(u64),
    Seconds(f64),
}

struct Best {
    plan: Assignment,
    prices: Prices,
    progress: Progress,
}

/// Runs the lanes one after the other; the best plan by violation, objective, lane number wins, as in the tab.
fn search(
    inputs: &Inputs,
    settings: &Settings,
    start: &Assignment,
    seed: u64,
    lanes: u64,
    limit: Limit,
) -> Option<Best> {
    let mut best: Option<Best> = None;
    for lane in 0..lanes {
        let mut search = Lane::new(inputs.dataset.clone(), inputs.scores.clone(), settings.clone(), start, seed + lane);
        let progress = drive(&mut search, limit);
        let Some(plan) = search.plan() else { continue };
        let rank = |progress: &Progress| {
            let violation = if progress.breaches == 0 { 0.0 } else { progress.violation };
            (violation, progress.objective.unwrap_or(f64::INFINITY))
        };
        let prices = search.prices().clone();
        match &mut best {
            Some(best) => {
                let better_bound = progress.bound > best.progress.bound;
                if better_bound {
                    best.prices = prices;
                }
                if rank(&progress) < rank(&best.progress) {
                    let bound = progress.bound.max(best.progress.bound);
                    (best.plan, best.progress) = (plan, Progress { bound, ..progress });
                }
            }
            None => best = Some(Best { plan, prices, progress }),
        }
    }
    best
}

#[allow(clippy::disallowed_methods, reason = "this is the shell: it owns the clock")]
fn drive(search: &mut Lane, limit: Limit) -> Progress {
    let started = std::time::Instant::now();
    let mut progress = search.progress();
    loop {
        let slice = match limit {
            Limit::Steps(most) if progress.steps >= most => return progress,
            Limit::Steps(most) => (most - progress.steps).min(500),
            Limit::Seconds(most) if started.elapsed().as_secs_f64() >= most => return progress,
            Limit::Seconds(_) => 100,
        };
        progress = search.step(slice);
        if progress.phase == Phase::Done {
            return progress;
        }
    }
}

/// The rules in force, whether given or suggested: `check` needs the very same.
fn write_rules(out: &Path, inputs: &Inputs) -> Result<(), Vec<String>> {
    let rules = serde_json::json!({ "rules": inputs.rules });
    write(out, "rules.json", &serde_json::to_vec_pretty(&rules).unwrap_or_default())
}

fn write_plan(
    out: &Path,
    inputs: &Inputs,
    judge: &Judge,
    best: &Best,
    evaluation: &Evaluation,
    bound: f64,
    about: Option<f64>,
) -> Result<(), Vec<String>> {
    let dataset = &inputs.dataset;
    let certificate = Certificate {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        dataset: dataset.fingerprint(),
        settings: settings_of(inputs).fingerprint(),
        bound,
        prices: best.prices.clone(),
    };
    let today = judge.evaluate(&judge.today());
    let reasons = judge.reasons(&best.plan, Some(&best.prices), &[]);
    write(out, "assignments.csv", &export::headless_csv(dataset, &best.plan, &reasons))?;
    write(
        out,
        "evaluation.json",
        &export::evaluation_json(
            dataset,
            &dataset.fingerprint(),
            (evaluation, &today),
            &judge.tours(&best.plan),
            about,
        ),
    )?;
    if bound == f64::NEG_INFINITY {
        // With free centres nothing is proven: a certificate of an earlier plan must not stand beside this one.
        return remove(&out.join("certificate.json"));
    }
    write(out, "certificate.json", &serde_json::to_vec_pretty(&certificate).unwrap_or_default())
}

fn remove(path: &Path) -> Result<(), Vec<String>> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(vec![format!("{}: cannot be removed: {error}", path.display())])
        }
        _ => Ok(()),
    }
}

/// Writes a file into the folder.
pub fn write(out: &Path, name: &str, bytes: &[u8]) -> Result<(), Vec<String>> {
    let path = out.join(name);
    std::fs::create_dir_all(out)
        .and_then(|()| std::fs::write(&path, bytes))
        .map_err(|error| vec![format!("{}: cannot be written: {error}", path.display())])
}

fn check(words: &[String]) -> Result<Verdict, Vec<String>> {
    let known = ["accounts", "reps", "opportunities", "gazetteer", "rules", "assignments", "certificate"];
    let arguments = Arguments::read(words, &known)?;
    let path = arguments.need("assignments")?;
    let inputs = inputs::load(&arguments)?;
    let plan = inputs::assignments(path, &inputs.dataset)?;
    let judge = Judge::new(inputs.dataset.clone(), inputs.scores.clone(), settings_of(&inputs));
    let evaluation = judge.evaluate(&plan);
    let bound = arguments.get("certificate").map(|path| certified_bound(path, &inputs, &judge)).transpose()?;
    print_summary(&inputs, &judge, &evaluation, bound);
    Ok(verdict(&evaluation))
}

/// The bound that the prices of a certificate prove, derived here; the claimed one must not exceed it.
fn certified_bound(path: &str, inputs: &Inputs, judge: &Judge) -> Result<f64, Vec<String>> {
    let bytes = std::fs::read(path).map_err(|error| vec![format!("{path}: cannot be read: {error}")])?;
    let certificate: Certificate =
        serde_json::from_slice(&bytes).map_err(|error| vec![format!("{path}: is no certificate: {error}")])?;
    let bound = judge.bound(&certificate.prices);
    if judge.terms().has_free_centres() {
        return Err(vec![format!("{path}: proves nothing here: with free centres no bound is proven")]);
    }
    if !bound.is_finite() {
        return Err(vec![format!("{path}: the prices do not belong to these accounts, reps and rules")]);
    }
    let differences = certificate.differences(&inputs.dataset, &settings_of(inputs));
    // What was claimed for other data or rules cannot be held against these.
    if differences.is_empty() && certificate.bound > bound + 1e-9 * bound.abs().max(1.0) {
        return Err(vec![format!(
            "{path}: claims a bound of {}, but its prices prove only {bound}",
            certificate.bound
        )]);
    }
    for other in differences {
        warn!(
            "evenfield: warning: {path} was made for other {other} than these. The bound of {} it claims says nothing \
             here; {bound} was derived anew from its prices and holds. A certificate made for these may prove more.",
            certificate.bound
        );
    }
    Ok(bound)
}

/// The settings of a plan without a screen: nobody locks an account by hand.
pub fn settings_of(inputs: &Inputs) -> Settings {
    Settings { rules: inputs.rules.clone(), locks: Vec::new() }
}

fn verdict(evaluation: &Evaluation) -> Verdict {
    if evaluation.breaches == 0 { Verdict::Kept } else { Verdict::Broken }
}

fn print_summary(inputs: &Inputs, judge: &Judge, evaluation: &Evaluation, bound: Option<f64>) {
    let dataset = &inputs.dataset;
    say!(
        "{}, {}; {}.",
        counted(dataset.accounts.len(), "account"),
        counted(dataset.reps.len(), "rep"),
        inputs::issue_counts(&inputs.issues)
    );
    for text in inputs::texts(&inputs.issues, Severity::Warning) {
        warn!("evenfield: {text}");
    }
    say!("Objective {} %.", grouped(evaluation.objective, 4));
    if let Some(bound) = bound {
        let gap = grouped(gap_percent(evaluation.objective, bound), 4);
        // The bound holds for plans that keep all limits: beside one that does not, there is no gap to speak of.
        let gap = if evaluation.breaches == 0 { format!("; gap {gap} %") } else { String::new() };
        say!("Proven: no plan that keeps all limits is below {} %{gap}.", grouped(bound, 4));
    } else if judge.terms().has_free_centres() {
        say!("With free centres nothing is proven about how good a plan can be.");
    }
    if evaluation.excluded_accounts > 0 {
        say!("{} excluded from planning.", counted(evaluation.excluded_accounts as usize, "account"));
    }
    for loss in &evaluation.losses {
        say!("  {:<36} weight {:>5}  loss {:>10} %", loss.rule, loss.weight, grouped(loss.loss, 3));
    }
    for limit in &evaluation.limits {
        let broken = limit.breaches.len();
        let standing = if broken == 0 { "kept".to_owned() } else { counted_as(broken, "breach", "breaches") };
        let measure = match inputs.rules.get(limit.position).and_then(|rule| rule.params.get("measure")) {
            Some(Value::Text(measure)) => format!(" ({measure})"),
            _ => String::new(),
        };
        say!("  {:<36} {standing}", format!("{}{measure}", limit.rule));
    }
    let (km, moved) = (evaluation.figure("travel_km"), evaluation.figure("moved_accounts"));
    say!("Travel {} km a year; {} accounts change hands.", grouped(km, 1), grouped(moved, 0));
    for conflict in judge.terms().conflicts().iter().take(5) {
        let account = dataset.accounts.id.get(conflict.account as usize);
        say!("Rules contradict each other at account {account}: {}.", conflict.rules.join(", "));
    }
    for breach in view::breaches(dataset, evaluation).iter().take(20) {
        say!("Broken: {breach}");
    }
}

/// The rules that cannot all hold, where the best plan breaks some.
fn conflict(judge: &Judge, evaluation: &Evaluation) -> Option<RuleConflict> {
    if evaluation.breaches == 0 {
        return None;
    }
    let mut search = ConflictSearch::of_terms(judge.terms().clone());
    search.know(&judge.evaluate(&judge.today()));
    search.know(evaluation);
    while !search.advance() {}
    search.conflict()
}

/// Names them, with what each would have to allow.
fn print_conflict(inputs: &Inputs, conflict: Option<&RuleConflict>) {
    let Some(conflict) = conflict else {
        say!("No contradiction between the rules is proven: the best plan found breaks what is listed above.");
        return;
    };
    let text = view::conflict_text(&inputs.dataset, &inputs.rules, conflict);
    say!("{}:", text.title);
    for part in &text.parts {
        say!("  {:<36} {}", part.rule, part.text);
    }
    say!("{}", text.advice);
}

fn print_rules() -> Verdict {
    let cards: Vec<_> = rules::ALL.iter().map(|rule| rule.card()).collect();
    say!("{}", serde_json::to_string_pretty(&cards).unwrap_or_default());
    Verdict::Kept
}

fn write_example(words: &[String]) -> Result<Verdict, Vec<String>> {
    let arguments = Arguments::read(words, &["out", "seed", "accounts", "reps", "size"])?;
    let out = Path::new(arguments.need("out")?);
    let seed = arguments.number("seed", example::SEED)?;
    let files = match (arguments.get("size"), arguments.get("accounts"), arguments.get("reps")) {
        (Some("story"), ..) => example::sized(seed, example::Size::story()),
        (Some(other), ..) => return Err(vec![format!("--size {other}: there is only \"story\"")]),
        (None, None, None) => example::team(seed),
        _ => example::scaled(seed, arguments.count("accounts", 450)?, arguments.count("reps", 8)?),
    };
    write(out, "example-accounts.csv", files.accounts_csv.as_bytes())?;
    write(out, "example-reps.csv", files.reps_csv.as_bytes())?;
    say!("Written to {}.", out.display());
    Ok(Verdict::Kept)
}
