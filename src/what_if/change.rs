//! The changes that can be asked about.

use crate::model::Value;
use crate::what_if::Acquired;
use serde::Deserialize;
use serde::Serialize;

/// One change of the world. In a file: `{"lose-reps": {"reps": ["R7"]}}`. Kept by position in stored projects: new ones
/// come last, and so do new fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum WhatIf {
    /// More reps, in full swing, each with the hours of the middle rep.
    AddReps {
        /// How many.
        count: u16,
        /// Where they shall be: an attribute of accounts and its value, such as `state` and `TX`; anywhere without.
        #[serde(default)]
        region: Option<(String, String)>,
        /// Their bases in degrees, north and east; for those that are missing the planner proposes places.
        #[serde(default)]
        places: Vec<(f64, f64)>,
    },
    /// Reps who leave for good.
    LoseReps {
        /// Their ids or names.
        reps: Vec<String>,
    },
    /// A rep who is away for part of the year.
    Leave {
        /// Id or name.
        rep: String,
        /// Months of the year, 0 to 12.
        months: f64,
    },
    /// Accounts that are bought, such as those of a competitor. Nobody has them today.
    Acquire {
        /// The accounts.
        accounts: Vec<Acquired>,
    },
    /// A product for a segment: it could pay more, and only reps with the skill may have it: those of
    /// the team after all changes.
    NewProduct {
        /// An attribute of accounts, such as `industry`.
        attribute: String,
        /// Its value.
        value: String,
        /// By how many percent their potential grows.
        potential_percent: f64,
        /// Skill that a rep must have; "" where everybody can sell it. A rep without a list of skills can sell everything.
        #[serde(default)]
        skill: String,
    },
    /// A market that grows or shrinks. Where it shrinks, today's revenue falls in proportion.
    Market {
        /// An attribute of accounts, such as `state`.
        attribute: String,
        /// Its value.
        value: String,
        /// By how many percent their potential changes, -100 or more.
        percent: f64,
    },
    /// Two territories become one: the first rep's accounts go to the second, and the first is gone.
    MergeTerritories {
        /// Id or name of the rep who goes.
        from: String,
        /// Id or name of the rep who stays.
        into: String,
    },
    /// A territory becomes two of equal potential: a new rep like this one has the second.
    SplitTerritory {
        /// Id or name.
        rep: String,
    },
    /// Another weight of an objective.
    Weight {
        /// Id of the rule.
        rule: String,
        /// The weight.
        weight: f64,
    },
    /// Another number or word in a rule, such as the tolerance of a balance window.
    Parameter {
        /// Id of the rule; it is set where it is not in force.
        rule: String,
        /// Key of the parameter.
        key: String,
        /// What it becomes.
        value: Value,
    },
    /// Another base: reps drive from there, and new ones may come who live there.
    NewOffice {
        /// What it is called: the office or team of all who are there.
        name: String,
        /// Where it is, degrees north and east.
        place: (f64, f64),
        /// Ids or names of the reps who move there.
        #[serde(default)]
        reps: Vec<String>,
        /// How many new reps come, in full swing, each with the hours of the middle rep.
        #[serde(default)]
        hires: u16,
    },
    /// So many reps leave for good: those whose leaving breaks the fewest relationships. What was made of it names them.
    LoseSome {
        /// How many.
        count: u16,
    },
    /// Each larger group of accounts gets reps of its own: those who have most of it today, as many as its share of the
    /// potential. Smaller groups are anybody's. Neither the move limit nor the balance window counts.
    Specialise {
        /// An attribute of accounts, such as `industry`.
        attribute: String,
    },
}

impl WhatIf {
    /// Whether it changes the rules alone: the plan that comes of it is one of the data as they are.
    pub fn is_of_rules(&self) -> bool {
        matches!(self, Self::Weight { .. } | Self::Parameter { .. } | Self::Specialise { .. })
    }

    /// Whether it changes what can be sold: against today, its plan is told together with its market.
    pub fn is_of_market(&self) -> bool {
        matches!(self, Self::Market { .. } | Self::NewProduct { .. } | Self::Acquire { .. })
    }
}
