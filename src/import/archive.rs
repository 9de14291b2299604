//! The directory of a ZIP file: how much there is to unpack.
//!
//! A directory that states too little is found out when the file is unpacked: nothing is unpacked beyond what it states.

/// Stands in the place of a number that needs more than 32 bits.
const ELSEWHERE: u64 = u32::MAX as u64;

/// The size of everything in a ZIP file, by its directory; none where the directory is missing or cut.
pub fn unpacked_size(bytes: &[u8]) -> Option<u64> {
    let tail = bytes.len().saturating_sub(66_000);
    let end = (tail..bytes.len().saturating_sub(21)).rev().find(|&at| bytes[at..].starts_with(b"PK\x05\x06"))?;
    let (mut entries, mut at) = (half(bytes, end + 10)? as u64, word(bytes, end + 16)?);
    if at == ELSEWHERE {
        let large = usize::try_from(double(bytes, end.checked_sub(12)?)?).ok()?;
        if !bytes.get(large..)?.starts_with(b"PK\x06\x06") {
            return None;
        }
        (entries, at) = (double(bytes, large.checked_add(32)?)?, double(bytes, large.checked_add(48)?)?);
    }
    let (mut at, mut total) = (usize::try_from(at).ok()?, 0_u64);
    for _ in 0..entries {
        if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
            return None;
        }
        let (name, extra) = (half(bytes, at + 28)?, half(bytes, at + 30)?);
        let size = match word(bytes, at + 24)? {
            ELSEWHERE => large_size(bytes.get(at + 46 + name..at + 46 + name + extra)?)?,
            size => size,
        };
        total = total.saturating_add(size);
        at += 46 + name + extra + half(bytes, at + 32)?;
    }
    Some(total)
}

/// The size in the extra field for large files, where it comes first.
fn large_size(mut extra: &[u8]) -> Option<u64> {
    loop {
        let length = half(extra, 2)?;
        if extra.starts_with(&[1, 0]) {
            return double(extra, 4);
        }
        extra = extra.get(4 + length..)?;
    }
}

fn half(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

fn word(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

fn double(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of one entry with a size and an extra field.
    fn directory(size: u32, extra: &[u8]) -> Vec<u8> {
        let mut bytes = b"PK\x01\x02".to_vec();
        bytes.resize(46, 0);
        bytes[24..28].copy_from_slice(&size.to_le_bytes());
        bytes[30..32].copy_from_slice(&(extra.len() as u16).to_le_bytes());
        bytes.extend_from_slice(extra);
        let end = bytes.len();
        bytes.extend_from_slice(b"PK\x05\x06");
        bytes.resize(end + 22, 0);
        bytes[end + 10] = 1;
        bytes
    }

    #[test]
    fn sizes_are_read_in_both_forms() {
        // Programs that write as they go state sizes in the form for large files, however small these are.
        assert_eq!(unpacked_size(&directory(7, b"")), Some(7));
        let extra = [&[9, 9, 1, 0, 0], &[1, 0, 8, 0][..], &300_u64.to_le_bytes()].concat();
        assert_eq!(unpacked_size(&directory(u32::MAX, &extra)), Some(300));
        assert_eq!(unpacked_size(&directory(u32::MAX, b"")), None);
        let whole = directory(7, b"");
        assert_eq!(unpacked_size(&whole[..whole.len() - 1]), None);
    }

    #[test]
    fn a_directory_in_the_form_for_large_files_is_found() {
        // Such a workbook is as good as any other; called damaged, it would be exported again in vain.
        let mut bytes = directory(7, b"");
        let end = bytes.split_off(46);
        let large = bytes.len() as u64;
        bytes.extend_from_slice(b"PK\x06\x06");
        bytes.resize(bytes.len() + 52, 0);
        bytes[46 + 32] = 1;
        bytes.extend_from_slice(b"PK\x06\x07\0\0\0\0");
        bytes.extend_from_slice(&large.to_le_bytes());
        bytes.extend_from_slice(&[1, 0, 0, 0]);
        let at = bytes.len();
        bytes.extend_from_slice(&end);
        bytes[at + 16..at + 20].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(unpacked_size(&bytes), Some(7));
    }
}
