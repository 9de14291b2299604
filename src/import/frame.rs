//! The frame of a table: where the header stands, where the footer begins, what columns are called.

use crate::model::Issue;
use crate::model::Table;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// So many repeated headers are named one by one.
const MOST_REPEATED: usize = 20;

/// One record of a file before it is known what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Row as a spreadsheet shows it.
    pub row: u32,
    /// Cells in order.
    pub cells: Vec<String>,
}

impl Record {
    /// Filled cells among the first so many.
    fn filled(&self, width: usize) -> usize {
        self.cells.iter().take(width).filter(|cell| !cell.trim().is_empty()).count()
    }
}

/// Which of the first records holds the headers: the first that is about as wide as the widest.
pub fn header_position(head: &[Record]) -> Option<usize> {
    let usual = usual_width(head);
    let widest = head.iter().map(|record| record.filled(usual)).max()?;
    let wide_enough = |record: &Record| record.filled(usual) * 5 >= widest * 3 && record.filled(usual) > 0;
    head.iter().position(wide_enough)
}

/// As many cells as most records have, titles left aside: one row with commas too many must not make the headers above
/// it look like a title.
fn usual_width(head: &[Record]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for record in head.iter().filter(|record| record.filled(usize::MAX) > 1) {
        *counts.entry(record.cells.len()).or_default() += 1;
    }
    let usual = counts.into_iter().max_by(|left, right| left.1.cmp(&right.1).then(right.0.cmp(&left.0)));
    usual.map_or(1, |(width, _)| width)
}

/// Names for all columns: empty ones after their position, repeated ones numbered.
pub fn name_headers(file: &str, record: &Record, issues: &mut Vec<Issue>) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut names: Vec<String> = Vec::with_capacity(record.cells.len());
    let mut repeated = 0;
    for (column, cell) in record.cells.iter().enumerate() {
        let trimmed = cell.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}');
        let mut name = trimmed.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            name = format!("Column {}", column + 1);
        }
        let wanted = name.clone();
        let count = seen.entry(wanted.clone()).or_insert(0);
        *count += 1;
        if *count > 1 || names.contains(&name) {
            let mut number = (*count).max(2);
            name = format!("{wanted} ({number})");
            while names.contains(&name) {
                number += 1;
                name = format!("{wanted} ({number})");
            }
            repeated += 1;
            if repeated <= MOST_REPEATED {
                let advice = say!("The second one is called \"{name}\" here.", name);
                let issue = Issue::note("header-repeated", say!("each column name once"), advice);
                issues.push(issue.at(file, record.row, &name).found(&wanted));
            }
        }
        names.push(name);
    }
    if repeated > MOST_REPEATED {
        let issue =
            Issue::note("header-repeated", say!("each column name once"), say!("They have a number behind them here."));
        let more = say!("{count} more repeated names", count = repeated - MOST_REPEATED);
        issues.push(issue.at(file, record.row, "").found(&more));
    }
    names
}

/// Whether a record is part of a report's footer: totals and legal lines below the data.
fn is_footer(cells: &[&str]) -> bool {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else { return true };
    let lower = first.to_lowercase();
    let rest: Vec<&str> = filled.collect();
    if rest.is_empty() {
        let legal = ["grand total", "confidential", "copyright", "©", "total", "subtotal", "generated "];
        return legal.iter().any(|start| lower.starts_with(start)) && (cells.len() > 1 || lower.contains(' '));
    }
    let named_total = ["total", "totals", "grand total", "grand totals", "sum", "summe", "gesamt", "subtotal"];
    let is_total = named_total.contains(&lower.trim_end_matches(':').trim()) || lower.starts_with("grand total");
    let numeric = |cell: &&str| cell.chars().all(|letter| !letter.is_alphabetic());
    is_total && rest.len() * 2 <= cells.len() && rest.iter().all(numeric)
}

/// Takes footer records off the end of a table and says so.
pub fn strip_footer(table: &mut Table) -> Option<Issue> {
    let width = table.headers.len();
    let mut keep = table.len();
    while keep > 0 && table.len() - keep < 12 {
        let cells: Vec<&str> = (0..width).map(|column| table.cell(keep - 1, column)).collect();
        if !is_footer(&cells) {
            break;
        }
        keep -= 1;
    }
    if keep == table.len() {
        return None;
    }
    let filled = |row: &usize| (0..width).map(|column| table.cell(*row, column).trim()).find(|cell| !cell.is_empty());
    let first = (keep..table.len()).find(|row| filled(row).is_some());
    let told = first.map(|row| {
        let advice =
            say!("Rows of totals and legal lines below the data are no accounts. If it is one, fill its other cells.");
        let issue = Issue::note("footer-left-out", say!("the data to end here"), advice);
        issue.at(&table.file, table.rows[row], "").found(filled(&row).unwrap_or(""))
    });
    table.rows.truncate(keep);
    table.cells.truncate(keep * width);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(cells: &[&str]) -> Record {
        Record { row: 1, cells: cells.iter().map(|&cell| cell.to_owned()).collect() }
    }

    #[test]
    fn a_title_above_the_table_is_not_its_header() {
        // Reports put their name and date above the headers; taking them for headers would lose every column.
        let head = [record(&["All accounts"]), record(&["Id", "Name", "City"]), record(&["1", "Acme", "Bonn"])];
        assert_eq!(header_position(&head), Some(1));
        assert_eq!(header_position(&[]), None);
    }

    #[test]
    fn one_row_with_commas_too_many_leaves_the_headers_where_they_are() {
        // An address without quotes falls into many cells; taken for the header, it would cost the whole file.
        let ragged = record(&["1", "Acme", "1 Main St", "Austin", "TX", "73301", "USA", "Ana"]);
        let head = [record(&["Id", "Name", "City"]), ragged, record(&["2", "Bolt", "Ulm"])];
        assert_eq!(header_position(&head), Some(0));
        assert_eq!(header_position(&head[..2]), Some(0));
        let title = [record(&["All accounts"]), record(&["by region"]), head[0].clone(), head[2].clone()];
        assert_eq!(header_position(&title), Some(2));
    }

    #[test]
    fn a_flood_of_repeated_headers_is_counted() {
        // A file without headers has hundreds of them; they must not bury what is wrong with it.
        let mut issues = Vec::new();
        let names = name_headers("a.csv", &record(&["x"; 200]), &mut issues);
        assert_eq!((names.len(), names[199].as_str(), issues.len()), (200, "x (200)", 21));
        assert_eq!(issues[20].found, "179 more repeated names");
    }

    #[test]
    fn columns_without_or_with_equal_names_stay_apart() {
        // Two columns of one name would read each other's values.
        let mut issues = Vec::new();
        let names = name_headers("a.csv", &record(&["Id", "", "City", "City", "City (2)"]), &mut issues);
        assert_eq!(names, ["Id", "Column 2", "City", "City (2)", "City (2) (2)"]);
        assert_eq!(issues[0].code, "header-repeated");
    }

    #[test]
    fn footers_go_and_a_company_called_total_stays() {
        // A footer taken for an account would get a rep; an account taken for a footer would lose its rep.
        assert!(is_footer(&["Grand Totals (5700 records)", "", ""]));
        assert!(is_footer(&["Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.", ""]));
        assert!(is_footer(&["Total", "", "", "12,500.00"]));
        assert!(!is_footer(&["Total", "Paris", "FR", "12,500.00"]));
        assert!(!is_footer(&["Total Wine", "Paris", "FR", "12,500.00"]));
    }
}
