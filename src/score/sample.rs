//! Small datasets for the tests of this room.

use crate::model::Accounts;
use crate::model::Dataset;
use crate::model::Rep;

/// So many customers of whom nothing is known, and two reps without a base.
pub fn dataset(accounts: usize) -> Dataset {
    let rep = |name: &str| Rep { id: name.to_owned(), name: name.to_owned(), ramp: 1.0, ..Rep::default() };
    Dataset { accounts: Accounts::of_length(accounts), reps: vec![rep("Ana"), rep("Ben")], ..Dataset::default() }
}

/// Appends a deal; outcome 0 open, 1 won, 2 lost.
pub fn deal(data: &mut Dataset, account: u32, owner: u16, outcome: u8, amount: f64, created: &str, closed: &str) {
    let history = &mut data.opportunities;
    history.row.push(history.account.len() as u32 + 2);
    history.account.push(account);
    history.owner.push(owner);
    history.outcome_code.push(outcome);
    history.amount.push(amount);
    history.created.push(created);
    history.closed.push(closed);
}
