//! The sales history of an account in words.

use crate::evaluate::Explanation;
use crate::units::grouped;

/// `3 won, 1 lost, 1 open; usually decided in 54 days`; none where the account has no deal.
pub fn deals_text(explanation: &Explanation) -> Option<String> {
    let sales = explanation.sales.as_ref()?;
    let counts = [(sales.won, say!("won")), (sales.lost, say!("lost")), (sales.open, say!("open"))];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, word)| format!("{} {word}", grouped(f64::from(count), 0))).collect();
    let counts = counts.join(", ");
    let cycle = sales.cycle_days.map(|days| match grouped(days, 0).as_str() {
        "1" => say!("{deals}; usually decided in 1 day", deals = counts),
        days => say!("{deals}; usually decided in {days} days", deals = counts, days),
    });
    Some(cycle.unwrap_or(counts))
}
