//! Newer data under a project: accounts and reps are found again by their ids, what changed is told, and the plan, the
//! locks and the versions go on.

use crate::model::Accounts;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Indices;
use crate::model::NO_FAMILY;
use crate::model::Numbers;
use crate::model::OPEN;
use crate::model::Rep;
use crate::model::RepIndices;
use crate::model::Settings;
use crate::model::Value;
use crate::order::Order;
use crate::scenario::Project;
use crate::scenario::identity::Identities;
use crate::scenario::identity::reps;
use crate::texts;
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
    /// Accounts whose rep is gone, and that nobody else has.
    pub unowned: Changed,
    /// Accounts with another name.
    pub name: Changed,
    /// Accounts with another revenue or potential.
    pub money: Changed,
    /// Accounts at another place.
    pub place: Changed,
    /// Accounts with another status, industry or segment.
    pub kind: Changed,
    /// Accounts in another family, or in one now, or not any more.
    pub family: Changed,
    /// Accounts with other hours, visits, relationship or the like.
    pub facts: Changed,
    /// Deals more or fewer than before; none is named.
    pub deals: Changed,
    /// Reps who were not there.
    pub reps_new: Changed,
    /// Reps who are not there any more.
    pub reps_gone: Changed,
    /// Reps with other hours, another base, other skills or the like.
    pub reps_facts: Changed,
}

impl Changes {
    /// Whether accounts or reps are new, gone or different.
    pub fn any(&self) -> bool {
        self.parts().iter().any(|(_, changed)| changed.count > 0)
    }

    /// Each kind of change with its words for one and for many, in the order in which they are told.
    pub fn parts(&self) -> [((&'static str, &'static str), &Changed); 14] {
        [
            (nouns!("new account", "new accounts"), &self.new),
            (nouns!("account gone", "accounts gone"), &self.gone),
            (nouns!("account with another rep", "accounts with another rep"), &self.owner),
            (nouns!("account without a rep now", "accounts without a rep now"), &self.unowned),
            (nouns!("account with another name", "accounts with another name"), &self.name),
            (
                nouns!("account with another revenue or potential", "accounts with another revenue or potential"),
                &self.money,
            ),
            (nouns!("account at another place", "accounts at another place"), &self.place),
            (
                nouns!(
                    "account of another status, industry or segment",
                    "accounts of another status, industry or segment"
                ),
                &self.kind,
            ),
            (nouns!("account in another family", "accounts in another family"), &self.family),
            (nouns!("account with other facts", "accounts with other facts"), &self.facts),
            (nouns!("deal more or fewer", "deals more or fewer"), &self.deals),
            (nouns!("new rep", "new reps"), &self.reps_new),
            (nouns!("rep gone", "reps gone"), &self.reps_gone),
            (nouns!("rep with other facts", "reps with other facts"), &self.reps_facts),
        ]
    }

    /// What is different, a sentence: `3 new accounts, 2 accounts gone.`
    pub fn sentence(&self) -> String {
        let parts = self.parts();
        let told = parts.iter().filter(|(_, changed)| changed.count > 0).map(|((one, many), changed)| {
            format!("{} {}", grouped(f64::from(changed.count), 0), texts::form(changed.count as usize, one, many))
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { say!("Accounts, reps and deals are the same.").to_owned() } else { told.join(", ") + "." }
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
    /// Fingerprint of the data before, where whoever found this knew it.
    pub before: String,
}

impl Rebase {
    /// Finds the accounts of older data by their ids, and the reps by id or name. None where there was nothing before.
    pub fn between(before: &Dataset, after: &Dataset) -> Option<Self> {
        let identities = Identities::of(&before.accounts, &after.accounts);
        Self::found(before, after, |account| identities.find(&after.accounts, account))
    }

    /// Finds the accounts by their rows: the same file, read or cleaned otherwise. None where there was nothing before,
    /// or it came from another file.
    pub fn by_rows(before: &Dataset, after: &Dataset) -> Option<Self> {
        let file = |dataset: &Dataset| dataset.sources.first().map(|source| (source.file.clone(), source.rows));
        if file(before) != file(after) {
            return None;
        }
        let rows = &before.accounts.row;
        let ordered = rows.windows(2).all(|pair| pair[0] < pair[1]);
        let find = |account: usize| rows.binary_search(&after.accounts.row[account]).ok().map(|old| old as u32);
        if ordered { Self::found(before, after, find) } else { None }
    }

    fn found(before: &Dataset, after: &Dataset, find: impl Fn(usize) -> Option<u32>) -> Option<Self> {
        if before.accounts.is_empty() {
            return None;
        }
        let mut taken = vec![false; before.accounts.len()];
        let accounts: Indices = (0..after.accounts.len())
            .map(|account| {
                find(account).filter(|&old| !std::mem::replace(&mut taken[old as usize], true)).unwrap_or(NEW)
            })
            .collect();
        let mut rebase = Self { accounts, reps: reps(before, after), ..Self::default() };
        rebase.changes = rebase.compared(before, after, &taken);
        Some(rebase)
    }

    /// Whether every account and rep stands where it stood.
    pub fn is_still(&self) -> bool {
        let still = |(position, &old): (usize, &u32)| old as usize == position;
        self.changes.before == self.changes.after
            && self.changes.reps_new.count == 0
            && self.accounts.iter().enumerate().all(still)
            && self.reps.iter().enumerate().all(|(position, &now)| now as usize == position)
    }

    /// How many locks and planned moves of a project there will still be: accounts and reps that are gone take theirs
    /// with them.
    pub fn surviving(&self, project: &Project) -> (usize, usize) {
        let today = project.today();
        let mut stays = vec![false; today.len()];
        for &old in self.accounts.iter().filter(|old| **old != NEW) {
            stays[old as usize] = true;
        }
        let has = |rep: u16| rep == OPEN || self.reps.get(rep as usize).is_some_and(|&now| now != OPEN);
        let locks = project.settings.locks.iter();
        let locks = locks.filter(|(account, rep)| stays.get(*account as usize) == Some(&true) && has(*rep)).count();
        let moves = today.rep.iter().zip(&*project.working.rep).zip(&stays);
        let moved = |today: u16, planned: u16| today != OPEN && today != planned;
        let moves = moves.filter(|((today, planned), stays)| moved(**today, **planned) && **stays && has(**planned));
        let moves = moves.count();
        (locks, moves)
    }

    /// Share of the accounts of the smaller data that are in both, 0 to 1.
    pub fn overlap(&self) -> f64 {
        let both = self.changes.after - self.changes.new.count;
        f64::from(both) / f64::from(self.changes.before.min(self.changes.after).max(1))
    }

    fn compared(&self, before: &Dataset, after: &Dataset, taken: &[bool]) -> Changes {
        let mut changes =
            Changes { before: before.accounts.len() as u32, after: after.accounts.len() as u32, ..Changes::default() };
        let mut families = Families::default();
        for (account, &old) in self.accounts.iter().enumerate() {
            let name = after.accounts.name.get(account);
            if old == NEW {
                changes.new.add(name, String::new);
                continue;
            }
            self.compare((before, old as usize), (after, account), &mut changes);
            if let Some(what) = families.change(before.accounts.family[old as usize], after.accounts.family[account]) {
                changes.family.add(name, || what.to_owned());
            }
        }
        changes.deals.count = before.opportunities.len().abs_diff(after.opportunities.len()) as u32;
        for old in taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(old, _)| old) {
            changes.gone.add(before.accounts.name.get(old), String::new);
        }
        for (old, &now) in self.reps.iter().enumerate() {
            if now == OPEN {
                changes.reps_gone.add(&before.reps[old].name, String::new);
            } else if facts_differ(&before.reps[old], &after.reps[now as usize]) {
                changes.reps_facts.add(&after.reps[now as usize].name, String::new);
            }
        }
        for (_, rep) in after.reps.iter().enumerate().filter(|(now, _)| !self.reps.contains(&(*now as u16))) {
            changes.reps_new.add(&rep.name, String::new);
        }
        changes
    }

    fn compare(&self, (before, old): (&Dataset, usize), (after, now): (&Dataset, usize), changes: &mut Changes) {
        let (was, is) = (&before.accounts, &after.accounts);
        let name = is.name.get(now);
        let rep = |dataset: &Dataset, rep: u16| {
            dataset.reps.get(rep as usize).map_or(say!("No rep"), |rep| &rep.name).to_owned()
        };
        let stays = self.reps.get(was.owner[old] as usize).copied().unwrap_or(OPEN);
        let lost = was.owner[old] != OPEN && stays == OPEN && is.owner[now] == OPEN;
        if lost {
            changes.unowned.add(name, || say!("was {name}", name = rep(before, was.owner[old])));
        } else if stays != is.owner[now] {
            changes.owner.add(name, || format!("{} → {}", rep(before, was.owner[old]), rep(after, is.owner[now])));
        }
        if was.name.get(old) != name {
            changes.name.add(name, || say!("was {name}", name = was.name.get(old)));
        }
        let money = [
            (say!("revenue"), &was.current_revenue, &is.current_revenue),
            (say!("potential"), &was.potential, &is.potential),
            (say!("company revenue"), &was.annual_revenue, &is.annual_revenue),
        ];
        if let Some((word, from, to)) = money.iter().find(|(_, was, is)| !same(was[old], is[now])) {
            changes.money.add(name, || format!("{word} {} → {}", amount(from[old]), amount(to[now])));
        }
        let facts = facts(was).into_iter().zip(facts(is));
        if facts.into_iter().any(|(from, to)| !same(from[old], to[now]))
            || was.locked[old] != is.locked[now]
            || was.contract_end.get(old) != is.contract_end.get(now)
        {
            changes.facts.add(name, String::new);
        }
        if !same(was.latitude[old], is.latitude[now]) || !same(was.longitude[old], is.longitude[now]) {
            let spot = |accounts: &Accounts, at: usize| match (accounts.place(at), accounts.city.get(at)) {
                (None, _) => say!("no place").to_owned(),
                (Some((north, east)), "") => format!("{north:.2}, {east:.2}"),
                (Some(_), city) => city.to_owned(),
            };
            changes.place.add(name, || format!("{} → {}", spot(was, old), spot(is, now)));
        }
        let kind = [(&was.industry, &is.industry), (&was.segment, &is.segment)];
        if let Some((from, to)) = kind.iter().find(|(was, is)| was.get(old) != is.get(now)) {
            changes.kind.add(name, || format!("{} → {}", from.get(old), to.get(now)));
        } else if was.prospect[old] != is.prospect[now] {
            let word = |prospect: u8| if prospect == 1 { say!("prospect") } else { say!("customer") };
            changes.kind.add(name, || format!("{} → {}", word(was.prospect[old]), word(is.prospect[now])));
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
        // Where nothing that is planned with changed, what was proven and measured holds on.
        let holds = self.is_still() && !self.changes.any() && !balances_score(&project);
        project.settings = self.settings(&project.settings, &position);
        project.working = self.plan(&project.working, owners, &project.settings);
        for revision in &mut project.revisions {
            revision.settings = self.settings(&revision.settings, &position);
            revision.assignment = self.plan(&revision.assignment, owners, &revision.settings);
            if holds {
                fingerprint.clone_into(&mut revision.dataset);
                continue;
            }
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
        locks.order();
        Settings { locks, ..settings.clone() }
    }
}

/// Whether two figures are the same; both may be unknown.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(1.0) || (one.is_nan() && other.is_nan())
}

fn amount(value: f64) -> String {
    if value.is_nan() { say!("none").to_owned() } else { grouped(value, 0) }
}

/// Figures of accounts that are told together as facts.
fn facts(accounts: &Accounts) -> [&Numbers; 10] {
    [
        &accounts.employees,
        &accounts.service_hours,
        &accounts.visits_per_year,
        &accounts.complexity,
        &accounts.relationship,
        &accounts.engagement,
        &accounts.intent,
        &accounts.product_fit,
        &accounts.churn_risk,
        &accounts.open_pipeline,
    ]
}

/// Whether anything about a rep but the row is different.
fn facts_differ(before: &Rep, after: &Rep) -> bool {
    // A base amid the accounts moves with them; that is told of the accounts.
    let base = if before.base_derived && after.base_derived { after.base } else { before.base };
    Rep { row: after.row, base, ..before.clone() } != *after
}

/// Whether a rule of any version counts the account score, which weights may change without any account changing.
fn balances_score(project: &Project) -> bool {
    let settings = project.revisions.iter().map(|revision| &revision.settings).chain([&project.settings]);
    let mut rules = settings.flat_map(|settings| &settings.rules);
    rules.any(|rule| rule.params.values().any(|value| *value == Value::Text("score".to_owned())))
}

/// Families of two datasets, paired as they are met.
#[derive(Default)]
struct Families(HashMap<u32, u32>);

impl Families {
    /// What changed for an account; none where it is with the others of its family as before.
    fn change(&mut self, before: u32, after: u32) -> Option<&'static str> {
        match (before == NO_FAMILY, after == NO_FAMILY) {
            (true, true) => None,
            (true, false) => Some(say!("alone → in a family")),
            (false, true) => Some(say!("in a family → alone")),
            (false, false) => (*self.0.entry(before).or_insert(after) != after).then_some(say!("in another family")),
        }
    }
}
