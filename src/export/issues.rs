//! Everything that was found in the files, as CSV.

use crate::clean::Rest;
use crate::export::cells::csv_bytes;
use crate::model::Issue;
use crate::model::Severity;
use crate::model::Table;
use std::sync::Arc;

/// One row per issue: severity, code, file, row, column, found, expected, advice. Those that were told by their rows are
/// written out with the values the tables have there.
pub fn issues_csv(issues: &[Issue], rest: &[Rest], tables: &[Arc<Table>]) -> Vec<u8> {
    let header =
        ["severity", "code", "file", "row", "column", "found", "expected", "advice"].map(str::to_owned).to_vec();
    let listed = issues.iter().map(|issue| line(issue, issue.place.row, &issue.found));
    let more = rest.iter().flat_map(|rest| {
        let place = &rest.like.place;
        let table = tables.iter().find(|table| table.file == place.file);
        let column = table.and_then(|table| table.column(&place.column));
        rest.rows.iter().map(move |&row| {
            let cell = table.zip(column).and_then(|(table, column)| Some(table.cell(table.position(row)?, column)));
            line(&rest.like, row, cell.unwrap_or(""))
        })
    });
    csv_bytes(std::iter::once(header).chain(listed).chain(more))
}

fn line(issue: &Issue, row: u32, found: &str) -> Vec<String> {
    let severity = match issue.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let row = if row == 0 { String::new() } else { row.to_string() };
    let (file, column) = (&issue.place.file, &issue.place.column);
    [severity, &issue.code, file, &row, column, found, &issue.expected, &issue.advice].map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Indices;

    #[test]
    fn rows_beyond_the_list_are_written_out_with_their_values() {
        // A list that ends after a thousand rows leaves the others to be found by hand.
        let table = Table {
            file: "a.csv".to_owned(),
            headers: vec!["id".to_owned(), "ARR".to_owned()],
            cells: ["1", "x", "2", "y"].into_iter().collect(),
            rows: Indices(vec![2, 5]),
        };
        let like = Issue::warning("number-unreadable", "a number", "Missing.").at("a.csv", 2, "ARR").found("x");
        let rest = Rest { like: like.clone(), rows: Indices(vec![5]) };
        let text = String::from_utf8(issues_csv(&[like], &[rest], &[Arc::new(table)])).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "warning,number-unreadable,a.csv,2,ARR,x,a number,Missing.");
        assert_eq!(lines[2], "warning,number-unreadable,a.csv,5,ARR,y,a number,Missing.");
    }
}
