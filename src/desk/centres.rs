//! Where free centres can begin: a division of the map that knows no history.

use crate::geo::UnitVector;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::order::Order;
use crate::rules::Centres;
use crate::rules::Terms;
use crate::solve::bisection;

/// Two parts exchange their reps for a gain above this part of what suits most.
const SUITS_BETTER: f64 = 1e-9;
/// Times that all pairs of parts are looked at for an exchange, at most: far more than it takes.
const PASSES: usize = 100;

/// The middles of parts with equal potential and service hours, each with the rep whom it suits best.
pub(super) fn divided(terms: &Terms) -> Centres {
    let (accounts, reps) = (terms.dataset().accounts.len(), terms.dataset().reps.len());
    let placed: Vec<usize> = (0..accounts).filter(|&account| terms.place(account).is_some()).collect();
    let places: Vec<[f64; 3]> = placed.iter().filter_map(|&account| terms.place(account)).map(|at| at.xyz).collect();
    let of = |values: &[f64]| placed.iter().map(|&account| values[account]).collect::<Vec<f64>>();
    let loads = [of(&terms.scores().potential), of(&terms.scores().service_hours)];
    let part_of = bisection(&places, &[&loads[0], &loads[1]], terms.dataset().team_size());
    let mut division = Assignment::new(vec![OPEN; accounts]);
    for (&account, &part) in placed.iter().zip(&part_of) {
        division.rep[account] = part;
    }
    let middles = terms.middles(&division);
    let mut centres: Centres = vec![None; reps];
    for (part, rep) in suited(terms, &division, &middles).into_iter().enumerate() {
        centres[rep] = middles[part];
    }
    centres
}

/// A rep for each part: where most of its potential may go to the rep, where the rep has much of it today, and where
/// the way there is short.
fn suited(terms: &Terms, division: &Assignment, middles: &Centres) -> Vec<usize> {
    let (reps, parts) = (terms.dataset().reps.len(), terms.dataset().team_size());
    let (ways, known) = (ways(terms, division, middles), familiarity(terms, division));
    let suits: Vec<f64> = ways.iter().zip(&known).map(|(way, known)| known - way).collect();
    let is_there = |pair: &usize| !terms.dataset().is_gone(pair % reps);
    let mut pairs: Vec<usize> = (0..parts * reps).filter(is_there).collect();
    pairs.order_by(|&a, &b| suits[b].total_cmp(&suits[a]).then(a.cmp(&b)));
    let (mut rep_of, mut taken) = (vec![None; parts], vec![false; reps]);
    for pair in pairs {
        let (part, rep) = (pair / reps, pair % reps);
        if rep_of[part].is_none() && !taken[rep] {
            (rep_of[part], taken[rep]) = (Some(rep), true);
        }
    }
    let mut rep_of: Vec<usize> = rep_of.into_iter().flatten().collect();
    // The best pairs came first, so that the last ones may be far from good: two exchange their reps where that suits.
    let little = SUITS_BETTER * suits.iter().map(|suit| suit.abs()).fold(1.0, f64::max);
    for _ in 0..PASSES {
        let mut improves = false;
        for (a, b) in (0..parts).flat_map(|b| (0..b).map(move |a| (a, b))) {
            let suit = |one: usize, other: usize| suits[a * reps + one] + suits[b * reps + other];
            let (one, other) = (rep_of[a], rep_of[b]);
            if suit(other, one) > suit(one, other) + little {
                rep_of.swap(a, b);
                improves = true;
            }
        }
        if !improves {
            break;
        }
    }
    rep_of
}

/// Part of all potential that each rep may have in each part, twice where it is the rep's today: part x rep.
fn familiarity(terms: &Terms, division: &Assignment) -> Vec<f64> {
    let reps = terms.dataset().reps.len();
    let potential = &terms.scores().potential;
    let all: f64 = potential.iter().sum();
    let mut sums = vec![0.0; reps * reps];
    for (account, &part) in division.rep.iter().enumerate().filter(|(_, part)| **part != OPEN && all > 0.0) {
        for rep in (0..reps).filter(|&rep| terms.allows(account, rep)) {
            let times = if usize::from(terms.owner(account)) == rep { 2.0 } else { 1.0 };
            sums[part as usize * reps + rep] += times * potential[account] / all;
        }
    }
    sums
}

/// Visits x km from each rep's base to the middle of each part, in parts of what it is with the nearest bases: part x
/// rep; 0 where the rep does not travel.
fn ways(terms: &Terms, division: &Assignment, middles: &Centres) -> Vec<f64> {
    let reps = terms.dataset().reps.len();
    let mut visits = vec![0.0; reps];
    for (account, &part) in division.rep.iter().enumerate().filter(|(_, part)| **part != OPEN) {
        visits[part as usize] += terms.scores().visits[account];
    }
    let way = |part: usize, rep: usize| Some(visits[part] * terms.base(rep)?.distance_km(middles[part]?));
    let shortest = |part: usize| (0..reps).filter_map(|rep| way(part, rep)).min_by(f64::total_cmp);
    let least: f64 = (0..reps).filter_map(shortest).sum();
    let pairs = (0..reps).flat_map(|part| (0..reps).map(move |rep| (part, rep)));
    pairs.map(|(part, rep)| if least > 0.0 { way(part, rep).unwrap_or(0.0) / least } else { 0.0 }).collect()
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
        // No two reps would drive less in each other's part: potential and today's customers are spread alike here.
        let far =
            |one: usize, other: usize| terms.base(one).map_or(0.0, |base| base.distance_km(centres[other].unwrap()));
        let own: f64 = (0..centres.len()).map(|rep| far(rep, rep)).sum();
        let turned: f64 = (0..centres.len()).map(|rep| far(rep, (rep + 1) % centres.len())).sum();
        assert!(own < 0.5 * turned, "{own} against {turned}");
    }
}
