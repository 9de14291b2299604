//! How sure plans are: the question and what the desk found.

use crate::model::Assignment;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::outcome::Backtest;
use crate::outcome::Robustness;
use crate::outcome::Swing;
use serde::Deserialize;
use serde::Serialize;

/// Plans to be probed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probing {
    /// Number of the question; comes back with the answer.
    pub number: u64,
    /// The settings all of them are judged by.
    pub settings: Settings,
    /// What is assumed of the year to come.
    pub assumptions: Assumptions,
    /// The plans, today first.
    pub plans: Vec<Assignment>,
    /// The place of the plan that is looked at closely.
    pub plan: u32,
    /// The place of the one it is compared with.
    pub against: u32,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probed {
    /// Number of the question; 0 where the desk has other data by now.
    pub number: u64,
    /// The expected revenue of the plan with each input otherwise; empty where the files tell no money.
    pub swings: Vec<Swing>,
    /// How much more the plan brings than the other one, likewise; empty where both are the same.
    pub between: Vec<Swing>,
    /// How each plan does in many possible worlds; empty where the files tell no money.
    pub robustness: Vec<Robustness>,
    /// What the two would have won in quarters that are over: first the one it is compared with, then the plan.
    pub backtest: Backtest,
}
