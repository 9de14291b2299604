//! Company families, and who is in the regulated industry.

use crate::example::accounts::AccountRow;
use crate::example::draw::Draw;
use crate::example::reps::INDUSTRIES;
use crate::example::reps::RepRow;
use crate::geo::PlaceIndex;
use crate::geo::Point;
use crate::geo::UnitVector;
use crate::order::Order;

/// Accounts per family in the whole team.
const ACCOUNTS_PER_FAMILY: f64 = 22.0;

/// Share of accounts in the regulated industry.
const REGULATED_SHARE: f64 = 0.07;

/// Nearest accounts among which the members of a family are sought.
const AROUND: usize = 200;

/// Revenue above which an account is strategic, in currency units a year.
pub(super) const STRATEGIC: f64 = 100_000.0;

/// Largest share of the team's potential in the regulated industry: its few trained reps must have room for it.
const REGULATED_POTENTIAL: f64 = 0.075;

/// Cities in which the regulated industry sits.
const FINANCE: [&str; 12] = [
    "New York",
    "Brooklyn",
    "Stamford",
    "White Plains",
    "Jersey City",
    "Hartford",
    "Boston",
    "Cambridge",
    "Chicago",
    "Charlotte",
    "San Francisco",
    "Dallas",
];

/// Gives out industries. Strategic accounts of the regulated industry are with a trained rep already, so that "stays"
/// and "needs a specialist" do not contradict each other.
pub(super) fn industries(draw: &mut Draw, rows: &mut [AccountRow], reps: &[RepRow]) {
    for row in rows.iter_mut() {
        row.industry = 1 + draw.below(INDUSTRIES.len() - 1);
    }
    let mut order = draw.order(rows.len());
    order.order_by_key(|&i| !FINANCE.contains(&rows[i].place.city.name));
    order.retain(|&i| rows[i].revenue <= STRATEGIC || reps[rows[i].owner].is_specialist());
    let mut wanted = (rows.len() as f64 * REGULATED_SHARE).round() as usize;
    let mut room = REGULATED_POTENTIAL * rows.iter().map(|row| row.potential).sum::<f64>();
    for i in order {
        if wanted > 0 && rows[i].potential <= room {
            rows[i].industry = 0;
            wanted -= 1;
            room -= rows[i].potential;
        }
    }
}

/// Forms families of two to four accounts of one industry around a customer: mostly of one rep; of every fourth, one
/// member belongs to somebody else. No family holds a strategic account beside its parent, nor one across two reps.
pub(super) fn families(draw: &mut Draw, rows: &mut [AccountRow]) {
    let wanted = (rows.len() as f64 / ACCOUNTS_PER_FAMILY).floor() as usize;
    let points: Vec<Point> = rows.iter().map(|row| row.place.point).collect();
    let index = PlaceIndex::new(&points);
    let mut is_taken = vec![false; rows.len()];
    let mut formed = 0;
    for parent in draw.order(rows.len()) {
        if formed == wanted {
            break;
        }
        let is_split = formed % 4 == 3;
        let is_unfit = rows[parent].revenue == 0.0 || (is_split && rows[parent].revenue > STRATEGIC);
        if is_taken[parent] || rows[parent].industry == 0 || is_unfit {
            continue;
        }
        let size = 1 + draw.below(3);
        let near = index.nearest(UnitVector::new(points[parent]), AROUND);
        let members = members(rows, &is_taken, parent, &near, (size, is_split));
        if members.len() < size {
            continue;
        }
        is_taken[parent] = true;
        for member in members {
            is_taken[member] = true;
            rows[member].parent = Some(parent);
            rows[member].industry = rows[parent].industry;
        }
        formed += 1;
    }
    for position in 0..rows.len() {
        rows[position].is_family = is_taken[position];
    }
}

/// The nearest free accounts of the parent's rep in other cities; in a split family one of another rep instead.
fn members(
    rows: &[AccountRow],
    is_taken: &[bool],
    parent: usize,
    near: &[(usize, f64)],
    (size, is_split): (usize, bool),
) -> Vec<usize> {
    let home = &rows[parent];
    let is_free = |i: usize| {
        let row = &rows[i];
        let is_away = row.place.city.name != home.place.city.name;
        is_away && !is_taken[i] && row.industry != 0 && row.revenue <= STRATEGIC
    };
    let near: Vec<usize> = near.iter().map(|pair| pair.0).filter(|&i| is_free(i)).collect();
    let of = |own: bool| near.iter().copied().filter(move |&i| (rows[i].owner == home.owner) == own);
    let foreign = usize::from(is_split);
    let mut members: Vec<usize> = of(false).take(foreign).collect();
    let mut cities: Vec<&str> = members.iter().map(|&i| rows[i].place.city.name).collect();
    for i in of(true) {
        let city = rows[i].place.city.name;
        if members.len() < size && !cities.contains(&city) {
            members.push(i);
            cities.push(city);
        }
    }
    members
}
