//! What tells one company from another in a list: its name without what says nothing, and where it is.

use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold;
use crate::import::fold_into;
use crate::model::Accounts;
use crate::model::text_key;

/// Legal forms that say nothing about which company it is.
const FORMS: [&str; 14] =
    ["inc", "llc", "ltd", "gmbh", "corp", "co", "company", "corporation", "limited", "ag", "sa", "plc", "bv", "the"];

/// A company by its name without case, accents, spaces and legal form: `acme` for `ACME, Inc.`.
pub type Family = String;

/// Words of streets and their usual short forms.
const STREETS: [(&str, &str); 16] = [
    ("street", "st"),
    ("avenue", "ave"),
    ("av", "ave"),
    ("road", "rd"),
    ("boulevard", "blvd"),
    ("drive", "dr"),
    ("lane", "ln"),
    ("highway", "hwy"),
    ("parkway", "pkwy"),
    ("suite", "ste"),
    ("square", "sq"),
    ("place", "pl"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
];

/// Reads companies one after the other, into texts that are used again.
#[derive(Default)]
pub struct Companies {
    name: String,
    other: String,
    folded: String,
}

impl Companies {
    /// The name of an account without what says nothing; "" where only that is left.
    pub fn name(&mut self, rows: &Rows, account: usize) -> &str {
        plain_name(rows.text(account, Field::Name), &mut self.folded, &mut self.name);
        &self.name
    }

    /// A key of where the account is: its street, and its postal code or else its city and state. None where neither a
    /// street nor an area is known.
    pub fn place(&mut self, rows: &Rows, account: usize, accounts: &Accounts) -> Option<u128> {
        let code: String = accounts.postal_code.get(account).chars().take(5).collect();
        let street = rows.text(account, Field::Street);
        // Many states have a Springfield with a Main Street.
        let area = match code.as_str() {
            "" => [rows.text(account, Field::City), accounts.state.get(account), accounts.country.get(account)],
            code => [code, "", ""],
        };
        self.name.clear();
        if street.is_empty() && area[0].is_empty() {
            return None;
        }
        plain_street(street, &mut self.folded, &mut self.name);
        for part in area {
            self.name.push('/');
            fold_into(part, &mut self.folded);
            self.name.push_str(&self.folded);
        }
        Some(text_key(&self.name))
    }

    /// Whether the names of two accounts are one but for a slip or two of the keyboard.
    pub fn one_slip_apart(&mut self, rows: &Rows, one: usize, other: usize) -> bool {
        plain_name(rows.text(one, Field::Name), &mut self.folded, &mut self.name);
        plain_name(rows.text(other, Field::Name), &mut self.folded, &mut self.other);
        let (one, other) = (self.name.as_str(), self.other.as_str());
        let digits = |name: &str| name.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        let slips = match one.len().min(other.len()) {
            ..5 => 0,
            5..10 => 1,
            _ => 2,
        };
        one.len().abs_diff(other.len()) <= slips
            // "Unit 4" and "Unit 5" are neighbours, not slips.
            && digits(one) == digits(other)
            && strsim::damerau_levenshtein(one, other) <= slips
    }

    /// Whether two rows that were confirmed to be one account still look like one: in another file the same ids may name
    /// other companies.
    pub fn alike(&mut self, rows: &Rows, one: usize, other: usize) -> bool {
        let streets = [one, other].map(|account| {
            let mut street = String::new();
            plain_street(rows.text(account, Field::Street), &mut self.folded, &mut street);
            street
        });
        let name = self.name(rows, one).to_owned();
        if name != self.name(rows, other) && (streets[0].is_empty() || !self.one_slip_apart(rows, one, other)) {
            return false;
        }
        let code = |account: usize| {
            let code = rows.text(account, Field::PostalCode).trim_start_matches('0');
            code.split('-').next().unwrap_or("").to_owned()
        };
        let city = |account: usize| fold(rows.text(account, Field::City));
        streets[0] == streets[1] && (city(one) == city(other) || code(one) == code(other))
    }
}

/// A name without case, accents, spaces and legal form.
fn plain_name(text: &str, folded: &mut String, name: &mut String) {
    fold_into(text, folded);
    name.clear();
    for word in folded.split(' ').filter(|word| !FORMS.contains(word)) {
        name.push_str(word);
    }
}

/// Adds a street without case and spaces, its usual words shortened: `1mainst` for `1 Main Street`.
fn plain_street(text: &str, folded: &mut String, street: &mut String) {
    fold_into(text, folded);
    for word in folded.split(' ') {
        let short = STREETS.iter().find(|(long, _)| *long == word).map_or(word, |pair| pair.1);
        match short.strip_suffix("strasse") {
            Some(name) => {
                street.push_str(name);
                street.push_str("str");
            }
            None => street.push_str(short),
        }
    }
}
