//! Small files through the whole room, for the tests of its steps.

use crate::clean::Choices;
use crate::clean::Patient;
use crate::clean::Prepared;
use crate::clean::at_once;
use crate::clean::prepare;
use crate::clean::prepare_for;
use crate::import;

/// Cleans texts given as file name and content.
pub fn cleaned(files: &[(&str, &str)]) -> Prepared {
    let tables: Vec<_> = files.iter().flat_map(|(name, text)| import::read(name, text.as_bytes()).0).collect();
    prepare(&tables, &import::recognise(&tables)).unwrap()
}

/// The same, as the user chose.
pub fn cleaned_by(files: &[(&str, &str)], choices: &Choices) -> Prepared {
    let tables: Vec<_> = files.iter().flat_map(|(name, text)| import::read(name, text.as_bytes()).0).collect();
    let mappings = import::recognise(&tables);
    at_once(prepare_for(&tables, &mappings, choices, &mut Patient::default())).unwrap().unwrap()
}

/// The same, with the places of countries.
pub fn cleaned_with(files: &[(&str, &str)], places: impl Fn(&str) -> Option<String> + 'static) -> Prepared {
    let tables: Vec<_> = files.iter().flat_map(|(name, text)| import::read(name, text.as_bytes()).0).collect();
    let mut host = Patient { places: Some(Box::new(places)) };
    at_once(prepare_for(&tables, &import::recognise(&tables), &Choices::default(), &mut host)).unwrap().unwrap()
}

/// How many issues have a code.
pub fn count(prepared: &Prepared, code: &str) -> usize {
    prepared.issues.iter().filter(|issue| issue.code == code).count()
}
