//! Km, Hours, Money and Share: the unit is in the type, and every figure is written the same way everywhere.

mod dates;

pub use dates::DayForm;
pub use dates::DayPart;
pub use dates::day_text;
pub use dates::set_days;

use crate::texts;
use serde::Deserialize;
use serde::Serialize;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl std::ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self { Self(self.0 + other.0) }
        }
        impl std::ops::Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self { Self(self.0 - other.0) }
        }
        impl std::ops::AddAssign for $name {
            fn add_assign(&mut self, other: Self) { self.0 += other.0; }
        }
        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self { Self(items.map(|item| item.0).sum()) }
        }
    };
}

unit!(/// A length in kilometres.
    Km);
unit!(/// A time in hours.
    Hours);
unit!(/// An amount in the dataset's currency.
    Money);
unit!(/// A ratio: 0.15 reads as 15 %.
    Share);

impl Km {
    /// `12,345 km`.
    pub fn text(self) -> String {
        say!("{km} km", km = grouped(self.0, 0))
    }
}

impl Hours {
    /// `1,231 h`.
    pub fn text(self) -> String {
        say!("{hours} h", hours = grouped(self.0, 0))
    }
}

impl Money {
    /// Short form with three digits that matter and the currency's symbol in front: `$1.71 M`, `$14.7 K`, `$310`.
    pub fn short(self, symbol: &str) -> String {
        let (unit, suffix) = short_unit(self.0);
        let scaled = self.0.abs() / unit;
        let decimals = match scaled {
            _ if suffix.is_empty() || scaled >= 99.95 => 0,
            _ if scaled >= 9.995 => 1,
            _ => 2,
        };
        self.rounded(symbol, self.0, decimals)
    }

    /// Short form with so many decimals, in thousands or millions as it suits an amount of a size: beside `$12.90 M` stands
    /// `$0.45 M`.
    pub fn rounded(self, symbol: &str, size: f64, decimals: usize) -> String {
        let (unit, suffix) = short_unit(size);
        format!("{}{symbol}{}{suffix}", sign(self.0), grouped(self.0.abs() / unit, decimals))
    }

    /// Full form without decimals: `$14,692`.
    pub fn full(self, symbol: &str) -> String {
        format!("{}{symbol}{}", sign(self.0), grouped(self.0.abs(), 0))
    }
}

impl Share {
    /// `15.0 %`; all and none only where it is that, but for what rounding leaves of a sum.
    pub fn percent(self) -> String {
        let told = if self.0 > 1e-9 && self.0 < 1.0 - 1e-9 { self.0.clamp(0.001, 0.999) } else { self.0 };
        format!("{} %", grouped(told * 100.0, 1))
    }

    /// With its sign, for deviations and differences: `+14.2 %`, `−3.2 %`.
    pub fn signed_percent(self) -> String {
        format!("{} %", signed(self.0 * 100.0, 1))
    }
}

/// So many things whose plural ends in s: `1 rep`, `1,200 accounts`.
pub fn counted(count: usize, noun: &str) -> String {
    counted_as(count, noun, &format!("{noun}s"))
}

/// A proven distance in percent: `≤ 0.42 %`, rounded up, for a proof must not promise more than it shows; `—` of none.
pub fn at_most(percent: Option<f64>) -> String {
    let rounded = |percent: f64| libm::ceil(percent * 100.0 - 1e-9) / 100.0;
    percent.map_or_else(|| "—".to_owned(), |percent| format!("≤ {} %", grouped(rounded(percent), 2)))
}

/// So many things: `1 breach`, `3 breaches`.
pub fn counted_as(count: usize, one: &str, many: &str) -> String {
    texts::counted(count, &grouped(count as f64, 0), one, many)
}

/// The marks in numbers that people read: the one between thousands and the one before decimals.
static MARKS: [AtomicU32; 2] = [AtomicU32::new(b',' as u32), AtomicU32::new(b'.' as u32)];

/// Writes numbers with other marks from now on, as people expect them where the screen stands. What is written for
/// programs never goes through here.
pub fn set_marks(thousands: char, decimal: char) {
    for (mark, letter) in MARKS.iter().zip([thousands, decimal]) {
        mark.store(letter.into(), Ordering::Relaxed);
    }
}

/// Writes something for programs: in English and with the marks `,` and `.`, wherever the screen stands.
pub fn for_programs<T>(write: impl FnOnce() -> T) -> T {
    let [thousands, decimal] = marks();
    set_marks(',', '.');
    let written = texts::in_english(write);
    set_marks(thousands, decimal);
    written
}

/// The mark before decimals, as people write it here.
pub fn decimal_mark() -> char {
    marks()[1]
}

/// The marks in use: the one between thousands and the one before decimals.
pub fn marks() -> [char; 2] {
    MARKS.each_ref().map(|mark| char::from_u32(mark.load(Ordering::Relaxed)).unwrap_or(' '))
}

/// A number with thousands separators and a fixed count of decimals: `12,345.6`, or with the marks of the place; `—` for a
/// missing one.
pub fn grouped(value: f64, decimals: usize) -> String {
    grouped_with(marks(), value, decimals)
}

fn grouped_with([thousands, decimal]: [char; 2], value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "—".to_owned();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), ""), |parts| parts);
    let mut out = String::with_capacity(digits.len() + 6);
    let is_zero = digits.bytes().all(|byte| byte == b'0' || byte == b'.');
    if value < 0.0 && !is_zero {
        out.push('−');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            out.push(thousands);
        }
        out.push(digit);
    }
    if decimals > 0 {
        out.push(decimal);
        out.push_str(fraction);
    }
    out
}

/// A number rounded to so many significant digits, for a field that takes a number: `98.99`, `0.002241`.
pub fn significant(value: f64, digits: i32) -> String {
    let scale = libm::pow(10.0, f64::from(digits - 1) - libm::floor(libm::log10(value.abs())));
    let rounded = if scale.is_normal() { libm::round(value * scale) / scale } else { value };
    rounded.to_string()
}

/// A number with all decimals it has, as people read it: `1,000,000`, `0.05`.
pub fn exact(value: f64) -> String {
    let decimals = value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    grouped(value, decimals)
}

/// Like [`grouped`], with a plus sign in front of a positive number.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    let is_zero = text.chars().all(|letter| !letter.is_ascii_digit() || letter == '0');
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// In what an amount is told shortly, with its letter.
fn short_unit(amount: f64) -> (f64, &'static str) {
    match amount.abs() {
        size if size >= 999.5e6 => (1e9, " B"),
        size if size >= 999.5e3 => (1e6, " M"),
        size if size >= 999.5 => (1e3, " K"),
        _ => (1.0, ""),
    }
}

fn sign(value: f64) -> &'static str {
    if value < 0.0 { "−" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_written_as_it_is() {
        // "From 0.05 to 1000000" is counted digit by digit, and "from 0.1" is another bound.
        assert_eq!([exact(1_000_000.0), exact(0.05), exact(-100.0), exact(0.5)], ["1,000,000", "0.05", "−100", "0.5"]);
    }

    #[test]
    fn money_keeps_three_digits_that_matter() {
        // A table column is only comparable when every amount has the same precision.
        assert_eq!(Money(1_714_000.0).short("$"), "$1.71 M");
        assert_eq!(Money(14_692.0).short("$"), "$14.7 K");
        assert_eq!(Money(999_600.0).short("$"), "$1.00 M");
        assert_eq!(Money(310.0).short("€"), "€310");
        assert_eq!(Money(-182_000.0).short("$"), "−$182 K");
    }

    #[test]
    fn a_field_shows_the_digits_that_matter() {
        // A weight of 98.99440000000001 is nobody's idea of a number; a weight of 0 has no logarithm.
        let shown =
            [98.994_400_000_000_01, 0.002_241_3, 1234.56, 30.0, 0.0, f64::INFINITY].map(|value| significant(value, 4));
        assert_eq!(shown, ["98.99", "0.002241", "1235", "30", "0", "inf"]);
    }

    #[test]
    fn numbers_are_written_as_in_the_place_of_the_reader() {
        // 1.500 is one and a half for some and fifteen hundred for others.
        assert_eq!(grouped_with(['.', ','], 1_234_567.25, 1), "1.234.567,2");
        assert_eq!(grouped_with(['\u{202f}', ','], -12_345.0, 0), "−12\u{202f}345");
    }

    #[test]
    fn numbers_are_grouped_and_never_show_a_negative_zero() {
        assert_eq!(grouped(1_234_567.0, 0), "1,234,567");
        assert_eq!(grouped(-0.04, 1), "0.0");
        assert_eq!(grouped(f64::NAN, 1), "—");
        assert_eq!(signed(3.25, 1), "+3.2");
        assert_eq!(signed(0.04, 1), "0.0");
        assert_eq!(Share(-0.032).signed_percent(), "−3.2 %");
    }
}
