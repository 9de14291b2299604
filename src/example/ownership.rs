//! Where accounts lie, and who has them today: grown over the years rather than planned.

use crate::example::cities::City;
use crate::example::draw::Draw;
use crate::example::reps::RepRow;
use crate::geo::Point;
use crate::geo::UnitVector;

/// Kilometres per degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;

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
        let radius_km = city.spread_km * libm::sqrt(draw.unit());
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
    for _ in 0..places.len().div_ceil(50) {
        exchange(draw, places, &bases, &mut owner);
    }
    owner
}

/// One pocket: up to six accounts of one rep in one city for as many accounts of a rep not far away.
fn exchange(draw: &mut Draw, places: &[Place], bases: &[UnitVector], owner: &mut [usize]) {
    let seed = draw.below(places.len());
    let (giver, city) = (owner[seed], places[seed].city);
    let here = UnitVector::new(places[seed].point);
    let mut others: Vec<usize> = (0..bases.len()).filter(|&rep| rep != giver).collect();
    others.sort_by(|&a, &b| here.chord_squared(bases[a]).total_cmp(&here.chord_squared(bases[b])));
    let Some(&taker) = others.get(1 + draw.below(2)) else { return };
    let is_same = |other: City| other.name == city.name && other.state == city.state;
    let given: Vec<usize> =
        (0..places.len()).filter(|&i| owner[i] == giver && is_same(places[i].city)).take(6).collect();
    let mut back: Vec<usize> = (0..places.len()).filter(|&i| owner[i] == taker && !is_same(places[i].city)).collect();
    let far = |i: usize| UnitVector::new(places[i].point).chord_squared(here);
    back.sort_by(|&a, &b| far(a).total_cmp(&far(b)));
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
