//! `territory/`: the product's own problem, read from `accounts.csv`, `reps.csv` and `bounds.json`.

use crate::instances::Failure;
use crate::instances::team::Account;
use crate::instances::team::Rep;
use crate::instances::team::SkillNames;
use crate::instances::team::Skills;
use crate::instances::team::Team;
use crate::job::Known;
use evenfield::geo::Point;
use evenfield::geo::UnitVector;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The optimum of `ta450` in km, proven by a MIP solver (`HiGHS` 1.15); no other instance has been solved.
const OPTIMUM_OF_TA450_KM: f64 = 229_889.0;

#[derive(Deserialize)]
struct AccountRow {
    parent_id: String,
    owner: String,
    status: String,
    latitude: f64,
    longitude: f64,
    industry: String,
    potential: f64,
    service_hours: f64,
    visits_per_year: f64,
    locked: String,
}

#[derive(Deserialize)]
struct RepRow {
    id: String,
    latitude: f64,
    longitude: f64,
    capacity_hours: f64,
    skills: String,
}

#[derive(Deserialize)]
struct Bounds {
    lower_bound_km: f64,
}

/// The team of two tables in Evenfield's own columns. Accounts of one parent are one unit.
pub fn team(accounts: &str, reps: &str) -> Result<Team, Failure> {
    let (mut team, mut names, mut positions) = (Team::default(), SkillNames::default(), BTreeMap::new());
    for row in csv::Reader::from_reader(reps.as_bytes()).deserialize() {
        let row: RepRow = row?;
        positions.insert(row.id, team.reps.len() as u16);
        let mut skills = Skills::default();
        for name in row.skills.split('|') {
            skills = skills.and(names.learn(name)?);
        }
        team.reps.push(Rep { base: place(row.latitude, row.longitude), capacity: row.capacity_hours, skills });
    }
    let (mut families, mut units) = (BTreeMap::new(), 0);
    for row in csv::Reader::from_reader(accounts.as_bytes()).deserialize() {
        let row: AccountRow = row?;
        let unit = if row.parent_id.is_empty() { units } else { *families.entry(row.parent_id).or_insert(units) };
        units += u32::from(unit == units);
        team.accounts.push(Account {
            unit,
            owner: positions.get(&row.owner).copied(),
            customer: row.status == "customer",
            locked: row.locked == "yes",
            place: place(row.latitude, row.longitude),
            asks: names.learn(&row.industry)?,
            potential: row.potential,
            hours: row.service_hours,
            visits: row.visits_per_year,
        });
    }
    Ok(team)
}

fn place(latitude: f64, longitude: f64) -> UnitVector {
    UnitVector::new(Point::new(latitude, longitude))
}

/// The relaxation's optimum from `bounds.json`, and the best plan where one is known.
pub fn known(name: &str, bounds: &str) -> Result<Known, Failure> {
    let bounds: Bounds = serde_json::from_str(bounds)?;
    let best = (name == "ta450").then_some(OPTIMUM_OF_TA450_KM);
    Ok(Known { best, floor: Some(bounds.lower_bound_km) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instances::statement::problem;

    const REPS: &str =
        "id,name,latitude,longitude,capacity_hours,skills\nR1,Ana,0,0,900,Energy|Retail\nR2,Ben,0,1,30,Energy\n";
    const ACCOUNTS: &str = "id,name,parent_id,owner,status,latitude,longitude,industry,potential,service_hours,visits_per_year,locked\n\
        A1,One,P,R2,customer,0,0,Energy,100,10,1,no\n\
        A2,Two,,R1,prospect,0,1,Retail,200,20,2,no\n\
        A3,Three,P,R2,customer,0,1,Energy,300,30,4,no\n\
        A4,Four,,R2,customer,0,0,Energy,400,40,8,yes\n";

    #[test]
    fn families_locks_and_skills_reach_the_problem() {
        // Each of them closes pairs; one that is dropped makes an instance easier than its known answer.
        let team = team(ACCOUNTS, REPS).unwrap();
        let problem = problem(&team);
        let degree = 111.195_08_f32;
        let near = |cost: f32, km: f32| (cost - km).abs() < 0.01;
        assert_eq!((problem.units, problem.reps), (3, 2));
        assert!(near(problem.cost[0], 4.0 * degree) && near(problem.cost[1], degree), "the family pays both ways");
        assert!(near(problem.cost[2], 2.0 * degree) && problem.cost[3].is_infinite(), "Ben has no retail");
        assert!(problem.cost[4].is_infinite() && near(problem.cost[5], 8.0 * degree), "locked to Ben");
        assert_eq!(problem.present, [1, 0, 1]);
        assert_eq!(problem.caps[0].weight, [2.0, 0.0, 1.0]);
        assert_eq!(problem.caps[0].limit, 0.0);
        assert_eq!(problem.measures[1].windows[1].upper, 30.0, "capacity is below the window");
        assert!((problem.measures[1].windows[0].upper - 57.5).abs() < 1e-9);
    }

    #[test]
    fn only_one_instance_has_a_known_optimum() {
        // Comparing another one with it would turn the table into nonsense.
        let bounds = r#"{"lower_bound_km": 7.5, "accounts": 3}"#;
        assert_eq!(known("tm3k", bounds).unwrap(), Known { best: None, floor: Some(7.5) });
        assert_eq!(known("ta450", bounds).unwrap().reference(), Some(OPTIMUM_OF_TA450_KM));
    }
}
