//! `kept-together`: accounts that somebody grouped by hand have one rep.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::KEPT_TOGETHER;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Finding;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Restrictions;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::in_order;
use crate::rules::setting;
use crate::score::Scores;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

/// The card.
pub const CARD: Card = Card {
    id: KEPT_TOGETHER,
    title: "Kept together",
    kind: Kind::Limit,
    help: "Accounts that you grouped on the Plan screen go to one rep, like a company family.",
    formula: "the accounts of a group form one unit",
    source: "",
    repeatable: false,
    params: &[Param {
        key: "groups",
        title: "Groups",
        help: "For each account the number of its group, a space, and its id.",
        shape: Shape::Groups,
    }],
};

/// See the card.
pub struct KeptTogether;

impl Rule for KeptTogether {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, _dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        Vec::new()
    }

    fn restrict(&self, params: &Params, dataset: &Dataset, _scores: &Scores, restrictions: &mut Restrictions) {
        for mut group in known(&params.list("groups"), dataset) {
            group.retain(|account| !restrictions.is_left_out(*account as usize));
            for pair in group.windows(2) {
                restrictions.join(pair[0] as usize, pair[1] as usize);
            }
        }
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        report(&counted_groups(params, terms), plan)
    }

    fn ready(&self, params: &Params, terms: &Terms) -> Option<Ready> {
        let groups = counted_groups(params, terms);
        Some(Box::new(move |_, plan| report(&groups, plan)))
    }
}

/// The groups without accounts that do not count, as far as more than one is left.
fn counted_groups(params: &Params, terms: &Terms) -> Vec<Vec<u32>> {
    let mut groups = known(&params.list("groups"), terms.dataset());
    for group in &mut groups {
        group.retain(|account| !terms.is_excluded(*account as usize));
    }
    groups.retain(|group| group.len() > 1);
    groups
}

fn report(groups: &[Vec<u32>], plan: &Assignment) -> Report {
    let mut report = Report::default();
    for group in groups {
        report.touched += group.len();
        let rep = |account: u32| plan.rep[account as usize];
        if let Some(&other) = group.iter().find(|&&account| rep(account) != rep(group[0])) {
            report.breaches.push(Finding::misplaced(CARD.id, other as usize, rep(other), text!("group apart")));
        }
    }
    report
}

/// The accounts that rules keep together by hand: groups of two or more, each sorted.
pub fn groups(rules: &[RuleSetting], dataset: &Dataset) -> Vec<Vec<u32>> {
    let setting = rules.iter().find(|setting| setting.id == CARD.id);
    setting.map_or_else(Vec::new, |setting| known(&Params::new(&CARD, &setting.params).list("groups"), dataset))
}

/// Whether any of these accounts is kept together with others by hand. Looks at these only, however many there are.
pub fn are_grouped(rules: &[RuleSetting], dataset: &Dataset, accounts: &[u32]) -> bool {
    let Some(setting) = rules.iter().find(|setting| setting.id == CARD.id) else { return false };
    let entries = Params::new(&CARD, &setting.params).list("groups");
    let ids: HashSet<&str> = named(&entries).into_iter().flatten().collect();
    accounts.iter().any(|&account| ids.contains(name(dataset, account as usize).as_ref()))
}

/// The rules with these groups in place of those there are.
#[must_use]
pub fn with_groups(rules: &[RuleSetting], groups: &[Vec<u32>], dataset: &Dataset) -> Vec<RuleSetting> {
    let mut rules: Vec<RuleSetting> = rules.iter().filter(|setting| setting.id != CARD.id).cloned().collect();
    let entry = |(number, group): (usize, &Vec<u32>)| {
        let name = |account: &u32| format!("{} {}", number + 1, name(dataset, *account as usize));
        group.iter().map(name).collect::<Vec<_>>()
    };
    let entries: Vec<String> = groups.iter().enumerate().flat_map(entry).collect();
    if !entries.is_empty() {
        rules.push(setting(&CARD, 0.0, &[("groups", Value::List(entries))]));
    }
    in_order(rules)
}

/// What an account is called in a rule: its id, by which newer data know it, too.
pub(super) fn name(dataset: &Dataset, account: usize) -> Cow<'_, str> {
    match dataset.accounts.id.get(account) {
        "" => Cow::Owned(format!("row {}", dataset.accounts.row[account])),
        id => Cow::Borrowed(id),
    }
}

/// The ids of each group in a list.
pub fn named(entries: &[String]) -> Vec<Vec<&str>> {
    let mut groups: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for entry in entries {
        if let Some((number, id)) = entry.split_once(' ')
            && let Ok(number) = number.parse()
        {
            groups.entry(number).or_default().push(id);
        }
    }
    groups.into_values().collect()
}

/// The groups of a list, as far as the data has their accounts.
fn known(entries: &[String], dataset: &Dataset) -> Vec<Vec<u32>> {
    let named = named(entries);
    if named.is_empty() {
        return Vec::new();
    }
    let wanted = named.iter().enumerate().flat_map(|(group, ids)| ids.iter().map(move |id| (*id, group)));
    let mut wanted: HashMap<&str, usize> = wanted.collect();
    let mut groups = vec![Vec::new(); named.len()];
    for account in 0..dataset.accounts.len() {
        if wanted.is_empty() {
            break;
        }
        if let Some(group) = wanted.remove(name(dataset, account).as_ref()) {
            groups[group].push(account as u32);
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}
