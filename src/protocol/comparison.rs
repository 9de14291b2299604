//! Two plans side by side.

use crate::evaluate::Difference;
use crate::evaluate::Evaluation;
use crate::evaluate::Reason;
use crate::model::Assignment;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::outcome::Verdict;
use crate::problem::Prices;
use serde::Deserialize;
use serde::Serialize;

/// Plans to be held against limits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// Number of the question; comes back with the answer.
    pub number: u64,
    /// The rules and locks in force.
    pub settings: Settings,
    /// The plans.
    pub plans: Vec<Assignment>,
}

/// Two plans to be judged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparing {
    /// Number of the question; comes back with the answer.
    pub number: u64,
    /// The two.
    pub sides: [ComparedPlan; 2],
    /// What is assumed of the year to come.
    pub assumptions: Assumptions,
}

/// One of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ComparedPlan {
    /// The settings it is judged by.
    pub settings: Settings,
    /// Who has what.
    pub plan: Assignment,
    /// Prices of a search that measured the same things, where there are some: they prove a bound.
    pub prices: Option<Prices>,
}

/// What a rep is expected to bring under a plan. Money is a year's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RepAhead {
    /// Expected revenue.
    pub expected: f64,
    /// Less in one simulated year of ten, in every second, in nine of ten.
    pub years: [f64; 3],
    /// Expected revenue / quota; none without a quota.
    pub attainment: Option<f64>,
    /// Share of the simulated years in which the quota is reached; none without a quota.
    pub reaches_quota: Option<f64>,
}

/// What each rep is expected to bring, by position; empty where the files tell no money.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ahead {
    /// Version of the project it is about.
    pub version: u64,
    /// Under the plan, and under today's.
    pub reps: [Vec<RepAhead>; 2],
}

/// What the judge says of the two.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Number of the question; 0 where the desk has other data by now.
    pub number: u64,
    /// The judgement of each.
    pub plans: [Evaluation; 2],
    /// The bound that the prices of each prove; none without prices.
    pub bounds: [Option<f64>; 2],
    /// What each is expected to bring: the values of [`crate::outcome::FIGURES`], in that order; empty where the files tell
    /// no money.
    pub outcomes: [Vec<Option<f64>>; 2],
    /// The same of each rep, by position; empty where the files tell no money.
    pub reps: [Vec<RepAhead>; 2],
    /// What is assumed of the year to come, with the price of an hour on the road.
    pub assumptions: Assumptions,
    /// The accounts that have another rep in the second than in the first.
    pub difference: Difference,
    /// Why each of them has the rep it has in the second rather than that of the first.
    pub reasons: Vec<Reason>,
    /// Whether the second is worth its hand-overs, against the first; none where nothing differs or no money is known.
    pub verdict: Option<Verdict>,
}
