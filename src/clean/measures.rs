//! Step: numbers and money.

use crate::clean::Step;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::log::digits;
use crate::clean::rows::Rows;
use crate::import::Drafts;
use crate::import::Field;
use crate::import::Nature;
use crate::import::parse;
use crate::model::Issue;
use crate::model::NO_MONEY;
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
    found: BTreeMap<&'static str, (usize, Issue)>,
}

impl Currencies {
    fn most_frequent(&self) -> Option<&'static str> {
        let order = |(_, (count, first)): &(&&str, &(usize, Issue))| (*count, std::cmp::Reverse(first.place.row));
        self.found.iter().max_by_key(order).map(|(&code, _)| code)
    }

    /// Takes in the currency beside an amount.
    pub fn add(&mut self, code: &'static str, drafts: &Drafts, row: usize, field: Field) {
        let first = || (0, drafts.issue_at(Issue::warning("currency-mixed", "", ""), row, field));
        self.found.entry(code).or_insert_with(first).0 += 1;
    }

    /// The most frequent currency of the accounts or, where none of their amounts names one, of the deals; the others are
    /// reported. Whether any names it at all comes with it.
    pub fn decide(self, deals: Self, has_money: bool, log: &mut Log) -> (String, bool) {
        let best = self.most_frequent().or_else(|| deals.most_frequent());
        let chosen = best.unwrap_or(if has_money { "USD" } else { NO_MONEY });
        let found = self.found.into_iter().chain(deals.found);
        for (code, (count, first)) in found.filter(|&(code, _)| code != chosen) {
            let advice = say!(
                count;
                "{n} amount in {code} is counted as if it was {chosen}. Convert to one currency first.",
                "{n} amounts in {code} are counted as if they were {chosen}. Convert to one currency first.",
                n = digits(count),
                code,
                chosen
            );
            log.add(Issue { expected: say!("amounts in {chosen}", chosen), advice, ..first });
        }
        let sentence = match best {
            Some(code) => say!("All amounts are taken as {code}, the currency most of them name.", code),
            None if !has_money => say!("The files have no amounts of money.").to_owned(),
            None => say!("No amount names a currency; they are shown as US dollars.").to_owned(),
        };
        log.step("currency", say!("Currency"), 0, sentence);
        (chosen.to_owned(), best.is_some())
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
    let (mut unusable, mut negatives) = (0, 0);
    for account in 0..rows.len() {
        let text = rows.text(account, field);
        if parse::is_blank(text) {
            out.push(f64::NAN);
            continue;
        }
        let amount = parse::amount(text, sign);
        if let Some(code) = amount.and_then(|amount| amount.currency) {
            currencies.add(code, rows.drafts, rows.data[account], field);
        }
        let value = amount.map_or(f64::NAN, |amount| amount.value);
        if parse::DecimalSign::told_by(text).is_some_and(|own| own != sign) && amount.is_some() {
            first_otherwise = if otherwise == 0 { account } else { first_otherwise };
            otherwise += 1;
        }
        match fault(value, field) {
            Some((issue, _)) if value < 0.0 && !rows.does(Step::Negatives) => {
                log.cell(rows.issue_at(
                    Issue { advice: say!("It counts as 0, as you chose.").to_owned(), ..issue },
                    account,
                    field,
                ));
                negatives += 1;
                out.push(0.0);
            }
            Some((issue, kept)) => {
                negatives += usize::from(value < 0.0);
                log.cell(rows.issue_at(issue, account, field));
                unusable += usize::from(!kept);
                out.push(if kept { value } else { f64::NAN });
            }
            None => out.push(value),
        }
    }
    log.touch(field, 0, unusable);
    log.count(Step::Negatives, negatives);
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
    let (expected, doubtful) = match sign {
        parse::DecimalSign::Point => (say!("a decimal point as in most of the column"), say!("1,234 is read as 1234")),
        parse::DecimalSign::Comma => (say!("a decimal comma as in most of the column"), say!("1.234 is read as 1234")),
    };
    let advice = say!(
        count;
        "{n} value is read by its own sign, and {doubtful}. Write all in one way.",
        "{n} values are read by their own sign, and {doubtful}. Write all in one way.",
        n = digits(count),
        doubtful
    );
    Issue::warning("decimals-mixed", expected, advice)
}

/// What is wrong with a value, and whether it is used all the same.
pub fn fault(value: f64, field: Field) -> Option<(Issue, bool)> {
    let implausible = match field.nature() {
        Nature::Money => value > IMPLAUSIBLE_MONEY,
        Nature::Number => field == Field::Employees && value > IMPLAUSIBLE_EMPLOYEES,
        _ => false,
    };
    if value.is_nan() {
        let advice = say!("The value counts as missing. Write it in digits, like 1234.5.");
        Some((Issue::warning("number-unreadable", say!("a number"), advice), false))
    } else if value < 0.0 {
        let advice = say!("The value counts as missing.");
        Some((Issue::warning("number-negative", say!("a number that is not below 0"), advice), false))
    } else if matches!(field, Field::ServiceHours | Field::VisitsPerYear) && value > IMPOSSIBLE_EFFORT {
        let advice = say!("The value counts as missing.");
        Some((Issue::warning("number-impossible", say!("a number of hours or visits in a year"), advice), false))
    } else if implausible {
        let advice = say!("The value is used as it is. Please check it.");
        Some((Issue::warning("number-implausible", say!("a number of a usual size"), advice), true))
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

/// Fewest companies with revenue and employees that tell the unit of money.
const ENOUGH: usize = 20;

/// Company revenue that a file writes in thousands or millions, as whole amounts, where the user wants it. Companies turn
/// over between some ten thousand and a few million dollars a head: a median below 3 suggests millions, below 1,000
/// thousands. It may also be that the column is something else, so the user is told and asked.
pub fn units(rows: &Rows, employees: &Numbers, revenue: &mut Numbers, log: &mut Log) {
    let heads = employees.iter().zip(revenue.iter()).filter(|(heads, revenue)| **heads > 0.0 && **revenue > 0.0);
    let mut each: Vec<f64> = heads.map(|(heads, revenue)| revenue / heads).collect();
    each.sort_by(f64::total_cmp);
    let median = each.get(each.len() / 2).copied().filter(|_| each.len() >= ENOUGH);
    let (factor, word, head) = match median {
        Some(median) if median < 3.0 => (1e6, say!("millions"), median),
        Some(median) if median < 1_000.0 => (1e3, say!("thousands"), median),
        _ => return,
    };
    let header = rows.drafts.header(Field::AnnualRevenue);
    let (changed, sentence, advice) = if rows.does(Step::MoneyUnits) {
        let known = revenue.iter_mut().filter(|value| value.is_finite()).map(|value| *value *= factor);
        let changed = known.count();
        let amounts = counted(changed, "amount", "amounts");
        (
            changed,
            say!("Column {header} is read in {word}: {amounts} multiplied.", header, word, amounts),
            say!("They are read so, as you chose."),
        )
    } else {
        let head = format!("{head:.2}");
        let sentence = say!(
            "Column {header} may be in {word}: a head would make only {head}. Switch this on if it is.",
            header,
            word,
            head
        );
        (0, sentence, say!("They are used as they stand. If it is, switch on \"Units of money\" under Cleaning."))
    };
    let expected = say!("whole amounts of money; it may be in {word}", word);
    let issue = Issue::note("money-units", expected, advice);
    log.add(
        issue.at(&rows.drafts.table().file, 0, header).found(&say!("{amount} a head", amount = format!("{head:.2}"))),
    );
    log.step(Step::MoneyUnits.id(), Step::MoneyUnits.title(), changed, sentence);
}

/// Fewest amounts of a column before the largest of them count as extreme.
const MANY: usize = 200;

/// Where the user wants it, amounts above all but one in two hundred come down to that amount (winsorised: Dixon 1960).
pub fn extremes(rows: &Rows, field: Field, values: &mut Numbers, log: &mut Log) -> usize {
    let mut known: Vec<f64> = values.iter().copied().filter(|value| *value > 0.0).collect();
    if !rows.does(Step::Extremes) || known.len() < MANY {
        return 0;
    }
    known.sort_by(f64::total_cmp);
    let most = known[known.len() - 1 - known.len() / 200];
    let mut changed = 0;
    for (account, value) in values.iter_mut().enumerate().filter(|(_, value)| **value > most) {
        *value = most;
        changed += 1;
        let advice = say!("It counts as {most}, as you chose.", most);
        let issue = Issue::note("amount-extreme", say!("an amount like the others"), advice);
        log.cell(rows.issue_at(issue, account, field));
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Choices;
    use crate::clean::trial::cleaned;
    use crate::clean::trial::cleaned_by;
    use crate::clean::trial::count;
    use std::fmt::Write as _;

    fn companies(revenue: impl Fn(usize) -> String) -> String {
        let mut text = "id,name,owner,employees,annual_revenue\n".to_owned();
        for row in 0..400 {
            let _ = writeln!(text, "{row},Company {row},Ana,{},{}", 10 * (row + 1), revenue(row));
        }
        text
    }

    #[test]
    fn revenue_in_millions_is_suspected_by_what_a_head_would_make_and_read_so_on_request() {
        // What they pay us beside their size looks the same: multiplied unasked, it would be nonsense.
        let millions = companies(|row| format!("{}.5", row + 1));
        let prepared = cleaned(&[("accounts.csv", &millions)]);
        assert_eq!((prepared.dataset.accounts.annual_revenue[0], count(&prepared, "money-units")), (1.5, 1));
        let on = Choices::default().switch(Step::MoneyUnits);
        assert_eq!(cleaned_by(&[("accounts.csv", &millions)], &on).dataset.accounts.annual_revenue[0], 1.5e6);
        let whole = companies(|row| format!("{}", 150_000 * (row + 1) * 10));
        let prepared = cleaned(&[("accounts.csv", &whole)]);
        assert_eq!((prepared.dataset.accounts.annual_revenue[0], count(&prepared, "money-units")), (1.5e6, 0));
    }

    #[test]
    fn extremes_come_down_only_on_request() {
        // The largest customer may be true: nobody but the user can say that it is a slip.
        let text = companies(|row| if row == 7 { "9e11".to_owned() } else { "5000000".to_owned() });
        let files = [("accounts.csv", text.as_str())];
        assert_eq!(cleaned(&files).dataset.accounts.annual_revenue[7], 9e11);
        let on = cleaned_by(&files, &Choices::default().switch(Step::Extremes));
        let listed = on.issues.iter().filter(|issue| issue.code == "amount-extreme");
        let revenue = listed.filter(|issue| issue.place.column == "annual_revenue").count();
        assert_eq!((on.dataset.accounts.annual_revenue[7], revenue), (5e6, 1));
    }

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
