//! Rules that cannot be kept together.

use serde::Deserialize;
use serde::Serialize;

/// Rules that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictCount {
    /// Ids of the rules.
    pub rules: Vec<String>,
    /// How many accounts or families they collide on.
    pub accounts: u32,
    /// Position of one of them.
    pub example: u32,
}

/// Rules that cannot all hold over a whole plan, proven. None of them can be left out: without it, nothing is proven.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleConflict {
    /// The rules, in the order of the settings; locks by hand last.
    pub parts: Vec<ConflictPart>,
    /// Positions of accounts that no rep has room for, even alone with their family: one of each family.
    pub stuck: Vec<u32>,
}

/// One rule of a conflict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConflictPart {
    /// Id of the rule.
    pub rule: String,
    /// Its position in the settings; `usize::MAX` for locks by hand.
    pub position: usize,
    /// How far each of its numbers must give way while the others hold; empty where it has none that matters.
    pub needs: Vec<Need>,
}

/// A number of a rule that stands in the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// Key of the parameter.
    pub key: String,
    /// The number as set.
    pub set: f64,
    /// The number that it must at least be eased to, proven: easing it less is not enough.
    pub needed: f64,
    /// Whether that holds while all other limits in force are kept. If not, the others cannot all hold even without this
    /// one, and only those of this conflict were kept.
    pub among_all: bool,
    /// The same two as amounts of what is limited over the whole plan, where it is: accounts, or money a year.
    pub amounts: Option<(f64, f64)>,
}
