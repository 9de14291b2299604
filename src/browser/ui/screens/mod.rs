//! The screens, one folder or file each.

mod data;
mod plan;
mod rules;
mod scenarios;

pub use data::DataScreen;
pub use plan::Carry;
pub use plan::Inspector;
pub use plan::PlanScreen;
pub use plan::TableState;
pub use plan::use_carry;
pub use rules::RulesScreen;
pub use rules::show_rule;
pub use scenarios::ScenariosScreen;
