//! What tells one company from another in a list: its name without what says nothing, and where it is.

use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold_into;
use crate::model::Texts;
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

    /// A key of where the account is: its street, and its postal code or else its city. None where both are unknown.
    pub fn place(&mut self, rows: &Rows, account: usize, postal_code: &Texts) -> Option<u128> {
        let code: String = postal_code.get(account).chars().take(5).collect();
        let area = if code.is_empty() { rows.text(account, Field::City) } else { &code };
        self.name.clear();
        for part in [rows.text(account, Field::Street), area] {
            self.name.push('/');
            fold_into(part, &mut self.folded);
            self.name.push_str(&self.folded);
        }
        (self.name.len() >= 4).then(|| text_key(&self.name))
    }
}
