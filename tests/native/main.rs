//! The tests of the core, in one program: it is built and linked once.
//!
//! One file, as `journey.rs`: `cargo test --test native journey::`.

mod archives;
mod built_what_ifs;
mod cleaning_steps;
mod compare;
mod conflicts;
mod degenerate;
mod edits;
mod excluded;
mod free_centres;
mod golden;
mod gone;
mod headless;
mod import_bad;
mod import_fuzz;
mod import_headers;
mod import_real;
mod import_values;
mod import_variants;
mod import_workbook;
mod journey;
mod kept_set;
mod layers;
mod outcome;
mod page;
mod probe;
mod ranking;
mod rebase;
mod renewals;
mod robust;
mod rules_contract;
mod scenarios;
mod scores;
mod session;
mod solver_invariants;
mod story;
mod teams;
mod trade_off;
mod verdict;
mod versions;
mod what_if;
