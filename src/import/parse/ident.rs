//! Identities: the two lengths of Salesforce ids.

/// The 18-character form of a Salesforce id; none where the text is no Salesforce id.
/// Each group of five characters gives one letter that tells which of the five are capitals
/// (Salesforce, "18-character IDs", 2006).
pub fn salesforce_long(text: &str) -> Option<String> {
    let short = text.get(..15)?;
    if !matches!(text.len(), 15 | 18) || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let mut long = short.to_owned();
    for group in short.as_bytes().chunks(5) {
        let bits = group.iter().enumerate().map(|(at, byte)| usize::from(byte.is_ascii_uppercase()) << at);
        long.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits.sum::<usize>()]));
    }
    (text.len() == 15 || long.eq_ignore_ascii_case(text)).then_some(long)
}

/// Whether two ids name the same record.
pub fn same_identity(left: &str, right: &str) -> bool {
    left == right
        || (left.len() != right.len() && salesforce_long(left).is_some_and(|long| Some(long) == salesforce_long(right)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lengths_name_one_record() {
        // A report has 15 characters, the data loader 18; joined as texts, every account would be lost.
        assert_eq!(salesforce_long("001D000000IqhSL").as_deref(), Some("001D000000IqhSLIAZ"));
        assert!(same_identity("001D000000IqhSL", "001D000000IqhSLIAZ"));
        assert!(!same_identity("001D000000IqhSl", "001D000000IqhSLIAZ"));
        assert_eq!(salesforce_long("001D000000IqhSLXXX"), None);
        assert_eq!(salesforce_long("R-001"), None);
    }
}
