//! The legend of the map: what colours, sizes and marks mean, with their numbers.

use crate::session::Session;
use crate::texts;
use crate::units::counted;
use crate::units::grouped;
use crate::view::map::MapLook;
use crate::view::map::MapPoints;
use crate::view::map::Recolour;
use crate::view::map::Shown;
use crate::view::map_aspect::Aspect;
use crate::view::map_aspect::Unit;
use crate::view::map_colours::Colouring;
use crate::view::map_colours::Tint;
use crate::view::map_moves::moves;
use crate::view::map_tours::tours_text;

/// More territories than this are named on the map and in the table, not in the legend.
const MOST_REPS: usize = 12;

/// One colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The colour.
    pub tint: Tint,
    /// What has it.
    pub name: String,
    /// How many accounts on the map have it.
    pub count: String,
}

/// A mark that a dot or place can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMark {
    /// A rep's base.
    Base,
    /// Changes hands.
    Ring,
    /// Has no rep.
    Hollow,
    /// Does not count in the plan.
    Excluded,
    /// A competitor is there.
    Square,
    /// From one rep to another.
    Arrow,
    /// The stops of one day.
    Tour,
}

/// The legend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapKey {
    /// What the colours tell: `Potential`.
    pub title: String,
    /// The colours.
    pub rows: Vec<KeyRow>,
    /// What the sizes tell: `Area: potential, up to $5.10 M`.
    pub size: String,
    /// The marks, with what they mean.
    pub marks: Vec<(KeyMark, String)>,
    /// Accounts without a place, which the map cannot show; "" where all have one.
    pub missing: String,
}

/// The legend of what is drawn.
pub fn map_key(
    session: &Session,
    look: &MapLook,
    colouring: &Colouring,
    points: &MapPoints,
    drawn: &Recolour,
) -> MapKey {
    let Some(data) = &session.data else { return MapKey::default() };
    let by_rep = matches!(colouring.aspect, Aspect::Territory | Aspect::Today);
    let all = colouring.classes.iter().zip(&drawn.counts).enumerate().filter(|(_, (_, count))| **count > 0);
    let rows = all.map(|(class, ((name, tint), &count))| {
        (class, KeyRow { tint: *tint, name: name.clone(), count: grouped(f64::from(count), 0) })
    });
    let mut rows: Vec<(usize, KeyRow)> = rows.collect();
    let mut colours = colouring.aspect.title().to_owned();
    if by_rep && rows.len() > MOST_REPS {
        // The open pool keeps its row, and whoever is picked.
        let reps = rows.iter().filter(|(_, row)| row.tint != Tint::Other).count();
        colours =
            say!("{colours}: {reps}, colours repeat; pick one to see it alone", colours, reps = counted(reps, "rep"));
        let picked = session.selection.rep.map(usize::from);
        rows.retain(|(class, row)| row.tint == Tint::Other || Some(*class) == picked);
    }
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let missing = data.dataset.accounts.len() - points.account.len();
    MapKey {
        title: colours,
        rows,
        size: size(session, look),
        marks: marks(session, look, points, drawn),
        missing: if missing == 0 {
            String::new()
        } else {
            say!("{accounts} without a place", accounts = counted(missing, "account"))
        },
    }
}

fn size(session: &Session, look: &MapLook) -> String {
    let (Some(data), Some(aspect)) = (&session.data, &look.size) else { return say!("All accounts alike").to_owned() };
    match crate::view::map::largest(data, aspect) {
        Some((largest, unit)) => {
            say!(
                "Area: {aspect}, up to {largest}",
                aspect = texts::within(aspect.title()),
                largest = unit.text(largest, data)
            )
        }
        None => say!("All accounts alike: nothing is known").to_owned(),
    }
}

fn marks(session: &Session, look: &MapLook, points: &MapPoints, drawn: &Recolour) -> Vec<(KeyMark, String)> {
    let counted = |flag: u8| drawn.flags.iter().filter(|flags| **flags & flag != 0).count() as f64;
    let mut marks = Vec::new();
    let bases = session.data.iter().flat_map(|data| &data.dataset.reps).any(|rep| rep.base.is_some());
    if look.bases && bases {
        marks.push((KeyMark::Base, say!("diamond: rep's base").to_owned()));
    }
    let mut flag = |mark, flag, text: &str| {
        let count = counted(flag);
        if count > 0.0 {
            marks.push((mark, format!("{text} · {}", grouped(count, 0))));
        }
    };
    flag(KeyMark::Ring, Recolour::MOVED, say!("ringed: changes rep"));
    flag(KeyMark::Hollow, Recolour::OPEN, say!("hollow: no rep"));
    flag(KeyMark::Excluded, Recolour::EXCLUDED, say!("struck through: excluded"));
    flag(KeyMark::Square, Recolour::COMPETITOR, say!("square: a competitor is there"));
    if look.moves {
        let rest = moves(session, points).rest;
        let text = [say!("arrow: moves, from old rep to new"), rest.as_str()].join(" ");
        marks.push((KeyMark::Arrow, text.trim().to_owned()));
    }
    let tours = tours_text(session, look);
    if !tours.is_empty() {
        marks.push((KeyMark::Tour, tours));
    }
    marks
}

/// Title and second line of a picture of the map: the project, and what of it is shown.
pub fn picture_lines(session: &Session, look: &MapLook, points: &MapPoints) -> (String, String) {
    let title = session.project.as_ref().map_or_else(String::new, |project| project.name.clone());
    let shown = match look.shown {
        Shown::Today => say!("Today"),
        Shown::Plan => say!("Plan"),
        Shown::Both => say!("Today, left, and plan"),
    };
    let reps = session.data.as_ref().map_or(0, |data| data.dataset.reps.len());
    (title, format!("{shown} · {} · {}", counted(points.account.len(), "account"), counted(reps, "rep")))
}

/// What the strongest of a heat map stands for: `Heat: potential, up to $3.10 M within 25 km`.
pub fn heat_text(session: &Session, aspect: &Aspect, most: f64, radius_km: f64) -> String {
    let Some(data) = &session.data else { return String::new() };
    let unit = if *aspect == Aspect::Hours { Unit::Hours } else { Unit::Money };
    let kilometres = grouped(radius_km, usize::from(radius_km < 9.95));
    let most = unit.text(most, data);
    if unit == Unit::Hours {
        say!("Heat: workload, up to {most} within {kilometres} km", most, kilometres)
    } else {
        say!("Heat: potential, up to {most} within {kilometres} km", most, kilometres)
    }
}

/// What dots that stand for several accounts are, the largest for `most`: `Each dot: all accounts within 10 px, 1 to 1,204`.
pub fn crowds_text(most: u32, side_px: f64) -> String {
    say!(
        "Each dot: the accounts of {side} px, 1 to {most}; colour of most, paler where mixed",
        side = grouped(side_px, 0),
        most = grouped(f64::from(most), 0)
    )
}

/// In place of a class: all accounts of a crowd are excluded.
const ALL_EXCLUDED: u16 = u16::MAX;

/// What a dot that stands for several accounts is: `1,204 accounts: 71 % Ana Silva`, or `12 accounts, all excluded`.
pub fn crowd_text(colouring: &Colouring, accounts: u32, class: u16, share: f64) -> String {
    if class == ALL_EXCLUDED {
        return say!("{accounts}, all excluded", accounts = counted(accounts as usize, "account"));
    }
    let name = colouring.classes.get(usize::from(class)).map_or("", |class| class.0.as_str());
    format!("{}: {} % {name}", counted(accounts as usize, "account"), grouped(share * 100.0, 0))
}

/// What the colour of one account tells, in words: `Segment: Enterprise`; none where that is its rep.
pub fn told_by_colour(session: &Session, look: &MapLook, colouring: &Colouring, account: u32) -> Option<String> {
    if colouring.aspect == Aspect::Territory || session.excluded().contains(account as usize) {
        return None;
    }
    let (data, project) = (session.data.as_ref()?, session.project.as_ref()?);
    let plan = if look.shown == Shown::Today { project.today() } else { &project.working };
    let account = account as usize;
    let class = colouring.class(account, *plan.rep.get(account)?, *data.dataset.accounts.owner.get(account)?);
    let title = colouring.aspect.title();
    Some(format!("{title}: {}", colouring.classes.get(usize::from(class))?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_of_excluded_accounts_is_called_so() {
        // They have no class: "12 accounts: 100 % No rep" would be said of accounts that do not count at all.
        let mut colouring = Colouring::default();
        colouring.classes = vec![("Ana".to_owned(), Tint::Territory(0))];
        assert_eq!(crowd_text(&colouring, 12, 0, 0.71), "12 accounts: 71 % Ana");
        assert_eq!(crowd_text(&colouring, 12, ALL_EXCLUDED, 1.0), "12 accounts, all excluded");
    }
}
