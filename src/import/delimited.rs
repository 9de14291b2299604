//! Text with delimiters (CSV, TSV, semicolons) to a table.

use crate::import::frame;
use crate::import::frame::Record;
use crate::model::Issue;
use crate::model::Table;

/// At most this many columns: more is no table a person made.
pub const MOST_COLUMNS: usize = 1_000;
/// At most this many rows, so that a slip cannot fill the memory of a tab.
pub const MOST_ROWS: usize = 2_000_000;
/// At most this many issues of one kind for single rows; the rest is counted.
const MOST_ROW_ISSUES: usize = 200;

/// The delimiter that splits the first lines most evenly.
pub fn delimiter(text: &str) -> u8 {
    let end = text.char_indices().nth(20_000).map_or(text.len(), |(at, _)| at);
    let score = |candidate: u8| -> (usize, usize) {
        let mut widths = Vec::new();
        for record in reader(&text.as_bytes()[..end], candidate).byte_records().take(40).flatten() {
            if record.iter().any(|cell| !cell.is_empty()) {
                widths.push(record.len());
            }
        }
        if widths.len() > 2 && end < text.len() {
            widths.pop();
        }
        let mut sorted: Vec<usize> = widths.iter().copied().filter(|&width| width > 1).collect();
        sorted.sort_unstable();
        let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
        (widths.iter().filter(|&&width| width == usual && usual > 1).count(), usual)
    };
    let best = [b',', b';', b'\t', b'|', b'^'].into_iter().rev().max_by_key(|&candidate| score(candidate));
    best.unwrap_or(b',')
}

fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes)
}

/// Follows the row numbers a spreadsheet would show: a record is a row, and so is an empty line.
struct RowCounter<'a> {
    bytes: &'a [u8],
    row: u32,
}

impl RowCounter<'_> {
    /// The row of the record that the reader found from byte `start` on.
    fn next(&mut self, start: usize) -> u32 {
        let mut at = start;
        if at > 0 && self.bytes.get(at - 1) == Some(&b'\r') && self.bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        loop {
            match (self.bytes.get(at), self.bytes.get(at + 1)) {
                (Some(b'\r'), Some(b'\n')) => at += 2,
                (Some(b'\r' | b'\n'), _) => at += 1,
                _ => break,
            }
            self.row += 1;
        }
        self.row += 1;
        self.row
    }
}

/// Reads a text file. The table is empty where the file holds no header.
pub fn read(file: &str, text: &str, issues: &mut Vec<Issue>) -> Table {
    let (body, separator) = match text.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
        Some(named) if named.is_ascii() && !named.is_alphanumeric() => (text, named as u8),
        _ => (text, delimiter(text)),
    };
    let mut reader = reader(body.as_bytes(), separator);
    let mut counter = RowCounter { bytes: body.as_bytes(), row: 0 };
    let mut record = csv::StringRecord::new();
    let mut head: Vec<Record> = Vec::new();
    let mut builder: Option<Builder> = None;
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => continue,
        }
        let row = counter.next(start);
        if let Some(builder) = &mut builder {
            if !builder.push(row, record.iter()) {
                break;
            }
        } else {
            let is_hint = row == 1 && record.get(0).is_some_and(|cell| cell.starts_with("sep="));
            if !is_hint && record.len() <= MOST_COLUMNS {
                head.push(Record { row, cells: record.iter().map(str::to_owned).collect() });
            }
            if head.len() >= 20 {
                builder = Some(Builder::new(file, &head));
            }
        }
    }
    builder.unwrap_or_else(|| Builder::new(file, &head)).finish(issues)
}

/// Collects rows below a header.
pub struct Builder {
    table: Table,
    issues: Vec<Issue>,
    ragged: usize,
    full: bool,
}

impl Builder {
    /// From the first records of a file: finds the header and takes the rows below it.
    pub fn new(file: &str, head: &[Record]) -> Self {
        let mut issues = Vec::new();
        let mut table = Table { file: file.to_owned(), ..Table::default() };
        let Some(at) = frame::header_position(head) else {
            return Self { table, issues, ragged: 0, full: false };
        };
        let mut header = head[at].clone();
        let used =
            |record: &Record| record.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
        let mut widths: Vec<usize> = head[at..].iter().map(used).collect();
        let own = widths[0];
        widths.sort_unstable();
        header.cells.resize(own.max(widths[widths.len() / 2]).min(MOST_COLUMNS), String::new());
        table.headers = frame::name_headers(file, &header, &mut issues);
        let mut builder = Self { table, issues, ragged: 0, full: false };
        for record in &head[at + 1..] {
            builder.push(record.row, record.cells.iter().map(String::as_str));
        }
        builder
    }

    /// How many columns the table has.
    pub fn width(&self) -> usize {
        self.table.headers.len()
    }

    /// Adds a row; false once the table is as large as a table may be.
    pub fn push<'c>(&mut self, row: u32, cells: impl Iterator<Item = &'c str>) -> bool {
        let width = self.table.headers.len();
        if width == 0 || self.table.len() >= MOST_ROWS {
            self.full = width > 0;
            return false;
        }
        let (mut filled, mut found, mut surplus) = (false, 0, String::new());
        for (column, cell) in cells.enumerate() {
            found = column + 1;
            let blank = cell.trim().is_empty();
            filled |= !blank;
            if column < width {
                self.table.cells.push(cell);
            } else if !blank {
                surplus = if surplus.is_empty() { cell.to_owned() } else { format!("{surplus} | {cell}") };
            }
        }
        if !filled {
            let rows = self.table.len();
            self.table.cells.truncate(rows * width);
            return true;
        }
        for _ in found..width {
            self.table.cells.push("");
        }
        self.table.rows.push(row);
        if found < width || !surplus.is_empty() {
            self.note_ragged(row, found, &surplus);
        }
        true
    }

    fn note_ragged(&mut self, row: u32, found: usize, surplus: &str) {
        self.ragged += 1;
        if self.ragged > MOST_ROW_ISSUES {
            return;
        }
        let width = self.table.headers.len();
        let (found, advice) = if surplus.is_empty() {
            (format!("{found} cells"), "The missing cells count as empty. Maybe a line break has no quotes around it.")
        } else {
            (
                surplus.to_owned(),
                "The cells beyond the last column are not used. Maybe a comma has no quotes around it.",
            )
        };
        let issue = Issue::warning("row-ragged", format!("{width} cells as in the header"), advice);
        self.issues.push(issue.at(&self.table.file, row, "").found(&found));
    }

    /// The table without its footer; issues go to the list.
    pub fn finish(mut self, issues: &mut Vec<Issue>) -> Table {
        let file = self.table.file.clone();
        frame::strip_footer(&mut self.table);
        let last = self.table.rows.last().copied().unwrap_or(0);
        self.issues.retain(|issue| issue.code != "row-ragged" || issue.place.row <= last);
        issues.append(&mut self.issues);
        if self.ragged > MOST_ROW_ISSUES {
            let rest = format!("{} more rows", self.ragged - MOST_ROW_ISSUES);
            let issue = Issue::warning("row-ragged", "as many cells as the header", "They were read as they are.");
            issues.push(issue.at(&file, 0, "").found(&rest));
        }
        if self.full {
            let advice = "The rows after that were not read. Split the file.";
            let issue = Issue::error("table-too-long", format!("at most {MOST_ROWS} rows"), advice);
            issues.push(issue.at(&file, 0, "").found("more rows"));
        }
        self.table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> (Table, Vec<Issue>) {
        let mut issues = Vec::new();
        let table = read("a.csv", text, &mut issues);
        (table, issues)
    }

    #[test]
    fn any_delimiter_gives_the_same_table() {
        // European spreadsheets write semicolons, databases tabs; none may need a setting.
        for separator in [',', ';', '\t', '|'] {
            let text = "id,name,city\n1,Acme,Bonn\n2,Bolt,Ulm\n".replace(',', &separator.to_string());
            let (table, issues) = table(&text);
            assert_eq!(table.headers, ["id", "name", "city"], "{separator:?}");
            assert_eq!(table.cell(1, 2), "Ulm");
            assert!(issues.is_empty());
        }
        assert_eq!(delimiter("a;b\n1,5;2,5\n1,7;2,8\n"), b';');
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        // "Row 5" in a message must be row 5 on the user's screen, despite line breaks in cells and empty lines.
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("id,name{end}1,\"Two{end}lines\"{end}{end}2,Bolt{end},{end}3,Cord");
            let (table, _) = table(&text);
            assert_eq!(table.rows.0, [2, 4, 6], "{end:?}");
            assert_eq!(table.cell(0, 1), format!("Two{end}lines"));
        }
    }

    #[test]
    fn ragged_rows_are_kept_and_reported() {
        // One missing comma must not cost the account.
        let (table, issues) = table("id,name,city\n1,Acme\n2,Bolt,Ulm,left over\n3,Cord,Kiel,\n");
        assert_eq!(table.len(), 3);
        assert_eq!(table.cell(0, 2), "");
        assert_eq!(issues.iter().map(|issue| issue.place.row).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(issues[1].found, "left over");
    }

    #[test]
    fn the_report_footer_is_no_account() {
        // Salesforce ends every report with these lines.
        let text = "\"Account Name\",\"Type\"\r\n\"Acme\",\"Customer\"\r\n\r\n\"Grand Totals (1 records)\"\r\n\
            \"Confidential Information - Do Not Distribute\"\r\n\"Copyright (c) 2000-2026 salesforce.com, inc.\"\r\n";
        let (table, issues) = table(text);
        assert_eq!((table.len(), issues.len()), (1, 0));
    }
}
