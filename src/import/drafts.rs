//! A table seen through its mapping: values by field instead of by column.

use crate::import::columns;
use crate::import::field::Field;
use crate::import::field::Nature;
use crate::import::mapping::Mapping;
use crate::import::parse::DayOrder;
use crate::import::parse::DecimalSign;
use crate::model::Issue;
use crate::model::Table;
use crate::model::TableKind;
use crate::texts;

/// The rows of a table, their values by field. Nothing is copied.
#[derive(Clone, Debug)]
pub struct Drafts<'a> {
    table: &'a Table,
    columns: Vec<Option<usize>>,
}

/// Sees a table through its mapping.
pub fn drafts<'a>(table: &'a Table, mapping: &Mapping) -> (Drafts<'a>, Vec<Issue>) {
    let mut columns = vec![None; Field::ALL.len()];
    let mut issues = Vec::new();
    for entry in &mapping.columns {
        let Some(field) = entry.field else { continue };
        let slot = &mut columns[field as usize];
        let position = entry.column as usize;
        let (expected, advice) = if position >= table.headers.len() {
            (say!("a column of the file"), say!("The mapping belongs to another file. Map the columns again."))
        } else if slot.is_some() {
            (say!("one column for each field"), say!("The first column is used. Choose one of the two."))
        } else {
            *slot = Some(position);
            continue;
        };
        let issue = Issue::warning("mapping-unusable", expected, advice);
        issues.push(issue.at(&table.file, 1, &entry.header).found(texts::of(field.title())));
    }
    if let Some(kind) = mapping.kind {
        issues.extend(refused(table, kind, mapping));
    }
    (Drafts { table, columns }, issues)
}

/// A column whose values are not what its header promises is left out of the plan; somebody must be told.
fn refused(table: &Table, kind: TableKind, mapping: &Mapping) -> Vec<Issue> {
    let told = |(column, field, row): (usize, Field, usize)| {
        let expected = match field.nature() {
            Nature::Date => say!("days like 2026-12-31"),
            Nature::YesNo => say!("yes or no"),
            Nature::Degrees => say!("degrees"),
            Nature::Text if field == Field::PostalCode => say!("postal codes"),
            Nature::Text if field == Field::Status => say!("words like customer and prospect"),
            Nature::Text => say!("names"),
            _ => say!("numbers"),
        };
        let title = texts::within(texts::of(field.title()));
        let advice = say!(
            "Most values are something else, so the column is not used as {title}. Correct them, or choose what it holds.",
            title
        );
        let issue = Issue::warning("column-refused", expected, advice);
        issue.at(&table.file, table.rows[row], &table.headers[column]).found(table.cell(row, column).trim())
    };
    let mut issues: Vec<Issue> = columns::refused(table, kind, &mapping.columns).into_iter().map(told).collect();
    if kind == TableKind::Accounts {
        issues.extend(unused_money(table, mapping));
    }
    issues
}

/// Money that nobody uses is asked about: it may be the very column that a plan is about.
fn unused_money(table: &Table, mapping: &Mapping) -> Vec<Issue> {
    let told = |(column, row): (usize, usize)| {
        let advice =
            say!("The column is not used. If it tells what accounts pay or could pay, choose so among its meanings.");
        let issue = Issue::note("money-unused", say!("a column of money with a known meaning"), advice);
        issue.at(&table.file, table.rows[row], &table.headers[column]).found(table.cell(row, column).trim())
    };
    columns::unused_money(table, &mapping.columns).into_iter().map(told).collect()
}

impl<'a> Drafts<'a> {
    /// The table behind.
    pub fn table(&self) -> &'a Table {
        self.table
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Whether the file has the field.
    pub fn has(&self, field: Field) -> bool {
        self.columns[field as usize].is_some()
    }

    /// The trimmed value of a field in a data row (from 0); "" where there is none.
    pub fn text(&self, row: usize, field: Field) -> &'a str {
        self.columns[field as usize].map_or("", |column| self.table.cell(row, column).trim())
    }

    /// The row as a spreadsheet shows it.
    pub fn row_number(&self, row: usize) -> u32 {
        self.table.rows.get(row).copied().unwrap_or(0)
    }

    /// The header of a field's column; its title where the file has none.
    pub fn header(&self, field: Field) -> &'a str {
        self.columns[field as usize].map_or(field.title(), |column| self.table.headers[column].as_str())
    }

    /// All filled values of a field.
    pub fn filled(&self, field: Field) -> impl Iterator<Item = &'a str> {
        let rows = if self.has(field) { self.len() } else { 0 };
        (0..rows).map(move |row| self.text(row, field)).filter(|value| !value.is_empty())
    }

    /// The decimal sign of a field's column.
    pub fn decimal_sign(&self, field: Field) -> DecimalSign {
        DecimalSign::of(self.filled(field).take(2_000))
    }

    /// The order of day and month in a field's column.
    pub fn day_order(&self, field: Field) -> DayOrder {
        DayOrder::of(self.filled(field).take(2_000))
    }

    /// Places an issue at a cell.
    pub fn issue_at(&self, issue: Issue, row: usize, field: Field) -> Issue {
        issue.at(&self.table.file, self.row_number(row), self.header(field)).found(self.text(row, field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read;
    use crate::import::recognise;

    #[test]
    fn values_come_by_field_with_their_row() {
        // Steps ask for fields; messages need the row and header of the file.
        let (tables, _) = read("a.csv", b"Account Name,Billing City\n Acme ,Bonn\n");
        let mapping = recognise(&tables).remove(0);
        let (drafts, issues) = drafts(&tables[0], &mapping);
        assert_eq!((drafts.text(0, Field::Name), drafts.text(0, Field::State)), ("Acme", ""));
        assert_eq!((drafts.row_number(0), drafts.header(Field::City)), (2, "Billing City"));
        assert!(issues.is_empty());
    }

    #[test]
    fn a_column_that_is_not_what_it_says_is_told() {
        // Revenue that counts for nothing because it is written in words must not go unnoticed.
        let (tables, _) = read(
            "a.csv",
            b"Account Name,Revenue,Renewal Date,Potential,ZIP\nAcme,,soon,A,abc\nBolt,high,later,B,abc\n",
        );
        let mut mapping = recognise(&tables).remove(0);
        let (_, issues) = drafts(&tables[0], &mapping);
        let told: Vec<_> = issues.iter().map(|issue| (issue.place.row, issue.found.as_str())).collect();
        assert_eq!(told, [(3, "high"), (2, "soon"), (2, "A"), (2, "abc")]);
        // Whoever says that the column is something else has seen it.
        mapping.choose(1, None);
        assert_eq!(drafts(&tables[0], &mapping).1.len(), 3);
    }

    #[test]
    fn a_mapping_of_another_file_is_reported() {
        // A remembered mapping may meet a file with fewer columns.
        let (wide, _) = read("a.csv", b"id,name,city\n1,Acme,Bonn\n");
        let (narrow, _) = read("a.csv", b"id\n1\n");
        let mapping = recognise(&wide).remove(0);
        let (_, issues) = drafts(&narrow[0], &mapping);
        assert_eq!(issues.len(), 2);
        assert_eq!(issues[0].code, "mapping-unusable");
    }
}
