//! What the map shows.

use crate::model::Accounts;
use crate::model::Numbers;
use crate::model::OPEN;
use crate::session::Session;

/// Smallest and largest dot, px.
const RADIUS: (f64, f64) = (2.2, 9.0);

/// Places and sizes of the dots; they change only with the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapPoints {
    /// Longitude and latitude of each placed account, one after the other.
    pub lonlat: Vec<f64>,
    /// Radius of each dot, px; its area follows the account's size.
    pub radius: Vec<f32>,
    /// Account of each dot.
    pub account: Vec<u32>,
    /// West, south, east, north of all dots, without the outermost hundredth of them.
    pub bounds: Option<[f64; 4]>,
}

/// What changes with every edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recolour {
    /// Territory of each dot; 65535 = open.
    pub territory: Vec<u16>,
    /// Bit 0: changes hands; bit 1: selected; bit 2: dimmed.
    pub flags: Vec<u8>,
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

/// The dots.
pub fn points(session: &Session) -> MapPoints {
    let Some(data) = &session.data else { return MapPoints::default() };
    let accounts = &data.dataset.accounts;
    let mut points = MapPoints::default();
    let money = money(accounts);
    let largest = money.iter().copied().fold(1.0, f64::max);
    // Many dots are drawn smaller, so that a city of hundreds still shows its territories.
    let crowd = (2000.0 / accounts.len().max(1) as f64).clamp(0.25, 1.0);
    for account in 0..accounts.len() {
        let Some((latitude, longitude)) = accounts.place(account) else { continue };
        let part = libm::sqrt(money[account].max(0.0) / largest);
        points.lonlat.extend([longitude, latitude]);
        points.radius.push((RADIUS.0 * libm::sqrt(crowd) + (RADIUS.1 - RADIUS.0) * part * libm::sqrt(crowd)) as f32);
        points.account.push(account as u32);
    }
    points.bounds = bounds(&points.lonlat);
    points
}

/// The money that tells the size of a dot: the file's potential, what accounts pay, or their own revenue, whichever is
/// known of most; of the same column for all of them, so that sizes compare.
fn money(accounts: &Accounts) -> &Numbers {
    let known = |column: &Numbers| column.iter().filter(|value| **value > 0.0).count();
    let (potential, paid, own) = (&accounts.potential, &accounts.current_revenue, &accounts.annual_revenue);
    let better = if known(own) > known(paid) { own } else { paid };
    if known(better) > known(potential) { better } else { potential }
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

/// Territory and flags of each dot.
pub fn recolour(session: &Session, show_today: bool) -> Recolour {
    let (Some(data), Some(project)) = (&session.data, &session.project) else { return Recolour::default() };
    let accounts = &data.dataset.accounts;
    let plan = if show_today { &project.today().rep } else { &project.working.rep };
    let selected = &session.selection.accounts;
    let focus_rep = session.selection.rep;
    let mut recolour = Recolour::default();
    for account in (0..accounts.len()).filter(|&account| accounts.place(account).is_some()) {
        let rep = plan[account];
        let moved = !show_today && rep != accounts.owner[account] && accounts.owner[account] != OPEN;
        let is_selected = selected.binary_search(&(account as u32)).is_ok();
        let dimmed = focus_rep.is_some_and(|focus| focus != rep);
        recolour.territory.push(rep);
        recolour.flags.push(u8::from(moved) | u8::from(is_selected) << 1 | u8::from(dimmed) << 2);
    }
    recolour
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
