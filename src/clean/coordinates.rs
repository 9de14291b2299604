//! Step: coordinates. Swapped ones are put right, impossible ones withheld.

use crate::clean::Step;
use crate::clean::address::Address;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::places::Places;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::parse;
use crate::import::parse::DecimalSign;
use crate::model::Flags;
use crate::model::Issue;
use crate::model::Numbers;
use crate::model::Precision;

/// What became of a pair of coordinates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The file has none.
    Missing,
    /// Used as they are.
    Good(f64, f64),
    /// Latitude and longitude were exchanged.
    Swapped(f64, f64),
    /// Only one of the two, or no number.
    Incomplete,
    /// 0, 0: what programs write for "unknown".
    Zero,
    /// Nowhere on earth.
    OutOfRange,
    /// Not in the stated country.
    Abroad,
}

/// Judges a pair of texts against the country they should lie in.
pub fn judge(latitude: &str, longitude: &str, sign: DecimalSign, state: &str, country: &str) -> Verdict {
    if latitude.is_empty() && longitude.is_empty() {
        return Verdict::Missing;
    }
    let (Some(north), Some(east)) = (degrees(latitude, sign), degrees(longitude, sign)) else {
        return Verdict::Incomplete;
    };
    if north == 0.0 && east == 0.0 {
        return Verdict::Zero;
    }
    let on_earth = |north: f64, east: f64| north.abs() <= 90.0 && east.abs() <= 180.0;
    // American islands west of the date line lie outside their country's box.
    let bounds = if matches!(state, "GU" | "MP" | "AS" | "AE" | "AP") { None } else { parse::bounds(country) };
    let fits = |north: f64, east: f64| on_earth(north, east) && bounds.is_none_or(|bounds| bounds.hold(north, east));
    if fits(north, east) {
        Verdict::Good(north, east)
    } else if fits(east, north) {
        Verdict::Swapped(east, north)
    } else if on_earth(north, east) {
        Verdict::Abroad
    } else {
        Verdict::OutOfRange
    }
}

/// A pair of coordinates as it stands, where it is on earth.
fn as_written(latitude: &str, longitude: &str, sign: DecimalSign) -> Verdict {
    match (degrees(latitude, sign), degrees(longitude, sign)) {
        (Some(north), Some(east)) if north.abs() <= 90.0 && east.abs() <= 180.0 => Verdict::Good(north, east),
        _ => Verdict::OutOfRange,
    }
}

/// Degrees never have thousands: a comma in them parts fractions.
fn degrees(text: &str, sign: DecimalSign) -> Option<f64> {
    if text.matches(',').count() == 1 && !text.contains('.') {
        return parse::number(text, DecimalSign::Comma);
    }
    parse::number(text, if text.contains('.') { DecimalSign::Point } else { sign })
}

/// An issue for a verdict that is not plain; none for good and missing ones.
pub fn issue(verdict: Verdict, country: &str) -> Option<Issue> {
    let abroad = say!("a place in {country}", country);
    Some(match verdict {
        Verdict::Missing | Verdict::Good(..) => return None,
        Verdict::Swapped(..) => {
            let advice = say!("Latitude and longitude were exchanged.");
            Issue::warning("coordinates-swapped", say!("latitude in one column, longitude in the other"), advice)
        }
        Verdict::Incomplete => Issue::warning(
            "coordinates-incomplete",
            say!("a latitude and a longitude"),
            say!("The coordinates are not used."),
        ),
        Verdict::Zero => {
            Issue::warning("coordinates-zero", say!("a place other than 0, 0"), say!("The coordinates are not used."))
        }
        Verdict::OutOfRange => {
            let expected = say!("a latitude between -90 and 90 and a longitude between -180 and 180");
            Issue::warning("coordinates-out-of-range", expected, say!("The coordinates are not used."))
        }
        Verdict::Abroad => {
            let advice = say!("The coordinates are not used. Maybe a minus sign is missing.");
            Issue::warning("coordinates-outside-country", abroad, advice)
        }
    })
}

/// Latitude, longitude and how each was found.
pub fn coordinates(rows: &Rows, address: &Address, log: &mut Log) -> Places {
    let sign = rows.drafts.decimal_sign(Field::Latitude);
    let (mut north, mut east, mut precision) = (Numbers::default(), Numbers::default(), Flags::default());
    let (mut swapped, mut withheld, mut missing) = (0, 0, 0);
    let checks = rows.does(Step::Coordinates);
    for account in 0..rows.len() {
        let (latitude, longitude) = (rows.text(account, Field::Latitude), rows.text(account, Field::Longitude));
        let country = address.country[account];
        // Where state and country contradict each other, neither is a reason to doubt coordinates.
        let country = if address.sure[account] { country } else { "" };
        let verdict = judge(latitude, longitude, sign, address.state[account], country);
        if let Some(issue) = issue(verdict, country) {
            let mut issue = rows.issue_at(issue, account, Field::Latitude).found(&format!("{latitude}, {longitude}"));
            if !checks && verdict != Verdict::Incomplete && verdict != Verdict::OutOfRange {
                say!("They are used as they stand, as you chose.").clone_into(&mut issue.advice);
            }
            log.cell(issue);
        }
        match verdict {
            Verdict::Swapped(..) => swapped += 1,
            Verdict::Missing => missing += 1,
            Verdict::Good(..) => {}
            _ => withheld += 1,
        }
        let verdict = if checks { verdict } else { as_written(latitude, longitude, sign) };
        let place = match verdict {
            Verdict::Good(north, east) | Verdict::Swapped(north, east) => Some((north, east)),
            _ => None,
        };
        north.push(place.map_or(f64::NAN, |(north, _)| north));
        east.push(place.map_or(f64::NAN, |(_, east)| east));
        precision.push(place.map_or(Precision::Unplaced, |_| found_by(rows, account)) as u8);
    }
    log.touch(Field::Latitude, swapped, withheld);
    log.touch(Field::Longitude, swapped, withheld);
    if !checks {
        log.left_out(Step::Coordinates);
        return Places { latitude: north, longitude: east, precision };
    }
    let sentence = say!(
        "{places} put right where latitude and longitude were exchanged; {impossible} withheld; {accounts} without.",
        places = counted(swapped, "place", "places"),
        impossible = counted(withheld, "impossible one", "impossible ones"),
        accounts = counted(missing, "account", "accounts")
    );
    log.step(Step::Coordinates.id(), Step::Coordinates.title(), swapped + withheld, sentence);
    Places { latitude: north, longitude: east, precision }
}

/// How coordinates of the file were found: those of a repaired copy may be the centre of a postal code or city.
fn found_by(rows: &Rows, account: usize) -> Precision {
    let told = rows.text(account, Field::PlaceFoundBy);
    let known = Precision::ALL
        .into_iter()
        .find(|precision| !told.is_empty() && precision.found_by().eq_ignore_ascii_case(told));
    known.unwrap_or(Precision::Given)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(latitude: &str, longitude: &str, country: &str) -> Verdict {
        judge(latitude, longitude, DecimalSign::Point, "", country)
    }

    #[test]
    fn swapped_zero_and_foreign_places_are_caught() {
        // One account at 0, 0 would send a rep to the Gulf of Guinea and ruin every travel figure.
        assert_eq!(verdict("44.28", "-121.17", "US"), Verdict::Good(44.28, -121.17));
        assert_eq!(verdict("-83.91", "35.97", "US"), Verdict::Swapped(35.97, -83.91));
        assert_eq!(verdict("-121.17", "44.28", ""), Verdict::Swapped(44.28, -121.17));
        assert_eq!(verdict("0", "0.000", "US"), Verdict::Zero);
        assert_eq!(verdict("44.28", "121.17", "US"), Verdict::Abroad);
        assert_eq!(verdict("442.8", "1211.7", "US"), Verdict::OutOfRange);
        assert_eq!(verdict("44.28", "", "US"), Verdict::Incomplete);
        assert_eq!(verdict("", "", "US"), Verdict::Missing);
        assert_eq!(verdict("52,520", "13,405", "DE"), Verdict::Good(52.52, 13.405));
    }
}
