//! The columns by which a what-if chooses accounts: those that make groups which a person means.

use crate::import::Field;
use crate::import::parse;
use crate::model::Dataset;
use crate::model::TableKind;
use crate::session::Session;
use crate::what_if::ATTRIBUTES;
use crate::what_if::attribute_title;

/// Values of a column at most: one with more tells accounts apart instead of grouping them.
const MOST_GROUPS: usize = 60;
/// So many cities at most: they are no groups that anybody counts, but a place is chosen by one.
const MOST_CITIES: usize = 500;
/// A column whose name says one of these tells where accounts are.
const PLACE_WORDS: [&str; 8] = ["region", "territor", "area", "district", "county", "province", "zone", "geo"];

/// Columns that make groups, what is stored and what is shown; the likeliest first.
pub(super) fn groupings(session: &Session, dataset: &Dataset) -> Vec<(String, String)> {
    let named = ATTRIBUTES.iter().filter(|(id, _)| {
        let most = if *id == "city" { MOST_CITIES } else { MOST_GROUPS };
        (2..=most).contains(&dataset.attribute_counts(id).len())
    });
    let named = named.map(|(id, _)| ((*id).to_owned(), attribute_title(id)));
    let headers = dataset.attributes.iter().map(|attribute| attribute.header.as_str());
    let own = headers.filter(|header| field_of(session, header).is_none() && makes_groups(dataset, header));
    named.chain(own.map(|header| (header.to_owned(), attribute_title(header)))).collect()
}

/// The same, those that tell where accounts are first.
pub(super) fn places_first(session: &Session, dataset: &Dataset) -> Vec<(String, String)> {
    let is_place = |(id, _): &(String, String)| {
        let id = id.to_lowercase();
        ["state", "country", "city"].contains(&id.as_str()) || PLACE_WORDS.iter().any(|word| id.contains(word))
    };
    let (mut places, others): (Vec<_>, Vec<_>) = groupings(session, dataset).into_iter().partition(is_place);
    places.extend(others);
    places
}

/// What the import took a column of the accounts file for.
fn field_of(session: &Session, header: &str) -> Option<Field> {
    let mappings = session.understood.iter().flat_map(|understood| &understood.mappings);
    let columns = mappings.filter(|mapping| mapping.kind == Some(TableKind::Accounts)).flat_map(|of| &of.columns);
    let known = columns.filter(|column| column.header == header).find_map(|column| column.field);
    known.or_else(|| Field::from_key(&header.trim().to_lowercase().replace(' ', "_")))
}

/// Whether the values of a column are words that repeat: no ids, names of reps, numbers, dates, yes or no.
fn makes_groups(dataset: &Dataset, header: &str) -> bool {
    let groups = dataset.attribute_counts(header);
    let labels = || groups.iter().map(|(label, _)| label.as_str());
    let most = |is: &dyn Fn(&str) -> bool| labels().filter(|label| is(label)).count() * 2 > groups.len();
    let names_reps = |label: &str| dataset.reps.iter().any(|rep| rep.is_called(label));
    (2..=MOST_GROUPS).contains(&groups.len())
        && groups.len() * 2 <= dataset.accounts.len()
        && !labels().all(|label| parse::yes_no(label).is_some())
        && !most(&is_code)
        && !most(&names_reps)
}

/// Whether a text is a number, a date or an id: `1,200`, `2026-10-31`, `31 Oct 2026`, `C01042`; not `51-200`, `Tier 1`.
fn is_code(label: &str) -> bool {
    let digits = label.chars().filter(char::is_ascii_digit).count();
    let has_word = label.split(|letter: char| !letter.is_alphabetic()).any(|word| word.chars().count() > 3);
    let has_letter = label.chars().any(char::is_alphabetic);
    digits > 0 && !has_word && !is_band(label) && (digits > 2 || !has_letter)
}

/// Whether a text is a range of numbers: `51-200`, `1000+`, `< 50`.
fn is_band(label: &str) -> bool {
    let label: String = label.chars().filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
    let ends =
        label.split_once(['-', '–']).and_then(|(low, high)| Some((low.parse::<f64>().ok()?, high.parse().ok()?)));
    ends.is_some_and(|(low, high): (f64, f64)| low < high) || label.ends_with('+') || label.starts_with(['<', '>'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_bands_make_groups_and_codes_do_not() {
        // A list with ids, dates and amounts in it is no list to choose a region from.
        for code in ["1,200", "3", "-4.5", "2026-10-31", "31 Oct 2026", "C01042", "$9,000"] {
            assert!(is_code(code), "{code}");
        }
        for group in ["51-200", "1000+", "< 50", "Tier 1", "A1", "51-200 employees", "EMEA"] {
            assert!(!is_code(group), "{group}");
        }
    }
}
