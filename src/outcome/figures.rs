//! The figures of an outcome: one constant per figure, for a rep and for the whole.
//!
//! As with [`crate::evaluate::figures`], tables, reports and headless output read name, meaning and direction from here.

use crate::evaluate::figures::Better;
use crate::evaluate::figures::Unit;
use crate::outcome::Attainment;
use crate::outcome::PlanOutcome;
use crate::outcome::Range;
use crate::outcome::RepOutcome;
use crate::outcome::Simulation;

/// What a figure is read from.
#[derive(Clone, Copy)]
pub struct Told<'o> {
    /// What is expected.
    pub outcome: &'o RepOutcome,
    /// What comes of it in many years.
    pub range: &'o Range,
    /// How quotas are reached over reps; only of the whole.
    pub attainment: Option<&'o Attainment>,
}

/// One shown figure.
pub struct OutcomeFigure {
    /// Stable name: `expected_revenue`.
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
    /// Reads it; none where there is no quota.
    pub of: fn(&Told<'_>) -> Option<f64>,
}

/// Source of a figure whose formula is our own.
const OWN: &str = text!("Formula of this program");
/// Source of a figure of the possible years.
const SIMULATED: &str = text!("Monte Carlo simulation: Metropolis and Ulam 1949");

/// Every figure, in the order in which they are shown.
pub const ALL: &[OutcomeFigure] = &[
    OutcomeFigure {
        id: "expected_revenue",
        title: "Expected revenue",
        help: "Coverage by hours x (revenue today + growth) - hand-over dip - travel cost, a year.",
        source: OWN,
        unit: Unit::Money,
        better: Better::Higher,
        of: |told| Some(told.outcome.expected),
    },
    OutcomeFigure {
        id: "sure_revenue",
        title: "Revenue today",
        help: "What the accounts that have a rep pay today, a year.",
        source: text!("Sum"),
        unit: Unit::Money,
        better: Better::Higher,
        of: |told| Some(told.outcome.sure),
    },
    OutcomeFigure {
        id: "growth",
        title: "Growth",
        help: "Sum of (potential - revenue today) x win rate x fit x ramp, a year.",
        source: "Win rates drawn towards that of all, that of all towards the assumed one: Efron and Morris 1975",
        unit: Unit::Money,
        better: Better::Higher,
        of: |told| Some(told.outcome.growth),
    },
    OutcomeFigure {
        id: "hours_coverage",
        title: "Coverage by hours",
        help: "Part of the sales that the hours of the reps allow: min(1, capacity / workload) ^ elasticity; of the whole the mean, weighted by revenue today + growth.",
        source: "Elasticity .34: Albers, Mantrala, Sridhar 2010",
        unit: Unit::Share,
        better: Better::Higher,
        of: |told| Some(told.outcome.coverage),
    },
    OutcomeFigure {
        id: "uncovered_revenue",
        title: "Lost for want of hours",
        help: "(1 - coverage by hours) x (revenue today + growth), a year.",
        source: "Elasticity .34: Albers, Mantrala, Sridhar 2010",
        unit: Unit::Money,
        better: Better::Lower,
        of: |told| Some(told.outcome.uncovered),
    },
    OutcomeFigure {
        id: "transition_dip",
        title: "Hand-over dip",
        help: "Part that is lost when a fully trusted rep is changed (as assumed) x relationship strength x revenue of the accounts that another rep had, in the first year.",
        source: "13.2 to 17.6 %: Shi, Sridhar, Grewal, Lilien 2017",
        unit: Unit::Money,
        better: Better::Lower,
        of: |told| Some(told.outcome.dip),
    },
    OutcomeFigure {
        id: "transition_cost",
        title: "Cost of hand-over hours",
        help: "Accounts that leave their rep x hours of a hand-over x the price of an hour, once; not part of the expected revenue. The hours have no source: replace them.",
        source: OWN,
        unit: Unit::Money,
        better: Better::Lower,
        of: |told| Some(told.outcome.transition),
    },
    OutcomeFigure {
        id: "travel_cost",
        title: "Travel cost",
        help: "Travel hours x the price of an hour, a year.",
        source: OWN,
        unit: Unit::Money,
        better: Better::Lower,
        of: |told| Some(told.outcome.travel_cost),
    },
    OutcomeFigure {
        id: "revenue_p10",
        title: "Revenue in a bad year",
        help: "P10: one simulated year of ten brings less.",
        source: SIMULATED,
        unit: Unit::Money,
        better: Better::Higher,
        of: |told| Some(told.range.p10),
    },
    OutcomeFigure {
        id: "revenue_p50",
        title: "Revenue in a middling year",
        help: "P50: every second simulated year brings less.",
        source: SIMULATED,
        unit: Unit::Money,
        better: Better::Higher,
        of: |told| Some(told.range.p50),
    },
    OutcomeFigure {
        id: "revenue_p90",
        title: "Revenue in a good year",
        help: "P90: nine simulated years of ten bring less.",
        source: SIMULATED,
        unit: Unit::Money,
        better: Better::Higher,
        of: |told| Some(told.range.p90),
    },
    OutcomeFigure {
        id: "quota_attainment",
        title: "Quota attainment",
        help: "Expected revenue / quota, of the reps who have a quota.",
        source: OWN,
        unit: Unit::Share,
        better: Better::Higher,
        of: |told| told.outcome.attainment,
    },
    OutcomeFigure {
        id: "quota_chance",
        title: "Chance to reach the quota",
        help: "Share of the simulated years in which the quota is reached; of the whole, all quotas together.",
        source: SIMULATED,
        unit: Unit::Share,
        better: Better::Higher,
        of: |told| told.range.reaches_quota,
    },
    OutcomeFigure {
        id: "attainment_p10",
        title: "Attainment of the weakest tenth",
        help: "P10 of revenue / quota over reps and simulated years: one rep of ten attains less.",
        source: SIMULATED,
        unit: Unit::Share,
        better: Better::Higher,
        of: |told| told.attainment.map(|attainment| attainment.p10),
    },
    OutcomeFigure {
        id: "attainment_p90",
        title: "Attainment of the strongest tenth",
        help: "P90 of revenue / quota over reps and simulated years: nine reps of ten attain less.",
        source: SIMULATED,
        unit: Unit::Share,
        better: Better::Higher,
        of: |told| told.attainment.map(|attainment| attainment.p90),
    },
];

impl<'o> Told<'o> {
    /// Of the whole plan.
    pub fn whole(outcome: &'o PlanOutcome, simulation: &'o Simulation) -> Self {
        Self { outcome: &outcome.total, range: &simulation.total, attainment: simulation.attainment.as_ref() }
    }

    /// Of each rep, by position.
    pub fn reps(outcome: &'o PlanOutcome, simulation: &'o Simulation) -> impl Iterator<Item = Self> {
        let pairs = outcome.reps.iter().zip(&simulation.reps);
        pairs.map(|(outcome, range)| Self { outcome, range, attainment: None })
    }
}
