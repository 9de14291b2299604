//! Tours on the map: the stops of each day as a line.

use crate::evaluate::Trip;
use crate::session::Session;
use crate::units::counted;
use crate::view::map::MapLook;
use crate::view::map::Shown;

/// Whose tours are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TourMark {
    /// Position of the rep.
    pub rep: u16,
    /// What the lines were made from: the same key, the same lines.
    pub key: u64,
    /// Colour, 0 to 9.
    pub colour: u8,
}

/// What of the tours is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapTours {
    /// The reps: the one that is picked, else all whose tours are known.
    pub marks: Vec<TourMark>,
    /// Whether one rep is picked: the ways from and to the base are drawn, too, and the days have their numbers.
    pub near: bool,
    /// The day that stands out.
    pub day: Option<usize>,
    /// Whether nothing but that day is drawn.
    pub only_day: bool,
}

/// The lines of one rep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TourLines {
    /// Longitude and latitude of the stops of all days, one after the other.
    pub lonlat: Vec<f64>,
    /// Stops of each day.
    pub stops: Vec<u32>,
    /// Longitude and latitude of the base.
    pub base: [f64; 2],
}

/// What of the tours the map shows: those of the plan, while the layer is on; a day that is picked in any case.
pub fn map_tours(session: &Session, look: &MapLook) -> MapTours {
    let Some(data) = session.data.as_ref().filter(|_| look.shown == Shown::Plan) else { return MapTours::default() };
    let picked = session.selection.rep;
    let day = session.tours.day.filter(|_| picked.is_some());
    if !look.tours && day.is_none() {
        return MapTours::default();
    }
    let known = session.tours.of.iter().flatten();
    let known = known.filter(|tour| !tour.trips.is_empty() && picked.is_none_or(|rep| rep == tour.rep));
    let colour = |rep: u16| data.colours.get(usize::from(rep)).copied().unwrap_or(0);
    let marks = known.map(|tour| TourMark { rep: tour.rep, key: tour.key, colour: colour(tour.rep) });
    MapTours { marks: marks.collect(), near: picked.is_some(), day, only_day: !look.tours }
}

/// The lines of a rep.
pub fn tour_lines(session: &Session, rep: u16) -> TourLines {
    let (Some(data), Some(tour)) = (&session.data, session.tours.of(rep)) else { return TourLines::default() };
    let base = data.dataset.reps.get(usize::from(rep)).and_then(|rep| rep.base);
    let Some((latitude, longitude)) = base else { return TourLines::default() };
    let places = tour.trips.iter().flat_map(|trip| &trip.stops).map(|stop| place(session, *stop));
    TourLines {
        lonlat: places.flatten().collect(),
        stops: tour.trips.iter().map(|trip| trip.stops.len() as u32).collect(),
        base: [longitude, latitude],
    }
}

/// West, south, east and north of the day that is shown, the base in it; none where no day is.
pub fn day_bounds(session: &Session) -> Option<[f64; 4]> {
    let (rep, day) = (session.selection.rep?, session.tours.day?);
    let trip: &Trip = session.tours.of(rep)?.trips.get(day)?;
    let (north, east) = session.data.as_ref()?.dataset.reps.get(usize::from(rep))?.base?;
    let stops = trip.stops.iter().map(|stop| place(session, *stop));
    let of = |[west, south, east, north]: [f64; 4], [longitude, latitude]: [f64; 2]| {
        [west.min(longitude), south.min(latitude), east.max(longitude), north.max(latitude)]
    };
    Some(stops.fold([east, north, east, north], of))
}

fn place(session: &Session, account: u32) -> [f64; 2] {
    let accounts = session.data.as_ref().map(|data| &data.dataset.accounts);
    let place = accounts.and_then(|accounts| accounts.place(account as usize));
    place.map_or([f64::NAN; 2], |(latitude, longitude)| [longitude, latitude])
}

/// What the lines mean, for the legend; "" where the layer is off.
pub fn tours_text(session: &Session, look: &MapLook) -> String {
    if !look.tours {
        return String::new();
    }
    if look.shown != Shown::Plan {
        return say!("tours: shown with the plan only").to_owned();
    }
    let drawn = map_tours(session, look);
    let days: usize =
        drawn.marks.iter().filter_map(|mark| session.tours.of(mark.rep)).map(|tour| tour.trips.len()).sum();
    let days = counted(days, "day");
    match (drawn.near, drawn.marks.is_empty()) {
        (_, true) if session.tours.are_awaited() => say!("tours are being found").to_owned(),
        (true, true) => say!("no tours: this rep has no travel").to_owned(),
        (false, true) => say!("no tours: nobody has travel").to_owned(),
        (true, false) => say!("line: stops of a day; dashed: from and to the base · {days}", days),
        (false, false) if session.tours.are_awaited() => say!("line: stops of a day · {days} so far", days),
        (false, false) => say!("line: stops of a day · {days}", days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Tour;
    use crate::model::Accounts;
    use crate::model::Dataset;
    use crate::model::Rep;
    use crate::session::Data;
    use crate::session::Selection;
    use std::sync::Arc;

    fn session() -> Session {
        let mut accounts = Accounts::of_length(3);
        accounts.latitude.0 = vec![40.0, 41.0, 42.0];
        accounts.longitude.0 = vec![-74.0, -75.0, -76.0];
        let rep = Rep { base: Some((40.5, -74.5)), ..Rep::default() };
        let dataset = Arc::new(Dataset { accounts, reps: vec![rep.clone(), rep], ..Dataset::default() });
        let data = Data { dataset, colours: vec![3, 4], ..Data::default() };
        let mut session = Session { data: Some(data), ..Session::default() };
        let trip = |stops: &[u32]| Trip { stops: stops.to_vec(), km: 10.0 };
        let tour = |rep, trips| Some(Arc::new(Tour { rep, key: 7, trips, ..Tour::default() }));
        session.tours.of = vec![tour(0, vec![trip(&[2, 0]), trip(&[1])]), tour(1, Vec::new())];
        session
    }

    #[test]
    fn a_picked_rep_has_the_map_to_himself() {
        // The tours of all others would hide the one that is asked about.
        let mut session = session();
        let look = MapLook { tours: true, ..MapLook::default() };
        assert_eq!(map_tours(&session, &look).marks.len(), 1, "the second has no days");
        assert_eq!(tours_text(&session, &look), "line: stops of a day · 2 days");
        session.selection = Selection { rep: Some(0), ..Selection::default() };
        let drawn = map_tours(&session, &look);
        assert_eq!(drawn.marks, [TourMark { rep: 0, key: 7, colour: 3 }]);
        assert!(drawn.near && !drawn.only_day);
        assert_eq!(map_tours(&session, &MapLook::default()), MapTours::default());
        let today = MapLook { tours: true, shown: Shown::Today, ..MapLook::default() };
        assert_eq!(map_tours(&session, &today), MapTours::default());
        assert_eq!(tours_text(&session, &today), "tours: shown with the plan only");
    }

    #[test]
    fn a_day_that_is_picked_is_shown_without_the_layer() {
        // Whoever clicks a day wants to see it; the layer is about all of them.
        let mut session = session();
        session.selection.rep = Some(0);
        session.tours.day = Some(1);
        let drawn = map_tours(&session, &MapLook::default());
        assert_eq!((drawn.day, drawn.only_day, drawn.marks.len()), (Some(1), true, 1));
        assert_eq!(day_bounds(&session), Some([-75.0, 40.5, -74.5, 41.0]));
        session.tours.day = Some(9);
        assert_eq!(day_bounds(&session), None);
    }

    #[test]
    fn lines_follow_the_order_of_the_stops() {
        // A line in the order of the file would cross itself and tell nothing.
        let lines = tour_lines(&session(), 0);
        assert_eq!((lines.lonlat, lines.stops), (vec![-76.0, 42.0, -74.0, 40.0, -75.0, 41.0], vec![2, 1]));
        assert_eq!(lines.base, [-74.5, 40.5]);
        assert!(tour_lines(&session(), 1).stops.is_empty());
    }
}
