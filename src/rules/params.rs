//! Reading parameters: the set value, or the card's default.

use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::ALL;
use crate::rules::Card;
use crate::rules::Kind;
use crate::rules::rule;
use std::collections::BTreeMap;

/// The parameters of one setting. Settings are checked before they get here, so a missing or odd value reads as the
/// card's default.
pub struct Params<'s> {
    card: &'static Card,
    set: &'s BTreeMap<String, Value>,
}

impl<'s> Params<'s> {
    /// The parameters of a setting of this card.
    pub fn new(card: &'static Card, set: &'s BTreeMap<String, Value>) -> Self {
        Self { card, set }
    }

    /// The value of a parameter.
    pub fn value(&self, key: &str) -> Option<Value> {
        let param = self.card.param(key)?;
        let set = self.set.get(key).filter(|value| param.shape.accepts(value)).cloned();
        Some(set.unwrap_or_else(|| param.shape.default()))
    }

    /// A number; 0 where the card has no such number.
    pub fn number(&self, key: &str) -> f64 {
        if let Some(Value::Number(number)) = self.value(key) { number } else { 0.0 }
    }

    /// A yes or no.
    pub fn flag(&self, key: &str) -> bool {
        matches!(self.value(key), Some(Value::Flag(true)))
    }

    /// A text or choice.
    pub fn text(&self, key: &str) -> String {
        if let Some(Value::Text(text)) = self.value(key) { text } else { String::new() }
    }

    /// A list.
    pub fn list(&self, key: &str) -> Vec<String> {
        if let Some(Value::List(list)) = self.value(key) { list } else { Vec::new() }
    }
}

/// Why a rule setting cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingError {
    /// No rule has this id.
    UnknownRule {
        /// The id found.
        id: String,
    },
    /// The rule has no such parameter.
    UnknownParam {
        /// The rule.
        id: String,
        /// The parameter found.
        key: String,
    },
    /// The value does not fit the parameter.
    BadValue {
        /// The rule.
        id: String,
        /// The parameter.
        key: String,
        /// The value found.
        found: Value,
    },
    /// A weight below 0 or not a number.
    BadWeight {
        /// The rule.
        id: String,
        /// The weight found.
        found: f64,
    },
    /// The rule stands twice but may stand only once.
    Repeated {
        /// The rule.
        id: String,
    },
}

impl std::fmt::Display for SettingError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownRule { id } => {
                let known: Vec<&str> = ALL.iter().map(|rule| rule.card().id).collect();
                let known = known.join(", ");
                out.write_str(&say!("unknown rule \"{id}\"; known rules: {known}", id, known))
            }
            Self::UnknownParam { id, key } => {
                let known: Vec<&str> =
                    rule(id).map_or(Vec::new(), |rule| rule.card().params.iter().map(|param| param.key).collect());
                let known = if known.is_empty() { say!("none").to_owned() } else { known.join(", ") };
                out.write_str(&say!(
                    "rule \"{id}\" has no parameter \"{key}\"; known parameters: {known}",
                    id,
                    key,
                    known
                ))
            }
            Self::BadValue { id, key, found } => {
                let param = rule(id).and_then(|rule| rule.card().param(key));
                let expected = param.map_or_else(String::new, |param| param.shape.expected());
                let found = serde_json::to_string(found).unwrap_or_default();
                out.write_str(&say!(
                    "rule \"{id}\", parameter \"{key}\": found {found}, expected {expected}",
                    id,
                    key,
                    found,
                    expected
                ))
            }
            Self::BadWeight { id, found } => {
                out.write_str(&say!("rule \"{id}\": found weight {found}, expected a number from 0 up", id, found))
            }
            Self::Repeated { id } => {
                out.write_str(&say!("rule \"{id}\" stands more than once; it can be set only once", id))
            }
        }
    }
}

/// All that is wrong with a rule set; empty where it can be used.
pub fn check(settings: &[RuleSetting]) -> Vec<SettingError> {
    let mut errors = Vec::new();
    for (position, setting) in settings.iter().enumerate() {
        let id = setting.id.clone();
        let Some(card) = rule(&id).map(crate::rules::Rule::card) else {
            errors.push(SettingError::UnknownRule { id });
            continue;
        };
        if !card.repeatable && settings[..position].iter().any(|earlier| earlier.id == id) {
            errors.push(SettingError::Repeated { id: id.clone() });
        }
        if card.kind == Kind::Objective && !(setting.weight >= 0.0 && setting.weight.is_finite()) {
            errors.push(SettingError::BadWeight { id: id.clone(), found: setting.weight });
        }
        for (key, value) in &setting.params {
            match card.param(key) {
                None => errors.push(SettingError::UnknownParam { id: id.clone(), key: key.clone() }),
                Some(param) if !param.shape.accepts(value) => {
                    errors.push(SettingError::BadValue { id: id.clone(), key: key.clone(), found: value.clone() });
                }
                Some(_) => {}
            }
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_rule_or_parameter_is_answered_with_the_known_ones() {
        // A typo in a rules file must not silently drop a limit.
        let text = r#"[{"id":"balanse-window"},{"id":"capacity","params":{"hours":3}}]"#;
        let settings: Vec<RuleSetting> = serde_json::from_str(text).unwrap();
        let errors = check(&settings);
        assert!(errors[0].to_string().contains("balance-window"));
        assert!(errors[1].to_string().contains("known parameters: "));
    }
}
