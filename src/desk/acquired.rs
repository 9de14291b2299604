//! A file of accounts to be bought.

use crate::clean::Host;
use crate::clean::Rest;
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
const NOBODY_FILE: &str = "reps.csv";
const NOBODY: &[u8] = b"id,name\nnobody,Nobody\n";

/// So many warnings are told in words.
const TOLD: usize = 3;

/// What is in files that were read, cleaned as all files are; none where the host does not go on. Overlaps are still to be
/// looked for.
///
/// # Errors
/// Why there are none, a sentence.
pub async fn acquired(
    files: Vec<(Vec<Table>, Vec<Issue>)>,
    known: Vec<Correction>,
    host: &mut impl Host,
) -> Option<Result<AcquiredFile, String>> {
    let mut reading = Reading::default();
    reading.add(files.into_iter().chain([read(NOBODY_FILE, NOBODY)]), known);
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
    let currency = prepared.currency_is_named.then_some(prepared.dataset.currency);
    let (warnings, first_warnings) = warnings(&issues, &prepared.rest);
    Some(Ok(AcquiredFile { accounts, overlaps: Vec::new(), currency, warnings, first_warnings }))
}

/// How many things were not as they should be, and the first of them. What is said of the reps who are not there says nothing.
fn warnings(issues: &[Issue], rest: &[Rest]) -> (u32, Vec<String>) {
    let counts = |issue: &Issue| issue.severity >= Severity::Warning && issue.place.file != NOBODY_FILE;
    let told = || issues.iter().filter(|issue| counts(issue));
    let more = rest.iter().filter(|rest| counts(&rest.like)).map(|rest| rest.rows.len()).sum::<usize>();
    ((told().count() + more) as u32, told().take(TOLD).map(Issue::text).collect())
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
    pub fn acquired(&self, number: u64, file: Result<AcquiredFile, String>) -> Reply {
        let dataset = self.inputs().0;
        let met = |file: AcquiredFile| AcquiredFile { overlaps: overlaps(&dataset, &file.accounts), ..file };
        Reply::Acquired(number, file.map(met))
    }
}
