//! Which accounts the table shows: a search and a condition for each column, and both in words.

use crate::import::parse::DecimalSign;
use crate::import::parse::number;
use crate::model::OPEN;
use crate::model::Status;
use crate::order::Order;
use crate::rules::Excluded;
use crate::session::Data;
use crate::session::Session;
use crate::texts;
use crate::units::Money;
use crate::units::counted;
use crate::units::day_text;
use crate::units::decimal_mark;
use crate::units::grouped;
use crate::units::significant;
use crate::view::accounts::EXCLUDED_NAME;
use crate::view::accounts::column::AccountColumn;
use crate::view::accounts::column::ColumnInfo;
use crate::view::accounts::column::Kind;
use crate::view::accounts::column::label_numbers;
use crate::view::accounts::column::labels_of;
use crate::view::accounts::column::numbers_of;
use crate::view::accounts::column::texts_of;
use crate::view::accounts::is_locked;
use crate::view::accounts::place_text;
use crate::view::potential::potential;
use crate::view::rep_name;
use std::borrow::Cow;

/// What becomes of accounts without a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blanks {
    /// They are left out.
    #[default]
    Out,
    /// They are shown, too.
    In,
    /// Only they are shown.
    Only,
}

/// What a column must say.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Its text contains this, letters of any case alike.
    Contains(String),
    /// Its label is one of these, by their codes, sorted.
    OneOf(Vec<u32>),
    /// Its number lies between the two, both included.
    Range {
        /// The least; none where it does not matter.
        least: Option<f64>,
        /// The most; none where it does not matter.
        most: Option<f64>,
        /// What becomes of accounts without a number.
        blanks: Blanks,
    },
    /// It is so, or not.
    Is(bool),
}

/// Which accounts are shown: those that pass all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Text that name, id, city, state, industry or rep must contain.
    pub search: String,
    /// What columns must say, in the order in which it was asked for.
    pub conditions: Vec<(AccountColumn, Condition)>,
}

impl Filter {
    /// What a column must say.
    pub fn condition(&self, column: AccountColumn) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.0 == column).map(|condition| &condition.1)
    }

    /// Sets what a column must say; a condition that everything meets is none.
    pub fn set(&mut self, column: AccountColumn, condition: Option<Condition>) {
        let condition = condition.filter(|condition| !condition.is_empty());
        let place = self.conditions.iter().position(|condition| condition.0 == column);
        match (place, condition) {
            (Some(place), Some(condition)) => self.conditions[place].1 = condition,
            (Some(place), None) => {
                self.conditions.remove(place);
            }
            (None, Some(condition)) => self.conditions.push((column, condition)),
            (None, None) => {}
        }
    }

    /// Takes a label into a column's condition, or out of it.
    pub fn toggle(&mut self, column: AccountColumn, code: u32) {
        let mut codes = match self.condition(column) {
            Some(Condition::OneOf(codes)) => codes.clone(),
            _ => Vec::new(),
        };
        match codes.binary_search(&code) {
            Ok(place) => {
                codes.remove(place);
            }
            Err(place) => codes.insert(place, code),
        }
        self.set(column, Some(Condition::OneOf(codes)));
    }

    /// Whether it lets all accounts pass.
    pub fn is_empty(&self) -> bool {
        self.search.trim().is_empty() && self.conditions.is_empty()
    }

    /// Whether it depends on what is selected.
    pub fn is_of_selection(&self) -> bool {
        self.condition(AccountColumn::Selected).is_some()
    }
}

impl Condition {
    fn is_empty(&self) -> bool {
        match self {
            Self::Contains(text) => text.trim().is_empty(),
            Self::OneOf(codes) => codes.is_empty(),
            Self::Range { least: None, most: None, blanks } => *blanks == Blanks::In,
            Self::Range { .. } | Self::Is(_) => false,
        }
    }
}

/// A label of a column, with how many accounts have it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LabelRow {
    /// Its code.
    pub code: u32,
    /// The label; `blank` for none.
    pub text: String,
    /// Accounts that have it: `1,204`.
    pub count: String,
}

/// How many accounts have each label of a column.
pub fn label_counts(session: &Session, column: AccountColumn) -> Vec<u32> {
    let Some(project) = &session.project else { return Vec::new() };
    let labels = Labels::of(session, column);
    let Some(labels) = labels else { return Vec::new() };
    let mut counts = vec![0; labels.len()];
    for account in 0..project.working.len() {
        counts[labels.code(account)] += 1;
    }
    counts
}

/// The labels of a column that a search finds, the most frequent first, at most `most` of them; and how many more there
/// are.
pub fn label_rows(
    session: &Session,
    column: AccountColumn,
    counts: &[u32],
    search: &str,
    most: usize,
) -> (Vec<LabelRow>, usize) {
    let Some(labels) = Labels::of(session, column) else { return (Vec::new(), 0) };
    let needle = search.trim().to_lowercase();
    let found =
        |&code: &usize| counts.get(code).is_some_and(|&count| count > 0) && contains(labels.text(code), &needle);
    let mut codes: Vec<usize> = (0..labels.len()).filter(found).collect();
    codes.order_by(|&a, &b| counts[b].cmp(&counts[a]).then_with(|| labels.text(a).cmp(labels.text(b))));
    let more = codes.len().saturating_sub(most);
    codes.truncate(most);
    let row = |code: usize| LabelRow {
        code: code as u32,
        text: shown(labels.text(code)).to_owned(),
        count: grouped(f64::from(counts[code]), 0),
    };
    (codes.into_iter().map(row).collect(), more)
}

fn shown(label: &str) -> &str {
    if label.is_empty() { say!("blank") } else { label }
}

/// A condition in words: `Industry is Retail or Food`, `Potential a year $10,000 to $50,000`.
pub fn condition_text(session: &Session, info: &ColumnInfo, condition: &Condition) -> String {
    let Some(data) = &session.data else { return String::new() };
    let title = &info.title;
    match condition {
        Condition::Contains(text) => say!("{title} contains “{text}”", title, text = text.trim()),
        Condition::OneOf(codes) => {
            let Some(labels) = Labels::of(session, info.column) else { return title.clone() };
            let text = |code: &u32| shown(labels.text(*code as usize)).to_owned();
            let named: Vec<String> = codes.iter().take(if codes.len() > 3 { 2 } else { 3 }).map(text).collect();
            let is = match (named.split_last(), codes.len() - named.len()) {
                (Some((last, [])), 0) => last.clone(),
                (Some((last, before)), 0) => say!("{before} or {last}", before = before.join(", "), last),
                (_, more) => say!("{labels} or {others}", labels = named.join(", "), others = counted(more, "other")),
            };
            say!("{title} is {labels}", title, labels = is)
        }
        Condition::Range { blanks: Blanks::Only, .. } => say!("{title} is blank", title),
        Condition::Range { least, most, blanks } => {
            let symbol = data.dataset.currency_symbol();
            let amount = |value: f64| match info.kind {
                Kind::Money => Money(value).full(&symbol),
                _ => number_text(value),
            };
            let range = match (least, most) {
                (Some(least), Some(most)) => say!("{least} to {most}", least = amount(*least), most = amount(*most)),
                (Some(least), None) => say!("at least {least}", least = amount(*least)),
                (None, Some(most)) => say!("at most {most}", most = amount(*most)),
                (None, None) => say!("is given").to_owned(),
            };
            let words = format!("{title} {range}");
            if *blanks == Blanks::In { say!("{words} or blank", words) } else { words }
        }
        Condition::Is(true) => title.clone(),
        Condition::Is(false) => say!("{title}: no", title),
    }
}

/// What was typed as an end of a range: `10,000`, `$1.5 M`; none where it is no number. Where the text leaves a doubt, the
/// marks are those of the place.
pub fn amount_of(text: &str) -> Option<f64> {
    let of_place = if decimal_mark() == ',' { DecimalSign::Comma } else { DecimalSign::Point };
    number(text, DecimalSign::told_by(text).unwrap_or(of_place))
}

/// A number for a field that takes one.
pub fn significant_text(value: f64) -> String {
    significant(value, 12).replace('.', &decimal_mark().to_string())
}

/// The columns whose name holds every word of a search.
pub fn matching_columns(columns: &[ColumnInfo], search: &str) -> Vec<ColumnInfo> {
    let words = search.to_lowercase();
    let fits = |info: &&ColumnInfo| words.split_whitespace().all(|word| contains(&info.title, word));
    columns.iter().filter(fits).cloned().collect()
}

/// A number with as many decimals as it needs, at most three.
pub fn number_text(value: f64) -> String {
    let rounded = libm::round(value * 1000.0) / 1000.0;
    let decimals = (0..3).find(|&digits| {
        let scale = libm::pow(10.0, f64::from(digits));
        (libm::round(rounded * scale) - rounded * scale).abs() < 1e-6
    });
    grouped(rounded, decimals.unwrap_or(3) as usize)
}

/// The labels of a column, whatever they are kept in.
pub enum Labels<'s> {
    /// Labels with codes.
    Coded(&'s crate::model::Categories),
    /// Reps by position, then what nobody's accounts are with, then those of the plan that do not count.
    Reps(&'s crate::model::Dataset, &'s [u16], &'s str, Option<&'s Excluded>),
    /// Customer or prospect.
    Status(&'s crate::model::Accounts),
}

impl<'s> Labels<'s> {
    /// Of a column that has some.
    pub fn of(session: &'s Session, column: AccountColumn) -> Option<Self> {
        let dataset = &*session.data.as_ref()?.dataset;
        let plan = session.project.as_ref().map_or(&[][..], |project| &project.working.rep);
        Some(match column {
            AccountColumn::Rep => Self::Reps(dataset, plan, rep_name(session, OPEN), Some(session.excluded())),
            AccountColumn::Owner => Self::Reps(dataset, &dataset.accounts.owner, rep_name(session, OPEN), None),
            AccountColumn::Status => Self::Status(&dataset.accounts),
            _ => Self::Coded(labels_of(dataset, column)?),
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Coded(categories) => categories.labels().len(),
            Self::Reps(dataset, ..) => dataset.reps.len() + 2,
            Self::Status(_) => 2,
        }
    }

    /// The code of an account's label.
    pub fn code(&self, account: usize) -> usize {
        match self {
            Self::Coded(categories) => categories.code(account),
            Self::Reps(dataset, _, _, Some(excluded)) if excluded.contains(account) => dataset.reps.len() + 1,
            Self::Reps(dataset, reps, ..) => usize::from(reps[account]).min(dataset.reps.len()),
            Self::Status(accounts) => usize::from(accounts.status(account) == Status::Prospect),
        }
    }

    /// A label by its code.
    pub fn text(&self, code: usize) -> &'s str {
        match self {
            Self::Coded(categories) => categories.labels().get(code).map_or("", String::as_str),
            Self::Reps(dataset, ..) if code > dataset.reps.len() => texts::of(EXCLUDED_NAME),
            Self::Reps(dataset, _, nobody, _) => dataset.reps.get(code).map_or(*nobody, |rep| rep.name.as_str()),
            Self::Status(_) => [say!("customer"), say!("prospect")][code.min(1)],
        }
    }
}

/// A condition made ready: what can be known once is not asked for every account.
enum Test {
    /// The text contains this, in lower case.
    Contains(AccountColumn, String),
    /// By the code of the label.
    Codes(AccountColumn, Vec<bool>),
    /// The number lies in here; the numbers of labels where the column has labels.
    Range { column: AccountColumn, least: f64, most: f64, blanks: Blanks, labels: Vec<f64> },
    /// It is so, or not.
    Is(AccountColumn, bool),
    /// The search: the text, and which cities, states, industries and reps contain it.
    Search { needle: String, labels: Vec<(AccountColumn, Vec<bool>)> },
}

/// A filter made ready for one state of the data.
pub struct Sieve {
    tests: Vec<Test>,
}

impl Sieve {
    /// Of a filter.
    pub fn new(session: &Session, filter: &Filter) -> Self {
        let Some(data) = &session.data else { return Self { tests: Vec::new() } };
        let labelled = |column: AccountColumn, fits: &dyn Fn(usize, &str) -> bool| {
            let labels = Labels::of(session, column)?;
            Some((0..labels.len()).map(|code| fits(code, labels.text(code))).collect::<Vec<bool>>())
        };
        let test = |(column, condition): &(AccountColumn, Condition)| match condition {
            Condition::Contains(text) => {
                let needle = text.trim().to_lowercase();
                match labelled(*column, &|_, label| contains(label, &needle)) {
                    Some(codes) => Test::Codes(*column, codes),
                    None => Test::Contains(*column, needle),
                }
            }
            Condition::OneOf(chosen) => {
                let codes = labelled(*column, &|code, _| chosen.binary_search(&(code as u32)).is_ok());
                Test::Codes(*column, codes.unwrap_or_default())
            }
            Condition::Range { least, most, blanks } => Test::Range {
                column: *column,
                least: least.unwrap_or(f64::NEG_INFINITY),
                most: most.unwrap_or(f64::INFINITY),
                blanks: *blanks,
                labels: labels_of(&data.dataset, *column).map(label_numbers).unwrap_or_default(),
            },
            Condition::Is(wanted) => Test::Is(*column, *wanted),
        };
        let mut tests: Vec<Test> = filter.conditions.iter().map(test).collect();
        let needle = filter.search.trim().to_lowercase();
        if !needle.is_empty() {
            let searched = [AccountColumn::Rep, AccountColumn::State, AccountColumn::Industry, AccountColumn::City];
            let found = |column| labelled(column, &|_, label| contains(label, &needle)).map(|codes| (column, codes));
            let labels = searched.into_iter().filter_map(found).collect();
            tests.push(Test::Search { needle, labels });
        }
        Self { tests }
    }

    /// Whether an account passes.
    pub fn passes(&self, session: &Session, account: usize) -> bool {
        let Some(data) = &session.data else { return false };
        let has = |column: AccountColumn, codes: &[bool]| {
            Labels::of(session, column).is_some_and(|labels| codes.get(labels.code(account)) == Some(&true))
        };
        self.tests.iter().all(|test| match test {
            Test::Contains(column, needle) => contains(&text_of(data, *column, account), needle),
            Test::Codes(column, codes) => has(*column, codes),
            Test::Range { column, least, most, blanks, labels } => {
                let number = number_of(data, *column, labels, account);
                match blanks {
                    Blanks::Only => number.is_nan(),
                    _ if number.is_nan() => *blanks == Blanks::In,
                    _ => (*least..=*most).contains(&number),
                }
            }
            Test::Is(column, wanted) => is_so(session, *column, account) == *wanted,
            Test::Search { needle, labels } => {
                labels.iter().any(|(column, codes)| has(*column, codes))
                    || contains(data.dataset.accounts.name.get(account), needle)
                    || contains(data.dataset.accounts.id.get(account), needle)
            }
        })
    }
}

/// The text of an account in a column of texts.
fn text_of(data: &Data, column: AccountColumn, account: usize) -> Cow<'_, str> {
    match texts_of(&data.dataset, column) {
        // A day is found as it is shown and as the file says it.
        Some(texts) if column == AccountColumn::ContractEnd => {
            let day = texts.get(account);
            Cow::Owned(format!("{} {day}", day_text(day)))
        }
        Some(texts) => Cow::Borrowed(texts.get(account)),
        None => Cow::Owned(place_text(&data.dataset, account)),
    }
}

/// The number of an account in a column, `NaN` where it has none.
pub fn number_of(data: &Data, column: AccountColumn, labels: &[f64], account: usize) -> f64 {
    let scored = &data.scored;
    match column {
        AccountColumn::Potential => return potential(data, account),
        AccountColumn::Workload => return scored.hours.get(account).unwrap_or(f64::NAN),
        AccountColumn::Score => return scored.score.get(account).map_or(f64::NAN, |score| libm::round(score * 100.0)),
        _ => {}
    }
    match (numbers_of(&data.dataset, column), labels_of(&data.dataset, column)) {
        (Some(numbers), _) => numbers.get(account).copied().unwrap_or(f64::NAN),
        (None, Some(coded)) => labels.get(coded.code(account)).copied().unwrap_or(f64::NAN),
        (None, None) => f64::NAN,
    }
}

/// Whether a yes or no column says yes.
pub fn is_so(session: &Session, column: AccountColumn, account: usize) -> bool {
    let (Some(data), Some(project)) = (&session.data, &session.project) else { return false };
    match column {
        AccountColumn::Moves => {
            let owner = data.dataset.accounts.owner[account];
            let counts = !session.excluded().contains(account);
            counts && owner != OPEN && project.working.rep[account] != owner
        }
        AccountColumn::Locked => is_locked(session, account as u32),
        AccountColumn::Excluded => session.excluded().contains(account),
        AccountColumn::Selected => session.selection.accounts.binary_search(&(account as u32)).is_ok(),
        _ => false,
    }
}

/// Whether a text contains a lower-case needle, letters of any case alike.
pub fn contains(text: &str, needle: &str) -> bool {
    if text.is_ascii() && needle.is_ascii() {
        let (text, needle) = (text.as_bytes(), needle.as_bytes());
        return needle.is_empty() || text.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle));
    }
    text.to_lowercase().contains(needle)
}
