//! Postal codes.

/// The code as its country writes it, and whether it had to be repaired; none where it is no code.
/// US: `2721` becomes `02721`, `97756-1628` stays. Canada: `k1a0b1` becomes `K1A 0B1`. Elsewhere: letters in
/// capitals, at most 10 characters with a digit.
pub fn postal_code(text: &str, country: &str) -> Option<(String, bool)> {
    let text = text.trim().trim_end_matches([' ', '.', ',']);
    let letters: String =
        text.chars().filter(|letter| letter.is_alphanumeric()).map(|letter| letter.to_ascii_uppercase()).collect();
    let found = match country {
        "US" | "CA" | "" if canadian(&letters) => spaced(&letters),
        "US" | "PR" => zip(text)?,
        "MX" | "DE" | "FR" | "ES" | "IT" if short_digits(&letters, 5) => format!("{letters:0>5}"),
        "" if looks_like_zip(text) => zip(text)?,
        _ => {
            let usable = letters.len() <= 10 && letters.bytes().any(|byte| byte.is_ascii_digit());
            return usable.then(|| (text.to_ascii_uppercase(), text.bytes().any(|byte| byte.is_ascii_lowercase())));
        }
    };
    let changed = found != text;
    Some((found, changed))
}

fn short_digits(letters: &str, most: usize) -> bool {
    letters.len() >= 4 && letters.len() <= most && letters.bytes().all(|byte| byte.is_ascii_digit())
}

fn looks_like_zip(text: &str) -> bool {
    matches!(text.len(), 5 | 10) && zip(text).is_some_and(|found| found == text)
}

fn zip(text: &str) -> Option<String> {
    let digits = |piece: &str| piece.bytes().all(|byte| byte.is_ascii_digit());
    let (first, second) = text.split_once(['-', ' ']).unwrap_or((text, ""));
    let (first, second) = (first.trim(), second.trim());
    if !digits(first) || first.is_empty() {
        return None;
    }
    match (first.len(), second.len()) {
        (9, 0) => Some(format!("{}-{}", &first[..5], &first[5..])),
        (8, 0) => Some(format!("0{}-{}", &first[..4], &first[4..])),
        (3..=5, 4) if digits(second) => Some(format!("{first:0>5}-{second}")),
        (3..=5, _) => Some(format!("{first:0>5}")),
        _ => None,
    }
}

fn canadian(letters: &str) -> bool {
    let bytes = letters.as_bytes();
    let pattern =
        |at: usize| if at.is_multiple_of(2) { bytes[at].is_ascii_uppercase() } else { bytes[at].is_ascii_digit() };
    bytes.len() == 6 && (0..6).all(pattern)
}

fn spaced(letters: &str) -> String {
    format!("{} {}", &letters[..3], &letters[3..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, country: &str) -> Option<String> {
        postal_code(text, country).map(|(code, _)| code)
    }

    #[test]
    fn lost_zeros_come_back_and_plus_four_stays() {
        // Spreadsheets eat the zero of New England; 2721 is in Massachusetts, not nowhere.
        assert_eq!(code("2721", "US").as_deref(), Some("02721"));
        assert_eq!(code("2740-7235", "US").as_deref(), Some("02740-7235"));
        assert_eq!(code("97756-1628", "US").as_deref(), Some("97756-1628"));
        assert_eq!(code("27217235", "US").as_deref(), Some("02721-7235"));
        assert_eq!(code(" 95121", "US").as_deref(), Some("95121"));
        assert_eq!(code("55955-", "US").as_deref(), Some("55955"));
        assert_eq!(postal_code("95121", "US"), Some(("95121".to_owned(), false)));
    }

    #[test]
    fn codes_of_other_countries_keep_their_form() {
        // Padding a foreign code would move the account.
        assert_eq!(code("k1a0b1", "CA").as_deref(), Some("K1A 0B1"));
        assert_eq!(code("sw1a 1aa", "GB").as_deref(), Some("SW1A 1AA"));
        assert_eq!(code("1010", "AT").as_deref(), Some("1010"));
        assert_eq!(code("-8081", "US"), None);
        assert_eq!(code("D-8O331", "US"), None);
    }
}
