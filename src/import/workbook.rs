//! Excel workbooks: each sheet that looks like a table becomes one.

use crate::import::archive;
use crate::import::delimited::Builder;
use crate::import::delimited::MOST_COLUMNS;
use crate::import::delimited::MOST_ROWS;
use crate::import::delimited::too_wide;
use crate::import::frame::Record;
use crate::model::Issue;
use crate::model::Table;
use calamine::DataRef;
use calamine::Reader;
use calamine::Xlsx;
use std::io::Cursor;

/// A workbook may unpack to this many bytes; a larger one is refused before it fills the memory.
const MOST_UNPACKED: u64 = 1 << 30;
/// A workbook may unpack to this many times its size, unless it is small anyway.
const MOST_RATIO: u64 = 250;

/// Reads every sheet with a table.
pub fn read(file: &str, bytes: &[u8], issues: &mut Vec<Issue>) -> Vec<Table> {
    match archive::unpacked_size(bytes) {
        Some(size) if size > MOST_UNPACKED || (size > (64 << 20) && size / MOST_RATIO > bytes.len() as u64) => {
            let advice = say!("Nothing was read. Save the table as CSV and open that.");
            let issue = Issue::error("workbook-too-large", say!("a workbook of a usual size"), advice);
            issues.push(issue.at(file, 0, "").found(&say!("{size} MB unpacked", size = size >> 20)));
            return Vec::new();
        }
        Some(_) => {}
        None => {
            issues.push(damaged(file, say!("the end of the file is missing")));
            return Vec::new();
        }
    }
    let mut workbook = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => {
            issues.push(damaged(file, &error.to_string()));
            return Vec::new();
        }
    };
    let names = workbook.sheet_names();
    let several = names.len() > 1;
    let mut tables = Vec::new();
    for name in names {
        let title = if several { format!("{file}, sheet {name}") } else { file.to_owned() };
        match sheet(&mut workbook, &name, &title, issues) {
            Ok(table) if !table.headers.is_empty() && (!table.is_empty() || !several) => tables.push(table),
            Ok(_) => {}
            Err(found) => issues.push(damaged(&title, &found)),
        }
    }
    tables
}

fn damaged(file: &str, found: &str) -> Issue {
    let advice = say!("Open it in Excel and save it again, or save the table as CSV.");
    Issue::error("file-damaged", say!("a complete Excel workbook"), advice).at(file, 0, "").found(found)
}

fn sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    title: &str,
    issues: &mut Vec<Issue>,
) -> Result<Table, String> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    let mut rows = Rows { title: title.to_owned(), current: Record::default(), head: Vec::new(), builder: None };
    let mut beyond = None;
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        // No program writes a sheet so, and a row in two places would be two accounts.
        if row + 1 < rows.current.row {
            return Err(say!("rows out of order").to_owned());
        }
        if text.is_empty() {
            continue;
        }
        if column as usize >= MOST_COLUMNS {
            beyond = Some(beyond.map_or((row, column), |(first, widest): (u32, u32)| (first, widest.max(column))));
        } else if (row as usize) < MOST_ROWS {
            rows.set(row + 1, column as usize, text);
        }
    }
    if let Some((row, column)) = beyond {
        issues.push(too_wide(column as usize + 1).at(title, row + 1, ""));
    }
    Ok(rows.finish(issues))
}

/// Gathers the cells of a sheet row by row; empty cells are not in the file.
struct Rows {
    title: String,
    current: Record,
    head: Vec<Record>,
    builder: Option<Builder>,
}

impl Rows {
    fn set(&mut self, row: u32, column: usize, text: String) {
        if row != self.current.row {
            self.next_row();
            self.current = Record { row, cells: Vec::new() };
        }
        if self.current.cells.len() <= column {
            self.current.cells.resize(column + 1, String::new());
        }
        self.current.cells[column] = text;
    }

    fn next_row(&mut self) {
        let mut record = std::mem::take(&mut self.current);
        if record.cells.is_empty() {
            return;
        }
        if let Some(builder) = &mut self.builder {
            // Cells left empty at the end of a row are no fault in a workbook.
            let width = builder.width();
            if record.cells.len() < width {
                record.cells.resize(width, String::new());
            }
            builder.push(record.row, record.cells.iter().map(String::as_str));
            return;
        }
        self.head.push(record);
        if self.head.len() >= 20 {
            self.start();
        }
    }

    fn start(&mut self) {
        let widest = self.head.iter().map(|record| record.cells.len()).max().unwrap_or(0);
        for record in &mut self.head {
            record.cells.resize(widest, String::new());
        }
        self.builder = Some(Builder::new(&self.title, &self.head));
    }

    fn finish(mut self, issues: &mut Vec<Issue>) -> Table {
        self.next_row();
        if self.builder.is_none() {
            self.start();
        }
        self.builder.map(|builder| builder.finish(issues)).unwrap_or_default()
    }
}

fn text(value: &DataRef) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
        DataRef::DateTime(duration) => duration.as_f64().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_workbook_is_called_damaged() {
        // Half a download must say so instead of giving half the accounts.
        let mut issues = Vec::new();
        assert!(read("a.xlsx", b"PK\x03\x04 xl/workbook.xml and then nothing", &mut issues).is_empty());
        assert_eq!(issues[0].code, "file-damaged");
    }

    #[test]
    fn a_bomb_is_refused_by_its_directory() {
        // A few bytes may unpack to gigabytes; the directory tells before anything is unpacked.
        let mut bomb = b"PK\x03\x04".to_vec();
        let start = bomb.len() as u32;
        let mut entry = b"PK\x01\x02".to_vec();
        entry.resize(46, 0);
        entry[24..28].copy_from_slice(&4_000_000_000_u32.to_le_bytes());
        bomb.extend(entry);
        let mut end = b"PK\x05\x06".to_vec();
        end.resize(22, 0);
        end[10..12].copy_from_slice(&1_u16.to_le_bytes());
        end[16..20].copy_from_slice(&start.to_le_bytes());
        bomb.extend(end);
        let mut issues = Vec::new();
        assert!(read("a.xlsx", &bomb, &mut issues).is_empty());
        assert_eq!(issues[0].code, "workbook-too-large");
    }
}
