//! What a screen shows: rows, cards, texts. Every number is already a text with its unit and its comparison.
//!
//! **Never.** No arithmetic below this room, and no markup in it.

mod accounts;
mod data;
mod headline;
mod inspector;
mod map;
mod rules;
mod search;
mod territories;
mod versions;
mod words;

pub use accounts::AccountRow;
pub use accounts::AccountSort;
pub use accounts::Filter;
pub use accounts::account_order;
pub use accounts::account_row;
pub use data::FileCard;
pub use data::IssueGroup;
pub use data::StepLine;
pub use data::file_cards;
pub use data::issue_groups;
pub use data::outcome_cards;
pub use data::step_lines;
pub use headline::Card;
pub use headline::Tone;
pub use headline::headline;
pub use inspector::AccountPanel;
pub use inspector::AlternativeRow;
pub use inspector::Fact;
pub use inspector::RepPanel;
pub use inspector::account_panel;
pub use inspector::rep_panel;
pub use map::Base;
pub use map::MapPoints;
pub use map::Recolour;
pub use map::bases;
pub use map::points;
pub use map::recolour;
pub use map::regions;
pub use rules::ParamField;
pub use rules::RuleForm;
pub use rules::rule_forms;
pub use rules::unused_rules;
pub use search::Curve;
pub use search::RunPanel;
pub use search::run_panel;
pub use territories::Deviation;
pub use territories::TerritoryRow;
pub use territories::territories;
pub use versions::VersionRow;
pub use versions::versions;
pub use words::breach_text;
pub use words::breaches;
pub use words::rep_name;
pub use words::rule_title;
