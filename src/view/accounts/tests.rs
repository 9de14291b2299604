//! Tests of the account table.

use super::*;
use crate::model::Accounts;
use crate::model::Assignment;
use crate::model::Attribute;
use crate::model::Categories;
use crate::model::RepIndices;
use crate::model::Settings;
use crate::scenario::Project;
use crate::score::Scored;
use crate::session::Data;
use std::sync::Arc;

/// `count` accounts with an industry, a potential that is missing for every fifth, and a column of the file.
fn session(count: usize) -> Session {
    let mut accounts = Accounts::of_length(count);
    let names: Vec<String> = (0..count).map(|n| format!("{} {n}", ["Birch", "acme", "Élan", "cedar"][n % 4])).collect();
    accounts.name = names.iter().map(String::as_str).collect();
    accounts.industry = Categories::from_texts((0..count).map(|n| ["Retail", "Food", "Energy", ""][n % 4]));
    accounts.owner = RepIndices(vec![0; count]);
    let revenue = |n: usize| if n.is_multiple_of(5) { f64::NAN } else { ((n * 7919) % 1000) as f64 };
    accounts.current_revenue.0 = (0..count).map(revenue).collect();
    let seats: Vec<String> = (0..count).map(|n| ((n * 31) % 50).to_string()).collect();
    let values = Categories::from_texts(seats.iter().map(String::as_str));
    let attributes = vec![Attribute { header: "Seats".to_owned(), values }];
    let dataset = Dataset { accounts, attributes, reps: vec![crate::model::Rep::default(); 2], ..Dataset::default() };
    let plan = Assignment { rep: RepIndices((0..count).map(|n| u16::from(n % 3 == 0)).collect()) };
    let scored = Scored { potential: (0..count).map(|n| n as f64).collect(), ..Scored::default() };
    let data = Data { dataset: Arc::new(dataset), scored: Arc::new(scored), ..Data::default() };
    let project = Project::new("Test", String::new(), Settings::default(), plan, 0.0);
    Session { data: Some(data), project: Some(project), ..Session::default() }
}

fn rows(session: &Session, filter: &Filter, sort: Option<AccountColumn>, descending: bool) -> Vec<u32> {
    let mut work = Arranging::new(session, filter, sort, descending);
    loop {
        if let Some(rows) = work.advance(session) {
            return rows;
        }
    }
}

fn info(session: &Session, column: AccountColumn) -> ColumnInfo {
    account_columns(session).into_iter().find(|info| info.column == column).unwrap()
}

#[test]
fn conditions_of_several_columns_hold_together() {
    // A filter that forgets one of its chips shows accounts the user has excluded.
    let session = session(100);
    let mut filter = Filter::default();
    let retail = Labels::of(&session, AccountColumn::Industry).unwrap();
    let code = |label: &str| (0..retail.len()).find(|&code| retail.text(code) == label).unwrap() as u32;
    filter.toggle(AccountColumn::Industry, code("Retail"));
    filter.toggle(AccountColumn::Industry, code("Food"));
    assert_eq!(rows(&session, &filter, None, false).len(), 50);
    let range = Condition::Range { least: Some(200.0), most: Some(800.0), blanks: Blanks::Out };
    filter.set(AccountColumn::Revenue, Some(range));
    filter.search = "ACME".to_owned();
    let found = rows(&session, &filter, None, false);
    let revenue = &session.data.as_ref().unwrap().dataset.accounts.current_revenue;
    assert!(!found.is_empty() && found.iter().all(|&a| a % 4 == 1 && (200.0..=800.0).contains(&revenue[a as usize])));
    filter.set(AccountColumn::Moves, Some(Condition::Is(true)));
    assert!(rows(&session, &filter, None, false).iter().all(|&account| account % 3 == 0));
    filter.toggle(AccountColumn::Industry, code("Food"));
    filter.toggle(AccountColumn::Industry, code("Retail"));
    assert_eq!(filter.conditions.len(), 2, "a set of nothing is no condition");
}

#[test]
fn blanks_are_left_out_taken_in_or_asked_for() {
    // "No revenue known" is what one looks for to call these accounts.
    let session = session(100);
    let shown = |blanks| {
        let mut filter = Filter::default();
        filter.set(AccountColumn::Revenue, Some(Condition::Range { least: Some(0.0), most: None, blanks }));
        rows(&session, &filter, None, false).len()
    };
    assert_eq!([Blanks::Out, Blanks::In, Blanks::Only].map(shown), [80, 100, 20]);
}

#[test]
fn any_number_of_rows_is_sorted_as_in_one_go_and_blanks_come_last() {
    // Rows are sorted in pieces that are merged: a fault at their seams would show in large files only.
    let session = session(50_000);
    let all = Filter::default();
    let revenue = &session.data.as_ref().unwrap().dataset.accounts.current_revenue;
    for descending in [false, true] {
        let sorted = rows(&session, &all, Some(AccountColumn::Revenue), descending);
        let mut expected: Vec<u32> = (0..50_000).collect();
        expected.sort_by(|&a, &b| {
            let (a, b) = (revenue[a as usize], revenue[b as usize]);
            let order = if descending { b.total_cmp(&a) } else { a.total_cmp(&b) };
            a.is_nan().cmp(&b.is_nan()).then(if a.is_nan() { std::cmp::Ordering::Equal } else { order })
        });
        assert!(sorted == expected, "descending: {descending}");
    }
    let names = rows(&session, &all, Some(AccountColumn::Name), false);
    let text = |place: usize| session.data.as_ref().unwrap().dataset.accounts.name.get(names[place] as usize);
    assert_eq!([text(0), text(49_999)], ["acme 1", "Élan 9998"]);
    let seats = rows(&session, &all, Some(AccountColumn::Own(0)), true);
    assert_eq!(seats.iter().filter(|&&account| (account * 31) % 50 == 49).count(), 1000);
    assert_eq!((seats[0] * 31) % 50, 49, "numbers of the file are sorted as numbers");
    assert_eq!(rows(&session, &all, None, true)[0], 49_999);
}

#[test]
fn a_filter_is_said_in_words() {
    // The chips are all that tells why an account is missing.
    let session = session(40);
    let industry = info(&session, AccountColumn::Industry);
    let text = |codes: &[u32]| condition_text(&session, &industry, &Condition::OneOf(codes.to_vec()));
    assert_eq!(
        [text(&[1]), text(&[1, 2]), text(&[0, 1, 2])],
        ["Industry is Retail", "Industry is Retail or Food", "Industry is blank, Retail or Food"]
    );
    assert_eq!(text(&[0, 1, 2, 3]), "Industry is blank, Retail or 2 others");
    let revenue = info(&session, AccountColumn::Revenue);
    let range = |least, most, blanks| condition_text(&session, &revenue, &Condition::Range { least, most, blanks });
    assert_eq!(range(Some(1e4), Some(5e4), Blanks::Out), "Revenue with us a year $10,000 to $50,000");
    assert_eq!(range(None, Some(0.5), Blanks::In), "Revenue with us a year at most $0 or blank");
    assert_eq!(range(None, None, Blanks::Only), "Revenue with us a year is blank");
}

#[test]
fn labels_are_counted_and_found() {
    // The list shows the frequent ones first; a search narrows it.
    let session = session(41);
    let counts = label_counts(&session, AccountColumn::Industry);
    let (rows, more) = label_rows(&session, AccountColumn::Industry, &counts, "", 3);
    let told: Vec<_> = rows.iter().map(|row| (row.text.as_str(), row.count.as_str())).collect();
    assert_eq!((told, more), (vec![("Retail", "11"), ("blank", "10"), ("Energy", "10")], 1));
    let (rows, more) = label_rows(&session, AccountColumn::Industry, &counts, "fo", 3);
    assert_eq!((rows[0].text.as_str(), rows.len(), more), ("Food", 1, 0));
}

#[test]
fn all_rows_are_selected_in_the_order_of_the_file() {
    // The selection is kept sorted; a box that is ticked while one row is missing would lie about what is assigned.
    assert_eq!(in_file_order(&[7, 2, 5]), [2, 5, 7]);
    assert!(in_file_order(&[]).is_empty());
    assert!(are_selected(&[7, 2], &[2, 5, 7]));
    assert!(!are_selected(&[7, 2, 9], &[2, 5, 7]) && !are_selected(&[2, 9], &[2, 5, 7]) && !are_selected(&[], &[1]));
}

#[test]
fn a_choice_of_columns_is_remembered_by_name() {
    // Columns come and go with the file; what was chosen must not turn into something else.
    let session = session(8);
    let all = account_columns(&session);
    let mut layout = Layout::usual(&all);
    layout.toggle(&info(&session, AccountColumn::Own(0)));
    layout.pin(AccountColumn::Own(0));
    layout.shift(AccountColumn::Potential, true);
    let again = Layout::remembered(&all, &layout.text());
    assert_eq!(again, layout);
    assert_eq!((layout.pinned, layout.columns[0].title.as_str()), (1, "Seats"));
    assert_eq!(layout.offsets_px(260).0, [260]);
    let without: Vec<ColumnInfo> = all.iter().filter(|info| !info.own).cloned().collect();
    assert_eq!(Layout::remembered(&without, &layout.text()).pinned, 0);
    assert_eq!(Layout::remembered(&all, "gone"), Layout::usual(&all));
}

#[test]
fn a_filter_comes_back_as_it_was_left() {
    // Whoever comes back works on with the accounts that were shown; codes of labels may be others by then.
    let session = session(20);
    let columns = account_columns(&session);
    let mut filter = Filter { search: "ac me".to_owned(), ..Filter::default() };
    filter.set(AccountColumn::Industry, Some(Condition::OneOf(vec![0, 2])));
    let range = Condition::Range { least: Some(0.1), most: None, blanks: Blanks::In };
    filter.set(AccountColumn::Revenue, Some(range));
    filter.set(AccountColumn::Moves, Some(Condition::Is(false)));
    let order = (Some(AccountColumn::Potential), true);
    let text = kept_filter(&session, &columns, &filter, order);
    assert!(text.contains("Retail") || text.contains("Food"), "labels are told by their words: {text}");
    assert_eq!(recalled_filter(&session, &columns, &text), (filter.clone(), order));
    filter.set(AccountColumn::Selected, Some(Condition::Is(true)));
    assert_eq!(kept_filter(&session, &columns, &filter, order), text, "a selection is gone with the page");
    assert_eq!(kept_filter(&session, &columns, &Filter::default(), (None, false)), "");
    let fewer: Vec<_> = columns.into_iter().filter(|info| info.column != AccountColumn::Industry).collect();
    assert_eq!(recalled_filter(&session, &fewer, &text).0.conditions.len(), 2, "a column that is gone asks nothing");
}

#[test]
fn what_is_copied_is_in_full() {
    // A spreadsheet adds up what is pasted: "$0.41 M" and "same" are for the eye.
    let mut session = session(8);
    session.selection.accounts = vec![1, 2];
    let columns = [AccountColumn::Revenue, AccountColumn::Owner].map(|column| info(&session, column));
    let rows = copied_rows(&session, &[2, 1], &columns);
    assert_eq!(rows[0], ["Account", "Id", "Revenue with us a year", "Today"]);
    let told: Vec<&str> = rows[1..].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(told, ["838", "919"]);
    assert!(rows[1..].iter().all(|row| row[3] != "same"));
}
