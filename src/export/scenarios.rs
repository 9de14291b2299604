//! Plans beside each other, as JSON and as CSV.

use crate::evaluate::figures::Better;
use crate::evaluate::figures::Unit;
use crate::export::cells::csv_bytes;
use crate::export::evaluation::number;
use crate::export::headless_csv;
use crate::export::zipped::zipped;
use crate::model::Dataset;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::what_if::CRITERIA;
use crate::what_if::Compared;
use crate::what_if::Made;
use crate::what_if::Ranked;
use crate::what_if::Standing;
use crate::what_if::compared;
use crate::what_if::rank_beside;
use serde_json::Value;
use serde_json::json;

/// What plans are told beside: the data as they are, what is assumed, and today.
#[derive(Clone, Copy)]
pub struct Beside<'b> {
    /// The data.
    pub dataset: &'b Dataset,
    /// What is assumed of the year to come, with the price of an hour.
    pub assumptions: &'b Assumptions,
    /// How today's plan stands.
    pub today: &'b Standing,
    /// What each criterion of the ranking weighs.
    pub weights: &'b [f64],
    /// The rules and locks in force.
    pub settings: &'b Settings,
}

impl Beside<'_> {
    /// Where today, at the first place, and each plan rank.
    pub(super) fn ranked(self, plans: &[Made]) -> Vec<Ranked> {
        rank_beside(self.today, plans, self.weights)
    }
}

/// Every plan with its recipe and rules, every figure with that of today and the difference, and every rep. Null where a
/// figure says nothing: without a quota, or where the smallest territory is empty.
pub fn scenarios_json(beside: Beside<'_>, plans: &[Made]) -> Vec<u8> {
    let figures: Vec<Value> = compared().map(|figure| figure_card(&figure)).collect();
    let ranks: Vec<Value> = beside.ranked(plans).iter().map(|ranked| rank_json(ranked, plans)).collect();
    let with_rank = |rank: Option<&Value>, mut told: Value| {
        if let Some(object) = told.as_object_mut() {
            object.insert("ranking".to_owned(), rank.cloned().unwrap_or_default());
        }
        told
    };
    let scenarios = plans.iter().enumerate();
    let scenarios: Vec<Value> =
        scenarios.map(|(place, made)| with_rank(ranks.get(place + 1), plan_json(beside, place, made))).collect();
    let today = json!({ "figures": today_json(beside.today), "reps": reps_json(beside.dataset, beside.today) });
    let weights = CRITERIA.iter().zip(beside.weights).map(|((id, _), weight)| ((*id).to_owned(), number(*weight)));
    let value = json!({
        "engine": env!("CARGO_PKG_VERSION"),
        "dataset": beside.dataset.fingerprint(),
        "currency": beside.dataset.currency,
        "assumptions": beside.assumptions,
        "figures": figures,
        "weights": weights.collect::<serde_json::Map<_, _>>(),
        "today": with_rank(ranks.first(), today),
        "scenarios": scenarios,
    });
    serde_json::to_vec_pretty(&value).unwrap_or_default()
}

/// Where a plan ranks, its score of 100 (null where it is not ranked), and a plan that is nowhere worse and somewhere better.
fn rank_json(ranked: &Ranked, plans: &[Made]) -> Value {
    json!({
        "rank": (ranked.rank > 0).then_some(ranked.rank),
        "score": (ranked.rank > 0).then(|| number(ranked.score)),
        "dominated_by": ranked.dominated_by.map(|at| name_at(at, plans)),
    })
}

/// The name of a plan by its place in a ranking, today first.
fn name_at(at: usize, plans: &[Made]) -> &str {
    at.checked_sub(1).and_then(|at| plans.get(at)).map_or("Today", |made| made.recipe.name.as_str())
}

fn figure_card(figure: &Compared) -> Value {
    json!({
        "id": figure.id,
        "title": figure.title,
        "help": figure.help,
        "source": figure.source,
        "unit": unit_word(figure.unit),
        "better": if figure.better == Better::Higher { "higher" } else { "lower" },
    })
}

pub(super) fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "share",
        Unit::Number => "number",
        Unit::Count => "count",
        Unit::Money => "money a year",
        Unit::Km => "km a year",
        Unit::Hours => "hours a year",
    }
}

fn plan_json(beside: Beside<'_>, place: usize, made: &Made) -> Value {
    let evaluation = &made.standing.evaluation;
    let id = |account: u32| made.dataset.accounts.id.get(account as usize).to_owned();
    let overlaps = made.overlaps.iter().map(
        |overlap| json!({ "acquired": id(overlap.acquired), "account": id(overlap.account), "kind": overlap.kind }),
    );
    json!({
        "name": made.recipe.name,
        "assignments": assignments_name(place),
        "recipe": made.recipe,
        "rules": made.settings.rules,
        "dataset": made.dataset.fingerprint(),
        "seed": made.recipe.seed,
        "steps": made.recipe.steps,
        "feasible": evaluation.breaches == 0,
        "breaches": evaluation.breaches,
        "breaks_in_force": made.breaks_in_force(),
        "unplanned_revenue": made.unplanned.map(number),
        "open_accounts": evaluation.open_accounts,
        "objective": number(evaluation.objective),
        "bound": made.bound.map(number),
        "gap_percent": made.gap_percent().map(number),
        "verdict": verdict_json(beside, made),
        "figures": figures_json(beside.today, &made.standing),
        "reps": reps_json(&made.dataset, &made.standing),
        "overlaps": overlaps.collect::<Vec<_>>(),
    })
}

/// Benefit a year, cost once and pay-back against today; null where nothing differs, or in another market.
fn verdict_json(beside: Beside<'_>, made: &Made) -> Value {
    let verdict = made.verdict(beside.today, beside.assumptions);
    verdict.map_or(Value::Null, |verdict| {
        json!({
            "word": verdict.word,
            "pay_aside": made.recipe.is_of_team(),
            "benefit": number(verdict.benefit),
            "dip": number(verdict.dip),
            "transition": number(verdict.transition),
            "cost": number(verdict.cost()),
            "handed_over": number(verdict.handed_over),
            "pay_back_months": verdict.pay_back_months.map(number),
            "pays_in_year": number(verdict.pays_in_year),
            "pays_in_two_years": number(verdict.pays_in_two_years),
        })
    })
}

/// The columns of the verdict; empty cells where nothing differs.
const VERDICT: [&str; 7] =
    ["verdict", "benefit", "handover_dip", "handover_hours_cost", "pay_back_months", "pays_in_year", "pay_aside"];

fn verdict_cells(beside: Beside<'_>, made: Option<&Made>) -> [String; 7] {
    let told = made.and_then(|made| Some((made, made.verdict(beside.today, beside.assumptions)?)));
    let Some((made, verdict)) = told else { return Default::default() };
    let word = serde_json::to_value(verdict.word).ok();
    [
        word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default(),
        cell(Some(verdict.benefit)),
        cell(Some(verdict.dip)),
        cell(Some(verdict.transition)),
        cell(verdict.pay_back_months),
        cell(Some(verdict.pays_in_year)),
        made.recipe.is_of_team().to_string(),
    ]
}

/// The name of the file with the assignments of the plan at a place.
pub fn assignments_name(place: usize) -> String {
    format!("assignments-{}.csv", place + 1)
}

fn today_json(today: &Standing) -> Value {
    let entries =
        compared().zip(today.figures()).map(|(figure, value)| (figure.id.to_owned(), json!(value.map(number))));
    Value::Object(entries.collect())
}

fn figures_json(today: &Standing, standing: &Standing) -> Value {
    let values = standing.figures().zip(today.figures());
    let entries = compared().zip(values).map(|(figure, (value, today))| {
        let entry = json!({
            "value": value.map(number),
            "today": today.map(number),
            "difference": difference(value, today).map(number),
        });
        (figure.id.to_owned(), entry)
    });
    Value::Object(entries.collect())
}

pub(super) fn difference(value: Option<f64>, today: Option<f64>) -> Option<f64> {
    value.zip(today).map(|(value, today)| value - today)
}

fn reps_json(dataset: &Dataset, standing: &Standing) -> Vec<Value> {
    let told = standing.evaluation.reps.iter().zip(&standing.outcome.reps).zip(&standing.simulation.reps);
    let reps = dataset.reps.iter().enumerate().zip(told);
    reps.map(|((position, rep), ((figures, outcome), range))| {
        json!({
            "id": rep.id,
            "name": rep.name,
            "gone": dataset.is_gone(position),
            "base": rep.base,
            "figures": figures,
            "outcome": outcome,
            "simulated": range,
        })
    })
    .collect()
}

/// A row for today and one for each plan: how it was made, every figure, its difference from today as `figure_change`, and
/// what was assumed.
pub fn scenarios_csv(beside: Beside<'_>, plans: &[Made]) -> Vec<u8> {
    let fixed =
        ["scenario", "feasible", "breaches", "open_accounts", "objective", "bound", "gap_percent", "seed", "steps"];
    let assumptions = crate::outcome::ASSUMPTIONS.iter().map(|card| format!("assumed_{}", card.id));
    let figures = compared().flat_map(|figure| [figure.id.to_owned(), format!("{}_change", figure.id)]);
    let header = fixed.map(str::to_owned).into_iter().chain(["engine".to_owned()]).chain(figures).chain(assumptions);
    let header = header.chain(VERDICT.map(str::to_owned)).chain(RANKING.map(str::to_owned));
    let ranked = beside.ranked(plans);
    let with_rank = |place: usize, line: Vec<String>| -> Vec<String> {
        line.into_iter().chain(ranked.get(place).map(|ranked| rank_cells(ranked, plans)).unwrap_or_default()).collect()
    };
    let today = ["Today".to_owned(), String::new(), String::new(), String::new(), String::new(), String::new()];
    let today = today.into_iter().chain([String::new(), String::new(), String::new()]);
    let rows = plans.iter().enumerate().map(|(place, made)| {
        let figures = line(beside, made_cells(made).into_iter(), &made.standing);
        let mut told = with_rank(place + 1, figures.into_iter().chain(verdict_cells(beside, Some(made))).collect());
        told.extend([made.breaks_in_force().to_string(), cell(made.unplanned)]);
        told
    });
    let figures = line(beside, today, beside.today);
    let mut first = with_rank(0, figures.into_iter().chain(verdict_cells(beside, None)).collect());
    first.extend([beside.today.evaluation.breaches.to_string(), String::new()]);
    let bytes = csv_bytes([header.collect(), first].into_iter().chain(rows));
    bytes[3..].to_vec()
}

/// The columns of the ranking, limits in force that are broken, and what another market brings without a new plan.
const RANKING: [&str; 5] = ["rank", "score", "dominated_by", "breaks_in_force", "unplanned_revenue"];

fn rank_cells(ranked: &Ranked, plans: &[Made]) -> [String; 3] {
    let dominated = ranked.dominated_by.map_or("", |at| name_at(at, plans));
    if ranked.rank == 0 {
        return Default::default();
    }
    [ranked.rank.to_string(), cell(Some(ranked.score)), dominated.to_owned()]
}

/// The assignments of each plan in a ZIP, named as [`assignments_name`] says, with the figures of all beside them.
pub fn scenario_assignments(beside: Beside<'_>, plans: &[Made]) -> Vec<u8> {
    let each = plans
        .iter()
        .enumerate()
        .map(|(place, made)| (assignments_name(place), headless_csv(&made.dataset, &made.plan, &made.reasons)));
    let figures = ("scenarios.csv".to_owned(), scenarios_csv(beside, plans));
    zipped(&std::iter::once(figures).chain(each).collect::<Vec<_>>())
}

fn made_cells(made: &Made) -> Vec<String> {
    let evaluation = &made.standing.evaluation;
    let whole = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
    vec![
        made.recipe.name.clone(),
        if evaluation.breaches == 0 { "yes" } else { "no" }.to_owned(),
        evaluation.breaches.to_string(),
        evaluation.open_accounts.to_string(),
        cell(Some(evaluation.objective)),
        cell(made.bound),
        cell(made.gap_percent()),
        whole(made.recipe.seed),
        whole(made.recipe.steps),
    ]
}

fn line(beside: Beside<'_>, how: impl Iterator<Item = String>, standing: &Standing) -> Vec<String> {
    let values = standing.figures().zip(beside.today.figures());
    let figures = values.flat_map(|(value, today)| [cell(value), cell(difference(value, today))]);
    let assumed = crate::outcome::ASSUMPTIONS.iter().map(|card| cell(beside.assumptions.value(card.id)));
    how.chain([env!("CARGO_PKG_VERSION").to_owned()]).chain(figures).chain(assumed).collect()
}

/// A number for programs; adding zero takes the sign off a negative one.
pub(super) fn cell(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or_else(String::new, |value| (value + 0.0).to_string())
}
