//! Which account and which rep of newer data is which of those before.

use crate::model::Accounts;
use crate::model::Dataset;
use crate::model::Lookup;
use crate::model::OPEN;
use crate::model::RepIndices;
use crate::model::text_key;
use std::collections::HashMap;
use std::collections::HashSet;

/// Finds accounts by id. One of 15 characters and one of 18 that begins with it are one record of Salesforce; where names
/// serve as ids, those that several accounts share are told apart by their place.
pub struct Identities {
    exact: Lookup<u128, u32>,
    /// The accounts with ids of 18 characters by their first 15.
    long: Lookup<u128, u32>,
    /// Accounts with a name that several have, by name and place; none where ids are no names.
    spots: Option<(Lookup<u128, u32>, HashSet<u128>)>,
    lengths: Vec<u8>,
}

impl Identities {
    const SHORT: usize = 15;

    /// Of the accounts before, for those after.
    pub fn of(before: &Accounts, after: &Accounts) -> Self {
        let mut exact: Lookup<u128, u32> = Lookup::default();
        exact.reserve(before.len());
        let mut long: Lookup<u128, u32> = Lookup::default();
        for (position, id) in before.id.iter().enumerate() {
            exact.insert(text_key(id), position as u32);
            if Self::is_long(id) {
                long.entry(text_key(&id[..Self::SHORT])).or_insert(position as u32);
            }
        }
        let lengths = before.id.iter().map(|id| id.len().min(255) as u8).collect();
        let spots = (names_serve(before) && names_serve(after)).then(|| {
            let mut shared = HashSet::new();
            for accounts in [before, after] {
                let mut seen = HashSet::new();
                for name in accounts.name.iter().map(text_key) {
                    if !seen.insert(name) {
                        shared.insert(name);
                    }
                }
            }
            let mut spots = Lookup::default();
            for position in 0..before.len() {
                spots.entry(spot(before, position)).or_insert(position as u32);
            }
            (spots, shared)
        });
        Self { exact, long, spots, lengths }
    }

    fn is_long(id: &str) -> bool {
        id.len() == 18 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    /// The position before of an account after.
    pub fn find(&self, after: &Accounts, account: usize) -> Option<u32> {
        if let Some((spots, shared)) = &self.spots
            && shared.contains(&text_key(after.name.get(account)))
        {
            return spots.get(&spot(after, account)).copied();
        }
        let id = after.id.get(account);
        if let Some(&found) = self.exact.get(&text_key(id)) {
            return Some(found);
        }
        if id.len() == Self::SHORT {
            return self.long.get(&text_key(id)).copied();
        }
        let short = if Self::is_long(id) { self.exact.get(&text_key(&id[..Self::SHORT])) } else { None };
        short.copied().filter(|&old| self.lengths[old as usize] as usize == Self::SHORT)
    }
}

/// Whether the ids of a list are its names, numbered where several are alike.
fn names_serve(accounts: &Accounts) -> bool {
    let is_name =
        |(id, name): (&str, &str)| id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("));
    accounts.id.iter().zip(accounts.name.iter()).all(is_name)
}

/// A key of the name and the place of an account.
fn spot(accounts: &Accounts, at: usize) -> u128 {
    let place = accounts.place(at).map_or_else(String::new, |(north, east)| format!("{north:.3}/{east:.3}"));
    let (city, state, code) = (accounts.city.get(at), accounts.state.get(at), accounts.postal_code.get(at));
    text_key(&[accounts.name.get(at), city, state, code, &place].join("\u{1F}"))
}

/// For each rep of before the position now: by id, then the others by a name that only one has.
pub fn reps(before: &Dataset, after: &Dataset) -> RepIndices {
    let by_id: HashMap<&str, u16> =
        after.reps.iter().enumerate().map(|(at, rep)| (rep.id.as_str(), at as u16)).collect();
    let mut by_name: HashMap<String, Option<u16>> = HashMap::new();
    for (at, rep) in after.reps.iter().enumerate() {
        let entry = by_name.entry(rep.name.to_lowercase()).or_insert(Some(at as u16));
        if *entry != Some(at as u16) {
            *entry = None;
        }
    }
    let mut found: RepIndices =
        before.reps.iter().map(|rep| by_id.get(rep.id.as_str()).copied().unwrap_or(OPEN)).collect();
    let mut taken: HashSet<u16> = found.iter().copied().collect();
    for (place, rep) in found.iter_mut().zip(&before.reps).filter(|(place, _)| **place == OPEN) {
        let named = by_name.get(&rep.name.to_lowercase()).copied().flatten();
        *place = named.filter(|&at| taken.insert(at)).unwrap_or(OPEN);
    }
    found
}
