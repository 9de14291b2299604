//! What a user builds in the form of a what-if: its changes, as they begin and as its fields fill them in.

use crate::model::Value;
use crate::rules::Kind;
use crate::rules::rule;
use crate::scenario::label_shown;
use crate::session::Scenario;
use crate::session::Session;
use crate::texts;
use crate::view::what_if_choices::Listed;
use crate::view::what_if_choices::first_of;
use crate::view::what_if_choices::place_named;
use crate::view::what_if_fields::MOST_HIRES;
use crate::what_if::Recipe;
use crate::what_if::WhatIf;

/// A what-if that is being built.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// What it is made of, but for its changes.
    pub recipe: Recipe,
    /// Whether the user gave it a name: one that was proposed follows the changes.
    pub named: bool,
    /// The changes, each with a number that stays.
    pub changes: Vec<(u32, WhatIf)>,
    numbers: u32,
}

impl Draft {
    /// The form of a what-if that is there.
    pub fn of(recipe: &Recipe) -> Self {
        let mut draft = Self { named: true, ..Self::default() };
        draft.go_on_from(recipe);
        draft.recipe.clone_from(recipe);
        draft.recipe.what_ifs.clear();
        draft
    }

    /// Takes over the changes of another recipe, in front of what is there.
    pub fn go_on_from(&mut self, recipe: &Recipe) {
        let first = self.numbers + 1;
        self.numbers += recipe.what_ifs.len() as u32;
        self.changes.splice(0..0, (first..).zip(recipe.what_ifs.iter().cloned()));
        self.recipe.rules.clone_from(&recipe.rules);
    }

    /// Adds a change and gives its number.
    pub fn add(&mut self, what_if: WhatIf) -> u32 {
        self.numbers += 1;
        self.changes.push((self.numbers, what_if));
        self.numbers
    }

    /// What it makes.
    pub fn recipe(&self) -> Recipe {
        Recipe { what_ifs: self.changes.iter().map(|(_, what_if)| what_if.clone()).collect(), ..self.recipe.clone() }
    }
}

/// A change of a kind as the form begins with it.
pub fn begun(session: &Session, kind: &str) -> Option<WhatIf> {
    let first = |listed: Listed| first_of(session, &listed);
    let attribute = || first(Listed::Attributes);
    let value = |attribute: &str| first(Listed::Values(attribute.to_owned()));
    let nobody = String::new;
    Some(match kind {
        "add-reps" => WhatIf::AddReps { count: 1, region: None, places: Vec::new() },
        "lose-reps" => WhatIf::LoseReps { reps: Vec::new() },
        "lose-some" => WhatIf::LoseSome { count: 1 },
        "leave" => WhatIf::Leave { rep: nobody(), months: 3.0 },
        "new-office" => {
            WhatIf::NewOffice { name: String::new(), place: (f64::NAN, f64::NAN), reps: Vec::new(), hires: 0 }
        }
        "merge-territories" => WhatIf::MergeTerritories { from: nobody(), into: nobody() },
        "split-territory" => WhatIf::SplitTerritory { rep: nobody() },
        "market" => {
            let attribute = attribute();
            WhatIf::Market { value: value(&attribute), attribute, percent: 10.0 }
        }
        "new-product" => {
            let attribute = attribute();
            let value = value(&attribute);
            WhatIf::NewProduct { attribute, value, potential_percent: 10.0, skill: String::new() }
        }
        "acquire" => WhatIf::Acquire { accounts: Vec::new() },
        "specialise" => WhatIf::Specialise { attribute: attribute() },
        "weight" => {
            let rule = first(Listed::Objectives);
            WhatIf::Weight { weight: weight_now(session, &rule), rule }
        }
        "parameter" => {
            let mut what_if =
                WhatIf::Parameter { rule: String::new(), key: String::new(), value: Value::Number(f64::NAN) };
            set_number_of_rule(session, &mut what_if, &first(Listed::Numbers));
            what_if
        }
        _ => return None,
    })
}

/// Fills a field in.
pub fn set_field(session: &Session, what_if: &mut WhatIf, key: &str, text: &str) {
    let number = || text.trim().parse::<f64>().unwrap_or(f64::NAN);
    let count = || Some(number()).filter(|count| (0.0..=MOST_HIRES).contains(count)).map_or(0, |count| count as u16);
    let owned = || text.to_owned();
    match (what_if, key) {
        (WhatIf::AddReps { count: known, .. } | WhatIf::LoseSome { count: known }, "count") => *known = count(),
        (WhatIf::AddReps { region, places, .. }, "attribute") => {
            places.clear();
            let first = || (owned(), first_of(session, &Listed::Values(owned())));
            *region = (!text.is_empty()).then(first);
        }
        (WhatIf::AddReps { region, places, .. }, "value") => {
            places.clear();
            if let Some((_, value)) = region {
                *value = owned();
            }
        }
        (WhatIf::NewOffice { hires, .. }, "count") => *hires = count(),
        (WhatIf::NewOffice { name, place, .. }, "place") => {
            (*name, *place) = place_named(session, text).unwrap_or((owned(), (f64::NAN, f64::NAN)));
        }
        (WhatIf::Market { attribute, value, .. } | WhatIf::NewProduct { attribute, value, .. }, "attribute") => {
            (*attribute, *value) = (owned(), first_of(session, &Listed::Values(owned())));
        }
        (WhatIf::Specialise { attribute }, "attribute") => *attribute = owned(),
        (WhatIf::Market { value, .. } | WhatIf::NewProduct { value, .. }, "value") => *value = owned(),
        (WhatIf::Market { percent, .. } | WhatIf::NewProduct { potential_percent: percent, .. }, "percent") => {
            *percent = number();
        }
        (WhatIf::NewProduct { skill, .. }, "skill") => text.trim().clone_into(skill),
        (
            WhatIf::Leave { rep, .. } | WhatIf::SplitTerritory { rep } | WhatIf::MergeTerritories { from: rep, .. },
            "rep",
        )
        | (WhatIf::MergeTerritories { into: rep, .. }, "into") => *rep = owned(),
        (WhatIf::Leave { months, .. }, "months") => *months = number(),
        (WhatIf::Weight { rule, weight }, "rule") => (*weight, *rule) = (weight_now(session, text), owned()),
        (WhatIf::Weight { weight, .. }, "weight") => *weight = number(),
        (what_if @ WhatIf::Parameter { .. }, "rule") => set_number_of_rule(session, what_if, text),
        (WhatIf::Parameter { value, .. }, "value") => *value = Value::Number(number()),
        _ => {}
    }
}

/// Puts a rep among those of a change, or takes one out.
pub fn set_rep(what_if: &mut WhatIf, rep: &str, is_in: bool) {
    let (WhatIf::LoseReps { reps } | WhatIf::NewOffice { reps, .. }) = what_if else { return };
    reps.retain(|known| known != rep);
    if is_in {
        reps.push(rep.to_owned());
    }
}

fn weight_now(session: &Session, id: &str) -> f64 {
    let rules = session.project.iter().flat_map(|project| &project.settings.rules);
    rules.into_iter().find(|setting| setting.id == id).map_or(f64::NAN, |setting| setting.weight)
}

/// Chooses a number of a rule, given as `rule key`, with its value as it is.
fn set_number_of_rule(session: &Session, what_if: &mut WhatIf, word: &str) {
    let WhatIf::Parameter { rule: id, key, value } = what_if else { return };
    let (of, named) = word.split_once(' ').unwrap_or_default();
    (*id, *key) = (of.to_owned(), named.to_owned());
    let mut rules = session.project.iter().flat_map(|project| &project.settings.rules);
    let now = rules.find(|setting| setting.id == of).and_then(|setting| setting.params.get(named).cloned());
    let default = || Some(rule(of)?.card().param(named)?.shape.default());
    *value = now.or_else(default).unwrap_or(Value::Number(f64::NAN));
}

/// What a what-if can go on from: today or a version, each with its number and name.
pub fn what_if_bases(session: &Session) -> Vec<(String, String)> {
    let today = (String::new(), say!("Today, by the rules in force").to_owned());
    let versions = session.project.iter().flat_map(|project| project.versions().rev());
    let kept = versions.filter(|version| version.id != 0);
    let kept = kept.map(|version| (version.id.to_string(), label_shown(&version.label)));
    std::iter::once(today).chain(kept).collect()
}

/// The scenarios whose changes can be taken over, by place and name.
pub fn forerunners(session: &Session) -> Vec<(String, String, Recipe)> {
    let set = session.scenarios.iter().flat_map(|set| &set.scenarios);
    let with_changes = set.filter(|scenario| !scenario.recipe.what_ifs.is_empty()).enumerate();
    let entry = |(place, scenario): (usize, &Scenario)| {
        (place.to_string(), texts::of(&scenario.recipe.name).to_owned(), scenario.recipe.clone())
    };
    with_changes.map(entry).collect()
}

/// Whether a rule in force is an objective.
pub(super) fn is_objective(id: &str) -> bool {
    rule(id).is_some_and(|rule| rule.card().kind == Kind::Objective)
}
