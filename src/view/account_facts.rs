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
            format!("{} a year{}", amount(value), if given.is_finite() { "" } else { ", estimated" })
        };
        add("Potential", told(explanation.potential, accounts.potential[account]));
        if explanation.revenue > 0.0 {
            add("Revenue with us", told(explanation.revenue, accounts.current_revenue[account]));
        }
    }
    if accounts.service_hours[account] > 0.0 {
        add("Service", format!("{} a year", Hours(accounts.service_hours[account]).text()));
    }
    if accounts.relationship[account].is_finite() {
        add("Relationship", format!("{} of 1", grouped(accounts.relationship[account], 1)));
    }
    if let Some(deals) = explanation.and_then(deals_text) {
        add("Deals", deals);
    }
    if let Some(features) = explanation.map(|explanation| &explanation.features) {
        let with = if accounts.owner[account] == OPEN { "the nearest rep" } else { "today's rep" };
        add("Travel burden", format!("{} of its hours with {with}", Share(features.travel_burden).percent()));
        if let Some(accessibility) = features.accessibility {
            add("Revenue per hour", format!("× {} of the median account's", grouped(accessibility, 2)));
        }
        if accounts.owner[account] != OPEN {
            add("Concentration", format!("{} of its rep's potential today", Share(features.concentration).percent()));
        }
    }
    let place = match accounts.precision(account) {
        Precision::Unplaced => "unknown, planned without travel",
        Precision::Given => "given coordinates",
        Precision::PostalCode => "by postal code",
        Precision::City => "by city",
    };
    add("Place", place.to_owned());
    add("Today", rep_name(session, accounts.owner[account]).to_owned());
    add("Id", accounts.id.get(account).to_owned());
    facts
}
