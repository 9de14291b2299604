//! Changes of the world that a plan is asked about: what if three reps leave, what if the south grows by a tenth?
//!
//! **What.** [`apply`] takes the [`World`] as it is and some [`WhatIf`]s, one after the other, and gives the [`Changed`]
//! world: a dataset, rules, and where a plan begins. [`Recipe`] is a plan to be made of such a world, and
//! [`standard_set`] those that every planning cycle compares.
//!
//! **Why so.** A what-if is a dataset like any other: optimiser, judge, outcome and map need not know that it is one.
//! Accounts and reps keep their positions and new ones come behind them, so that two worlds are compared account by
//! account. What the data as they are leave open is filled in before anything changes: a what-if changes what it says
//! and nothing else.
//!
//! **Never.** The dataset that was given is not touched; nothing is merged that nobody confirmed.

mod acquire;
mod apply;
mod change;
mod companies;
mod leavers;
mod made;
mod market;
mod places;
mod ranking;
mod recipe;
mod specialists;
mod standard;
mod sureness;
mod team;
mod words;

pub use acquire::Acquired;
pub use acquire::Overlap;
pub use acquire::OverlapKind;
pub use acquire::overlaps;
pub use apply::Changed;
pub use apply::World;
pub use apply::apply;
pub use change::WhatIf;
pub use made::Compared;
pub use made::Made;
pub use made::Standing;
pub use made::compared;
pub use places::propose_places;
pub use ranking::CRITERIA;
pub use ranking::Candidate;
pub use ranking::Ranked;
pub use ranking::criteria;
pub use ranking::efficient_front;
pub use ranking::rank;
pub use ranking::rank_beside;
pub use ranking::usual_weights;
pub use recipe::Recipe;
pub use recipe::Recipes;
pub use recipe::RuleChange;
pub use recipe::Start;
pub use recipe::read_recipes;
pub use standard::standard_note;
pub use standard::standard_set;
pub use sureness::PlanSureness;
pub use sureness::Sureness;
pub use words::ATTRIBUTES;
pub use words::attribute_title;
pub use words::recipe_words;
pub use words::what_if_words;
