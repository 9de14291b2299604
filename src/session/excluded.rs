//! The accounts that do not count in the plan that is open.

use crate::model::Assignment;
use crate::model::EXCLUDED;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::rules;
use crate::rules::Excluded;
use crate::scenario::Edit;
use crate::session::Effect;
use crate::session::Session;
use crate::units::counted;
use std::borrow::Cow;
use std::sync::Arc;

/// The excluded accounts, with what they were worked out from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exclusion {
    /// The accounts.
    pub accounts: Excluded,
    /// The setting of the rule; none where it is not in force.
    setting: Option<RuleSetting>,
    /// Of the data.
    fingerprint: String,
}

impl Session {
    /// The accounts that do not count.
    pub fn excluded(&self) -> &Excluded {
        &self.exclusion.accounts
    }

    /// The plan's rep of an account; [`OPEN`] where it is excluded, none where there is no such account.
    pub fn rep_of(&self, account: usize) -> Option<u16> {
        let rep = *self.project.as_ref()?.working.rep.get(account)?;
        Some(if self.excluded().contains(account) { OPEN } else { rep })
    }

    /// The working plan as far as it counts; empty without a project.
    pub fn counted_plan(&self) -> Cow<'_, Assignment> {
        self.project.as_ref().map_or_else(Cow::default, |project| self.excluded().leave_out(&project.working))
    }

    /// Follows the rules: they may have changed by an edit, a way back, a version or newer data.
    pub(super) fn follow_exclusion(&mut self) {
        let setting = self.project.iter().flat_map(|project| &project.settings.rules).find(|rule| rule.id == EXCLUDED);
        let fingerprint = self.data.as_ref().map_or("", |data| data.delivery.fingerprint.as_str());
        if self.exclusion.setting.as_ref() == setting
            && (setting.is_none() || self.exclusion.fingerprint == fingerprint)
        {
            return;
        }
        let (rules, data) = (setting.map_or(&[][..], std::slice::from_ref), self.data.as_ref());
        self.exclusion = Arc::new(Exclusion {
            accounts: data.map_or_else(Excluded::default, |data| Excluded::of(rules, &data.dataset)),
            setting: setting.cloned(),
            fingerprint: fingerprint.to_owned(),
        });
    }

    /// Whether everything selected is excluded.
    pub(super) fn is_all_excluded(&self) -> bool {
        self.selection.accounts.iter().all(|account| self.excluded().contains(*account as usize))
    }

    /// Leaves what is selected out of the plan, or takes it in again with the rep that it had.
    pub(super) fn exclude(&mut self, exclude: bool) -> Vec<Effect> {
        let (Some(data), Some(project)) = (&self.data, &self.project) else { return Vec::new() };
        let changes = |account: &u32| self.excluded().contains(*account as usize) != exclude;
        let accounts: Vec<u32> = self.selection.accounts.iter().copied().filter(changes).collect();
        let told = match accounts[..] {
            [] => return Vec::new(),
            [account] => data.dataset.accounts.name.get(account as usize).to_owned(),
            _ => counted(accounts.len(), "account"),
        };
        let rules = rules::with_excluded(&project.settings.rules, &accounts, exclude, &data.dataset);
        let step = if exclude {
            say!("exclude {accounts}", accounts = told)
        } else {
            say!("include {accounts}", accounts = told)
        };
        self.edit_as(Edit::Rules(rules), step)
    }
}
