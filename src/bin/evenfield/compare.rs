//! `compare`: plans made of recipes, side by side.

use crate::arguments::Arguments;
use crate::commands::Verdict;
use crate::commands::settings_of;
use crate::commands::write;
use crate::inputs;
use crate::inputs::Inputs;
use evenfield::desk::Ground;
use evenfield::desk::Making;
use evenfield::export;
use evenfield::export::Beside;
use evenfield::units::grouped;
use evenfield::what_if::Made;
use evenfield::what_if::Recipes;
use evenfield::what_if::compared;
use evenfield::what_if::read_recipes;
use evenfield::what_if::standard_set;
use std::path::Path;

/// Figures that the summary prints.
const PRINTED: [&str; 5] = ["expected_revenue", "potential_gap", "moved_accounts", "travel_hours", "covered"];

/// Makes all plans and writes them.
pub fn compare(words: &[String]) -> Result<Verdict, Vec<String>> {
    let known = ["accounts", "reps", "opportunities", "gazetteer", "rules", "scenarios", "steps", "seed", "out"];
    let arguments = Arguments::read(words, &known)?;
    let out = Path::new(arguments.need("out")?);
    let steps = arguments.get("steps").map(|_| arguments.count("steps", 1)).transpose()?;
    let seed = arguments.number("seed", 1)?;
    let inputs = inputs::load(&arguments)?;
    let mut recipes = match arguments.get("scenarios") {
        Some(path) => recipes_file(path)?,
        None => Recipes::default(),
    };
    if recipes.scenarios.is_empty() {
        recipes.scenarios = standard_set(&inputs.dataset, &inputs.scores, &inputs.rules);
    }
    let (dataset, scores) = (inputs.dataset.clone(), inputs.scores.clone());
    let mut ground = Ground::new(dataset, scores, settings_of(&inputs), &recipes.assumptions);
    ground.price(&recipes.scenarios, seed);
    let mut plans = Vec::new();
    for recipe in &recipes.scenarios {
        let named = |fault: String| vec![format!("scenario \"{}\": {fault}", recipe.name)];
        let mut making = Making::new(&ground, recipe, steps, seed).map_err(named)?;
        while !making.advance() {}
        plans.push(making.made(&ground));
    }
    write_plans(out, &inputs, &ground, &plans, &recipes.ranking_weights())?;
    print(&ground, &plans);
    crate::commands::say!("Written to {}.", out.display());
    let kept = plans.iter().all(|made| made.standing.evaluation.breaches == 0);
    Ok(if kept { Verdict::Kept } else { Verdict::Broken })
}

fn recipes_file(path: &str) -> Result<Recipes, Vec<String>> {
    let bytes = std::fs::read(path).map_err(|error| vec![format!("{path}: cannot be read: {error}")])?;
    read_recipes(&bytes).map_err(|faults| faults.iter().map(|fault| format!("{path}: {fault}")).collect())
}

fn write_plans(
    out: &Path,
    inputs: &Inputs,
    ground: &Ground,
    plans: &[Made],
    weights: &[f64],
) -> Result<(), Vec<String>> {
    let (assumptions, today) = (ground.assumptions(), ground.today());
    let beside = Beside { dataset: &inputs.dataset, assumptions, today, weights, settings: ground.settings() };
    write(out, "scenarios.json", &export::scenarios_json(beside, plans))?;
    write(out, "scenarios.csv", &export::scenarios_csv(beside, plans))?;
    let sure = ground.sureness(plans);
    write(out, "sensitivity.json", &export::sureness_json(&sure, plans))?;
    write(out, "sensitivity.csv", &export::sensitivity_csv(&sure, plans))?;
    write(out, "robustness.csv", &export::robustness_csv(&sure, plans))?;
    write(out, "scenarios.xlsx", &export::scenarios_xlsx(beside, plans, &sure, &[]))?;
    for (place, made) in plans.iter().enumerate() {
        let csv = export::headless_csv(&made.dataset, &made.plan, &made.reasons);
        write(out, &export::assignments_name(place), &csv)?;
    }
    Ok(())
}

fn print(ground: &Ground, plans: &[Made]) {
    use crate::commands::say;
    let shown = || compared().enumerate().filter(|(_, figure)| PRINTED.contains(&figure.id));
    let titles: Vec<String> = shown().map(|(_, figure)| format!("{:>18}", figure.id)).collect();
    say!("{:<26}  {}  {:>8}  {:>8}", "scenario", titles.join("  "), "gap %", "breaches");
    let row = |standing: &evenfield::what_if::Standing| {
        let values: Vec<Option<f64>> = standing.figures().collect();
        let text = |place: usize| values[place].map_or_else(|| "-".to_owned(), |value| grouped(value, 3));
        let cells: Vec<String> = shown().map(|(place, _)| format!("{:>18}", text(place))).collect();
        cells.join("  ")
    };
    say!("{:<26}  {}", "Today", row(ground.today()));
    for made in plans {
        let gap = made.gap_percent().map_or_else(|| "-".to_owned(), |gap| grouped(gap, 3));
        let breaches = made.standing.evaluation.breaches;
        say!("{:<26}  {}  {gap:>8}  {breaches:>8}", made.recipe.name, row(&made.standing));
    }
}
