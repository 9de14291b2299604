//! Workbooks made by hand, for tests of the import: sound ones, and such as no program writes.
#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs, and may stop")]

use flate2::Compression;
use flate2::Crc;
use flate2::write::DeflateEncoder;
use std::fmt::Write;
use std::io::Write as _;

/// One file of an archive, and how many bytes the directory says it has; none = as many as it has.
pub struct Entry<'a> {
    /// Its path.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
    /// A size to be stated in place of the true one.
    pub stated: Option<u32>,
}

/// A ZIP archive.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let mut crc = Crc::new();
        crc.update(entry.bytes);
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(entry.bytes).unwrap();
        let packed = packer.finish().unwrap();
        let start = file.len() as u32;
        let mut facts = vec![20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0];
        facts.extend(crc.sum().to_le_bytes());
        facts.extend((packed.len() as u32).to_le_bytes());
        facts.extend(entry.stated.unwrap_or(entry.bytes.len() as u32).to_le_bytes());
        facts.extend((entry.name.len() as u16).to_le_bytes());
        facts.extend([0, 0]);
        file.extend(b"PK\x03\x04");
        file.extend(&facts);
        file.extend(entry.name.as_bytes());
        file.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let start = file.len() as u32;
    file.extend(&directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([(entries.len() as u16).to_le_bytes(), (entries.len() as u16).to_le_bytes()].concat());
    file.extend((directory.len() as u32).to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

const TYPES: &str = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>\
    <Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>\
    <Default Extension='xml' ContentType='application/xml'/></Types>";
const ROOT: &str = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
    <Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' \
    Target='xl/workbook.xml'/></Relationships>";
const BOOK: &str = "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' \
    xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>\
    <sheets><sheet name='Accounts' sheetId='1' r:id='r1'/></sheets></workbook>";
const PARTS: &str = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
    <Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' \
    Target='worksheets/sheet1.xml'/>\
    <Relationship Id='r2' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings' \
    Target='sharedStrings.xml'/></Relationships>";

/// A workbook of one sheet, given as XML: the sheet, the texts it shares, and the size that the directory states for
/// the sheet.
pub fn workbook(sheet: &str, shared: &str, stated: Option<u32>) -> Vec<u8> {
    let plain = |name, text: &'static str| Entry { name, bytes: text.as_bytes(), stated: None };
    zip(&[
        plain("[Content_Types].xml", TYPES),
        plain("_rels/.rels", ROOT),
        plain("xl/workbook.xml", BOOK),
        plain("xl/_rels/workbook.xml.rels", PARTS),
        Entry { name: "xl/sharedStrings.xml", bytes: shared.as_bytes(), stated: None },
        Entry { name: "xl/worksheets/sheet1.xml", bytes: sheet.as_bytes(), stated },
    ])
}

/// The XML of a sheet with texts in its cells, row by row.
pub fn sheet<'a>(rows: impl Iterator<Item = Vec<&'a str>>) -> String {
    let mut xml =
        String::from("<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>");
    for (row, cells) in rows.enumerate() {
        write!(xml, "<row r='{}'>", row + 1).unwrap();
        for (column, text) in cells.into_iter().enumerate() {
            let place = format!("{}{}", letters(column), row + 1);
            write!(xml, "<c r='{place}' t='inlineStr'><is><t>{text}</t></is></c>").unwrap();
        }
        xml += "</row>";
    }
    xml + "</sheetData></worksheet>"
}

/// The letters of a column of a spreadsheet, from 0: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8).to_string();
    if column < 26 { last } else { letters(column / 26 - 1) + &last }
}
