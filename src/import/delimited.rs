//! Text with delimiters (CSV, TSV, semicolons) to a table.

use crate::import::frame;
use crate::import::frame::Record;
use crate::import::records::Found;
use crate::import::records::Records;
use crate::model::Issue;
use crate::model::Table;

/// At most this many columns: more is no table a person made.
pub const MOST_COLUMNS: usize = 1_000;
/// At most this many rows, so that a slip cannot fill the memory of a tab.
pub const MOST_ROWS: usize = 2_000_000;
/// At most this many issues of one kind for single rows; the rest is counted.
const MOST_ROW_ISSUES: usize = 200;

/// So many bytes of the cells beyond the last column are shown.
const LONGEST_SURPLUS: usize = 200;
/// So much of a file is looked at before its delimiter is chosen.
const HEAD: usize = 64 << 10;

/// Reads a text that comes in pieces. What belongs to a record that has not ended yet waits for the next piece.
pub struct TextReader {
    file: String,
    waiting: String,
    records: Option<Records>,
    head: Vec<Record>,
    builder: Option<Builder>,
    issues: Vec<Issue>,
    full: bool,
    /// Whether some row was said to be too wide, or to hold zero bytes.
    wide: bool,
    zeros: bool,
}

impl TextReader {
    /// A reader of a file of this name.
    pub fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            waiting: String::new(),
            records: None,
            head: Vec::new(),
            builder: None,
            issues: Vec::new(),
            full: false,
            wide: false,
            zeros: false,
        }
    }

    /// Where the next piece of the text is to be appended; then call [`TextReader::take`].
    pub fn waiting(&mut self) -> &mut String {
        &mut self.waiting
    }

    /// Takes in the records that have ended.
    pub fn take(&mut self) {
        if self.records.is_some() || self.waiting.len() >= HEAD {
            self.read(false);
        }
    }

    /// The table; it is empty where the file holds no header.
    pub fn finish(mut self, issues: &mut Vec<Issue>) -> Table {
        self.read(true);
        issues.append(&mut self.issues);
        self.builder.unwrap_or_else(|| Builder::new(&self.file, &self.head)).finish(issues)
    }

    fn read(&mut self, last: bool) {
        let mut text = std::mem::take(&mut self.waiting);
        let mut records = self.records.take().unwrap_or_else(|| Records::of(&text));
        let mut rest = text.as_str();
        let has_zeros = text.contains('\0');
        while !self.full && !rest.is_empty() {
            let (used, found) = records.next(rest, last);
            let before = rest;
            rest = &rest[used..];
            match found {
                Found::Record if has_zeros => self.record_with_zeros(&records),
                Found::Record => self.record(records.row, records.width, records.cells()),
                Found::Unclosed => {
                    let advice = say!("The row ends with its line, and the quote counts as a letter. Close the quote.");
                    self.fault("quote-unclosed", say!("a quote at the end of the cell, too"), advice, &records);
                    self.record(records.row, records.width, records.cells());
                }
                Found::Endless => {
                    let start: String = before.trim_start_matches(['\n', '\r']).chars().take(60).collect();
                    let advice = say!("The line is left out. Export the file again, with a line break after each row.");
                    let issue = Issue::error("line-too-long", say!("a line of at most 1 MB"), advice);
                    self.issues.push(issue.at(&self.file, records.row, "").found(&format!("{start}…")));
                }
                Found::Nothing => break,
            }
        }
        let left = if self.full { 0 } else { rest.len() };
        text.drain(..text.len() - left);
        self.waiting = text;
        self.records = Some(records);
    }

    fn fault(&mut self, code: &str, expected: &str, advice: &str, records: &Records) {
        let cell = records.cells().find(|cell| cell.contains('"')).unwrap_or_default();
        self.issues.push(Issue::warning(code, expected, advice).at(&self.file, records.row, "").found(cell));
    }

    /// A row that may hold zero bytes: nobody sees them, and a name with one would match nothing.
    fn record_with_zeros(&mut self, records: &Records) {
        let cells: Vec<String> = records.cells().map(|cell| cell.replace('\0', "")).collect();
        let bad = records.cells().position(|cell| cell.contains('\0'));
        if let Some(column) = bad.filter(|_| !std::mem::replace(&mut self.zeros, true)) {
            let headers = self.builder.as_ref().map(|builder| &builder.table.headers);
            let named =
                headers.or_else(|| self.head.first().map(|record| &record.cells)).and_then(|all| all.get(column));
            let advice =
                say!("They are left out, here and in all rows below. Maybe the file was damaged: export it again.");
            let issue = Issue::warning("zero-bytes", say!("letters only"), advice);
            let place = issue.at(&self.file, records.row, named.map_or("", String::as_str));
            self.issues.push(place.found(&say!("zero bytes in {cell}", cell = cells[column])));
        }
        self.record(records.row, records.width, cells.iter().map(String::as_str));
    }

    fn record<'c>(&mut self, row: u32, width: usize, mut cells: impl Iterator<Item = &'c str>) {
        if let Some(builder) = &mut self.builder {
            let most = if self.wide { MOST_COLUMNS } else { width };
            self.full = !builder.push(row, cells.take(most));
            return;
        }
        if width > MOST_COLUMNS && !std::mem::replace(&mut self.wide, true) {
            self.issues.push(too_wide(width).at(&self.file, row, ""));
        }
        let first = cells.next().unwrap_or_default();
        if !(row == 1 && first.starts_with("sep=")) {
            let cells = std::iter::once(first).chain(cells).take(MOST_COLUMNS).map(str::to_owned).collect();
            self.head.push(Record { row, cells });
        }
        if self.head.len() >= 20 {
            self.builder = Some(Builder::new(&self.file, &self.head));
        }
    }
}

/// The issue of a table with more columns than are read.
pub fn too_wide(width: usize) -> Issue {
    let advice = say!("The columns beyond are not read. Leave out columns that no plan needs.");
    Issue::warning("table-too-wide", say!("at most {most} columns", most = MOST_COLUMNS), advice)
        .found(&say!("{count} columns", count = width))
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
            } else if !blank && surplus.len() < LONGEST_SURPLUS {
                surplus.push_str(if surplus.is_empty() { "" } else { " | " });
                surplus.push_str(cell);
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
            (
                say!("{count} cells", count = found),
                say!("The missing cells count as empty. Maybe a line break has no quotes around it."),
            )
        } else {
            (
                surplus.to_owned(),
                say!("The cells beyond the last column are not used. Maybe a comma has no quotes around it."),
            )
        };
        let issue = Issue::warning("row-ragged", say!("{count} cells as in the header", count = width), advice);
        self.issues.push(issue.at(&self.table.file, row, "").found(&found));
    }

    /// The table without its footer; issues go to the list.
    pub fn finish(mut self, issues: &mut Vec<Issue>) -> Table {
        let file = self.table.file.clone();
        if let Some(issue) = frame::strip_footer(&mut self.table) {
            issues.push(issue);
        }
        let last = self.table.rows.last().copied().unwrap_or(0);
        self.issues.retain(|issue| issue.code != "row-ragged" || issue.place.row <= last);
        issues.append(&mut self.issues);
        if self.ragged > MOST_ROW_ISSUES {
            let rest = say!("{count} more rows", count = self.ragged - MOST_ROW_ISSUES);
            let issue =
                Issue::warning("row-ragged", say!("as many cells as the header"), say!("They were read as they are."));
            issues.push(issue.at(&file, 0, "").found(&rest));
        }
        if self.full {
            let advice = say!("The rows after that were not read. Split the file.");
            let issue = Issue::error("table-too-long", say!("at most {most} rows", most = MOST_ROWS), advice);
            issues.push(issue.at(&file, 0, "").found(say!("more rows")));
        }
        self.table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::records::MOST_RECORD;
    use std::fmt::Write;

    fn table(text: &str) -> (Table, Vec<Issue>) {
        table_by(text, text.len().max(1))
    }

    /// The table of a text that comes in pieces of about a length.
    fn table_by(text: &str, length: usize) -> (Table, Vec<Issue>) {
        let (mut reader, mut issues) = (TextReader::new("a.csv"), Vec::new());
        let mut rest = text;
        while !rest.is_empty() {
            let end = (length..=rest.len()).find(|&end| rest.is_char_boundary(end)).unwrap_or(rest.len());
            reader.waiting().push_str(&rest[..end]);
            reader.take();
            rest = &rest[end..];
        }
        let table = reader.finish(&mut issues);
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
        assert_eq!((table.len(), issues.len()), (1, 1));
    }

    #[test]
    fn a_text_is_the_same_table_however_it_is_cut() {
        // A cell, a quote or a line break may lie across two pieces of a large file.
        let mut text = String::from("id,name,note\r\n");
        for row in 0..9_000 {
            let blank = if row % 100 == 7 { "\r\n" } else { "" };
            write!(text, "{row},\"A \"\"{row}\"\", Inc\",\"two\r\nlines\"\r\n{blank}").unwrap();
        }
        let whole = table(&text);
        assert_eq!((whole.0.len(), whole.0.cell(8_999, 1)), (9_000, "A \"8999\", Inc"));
        for length in [1_000, 4_097, 65_536, 100_001] {
            assert_eq!(table_by(&text, length), whole, "{length}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_no_other_row() {
        // One slip of the keyboard would swallow every row below it.
        for rows in [3, 100_000] {
            let mut text = String::from("id,name,city\n0,\"Acme,Bonn\n");
            (1..rows).for_each(|row| writeln!(text, "{row},Bolt {row},Ulm").unwrap());
            let (table, issues) = table(&text);
            assert_eq!((table.len(), table.rows[rows - 1]), (rows, rows as u32 + 1));
            assert_eq!((table.cell(0, 1), table.cell(1, 2)), ("\"Acme", "Ulm"));
            assert_eq!((issues.len(), issues[0].code.as_str(), issues[0].place.row), (1, "quote-unclosed", 2));
        }
        // The next quote that is found opens another cell.
        let (quoted, issues) = table("id,name,city\n0,\"Acme,Bonn\n1,\"Bolt\",Ulm\n2,\"Cord \"\"X\"\"\",Kiel\n");
        assert_eq!(
            (quoted.rows.0.as_slice(), quoted.cell(1, 1), quoted.cell(2, 1)),
            (&[2, 3, 4][..], "Bolt", "Cord \"X\"")
        );
        assert_eq!((issues.len(), issues[0].place.row), (1, 2), "{issues:?}");
        // Inches are no open quote, and a cell may well span lines.
        let (inches, issues) = table("id,name,city\n1,\"a\nb\",5\" pipe\n2,Bolt,6\"");
        assert_eq!((inches.len(), inches.cell(0, 1), inches.cell(0, 2), issues.len()), (2, "a\nb", "5\" pipe", 0));
    }

    #[test]
    fn a_table_too_wide_is_read_to_the_last_column_there_may_be() {
        // Thousands of columns would stop the page; the first ones are mostly those that matter.
        let wide = |name: &str| (0..10_000).map(|column| format!("{name}{column}")).collect::<Vec<_>>().join(",");
        let (table, issues) = table(&format!("{}\n{}\n", wide("x"), wide("1")));
        assert_eq!((table.headers.len(), table.len(), table.cell(0, 999)), (1_000, 1, "1999"));
        assert_eq!(issues.len(), 1, "{issues:?}");
        assert_eq!(
            (issues[0].code.as_str(), issues[0].place.row, issues[0].found.as_str()),
            ("table-too-wide", 1, "10000 columns")
        );
    }

    #[test]
    fn zero_bytes_cost_no_letter_and_are_named_once() {
        // They show nowhere, and "Ana" with one in it would be no rep.
        let (table, issues) = table("id,owner\n1,Ana\n2,A\0na\n3,\0Ana\n");
        assert_eq!((table.cell(1, 1), table.cell(2, 1)), ("Ana", "Ana"));
        assert_eq!((issues.len(), issues[0].place_text().as_str()), (1, "a.csv, row 3, column owner"));
    }

    #[test]
    fn an_endless_line_is_left_out_and_named() {
        // A file may hold one cell of 50 MB; the other rows are as good as ever.
        let text = format!("id,name\n1,Acme\n2,{}\n3,Cord\n", "x".repeat(3 * MOST_RECORD));
        for length in [70_000, 10 * MOST_RECORD] {
            let (table, issues) = table_by(&text, length);
            assert_eq!(table.rows.0, [2, 4], "{length}");
            assert_eq!((issues[0].code.as_str(), issues[0].place.row), ("line-too-long", 3));
            assert!(issues[0].found.starts_with("2,xxx"), "{}", issues[0].found);
        }
    }
}
