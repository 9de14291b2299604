//! One spelling for texts that mean the same: lower case, no accents, words apart by one space.

/// `" Acme-Corp, S.à r.l. "` and `"ACME corp s a r l"` both become `"acme corp s a r l"`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Like [`fold`], into a text that is used again for the next value.
pub fn fold_into(text: &str, out: &mut String) {
    out.clear();
    let mut gap = false;
    for letter in text.chars() {
        if letter == '\'' || letter == '’' {
            continue;
        }
        // Nearly all letters of large files are these: nothing is looked up for them.
        let common = letter.is_ascii();
        if !(letter.is_ascii_alphanumeric() || !common && letter.is_alphanumeric()) {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        if common {
            out.push(letter.to_ascii_lowercase());
        } else {
            letter.to_lowercase().for_each(|small| plain(small, out));
        }
    }
}

/// A header in words: [`fold`], with `BillingPostalCode` read as three words.
pub fn fold_header(text: &str) -> String {
    let mut apart = String::with_capacity(text.len() + 4);
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let mut next = text[at..].chars().skip(1);
        // The plural of "ID" is no word that begins with D.
        let plural = next.clone().next() == Some('s') && next.clone().nth(1).is_none_or(|after| !after.is_lowercase());
        let next_small = !plural && next.next().is_some_and(char::is_lowercase);
        let starts_word = letter.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && next_small));
        if starts_word {
            apart.push(' ');
        }
        apart.push(letter);
        before = letter;
    }
    fold(&apart)
}

fn plain(letter: char, out: &mut String) {
    let replacement = match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì'..='ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' => "s",
        'ť' | 'ţ' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        '\u{300}'..='\u{36F}' => "",
        other => {
            out.push(other);
            return;
        }
    };
    out.push_str(replacement);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_one_text() {
        // Owners and companies are joined by name; case, accents and punctuation must not part them.
        assert_eq!(fold("  Schäfer,  LIAM "), "schafer liam");
        assert_eq!(fold("Emmett's Brewing Co."), "emmetts brewing co");
        assert_eq!(fold("Łódź"), fold("LODZ"));
    }

    #[test]
    fn headers_of_programs_and_of_people_fold_alike() {
        // Salesforce writes `BillingPostalCode` in one export and `Billing Postal Code` in the next.
        assert_eq!(fold_header("BillingPostalCode"), "billing postal code");
        assert_eq!(fold_header("Billing State/Province"), "billing state province");
        assert_eq!(fold_header("OwnerID"), "owner id");
        assert_eq!(fold_header("Associated Company IDs"), "associated company ids");
        assert_eq!(fold_header("num_Employees"), "num employees");
    }
}
