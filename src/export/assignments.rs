//! The assignments as CSV.

use crate::evaluate::Reason;
use crate::export::cells::csv_bytes;
use crate::export::reason_text;
use crate::import::fold;
use crate::model::Assignment;
use crate::model::Bundle;
use crate::model::Dataset;
use crate::model::Rep;
use crate::model::Table;
use crate::units::for_programs;
use std::collections::BTreeMap;

/// Rows of the accounts file that are one account with another row, by the number of that row.
pub type Joined = BTreeMap<u32, Vec<u32>>;

/// All original columns (`owners` is that of today's owners), then old owner, new owner and reason, one row per account in the order of the file; behind it the
/// rows that were joined to it, which are records of their own where the file came from. An account that is excluded has
/// no new owner; the reason says so.
pub fn assignments_csv(
    bundle: &Bundle,
    owners: Option<usize>,
    plan: &Assignment,
    reasons: &[Reason],
    joined: &Joined,
) -> Vec<u8> {
    let none = Table::default();
    let (dataset, table) = (&bundle.dataset, bundle.accounts_file().unwrap_or(&none));
    let mut header = table.headers.clone();
    header.extend(["Old owner", "New owner", "New owner ID", "Change", "Reason"].map(str::to_owned));
    let line = |account: usize, number: u32, reason: String| {
        let row = table.position(number);
        let cell = |column: usize| row.map_or(String::new(), |row| table.cell(row, column).to_owned());
        let mut cells: Vec<String> = (0..table.headers.len()).map(cell).collect();
        let (owner, rep) = (dataset.accounts.owner[account], plan.rep[account]);
        let joined = number != dataset.accounts.row[account];
        // A row that was joined to another has an owner of its own where it came from.
        let own = row.filter(|_| joined).zip(owners).map(|(row, column)| table.cell(row, column).trim().to_owned());
        let before = own.unwrap_or_else(|| name(dataset, owner));
        let stays = if joined { is_rep(dataset, rep, &before) } else { owner == rep };
        let change = match before.as_str() {
            _ if stays || reasons[account] == Reason::Excluded => "",
            "" => "gets a rep",
            _ => "changes",
        };
        cells.push(before);
        cells.push(name(dataset, rep));
        cells.push(dataset.reps.get(rep as usize).map_or_else(String::new, |rep| rep.id.clone()));
        cells.push(change.to_owned());
        cells.push(reason);
        cells
    };
    let rows = (0..dataset.accounts.len()).flat_map(|account| {
        let number = dataset.accounts.row[account];
        let others = joined.get(&number).into_iter().flatten();
        let others = others.map(move |&other| (other, format!("One account with row {number}, as you confirmed.")));
        let own = std::iter::once((number, reason_text(&reasons[account])));
        own.chain(others).map(move |(number, reason)| line(account, number, reason))
    });
    for_programs(|| csv_bytes(std::iter::once(header).chain(rows)))
}

/// The headless form: `account_id,owner_before,rep_id,reason`.
pub fn headless_csv(dataset: &Dataset, plan: &Assignment, reasons: &[Reason]) -> Vec<u8> {
    let id = |rep: u16| dataset.reps.get(rep as usize).map_or("", |rep| rep.id.as_str());
    let header = ["account_id", "owner_before", "rep_id", "reason"].map(str::to_owned).to_vec();
    let rows = (0..dataset.accounts.len()).map(|account| {
        let owner = id(dataset.accounts.owner[account]);
        let rep = if reasons[account] == Reason::Excluded { "" } else { id(plan.rep[account]) };
        let cells = [dataset.accounts.id.get(account), owner, rep];
        cells.into_iter().map(str::to_owned).chain([reason_text(&reasons[account])]).collect()
    });
    let bytes = csv_bytes(std::iter::once(header).chain(rows));
    bytes[3..].to_vec()
}

/// Whether an owner of the file is this rep.
fn is_rep(dataset: &Dataset, rep: u16, owner: &str) -> bool {
    let known = dataset.reps.get(rep as usize);
    let same = |rep: &Rep| [&rep.id, &rep.name, &rep.email].iter().any(|text| fold(text) == fold(owner));
    known.map_or(owner.is_empty(), same)
}

fn name(dataset: &Dataset, rep: u16) -> String {
    dataset.reps.get(rep as usize).map_or_else(String::new, |rep: &Rep| rep.name.clone())
}
