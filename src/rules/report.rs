//! What a rule says about a finished plan, as data.

use crate::problem::Window;
use crate::rules::Quantity;
use serde::Deserialize;
use serde::Serialize;

/// The judgement of one rule on one plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Loss in percent, 0 = ideal; only objectives have one.
    pub loss: Option<f64>,
    /// Each breach of a limit.
    pub breaches: Vec<Finding>,
    /// How many accounts the rule concerns.
    pub touched: usize,
}

/// One breach: who, what, how much, how much was allowed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// Position of the account, where it is about one.
    pub account: Option<u32>,
    /// Position of the rep, where it is about one.
    pub rep: Option<u16>,
    /// What was measured, a noun: `potential`, `accounts that change hands`.
    pub what: String,
    /// The value found; 1 where an account sits where it must not.
    pub value: f64,
    /// The nearest value allowed.
    pub limit: f64,
}

impl Finding {
    /// An account that sits where rule `rule` forbids it.
    pub fn misplaced(rule: &str, account: usize, rep: u16, what: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            account: Some(account as u32),
            rep: Some(rep),
            what: what.to_owned(),
            value: 1.0,
            limit: 0.0,
        }
    }
}

/// A finding for every rep whose load lies outside its window by more than rounding.
pub fn outside(rule: &str, quantity: Quantity, loads: &[f64], windows: &[Window]) -> Vec<Finding> {
    let rows = loads.iter().zip(windows).enumerate();
    rows.filter_map(|(rep, (&value, window))| {
        let limit = if value > window.upper { window.upper } else { window.lower };
        let broken = window.miss(value) > limit.abs().max(1.0) * 1e-9;
        broken.then(|| Finding {
            rule: rule.to_owned(),
            account: None,
            rep: Some(rep as u16),
            what: quantity.word().to_owned(),
            value,
            limit,
        })
    })
    .collect()
}
