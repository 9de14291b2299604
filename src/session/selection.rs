//! What is picked, on the map and in the tables alike.

use crate::model::OPEN;
use crate::session::Effect;
use crate::session::Session;

/// What is picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Accounts, sorted.
    pub accounts: Vec<u32>,
    /// The account the inspector shows.
    pub focus: Option<u32>,
    /// The rep the inspector shows.
    pub rep: Option<u16>,
    /// Whether the inspector lists the broken limits.
    pub breaches: bool,
}

/// Something was picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Show one account.
    Account(u32),
    /// Add an account to the selection or take it out.
    Toggle(u32),
    /// Select exactly these accounts.
    Accounts(Vec<u32>),
    /// Show a rep.
    Rep(u16),
    /// Select all accounts a rep has in the plan.
    AccountsOf(u16),
    /// List the broken limits.
    Breaches,
    /// Nothing.
    Nothing,
}

impl Session {
    pub(super) fn pick(&mut self, pick: Pick) -> Vec<Effect> {
        let count = self.project.as_ref().map_or(0, |project| project.working.len()) as u32;
        let (before, rep) = (self.selection.focus, self.selection.rep);
        match pick {
            Pick::Account(account) if account < count => {
                self.selection = Selection { accounts: vec![account], focus: Some(account), ..Selection::default() };
            }
            Pick::Toggle(account) if account < count => self.toggle(account),
            Pick::Accounts(mut accounts) => {
                accounts.retain(|account| *account < count);
                accounts.sort_unstable();
                accounts.dedup();
                let focus = if accounts.len() == 1 { accounts.first().copied() } else { None };
                self.selection = Selection { accounts, focus, ..Selection::default() };
            }
            Pick::Rep(rep) => self.selection = Selection { rep: Some(rep), ..Selection::default() },
            Pick::AccountsOf(rep) => {
                let counts = |account: &u32| self.rep_of(*account as usize) == Some(rep);
                let accounts =
                    (0..count).filter(counts).filter(|account| !self.excluded().contains(*account as usize)).collect();
                let rep = Some(rep).filter(|rep| *rep != OPEN);
                self.selection = Selection { accounts, rep, ..Selection::default() };
            }
            // The list stands before the account, not in place of the selection.
            Pick::Breaches => (self.selection.focus, self.selection.rep, self.selection.breaches) = (None, None, true),
            Pick::Nothing if self.selection.breaches && !self.selection.accounts.is_empty() => return self.unlist(),
            Pick::Account(_) | Pick::Toggle(_) | Pick::Nothing => self.selection = Selection::default(),
        }
        let mut effects = self.ask_allowance();
        if self.selection.focus != before {
            self.explanation = None;
            effects.extend(self.explain());
        }
        if self.selection.rep != rep {
            effects.extend(self.pick_tours());
        }
        effects
    }

    /// Takes the list of broken limits away: what is selected stays, and one account is shown again.
    pub(super) fn unlist(&mut self) -> Vec<Effect> {
        if !std::mem::take(&mut self.selection.breaches) {
            return Vec::new();
        }
        let Some(alone) = self.alone() else { return Vec::new() };
        (self.selection.focus, self.explanation) = (Some(alone), None);
        self.explain()
    }

    /// The account that is selected, where it is one.
    fn alone(&self) -> Option<u32> {
        if let [alone] = self.selection.accounts.as_slice() { Some(*alone) } else { None }
    }

    fn toggle(&mut self, account: u32) {
        let accounts = &mut self.selection.accounts;
        match accounts.binary_search(&account) {
            Ok(position) => {
                accounts.remove(position);
            }
            Err(position) => accounts.insert(position, account),
        }
        self.selection.focus = self.alone();
        self.selection.rep = None;
        self.selection.breaches = false;
    }
}
