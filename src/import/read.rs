//! One dropped file to tables.

use crate::import::decode::Decoder;
use crate::import::decode::Encoding;
use crate::import::delimited::TextReader;
use crate::import::sniff;
use crate::import::sniff::Format;
use crate::import::workbook;
use crate::model::Issue;
use crate::model::Table;
use crate::texts;

/// A file may be this large.
const MOST_BYTES: u64 = 512 << 20;
/// So many bytes tell what a file is.
const HEAD: usize = 64 << 10;

/// Reads a file: CSV with any delimiter, or an Excel workbook. What cannot be read is told by an issue, never by a
/// failure.
pub fn read(name: &str, bytes: &[u8]) -> (Vec<Table>, Vec<Issue>) {
    let mut reader = FileReader::new(name, bytes.len() as u64);
    reader.feed(bytes);
    reader.finish()
}

/// Reads a file that comes in pieces.
pub struct FileReader {
    name: String,
    size: u64,
    state: State,
}

/// How far a file is understood.
enum State {
    /// Its beginning.
    Head(Vec<u8>),
    /// Read as it comes.
    Text(Box<(Decoder, TextReader)>),
    /// A workbook is read when it is there to its end: its directory stands there.
    Archive(Vec<u8>),
    /// No table can be read from it.
    Refused(Issue),
}

impl FileReader {
    /// A reader of a file with this name and size in bytes.
    pub fn new(name: &str, size: u64) -> Self {
        let state = if size > MOST_BYTES {
            let advice = say!("Nothing was read. Split the file, or leave out columns that no plan needs.");
            let issue = Issue::error("file-too-large", say!("at most 512 MB"), advice);
            State::Refused(issue.found(&say!("{size} MB", size = size >> 20)))
        } else {
            State::Head(Vec::new())
        };
        Self { name: name.to_owned(), size, state }
    }

    /// Whether the rest of the file is of no use.
    pub fn is_refused(&self) -> bool {
        matches!(self.state, State::Refused(_))
    }

    /// Takes in the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Head(head) => {
                head.extend_from_slice(bytes);
                if head.len() >= HEAD {
                    self.begin();
                }
            }
            State::Text(text) => take(text, bytes),
            State::Archive(all) => all.extend_from_slice(bytes),
            State::Refused(_) => {}
        }
    }

    /// Tells by its beginning what the file is.
    fn begin(&mut self) {
        let State::Head(head) = &mut self.state else { return };
        let head = std::mem::take(head);
        self.state = match sniff::sniff(&head) {
            Format::Empty if head.len() as u64 >= self.size => {
                let advice = say!("Export the file again.");
                State::Refused(
                    Issue::error("file-empty", say!("a header and at least one row"), advice).found(say!("nothing")),
                )
            }
            Format::Other(found) => State::Refused(no_table(found)),
            Format::Archive => State::Archive(head),
            Format::Text | Format::Empty => {
                let mut text = Box::new((Decoder::new(&head), TextReader::new(&self.name)));
                take(&mut text, &head);
                State::Text(text)
            }
        };
    }

    /// The tables of the file, and what was found in it.
    pub fn finish(mut self) -> (Vec<Table>, Vec<Issue>) {
        self.begin();
        let mut issues = Vec::new();
        let name = self.name.as_str();
        let tables = match self.state {
            State::Refused(issue) => {
                issues.push(issue.at(name, 0, ""));
                Vec::new()
            }
            State::Archive(bytes) => match sniff::archive(&bytes) {
                Some(found) => {
                    issues.push(no_table(found).at(name, 0, ""));
                    Vec::new()
                }
                None => workbook::read(name, &bytes, &mut issues),
            },
            State::Text(text) => text_table(name, *text, &mut issues),
            State::Head(_) => Vec::new(),
        };
        let failed = issues.iter().any(|issue| issue.place.row == 0);
        if !failed && tables.iter().all(Table::is_empty) {
            let issue = Issue::error(
                "file-without-rows",
                say!("a header and at least one row"),
                say!("Export the file again."),
            );
            issues.push(issue.at(name, 0, "").found(say!("no data row")));
        }
        (tables, issues)
    }
}

fn take((decoder, reader): &mut (Decoder, TextReader), bytes: &[u8]) {
    decoder.push(bytes, reader.waiting());
    reader.take();
}

fn text_table(name: &str, (mut decoder, mut reader): (Decoder, TextReader), issues: &mut Vec<Issue>) -> Vec<Table> {
    decoder.finish(reader.waiting());
    if decoder.is_mixed() {
        let advice = say!("What is no UTF-8 was read as Windows-1252. If letters look wrong, save the file as UTF-8.");
        let issue = Issue::note("encoding-mixed", say!("UTF-8 throughout"), advice);
        issues.push(issue.at(name, 1, "").found(say!("two encodings")));
    } else if decoder.found() == Encoding::Windows1252 {
        let advice = say!("It was read as Windows-1252. If accents look wrong, save the file as UTF-8.");
        let issue = Issue::note("encoding-windows-1252", "UTF-8", advice);
        issues.push(issue.at(name, 1, "").found(say!("another encoding")));
    }
    let table = reader.finish(issues);
    if table.headers.is_empty() { Vec::new() } else { vec![table] }
}

fn no_table(found: &str) -> Issue {
    Issue::error("file-not-a-table", say!("a CSV file or an Excel workbook (.xlsx)"), other_advice(found))
        .found(texts::of(found))
}

fn other_advice(found: &str) -> &'static str {
    match found {
        "a web page (HTML)" => say!("The download may have been a log-in or error page. Export again as CSV."),
        "a ZIP archive" | "a gzip archive" | "a 7z archive" | "a RAR archive" => {
            say!("Unpack it and open the file inside.")
        }
        "an Excel workbook with a password" => say!("Open it in Excel, save it without the password, and open that."),
        "an old Excel workbook (.xls) or one with a password" => {
            say!("Open it in Excel and save it as .xlsx without a password, or as CSV.")
        }
        "an old Excel workbook (.xls)"
        | "a binary Excel workbook (.xlsb)"
        | "an Excel sheet in XML"
        | "an OpenDocument spreadsheet (.ods)"
        | "a web page (HTML) with a table"
        | "a stored web page (MHTML)" => say!("Open it in a spreadsheet program and save it as .xlsx or CSV."),
        "a Numbers document" => say!("Open it in Numbers and export it to Excel or CSV."),
        _ => say!("Export the table as CSV or .xlsx."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> String {
        let (tables, issues) = read("x.csv", bytes);
        assert!(tables.iter().all(Table::is_empty));
        issues[0].code.clone()
    }

    #[test]
    fn wrong_files_say_what_they_are() {
        // Every wrong file ends in one clear sentence.
        assert_eq!(code(b""), "file-empty");
        assert_eq!(code(b"%PDF-1.4"), "file-not-a-table");
        assert_eq!(code(b"<html><body>Please log in"), "file-not-a-table");
        assert_eq!(code(b"id,name\n"), "file-without-rows");
        assert_eq!(code(b"PK\x03\x04xl/workbook.xml"), "file-damaged");
    }

    #[test]
    fn an_old_code_page_is_read_and_mentioned() {
        // Accents decide whether "Zoë" finds her accounts.
        let (tables, issues) = read("x.csv", b"id,name\n1,Zo\xEB\n");
        assert_eq!(tables[0].cell(0, 1), "Zoë");
        assert_eq!(issues[0].code, "encoding-windows-1252");
    }
}
