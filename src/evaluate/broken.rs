//! The limits that a plan breaks, each in a few words: the same wherever plans are told beside each other.

use crate::evaluate::Evaluation;
use crate::evaluate::LimitReport;
use crate::model::Dataset;
use crate::order::Order;
use crate::rules::Finding;
use crate::rules::breach_brief;
use crate::rules::rule_title;
use crate::units::counted_as;
use serde::Deserialize;
use serde::Serialize;

/// A limit that is broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BrokenLimit {
    /// How often.
    pub breaches: u32,
    /// The worst breach.
    pub worst: Finding,
}

impl BrokenLimit {
    /// It in short: `Move limit: 151 customers, allowed 80`, `Capacity: 21 breaches`.
    pub fn brief(&self, dataset: &Dataset) -> String {
        let worst = &self.worst;
        let of_whole_plan = self.breaches == 1 && worst.account.is_none() && worst.rep.is_none();
        let told = if of_whole_plan {
            breach_brief(dataset, worst)
        } else {
            counted_as(self.breaches as usize, "breach", "breaches")
        };
        format!("{}: {told}", rule_title(&worst.rule))
    }
}

impl Evaluation {
    /// The limits that the plan breaks, in the order of the rules.
    pub fn broken_limits(&self) -> Vec<BrokenLimit> {
        let broken = |limit: &LimitReport| {
            let worst = (*limit.worst_first().first()?).clone();
            Some(BrokenLimit { breaches: limit.breaches.len() as u32, worst })
        };
        self.limits.iter().filter_map(broken).collect()
    }
}

impl LimitReport {
    /// Its breaches, the one that misses by most first.
    pub fn worst_first(&self) -> Vec<&Finding> {
        let mut sorted: Vec<&Finding> = self.breaches.iter().collect();
        let miss = |breach: &Finding| (breach.value - breach.limit).abs() / breach.limit.abs().max(1.0);
        sorted.order_by(|a, b| miss(b).total_cmp(&miss(a)));
        sorted
    }
}

/// All breaches of some limits.
pub fn breaches_of(broken: &[BrokenLimit]) -> usize {
    broken.iter().map(|limit| limit.breaches as usize).sum()
}
