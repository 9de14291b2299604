//! A plan to be made: the changed world, the changed rules, and how long it is searched for.

use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::outcome::Assumptions;
use crate::rules;
use crate::rules::PRESETS;
use crate::what_if::CRITERIA;
use crate::what_if::WhatIf;
use crate::what_if::usual_weights;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// How a plan to be compared is made. The same recipe, data and rules give the same plan, on every machine.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Its name.
    pub name: String,
    /// What is different in the world, one after the other.
    pub what_ifs: Vec<WhatIf>,
    /// What is different in the rules, one after the other.
    pub rules: Vec<RuleChange>,
    /// What the plan begins with.
    pub start: Start,
    /// Steps of the search once its prices are known; `None` = as many as whoever makes all plans decides.
    pub steps: Option<u64>,
    /// Seed of the search; `None` likewise.
    pub seed: Option<u64>,
    /// The version of the project whose plan, rules and locks it goes on from, by its number; `None` = today's owners and the
    /// rules in force.
    pub based_on: Option<u32>,
}

/// What a plan begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// A search that goes on from the plan as the what-ifs leave it.
    #[default]
    Search,
    /// That plan itself: nothing is searched.
    AsIs,
}

/// One change of the rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RuleChange {
    /// The weights and limits of a preset, by its title.
    Preset {
        /// The title.
        title: String,
    },
    /// These objectives and no others; limits stay.
    Objectives {
        /// Id and weight of each.
        weights: Vec<(String, f64)>,
    },
    /// A setting in place of all others of its rule.
    Set {
        /// The setting.
        setting: RuleSetting,
    },
    /// One setting more of a rule that may stand several times.
    Add {
        /// The setting.
        setting: RuleSetting,
    },
    /// A rule left out.
    LeaveOut {
        /// Its id.
        rule: String,
    },
}

impl Recipe {
    /// Whether its world is that of the data as they are: only rules differ.
    pub fn is_of_rules(&self) -> bool {
        self.what_ifs.iter().all(WhatIf::is_of_rules)
    }

    /// Whether its market is another one: what it brings more than today is not the plan's alone.
    pub fn is_of_market(&self) -> bool {
        self.what_ifs.iter().any(WhatIf::is_of_market)
    }

    /// Whether its team is another one: what that costs in pay is not known.
    pub fn is_of_team(&self) -> bool {
        self.what_ifs.iter().any(|change| !change.is_of_rules() && !change.is_of_market())
    }

    /// Whether it leaves today's plan, team and rules as they are.
    pub fn is_today(&self) -> bool {
        let changes_nothing = self.what_ifs.is_empty() && self.rules.is_empty();
        changes_nothing && self.start == Start::AsIs && self.based_on.is_none()
    }

    /// The rules after the changes of the recipe.
    ///
    /// # Errors
    /// What makes no sense in them, in plain words.
    pub fn changed_rules(&self, before: &[RuleSetting], dataset: &Dataset) -> Result<Vec<RuleSetting>, String> {
        let mut rules = before.to_vec();
        for change in &self.rules {
            rules = change.apply(rules, dataset)?;
        }
        let rules = rules::in_order(rules);
        rules::check(&rules).first().map_or(Ok(rules), |fault| Err(fault.to_string()))
    }
}

impl RuleChange {
    pub(super) fn apply(&self, mut rules: Vec<RuleSetting>, dataset: &Dataset) -> Result<Vec<RuleSetting>, String> {
        let is_objective = |id: &str| rules::rule(id).is_some_and(|rule| rule.card().kind == rules::Kind::Objective);
        match self {
            Self::Preset { title } => {
                let known: Vec<&str> = PRESETS.iter().map(|preset| preset.title).collect();
                let known = known.join(", ");
                let preset = PRESETS.iter().find(|preset| preset.title == title);
                rules = preset
                    .ok_or_else(|| say!("there is no preset \"{title}\"; there are {known}", title, known))?
                    .for_team(&rules, dataset);
            }
            Self::Objectives { weights } => {
                let known = rules.clone();
                rules.retain(|setting| !is_objective(&setting.id));
                let named = |(id, weight): &(String, f64)| {
                    let like = known.iter().find(|setting| setting.id == *id).cloned().unwrap_or_default();
                    RuleSetting { id: id.clone(), weight: *weight, ..like }
                };
                rules.extend(weights.iter().map(named));
            }
            Self::Set { setting } => {
                rules.retain(|known| known.id != setting.id);
                rules.push(setting.clone());
            }
            Self::Add { setting } => rules.push(setting.clone()),
            Self::LeaveOut { rule } => rules.retain(|known| known.id != *rule),
        }
        Ok(rules)
    }
}

/// A file of plans to compare.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipes {
    /// The plans; the standard set where there is none.
    #[serde(default)]
    pub scenarios: Vec<Recipe>,
    /// What is assumed of the year to come.
    #[serde(default)]
    pub assumptions: Assumptions,
    /// What each criterion of the ranking weighs, by the id of its figure, others nothing; the usual weights where there is
    /// none.
    #[serde(default)]
    pub weights: BTreeMap<String, f64>,
}

impl Recipes {
    /// A weight for each criterion of the ranking.
    pub fn ranking_weights(&self) -> Vec<f64> {
        if self.weights.is_empty() {
            return usual_weights();
        }
        CRITERIA.iter().map(|(id, _)| self.weights.get(*id).copied().unwrap_or(0.0)).collect()
    }
}

/// Reads `{"scenarios": [...], "assumptions": {...}, "weights": {...}}`.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_recipes(bytes: &[u8]) -> Result<Recipes, Vec<String>> {
    let recipes: Recipes =
        serde_json::from_slice(bytes).map_err(|error| vec![say!("not a scenarios file: {error}", error)])?;
    let mut faults = recipes.assumptions.faults();
    for (position, recipe) in recipes.scenarios.iter().enumerate() {
        let name = &recipe.name;
        if name.trim().is_empty() {
            faults.push(say!("scenario {number} has no name", number = position + 1));
        } else if recipes.scenarios[..position].iter().any(|other| other.name == *name) {
            faults.push(say!("two scenarios are called \"{name}\"", name));
        }
        if recipe.based_on.is_some() {
            faults.push(say!("scenario \"{name}\" goes on from a version, and a file has none", name));
        }
    }
    for (id, weight) in &recipes.weights {
        if !CRITERIA.iter().any(|(known, _)| known == id) {
            faults.push(say!("nothing is ranked by \"{id}\"", id));
        } else if !(0.0..=100.0).contains(weight) {
            faults.push(say!("the weight of \"{id}\" is not between 0 and 100", id));
        }
    }
    if faults.is_empty() { Ok(recipes) } else { Err(faults) }
}
