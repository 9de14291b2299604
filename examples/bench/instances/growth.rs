//! `growth/`: teams of any size over real places, made by a seeded generator.
//!
//! **What.** Accounts are scattered around the companies of `chains-40k`, reps around its reps, until there are as many
//! as asked for: near each other where the real ones are, with their concentration of revenue, and with the industries
//! that ask for a trained rep.
//!
//! **Why so.** The description is a few megabytes of text at any size, so the worker makes the dense problem itself:
//! what is measured is the product's own memory. Every account has an owner, and the owners' loads are nearly even:
//! a plan within the windows exists at every size, and it is hidden well enough by the tenth that is in wrong hands.

use crate::instances::Failure;
use crate::instances::team::Account;
use crate::instances::team::Rep;
use crate::instances::team::SkillNames;
use crate::instances::team::Skills;
use crate::instances::team::Team;
use evenfield::geo::Point;
use evenfield::geo::UnitVector;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::RngCore;
use rand_chacha::rand_core::SeedableRng;
use serde::Deserialize;

/// The seed of the generator: the instances are the same everywhere.
const SEED: u64 = 40_000;
/// How far an account lies from its real place at most, in degrees: about five km.
const ACCOUNT_SPREAD: f64 = 0.05;
/// How far an additional rep lives from a real one at most, in degrees: about a hundred km.
const REP_SPREAD: f64 = 1.0;
/// An owner takes accounts up to this multiple of the equal share.
const FULL: f64 = 1.06;
/// Share of the accounts that are in anybody's hands.
const STRAY: f64 = 0.1;

#[derive(Deserialize)]
struct CompanyRow {
    #[serde(rename = "Industry")]
    industry: String,
    #[serde(rename = "Annual Revenue")]
    revenue: f64,
    #[serde(rename = "Lifecycle Stage")]
    stage: String,
    #[serde(rename = "Latitude")]
    latitude: Option<f64>,
    #[serde(rename = "Longitude")]
    longitude: Option<f64>,
}

#[derive(Deserialize)]
struct RepRow {
    latitude: f64,
    longitude: f64,
    skills: String,
}

/// A team of so many accounts and reps. Companies without coordinates are left out; an industry asks for a skill
/// where at least one rep names it.
pub fn team(companies: &str, reps: &str, accounts: usize, count: usize) -> Result<Team, Failure> {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(SEED));
    let mut names = SkillNames::default();
    let reps = scattered_reps(&mut dice, &mut names, reps, count)?;
    let real: Vec<CompanyRow> =
        csv::Reader::from_reader(companies.as_bytes()).deserialize().collect::<Result<_, _>>()?;
    let placed =
        |row: &CompanyRow| Some((Point::new(row.latitude?, row.longitude?), row.revenue, row.stage == "customer"));
    let places: Vec<_> =
        real.iter().filter_map(|row| Some((placed(row)?, names.named(&row.industry).unwrap_or_default()))).collect();
    if places.is_empty() || reps.is_empty() {
        return Err("no companies with coordinates, or no reps".into());
    }
    let mut account = |unit: usize| {
        let ((at, revenue, customer), asks) = places[dice.below(places.len())];
        let potential = revenue * dice.between(0.6, 1.4);
        // Larger accounts are visited more often, two to twelve times a year (the fourth root of revenue spreads so).
        let visits = libm::sqrt(libm::sqrt(potential / 20_000.0)).clamp(1.0, 6.0).round() * 2.0;
        let hours = visits * dice.between(1.0, 3.0);
        let place = dice.around(at, ACCOUNT_SPREAD);
        Account { unit: unit as u32, owner: None, customer, locked: false, place, asks, potential, hours, visits }
    };
    let accounts = (0..accounts).map(&mut account).collect();
    let mut team = Team { accounts, reps };
    give_owners(&mut dice, &mut team);
    Ok(team)
}

/// The real reps in their order, then reps around them with their skills.
fn scattered_reps(dice: &mut Dice, names: &mut SkillNames, text: &str, count: usize) -> Result<Vec<Rep>, Failure> {
    let rows: Vec<RepRow> = csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>()?;
    let mut reps = Vec::with_capacity(count);
    for (position, row) in rows.iter().cycle().take(count).enumerate() {
        let home = Point::new(row.latitude, row.longitude);
        let base = if position < rows.len() { UnitVector::new(home) } else { dice.around(home, REP_SPREAD) };
        let mut skills = Skills::default();
        for name in row.skills.split('|') {
            skills = skills.and(names.learn(name)?);
        }
        // The windows bind before any capacity would.
        reps.push(Rep { base, capacity: f64::INFINITY, skills });
    }
    Ok(reps)
}

/// Each account goes to the nearest rep with the skill and with room, a tenth to any rep with the skill.
fn give_owners(dice: &mut Dice, team: &mut Team) {
    let room = |of: fn(&Account) -> f64| FULL * team.accounts.iter().map(of).sum::<f64>() / team.reps.len() as f64;
    let (money_room, hours_room) = (room(|account| account.potential), room(|account| account.hours));
    let mut loads = vec![(0.0, 0.0); team.reps.len()];
    for account in &mut team.accounts {
        let able = |j: &usize| team.reps[*j].skills.cover(account.asks);
        let far = |j: &usize| team.reps[*j].base.chord_squared(account.place);
        let nearer = |a: &usize, b: &usize| far(a).total_cmp(&far(b));
        let roomy = |j: &usize| {
            let (money, hours): (f64, f64) = loads[*j];
            money + account.potential <= money_room && hours + account.hours <= hours_room
        };
        let everyone = || (0..team.reps.len()).filter(able);
        let first = dice.below(team.reps.len());
        let anyone = (first..team.reps.len()).chain(0..first).find(able);
        let owner = if dice.between(0.0, 1.0) < STRAY {
            anyone
        } else {
            everyone().filter(roomy).min_by(nearer).or_else(|| everyone().min_by(nearer))
        };
        if let Some(owner) = owner {
            loads[owner].0 += account.potential;
            loads[owner].1 += account.hours;
            account.owner = Some(owner as u16);
        }
    }
}

/// Random draws that are the same natively and in wasm (`ChaCha8`, Bernstein 2008).
struct Dice(ChaCha8Rng);

impl Dice {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.between(0.0, count as f64) as usize).min(count.saturating_sub(1))
    }

    fn around(&mut self, point: Point, spread: f64) -> UnitVector {
        let (north, east) = (self.between(-spread, spread), self.between(-spread, spread));
        UnitVector::new(Point::new(point.latitude + north, point.longitude + east))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instances::statement::problem;

    const COMPANIES: &str = "Company name,Industry,Annual Revenue,Lifecycle Stage,Latitude,Longitude\n\
        One,Cafe,100000,customer,40,-75\nTwo,Bank,250000,lead,41,-74\nThree,Bank,90000,lead,,\nFour,Cafe,400000,customer,39,-76\n";
    const REPS: &str = "id,latitude,longitude,skills\nR1,40,-75,Bank\nR2,41,-74,Bank|Golf\nR3,39,-76,Golf\n";

    #[test]
    fn a_team_has_the_size_that_was_asked_for_and_is_the_same_again() {
        // The table compares memory and time of two sizes, natively and in wasm: both must be the same problem.
        let made = team(COMPANIES, REPS, 500, 5).unwrap();
        assert_eq!((made.accounts.len(), made.reps.len()), (500, 5));
        assert_eq!(made, team(COMPANIES, REPS, 500, 5).unwrap());
        assert_eq!(problem(&made).cost.len(), 2500);
        assert!(team("Industry,Annual Revenue,Lifecycle Stage,Latitude,Longitude\n", REPS, 5, 5).is_err());
    }

    #[test]
    fn accounts_stay_near_real_places_and_with_able_owners() {
        // An owner without the skill could not keep the account: today's plan would count as moves that nobody chose.
        let made = team(COMPANIES, REPS, 500, 5).unwrap();
        let real = [(40.0, -75.0), (41.0, -74.0), (39.0, -76.0)].map(|(n, e)| UnitVector::new(Point::new(n, e)));
        for account in &made.accounts {
            let owner = usize::from(account.owner.unwrap());
            assert!(made.reps[owner].skills.cover(account.asks));
            assert!(real.iter().any(|place| place.distance_km(account.place) < 8.0));
            assert!(account.potential > 0.0 && account.hours > 0.0 && (2.0..=12.0).contains(&account.visits));
        }
        assert!(problem(&made).cost.iter().any(|cost| cost.is_infinite()), "banks ask for a trained rep");
    }
}
