//! Small files through the whole room, for the tests of its steps.

use crate::clean::Prepared;
use crate::clean::prepare;
use crate::import;

/// Cleans texts given as file name and content.
pub fn cleaned(files: &[(&str, &str)]) -> Prepared {
    let tables: Vec<_> = files.iter().flat_map(|(name, text)| import::read(name, text.as_bytes()).0).collect();
    prepare(&tables, &import::recognise(&tables)).unwrap()
}

/// How many issues have a code.
pub fn count(prepared: &Prepared, code: &str) -> usize {
    prepared.issues.iter().filter(|issue| issue.code == code).count()
}
