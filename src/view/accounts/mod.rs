//! The "Accounts" table: which columns there are, which rows, in which order, and what each shows.

mod column;
mod filter;
mod layout;
mod order;
mod remembered;
#[cfg(test)]
mod tests;

pub use column::AccountColumn;
pub use column::ColumnInfo;
pub use column::Kind;
pub use column::account_columns;
pub use filter::Blanks;
pub use filter::Condition;
pub use filter::Filter;
pub use filter::LabelRow;
pub use filter::amount_of;
pub use filter::condition_text;
pub use filter::label_counts;
pub use filter::label_rows;
pub use filter::matching_columns;
pub use filter::significant_text;
pub use layout::Layout;
pub use layout::can_be_shown;
pub use order::Arranging;
pub use remembered::kept_filter;
pub use remembered::recalled_filter;

use crate::model::Dataset;
use crate::rules::are_grouped;
use crate::session::Session;
use crate::texts;
use crate::units::Money;
use crate::units::counted;
use crate::units::day_text;
use crate::units::grouped;
use crate::view::accounts::column::label_numbers;
use crate::view::accounts::column::labels_of;
use crate::view::accounts::filter::Labels;
use crate::view::accounts::filter::is_so;
use crate::view::accounts::filter::number_of;
use crate::view::accounts::filter::number_text;
use crate::view::potential::potential;
use crate::view::potential::potential_text;
use crate::view::rep_name;

/// What stands in place of the rep of an account that does not count.
pub(super) const EXCLUDED_NAME: &str = text!("Excluded");

/// One cell of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountCell {
    /// What it says.
    pub text: String,
    /// For a rep of the plan, the colour; within it none for the open pool.
    pub colour: Option<Option<u8>>,
    /// Whether it says nothing new.
    pub faint: bool,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountLine {
    /// Name, or the id where it has none.
    pub name: String,
    /// Whether it is fixed, by the user or by the file.
    pub locked: bool,
    /// Whether it does not count in the plan.
    pub excluded: bool,
    /// The other columns, as they were asked for.
    pub cells: Vec<AccountCell>,
}

/// The row of one account with these columns behind the name.
pub fn account_line(session: &Session, account: u32, columns: &[ColumnInfo]) -> Option<AccountLine> {
    let dataset = &session.data.as_ref()?.dataset;
    let index = account as usize;
    Some(AccountLine {
        name: account_name(dataset, index).to_owned(),
        locked: is_locked(session, account),
        excluded: session.excluded().contains(index),
        cells: columns.iter().map(|info| cell(session, info, index).unwrap_or_default()).collect(),
    })
}

/// Headers and rows of the selected accounts with these columns behind name and id: those that are shown in their
/// order, then the others.
pub fn copied_rows(session: &Session, shown: &[u32], columns: &[ColumnInfo]) -> Vec<Vec<String>> {
    let Some(data) = &session.data else { return Vec::new() };
    let selected = &session.selection.accounts;
    let is_selected = |account: &&u32| selected.binary_search(account).is_ok();
    let mut accounts: Vec<u32> = shown.iter().filter(is_selected).copied().collect();
    let there = marked(&accounts);
    accounts.extend(selected.iter().filter(|account| there.get(**account as usize) != Some(&true)));
    let columns: Vec<ColumnInfo> = columns.iter().filter(|info| info.column != AccountColumn::Id).cloned().collect();
    let titles = columns.iter().map(|info| info.title.clone());
    let header = [say!("Account").to_owned(), say!("Id").to_owned()].into_iter().chain(titles).collect();
    let row = |account: u32| {
        let line = account_line(session, account, &columns)?;
        let id = data.dataset.accounts.id.get(account as usize).to_owned();
        let cells = columns.iter().zip(line.cells);
        let cells = cells.map(|(info, cell)| in_full(session, info, account as usize).unwrap_or(cell.text));
        Some([line.name, id].into_iter().chain(cells).collect())
    };
    std::iter::once(header).chain(accounts.into_iter().filter_map(row)).collect()
}

/// What a cell says in full, where the table says it in short: a number to a hundredth, today's rep by name.
fn in_full(session: &Session, info: &ColumnInfo, account: usize) -> Option<String> {
    let data = session.data.as_ref()?;
    if info.column == AccountColumn::Owner {
        return Some(rep_name(session, *data.dataset.accounts.owner.get(account)?).to_owned());
    }
    if !info.kind.is_number() || labels_of(&data.dataset, info.column).is_some() {
        return None;
    }
    let number = number_of(data, info.column, &[], account);
    Some(if number.is_nan() { String::new() } else { (libm::round(number * 100.0) / 100.0).to_string() })
}

/// Name of an account, or its id where it has none.
pub fn account_name(dataset: &Dataset, account: usize) -> &str {
    let name = dataset.accounts.name.get(account);
    if name.is_empty() { dataset.accounts.id.get(account) } else { name }
}

/// An account in short, for a card beside it on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountRow {
    /// Name, or the id where it has none.
    pub name: String,
    /// `Boston, MA`.
    pub place: String,
    /// Potential, `≈ $0.41 M` where it is estimated.
    pub potential: String,
    /// Today's rep.
    pub owner: String,
    /// The plan's rep.
    pub rep: String,
    /// Whether it changes hands.
    pub moved: bool,
}

/// One account in short.
pub fn account_row(session: &Session, account: u32) -> Option<AccountRow> {
    let (data, project) = (session.data.as_ref()?, session.project.as_ref()?);
    let dataset = &data.dataset;
    let index = account as usize;
    let excluded = session.excluded().contains(index);
    let (rep, owner) = (*project.working.rep.get(index)?, dataset.accounts.owner[index]);
    Some(AccountRow {
        name: account_name(dataset, index).to_owned(),
        place: place_text(dataset, index),
        potential: potential_text(data, index),
        owner: rep_name(session, owner).to_owned(),
        rep: if excluded { texts::of(EXCLUDED_NAME) } else { rep_name(session, rep) }.to_owned(),
        moved: rep != owner && !excluded,
    })
}

fn cell(session: &Session, info: &ColumnInfo, account: usize) -> Option<AccountCell> {
    let (data, project) = (session.data.as_ref()?, session.project.as_ref()?);
    let (dataset, plan) = (&data.dataset, &project.working.rep);
    let excluded = session.excluded().contains(account);
    let (rep, owner) = (*plan.get(account)?, *dataset.accounts.owner.get(account)?);
    let text = match info.column {
        AccountColumn::Place => place_text(dataset, account),
        AccountColumn::Potential => potential_text(data, account),
        AccountColumn::Owner if rep == owner && !excluded => say!("same").to_owned(),
        AccountColumn::Moves | AccountColumn::Locked | AccountColumn::Excluded | AccountColumn::Selected => {
            if is_so(session, info.column, account) { say!("yes") } else { say!("no") }.to_owned()
        }
        column => match (Labels::of(session, column), column::texts_of(dataset, column)) {
            (Some(labels), _) => labels.text(labels.code(account)).to_owned(),
            (None, Some(texts)) if column == AccountColumn::ContractEnd => day_text(texts.get(account)),
            (None, Some(texts)) => texts.get(account).to_owned(),
            (None, None) => amount_text(session, info, number_of(data, column, &[], account)),
        },
    };
    let faint = match info.column {
        AccountColumn::Owner => rep == owner || excluded,
        AccountColumn::Moves | AccountColumn::Locked | AccountColumn::Excluded => text == say!("no"),
        _ => false,
    };
    let colour = (info.column == AccountColumn::Rep && !excluded).then(|| data.colours.get(usize::from(rep)).copied());
    Some(AccountCell { text, colour, faint })
}

/// A number of the file; "" for none.
fn amount_text(session: &Session, info: &ColumnInfo, value: f64) -> String {
    let symbol = session.data.as_ref().map_or_else(String::new, |data| data.dataset.currency_symbol());
    match info.kind {
        _ if value.is_nan() => String::new(),
        Kind::Money => Money(value).short(&symbol),
        _ => number_text(value),
    }
}

/// Whether an account is fixed, by the user or by the file.
fn is_locked(session: &Session, account: u32) -> bool {
    let locks = session.project.as_ref().map_or(&[][..], |project| &project.settings.locks);
    let by_file = session.data.as_ref().and_then(|data| data.dataset.accounts.locked.get(account as usize).copied());
    by_file == Some(1) || locks.binary_search_by_key(&account, |lock| lock.0).is_ok()
}

/// Least and largest number of a column, for the hints of a range: `120` and `98,000`; none where it has no numbers.
pub fn number_span(session: &Session, column: AccountColumn) -> Option<(String, String)> {
    let data = session.data.as_ref()?;
    let labels = labels_of(&data.dataset, column).map(label_numbers).unwrap_or_default();
    let numbers = (0..data.dataset.accounts.len()).map(|account| number_of(data, column, &labels, account));
    let (least, most) =
        numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    (least <= most).then(|| (number_text(least), number_text(most)))
}

/// Rows in the order of the file, without comparing them: a million are there at once.
pub fn in_file_order(rows: &[u32]) -> Vec<u32> {
    let there = marked(rows);
    (0..there.len() as u32).filter(|&account| there[account as usize]).collect()
}

/// Whether all rows are among the selected accounts, which are sorted; not where there are no rows.
pub fn are_selected(rows: &[u32], selected: &[u32]) -> bool {
    let first = rows.first().is_some_and(|first| selected.binary_search(first).is_ok());
    if !first || rows.len() > selected.len() {
        return false;
    }
    let there = marked(selected);
    rows.iter().all(|&row| there.get(row as usize) == Some(&true))
}

/// For each account up to the last of these whether it is one of them.
fn marked(accounts: &[u32]) -> Vec<bool> {
    let mut there = vec![false; accounts.iter().max().map_or(0, |last| *last as usize + 1)];
    for &account in accounts {
        there[account as usize] = true;
    }
    there
}

/// How many rows are shown: `32 of 450 shown`; "" for all.
pub fn shown_text(session: &Session, shown: usize) -> String {
    let all = session.project.as_ref().map_or(0, |project| project.working.len());
    let count = account_count(session);
    if shown == all { String::new() } else { say!("{shown} of {count} shown", shown = grouped(shown as f64, 0), count) }
}

/// How many accounts there are: `450`.
pub fn account_count(session: &Session) -> String {
    grouped(session.project.as_ref().map_or(0.0, |project| project.working.len() as f64), 0)
}

/// What is selected: `14 accounts` and `potential $0.41 M`.
pub fn selection_line(session: &Session) -> (String, String) {
    let Some(data) = &session.data else { return (String::new(), String::new()) };
    let accounts = &session.selection.accounts;
    let sum: f64 = accounts.iter().map(|&account| potential(data, account as usize)).sum();
    let given = |account: &u32| data.dataset.accounts.potential[*account as usize].is_finite();
    let amount = Money(sum).short(&data.dataset.currency_symbol());
    let amount = if accounts.iter().all(given) { amount } else { format!("≈ {amount}") };
    let (count, amount) = (counted(accounts.len(), "account"), say!("potential {amount}", amount));
    match counting(session) {
        (false, true) => (say!("{accounts}, all excluded", accounts = count), amount),
        _ => (count, amount),
    }
}

/// What is carried to a rep: what is selected; of one account alone also those that go with it.
pub fn carried(session: &Session) -> Vec<u32> {
    let explained = session.explanation.as_ref().filter(|explained| Some(explained.account) == session.selection.focus);
    explained.map_or_else(|| session.selection.accounts.clone(), |explained| explained.unit.clone())
}

/// `3 accounts`, with the rep they are over: `3 accounts to Ana Castillo`.
pub fn carried_line(session: &Session, over: Option<u16>) -> String {
    let accounts = counted(carried(session).len(), "account");
    match over {
        Some(rep) => say!("{accounts} to {rep}", accounts, rep = rep_name(session, rep)),
        None => accounts,
    }
}

/// What is selected as far as excluding goes: whether any of it counts, and whether any of it does not.
pub fn counting(session: &Session) -> (bool, bool) {
    let is = |account: &u32| session.excluded().contains(*account as usize);
    let selected = &session.selection.accounts;
    (selected.iter().any(|account| !is(account)), selected.iter().any(is))
}

/// `12 excluded`; "" where none is.
pub fn excluded_text(session: &Session) -> String {
    match session.excluded().len() {
        0 => String::new(),
        count => say!("{count} excluded", count = grouped(count as f64, 0)),
    }
}

/// `without 12 excluded accounts`, behind what is counted; "" where none is.
pub fn without_excluded(session: &Session) -> String {
    match session.excluded().len() {
        0 => String::new(),
        count => {
            say!(count; "without {n} excluded account", "without {n} excluded accounts", n = grouped(count as f64, 0))
        }
    }
}

/// Whether any of the selected accounts is in a group that was made by hand.
pub fn has_group(session: &Session) -> bool {
    any_grouped(session, &session.selection.accounts)
}

/// Whether the user grouped an account with others.
pub(super) fn is_grouped(session: &Session, account: u32) -> bool {
    any_grouped(session, &[account])
}

fn any_grouped(session: &Session, accounts: &[u32]) -> bool {
    let (Some(data), Some(project)) = (&session.data, &session.project) else { return false };
    are_grouped(&project.settings.rules, &data.dataset, accounts)
}

/// `Boston, MA`; what is known of it, at least its postal code.
pub fn place_text(dataset: &Dataset, account: usize) -> String {
    let (city, state) = (dataset.accounts.city.get(account), dataset.accounts.state.get(account));
    match (city.is_empty(), state.is_empty()) {
        (false, false) => format!("{city}, {state}"),
        (false, true) => city.to_owned(),
        (true, false) => state.to_owned(),
        (true, true) => {
            let (code, country) = (dataset.accounts.postal_code.get(account), dataset.accounts.country.get(account));
            [code, country].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
    }
}

/// What places are sorted by: the state, then the city.
fn place_key(dataset: &Dataset, account: usize) -> String {
    let (city, state) = (dataset.accounts.city.get(account), dataset.accounts.state.get(account));
    if city.is_empty() && state.is_empty() { String::new() } else { format!("{state} {city}") }
}
