//! Whether the values of a column are what its header promises.

use crate::import::field::Field;
use crate::import::field::Nature;
use crate::import::fold::fold;
use crate::import::parse;
use crate::import::parse::DayOrder;
use crate::import::parse::DecimalSign;
use crate::model::Table;
use std::collections::HashSet;

/// Values looked at per column, spread over the whole table.
const SAMPLE: usize = 200;

/// Some values of a column, without the empty ones.
pub struct Sample<'a> {
    values: Vec<&'a str>,
}

impl<'a> Sample<'a> {
    /// Values from the whole length of the column.
    pub fn of(table: &'a Table, column: usize) -> Self {
        let step = (table.len() / SAMPLE).max(1);
        let cells = (0..table.len()).step_by(step).map(|row| table.cell(row, column).trim());
        Self { values: cells.filter(|cell| !parse::is_blank(cell)).take(SAMPLE * 2).collect() }
    }

    /// Whether the column is empty.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Share of the values that satisfy a test; 1 where there are none.
    fn share(&self, test: impl Fn(&str) -> bool) -> f64 {
        if self.values.is_empty() {
            return 1.0;
        }
        self.values.iter().filter(|value| test(value)).count() as f64 / self.values.len() as f64
    }

    /// Share of the values that satisfy a test; 0 where there are none.
    pub fn share_of(&self, test: impl Fn(&str) -> bool) -> f64 {
        if self.is_empty() { 0.0 } else { self.share(test) }
    }

    /// The first data row whose value is not what a field holds.
    pub fn misfit(table: &'a Table, column: usize, field: Field) -> Option<usize> {
        if matches!(field.nature(), Nature::Identity | Nature::Email) {
            return None;
        }
        let cell = |row: usize| table.cell(row, column).trim();
        (0..table.len())
            .find(|&row| !parse::is_blank(cell(row)) && Self { values: vec![cell(row)] }.agreement(field) < 0.5)
    }

    /// How well the values suit a field, 0 to 1.
    pub fn agreement(&self, field: Field) -> f64 {
        let sign = DecimalSign::of(self.values.iter().copied());
        let numeric = |value: &str| parse::number(value, sign).is_some();
        match field.nature() {
            Nature::Identity => {
                let distinct: HashSet<&&str> = self.values.iter().collect();
                if self.values.is_empty() { 0.0 } else { distinct.len() as f64 / self.values.len() as f64 }
            }
            Nature::Number | Nature::Money | Nature::Share => self.share(numeric),
            Nature::Degrees => {
                self.share(|value| parse::number(value, sign).is_some_and(|degrees| degrees.abs() <= 180.0))
            }
            Nature::Date => {
                let order = DayOrder::of(self.values.iter().copied());
                self.share(|value| parse::day(value, order).is_some())
            }
            Nature::YesNo => self.share(|value| parse::yes_no(value).is_some()),
            Nature::Email => self.share(|value| value.contains('@')),
            Nature::Text => self.text_agreement(field, &numeric),
        }
    }

    fn text_agreement(&self, field: Field, numeric: &dyn Fn(&str) -> bool) -> f64 {
        match field {
            Field::Country | Field::City | Field::Industry | Field::Stage | Field::Name => {
                1.0 - self.share(|value| numeric(value)) * f64::from(!self.values.is_empty())
            }
            // A column "Type" may hold lines of business; and whether a record is in use says nothing about who buys.
            Field::Status if !self.values.is_empty() => self.share(is_of_business) - 0.6 * self.share(is_of_record),
            Field::Outcome => self.share(is_outcome),
            Field::PostalCode => self.share(|value| value.bytes().any(|byte| byte.is_ascii_digit())),
            _ => 1.0,
        }
    }

    /// Which part of an address a column called "Location" holds.
    pub fn location(&self) -> Option<Field> {
        if self.share(|value| parse::country_code(value).is_some()) >= 0.7 {
            Some(Field::Country)
        } else if self.share(|value| parse::state_code(value, "").is_some()) >= 0.7 {
            Some(Field::State)
        } else if self.share(|value| parse::number(value, DecimalSign::Point).is_none()) >= 0.9 {
            Some(Field::City)
        } else {
            None
        }
    }

    /// Whether most of the values have fractions.
    pub fn has_fractions(&self) -> bool {
        !self.is_empty() && self.share(|value| value.contains(['.', ','])) >= 0.5
    }

    /// Whether the values are degrees of latitude, with fractions.
    pub fn are_latitudes(&self) -> bool {
        let sign = DecimalSign::of(self.values.iter().copied());
        let degrees = |value: &str| parse::number(value, sign).is_some_and(|degrees| degrees.abs() <= 90.0);
        self.has_fractions() && self.share(degrees) >= 0.95
    }

    /// Share of the values that a set of known names holds.
    pub fn known(&self, names: &HashSet<String>) -> f64 {
        if self.values.is_empty() { 0.0 } else { self.share(|value| names.contains(&fold(value))) }
    }
}

/// Whether a text tells what a company is to us: customer, prospect, partner.
fn is_of_business(value: &str) -> bool {
    const WORDS: &str = "customer customers client clients kunde kunden buyer evangelist prospect prospects interessent lead \
        leads mql sql suspect target opportunity subscriber partner partners reseller distributor vendor supplier competitor \
        consultant investor integrator influencer press analyst agency other active inactive former lost churned won new \
        existing trial pilot potential open qualified unqualified enabled disabled nurture key marketingqualifiedlead \
        salesqualifiedlead bestandskunde neukunde stammkunde lieferant yes no true false y n ja nein";
    fold(value).split(' ').any(|word| WORDS.split_ascii_whitespace().any(|known| known == word))
}

/// Whether a status is that of a record in a program, not that of a company.
fn is_of_record(value: &str) -> bool {
    ["active", "inactive", "enabled", "disabled"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a status is that of a deal: a list of accounts may have a column "Status", too.
fn is_outcome(value: &str) -> bool {
    const WORDS: &str = "won lost open closed closedwon closedlost pending signed cancelled canceled abandoned gewonnen \
        verloren offen yes no true false 1 0";
    fold(value).split(' ').any(|word| WORDS.split(' ').any(|known| known == word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Indices;

    fn column(values: &[&str]) -> Table {
        let rows = Indices((2..).take(values.len()).collect());
        Table { file: "a.csv".to_owned(), headers: vec!["x".to_owned()], cells: values.iter().copied().collect(), rows }
    }

    #[test]
    fn a_location_is_what_its_values_are() {
        // "Location" is a city in one file and a country in the next.
        let kind = |values: &[&str]| Sample::of(&column(values), 0).location();
        assert_eq!(kind(&["Kenya", "United States", "Japan"]), Some(Field::Country));
        assert_eq!(kind(&["TX", "New York", "ca"]), Some(Field::State));
        assert_eq!(kind(&["Austin, TX", "Boise, ID"]), Some(Field::City));
    }

    #[test]
    fn values_confirm_or_deny_a_field() {
        // The header proposes, the values decide.
        let agreement = |values: &[&str], field: Field| Sample::of(&column(values), 0).agreement(field);
        assert!(agreement(&["$1,200", "12M", ""], Field::AnnualRevenue) > 0.99);
        assert!(agreement(&["high", "low"], Field::AnnualRevenue) < 0.01);
        assert!(agreement(&["1", "1", "1", "1"], Field::Id) < 0.3);
        assert!(agreement(&["31.12.2026", "01.01.2027"], Field::ContractEnd) > 0.99);
    }
}
