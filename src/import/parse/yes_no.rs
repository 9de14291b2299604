//! Yes and no.

/// `yes`, `TRUE`, `1`, `x`, `ja` … or `no`, `false`, `0`, `nein` …
pub fn yes_no(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["yes", "y", "true", "t", "1", "x", "on", "ja", "oui", "si", "sí", "✓", "remote", "locked"]) {
        Some(true)
    } else if is(&["no", "n", "false", "f", "0", "off", "nein", "non", "-", "✗"]) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_in_the_ways_exports_write_them() {
        // A lock read as "no" moves an account that must stay.
        assert_eq!((yes_no(" Yes "), yes_no("TRUE"), yes_no("1")), (Some(true), Some(true), Some(true)));
        assert_eq!((yes_no("no"), yes_no("0")), (Some(false), Some(false)));
        assert_eq!((yes_no(""), yes_no("maybe")), (None, None));
    }
}
