//! Bytes become tables, tables become drafts.
//!
//! **What.** [`read`] turns a dropped file into tables, [`recognise`] says which table is what and which column holds
//! which [`Field`], [`drafts`] shows the values by field. The parsers in [`parse`] know how people write numbers, days
//! and places.
//!
//! **Why so.** A table keeps every cell as its file had it and every row its number, so each later message can say
//! "row 812" and the export can give back what nobody asked for. All tables are recognised together: that an owner
//! column holds names of the reps file says more than its header.
//!
//! **Never.** Import never changes a value, never drops a row without an issue, and never fails: a wrong file is an
//! issue like any other.

mod aliases;
mod archive;
mod columns;
mod correction;
mod decode;
mod delimited;
mod drafts;
mod field;
mod fold;
mod frame;
mod mapping;
pub mod parse;
mod read;
mod recognise;
mod records;
mod sniff;
mod values;
mod workbook;

pub use correction::Correction;
pub use drafts::Drafts;
pub use drafts::drafts;
pub use field::Field;
pub use field::Nature;
pub use fold::fold;
pub use fold::fold_into;
pub use mapping::ColumnMatch;
pub use mapping::How;
pub use mapping::Mapping;
pub use read::FileReader;
pub use read::read;
pub use recognise::recognise;
pub use recognise::recognise_as;
