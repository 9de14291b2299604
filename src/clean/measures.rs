//! Step: numbers and money.

use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::Rows;
use crate::import::Drafts;
use crate::import::Field;
use crate::import::Nature;
use crate::import::parse;
use crate::model::Issue;
use crate::model::Numbers;
use std::collections::BTreeMap;

/// Nobody earns more than this a year; a larger amount is a slip.
const IMPLAUSIBLE_MONEY: f64 = 2e12;
/// No company has more employees.
const IMPLAUSIBLE_EMPLOYEES: f64 = 5e6;
/// Nobody visits or serves one account so often or so long a year: it is what 500 people work.
const IMPOSSIBLE_EFFORT: f64 = 1e6;

/// Currencies found beside amounts, with how often and where first.
#[derive(Debug, Default)]
pub struct Currencies {
    found: BTreeMap<&'static str, (usize, usize, Option<Field>)>,
}

impl Currencies {
    fn add(&mut self, code: &'static str, row: usize, field: Field) {
        let entry = self.found.entry(code).or_insert((0, row, Some(field)));
        entry.0 += 1;
    }

    /// The most frequent currency; the others are reported.
    pub fn decide(&self, drafts: &Drafts, log: &mut Log) -> String {
        let best = self.found.iter().max_by_key(|(_, (count, ..))| *count).map(|(&code, _)| code);
        let chosen = best.unwrap_or("USD");
        for (&code, &(count, row, field)) in self.found.iter().filter(|&(&code, _)| code != chosen) {
            let (is, they) = if count == 1 { ("is", "it was") } else { ("are", "they were") };
            let amounts = counted(count, "amount", "amounts");
            let advice =
                format!("{amounts} in {code} {is} counted as if {they} {chosen}. Convert to one currency first.");
            let issue = Issue::warning("currency-mixed", format!("amounts in {chosen}"), advice);
            log.add(drafts.issue_at(issue, row, field.unwrap_or(Field::Amount)));
        }
        let sentence = match best {
            Some(code) => format!("All amounts are taken as {code}, the currency most of them name."),
            None => "No amount names a currency; they are shown as US dollars.".to_owned(),
        };
        log.step("currency", "Currency", 0, sentence);
        chosen.to_owned()
    }
}

/// The numbers of a field. Unreadable and negative ones are left out and listed.
pub fn numbers(rows: &Rows, field: Field, currencies: &mut Currencies, log: &mut Log) -> Numbers {
    if !rows.drafts.has(field) {
        return Numbers(vec![f64::NAN; rows.len()]);
    }
    let sign = rows.drafts.decimal_sign(field);
    let (mut otherwise, mut first_otherwise) = (0, 0);
    let mut out = Numbers::default();
    for account in 0..rows.len() {
        let text = rows.text(account, field);
        if text.is_empty() {
            out.push(f64::NAN);
            continue;
        }
        let amount = parse::amount(text, sign);
        if let Some(code) = amount.and_then(|amount| amount.currency) {
            currencies.add(code, rows.data[account], field);
        }
        let value = amount.map_or(f64::NAN, |amount| amount.value);
        if parse::DecimalSign::told_by(text).is_some_and(|own| own != sign) && amount.is_some() {
            first_otherwise = if otherwise == 0 { account } else { first_otherwise };
            otherwise += 1;
        }
        match fault(value, field) {
            Some((issue, kept)) => {
                log.cell(rows.issue_at(issue, account, field));
                out.push(if kept { value } else { f64::NAN });
            }
            None => out.push(value),
        }
    }
    if otherwise > 0 {
        log.add(rows.issue_at(decimals_mixed(otherwise, sign), first_otherwise, field));
    }
    if field.nature() == Nature::Share {
        to_shares(&mut out);
    }
    out
}

/// The issue of a column in which some values have another decimal sign than most.
fn decimals_mixed(count: usize, sign: parse::DecimalSign) -> Issue {
    let (most, doubtful) = match sign {
        parse::DecimalSign::Point => ("point", "1,234 is read as 1234"),
        parse::DecimalSign::Comma => ("comma", "1.234 is read as 1234"),
    };
    let (is, its) = if count == 1 { ("is", "its") } else { ("are", "their") };
    let values = counted(count, "value", "values");
    let advice = format!("{values} {is} read by {its} own sign, and {doubtful}. Write all in one way.");
    Issue::warning("decimals-mixed", format!("a decimal {most} as in most of the column"), advice)
}

/// What is wrong with a value, and whether it is used all the same.
fn fault(value: f64, field: Field) -> Option<(Issue, bool)> {
    let implausible = match field.nature() {
        Nature::Money => value > IMPLAUSIBLE_MONEY,
        Nature::Number => field == Field::Employees && value > IMPLAUSIBLE_EMPLOYEES,
        _ => false,
    };
    if value.is_nan() {
        let advice = "The value counts as missing. Write it in digits, like 1234.5.";
        Some((Issue::warning("number-unreadable", "a number", advice), false))
    } else if value < 0.0 {
        let advice = "The value counts as missing.";
        Some((Issue::warning("number-negative", "a number that is not below 0", advice), false))
    } else if matches!(field, Field::ServiceHours | Field::VisitsPerYear) && value > IMPOSSIBLE_EFFORT {
        let advice = "The value counts as missing.";
        Some((Issue::warning("number-impossible", "a number of hours or visits in a year", advice), false))
    } else if implausible {
        let advice = "The value is used as it is. Please check it.";
        Some((Issue::warning("number-implausible", "a number of a usual size", advice), true))
    } else {
        None
    }
}

/// Scores of 0 to 10 or 0 to 100 become 0 to 1.
fn to_shares(values: &mut Numbers) {
    let most = values.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    let scale = if most <= 1.0 {
        1.0
    } else if most <= 10.0 {
        10.0
    } else {
        most.max(100.0)
    };
    for value in values.iter_mut() {
        *value /= scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::trial::cleaned;

    #[test]
    fn scores_become_shares() {
        // A risk of 85 (of 100) must not count as 8,500 %.
        let mut percent = Numbers(vec![85.0, 20.0, f64::NAN]);
        to_shares(&mut percent);
        assert!((percent[0] - 0.85).abs() < 1e-12);
        let mut share = Numbers(vec![0.5, 1.0]);
        to_shares(&mut share);
        assert!((share[0] - 0.5).abs() < 1e-12);
    }

    #[test]
    fn two_decimal_signs_in_a_column_are_told() {
        // Lists of two countries pasted together: 1.234 is a thousand in one and hardly more than one in the other.
        let text = "id,name,owner,potential\n1,A,Ana,\"1,234.50\"\n2,B,Ana,\"1.234,50\"\n3,C,Ana,2.5\n4,D,Ana,\"9,5\"\n5,E,Ana,7.25\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        assert_eq!(prepared.dataset.accounts.potential.0, [1234.5, 1234.5, 2.5, 9.5, 7.25]);
        let issue = prepared.issues.iter().find(|issue| issue.code == "decimals-mixed").unwrap();
        assert_eq!((issue.place.row, issue.found.as_str()), (3, "1.234,50"));
        assert!(issue.advice.starts_with("2 values are read"), "{}", issue.advice);
    }

    #[test]
    fn negative_and_huge_amounts_are_told_apart() {
        // A negative potential would turn every balance round; a huge one may be true.
        assert_eq!(fault(-1.0, Field::Potential).unwrap().0.code, "number-negative");
        assert!(fault(3e12, Field::AnnualRevenue).unwrap().1);
        assert!(fault(3e9, Field::AnnualRevenue).is_none());
        // One such cell would weigh more than all other accounts together.
        assert!(!fault(9e15, Field::ServiceHours).unwrap().1);
        assert!(fault(400.0, Field::VisitsPerYear).is_none());
    }
}
