//! The dataset: what cleaning leaves of the files, immutable and fingerprinted.

use crate::model::Accounts;
use crate::model::Categories;
use crate::model::Opportunities;
use crate::model::Rep;
use crate::model::ScoreWeights;
use crate::model::Table;
use crate::model::TableKind;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The categorical fields that every dataset has.
const CATEGORIES: [&str; 7] = ["industry", "segment", "state", "country", "city", STATUS, "competitor"];
/// The one that is told of a flag, and its texts.
const STATUS: &str = "status";
const STATUSES: [&str; 2] = ["customer", "prospect"];

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

/// A column of the accounts file with more different values than this tells accounts apart instead of grouping them:
/// it is no attribute. The file itself has it, and so has the export.
const MOST_LABELS: u32 = 65_535;

/// A column of the accounts file for rules, filters and labels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its header.
    pub header: String,
    /// Its cell for each account, as the file has it.
    pub values: Categories,
}

impl Attribute {
    /// The attributes of a table whose data rows (from 0) `rows` are the accounts.
    pub fn all_of(table: &Table, rows: &[usize]) -> Vec<Self> {
        let column = |(column, header): (usize, &String)| {
            let values = Categories::of_at_most(MOST_LABELS, rows.iter().map(|&row| table.cell(row, column)))?;
            Some(Self { header: header.clone(), values })
        };
        table.headers.iter().enumerate().filter_map(column).collect()
    }
}

/// Accounts, reps and history as cleaning left them. Never changed afterwards: a new import makes a new dataset.
///
/// Written as a whole only for its fingerprint; stored and sent it is in pieces, see [`crate::model::Bundle`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dataset {
    /// The accounts.
    pub accounts: Accounts,
    /// The reps; a rep's position here is its index everywhere.
    pub reps: Vec<Rep>,
    /// The office or team of each rep, "" where unknown; empty where no rep has one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<String>,
    /// Positions of reps who are there no longer, in order; empty where all are. They keep their position, and the accounts
    /// they had are known as theirs, but a plan gives them nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<u16>,
    /// Sales history; empty where no file was given.
    pub opportunities: Opportunities,
    /// How many company families there are (`accounts.family` counts below this).
    pub families: u32,
    /// Currency of all money, an ISO code: `USD`.
    pub currency: String,
    /// The columns of the accounts file, as it has them: those whose values repeat.
    pub attributes: Vec<Attribute>,
    /// The files everything came from.
    pub sources: Vec<Source>,
    /// How much each part of an account's score counts. Usual ones leave no trace in the fingerprint: plans that were made
    /// before there were weights still belong to their data.
    #[serde(skip_serializing_if = "ScoreWeights::are_usual")]
    pub weights: ScoreWeights,
}

/// Takes in what is written and keeps only its hash.
#[derive(Default)]
struct Hashing(xxhash_rust::xxh3::Xxh3);

impl postcard::ser_flavors::Flavor for Hashing {
    type Output = u128;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    // Not inlined: it is large, and there are many fields.
    #[inline(never)]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.update(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<u128> {
        Ok(self.0.digest128())
    }
}

/// The currency of files without amounts of money: there, every account counts 1. The ISO code of no currency.
pub const NO_MONEY: &str = "XXX";

/// The same data with their money in another currency: no amount changes. None leaves them as they are.
pub fn in_currency(dataset: Arc<Dataset>, code: Option<&str>) -> Arc<Dataset> {
    match code {
        Some(code) if dataset.currency != code => {
            let mut other = Dataset::clone(&dataset);
            code.clone_into(&mut other.currency);
            Arc::new(other)
        }
        _ => dataset,
    }
}

impl Dataset {
    /// Identity of the content: equal datasets have equal fingerprints, on every machine.
    pub fn fingerprint(&self) -> String {
        let hash = postcard::serialize_with_flavor(self, Hashing::default());
        format!("{:032x}", hash.map_or(0, |hash: u128| hash))
    }

    /// The currency's symbol, or its code and a space where it has none: `$`, `€`, `CHF `.
    pub fn currency_symbol(&self) -> String {
        match self.currency.as_str() {
            NO_MONEY => String::new(),
            "" | "USD" => "$".to_owned(),
            "EUR" => "€".to_owned(),
            "GBP" => "£".to_owned(),
            "JPY" => "¥".to_owned(),
            "INR" => "₹".to_owned(),
            code => format!("{code} "),
        }
    }

    /// The office or team of a rep, "" where unknown.
    pub fn office(&self, rep: usize) -> &str {
        self.offices.get(rep).map_or("", String::as_str)
    }

    /// Whether a rep is there no longer.
    pub fn is_gone(&self, rep: usize) -> bool {
        self.gone.iter().any(|gone| usize::from(*gone) == rep)
    }

    /// How many reps can have accounts.
    pub fn team_size(&self) -> usize {
        self.reps.len() - self.gone.len()
    }

    /// The text of an attribute of an account: a known categorical field by its canonical name
    /// (`industry`, `segment`, `state`, `country`, `city`, `status`, `competitor`) or a column of the file by its
    /// header. None where no such attribute exists.
    pub fn attribute(&self, account: usize, name: &str) -> Option<&str> {
        if name == STATUS {
            return Some(self.status(account));
        }
        Some(self.categories(name)?.get(account))
    }

    /// The texts that accounts have of an attribute, by text, with how many have each; those without one do not count.
    pub fn attribute_counts(&self, name: &str) -> Vec<(String, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        if let Some(column) = self.categories(name) {
            for (text, count) in column.labels().iter().zip(column.counts()) {
                *counts.entry(text.trim()).or_default() += count;
            }
        } else if name == STATUS {
            let prospects = self.accounts.prospect.iter().filter(|flag| **flag != 0).count();
            counts.extend(STATUSES.into_iter().zip([self.accounts.len() - prospects, prospects]));
        }
        let told = counts.into_iter().filter(|(text, count)| *count > 0 && !text.is_empty());
        told.map(|(text, count)| (text.to_owned(), count)).collect()
    }

    fn status(&self, account: usize) -> &'static str {
        STATUSES[usize::from(self.accounts.prospect[account] != 0)]
    }

    /// The column of an attribute; none for the status, and where there is none.
    fn categories(&self, name: &str) -> Option<&Categories> {
        let accounts = &self.accounts;
        Some(match name {
            "industry" => &accounts.industry,
            "segment" => &accounts.segment,
            "state" => &accounts.state,
            "country" => &accounts.country,
            "city" => &accounts.city,
            "competitor" => &accounts.competitor,
            STATUS => return None,
            header => &self.column(header)?.values,
        })
    }

    /// Whether [`Dataset::attribute`] knows this name.
    pub fn has_attribute(&self, name: &str) -> bool {
        CATEGORIES.contains(&name) || self.column(name).is_some()
    }

    /// Names that [`Dataset::attribute`] knows for this dataset.
    pub fn attribute_names(&self) -> Vec<String> {
        let headers = self.attributes.iter().map(|attribute| attribute.header.clone());
        CATEGORIES.iter().map(|&name| name.to_owned()).chain(headers).collect()
    }

    fn column(&self, header: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.header == header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_weights_leave_the_fingerprint_as_it_was() {
        // A certificate or a project made by an older version would no longer find its data. The expected fingerprint is
        // that of the empty dataset before datasets had weights.
        assert_eq!(Dataset::default().fingerprint(), "525f252b94e915db5474c552043a1d67");
        let weights = ScoreWeights { fit: 1.0, ..ScoreWeights::default() };
        let weighted = Dataset { weights, ..Dataset::default() };
        assert_ne!(weighted.fingerprint(), Dataset::default().fingerprint());
    }
}
