//! The rule form, made from the cards.

use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::ALL;
use crate::rules::Card;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::rule;
use crate::session::Session;
use crate::units::grouped;

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
}

impl PartialEq for ParamField {
    fn eq(&self, other: &Self) -> bool {
        self.param.key == other.param.key && self.value == other.value
    }
}

/// The rules in force, in the order of the settings.
pub fn rule_forms(session: &Session) -> Vec<RuleForm> {
    let Some(project) = &session.project else { return Vec::new() };
    let rules = &project.settings.rules;
    let total: f64 = rules.iter().filter(|setting| is_objective(setting)).map(|setting| setting.weight).sum();
    let forms = rules.iter().enumerate().filter_map(|(position, setting)| {
        let card = rule(&setting.id)?.card();
        let params = Params::new(card, &setting.params);
        let (standing, touched, kept) = standing(session, position, card);
        Some(RuleForm {
            position,
            id: setting.id.clone(),
            title: card.title,
            kind: card.kind,
            help: card.help,
            formula: card.formula,
            source: card.source,
            weight: setting.weight,
            share: if total > 0.0 && card.kind == Kind::Objective { setting.weight / total } else { 0.0 },
            params: card
                .params
                .iter()
                .map(|param| ParamField { param, value: params.value(param.key).unwrap_or(Value::Flag(false)) })
                .collect(),
            touched,
            standing,
            kept,
        })
    });
    forms.collect()
}

fn is_objective(setting: &RuleSetting) -> bool {
    rule(&setting.id).is_some_and(|rule| rule.card().kind == Kind::Objective)
}

fn standing(session: &Session, position: usize, card: &Card) -> (String, String, bool) {
    let current = session
        .judgement
        .as_deref()
        .filter(|judged| session.project.as_ref().is_some_and(|project| project.version == judged.version));
    let Some(judged) = current else { return (String::new(), String::new(), true) };
    if card.kind == Kind::Objective {
        let loss = judged.plan.losses.iter().find(|loss| loss.rule == card.id);
        return (
            loss.map_or_else(String::new, |loss| format!("loss {} %", grouped(loss.loss, 1))),
            String::new(),
            true,
        );
    }
    let Some(report) = judged.plan.limits.iter().find(|limit| limit.position == position) else {
        return (String::new(), String::new(), true);
    };
    let standing = match report.breaches.len() {
        0 => "kept".to_owned(),
        1 => "1 breach".to_owned(),
        count => format!("{} breaches", grouped(count as f64, 0)),
    };
    (standing, format!("concerns {} accounts", grouped(report.touched as f64, 0)), report.breaches.is_empty())
}

/// The cards that can be added: not in force yet, or repeatable.
pub fn unused_rules(session: &Session) -> Vec<&'static Card> {
    let Some(project) = &session.project else { return Vec::new() };
    let in_force = |card: &Card| project.settings.rules.iter().any(|setting| setting.id == card.id);
    ALL.iter().map(|rule| rule.card()).filter(|card| card.repeatable || !in_force(card)).collect()
}
