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

/// Reads companies one after the other, into texts that are used again.
#[derive(Default)]
pub struct Companies {
    name: String,
    folded: String,
}

impl Companies {
    /// The name of an account without what says nothing; "" where only that is left.
    pub fn name(&mut self, rows: &Rows, account: usize) -> &str {
        fold_into(rows.text(account, Field::Name), &mut self.folded);
        self.name.clear();
        for word in self.folded.split(' ').filter(|word| !FORMS.contains(word)) {
            self.name.push_str(word);
        }
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
        for part in [street, area[0], area[1], area[2]] {
            self.name.push('/');
            fold_into(part, &mut self.folded);
            self.name.push_str(&self.folded);
        }
        Some(text_key(&self.name))
    }

    /// Whether two rows that were confirmed to be one account still look like one: in another file the same ids may name
    /// other companies.
    pub fn alike(&mut self, rows: &Rows, one: usize, other: usize) -> bool {
        let name = self.name(rows, one).to_owned();
        if name != self.name(rows, other) {
            return false;
        }
        let same = |field: Field| fold(rows.text(one, field)) == fold(rows.text(other, field));
        let code = |account: usize| {
            let code = rows.text(account, Field::PostalCode).trim_start_matches('0');
            code.split('-').next().unwrap_or("").to_owned()
        };
        same(Field::Street) && (same(Field::City) || code(one) == code(other))
    }
}
