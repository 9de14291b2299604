//! What a file is, by its first bytes: never by its name.

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with delimiters.
    Text,
    /// A ZIP archive, maybe an Excel workbook (`.xlsx`): see [`archive`].
    Archive,
    /// Nothing at all.
    Empty,
    /// Something no table can be read from; the words name it.
    Other(&'static str),
}

const MARKS: [(&[u8], &str); 16] = [
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a WebP picture or a recording"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook (.xls) or one with a password"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7FELF", "a program"),
];

/// Tells what a file is that begins with these bytes.
pub fn sniff(bytes: &[u8]) -> Format {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Format::Empty;
    }
    if body.starts_with(b"PK\x03\x04") {
        return Format::Archive;
    }
    if let Some((_, name)) = MARKS.iter().find(|(mark, _)| body.starts_with(mark)) {
        // "BM" may also begin a text.
        if *name != "a BMP picture" || body.get(6..10) == Some(&[0; 4]) {
            return Format::Other(name);
        }
    }
    markup(body)
}

/// What a ZIP archive is where it is no workbook.
pub fn archive(bytes: &[u8]) -> Option<&'static str> {
    let has = |name: &[u8]| bytes.windows(name.len()).take(4_000_000).any(|window| window == name);
    if has(b"xl/workbook") || has(b"xl/worksheets") {
        None
    } else if has(b"word/") {
        Some("a Word document")
    } else {
        (!has(b"[Content_Types].xml")).then_some("a ZIP archive")
    }
}

fn markup(body: &[u8]) -> Format {
    let start: Vec<u8> = body.iter().copied().skip_while(u8::is_ascii_whitespace).take(200).collect();
    let start = start.to_ascii_lowercase();
    let begins = |words: &[&[u8]]| words.iter().any(|word| start.starts_with(word));
    if begins(&[b"<!doctype html", b"<html", b"<head", b"<table"]) {
        return Format::Other("a web page (HTML)");
    }
    if begins(&[b"<?xml", b"<svg"]) {
        return Format::Other("an XML file");
    }
    if begins(&[b"{\"", b"{\n", b"{\r", b"[{", b"[\n", b"{ "]) {
        return Format::Other("a JSON file");
    }
    let head = &body[..body.len().min(4_000)];
    let controls = head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0)).count();
    let zeros = head.split(|&byte| byte == 0).count() - 1;
    let wide = matches!(body, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
        || (zeros * 5 >= head.len() * 2 && zeros * 2 <= head.len() + 1);
    if !wide && (zeros > 0 || controls * 20 > head.len()) {
        return Format::Other("no text");
    }
    Format::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_file_is_called_by_its_name() {
        // People drop the wrong file; "a PDF document" helps, a thousand bad rows do not.
        assert_eq!(sniff(b"%PDF-1.7 ..."), Format::Other("a PDF document"));
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n\0\0"), Format::Other("a PNG picture"));
        assert_eq!(sniff(b"  <!DOCTYPE html><html>"), Format::Other("a web page (HTML)"));
        assert_eq!(sniff(b"{\"a\": 1}"), Format::Other("a JSON file"));
        assert_eq!(sniff(b"ab\0\x01\x02\x03cd\x05\x06"), Format::Other("no text"));
        assert_eq!(sniff(b" \r\n"), Format::Empty);
    }

    #[test]
    fn a_text_is_a_text() {
        // A header that starts like another format's mark must still be read.
        assert_eq!(sniff(b"BMI,name\n1,Acme\n"), Format::Text);
        let wide: Vec<u8> = "id,name\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&wide), Format::Text);
    }
}
