//! What is told of a file of acquired accounts.

use crate::protocol::AcquiredFile;
use crate::units::grouped;
use crate::what_if::OverlapKind;
use crate::what_if::WhatIf;

/// The accounts of a file in the place of those of a change.
pub fn set_accounts(what_if: &mut WhatIf, file: &AcquiredFile) {
    if let WhatIf::Acquire { accounts } = what_if {
        accounts.clone_from(&file.accounts);
    }
}

/// What is told of a file of acquired accounts, a sentence or more each: whom they meet, and what was wrong in it.
pub fn acquired_remarks(file: &AcquiredFile) -> Vec<String> {
    let mut told = vec![overlap_sentence(file)];
    if file.warnings > 0 {
        let (count, n) = (file.warnings as usize, grouped(f64::from(file.warnings), 0));
        told.push(say!(
            count;
            "{n} thing in the file was not as expected and was repaired or left out:",
            "{n} things in the file were not as expected and were repaired or left out, first:",
            n
        ));
        told.extend(file.first_warnings.iter().cloned());
    }
    told
}

/// What a file of acquired accounts may have to do with the accounts that are there, a sentence.
pub fn overlap_sentence(file: &AcquiredFile) -> String {
    let count = |kind: OverlapKind| file.overlaps.iter().filter(|overlap| overlap.kind == kind).count();
    let (same, alike, joined) =
        (count(OverlapKind::SameAccount), count(OverlapKind::SameName), count(OverlapKind::Parent));
    let mut told = Vec::new();
    if same > 0 {
        told.push(say!(
            same;
            "{n} is a company of yours at the same place and would count twice.",
            "{n} are companies of yours at the same place and would count twice.",
            n = same
        ));
    }
    if alike > 0 {
        told.push(say!(
            alike;
            "{n} has the name of a company of yours at another place.",
            "{n} have the names of companies of yours at other places.",
            n = alike
        ));
    }
    if joined > 0 {
        told.push(say!(joined; "{n} belongs to a parent of yours.", "{n} belong to parents of yours.", n = joined));
    }
    if told.is_empty() { say!("None of them seems to be an account of yours.").to_owned() } else { told.join(" ") }
}
