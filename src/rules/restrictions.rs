//! Who may have what, and what stays together.

use crate::order::Order;
use crate::rules::NO_UNIT;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeSet;

/// A set of rules that contradict each other at one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Ids of the rules, the one that gave way last; none can be left out without the contradiction being gone.
    pub rules: Vec<String>,
    /// The account.
    pub account: u32,
}

/// Eligibility of every account and rep, and the groups that stay together.
///
/// Rules speak in the order of their settings. Where a rule would leave an account without any rep it gives way, and
/// the contradiction is noted as a [`Conflict`]: the judge will report the breach.
#[derive(Clone, Debug)]
pub struct Restrictions {
    reps: usize,
    words: usize,
    /// Who can have any account at all.
    team: Vec<u64>,
    allowed: Vec<u64>,
    group: Vec<u32>,
    /// For each account the rules that bar somebody from it, with the start of what they allow in `said`.
    spoken: Vec<Vec<(u16, usize)>>,
    said: Vec<u64>,
    rules: Vec<String>,
    speaker: u16,
    conflicts: Vec<Conflict>,
    by_hand: BTreeSet<u32>,
}

impl Restrictions {
    /// Everyone may have everything; every account stands alone. `reps` counts the open pool where there is one.
    pub fn new(accounts: usize, reps: usize) -> Self {
        let words = reps.div_ceil(64).max(1);
        let mut row = vec![u64::MAX; words];
        if !reps.is_multiple_of(64) {
            row[words - 1] = (1 << (reps % 64)) - 1;
        }
        let allowed = row.iter().copied().cycle().take(words * accounts).collect();
        let group = (0..accounts as u32).collect();
        Self {
            reps,
            words,
            team: row,
            allowed,
            group,
            spoken: vec![Vec::new(); accounts],
            said: Vec::new(),
            rules: Vec::new(),
            speaker: 0,
            conflicts: Vec::new(),
            by_hand: BTreeSet::new(),
        }
    }

    /// Names the rule whose restrictions follow.
    pub fn speak(&mut self, rule: &str) {
        self.rules.push(rule.to_owned());
        self.speaker = self.rules.len() as u16 - 1;
    }

    /// Nobody gives accounts to reps who are gone; no rule speaks about it.
    pub fn dismiss(&mut self, gone: &[u16]) {
        for rep in gone.iter().map(|rep| usize::from(*rep)) {
            self.team[rep / 64] &= !(1 << (rep % 64));
        }
        for (word, team) in self.allowed.iter_mut().zip(self.team.iter().cycle()) {
            *word &= team;
        }
    }

    /// How many reps there are, the pool included.
    pub fn reps(&self) -> usize {
        self.reps
    }

    /// Leaves an account out: nobody may have it, and no rule speaks about it.
    pub fn leave_out(&mut self, account: usize) {
        self.allowed[account * self.words..(account + 1) * self.words].fill(0);
    }

    /// Whether an account is left out. Of all others somebody may have each.
    pub fn is_left_out(&self, account: usize) -> bool {
        self.row(account).iter().all(|word| *word == 0)
    }

    /// Restricts an account to the reps for which `keep` says yes.
    pub fn keep(&mut self, account: usize, keep: impl Fn(usize) -> bool) {
        if self.is_left_out(account) {
            return;
        }
        let mut said = vec![0_u64; self.words];
        for rep in (0..self.reps).filter(|rep| keep(*rep)) {
            said[rep / 64] |= 1 << (rep % 64);
        }
        if (0..self.reps).all(|rep| said[rep / 64] >> (rep % 64) & 1 == 1) {
            return;
        }
        let row: Vec<u64> = self.row(account).iter().zip(&said).map(|(word, said)| word & said).collect();
        if row.iter().any(|word| *word != 0) {
            self.allowed[account * self.words..(account + 1) * self.words].copy_from_slice(&row);
            self.spoken[account].push((self.speaker, self.said.len()));
            self.said.extend(said);
        } else {
            let rules = self.irreducible(&[account as u32], Some((self.speaker, said)));
            self.conflicts.push(Conflict { rules, account: account as u32 });
        }
    }

    /// Ids of rules that leave nobody for these accounts together, in the order in which they spoke; the rest of them
    /// would leave somebody. `last` is one that gave way.
    fn irreducible(&self, accounts: &[u32], last: Option<(u16, Vec<u64>)>) -> Vec<String> {
        let said = |(speaker, start): &(u16, usize)| (*speaker, self.said[*start..*start + self.words].to_vec());
        let spoken = accounts.iter().flat_map(|&account| &self.spoken[account as usize]);
        let mut parts: Vec<(u16, Vec<u64>)> = spoken.map(said).chain(last).collect();
        parts.order();
        let mut speakers: Vec<u16> = parts.iter().map(|(speaker, _)| *speaker).collect();
        speakers.dedup();
        for speaker in speakers {
            let is_nobody_left = (0..self.words).all(|word| {
                let others = parts.iter().filter(|(other, _)| *other != speaker);
                others.fold(self.team[word], |common, (_, set)| common & set[word]) == 0
            });
            if is_nobody_left {
                parts.retain(|(other, _)| *other != speaker);
            }
        }
        let mut rules: Vec<String> = parts.iter().map(|(speaker, _)| self.rules[*speaker as usize].clone()).collect();
        rules.dedup();
        rules
    }

    /// Keeps an account with one rep.
    pub fn fix(&mut self, account: usize, rep: u16) {
        self.keep(account, |candidate| candidate == rep as usize);
    }

    /// Keeps an account in the column the user fixed it to; none means a column that is not there: the lock gives way.
    pub fn fix_by_hand(&mut self, account: usize, column: Option<usize>) {
        self.by_hand.insert(account as u32);
        self.keep(account, |candidate| Some(candidate) == column);
    }

    /// Whether the user fixed the account: what a file says about it no longer counts.
    pub fn is_fixed_by_hand(&self, account: usize) -> bool {
        self.by_hand.contains(&(account as u32))
    }

    /// Says that two accounts stay together.
    pub fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        self.group[high] = low as u32;
    }

    fn root(&mut self, mut account: usize) -> usize {
        while self.group[account] as usize != account {
            let above = self.group[self.group[account] as usize];
            self.group[account] = above;
            account = above as usize;
        }
        account
    }

    /// Whether a rep may have an account, by the rules on that account alone.
    pub fn allows(&self, account: usize, rep: usize) -> bool {
        self.allowed[account * self.words + rep / 64] >> (rep % 64) & 1 == 1
    }

    /// Ids of the rules that bar a rep from an account, in the order in which they spoke. Those that gave way are not
    /// among them.
    pub fn barring(&self, account: usize, rep: usize) -> impl Iterator<Item = &str> {
        let bars = move |start: usize| self.said[start + rep / 64] >> (rep % 64) & 1 == 0;
        let spoken = self.spoken[account].iter().filter(move |(_, start)| bars(*start));
        spoken.map(|(speaker, _)| self.rules[*speaker as usize].as_str())
    }

    /// The groups: for each account its unit, [`NO_UNIT`] for one that is left out, and how many units there are. Units
    /// are numbered by first appearance.
    pub fn units(&mut self) -> (Vec<u32>, usize) {
        let mut unit_of = vec![NO_UNIT; self.group.len()];
        let mut units = 0_u32;
        for account in 0..self.group.len() {
            if self.is_left_out(account) {
                continue;
            }
            let root = self.root(account);
            if unit_of[root] == NO_UNIT {
                unit_of[root] = units;
                units += 1;
            }
            unit_of[account] = unit_of[root];
        }
        (unit_of, units as usize)
    }

    /// Lets every member of a unit go only where all of its members may go. Where that leaves nobody, the unit goes
    /// where most members may go, and the conflict is noted with the rule `together`.
    pub fn unite(&mut self, members: &[u32], together: &str) {
        if members.len() < 2 {
            return;
        }
        let mut row = vec![u64::MAX; self.words];
        for &member in members {
            for (word, allowed) in row.iter_mut().zip(self.row(member as usize)) {
                *word &= allowed;
            }
        }
        if row.iter().all(|word| *word == 0) {
            let votes = |rep: usize| members.iter().filter(|&&member| self.allows(member as usize, rep)).count();
            let most = (0..self.reps).map(votes).max().unwrap_or(0);
            let mut best = vec![0_u64; self.words];
            for rep in (0..self.reps).filter(|&rep| votes(rep) == most) {
                best[rep / 64] |= 1 << (rep % 64);
            }
            row = best;
            let mut rules = self.irreducible(members, None);
            rules.push(together.to_owned());
            self.conflicts.push(Conflict { rules, account: members[0] });
        }
        for &member in members {
            let start = member as usize * self.words;
            self.allowed[start..start + self.words].copy_from_slice(&row);
        }
    }

    fn row(&self, account: usize) -> &[u64] {
        &self.allowed[account * self.words..(account + 1) * self.words]
    }

    /// The contradictions met so far.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_rule_gives_way_and_is_named() {
        // An account locked to a rep without the skill must still get a rep, and the contradiction a name.
        let mut restrictions = Restrictions::new(1, 3);
        restrictions.speak("locked-accounts");
        restrictions.fix(0, 2);
        restrictions.speak("specialist-accounts");
        restrictions.keep(0, |rep| rep < 2);
        assert!(restrictions.allows(0, 2) && !restrictions.allows(0, 1));
        assert_eq!(restrictions.conflicts()[0].rules, ["locked-accounts", "specialist-accounts"]);
    }

    #[test]
    fn rules_that_could_be_left_out_are_not_named() {
        // Who eases an idle rule sees nothing change.
        let mut restrictions = Restrictions::new(2, 4);
        let mut say = |account: usize, rule: &str, reps: [bool; 4]| {
            restrictions.speak(rule);
            restrictions.keep(account, |rep| reps[rep]);
        };
        say(0, "specialist-accounts", [true, false, true, false]);
        say(0, "strategic-accounts-stay", [true, false, false, false]);
        say(0, "allowed-regions", [false, false, true, true]);
        say(1, "specialist-accounts", [true, true, true, false]);
        say(1, "new-hire", [false, true, true, true]);
        assert_eq!(restrictions.conflicts()[0].rules, ["strategic-accounts-stay", "allowed-regions"]);
        restrictions.unite(&[0, 1], "families-together");
        assert_eq!(restrictions.conflicts()[1].rules, ["strategic-accounts-stay", "new-hire", "families-together"]);
    }

    #[test]
    fn joined_accounts_form_one_unit_and_share_their_reps() {
        // A family goes only where every member may go.
        let mut restrictions = Restrictions::new(3, 70);
        restrictions.speak("specialist-accounts");
        restrictions.keep(0, |rep| rep > 60);
        restrictions.keep(2, |rep| rep < 66);
        restrictions.join(2, 0);
        let (unit_of, units) = restrictions.units();
        assert_eq!((unit_of, units), (vec![0, 1, 0], 2));
        restrictions.unite(&[0, 2], "families-together");
        assert!(restrictions.allows(0, 65) && !restrictions.allows(0, 66) && !restrictions.allows(2, 60));
    }
}
