//! The judgement of a plan as JSON.

use crate::evaluate::Evaluation;
use crate::evaluate::Tour;
use crate::evaluate::figures;
use crate::evaluate::gap_percent;
use crate::model::Dataset;
use crate::units::for_programs;
use serde_json::Value;
use serde_json::json;

/// Objective, losses, every figure, every limit with its breaches and its position in the rules, bound and gap, totals
/// per rep with those of real tours, by rep; today beside the plan. The bound holds for plans that keep all limits: beside another there is no gap.
/// Money is in the currency of `dataset`; `fingerprint` is that of the data as the files tell them.
pub fn evaluation_json(
    dataset: &Dataset,
    fingerprint: &str,
    (plan, today): (&Evaluation, &Evaluation),
    tours: &[Tour],
    bound: Option<f64>,
) -> Vec<u8> {
    let proven = bound.filter(|_| plan.breaches == 0);
    let limits = for_programs(|| plan.limits.iter().map(|limit| limit_json(dataset, limit)).collect::<Vec<_>>());
    let value = json!({
        "engine": env!("CARGO_PKG_VERSION"),
        "dataset": fingerprint,
        "currency": dataset.currency,
        "objective": number(plan.objective),
        "objective_today": number(today.objective),
        "bound": bound.map(number),
        "gap_points": proven.map(|bound| number(plan.objective - bound)),
        "gap_percent": proven.map(|bound| number(gap_percent(plan.objective, bound))),
        "feasible": plan.breaches == 0,
        "breaches": plan.breaches,
        "losses": plan.losses,
        "limits": limits,
        "figures": figure_map(plan),
        "figures_today": figure_map(today),
        "travel_km": number(plan.figure("travel_km")),
        "open_accounts": plan.open_accounts,
        "excluded_accounts": plan.excluded_accounts,
        "reps": dataset.reps.iter().zip(&plan.reps).map(|(rep, figures)| {
            json!({ "id": rep.id, "name": rep.name, "figures": figures })
        }).collect::<Vec<_>>(),
        "tours": tours_json(dataset, tours),
    });
    serde_json::to_vec_pretty(&value).unwrap_or_default()
}

/// What real tours take, beside the travel model: all together and by rep; null for a rep who has none.
fn tours_json(dataset: &Dataset, tours: &[Tour]) -> Value {
    let sum = |of: fn(&Tour) -> f64| number(tours.iter().map(of).sum());
    let each = tours.iter().zip(&dataset.reps).map(|(tour, rep)| {
        let of = |value: f64| if tour.none.is_none() { number(value) } else { Value::Null };
        json!({
            "id": rep.id,
            "km": of(tour.year_km),
            "hours": of(tour.year_hours),
            "round_km": of(tour.trips.iter().map(|trip| trip.km).sum()),
            "round_days": tour.trips.len(),
            "round_trip_km": of(tour.round_km),
            "accounts_without_place": tour.unplaced,
            "accounts_without_visits": tour.unvisited,
        })
    });
    json!({
        "km": sum(|tour| tour.year_km),
        "hours": sum(|tour| tour.year_hours),
        "reps": each.collect::<Vec<_>>(),
    })
}

fn limit_json(dataset: &Dataset, limit: &crate::evaluate::LimitReport) -> Value {
    let breaches: Vec<Value> = limit
        .breaches
        .iter()
        .map(|breach| {
            json!({
                "account": breach.account.map(|account| dataset.accounts.id.get(account as usize)),
                "rep": breach.rep.and_then(|rep| dataset.reps.get(rep as usize)).map(|rep| rep.id.as_str()),
                "what": breach.what,
                "value": number(breach.value),
                "limit": number(breach.limit),
            })
        })
        .collect();
    json!({
        "rule": limit.rule,
        "position": (limit.position != usize::MAX).then_some(limit.position),
        "accounts": limit.touched,
        "kept": breaches.is_empty(),
        "breaches": breaches,
    })
}

fn figure_map(evaluation: &Evaluation) -> Value {
    let entries = figures::ALL.iter().map(|figure| (figure.id.to_owned(), number(evaluation.figure(figure.id))));
    let mut map = serde_json::Map::new();
    map.extend(entries);
    Value::Object(map)
}

/// JSON knows no infinity: such a figure is null. Adding zero takes the sign off a negative one.
pub(super) fn number(value: f64) -> Value {
    serde_json::Number::from_f64(value + 0.0).map_or(Value::Null, Value::Number)
}
