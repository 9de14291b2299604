//! The rule form, made from the cards.

use crate::model::EXCLUDED;
use crate::model::KEPT_TOGETHER;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::order;
use crate::protocol::ConflictCount;
use crate::protocol::Judged;
use crate::rules::ALL;
use crate::rules::Card;
use crate::rules::Kind;
use crate::rules::PRESETS;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Preset;
use crate::rules::Unknown;
use crate::rules::rule;
use crate::rules::unknown;
use crate::session::Session;
use crate::texts;
use crate::units::counted;
use crate::units::counted_as;
use crate::units::grouped;
use crate::view::conflict_panel;
use crate::view::rule_title;

/// One rule in force.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleForm {
    /// Position in the settings.
    pub position: usize,
    /// Id.
    pub id: String,
    /// Title.
    pub title: &'static str,
    /// Objective or limit.
    pub kind: Kind,
    /// What it asks.
    pub help: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Author and year, "" where our own.
    pub source: &'static str,
    /// Weight as set.
    pub weight: f64,
    /// Part of all weights, 0 to 1.
    pub share: f64,
    /// Parameters.
    pub params: Vec<ParamField>,
    /// `concerns 43 accounts`; "" before the first judgement.
    pub touched: String,
    /// How the working plan stands: `loss 3.2 %`, `kept`, `2 breaches`; "" before the first judgement.
    pub standing: String,
    /// Whether the working plan keeps it.
    pub kept: bool,
}

/// One parameter with its value.
#[derive(Clone, Debug)]
pub struct ParamField {
    /// The parameter.
    pub param: &'static Param,
    /// Its value, set or default.
    pub value: Value,
    /// Names in it that the data does not know.
    pub unknown: Vec<Unknown>,
}

impl PartialEq for ParamField {
    fn eq(&self, other: &Self) -> bool {
        self.param.key == other.param.key && self.value == other.value && self.unknown == other.unknown
    }
}

/// The rules in force, in the order of the settings.
pub fn rule_forms(session: &Session) -> Vec<RuleForm> {
    let Some(project) = &session.project else { return Vec::new() };
    let rules = &project.settings.rules;
    let total: f64 = rules.iter().filter(|setting| is_objective(setting)).map(|setting| setting.weight).sum();
    let unknown = session.data.as_ref().map_or_else(Vec::new, |data| unknown(rules, &data.dataset));
    let forms = rules.iter().enumerate().filter_map(|(position, setting)| {
        let card = rule(&setting.id)?.card();
        let params = Params::new(card, &setting.params);
        let (standing, touched, kept) = standing(session, position, card);
        Some(RuleForm {
            position,
            id: setting.id.clone(),
            title: texts::of(card.title),
            kind: card.kind,
            help: texts::of(card.help),
            formula: texts::of(card.formula),
            source: texts::of(card.source),
            weight: setting.weight,
            share: if total > 0.0 && card.kind == Kind::Objective { setting.weight / total } else { 0.0 },
            params: card.params.iter().map(|param| field(param, &params, position, &unknown)).collect(),
            touched,
            standing,
            kept,
        })
    });
    forms.collect()
}

fn field(param: &'static Param, params: &Params, position: usize, unknown: &[Unknown]) -> ParamField {
    let here = unknown.iter().filter(|unknown| unknown.position == position && unknown.key == param.key);
    let value = params.value(param.key).unwrap_or(Value::Flag(false));
    ParamField { param, value, unknown: here.cloned().collect() }
}

fn is_objective(setting: &RuleSetting) -> bool {
    rule(&setting.id).is_some_and(|rule| rule.card().kind == Kind::Objective)
}

/// The judgement of what is on the screen; none while it is being made.
fn judgement(session: &Session) -> Option<&Judged> {
    let version = session.project.as_ref()?.version;
    session.judgement.as_deref().filter(|judged| judged.version == version)
}

fn standing(session: &Session, position: usize, card: &Card) -> (String, String, bool) {
    let Some(judged) = judgement(session) else { return (String::new(), String::new(), true) };
    if card.kind == Kind::Objective {
        let loss = judged.plan.losses.iter().find(|loss| loss.rule == card.id);
        return (
            loss.map_or_else(String::new, |loss| say!("loss {loss} %", loss = grouped(loss.loss, 1))),
            String::new(),
            true,
        );
    }
    let Some(report) = judged.plan.limits.iter().find(|limit| limit.position == position) else {
        return (String::new(), String::new(), true);
    };
    let standing = match report.breaches.len() {
        0 => say!("kept").to_owned(),
        count => counted_as(count, "breach", "breaches"),
    };
    (standing, say!("concerns {count} accounts", count = grouped(report.touched as f64, 0)), report.breaches.is_empty())
}

/// How the working plan stands on all objectives, and on all limits: two sentences.
pub fn rules_sentences(session: &Session) -> (String, String) {
    let Some(project) = &session.project else { return (String::new(), String::new()) };
    let limits = project.settings.rules.iter().filter(|setting| !is_objective(setting)).count();
    let limits = say!(limits; "1 limit", "{n} limits", n = limits);
    let Some(judged) = judgement(session) else { return (String::new(), limits) };
    let percent = |value: f64| format!("{} %", grouped(value, 1));
    // Some limits hold without a card: locks by hand, and that every account has a rep.
    let broken = |with_card: bool| {
        let limits = judged.plan.limits.iter().filter(|limit| (limit.position != usize::MAX) == with_card);
        limits.filter(|limit| !limit.breaches.is_empty()).collect::<Vec<_>>()
    };
    let others: usize = broken(false).iter().map(|limit| limit.breaches.len()).sum();
    let mut standing = match broken(true).len() {
        0 if others == 0 => say!("all kept by this plan").to_owned(),
        count => say!("{count} broken by this plan", count),
    };
    if others > 0 {
        let others = say!(
            others;
            "{n} account is without a rep or not where they are locked",
            "{n} accounts are without a rep or not where they are locked",
            n = grouped(others as f64, 0)
        );
        standing = format!("{standing}; {others}");
    }
    (
        say!(
            "This plan loses {plan}, today loses {today}",
            plan = percent(judged.plan.objective),
            today = percent(judged.today.objective)
        ),
        format!("{limits}, {standing}"),
    )
}

/// Rules that contradict each other, a sentence each.
pub fn conflict_lines(session: &Session) -> Vec<String> {
    let over_all = conflict_panel(session).map(|text| text.sentence());
    over_all.into_iter().chain(lines_at_accounts(session)).collect()
}

/// Those that collide at single accounts.
pub(super) fn lines_at_accounts(session: &Session) -> Vec<String> {
    let Some(judged) = judgement(session) else { return Vec::new() };
    let of = |clash: &ConflictCount| collision_line(session, &clash.rules, clash.accounts as usize, clash.example);
    judged.conflicts.iter().map(of).collect()
}

/// `Locked accounts and Families together cannot both be kept: they collide on 1 account, for example Acme.`
pub(super) fn collision_line(session: &Session, rules: &[String], count: usize, example: u32) -> String {
    let titles: Vec<&str> = rules.iter().map(|id| rule_title(id)).collect();
    let name = session
        .data
        .as_ref()
        .filter(|data| (example as usize) < data.dataset.accounts.len())
        // The sentence has its own full stop: "Co." brings none.
        .map(|data| data.dataset.accounts.name.get(example as usize).trim_end_matches('.'));
    let accounts = say!(count; "{n} account", "{n} accounts", n = count);
    let accounts = match name {
        Some(name) => say!("{accounts}, for example {name}", accounts, name),
        None => accounts,
    };
    let rules = titles.join(say!(" and "));
    if titles.len() == 2 {
        say!("{rules} cannot both be kept: they collide on {accounts}.", rules, accounts)
    } else {
        say!("{rules} cannot all be kept: they collide on {accounts}.", rules, accounts)
    }
}

/// The presets, and which of them is in force.
pub fn presets(session: &Session) -> Vec<(Preset, bool)> {
    let Some(project) = &session.project else { return Vec::new() };
    let suggested = suggested(session);
    let (_, rules) = by_hand(&project.settings.rules);
    let made = |preset: &Preset| of_preset(session, preset, suggested);
    PRESETS.into_iter().map(|preset| (preset, same(&made(&preset), &rules))).collect()
}

/// The rule set of a preset, with the groups and the excluded accounts that were picked by hand: they are no way of
/// selling.
pub fn preset_rules(session: &Session, preset: &Preset) -> Vec<RuleSetting> {
    let rules = session.project.as_ref().map_or(&[][..], |project| &project.settings.rules);
    of_preset(session, preset, suggested(session)).into_iter().chain(by_hand(rules).0).collect()
}

/// The rules of a preset for the data in use.
fn of_preset(session: &Session, preset: &Preset, suggested: &[RuleSetting]) -> Vec<RuleSetting> {
    match &session.data {
        Some(data) => preset.for_team(suggested, &data.dataset),
        None => preset.apply(suggested),
    }
}

/// What a list of groups holds: `2 groups of 7 accounts; ungroup them on the Plan screen`.
pub fn groups_line(entries: &[String]) -> String {
    let numbers = order::set(entries.iter().filter_map(|entry| Some(entry.split_once(' ')?.0)));
    let (groups, accounts) = (counted(numbers.len(), "group"), counted(entries.len(), "account"));
    say!("{groups} of {accounts}; ungroup them on the Plan screen", groups, accounts)
}

/// What a list of excluded accounts holds: `7 accounts; include them on the Plan screen`.
pub fn excluded_line(ids: &[String]) -> String {
    say!("{accounts}; include them on the Plan screen", accounts = counted(ids.len(), "account"))
}

/// Whether a rule names accounts that somebody picked on the Plan screen.
fn is_by_hand(id: &str) -> bool {
    [KEPT_TOGETHER, EXCLUDED].contains(&id)
}

/// What names accounts that were picked by hand, and all other rules.
fn by_hand(rules: &[RuleSetting]) -> (Vec<RuleSetting>, Vec<RuleSetting>) {
    rules.iter().cloned().partition(|setting| is_by_hand(&setting.id))
}

/// The rules suggested for the data: those the project began with.
pub fn suggested(session: &Session) -> &[RuleSetting] {
    let first = session.project.as_ref().and_then(|project| project.revisions.first());
    first.map_or(&[], |revision| &revision.settings.rules)
}

/// Whether two rule sets say the same, in whatever order.
fn same(one: &[RuleSetting], other: &[RuleSetting]) -> bool {
    one.len() == other.len() && one.iter().all(|setting| other.contains(setting))
}

/// A rule set with another weight.
#[must_use]
pub fn with_weight(rules: &[RuleSetting], position: usize, weight: f64) -> Vec<RuleSetting> {
    changed(rules, position, |setting| setting.weight = weight)
}

/// A rule set with another value of a parameter.
#[must_use]
pub fn with_param(rules: &[RuleSetting], position: usize, key: &str, value: Value) -> Vec<RuleSetting> {
    changed(rules, position, |setting| {
        setting.params.insert(key.to_owned(), value);
    })
}

/// A rule set without one of its rules.
#[must_use]
pub fn without_rule(rules: &[RuleSetting], position: usize) -> Vec<RuleSetting> {
    let kept = rules.iter().enumerate().filter(|(place, _)| *place != position);
    kept.map(|(_, setting)| setting.clone()).collect()
}

/// A rule set with one rule more; a new objective has a weight that can be felt.
#[must_use]
pub fn with_rule(rules: &[RuleSetting], card: &Card) -> Vec<RuleSetting> {
    let weight = if card.kind == Kind::Objective { 10.0 } else { 0.0 };
    let added = RuleSetting { id: card.id.to_owned(), weight, params: [].into() };
    rules.iter().cloned().chain([added]).collect()
}

fn changed(rules: &[RuleSetting], position: usize, change: impl FnOnce(&mut RuleSetting)) -> Vec<RuleSetting> {
    let mut rules = rules.to_vec();
    if let Some(setting) = rules.get_mut(position) {
        change(setting);
    }
    rules
}

/// The cards that can be added: not in force yet, or repeatable. Accounts are picked on the Plan screen.
pub fn unused_rules(session: &Session) -> Vec<&'static Card> {
    let Some(project) = &session.project else { return Vec::new() };
    let in_force = |card: &Card| project.settings.rules.iter().any(|setting| setting.id == card.id);
    ALL.iter()
        .map(|rule| rule.card())
        .filter(|card| !is_by_hand(card.id) && (card.repeatable || !in_force(card)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Assignment;
    use crate::model::Settings;
    use crate::scenario::Project;

    fn session() -> Session {
        let travel = RuleSetting { id: "travel".to_owned(), weight: 30.0, params: [].into() };
        let limit = RuleSetting { id: "balance-window".to_owned(), weight: 0.0, params: [].into() };
        let settings = Settings { rules: vec![travel, limit], locks: Vec::new() };
        let project = Project::new("Team", String::new(), settings, Assignment::default(), 0.0);
        Session { project: Some(project), ..Session::default() }
    }

    #[test]
    fn a_preset_is_pressed_until_something_changes() {
        // A preset that stays pressed after a change would claim rules that are not in force.
        let mut session = session();
        let pressed = |session: &Session| presets(session).iter().filter(|(_, pressed)| *pressed).count();
        assert_eq!(pressed(&session), 1);
        let rules = &mut session.project.as_mut().unwrap().settings.rules;
        *rules = with_weight(rules, 0, 31.0);
        assert_eq!(pressed(&session), 0);
    }

    #[test]
    fn changes_touch_one_rule_only() {
        // Positions are how the form names a rule: neighbours must stay as they are.
        let rules = session().project.unwrap().settings.rules;
        let changed = with_param(&rules, 1, "tolerance_percent", Value::Number(9.0));
        assert_eq!(changed[0], rules[0]);
        assert_eq!(changed[1].params["tolerance_percent"], Value::Number(9.0));
        assert_eq!(without_rule(&rules, 0), rules[1..]);
        assert_eq!(with_rule(&rules, rule("compactness").unwrap().card()).len(), 3);
    }
}
