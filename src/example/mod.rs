//! A made-up team, from a seed.
//!
//! **What.** [`team`] writes the two files of "Try the example": eight reps and 450 accounts in the north-eastern United
//! States. [`scaled`] writes teams of any size across the country, for tests of large files.
//!
//! **Why so.** The example is text in Evenfield's own columns and takes the road of every other file through import
//! and cleaning: what works for it works for a user. It is built to be worth planning: a fifth of the accounts pays
//! two thirds, territories grew unevenly, pockets lie in the wrong hands, one industry needs a trained rep.
//!
//! **Never.** No real company, no clock, no randomness without the seed; the same seed writes the same bytes anywhere.

mod accounts;
mod cities;
mod draw;
mod families;
mod names;
mod ownership;
mod reps;
mod revenue;
mod workload;
mod write;

use crate::example::cities::City;
use crate::example::cities::NORTH_EAST;
use crate::example::draw::Draw;
use crate::example::reps::RepRow;

/// The seed of the example that everybody sees.
pub const SEED: u64 = 2027;

/// Accounts of [`team`].
const TEAM_ACCOUNTS: usize = 450;

/// The two files, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// `accounts.csv`: one row per account, money in US dollars a year, `owner` = the rep's `id`.
    pub accounts_csv: String,
    /// `reps.csv`: one row per rep, hours a year.
    pub reps_csv: String,
}

/// The example: 8 reps, 450 accounts, $12 M a year. Different seeds give different accounts and owners with the same
/// totals, counts and concentration.
pub fn team(seed: u64) -> Files {
    files(&mut Draw::new(seed), NORTH_EAST, reps::team(), TEAM_ACCOUNTS, revenue::usual_customers(TEAM_ACCOUNTS))
}

/// How large a team is, and how uneven.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Accounts, customers among them.
    pub accounts: usize,
    /// Accounts that pay.
    pub customers: usize,
    /// Reps who share them.
    pub reps: usize,
    /// How far the reps' numbers of accounts lie from the mean at most, 0 to 1, all distances alike: their coefficient of
    /// variation is this / sqrt(3).
    pub unevenness: f64,
}

impl Size {
    /// With the unevenness and the part of prospects of the example.
    pub fn usual(accounts: usize, reps: usize) -> Self {
        Self { accounts, customers: revenue::usual_customers(accounts), reps, unevenness: 0.32 }
    }

    /// The larger planning story: 150 reps, 8,000 customers and 25,000 prospects, whose territories hold potentials with a
    /// coefficient of variation of 40 % today.
    pub fn story() -> Self {
        Self { accounts: 33_000, customers: 8_000, reps: 150, unevenness: 0.68 }
    }
}

/// A team of any size across the United States, with the concentration and the unevenness of the example: `accounts`
/// accounts shared by `reps` reps. Without reps there are no accounts.
pub fn scaled(seed: u64, accounts: usize, reps: usize) -> Files {
    sized(seed, Size::usual(accounts, reps))
}

/// A team across the United States of any size and unevenness.
pub fn sized(seed: u64, size: Size) -> Files {
    let mut draw = Draw::new(seed);
    let accounts = if size.reps == 0 { 0 } else { size.accounts };
    let team = reps::scattered(&mut draw, accounts, size);
    let cities: Vec<City> = reps::all_cities().copied().collect();
    files(&mut draw, &cities, team, accounts, size.customers.min(accounts))
}

fn files(draw: &mut Draw, cities: &[City], mut reps: Vec<RepRow>, count: usize, customers: usize) -> Files {
    let total = accounts::total_revenue(count, customers);
    let mut rows = accounts::accounts(draw, cities, &reps, (count, customers), total);
    workload::set_hours(&mut rows, &mut reps);
    Files { accounts_csv: write::accounts_csv(&rows, &reps), reps_csv: write::reps_csv(total, &reps) }
}

#[cfg(test)]
mod tests;
