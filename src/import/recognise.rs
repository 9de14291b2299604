//! Which of the dropped tables are accounts, reps and opportunities.

use crate::import::columns;
use crate::import::field::Field;
use crate::import::fold::fold;
use crate::import::fold::fold_header;
use crate::import::mapping::ColumnMatch;
use crate::import::mapping::How;
use crate::import::mapping::Mapping;
use crate::model::Table;
use crate::model::TableKind;
use crate::order::Order;
use crate::texts;
use std::borrow::Borrow;
use std::collections::HashSet;

const KINDS: [TableKind; 3] = [TableKind::Accounts, TableKind::Reps, TableKind::Opportunities];

/// A table must speak at least this much for a kind: an id, a name and one more column do.
const LEAST_SCORE: f64 = 1.3;

/// Recognises all tables together: what each is, and what its columns hold.
pub fn recognise<T: Borrow<Table>>(tables: &[T]) -> Vec<Mapping> {
    let tables: Vec<&Table> = tables.iter().map(Borrow::borrow).collect();
    let nobody = HashSet::new();
    let mut mappings: Vec<Mapping> = tables.iter().map(|table| best(table, &nobody)).collect();
    let people = people(&tables, &mappings);
    if !people.is_empty() {
        for (&table, mapping) in tables.iter().zip(&mut mappings) {
            if let Some(kind) = mapping.kind
                && kind != TableKind::Reps
            {
                mapping.columns = columns::columns(table, kind, &people);
            }
        }
    }
    for kind in KINDS {
        note_rivals(&tables, &mut mappings, kind);
    }
    mappings
}

/// Recognises the columns of one table as a kind the user has chosen.
pub fn recognise_as(table: &Table, kind: TableKind) -> Mapping {
    let columns = columns::columns(table, kind, &HashSet::new());
    Mapping { file: table.file.clone(), kind: Some(kind), kind_confidence: 1.0, columns, note: String::new() }
}

/// Names, ids and addresses of all reps.
fn people(tables: &[&Table], mappings: &[Mapping]) -> HashSet<String> {
    let mut people = HashSet::new();
    for (table, mapping) in tables.iter().zip(mappings).filter(|(_, mapping)| mapping.kind == Some(TableKind::Reps)) {
        for column in [Field::Id, Field::Name, Field::Email].into_iter().filter_map(|field| mapping.column_of(field)) {
            people.extend((0..table.len()).map(|row| fold(table.cell(row, column))));
        }
    }
    people.remove("");
    people
}

fn best(table: &Table, people: &HashSet<String>) -> Mapping {
    let mut ranked: Vec<(f64, TableKind, Vec<ColumnMatch>)> = KINDS
        .into_iter()
        .map(|kind| {
            let columns = columns::columns(table, kind, people);
            (score(table, kind, &columns), kind, columns)
        })
        .collect();
    ranked.order_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
    let nameable = ranked.iter().any(|(score, kind, _)| *kind == TableKind::Accounts && *score >= 0.0);
    let (first, second) = (ranked[0].0, ranked[1].0.max(0.0));
    let (_, kind, mut columns) = ranked.swap_remove(0);
    let mut mapping = Mapping {
        file: table.file.clone(),
        kind: Some(kind),
        kind_confidence: (first / (first + second)).clamp(0.0, 1.0),
        columns: Vec::new(),
        note: String::new(),
    };
    if first < LEAST_SCORE {
        let note = if nameable {
            say!("Neither accounts nor reps nor opportunities: this table is not used.")
        } else {
            say!("No column of ids or names was recognised: this table is not used unless you say what it is.")
        };
        note.clone_into(&mut mapping.note);
        mapping.kind = None;
        mapping.kind_confidence = 0.0;
        for column in &mut columns {
            *column = ColumnMatch { field: None, confidence: 0.0, how: How::None, ..column.clone() };
        }
    }
    mapping.columns = columns;
    mapping
}

/// How much the columns speak for a kind; negative where it cannot be.
fn score(table: &Table, kind: TableKind, columns: &[ColumnMatch]) -> f64 {
    let has = |field: Field| columns.iter().any(|column| column.field == Some(field));
    let possible = match kind {
        TableKind::Accounts | TableKind::Reps => has(Field::Id) || has(Field::Name),
        TableKind::Opportunities => {
            has(Field::AccountId)
                && (has(Field::Amount) || has(Field::Stage) || has(Field::Outcome) || has(Field::Closed))
        }
    };
    if !possible {
        return -1.0;
    }
    let fields: f64 =
        columns.iter().filter_map(|column| column.field.map(|field| weight(kind, field) * column.confidence)).sum();
    fields + words_of_headers(kind, columns) + words_of_file(kind, &table.file)
}

/// Fields that only this kind has weigh most.
fn weight(kind: TableKind, field: Field) -> f64 {
    let others = KINDS.into_iter().filter(|&other| other != kind && field.is_of(other)).count();
    match (field, others) {
        (Field::Id | Field::Name, _) => 0.5,
        (_, 1..) => 0.4,
        (Field::Email, _) if kind == TableKind::Reps => 1.0,
        (Field::Segments | Field::Regions, _) => 0.6,
        (Field::Street | Field::Segment | Field::Status, _) => 1.0,
        (Field::Owner | Field::Product | Field::Created, _) => 0.7,
        _ => 2.0,
    }
}

/// What the identity column is called says most: `Rep_Name`, `Account Name`, `opportunity_id`.
fn words_of_headers(kind: TableKind, columns: &[ColumnMatch]) -> f64 {
    let identity = columns.iter().filter(|column| matches!(column.field, Some(Field::Id | Field::Name)));
    let says = identity.filter(|column| said_kind(&fold_header(&column.header)) == Some(kind)).count();
    if says > 0 { 2.5 } else { 0.0 }
}

fn words_of_file(kind: TableKind, file: &str) -> f64 {
    if said_kind(&fold(file)) == Some(kind) { 1.5 } else { 0.0 }
}

fn said_kind(folded: &str) -> Option<TableKind> {
    let has = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
    if has(&["opportunity", "opportunities", "deal", "deals", "pipeline"]) {
        Some(TableKind::Opportunities)
    } else if has(&[
        "rep",
        "reps",
        "agent",
        "agents",
        "salesperson",
        "user",
        "users",
        "team",
        "teams",
        "employee",
        "seller",
    ]) {
        Some(TableKind::Reps)
    } else if has(&[
        "account",
        "accounts",
        "company",
        "companies",
        "customer",
        "customers",
        "organization",
        "client",
        "clients",
    ]) {
        Some(TableKind::Accounts)
    } else {
        None
    }
}

/// Where several tables are of one kind, the largest is used; the others say so.
fn note_rivals(tables: &[&Table], mappings: &mut [Mapping], kind: TableKind) {
    let rivals: Vec<usize> = (0..mappings.len()).filter(|&at| mappings[at].kind == Some(kind)).collect();
    let Some(&chosen) = rivals.iter().max_by_key(|&&at| (tables[at].len(), std::cmp::Reverse(at))) else { return };
    for at in rivals.into_iter().filter(|&at| at != chosen) {
        mappings[at].note = say!(
            "{file} has more {kind}; this table is not used unless you say what it is.",
            file = tables[chosen].file,
            kind = texts::of(kind.word())
        );
        mappings[at].kind_confidence *= 0.5;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read;

    fn tables(files: &[(&str, &str)]) -> Vec<Table> {
        files.iter().flat_map(|(name, text)| read(name, text.as_bytes()).0).collect()
    }

    #[test]
    fn the_reps_file_tells_which_owner_column_joins() {
        // Of an owner's name and an owner's number, the one that the reps file knows is right.
        let accounts = "account id,account name,account owner,owner id\n1,Acme,A. Diaz,R1\n2,Bolt,B. Chen,R2\n";
        let reps = "rep id,rep name,capacity hours\nR1,Ana Diaz,1800\nR2,Bo Chen,1800\n";
        let mappings = recognise(&tables(&[("a.csv", accounts), ("b.csv", reps)]));
        assert_eq!(mappings[0].column_of(Field::Owner), Some(3));
    }

    #[test]
    fn a_list_without_ids_and_names_is_told_what_it_lacks() {
        // "Not used" alone leaves people guessing which column the program looks for.
        let note = |text: &str| recognise(&tables(&[("a.csv", text)])).remove(0).note;
        assert!(note("owner,city,industry\nAna,Austin,Retail\n").starts_with("No column of ids or names"));
        assert!(note("name,colour\nAcme,red\n").starts_with("Neither accounts"));
    }

    #[test]
    fn a_table_can_be_told_what_it_is() {
        // Where recognition is wrong, one choice must put it right.
        let tables = tables(&[("a.csv", "name,city\nAna,Bonn\n")]);
        let mapping = recognise_as(&tables[0], TableKind::Reps);
        assert_eq!((mapping.kind, mapping.column_of(Field::Name)), (Some(TableKind::Reps), Some(0)));
    }
}
