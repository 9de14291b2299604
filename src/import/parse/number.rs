//! Numbers and money as people write them.

/// Which sign parts whole numbers from fractions in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecimalSign {
    /// `1,234.50`
    #[default]
    Point,
    /// `1.234,50`
    Comma,
}

impl DecimalSign {
    /// The sign a column uses, by those of its values that leave no doubt.
    pub fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let (mut point, mut comma) = (0, 0);
        for value in values {
            match Self::told_by(value) {
                Some(Self::Point) => point += 1,
                Some(Self::Comma) => comma += 1,
                None => {}
            }
        }
        if comma > point { Self::Comma } else { Self::Point }
    }

    /// The sign that one value uses, where it leaves no doubt: `1,234` may be either.
    pub fn told_by(value: &str) -> Option<Self> {
        let digits = |at: usize| value[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        match (value.rfind('.'), value.rfind(',')) {
            (Some(dot), Some(sign)) => Some(if dot > sign { Self::Point } else { Self::Comma }),
            (Some(dot), None) if value.matches('.').count() == 1 => {
                (digits(dot) != 3 || value.starts_with("0.")).then_some(Self::Point)
            }
            (Some(dot), None) => Some(if digits(dot) == 3 { Self::Comma } else { Self::Point }),
            (None, Some(sign)) if digits(sign) != 3 || value.starts_with("0,") => Some(Self::Comma),
            (None, Some(_)) => (value.matches(',').count() > 1).then_some(Self::Point),
            (None, None) => None,
        }
    }
}

/// An amount with the currency its text names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The number; a percentage as a share (`35%` = 0.35).
    pub value: f64,
    /// ISO code of the currency, where the text has one.
    pub currency: Option<&'static str>,
}

const CURRENCIES: [(&str, &str); 28] = [
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("R$", "BRL"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("USD", "USD"),
    ("EUR", "EUR"),
    ("GBP", "GBP"),
    ("JPY", "JPY"),
    ("INR", "INR"),
    ("CHF", "CHF"),
    ("CAD", "CAD"),
    ("AUD", "AUD"),
    ("MXN", "MXN"),
    ("BRL", "BRL"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("PLN", "PLN"),
    ("CZK", "CZK"),
    ("CNY", "CNY"),
    ("zł", "PLN"),
    ("NZD", "NZD"),
];

/// A number: `1,234.50`, `1.234,50`, `12M`, `(500)`, `35%`.
pub fn number(text: &str, sign: DecimalSign) -> Option<f64> {
    amount(text, sign).map(|amount| amount.value)
}

/// An amount of money: like [`number`], with a currency before or after it.
pub fn amount(text: &str, sign: DecimalSign) -> Option<Amount> {
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    if sign == DecimalSign::Point && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return text.parse().ok().map(|value| Amount { value, currency: None });
    }
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => (text, false),
    };
    let (text, minus_before) = strip_minus(text);
    let (text, currency) = strip_currency(text);
    let (text, minus_after) = strip_minus(text);
    let (text, factor) = strip_factor(text);
    let digits = plain(text, sign)?;
    // Dividing keeps 35% at 0.35; multiplying by 0.01 would not.
    let value = if factor < 1.0 { digits / 100.0 } else { digits * factor };
    let negative = in_brackets || minus_before || minus_after;
    let value = if negative { -value } else { value };
    value.is_finite().then_some(Amount { value, currency })
}

fn strip_minus(text: &str) -> (&str, bool) {
    let minus = |letter: char| matches!(letter, '-' | '−' | '–');
    if let Some(rest) = text.strip_prefix(minus) {
        (rest.trim_start(), true)
    } else if let Some(rest) = text.strip_suffix(minus) {
        (rest.trim_end(), true)
    } else {
        (text.strip_prefix('+').unwrap_or(text), false)
    }
}

fn strip_currency(text: &str) -> (&str, Option<&'static str>) {
    for (mark, code) in CURRENCIES {
        let head = text.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark));
        if head {
            return (text[mark.len()..].trim_start_matches(['.', ' ', '\u{a0}']), Some(code));
        }
        let cut = text.len().wrapping_sub(mark.len());
        if text.get(cut..).is_some_and(|tail| tail.eq_ignore_ascii_case(mark)) {
            return (text[..cut].trim_end(), Some(code));
        }
    }
    (text, None)
}

fn strip_factor(text: &str) -> (&str, f64) {
    let body = text.trim_end();
    let number_end = body.rfind(|letter: char| letter.is_ascii_digit()).map_or(0, |at| at + 1);
    let word = body[number_end..].trim_matches([' ', '.', '\u{a0}']).to_lowercase();
    let factor = match word.as_str() {
        "%" => 0.01,
        "k" | "tsd" | "thousand" => 1e3,
        "m" | "mm" | "mio" | "mn" | "mln" | "million" | "millions" => 1e6,
        "b" | "bn" | "mrd" | "billion" | "billions" => 1e9,
        _ => return (body, 1.0),
    };
    (body[..number_end].trim_end(), factor)
}

/// Digits with one decimal sign and groups of three.
fn plain(text: &str, sign: DecimalSign) -> Option<f64> {
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    let after = |mark: char| text.rfind(mark).map_or(0, |at| text.len() - at - 1);
    // A lone sign that cannot part groups of three parts fractions, whatever the column says.
    let decimal = match (points, commas) {
        (1.., 1..) if text.rfind('.') > text.rfind(',') => '.',
        (1.., 1..) => ',',
        (1, 0) if after('.') != 3 => '.',
        (0, 1) if after(',') != 3 => ',',
        _ if sign == DecimalSign::Comma => ',',
        _ => '.',
    };
    let mut digits = String::with_capacity(text.len());
    let mut fraction = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '0'..='9' => digits.push(letter),
            _ if letter == decimal && !fraction => {
                fraction = true;
                digits.push('.');
            }
            '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' if !fraction && !digits.is_empty() => {
                let group = text[at + letter.len_utf8()..].bytes().take_while(u8::is_ascii_digit).count();
                if !(2..=3).contains(&group) {
                    return None;
                }
            }
            'e' | 'E' if !digits.is_empty() => return exponent(&digits, &text[at + 1..]),
            _ => return None,
        }
    }
    digits.bytes().any(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn exponent(digits: &str, rest: &str) -> Option<f64> {
    let plain = rest.bytes().enumerate().all(|(at, byte)| byte.is_ascii_digit() || (at == 0 && b"+-".contains(&byte)));
    (plain && rest.len() <= 4).then(|| format!("{digits}e{rest}").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(text: &str) -> Option<f64> {
        number(text, DecimalSign::Point)
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        // One format read wrongly is an account a thousand times too large.
        assert_eq!(point("1,234.50"), Some(1234.5));
        assert_eq!(point("$1,234.50"), Some(1234.5));
        assert_eq!(point("12M"), Some(12e6));
        assert_eq!(point("1.5 Mio. €"), Some(1.5e6));
        assert_eq!(point("(500)"), Some(-500.0));
        assert_eq!(point("-$1,200"), Some(-1200.0));
        assert_eq!(point("500-"), Some(-500.0));
        assert_eq!(point("35%"), Some(0.35));
        assert_eq!(point("1'234'567"), Some(1_234_567.0));
        assert_eq!(point("1 234,5"), Some(1234.5));
        assert_eq!(point("1.2E+06"), Some(1.2e6));
        assert_eq!(number("1.234", DecimalSign::Comma), Some(1234.0));
        assert_eq!(number("1.234,50 EUR", DecimalSign::Point), Some(1234.5));
        assert_eq!(number("52,5", DecimalSign::Point), Some(52.5));
    }

    #[test]
    fn other_texts_are_no_numbers() {
        // "inf" and "NaN" are names of companies before they are numbers here.
        for text in
            ["", "-", "abc", "inf", "NaN", "12 apples", "1,2,3", "3715-1234", "().", "$", "1e99999", "2020-01-02"]
        {
            assert_eq!(point(text), None, "{text}");
        }
    }

    #[test]
    fn the_currency_comes_with_the_amount() {
        // Dollars and euros must not be added up unseen.
        assert_eq!(amount("1.234,50 EUR", DecimalSign::Comma).unwrap().currency, Some("EUR"));
        assert_eq!(amount("$12", DecimalSign::Point).unwrap().currency, Some("USD"));
        assert_eq!(amount("12", DecimalSign::Point).unwrap().currency, None);
    }

    #[test]
    fn a_column_tells_its_decimal_sign() {
        // "1.234" alone is either; its neighbours decide.
        assert_eq!(DecimalSign::of(["1.234", "2.500,10"].into_iter()), DecimalSign::Comma);
        assert_eq!(DecimalSign::of(["1,234", "0.5"].into_iter()), DecimalSign::Point);
        assert_eq!(DecimalSign::of(["52,52", "13,41"].into_iter()), DecimalSign::Comma);
    }
}
