//! Scenarios as drawing instructions: any two figures against each other, and all criteria of the ranking beside each
//! other.

mod names;
mod parallel;
mod plane;

pub use names::PlacedName;
pub use parallel::ParallelChart;
pub use parallel::PlanLine;
pub use parallel::parallel_chart;
pub use plane::FiguresChart;
pub use plane::PlanDot;
pub use plane::figures_chart;

use crate::evaluate::figures::Unit;
use crate::protocol::PlanFigures;
use crate::scenario::TODAY;
use crate::session::ScenarioState;
use crate::session::Session;
use crate::texts;
use crate::units::Money;
use crate::units::grouped;
use crate::what_if::Compared;
use crate::what_if::compared;

/// Width of a letter of a label, px.
const LETTER: f64 = 6.6;

/// What rounding leaves of a value, a part of it.
const RESIDUE: f64 = 1e-9;

/// A text of a drawing: x and y of its line, which part of it stands there as SVG calls it, and what it says.
pub type Written = (f64, f64, &'static str, String);

/// How wide a text is, px.
fn width_of(text: &str) -> f64 {
    LETTER * text.chars().count() as f64
}

/// A plan with what is told of it.
struct Told<'s> {
    place: usize,
    name: String,
    figures: &'s PlanFigures,
    revision: Option<u32>,
}

/// Today and all scenarios that are made; one of another market is no choice among them, and would stretch every axis.
fn plans(session: &Session) -> Vec<Told<'_>> {
    let Some(set) = &session.scenarios else { return Vec::new() };
    let today = set.today.iter().map(|figures| Told {
        place: 0,
        name: texts::of(TODAY).to_owned(),
        figures,
        revision: Some(0),
    });
    let made = set.scenarios.iter().enumerate().filter_map(|(place, scenario)| match &scenario.state {
        ScenarioState::Made { figures, revision, .. } if !figures.other_market => Some(Told {
            place: place + 1,
            name: texts::of(&scenario.recipe.name).to_owned(),
            figures,
            revision: revision
                .filter(|id| session.project.as_ref().is_some_and(|project| project.living(*id).is_some())),
        }),
        _ => None,
    });
    today.chain(made).collect()
}

/// A figure with its value for each plan; none where one of them does not tell it, or an endless one.
fn values_of(plans: &[Told<'_>], id: &str) -> Option<(Compared, Vec<f64>)> {
    let (at, figure) = compared().enumerate().find(|(_, figure)| figure.id == id)?;
    let values =
        plans.iter().map(|plan| plan.figures.values.get(at).copied().flatten().filter(|value| value.is_finite()));
    Some((figure, values.collect::<Option<_>>()?))
}

/// The figures that all plans tell: id and title.
pub fn charted_figures(session: &Session) -> Vec<(&'static str, &'static str)> {
    let plans = plans(session);
    let told = compared().filter(|figure| values_of(&plans, figure.id).is_some());
    told.map(|figure| (figure.id, texts::of(figure.title))).collect()
}

/// The least and the most.
fn ends(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(*value), most.max(*value)))
}

/// Plans that read alike and differ by less than this part of the figure are drawn alike.
const ALIKE: f64 = 1e-3;

/// Whether the values of a figure are drawn as one: they read alike and hardly differ, or differ by a residue of rounding.
pub(super) fn is_alike(figure: &Compared, least: f64, most: f64, symbol: &str) -> bool {
    let reads_alike = figure.unit.text(least, symbol) == figure.unit.text(most, symbol);
    is_residue(least, most) || reads_alike && most - least <= ALIKE * most.abs().max(least.abs())
}

/// Whether values differ by no more than a residue of rounding: sums of the same numbers in another order do.
fn is_residue(least: f64, most: f64) -> bool {
    most - least <= RESIDUE * most.abs().max(least.abs())
}

/// Values as texts with their unit, with as many digits as it takes to tell neighbours apart.
fn told_apart(values: &[f64], unit: Unit, symbol: &str) -> Vec<String> {
    let (least, most) = ends(values);
    let size = most.abs().max(least.abs());
    let exact = |value: f64, digits: usize| match unit {
        Unit::Share => format!("{} %", grouped(100.0 * value, digits)),
        Unit::Number | Unit::Count => grouped(value, digits),
        Unit::Money => Money(value).rounded(symbol, size, digits),
        Unit::Km => say!("{km} km", km = grouped(value, digits)),
        Unit::Hours => say!("{hours} h", hours = grouped(value, digits)),
    };
    let plain: Vec<String> = values.iter().map(|value| unit.text(*value, symbol)).collect();
    let with = |digits: usize| values.iter().map(|value| exact(*value, digits)).collect::<Vec<_>>();
    let apart = |texts: &Vec<String>| texts.windows(2).all(|pair| pair[0] != pair[1]);
    if apart(&plain) { plain } else { (0..=9).map(with).find(apart).unwrap_or(plain) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_on_an_axis_never_read_alike() {
        // An axis from $12.9 M to $12.9 M tells nothing.
        let money = |values: &[f64]| told_apart(values, Unit::Money, "$");
        assert_eq!(money(&[12.0e6, 12.5e6]), ["$12.0 M", "$12.5 M"], "three digits that matter are enough");
        assert_eq!(money(&[12.86e6, 12.88e6, 12.9e6]), ["$12.86 M", "$12.88 M", "$12.90 M"]);
        assert_eq!(money(&[-12.86e6, 12.86e6]), ["−$12.9 M", "$12.9 M"]);
        assert_eq!(money(&[998_200.0, 998_400.0]), ["$998.2 K", "$998.4 K"]);
        assert_eq!(told_apart(&[1286.2, 1286.4], Unit::Hours, "$"), ["1,286.2 h", "1,286.4 h"]);
        assert_eq!(told_apart(&[120_000.0, 120_200.0], Unit::Km, "$"), ["120,000 km", "120,200 km"]);
        assert_eq!(told_apart(&[0.12341, 0.12344], Unit::Share, "$"), ["12.341 %", "12.344 %"]);
        assert_eq!(told_apart(&[2.0, 2.0], Unit::Count, "$"), ["2", "2"], "what is the same stays so");
    }
}
