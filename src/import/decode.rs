//! Bytes to text: UTF-8, UTF-16 and Windows-1252.

use std::borrow::Cow;

/// Windows-1252 between 0x80 and 0x9F; everything else is Latin-1. Five places are unused and read as a gap.
const WINDOWS_1252: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// How the bytes of a file stand for letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, the usual one.
    Utf8,
    /// UTF-16, low byte first ("Unicode text" of a spreadsheet).
    Utf16Little,
    /// UTF-16, high byte first.
    Utf16Big,
    /// The western code page of old Windows programs.
    Windows1252,
}

/// The encoding of the bytes, by their mark or, without one, by what they can be.
pub fn encoding(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xFF, 0xFE, ..] => return Encoding::Utf16Little,
        [0xFE, 0xFF, ..] => return Encoding::Utf16Big,
        _ => {}
    }
    let head = &bytes[..bytes.len().min(4_000)];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 5 > head.len() && odd > 4 * even {
        Encoding::Utf16Little
    } else if even * 5 > head.len() && even > 4 * odd {
        Encoding::Utf16Big
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}

/// The text of a file, without its byte-order mark.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    let encoding = encoding(bytes);
    let text = match encoding {
        Encoding::Utf8 => {
            let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            String::from_utf8_lossy(body)
        }
        Encoding::Utf16Little => Cow::Owned(wide(bytes, u16::from_le_bytes)),
        Encoding::Utf16Big => Cow::Owned(wide(bytes, u16::from_be_bytes)),
        Encoding::Windows1252 => Cow::Owned(bytes.iter().map(|&byte| western(byte)).collect()),
    };
    (text, encoding)
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    text.skip_while(|&letter| letter == '\u{FEFF}').collect()
}

fn western(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        // A name that reads differently by file type would not join to its owner.
        let text = "Name;Größe\nZoë;5 €\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let old = b"Name;Gr\xF6\xDFe\nZo\xEB;5 \x80\n";
        assert_eq!(decode(text.as_bytes()), (text.into(), Encoding::Utf8));
        assert_eq!(decode(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()).0, text);
        assert_eq!(decode(&little), (text.into(), Encoding::Utf16Little));
        assert_eq!(decode(&big), (text.into(), Encoding::Utf16Big));
        assert_eq!(decode(old), (text.into(), Encoding::Windows1252));
    }
}
