//! In which country an address without one is looked for.

use crate::clean::Host;
use crate::clean::Step;
use crate::clean::address::Address;
use crate::clean::gazetteer::Gazetteer;
use crate::clean::gazetteer::Spot;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::places::FAR_KM;
use crate::clean::places::Places;
use crate::clean::places::away;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::parse;
use crate::model::Issue;
use crate::model::Lookup;
use std::collections::BTreeSet;

/// Says in which country an address without one is looked for: the one most accounts are in; where hardly any names a
/// country or state, the US if the postal codes can only be codes of the US; else none.
pub async fn find_home(
    (rows, address, given): (&Rows<'_>, &Address<'_>, &Places),
    gazetteer: &mut Gazetteer,
    host: &mut impl Host,
    log: &mut Log,
) {
    let mut counts: Lookup<&str, usize> = Lookup::default();
    for country in address.country.iter().filter(|country| !country.is_empty()) {
        *counts.entry(country).or_default() += 1;
    }
    let named: usize = counts.values().sum();
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
    if let Some((country, _)) = most {
        country.clone_into(&mut gazetteer.home);
    }
    let codes = |account: &usize| looks_like_zip(rows.text(*account, Field::PostalCode));
    if named * HARDLY > rows.len() || !rows.does(Step::Places) || !(0..rows.len()).any(|account| codes(&account)) {
        return;
    }
    gazetteer.load(US, host).await;
    let codes = UsCodes::of(rows, given, gazetteer);
    if !codes.are_plain() {
        return;
    }
    (gazetteer.home, gazetteer.assumed) = (US.to_owned(), true);
    let advice = say!(
        "{known} of {codes} are codes of the US, so accounts without a country are looked for there. If they are elsewhere, add a \
         column with the country.",
        known = codes.known,
        codes = counted(codes.filled, "postal code", "postal codes")
    );
    let first = (0..rows.len()).find(|&account| !rows.text(account, Field::PostalCode).is_empty()).unwrap_or(0);
    log.add(rows.issue_at(
        Issue::note("country-assumed", say!("a country or state"), advice),
        first,
        Field::PostalCode,
    ));
}

/// The country whose postal codes are known completely.
const US: &str = "US";
/// Fewer than one account in so many names a country.
const HARDLY: usize = 10;

/// What the postal codes of a list have to do with those of the US. Codes of other countries have five digits as well: of
/// Barcelona's nine in ten are codes of New Jersey, and the codes of Zurich would be such that lost a zero.
struct UsCodes {
    filled: usize,
    known: usize,
    shortened: usize,
    distinct: BTreeSet<String>,
    states: BTreeSet<String>,
}

impl UsCodes {
    fn of(rows: &Rows, given: &Places, gazetteer: &Gazetteer) -> Self {
        let mut codes = Self { filled: 0, known: 0, shortened: 0, distinct: BTreeSet::new(), states: BTreeSet::new() };
        for account in 0..rows.len() {
            let text = rows.text(account, Field::PostalCode);
            codes.filled += usize::from(!text.is_empty());
            let Some((code, padded)) = parse::postal_code(text, US).filter(|_| looks_like_zip(text)) else { continue };
            let Some(spot) = gazetteer.postal_code(US, &code) else { continue };
            let city = rows.text(account, Field::City);
            let place = (given.latitude[account], given.longitude[account]);
            let agrees = (city.is_empty() || is_near(gazetteer, spot, city))
                && (given.precision[account] == 0 || away(spot, place) < FAR_KM);
            if agrees {
                codes.known += 1;
                codes.shortened += usize::from(padded && !text.contains(['-', ' ']));
                codes.distinct.insert(code.chars().take(5).collect());
                codes.states.insert(spot.state.clone());
            }
        }
        codes
    }

    /// Whether they can only be codes of the US: nearly all are, most have all digits, and they are many of one state or
    /// some of several.
    fn are_plain(&self) -> bool {
        let share = self.known as f64 / self.filled.max(1) as f64;
        let spread = self.distinct.len() >= 10 && self.states.len() >= 3 && share >= 0.95;
        let many = self.distinct.len() >= 60 && share >= 0.98;
        (spread || many) && 2 * self.shortened <= self.known
    }
}

/// Whether a city of this name is that of the spot, or near it.
pub fn is_near(gazetteer: &Gazetteer, spot: &Spot, city: &str) -> bool {
    let near = |known: &Spot| away(known, (spot.latitude, spot.longitude)) < FAR_KM;
    spot.is_in(city) || gazetteer.cities(US, city, &spot.state).any(near)
}

fn looks_like_zip(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    matches!(digits, 4 | 5 | 8 | 9) && text.bytes().all(|byte| byte.is_ascii_digit() || b" -".contains(&byte))
}

#[cfg(test)]
mod tests {
    use crate::clean::trial::cleaned_with;
    use crate::clean::trial::count;
    use crate::model::Precision;

    #[test]
    fn a_list_of_codes_alone_is_looked_for_in_the_us_if_it_can_be_nowhere_else() {
        // Many a list has nothing but ZIP codes, some without their zeros. Codes of Barcelona and Zurich are codes of New
        // Jersey, too: placed there, they would look right to everybody but those who live there.
        let states = ["NJ", "IL", "NY", "MA"];
        let code = |row: usize| format!("{:05}", if row < 40 { 8_000 + row } else { 10_000 * (row % 4) + 2_000 + row });
        let line = |row: usize| {
            let (code, state) = (code(row), states[if row < 40 { 0 } else { row % 4 }]);
            format!("P\t{code}\t{}\t-80\t{state}\tTown {row}\n", 35.0 + 0.1 * row as f64)
        };
        let places: String = (0..80).map(line).collect();
        let prepare = |rows: &[String]| {
            let (text, places) = (format!("id,name,owner,city,zip\n{}", rows.concat()), places.clone());
            cleaned_with(&[("accounts.csv", text.as_str())], move |country| (country == "US").then(|| places.clone()))
        };
        let row = |id: usize, city: &str, zip: &str| format!("{id},N {id},Ana,{city},{zip}\n");
        let placed = |prepared: &crate::clean::Prepared| {
            let accounts = &prepared.dataset.accounts;
            (0..accounts.len()).filter(|&at| accounts.precision(at) == Precision::PostalCode).count()
        };
        let us: Vec<String> = (40..60).map(|at| row(at, "", code(at).trim_start_matches('0'))).collect();
        let prepared = prepare(&us);
        assert_eq!((placed(&prepared), count(&prepared, "country-assumed")), (20, 1));
        assert_eq!(prepared.dataset.accounts.postal_code.get(0), code(40));
        assert_eq!(prepared.dataset.accounts.country.get(0), "");
        let with_city: Vec<String> =
            us.iter().cloned().chain([row(1, "Town 41", ""), row(2, "Atlantis", &code(42))]).collect();
        let prepared = prepare(&with_city);
        assert_eq!(placed(&prepared), 20, "a city alone, or another than the code's, does not say enough");
        let full = |at: usize| code(at);
        let short = |at: usize| code(at)[1..].to_owned();
        let elsewhere: [(&str, &dyn Fn(usize) -> String); 3] = [("", &full), ("Barcelona", &full), ("", &short)];
        for (city, code) in elsewhere {
            let rows: Vec<String> = (0..40).map(|at| row(at, city, &code(at))).collect();
            let prepared = prepare(&rows);
            assert_eq!((placed(&prepared), count(&prepared, "country-assumed")), (0, 0), "{city} {}", code(0));
        }
    }
}
