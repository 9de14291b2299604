//! Project, versions, edits and their inverses.
//!
//! **What.** A [`Project`] is what is saved: settings, the working assignment and the append-only list of
//! [`Revision`]s. Every change is an [`Edit`] whose [`Project::apply`] returns its inverse; [`History`] is two stacks
//! of them.
//!
//! [`Rebase`] brings a project to newer data; [`Card`] is what a list of projects shows.
//!
//! **Why so.** Undo that stores differences cannot drift from what it undoes, and one number, `Project::version`,
//! tells the store that something changed, whatever it was.
//!
//! **Never.** What a revision plans is never changed, and none is taken out of the list: a deleted one is only marked, so
//! that numbers hold. Nothing here computes a plan or a figure.

mod card;
mod decision;
mod edit;
mod history;
mod identity;
mod project;
mod rebase;
mod versions;

pub use card::Card;
pub use decision::Decision;
pub use edit::Edit;
pub use history::History;
pub use project::Origin;
pub use project::Project;
pub use project::Proof;
pub use project::Revision;
pub use rebase::Changed;
pub use rebase::Changes;
pub use rebase::NEW;
pub use rebase::Rebase;
pub use versions::TODAY;
pub use versions::label_shown;
pub use versions::note_shown;
