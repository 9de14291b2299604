//! Figures as texts: one way for screens and files.

use crate::evaluate::figures::Unit;
use crate::units::Hours;
use crate::units::Km;
use crate::units::Money;
use crate::units::Share;
use crate::units::grouped;
use crate::units::signed;

impl Unit {
    /// A number with its unit; `symbol` is that of the currency.
    pub fn text(self, value: f64, symbol: &str) -> String {
        match self {
            Self::Share => Share(value).percent(),
            Self::Number => grouped(value, 2),
            Self::Count => grouped(value, 0),
            Self::Money => Money(value).short(symbol),
            Self::Km if value.abs() >= 1e6 => say!("{number} M km", number = grouped(value / 1e6, 2)),
            Self::Km if value.abs() >= 100_000.0 => say!("{number} K km", number = grouped(value / 1000.0, 0)),
            Self::Km if value.abs() >= 10_000.0 => say!("{number} K km", number = grouped(value / 1000.0, 1)),
            Self::Km => Km(value).text(),
            Self::Hours => Hours(value).text(),
        }
    }

    /// A difference with its sign: `−18.6 points`, `+7`; "" without one.
    pub fn change(self, difference: f64, symbol: &str) -> String {
        match self {
            _ if is_none(difference) => String::new(),
            // A change that is coloured is told.
            Self::Share if difference.abs() < 0.0005 => say!("{number} points", number = signed(difference * 100.0, 2)),
            Self::Share => say!("{number} points", number = signed(difference * 100.0, 1)),
            _ if difference < 0.0 => format!("−{}", self.text(-difference, symbol)),
            _ => format!("+{}", self.text(difference, symbol)),
        }
    }
}

/// No difference, or none that is known.
pub fn is_none(difference: f64) -> bool {
    difference.is_nan() || difference.abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_its_direction() {
        // A number beside two others must say by itself that it is their difference.
        assert_eq!(Unit::Share.change(-0.186, "$"), "−18.6 points");
        assert_eq!(Unit::Share.change(0.0004, "$"), "+0.04 points");
        assert_eq!(Unit::Count.change(7.0, "$"), "+7");
        assert_eq!(Unit::Count.change(0.0, "$"), "");
    }
}
