//! The name of a what-if that is being built, and whether it can be made.

use crate::session::Session;
use crate::texts;
use crate::view::Draft;
use crate::view::change_fields;
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

/// Whether it can be made: it has a name and something that is different, and no field is wrong.
pub fn can_be_made(session: &Session, draft: &Draft, place: Option<usize>) -> bool {
    let fields = draft.changes.iter().flat_map(|(_, what_if)| change_fields(what_if));
    name_fault(session, &draft.recipe.name, place).is_empty()
        && (!draft.changes.is_empty() || draft.recipe.based_on.is_some())
        && fields.into_iter().all(|field| field.fault.is_empty())
}
