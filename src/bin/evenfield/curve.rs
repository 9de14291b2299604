//! The command `curve`: plans between two objectives.

use crate::arguments::Arguments;
use crate::commands::Verdict;
use crate::commands::settings_of;
use crate::commands::write;
use crate::inputs;
use crate::inputs::Inputs;
use evenfield::desk::PointSearch;
use evenfield::desk::TradeOff;
use evenfield::evaluate::Judge;
use evenfield::evaluate::gap_percent;
use evenfield::export;
use evenfield::model::Assignment;
use evenfield::protocol::Rivals;
use evenfield::protocol::TradePoint;
use evenfield::rules;
use evenfield::rules::Kind;
use evenfield::units::grouped;
use std::fmt::Write;
use std::path::Path;

/// Points of a curve unless said otherwise.
const POINTS: usize = 9;

/// Draws a curve and writes it.
pub fn curve(words: &[String]) -> Result<Verdict, Vec<String>> {
    let known = ["accounts", "reps", "opportunities", "gazetteer", "rules", "over", "points", "seed", "out"];
    let arguments = Arguments::read(words, &known)?;
    let out = Path::new(arguments.need("out")?);
    let rivals = rivals(arguments.need("over")?)?;
    let (points, seed) = (arguments.count("points", POINTS as u64)? as usize, arguments.number("seed", 1)?);
    let inputs = inputs::load(&arguments)?;
    let today = Assignment { rep: inputs.dataset.accounts.owner.clone() };
    let mut trade_off = TradeOff::new(rivals, settings_of(&inputs), today, seed, 0, points);
    search(&inputs, &mut trade_off);
    write_curve(out, &inputs, &trade_off)?;
    print(&trade_off);
    crate::commands::say!("Written to {}.", out.display());
    Ok(if trade_off.curve().is_empty() { Verdict::Broken } else { Verdict::Kept })
}

/// Two ids of objectives with a comma between them.
fn rivals(text: &str) -> Result<Rivals, Vec<String>> {
    let objectives = rules::ALL.iter().map(|rule| rule.card()).filter(|card| card.kind == Kind::Objective);
    let ids: Vec<&str> = objectives.map(|card| card.id).collect();
    match text.split_once(',') {
        Some((first, second)) if first != second && [first, second].iter().all(|id| ids.contains(id)) => {
            Ok(Rivals { first: first.to_owned(), second: second.to_owned() })
        }
        _ => {
            Err(vec![format!("--over: found \"{text}\", expected two of {} with a comma between them", ids.join(", "))])
        }
    }
}

fn search(inputs: &Inputs, trade_off: &mut TradeOff) {
    loop {
        let round = trade_off.round();
        if round.is_empty() {
            return;
        }
        for task in round {
            let number = task.number;
            let mut search = PointSearch::new(&inputs.dataset, &inputs.scores, task);
            while !search.advance() {}
            trade_off.take(number, search.point());
        }
    }
}

fn write_curve(out: &Path, inputs: &Inputs, trade_off: &TradeOff) -> Result<(), Vec<String>> {
    let rivals = trade_off.rivals();
    let mut table =
        format!("point,{},{},moved_accounts,weight_{0},limit_percent,gap_percent\n", rivals.first, rivals.second);
    let mut points = Vec::new();
    for (index, point) in trade_off.curve().into_iter().enumerate() {
        let (name, [first, second]) = (format!("point-{}.csv", index + 1), point.losses);
        let _ = writeln!(
            table,
            "{},{first},{second},{},{},{},{}",
            index + 1,
            point.moved,
            point.aim.part,
            point.aim.percent().map_or_else(String::new, |percent| percent.to_string()),
            gap(point).map_or_else(String::new, |gap| gap.to_string()),
        );
        points.push(serde_json::json!({
            "file": name, "losses": { &rivals.first: first, &rivals.second: second }, "moved_accounts": point.moved,
            "weights": { &rivals.first: point.aim.part, &rivals.second: 1.0 - point.aim.part },
            "limit": point.aim.limit, "bound": point.bound, "gap_percent": gap(point), "steps": point.steps,
        }));
        let settings = trade_off.settings_of(point);
        let judge = Judge::new(inputs.dataset.clone(), inputs.scores.clone(), settings);
        let reasons = judge.reasons(&point.plan, Some(&point.prices), &[]);
        write(out, &name, &export::headless_csv(&inputs.dataset, &point.plan, &reasons))?;
    }
    write(out, "curve.csv", table.as_bytes())?;
    let lines: Vec<_> = trade_off
        .points()
        .iter()
        .filter(|point| point.aim.limit.is_none())
        .map(|point| {
            serde_json::json!({
                "weights": { &rivals.first: point.aim.part, &rivals.second: 1.0 - point.aim.part }, "bound": point.bound,
            })
        })
        .collect();
    let curve = serde_json::json!({ "over": [rivals.first, rivals.second], "points": points, "floor": lines });
    write(out, "curve.json", &serde_json::to_vec_pretty(&curve).unwrap_or_default())
}

/// Proven distance of what a point minimised from the best possible, in percent; none where nothing is proven.
fn gap(point: &TradePoint) -> Option<f64> {
    let (value, bound) = point.minimised();
    (bound >= 0.0).then(|| gap_percent(value, bound))
}

fn print(trade_off: &TradeOff) {
    use crate::commands::say;
    let rivals = trade_off.rivals();
    say!(
        "{:>5}  {:>20}  {:>20}  {:>8}  {:>8}  {:>8}  {:>8}",
        "point",
        rivals.first,
        rivals.second,
        "moved",
        "weight",
        "gap %",
        "steps"
    );
    let curve = trade_off.curve();
    for (index, point) in curve.iter().enumerate() {
        let [first, second] = point.losses.map(|loss| grouped(loss, 4));
        let proven = gap(point).map_or_else(|| "-".to_owned(), |gap| grouped(gap, 4));
        let names = [&rivals.first, &rivals.second];
        let limit = point.aim.limited().zip(point.aim.percent()).map_or_else(String::new, |(limited, percent)| {
            format!("  under {} {} %", names[limited], grouped(percent, 4))
        });
        say!(
            "{:>5}  {first:>20}  {second:>20}  {:>8}  {:>8}  {:>8}  {:>8}{limit}",
            index + 1,
            point.moved,
            grouped(point.aim.part, 4),
            proven,
            point.steps
        );
    }
    let left = trade_off.points().len() - curve.len();
    say!(
        "{} of {} plans found are on the curve; {left} are not: another is better in both, or a limit is broken.",
        curve.len(),
        trade_off.points().len()
    );
}
