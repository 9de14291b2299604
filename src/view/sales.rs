//! The Data screen: what the deals tell.

use crate::order::Order;
use crate::score::WinRate;
use crate::session::Session;
use crate::units::Money;
use crate::units::Share;
use crate::units::grouped;

/// What the deals tell together.
#[derive(Clone, Debug, PartialEq)]
pub struct SalesPanel {
    /// `63 % of 6,711 decided deals were won; a deal takes 45 days and brings $1,117 as a rule.`
    pub sentence: String,
    /// `By segment` or `By industry`.
    pub grouped_by: &'static str,
    /// Win rates of segments or industries, the best first.
    pub groups: Vec<RateRow>,
    /// Win rates of reps, the best first.
    pub reps: Vec<RateRow>,
}

/// How often a group or a rep wins.
#[derive(Clone, Debug, PartialEq)]
pub struct RateRow {
    /// `Retail`.
    pub name: String,
    /// `64 %`.
    pub rate: String,
    /// The rate, 0 to 100.
    pub fill: f64,
    /// `799 of 1,256`.
    pub of: String,
}

/// What the deals tell; none where none is decided.
pub fn sales_panel(session: &Session) -> Option<SalesPanel> {
    let data = session.data.as_ref()?;
    let (dataset, sales) = (&data.dataset, &data.scored.sales);
    if sales.is_empty() {
        return None;
    }
    let mut sentence = say!(
        "{rate} of {decided} decided deals were won",
        rate = Share(sales.overall.rate).percent(),
        decided = grouped(f64::from(sales.overall.decided), 0)
    );
    let days = sales.cycle_days.map(|days| grouped(days, 0));
    let amount = sales.usual_deal.map(|amount| Money(amount).full(&dataset.currency_symbol()));
    let usual = match (days, amount) {
        (Some(days), Some(amount)) => {
            say!("the usual deal takes {days} days and brings {amount} when won", days, amount)
        }
        (Some(days), None) => say!("the usual deal takes {days} days", days),
        (None, Some(amount)) => say!("the usual deal brings {amount} when won", amount),
        (None, None) => String::new(),
    };
    if !usual.is_empty() {
        sentence.push_str("; ");
        sentence.push_str(&usual);
    }
    sentence.push('.');
    let labels = sales.column(dataset).labels();
    Some(SalesPanel {
        sentence,
        grouped_by: if sales.by_segment { say!("By segment") } else { say!("By industry") },
        groups: rows(sales.groups.iter().zip(labels).map(|(rate, label)| (label.as_str(), rate))),
        reps: rows(sales.reps.iter().zip(&dataset.reps).map(|(rate, rep)| (rep.name.as_str(), rate))),
    })
}

fn rows<'a>(rates: impl Iterator<Item = (&'a str, &'a WinRate)>) -> Vec<RateRow> {
    let mut rates: Vec<(&str, &WinRate)> = rates.filter(|(_, rate)| rate.decided > 0).collect();
    rates.order_by(|a, b| b.1.rate.total_cmp(&a.1.rate).then(a.0.cmp(b.0)));
    let row = |(name, rate): (&str, &WinRate)| RateRow {
        name: if name.is_empty() { say!("not stated").to_owned() } else { name.to_owned() },
        rate: Share(rate.rate).percent(),
        fill: rate.rate * 100.0,
        of: say!(
            "{won} of {decided}",
            won = grouped(f64::from(rate.won), 0),
            decided = grouped(f64::from(rate.decided), 0)
        ),
    };
    rates.into_iter().map(row).collect()
}
