//! The standard set of scenarios, and a team that loses three of its reps: how long each plan takes, and how good it is.
//!
//! Made as the product makes them, on one thread, with the steps that the product takes for a team of that size. Three
//! teams: the example, the larger story (150 reps, 8,000 customers, 25,000 prospects, made up from a seed), and tb33k of
//! the shared files, where they are at hand.

use crate::clock;
use crate::instances::Failure;
use crate::native::command::Wish;
use crate::native::home::Home;
use evenfield::clean::prepare;
use evenfield::desk::Ground;
use evenfield::desk::Making;
use evenfield::example;
use evenfield::geo::Point;
use evenfield::geo::distance_km;
use evenfield::import;
use evenfield::model::Dataset;
use evenfield::model::Rep;
use evenfield::model::RuleSetting;
use evenfield::model::Settings;
use evenfield::outcome::Assumptions;
use evenfield::rules::read_rules;
use evenfield::rules::suggest;
use evenfield::score::Scores;
use evenfield::score::score;
use evenfield::what_if::Recipe;
use evenfield::what_if::WhatIf;
use evenfield::what_if::compared;
use evenfield::what_if::standard_set;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A plan without lost reps has to be there after so many seconds.
const REPLANNED_S: f64 = 10.0;
/// Reps who leave.
const LOST: usize = 3;
/// What a plan of the shared files is made under.
type Files = (String, String, Option<String>);

/// A team and the rules it is planned by.
struct Team {
    dataset: Arc<Dataset>,
    scores: Arc<Scores>,
    rules: Vec<RuleSetting>,
}

/// Prints a line for each scenario of each team that is asked for.
pub fn lines(home: Option<&Home>, wish: &Wish) -> Result<(), Failure> {
    let wants = |name: &str| wish.only.is_empty() || wish.only.iter().any(|only| name.starts_with(only.as_str()));
    for name in ["example", "story", "tb33k"].into_iter().filter(|name| wants(name)) {
        match files(home, name)? {
            Some(files) => measure(name, &team(&files)?, wish)?,
            None => eprintln!("{name} is left out: its files are not there (EVENFIELD_SHARED)."),
        }
    }
    Ok(())
}

fn files(home: Option<&Home>, name: &str) -> Result<Option<Files>, Failure> {
    let made_up = |files: example::Files| Some((files.accounts_csv, files.reps_csv, None));
    Ok(match (name, home) {
        ("example", _) => made_up(example::team(example::SEED)),
        ("story", _) => made_up(example::sized(example::SEED, example::Size::story())),
        (_, Some(home)) => {
            let folder = home.root().join("territory").join(name);
            let read = |file: &str| std::fs::read_to_string(folder.join(file));
            Some((read("accounts.csv")?, read("reps.csv")?, Some(read("rules.json")?)))
        }
        (_, None) => None,
    })
}

fn team((accounts, reps, rules): &Files) -> Result<Team, Failure> {
    let mut tables = import::read("accounts.csv", accounts.as_bytes()).0;
    tables.extend(import::read("reps.csv", reps.as_bytes()).0);
    let prepared = prepare(&tables, &import::recognise(&tables)).map_err(|_| "the tables are no accounts and reps")?;
    let scores = score(&prepared.dataset);
    let rules = match rules {
        Some(text) => read_rules(text.as_bytes()).map_err(|errors| errors.join("; "))?,
        None => suggest(&prepared.dataset, &scores),
    };
    Ok(Team { dataset: Arc::new(prepared.dataset), scores: Arc::new(scores), rules })
}

fn measure(name: &str, team: &Team, wish: &Wish) -> Result<(), Failure> {
    println!("{name}: {} accounts, {} reps", team.dataset.accounts.len(), team.dataset.reps.len());
    println!("| scenario | seconds | steps | breaches | proven gap % | expected revenue |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let settings = Settings { rules: team.rules.clone(), locks: Vec::new() };
    let begun = clock::seconds();
    let mut ground = Ground::new(team.dataset.clone(), team.scores.clone(), settings, &Assumptions::default());
    println!("| (the ground of all) | {:.2} | | | | |", clock::seconds() - begun);
    let recipes = standard_set(&team.dataset, &team.scores, &team.rules);
    let priced = clock::seconds();
    ground.price(&recipes, 1);
    println!("| (prices for places) | {:.2} | | | | |", clock::seconds() - priced);
    for recipe in &recipes {
        line(&ground, recipe, wish, f64::INFINITY)?;
    }
    println!("| (all) | {:.2} | | | | |", clock::seconds() - begun);
    let lost = WhatIf::LoseReps { reps: senior(&team.dataset) };
    let recipe = Recipe { name: "Three senior reps lost".to_owned(), what_ifs: vec![lost], ..Recipe::default() };
    line(&ground, &recipe, wish, REPLANNED_S)
}

/// Makes one plan, for so many seconds at most.
fn line(ground: &Ground, recipe: &Recipe, wish: &Wish, most_s: f64) -> Result<(), Failure> {
    let begun = clock::seconds();
    let mut making = Making::new(ground, recipe, wish.steps, 1)?;
    while !making.advance() && clock::seconds() - begun < most_s {}
    let made = making.made(ground);
    let seconds = clock::seconds() - begun;
    let gap = made.gap_percent().map_or_else(|| "-".to_owned(), |gap| format!("{gap:.2}"));
    let expected = compared().position(|figure| figure.id == "expected_revenue");
    let expected = expected.and_then(|place| made.standing.figures().nth(place).flatten()).unwrap_or(f64::NAN);
    let (name, steps, breaches) = (&made.recipe.name, making.steps(), made.standing.evaluation.breaches);
    println!("| {name} | {seconds:.2} | {steps} | {breaches} | {gap} | {expected:.0} |");
    Ok(())
}

/// Ids of the reps who have been there longest in the state that has most of them; where no states are known, of the
/// first rep and those nearest to that one.
fn senior(dataset: &Dataset) -> Vec<String> {
    let mut states: BTreeMap<&str, Vec<&Rep>> = BTreeMap::new();
    for rep in &dataset.reps {
        states.entry(rep.state.as_str()).or_default().push(rep);
    }
    let mut reps = states.into_values().max_by_key(Vec::len).unwrap_or_default();
    let place = |rep: &Rep| rep.base.map_or(Point::new(0.0, 0.0), |(north, east)| Point::new(north, east));
    let first = reps.first().map_or(Point::new(0.0, 0.0), |rep| place(rep));
    reps.sort_by(|a, b| {
        let near = distance_km(first, place(a)).total_cmp(&distance_km(first, place(b)));
        if a.start_date.is_empty() { near } else { a.start_date.cmp(&b.start_date) }
    });
    reps.into_iter().take(LOST).map(|rep| rep.id.clone()).collect()
}
