//! The inspector: the tours of a rep, day by day.

use crate::evaluate::NoTour;
use crate::evaluate::Tour;
use crate::session::Session;
use crate::units::Hours;
use crate::units::Km;
use crate::units::counted;
use crate::view::estimated;

/// Stops of a day that are named.
const MOST_NAMES: usize = 8;
/// Nobody is on the road for longer in a day, hours: the stops lie too far apart for a car, or for one day.
const LONGEST_DAY_HOURS: f64 = 10.0;

/// One day on the road.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TourDay {
    /// `Day 1`.
    pub title: String,
    /// `Acme, Beta, Gamma`, in the order in which they are seen.
    pub stops: String,
    /// `142 km`.
    pub km: String,
}

/// The tours of the picked rep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepTours {
    /// Travel a year in the plan and driven as day trips: what each is, and its hours and kilometres.
    pub travel: Vec<(&'static str, String)>,
    /// What one round takes, and what no tour reaches: sentences.
    pub notes: Vec<String>,
    /// The days of one round.
    pub days: Vec<TourDay>,
    /// Which of them the map shows.
    pub picked: Option<usize>,
}

/// The tours of the picked rep; none where no rep is picked. While they are being found, there is a note.
pub fn rep_tours(session: &Session) -> Option<RepTours> {
    let rep = session.selection.rep?;
    let Some(tour) = session.tours.of(rep) else {
        return Some(RepTours { notes: vec![say!("Tours are being found.").to_owned()], ..RepTours::default() });
    };
    if let Some(none) = tour.none {
        let text = match none {
            NoTour::Remote => say!("Works from afar: there is no travel, and so there are no tours."),
            NoTour::NoBase => {
                say!(
                    "Nobody knows from where this rep sets out, so there are no tours. A column with the city of \
                               each rep would change that."
                )
            }
        };
        return Some(RepTours { notes: vec![text.to_owned()], ..RepTours::default() });
    }
    Some(RepTours {
        travel: travel(session, tour),
        notes: notes(tour),
        days: tour
            .trips
            .iter()
            .enumerate()
            .map(|(day, trip)| TourDay {
                title: say!("Day {number}", number = day + 1),
                stops: names(session, &trip.stops),
                km: Km(trip.km).text(),
            })
            .collect(),
        picked: session.tours.day,
    })
}

fn travel(session: &Session, tour: &Tour) -> Vec<(&'static str, String)> {
    let about = if estimated(session, &["visits_per_year"]).is_empty() { "" } else { "≈ " };
    let text = |hours: f64, km: f64| {
        let text = format!("{about}{} · {}", Hours(hours).text(), Km(km).text());
        text.replace(' ', "\u{a0}").replace("\u{a0}·\u{a0}", " · ")
    };
    let plan = session.judgement.as_ref().and_then(|judged| judged.plan.reps.get(usize::from(tour.rep)));
    let model = plan.map(|plan| (say!("Travel in the plan"), text(plan.travel_hours, plan.travel_km)));
    model.into_iter().chain([(say!("Driven as day trips"), text(tour.year_hours, tour.year_km))]).collect()
}

fn notes(tour: &Tour) -> Vec<String> {
    let stops: usize = tour.trips.iter().map(|trip| trip.stops.len()).sum();
    let km: f64 = tour.trips.iter().map(|trip| trip.km).sum();
    let mut notes = Vec::new();
    if stops > 0 {
        notes.push(say!(
            "One round sees {accounts} once: {days}, {km}. All in one go without driving home would be {round_km}.",
            accounts = counted(stops, "account"),
            days = counted(tour.trips.len(), "day"),
            km = Km(km).text(),
            round_km = Km(tour.round_km).text()
        ));
        notes.push(
            say!(
                "Travel in the plan counts every visit by itself, with its part of a drive from the base and back: workload, \
                 limits and free hours go by it. Driven as day trips is what the days below take in a year, where one drive \
                 sees neighbours and leaves out who is not due."
            )
            .to_owned(),
        );
        let too_long = too_long(tour);
        if too_long > 0 {
            notes.push(say!(
                too_long;
                "{n} of these days is more than {hours} on the road: it asks for a flight or a night away.",
                "{n} of these days are more than {hours} on the road: they ask for a flight or a night away.",
                n = too_long,
                hours = Hours(LONGEST_DAY_HOURS).text(),
            ));
        }
    } else {
        notes.push(say!("No account is there to drive to.").to_owned());
    }
    if tour.unplaced > 0 {
        let accounts = counted(tour.unplaced as usize, "account");
        notes.push(say!("Not on any tour: {accounts} without a place.", accounts));
    }
    if tour.unvisited > 0 {
        let accounts = counted(tour.unvisited as usize, "account");
        notes.push(say!("Not on any tour: {accounts} without visits.", accounts));
    }
    notes
}

/// How many days nobody drives in a day, at the speed of the travel model.
fn too_long(tour: &Tour) -> usize {
    let hours = |km: f64| if tour.year_km > 0.0 { km * tour.year_hours / tour.year_km } else { 0.0 };
    tour.trips.iter().filter(|trip| hours(trip.km) > LONGEST_DAY_HOURS).count()
}

fn names(session: &Session, stops: &[u32]) -> String {
    let accounts = session.data.as_ref().map(|data| &data.dataset.accounts);
    let name = |stop: &u32| accounts.map_or("", |accounts| accounts.name.get(*stop as usize));
    let named = stops.iter().take(MOST_NAMES).map(name).collect::<Vec<&str>>().join(", ");
    match stops.len().saturating_sub(MOST_NAMES) {
        0 => named,
        more => say!("{named} and {more} more", named, more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::RepFigures;
    use crate::evaluate::Trip;
    use crate::model::Accounts;
    use crate::model::Dataset;
    use crate::model::Rep;
    use crate::protocol::Judged;
    use crate::session::Data;
    use std::sync::Arc;

    fn session(tour: Tour) -> Session {
        let mut accounts = Accounts::of_length(0);
        for name in ["Acme", "Beta", "Gamma"] {
            accounts.name.push(name);
        }
        let dataset = Arc::new(Dataset { accounts, reps: vec![Rep::default()], ..Dataset::default() });
        let mut session = Session { data: Some(Data { dataset, ..Data::default() }), ..Session::default() };
        session.selection.rep = Some(0);
        let mut judged = Judged::default();
        judged.plan.reps = vec![RepFigures { travel_hours: 412.0, travel_km: 24_720.0, ..RepFigures::default() }];
        session.judgement = Some(Arc::new(judged));
        session.tours.of = vec![Some(Arc::new(tour))];
        session
    }

    #[test]
    fn a_day_that_nobody_can_drive_is_told() {
        // A list of days is believed: 900 km at 60 km/h are no day's work.
        let day = |km| Trip { stops: vec![0], km };
        let of = |trips| Tour { trips, year_km: 6_000.0, year_hours: 100.0, ..Tour::default() };
        let told = |tour| rep_tours(&session(tour)).unwrap().notes.iter().any(|note| note.contains("a night away"));
        assert!(told(of(vec![day(900.0), day(80.0)])) && !told(of(vec![day(590.0)])));
    }

    #[test]
    fn days_are_listed_with_their_stops_and_the_year_stands_beside_the_model() {
        // The list is the map's twin for whoever does not see the lines, and both figures are about the same year.
        let trips = vec![Trip { stops: vec![0, 2], km: 142.2 }, Trip { stops: vec![1], km: 60.0 }];
        let tour =
            Tour { trips, round_km: 171.0, year_km: 23_880.0, year_hours: 398.0, unplaced: 2, ..Tour::default() };
        let panel = rep_tours(&session(tour)).unwrap();
        let lines: Vec<String> =
            panel.days.iter().map(|day| format!("{}: {} · {}", day.title, day.stops, day.km)).collect();
        assert_eq!(lines, ["Day 1: Acme, Gamma · 142 km", "Day 2: Beta · 60 km"]);
        let travel: Vec<String> = panel.travel.iter().map(|row| row.1.replace('\u{a0}', " ")).collect();
        assert_eq!(travel, ["412 h · 24,720 km", "398 h · 23,880 km"]);
        assert_eq!(
            panel.notes[0],
            "One round sees 3 accounts once: 2 days, 202 km. All in one go without driving home would be 171 km."
        );
        assert_eq!(panel.notes[2], "Not on any tour: 2 accounts without a place.");
    }

    #[test]
    fn who_has_no_tours_is_told_why() {
        // An empty list would look like a fault.
        let of = |none| rep_tours(&session(Tour { none, ..Tour::default() })).unwrap();
        assert!(of(Some(NoTour::Remote)).notes[0].starts_with("Works from afar"));
        assert!(of(Some(NoTour::NoBase)).notes[0].contains("sets out"));
        assert_eq!(of(None).notes, ["No account is there to drive to."]);
        let mut waiting = session(Tour::default());
        waiting.tours.of.clear();
        assert_eq!(rep_tours(&waiting).unwrap().notes, ["Tours are being found."]);
        waiting.selection.rep = None;
        assert_eq!(rep_tours(&waiting), None);
    }
}
