//! Where free centres can begin: a division of the map that knows no history.

use crate::geo::UnitVector;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::rules::Centres;
use crate::rules::Terms;
use crate::solve::bisection;

/// The middles of parts with equal potential and service hours, each with the rep whom it suits best.
pub(super) fn divided(terms: &Terms) -> Centres {
    let (accounts, reps) = (terms.dataset().accounts.len(), terms.dataset().reps.len());
    let placed: Vec<usize> = (0..accounts).filter(|&account| terms.place(account).is_some()).collect();
    let places: Vec<[f64; 3]> = placed.iter().filter_map(|&account| terms.place(account)).map(|at| at.xyz).collect();
    let of = |values: &[f64]| placed.iter().map(|&account| values[account]).collect::<Vec<f64>>();
    let loads = [of(&terms.scores().potential), of(&terms.scores().service_hours)];
    let part_of = bisection(&places, &[&loads[0], &loads[1]], reps);
    let mut division = Assignment::new(vec![OPEN; accounts]);
    for (&account, &part) in placed.iter().zip(&part_of) {
        division.rep[account] = part;
    }
    let middles = terms.middles(&division);
    let mut centres: Centres = vec![None; reps];
    for (part, rep) in suited(terms, &division) {
        centres[rep] = middles[part];
    }
    centres
}

/// A rep for each part: by the potential that the rep may have there, twice where it is the rep's today; the largest
/// such sums first.
fn suited(terms: &Terms, division: &Assignment) -> Vec<(usize, usize)> {
    let reps = terms.dataset().reps.len();
    let owners = &terms.dataset().accounts.owner;
    let mut sums = vec![0.0; reps * reps];
    for (account, &part) in division.rep.iter().enumerate().filter(|(_, part)| **part != OPEN) {
        for rep in (0..reps).filter(|&rep| terms.allows(account, rep)) {
            let times = if usize::from(owners[account]) == rep { 2.0 } else { 1.0 };
            sums[part as usize * reps + rep] += times * terms.scores().potential[account];
        }
    }
    let mut pairs: Vec<usize> = (0..reps * reps).collect();
    pairs.sort_by(|&a, &b| sums[b].total_cmp(&sums[a]).then(a.cmp(&b)));
    let (mut part_taken, mut rep_taken) = (vec![false; reps], vec![false; reps]);
    pairs.retain(|pair| {
        let (part, rep) = (pair / reps, pair % reps);
        let free = !part_taken[part] && !rep_taken[rep];
        if free {
            (part_taken[part], rep_taken[rep]) = (true, true);
        }
        free
    });
    pairs.into_iter().map(|pair| (pair / reps, pair % reps)).collect()
}

/// The middles of a plan; a rep without accounts keeps the centre they had.
pub(super) fn moved(terms: &Terms, plan: &Assignment, before: &[Option<UnitVector>]) -> Centres {
    terms.middles(plan).into_iter().zip(before).map(|(middle, before)| middle.or(*before)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::prepare;
    use crate::example;
    use crate::import;
    use crate::model::RuleSetting;
    use crate::model::Settings;
    use crate::model::Value;
    use crate::score::score;
    use std::sync::Arc;

    #[test]
    fn every_rep_begins_somewhere_else() {
        // A rep without a centre would cost nothing anywhere, and two at one place would share one territory.
        let files = example::team(example::SEED);
        let mut tables = import::read("accounts.csv", files.accounts_csv.as_bytes()).0;
        tables.extend(import::read("reps.csv", files.reps_csv.as_bytes()).0);
        let dataset = prepare(&tables, &import::recognise(&tables)).unwrap().dataset;
        let params = [("centres".to_owned(), Value::Text("free".to_owned()))].into();
        let rule = RuleSetting { id: "compactness".to_owned(), weight: 1.0, params };
        let scores = Arc::new(score(&dataset));
        let terms = Terms::new(Arc::new(dataset), scores, Settings { rules: vec![rule], locks: Vec::new() });
        let centres = divided(&terms);
        for (rep, centre) in centres.iter().enumerate() {
            let centre = centre.unwrap();
            assert!(centres[..rep].iter().flatten().all(|other| other.distance_km(centre) > 20.0));
        }
    }
}
