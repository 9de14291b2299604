//! How good the data are: what of each column can be used as it stands, what after cleaning, and where it is worst.

use crate::clean::Host;
use crate::clean::log::Log;
use crate::clean::log::Logged;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::Mapping;
use crate::model::Accounts;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::OPEN;
use crate::model::Severity;
use crate::order::Order;
use serde::Deserialize;
use serde::Serialize;

/// So many of the worst rows are named.
const WORST: usize = 10;

/// A column of the accounts file with a known meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnQuality {
    /// Its header.
    pub header: String,
    /// What it means.
    pub field: Field,
    /// Accounts with a value.
    pub filled: u32,
    /// Values that were put right.
    pub repaired: u32,
    /// Values that cannot be used.
    pub unusable: u32,
    /// Accounts with something to use after cleaning; of coordinates, those with a place.
    pub usable: u32,
}

impl ColumnQuality {
    /// Accounts whose value can be used as it stands.
    pub fn sound(&self) -> u32 {
        self.filled.saturating_sub(self.repaired + self.unusable)
    }
}

/// A row with several faults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorstRow {
    /// Row as a spreadsheet shows it.
    pub row: u32,
    /// Kinds of its faults, the worst first.
    pub codes: Vec<String>,
}

/// What a plan needs to know of an account; each with what it weighs in the whole.
pub const SUBJECTS: [(&str, f64, &[Field]); 5] = [
    (text!("Identity"), 2.0, &[Field::Id, Field::Name]),
    (text!("Rep today"), 1.0, &[Field::Owner]),
    (text!("Place"), 2.0, &[Field::Latitude, Field::PostalCode, Field::City]),
    (text!("Worth"), 2.0, &[Field::Potential, Field::CurrentRevenue, Field::AnnualRevenue, Field::Employees]),
    (text!("Kind"), 1.0, &[Field::Industry, Field::Segment, Field::Status]),
];

/// How good the accounts are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Rows of the accounts file.
    pub rows: u32,
    /// Rows that are accounts of their own.
    pub accounts: u32,
    /// Rows that are one account with another one, by the user's word.
    pub merged: u32,
    /// Accounts with a place.
    pub placed: u32,
    /// Accounts with a rep today.
    pub owned: u32,
    /// Columns with a known meaning, in the order of the file.
    pub columns: Vec<ColumnQuality>,
    /// Rows with most faults.
    pub worst: Vec<WorstRow>,
}

impl Quality {
    /// Rows that should be accounts of their own: all but those joined to another. Rows that cannot be used are among them.
    pub fn wanted(&self) -> u32 {
        self.rows - self.merged.min(self.rows)
    }

    /// Of each subject the share of wanted rows of which it is known, as the file stands and after cleaning, 0 to 1: that of
    /// its best column; of the place the share with usable coordinates, then with any place.
    pub fn subjects(&self) -> Vec<(&'static str, f64, f64)> {
        let share = |count: u32| f64::from(count) / f64::from(self.wanted().max(1));
        let best = |fields: &[Field], of: &dyn Fn(&ColumnQuality) -> u32| {
            let known = self.columns.iter().filter(|column| fields.contains(&column.field));
            share(known.map(of).max().unwrap_or(0))
        };
        let subject = |(name, _, fields): (&'static str, f64, &[Field])| match name {
            "Place" => (name, best(&[Field::Latitude], &ColumnQuality::sound), share(self.placed)),
            "Rep today" => (name, best(fields, &ColumnQuality::sound), share(self.owned)),
            _ => (name, best(fields, &ColumnQuality::sound), best(fields, &|column| column.usable)),
        };
        SUBJECTS.into_iter().map(subject).collect()
    }

    /// The whole, as the file stands and after cleaning, 0 to 1: the weighted mean of the subjects.
    pub fn overall(&self) -> (f64, f64) {
        let total: f64 = SUBJECTS.iter().map(|subject| subject.1).sum();
        let parts = self.subjects();
        let weighed = |of: &dyn Fn(&(&'static str, f64, f64)) -> f64| {
            SUBJECTS.iter().zip(&parts).map(|(subject, part)| subject.1 * of(part)).sum::<f64>() / total
        };
        (weighed(&|part| part.1), weighed(&|part| part.2))
    }
}

/// How good the accounts are; without the worst rows, which only the whole log tells.
pub async fn quality(
    rows: &Rows<'_>,
    mapping: &Mapping,
    accounts: &Accounts,
    host: &mut impl Host,
    log: &Log,
) -> Option<Quality> {
    let mut columns = Vec::new();
    for column in &mapping.columns {
        let Some(field) = column.field else { continue };
        going!(host, say!("Looking at the quality"), 0.92);
        let filled = (0..rows.len()).filter(|&account| !rows.text(account, field).is_empty()).count() as u32;
        let touched = log.touched(field);
        let (repaired, unusable) = (touched.repaired.min(filled), touched.unusable.min(filled));
        let header = column.header.clone();
        let usable = usable(accounts, field).unwrap_or(filled - unusable);
        columns.push(ColumnQuality { header, field, filled, repaired, unusable, usable });
    }
    let merged = rows.also.values().map(Vec::len).sum::<usize>() as u32;
    Some(Quality {
        rows: rows.drafts.len() as u32,
        accounts: rows.len() as u32,
        merged,
        placed: usable(accounts, Field::Latitude).unwrap_or(0),
        owned: usable(accounts, Field::Owner).unwrap_or(0),
        columns,
        worst: Vec::new(),
    })
}

/// How many accounts have something to use of a field; none where its values are used as they stand.
fn usable(accounts: &Accounts, field: Field) -> Option<u32> {
    let numbers = match field {
        Field::Latitude | Field::Longitude => &accounts.latitude,
        Field::Employees => &accounts.employees,
        Field::AnnualRevenue => &accounts.annual_revenue,
        Field::CurrentRevenue => &accounts.current_revenue,
        Field::Potential => &accounts.potential,
        Field::Owner => return Some(accounts.owner.iter().filter(|&&rep| rep != OPEN).count() as u32),
        Field::PostalCode => return Some(accounts.postal_code.iter().filter(|code| !code.is_empty()).count() as u32),
        _ => return None,
    };
    Some(numbers.iter().filter(|value| value.is_finite()).count() as u32)
}

/// The rows of a file with most faults.
pub fn worst(file: &str, logged: &Logged) -> Vec<WorstRow> {
    let here = |issue: &&Issue| issue.place.file == file && issue.severity > Severity::Note && issue.place.row > 0;
    let mut counts: Lookup<u32, u32> = Lookup::default();
    let rest = logged.rest.iter().filter(|rest| rest.like.place.file == file && rest.like.severity > Severity::Note);
    let listed = logged.issues.iter().filter(here).map(|issue| issue.place.row);
    for row in listed.chain(rest.clone().flat_map(|rest| rest.rows.iter().copied())) {
        *counts.entry(row).or_default() += 1;
    }
    let mut rows: Vec<(u32, u32)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    rows.order_by_key(|&(row, count)| (std::cmp::Reverse(count), row));
    rows.truncate(WORST);
    let codes = |row: u32| {
        let listed = logged.issues.iter().filter(here).filter(|issue| issue.place.row == row);
        let more = rest.clone().filter(|rest| rest.rows.contains(&row)).map(|rest| &rest.like);
        let mut found: Vec<(Severity, String)> =
            listed.chain(more).map(|issue| (issue.severity, issue.code.clone())).collect();
        found.order_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        found.into_iter().map(|(_, code)| code).collect()
    };
    rows.into_iter().map(|(row, _)| WorstRow { row, codes: codes(row) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::trial::cleaned;

    #[test]
    fn each_column_tells_what_cleaning_made_of_it() {
        // A score that only counts filled cells would call a column of nonsense complete.
        let text = "id,name,owner,postal_code,country,potential,latitude,longitude\n1,A,Ana,2721,US,5,40,-100\n\
            2,B,Ana,02721,US,-3,0,0\n3,C,,X?,US,x,-100,40\n4,D,Ana,,US,7,,\n";
        let quality = cleaned(&[("accounts.csv", text)]).quality;
        let of = |field: Field| quality.columns.iter().find(|column| column.field == field).unwrap();
        let told = |field: Field| {
            let column = of(field);
            [column.filled, column.sound(), column.repaired, column.unusable, column.usable]
        };
        assert_eq!(told(Field::PostalCode), [3, 1, 1, 1, 2]);
        assert_eq!(told(Field::Potential), [4, 2, 0, 2, 2]);
        assert_eq!(told(Field::Latitude), [3, 1, 1, 1, 2]);
        assert_eq!((quality.owned, quality.placed), (3, 2));
        let (before, after) = quality.overall();
        assert!(before < after && after < 1.0, "{before} {after}");
        assert_eq!((quality.worst[0].row, quality.worst[0].codes.len()), (4, 3));
    }
}
