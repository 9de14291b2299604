//! The sales history of an account in words.

use crate::evaluate::Explanation;
use crate::units::grouped;

/// `3 won, 1 lost, 1 open; usually decided in 54 days`; none where the account has no deal.
pub fn deals_text(explanation: &Explanation) -> Option<String> {
    let sales = explanation.sales.as_ref()?;
    let counts = [(sales.won, "won"), (sales.lost, "lost"), (sales.open, "open")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, word)| format!("{} {word}", grouped(f64::from(count), 0))).collect();
    let cycle = sales.cycle_days.map(|days| match grouped(days, 0).as_str() {
        "1" => "; usually decided in 1 day".to_owned(),
        days => format!("; usually decided in {days} days"),
    });
    Some(counts.join(", ") + &cycle.unwrap_or_default())
}
