//! Benchmarks the optimiser on instances with known answers.
//!
//! `cargo run --release --example bench -- territory [instance] --seconds 5 --seeds 3`, also `gap`. The files are
//! looked for in `$EVENFIELD_SHARED/bench`, `tests/bench` and `../shared/bench`.

use evenfield::problem::Amount;
use evenfield::problem::Cap;
use evenfield::problem::Measure;
use evenfield::problem::NOBODY;
use evenfield::problem::Problem;
use evenfield::problem::Window;
use evenfield::solve::Options;
use evenfield::solve::Phase;
use evenfield::solve::Search;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::path::PathBuf;
use std::time::Instant;

type Failure = Box<dyn Error>;

/// What the command line asks for.
struct Wish {
    family: String,
    instance: Option<String>,
    seconds: f64,
    steps: u64,
    seeds: u64,
    trace: bool,
}

fn main() -> Result<(), Failure> {
    let wish = wish(std::env::args().skip(1))?;
    let Some(home) = bench_home() else {
        println!("No instances found: set EVENFIELD_SHARED to the folder that holds bench/.");
        return Ok(());
    };
    println!(
        "instance        seed  prices s  feasible s  objective          to known %  bound              gap %     broken  MB   Mevals  ksteps"
    );
    match wish.family.as_str() {
        "territory" => territories(&home.join("territory"), &wish),
        "gap" => gaps(&home.join("gap"), &wish),
        other => Err(format!("unknown family {other}: territory or gap").into()),
    }
}

fn wish(mut words: impl Iterator<Item = String>) -> Result<Wish, Failure> {
    let mut wish =
        Wish { family: "territory".to_owned(), instance: None, seconds: 5.0, steps: u64::MAX, seeds: 1, trace: false };
    let mut place = 0;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" => wish.seconds = words.next().ok_or("--seconds needs a number")?.parse()?,
            "--steps" => wish.steps = words.next().ok_or("--steps needs a number")?.parse()?,
            "--seeds" => wish.seeds = words.next().ok_or("--seeds needs a number")?.parse()?,
            "--trace" => wish.trace = true,
            _ if place == 0 => {
                wish.family = word;
                place = 1;
            }
            _ => wish.instance = Some(word),
        }
    }
    Ok(wish)
}

fn bench_home() -> Option<PathBuf> {
    let named = std::env::var_os("EVENFIELD_SHARED").map(|shared| PathBuf::from(shared).join("bench"));
    let usual = ["tests/bench", "../shared/bench", "../../shared/bench"].map(PathBuf::from);
    named.into_iter().chain(usual).find(|path| path.join("territory").is_dir())
}

fn territories(home: &Path, wish: &Wish) -> Result<(), Failure> {
    for name in ["ta450", "tm3k", "tb33k"] {
        if wish.instance.as_ref().is_some_and(|wished| wished != name) {
            continue;
        }
        let problem = territory(&home.join(name))?;
        let bounds: serde_json::Value = serde_json::from_slice(&std::fs::read(home.join(name).join("bounds.json"))?)?;
        let known = bounds["lower_bound_km"].as_f64().ok_or("no bound")?;
        for seed in 0..wish.seeds {
            run(name, problem.clone(), seed, known, wish);
        }
    }
    Ok(())
}

fn gaps(home: &Path, wish: &Wish) -> Result<(), Failure> {
    let mut table = csv::Reader::from_path(home.join("best_known.csv"))?;
    for row in table.records() {
        let row = row?;
        let name = row[0].to_owned();
        if wish.instance.as_ref().is_some_and(|wished| !name.starts_with(wished)) {
            continue;
        }
        let problem = assignment(&std::fs::read_to_string(home.join(&name))?)?;
        for seed in 0..wish.seeds {
            run(&name, problem.clone(), seed, row[3].parse()?, wish);
        }
    }
    Ok(())
}

/// Runs one search by the clock and prints its row.
#[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn run(name: &str, problem: Problem, seed: u64, known: f64, wish: &Wish) {
    let begin = Instant::now();
    let mut search = Search::new(problem, Options { seed, ..Options::default() });
    let (mut priced, mut feasible, mut shown) = (f64::NAN, f64::NAN, 0.0);
    loop {
        let progress = search.step(20);
        let seconds = begin.elapsed().as_secs_f64();
        if priced.is_nan() && progress.bound > f64::NEG_INFINITY {
            priced = seconds;
        }
        if feasible.is_nan() && progress.breaches == 0 {
            feasible = seconds;
        }
        let objective = progress.objective.unwrap_or(f64::NAN);
        if wish.trace && seconds >= shown {
            let above = 100.0 * (objective / known - 1.0);
            println!(
                "  {seconds:6.2} s  {:?}  {above:.4} %  {} broken, {:.2e}",
                progress.phase, progress.breaches, progress.violation
            );
            shown = seconds.max(0.1) * 1.3;
        }
        if seconds >= wish.seconds || progress.steps >= wish.steps || progress.phase == Phase::Done {
            let megabytes = progress.memory_bytes as f64 / 1e6;
            let (above, gap) = (100.0 * (objective / known - 1.0), 100.0 * (objective / progress.bound - 1.0));
            println!(
                "{name:14} {seed:5} {priced:9.3} {feasible:11.3}  {objective:<18.2} {above:10.4}  {:<18.2} {gap:8.4} {:7} {megabytes:4.0} {:7.1} {:7.1}",
                progress.bound,
                progress.breaches,
                progress.evaluations as f64 / 1e6,
                progress.steps as f64 / 1e3
            );
            return;
        }
    }
}

/// A Generalized Assignment Problem: `m n`, m x n costs, m x n uses, m capacities.
fn assignment(text: &str) -> Result<Problem, Failure> {
    let numbers: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let (reps, units) = (numbers[0] as usize, numbers[1] as usize);
    let pair = |base: usize, u: usize, j: usize| numbers[2 + base + j * units + u] as f32;
    let table = |base| (0..units).flat_map(|u| (0..reps).map(move |j| (u, j))).map(|(u, j)| pair(base, u, j)).collect();
    let capacities = &numbers[2 + 2 * reps * units..];
    let windows = capacities.iter().map(|upper| Window { lower: f64::NEG_INFINITY, upper: *upper }).collect();
    let uses = Amount::Pair(table(reps * units));
    let measure = Measure { name: "use".to_owned(), amount: uses, windows, hinges: Vec::new() };
    let present = vec![NOBODY; units];
    Ok(Problem { units, reps, cost: table(0), measures: vec![measure], present, ..Problem::default() })
}

struct Account {
    unit: usize,
    owner: Option<usize>,
    customer: bool,
    locked: bool,
    latitude: f64,
    longitude: f64,
    industry: String,
    potential: f64,
    hours: f64,
    visits: f64,
}

struct Rep {
    latitude: f64,
    longitude: f64,
    capacity: f64,
    skills: BTreeSet<String>,
}

fn read_reps(path: &Path) -> Result<(Vec<Rep>, BTreeMap<String, usize>), Failure> {
    let mut table = csv::Reader::from_path(path)?;
    let (mut reps, mut index) = (Vec::new(), BTreeMap::new());
    for row in table.deserialize::<BTreeMap<String, String>>() {
        let row = row?;
        index.insert(row["id"].clone(), reps.len());
        reps.push(Rep {
            latitude: row["latitude"].parse()?,
            longitude: row["longitude"].parse()?,
            capacity: row["capacity_hours"].parse()?,
            skills: row["skills"].split('|').map(str::to_owned).collect(),
        });
    }
    Ok((reps, index))
}

fn read_accounts(path: &Path, reps: &BTreeMap<String, usize>) -> Result<(Vec<Account>, usize), Failure> {
    let mut table = csv::Reader::from_path(path)?;
    let (mut accounts, mut families, mut units) = (Vec::new(), BTreeMap::new(), 0);
    for row in table.deserialize::<BTreeMap<String, String>>() {
        let row = row?;
        let next = units;
        let parent = row["parent_id"].clone();
        let unit = if parent.is_empty() { next } else { *families.entry(parent).or_insert(next) };
        units += usize::from(unit == next);
        accounts.push(Account {
            unit,
            owner: reps.get(&row["owner"]).copied(),
            customer: row["status"] == "customer",
            locked: row["locked"] == "yes",
            latitude: row["latitude"].parse()?,
            longitude: row["longitude"].parse()?,
            industry: row["industry"].clone(),
            potential: row["potential"].parse()?,
            hours: row["service_hours"].parse()?,
            visits: row["visits_per_year"].parse()?,
        });
    }
    Ok((accounts, units))
}

/// Great-circle km (haversine, earth radius 6371.0088 km).
fn distance_km(a: &Account, b: &Rep) -> f64 {
    let (north, east) = ((b.latitude - a.latitude).to_radians(), (b.longitude - a.longitude).to_radians());
    let cosines = a.latitude.to_radians().cos() * b.latitude.to_radians().cos();
    let half = (north / 2.0).sin().powi(2) + cosines * (east / 2.0).sin().powi(2);
    2.0 * 6371.0088 * half.sqrt().asin()
}

/// The territory problem of `bench/README.md`.
fn territory(folder: &Path) -> Result<Problem, Failure> {
    let (reps, index) = read_reps(&folder.join("reps.csv"))?;
    let (accounts, units) = read_accounts(&folder.join("accounts.csv"), &index)?;
    let count = reps.len();
    let mut cost = vec![0.0_f64; units * count];
    let (mut potential, mut hours) = (vec![0.0; units], vec![0.0; units]);
    let mut present = vec![NOBODY; units];
    for account in &accounts {
        potential[account.unit] += account.potential;
        hours[account.unit] += account.hours;
        if let (Some(owner), NOBODY) = (account.owner, present[account.unit]) {
            present[account.unit] = owner as u16;
        }
        for (j, rep) in reps.iter().enumerate() {
            let locked_away = account.locked && account.owner.is_some_and(|owner| owner != j);
            let allowed = !locked_away && rep.skills.contains(&account.industry);
            let km = if allowed { account.visits * distance_km(account, rep) } else { f64::INFINITY };
            cost[account.unit * count + j] += km;
        }
    }
    let share = |amounts: &[f64]| amounts.iter().sum::<f64>() / count as f64;
    let (money, time) = (share(&potential), share(&hours));
    let even = |mean: f64| Window { lower: 0.85 * mean, upper: 1.15 * mean };
    let within = |rep: &Rep| Window { upper: even(time).upper.min(rep.capacity), ..even(time) };
    let workload_windows = reps.iter().map(within).collect();
    let measure = |name: &str, amounts, windows| Measure {
        name: name.to_owned(),
        amount: Amount::Unit(amounts),
        windows,
        hinges: Vec::new(),
    };
    let measures =
        vec![measure("potential", potential, vec![even(money); count]), measure("workload", hours, workload_windows)];
    let caps = vec![move_cap(&accounts, units)];
    let cost = cost.into_iter().map(|km| km as f32).collect();
    Ok(Problem { units, reps: count, cost, constant: 0.0, measures, caps, present })
}

/// At most a fifth of the customers may change hands.
fn move_cap(accounts: &[Account], units: usize) -> Cap {
    let mut weight = vec![0.0; units];
    let mut kept: BTreeMap<(u32, u16), f64> = BTreeMap::new();
    let mut customers = 0.0_f64;
    for account in accounts.iter().filter(|account| account.customer) {
        customers += 1.0;
        if let Some(owner) = account.owner {
            weight[account.unit] += 1.0;
            *kept.entry((account.unit as u32, owner as u16)).or_insert(0.0) += 1.0;
        }
    }
    let kept = kept.into_iter().map(|((u, j), amount)| (u, j, amount)).collect();
    Cap { name: "moves".to_owned(), weight, kept, limit: (0.2 * customers).floor() }
}
