//! `replan/`: one edit on a planned territory, and the search that goes on from the plan and the prices before it.
//!
//! A member such as `ta450-gone` names the territory and the edit.

use crate::instances::statement;
use crate::instances::team::Team;
use evenfield::problem::Prices;
use evenfield::problem::Problem;
use evenfield::solve::Options;

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// An account is moved to the rep who is next for it, and locked there.
    Lock,
    /// A rep leaves; the accounts are free, and the shares of the others grow.
    Gone,
    /// A rep comes who lives and works like the first one; the shares of the others shrink.
    Added,
    /// Windows of 12 % instead of 15 %.
    Tolerance,
}

/// All edits with their names.
pub const EDITS: [(&str, Edit); 4] =
    [("lock", Edit::Lock), ("gone", Edit::Gone), ("added", Edit::Added), ("tolerance", Edit::Tolerance)];
/// The narrower windows.
const NARROW: f64 = 0.12;

/// A planned territory that is about to be edited.
#[derive(Clone)]
pub struct Ground {
    /// The team before the edit.
    pub team: Team,
    /// What is changed.
    pub edit: Edit,
}

/// The problem after the edit, and what is known from before.
pub struct Edited {
    /// The problem.
    pub problem: Problem,
    /// The plan and the prices before, in the reps of now.
    pub options: Options,
}

impl Ground {
    /// The problem before the edit.
    pub fn before(&self) -> Problem {
        statement::problem(&self.team)
    }

    /// Makes the edit on a team whose plan and prices are these.
    pub fn edited(&self, plan: &[u16], prices: &Prices, seed: u64) -> Edited {
        let reps = self.team.reps.len();
        let mut team = self.team.clone();
        let mut from: Vec<Option<usize>> = (0..reps).map(Some).collect();
        let mut problem = match self.edit {
            Edit::Lock => statement::problem(&team),
            Edit::Tolerance => statement::problem_within(&team, NARROW),
            Edit::Gone => {
                let gone = from.remove(seed as usize % reps).unwrap_or_default();
                team.reps.remove(gone);
                for account in &mut team.accounts {
                    account.owner = account.owner.and_then(|owner| place_of(&from, owner));
                }
                statement::problem(&team)
            }
            Edit::Added => {
                team.reps.push(team.reps[0].clone());
                from.push(None);
                statement::problem(&team)
            }
        };
        let start: Vec<u16> =
            plan.iter().map(|&rep| place_of(&from, rep).unwrap_or(evenfield::problem::NOBODY)).collect();
        if self.edit == Edit::Lock {
            lock_one(&mut problem, &start, seed);
        }
        let options = Options { seed, start: Some(start), prices: Some(prices.carried(reps, &from)), resumes: true };
        Edited { problem, options }
    }
}

/// Where a rep of before is now.
fn place_of(from: &[Option<usize>], rep: u16) -> Option<u16> {
    from.iter().position(|old| *old == Some(usize::from(rep))).map(|place| place as u16)
}

/// Locks a unit that has a choice to the rep who is next for it.
fn lock_one(problem: &mut Problem, plan: &[u16], seed: u64) {
    let reps = problem.reps;
    let next = |u: usize| {
        let others = (0..reps).filter(|&j| problem.eligible(u, j) && j != usize::from(plan[u]));
        others.min_by(|&a, &b| problem.cost[u * reps + a].total_cmp(&problem.cost[u * reps + b]))
    };
    let first = 1 + 97 * seed as usize;
    let units = (0..problem.units).map(|step| (first + step) % problem.units);
    let Some((u, seat)) = units.into_iter().find_map(|u| Some((u, next(u)?))) else { return };
    let own = problem.cost[u * reps..(u + 1) * reps].iter_mut().enumerate();
    own.filter(|(j, _)| *j != seat).for_each(|(_, cost)| *cost = f32::INFINITY);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_stay_with_their_reps() {
        // A plan that slips to the neighbour would make every edit look dear.
        assert_eq!(place_of(&[Some(0), Some(2)], 2), Some(1));
        assert_eq!(place_of(&[Some(0), Some(2)], 1), None);
    }
}
