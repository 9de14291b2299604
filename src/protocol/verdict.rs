//! Messages about the worth of a plan, move by move.

use crate::model::Assignment;
use crate::outcome::Assumptions;
use crate::outcome::MoveWorth;
use crate::outcome::Verdict;
use crate::protocol::ComparedPlan;
use serde::Deserialize;
use serde::Serialize;

/// Two plans whose difference is to be weighed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Weighing {
    /// Number of the question; comes back with the answers.
    pub number: u64,
    /// The plan before and the one after; the rules of the one after count.
    pub sides: [ComparedPlan; 2],
    /// What is assumed of the year to come.
    pub assumptions: Assumptions,
}

/// How far it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WeighNews {
    /// Number of the question.
    pub number: u64,
    /// Part that is done, 0 to 1.
    pub part: f64,
    /// What was found, at the end.
    pub end: Option<Box<Weighed>>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    /// Benefit and cost of all moves together; none where nothing differs or the files tell no money.
    pub verdict: Option<Verdict>,
    /// Whether the files tell money.
    pub has_money: bool,
    /// Every move, by account.
    pub moves: Vec<PlanMove>,
    /// Accounts that had nobody and get a rep: they stand in every small plan and are no moves.
    pub placed: u32,
    /// Points of the objective that the moves gain together, by the judge; not above 0 where the plan after is no better.
    pub gain: f64,
    /// Limits that are broken in the plan before and in the one after.
    pub breaches: [u32; 2],
    /// The fewest moves found for each share of the gain, smallest share first; those without such a plan are left out.
    pub small: Vec<SmallPlan>,
}

/// Accounts that change hands together: one, a family or a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanMove {
    /// The account with the most potential.
    pub account: u32,
    /// How many change hands.
    pub accounts: u32,
    /// Rep of that account before.
    pub from: u16,
    /// Rep after.
    pub to: u16,
    /// Whether the plan before breaks a rule at these accounts, so that every small plan makes this move.
    pub needed: bool,
    /// Points by which the objective would be worse if this move were taken back and all others stayed.
    pub points: f64,
    /// The same in money.
    pub worth: MoveWorth,
}

/// A plan with some of the moves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SmallPlan {
    /// Share of the gain that was wanted, percent.
    pub wanted: u8,
    /// Share that it brings, by the judge: 0.87.
    pub share: f64,
    /// Its moves, as places in the list of all.
    pub moves: Vec<u32>,
    /// Who has what.
    pub plan: Assignment,
    /// Its objective, percent, by the judge.
    pub objective: f64,
    /// Limits that it breaks, by the judge; none that the plan before does not break.
    pub breaches: u32,
    /// Benefit and cost.
    pub verdict: Option<Verdict>,
}
