//! Real tours through a territory, beside the travel model that is linear.

use crate::evaluate::Judge;
use crate::geo::Point;
use crate::geo::distance_km;
use crate::geo::loops;
use crate::geo::round_trip;
use crate::model::Assignment;
use crate::score::TravelTerms;
use serde::Deserialize;
use serde::Serialize;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

/// A year is made of at most so many kinds of rounds: finer visits are rounded up to a part of the most there are.
const MOST_ROUNDS: usize = 48;

/// The tours of one rep: one round in day trips, and what a year of rounds takes.
///
/// One round sees each account with visits once: a [`round_trip`] from the base, cut into day trips of at most the
/// travel rule's stops per trip, each from the base and, where the rule counts the way back, home again ([`loops`]).
///
/// A year sees each account as often as it has visits: an account with 12 is in 12 rounds, one with 4 in 4 of them,
/// one with half a visit in a round every other year. Accounts that are not due are left out of the round and the order
/// of the others stays (Jaillet 1988, a priori tours, Operations Research 36(6)); each kind of round is cut anew. Road
/// km are great-circle km x road factor, hours are km / speed: as in the model, so that both can be compared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tour {
    /// The rep.
    pub rep: u16,
    /// What it was made from, as a number: the same key, the same tours.
    pub key: u64,
    /// The day trips of one round.
    pub trips: Vec<Trip>,
    /// Road km of the round trip through all stops without going home between.
    pub round_km: f64,
    /// Road km a year.
    pub year_km: f64,
    /// Hours on the road a year.
    pub year_hours: f64,
    /// Accounts that no tour can reach: nobody knows where they are.
    pub unplaced: u32,
    /// Accounts that nobody visits.
    pub unvisited: u32,
    /// Why there are no tours.
    pub none: Option<NoTour>,
}

/// One day on the road.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trip {
    /// The accounts in the order in which they are seen.
    pub stops: Vec<u32>,
    /// Road km from the base and back.
    pub km: f64,
}

/// Why a rep has no tours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoTour {
    /// Works from afar.
    Remote,
    /// Nobody knows from where the rep sets out.
    NoBase,
}

/// Accounts of each rep under a plan, in order.
pub fn territories(plan: &Assignment, reps: usize) -> Vec<Vec<u32>> {
    let mut of = vec![Vec::new(); reps];
    for (account, rep) in (0_u32..).zip(plan.rep.iter()) {
        if let Some(accounts) = of.get_mut(usize::from(*rep)) {
            accounts.push(account);
        }
    }
    of
}

impl Judge {
    /// The tours of every rep under a plan.
    pub fn tours(&self, plan: &Assignment) -> Vec<Tour> {
        let of = territories(plan, self.terms().dataset().reps.len());
        (0_u16..).zip(&of).map(|(rep, accounts)| self.tour(rep, accounts)).collect()
    }

    /// The key of a rep's tours.
    pub fn tour_key(&self, rep: u16, accounts: &[u32]) -> u64 {
        let travel = self.terms().travel();
        let mut key = DefaultHasher::new();
        (rep, accounts, travel.round_trip).hash(&mut key);
        [travel.road_factor, travel.speed_km_per_hour, travel.stops_per_trip].map(f64::to_bits).hash(&mut key);
        // 0 is nobody's.
        key.finish().max(1)
    }

    /// The tours of a rep through these accounts.
    pub fn tour(&self, rep: u16, accounts: &[u32]) -> Tour {
        let terms = self.terms();
        let facts = &terms.dataset().reps[usize::from(rep)];
        let mut tour = Tour { rep, key: self.tour_key(rep, accounts), ..Tour::default() };
        let base = facts.base.map(|(latitude, longitude)| Point::new(latitude, longitude));
        let Some(base) = base.filter(|_| !facts.remote) else {
            return Tour { none: Some(if facts.remote { NoTour::Remote } else { NoTour::NoBase }), ..tour };
        };
        let mut stops = Vec::new();
        for &account in accounts {
            let visits = terms.scores().visits[account as usize];
            match terms.dataset().accounts.place(account as usize) {
                None => tour.unplaced += 1,
                Some(_) if visits <= 0.0 => tour.unvisited += 1,
                Some((latitude, longitude)) => {
                    stops.push(Stop { account, visits, place: Point::new(latitude, longitude) });
                }
            }
        }
        let places: Vec<Point> = stops.iter().map(|stop| stop.place).collect();
        let way: Vec<Stop> = round_trip(Some(base), &places).iter().map(|stop| stops[*stop as usize]).collect();
        drive(&mut tour, terms.travel(), base, &way);
        tour
    }
}

/// A place on the way.
#[derive(Clone, Copy)]
struct Stop {
    account: u32,
    visits: f64,
    place: Point,
}

/// Cuts the way into days and adds up what a round and a year of them take.
fn drive(tour: &mut Tour, travel: &TravelTerms, base: Point, way: &[Stop]) {
    let most = libm::round(travel.stops_per_trip).max(1.0) as usize;
    let cut = |places: &[Point]| loops(base, places, most, travel.round_trip);
    let places: Vec<Point> = way.iter().map(|stop| stop.place).collect();
    let days = cut(&places).into_iter().map(|day| Trip {
        stops: way[day.stops].iter().map(|stop| stop.account).collect(),
        km: day.km * travel.road_factor,
    });
    tour.trips = days.collect();
    let home = [base];
    let there: Vec<&Point> = home.iter().chain(&places).chain(&home).collect();
    tour.round_km = there.windows(2).map(|leg| distance_km(*leg[0], *leg[1])).sum::<f64>() * travel.road_factor;
    let round_km = |due: &[Point]| cut(due).iter().map(|day| day.km).sum::<f64>();
    tour.year_km = year_km(way, round_km) * travel.road_factor;
    tour.year_hours = tour.year_km / travel.speed_km_per_hour;
}

/// Great-circle km a year: from one number of visits to the next larger one, so many rounds see all that have more.
fn year_km(way: &[Stop], round_km: impl Fn(&[Point]) -> f64) -> f64 {
    let mut levels: Vec<f64> = way.iter().map(|stop| stop.visits).collect();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    if levels.len() > MOST_ROUNDS {
        let step = levels.last().copied().unwrap_or(0.0) / MOST_ROUNDS as f64;
        levels = (1..=MOST_ROUNDS).map(|round| round as f64 * step).collect();
    }
    let mut below = 0.0;
    let kinds = levels.into_iter().map(|level| {
        let rounds = level - std::mem::replace(&mut below, level);
        let due = way.iter().filter(|stop| stop.visits > level - rounds);
        rounds * round_km(&due.map(|stop| stop.place).collect::<Vec<Point>>())
    });
    kinds.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Accounts;
    use crate::model::Dataset;
    use crate::model::Rep;
    use crate::model::RuleSetting;
    use crate::model::Settings;
    use crate::model::Value;
    use crate::score::score;
    use std::collections::BTreeMap;
    use std::sync::Arc;

    /// Ana sits at the corner of a line of accounts, a degree of longitude from one to the next.
    fn judge(visits: &[f64], stops: f64) -> Judge {
        let mut accounts = Accounts::of_length(visits.len());
        for (account, visits) in visits.iter().enumerate() {
            (accounts.latitude[account], accounts.longitude[account]) = (0.0, (account + 1) as f64);
            accounts.visits_per_year[account] = *visits;
            accounts.owner[account] = 0;
        }
        let ana = Rep { base: Some((0.0, 0.0)), ramp: 1.0, ..Rep::default() };
        let far = Rep { remote: true, ..ana.clone() };
        let dataset = Dataset { accounts, reps: vec![ana, far, Rep::default()], ..Dataset::default() };
        let scores = Arc::new(score(&dataset));
        let params = BTreeMap::from([("stops_per_trip".to_owned(), Value::Number(stops))]);
        let rule = RuleSetting { id: "travel".to_owned(), weight: 1.0, params };
        Judge::new(Arc::new(dataset), scores, Settings { rules: vec![rule], locks: Vec::new() })
    }

    /// Road km of a degree at the equator.
    const DEGREE: f64 = 111.195_080_23 * 1.3;

    #[test]
    fn a_round_is_cut_into_days_with_so_many_stops() {
        // The list of days is what a rep plans a week by: all accounts once, none in two days, and the days in km.
        let judge = judge(&[1.0; 5], 2.0);
        let tour = judge.tour(0, &[0, 1, 2, 3, 4]);
        let mut seen: Vec<u32> = tour.trips.iter().flat_map(|trip| trip.stops.clone()).collect();
        seen.sort_unstable();
        assert_eq!(seen, [0, 1, 2, 3, 4]);
        assert!(tour.trips.len() == 3 && tour.trips.iter().all(|trip| trip.stops.len() <= 2), "{tour:?}");
        // 5 there and back, 3 there and back, 1 there and back.
        let km: f64 = tour.trips.iter().map(|trip| trip.km).sum();
        assert!((km - 18.0 * DEGREE).abs() < 0.1, "{km}");
        assert!((tour.round_km - 10.0 * DEGREE).abs() < 0.1);
        assert!((tour.year_km - km).abs() < 1e-6 && (tour.year_hours - km / 60.0).abs() < 1e-6);
    }

    #[test]
    fn an_account_is_in_as_many_rounds_as_it_has_visits() {
        // Twelve visits are twelve drives; who counted one round a year would find tours ten times too cheap.
        let judge = judge(&[3.0, 1.0, 0.5, 0.0], 4.0);
        let tour = judge.tour(0, &[0, 1, 2, 3]);
        assert_eq!((tour.trips.len(), tour.unvisited), (1, 1));
        // Half a round to the third, half a one to the second, two to the first, there and back.
        assert!((tour.year_km - (0.5 * 6.0 + 0.5 * 4.0 + 2.0 * 2.0) * DEGREE).abs() < 0.1, "{}", tour.year_km);
    }

    #[test]
    fn finely_told_visits_are_rounded_up_a_little() {
        // Numbers estimated by size differ for every account: a year is not cut a thousand times for them.
        let visits: Vec<f64> = (1..=200).map(|account| 1.0 + f64::from(account) / 100.0).collect();
        let accounts: Vec<u32> = (0..200).collect();
        let by_level = judge(&visits, 4.0).tour(0, &accounts).year_km;
        let rounded: Vec<f64> = visits.iter().map(|visits| libm::ceil(visits * 16.0) / 16.0).collect();
        let exact = judge(&rounded, 4.0).tour(0, &accounts).year_km;
        assert!((by_level / exact - 1.0).abs() < 0.02, "{by_level} {exact}");
    }

    #[test]
    fn who_does_not_travel_has_no_tours_and_the_reason_is_told() {
        // A rep with 0 km and no word looks like a fault.
        let judge = judge(&[1.0, 1.0], 4.0);
        assert_eq!(judge.tour(1, &[0, 1]).none, Some(NoTour::Remote));
        assert_eq!(judge.tour(2, &[0]).none, Some(NoTour::NoBase));
        let (tours, nobody) = (judge.tours(&judge.today()), judge.tour(0, &[]));
        assert_eq!((tours.len(), tours[0].trips.len()), (3, 1));
        assert!(nobody.trips.is_empty() && nobody.year_km == 0.0 && nobody.none.is_none());
    }

    #[test]
    fn the_key_tells_other_accounts_and_another_travel_rule() {
        // By it tours are kept: one key too few would show the days of a territory that is gone.
        let judge_two = judge(&[1.0, 1.0], 2.0);
        let key = judge_two.tour_key(0, &[0, 1]);
        assert_eq!(key, judge_two.tour(0, &[0, 1]).key);
        assert!(key != judge_two.tour_key(0, &[0]) && key != judge_two.tour_key(1, &[0, 1]));
        assert_ne!(key, judge(&[1.0, 1.0], 3.0).tour_key(0, &[0, 1]));
    }
}
