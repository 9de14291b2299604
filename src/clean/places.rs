//! Step: places of accounts without usable coordinates, by postal code or city; coordinates that lie far from the
//! address are caught.

use crate::clean::Host;
use crate::clean::Step;
use crate::clean::address::Address;
use crate::clean::gazetteer::Gazetteer;
use crate::clean::gazetteer::Spot;
use crate::clean::gazetteer::city_part;
use crate::clean::home;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::PIECE;
use crate::clean::rows::Rows;
use crate::geo::Point;
use crate::geo::distance_km;
use crate::import::Field;
use crate::model::Flags;
use crate::model::Issue;
use crate::model::Numbers;
use crate::model::Precision;
use crate::model::Severity;
use crate::model::Texts;
use std::collections::BTreeSet;

/// Coordinates this far from their postal code are a slip. The largest codes of the US, in Alaska, reach farther; there a
/// code and its town agree with each other and not with the coordinates only where those are wrong.
pub const FAR_KM: f64 = 150.0;

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
    /// Whether no address says so: then a code tells the place, and a city alone does not.
    assumed: bool,
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
    if !FIELDS.iter().any(|&field| rows.drafts.has(field)) {
        let sentence = say!("The file has no postal codes or cities to find places by.").to_owned();
        log.step(Step::Places.id(), Step::Places.title(), 0, sentence);
        return Some(places);
    }
    for country in wanted(address, &places) {
        gazetteer.load(country, host).await;
    }
    let gazetteer = &*gazetteer;
    let (mut counts, mut placed, mut repaired, mut far) = ([0; 4], 0, 0, 0);
    for account in 0..rows.len() {
        if account.is_multiple_of(PIECE) {
            going!(host, say!("Placing accounts"), 0.35 + 0.05 * account as f64 / rows.len() as f64);
        }
        let wanted = Wanted {
            country: gazetteer.or_home(address.country[account]),
            assumed: gazetteer.assumed && address.country[account].is_empty(),
            state: address.state[account],
            city: rows.text(account, Field::City),
            code: postal_code.get(account),
        };
        let given = (places.precision[account] != 0).then(|| (places.latitude[account], places.longitude[account]));
        let trusted = given.is_some() && !rows.does(Step::Coordinates);
        let (spot, issue) = if trusted { (None, None) } else { place(gazetteer, &wanted, given) };
        if let Some((issue, field)) = issue {
            far += usize::from(given.is_some());
            repaired += usize::from(issue.severity > Severity::Note);
            tell(rows, account, (issue, field), log);
        }
        if let Some((spot, precision)) = spot {
            places.latitude[account] = spot.latitude;
            places.longitude[account] = spot.longitude;
            places.precision[account] = precision as u8;
            placed += usize::from(given.is_none());
        }
        counts[usize::from(places.precision[account])] += 1;
    }
    log.touch(Field::Latitude, 0, far);
    log.touch(Field::Longitude, 0, far);
    let sentence = say!(
        "{given} at given coordinates, {by_code} at their postal code, {by_city} at their city, {without} without a place.",
        given = counted(counts[1], "account", "accounts"),
        by_code = counted(counts[2], "account", "accounts"),
        by_city = counted(counts[3], "account", "accounts"),
        without = counted(counts[0], "account", "accounts")
    );
    log.step(Step::Places.id(), Step::Places.title(), placed + repaired, sentence);
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
    if wanted.assumed {
        return by_code_alone(gazetteer, wanted);
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

/// What tells where an account is.
const FIELDS: [Field; 4] = [Field::PostalCode, Field::City, Field::State, Field::Country];

/// Lists what is wrong with where an account is.
fn tell(rows: &Rows, account: usize, (issue, field): (Issue, Field), log: &mut Log) {
    // A file without cities says where by another column.
    let there = FIELDS.into_iter().find(|&field| rows.drafts.has(field)).unwrap_or(field);
    let field = if rows.drafts.has(field) { field } else { there };
    let found = if issue.found.is_empty() { written(rows, account) } else { issue.found.clone() };
    log.cell(rows.issue_at(issue, account, field).found(&found));
}

/// Where an account is, as the file has it.
fn written(rows: &Rows, account: usize) -> String {
    let parts = FIELDS.map(|field| rows.text(account, field));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The place of an account whose country is only assumed: by its code, where its city does not contradict.
fn by_code_alone<'g>(gazetteer: &'g Gazetteer, wanted: &Wanted) -> Placing<'g> {
    let spot = gazetteer.postal_code(wanted.country, wanted.code);
    match spot.filter(|spot| wanted.city.is_empty() || home::is_near(gazetteer, spot, wanted.city)) {
        Some(spot) => (Some((spot, Precision::PostalCode)), None),
        None => (None, Some((unplaced(gazetteer, wanted), Field::City))),
    }
}

/// Great-circle kilometres between a spot and coordinates.
pub fn away(spot: &Spot, (latitude, longitude): (f64, f64)) -> f64 {
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
        Some(_) => {
            say!("{city} in {stated} was used. Correct one of the two.", city = wanted.city, stated = wanted.state)
        }
        None => say!("The account is planned without travel. Correct one of the two.").to_owned(),
    };
    if code.state == wanted.state {
        let km = city.map_or(0.0, |city| libm::round(away(city, (code.latitude, code.longitude))));
        let advice = say!("The code lies {km} km from {city}. {what}", km, city = wanted.city, what);
        let issue =
            Issue::warning("postal-code-far-from-city", say!("a postal code of {city}", city = wanted.city), advice);
        return issue.found(wanted.code);
    }
    let advice = say!(
        "The code lies in {state}, the file says {stated}. {what}",
        state = code.state,
        stated = wanted.state,
        what
    );
    Issue::warning("postal-code-in-other-state", say!("a postal code of the stated state"), advice).found(wanted.code)
}

fn far(wanted: &Wanted, spot: &Spot, given: (f64, f64)) -> Issue {
    let km = libm::round(away(spot, given));
    let advice = say!("They lie {km} km from the address; the centre of the postal code is used.", km);
    let issue =
        Issue::warning("coordinates-far-from-address", say!("a place near {place}", place = wanted.text()), advice);
    issue.found(&format!("{}, {}", given.0, given.1))
}

fn unplaced(gazetteer: &Gazetteer, wanted: &Wanted) -> Issue {
    let advice = if wanted.text().is_empty() {
        say!("The row says nothing about where it is; the account is planned without travel.")
    } else if wanted.code.is_empty() && wanted.city.is_empty() {
        say!("Neither a postal code nor a city is known; the account is planned without travel.")
    } else if gazetteer.knows(wanted.country) || wanted.country.is_empty() {
        say!("No place of this name is known; the account is planned without travel.")
    } else {
        say!("The places of this country could not be loaded; the account is planned without travel.")
    };
    Issue::note("account-without-place", say!("coordinates, or a postal code or city that is known"), advice)
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
}
