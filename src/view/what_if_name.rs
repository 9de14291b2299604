//! The name of a what-if that is being built, and what keeps it from being made.

use crate::session::Session;
use crate::texts;
use crate::view::Draft;
use crate::view::change_fields;
use crate::view::kind_of;
use crate::what_if::WhatIf;
use crate::what_if::standard_note;
use crate::what_if::what_if_words;

/// The name that the changes propose, told apart from those of others.
pub fn proposed_name(session: &Session, draft: &Draft, place: Option<usize>) -> String {
    let Some(data) = &session.data else { return String::new() };
    let is_told = |what_if: &&WhatIf| change_fields(what_if).iter().all(|field| field.fault.is_empty());
    let told = draft.changes.iter().map(|(_, what_if)| what_if).filter(is_told);
    let words: Vec<String> = told.map(|what_if| what_if_words(what_if, &data.dataset)).collect();
    let mut name = words.join(", ");
    if let Some(first) = name.chars().next() {
        name.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    let mut numbers = 2..;
    let mut wish = name.clone();
    while !wish.is_empty() && is_taken(session, &wish, place) {
        wish = format!("{name} ({})", numbers.next().unwrap_or_default());
    }
    wish
}

fn is_taken(session: &Session, name: &str, place: Option<usize>) -> bool {
    let own = session.project.iter().flat_map(|project| &project.what_ifs).enumerate();
    let mut own = own.filter(|(at, _)| Some(*at) != place).map(|(_, recipe)| &recipe.name);
    let set = session.scenarios.iter().flat_map(|set| &set.scenarios).filter(|scenario| !scenario.added);
    let mut standard = set.map(|scenario| &scenario.recipe.name);
    let is_standard = !standard_note(name).is_empty();
    is_standard || own.any(|known| known == name) || standard.any(|known| texts::of(known) == name)
}

/// What is wrong with the name; "" where nothing is. `place`: that of the what-if that is changed.
pub fn name_fault(session: &Session, name: &str, place: Option<usize>) -> &'static str {
    match name.trim() {
        "" => say!("Give it a name."),
        name if is_taken(session, name, place) => say!("Another scenario has this name."),
        _ => "",
    }
}

/// Something that keeps a what-if from being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFault {
    /// The number of the change and the key of its field; none where it is about the whole.
    pub field: Option<(u32, &'static str)>,
    /// Whether its name is what is wrong, and no change.
    pub of_name: bool,
    /// What is wrong and where, a sentence.
    pub text: String,
}

/// Everything that keeps it from being made, from top to bottom: fields that are wrong, nothing that is different, no name.
pub fn draft_faults(session: &Session, draft: &Draft, place: Option<usize>) -> Vec<DraftFault> {
    let mut faults = Vec::new();
    for (number, what_if) in &draft.changes {
        let change = texts::of(kind_of(what_if).title);
        let wrong = change_fields(what_if).into_iter().filter(|field| !field.fault.is_empty());
        faults.extend(wrong.map(|field| DraftFault {
            field: Some((*number, field.key)),
            of_name: false,
            text: say!("{change}, {field}: {fault}", change, field = field.title, fault = field.fault),
        }));
    }
    if draft.changes.is_empty() && draft.recipe.based_on.is_none() {
        let text = say!("Nothing is different yet: add a change.").to_owned();
        faults.push(DraftFault { field: None, of_name: false, text });
    }
    let name = name_fault(session, &draft.recipe.name, place);
    // A name is proposed once something is different and nothing is wrong.
    if !name.is_empty() && faults.is_empty() {
        faults.push(DraftFault { field: None, of_name: true, text: say!("Name: {fault}", fault = name) });
    }
    faults
}
