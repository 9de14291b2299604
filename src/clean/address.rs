//! Step: states and countries to codes.

use crate::clean::Step;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::parse;
use crate::model::Categories;
use crate::model::Issue;
use crate::model::Lookup;

/// State and country of every account.
pub struct Address<'a> {
    /// State codes, or the file's text where unknown.
    pub state: Vec<&'a str>,
    /// Country codes, or the file's text where unknown.
    pub country: Vec<&'a str>,
    /// Whether the country does not contradict the one that the file states.
    pub sure: Vec<bool>,
}

/// A pair of state and country as a file writes them, cleaned.
#[derive(Clone, Copy)]
pub struct Cleaned<'a> {
    /// State code or text.
    pub state: &'a str,
    /// Country code or text.
    pub country: &'a str,
    /// The state belongs to another country than the file says.
    pub moved: bool,
    /// No country of this name is known.
    pub unknown: bool,
}

/// State and country as a row states them: in their own columns, else behind the city, as in `Austin, TX` or
/// `Lyon, France`.
pub fn stated<'a>(state: &'a str, country: &'a str, city: &'a str) -> (&'a str, &'a str) {
    if !state.is_empty() {
        return (state, country);
    }
    let code = parse::country_code(country).unwrap_or("");
    let is_state = |text: &str| parse::state_code(text, code).is_some();
    // A postal code may follow: `Austin, TX 78701`.
    let plain = |part: &'a str| part.trim_end_matches(|letter: char| letter.is_ascii_digit() || " -".contains(letter));
    let mut parts = city.rsplit(',').map(|part| plain(part).trim_start());
    match (parts.next(), parts.next(), parts.next()) {
        (Some(last), Some(_), _) if is_state(last) => (last, country),
        (Some(last), Some(before), more) if country.is_empty() && parse::country_code(last).is_some() => {
            (if more.is_some() && is_state(before) { before } else { "" }, last)
        }
        _ => (state, country),
    }
}

/// Cleans one pair of state and country.
pub fn clean_pair<'a>(state: &'a str, country: &'a str) -> Cleaned<'a> {
    let code = parse::country_code(country);
    let mut cleaned = Cleaned {
        state,
        country: code.unwrap_or(country),
        moved: false,
        unknown: code.is_none() && !country.is_empty(),
    };
    if state.is_empty() || cleaned.unknown {
        return cleaned;
    }
    if let Some((found, state)) = parse::state_code(state, code.unwrap_or("")) {
        cleaned.moved = code.is_some_and(|code| code != found);
        cleaned.country = found;
        cleaned.state = state;
    }
    cleaned
}

/// Brings all states and countries to codes.
pub fn address<'a>(rows: &Rows<'a>, log: &mut Log) -> Address<'a> {
    let mut seen: Lookup<(&str, &str), Cleaned<'a>> = Lookup::default();
    let mut out = Address {
        state: Vec::with_capacity(rows.len()),
        country: Vec::with_capacity(rows.len()),
        sure: Vec::with_capacity(rows.len()),
    };
    let (mut states, mut countries, mut strange) = (0, 0, 0);
    let sign = rows.drafts.decimal_sign(Field::Latitude);
    for account in 0..rows.len() {
        let written = (rows.text(account, Field::State), rows.text(account, Field::Country));
        let (state, country) = stated(written.0, written.1, rows.text(account, Field::City));
        let mut cleaned = *seen.entry((state, country)).or_insert_with(|| clean_pair(state, country));
        // Several countries have a state of this code: where the coordinates lie tells that it is none of these.
        let elsewhere = cleaned.moved && !may_lie_in(rows, (account, sign), cleaned.country);
        if elsewhere {
            let country = parse::country_code(country).unwrap_or(country);
            cleaned = Cleaned { state, country, ..cleaned };
        }
        states += usize::from(cleaned.state != written.0);
        countries += usize::from(cleaned.country != written.1 && !written.1.is_empty());
        out.state.push(cleaned.state);
        out.country.push(cleaned.country);
        out.sure.push(!cleaned.moved);
        if cleaned.moved {
            let advice = if elsewhere {
                say!("Both are kept: the coordinates lie outside the country that has a state of this name.").to_owned()
            } else {
                say!("The country was set to {country}, where that state is.", country = cleaned.country)
            };
            let issue = Issue::warning("state-in-other-country", say!("a state of the stated country"), advice);
            let behind_city = written.0.is_empty();
            log.cell(rows.issue_at(issue, account, if behind_city { Field::City } else { Field::State }));
        } else if cleaned.unknown {
            strange += 1;
            let advice = say!("It is kept as it is. Coordinates are not checked against it.");
            let issue = Issue::warning("country-unknown", say!("the name or code of a country"), advice);
            log.cell(rows.issue_at(issue, account, Field::Country));
        }
    }
    if !rows.does(Step::Addresses) {
        log.left_out(Step::Addresses);
        return out;
    }
    log.touch(Field::State, states, 0);
    log.touch(Field::Country, countries, strange);
    let sentence = say!(
        "{states} and {countries} written as codes.",
        states = counted(states, "state", "states"),
        countries = counted(countries, "country", "countries")
    );
    log.step(Step::Addresses.id(), Step::Addresses.title(), states + countries, sentence);
    out
}

/// Whether the coordinates of an account, where it has any, lie in a country.
fn may_lie_in(rows: &Rows, (account, sign): (usize, parse::DecimalSign), country: &str) -> bool {
    let degrees = |field: Field| parse::number(rows.text(account, field), sign);
    let (Some(north), Some(east)) = (degrees(Field::Latitude), degrees(Field::Longitude)) else { return true };
    parse::bounds(country).is_none_or(|bounds| bounds.hold(north, east) || bounds.hold(east, north))
}

/// State and country as the dataset has them: codes, or the file's own text where the user wants that. Places are found
/// by the codes in any case.
pub fn written(rows: &Rows, address: &Address) -> (Categories, Categories) {
    if rows.does(Step::Addresses) {
        let texts = |column: &[&str]| Categories::from_texts(column.iter().copied());
        return (texts(&address.state), texts(&address.country));
    }
    let texts = |field: Field| Categories::from_texts((0..rows.len()).map(|account| rows.text(account, field)));
    (texts(Field::State), texts(Field::Country))
}

#[cfg(test)]
mod tests {
    use crate::clean::trial::cleaned;

    #[test]
    fn states_and_countries_become_codes() {
        // Rules by state see one spelling; a state without a country tells the country.
        let text = "id,name,owner,state,country\n1,A,Ana,california,usa\n2,B,Ana,CA,United States\n3,C,Ana,Ontario,\n\
            4,D,Ana,Bayern,Germany\n";
        let accounts = cleaned(&[("accounts.csv", text)]).dataset.accounts;
        let found: Vec<_> = (0..4).map(|at| (accounts.state.get(at), accounts.country.get(at))).collect();
        assert_eq!(found, [("CA", "US"), ("CA", "US"), ("ON", "CA"), ("Bayern", "DE")]);
    }

    #[test]
    fn a_state_moves_no_account_to_a_country_where_it_is_not() {
        // "NL" is Newfoundland and Nuevo León: with coordinates near Monterrey it is not the one in Canada.
        let text = "id,name,owner,state,country,latitude,longitude\n1,A,Ana,NL,United States,25.7,-100.3\n\
            2,B,Ana,NL,United States,47.5,-52.7\n3,C,Ana,NL,United States,,\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        let country = |at: usize| prepared.dataset.accounts.country.get(at).to_owned();
        assert_eq!([country(0), country(1), country(2)], ["US", "CA", "CA"]);
        assert_eq!(crate::clean::trial::count(&prepared, "state-in-other-country"), 3);
    }

    #[test]
    fn a_location_tells_state_and_country() {
        // A spreadsheet has one column "Location"; without its state, no account of it could be placed.
        let text = "id,name,owner,Location\n1,A,Ana,\"Austin, TX\"\n2,B,Ana,\"Toronto, Ontario, Canada\"\n\
            3,C,Ana,\"Lyon, France\"\n4,D,Ana,\"Austin, TX 78701-1234\"\n5,E,Ana,Austin\n6,F,Ana,\"Big, Tall\"\n";
        let accounts = cleaned(&[("accounts.csv", text)]).dataset.accounts;
        let found: Vec<_> = (0..6).map(|at| (accounts.state.get(at), accounts.country.get(at))).collect();
        assert_eq!(found, [("TX", "US"), ("ON", "CA"), ("", "FR"), ("TX", "US"), ("", ""), ("", "")]);
    }

    #[test]
    fn an_own_column_goes_before_what_stands_behind_the_city() {
        // "Washington, DC" in a column of its own state "VA" is the name of a place, not a second state.
        assert_eq!(super::stated("VA", "US", "Washington, DC"), ("VA", "US"));
        assert_eq!(super::stated("", "Georgia", "Tbilisi, Georgia"), ("", "Georgia"));
        assert_eq!(super::stated("", "US", "Atlanta, Georgia"), ("Georgia", "US"));
    }
}
