//! Newer data under a project: accounts and reps are found again by their ids, what changed is told, and the plan, the
//! locks and the versions go on.

use crate::model::Accounts;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Indices;
use crate::model::Lookup;
use crate::model::NO_FAMILY;
use crate::model::OPEN;
use crate::model::RepIndices;
use crate::model::Settings;
use crate::model::text_key;
use crate::scenario::Project;
use crate::units::grouped;
use serde::Deserialize;
use serde::Serialize;
use std::collections::HashMap;

/// The position of an account that was not there before.
pub const NEW: u32 = u32::MAX;
/// So many accounts of each kind of change are named.
const NAMED: usize = 8;

/// Accounts that changed in one way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// How many.
    pub count: u32,
    /// Some of them: name, and what changed (`Ana Diaz → Bo Chen`), "" where the name says it.
    pub named: Vec<(String, String)>,
}

impl Changed {
    fn add(&mut self, name: &str, what: impl FnOnce() -> String) {
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push((name.to_owned(), what()));
        }
    }
}

/// What is different in newer data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// Accounts that were there before.
    pub before: u32,
    /// Accounts that are there now.
    pub after: u32,
    /// Accounts that were not there.
    pub new: Changed,
    /// Accounts that are not there any more.
    pub gone: Changed,
    /// Accounts with another rep today.
    pub owner: Changed,
    /// Accounts with another revenue or potential.
    pub money: Changed,
    /// Accounts at another place.
    pub place: Changed,
    /// Accounts with another status, industry or segment.
    pub kind: Changed,
    /// Accounts that are in a family now, or are not any more.
    pub family: Changed,
    /// Reps who were not there.
    pub reps_new: Changed,
    /// Reps who are not there any more.
    pub reps_gone: Changed,
}

impl Changes {
    /// Whether accounts or reps are new, gone or different.
    pub fn any(&self) -> bool {
        self.parts().iter().any(|(_, changed)| changed.count > 0)
    }

    /// Each kind of change with its words for one and for many, in the order in which they are told.
    pub fn parts(&self) -> [((&'static str, &'static str), &Changed); 9] {
        [
            (("new account", "new accounts"), &self.new),
            (("account gone", "accounts gone"), &self.gone),
            (("account with another rep", "accounts with another rep"), &self.owner),
            (("account with other money", "accounts with other money"), &self.money),
            (("account at another place", "accounts at another place"), &self.place),
            (("account of another kind", "accounts of another kind"), &self.kind),
            (("account with another family", "accounts with another family"), &self.family),
            (("new rep", "new reps"), &self.reps_new),
            (("rep gone", "reps gone"), &self.reps_gone),
        ]
    }

    /// What is different, a sentence: `3 new accounts, 2 accounts gone.`
    pub fn sentence(&self) -> String {
        let parts = self.parts();
        let told = parts.iter().filter(|(_, changed)| changed.count > 0).map(|((one, many), changed)| {
            format!("{} {}", grouped(f64::from(changed.count), 0), if changed.count == 1 { one } else { many })
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { "Nothing in the plan's data is different.".to_owned() } else { told.join(", ") + "." }
    }
}

/// How the rows of newer data stand to those before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rebase {
    /// For each account its position before; [`NEW`] where it was not there.
    pub accounts: Indices,
    /// For each rep of before the position now; [`OPEN`] where the rep is gone.
    pub reps: RepIndices,
    /// What is different.
    pub changes: Changes,
}

impl Rebase {
    /// Finds the accounts of older data by their ids, and the reps by id or name. None where there was nothing before.
    pub fn between(before: &Dataset, after: &Dataset) -> Option<Self> {
        if before.accounts.is_empty() {
            return None;
        }
        let reps = reps(before, after);
        let ids = Ids::of(&before.accounts);
        let mut taken = vec![false; before.accounts.len()];
        let find = |id: &str| {
            let found = ids.find(id).filter(|&old| !std::mem::replace(&mut taken[old as usize], true));
            found.unwrap_or(NEW)
        };
        let accounts: Indices = after.accounts.id.iter().map(find).collect();
        let mut rebase = Self { accounts, reps, changes: Changes::default() };
        rebase.changes = rebase.compared(before, after, &taken);
        Some(rebase)
    }

    /// Share of the accounts of the smaller data that are in both, 0 to 1.
    pub fn overlap(&self) -> f64 {
        let both = self.changes.after - self.changes.new.count;
        f64::from(both) / f64::from(self.changes.before.min(self.changes.after).max(1))
    }

    fn compared(&self, before: &Dataset, after: &Dataset, taken: &[bool]) -> Changes {
        let mut changes =
            Changes { before: before.accounts.len() as u32, after: after.accounts.len() as u32, ..Changes::default() };
        for (account, &old) in self.accounts.iter().enumerate() {
            let name = after.accounts.name.get(account);
            if old == NEW {
                changes.new.add(name, String::new);
            } else {
                self.compare((before, old as usize), (after, account), &mut changes);
            }
        }
        for old in taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(old, _)| old) {
            changes.gone.add(before.accounts.name.get(old), String::new);
        }
        for (old, _) in self.reps.iter().enumerate().filter(|(_, now)| **now == OPEN) {
            changes.reps_gone.add(&before.reps[old].name, String::new);
        }
        for (_, rep) in after.reps.iter().enumerate().filter(|(now, _)| !self.reps.contains(&(*now as u16))) {
            changes.reps_new.add(&rep.name, String::new);
        }
        changes
    }

    fn compare(&self, (before, old): (&Dataset, usize), (after, now): (&Dataset, usize), changes: &mut Changes) {
        let (was, is) = (&before.accounts, &after.accounts);
        let name = is.name.get(now);
        let rep =
            |dataset: &Dataset, rep: u16| dataset.reps.get(rep as usize).map_or("nobody", |rep| &rep.name).to_owned();
        let stays = self.reps.get(was.owner[old] as usize).copied().unwrap_or(OPEN);
        // Without its rep an account has no owner; that is told of the rep.
        let lost = was.owner[old] != OPEN && stays == OPEN && is.owner[now] == OPEN;
        if stays != is.owner[now] && !lost {
            changes.owner.add(name, || format!("{} → {}", rep(before, was.owner[old]), rep(after, is.owner[now])));
        }
        let money = [
            (&was.current_revenue, &is.current_revenue),
            (&was.potential, &is.potential),
            (&was.annual_revenue, &is.annual_revenue),
        ];
        if let Some((from, to)) = money.iter().find(|(was, is)| !same(was[old], is[now])) {
            changes.money.add(name, || format!("{} → {}", amount(from[old]), amount(to[now])));
        }
        if !same(was.latitude[old], is.latitude[now]) || !same(was.longitude[old], is.longitude[now]) {
            let spot = |accounts: &Accounts, at: usize| match (accounts.place(at), accounts.city.get(at)) {
                (None, _) => "no place".to_owned(),
                (Some((north, east)), "") => format!("{north:.2}, {east:.2}"),
                (Some(_), city) => city.to_owned(),
            };
            changes.place.add(name, || format!("{} → {}", spot(was, old), spot(is, now)));
        }
        let kind = [(&was.industry, &is.industry), (&was.segment, &is.segment)];
        if let Some((from, to)) = kind.iter().find(|(was, is)| was.get(old) != is.get(now)) {
            changes.kind.add(name, || format!("{} → {}", from.get(old), to.get(now)));
        } else if was.prospect[old] != is.prospect[now] {
            let word = |prospect: u8| if prospect == 1 { "prospect" } else { "customer" };
            changes.kind.add(name, || format!("{} → {}", word(was.prospect[old]), word(is.prospect[now])));
        }
        let alone = |accounts: &Accounts, at: usize| accounts.family[at] == NO_FAMILY;
        if alone(was, old) != alone(is, now) {
            let word = |alone: bool| if alone { "alone" } else { "in a family" };
            changes.family.add(name, || format!("{} → {}", word(alone(was, old)), word(alone(is, now))));
        }
    }

    /// A project on the newer data: accounts that the plan moved stay with the rep it gave them, accounts that it left
    /// with today's rep follow the data, new ones start with their rep of today; likewise all versions. Locks stay; those
    /// of accounts or reps that are gone go with them. What was proven or measured on the data before is not claimed
    /// of the new ones.
    #[must_use]
    pub fn rebased(&self, mut project: Project, before: &Dataset, after: &Dataset, fingerprint: &str) -> Project {
        let owners = (&before.accounts.owner, &after.accounts.owner);
        let mut position = vec![NEW; before.accounts.len()];
        for (now, &old) in self.accounts.iter().enumerate().filter(|(_, old)| **old != NEW) {
            position[old as usize] = now as u32;
        }
        project.settings = self.settings(&project.settings, &position);
        project.working = self.plan(&project.working, owners, &project.settings);
        for revision in &mut project.revisions {
            revision.settings = self.settings(&revision.settings, &position);
            revision.assignment = self.plan(&revision.assignment, owners, &revision.settings);
            revision.objective = f64::NAN;
            revision.breaches = 0;
            revision.proof = None;
        }
        let today = &mut project.revisions[0];
        today.assignment = Assignment { rep: after.accounts.owner.clone() };
        fingerprint.clone_into(&mut today.dataset);
        fingerprint.clone_into(&mut project.dataset);
        project.version += 1;
        project
    }

    fn plan(&self, plan: &Assignment, (was, is): (&RepIndices, &RepIndices), settings: &Settings) -> Assignment {
        let rep = |(now, &old): (usize, &u32)| {
            if old == NEW {
                return is[now];
            }
            let planned = plan.rep[old as usize];
            if let Ok(lock) = settings.locks.binary_search_by_key(&(now as u32), |lock| lock.0) {
                return settings.locks[lock].1;
            }
            let gone = planned != OPEN && self.reps[planned as usize] == OPEN;
            if planned == was[old as usize] || gone {
                return is[now];
            }
            if planned == OPEN { OPEN } else { self.reps[planned as usize] }
        };
        Assignment { rep: self.accounts.iter().enumerate().map(rep).collect() }
    }

    fn settings(&self, settings: &Settings, position: &[u32]) -> Settings {
        let lock = |&(account, rep): &(u32, u16)| {
            let now = position.get(account as usize).copied().filter(|&now| now != NEW)?;
            let rep = self.reps.get(rep as usize).copied().filter(|&rep| rep != OPEN)?;
            Some((now, rep))
        };
        let mut locks: Vec<(u32, u16)> = settings.locks.iter().filter_map(lock).collect();
        locks.sort_unstable();
        Settings { locks, ..settings.clone() }
    }
}

/// Whether two figures are the same; both may be unknown.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(1.0) || (one.is_nan() && other.is_nan())
}

fn amount(value: f64) -> String {
    if value.is_nan() { "none".to_owned() } else { grouped(value, 0) }
}

/// Finds accounts by id; one of 15 characters and one of 18 that begins with it are one record of Salesforce.
struct Ids(Lookup<u128, u32>);

impl Ids {
    const SHORT: usize = 15;

    fn of(accounts: &Accounts) -> Self {
        let mut ids: Lookup<u128, u32> = Lookup::default();
        ids.reserve(accounts.len());
        for (position, id) in accounts.id.iter().enumerate() {
            ids.insert(text_key(id), position as u32);
        }
        for (position, id) in accounts.id.iter().enumerate().filter(|(_, id)| Self::is_long(id)) {
            ids.entry(text_key(&id[..Self::SHORT])).or_insert(position as u32);
        }
        Self(ids)
    }

    fn is_long(id: &str) -> bool {
        id.len() == 18 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    fn find(&self, id: &str) -> Option<u32> {
        let found = self.0.get(&text_key(id));
        let short = || self.0.get(&text_key(&id[..Self::SHORT])).filter(|_| Self::is_long(id));
        found.or_else(|| if Self::is_long(id) { short() } else { None }).copied()
    }
}

/// For each rep of before the position now: by id, else by a name that only one has.
fn reps(before: &Dataset, after: &Dataset) -> RepIndices {
    let by_id: HashMap<&str, u16> =
        after.reps.iter().enumerate().map(|(at, rep)| (rep.id.as_str(), at as u16)).collect();
    let mut by_name: HashMap<String, Option<u16>> = HashMap::new();
    for (at, rep) in after.reps.iter().enumerate() {
        let entry = by_name.entry(rep.name.to_lowercase()).or_insert(Some(at as u16));
        if *entry != Some(at as u16) {
            *entry = None;
        }
    }
    let mut taken = vec![false; after.reps.len()];
    let mut find = |id: &str, name: &str| {
        let found = by_id.get(id).copied().or_else(|| by_name.get(&name.to_lowercase()).copied().flatten());
        let free = found.filter(|&at| !std::mem::replace(&mut taken[at as usize], true));
        free.unwrap_or(OPEN)
    };
    before.reps.iter().map(|rep| find(&rep.id, &rep.name)).collect()
}
