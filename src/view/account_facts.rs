//! The facts about an account: names and values.

use crate::evaluate::Explanation;
use crate::model::OPEN;
use crate::model::Precision;
use crate::session::Session;
use crate::units::Hours;
use crate::units::Money;
use crate::units::Share;
use crate::units::grouped;
use crate::view::deals_text;
use crate::view::rep_name;

/// A named value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Name.
    pub label: String,
    /// Value with unit.
    pub value: String,
}

/// What is known of an account, the rest once it is explained.
pub(super) fn facts(session: &Session, account: usize, explanation: Option<&Explanation>) -> Vec<Fact> {
    let Some(data) = &session.data else { return Vec::new() };
    let (dataset, accounts) = (&data.dataset, &data.dataset.accounts);
    let symbol = dataset.currency_symbol();
    let mut facts = Vec::new();
    let mut add = |label: &str, value: String| facts.push(Fact { label: label.to_owned(), value });
    let amount = |value: f64| Money(value).full(&symbol);
    if let Some(explanation) = explanation {
        let told = |value: f64, given: f64| {
            let amount = amount(value);
            if given.is_finite() { say!("{amount} a year", amount) } else { say!("{amount} a year, estimated", amount) }
        };
        add(say!("Potential"), told(explanation.potential, accounts.potential[account]));
        if explanation.revenue > 0.0 {
            add(say!("Revenue with us"), told(explanation.revenue, accounts.current_revenue[account]));
        }
    }
    if accounts.service_hours[account] > 0.0 {
        add(say!("Service"), say!("{hours} a year", hours = Hours(accounts.service_hours[account]).text()));
    }
    if accounts.relationship[account].is_finite() {
        add(say!("Relationship"), say!("{part} of 1", part = grouped(accounts.relationship[account], 1)));
    }
    if let Some(deals) = explanation.and_then(deals_text) {
        add(say!("Deals"), deals);
    }
    if let Some(features) = explanation.map(|explanation| &explanation.features) {
        let share = Share(features.travel_burden).percent();
        add(
            say!("Travel burden"),
            match accounts.owner[account] {
                OPEN => say!("{share} of its hours with the nearest rep", share),
                _ => say!("{share} of its hours with today's rep", share),
            },
        );
        if let Some(accessibility) = features.accessibility {
            add(say!("Revenue per hour"), say!("× {times} of the median account's", times = grouped(accessibility, 2)));
        }
        if accounts.owner[account] != OPEN {
            add(
                say!("Concentration"),
                say!("{share} of its rep's potential today", share = Share(features.concentration).percent()),
            );
        }
    }
    let place = match accounts.precision(account) {
        Precision::Unplaced => say!("unknown, planned without travel"),
        Precision::Given => say!("given coordinates"),
        Precision::PostalCode => say!("by postal code"),
        Precision::City => say!("by city"),
    };
    add(say!("Place"), place.to_owned());
    add(say!("Today"), rep_name(session, accounts.owner[account]).to_owned());
    add(say!("Id"), accounts.id.get(account).to_owned());
    facts
}
