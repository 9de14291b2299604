//! Everything that was found in the files, as CSV.

use crate::export::cells::csv_bytes;
use crate::model::Issue;
use crate::model::Severity;

/// One row per issue: severity, code, file, row, column, found, expected, advice.
pub fn issues_csv(issues: &[Issue]) -> Vec<u8> {
    let header =
        ["severity", "code", "file", "row", "column", "found", "expected", "advice"].map(str::to_owned).to_vec();
    let rows = issues.iter().map(|issue| {
        let severity = match issue.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let row = if issue.place.row == 0 { String::new() } else { issue.place.row.to_string() };
        vec![
            severity.to_owned(),
            issue.code.clone(),
            issue.place.file.clone(),
            row,
            issue.place.column.clone(),
            issue.found.clone(),
            issue.expected.clone(),
            issue.advice.clone(),
        ]
    });
    csv_bytes(std::iter::once(header).chain(rows))
}
