//! What a user once said about a table, for the next one with the same headers. Nothing of its rows is kept.

use crate::import::field::Field;
use crate::import::mapping::How;
use crate::import::mapping::Mapping;
use crate::import::recognise_as;
use crate::model::Table;
use crate::model::TableKind;
use serde::Deserialize;
use serde::Serialize;

/// What a user said about tables with certain headers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    headers: Vec<String>,
    kind: Option<TableKind>,
    /// Columns, by position, whose meaning the user chose.
    chosen: Vec<(u32, Option<Field>)>,
}

impl Correction {
    /// A mapping as it was corrected.
    pub fn of(mapping: &Mapping) -> Self {
        let chosen = mapping.columns.iter().filter(|column| column.how == How::User);
        Self {
            headers: mapping.columns.iter().map(|column| column.header.clone()).collect(),
            kind: mapping.kind,
            chosen: chosen.map(|column| (column.column, column.field)).collect(),
        }
    }

    /// Whether it is about a table with these headers, in this order; behind them may stand what a repaired copy adds.
    pub fn suits(&self, mapping: &Mapping) -> bool {
        const ADDED: [&str; 4] = ["Latitude", "Longitude", "Place found by", "Company family"];
        let mut headers = mapping.columns.iter().map(|column| column.header.as_str());
        self.headers.iter().all(|known| headers.next() == Some(known)) && headers.all(|more| ADDED.contains(&more))
    }

    /// Reads a table as it was corrected; what the user left alone is recognised as in any other.
    pub fn apply(&self, table: &Table, mapping: &mut Mapping) {
        let before = mapping.clone();
        match self.kind {
            Some(kind) if mapping.kind != self.kind => {
                *mapping = Mapping { file: mapping.file.clone(), ..recognise_as(table, kind) };
            }
            kind => mapping.kind = kind,
        }
        for &(column, field) in &self.chosen {
            if mapping.columns.get(column as usize).is_some_and(|known| known.field != field) {
                mapping.choose(column as usize, field);
            }
        }
        if *mapping != before {
            say!("Read as you corrected it before.").clone_into(&mut mapping.note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read;
    use crate::import::recognise;

    #[test]
    fn the_next_file_with_the_same_headers_is_read_as_corrected() {
        // The export comes every month; saying each time that "Club" is the segment is work for a machine.
        let table = |rows: &str| read("a.csv", format!("id,name,Club,Worth\n{rows}").as_bytes()).0;
        let mut corrected = recognise(&table("1,Acme,A,5\n")).remove(0);
        corrected.choose(2, Some(Field::Segment));
        corrected.choose(3, None);
        let correction = Correction::of(&corrected);
        let tables = table("7,Bolt,B,9\n8,Cord,C,2\n");
        let mut next = recognise(&tables).remove(0);
        assert!(correction.suits(&next));
        correction.apply(&tables[0], &mut next);
        assert_eq!((next.columns[2].field, next.columns[2].how), (Some(Field::Segment), How::User));
        assert_eq!((next.columns[3].field, next.columns[0].how), (None, corrected.columns[0].how));
        for (headers, suits) in [("id,name,Club", false), ("id,name,Club,Worth,More", false)] {
            let other = recognise(&read("a.csv", format!("{headers}\n1,A,B\n").as_bytes()).0).remove(0);
            assert_eq!(correction.suits(&other), suits, "{headers}");
        }
        let copy = "id,name,Club,Worth,Latitude,Longitude,Place found by,Company family\n1,A,B,2,3,4,city,\n";
        let copy = recognise(&read("copy.csv", copy.as_bytes()).0).remove(0);
        assert!(correction.suits(&copy), "the repaired copy comes back");
    }
}
