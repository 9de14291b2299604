//! The list of broken limits.

use crate::evaluate::LimitReport;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::rules::Ease;
use crate::rules::Finding;
use crate::rules::rule;
use crate::session::Pick;
use crate::session::Session;
use crate::texts;
use crate::units::grouped;
use crate::view::breach_sentence;
use crate::view::conflict::part_title;
use crate::view::conflict::plain;
use crate::view::conflict::with_unit;
use crate::view::rule_title;

/// Breaches that are listed; nobody reads more.
const LISTED: usize = 50;

/// One broken limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreachRow {
    /// The rule, by its title.
    pub rule: String,
    /// Who, how much, how much is allowed.
    pub text: String,
    /// The account or rep concerned; none where it is the whole plan.
    pub concerns: Option<Pick>,
}

/// All broken limits of the working plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreachPanel {
    /// `3 breaches of limits`.
    pub title: String,
    /// The first of them.
    pub rows: Vec<BreachRow>,
    /// `and 12 more`; "" where all are listed.
    pub more: String,
}

/// The broken limits; none before the first judgement.
pub fn breach_panel(session: &Session) -> Option<BreachPanel> {
    let (data, judged) = (session.data.as_ref()?, session.judgement.as_ref()?);
    let all = judged.plan.limits.iter().flat_map(LimitReport::worst_first);
    let row = |breach: &Finding| BreachRow {
        rule: rule_title(&breach.rule).to_owned(),
        text: breach_sentence(&data.dataset, breach),
        concerns: concerns(breach),
    };
    let rows: Vec<BreachRow> = all.take(LISTED).map(row).collect();
    let left = judged.plan.breaches.saturating_sub(rows.len());
    let more = if left == 0 { String::new() } else { say!("and {count} more", count = grouped(left as f64, 0)) };
    Some(BreachPanel { title: breach_count(judged.plan.breaches), rows, more })
}

/// The numbers with which the rules would allow the working plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// `Capacity: utilisation 100 % → 190.3 %`, one line a number.
    Numbers(Vec<String>),
    /// No numbers do: why not.
    Stuck(String),
}

/// The way out of the broken limits; none while it is being worked out.
pub fn way_out(session: &Session) -> Option<WayOut> {
    let project = session.project.as_ref()?;
    let allowance = session.allowance.as_ref().filter(|allowance| allowance.version == project.version)?;
    let rules = &project.settings.rules;
    Some(match &allowance.rules {
        Ok(eased) => {
            let pairs = rules.iter().zip(eased).enumerate();
            WayOut::Numbers(pairs.flat_map(|(position, (set, eased))| numbers(rules, position, set, eased)).collect())
        }
        Err(stuck) => {
            let mut titles: Vec<String> = stuck.iter().map(|id| texts::within(rule_title(id))).collect();
            titles.dedup();
            let titles = titles.join(", ");
            WayOut::Stuck(say!(
                "No number of these rules allows what this plan does: {titles}. Change the plan or leave them out.",
                titles
            ))
        }
    })
}

/// The numbers of one rule that change.
fn numbers(rules: &[RuleSetting], position: usize, set: &RuleSetting, eased: &RuleSetting) -> Vec<String> {
    let Some(rule) = rule(&set.id) else { return Vec::new() };
    let card = rule.card();
    let text = |ease: &Ease, setting: &RuleSetting| with_unit(&plain(ease.set(card, setting)), ease.unit(card));
    let changed = rule.eases().iter().filter(|ease| (ease.set(card, set) - ease.set(card, eased)).abs() > 0.0);
    let line = |ease: &Ease| {
        let title = texts::within(texts::of(card.param(ease.key).map_or("", |param| param.title)));
        format!("{}: {title} {} → {}", part_title(rules, position), text(ease, set), text(ease, eased))
    };
    changed.map(line).collect()
}

/// How many there are, in words.
pub fn breach_count(count: usize) -> String {
    match count {
        0 => say!("No limit is broken").to_owned(),
        count => say!(count; "1 breach of a limit", "{n} breaches of limits", n = grouped(count as f64, 0)),
    }
}

/// The account before the rep: where an account sits wrongly, it is the one to move.
fn concerns(breach: &Finding) -> Option<Pick> {
    let rep = breach.rep.filter(|rep| *rep != OPEN).map(Pick::Rep);
    breach.account.map(Pick::Account).or(rep)
}
