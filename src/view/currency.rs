//! The currencies that money can be shown in.

use crate::model::NO_MONEY;
use crate::session::Session;

/// Codes that are offered (ISO 4217), those of most trade first.
const CODES: [&str; 32] = [
    "USD", "EUR", "GBP", "JPY", "CNY", "INR", "CAD", "AUD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON",
    "TRY", "ILS", "AED", "SAR", "ZAR", "NGN", "KES", "SGD", "HKD", "KRW", "THB", "IDR", "NZD", "BRL", "MXN", "CLP",
];

/// A currency to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyChoice {
    /// Its code; none for the one that the files tell.
    pub code: Option<String>,
    /// `USD, from the files`, `EUR`, `none`.
    pub title: String,
    /// Whether it is the project's.
    pub chosen: bool,
}

/// What the project's money can be shown in: as the files say, without a currency, or in one of the usual ones.
pub fn currencies(session: &Session) -> Vec<CurrencyChoice> {
    let Some(project) = &session.project else { return Vec::new() };
    let told = session.data.as_ref().and_then(|data| data.told_currency.as_deref()).unwrap_or_default();
    let told = match told {
        "" => "USD",
        NO_MONEY => say!("none"),
        code => code,
    };
    let choice = |code: Option<&str>, title: &str| CurrencyChoice {
        chosen: project.currency.as_deref() == code,
        code: code.map(str::to_owned),
        title: title.to_owned(),
    };
    let mut all =
        vec![choice(None, &say!("{currency}, from the files", currency = told)), choice(Some(NO_MONEY), say!("none"))];
    all.extend(CODES.iter().map(|&code| choice(Some(code), code)));
    // A project of a newer page may have one that is not in the list.
    if let Some(code) = project.currency.as_deref().filter(|_| !all.iter().any(|choice| choice.chosen)) {
        all.push(choice(Some(code), code));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Assignment;
    use crate::model::Dataset;
    use crate::model::Settings;
    use crate::scenario::Edit;
    use crate::scenario::Project;
    use crate::session::Data;
    use crate::session::Event;
    use crate::session::update;
    use std::sync::Arc;

    #[test]
    fn money_is_shown_in_the_chosen_currency_until_that_is_undone() {
        // A file of bare numbers is shown as dollars; a team in Zurich must be able to say francs, and to take it back.
        let dataset = Arc::new(Dataset { currency: "USD".to_owned(), ..Dataset::default() });
        let project = Project::new("a", String::new(), Settings::default(), Assignment::default(), 0.0);
        let data = Some(Data { dataset: dataset.clone(), ..Data::default() });
        let mut session = Session { data, project: Some(project), ..Session::default() };
        let symbol = |session: &Session| session.data.as_ref().map(|data| data.dataset.currency_symbol()).unwrap();
        let chosen = |session: &Session| currencies(session).into_iter().find(|choice| choice.chosen).unwrap().title;
        for (code, shown) in [("CHF", "CHF "), (NO_MONEY, ""), ("BAM", "BAM ")] {
            update(&mut session, Event::Edit(Edit::Currency(Some(code.to_owned()))));
            assert_eq!(symbol(&session), shown);
            assert_eq!(chosen(&session), if code == NO_MONEY { "none" } else { code });
        }
        for _ in 0..3 {
            update(&mut session, Event::Undo);
        }
        assert_eq!((symbol(&session).as_str(), chosen(&session).as_str()), ("$", "USD, from the files"));
        assert_eq!(dataset.currency, "USD", "what is stored stays as the files say");
    }
}
