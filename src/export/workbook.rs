//! A workbook of tables (XLSX; ECMA-376, Office Open XML), for whoever calculates on.
//!
//! A writer of our own: tables of texts and numbers with a bold head that stays in view are two hundred lines, where
//! `rust_xlsxwriter` costs a visitor 268 kB (gzip; version 0.102, measured in a module of its own). A text is stored as
//! text, so no spreadsheet runs it as a formula, whatever it begins with. The same tables give the same bytes.

use crate::export::zipped::zipped;
use std::fmt::Write;

/// How a number is shown. The order is that of the styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Plain = 3,
    /// Without decimals, thousands apart.
    Whole = 4,
    /// With two decimals.
    Fine = 5,
    /// A ratio as a percentage.
    Percent = 6,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A text that names a row or column.
    Head(String),
    /// A number.
    Number(f64, Shown),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A table of its own page.
pub struct Sheet {
    /// Its name; it ends after 31 letters.
    pub name: &'static str,
    /// How wide each column is, in digits; the last counts for all that follow.
    pub widths: &'static [u32],
    /// Columns that stay in view on the left.
    pub fixed: usize,
    /// The rows, the head first: it stays in view above.
    pub rows: Vec<Vec<Cell>>,
}

/// Letters of the longest text in a cell; Excel knows no more than 32,767.
pub(super) const LONGEST: usize = 32_000;
/// Letters of the longest name of a sheet.
const LONGEST_NAME: usize = 31;
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const SHEET_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Styles by number: plain, wrapped text, bold, then those of [`Shown`].
const STYLES: &str = "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/></numFmts>\
    <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>\
    <font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"7\">\
    <xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
    <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
    <xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
    <xf numFmtId=\"3\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
    <xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
    <xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
    </cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

/// The file.
pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let numbers = || (1..=sheets.len()).map(|number| number.to_string());
    let listed = |entry: &dyn Fn(&str, &Sheet) -> String| -> String {
        numbers().zip(sheets).map(|(number, sheet)| entry(&number, sheet)).collect()
    };
    let types = listed(&|number, _| {
        format!("<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{SHEET_TYPE}.worksheet+xml\"/>")
    });
    let names = listed(&|number, sheet| {
        let name: String = sheet.name.chars().take(LONGEST_NAME).collect();
        format!("<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>", escaped(&name))
    });
    let parts = listed(&|number, _| {
        format!(
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        )
    });
    let file = |name: &str, text: String| (name.to_owned(), text.into_bytes());
    let mut files = vec![
        file(
            "[Content_Types].xml",
            format!(
                "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{SHEET_TYPE}.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/styles.xml\" ContentType=\"{SHEET_TYPE}.styles+xml\"/>{types}</Types>"
            ),
        ),
        file(
            "_rels/.rels",
            format!(
                "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        file(
            "xl/workbook.xml",
            format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"),
        ),
        file(
            "xl/_rels/workbook.xml.rels",
            format!(
                "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{parts}<Relationship Id=\"styles\" \
                 Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        file("xl/styles.xml", format!("{XML}<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>")),
    ];
    files.extend(
        numbers().zip(sheets).map(|(number, sheet)| file(&format!("xl/worksheets/sheet{number}.xml"), page(sheet))),
    );
    zipped(&files)
}

fn page(sheet: &Sheet) -> String {
    let columns = sheet.rows.first().map_or(1, Vec::len).max(1);
    let mut xml = format!("{XML}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">");
    let (fixed, corner) = (sheet.fixed, column_name(sheet.fixed));
    let (across, pane) =
        if fixed > 0 { (format!(" xSplit=\"{fixed}\""), "bottomRight") } else { (String::new(), "bottomLeft") };
    // Writing into a text cannot fail.
    let _ = write!(
        xml,
        "<pane{across} ySplit=\"1\" topLeftCell=\"{corner}2\" activePane=\"{pane}\" state=\"frozen\"/></sheetView></sheetViews><cols>"
    );
    for column in 0..columns {
        let width = sheet.widths.get(column).or(sheet.widths.last()).copied().unwrap_or(12);
        let number = column + 1;
        let _ = write!(xml, "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    xml.push_str("</cols><sheetData>");
    for (row, cells) in sheet.rows.iter().enumerate() {
        let number = row + 1;
        let _ = write!(xml, "<row r=\"{number}\">");
        for (column, cell) in cells.iter().enumerate() {
            write_cell(&mut xml, &format!("{}{number}", column_name(column)), cell);
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

fn write_cell(xml: &mut String, place: &str, cell: &Cell) {
    let (style, text) = match cell {
        Cell::Empty => return,
        Cell::Text(text) => (1, text),
        Cell::Head(text) => (2, text),
        // A workbook knows no infinity; adding zero takes the sign off a negative one.
        Cell::Number(number, _) if !number.is_finite() => return,
        Cell::Number(number, shown) => {
            let _ = write!(xml, "<c r=\"{place}\" s=\"{}\"><v>{}</v></c>", *shown as u8, number + 0.0);
            return;
        }
    };
    if !text.is_empty() {
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
        let text = escaped(&text[..end]);
        let _ = write!(
            xml,
            "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
        );
    }
}

/// A, B, … Z, AA, AB, …
fn column_name(column: usize) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    if column < 26 { letter.to_string() } else { format!("{}{letter}", column_name(column / 26 - 1)) }
}

/// A text as it may stand in XML, which knows no control characters but tab and the ends of lines.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(letter),
            '\u{FFFE}' | '\u{FFFF}' => {}
            letter if letter < ' ' => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::Data;
    use calamine::Reader;
    use std::io::Cursor;

    #[test]
    fn what_is_written_is_read_again_as_it_was() {
        // Whoever defends a plan calculates on with these cells: a number must be one, and a name must not run.
        let rows = vec![
            vec![Cell::Head("Name".to_owned()), Cell::Head("Sum".to_owned())],
            vec![Cell::from("=1+1"), Cell::Number(0.1 + 0.2, Shown::Percent)],
            vec![Cell::from("<A> & \"B\"\u{1}"), Cell::Number(f64::INFINITY, Shown::Whole)],
        ];
        let bytes = workbook(&[Sheet { name: "A & B", widths: &[20, 8], fixed: 1, rows }]);
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["A & B"]);
        let range = book.worksheet_range("A & B").unwrap();
        let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(cell(1, 0), Data::String("=1+1".to_owned()));
        assert_eq!(cell(1, 1), Data::Float(0.1 + 0.2));
        assert_eq!(cell(2, 0), Data::String("<A> & \"B\"".to_owned()));
        assert_eq!(cell(2, 1), Data::Empty);
    }

    #[test]
    fn columns_are_named_as_in_spreadsheets() {
        // A cell with a wrong place makes the file damaged.
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(column_name), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
