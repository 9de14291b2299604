//! How sure plans are, as JSON and as CSV.

use crate::export::cells::csv_bytes;
use crate::export::evaluation::number;
use crate::export::scenarios::cell;
use crate::export::scenarios::unit_word;
use crate::outcome::INPUTS;
use crate::outcome::Robustness;
use crate::outcome::Span;
use crate::outcome::Swing;
use crate::outcome::WORLDS;
use crate::what_if::Made;
use crate::what_if::Sureness;
use serde_json::Value;
use serde_json::json;

/// The inputs with their ranges and reasons, and of today and each plan: the money at the ends of each range, and how it
/// does in possible worlds; of plans of today's team the backtest.
pub fn sureness_json(sure: &Sureness, plans: &[Made]) -> Vec<u8> {
    let inputs = INPUTS.iter().map(|input| {
        json!({
            "id": input.id,
            "title": input.title,
            "help": input.help,
            "source": input.source,
            "unit": unit_word(input.unit),
        })
    });
    let scenarios = plans.iter().zip(&sure.plans).map(|(made, told)| {
        json!({
            "name": made.recipe.name,
            "sensitivity": swings_json(&told.swings),
            "difference": swings_json(&told.between),
            "robustness": told.robustness.as_ref().map(robustness_json),
            "backtest": told.backtest,
        })
    });
    let value = json!({
        "engine": env!("CARGO_PKG_VERSION"),
        "worlds": WORLDS,
        "inputs": inputs.collect::<Vec<_>>(),
        "today": { "sensitivity": swings_json(&sure.today), "robustness": robustness_json(&sure.robustness) },
        "scenarios": scenarios.collect::<Vec<_>>(),
    });
    serde_json::to_vec_pretty(&value).unwrap_or_default()
}

fn id(swing: &Swing) -> &'static str {
    INPUTS.get(swing.input as usize).map_or("", |input| input.id)
}

fn swings_json(swings: &[Swing]) -> Vec<Value> {
    let span = |span: Span| json!({ "low": number(span.low), "base": number(span.base), "high": number(span.high) });
    let swing = |swing: &Swing| json!({ "input": id(swing), "values": span(swing.values), "money": span(swing.money), "swing": number(swing.width()) });
    swings.iter().map(swing).collect()
}

fn robustness_json(told: &Robustness) -> Value {
    json!({
        "best": number(told.best),
        "ahead_of_today": told.ahead,
        "mean_regret": number(told.regret),
        "gain_p10": number(told.gain_low),
        "gain_p50": number(told.gain),
        "gain_p90": number(told.gain_high),
    })
}

/// A row for each plan and input, today first: the range, the money at its ends, and the difference from today there.
pub fn sensitivity_csv(sure: &Sureness, plans: &[Made]) -> Vec<u8> {
    let header = [
        "scenario",
        "input",
        "input_low",
        "input_base",
        "input_high",
        "revenue_low",
        "revenue_base",
        "revenue_high",
        "change_low",
        "change_base",
        "change_high",
    ];
    let none = Vec::new();
    let today = std::iter::once(("Today", &sure.today, &none));
    let plans = plans.iter().zip(&sure.plans);
    let all = today.chain(plans.map(|(made, told)| (made.recipe.name.as_str(), &told.swings, &told.between)));
    let rows = all.flat_map(|(name, swings, between)| swings.iter().map(move |swing| row(name, swing, between)));
    let bytes = csv_bytes(std::iter::once(header.map(str::to_owned).to_vec()).chain(rows));
    bytes[3..].to_vec()
}

fn row(name: &str, swing: &Swing, between: &[Swing]) -> Vec<String> {
    let change = between.iter().find(|other| other.input == swing.input).map(|other| other.money);
    let spans = [Some(swing.values), Some(swing.money), change];
    let ends: [fn(Span) -> f64; 3] = [|span| span.low, |span| span.base, |span| span.high];
    let cells = spans.into_iter().flat_map(|span| ends.map(|end| cell(span.map(end))));
    [name.to_owned(), id(swing).to_owned()].into_iter().chain(cells).collect()
}

/// A row for today and for each plan of its team: how it does in the possible worlds.
pub fn robustness_csv(sure: &Sureness, plans: &[Made]) -> Vec<u8> {
    let header = ["scenario", "worlds", "best", "ahead_of_today", "mean_regret", "gain_p10", "gain_p50", "gain_p90"];
    let told =
        plans.iter().zip(&sure.plans).filter_map(|(made, told)| Some((made.recipe.name.as_str(), told.robustness?)));
    let rows = std::iter::once(("Today", sure.robustness)).chain(told).map(|(name, told)| {
        let cells = [told.best, f64::from(told.ahead), told.regret, told.gain_low, told.gain, told.gain_high];
        let cells = cells.map(|value| cell(Some(value)));
        [name.to_owned(), WORLDS.to_string()].into_iter().chain(cells).collect()
    });
    let bytes = csv_bytes(std::iter::once(header.map(str::to_owned).to_vec()).chain(rows));
    bytes[3..].to_vec()
}
