//! Evenfield plans sales territories inside the browser tab.
//!
//! The house is the path of the data: the rooms below stand in the order in which an account passes through them.
//! Everything that needs a browser lives in one room, `browser`; all others are pure Rust without a clock, without
//! randomness that has no seed, and without IO.
//!
//! | room | what happens there |
//! |---|---|
//! | [`units`] | the unit is in the type; figures are written one way |
//! | [`geo`] | distances, neighbours, outlines |
//! | [`model`] | the nouns |
//! | [`example`] | a made-up team, from a seed |
//! | [`import`] | bytes become tables, tables become drafts |
//! | [`clean`] | drafts become the dataset |
//! | [`score`] | what each account is worth and asks for |
//! | [`problem`] | the algebra |
//! | [`rules`] | what a plan must and should satisfy; one file per rule |
//! | [`solve`] | the optimiser |
//! | [`evaluate`] | the independent judge |
//! | [`scenario`] | project, versions, edits and their inverses |
//! | [`protocol`] | messages between page and worker |
//! | [`desk`] | what the workers do: read, search, judge, explain, write |
//! | [`session`] | the app without a screen |
//! | [`view`] | what a screen shows |
//! | [`export`] | what a person takes away |
//! | `browser` | the screen, the workers, the store (wasm only) |

pub mod clean;
pub mod desk;
pub mod evaluate;
pub mod example;
pub mod export;
pub mod geo;
pub mod import;
pub mod model;
pub mod problem;
pub mod protocol;
pub mod rules;
pub mod scenario;
pub mod score;
pub mod session;
pub mod solve;
pub mod units;
pub mod view;

#[cfg(target_arch = "wasm32")]
pub mod browser;
