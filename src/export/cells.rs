//! Cells that leave the house.

use std::borrow::Cow;

/// A cell as it may stand in a CSV: a text that a spreadsheet would run as a formula gets an apostrophe in front
/// (OWASP, "CSV Injection"). Plain numbers such as `-12.5` and phone numbers such as `+1 555 0100` stay as they are.
pub fn safe_cell(text: &str) -> Cow<'_, str> {
    let risky = text.starts_with(['=', '@', '\t', '\r']) || (text.starts_with(['+', '-']) && !is_plain(text));
    if risky { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Digits with the signs that numbers and phone numbers hold: nothing a spreadsheet could run.
fn is_plain(text: &str) -> bool {
    // With a blank or brackets between its digits it is no sum either, whatever dashes it has.
    let phone = text.contains([' ', '(']);
    let plain = |letter: char| matches!(letter, '.' | ',' | ' ' | '(' | ')' | '%') || (phone && letter == '-');
    text.chars().skip(1).all(|letter| letter.is_ascii_digit() || plain(letter))
}

/// Rows as CSV bytes, every cell made safe, with a byte-order mark so that spreadsheets read UTF-8.
pub fn csv_bytes<R, C>(rows: R) -> Vec<u8>
where
    R: IntoIterator<Item = Vec<C>>,
    C: AsRef<str>,
{
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for row in rows {
        let cells: Vec<Cow<'_, str>> = row.iter().map(|cell| safe_cell(cell.as_ref())).collect();
        // Writing into memory cannot fail.
        let _ = writer.write_record(cells.iter().map(|cell| cell.as_bytes()));
    }
    let mut bytes = vec![0xEF, 0xBB, 0xBF];
    bytes.extend(writer.into_inner().unwrap_or_default());
    bytes
}

/// Rows as a text that a spreadsheet takes in where it is pasted: a tab between cells, every cell made safe.
pub fn pasted(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| safe_cell(&cell.replace(['\t', '\n', '\r'], " ")).into_owned();
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join("\t");
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_rows_keep_their_cells_apart() {
        // A tab within a name would shift all cells behind it, and a formula would run where it is pasted.
        let rows = [["Account", "Rep"], ["Tab\there", "=1+1"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(pasted(&rows), "Account\tRep\nTab here\t'=1+1");
    }

    #[test]
    fn formulas_are_escaped_and_numbers_are_not() {
        // A company called "=HYPERLINK(...)" must not run on the machine of whoever opens the export.
        assert_eq!(safe_cell("=1+1"), "'=1+1");
        assert_eq!(safe_cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(safe_cell("-1+cmd|' /C calc'!A0"), "'-1+cmd|' /C calc'!A0");
        assert_eq!(safe_cell("-121.75"), "-121.75");
        assert_eq!(safe_cell("+1 555 0100"), "+1 555 0100");
        assert_eq!(safe_cell("+1 803-555-0100"), "+1 803-555-0100");
        assert_eq!(safe_cell("+1-803-555"), "'+1-803-555");
    }
}
