//! Drafts become the dataset.
//!
//! **What.** [`prepare_for`] takes the tables of the files with their mappings and the user's [`Choices`] and gives a
//! [`Prepared`] dataset: one file of this room per step (ids, duplicates, addresses, postal codes, coordinates, places,
//! money, industries, families, owners, bases, history), each logging what it changed.
//!
//! **Why so.** A plan is only as good as its data, and a person believes it only if every change to the data can be
//! looked up: what was changed, in which row, and why.
//!
//! **Never.** Cleaning never drops a row silently: each row of the accounts file is an account of the dataset or an
//! issue with its row number. It never merges accounts that the user has not confirmed, and never changes the file's own
//! cells: those stay in the table.

/// Asks the host whether to go on, and ends the function with none where it does not.
macro_rules! going {
    ($host:expr, $doing:expr, $part:expr) => {
        if !$host.goes_on($doing, $part).await {
            return None;
        }
    };
}
pub(crate) use going;

mod address;
mod bases;
mod choices;
mod company;
mod coordinates;
mod deal_owners;
mod duplicates;
mod families;
mod gazetteer;
mod history;
mod home;
mod industries;
mod log;
mod measures;
mod owners;
mod places;
mod postcodes;
mod prepare;
mod quality;
mod repeated;
mod reps;
mod rows;
mod status;
#[cfg(test)]
mod trial;

pub use choices::Choices;
pub use choices::Decision;
pub use choices::Step;
pub use company::Family;
pub use company::company_name;
pub use duplicates::Duplicates;
pub use families::SameName;
pub use log::Rest;
pub use log::StepLog;
pub use prepare::Host;
pub use prepare::Patient;
pub use prepare::Prepared;
pub use prepare::Proposals;
pub use prepare::prepare;
pub use prepare::prepare_for;
pub use quality::ColumnQuality;
pub use quality::Quality;
pub use quality::WorstRow;

/// Ends a task whose host never lets it wait.
pub fn at_once<T>(task: impl Future<Output = T>) -> T {
    let mut task = std::pin::pin!(task);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = task.as_mut().poll(&mut context) {
            return value;
        }
    }
}
