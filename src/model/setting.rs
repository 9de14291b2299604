//! A rule as the user set it: which rule, how much it weighs, with which parameters.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use std::collections::BTreeMap;

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A text or a choice.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Plain {
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<String>),
}

#[derive(Serialize, Deserialize)]
enum Tagged {
    Number(f64),
    Flag(bool),
    Text(String),
    List(Vec<String>),
}

// A rules file writes plain JSON values; the compact form between page and worker needs a tag.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            match self.clone() {
                Self::Number(number) => Plain::Number(number),
                Self::Flag(flag) => Plain::Flag(flag),
                Self::Text(text) => Plain::Text(text),
                Self::List(list) => Plain::List(list),
            }
            .serialize(serializer)
        } else {
            match self.clone() {
                Self::Number(number) => Tagged::Number(number),
                Self::Flag(flag) => Tagged::Flag(flag),
                Self::Text(text) => Tagged::Text(text),
                Self::List(list) => Tagged::List(list),
            }
            .serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            Plain::deserialize(deserializer).map(|value| match value {
                Plain::Number(number) => Self::Number(number),
                Plain::Flag(flag) => Self::Flag(flag),
                Plain::Text(text) => Self::Text(text),
                Plain::List(list) => Self::List(list),
            })
        } else {
            Tagged::deserialize(deserializer).map(|value| match value {
                Tagged::Number(number) => Self::Number(number),
                Tagged::Flag(flag) => Self::Flag(flag),
                Tagged::Text(text) => Self::Text(text),
                Tagged::List(list) => Self::List(list),
            })
        }
    }
}

/// Id of the rule that keeps accounts together that were grouped by hand. Like a lock it measures nothing.
pub const KEPT_TOGETHER: &str = "kept-together";

/// Id of the rule that leaves accounts out of a plan. It measures nothing either.
pub const EXCLUDED: &str = "excluded";

/// Id of the rule that keeps what is locked.
pub const LOCKED_ACCOUNTS: &str = "locked-accounts";

/// One rule in force. A limit ignores its weight. A misspelt key in a rules file is refused, never skipped.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSetting {
    /// Id of the rule's card.
    pub id: String,
    /// Importance of an objective, relative to the others.
    #[serde(default)]
    pub weight: f64,
    /// Parameters that differ from the card's defaults.
    #[serde(default)]
    pub params: BTreeMap<String, Value>,
}

/// Everything that states what a plan must and should do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The rules in force, in the order in which they speak.
    pub rules: Vec<RuleSetting>,
    /// Accounts the user fixed to a rep: `(account, rep)`, sorted by account.
    #[serde(default)]
    pub locks: Vec<(u32, u16)>,
}

impl Settings {
    /// Identity of the content: equal settings have equal fingerprints, on every machine.
    pub fn fingerprint(&self) -> String {
        let bytes = postcard::to_stdvec(self).unwrap_or_default();
        format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes))
    }

    /// Whether others differ from these only in locks, groups and excluded accounts: in what is picked by hand.
    pub fn differ_by_hand(&self, other: &Self) -> bool {
        let asked = |settings: &Self| -> Vec<RuleSetting> {
            let is_asked = |setting: &&RuleSetting| ![KEPT_TOGETHER, EXCLUDED].contains(&setting.id.as_str());
            settings.rules.iter().filter(is_asked).cloned().collect()
        };
        self != other && asked(self) == asked(other)
    }

    /// Whether the same rules speak about the same things here and there, whatever their numbers, weights and locks are:
    /// what was learnt of a load under the one is then worth knowing under the other.
    pub fn measures_like<'s>(&'s self, other: &'s Self) -> bool {
        let alike = |a: &'s RuleSetting, b: &'s RuleSetting| {
            let words = |setting: &'s RuleSetting| {
                setting.params.iter().filter(|(_, value)| !matches!(value, Value::Number(_)))
            };
            a.id == b.id && (a.weight > 0.0) == (b.weight > 0.0) && words(a).eq(words(b))
        };
        let measuring = |settings: &'s Self| {
            settings.rules.iter().filter(|setting| ![KEPT_TOGETHER, EXCLUDED].contains(&setting.id.as_str()))
        };
        measuring(self).count() == measuring(other).count()
            && measuring(self).zip(measuring(other)).all(|(a, b)| alike(a, b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_number_leaves_the_measures_alone_and_another_measure_does_not() {
        // Prices of another measure would lead the search after an edit far astray.
        let window = |tolerance: f64, measure: &str| Settings {
            rules: vec![RuleSetting {
                id: "balance-window".to_owned(),
                params: [
                    ("tolerance_percent".to_owned(), Value::Number(tolerance)),
                    ("measure".to_owned(), Value::Text(measure.to_owned())),
                ]
                .into(),
                ..RuleSetting::default()
            }],
            ..Settings::default()
        };
        let before = window(15.0, "potential");
        assert!(before.measures_like(&Settings { locks: vec![(3, 1)], ..window(10.0, "potential") }));
        assert!(!before.measures_like(&window(15.0, "workload")));
        let mut grouped = before.clone();
        grouped.rules.push(RuleSetting { id: KEPT_TOGETHER.to_owned(), ..RuleSetting::default() });
        assert!(before.measures_like(&grouped) && grouped.measures_like(&before));
        assert!(!before.measures_like(&Settings::default()));
    }

    #[test]
    fn a_rules_file_reads_as_plain_json_and_travels_compactly() {
        // The same setting goes through JSON (files) and postcard (worker); both must give it back.
        let text = r#"{"id":"balance-window","params":{"tolerance_percent":15.0,"measure":"potential"}}"#;
        let setting: RuleSetting = serde_json::from_str(text).unwrap();
        assert_eq!(setting.params["tolerance_percent"], Value::Number(15.0));
        let bytes = postcard::to_stdvec(&setting).unwrap();
        assert_eq!(postcard::from_bytes::<RuleSetting>(&bytes).unwrap(), setting);
    }
}
