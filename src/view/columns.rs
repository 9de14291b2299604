//! The columns of a file: what each is taken for, and what it could be.

use crate::import::Field;
use crate::import::How;
use crate::import::Mapping;
use crate::model::TableKind;
use crate::units::grouped;

/// One column of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnRow {
    /// Position in the table.
    pub column: usize,
    /// Header as the file has it.
    pub header: String,
    /// What it holds.
    pub field: Option<Field>,
    /// `94 %`; "" for an extra column.
    pub sure: String,
    /// The same, 0 to 100, for a bar.
    pub fill: f64,
    /// Why it is taken for that: `a known name`.
    pub because: &'static str,
    /// The first few values.
    pub samples: Vec<String>,
}

/// The columns of a file.
pub fn column_rows(mapping: &Mapping) -> Vec<ColumnRow> {
    let rows = mapping.columns.iter().map(|column| ColumnRow {
        column: column.column as usize,
        header: column.header.clone(),
        field: column.field,
        sure: column.field.map_or_else(String::new, |_| format!("{} %", grouped(column.confidence * 100.0, 0))),
        fill: if column.field.is_some() { column.confidence * 100.0 } else { 0.0 },
        because: because(column.how),
        samples: column.samples.clone(),
    });
    rows.collect()
}

fn because(how: How) -> &'static str {
    match how {
        How::Exact => say!("its name"),
        How::Alias => say!("a known name"),
        How::Pattern => say!("part of its name"),
        How::Fuzzy => say!("a similar name"),
        How::Values => say!("its values"),
        How::User => say!("your choice"),
        How::None => say!("kept, not used"),
    }
}

/// Columns below this confidence are worth a look.
const UNSURE: f64 = 0.7;

/// How many columns of a file are worth a look.
pub fn unsure_columns(mapping: &Mapping) -> usize {
    mapping.columns.iter().filter(|column| column.field.is_some() && column.confidence < UNSURE).count()
}

/// The fields a table of this kind can have, in groups with a heading.
pub fn field_groups(kind: TableKind) -> Vec<(&'static str, Vec<Field>)> {
    let mut groups: Vec<(&'static str, Vec<Field>)> = Vec::new();
    for field in Field::of(kind) {
        let heading = heading(field);
        match groups.iter_mut().find(|group| group.0 == heading) {
            Some(group) => group.1.push(field),
            None => groups.push((heading, vec![field])),
        }
    }
    groups
}

fn heading(field: Field) -> &'static str {
    match field {
        field if field <= Field::Status || matches!(field, Field::Email | Field::Manager | Field::Office) => {
            say!("Who")
        }
        field if (field >= Field::Street && field <= Field::Longitude) || field == Field::PlaceFoundBy => say!("Where"),
        field if field <= Field::AnnualRevenue => say!("The company"),
        field if field <= Field::Complexity => say!("Value and work"),
        field if field <= Field::OpenPipeline => say!("Relationship"),
        field if field <= Field::Locked => say!("Planning"),
        field if field <= Field::TargetShare => say!("Capacity"),
        field if field <= Field::Remote => say!("Strengths"),
        field if field <= Field::ActiveTo => say!("Limits"),
        _ => say!("The deal"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_table_stands_in_one_group() {
        // A field without a group could not be chosen, one in two groups would be shown as chosen twice.
        for kind in [TableKind::Accounts, TableKind::Reps, TableKind::Opportunities] {
            let grouped: usize = field_groups(kind).iter().map(|group| group.1.len()).sum();
            assert_eq!(grouped, Field::of(kind).count());
        }
        let headings: Vec<&str> = field_groups(TableKind::Reps).iter().map(|group| group.0).collect();
        assert_eq!(headings, ["Who", "Where", "Capacity", "Strengths", "Limits"]);
    }
}
