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

/// An old container of Microsoft's programs.
const CONTAINER: &[u8] = b"\xD0\xCF\x11\xE0";

const MARKS: [(&[u8], &str); 15] = [
    (b"%PDF", text!("a PDF document")),
    (b"\x89PNG", text!("a PNG picture")),
    (b"\xFF\xD8\xFF", text!("a JPEG picture")),
    (b"GIF8", text!("a GIF picture")),
    (b"BM", text!("a BMP picture")),
    (b"RIFF", text!("a WebP picture or a recording")),
    (b"II*\0", text!("a TIFF picture")),
    (b"MM\0*", text!("a TIFF picture")),
    (b"\x1F\x8B", text!("a gzip archive")),
    (b"7z\xBC\xAF", text!("a 7z archive")),
    (b"Rar!", text!("a RAR archive")),
    (b"{\\rtf", text!("a text document (RTF)")),
    (b"SQLite format 3", text!("a database")),
    (b"PAR1", text!("a Parquet file")),
    (b"\x7FELF", text!("a program")),
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
    if body.starts_with(CONTAINER) {
        return Format::Other(contained(body));
    }
    if let Some((_, name)) = MARKS.iter().find(|(mark, _)| body.starts_with(mark)) {
        // "BM" may also begin a text.
        if *name != "a BMP picture" || body.get(6..10) == Some(&[0; 4]) {
            return Format::Other(name);
        }
    }
    markup(body)
}

/// What an old container holds, by the names in its directory, where that stands near the beginning.
fn contained(body: &[u8]) -> &'static str {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        body.windows(wide.len()).any(|window| window == wide)
    };
    if has("EncryptedPackage") {
        text!("an Excel workbook with a password")
    } else if has("WordDocument") {
        text!("an old Word document (.doc)")
    } else if has("Workbook") {
        text!("an old Excel workbook (.xls)")
    } else {
        text!("an old Excel workbook (.xls) or one with a password")
    }
}

/// What a ZIP archive is where it is no workbook.
pub fn archive(bytes: &[u8]) -> Option<&'static str> {
    let has = |name: &[u8]| bytes.windows(name.len()).take(4_000_000).any(|window| window == name);
    if has(b"xl/workbook.bin") {
        Some(text!("a binary Excel workbook (.xlsb)"))
    } else if has(b"xl/workbook") || has(b"xl/worksheets") {
        None
    } else if has(b"word/") {
        Some(text!("a Word document"))
    } else if has(b"opendocument.spreadsheet") {
        Some(text!("an OpenDocument spreadsheet (.ods)"))
    } else if has(b"Index/Document.iwa") {
        Some(text!("a Numbers document"))
    } else {
        (!has(b"[Content_Types].xml")).then_some(text!("a ZIP archive"))
    }
}

fn markup(body: &[u8]) -> Format {
    let start: Vec<u8> = body.iter().copied().skip_while(u8::is_ascii_whitespace).take(2_000).collect();
    let start = start.to_ascii_lowercase();
    let begins = |words: &[&[u8]]| words.iter().any(|word| start.starts_with(word));
    let has = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
    if begins(&[b"<?xml", b"<svg"]) && !has(b"<html") {
        let sheet = has(b"excel.sheet") || has(b"office:spreadsheet");
        return Format::Other(if sheet { text!("an Excel sheet in XML") } else { text!("an XML file") });
    }
    if begins(&[b"<!doctype html", b"<html", b"<head", b"<meta", b"<body", b"<table", b"<?xml", b"<!--"]) {
        return Format::Other(if has(b"<table") {
            text!("a web page (HTML) with a table")
        } else {
            text!("a web page (HTML)")
        });
    }
    if begins(&[b"mime-version:"]) {
        return Format::Other(text!("a stored web page (MHTML)"));
    }
    if begins(&[b"{\"", b"{\n", b"{\r", b"[{", b"[\n", b"{ "]) {
        return Format::Other(text!("a JSON file"));
    }
    let head = &body[..body.len().min(4_000)];
    let controls = head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')).count();
    let zeros = head.split(|&byte| byte == 0).count() - 1;
    let wide = matches!(body, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
        || (zeros * 5 >= head.len() * 2 && zeros * 2 <= head.len() + 1);
    // A few control letters are damage within a text.
    if !wide && controls * 20 > head.len() {
        return Format::Other(text!("no text"));
    }
    Format::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(name: &'static str) -> Format {
        Format::Other(name)
    }

    #[test]
    fn a_wrong_file_is_called_by_its_name() {
        // People drop the wrong file; "a PDF document" helps, a thousand bad rows do not.
        assert_eq!(sniff(b"%PDF-1.7 ..."), Format::Other("a PDF document"));
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n\0\0"), Format::Other("a PNG picture"));
        assert_eq!(sniff(b"  <!DOCTYPE html><html>"), Format::Other("a web page (HTML)"));
        assert_eq!(sniff(b"{\"a\": 1}"), Format::Other("a JSON file"));
        assert_eq!(sniff(b"ab\0\x01\x02\x03cd\x05\x06"), Format::Other("no text"));
        assert_eq!(sniff(b" \r\n"), Format::Empty);
        assert_eq!(
            sniff(b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>"),
            other("an Excel sheet in XML")
        );
        assert_eq!(sniff(b"<?xml version=\"1.0\"?><Error>"), other("an XML file"));
        assert_eq!(sniff(b"<html><table><tr><td>Id"), other("a web page (HTML) with a table"));
        assert_eq!(sniff(b"MIME-Version: 1.0\r\n"), other("a stored web page (MHTML)"));
        let container = |name: &str| {
            let wide = name.encode_utf16().flat_map(u16::to_le_bytes);
            CONTAINER.iter().copied().chain([0; 64]).chain(wide).collect::<Vec<u8>>()
        };
        assert_eq!(sniff(&container("EncryptedPackage")), other("an Excel workbook with a password"));
        assert_eq!(sniff(&container("Workbook")), other("an old Excel workbook (.xls)"));
        assert_eq!(sniff(&container("?")), other("an old Excel workbook (.xls) or one with a password"));
    }

    #[test]
    fn an_archive_is_called_by_what_it_holds() {
        // "Unpack it" is wrong advice for a spreadsheet of another program.
        assert_eq!(archive(b"PK\x03\x04 xl/workbook.xml"), None);
        assert_eq!(archive(b"PK\x03\x04 xl/workbook.bin"), Some("a binary Excel workbook (.xlsb)"));
        let open = b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
        assert_eq!(archive(open), Some("an OpenDocument spreadsheet (.ods)"));
        assert_eq!(archive(b"PK\x03\x04 Index/Document.iwa"), Some("a Numbers document"));
        assert_eq!(archive(b"PK\x03\x04 accounts.csv"), Some("a ZIP archive"));
    }

    #[test]
    fn a_text_is_a_text() {
        // A header that starts like another format's mark must still be read.
        assert_eq!(sniff(b"BMI,name\n1,Acme\n"), Format::Text);
        assert_eq!(sniff(b"id,name,owner\n1,Ac\0me,Ana\n"), Format::Text, "one bad letter");
        let wide: Vec<u8> = "id,name\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&wide), Format::Text);
    }
}
