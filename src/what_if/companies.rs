//! Companies by id and by name, so that whole files of them are looked up among whole lists.

use crate::clean::company_name;
use crate::model::text_key;
use std::collections::BTreeMap;

/// Positions by what they are called.
type Index = BTreeMap<u128, Vec<u32>>;

/// A list of companies.
pub struct Companies {
    by_id: Index,
    by_name: Index,
}

impl Companies {
    /// Of ids and names, in the order of the list.
    pub fn new<'n>(companies: impl Iterator<Item = (&'n str, &'n str)>) -> Self {
        let (mut by_id, mut by_name) = (Index::new(), Index::new());
        for (position, (id, name)) in companies.enumerate() {
            enter(&mut by_id, id, position);
            enter(&mut by_name, &company_name(name), position);
        }
        Self { by_id, by_name }
    }

    /// All that have a name, as cleaning tells companies apart.
    pub fn named(&self, name: &str) -> &[u32] {
        found(&self.by_name, &company_name(name))
    }

    /// All that a text means: those of this id or else of this name.
    pub fn meant(&self, text: &str) -> &[u32] {
        match found(&self.by_id, text) {
            [] => self.named(text),
            of_id => of_id,
        }
    }
}

fn enter(index: &mut Index, text: &str, position: usize) {
    if !text.is_empty() {
        index.entry(text_key(text)).or_default().push(position as u32);
    }
}

fn found<'i>(index: &'i Index, text: &str) -> &'i [u32] {
    let known = (!text.is_empty()).then(|| index.get(&text_key(text))).flatten();
    known.map_or(&[], Vec::as_slice)
}
