//! What is done with the accounts that are selected.

use crate::rules;
use crate::scenario::Edit;
use crate::session::Effect;
use crate::session::Session;
use crate::units::counted;

/// Something to do with the accounts that are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Lock them where they are.
    Lock,
    /// Free them.
    Unlock,
    /// Lock them, or free them where all of them are locked by hand.
    LockOrUnlock,
    /// Give them, and the groups they are in, one rep from now on.
    KeepTogether,
    /// Dissolve the groups they are in.
    Ungroup,
    /// Leave them out of the plan.
    Exclude,
    /// Let them count again, with the rep that each had.
    Include,
    /// Leave them out, or let them count again where all of them are left out.
    ExcludeOrInclude,
}

impl Session {
    pub(super) fn act(&mut self, act: Act) -> Vec<Effect> {
        if self.selection.accounts.is_empty() {
            return Vec::new();
        }
        match act {
            Act::Lock => self.lock(true),
            Act::Unlock => self.lock(false),
            Act::LockOrUnlock => self.lock(!self.is_all_locked()),
            Act::KeepTogether => self.keep_together(),
            Act::Ungroup => self.ungroup(),
            Act::Exclude => self.exclude(true),
            Act::Include => self.exclude(false),
            Act::ExcludeOrInclude => self.exclude(!self.is_all_excluded()),
        }
    }

    /// Whether everything selected is locked by hand.
    fn is_all_locked(&self) -> bool {
        let locks = self.project.as_ref().map_or(&[][..], |project| &project.settings.locks);
        let mut selected = self.selection.accounts.iter();
        selected.all(|account| locks.binary_search_by_key(account, |lock| lock.0).is_ok())
    }

    fn lock(&mut self, locked: bool) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        let rep = |account: u32| project.working.rep.get(account as usize).copied();
        let lock = |&account: &u32| (account, rep(account).filter(|_| locked));
        let locks = self.selection.accounts.iter().map(lock).collect();
        self.edit(Edit::Lock(locks))
    }

    fn keep_together(&mut self) -> Vec<Effect> {
        let (mut group, mut groups) = (self.selection.accounts.clone(), self.groups());
        if group.len() < 2 || groups.contains(&group) {
            return Vec::new();
        }
        // Whoever was kept with one of them is kept with all of them.
        group.extend(groups.extract_if(.., |known| is_selected(self, known)).flatten());
        group.sort_unstable();
        group.dedup();
        let label = say!("keep {accounts} together", accounts = counted(group.len(), "account"));
        groups.push(group);
        self.regroup(&groups, label)
    }

    fn ungroup(&mut self) -> Vec<Effect> {
        let mut groups = self.groups();
        let freed: usize = groups.extract_if(.., |known| is_selected(self, known)).map(|group| group.len()).sum();
        if freed == 0 {
            return Vec::new();
        }
        self.regroup(&groups, say!("ungroup {accounts}", accounts = counted(freed, "account")))
    }

    /// The accounts that are kept together by hand.
    fn groups(&self) -> Vec<Vec<u32>> {
        let (Some(data), Some(project)) = (&self.data, &self.project) else { return Vec::new() };
        rules::groups(&project.settings.rules, &data.dataset)
    }

    fn regroup(&mut self, groups: &[Vec<u32>], label: String) -> Vec<Effect> {
        let (Some(data), Some(project)) = (&self.data, &self.project) else { return Vec::new() };
        let rules = rules::with_groups(&project.settings.rules, groups, &data.dataset);
        self.edit_as(Edit::Rules(rules), label)
    }
}

/// Whether any of these accounts is selected.
fn is_selected(session: &Session, accounts: &[u32]) -> bool {
    accounts.iter().any(|account| session.selection.accounts.binary_search(account).is_ok())
}
