//! The rows of the table in their order, worked out in slices: a million accounts must not stop the page.
//!
//! Accounts are filtered and given keys piece by piece, each piece is sorted by itself, and the sorted pieces are merged
//! two by two. Between any two steps the page may do something else.

use crate::import::fold;
use crate::order::Order;
use crate::session::Data;
use crate::session::Session;
use crate::view::accounts::column::AccountColumn;
use crate::view::accounts::column::is_scored;
use crate::view::accounts::column::label_numbers;
use crate::view::accounts::column::labels_of;
use crate::view::accounts::column::numbers_of;
use crate::view::accounts::column::texts_of;
use crate::view::accounts::filter::Filter;
use crate::view::accounts::filter::Labels;
use crate::view::accounts::filter::Sieve;
use crate::view::accounts::filter::is_so;
use crate::view::accounts::filter::number_of;
use crate::view::accounts::place_key;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::VecDeque;

/// Accounts looked at in one step.
const PIECE: usize = 2_048;
/// Rows merged in one step.
const MERGED: usize = 8_192;

/// An account with what it is sorted by: blanks have the largest key, whichever way round.
#[derive(Clone, Copy)]
struct Keyed {
    key: u64,
    account: u32,
}

/// Two sorted runs on their way to be one.
#[derive(Default)]
struct Merge {
    left: Vec<Keyed>,
    right: Vec<Keyed>,
    at: (usize, usize),
    done: Vec<Keyed>,
}

/// The work of filtering and sorting, as far as it has come. It belongs to one state of the session.
pub struct Arranging {
    sieve: Sieve,
    sort: Option<AccountColumn>,
    descending: bool,
    labels: Vec<f64>,
    next: usize,
    rows: Vec<u32>,
    runs: VecDeque<Vec<Keyed>>,
    merge: Option<Merge>,
}

impl Arranging {
    /// Work to be done for a filter and an order: a column, or the order of the file; and whether the other way round.
    pub fn new(session: &Session, filter: &Filter, sort: Option<AccountColumn>, descending: bool) -> Self {
        let coded = session.data.as_ref().zip(sort).and_then(|(data, column)| labels_of(&data.dataset, column));
        let labels = coded.map(label_numbers).filter(|numbers| is_numeric(numbers)).unwrap_or_default();
        Self {
            sieve: Sieve::new(session, filter),
            sort,
            descending,
            labels,
            next: 0,
            rows: Vec::new(),
            runs: VecDeque::new(),
            merge: None,
        }
    }

    /// Does a step; the rows once all is done.
    pub fn advance(&mut self, session: &Session) -> Option<Vec<u32>> {
        let count = session.project.as_ref().map_or(0, |project| project.working.len());
        if self.next < count {
            let piece = self.next..(self.next + PIECE).min(count);
            self.next = piece.end;
            let passing = piece.filter(|&account| self.sieve.passes(session, account)).map(|account| account as u32);
            let passing: Vec<u32> = passing.collect();
            self.take_in(session, &passing);
            return None;
        }
        if let (None, descending) = (self.sort, self.descending) {
            let mut rows = std::mem::take(&mut self.rows);
            if descending {
                rows.reverse();
            }
            return Some(rows);
        }
        self.merge_on(session)
    }

    /// Takes in accounts that pass: as they are, or as a sorted run.
    fn take_in(&mut self, session: &Session, passing: &[u32]) {
        let (Some(column), Some(data), false) = (self.sort, &session.data, passing.is_empty()) else {
            return self.rows.extend(passing);
        };
        let key = |account: u32| self.key(session, data, column, account as usize);
        let mut run: Vec<Keyed> = passing.iter().map(|&account| Keyed { key: key(account), account }).collect();
        run.order_by(|a, b| self.compare(session, a, b));
        self.runs.push_back(run);
    }

    fn merge_on(&mut self, session: &Session) -> Option<Vec<u32>> {
        let mut merge = match self.merge.take() {
            Some(merge) => merge,
            None if self.runs.len() < 2 => {
                let rows = self.runs.pop_front().unwrap_or_default();
                return Some(rows.iter().map(|row| row.account).collect());
            }
            None => {
                let (left, right) = (self.runs.pop_front()?, self.runs.pop_front()?);
                Merge { done: Vec::with_capacity(left.len() + right.len()), left, right, at: (0, 0) }
            }
        };
        for _ in 0..MERGED {
            let (left, right) = (merge.left.get(merge.at.0), merge.right.get(merge.at.1));
            let takes_left = match (left, right) {
                (Some(left), Some(right)) => self.compare(session, left, right) != Ordering::Greater,
                (left, _) => left.is_some(),
            };
            let Some(next) = (if takes_left { left } else { right }) else { break };
            merge.done.push(*next);
            let at = &mut merge.at;
            *(if takes_left { &mut at.0 } else { &mut at.1 }) += 1;
        }
        if merge.done.len() == merge.left.len() + merge.right.len() {
            self.runs.push_back(merge.done);
        } else {
            self.merge = Some(merge);
        }
        None
    }

    /// What an account is sorted by: of texts the first letters, which tell most of them apart.
    fn key(&self, session: &Session, data: &Data, column: AccountColumn, account: usize) -> u64 {
        let key = match column {
            AccountColumn::Moves | AccountColumn::Locked | AccountColumn::Excluded | AccountColumn::Selected => {
                Some(u64::from(!is_so(session, column, account)))
            }
            _ if self.is_number(data, column) => number_key(number_of(data, column, &self.labels, account)),
            _ => text_key(&text_of(session, data, column, account)),
        };
        match key {
            None => u64::MAX,
            Some(key) if self.descending => !key & (u64::MAX >> 1),
            Some(key) => key,
        }
    }

    fn is_number(&self, data: &Data, column: AccountColumn) -> bool {
        is_scored(column) || numbers_of(&data.dataset, column).is_some() || !self.labels.is_empty()
    }

    fn compare(&self, session: &Session, a: &Keyed, b: &Keyed) -> Ordering {
        let by_text = || {
            let (Some(column), Some(data), true) = (self.sort, &session.data, a.key != u64::MAX) else {
                return Ordering::Equal;
            };
            if self.is_number(data, column) || is_same(session, column, a.account, b.account) {
                return Ordering::Equal;
            }
            let text = |row: &Keyed| text_of(session, data, column, row.account as usize);
            let order = compare_texts(&text(a), &text(b));
            if self.descending { order.reverse() } else { order }
        };
        a.key.cmp(&b.key).then_with(by_text).then(a.account.cmp(&b.account))
    }
}

/// Whether most labels are numbers; the first is always the blank.
fn is_numeric(numbers: &[f64]) -> bool {
    let given = numbers.get(1..).unwrap_or_default();
    !given.is_empty() && given.iter().filter(|number| number.is_nan()).count() * 2 < given.len()
}

/// Whether two accounts have the same label: then no text has to be looked at.
fn is_same(session: &Session, column: AccountColumn, a: u32, b: u32) -> bool {
    Labels::of(session, column).is_some_and(|labels| labels.code(a as usize) == labels.code(b as usize))
}

fn text_of<'s>(session: &'s Session, data: &'s Data, column: AccountColumn, account: usize) -> Cow<'s, str> {
    if let Some(texts) = texts_of(&data.dataset, column) {
        return Cow::Borrowed(texts.get(account));
    }
    match Labels::of(session, column) {
        Some(labels) => Cow::Borrowed(labels.text(labels.code(account))),
        None => Cow::Owned(place_key(&data.dataset, account)),
    }
}

/// A key that orders numbers; none for a missing one.
fn number_key(number: f64) -> Option<u64> {
    let bits = number.to_bits();
    let ordered = if bits >> 63 == 0 { bits | (1 << 63) } else { !bits };
    // The lowest bit goes: the largest keys are for blanks.
    (!number.is_nan()).then_some(ordered >> 1)
}

/// A key of the first letters of a text, letters of any case alike; none for an empty one.
fn text_key(text: &str) -> Option<u64> {
    let spelled = spelled(text);
    let letters =
        spelled.bytes().take(8).fold((0_u64, 0), |(key, length), letter| ((key << 8) | u64::from(letter), length + 1));
    (letters.1 > 0).then(|| (letters.0 << (8 * (8 - letters.1))) >> 1)
}

/// A text as it is sorted: letters of any case alike, accents do not count.
fn spelled(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        Cow::Owned(fold(text))
    } else if text.bytes().any(|letter| letter.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

fn compare_texts(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        let lower = |text: &str| text.bytes().map(|letter| letter.to_ascii_lowercase()).collect::<Vec<u8>>();
        return if a.eq_ignore_ascii_case(b) { Ordering::Equal } else { lower(a).cmp(&lower(b)) };
    }
    spelled(a).cmp(&spelled(b))
}
