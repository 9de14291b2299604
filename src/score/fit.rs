//! How well a rep suits an account, 0 to 1.

use crate::model::Categories;
use crate::model::Dataset;

/// What remains of the fit when the rep lacks the skill for the account's industry.
const WITHOUT_SKILL: f64 = 0.6;
/// What remains when the rep does not serve the account's segment.
const OTHER_SEGMENT: f64 = 0.7;

/// Fit by industry and segment: 1 where the rep's skills name the account's industry (or the rep lists none) and the
/// rep's segments its segment; x 0.6 without the skill, x 0.7 outside the segments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    industry: Vec<Vec<f64>>,
    segment: Vec<Vec<f64>>,
    industry_of: Vec<u32>,
    segment_of: Vec<u32>,
}

impl Fit {
    /// Prepares the fit of all reps and accounts.
    pub fn new(dataset: &Dataset) -> Self {
        let accounts = &dataset.accounts;
        let factors = |column: &Categories, lists: Vec<&[String]>, otherwise: f64| -> Vec<Vec<f64>> {
            lists
                .into_iter()
                .map(|list| column.labels().iter().map(|label| factor(list, label, otherwise)).collect())
                .collect()
        };
        let codes = |column: &Categories| (0..accounts.len()).map(|account| column.code(account) as u32).collect();
        Self {
            industry: factors(
                &accounts.industry,
                dataset.reps.iter().map(|rep| rep.skills.as_slice()).collect(),
                WITHOUT_SKILL,
            ),
            segment: factors(
                &accounts.segment,
                dataset.reps.iter().map(|rep| rep.segments.as_slice()).collect(),
                OTHER_SEGMENT,
            ),
            industry_of: codes(&accounts.industry),
            segment_of: codes(&accounts.segment),
        }
    }

    /// The fit of a rep for an account.
    pub fn of(&self, account: usize, rep: usize) -> f64 {
        self.industry[rep][self.industry_of[account] as usize] * self.segment[rep][self.segment_of[account] as usize]
    }
}

fn factor(list: &[String], label: &str, otherwise: f64) -> f64 {
    let matches = list.is_empty() || label.is_empty() || list.iter().any(|item| item.eq_ignore_ascii_case(label));
    if matches { 1.0 } else { otherwise }
}
