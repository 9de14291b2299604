//! Step: spelling variants of industries and other labels, merged into the most frequent spelling.

use crate::clean::Step;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold;
use crate::model::Categories;
use crate::model::Lookup;
use crate::order::Order;
use std::collections::HashMap;

/// More different labels than this are names rather than kinds; slips are not looked for among them.
const MOST_KINDS: usize = 400;

struct Group<'a> {
    spelling: &'a str,
    most: usize,
    count: usize,
}

/// The labels of a field, variants of case, space and punctuation merged; with `slips` also those one letter off a
/// label that is five times as frequent. Gives also how many cells changed.
pub fn merged(rows: &Rows, field: Field, slips: bool) -> (Categories, usize) {
    if !rows.does(Step::Industries) {
        return (Categories::from_texts((0..rows.len()).map(|account| rows.text(account, field))), 0);
    }
    let mut counts: Lookup<&str, usize> = Lookup::default();
    let mut order: Vec<&str> = Vec::new();
    for account in 0..rows.len() {
        let text = rows.text(account, field);
        let count = counts.entry(text).or_insert(0);
        *count += 1;
        if *count == 1 {
            order.push(text);
        }
    }
    let mut groups: HashMap<String, Group> = HashMap::new();
    let mut folded_of: Lookup<&str, String> = Lookup::default();
    for &text in &order {
        let (count, folded) = (counts[text], fold(text));
        let group = groups.entry(folded.clone()).or_insert(Group { spelling: text, most: 0, count: 0 });
        group.count += count;
        // What is written in capitals only, or with none, is an export's doing rather than a spelling.
        let plain = |text: &str| text == text.to_uppercase() || text == text.to_lowercase();
        let better = (!plain(text), count) > (!plain(group.spelling), group.most);
        if better || group.most == 0 {
            group.most = count;
            group.spelling = text;
        }
        folded_of.insert(text, folded);
    }
    if slips && groups.len() <= MOST_KINDS {
        merge_slips(&mut groups, &mut folded_of);
    }
    let spelling: Lookup<&str, &str> =
        folded_of.iter().map(|(&text, folded)| (text, groups[folded].spelling)).collect();
    let changed = order.iter().filter(|&&text| spelling[text] != text).map(|&text| counts[text]).sum();
    let labels = (0..rows.len()).map(|account| spelling[rows.text(account, field)]);
    (Categories::from_texts(labels), changed)
}

fn merge_slips(groups: &mut HashMap<String, Group>, folded_of: &mut Lookup<&str, String>) {
    let mut names: Vec<String> = groups.keys().cloned().collect();
    names.order_by(|left, right| groups[right].count.cmp(&groups[left].count).then(left.cmp(right)));
    for rare in (1..names.len()).rev() {
        let target = names[..rare].iter().find(|often| {
            groups[often.as_str()].count >= 5 * groups[&names[rare]].count && is_slip(often, &names[rare])
        });
        if let Some(target) = target.cloned() {
            for folded in folded_of.values_mut().filter(|folded| **folded == names[rare]) {
                folded.clone_from(&target);
            }
        }
    }
}

/// One word of at least six letters differs by one letter.
fn is_slip(left: &str, right: &str) -> bool {
    let (mut first, mut second) = (left.split(' '), right.split(' '));
    let mut slips = 0;
    loop {
        match (first.next(), second.next()) {
            (None, None) => return slips == 1,
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => {
                let words = a.len().min(b.len()) >= 6 && a.chars().chain(b.chars()).all(char::is_alphabetic);
                if !words || strsim::damerau_levenshtein(a, b) != 1 {
                    return false;
                }
                slips += 1;
            }
            _ => return false,
        }
    }
}

/// The labels of the accounts.
pub struct Labels {
    /// Industries; slips of one letter are put right in them.
    pub industry: Categories,
    /// Segments.
    pub segment: Categories,
    /// Competitors.
    pub competitor: Categories,
    /// Cities.
    pub city: Categories,
}

/// Labels of all accounts.
pub fn labels(rows: &Rows, log: &mut Log) -> Labels {
    let mut changes = Vec::new();
    let mut total = 0;
    let mut labels = |field: Field, log: &mut Log| {
        let (labels, changed) = merged(rows, field, field == Field::Industry);
        log.touch(field, changed, 0);
        total += changed;
        if changed > 0 {
            let words = match field {
                Field::Industry => ("industry", "industries"),
                Field::Segment => ("segment", "segments"),
                Field::Competitor => ("competitor", "competitors"),
                _ => ("city", "cities"),
            };
            changes.push(counted(changed, words.0, words.1));
        }
        labels
    };
    let labels = Labels {
        industry: labels(Field::Industry, log),
        segment: labels(Field::Segment, log),
        competitor: labels(Field::Competitor, log),
        city: labels(Field::City, log),
    };
    if !rows.does(Step::Industries) {
        log.left_out(Step::Industries);
        return labels;
    }
    let sentence = if changes.is_empty() {
        say!("No label was written like the most frequent variant.").to_owned()
    } else {
        say!("{labels} written like the most frequent variant.", labels = changes.join(", "))
    };
    log.step(Step::Industries.id(), Step::Industries.title(), total, sentence);
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_letter_in_a_long_word() {
        // "Region A" and "Region B" are two things; "Technolgy" is one slip.
        assert!(is_slip("technology", "technolgy"));
        assert!(is_slip("financial services", "finacial services"));
        assert!(!is_slip("region a", "region b"));
        assert!(!is_slip("bar", "bars"));
        assert!(!is_slip("retail", "retail"));
    }
}
