//! The nouns: accounts, reps, the dataset they form, assignments, rule settings and issues.
//!
//! **What.** Plain, immutable data. A [`Dataset`] is what cleaning leaves: one column per known field, one position
//! ([`Accounts`]) per account, shared by problem, assignment, map and table alike.
//!
//! **Why so.** Columns instead of rows of structs: a dataset crosses from worker to page as a few copies of memory,
//! so 40,000 accounts arrive without blocking the page, and a million still fit the tab.
//!
//! **Never.** Nothing here computes a plan, reads a file or knows a single rule.

mod accounts;
mod assignment;
mod bundle;
mod columns;
mod dataset;
mod issue;
mod lookup;
mod opportunities;
mod rep;
mod score_weights;
mod setting;
mod table;

pub use accounts::Accounts;
pub use accounts::NO_FAMILY;
pub use accounts::Precision;
pub use accounts::Status;
pub use assignment::Assignment;
pub use assignment::OPEN;
pub use bundle::Bundle;
pub use bundle::Fingerprint;
pub use bundle::Gathering;
pub use bundle::Index;
pub use bundle::Notes;
pub use columns::Categories;
pub use columns::Flags;
pub use columns::Indices;
pub use columns::Numbers;
pub use columns::RepIndices;
pub use columns::Texts;
pub use dataset::Attribute;
pub use dataset::Dataset;
pub use dataset::NO_MONEY;
pub use dataset::Source;
pub use dataset::in_currency;
pub use issue::Issue;
pub use issue::Place;
pub use issue::Severity;
pub use lookup::Lookup;
pub use lookup::text_key;
pub use opportunities::Opportunities;
pub use opportunities::Outcome;
pub use rep::Rep;
pub use score_weights::ScoreWeights;
pub use setting::EXCLUDED;
pub use setting::KEPT_TOGETHER;
pub use setting::LOCKED_ACCOUNTS;
pub use setting::RuleSetting;
pub use setting::Settings;
pub use setting::Value;
pub use table::Table;
pub use table::TableKind;
