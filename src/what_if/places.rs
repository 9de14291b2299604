//! Where one more rep is worth most.
//!
//! A place is worth what the territory around it would relieve the others of: the accounts nearest to it, as many as fill
//! a fair share of all hours when they are served from there, each with its price. The price of an account is that of the room it takes with the rep who
//! has it: points of the objective per hour or per unit of potential, as the optimiser proved them (shadow prices: Dantzig
//! and Wolfe 1960, "Decomposition principle for linear programs"). Hours hold the way there, so that what is far from
//! everybody is dear, and cheap to serve from nearby. Without prices it is the hours that are too many: those of a rep over target, the more the further,
//! and those of accounts that nobody has. Where nobody is over target it is the hours on the road.
//!
//! Places are added one by one where they are worth most (Kuehn and Hamburger 1963, "A heuristic program for locating
//! warehouses"); each then moves to the middle of its accounts as long as that is worth more (Cooper 1964, "Heuristic
//! methods for location-allocation problems"). Nothing is drawn: the same world gives the same places.

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
use crate::score::TravelTerms;
use crate::what_if::market::with_value;

/// The accounts that are dearest are looked at.
const LOOKED_AT: usize = 8000;
/// So many of them are tried as places, evenly from the dearest to the cheapest.
const TRIED: usize = 200;
/// Times that a place moves, at most.
const ROUNDS: usize = 20;

/// An account that a new rep might have.
struct Spot {
    point: Point,
    place: UnitVector,
    /// What it is worth that the account leaves its rep.
    price: f64,
    /// Hours a year with it, and visits.
    service_hours: f64,
    visits: f64,
    detour_km: f64,
    /// Whether a new rep has it.
    taken: bool,
}

/// A rep to come.
struct NewRep {
    /// A fair share of all hours.
    hours: f64,
    /// How hours on the road are counted, where they are work.
    travel: Option<TravelTerms>,
}

impl NewRep {
    /// Hours a year with an account from a place.
    fn hours_with(&self, spot: &Spot, place: UnitVector) -> f64 {
        let way = |travel: &TravelTerms| travel.hours_per_visit(spot.place.distance_km(place), spot.detour_km);
        spot.service_hours + spot.visits * self.travel.as_ref().map_or(0.0, way)
    }
}

/// The territory around a place.
struct Around {
    worth: f64,
    /// Positions of its spots.
    spots: Vec<usize>,
}

/// The best places for so many more reps, in degrees north and east, beside those who come to `given` places. Where a region
/// has fewer hours than they all could fill, each gets as much of them. None where no account has a place, and nobody drives.
///
/// # Errors
/// The region is not known, or only accounts elsewhere have places.
pub fn propose_places(
    terms: &Terms,
    plan: &Assignment,
    prices: Option<&Prices>,
    (given, count): (&[(f64, f64)], usize),
    region: Option<&(String, String)>,
) -> Result<Vec<(f64, f64)>, String> {
    let come = given.len() + count;
    let team = terms.dataset().team_size() + come;
    let hours = hours(terms, plan);
    let travel = terms.depends_on_rep(Quantity::Workload).then(|| *terms.travel());
    let mut spots = spots(terms, &price(terms, plan, &hours, prices), region)?;
    if let (true, Some((attribute, value))) = (spots.is_empty() && has_places(terms), region) {
        return Err(say!("no account with {attribute} \"{value}\" is on the map: give the places", attribute, value));
    }
    let there: f64 = spots.iter().map(|spot| spot.service_hours).sum();
    let fair = hours.iter().sum::<f64>() / team as f64;
    let rep = NewRep { hours: fair.min(there / come as f64), travel };
    for (north, east) in given {
        let place = UnitVector::new(Point::new(*north, *east));
        let theirs = around(&spots, place, &rep);
        take(&mut spots, &theirs);
    }
    let mut places = Vec::with_capacity(count);
    while places.len() < count && !spots.is_empty() {
        match best(&spots, &rep) {
            Some((point, around)) => {
                take(&mut spots, &around);
                places.push((point.latitude, point.longitude));
            }
            // More reps than accounts: the next ones share the places.
            None => spots.iter_mut().for_each(|spot| spot.taken = false),
        }
    }
    Ok(places)
}

fn has_places(terms: &Terms) -> bool {
    let accounts = &terms.dataset().accounts;
    (0..accounts.len()).any(|account| accounts.place(account).is_some())
}

fn take(spots: &mut [Spot], around: &Around) {
    around.spots.iter().for_each(|spot| spots[*spot].taken = true);
}

/// The place that is worth most, with its territory.
fn best(spots: &[Spot], rep: &NewRep) -> Option<(Point, Around)> {
    let free = spots.iter().filter(|spot| !spot.taken);
    let tried = free.step_by((spots.len() / TRIED).max(1));
    let places = tried.map(|spot| (spot.point, around(spots, spot.place, rep)));
    let (mut place, mut best) = places.reduce(|best, next| if next.1.worth > best.1.worth { next } else { best })?;
    for _ in 0..ROUNDS {
        let (points, weights): (Vec<Point>, Vec<f64>) =
            best.spots.iter().map(|&spot| (spots[spot].point, spots[spot].service_hours.max(1e-9))).unzip();
        let Some(middle) = centroid(&points, &weights) else { break };
        let moved = around(spots, UnitVector::new(middle), rep);
        if moved.worth < best.worth || middle == place {
            break;
        }
        (place, best) = (middle, moved);
    }
    Some((place, best))
}

/// The free accounts nearest to a place that fill the hours of a rep who lives there.
fn around(spots: &[Spot], place: UnitVector, rep: &NewRep) -> Around {
    let free = spots.iter().enumerate().filter(|(_, spot)| !spot.taken);
    let mut near: Vec<(f64, usize)> = free.map(|(spot, at)| (at.place.chord_squared(place), spot)).collect();
    near.order_by(|a, b| a.0.total_cmp(&b.0));
    let mut around = Around { worth: 0.0, spots: Vec::new() };
    let mut hours = 0.0;
    for (_, spot) in near {
        if hours >= rep.hours && !around.spots.is_empty() {
            break;
        }
        hours += rep.hours_with(&spots[spot], place);
        around.worth += spots[spot].price;
        around.spots.push(spot);
    }
    around
}

/// The accounts that are dearest, in that order.
fn spots(terms: &Terms, price: &[f64], region: Option<&(String, String)>) -> Result<Vec<Spot>, String> {
    let dataset = terms.dataset();
    let accounts: Vec<usize> = match region {
        Some((attribute, value)) => with_value(dataset, attribute, value)?,
        None => (0..dataset.accounts.len()).collect(),
    };
    let spot = |account: usize| {
        let (north, east) = dataset.accounts.place(account)?;
        let (point, place) = (Point::new(north, east), terms.place(account)?);
        let scores = terms.scores();
        Some(Spot {
            point,
            place,
            price: price[account],
            service_hours: scores.service_hours[account],
            visits: scores.visits[account],
            detour_km: scores.detour_km[account],
            taken: false,
        })
    };
    let mut spots: Vec<Spot> = accounts.into_iter().filter_map(spot).collect();
    spots.order_by(|a, b| b.price.total_cmp(&a.price));
    spots.truncate(LOOKED_AT);
    Ok(spots)
}

/// Hours a year of each account with the rep who has it.
fn hours(terms: &Terms, plan: &Assignment) -> Vec<f64> {
    let of = |(account, rep): (usize, &u16)| terms.amount(Quantity::Workload, account, *rep);
    plan.rep.iter().enumerate().map(of).collect()
}

/// What it is worth that each account leaves the rep who has it.
fn price(terms: &Terms, plan: &Assignment, hours: &[f64], prices: Option<&Prices>) -> Vec<f64> {
    let proven = prices.map_or_else(Vec::new, |prices| proven(terms, plan, prices));
    let is_told = |worth: &[f64]| worth.iter().any(|price| *price > 0.0);
    if is_told(&proven) {
        return proven;
    }
    let overload = overload(terms, plan, hours);
    if is_told(&overload) {
        return overload;
    }
    plan.rep.iter().enumerate().map(|(account, rep)| terms.travel_hours(account, *rep)).collect()
}

/// The price of the room that each account takes, in points of the objective.
fn proven(terms: &Terms, plan: &Assignment, prices: &Prices) -> Vec<f64> {
    let draft = terms.draft();
    let split = draft.split(Some(prices));
    let worth = |account: usize| {
        let column = terms.column_of(plan.rep[account]).filter(|_| !terms.is_excluded(account))?;
        let charges = draft.charges(&[account as u32], &split);
        let rooms = charges.iter().filter(|charge| charge.room.is_some());
        Some(rooms.map(|charge| charge.row[column]).sum::<f64>().max(0.0))
    };
    (0..plan.len()).map(|account| worth(account).unwrap_or(0.0)).collect()
}

/// The hours of each account x the part by which its rep is over target; those of accounts that nobody has count once.
fn overload(terms: &Terms, plan: &Assignment, hours: &[f64]) -> Vec<f64> {
    let dataset = terms.dataset();
    let (loads, total) = (terms.loads(Quantity::Workload, plan), terms.total(Quantity::Workload));
    let shares = Target::Capacity.shares(dataset);
    let over = |rep: usize| {
        let fair = shares[rep] * total;
        let target = dataset.reps[rep].capacity_hours.unwrap_or(fair).min(fair);
        if target > 0.0 { (loads[rep] / target - 1.0).max(0.0) } else { 0.0 }
    };
    let worth = |account: usize| match plan.rep[account] {
        OPEN => hours[account],
        rep => over(usize::from(rep)) * hours[account],
    };
    (0..plan.len()).map(worth).collect()
}
