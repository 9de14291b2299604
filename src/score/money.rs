//! Revenue and potential of each account, in the dataset's currency a year.

use crate::model::Categories;
use crate::model::Dataset;
use crate::model::Outcome;
use crate::score::Estimate;
use crate::score::calendar::fractional_year;
use crate::score::history::Deals;

/// Fewest accounts with both figures before their ratio is trusted.
const ENOUGH: usize = 30;

/// Current revenue: the file's figure; else what the account's won opportunities brought a year; else 0.
pub fn revenue(dataset: &Dataset, deals: &Deals, estimates: &mut Vec<Estimate>) -> Vec<f64> {
    let accounts = &dataset.accounts;
    let mut filled = 0;
    let values = (0..accounts.len())
        .map(|account| match (accounts.current_revenue[account], deals.won_per_year(account)) {
            (given, _) if given.is_finite() => given.max(0.0),
            (_, won) if won > 0.0 => {
                filled += 1;
                won
            }
            _ => 0.0,
        })
        .collect();
    if filled > 0 {
        estimates.push(Estimate {
            column: "current_revenue".to_owned(),
            accounts: filled,
            how: say!("Taken from the won opportunities, per year of the history.").to_owned(),
        });
    }
    values
}

/// What the won opportunities of each account brought a year of the history, in the dataset's currency; at least one year
/// is counted, however short the history.
pub fn won_per_year(dataset: &Dataset) -> Vec<f64> {
    let history = &dataset.opportunities;
    let mut sums = vec![0.0; dataset.accounts.len()];
    let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
    for index in 0..history.len() {
        let closed = history.closed.get(index);
        if let Some(year) = fractional_year(closed) {
            (first, last) = (first.min(year), last.max(year));
        }
        if history.outcome(index) == Outcome::Won && history.amount[index] > 0.0 {
            sums[history.account[index] as usize] += history.amount[index];
        }
    }
    let years = (last - first).max(1.0);
    if years.is_finite() {
        for sum in &mut sums {
            *sum /= years;
        }
    }
    sums
}

/// Potential: the file's figure; else estimated from the company's size and never below the current revenue; else the
/// median of the segment or industry.
pub fn potential(dataset: &Dataset, revenue: &[f64], estimates: &mut Vec<Estimate>) -> Vec<f64> {
    let accounts = &dataset.accounts;
    let given = &accounts.potential;
    let gaps = given.iter().filter(|value| !value.is_finite()).count();
    if gaps == 0 {
        return given.iter().map(|value| value.max(0.0)).collect();
    }
    let (size, size_word) = if has_values(&accounts.annual_revenue) {
        (&accounts.annual_revenue, say!("annual revenue"))
    } else {
        (&accounts.employees, say!("number of employees"))
    };
    let ratio = size_ratio(given, size, revenue);
    let (ratio, how) = match ratio {
        Some((ratio, basis)) => (
            ratio,
            say!(
                "Estimated as {percent} % of the account's {size_word}, the median of {basis}.",
                percent = percent(ratio),
                size_word,
                basis
            ),
        ),
        None if has_values(given) => {
            // A size without a known ratio says nothing beside stated potentials: only the median is left.
            (0.0, say!("Set to the median of the accounts with a stated potential.").to_owned())
        }
        None if has_values(size) => (1.0, say!("The account's {size_word} stands for its potential.", size_word)),
        None if revenue.iter().any(|&value| value > 0.0) => {
            (1.0, say!("The current revenue stands for the potential; other accounts get the median.").to_owned())
        }
        None => (1.0, say!("The file has no money column: every account counts the same.").to_owned()),
    };
    let sized: Vec<f64> = (0..accounts.len())
        .map(|account| {
            let estimate = if size[account] > 0.0 { size[account] * ratio } else { 0.0 };
            if given[account].is_finite() { given[account].max(0.0) } else { estimate.max(revenue[account]) }
        })
        .collect();
    let usual = Medians::new(dataset, &sized);
    estimates.push(Estimate { column: "potential".to_owned(), accounts: gaps as u32, how });
    (0..accounts.len())
        .map(|account| match given[account] {
            value if value.is_finite() => value.max(0.0),
            _ if sized[account] > 0.0 => sized[account],
            _ => usual.of(dataset, account),
        })
        .collect()
}

fn has_values(column: &[f64]) -> bool {
    column.iter().any(|value| *value > 0.0)
}

/// What a unit of size is worth, where enough accounts show both; with the words for what it was measured on.
fn size_ratio(given: &[f64], size: &[f64], revenue: &[f64]) -> Option<(f64, &'static str)> {
    let ratios = |worth: &[f64]| -> Vec<f64> {
        worth.iter().zip(size).filter(|(worth, size)| **worth > 0.0 && **size > 0.0).map(|(w, s)| w / s).collect()
    };
    let stated = ratios(given);
    if stated.len() >= ENOUGH {
        return median(stated).map(|ratio| (ratio, say!("the accounts with a stated potential")));
    }
    let paid = ratios(revenue);
    if paid.len() >= ENOUGH { median(paid).map(|ratio| (ratio, say!("what customers pay"))) } else { None }
}

fn percent(ratio: f64) -> String {
    // Where the company's revenue stands beside what it pays us, the ratio may be thousandths of a percent.
    if ratio < 0.001 { crate::units::significant(ratio * 100.0, 2) } else { crate::units::grouped(ratio * 100.0, 1) }
}

/// The median of the numbers; none for an empty list.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        length if length % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

/// Medians of the sized accounts of each segment and each industry, and of all where a group has few.
struct Medians {
    by_segment: Vec<Option<f64>>,
    by_industry: Vec<Option<f64>>,
    overall: f64,
}

impl Medians {
    fn new(dataset: &Dataset, sized: &[f64]) -> Self {
        let of_groups = |labels: &Categories| {
            let mut groups = vec![Vec::new(); labels.labels().len()];
            for (account, &value) in sized.iter().enumerate() {
                if value > 0.0 && !labels.get(account).is_empty() {
                    groups[labels.code(account)].push(value);
                }
            }
            groups.into_iter().map(|group| if group.len() >= ENOUGH { median(group) } else { None }).collect()
        };
        Self {
            by_segment: of_groups(&dataset.accounts.segment),
            by_industry: of_groups(&dataset.accounts.industry),
            overall: median(sized.iter().copied().filter(|value| *value > 0.0).collect()).unwrap_or(1.0),
        }
    }

    /// That of the account's segment, else that of its industry, else that of all.
    fn of(&self, dataset: &Dataset, account: usize) -> f64 {
        let accounts = &dataset.accounts;
        let by_segment = self.by_segment[accounts.segment.code(account)];
        by_segment.or(self.by_industry[accounts.industry.code(account)]).unwrap_or(self.overall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two_middles() {
        // Estimates must not be pulled up by one huge customer.
        assert_eq!(median(vec![3.0, 1.0, 900.0]), Some(3.0));
        assert_eq!(median(vec![1.0, 2.0]), Some(1.5));
        assert_eq!(median(vec![]), None);
    }
}
