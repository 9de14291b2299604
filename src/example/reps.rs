//! The reps: the eight of the example, and as many as wanted for large teams.

use crate::example::Size;
use crate::example::cities::City;
use crate::example::cities::ELSEWHERE;
use crate::example::cities::NORTH_EAST;
use crate::example::draw::Draw;
use crate::geo::Point;

/// The industry that needs a trained rep.
pub(super) const REGULATED: &str = "Financial Services";

/// Industries, the regulated one first.
pub(super) const INDUSTRIES: [&str; 8] =
    [REGULATED, "Healthcare", "Manufacturing", "Technology", "Retail", "Education", "Logistics", "Energy"];

/// A rep and what the rep's book of accounts looks like today.
#[derive(Clone, Debug)]
pub(super) struct RepRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) city: City,
    pub(super) capacity_hours: f64,
    pub(super) start_date: String,
    pub(super) ramp: f64,
    pub(super) skills: Vec<&'static str>,
    pub(super) segments: &'static str,
    pub(super) remote: bool,
    /// Accounts today.
    pub(super) accounts: usize,
    /// Share of the team's revenue today.
    pub(super) share: f64,
}

impl RepRow {
    pub(super) fn base(&self) -> Point {
        Point::new(self.city.latitude, self.city.longitude)
    }

    /// Whether the rep may serve the regulated industry.
    pub(super) fn is_specialist(&self) -> bool {
        self.skills.contains(&REGULATED)
    }
}

const ALL_SEGMENTS: &str = "Enterprise|Mid-market|Small business";
const SMALLER_SEGMENTS: &str = "Mid-market|Small business";

/// Name, city, hours, first day, ramp, remote, accounts and revenue (millions of 12) today.
type Line = (&'static str, &'static str, f64, &'static str, f64, bool, usize, f64);

const TEAM: [Line; 8] = [
    ("Ana Castillo", "Somerville", 1740.0, "2018-04-02", 1.0, false, 44, 1.62),
    ("Ben Okafor", "Philadelphia", 1700.0, "2021-09-13", 1.0, false, 38, 0.98),
    ("Carla Moreau", "New York", 1760.0, "2016-02-15", 1.0, false, 52, 1.55),
    ("Derek Holm", "Providence", 1700.0, "2015-06-01", 1.0, false, 74, 2.10),
    ("Elena Petrov", "Newark", 1720.0, "2019-11-04", 1.0, false, 48, 1.38),
    ("Farid Jensen", "Albany", 1680.0, "2017-08-21", 1.0, false, 66, 1.72),
    ("Grace Tanaka", "Rochester", 1720.0, "2020-01-13", 1.0, true, 70, 1.50),
    ("Hugo Weiss", "Hempstead", 1640.0, "2026-06-01", 0.6, false, 58, 1.15),
];

/// The example's eight reps.
pub(super) fn team() -> Vec<RepRow> {
    let mut reps = Vec::new();
    for (position, line) in TEAM.into_iter().enumerate() {
        let (name, city, capacity_hours, start_date, ramp, remote, accounts, millions) = line;
        let Some(&city) = NORTH_EAST.iter().find(|other| other.name == city) else { continue };
        reps.push(RepRow {
            id: format!("R{}", position + 1),
            name: name.to_owned(),
            city,
            capacity_hours,
            start_date: start_date.to_owned(),
            ramp,
            skills: skills(position, position == 0 || position == 2),
            segments: if ramp < 1.0 { SMALLER_SEGMENTS } else { ALL_SEGMENTS },
            remote,
            accounts,
            share: millions / 12.0,
        });
    }
    reps
}

/// The regulated industry where wanted, and four others.
fn skills(position: usize, is_specialist: bool) -> Vec<&'static str> {
    let others = (0..4).map(|step| INDUSTRIES[1 + (position * 3 + step) % (INDUSTRIES.len() - 1)]);
    is_specialist.then_some(REGULATED).into_iter().chain(others).collect()
}

const FIRST: [&str; 20] = [
    "Ana", "Ben", "Carla", "Derek", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Keiko", "Liam", "Mona",
    "Noor", "Oscar", "Priya", "Quentin", "Rosa", "Samir", "Tessa",
];
const LAST: [&str; 20] = [
    "Castillo", "Okafor", "Moreau", "Holm", "Petrov", "Jensen", "Tanaka", "Weiss", "Alvarez", "Brandt", "Chen",
    "Duarte", "Eriksen", "Fischer", "Gupta", "Hassan", "Ivers", "Jones", "Kowalski", "Lindgren",
];

/// Reps across the country, sharing `accounts` accounts unevenly.
pub(super) fn scattered(draw: &mut Draw, accounts: usize, size: Size) -> Vec<RepRow> {
    let (count, far) = (size.reps, size.unevenness);
    let weights: Vec<f64> = all_cities().map(|city| city.population).collect();
    let uneven: Vec<f64> = (0..count).map(|_| draw.between(1.0 - far, 1.0 + far)).collect();
    let rich: Vec<f64> = uneven.iter().map(|size| size * draw.between(0.75, 1.3)).collect();
    let (all, money) = (uneven.iter().sum::<f64>(), rich.iter().sum::<f64>());
    let mut so_far = 0.0;
    let mut given = 0;
    let mut reps = Vec::with_capacity(count);
    for position in 0..count {
        so_far += uneven[position];
        let until = if position + 1 == count { accounts } else { (accounts as f64 * so_far / all) as usize };
        let city = draw.weighted(&weights);
        let Some(&city) = all_cities().nth(city) else { continue };
        let ramp = if position % 11 == 10 { 0.6 } else { 1.0 };
        let generation = position / (FIRST.len() * LAST.len());
        let last = LAST[(position + position / FIRST.len()) % LAST.len()];
        let number = if generation == 0 { String::new() } else { format!(" {}", generation + 1) };
        reps.push(RepRow {
            id: format!("R{}", position + 1),
            name: format!("{} {last}{number}", FIRST[position % FIRST.len()]),
            city,
            capacity_hours: 1600.0 + 20.0 * draw.below(9) as f64,
            start_date: format!("20{:02}-{:02}-01", 14 + draw.below(11), 1 + draw.below(12)),
            ramp,
            skills: skills(position, position % 5 == 0),
            segments: if ramp < 1.0 { SMALLER_SEGMENTS } else { ALL_SEGMENTS },
            remote: position % 9 == 6,
            accounts: until.saturating_sub(given),
            share: rich[position] / money,
        });
        given = until;
    }
    reps
}

/// All cities of the country.
pub(super) fn all_cities() -> impl Iterator<Item = &'static City> {
    NORTH_EAST.iter().chain(ELSEWHERE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_counts_add_up() {
        // Ownership and revenue are handed out by these numbers: a slip would leave accounts without a rep.
        let reps = team();
        assert_eq!(reps.len(), 8);
        assert_eq!(reps.iter().map(|rep| rep.accounts).sum::<usize>(), 450);
        assert!((reps.iter().map(|rep| rep.share).sum::<f64>() - 1.0).abs() < 1e-9);
        let many = scattered(&mut Draw::new(1), 5000, Size::usual(5000, 450));
        assert_eq!(many.iter().map(|rep| rep.accounts).sum::<usize>(), 5000);
        let names: std::collections::BTreeSet<&str> = many.iter().map(|rep| rep.name.as_str()).collect();
        assert_eq!(names.len(), 450);
    }
}
