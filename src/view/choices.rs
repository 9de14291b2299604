//! What can be chosen from a list of reps, and what of it a search finds.

use crate::import::fold;
use crate::order::Order;
use crate::session::Session;
use crate::view::TerritoryRow;
use crate::view::territories;

/// One entry of a list to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Position of the rep.
    pub position: u16,
    /// Colour, 0 to 9.
    pub colour: u8,
    /// Name.
    pub name: String,
    /// Where, "" where unknown.
    pub place: String,
    /// What helps to choose.
    pub note: String,
}

/// Every rep with how far the territory is from its target.
pub fn assign_choices(session: &Session) -> Vec<Choice> {
    let entry = |row: TerritoryRow| Choice {
        note: row.potential_deviation.text,
        position: row.rep,
        colour: row.colour,
        name: row.name,
        place: row.place,
    };
    territories(session).into_iter().map(entry).collect()
}

/// The entries whose name or place holds every word of a search; those where the words begin one stand first.
pub fn matching(choices: &[Choice], search: &str) -> Vec<Choice> {
    let search = fold(search);
    let all = |choice: &Choice, fits: fn(&str, &str) -> bool| {
        let text = fold(&format!("{} {}", choice.name, choice.place));
        search.split_whitespace().all(|word| fits(&text, word))
    };
    let holds = |text: &str, word: &str| text.contains(word);
    let begins = |text: &str, word: &str| text.split(' ').any(|part| part.starts_with(word));
    let mut found: Vec<Choice> = choices.iter().filter(|choice| all(choice, holds)).cloned().collect();
    found.order_by_cached_key(|choice| !all(choice, begins));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(position: u16, name: &str, place: &str) -> Choice {
        let (name, place) = (name.to_owned(), place.to_owned());
        Choice { position, colour: 0, name, place, note: String::new() }
    }

    #[test]
    fn a_search_finds_by_words_of_name_and_place() {
        // Nobody types an accent, and "ana york" is how a person is told from another of the same name.
        let team = [choice(0, "Ana Ruíz", "New York"), choice(1, "Ana Berg", "Boston"), choice(2, "Ben Yorke", "")];
        let found = |text: &str| matching(&team, text).iter().map(|choice| choice.position).collect::<Vec<_>>();
        assert_eq!(found(""), [0, 1, 2]);
        assert_eq!(found("ruiz"), [0]);
        assert_eq!(found("ANA york"), [0]);
        assert_eq!(found(" york"), [0, 2]);
        assert_eq!(found("be"), [1, 2]);
        assert!(found("zoe").is_empty());
        let team = [choice(0, "Person B", ""), choice(1, "Person R", "")];
        let first = &matching(&team, "person r")[0];
        assert_eq!(first.position, 1, "the R of a name before the r within a word");
    }
}
