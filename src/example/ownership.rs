//! Where accounts lie, and who has them today: grown over the years rather than planned.

use crate::example::cities::City;
use crate::example::draw::Draw;
use crate::example::reps::RepRow;
use crate::geo::Point;
use crate::geo::UnitVector;
use crate::order::Order;

/// Kilometres per degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;

/// Cities that spread this far, in km, also have accounts in suburbs three times as far out.
const SUBURBS_KM: (f64, f64) = (2.6, 4.0);

/// Most accounts that change hands at once.
const POCKET: usize = 6;

/// A city and a place in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) city: City,
    pub(super) point: Point,
}

/// `count` places: cities by the power 0.6 of their population, so that small towns occur too.
pub(super) fn places(draw: &mut Draw, cities: &[City], count: usize) -> Vec<Place> {
    let weights: Vec<f64> = cities.iter().map(|city| libm::pow(city.population, 0.6)).collect();
    let mut out = Vec::with_capacity(count);
    for position in 0..count {
        let city = cities[if position < cities.len() { position } else { draw.weighted(&weights) }];
        let has_suburbs = (SUBURBS_KM.0..=SUBURBS_KM.1).contains(&city.spread_km);
        let reach = if has_suburbs && draw.unit() < 0.35 { 3.0 } else { 1.0 };
        let radius_km = reach * city.spread_km * libm::sqrt(draw.unit());
        let angle = draw.between(0.0, 2.0 * std::f64::consts::PI);
        let north = radius_km * libm::sin(angle) / KM_PER_DEGREE;
        let east = radius_km * libm::cos(angle) / KM_PER_DEGREE / libm::cos(city.latitude.to_radians());
        let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
        out.push(Place { city, point: Point::new(round(city.latitude + north), round(city.longitude + east)) });
    }
    draw.shuffle(&mut out);
    out
}

/// Position of the rep of each place: accounts came one after the other to the nearest rep with room, and now and
/// then a part of a city changed hands for accounts elsewhere. Every rep has exactly `accounts` of them.
pub(super) fn owners(draw: &mut Draw, places: &[Place], reps: &[RepRow]) -> Vec<usize> {
    let bases: Vec<UnitVector> = reps.iter().map(|rep| UnitVector::new(rep.base())).collect();
    let mut room: Vec<usize> = reps.iter().map(|rep| rep.accounts).collect();
    let mut owner = vec![0; places.len()];
    for account in draw.order(places.len()) {
        let place = UnitVector::new(places[account].point);
        let open = (0..reps.len()).filter(|&rep| room[rep] > 0);
        let nearest = open.min_by(|&a, &b| place.chord_squared(bases[a]).total_cmp(&place.chord_squared(bases[b])));
        if let Some(rep) = nearest {
            room[rep] -= 1;
            owner[account] = rep;
        }
    }
    let vectors: Vec<UnitVector> = places.iter().map(|place| UnitVector::new(place.point)).collect();
    for _ in 0..places.len().div_ceil(60) {
        exchange(draw, places, &vectors, &bases, &mut owner);
    }
    owner
}

/// One pocket: a handful of accounts of one rep in one city for as many accounts of a rep not far away.
fn exchange(draw: &mut Draw, places: &[Place], vectors: &[UnitVector], bases: &[UnitVector], owner: &mut [usize]) {
    let seed = draw.below(places.len());
    let (giver, city) = (owner[seed], places[seed].city);
    let here = vectors[seed];
    let mut others: Vec<usize> = (0..bases.len()).filter(|&rep| rep != giver).collect();
    others.order_by(|&a, &b| here.chord_squared(bases[a]).total_cmp(&here.chord_squared(bases[b])));
    let Some(&taker) = others.get(1 + draw.below(2)) else { return };
    let is_same = |other: City| other.name == city.name && other.state == city.state;
    let given: Vec<usize> =
        (0..places.len()).filter(|&i| owner[i] == giver && is_same(places[i].city)).take(POCKET).collect();
    let mut back: Vec<usize> = (0..places.len()).filter(|&i| owner[i] == taker && !is_same(places[i].city)).collect();
    let far = |i: usize| vectors[i].chord_squared(here);
    let is_nearer = |a: &usize, b: &usize| far(*a).total_cmp(&far(*b)).then(a.cmp(b));
    if back.len() > POCKET {
        back.select_nth_unstable_by(POCKET, is_nearer);
        back.truncate(POCKET);
    }
    back.order_by(is_nearer);
    for (mine, yours) in given.into_iter().zip(back) {
        owner.swap(mine, yours);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::cities::NORTH_EAST;
    use crate::example::reps::team;

    #[test]
    fn every_rep_has_the_count_of_today() {
        // The unbalanced counts are what a planner is meant to see and repair.
        let mut draw = Draw::new(3);
        let places = places(&mut draw, NORTH_EAST, 450);
        let owner = owners(&mut draw, &places, &team());
        for (position, rep) in team().iter().enumerate() {
            assert_eq!(owner.iter().filter(|&&own| own == position).count(), rep.accounts);
        }
    }
}
