//! What the map shows.

use crate::model::Assignment;
use crate::model::OPEN;
use crate::session::Data;
use crate::session::Session;
use crate::session::Side;
use crate::view::map_aspect::Aspect;
use crate::view::map_aspect::Unit;
use crate::view::map_aspect::Values;
use crate::view::map_aspect::values;
use crate::view::map_colours::Colouring;

/// Smallest and largest dot, px.
const RADIUS: (f64, f64) = (2.2, 9.0);
/// Room on every side of what is zoomed to, degrees: a single account is seen with its neighbourhood.
const ROOM: f64 = 0.03;
/// Where all dots are alike, the part of the way from the smallest to the largest.
const ALIKE: f64 = 0.2;

/// Places and sizes of the dots; they change only with the data and with what sizes tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapPoints {
    /// Longitude and latitude of each placed account, one after the other.
    pub lonlat: Vec<f64>,
    /// Radius of each dot, px.
    pub radius: Vec<f32>,
    /// Account of each dot.
    pub account: Vec<u32>,
    /// West, south, east, north of all dots, without the outermost hundredth of them.
    pub bounds: Option<[f64; 4]>,
}

/// Which plan the map shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The territories as they are.
    Today,
    /// The plan.
    #[default]
    Plan,
    /// Both, today left of a line that can be moved.
    Both,
}

/// What the user wants to see: it belongs to the page, not to the project.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "switches that do not depend on each other")]
pub struct MapLook {
    /// Which plan.
    pub shown: Shown,
    /// What colours tell.
    pub colour: Aspect,
    /// What sizes tell; none where all dots are alike.
    pub size: Option<Aspect>,
    /// What a heat map lies under the dots of: potential or hours.
    pub heat: Option<Aspect>,
    /// Whether territories are drawn as areas.
    pub areas: bool,
    /// Whether the reps' bases are drawn.
    pub bases: bool,
    /// Whether arrows show what moves.
    pub moves: bool,
    /// Whether lines show the tours.
    pub tours: bool,
    /// Whether accounts without rep stand out.
    pub open: bool,
    /// Whether accounts where a competitor is stand out.
    pub competitor: bool,
}

impl Default for MapLook {
    fn default() -> Self {
        Self {
            shown: Shown::Plan,
            colour: Aspect::Territory,
            size: Some(Aspect::Potential),
            heat: None,
            areas: true,
            bases: true,
            moves: false,
            tours: false,
            open: false,
            competitor: false,
        }
    }
}

/// What changes with every edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recolour {
    /// Class of each dot, a position in [`Colouring::classes`].
    pub class: Vec<u16>,
    /// What each dot is besides: see [`Recolour::MOVED`] and the others.
    pub flags: Vec<u8>,
    /// How many dots each class has.
    pub counts: Vec<u32>,
}

impl Recolour {
    /// Changes hands.
    pub const MOVED: u8 = 1;
    /// Is selected.
    pub const SELECTED: u8 = 2;
    /// Belongs to another rep than the one looked at.
    pub const DIMMED: u8 = 4;
    /// Has no rep, and that is to be seen.
    pub const OPEN: u8 = 16;
    /// A competitor is there, and that is to be seen.
    pub const COMPETITOR: u8 = 32;
    /// Does not count in the plan.
    pub const EXCLUDED: u8 = 64;
}

/// A rep's base.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// Position of the rep.
    pub rep: u16,
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
    /// Name.
    pub name: String,
    /// Colour, 0 to 9.
    pub colour: u8,
}

/// The dots, their area by `size`.
pub fn points(session: &Session, size: Option<&Aspect>) -> MapPoints {
    let Some(data) = &session.data else { return MapPoints::default() };
    let accounts = &data.dataset.accounts;
    let mut points = MapPoints::default();
    let sizes = size.and_then(|aspect| numbers(data, aspect)).map(|(sizes, _)| sizes);
    let largest = sizes.iter().flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
    // Many dots are drawn smaller, so that a city of hundreds still shows its territories.
    let crowd = libm::sqrt((2000.0 / accounts.len().max(1) as f64).clamp(0.25, 1.0));
    for account in 0..accounts.len() {
        let Some((latitude, longitude)) = accounts.place(account) else { continue };
        let part = sizes.as_ref().map_or(ALIKE, |sizes| libm::sqrt(sizes[account].max(0.0) / largest));
        points.lonlat.extend([longitude, latitude]);
        points.radius.push(((RADIUS.0 + (RADIUS.1 - RADIUS.0) * part) * crowd) as f32);
        points.account.push(account as u32);
    }
    points.bounds = bounds(&points.lonlat);
    points
}

/// West, south, east, north of the selected accounts, with room around a single one; none where none has a place.
pub fn selected_bounds(session: &Session) -> Option<[f64; 4]> {
    let accounts = &session.data.as_ref()?.dataset.accounts;
    let places = session.selection.accounts.iter().filter_map(|&account| accounts.place(account as usize));
    let all = places.fold(None, |bounds: Option<[f64; 4]>, (latitude, longitude)| {
        let [west, south, east, north] = bounds.unwrap_or([longitude, latitude, longitude, latitude]);
        Some([west.min(longitude), south.min(latitude), east.max(longitude), north.max(latitude)])
    });
    all.map(|[west, south, east, north]| [west - ROOM, south - ROOM, east + ROOM, north + ROOM])
}

/// A number for each account, and what it counts.
fn numbers(data: &Data, aspect: &Aspect) -> Option<(Vec<f64>, Unit)> {
    match values(data, aspect)? {
        Values::Numbers(numbers, unit) => Some((numbers, unit)),
        Values::Labels(_) => None,
    }
}

/// The largest number of all accounts, and what it counts; none where none is above 0.
pub fn largest(data: &Data, aspect: &Aspect) -> Option<(f64, Unit)> {
    let (numbers, unit) = numbers(data, aspect)?;
    let largest = numbers.into_iter().fold(0.0, f64::max);
    (largest > 0.0).then_some((largest, unit))
}

/// What each dot adds to a heat map.
pub fn heat(session: &Session, aspect: &Aspect, points: &MapPoints) -> Vec<f32> {
    let numbers = session.data.as_ref().and_then(|data| numbers(data, aspect));
    let Some((numbers, _)) = numbers else { return Vec::new() };
    let counted = |account: usize| if session.excluded().contains(account) { 0.0 } else { numbers[account] };
    points.account.iter().map(|&account| counted(account as usize).max(0.0) as f32).collect()
}

fn bounds(lonlat: &[f64]) -> Option<[f64; 4]> {
    let mut longitudes: Vec<f64> = lonlat.iter().step_by(2).copied().collect();
    let mut latitudes: Vec<f64> = lonlat.iter().skip(1).step_by(2).copied().collect();
    let cut = longitudes.len() / 200;
    let last = longitudes.len().checked_sub(1 + cut)?;
    let mut at = |place: usize| {
        let longitude = *longitudes.select_nth_unstable_by(place, f64::total_cmp).1;
        (longitude, *latitudes.select_nth_unstable_by(place, f64::total_cmp).1)
    };
    let ((west, south), (east, north)) = (at(cut), at(last));
    Some([west, south, east, north])
}

/// Class and marks of each dot, in the plan or as it is today.
pub fn recolour(session: &Session, look: &MapLook, colouring: &Colouring, points: &MapPoints, today: bool) -> Recolour {
    let (Some(data), Some(project)) = (&session.data, &session.project) else { return Recolour::default() };
    let accounts = &data.dataset.accounts;
    let plan = if today { &project.today().rep } else { &project.working.rep };
    let focus_rep = session.selection.rep;
    let mut selected = session.selection.accounts.iter().copied().peekable();
    let mut recolour = Recolour { counts: vec![0; colouring.classes.len()], ..Recolour::default() };
    // The dots of other data are about to be replaced.
    for account in points.account.iter().map(|&account| account as usize).take_while(|&account| account < plan.len()) {
        let excluded = session.excluded().contains(account);
        let (rep, owner) = (if excluded { OPEN } else { plan[account] }, accounts.owner[account]);
        while selected.next_if(|&chosen| (chosen as usize) < account).is_some() {}
        let is_selected = selected.peek() == Some(&(account as u32));
        let flag = |holds: bool, flag: u8| if holds { flag } else { 0 };
        let last = colouring.classes.len().saturating_sub(1) as u16;
        let class = if excluded { last } else { colouring.class(account, rep, owner) };
        recolour.class.push(class);
        recolour.counts[usize::from(class)] += u32::from(!excluded);
        recolour.flags.push(
            flag(rep != owner && owner != OPEN && !excluded, Recolour::MOVED)
                | flag(is_selected, Recolour::SELECTED)
                | flag(focus_rep.is_some_and(|focus| focus != rep), Recolour::DIMMED)
                | flag(look.open && rep == OPEN && !excluded, Recolour::OPEN)
                | flag(excluded, Recolour::EXCLUDED)
                | flag(!excluded && look.competitor && accounts.competitor.code(account) > 0, Recolour::COMPETITOR),
        );
    }
    recolour
}

/// Class and marks of each dot in plans beside each other: ringed is who has another rep than in the first plan, and there
/// who has another one in any of the others. None where one of them is gone.
pub fn recolour_beside(
    session: &Session,
    colouring: &Colouring,
    points: &MapPoints,
    sides: &[Side],
) -> Option<Vec<Recolour>> {
    let (data, project) = (session.data.as_ref()?, session.project.as_ref()?);
    let plans: Vec<Assignment> = sides.iter().map(|side| Some(side.plan(project)?.plan)).collect::<Option<_>>()?;
    let owners = &data.dataset.accounts.owner;
    let of = |(at, plan): (usize, &Assignment)| {
        let others = if at == 0 { plans.get(1..)? } else { plans.get(..1)? };
        let mut recolour = Recolour::default();
        for account in
            points.account.iter().map(|&account| account as usize).take_while(|&account| account < plan.len())
        {
            let differs = others.iter().any(|other| other.rep.get(account) != plan.rep.get(account));
            recolour.class.push(colouring.class(account, plan.rep[account], owners[account]));
            recolour.flags.push(if differs { Recolour::MOVED } else { 0 });
        }
        Some(recolour)
    };
    plans.iter().enumerate().map(of).collect()
}

/// The bases of the reps.
pub fn bases(session: &Session) -> Vec<Base> {
    let Some(data) = &session.data else { return Vec::new() };
    let reps = data.dataset.reps.iter().enumerate();
    reps.filter_map(|(rep, facts)| {
        let (latitude, longitude) = facts.base?;
        Some(Base {
            rep: rep as u16,
            longitude,
            latitude,
            name: facts.name.clone(),
            colour: data.colours.get(rep).copied().unwrap_or(0),
        })
    })
    .collect()
}

/// State and country codes where accounts lie: elsewhere the map shows no territory.
pub fn regions(session: &Session) -> (Vec<String>, Vec<String>) {
    let Some(data) = &session.data else { return (Vec::new(), Vec::new()) };
    let used = |column: &crate::model::Categories| -> Vec<String> {
        let mut seen = vec![false; column.labels().len()];
        for account in 0..column.len() {
            seen[column.code(account)] = true;
        }
        let labels = column.labels().iter().zip(seen).filter(|(label, seen)| *seen && !label.is_empty());
        labels.map(|(label, _)| label.clone()).collect()
    };
    (used(&data.dataset.accounts.state), used(&data.dataset.accounts.country))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Accounts;
    use crate::model::Dataset;
    use crate::model::Rep;
    use crate::model::Settings;
    use crate::scenario::Project;
    use crate::session::Selection;
    use std::sync::Arc;

    fn session() -> Session {
        let mut accounts = Accounts::of_length(4);
        accounts.latitude.0 = vec![40.0, f64::NAN, 41.0, 42.0];
        accounts.longitude.0 = vec![-74.0, -75.0, -75.0, -76.0];
        accounts.owner.0 = vec![0, 0, 1, OPEN];
        let rep = |name: &str| Rep { name: name.to_owned(), ..Rep::default() };
        let dataset = Arc::new(Dataset { accounts, reps: vec![rep("Ana"), rep("Ben")], ..Dataset::default() });
        let mut project =
            Project::new("", String::new(), Settings::default(), Assignment::new(vec![0, 0, 1, OPEN]), 0.0);
        project.working = Assignment::new(vec![1, 0, 1, OPEN]);
        let selection = Selection { accounts: vec![1, 2], ..Selection::default() };
        let data = Data { dataset, colours: vec![3, 4], ..Data::default() };
        Session { data: Some(data), project: Some(project), selection, ..Session::default() }
    }

    #[test]
    fn marks_belong_to_the_dots_of_their_accounts() {
        // Accounts without a place have no dot: one shifted mark would ring the wrong account.
        let session = session();
        let points = points(&session, None);
        assert_eq!(points.account, [0, 2, 3]);
        let look = MapLook { open: true, ..MapLook::default() };
        let colouring = Colouring::new(session.data.as_ref().unwrap(), &Aspect::Territory, "No rep");
        let drawn = recolour(&session, &look, &colouring, &points, false);
        assert_eq!(drawn.class, [1, 1, 2]);
        assert_eq!(drawn.flags, [Recolour::MOVED, Recolour::SELECTED, Recolour::OPEN]);
        assert_eq!(drawn.counts, [0, 2, 1]);
        let today = recolour(&session, &look, &colouring, &points, true);
        assert_eq!((today.class[0], today.flags[0]), (0, 0), "today nothing changes hands");
    }

    #[test]
    fn a_selection_has_bounds_where_it_has_places() {
        // Zooming to a box of nothing would show the sea off Africa.
        let mut session = session();
        let [west, south, east, north] = selected_bounds(&session).unwrap();
        assert!(west < -75.0 && east > -75.0 && south < 41.0 && north > 41.0 && east - west < 0.1);
        session.selection.accounts = vec![1];
        assert_eq!(selected_bounds(&session), None);
    }
}
