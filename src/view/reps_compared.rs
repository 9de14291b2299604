//! The reps of two plans side by side: what they have, and what they are expected to bring.

use crate::evaluate::RepFigures;
use crate::evaluate::figures::Unit;
use crate::outcome::FIGURES;
use crate::protocol::Compared;
use crate::protocol::RepAhead;
use crate::session::Data;
use crate::texts;
use crate::units::Hours;
use crate::units::Money;
use crate::units::Share;
use crate::units::grouped;
use crate::view::comparison::with_source;

/// All reps of two plans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepsTable {
    /// What is told of each.
    pub columns: Vec<RepColumn>,
    /// Rep by rep.
    pub rows: Vec<RepRow>,
    /// Whether a rep has a quota.
    pub has_quota: bool,
}

/// What is told of each rep in both plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepColumn {
    /// What it is.
    pub title: &'static str,
    /// What the smaller number beside it is: `from target`; "" where there is none.
    pub beside: &'static str,
    /// What it means, with its formula and source.
    pub help: String,
}

/// One rep.
#[derive(Clone, Debug, PartialEq)]
pub struct RepRow {
    /// Name.
    pub name: String,
    /// Colour, 0 to 9.
    pub colour: u8,
    /// A cell for each column, of the first plan and of the second.
    pub cells: Vec<[RepCell; 2]>,
}

/// One number of a rep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepCell {
    /// The number with its unit; `—` where nothing is known.
    pub text: String,
    /// The distance from the target, or from the first plan: `+14.2 %`; "" for none.
    pub beside: String,
    /// The range around the number.
    pub range: Option<RepRange>,
}

/// From a bad year of a rep to a good one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepRange {
    /// Its ends between the least and the most of all reps in both plans, 0 to 1.
    pub ends: (f64, f64),
    /// The same in words: `$83 K to $113 K`.
    pub text: String,
}

/// The table. What reps are expected to bring is told where money is known, and quotas where a rep has one.
pub fn reps_table(data: &Data, compared: &Compared) -> RepsTable {
    let symbol = data.dataset.currency_symbol();
    let has_money = compared.reps.iter().all(|reps| !reps.is_empty());
    let has_quota = compared.reps.iter().flatten().any(|rep| rep.attainment.is_some());
    let span = span(compared);
    let rows = data.dataset.reps.iter().enumerate().map(|(rep, facts)| {
        let mut cells = [held(compared, rep, &symbol), Vec::new(), Vec::new()];
        let ahead = compared.reps.each_ref().map(|reps| reps.get(rep).copied().unwrap_or_default());
        if has_money {
            cells[1] = money(&ahead, span, &symbol);
        }
        if has_quota {
            cells[2] = quota(&ahead);
        }
        RepRow { name: facts.name.clone(), colour: data.colours.get(rep).copied().unwrap_or(0), cells: cells.concat() }
    });
    RepsTable { rows: rows.collect(), columns: columns(has_money, has_quota), has_quota }
}

fn columns(has_money: bool, has_quota: bool) -> Vec<RepColumn> {
    let plain =
        |title: &'static str, beside: &'static str, help: &str| RepColumn { title, beside, help: help.to_owned() };
    let of = |id: &str| {
        let figure = FIGURES.iter().find(|figure| figure.id == id)?;
        let (title, help) = (texts::of(figure.title), with_source(figure.help, figure.source));
        Some(RepColumn { title, beside: say!("change"), help })
    };
    let from_target = say!("from target");
    let held = [
        plain(say!("Accounts"), "", say!("Accounts of the rep.")),
        plain(
            say!("Potential"),
            from_target,
            say!("Potential of its accounts a year; beside it the distance from the target."),
        ),
        plain(
            say!("Workload"),
            from_target,
            say!("Hours a year, travel where it counts as work; beside it the distance from the target."),
        ),
    ];
    let years = plain(
        say!("Middling year"),
        say!("bad to good"),
        say!(
            "P50 of the rep's simulated years: less in every second one. The bar goes from P10, a bad year, of which there is one in ten, to P90, a good one."
        ),
    );
    let money = has_money.then(|| [of("expected_revenue"), Some(years)]).into_iter().flatten().flatten();
    let quota = has_quota.then(|| [of("quota_attainment"), of("quota_chance")]).into_iter().flatten().flatten();
    held.into_iter().chain(money).chain(quota).collect()
}

/// The least and the most that any rep's years reach in both plans.
fn span(compared: &Compared) -> (f64, f64) {
    let years = || compared.reps.iter().flatten().flat_map(|rep| rep.years);
    (years().fold(f64::INFINITY, f64::min), years().fold(f64::NEG_INFINITY, f64::max))
}

/// What a rep has.
fn held(compared: &Compared, rep: usize, symbol: &str) -> Vec<[RepCell; 2]> {
    let both = compared.plans.each_ref().map(|plan| plan.reps.get(rep).cloned().unwrap_or_default());
    let cells = |text: &dyn Fn(&RepFigures) -> [String; 2]| {
        both.each_ref().map(|figures| {
            let [text, beside] = text(figures);
            RepCell { text, beside, range: None }
        })
    };
    vec![
        cells(&|rep| [grouped(f64::from(rep.accounts), 0), String::new()]),
        cells(&|rep| [Money(rep.potential).short(symbol), Share(rep.potential_deviation()).signed_percent()]),
        cells(&|rep| [Hours(rep.workload_hours).text(), Share(rep.workload_deviation()).signed_percent()]),
    ]
}

/// A number of both plans, the second with its difference.
fn changed(values: [Option<f64>; 2], unit: Unit, symbol: &str) -> [RepCell; 2] {
    let text = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), |value| unit.text(value, symbol));
    let beside = values[0].zip(values[1]).map(|(before, after)| unit.change(after - before, symbol));
    let [first, second] = values.map(text);
    let cell = |text: String, beside: String| RepCell { text, beside, range: None };
    [cell(first, String::new()), cell(second, beside.unwrap_or_default())]
}

/// What a rep is expected to bring, and the range of it.
fn money(ahead: &[RepAhead; 2], (least, most): (f64, f64), symbol: &str) -> Vec<[RepCell; 2]> {
    let years = ahead.map(|rep| {
        let [bad, middling, good] = rep.years.map(|money| Money(money).short(symbol));
        let part = |money: f64| (money - least) / (most - least);
        let range = (most > least).then(|| RepRange {
            ends: (part(rep.years[0]), part(rep.years[2])),
            text: say!("{low} to {high}", low = bad, high = good),
        });
        RepCell { text: middling, beside: String::new(), range }
    });
    vec![changed(ahead.map(|rep| Some(rep.expected)), Unit::Money, symbol), years]
}

fn quota(ahead: &[RepAhead; 2]) -> Vec<[RepCell; 2]> {
    vec![
        changed(ahead.map(|rep| rep.attainment), Unit::Share, ""),
        changed(ahead.map(|rep| rep.reaches_quota), Unit::Share, ""),
    ]
}
