//! One dropped file to tables.

use crate::import::decode;
use crate::import::decode::Encoding;
use crate::import::delimited;
use crate::import::sniff;
use crate::import::sniff::Format;
use crate::import::workbook;
use crate::model::Issue;
use crate::model::Table;

/// A file may be this large.
const MOST_BYTES: usize = 512 << 20;

/// Reads a file: CSV with any delimiter, or an Excel workbook. What cannot be read is told by an issue, never by a
/// failure.
pub fn read(name: &str, bytes: &[u8]) -> (Vec<Table>, Vec<Issue>) {
    let mut issues = Vec::new();
    if bytes.len() > MOST_BYTES {
        let advice = "Nothing was read. Split the file, or leave out columns that no plan needs.";
        let issue = Issue::error("file-too-large", "at most 512 MB", advice).at(name, 0, "");
        return (Vec::new(), vec![issue.found(&format!("{} MB", bytes.len() >> 20))]);
    }
    let tables = match sniff::sniff(bytes) {
        Format::Empty => {
            let issue = Issue::error("file-empty", "a header and at least one row", "Export the file again.");
            issues.push(issue.at(name, 0, "").found("nothing"));
            Vec::new()
        }
        Format::Other(found) => {
            let issue =
                Issue::error("file-not-a-table", "a CSV file or an Excel workbook (.xlsx)", other_advice(found));
            issues.push(issue.at(name, 0, "").found(found));
            Vec::new()
        }
        Format::Workbook => workbook::read(name, bytes, &mut issues),
        Format::Text => text_table(name, bytes, &mut issues),
    };
    let failed = issues.iter().any(|issue| issue.place.row == 0);
    if !failed && tables.iter().all(Table::is_empty) {
        let issue = Issue::error("file-without-rows", "a header and at least one row", "Export the file again.");
        issues.push(issue.at(name, 0, "").found("no data row"));
    }
    (tables, issues)
}

fn other_advice(found: &str) -> String {
    let way = match found {
        "a web page (HTML)" => "The download may have been a log-in page. Export again as CSV.",
        "a ZIP archive" | "a gzip archive" => "Unpack it and open the file inside.",
        _ if found.starts_with("an old Excel") => {
            "Open it in Excel and save it as .xlsx without a password, or as CSV."
        }
        _ => "Export the table as CSV or .xlsx.",
    };
    way.to_owned()
}

fn text_table(name: &str, bytes: &[u8], issues: &mut Vec<Issue>) -> Vec<Table> {
    let (text, encoding) = decode::decode(bytes);
    if encoding == Encoding::Windows1252 {
        let advice = "It was read as Windows-1252. If accents look wrong, save the file as UTF-8.";
        let issue = Issue::note("encoding-windows-1252", "UTF-8", advice);
        issues.push(issue.at(name, 1, "").found("another encoding"));
    }
    let table = delimited::read(name, &text, issues);
    if table.headers.is_empty() { Vec::new() } else { vec![table] }
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
