//! Hours: scales service so that the team is busy but not hopeless.

use crate::example::accounts::AccountRow;
use crate::example::reps::RepRow;
use crate::geo::Point;
use crate::geo::density_per_km2;
use crate::geo::distance_km;

/// Share of the team's hours that today's plan takes, travel included.
const BUSY: f64 = 0.88;

/// Least share of the team's hours that is left for service.
const SERVICE: f64 = 0.35;

/// Way on the road per great-circle distance, stops per trip, and km per hour.
const ROAD: (f64, f64, f64) = (1.3, 3.0, 70.0);

/// Travel hours of one account a year: visits x (2 x line-haul / stops per trip + local detour) / speed, with the
/// detour 0.57 / sqrt(density) between neighbouring stops (Daganzo 1984). A remote rep does not travel.
pub(super) fn travel_hours(row: &AccountRow, rep: &RepRow, density: f64) -> f64 {
    if rep.remote {
        return 0.0;
    }
    let (factor, stops, speed) = ROAD;
    let line_haul = factor * distance_km(rep.base(), row.place.point);
    row.visits * (2.0 * line_haul / stops + factor * 0.57 / libm::sqrt(density)) / speed
}

/// Sets service hours so that, with today's travel, 88 % of the team's hours (capacity x ramp) are taken; where travel
/// alone leaves too little for service, the reps get more hours instead.
pub(super) fn set_hours(rows: &mut [AccountRow], reps: &mut [RepRow]) {
    let points: Vec<Point> = rows.iter().map(|row| row.place.point).collect();
    let density = density_per_km2(&points);
    let travel: f64 = rows.iter().zip(&density).map(|(row, &near)| travel_hours(row, &reps[row.owner], near)).sum();
    let hours: f64 = reps.iter().map(|rep| rep.capacity_hours * rep.ramp).sum();
    let (left, least) = (BUSY * hours - travel, SERVICE * hours);
    let service = left.max(least);
    let raw: f64 = rows.iter().map(|row| row.service_hours).sum();
    for row in rows.iter_mut() {
        row.service_hours = (row.service_hours * service / raw * 10.0).round().max(1.0) / 10.0;
    }
    if left < least {
        let more = (service + travel) / (BUSY * hours);
        for rep in reps.iter_mut() {
            rep.capacity_hours = (rep.capacity_hours * more / 10.0).ceil() * 10.0;
        }
    }
}
