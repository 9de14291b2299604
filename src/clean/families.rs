//! Step: company families, by parent id or parent name; and companies of one name at several places, which become a
//! family where the user confirms it.

use crate::clean::Decision;
use crate::clean::Host;
use crate::clean::Step;
use crate::clean::company::Companies;
use crate::clean::company::Family;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::IdIndex;
use crate::clean::rows::PIECE;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold;
use crate::model::Accounts;
use crate::model::Indices;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::NO_FAMILY;
use crate::model::text_key;
use crate::order::Order;
use serde::Deserialize;
use serde::Serialize;
use std::collections::HashMap;

/// At most so many companies are proposed at once, the largest first.
const MOST_PROPOSED: usize = 2_000;
/// So many places of a company are named.
const PLACES: usize = 3;

/// Accounts of one company name at several places.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SameName {
    /// The name without what says nothing; it stands for the company.
    pub family: Family,
    /// The name as the file has it first.
    pub name: String,
    /// How many accounts have it.
    pub accounts: u32,
    /// Some of their places.
    pub places: Vec<String>,
    /// What the user says.
    pub decision: Decision,
}

/// The families of a list.
#[derive(Debug, Default, PartialEq)]
pub struct Families {
    /// The family of each account.
    pub family: Indices,
    /// How many there are.
    pub count: u32,
    /// Companies that may be families, or are by the user's word.
    pub proposed: Vec<SameName>,
}

/// What a parent text names.
#[derive(Clone, Copy, PartialEq)]
enum Parent {
    None,
    Account(u32),
    /// A company that is no account itself, numbered.
    Outside(u32),
}

/// Accounts of one parent form a family, with the parent where it is an account, and with the parent's own parent; so do
/// accounts of a company name that the user confirmed.
pub async fn families(
    (rows, ids, known): (&Rows<'_>, &IdIndex, &Accounts),
    host: &mut impl Host,
    log: &mut Log,
) -> Option<Families> {
    if !rows.does(Step::Families) {
        log.left_out(Step::Families);
        return Some(Families { family: Indices(vec![NO_FAMILY; rows.len()]), ..Families::default() });
    }
    let (mut tops, broken) = tops(rows, ids, log);
    let companies = same_names(rows, known, &tops, host).await?;
    for company in companies.iter().filter(|company| rows.choices.families.contains(&company.said.family)) {
        for &account in &company.accounts {
            unite(&mut tops, company.accounts[0], account);
        }
    }
    let (family, count) = numbered(&mut tops, rows.len());
    let inside = family.iter().filter(|&&family| family != NO_FAMILY).count();
    let accounts = counted(inside, "account", "accounts");
    let proposed = proposed(rows, companies);
    let open = proposed.iter().filter(|company| company.decision == Decision::Open).count();
    let (families, companies) = (counted(count as usize, "family", "families"), counted(open, "company", "companies"));
    let mut sentence = if rows.drafts.has(Field::ParentId) {
        String::new()
    } else {
        say!("The file names no parent companies.").to_owned() + " "
    };
    sentence += &if broken > 0 {
        let circles = counted(broken, "circle", "circles");
        say!(
            "{families} with {accounts}; {circles} cut; {companies} of one name at several places to decide.",
            families,
            accounts,
            circles,
            companies
        )
    } else {
        say!(
            "{families} with {accounts}; {companies} of one name at several places to decide.",
            families,
            accounts,
            companies
        )
    };
    log.step(Step::Families.id(), Step::Families.title(), broken, sentence);
    Some(Families { family, count, proposed })
}

/// For each account the top of its family: an account, or a number beyond them for a company that is no account; and how
/// many circles were broken. A top is its own top.
fn tops(rows: &Rows, ids: &IdIndex, log: &mut Log) -> (Vec<u32>, usize) {
    if !rows.drafts.has(Field::ParentId) {
        return ((0..rows.len() as u32).collect(), 0);
    }
    let (mut parents, outside) = parents(rows, ids);
    let broken = break_cycles(rows, &mut parents, log);
    // Walked from below, a chain of parents as long as the list would be walked once for each of its members.
    let mut tops: Vec<Option<u32>> = vec![None; rows.len()];
    let mut path = Vec::new();
    for account in 0..rows.len() {
        let mut at = account;
        let top = loop {
            if let Some(top) = tops[at] {
                break top;
            }
            path.push(at);
            match parents[at] {
                Parent::Account(next) => at = next as usize,
                Parent::Outside(number) => break rows.len() as u32 + number,
                Parent::None => break at as u32,
            }
        };
        for below in path.drain(..) {
            tops[below] = Some(top);
        }
    }
    let mut tops: Vec<u32> = tops.into_iter().flatten().collect();
    tops.extend((0..outside as u32).map(|number| rows.len() as u32 + number));
    (tops, broken)
}

fn top(tops: &mut [u32], mut at: u32) -> u32 {
    while tops[at as usize] != at {
        tops[at as usize] = tops[tops[at as usize] as usize];
        at = tops[at as usize];
    }
    at
}

fn unite(tops: &mut [u32], one: u32, other: u32) {
    let (one, other) = (top(tops, one), top(tops, other));
    tops[one.max(other) as usize] = one.min(other);
}

/// Families of at least two accounts, numbered in the order of the list.
fn numbered(tops: &mut [u32], accounts: usize) -> (Indices, u32) {
    let tops: Vec<u32> = (0..accounts as u32).map(|account| top(tops, account)).collect();
    let mut members: Lookup<u32, (u32, u32)> = Lookup::default();
    for &top in &tops {
        members.entry(top).or_insert((0, NO_FAMILY)).0 += 1;
    }
    let mut count = 0;
    let mut family = Indices::default();
    for top in tops {
        let (size, number) = members.entry(top).or_insert((0, NO_FAMILY));
        if *size > 1 && *number == NO_FAMILY {
            *number = count;
            count += 1;
        }
        family.push(*number);
    }
    (family, count)
}

/// A company with its accounts.
struct Company {
    said: SameName,
    accounts: Vec<u32>,
}

/// Accounts of one name, where they are at several places and not of one family by their parents already.
async fn same_names(rows: &Rows<'_>, known: &Accounts, tops: &[u32], host: &mut impl Host) -> Option<Vec<Company>> {
    let mut first: Lookup<u128, u32> = Lookup::default();
    first.reserve(rows.len());
    let mut groups: Lookup<u32, Vec<u32>> = Lookup::default();
    let mut companies = Companies::default();
    for account in 0..rows.len() {
        if account.is_multiple_of(PIECE) {
            going!(host, say!("Finding company families"), 0.8 + 0.08 * account as f64 / rows.len() as f64);
        }
        let name = companies.name(rows, account);
        if name.is_empty() {
            continue;
        }
        let alike = *first.entry(text_key(name)).or_insert(account as u32);
        if alike != account as u32 {
            groups.entry(alike).or_insert_with(|| vec![alike]).push(account as u32);
        }
    }
    drop(first);
    let mut groups: Vec<Vec<u32>> = groups.into_values().collect();
    groups.order();
    let mut found = Vec::new();
    for accounts in groups {
        let mut place = |account: u32| companies.place(rows, account as usize, known);
        let here = place(accounts[0]);
        let elsewhere = accounts.iter().any(|&account| place(account) != here);
        let one_family = accounts.iter().all(|&account| tops[account as usize] == tops[accounts[0] as usize]);
        if elsewhere && !one_family {
            let family = companies.name(rows, accounts[0] as usize).to_owned();
            found.push(Company { said: SameName { family, ..SameName::default() }, accounts });
        }
    }
    Some(found)
}

/// What is shown of companies, the largest first.
fn proposed(rows: &Rows, mut companies: Vec<Company>) -> Vec<SameName> {
    let decision = |family: &Family| {
        if rows.choices.families.contains(family) {
            Decision::Accepted
        } else if rows.choices.strangers.contains(family) {
            Decision::Declined
        } else {
            Decision::Open
        }
    };
    let rank = |company: &Company| (decision(&company.said.family), std::cmp::Reverse(company.accounts.len()));
    companies.order_by_key(rank);
    let open = companies.iter().filter(|company| decision(&company.said.family) == Decision::Open).count();
    let hidden = MOST_PROPOSED.min(open)..open;
    let shown = companies.into_iter().enumerate().filter(|(position, _)| !hidden.contains(position));
    let said = shown.map(|(_, Company { said, accounts })| {
        let mut places: Vec<String> = Vec::new();
        for &account in &accounts {
            let city = rows.text(account as usize, Field::City);
            if places.len() < PLACES && !city.is_empty() && !places.iter().any(|known| known == city) {
                places.push(city.to_owned());
            }
        }
        SameName {
            name: rows.text(accounts[0] as usize, Field::Name).to_owned(),
            accounts: accounts.len() as u32,
            places,
            decision: decision(&said.family),
            ..said
        }
    });
    said.collect()
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
                    say!("a parent that is not below the account itself"),
                    say!("The circle through {id} was cut here.", id = rows.ids[next as usize]),
                );
                log.cell(rows.issue_at(issue, at, Field::ParentId));
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
    use crate::clean::Choices;
    use crate::clean::trial::cleaned;
    use crate::clean::trial::cleaned_by;
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
    fn one_name_at_several_places_is_a_family_only_where_the_user_says_so() {
        // Two companies may share a name; kept together silently, one rep would get both.
        let text =
            "id,name,owner,city,parent_id\n1,Acme Inc,Ana,Bonn,\n2,ACME,Ana,Ulm,\n3,Bolt,Ana,Ulm,2\n4,Cord,Ana,Ulm,\n";
        let files = [("accounts.csv", text)];
        let before = cleaned(&files);
        assert_eq!(before.dataset.accounts.family.0, [NO_FAMILY, 0, 0, NO_FAMILY]);
        let proposed = before.proposals.families[0].clone();
        assert_eq!((proposed.family.as_str(), proposed.accounts, proposed.decision), ("acme", 2, Decision::Open));
        let said = std::slice::from_ref(&proposed.family);
        let accepted = Choices::default().decide_families(said, Decision::Accepted);
        let after = cleaned_by(&files, &accepted);
        assert_eq!(after.dataset.accounts.family.0, [0, 0, 0, NO_FAMILY]);
        assert_eq!(after.proposals.families[0].decision, Decision::Accepted);
        let declined = accepted.decide_families(said, Decision::Declined);
        assert_eq!(cleaned_by(&files, &declined).dataset.fingerprint(), before.dataset.fingerprint());
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
