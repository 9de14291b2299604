//! Texts to values: numbers, days, yes or no, ids, countries and states. A text that is no value gives `None`.

mod day;
mod ident;
mod number;
mod postal;
mod region;
mod yes_no;

pub use day::DayOrder;
pub use day::day;
pub use ident::salesforce_long;
pub use ident::same_identity;
pub use number::Amount;
pub use number::DecimalSign;
pub use number::amount;
pub use number::number;
pub use postal::postal_code;
pub use region::Bounds;
pub use region::bounds;
pub use region::country_code;
pub use region::state_code;
pub use yes_no::yes_no;

/// Whether a text stands for a cell without a value: `n/a`, `-`.
pub fn is_blank(text: &str) -> bool {
    const BLANK: [&str; 10] = ["", "n/a", "na", "#n/a", "-", "–", "—", "none", "null", "?"];
    text.len() <= 5 && BLANK.iter().any(|blank| text.eq_ignore_ascii_case(blank))
}
