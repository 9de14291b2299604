//! Visits and hours of each account a year.

use crate::geo::PlaceIndex;
use crate::geo::Point;
use crate::geo::UnitVector;
use crate::model::Dataset;
use crate::order::Order;
use crate::score::Estimate;
use crate::score::TravelTerms;
use crate::score::money::median;
use crate::units::grouped;

/// Visits a year of a large, a middle and a small account: monthly, every two months, twice.
const VISITS: [f64; 3] = [12.0, 6.0, 2.0];
/// The largest fifth of the accounts is large, the next three tenths are middle-sized.
const LARGE: f64 = 0.2;
const MIDDLE: f64 = 0.5;
/// Hours at the account and in preparation for one visit.
const HOURS_PER_VISIT: f64 = 1.5;
/// Estimated visits leave the team this part of its hours busy, least travel included.
const BUSY: f64 = 0.75;

/// Visits and service hours: the file's figures; gaps filled from each other, then from the size of the account.
pub fn workload(
    dataset: &Dataset,
    potential: &[f64],
    detour_km: &[f64],
    estimates: &mut Vec<Estimate>,
) -> (Vec<f64>, Vec<f64>) {
    let accounts = &dataset.accounts;
    let hours_per_visit = usual_hours_per_visit(dataset);
    let told_by_hours =
        |account: usize| !accounts.visits_per_year[account].is_finite() && accounts.service_hours[account] >= 0.0;
    let derived = (0..accounts.len()).filter(|&account| told_by_hours(account)).count();
    if derived > 0 {
        estimates.push(Estimate {
            column: "visits_per_year".to_owned(),
            accounts: derived as u32,
            how: say!("From the service hours, {hours} h a visit.", hours = grouped(hours_per_visit, 1)),
        });
    }
    let mut visits: Vec<f64> = (0..accounts.len())
        .map(|account| match (accounts.visits_per_year[account], accounts.service_hours[account]) {
            (visits, _) if visits >= 0.0 => visits,
            (_, hours) if hours >= 0.0 => hours / hours_per_visit,
            _ => f64::NAN,
        })
        .collect();
    fill_visits(dataset, potential, detour_km, hours_per_visit, &mut visits, estimates);
    let gaps = accounts.service_hours.iter().filter(|hours| !hours.is_finite()).count();
    if gaps > 0 {
        estimates.push(Estimate {
            column: "service_hours".to_owned(),
            accounts: gaps as u32,
            how: say!("Each visit takes {hours} h.", hours = grouped(hours_per_visit, 1)),
        });
    }
    let hours = (0..accounts.len())
        .map(|account| match accounts.service_hours[account] {
            hours if hours >= 0.0 => hours,
            _ => visits[account] * hours_per_visit,
        })
        .collect();
    (visits, hours)
}

fn usual_hours_per_visit(dataset: &Dataset) -> f64 {
    let accounts = &dataset.accounts;
    let both = (0..accounts.len())
        .map(|account| accounts.service_hours[account] / accounts.visits_per_year[account])
        .filter(|ratio| ratio.is_finite() && *ratio > 0.0)
        .collect();
    median(both).unwrap_or(HOURS_PER_VISIT)
}

fn fill_visits(
    dataset: &Dataset,
    potential: &[f64],
    detour_km: &[f64],
    hours_per_visit: f64,
    visits: &mut [f64],
    estimates: &mut Vec<Estimate>,
) {
    let gaps: Vec<usize> = (0..visits.len()).filter(|&account| !visits[account].is_finite()).collect();
    if gaps.is_empty() {
        return;
    }
    let base = by_size(potential);
    let travel = least_travel_per_visit(dataset, detour_km, &gaps);
    let asked: f64 =
        gaps.iter().zip(&travel).map(|(&account, travel)| base[account] * (hours_per_visit + travel)).sum();
    let known: f64 = visits.iter().filter(|value| value.is_finite()).sum::<f64>() * hours_per_visit;
    let team = dataset.reps.iter().enumerate().filter(|(rep, _)| !dataset.is_gone(*rep));
    let stated: Vec<f64> = team.filter_map(|(_, rep)| rep.capacity_hours).collect();
    // Reps without stated hours count like the mean of the others.
    let capacity = stated.iter().sum::<f64>() / stated.len().max(1) as f64 * dataset.team_size() as f64;
    let room = (capacity * BUSY - known).max(0.0);
    // Never more visits than a usual plan has: a team with time to spare is not sent round in circles.
    let scale = if capacity > 0.0 && asked > 0.0 { (room / asked).min(1.0) } else { 1.0 };
    for &account in &gaps {
        visits[account] = base[account] * scale;
    }
    let [largest, middle, others] = VISITS.map(|visits| grouped(visits * scale, 1));
    let how = if scale < 1.0 {
        say!(
            "By size: {largest} a year for the largest fifth, {middle} for the next 30 %, {others} for the others, so \
             many that the team's hours suffice.",
            largest,
            middle,
            others
        )
    } else {
        say!(
            "By size: {largest} a year for the largest fifth, {middle} for the next 30 %, {others} for the others.",
            largest,
            middle,
            others
        )
    };
    estimates.push(Estimate { column: "visits_per_year".to_owned(), accounts: gaps.len() as u32, how });
}

fn by_size(potential: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..potential.len()).collect();
    order.order_by(|&a, &b| potential[b].total_cmp(&potential[a]).then(a.cmp(&b)));
    let mut visits = vec![0.0; potential.len()];
    let of_rank = |rank: usize| {
        let place = rank as f64 / potential.len() as f64;
        VISITS[usize::from(place >= LARGE) + usize::from(place >= MIDDLE)]
    };
    // Accounts of one size share what their ranks are given.
    let mut rank = 0;
    for equal in order.chunk_by(|&a, &b| potential[a].total_cmp(&potential[b]).is_eq()) {
        let each = (rank..rank + equal.len()).map(of_rank).sum::<f64>() / equal.len() as f64;
        for &account in equal {
            visits[account] = each;
        }
        rank += equal.len();
    }
    visits
}

/// Hours on the road per visit from the nearest base, for each of the `chosen` accounts.
fn least_travel_per_visit(dataset: &Dataset, detour_km: &[f64], chosen: &[usize]) -> Vec<f64> {
    let terms = TravelTerms::default();
    let point = |(latitude, longitude): (f64, f64)| Point::new(latitude, longitude);
    let team = dataset.reps.iter().enumerate().filter(|(rep, _)| !dataset.is_gone(*rep));
    let bases: Vec<Point> = team.filter(|(_, rep)| !rep.remote).filter_map(|(_, rep)| rep.base).map(point).collect();
    let bases = PlaceIndex::new(&bases);
    chosen
        .iter()
        .map(|&account| {
            let place = dataset.accounts.place(account).map(|place| UnitVector::new(point(place)));
            let nearest = place.and_then(|place| bases.reach_km(place, 1));
            nearest.map_or(0.0, |nearest| terms.hours_per_visit(nearest, detour_km[account]))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_follow_size() {
        // The largest fifth is seen monthly, the next three tenths every two months, the rest twice a year.
        let potential: Vec<f64> = (0..10).map(|rank| 100.0 - f64::from(rank)).collect();
        assert_eq!(by_size(&potential), [12.0, 12.0, 6.0, 6.0, 6.0, 2.0, 2.0, 2.0, 2.0, 2.0]);
        // Which of equal accounts stands first in a file is no reason to see it more often.
        assert_eq!(by_size(&[5.0; 10]), [5.2; 10]);
    }
}
