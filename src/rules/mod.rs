//! What a plan must and should satisfy: one file per rule.
//!
//! **What.** Each [`Rule`] has a [`Card`] (id, title, parameters, help, formula, source) and does two things:
//! `compile` adds its part to the [`Problem`](crate::problem::Problem), and `report` judges a finished plan from
//! scratch. [`Terms`] is what all rules of one plan share: dataset, scores, settings, eligibility, travel.
//!
//! **Why so.** The form, the tables, the help, error texts and the saved setting all come from the card, so no other
//! room names a single rule. Adding a rule = one new file + one `mod` line + one entry in [`ALL`].
//!
//! **Never.** A rule never looks at another rule's parameters except through [`Terms`]; `report` never uses what
//! `compile` made.

mod breach_words;
mod card;
mod draft;
mod ease;
mod file;
mod free_centres;
mod laid_out;
mod params;
mod presets;
mod quantity;
mod report;
mod restrictions;
mod tally;
mod terms;
mod unknown;
mod words;

mod account_count;
mod allowed_regions;
mod balance;
mod balance_window;
mod capacity;
mod compactness;
mod continuity;
mod coverage;
mod excluded;
mod expected_revenue;
mod families_together;
mod kept_together;
mod locked_accounts;
mod move_limit;
mod new_hire;
mod objective_limit;
mod potential_balance;
mod preferred_reps;
mod rep_fit;
mod specialist_accounts;
mod strategic_accounts_stay;
mod travel;
mod workload_balance;

pub use balance_window::allowed_deviation;
pub use breach_words::breach_brief;
pub use breach_words::breach_sentence;
pub use breach_words::breach_text;
pub use breach_words::rule_title;
pub use card::Card;
pub use card::Kind;
pub use card::Param;
pub use card::Shape;
pub use draft::Charge;
pub use draft::Draft;
pub use draft::Split;
pub use ease::Ease;
pub use ease::Way;
pub use excluded::Excluded;
pub use excluded::with_excluded;
pub use file::read_rules;
pub use file::write_rules;
pub use free_centres::Centres;
pub use kept_together::are_grouped;
pub use kept_together::groups;
pub use kept_together::with_groups;
pub use laid_out::LaidOut;
pub use laid_out::Summed;
pub use params::Params;
pub use params::SettingError;
pub use params::check;
pub use presets::PRESETS;
pub use presets::Preset;
pub use quantity::Quantity;
pub use quantity::Target;
pub use report::Finding;
pub use report::Report;
pub use restrictions::Conflict;
pub use restrictions::Restrictions;
pub use strategic_accounts_stay::amount as strategic_amount;
pub use tally::Shift;
pub use tally::Tally;
pub use tally::Weight;
pub use tally::shift;
pub use terms::HAND_LOCKS;
pub use terms::NO_UNIT;
pub use terms::Terms;
pub use unknown::Unknown;
pub use unknown::unknown;
pub use words::RuleDifference;
pub use words::allows_pool;
pub use words::differences;
pub use words::rep_name;
pub use words::rule_words;

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::order;
use crate::order::Order;
use crate::score::Scores;

/// One rule: see the room's text.
pub trait Rule: Sync {
    /// Everything a form, a table or a message needs to know.
    fn card(&self) -> &'static Card;

    /// The setting that fits this data, none where the rule would do nothing. Several for a rule used more than once.
    fn suggest(&self, dataset: &Dataset, scores: &Scores) -> Vec<RuleSetting>;

    /// Says which reps may have which accounts and which accounts stay together. Limits only.
    fn restrict(&self, _params: &Params, _dataset: &Dataset, _scores: &Scores, _restrictions: &mut Restrictions) {}

    /// Adds costs, windows, penalties or caps. `share` is the part of the objective this rule weighs, 0 to 1.
    fn compile<'t>(&self, _params: &Params, _terms: &'t Terms, _share: f64, _draft: &mut Draft<'t>) {}

    /// The numbers by which the limit can be eased. Limits only.
    fn eases(&self) -> &'static [Ease] {
        &[]
    }

    /// The limit that keeps an objective within so many percent of its ideal; none where there is no such limit.
    fn limited(&self, _params: &Params, _percent: f64) -> Option<RuleSetting> {
        None
    }

    /// With how many percent that limit just allows a plan.
    fn needs(&self, params: &Params, terms: &Terms, plan: &Assignment) -> f64 {
        self.report(params, terms, plan).loss.unwrap_or(0.0)
    }

    /// Judges a plan from scratch.
    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report;

    /// The same for many plans of the same terms; none where a report takes next to nothing that no plan changes.
    fn ready(&self, _params: &Params, _terms: &Terms) -> Option<Ready> {
        None
    }
}

/// A rule that has worked out what of its report no plan changes, such as the ideal that plans are measured by.
pub type Ready = Box<dyn Fn(&Terms, &Assignment) -> Report + Send + Sync>;

/// Every rule, objectives first, in the order in which a form shows them.
pub const ALL: &[&dyn Rule] = &[
    &potential_balance::PotentialBalance,
    &workload_balance::WorkloadBalance,
    &travel::Travel,
    &compactness::Compactness,
    &rep_fit::RepFit,
    &continuity::Continuity,
    &expected_revenue::ExpectedRevenue,
    &preferred_reps::PreferredReps,
    &balance_window::BalanceWindow,
    &capacity::Capacity,
    &account_count::AccountCount,
    &move_limit::MoveLimit,
    &objective_limit::ObjectiveLimit,
    &families_together::FamiliesTogether,
    &kept_together::KeptTogether,
    &excluded::ExcludedAccounts,
    &locked_accounts::LockedAccounts,
    &strategic_accounts_stay::StrategicAccountsStay,
    &specialist_accounts::SpecialistAccounts,
    &allowed_regions::AllowedRegions,
    &new_hire::NewHire,
    &coverage::Coverage,
];

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static dyn Rule> {
    ALL.iter().copied().find(|rule| rule.card().id == id)
}

/// The settings in the order of [`ALL`]: rule sets that say the same are then the same, however they came about. Unknown
/// ones come last, for [`check`] to report.
#[must_use]
pub fn in_order(mut rules: Vec<RuleSetting>) -> Vec<RuleSetting> {
    rules.order_by_key(|setting| ALL.iter().position(|rule| rule.card().id == setting.id).unwrap_or(ALL.len()));
    rules
}

/// Whether settings leave the centres of territories to the plan: then nothing is proven about it.
pub fn leaves_centres_free(rules: &[RuleSetting]) -> bool {
    let card = &compactness::CARD;
    rules.iter().any(|setting| setting.id == card.id && compactness::is_free(&Params::new(card, &setting.params)))
}

/// The settings that fit a dataset: what a newcomer starts with.
pub fn suggest(dataset: &Dataset, scores: &Scores) -> Vec<RuleSetting> {
    ALL.iter().flat_map(|rule| rule.suggest(dataset, scores)).collect()
}

/// A setting of a card: its weight and the parameters that differ from the defaults.
fn setting(card: &Card, weight: f64, params: &[(&str, Value)]) -> RuleSetting {
    let params = order::map(params.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    RuleSetting { id: card.id.to_owned(), weight, params }
}
