//! The instances: problems with known answers, and problems that only grow.
//!
//! An [`Instance`] names the files it is made of and turns their texts into a problem, so that the same code serves
//! the native run and the worker, who get at files in different ways. A new family is one more file here, one more
//! variant, and its rows in `native/suite.rs`.

mod cpmp;
pub mod curve;
mod gap;
mod growth;
pub mod replan;
mod statement;
mod team;
mod territory;

use crate::job::Known;
use evenfield::problem::Problem;
use evenfield::solve::Sites;
use std::error::Error;
use std::fmt;

/// What can go wrong with a file.
pub type Failure = Box<dyn Error>;

/// What is to be solved.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// Units for reps.
    Problem(Problem),
    /// Places for free centres.
    Sites(Sites),
}

/// A problem to be solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instance {
    /// The product's own problem: accounts, reps, windows, a move cap.
    Territory(String),
    /// The product's trade-off between two objectives on a territory.
    Curve(String),
    /// The same rules with a move limit that contradicts them: which of them cannot all hold?
    Conflict(String),
    /// One edit on a planned territory.
    Replan {
        /// The territory.
        name: String,
        /// The edit, by its name.
        edit: String,
    },
    /// Two searches on a territory that show each other what they find, against one.
    Pair(String),
    /// A Generalized Assignment Problem from the literature.
    Gap(String),
    /// A capacitated p-median problem from the literature.
    Cpmp(String),
    /// A made-up team over real places, of any size.
    Growth {
        /// How many accounts.
        accounts: usize,
        /// How many reps.
        reps: usize,
    },
}

/// What an instance is about.
#[derive(Clone)]
pub enum Case {
    /// One search for the best plan.
    Search(Statement, Known),
    /// Many plans between two objectives.
    Curve(curve::Ground),
    /// Rules that cannot all hold.
    Conflict(curve::Ground),
    /// A search after an edit.
    Replan(replan::Ground),
    /// Two searches that meet.
    Pair(Problem),
}

impl Instance {
    /// The instance of a name such as `territory/ta450`, `gap/d20400` or `growth/33000x150`.
    pub fn named(name: &str) -> Option<Self> {
        let (family, member) = name.split_once('/')?;
        match family {
            "territory" => Some(Self::Territory(member.to_owned())),
            "curve" => Some(Self::Curve(member.to_owned())),
            "conflict" => Some(Self::Conflict(member.to_owned())),
            "pair" => Some(Self::Pair(member.to_owned())),
            "replan" => {
                let (name, edit) = member.split_once('-')?;
                let known = replan::EDITS.iter().any(|(word, _)| *word == edit);
                known.then(|| Self::Replan { name: name.to_owned(), edit: edit.to_owned() })
            }
            "gap" => Some(Self::Gap(member.to_owned())),
            "cpmp" => Some(Self::Cpmp(member.to_owned())),
            "growth" => {
                let (accounts, reps) = member.split_once('x')?;
                Some(Self::Growth { accounts: accounts.parse().ok()?, reps: reps.parse().ok()? })
            }
            _ => None,
        }
    }

    /// The files it is made of, below the folder that holds `bench/` and `data/`.
    pub fn files(&self) -> Vec<String> {
        match self {
            Self::Territory(name) | Self::Pair(name) | Self::Replan { name, .. } => {
                ["accounts.csv", "reps.csv", "bounds.json"]
                    .map(|file| format!("bench/territory/{name}/{file}"))
                    .to_vec()
            }
            Self::Curve(name) | Self::Conflict(name) => {
                ["accounts.csv", "reps.csv", "rules.json"].map(|file| format!("bench/territory/{name}/{file}")).to_vec()
            }
            Self::Gap(name) => vec![format!("bench/gap/{name}"), "bench/gap/best_known.csv".to_owned()],
            Self::Cpmp(name) => vec![format!("bench/cpmp/{name}.dat"), "bench/cpmp/best_known.csv".to_owned()],
            Self::Growth { .. } => {
                ["companies-hubspot.csv", "reps.csv"].map(|file| format!("data/chains-40k/{file}")).to_vec()
            }
        }
    }

    /// What is to be solved; `texts` are the contents of [`Instance::files`], in their order.
    pub fn case(&self, texts: &[String]) -> Result<Case, Failure> {
        match (self, texts) {
            (Self::Curve(_), [accounts, reps, rules]) => Ok(Case::Curve(curve::ground(accounts, reps, rules)?)),
            (Self::Conflict(_), [accounts, reps, rules]) => {
                Ok(Case::Conflict(curve::ground(accounts, reps, rules)?.contradictory()))
            }
            (Self::Replan { edit, .. }, [accounts, reps, _]) => {
                let (_, edit) = replan::EDITS.iter().find(|(word, _)| word == edit).ok_or("no such edit")?;
                Ok(Case::Replan(replan::Ground { team: territory::team(accounts, reps)?, edit: *edit }))
            }
            (Self::Pair(_), [accounts, reps, _]) => {
                Ok(Case::Pair(statement::problem(&territory::team(accounts, reps)?)))
            }
            _ => self.problem(texts).map(|(problem, known)| Case::Search(problem, known)),
        }
    }

    /// The problem and what is known about it.
    fn problem(&self, texts: &[String]) -> Result<(Statement, Known), Failure> {
        match (self, texts) {
            (Self::Territory(name), [accounts, reps, bounds]) => {
                let team = territory::team(accounts, reps)?;
                Ok((Statement::Problem(statement::problem(&team)), territory::known(name, bounds)?))
            }
            (Self::Gap(name), [numbers, table]) => {
                Ok((Statement::Problem(gap::problem(numbers)?), gap::known(name, table)?))
            }
            (Self::Cpmp(name), [numbers, table]) => {
                Ok((Statement::Sites(cpmp::sites(numbers)?), cpmp::known(name, table)?))
            }
            (Self::Growth { accounts, reps }, [places, bases]) => {
                let team = growth::team(places, bases, *accounts, *reps)?;
                Ok((Statement::Problem(statement::problem(&team)), Known::default()))
            }
            _ => Err(format!("{self} is made of {} files, not {}", self.files().len(), texts.len()).into()),
        }
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Territory(name) => write!(out, "territory/{name}"),
            Self::Curve(name) => write!(out, "curve/{name}"),
            Self::Conflict(name) => write!(out, "conflict/{name}"),
            Self::Replan { name, edit } => write!(out, "replan/{name}-{edit}"),
            Self::Pair(name) => write!(out, "pair/{name}"),
            Self::Gap(name) => write!(out, "gap/{name}"),
            Self::Cpmp(name) => write!(out, "cpmp/{name}"),
            Self::Growth { accounts, reps } => write!(out, "growth/{accounts}x{reps}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_instances_and_back() {
        // Names travel through JSON to the worker and come back as rows of the table.
        for name in [
            "territory/ta450",
            "curve/ta450",
            "conflict/ta450",
            "replan/ta450-gone",
            "pair/tm3k",
            "gap/c05100",
            "cpmp/SJC1",
            "growth/33000x150",
        ] {
            assert_eq!(Instance::named(name).unwrap().to_string(), name);
        }
        for wrong in ["ta450", "growth/33000", "growth/axb", "replan/ta450-burnt", "cellar/1"] {
            assert_eq!(Instance::named(wrong), None, "{wrong}");
        }
    }
}
