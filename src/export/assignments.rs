//! The assignments as CSV.

use crate::evaluate::Reason;
use crate::export::cells::csv_bytes;
use crate::export::reason_text;
use crate::model::Assignment;
use crate::model::Bundle;
use crate::model::Dataset;
use crate::model::Rep;
use crate::model::Table;

/// All original columns, then old owner, new owner and reason, one row per account in the order of the file.
pub fn assignments_csv(bundle: &Bundle, plan: &Assignment, reasons: &[Reason]) -> Vec<u8> {
    let none = Table::default();
    let (dataset, table) = (&bundle.dataset, bundle.accounts_file().unwrap_or(&none));
    let mut header = table.headers.clone();
    header.extend(["Old owner", "New owner", "New owner ID", "Change", "Reason"].map(str::to_owned));
    let rows = (0..dataset.accounts.len()).map(|account| {
        let row = table.position(dataset.accounts.row[account]);
        let cell = |column: usize| row.map_or(String::new(), |row| table.cell(row, column).to_owned());
        let mut cells: Vec<String> = (0..table.headers.len()).map(cell).collect();
        let (owner, rep) = (dataset.accounts.owner[account], plan.rep[account]);
        cells.push(name(dataset, owner));
        cells.push(name(dataset, rep));
        cells.push(dataset.reps.get(rep as usize).map_or_else(String::new, |rep| rep.id.clone()));
        cells.push(if owner == rep { "" } else { "changes" }.to_owned());
        cells.push(reason_text(&reasons[account]));
        cells
    });
    csv_bytes(std::iter::once(header).chain(rows))
}

/// The headless form: `account_id,owner_before,rep_id,reason`.
pub fn headless_csv(dataset: &Dataset, plan: &Assignment, reasons: &[Reason]) -> Vec<u8> {
    let id = |rep: u16| dataset.reps.get(rep as usize).map_or("", |rep| rep.id.as_str());
    let header = ["account_id", "owner_before", "rep_id", "reason"].map(str::to_owned).to_vec();
    let rows = (0..dataset.accounts.len()).map(|account| {
        let owner = id(dataset.accounts.owner[account]);
        let cells = [dataset.accounts.id.get(account), owner, id(plan.rep[account])];
        cells.into_iter().map(str::to_owned).chain([reason_text(&reasons[account])]).collect()
    });
    let bytes = csv_bytes(std::iter::once(header).chain(rows));
    bytes[3..].to_vec()
}

fn name(dataset: &Dataset, rep: u16) -> String {
    dataset.reps.get(rep as usize).map_or_else(String::new, |rep: &Rep| rep.name.clone())
}
