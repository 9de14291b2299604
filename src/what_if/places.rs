//! Where one more rep is worth most.
//!
//! A place is worth the ways it saves to accounts whose territory is full. What an account weighs is the price of the room
//! it takes with the rep who has it: points of the objective per hour or per unit of potential, as the optimiser proved
//! them (Dantzig and Wolfe 1960: prices of a decomposed plan). Without prices it is the work it makes, the more the further
//! its rep is over target; in open pools and where everybody is below target, its potential.
//!
//! Places are added one by one where they save most (Kuehn and Hamburger 1963, "A heuristic program for locating
//! warehouses"), and then moved to the weighted middle of the accounts that are nearest to them until nothing moves
//! (Cooper 1964, "Heuristic methods for location-allocation problems"). Nothing is drawn: the same world gives the same
//! places.

use crate::geo::Point;
use crate::geo::UnitVector;
use crate::geo::centroid;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::order::Order;
use crate::problem::Prices;
use crate::rules::Quantity;
use crate::rules::Target;
use crate::rules::Terms;
use crate::what_if::market::with_value;

/// The accounts that weigh most are looked at.
const LOOKED_AT: usize = 4000;
/// The heaviest of them are tried as places.
const TRIED: usize = 300;
/// Rounds in which places move, at most.
const ROUNDS: usize = 20;
/// The way to an account that nobody drives to yet, km.
const NOBODY_NEAR_KM: f64 = 500.0;

/// An account that might get a nearer rep.
struct Spot {
    point: Point,
    place: UnitVector,
    weight: f64,
    /// Distance from the nearest base there is, km.
    near_km: f64,
}

/// The best places for so many more reps, in degrees north and east: fewer, or none, where accounts have no places.
///
/// # Errors
/// The region is not known.
pub fn propose_places(
    terms: &Terms,
    plan: &Assignment,
    prices: Option<&Prices>,
    count: usize,
    region: Option<&(String, String)>,
) -> Result<Vec<(f64, f64)>, String> {
    let spots = spots(terms, plan, prices, region)?;
    let mut near: Vec<f64> = spots.iter().map(|spot| spot.near_km).collect();
    let mut places: Vec<UnitVector> = Vec::new();
    for _ in 0..count {
        let saves = |spot: &Spot| -> f64 {
            let ways = spots.iter().zip(&near);
            ways.map(|(other, near)| other.weight * (near - other.place.distance_km(spot.place)).max(0.0)).sum()
        };
        let tried = spots.iter().take(TRIED).map(|spot| (saves(spot), spot.place));
        let Some((_, best)) = tried.reduce(|best, next| if next.0 > best.0 { next } else { best }) else { break };
        places.push(best);
        near.iter_mut().zip(&spots).for_each(|(near, spot)| *near = near.min(spot.place.distance_km(best)));
    }
    for _ in 0..ROUNDS {
        let moved: Vec<UnitVector> = (0..places.len()).map(|place| middle(&spots, &places, place)).collect();
        if moved == places {
            break;
        }
        places = moved;
    }
    let points = places.into_iter().filter_map(UnitVector::point);
    Ok(points.map(|point| (point.latitude, point.longitude)).collect())
}

/// The weighted middle of the accounts that are nearest to a place; the place itself where none is.
fn middle(spots: &[Spot], places: &[UnitVector], place: usize) -> UnitVector {
    let is_nearest = |spot: &&Spot| {
        let own = spot.place.distance_km(places[place]);
        let nearer = |(other, at): (usize, &UnitVector)| {
            let km = spot.place.distance_km(*at);
            other != place && (km < own || (km <= own && other < place))
        };
        own < spot.near_km && !places.iter().enumerate().any(nearer)
    };
    let (points, weights): (Vec<Point>, Vec<f64>) =
        spots.iter().filter(is_nearest).map(|spot| (spot.point, spot.weight)).unzip();
    centroid(&points, &weights).map_or(places[place], UnitVector::new)
}

/// The accounts that weigh most, the heaviest first.
fn spots(
    terms: &Terms,
    plan: &Assignment,
    prices: Option<&Prices>,
    region: Option<&(String, String)>,
) -> Result<Vec<Spot>, String> {
    let dataset = terms.dataset();
    let accounts: Vec<usize> = match region {
        Some((attribute, value)) => with_value(dataset, attribute, value)?,
        None => (0..dataset.accounts.len()).collect(),
    };
    let weights = weights(terms, plan, prices);
    let bases: Vec<UnitVector> = (0..dataset.reps.len()).filter_map(|rep| terms.base(rep)).collect();
    let spot = |account: usize| {
        let (north, east) = dataset.accounts.place(account)?;
        let place = terms.place(account)?;
        let nearest =
            bases.iter().map(|base| place.chord_squared(*base)).enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        let near_km = nearest.map_or(NOBODY_NEAR_KM, |(base, _)| place.distance_km(bases[base]));
        Some(Spot { point: Point::new(north, east), place, weight: weights[account], near_km })
    };
    let mut spots: Vec<Spot> = accounts.into_iter().filter_map(spot).collect();
    spots.order_by(|a, b| b.weight.total_cmp(&a.weight));
    spots.truncate(LOOKED_AT);
    Ok(spots)
}

/// What each account weighs.
fn weights(terms: &Terms, plan: &Assignment, prices: Option<&Prices>) -> Vec<f64> {
    let count = terms.dataset().accounts.len();
    let mut weights = vec![0.0; count];
    if let Some(prices) = prices {
        let draft = terms.draft();
        for (account, weight) in weights.iter_mut().enumerate() {
            let Some(column) = terms.column_of(plan.rep[account]) else { continue };
            if !terms.is_excluded(account) {
                let charges = draft.charges(&[account as u32], Some(prices));
                let rooms = charges.iter().filter(|charge| charge.room.is_some());
                *weight = rooms.map(|charge| charge.row[column]).sum::<f64>().max(0.0);
            }
        }
    }
    if weights.iter().all(|weight| *weight <= 0.0) {
        weights = overload(terms, plan);
    }
    if weights.iter().all(|weight| *weight <= 0.0) {
        weights.clone_from(&terms.scores().potential);
    }
    weights
}

/// The hours of each account x the part by which its rep is over target; those of accounts that nobody has count once.
fn overload(terms: &Terms, plan: &Assignment) -> Vec<f64> {
    let dataset = terms.dataset();
    let (loads, total) = (terms.loads(Quantity::Workload, plan), terms.total(Quantity::Workload));
    let shares = Target::Capacity.shares(dataset);
    let over = |rep: u16| match loads.get(usize::from(rep)) {
        Some(load) => {
            let fair = shares[usize::from(rep)] * total;
            let hours = dataset.reps[usize::from(rep)].capacity_hours.unwrap_or(fair).min(fair);
            if hours > 0.0 { (load / hours - 1.0).max(0.0) } else { 0.0 }
        }
        None => 1.0,
    };
    let weight = |account: usize| match plan.rep[account] {
        _ if terms.is_excluded(account) => 0.0,
        OPEN => terms.amount(Quantity::Workload, account, OPEN),
        rep => over(rep) * terms.amount(Quantity::Workload, account, rep),
    };
    (0..dataset.accounts.len()).map(weight).collect()
}
