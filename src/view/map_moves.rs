//! Which accounts go from whom to whom, as arrows on the map.

use crate::model::OPEN;
use crate::model::Rep;
use crate::order::Order;
use crate::session::Session;
use crate::units::counted;
use crate::view::map::MapPoints;
use std::collections::BTreeMap;

/// So many arrows can be told apart.
const MOST_ARROWS: usize = 30;

/// All moves from one rep to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// Who gives.
    pub from: u16,
    /// Who takes.
    pub to: u16,
    /// How many accounts.
    pub accounts: u32,
    /// `12 accounts: Ana Silva → Ben Ode`.
    pub text: String,
}

/// Arrows, and what is needed to draw those of single accounts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moves {
    /// Pairs of reps with most moves first.
    pub arrows: Vec<Arrow>,
    /// Longitude and latitude of the middle of each rep: its base, else its accounts of today; `NaN` where it has neither.
    pub centres: Vec<f64>,
    /// Today's rep of each dot.
    pub owner: Vec<u16>,
    /// What has no arrow: `and 12 accounts between 9 more pairs`; "" where all have one.
    pub rest: String,
}

/// The moves of the plan.
pub fn moves(session: &Session, points: &MapPoints) -> Moves {
    let Some(data) = &session.data else { return Moves::default() };
    let (dataset, plan) = (&data.dataset, &session.counted_plan().rep);
    let owner = &dataset.accounts.owner;
    let mut pairs: BTreeMap<(u16, u16), u32> = BTreeMap::new();
    for (&rep, &before) in plan.iter().zip(owner.iter()) {
        if rep != before && rep != OPEN && before != OPEN {
            *pairs.entry((before, rep)).or_default() += 1;
        }
    }
    let name = |rep: u16| dataset.reps.get(usize::from(rep)).map_or("", |rep| rep.name.as_str());
    let arrow = |((from, to), accounts): ((u16, u16), u32)| Arrow {
        from,
        to,
        accounts,
        text: format!("{}: {} → {}", counted(accounts as usize, "account"), name(from), name(to)),
    };
    let mut arrows: Vec<Arrow> = pairs.into_iter().map(arrow).collect();
    arrows.order_by_key(|arrow| std::cmp::Reverse(arrow.accounts));
    let rest = arrows.split_off(arrows.len().min(MOST_ARROWS));
    let left: u32 = rest.iter().map(|arrow| arrow.accounts).sum();
    Moves {
        arrows,
        centres: centres(session, points),
        owner: points.account.iter().map(|&account| owner.get(account as usize).copied().unwrap_or(OPEN)).collect(),
        rest: match rest.len() {
            0 => String::new(),
            pairs => say!(
                "and {accounts} of {pairs}",
                accounts = counted(left as usize, "account"),
                pairs = counted(pairs, "smaller pair")
            ),
        },
    }
}

fn centres(session: &Session, points: &MapPoints) -> Vec<f64> {
    let Some(data) = &session.data else { return Vec::new() };
    let reps = &data.dataset.reps;
    let mut sums = vec![(0.0, 0.0, 0.0); reps.len()];
    for (place, &account) in points.lonlat.chunks_exact(2).zip(&points.account) {
        let owner = data.dataset.accounts.owner.get(account as usize);
        if let Some(sum) = owner.and_then(|&owner| sums.get_mut(usize::from(owner))) {
            *sum = (sum.0 + place[0], sum.1 + place[1], sum.2 + 1.0);
        }
    }
    let centre = |(rep, (east, north, count)): (&Rep, (f64, f64, f64))| {
        rep.base.map_or([east / count, north / count], |(latitude, longitude)| [longitude, latitude])
    };
    reps.iter().zip(sums).flat_map(centre).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Accounts;
    use crate::model::Assignment;
    use crate::model::Dataset;
    use crate::model::Settings;
    use crate::scenario::Project;
    use crate::session::Data;
    use std::sync::Arc;

    #[test]
    fn pairs_are_counted_and_what_has_no_arrow_is_said() {
        // A map that quietly leaves out moves would make a plan look calmer than it is.
        let count = 40_u16;
        let owners: Vec<u16> = (0..count).flat_map(|rep| [rep, rep]).chain([0, OPEN]).collect();
        let plan = owners.iter().map(|&rep| if rep == OPEN { 3 } else { (rep + 1) % count }).collect();
        let mut accounts = Accounts::of_length(owners.len());
        accounts.owner.0.clone_from(&owners);
        let reps = vec![Rep { base: Some((40.0, -74.0)), ..Rep::default() }; usize::from(count)];
        let dataset = Arc::new(Dataset { accounts, reps, ..Dataset::default() });
        let mut project = Project::new("", String::new(), Settings::default(), Assignment::new(owners), 0.0);
        project.working = Assignment::new(plan);
        let data = Data { dataset, ..Data::default() };
        let session = Session { data: Some(data), project: Some(project), ..Session::default() };
        let moves = moves(&session, &MapPoints::default());
        assert_eq!((moves.arrows[0].from, moves.arrows[0].to, moves.arrows[0].accounts), (0, 1, 3));
        assert_eq!(moves.arrows.len(), MOST_ARROWS);
        assert_eq!(moves.rest, "and 20 accounts of 10 smaller pairs");
        assert_eq!(moves.centres[..2], [-74.0, 40.0]);
    }
}
