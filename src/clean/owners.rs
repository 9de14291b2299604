//! Step: owners of accounts joined to reps, by id, name or e-mail address.

use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold;
use crate::import::parse;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::OPEN;
use crate::model::Rep;
use crate::model::RepIndices;
use crate::order::Order;
use std::collections::HashMap;

/// Finds reps by any of their names.
pub struct Owners {
    /// By ids as they are written, those of Salesforce in their long form.
    ids: HashMap<String, u16>,
    /// By ids, names and addresses in any case.
    known: HashMap<String, Option<u16>>,
}

impl Owners {
    /// Of all reps. A name that two reps share finds neither; an id always wins.
    pub fn new(reps: &[Rep]) -> Self {
        let mut known: HashMap<String, Option<u16>> = HashMap::new();
        for (position, rep) in reps.iter().enumerate() {
            let turned = rep.name.rsplit_once(' ').map(|(first, last)| format!("{last}, {first}")).unwrap_or_default();
            for text in [&rep.name, &turned, &rep.email] {
                let folded = fold(text);
                if folded.is_empty() {
                    continue;
                }
                let entry = known.entry(folded).or_insert(Some(position as u16));
                if *entry != Some(position as u16) {
                    *entry = None;
                }
            }
        }
        let (mut ids, mut folded): (HashMap<String, u16>, HashMap<String, Option<u16>>) = Default::default();
        for (position, rep) in reps.iter().enumerate() {
            ids.insert(written(&rep.id), position as u16);
            folded.entry(fold(&rep.id)).and_modify(|rep| *rep = None).or_insert(Some(position as u16));
        }
        known.extend(folded);
        Self { ids, known }
    }

    /// The rep of this name; none where no rep or several reps have it.
    pub fn find(&self, text: &str) -> Option<u16> {
        let by_id = self.ids.get(&written(text)).copied();
        by_id.or_else(|| self.known.get(&fold(text)).copied().flatten())
    }

    /// Whether several reps have this name.
    fn is_shared(&self, text: &str) -> bool {
        self.known.get(&fold(text)) == Some(&None)
    }
}

/// An id in the form by which it is looked up.
fn written(id: &str) -> String {
    parse::salesforce_long(id).unwrap_or_else(|| id.to_owned())
}

/// Words that stand for "nobody" in an owner column.
pub fn is_nobody(text: &str) -> bool {
    let folded = fold(text);
    ["", "unassigned", "none", "no owner", "open", "n a", "na", "null", "nobody", "tbd", "vacant", "house account"]
        .contains(&folded.as_str())
}

/// The rep of each account; an owner who is no rep leaves the account in the open pool and is reported once.
pub fn owners(rows: &Rows, index: &Owners, log: &mut Log) -> RepIndices {
    let mut known: Lookup<&str, (u16, usize, usize)> = Lookup::default();
    let mut out = RepIndices::default();
    for account in 0..rows.len() {
        let text = rows.text(account, Field::Owner);
        let entry = known.entry(text).or_insert_with(|| (index.find(text).unwrap_or(OPEN), 0, account));
        entry.1 += 1;
        out.push(entry.0);
    }
    let mut strangers: Vec<(&str, usize, usize)> = known
        .into_iter()
        .filter(|(text, (rep, ..))| *rep == OPEN && !is_nobody(text))
        .map(|(text, (_, count, first))| (text, count, first))
        .collect();
    strangers.order_by_key(|&(_, _, first)| first);
    let lost: usize = strangers.iter().map(|(_, count, _)| count).sum();
    for &(text, count, first) in &strangers {
        let accounts = counted(count, "account goes", "accounts go");
        let issue = if index.is_shared(text) {
            let advice = say!("{accounts} to the open pool. Use the reps' ids as owners.", accounts);
            Issue::warning("owner-ambiguous", say!("the name of one rep"), advice)
        } else {
            let advice = say!("{accounts} to the open pool. Add the rep, or correct the name.", accounts);
            Issue::warning("owner-unknown", say!("the id, name or e-mail of a rep"), advice)
        };
        log.cell(rows.issue_at(issue, first, Field::Owner));
    }
    log.touch(Field::Owner, 0, lost);
    let open = out.iter().filter(|&&rep| rep == OPEN).count();
    let sentence = say!(
        "{accounts} joined to their reps, {without} without owner, {lost} with an owner who is no rep.",
        accounts = counted(rows.len() - open, "account", "accounts"),
        without = open - lost,
        lost
    );
    log.step("owners", say!("Owners"), lost, sentence);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::trial::cleaned;
    use crate::clean::trial::count;

    const REPS: &str = "id,name,email,capacity_hours\nR1,Zoë Diaz,zoe@x.example,1\nR2,Bo Chen,bo@x.example,1\n\
        R3,Sam Lee,s1@x.example,1\nR4,Sam Lee,s2@x.example,1\n";

    #[test]
    fn owners_join_by_id_name_and_address() {
        // Systems write owners in any of these ways, people in any case and order.
        let text = "id,name,owner\n1,A,r1\n2,B, zoe  DIAZ\n3,C,\"Diaz, Zoë\"\n4,D,ZOE@X.example\n5,E,Bo Chen\n6,F,\n";
        let prepared = cleaned(&[("accounts.csv", text), ("reps.csv", REPS)]);
        assert_eq!(prepared.dataset.accounts.owner.0, [0, 0, 0, 0, 1, OPEN]);
        assert_eq!(count(&prepared, "owner-unknown"), 0);
    }

    #[test]
    fn strangers_and_namesakes_go_to_the_open_pool_with_one_issue_each() {
        // Guessing between two reps of one name would give away accounts at random.
        let text = "id,name,owner\n1,A,Sam Lee\n2,B,Old Rep\n3,C,Old Rep\n4,D,R4\n5,E,unassigned\n";
        let prepared = cleaned(&[("accounts.csv", text), ("reps.csv", REPS)]);
        assert_eq!(prepared.dataset.accounts.owner.0, [OPEN, OPEN, OPEN, 3, OPEN]);
        assert_eq!((count(&prepared, "owner-ambiguous"), count(&prepared, "owner-unknown")), (1, 1));
    }
}
