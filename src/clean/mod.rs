//! Drafts become the dataset.
//!
//! **What.** [`prepare`] takes the tables of the files with their mappings and gives a [`Prepared`] dataset: one file
//! of this room per step (ids, duplicates, addresses, postal codes, coordinates, money, industries, families, owners,
//! bases, history), each logging what it changed.
//!
//! **Why so.** A plan is only as good as its data, and a person believes it only if every change to the data can be
//! looked up: what was changed, in which row, and why.
//!
//! **Never.** Cleaning never drops a row silently: each row of the accounts file is an account of the dataset or an
//! issue with its row number. It never merges accounts because they look alike, and never changes the file's own
//! cells: those stay in `Dataset::original`.

mod address;
mod bases;
mod coordinates;
mod duplicates;
mod families;
mod history;
mod industries;
mod log;
mod measures;
mod owners;
mod postcodes;
mod prepare;
mod reps;
mod rows;
mod status;
#[cfg(test)]
mod trial;

pub use log::StepLog;
pub use prepare::Prepared;
pub use prepare::prepare;
