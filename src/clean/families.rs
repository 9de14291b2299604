//! Step: company families, by parent id or parent name.

use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::IdIndex;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold;
use crate::model::Indices;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::NO_FAMILY;
use crate::model::text_key;
use std::collections::HashMap;

/// What a parent text names.
#[derive(Clone, Copy, PartialEq)]
enum Parent {
    None,
    Account(u32),
    /// A company that is no account itself, numbered.
    Outside(u32),
}

/// The family of each account and how many families there are. Accounts of one parent form a family, with the parent
/// where it is an account, and with the parent's own parent.
pub fn families(rows: &Rows, ids: &IdIndex, log: &mut Log) -> (Indices, u32) {
    if !rows.drafts.has(Field::ParentId) {
        log.step("families", "Company families", 0, "The file names no parent companies.".to_owned());
        return (Indices(vec![NO_FAMILY; rows.len()]), 0);
    }
    let (mut parents, outside) = parents(rows, ids);
    let broken = break_cycles(rows, &mut parents, log);
    let mut tops = Vec::with_capacity(rows.len());
    for account in 0..rows.len() {
        let mut at = account;
        while let Parent::Account(next) = parents[at] {
            at = next as usize;
        }
        tops.push(match parents[at] {
            Parent::Outside(number) => rows.len() as u32 + number,
            _ => at as u32,
        });
    }
    let mut members = vec![0_u32; rows.len() + outside];
    for &top in &tops {
        members[top as usize] += 1;
    }
    let mut number = vec![NO_FAMILY; members.len()];
    let mut count = 0;
    let family = tops.iter().map(|&top| {
        let top = top as usize;
        if members[top] > 1 && number[top] == NO_FAMILY {
            number[top] = count;
            count += 1;
        }
        number[top]
    });
    let family: Indices = family.collect();
    let inside = family.iter().filter(|&&family| family != NO_FAMILY).count();
    let accounts = counted(inside, "account", "accounts");
    let sentence =
        format!("{} with {accounts}; {broken} circles broken.", counted(count as usize, "family", "families"));
    log.step("families", "Company families", broken, sentence);
    (family, count)
}

/// The parent of each account, by id, else by name; how many parents are no accounts.
fn parents(rows: &Rows, ids: &IdIndex) -> (Vec<Parent>, usize) {
    let mut by_name: Lookup<u128, u32> = Lookup::default();
    let mut named = false;
    let mut known: Lookup<&str, Parent> = Lookup::default();
    let mut outside: HashMap<String, u32> = HashMap::new();
    let mut out = Vec::with_capacity(rows.len());
    for account in 0..rows.len() {
        let text = rows.text(account, Field::ParentId);
        if text.is_empty() {
            out.push(Parent::None);
            continue;
        }
        if !named {
            for other in 0..rows.len() {
                by_name.entry(text_key(&fold(rows.text(other, Field::Name)))).or_insert(other as u32);
            }
            named = true;
        }
        let parent = *known.entry(text).or_insert_with(|| {
            let folded = fold(text);
            if let Some(found) = ids.find(text).or_else(|| by_name.get(&text_key(&folded)).copied()) {
                return Parent::Account(found);
            }
            let number = outside.len() as u32;
            Parent::Outside(*outside.entry(folded).or_insert(number))
        });
        // Many systems name the top of a family as its own parent.
        out.push(if parent == Parent::Account(account as u32) { Parent::None } else { parent });
    }
    (out, outside.len())
}

/// Cuts each circle of parents at its first account and says so.
fn break_cycles(rows: &Rows, parents: &mut [Parent], log: &mut Log) -> usize {
    let mut visit = vec![0_u32; parents.len()];
    let mut broken = 0;
    for start in 0..parents.len() {
        let mut at = start;
        let mark = start as u32 + 1;
        while visit[at] == 0 {
            visit[at] = mark;
            let Parent::Account(next) = parents[at] else { break };
            at = next as usize;
        }
        if visit[at] == mark
            && let Parent::Account(next) = parents[at]
        {
            // The walk came back to itself; `at` lies on the circle unless the walk ended there.
            if on_circle(parents, at) {
                let issue = Issue::warning(
                    "family-circle",
                    "a parent that is not below the account itself",
                    format!("The circle through {} was cut here.", rows.ids[next as usize]),
                );
                log.add(rows.issue_at(issue, at, Field::ParentId));
                parents[at] = Parent::None;
                broken += 1;
            }
        }
    }
    broken
}

fn on_circle(parents: &[Parent], start: usize) -> bool {
    let mut at = start;
    for _ in 0..=parents.len() {
        let Parent::Account(next) = parents[at] else { return false };
        at = next as usize;
        if at == start {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::trial::cleaned;
    use crate::clean::trial::count;

    #[test]
    fn parents_by_id_by_name_and_outside_make_families() {
        // Chains are kept together only if all three ways of naming a parent lead to one family.
        let text = "id,name,owner,parent_id\n1,Acme,Ana,\n2,Bolt,Ana,1\n3,Cord,Ana,acme\n4,Dot,Ana,P1\n5,Eel,Ana,P1\n\
            6,Fox,Ana,P2\n7,Gnu,Ana,7\n8,Hen,Ana,2\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        assert_eq!(prepared.dataset.accounts.family.0, [0, 0, 0, 1, 1, NO_FAMILY, NO_FAMILY, 0]);
        assert_eq!(prepared.dataset.families, 2);
    }

    #[test]
    fn circles_are_cut_once_and_reported() {
        // A circle would walk for ever; cut, its members still form one family.
        let text = "id,name,owner,parent_id\n1,Acme,Ana,2\n2,Bolt,Ana,1\n3,Cord,Ana,1\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        assert_eq!(count(&prepared, "family-circle"), 1);
        assert_eq!(prepared.dataset.accounts.family.0, [0, 0, 0]);
    }
}
