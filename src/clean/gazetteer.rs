//! Where postal codes and cities lie.
//!
//! One text a country, a line for each postal code and city: `P code latitude longitude state city` and
//! `C name state population latitude longitude names`, parted by tabs. Which are there and where they come from:
//! `scripts/gazetteer.mjs`.

use crate::clean::Host;
use crate::import::fold;
use crate::model::Lookup;
use crate::model::text_key;
use crate::order::Order;
use std::collections::HashSet;

/// A place on earth.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The state it lies in: a code in North America, a name elsewhere, "" where there are none.
    pub state: String,
    /// Stands for the city it is called after.
    city: u128,
}

impl Spot {
    /// Whether it is called after this city.
    pub fn is_in(&self, city: &str) -> bool {
        self.city == city_key(city_part(city))
    }
}

/// The places of the countries that were asked for.
#[derive(Default)]
pub struct Gazetteer {
    countries: Lookup<String, Country>,
    /// The country in which an address without one is looked for.
    pub home: String,
    /// Whether the home country is only assumed, because of the postal codes: no address names one.
    pub assumed: bool,
}

#[derive(Default)]
struct Country {
    spots: Vec<Spot>,
    codes: Lookup<u128, u32>,
    /// By a city's name: its spots, the largest city first.
    cities: Lookup<u128, Vec<u32>>,
    /// States by their folded names.
    states: HashSet<u128>,
}

impl Gazetteer {
    /// Gets the places of a country, or of the home country for "", unless they are there.
    pub async fn load(&mut self, country: &str, host: &mut impl Host) {
        let country = self.or_home(country).to_owned();
        if country.len() == 2
            && !self.knows(&country)
            && let Some(text) = host.places(&country).await
        {
            self.add(&country, &text);
        }
    }

    /// A country, or the home country where none is stated.
    pub fn or_home<'c>(&'c self, country: &'c str) -> &'c str {
        if country.is_empty() { &self.home } else { country }
    }

    /// Takes in the places of a country.
    pub fn add(&mut self, country: &str, text: &str) {
        let mut places = Country::default();
        let mut people: Vec<u32> = Vec::new();
        for line in text.lines() {
            let parts: Vec<&str> = line.split('\t').collect();
            match parts[..] {
                ["P", code, latitude, longitude, state, city] => {
                    if let Some(spot) = places.spot(latitude, longitude, state, city) {
                        places.codes.insert(text_key(code), spot);
                        people.push(0);
                    }
                }
                ["C", name, state, population, latitude, longitude, names] => {
                    if let Some(spot) = places.spot(latitude, longitude, state, name) {
                        people.push(population.parse().unwrap_or(0));
                        for name in std::iter::once(name).chain(names.split('|')).filter(|name| !name.is_empty()) {
                            let known = places.cities.entry(city_key(name)).or_default();
                            if known.last() != Some(&spot) {
                                known.push(spot);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        for known in places.cities.values_mut() {
            known.order_by_key(|&spot| (std::cmp::Reverse(people[spot as usize]), spot));
        }
        self.countries.insert(country.to_owned(), places);
    }

    /// Whether the places of a country are known.
    pub fn knows(&self, country: &str) -> bool {
        self.countries.contains_key(country)
    }

    /// Where a postal code lies. Of a US code the first five digits count.
    pub fn postal_code(&self, country: &str, code: &str) -> Option<&Spot> {
        let country = self.countries.get(country)?;
        let known = |code: &str| country.codes.get(&text_key(code)).map(|&spot| &country.spots[spot as usize]);
        known(code).or_else(|| known(code.split_once('-')?.0))
    }

    /// Where cities of a name lie, the largest first: those in the state, where one is known by that name; else all.
    pub fn cities<'g>(&'g self, country: &str, city: &str, state: &str) -> impl Iterator<Item = &'g Spot> + use<'g> {
        let known = self.countries.get(country);
        let spots = known.and_then(|known| Some((known, known.cities.get(&city_key(city_part(city)))?)));
        let state = fold(state);
        let within = known.is_some_and(|known| !state.is_empty() && known.states.contains(&text_key(&state)));
        let spots = spots.into_iter().flat_map(|(known, spots)| spots.iter().map(|&spot| &known.spots[spot as usize]));
        spots.filter(move |spot| !within || fold(&spot.state) == state)
    }

    /// The largest of them.
    pub fn city(&self, country: &str, city: &str, state: &str) -> Option<&Spot> {
        self.cities(country, city, state).next()
    }
}

impl Country {
    fn spot(&mut self, latitude: &str, longitude: &str, state: &str, city: &str) -> Option<u32> {
        let (latitude, longitude) = (latitude.parse().ok()?, longitude.parse().ok()?);
        self.states.insert(text_key(&fold(state)));
        self.spots.push(Spot { latitude, longitude, state: state.to_owned(), city: city_key(city) });
        Some(self.spots.len() as u32 - 1)
    }
}

/// The city of `Austin, TX` or `Springfield (Greene County)`.
pub fn city_part(city: &str) -> &str {
    city.split([',', '(', '/']).next().unwrap_or(city).trim()
}

/// Stands for the name of a city, however its usual parts are shortened: `Saint Louis` and `St. Louis` are one.
fn city_key(name: &str) -> u128 {
    const SHORT: [(&str, &str); 9] = [
        ("saint", "st"),
        ("sankt", "st"),
        ("sainte", "ste"),
        ("fort", "ft"),
        ("mount", "mt"),
        ("mountain", "mtn"),
        ("north", "n"),
        ("heights", "hts"),
        ("township", "twp"),
    ];
    let folded = fold(name);
    let words = folded.split(' ').map(|word| SHORT.iter().find(|(long, _)| *long == word).map_or(word, |pair| pair.1));
    let mut key = String::with_capacity(folded.len());
    words.for_each(|word| key.push_str(word));
    text_key(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gazetteer() -> Gazetteer {
        let mut gazetteer = Gazetteer::default();
        let us = "C\tSpringfield\tIL\t114000\t39.8\t-89.64\t\nC\tSpringfield\tMO\t169000\t37.2\t-93.3\t\n\
            C\tSt. Louis\tMO\t300000\t38.63\t-90.2\tSaint Louis|San Luis\nP\t62701\t39.8\t-89.65\tIL\tSpringfield\n";
        gazetteer.add("US", us);
        gazetteer.add("DE", "C\tMunich\tBavaria\t1260391\t48.137\t11.575\tMünchen|Muenchen\n");
        gazetteer
    }

    #[test]
    fn a_city_is_found_in_its_state_only() {
        // There are a dozen Springfields; the wrong one sends a rep 400 km astray.
        let gazetteer = gazetteer();
        let state = |city: &str, state: &str| gazetteer.city("US", city, state).map(|spot| spot.state.as_str());
        assert_eq!(state("Springfield", "IL"), Some("IL"));
        assert_eq!(state("springfield ", ""), Some("MO"), "the largest, where nothing says which");
        assert_eq!(state("St Louis", "IL"), None, "no such city in that state");
        assert_eq!(state("Saint Louis, MO", "MO"), Some("MO"));
        assert_eq!(gazetteer.city("DE", "MÜNCHEN", "Bayern").unwrap().longitude, 11.575);
        assert!(gazetteer.city("FR", "Paris", "").is_none());
    }

    #[test]
    fn a_postal_code_is_found_with_or_without_its_last_digits() {
        // ZIP+4 says which side of the street; the centre of the five digits is as near as we know.
        let gazetteer = gazetteer();
        assert_eq!(gazetteer.postal_code("US", "62701-1234").unwrap().state, "IL");
        assert!(gazetteer.postal_code("US", "99999").is_none());
    }
}
