//! The dataset: what cleaning leaves of the files, immutable and fingerprinted.

use crate::model::Accounts;
use crate::model::Opportunities;
use crate::model::Rep;
use crate::model::Table;
use crate::model::TableKind;
use serde::Deserialize;
use serde::Serialize;

/// The categorical fields that every dataset has.
const CATEGORIES: [&str; 7] = ["industry", "segment", "state", "country", "city", "status", "competitor"];

/// A file the dataset came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Name of the file.
    pub file: String,
    /// What its rows are.
    pub kind: TableKind,
    /// Data rows in the file.
    pub rows: u32,
    /// Rows that became part of the dataset.
    pub used: u32,
}

/// Accounts, reps and history as cleaning left them. Never changed afterwards: a new import makes a new dataset.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// The accounts.
    pub accounts: Accounts,
    /// The reps; a rep's position here is its index everywhere.
    pub reps: Vec<Rep>,
    /// Sales history; empty where no file was given.
    pub opportunities: Opportunities,
    /// How many company families there are (`accounts.family` counts below this).
    pub families: u32,
    /// Currency of all money, an ISO code: `USD`.
    pub currency: String,
    /// The accounts file as it came, for export and extra columns.
    pub original: Table,
    /// For each account its data row (from 0) in `original`.
    pub original_row: crate::model::Indices,
    /// The files everything came from.
    pub sources: Vec<Source>,
}

impl Dataset {
    /// Identity of the content: equal datasets have equal fingerprints, on every machine.
    pub fn fingerprint(&self) -> String {
        let bytes = postcard::to_stdvec(self).unwrap_or_default();
        format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes))
    }

    /// The currency's symbol, or its code and a space where it has none: `$`, `€`, `CHF `.
    pub fn currency_symbol(&self) -> String {
        match self.currency.as_str() {
            "" | "USD" => "$".to_owned(),
            "EUR" => "€".to_owned(),
            "GBP" => "£".to_owned(),
            "JPY" => "¥".to_owned(),
            "INR" => "₹".to_owned(),
            code => format!("{code} "),
        }
    }

    /// The text of an attribute of an account: a known categorical field by its canonical name
    /// (`industry`, `segment`, `state`, `country`, `city`, `status`, `competitor`) or any column of the file by its
    /// header. None where no such attribute exists.
    pub fn attribute(&self, account: usize, name: &str) -> Option<&str> {
        let accounts = &self.accounts;
        Some(match name {
            "industry" => accounts.industry.get(account),
            "segment" => accounts.segment.get(account),
            "state" => accounts.state.get(account),
            "country" => accounts.country.get(account),
            "city" => accounts.city.get(account),
            "competitor" => accounts.competitor.get(account),
            "status" if accounts.prospect[account] == 0 => "customer",
            "status" => "prospect",
            header => {
                let column = self.original.column(header)?;
                self.original.cell(self.original_row[account] as usize, column)
            }
        })
    }

    /// Whether [`Dataset::attribute`] knows this name.
    pub fn has_attribute(&self, name: &str) -> bool {
        CATEGORIES.contains(&name) || self.original.column(name).is_some()
    }

    /// Names that [`Dataset::attribute`] knows for this dataset.
    pub fn attribute_names(&self) -> Vec<String> {
        CATEGORIES.iter().map(|&name| name.to_owned()).chain(self.original.headers.iter().cloned()).collect()
    }
}
