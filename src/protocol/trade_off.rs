//! Messages about a trade-off: plans from the best for one objective to the best for another.

use crate::model::Assignment;
use crate::model::RuleSetting;
use crate::model::Settings;
use crate::model::Value;
use crate::problem::Prices;
use serde::Deserialize;
use serde::Serialize;

/// Percent that differ by rounding alone.
const SAME: f64 = 1e-6;

/// Two objectives that are weighed against each other, by the ids of their rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rivals {
    /// The one.
    pub first: String,
    /// The other.
    pub second: String,
}

/// What a point minimises: a sum of both losses, or next to nothing but one of them while the other keeps a limit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Aim {
    /// Part of the rivals' weight that the first has, 0 to 1.
    pub part: f64,
    /// Part of the whole weight that the other objectives in force keep together, as tie-breakers.
    pub others: f64,
    /// A limit that keeps one rival near its ideal while the other is sought.
    pub limit: Option<RuleSetting>,
}

impl Aim {
    /// The rival that has the limit, 0 for the first; none where none has.
    pub fn limited(&self) -> Option<usize> {
        self.limit.as_ref().map(|_| usize::from(self.part > 0.5))
    }

    /// The number of percent that the limit allows.
    pub fn percent(&self) -> Option<f64> {
        let number = |value: &Value| if let Value::Number(number) = value { Some(*number) } else { None };
        self.limit.as_ref()?.params.values().find_map(number)
    }
}

/// One point of a trade-off to be found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointTask {
    /// Number of the run; news of another run is dropped.
    pub run: u64,
    /// Number of the point, in the order in which they were asked for.
    pub number: u32,
    /// The lane that looks for it.
    pub lane: u32,
    /// The settings whose limits hold.
    pub settings: Settings,
    /// The two objectives.
    pub rivals: Rivals,
    /// What it minimises.
    pub aim: Aim,
    /// A proven gap that is good enough, in percent.
    pub good: f64,
    /// A plan to beat.
    pub start: Assignment,
    /// Prices to start from, those of neighbouring points.
    pub prices: Option<Prices>,
    /// Seed of the search.
    pub seed: u64,
}

/// One point of a trade-off: a plan, and what is proven beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TradePoint {
    /// Number of the point, in the order in which they were asked for.
    pub number: u32,
    /// What it minimises.
    pub aim: Aim,
    /// Who has what.
    pub plan: Assignment,
    /// Losses of the two objectives in percent, as the judge finds them.
    pub losses: [f64; 2],
    /// Percent that a limit on either objective must allow for this plan.
    pub needs: [f64; 2],
    /// Limits that the plan breaks.
    pub breaches: u32,
    /// Accounts that leave the rep they have today.
    pub moved: u32,
    /// No plan that keeps all limits has `part x first loss + (1 - part) x second loss` below this, in percent;
    /// derived from the prices by the judge. `NEG_INFINITY` where they are about plans under one limit more.
    pub bound: f64,
    /// Objective under the settings it was found with, tie-breakers included, in percent.
    pub objective: f64,
    /// The bound on that objective, in percent.
    pub objective_bound: f64,
    /// The prices that prove both bounds.
    pub prices: Prices,
    /// Steps that the search took.
    pub steps: u64,
}

impl TradePoint {
    /// What it minimised, in percent, and what is proven that no plan is below in that: the sum of both losses, or, where
    /// one had a limit, the objective of plans that keep it.
    pub fn minimised(&self) -> (f64, f64) {
        if self.aim.limit.is_some() {
            return (self.objective, self.objective_bound);
        }
        (self.aim.part * self.losses[0] + (1.0 - self.aim.part) * self.losses[1], self.bound)
    }

    /// Whether the limit on a rival is one on its loss: what it must allow is the loss. For balance it is one on the
    /// largest deviation.
    pub fn counts_losses(&self, rival: usize) -> bool {
        (self.needs[rival] - self.losses[rival]).abs() <= SAME
    }
}

/// What a lane reports of a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointNews {
    /// Number of the run.
    pub run: u64,
    /// Number of the point.
    pub number: u32,
    /// The lane.
    pub lane: u32,
    /// How far its search is, 0 to 1; at 1 the lane is free again.
    pub part: f64,
    /// The point, at the end; none where there is no plan at all.
    pub point: Option<Box<TradePoint>>,
}
