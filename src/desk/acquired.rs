//! A file of accounts to be bought.

use crate::clean::Host;
use crate::desk::Desk;
use crate::desk::Reading;
use crate::import::Correction;
use crate::import::Field;
use crate::import::read;
use crate::model::Dataset;
use crate::model::Issue;
use crate::model::Severity;
use crate::model::Table;
use crate::protocol::AcquiredFile;
use crate::protocol::Reply;
use crate::what_if::Acquired;
use crate::what_if::overlaps;
use std::sync::Arc;

/// Accounts come without reps, and cleaning wants somebody to have them.
const NOBODY: &[u8] = b"id,name\nnobody,Nobody\n";

/// The accounts of files that were read, cleaned as all files are; none where the host does not go on.
///
/// # Errors
/// Why there are none, a sentence.
pub async fn acquired(
    files: Vec<(Vec<Table>, Vec<Issue>)>,
    known: Vec<Correction>,
    host: &mut impl Host,
) -> Option<Result<Vec<Acquired>, String>> {
    let mut reading = Reading::default();
    reading.add(files.into_iter().chain([read("reps.csv", NOBODY)]), known);
    let (prepared, issues) = reading.dataset(host).await?;
    let Some(prepared) = prepared else {
        let error = issues.iter().find(|issue| issue.severity == Severity::Error).map(Issue::text);
        return Some(Err(error.unwrap_or_else(|| say!("There are no accounts in this file.").to_owned())));
    };
    let mut accounts = Acquired::all_of(&prepared.dataset);
    let mapping = reading.mappings().get(prepared.table);
    let parents = mapping.and_then(|mapping| mapping.column_of(Field::ParentId));
    if let (Some(column), Some(table)) = (parents, reading.tables().get(prepared.table)) {
        name_parents(&mut accounts, &prepared.dataset, table, column);
    }
    Some(Ok(accounts))
}

/// Notes the parent of each account as the file names it.
fn name_parents(accounts: &mut [Acquired], dataset: &Dataset, table: &Arc<Table>, column: usize) {
    for (account, row) in accounts.iter_mut().zip(dataset.accounts.row.iter()) {
        if let Some(row) = table.position(*row) {
            table.cell(row, column).trim().clone_into(&mut account.parent);
        }
    }
}

impl Desk {
    /// What was read of accounts to be bought, and which of them may be there already.
    pub fn acquired(&self, number: u64, accounts: Result<Vec<Acquired>, String>) -> Reply {
        let dataset = self.inputs().0;
        let file = |accounts: Vec<Acquired>| AcquiredFile { overlaps: overlaps(&dataset, &accounts), accounts };
        Reply::Acquired(number, accounts.map(file))
    }
}
