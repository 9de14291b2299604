//! The part of the `encoding_rs` interface that reading workbooks asks for, with Unicode alone.
//!
//! The XML of a workbook is UTF-8 or UTF-16 (ECMA-376, part 2, 8.1.1.1: parts are encoded so), and text files are
//! decoded by `evenfield::import`. The whole crate would add its tables of Chinese, Japanese and Korean characters to
//! what every visitor loads, a tenth of the program, and none of them would ever be read. All encodings keep their
//! names here, and windows-1252 is read, which old writers put into workbooks against the standard; any other one reads
//! ASCII and calls everything else malformed.

use std::borrow::Cow;

/// How bytes stand for characters.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Encoding {
    name: &'static str,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Utf8,
    Utf16 { big: bool },
    Windows1252,
    Ascii,
}

/// What windows-1252 has from 0x80 to 0x9F (Encoding Standard, index windows-1252); the other bytes are their own numbers.
const WINDOWS_1252_FROM_80: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D,
    0x17E, 0x178,
];

macro_rules! encodings {
    ($($name:ident $init:ident $label:literal $form:expr;)*) => {
        $(
            #[doc = $label]
            pub static $init: Encoding = Encoding { name: $label, form: $form };
            #[doc = $label]
            pub static $name: &Encoding = &$init;
        )*
        static ALL: &[&Encoding] = &[$(&$init),*];
    };
}

encodings! {
    UTF_8 UTF_8_INIT "UTF-8" Form::Utf8;
    UTF_16LE UTF_16LE_INIT "UTF-16LE" Form::Utf16 { big: false };
    UTF_16BE UTF_16BE_INIT "UTF-16BE" Form::Utf16 { big: true };
    BIG5 BIG5_INIT "Big5" Form::Ascii;
    EUC_JP EUC_JP_INIT "EUC-JP" Form::Ascii;
    EUC_KR EUC_KR_INIT "EUC-KR" Form::Ascii;
    GB18030 GB18030_INIT "gb18030" Form::Ascii;
    GBK GBK_INIT "GBK" Form::Ascii;
    IBM866 IBM866_INIT "IBM866" Form::Ascii;
    ISO_2022_JP ISO_2022_JP_INIT "ISO-2022-JP" Form::Ascii;
    ISO_8859_2 ISO_8859_2_INIT "ISO-8859-2" Form::Ascii;
    ISO_8859_3 ISO_8859_3_INIT "ISO-8859-3" Form::Ascii;
    ISO_8859_4 ISO_8859_4_INIT "ISO-8859-4" Form::Ascii;
    ISO_8859_5 ISO_8859_5_INIT "ISO-8859-5" Form::Ascii;
    ISO_8859_6 ISO_8859_6_INIT "ISO-8859-6" Form::Ascii;
    ISO_8859_7 ISO_8859_7_INIT "ISO-8859-7" Form::Ascii;
    ISO_8859_8 ISO_8859_8_INIT "ISO-8859-8" Form::Ascii;
    ISO_8859_8_I ISO_8859_8_I_INIT "ISO-8859-8-I" Form::Ascii;
    ISO_8859_10 ISO_8859_10_INIT "ISO-8859-10" Form::Ascii;
    ISO_8859_13 ISO_8859_13_INIT "ISO-8859-13" Form::Ascii;
    ISO_8859_14 ISO_8859_14_INIT "ISO-8859-14" Form::Ascii;
    ISO_8859_15 ISO_8859_15_INIT "ISO-8859-15" Form::Ascii;
    ISO_8859_16 ISO_8859_16_INIT "ISO-8859-16" Form::Ascii;
    KOI8_R KOI8_R_INIT "KOI8-R" Form::Ascii;
    KOI8_U KOI8_U_INIT "KOI8-U" Form::Ascii;
    MACINTOSH MACINTOSH_INIT "macintosh" Form::Ascii;
    REPLACEMENT REPLACEMENT_INIT "replacement" Form::Ascii;
    SHIFT_JIS SHIFT_JIS_INIT "Shift_JIS" Form::Ascii;
    WINDOWS_874 WINDOWS_874_INIT "windows-874" Form::Ascii;
    WINDOWS_1250 WINDOWS_1250_INIT "windows-1250" Form::Ascii;
    WINDOWS_1251 WINDOWS_1251_INIT "windows-1251" Form::Ascii;
    WINDOWS_1252 WINDOWS_1252_INIT "windows-1252" Form::Windows1252;
    WINDOWS_1253 WINDOWS_1253_INIT "windows-1253" Form::Ascii;
    WINDOWS_1254 WINDOWS_1254_INIT "windows-1254" Form::Ascii;
    WINDOWS_1255 WINDOWS_1255_INIT "windows-1255" Form::Ascii;
    WINDOWS_1256 WINDOWS_1256_INIT "windows-1256" Form::Ascii;
    WINDOWS_1257 WINDOWS_1257_INIT "windows-1257" Form::Ascii;
    WINDOWS_1258 WINDOWS_1258_INIT "windows-1258" Form::Ascii;
    X_MAC_CYRILLIC X_MAC_CYRILLIC_INIT "x-mac-cyrillic" Form::Ascii;
}

impl Encoding {
    /// Its name in the Encoding Standard.
    #[must_use]
    pub const fn name(&'static self) -> &'static str {
        self.name
    }

    /// The encoding that a file names. `utf-16` alone is little-endian, and Latin-1 is windows-1252, as in the Encoding
    /// Standard.
    #[must_use]
    pub fn for_label(label: &[u8]) -> Option<&'static Self> {
        let label = label.trim_ascii();
        let others: [(&[u8], &'static Self); 6] = [
            (b"utf-16", UTF_16LE),
            (b"utf8", UTF_8),
            (b"iso-8859-1", WINDOWS_1252),
            (b"latin1", WINDOWS_1252),
            (b"us-ascii", WINDOWS_1252),
            (b"ascii", WINDOWS_1252),
        ];
        if let Some((_, encoding)) = others.iter().find(|(name, _)| label.eq_ignore_ascii_case(name)) {
            return Some(encoding);
        }
        ALL.iter().copied().find(|encoding| label.eq_ignore_ascii_case(encoding.name.as_bytes()))
    }

    /// Decodes all bytes, after a byte order mark if there is one; whether some were malformed, each of which becomes
    /// U+FFFD.
    #[must_use]
    pub fn decode<'a>(&'static self, bytes: &'a [u8]) -> (Cow<'a, str>, &'static Self, bool) {
        let marks: [(&[u8], &'static Self); 3] =
            [(b"\xEF\xBB\xBF", UTF_8), (b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)];
        let marked = marks.into_iter().find_map(|(mark, encoding)| Some((bytes.strip_prefix(mark)?, encoding)));
        let (bytes, encoding) = marked.unwrap_or((bytes, self));
        if let (Form::Utf8, Ok(text)) = (encoding.form, std::str::from_utf8(bytes)) {
            return (Cow::Borrowed(text), encoding, false);
        }
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (mut text, mut rest, mut malformed) = (String::new(), bytes, false);
        loop {
            text.reserve(3 * rest.len() + 4);
            let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
            rest = &rest[read..];
            match result {
                DecoderResult::InputEmpty => return (Cow::Owned(text), encoding, malformed),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    malformed = true;
                    text.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }

    /// Decodes all bytes; none where some are malformed.
    #[must_use]
    pub fn decode_without_bom_handling_and_without_replacement<'a>(
        &'static self,
        bytes: &'a [u8],
    ) -> Option<Cow<'a, str>> {
        if self.form == Form::Utf8 {
            return std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
        }
        let mut text = String::with_capacity(3 * bytes.len() + 4);
        let (result, _) =
            self.new_decoder_without_bom_handling().decode_to_string_without_replacement(bytes, &mut text, true);
        (result == DecoderResult::InputEmpty).then_some(Cow::Owned(text))
    }

    /// Decodes bytes that come in pieces.
    #[must_use]
    pub fn new_decoder_without_bom_handling(&'static self) -> Decoder {
        Decoder { encoding: self, held: [0; 4], count: 0 }
    }
}

/// Why a decoder stopped.
#[derive(Debug, PartialEq, Eq)]
pub enum DecoderResult {
    /// All input was read.
    InputEmpty,
    /// There was no room for the next character.
    OutputFull,
    /// Bytes that stand for no character: how many, and how many were read after them.
    Malformed(u8, u8),
}

/// Decodes bytes that come in pieces: a character may be cut in two by the end of one.
#[derive(Debug)]
pub struct Decoder {
    encoding: &'static Encoding,
    /// The first bytes of a character whose others are still to come.
    held: [u8; 4],
    count: usize,
}

/// What the first bytes of a piece are.
enum Next {
    /// A character, and how many bytes it took.
    Char(char, usize),
    /// No character: so many bytes are to be skipped.
    Malformed(usize),
    /// The beginning of a character.
    Cut,
}

impl Decoder {
    /// What it decodes.
    #[must_use]
    pub fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// Room for whatever so many bytes can become; none where that is beyond any number.
    #[must_use]
    pub fn max_utf8_buffer_length_without_replacement(&self, bytes: usize) -> Option<usize> {
        bytes.checked_add(self.count)?.checked_mul(3)?.checked_add(4)
    }

    /// Appends characters as far as the string has room; how many bytes were read.
    pub fn decode_to_string_without_replacement(
        &mut self,
        source: &[u8],
        text: &mut String,
        last: bool,
    ) -> (DecoderResult, usize) {
        let mut room = vec![0; text.capacity() - text.len()];
        let (result, read, written) = self.decode_to_utf8_without_replacement(source, &mut room, last);
        text.push_str(std::str::from_utf8(&room[..written]).unwrap_or_default());
        (result, read)
    }

    /// Writes characters as UTF-8; how many bytes were read and written.
    pub fn decode_to_utf8_without_replacement(
        &mut self,
        source: &[u8],
        target: &mut [u8],
        last: bool,
    ) -> (DecoderResult, usize, usize) {
        let (mut read, mut written) = (0, 0);
        loop {
            if self.count == 0 && self.encoding.form == Form::Utf8 {
                let (from, room) = (&source[read..], target.len() - written);
                let whole = whole_utf8(&from[..from.len().min(room)]);
                target[written..written + whole].copy_from_slice(&from[..whole]);
                read += whole;
                written += whole;
            }
            // A character, from what is held and what follows.
            let held = self.count;
            let mut bytes = self.held;
            let more = (source.len() - read).min(bytes.len() - held);
            bytes[held..held + more].copy_from_slice(&source[read..read + more]);
            let bytes = &bytes[..held + more];
            if bytes.is_empty() {
                return (DecoderResult::InputEmpty, read, written);
            }
            match next(self.encoding.form, bytes) {
                Next::Char(letter, took) => {
                    if target.len() - written < letter.len_utf8() {
                        return (DecoderResult::OutputFull, read, written);
                    }
                    written += letter.encode_utf8(&mut target[written..]).len();
                    self.took(held, took, &mut read);
                }
                Next::Malformed(took) => {
                    self.took(held, took, &mut read);
                    return (DecoderResult::Malformed(took as u8, 0), read, written);
                }
                Next::Cut if last => {
                    self.count = 0;
                    return (DecoderResult::Malformed(bytes.len() as u8, 0), read + more, written);
                }
                Next::Cut => {
                    self.held[..bytes.len()].copy_from_slice(bytes);
                    self.count = bytes.len();
                    return (DecoderResult::InputEmpty, read + more, written);
                }
            }
        }
    }

    /// Goes on behind the first bytes of what was held and what followed it.
    fn took(&mut self, held: usize, took: usize, read: &mut usize) {
        if took >= held {
            self.count = 0;
            *read += took - held;
        } else {
            self.held.copy_within(took..held, 0);
            self.count = held - took;
        }
    }
}

/// How many bytes at the start are whole characters of UTF-8.
fn whole_utf8(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.len(),
        Err(error) => error.valid_up_to(),
    }
}

/// The first character of at most four bytes.
fn next(form: Form, bytes: &[u8]) -> Next {
    match form {
        Form::Ascii if bytes[0].is_ascii() => Next::Char(char::from(bytes[0]), 1),
        Form::Ascii => Next::Malformed(1),
        Form::Windows1252 => {
            let byte = bytes[0];
            let number = WINDOWS_1252_FROM_80.get(usize::from(byte.wrapping_sub(0x80))).copied().unwrap_or(byte.into());
            char::from_u32(u32::from(number)).map_or(Next::Malformed(1), |letter| Next::Char(letter, 1))
        }
        Form::Utf8 => match std::str::from_utf8(bytes) {
            Ok(text) => first(text),
            Err(error) if error.valid_up_to() > 0 => {
                first(std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default())
            }
            Err(error) => error.error_len().map_or(Next::Cut, Next::Malformed),
        },
        Form::Utf16 { big } => utf16(big, bytes),
    }
}

fn first(text: &str) -> Next {
    text.chars().next().map_or(Next::Cut, |letter| Next::Char(letter, letter.len_utf8()))
}

fn utf16(big: bool, bytes: &[u8]) -> Next {
    let unit = |at: usize| {
        let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let Some(high) = unit(0) else { return Next::Cut };
    match high {
        0xD800..0xDC00 => match unit(2) {
            None => Next::Cut,
            Some(low) => match char::decode_utf16([high, low]).next() {
                Some(Ok(letter)) => Next::Char(letter, 4),
                _ => Next::Malformed(2),
            },
        },
        _ => char::from_u32(u32::from(high)).map_or(Next::Malformed(2), |letter| Next::Char(letter, 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Año Zürich 東京 😀 ok";

    fn in_pieces(encoding: &'static Encoding, bytes: &[u8], piece: usize, room: usize) -> Option<String> {
        let (mut decoder, mut text) = (encoding.new_decoder_without_bom_handling(), Vec::new());
        let mut pieces: Vec<&[u8]> = bytes.chunks(piece).collect();
        pieces.push(&[]);
        for (index, part) in pieces.iter().enumerate() {
            let mut rest = *part;
            loop {
                let mut target = vec![0; room];
                let last = index + 1 == pieces.len();
                let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut target, last);
                text.extend_from_slice(&target[..written]);
                rest = &rest[read..];
                match result {
                    DecoderResult::InputEmpty => break,
                    DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(..) => return None,
                }
            }
        }
        String::from_utf8(text).ok()
    }

    fn utf16_bytes(order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn unicode_is_read_whole_in_pieces_of_any_size() {
        // A workbook is unpacked in pieces, whose ends fall anywhere within a character.
        let (little, big) = (utf16_bytes(u16::to_le_bytes), utf16_bytes(u16::to_be_bytes));
        let all: [(&'static Encoding, &[u8]); 3] = [(UTF_8, TEXT.as_bytes()), (UTF_16LE, &little), (UTF_16BE, &big)];
        for (encoding, bytes) in all {
            for piece in 1..12 {
                for room in 4..12 {
                    assert_eq!(in_pieces(encoding, bytes, piece, room).as_deref(), Some(TEXT), "{}", encoding.name());
                }
            }
            assert_eq!(encoding.decode(bytes), (Cow::Borrowed(TEXT), encoding, false));
        }
    }

    #[test]
    fn what_stands_for_no_character_is_said() {
        // Broken files must not pass for sound ones.
        for bytes in [&b"ok \xFF ok"[..], b"\xC3", b"\xE2\x82", b"\xED\xA0\x80"] {
            assert_eq!(in_pieces(UTF_8, bytes, 1, 8), None);
            assert_eq!(UTF_8.decode(bytes).0, String::from_utf8_lossy(bytes));
        }
        assert_eq!(in_pieces(UTF_16LE, b"\x00\xD8a\x00", 1, 8), None);
        assert_eq!(in_pieces(UTF_16LE, b"a", 1, 8), None);
        assert_eq!(KOI8_R.decode(b"caf\xE9"), (Cow::Borrowed("caf\u{FFFD}"), KOI8_R, true));
    }

    #[test]
    fn latin_letters_of_old_writers_are_read() {
        // Some programs write a workbook's XML as Latin-1, although the standard says Unicode.
        let encoding = Encoding::for_label(b"ISO-8859-1").unwrap();
        let text = encoding.decode_without_bom_handling_and_without_replacement(b"caf\xE9 \x80 5");
        assert_eq!(text.as_deref(), Some("caf\u{E9} \u{20AC} 5"));
        assert_eq!(UTF_8.decode_without_bom_handling_and_without_replacement(b"caf\xE9"), None);
    }

    #[test]
    fn a_mark_goes_before_the_name_and_names_are_found() {
        // Files say what they are in both ways.
        assert_eq!(UTF_8.decode(b"\xFF\xFEa\x00").0, "a");
        assert_eq!(Encoding::for_label(b" UTF-8 "), Some(UTF_8));
        assert_eq!(Encoding::for_label(b"utf-16"), Some(UTF_16LE));
        assert_eq!(Encoding::for_label(b"shift_jis"), Some(SHIFT_JIS));
        assert_eq!(Encoding::for_label(b"klingon"), None);
    }
}
