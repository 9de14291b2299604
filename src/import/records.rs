//! Text with delimiters to records, one by one.

use csv_core::ReadRecordResult;
use memchr::memchr2;

/// No record a person made is longer: a quote was not closed, or the lines have no ends.
pub const MOST_RECORD: usize = 1 << 20;

/// The delimiter that splits the first lines most evenly.
fn delimiter(text: &str) -> u8 {
    let end = text.char_indices().nth(20_000).map_or(text.len(), |(at, _)| at);
    let score = |candidate: u8| -> (usize, usize) {
        let mut widths = Vec::new();
        let mut reader = csv::ReaderBuilder::new();
        let mut reader =
            reader.has_headers(false).flexible(true).delimiter(candidate).from_reader(&text.as_bytes()[..end]);
        for record in reader.byte_records().take(40).flatten() {
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

/// What was found at the beginning of a text.
pub enum Found {
    /// A record.
    Record,
    /// A record whose quote does not end: its first line alone.
    Unclosed,
    /// A line that is longer than any record.
    Endless,
    /// No record that has ended.
    Nothing,
}

/// Parts a text into records, and follows the row numbers a spreadsheet would show: a record is a row, and so is an
/// empty line.
pub struct Records {
    separator: u8,
    parser: csv_core::Reader,
    plain: csv_core::Reader,
    /// Row of the record found last.
    pub row: u32,
    /// The record before ended with a carriage return; a line feed behind it belongs to it.
    after_return: bool,
    /// The rest of an endless line is passed over.
    passing: bool,
    /// The cells of the record found last, one behind the other, and where each ends.
    letters: Vec<u8>,
    ends: Vec<usize>,
    /// How many cells it has.
    pub width: usize,
}

impl Records {
    /// For a file that begins with this text.
    pub fn of(head: &str) -> Self {
        let separator = match head.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
            Some(named) if named.is_ascii() && !named.is_alphanumeric() => named as u8,
            _ => delimiter(head),
        };
        let reader = |quoting: bool| csv_core::ReaderBuilder::new().delimiter(separator).quoting(quoting).build();
        Self {
            separator,
            parser: reader(true),
            plain: reader(false),
            row: 0,
            after_return: false,
            passing: false,
            letters: vec![0; 4_096],
            ends: vec![0; 64],
            width: 0,
        }
    }

    /// The cells of the record found last.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let ends = &self.ends[..self.width];
        let letters = &self.letters[..ends.last().copied().unwrap_or(0)];
        let text = std::str::from_utf8(letters).unwrap_or_default();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends).map(move |(start, &end)| text.get(start..end).unwrap_or_default())
    }

    /// What stands at the beginning of the text, and how many bytes of it are used up.
    pub fn next(&mut self, text: &str, last: bool) -> (usize, Found) {
        let mut at = 0;
        if self.passing {
            let end = line_end(text);
            at = end.map_or(text.len(), |end| end + 1);
            self.passing = end.is_none();
            self.after_return = text[..at].ends_with('\r');
        }
        at += self.empty_lines(&text.as_bytes()[at..]);
        let body = &text[at..];
        if body.is_empty() {
            return (at, Found::Nothing);
        }
        if let Some(used) = self.parse(body, true, last).filter(|&used| used <= MOST_RECORD) {
            return (at + self.ended(body, used), Found::Record);
        }
        if body.len() <= MOST_RECORD && !last {
            return (at, Found::Nothing);
        }
        let line = line_end(body).map_or(body.len(), |end| end + 1);
        if line > MOST_RECORD {
            self.row += 1;
            self.passing = line == body.len() && !body.ends_with(['\n', '\r']);
            self.after_return = body[..line].ends_with('\r');
            return (at + line, Found::Endless);
        }
        let used = self.parse(&body[..line], false, true).unwrap_or(line);
        (at + self.ended(body, used), Found::Unclosed)
    }

    fn ended(&mut self, body: &str, used: usize) -> usize {
        self.row += 1;
        self.after_return = body[..used].ends_with('\r');
        used
    }

    /// Passes over line ends before a record; each is an empty line.
    fn empty_lines(&mut self, bytes: &[u8]) -> usize {
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'\n' if self.after_return => self.after_return = false,
                b'\n' => self.row += 1,
                b'\r' => {
                    self.row += 1;
                    self.after_return = true;
                }
                _ => {
                    self.after_return = false;
                    return at;
                }
            }
        }
        bytes.len()
    }

    /// Parses one record and gives the bytes it takes; none where it has not ended, or a quote of it was not closed.
    fn parse(&mut self, body: &str, quoting: bool, last: bool) -> Option<usize> {
        let parser = if quoting { &mut self.parser } else { &mut self.plain };
        parser.reset();
        let (mut used, mut written, mut width) = (0, 0, 0);
        loop {
            let input = &body.as_bytes()[used..];
            let (result, read, wrote, ended) =
                parser.read_record(input, &mut self.letters[written..], &mut self.ends[width..]);
            (used, written, width) = (used + read, written + wrote, width + ended);
            match result {
                ReadRecordResult::OutputFull => self.letters.resize(self.letters.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                // Read on with nothing: that says that nothing follows.
                ReadRecordResult::InputEmpty if last && !input.is_empty() => {}
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return None,
                ReadRecordResult::Record => break,
            }
        }
        if quoting && !is_sound(&body[..used], self.separator) {
            return None;
        }
        self.width = width;
        Some(used)
    }
}

/// Where the first line of a text ends. Every byte of a file comes by here.
fn line_end(text: &str) -> Option<usize> {
    memchr2(b'\n', b'\r', text.as_bytes())
}

/// Whether every cell of a record that spans lines ends with its closing quote. One that does not was never meant to span
/// them: a quote was left open, and the next one found is the opening one of a later cell.
fn is_sound(record: &str, separator: u8) -> bool {
    let body = record.trim_end_matches(['\n', '\r']);
    if line_end(body).is_none() {
        return true;
    }
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'"' {
            at += bytes[at..].iter().position(|byte| *byte == separator).map_or(bytes.len(), |end| end + 1);
            continue;
        }
        let begun = at;
        loop {
            let Some(quote) = bytes[at + 1..].iter().position(|byte| *byte == b'"') else { return false };
            at += 1 + quote;
            match bytes.get(at + 1) {
                Some(b'"') => at += 1,
                None => return true,
                Some(next) if *next == separator => break,
                Some(_) if line_end(&body[begun..at]).is_some() => return false,
                Some(_) => break,
            }
        }
        at += bytes[at..].iter().position(|byte| *byte == separator).map_or(bytes.len(), |end| end + 1);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_commas_part_no_cells() {
        // European spreadsheets write semicolons between numbers with commas.
        assert_eq!(delimiter("a;b\n1,5;2,5\n1,7;2,8\n"), b';');
    }
}
