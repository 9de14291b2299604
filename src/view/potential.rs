//! What accounts could pay, and whether a file says so or it is estimated.

use crate::session::Data;
use crate::session::Session;
use crate::texts;
use crate::units::Money;
use crate::units::grouped;
use crate::view::cleaning::column_title;

/// What an account could pay a year, the file's figure or an estimate; 0 before the scores are there.
pub fn potential(data: &Data, account: usize) -> f64 {
    data.scored.potential.get(account).unwrap_or(0.0)
}

/// The same in words, with a sign before an estimate: `≈ $0.41 M`.
pub fn potential_text(data: &Data, account: usize) -> String {
    if data.scored.potential.is_empty() {
        return String::new();
    }
    let given = data.dataset.accounts.potential.get(account).is_some_and(|value| value.is_finite());
    let text = Money(potential(data, account)).short(&data.dataset.currency_symbol());
    if given { text } else { format!("≈ {text}") }
}

/// How columns that a figure is made of were filled: `Estimated: potential of 3 of 450 accounts. Set to the median.`; ""
/// where the file tells all of them.
pub fn estimated(session: &Session, columns: &[&str]) -> String {
    let Some(data) = &session.data else { return String::new() };
    let all = grouped(data.dataset.accounts.len() as f64, 0);
    let made = data.scored.estimates.iter().filter(|estimate| columns.contains(&estimate.column.as_str()));
    let told = made.map(|estimate| {
        let (what, some) = (texts::within(&column_title(&estimate.column)), grouped(f64::from(estimate.accounts), 0));
        format!("{} {}", say!("Estimated: {what} of {some} of {all} accounts.", what, some, all), estimate.how)
    });
    told.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Accounts;
    use crate::model::Dataset;
    use crate::score::Estimate;
    use crate::score::Scored;
    use std::sync::Arc;

    #[test]
    fn an_estimate_is_marked_where_it_stands() {
        // Two columns of money look equally true; only one of them was ever written down by somebody.
        let mut accounts = Accounts::of_length(2);
        accounts.potential.0 = vec![500.0, f64::NAN];
        let dataset = Arc::new(Dataset { accounts, ..Dataset::default() });
        let how = "Set to the median.".to_owned();
        let estimates = vec![Estimate { column: "potential".to_owned(), accounts: 1, how }];
        let scored =
            Arc::new(Scored { estimates, potential: [500.0, 500.0].into_iter().collect(), ..Scored::default() });
        let data = Data { dataset, scored, ..Data::default() };
        assert_eq!([0, 1].map(|account| potential_text(&data, account)), ["$500", "≈ $500"]);
        let session = Session { data: Some(data), ..Session::default() };
        let hint = "Estimated: potential of 1 of 2 accounts. Set to the median.";
        assert_eq!(
            (estimated(&session, &["potential"]).as_str(), estimated(&session, &["visits"]).as_str()),
            (hint, "")
        );
    }
}
