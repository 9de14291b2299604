//! Countries and states: names and codes in any spelling, and the box a country lies in.

use crate::import::fold::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// `code;name;folded names;south north west east`; sources: mledoze/countries and Natural Earth (public domain).
static COUNTRIES: &str = include_str!("../tables/countries.csv");
/// `country;code;name;folded names`.
static STATES: &str = include_str!("../tables/states.csv");

/// The box around a country in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Southernmost latitude.
    pub south: f64,
    /// Northernmost latitude.
    pub north: f64,
    /// Westernmost longitude.
    pub west: f64,
    /// Easternmost longitude.
    pub east: f64,
}

impl Bounds {
    /// Whether a place lies inside.
    pub fn hold(&self, latitude: f64, longitude: f64) -> bool {
        (self.south..=self.north).contains(&latitude) && (self.west..=self.east).contains(&longitude)
    }
}

struct Countries {
    codes: HashMap<&'static str, &'static str>,
    boxes: HashMap<&'static str, Bounds>,
}

static KNOWN: LazyLock<Countries> = LazyLock::new(|| {
    let mut known = Countries { codes: HashMap::new(), boxes: HashMap::new() };
    for line in COUNTRIES.lines() {
        let mut parts = line.split(';');
        let (Some(code), Some(_), Some(names), Some(degrees)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        known.codes.extend(names.split('|').map(|name| (name, code)));
        let degrees: Vec<f64> = degrees.split(' ').filter_map(|degree| degree.parse().ok()).collect();
        if let [south, north, west, east] = degrees[..] {
            known.boxes.insert(code, Bounds { south, north, west, east });
        }
        known.codes.insert(code, code);
    }
    known
});

type StateNames = HashMap<(&'static str, &'static str), &'static str>;

static STATE_NAMES: LazyLock<StateNames> = LazyLock::new(|| {
    let mut known = StateNames::new();
    for line in STATES.lines() {
        let mut parts = line.split(';');
        if let (Some(country), Some(code), Some(_), Some(names)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        {
            known.extend(names.split('|').map(|name| ((country, name), code)));
            known.insert((country, code), code);
        }
    }
    known
});

/// The two-letter code of a country, by its code or name in any spelling.
pub fn country_code(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.len() == 2 {
        return KNOWN.codes.get(text.to_ascii_uppercase().as_str()).copied();
    }
    KNOWN.codes.get(fold(text).as_str()).copied()
}

/// The country and code of a state, by code or name in any spelling; `country` is the country's code or "".
/// Where the state is none of that country but of exactly one other known country, that one is given.
pub fn state_code(text: &str, country: &str) -> Option<(&'static str, &'static str)> {
    let text = tagged(text.trim());
    let (named, text) = match text.split_once('-') {
        Some((before, after)) if matches!(before, "US" | "CA" | "MX") => (before, after),
        _ => ("", text),
    };
    let (upper, folded) = (text.to_uppercase(), fold(text));
    let within = |country: &'static str| {
        let known =
            STATE_NAMES.get(&(country, upper.as_str())).or_else(|| STATE_NAMES.get(&(country, folded.as_str())));
        known.map(|&code| (country, code))
    };
    let wanted = if named.is_empty() { country } else { named };
    let order = ["US", "CA", "MX"];
    let first = order.into_iter().find(|&known| known == wanted).and_then(within);
    if first.is_some() {
        return first;
    }
    // Outside North America states are not known; there a match would be chance.
    if !wanted.is_empty() && !order.contains(&wanted) {
        return None;
    }
    order.into_iter().find_map(within)
}

/// The code inside `{'isocode': 'US-CA'}`, which some exports write in place of a state.
fn tagged(text: &str) -> &str {
    if text.starts_with('{') && text.contains("isocode") {
        let inner = text.trim_end_matches(['}', '\'', '"', ' ']);
        inner.rsplit(['\'', '"']).next().unwrap_or(text)
    } else {
        text
    }
}

/// The box around a country, by its code.
pub fn bounds(country: &str) -> Option<Bounds> {
    KNOWN.boxes.get(country).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_by_code_and_name() {
        // "USA" and "United States" are one country for every rule.
        for text in ["US", "us", "USA", "United States", "U.S.A.", "united states of america"] {
            assert_eq!(country_code(text), Some("US"), "{text}");
        }
        assert_eq!(country_code("Philipines"), Some("PH"));
        assert_eq!(country_code("Korea"), Some("KR"));
        assert_eq!(country_code("Deutschland"), Some("DE"));
        assert_eq!(country_code("Atlantis"), None);
    }

    #[test]
    fn states_by_code_and_name() {
        // Territories by state need one spelling a state.
        for text in ["NY", "ny", "New York", "NEW YORK", "N.Y.", "US-NY", "{'isocode': 'US-NY'}"] {
            assert_eq!(state_code(text, "US"), Some(("US", "NY")), "{text}");
        }
        assert_eq!(state_code("Ontario", "CA"), Some(("CA", "ON")));
        assert_eq!(state_code("ON", "US"), Some(("CA", "ON")));
        assert_eq!(state_code("Nuevo León", ""), Some(("MX", "NLE")));
        assert_eq!(state_code("CA", "DE"), None);
        assert_eq!(state_code("08", "CA"), None);
    }

    #[test]
    fn a_country_holds_its_places() {
        // The box decides whether swapped coordinates are put right.
        let us = bounds("US").unwrap();
        assert!(us.hold(45.5, -122.6) && us.hold(61.2, -149.9) && us.hold(18.4, -66.1));
        assert!(!us.hold(-122.6, 45.5) && !us.hold(51.0, 7.0));
        assert!(KNOWN.boxes.len() > 200);
    }
}
