//! Step: which rows are accounts, and what each is called. One id form, each id once.

use crate::clean::Choices;
use crate::clean::Duplicates;
use crate::clean::Host;
use crate::clean::Step;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::repeated;
use crate::import::Drafts;
use crate::import::Field;
use crate::import::parse;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::text_key;
use std::borrow::Cow;
use std::collections::HashSet;

/// So many rows are one piece of work.
pub const PIECE: usize = 100_000;

/// The usable rows of the accounts table.
pub struct Rows<'a> {
    /// The table.
    pub drafts: &'a Drafts<'a>,
    /// For each account its data row (from 0).
    pub data: Vec<usize>,
    /// For each account its id.
    pub ids: Vec<Cow<'a, str>>,
    /// For an account that stands in several rows the others: they fill its blanks.
    pub also: Lookup<u32, Vec<usize>>,
    /// Rows with an id that another row has: questions, with what the user says.
    pub repeated: Vec<Duplicates>,
    /// What the user decided.
    pub choices: &'a Choices,
}

impl<'a> Rows<'a> {
    /// How many accounts there are.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// The value of a field for an account.
    pub fn text(&self, account: usize, field: Field) -> &'a str {
        let text = self.drafts.text(self.data[account], field);
        if !text.is_empty() || self.also.is_empty() {
            return text;
        }
        let others = self.also.get(&(account as u32)).into_iter().flatten();
        others.map(|&row| self.drafts.text(row, field)).find(|text| !text.is_empty()).unwrap_or("")
    }

    /// The row of an account as a spreadsheet shows it.
    pub fn number(&self, account: usize) -> u32 {
        self.drafts.row_number(self.data[account])
    }

    /// Whether a step is done.
    pub fn does(&self, step: Step) -> bool {
        self.choices.does(step)
    }

    /// Places an issue at a cell of an account.
    pub fn issue_at(&self, issue: Issue, account: usize, field: Field) -> Issue {
        self.drafts.issue_at(issue, self.data[account], field)
    }
}

/// Finds accounts by id, in both lengths of Salesforce ids.
pub struct IdIndex {
    exact: Lookup<u128, u32>,
    has_salesforce: bool,
}

impl IdIndex {
    /// Of all ids in order.
    pub fn new<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let mut index = Self { exact: Lookup::default(), has_salesforce: false };
        for (position, id) in ids.enumerate() {
            index.has_salesforce |= parse::salesforce_long(id).is_some();
            index.exact.entry(text_key(id)).or_insert(position as u32);
        }
        index
    }

    /// Finds the account at a position by another id as well.
    pub fn alias(&mut self, id: &str, position: u32) {
        self.exact.insert(text_key(id), position);
    }

    /// The position of the row with this id.
    pub fn find(&self, id: &str) -> Option<u32> {
        if let Some(&found) = self.exact.get(&text_key(id)) {
            return Some(found);
        }
        if !self.has_salesforce {
            return None;
        }
        let long = parse::salesforce_long(id)?;
        self.exact.get(&text_key(&long)).or_else(|| self.exact.get(&text_key(&long[..15]))).copied()
    }
}

/// Tells usable rows from others. Every other row becomes an error with its row number.
pub async fn rows<'a>(
    drafts: &'a Drafts<'a>,
    choices: &'a Choices,
    host: &mut impl Host,
    log: &mut Log,
) -> Option<Rows<'a>> {
    let has_id = drafts.has(Field::Id);
    let unify = has_id && choices.does(Step::Ids) && mixed_lengths(drafts);
    let mut rows =
        Rows { drafts, data: Vec::new(), ids: Vec::new(), also: Lookup::default(), repeated: Vec::new(), choices };
    let mut repeated = Vec::new();
    let mut first: Lookup<u128, u32> = Lookup::default();
    first.reserve(drafts.len());
    let (mut unified, mut numbered, mut named) = (0, 0, 0);
    for row in 0..drafts.len() {
        if row.is_multiple_of(PIECE) {
            going!(host, say!("Telling accounts apart"), 0.2 * row as f64 / drafts.len() as f64);
        }
        let (id, name) = (drafts.text(row, Field::Id), drafts.text(row, Field::Name));
        let mut key = Cow::Borrowed(if id.is_empty() { name } else { id });
        if key.is_empty() {
            let issue = Issue::error(
                "account-without-identity",
                say!("an id or a name"),
                say!("Add one; the row is left out."),
            );
            log.cell(drafts.issue_at(issue, row, if has_id { Field::Id } else { Field::Name }));
            continue;
        }
        if has_id && id.is_empty() {
            named += 1;
            let issue = Issue::warning("id-missing", say!("an id"), say!("The name serves as id."));
            log.cell(drafts.issue_at(issue, row, Field::Id));
        }
        if unify && let Some(long) = parse::salesforce_long(&key) {
            unified += usize::from(long != key);
            key = Cow::Owned(long);
        }
        if let Some(&earlier) = first.get(&text_key(&key)) {
            if id.is_empty() {
                numbered += 1;
                key = free_name(&key, &first);
            } else {
                repeated.push((earlier, row));
                continue;
            }
        }
        first.insert(text_key(&key), rows.data.len() as u32);
        rows.data.push(row);
        rows.ids.push(key);
    }
    columns_missing(drafts, log);
    if has_id {
        case_variants(&rows, log);
    }
    let sentence = ids_sentence(rows.len(), has_id, numbered, unified);
    log.step(Step::Ids.id(), say!("Ids"), unified + numbered + named, sentence);
    repeated::settle(&mut rows, &repeated, log);
    Some(rows)
}

/// What was done so that each row has an id of its own.
fn ids_sentence(rows: usize, has_id: bool, numbered: usize, unified: usize) -> String {
    let mut sentence = vec![say!("{rows} with one id each.", rows = counted(rows, "row", "rows"))];
    if !has_id {
        sentence.push(say!("The file has no id column, so the name serves as id.").to_owned());
    }
    if numbered > 0 {
        sentence.push(say!(
            "{names} got a number behind it.",
            names = counted(numbered, "repeated name", "repeated names")
        ));
    }
    if unified > 0 {
        sentence
            .push(say!("{ids} brought to 18 characters.", ids = counted(unified, "Salesforce id", "Salesforce ids")));
    }
    sentence.join(" ")
}

/// Says what stands in for a column of ids or names that the file does not have.
pub fn columns_missing(drafts: &Drafts, log: &mut Log) {
    let missing = [
        (
            Field::Id,
            "id-column-missing",
            say!("a column of ids"),
            say!("The names serve as ids. If a column holds ids, choose it."),
        ),
        (
            Field::Name,
            "name-column-missing",
            say!("a column of names"),
            say!("The ids serve as names. If a column holds names, choose it."),
        ),
    ];
    for (field, code, expected, advice) in missing {
        if !drafts.has(field) {
            let issue = Issue::note(code, expected, advice);
            let table = drafts.table();
            log.add(issue.at(&table.file, 1, "").found(&table.headers.join(", ")));
        }
    }
}

/// Reports ids that differ in nothing but capitals. Those of Salesforce often do and mean it.
fn case_variants(rows: &Rows, log: &mut Log) {
    let mut first: Lookup<u128, usize> = Lookup::default();
    for (account, id) in rows.ids.iter().enumerate() {
        if !id.bytes().any(|byte| byte.is_ascii_alphabetic()) || parse::salesforce_long(id).is_some() {
            continue;
        }
        let earlier = *first.entry(text_key(&id.to_ascii_lowercase())).or_insert(account);
        if earlier != account && !rows.text(account, Field::Id).is_empty() {
            let row = rows.drafts.row_number(rows.data[earlier]);
            log.cell(rows.issue_at(differs_by_case(&rows.ids[earlier], row), account, Field::Id));
        }
    }
}

/// The note that an id is that of an earlier row but for its capitals.
pub fn differs_by_case(earlier: &str, row: u32) -> Issue {
    let advice = say!("Row {row} has \"{earlier}\". Both are used; if they are the same, delete one.", row, earlier);
    Issue::note("id-differs-by-case", say!("ids that differ in more than capitals"), advice)
}

/// Whether Salesforce ids come in both lengths.
fn mixed_lengths(drafts: &Drafts) -> bool {
    let lengths: HashSet<usize> = drafts
        .filled(Field::Id)
        .filter(|id| matches!(id.len(), 15 | 18) && parse::salesforce_long(id).is_some())
        .map(str::len)
        .collect();
    lengths.len() == 2
}

fn free_name<'a>(name: &str, taken: &Lookup<u128, u32>) -> Cow<'a, str> {
    let mut number = 2;
    loop {
        let candidate = format!("{name} ({number})");
        if !taken.contains_key(&text_key(&candidate)) {
            return Cow::Owned(candidate);
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::trial::cleaned;
    use crate::clean::trial::count;

    #[test]
    fn both_lengths_of_salesforce_ids_are_one_account() {
        // A list pasted together from a report and an export would hold each account twice.
        let text = "id,name,owner\n001D000000IqhSL,A,Ana\n001D000000IqhSLIAZ,A again,Ana\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        assert_eq!(prepared.dataset.accounts.len(), 1);
        assert_eq!(prepared.dataset.accounts.id.get(0), "001D000000IqhSLIAZ");
        assert_eq!(count(&prepared, "id-repeated"), 1);
    }

    #[test]
    fn ids_that_differ_by_case_are_two_accounts_and_told() {
        // They may be two records or one typed twice; only a person knows, if told where they stand.
        let text = "id,name,owner\na1,A,Ana\nb1,B,Ana\nA1,C,Ana\n001D000000IqhSL,D,Ana\n001D000000IqhSl,E,Ana\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        assert_eq!((prepared.dataset.accounts.len(), count(&prepared, "id-differs-by-case")), (5, 1));
        let issue = prepared.issues.iter().find(|issue| issue.code == "id-differs-by-case").unwrap();
        assert_eq!((issue.place.row, issue.found.as_str()), (4, "A1"));
        assert!(issue.advice.starts_with("Row 2 has \"a1\"."), "{}", issue.advice);
    }

    #[test]
    fn names_serve_as_ids_and_stay_apart() {
        // Two branches of one name are two accounts where the file has no id.
        let prepared = cleaned(&[("accounts.csv", "account name,owner,city\nAcme,Ana,Bonn\nAcme,Ana,Ulm\n")]);
        let ids: Vec<&str> = prepared.dataset.accounts.id.iter().collect();
        assert_eq!(ids, ["Acme", "Acme (2)"]);
        assert_eq!((count(&prepared, "id-column-missing"), count(&prepared, "name-column-missing")), (1, 0));
    }
}
