//! Files in one ZIP (PKWARE APPNOTE 6.3.10), stored as they are.
//!
//! A writer of our own, since nothing is packed: it costs a visitor 1 kB (gzip), where the writing half of the `zip`
//! crate, whose other half reads workbooks, costs 52 kB (version 9.8, measured in a module of its own). Every file carries
//! the same day, so that the same files give the same bytes.

/// The first day that the format knows, 1 January 1980: there is no clock here.
const DAY: u16 = 0x21;
/// Version of the format that is needed to read it: 2.0.
const VERSION: u16 = 20;
/// Names are UTF-8.
const UTF8: u16 = 0x800;

/// The ZIP of named files. Together they are smaller than 4 GB.
pub fn zipped<N: AsRef<str>>(files: &[(N, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let (name, place) = (name.as_ref(), out.len() as u32);
        let head = head(name, bytes);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&head);
        // No comment, one disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(place.to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(bytes);
    }
    let (place, count) = (out.len() as u32, files.len() as u16);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(place.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// What stands before a file and again in the directory.
fn head(name: &str, bytes: &[u8]) -> Vec<u8> {
    // Not packed; no time of the day.
    let shorts = [VERSION, UTF8, 0, 0, DAY].into_iter().flat_map(u16::to_le_bytes);
    let longs = [checksum(bytes), bytes.len() as u32, bytes.len() as u32].into_iter().flat_map(u32::to_le_bytes);
    let ends = [name.len() as u16, 0].into_iter().flat_map(u16::to_le_bytes);
    shorts.chain(longs).chain(ends).collect()
}

/// Remainders of every byte.
const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut rest, mut bit) = (byte as u32, 0);
        while bit < 8 {
            rest = (rest >> 1) ^ (0xEDB8_8320 & (rest & 1).wrapping_neg());
            bit += 1;
        }
        table[byte] = rest;
        byte += 1;
    }
    table
};

/// CRC-32 (ITU-T V.42).
fn checksum(bytes: &[u8]) -> u32 {
    let step = |rest: u32, byte: &u8| (rest >> 8) ^ TABLE[usize::from(rest as u8 ^ byte)];
    !bytes.iter().fold(!0, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_everybody_computes() {
        // A wrong one makes every spreadsheet call the file damaged.
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b""), 0);
    }
}
