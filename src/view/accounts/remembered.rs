//! Filter and order of the "Accounts" table as a text to remember. Labels are told by their words, not by their codes:
//! newer data count them anew.

use crate::session::Session;
use crate::view::accounts::column::AccountColumn;
use crate::view::accounts::column::ColumnInfo;
use crate::view::accounts::filter::Blanks;
use crate::view::accounts::filter::Condition;
use crate::view::accounts::filter::Filter;
use crate::view::accounts::filter::Labels;

/// Between two lines, and between two parts of a line: no cell of a file has these letters.
const LINE: char = '\u{1e}';
const PART: char = '\u{1f}';

/// The column accounts are sorted by, none for the order of the file; and whether the other way round.
pub type Order = (Option<AccountColumn>, bool);

/// Filter and order as a text; "" where nothing was chosen. What is selected is forgotten, and so is a filter by it.
pub fn kept_filter(session: &Session, columns: &[ColumnInfo], filter: &Filter, (by, descending): Order) -> String {
    let key = |column| columns.iter().find(|info| info.column == column).map(|info| info.key.as_str());
    let mut lines = Vec::new();
    if !filter.search.trim().is_empty() {
        lines.push(format!("search{PART}{}", filter.search));
    }
    if let Some(by) = by.and_then(key) {
        lines.push(format!("sort{PART}{by}{PART}{descending}"));
    }
    for (column, condition) in filter.conditions.iter().filter(|condition| condition.0 != AccountColumn::Selected) {
        if let Some(key) = key(*column) {
            let mut parts = vec!["where".to_owned(), key.to_owned()];
            parts.extend(words_of(session, *column, condition));
            lines.push(parts.join(&PART.to_string()));
        }
    }
    lines.join(&LINE.to_string())
}

fn words_of(session: &Session, column: AccountColumn, condition: &Condition) -> Vec<String> {
    let end = |end: &Option<f64>| end.map_or_else(String::new, |end| end.to_string());
    match condition {
        Condition::Contains(text) => vec!["contains".to_owned(), text.clone()],
        Condition::OneOf(codes) => {
            let labels = Labels::of(session, column);
            let text = |&code: &u32| labels.as_ref().map_or("", |labels| labels.text(code as usize)).to_owned();
            std::iter::once("one".to_owned()).chain(codes.iter().map(text)).collect()
        }
        Condition::Range { least, most, blanks } => {
            let blanks = match blanks {
                Blanks::Out => "out",
                Blanks::In => "in",
                Blanks::Only => "only",
            };
            vec!["range".to_owned(), end(least), end(most), blanks.to_owned()]
        }
        Condition::Is(wanted) => vec!["is".to_owned(), wanted.to_string()],
    }
}

/// What [`kept_filter`] wrote; columns and labels that are gone are left out.
pub fn recalled_filter(session: &Session, columns: &[ColumnInfo], text: &str) -> (Filter, Order) {
    let find = |key: &str| columns.iter().find(|info| info.key == key).map(|info| info.column);
    let (mut filter, mut order) = (Filter::default(), (None, false));
    for line in text.split(LINE) {
        let parts: Vec<&str> = line.split(PART).collect();
        match parts[..] {
            ["search", search] => search.clone_into(&mut filter.search),
            ["sort", key, descending] => order = (find(key), descending == "true"),
            ["where", key, ref words @ ..] => {
                if let Some(column) = find(key) {
                    filter.set(column, condition_of(session, column, words));
                }
            }
            _ => {}
        }
    }
    (filter, order)
}

fn condition_of(session: &Session, column: AccountColumn, words: &[&str]) -> Option<Condition> {
    Some(match *words {
        ["contains", text] => Condition::Contains(text.to_owned()),
        ["one", ref texts @ ..] => {
            let labels = Labels::of(session, column)?;
            let chosen = |code: &usize| texts.contains(&labels.text(*code));
            Condition::OneOf((0..labels.len()).filter(chosen).map(|code| code as u32).collect())
        }
        ["range", least, most, blanks] => {
            let blanks = match blanks {
                "in" => Blanks::In,
                "only" => Blanks::Only,
                _ => Blanks::Out,
            };
            Condition::Range { least: least.parse().ok(), most: most.parse().ok(), blanks }
        }
        ["is", wanted] => Condition::Is(wanted == "true"),
        _ => return None,
    })
}
