//! The card of a rule: all that a form, a help text or an error message says about it.

use crate::model::Value;
use serde::Serialize;

/// What a screen, a file and a message know of a rule.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Stable name in files: `balance-window`.
    pub id: &'static str,
    /// Name on the screen: `Balance window`.
    pub title: &'static str,
    /// Objective or limit.
    pub kind: Kind,
    /// What it asks, one plain sentence.
    pub help: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Author and year of the formula, "" where it is our own.
    pub source: &'static str,
    /// Whether it may stand more than once in a rule set, with other parameters.
    pub repeatable: bool,
    /// What can be set.
    pub params: &'static [Param],
}

/// Whether a rule weighs or binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Soft: its loss counts with its weight.
    Objective,
    /// Hard: a plan must keep it.
    Limit,
}

/// One parameter.
#[derive(Clone, Debug, Serialize)]
pub struct Param {
    /// Name in files: `tolerance_percent`.
    pub key: &'static str,
    /// Name on the screen.
    pub title: &'static str,
    /// What it means, one sentence.
    pub help: &'static str,
    /// Which values it takes, with its default.
    pub shape: Shape,
}

/// Which values a parameter takes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// A number within bounds.
    Number {
        /// Value unless set.
        default: f64,
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Step of the form's arrows.
        step: f64,
        /// Shown behind the number: `%`, `km/h`.
        unit: &'static str,
    },
    /// Yes or no.
    Flag {
        /// Value unless set.
        default: bool,
    },
    /// One of several words.
    Choice {
        /// Value unless set.
        default: &'static str,
        /// `(word in files, words on the screen)`.
        options: &'static [(&'static str, &'static str)],
    },
    /// The name of an account attribute: `industry`, or any column of the file.
    Attribute {
        /// Value unless set.
        default: &'static str,
    },
    /// Any text.
    Text {
        /// Value unless set.
        default: &'static str,
    },
    /// Ids or names of reps.
    Reps,
    /// Accounts in groups: the number of the group, a space and the id of the account.
    Groups,
    /// Ids of accounts.
    Accounts,
}

impl Shape {
    /// The value a parameter has unless it is set.
    pub fn default(&self) -> Value {
        match self {
            Self::Number { default, .. } => Value::Number(*default),
            Self::Flag { default } => Value::Flag(*default),
            Self::Choice { default, .. } | Self::Attribute { default } | Self::Text { default } => {
                Value::Text((*default).to_owned())
            }
            Self::Reps | Self::Groups | Self::Accounts => Value::List(Vec::new()),
        }
    }

    /// What a fitting value is, for messages: `a number from 0 to 100`.
    pub fn expected(&self) -> String {
        match self {
            Self::Number { min, max, .. } => say!("a number from {min} to {max}", min, max),
            Self::Flag { .. } => say!("true or false").to_owned(),
            Self::Choice { options, .. } => {
                let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
                say!("one of {words}", words = words.join(", "))
            }
            Self::Attribute { .. } => say!("the name of a column").to_owned(),
            Self::Text { .. } => say!("a text").to_owned(),
            Self::Reps => say!("a list of rep ids").to_owned(),
            Self::Accounts => say!("a list of account ids").to_owned(),
            Self::Groups => {
                say!("a list like \"1 A-17\": the number of the group and the id of the account").to_owned()
            }
        }
    }

    /// Whether a value fits.
    pub fn accepts(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Number { min, max, .. }, Value::Number(number)) => (*min..=*max).contains(number),
            (Self::Choice { options, .. }, Value::Text(text)) => options.iter().any(|(word, _)| word == text),
            (Self::Flag { .. }, Value::Flag(_))
            | (Self::Attribute { .. } | Self::Text { .. }, Value::Text(_))
            | (Self::Reps | Self::Groups | Self::Accounts, Value::List(_)) => true,
            _ => false,
        }
    }
}

impl Card {
    /// The parameter with this key.
    pub fn param(&self, key: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.key == key)
    }
}
