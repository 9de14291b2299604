//! The figures of a whole plan: one constant per figure, one file per theme.
//!
//! A [`Figure`] says what it is called, what it means and in which direction it is better; tables, comparison,
//! headless output and help all read it from here. Adding a figure = one constant + one entry in [`ALL`].

mod balance;
mod change;
mod text;
mod travel;

pub use balance::inside_tolerance;
pub use text::is_none;

use crate::evaluate::RepFigures;
use crate::model::Assignment;
use crate::rules::Terms;

/// What a figure is computed from.
pub struct Plan<'p> {
    /// The terms of the plan.
    pub terms: &'p Terms,
    /// Who has what.
    pub assignment: &'p Assignment,
    /// Totals of each rep.
    pub reps: &'p [RepFigures],
}

/// How a figure's number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A ratio, shown as a percentage.
    Share,
    /// A plain number.
    Number,
    /// A count.
    Count,
    /// Money a year.
    Money,
    /// Kilometres a year.
    Km,
    /// Hours a year.
    Hours,
}

/// Which direction is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less.
    Lower,
    /// More.
    Higher,
}

/// One shown figure.
pub struct Figure {
    /// Stable name: `potential_gap`.
    pub id: &'static str,
    /// Name on the screen.
    pub title: &'static str,
    /// What it means, with its formula.
    pub help: &'static str,
    /// Author and year, or where the formula comes from.
    pub source: &'static str,
    /// How its number is written.
    pub unit: Unit,
    /// Which direction is better.
    pub better: Better,
    /// Computes it.
    pub compute: fn(&Plan<'_>) -> f64,
}

/// Every figure, in the order in which they are shown.
pub const ALL: &[Figure] = &[
    balance::BALANCE_SCORE,
    balance::POTENTIAL_GAP,
    balance::WORKLOAD_GAP,
    balance::POTENTIAL_CV,
    balance::POTENTIAL_GINI,
    balance::POTENTIAL_MAX_MIN,
    balance::INSIDE_TOLERANCE,
    travel::TRAVEL_HOURS,
    travel::TRAVEL_KM,
    travel::TRAVEL_SHARE,
    change::MOVED_ACCOUNTS,
    change::MOVED_REVENUE,
    change::HANDED_OVER_REVENUE,
    change::COVERED,
    change::FIT,
    balance::COMPLEXITY,
];

/// Source of a figure that only counts or adds up.
const COUNTED: &str = text!("Count");
const SUMMED: &str = text!("Sum");
/// Source of a figure whose formula is our own.
const OWN: &str = text!("Formula of this program");

/// The figure with this id.
pub fn figure(id: &str) -> Option<&'static Figure> {
    ALL.iter().find(|figure| figure.id == id)
}

/// Computes every figure.
pub fn compute(terms: &Terms, assignment: &Assignment, reps: &[RepFigures]) -> Vec<(String, f64)> {
    let plan = Plan { terms, assignment, reps };
    ALL.iter().map(|figure| (figure.id.to_owned(), (figure.compute)(&plan))).collect()
}
