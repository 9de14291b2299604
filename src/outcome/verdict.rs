//! Whether a plan is worth its hand-overs: what it brings every year against what it costs once.
//!
//! ```text
//! benefit a year  = (expected + dip) of the plan - (expected + dip) of the plan before        the dip comes once
//! cost            = dip after - dip before + hours of a hand-over x price of an hour x accounts handed over
//! pay-back        = cost / (benefit / 12)                                                    months
//! ```
//!
//! Year by year of the simulation both plans meet the same luck (common random numbers), so their difference is that of
//! the plans alone. The words are a rule of this program, without a source: **worth it** where the cost is paid back
//! within 12 months and in at least 80 % of the simulated years the benefit of one year is above the cost; **marginal**
//! where it is paid back within 24 months and two years of benefit are above the cost in at least half of the years;
//! else **defer**: the benefit does not clearly exceed the cost.
//!
//! Not counted: pay of reps who come or go, and the price of customers that are bought.

use crate::outcome::Assumptions;
use crate::outcome::PlanOutcome;
use crate::outcome::Simulation;
use serde::Deserialize;
use serde::Serialize;

/// Months within which a plan that is worth it pays back.
pub const SOON_MONTHS: f64 = 12.0;
/// Months within which a marginal one does.
pub const LATE_MONTHS: f64 = 24.0;
/// Share of the simulated years in which the benefit of one year must exceed the cost.
pub const CLEAR_SHARE: f64 = 0.8;
/// Share of the simulated years in which that of two years must.
const LIKELY_SHARE: f64 = 0.5;

/// The verdict in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// The benefit clearly exceeds the cost within a year.
    WorthIt,
    /// It does within two years, more likely than not.
    Marginal,
    /// It does not clearly exceed it.
    Defer,
}

/// Benefit, cost and pay-back of a plan against another one, today's as a rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The word.
    pub word: Word,
    /// What it brings more, money a year, without what is lost in hand-overs.
    pub benefit: f64,
    /// What is lost in hand-overs, money, once.
    pub dip: f64,
    /// What the hours of the hand-overs cost, money, once.
    pub transition: f64,
    /// Accounts that are handed over, more than in the plan before.
    pub handed_over: f64,
    /// Months until the benefit has paid for dip and transition; none where there is no benefit.
    pub pay_back_months: Option<f64>,
    /// Share of the simulated years in which the benefit exceeds the cost.
    pub pays_in_year: f64,
    /// The same of two years of benefit.
    pub pays_in_two_years: f64,
}

/// What is known of one of the two plans.
#[derive(Clone, Copy)]
pub struct PlanSide<'s> {
    /// What it is expected to bring.
    pub outcome: &'s PlanOutcome,
    /// The same in many possible years.
    pub simulation: &'s Simulation,
    /// Accounts that have another rep than their owner.
    pub handed_over: u32,
}

impl Verdict {
    /// That of a plan against the one before it, from the same ground; none where nothing differs.
    pub fn between(before: PlanSide<'_>, after: PlanSide<'_>, assumptions: &Assumptions) -> Option<Self> {
        let steady = |side: PlanSide<'_>| side.outcome.total.expected + side.outcome.total.dip;
        let benefit = steady(after) - steady(before);
        let dip = after.outcome.total.dip - before.outcome.total.dip;
        let handed_over = f64::from(after.handed_over) - f64::from(before.handed_over);
        let transition = handed_over * assumptions.handover_hours * after.outcome.hour_price;
        let cost = dip + transition;
        if benefit.abs() < 0.005 && cost.abs() < 0.005 && after.handed_over == before.handed_over {
            return None;
        }
        // The dip was taken off each year of both.
        let gains: Vec<f64> =
            after.simulation.years.iter().zip(&before.simulation.years).map(|(a, b)| a - b + dip).collect();
        let paying = |years: f64| share(&gains, |gain| years * gain > cost);
        let pay_back_months = pay_back_months(benefit, cost);
        let (pays_in_year, pays_in_two_years) = (paying(1.0), paying(2.0));
        let word = word(pay_back_months, pays_in_year, pays_in_two_years);
        Some(Self { word, benefit, dip, transition, handed_over, pay_back_months, pays_in_year, pays_in_two_years })
    }

    /// What it costs once, money.
    pub fn cost(&self) -> f64 {
        self.dip + self.transition
    }
}

/// Months until a yearly benefit has paid for a cost, 0 where there is none to pay; none where it never does.
pub fn pay_back_months(benefit: f64, cost: f64) -> Option<f64> {
    match () {
        () if benefit <= 0.0 => None,
        () if cost <= 0.0 => Some(0.0),
        () => Some(12.0 * cost / benefit),
    }
}

fn word(months: Option<f64>, in_year: f64, in_two_years: f64) -> Word {
    match months {
        Some(months) if months <= SOON_MONTHS && in_year >= CLEAR_SHARE => Word::WorthIt,
        Some(months) if months <= LATE_MONTHS && in_two_years >= LIKELY_SHARE => Word::Marginal,
        _ => Word::Defer,
    }
}

fn share(gains: &[f64], wanted: impl Fn(f64) -> bool) -> f64 {
    let found = gains.iter().filter(|gain| wanted(**gain)).count();
    found as f64 / gains.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_its_rule() {
        // Whoever defends "defer" before a board must be able to point at the line that was missed.
        assert_eq!(word(Some(12.0), 0.8, 0.9), Word::WorthIt);
        assert_eq!(word(Some(12.0), 0.79, 0.9), Word::Marginal);
        assert_eq!(word(Some(24.0), 0.1, 0.5), Word::Marginal);
        assert_eq!(word(Some(24.1), 0.1, 0.6), Word::Defer);
        assert_eq!(word(None, 0.9, 0.9), Word::Defer);
        assert_eq!((pay_back_months(120.0, 40.0), pay_back_months(5.0, 0.0)), (Some(4.0), Some(0.0)));
        assert_eq!(pay_back_months(-5.0, -40.0), None);
    }
}
