//! Company families, and who is in the regulated industry.

use crate::example::accounts::AccountRow;
use crate::example::draw::Draw;
use crate::example::reps::INDUSTRIES;
use crate::example::reps::REGULATED;
use crate::example::reps::RepRow;
use crate::geo::distance_km;

/// Accounts per family in the whole team.
const ACCOUNTS_PER_FAMILY: f64 = 22.0;

/// Share of accounts in the regulated industry.
const REGULATED_SHARE: f64 = 0.07;

/// Revenue above which an account is strategic, in currency units a year.
pub(super) const STRATEGIC: f64 = 100_000.0;

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
    order.sort_by_key(|&i| !FINANCE.contains(&rows[i].place.city.name));
    order.retain(|&i| rows[i].revenue <= STRATEGIC || reps[rows[i].owner].is_specialist());
    for i in order.into_iter().take((rows.len() as f64 * REGULATED_SHARE).round() as usize) {
        rows[i].industry = 0;
    }
    debug_assert_eq!(INDUSTRIES[0], REGULATED);
}

/// Forms families of two to four accounts of one industry around a customer: mostly of one rep; of every fourth, one
/// member belongs to somebody else. No family holds a strategic account beside its parent, nor one across two reps.
pub(super) fn families(draw: &mut Draw, rows: &mut [AccountRow]) {
    let wanted = (rows.len() as f64 / ACCOUNTS_PER_FAMILY).floor() as usize;
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
        let members = members(rows, &is_taken, parent, size, is_split);
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
fn members(rows: &[AccountRow], is_taken: &[bool], parent: usize, size: usize, is_split: bool) -> Vec<usize> {
    let home = &rows[parent];
    let is_free = |&i: &usize| {
        let row = &rows[i];
        i != parent
            && !is_taken[i]
            && row.industry != 0
            && row.revenue <= STRATEGIC
            && row.place.city.name != home.place.city.name
    };
    let mut near: Vec<(f64, usize)> =
        (0..rows.len()).filter(is_free).map(|i| (distance_km(rows[i].place.point, home.place.point), i)).collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let of = |own: bool| near.iter().map(|pair| pair.1).filter(move |&i| (rows[i].owner == home.owner) == own);
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
