//! Step: places of accounts without usable coordinates, by postal code or city; coordinates that lie far from the
//! address are caught.

use crate::clean::Host;
use crate::clean::Step;
use crate::clean::address::Address;
use crate::clean::gazetteer::Gazetteer;
use crate::clean::gazetteer::Spot;
use crate::clean::gazetteer::city_part;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::PIECE;
use crate::clean::rows::Rows;
use crate::geo::Point;
use crate::geo::distance_km;
use crate::import::Field;
use crate::import::parse;
use crate::model::Flags;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::Numbers;
use crate::model::Precision;
use crate::model::Severity;
use crate::model::Texts;
use std::collections::BTreeSet;

/// Coordinates this far from their postal code are a slip. The largest codes of the US, in Alaska, reach farther; there a
/// code and its town agree with each other and not with the coordinates only where those are wrong.
const FAR_KM: f64 = 150.0;

/// Latitude, longitude and how each was found.
pub struct Places {
    /// Degrees north.
    pub latitude: Numbers,
    /// Degrees east.
    pub longitude: Numbers,
    /// Coded [`Precision`].
    pub precision: Flags,
}

/// What is known of where an account is.
struct Wanted<'a> {
    country: &'a str,
    state: &'a str,
    city: &'a str,
    code: &'a str,
}

/// How a search for a place ended.
enum Found<'g> {
    /// At a spot, this precisely.
    At(&'g Spot, Precision),
    /// The postal code lies here, in another state or far from the city; maybe the city was found in the stated one.
    Contradiction(&'g Spot, Option<&'g Spot>),
    /// Nowhere.
    Nowhere,
}

/// Countries whose places are needed: those of accounts without coordinates; and the US, whose coordinates are checked
/// against their postal codes.
fn wanted<'a>(address: &Address<'a>, places: &Places) -> Vec<&'a str> {
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    for (&country, &placed) in address.country.iter().zip(places.precision.iter()) {
        if placed == 0 || country == "US" {
            wanted.insert(country);
            // Puerto Rico has codes of the US.
            if country == "PR" {
                wanted.insert("US");
            }
        }
    }
    wanted.into_iter().collect()
}

/// The country in which an address without one is looked for: the one most accounts are in; where no account names a
/// country or a state, the US if nearly all postal codes are codes of the US; else "".
pub async fn home(
    (rows, address): (&Rows<'_>, &Address<'_>),
    gazetteer: &mut Gazetteer,
    host: &mut impl Host,
    log: &mut Log,
) -> String {
    let mut counts: Lookup<&str, usize> = Lookup::default();
    for country in address.country.iter().filter(|country| !country.is_empty()) {
        *counts.entry(country).or_default() += 1;
    }
    if let Some((country, _)) = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))) {
        return country.to_owned();
    }
    let like_codes = |account: &usize| looks_like_zip(rows.text(*account, Field::PostalCode));
    if !rows.does(Step::Places) || !(0..rows.len()).any(|account| like_codes(&account)) {
        return String::new();
    }
    gazetteer.load(US, host).await;
    let (mut filled, mut known) = (0, 0);
    for account in 0..rows.len() {
        let text = rows.text(account, Field::PostalCode);
        filled += usize::from(!text.is_empty());
        let code = parse::postal_code(text, US).filter(|_| looks_like_zip(text));
        known += usize::from(code.is_some_and(|(code, _)| gazetteer.postal_code(US, &code).is_some()));
    }
    // Of codes with as many digits from elsewhere, two in five are codes of the US as well.
    if (known as f64) < ALL_BUT_SLIPS * filled as f64 {
        return String::new();
    }
    let advice = format!(
        "{} of {} are codes of the US, so these accounts are looked for there. If they are elsewhere, add a column with the \
         country.",
        counted(known, "postal code", "postal codes"),
        counted(filled, "account", "accounts")
    );
    log.add(rows.issue_at(Issue::note("country-assumed", "a country or state", advice), 0, Field::PostalCode));
    US.to_owned()
}

/// The country whose postal codes are known completely.
const US: &str = "US";
/// This part of the postal codes of a list are right.
const ALL_BUT_SLIPS: f64 = 0.95;

fn looks_like_zip(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    matches!(digits, 4 | 5 | 8 | 9) && text.bytes().all(|byte| byte.is_ascii_digit() || b" -".contains(&byte))
}

/// Places every account that has no usable coordinates.
pub async fn places(
    (rows, address, postal_code): (&Rows<'_>, &Address<'_>, &Texts),
    mut places: Places,
    gazetteer: &mut Gazetteer,
    host: &mut impl Host,
    log: &mut Log,
) -> Option<Places> {
    if !rows.does(Step::Places) {
        log.left_out(Step::Places);
        return Some(places);
    }
    let fields = [Field::PostalCode, Field::City, Field::State, Field::Country];
    if !fields.iter().any(|&field| rows.drafts.has(field)) {
        log.step(
            Step::Places.id(),
            Step::Places.title(),
            0,
            "The file has no postal codes or cities to find places by.".to_owned(),
        );
        return Some(places);
    }
    for country in wanted(address, &places) {
        gazetteer.load(country, host).await;
    }
    let gazetteer = &*gazetteer;
    let (mut counts, mut repaired) = ([0; 4], 0);
    for account in 0..rows.len() {
        if account.is_multiple_of(PIECE) {
            going!(host, "Placing accounts", 0.35 + 0.05 * account as f64 / rows.len() as f64);
        }
        let wanted = Wanted {
            country: gazetteer.or_home(address.country[account]),
            state: address.state[account],
            city: rows.text(account, Field::City),
            code: postal_code.get(account),
        };
        let given = (places.precision[account] != 0).then(|| (places.latitude[account], places.longitude[account]));
        let trusted = given.is_some() && !rows.does(Step::Coordinates);
        let (spot, issue) = if trusted { (None, None) } else { place(gazetteer, &wanted, given) };
        if let Some((issue, field)) = issue {
            // A file without cities says where by another column.
            let there = fields.into_iter().find(|&field| rows.drafts.has(field)).unwrap_or(field);
            let field = if rows.drafts.has(field) { field } else { there };
            repaired += usize::from(issue.severity > Severity::Note);
            log.cell(rows.issue_at(issue.clone(), account, field).found(&issue.found));
        }
        if let Some((spot, precision)) = spot {
            places.latitude[account] = spot.latitude;
            places.longitude[account] = spot.longitude;
            places.precision[account] = precision as u8;
        }
        counts[usize::from(places.precision[account])] += 1;
    }
    let sentence = format!(
        "{} at given coordinates, {} at their postal code, {} at their city, {} without a place.",
        counted(counts[1], "account", "accounts"),
        counted(counts[2], "account", "accounts"),
        counted(counts[3], "account", "accounts"),
        counted(counts[0], "account", "accounts"),
    );
    log.step(Step::Places.id(), Step::Places.title(), counts[2] + counts[3] + repaired, sentence);
    Some(places)
}

/// A better place than the given one, or one at all; and what is wrong, with the field where it stands.
type Placing<'g> = (Option<(&'g Spot, Precision)>, Option<(Issue, Field)>);

fn place<'g>(gazetteer: &'g Gazetteer, wanted: &Wanted, given: Option<(f64, f64)>) -> Placing<'g> {
    if let Some(given) = given {
        let nearer = far_from_address(gazetteer, wanted, given);
        let issue = nearer.map(|spot| (far(wanted, spot, given), Field::Latitude));
        return (nearer.map(|spot| (spot, Precision::PostalCode)), issue);
    }
    match find(gazetteer, wanted) {
        Found::At(spot, precision) => (Some((spot, precision)), None),
        Found::Contradiction(code, city) => {
            let issue = contradiction(wanted, code, city);
            (city.map(|spot| (spot, Precision::City)), Some((issue, Field::PostalCode)))
        }
        Found::Nowhere => (None, Some((unplaced(gazetteer, wanted), Field::City))),
    }
}

/// Great-circle kilometres between a spot and coordinates.
fn away(spot: &Spot, (latitude, longitude): (f64, f64)) -> f64 {
    distance_km(Point::new(spot.latitude, spot.longitude), Point::new(latitude, longitude))
}

fn find<'g>(gazetteer: &'g Gazetteer, wanted: &Wanted) -> Found<'g> {
    // Puerto Rico has codes of the US.
    let of_codes = if wanted.country == "PR" { "US" } else { wanted.country };
    let code = gazetteer.postal_code(of_codes, wanted.code);
    let city = || gazetteer.city(wanted.country, wanted.city, wanted.state);
    match code {
        Some(code) if wanted.state.is_empty() || of_codes != wanted.country => Found::At(code, Precision::PostalCode),
        Some(code) => {
            // Several places of a state may have one name.
            let mut cities = gazetteer.cities(wanted.country, wanted.city, wanted.state).peekable();
            let silent = cities.peek().is_none();
            let fits = |city: &Spot| away(city, (code.latitude, code.longitude)) < FAR_KM;
            let agree = code.state == wanted.state && (silent || code.is_in(wanted.city) || cities.any(fits));
            if agree { Found::At(code, Precision::PostalCode) } else { Found::Contradiction(code, city()) }
        }
        None => city().map_or(Found::Nowhere, |spot| Found::At(spot, Precision::City)),
    }
}

/// The postal code's place, where it and the city agree with each other and not with the coordinates.
fn far_from_address<'g>(gazetteer: &'g Gazetteer, wanted: &Wanted, given: (f64, f64)) -> Option<&'g Spot> {
    let code = gazetteer.postal_code(wanted.country, wanted.code)?;
    if away(code, given) < FAR_KM {
        return None;
    }
    let mut agree = false;
    for city in gazetteer.cities(wanted.country, wanted.city, wanted.state) {
        if away(city, given) < FAR_KM {
            return None;
        }
        agree |= away(city, (code.latitude, code.longitude)) < FAR_KM / 2.0;
    }
    agree.then_some(code)
}

impl Wanted<'_> {
    fn text(&self) -> String {
        // What was read from behind the city is not said twice.
        let city = if self.state.is_empty() && self.country.is_empty() { self.city } else { city_part(self.city) };
        let parts = [self.code, city, self.state, self.country];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

fn contradiction(wanted: &Wanted, code: &Spot, city: Option<&Spot>) -> Issue {
    let what = match city {
        Some(_) => format!("{} in {} was used. Correct one of the two.", wanted.city, wanted.state),
        None => "The account is planned without travel. Correct one of the two.".to_owned(),
    };
    if code.state == wanted.state {
        let km = city.map_or(0.0, |city| libm::round(away(city, (code.latitude, code.longitude))));
        let advice = format!("The code lies {km} km from {}. {what}", wanted.city);
        let issue = Issue::warning("postal-code-far-from-city", format!("a postal code of {}", wanted.city), advice);
        return issue.found(wanted.code);
    }
    let advice = format!("The code lies in {}, the file says {}. {what}", code.state, wanted.state);
    Issue::warning("postal-code-in-other-state", "a postal code of the stated state", advice).found(wanted.code)
}

fn far(wanted: &Wanted, spot: &Spot, given: (f64, f64)) -> Issue {
    let km = libm::round(away(spot, given));
    let advice = format!("They lie {km} km from the address; the centre of the postal code is used.");
    let issue = Issue::warning("coordinates-far-from-address", format!("a place near {}", wanted.text()), advice);
    issue.found(&format!("{}, {}", given.0, given.1))
}

fn unplaced(gazetteer: &Gazetteer, wanted: &Wanted) -> Issue {
    let advice = if wanted.text().is_empty() {
        "The row says nothing about where it is; the account is planned without travel."
    } else if wanted.code.is_empty() && wanted.city.is_empty() {
        "Neither a postal code nor a city is known; the account is planned without travel."
    } else if gazetteer.knows(wanted.country) || wanted.country.is_empty() {
        "No place of this name is known; the account is planned without travel."
    } else {
        "The places of this country could not be loaded; the account is planned without travel."
    };
    Issue::note("account-without-place", "coordinates, or a postal code or city that is known", advice)
        .found(&wanted.text())
}

#[cfg(test)]
mod tests {
    use crate::clean::trial::cleaned_with;
    use crate::clean::trial::count;
    use crate::model::Precision;

    const PLACES: &str = "P\t62701\t39.8\t-89.65\tIL\tSpringfield\nP\t10001\t40.75\t-74.0\tNY\tNew York\n\
        P\t62999\t41.9\t-87.7\tIL\tChicago\nC\tSpringfield\tIL\t114000\t39.8\t-89.64\t\n\
        C\tChicago\tIL\t2700000\t41.85\t-87.65\t\nC\tNew York City\tNY\t8800000\t40.71\t-74.0\tNew York\n";

    #[test]
    fn an_account_is_placed_by_what_its_address_says_best() {
        // The wrong place is worse than none: it goes to the wrong rep and looks right.
        let rows = "id,name,owner,city,state,postal_code,country,latitude,longitude\n\
            1,Given,Ana,Springfield,IL,62701,US,39.81,-89.6\n2,Code,Ana,Springfield,IL,62701-1234,US,,\n\
            3,City,Ana,Springfield,Illinois,,US,0,0\n4,Contradiction,Ana,Springfield,IL,10001,US,,\n\
            5,Slip,Ana,Springfield,IL,62999,US,,\n6,Nowhere,Ana,Atlantis,IL,,US,,\n\
            7,Astray,Ana,New York,NY,10001,US,39.81,-89.6\n8,Silent,Ana,Chicago,,,,,\n9,Empty,Ana,,,,,,\n";
        let prepared = cleaned_with(&[("accounts.csv", rows)], |country| (country == "US").then(|| PLACES.to_owned()));
        let accounts = &prepared.dataset.accounts;
        let found: Vec<_> =
            (0..9).map(|at| (accounts.precision(at), accounts.place(at).map(|place| place.0))).collect();
        let expected = [
            (Precision::Given, Some(39.81)),
            (Precision::PostalCode, Some(39.8)),
            (Precision::City, Some(39.8)),
            (Precision::City, Some(39.8)),
            (Precision::City, Some(39.8)),
            (Precision::Unplaced, None),
            (Precision::PostalCode, Some(40.75)),
            (Precision::City, Some(41.85)),
            (Precision::Unplaced, None),
        ];
        assert_eq!(found, expected);
        let codes = [
            "postal-code-in-other-state",
            "postal-code-far-from-city",
            "account-without-place",
            "coordinates-far-from-address",
        ];
        assert_eq!(codes.map(|code| count(&prepared, code)), [1, 1, 2, 1]);
    }

    #[test]
    fn a_list_of_codes_alone_is_looked_for_in_the_us_if_they_are_codes_of_the_us() {
        // Many a list has nothing but ZIP codes, some without their zeros; codes of Germany have five digits as well.
        let us = |country: &str| (country == "US").then(|| format!("{PLACES}P\t02139\t42.36\t-71.1\tMA\tCambridge\n"));
        let text = "id,name,owner,zip\n1,A,Ana,62701\n2,B,Ana,10001-0001\n3,C,Ana,2139\n";
        let prepared = cleaned_with(&[("accounts.csv", text)], us);
        let accounts = &prepared.dataset.accounts;
        assert!((0..3).all(|at| accounts.precision(at) == Precision::PostalCode));
        assert_eq!((accounts.postal_code.get(2), accounts.country.get(2)), ("02139", ""));
        assert_eq!(count(&prepared, "country-assumed"), 1);
        let german = "id,name,owner,plz\n1,A,Ana,62701\n2,B,Ana,80331\n3,C,Ana,10115\n";
        let prepared = cleaned_with(&[("accounts.csv", german)], us);
        assert!((0..3).all(|at| prepared.dataset.accounts.precision(at) == Precision::Unplaced));
    }
}
