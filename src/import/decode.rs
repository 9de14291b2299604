//! Bytes to text: UTF-8, UTF-16 and Windows-1252.

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

/// The encoding of a file that begins with these bytes, by their mark or, without one, by where the zeros stand.
fn encoding(bytes: &[u8]) -> Encoding {
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
    } else {
        Encoding::Utf8
    }
}

/// Bytes to text, piece by piece: a letter may be cut between two pieces.
#[derive(Debug)]
pub struct Decoder {
    encoding: Encoding,
    /// Bytes of a letter whose rest is still to come.
    carried: Vec<u8>,
    begun: bool,
    /// Letters that only UTF-8 writes in several bytes, and bytes that no letter of UTF-8 has.
    wide: bool,
    foreign: bool,
}

impl Decoder {
    /// A decoder for a file that begins with these bytes.
    pub fn new(head: &[u8]) -> Self {
        let encoding = encoding(head);
        Self { encoding, carried: Vec::new(), begun: false, wide: false, foreign: false }
    }

    /// Appends the text of the next bytes.
    pub fn push(&mut self, bytes: &[u8], out: &mut String) {
        let from = out.len();
        if self.carried.is_empty() {
            self.decode(bytes, out);
        } else {
            let mut whole = std::mem::take(&mut self.carried);
            whole.extend_from_slice(bytes);
            self.decode(&whole, out);
        }
        if !self.begun && out.len() > from {
            self.begun = true;
            if out[from..].starts_with('\u{FEFF}') {
                out.replace_range(from..from + '\u{FEFF}'.len_utf8(), "");
            }
        }
    }

    /// Appends what is left of a letter that was cut at the end of the file.
    pub fn finish(&mut self, out: &mut String) {
        let rest = std::mem::take(&mut self.carried);
        if self.encoding == Encoding::Utf8 {
            self.foreign |= !rest.is_empty();
            out.extend(rest.into_iter().map(western));
        }
    }

    /// What the file turned out to be: UTF-8 until a byte came that no UTF-8 has.
    pub fn found(&self) -> Encoding {
        if self.foreign { Encoding::Windows1252 } else { self.encoding }
    }

    /// Whether letters of two encodings stand side by side.
    pub fn is_mixed(&self) -> bool {
        self.foreign && self.wide
    }

    fn decode(&mut self, bytes: &[u8], out: &mut String) {
        match self.encoding {
            Encoding::Utf16Little => self.decode_wide(bytes, u16::from_le_bytes, out),
            Encoding::Utf16Big => self.decode_wide(bytes, u16::from_be_bytes, out),
            Encoding::Utf8 | Encoding::Windows1252 => self.decode_narrow(bytes, out),
        }
    }

    /// UTF-8; a byte that cannot be part of it is read as a letter of the old code page.
    fn decode_narrow(&mut self, mut bytes: &[u8], out: &mut String) {
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    self.wide |= !text.is_ascii();
                    out.push_str(text);
                    return;
                }
                Err(error) => {
                    let (good, bad) = bytes.split_at(error.valid_up_to());
                    let text = std::str::from_utf8(good).unwrap_or_default();
                    self.wide |= !text.is_ascii();
                    out.push_str(text);
                    let Some(length) = error.error_len() else {
                        self.carried.extend_from_slice(bad);
                        return;
                    };
                    self.foreign = true;
                    out.extend(bad[..length].iter().copied().map(western));
                    bytes = &bad[length..];
                }
            }
        }
    }

    fn decode_wide(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16, out: &mut String) {
        let (pairs, odd) = bytes.as_chunks::<2>();
        let mut units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        if units.last().is_some_and(|last| (0xD800..0xDC00).contains(last)) {
            units.pop();
            self.carried.extend_from_slice(&bytes[bytes.len() - odd.len() - 2..]);
        } else {
            self.carried.extend_from_slice(odd);
        }
        out.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }
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

    /// The text of bytes that come in pieces of a length.
    fn text_by(bytes: &[u8], length: usize) -> (String, Encoding) {
        let (mut decoder, mut text) = (Decoder::new(bytes), String::new());
        for piece in bytes.chunks(length) {
            decoder.push(piece, &mut text);
        }
        decoder.finish(&mut text);
        (text, decoder.found())
    }

    #[test]
    fn every_encoding_gives_the_same_text_however_it_is_cut() {
        // A name that reads differently by file type, or where a piece ends, would not join to its owner.
        let text = "Name;Größe\nZoë 𝛼;5 €\n";
        let wide = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for length in [1, 2, 3, 5, 1_000] {
            assert_eq!(text_by(text.as_bytes(), length), (text.to_owned(), Encoding::Utf8), "{length}");
            assert_eq!(text_by(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), length).0, text, "{length}");
            let (little, big) = (wide(u16::to_le_bytes), [&[0xFE, 0xFF], wide(u16::to_be_bytes).as_slice()].concat());
            assert_eq!(text_by(&little, length), (text.to_owned(), Encoding::Utf16Little), "{length}");
            assert_eq!(text_by(&big, length), (text.to_owned(), Encoding::Utf16Big), "{length}");
            let old = text_by(b"Name;Gr\xF6\xDFe\nZo\xEB;5 \x80\n", length);
            assert_eq!(old, ("Name;Größe\nZoë;5 €\n".to_owned(), Encoding::Windows1252), "{length}");
        }
    }

    #[test]
    fn a_foreign_byte_costs_its_own_letter_only() {
        // Two lists pasted together may hold both encodings; the names of the first must stay as they are.
        let (mut decoder, mut text) = (Decoder::new(b""), String::new());
        decoder.push("Zoë,".as_bytes(), &mut text);
        decoder.push(b"Zo\xEB", &mut text);
        decoder.finish(&mut text);
        assert_eq!((text.as_str(), decoder.is_mixed()), ("Zoë,Zoë", true));
    }
}
