//! The form in which a user builds a what-if: its changes, the fields of each, and what is wrong with them.

use crate::model::Value;
use crate::protocol::AcquiredFile;
use crate::rules::Kind;
use crate::rules::Shape;
use crate::rules::rule;
use crate::scenario::label_shown;
use crate::session::Scenario;
use crate::session::Session;
use crate::texts;
use crate::units::grouped;
use crate::view::what_if_choices::Listed;
use crate::view::what_if_choices::first_of;
use crate::view::what_if_choices::place_named;
use crate::what_if::OverlapKind;
use crate::what_if::Recipe;
use crate::what_if::WhatIf;

/// Most reps that come at once: a team is planned, not a company.
const MOST_HIRES: f64 = 100.0;

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeKind {
    /// Its name in files.
    pub id: &'static str,
    /// Name on the screen.
    pub title: &'static str,
    /// What it does, a sentence.
    pub help: &'static str,
}

/// The kinds that are offered, those of the team first.
pub const CHANGE_KINDS: [ChangeKind; 12] = [
    ChangeKind {
        id: "add-reps",
        title: "More reps",
        help: "New reps in full swing, with the hours of the middle rep. The planner proposes their bases by the prices of \
               full territories.",
    },
    ChangeKind { id: "lose-reps", title: "Reps leave", help: "Named reps leave for good; others take over." },
    ChangeKind {
        id: "lose-some",
        title: "Fewer reps",
        help: "So many reps leave for good: those whose leaving breaks the fewest relationships (least revenue x relationship \
               today).",
    },
    ChangeKind {
        id: "leave",
        title: "Leave of absence",
        help: "A rep is away for some months of the year and has the hours that are left.",
    },
    ChangeKind {
        id: "new-office",
        title: "New office",
        help: "Named reps drive from another base, and new ones may come who live there.",
    },
    ChangeKind {
        id: "merge-territories",
        title: "Merge two territories",
        help: "One rep takes over the accounts of another, who is gone.",
    },
    ChangeKind {
        id: "split-territory",
        title: "Split a territory",
        help: "A new rep takes half of the potential, on one side of a line across the territory.",
    },
    ChangeKind {
        id: "market",
        title: "Market shift",
        help: "The potential of all accounts with a value grows or shrinks. Growth is to be won; where it shrinks, today's \
               revenue falls in proportion.",
    },
    ChangeKind {
        id: "new-product",
        title: "New product",
        help: "A segment could pay more, and perhaps only reps with a skill can sell to it.",
    },
    ChangeKind {
        id: "acquire",
        title: "Acquired customers",
        help: "The accounts of a second file come without a rep, such as those of a competitor.",
    },
    ChangeKind { id: "weight", title: "Weight of an objective", help: "An objective counts more or less." },
    ChangeKind {
        id: "parameter",
        title: "Number of a rule",
        help: "A tolerance or another number of a rule in force becomes another one.",
    },
];

/// A field of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeField {
    /// Key of the field.
    pub key: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// How it is filled in.
    pub control: Control,
    /// What is wrong with it, a sentence; "" where nothing is.
    pub fault: String,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// A number.
    Number {
        /// It; "" where there is none.
        text: String,
        /// Smallest, largest, and the step of the arrows.
        bounds: [f64; 3],
        /// Shown behind it.
        unit: &'static str,
    },
    /// One of a list.
    Choice {
        /// What is chosen.
        value: String,
        /// The list.
        listed: Listed,
    },
    /// Several of the reps.
    Reps(Vec<String>),
    /// A text, with proposals.
    Text {
        /// It.
        text: String,
        /// The list.
        listed: Listed,
    },
    /// A file of accounts; what is known of it, a sentence.
    File(String),
}

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

/// The kind of a change.
pub fn kind_of(what_if: &WhatIf) -> ChangeKind {
    let id = match what_if {
        WhatIf::AddReps { .. } => "add-reps",
        WhatIf::LoseReps { .. } => "lose-reps",
        WhatIf::LoseSome { .. } => "lose-some",
        WhatIf::Leave { .. } => "leave",
        WhatIf::Acquire { .. } => "acquire",
        WhatIf::NewProduct { .. } => "new-product",
        WhatIf::Market { .. } => "market",
        WhatIf::MergeTerritories { .. } => "merge-territories",
        WhatIf::SplitTerritory { .. } => "split-territory",
        WhatIf::Weight { .. } => "weight",
        WhatIf::Parameter { .. } => "parameter",
        WhatIf::NewOffice { .. } => "new-office",
    };
    CHANGE_KINDS.into_iter().find(|kind| kind.id == id).unwrap_or(CHANGE_KINDS[0])
}

/// The fields of a change.
pub fn change_fields(what_if: &WhatIf) -> Vec<ChangeField> {
    match what_if {
        WhatIf::AddReps { count, region, .. } => {
            let mut fields =
                vec![number("count", say!("How many"), f64::from(*count), [1.0, MOST_HIRES, 1.0], text!("reps"))];
            let (attribute, value) = region.clone().unwrap_or_default();
            let anywhere = attribute.is_empty();
            fields.push(choice("attribute", say!("Where"), &attribute, Listed::Regions));
            if !anywhere {
                fields.push(must(choice("value", say!("Value"), &value, Listed::Values(attribute))));
            }
            fields
        }
        WhatIf::LoseSome { count } => {
            vec![number("count", say!("How many"), f64::from(*count), [1.0, MOST_HIRES, 1.0], text!("reps"))]
        }
        WhatIf::LoseReps { reps } => vec![reps_field(say!("Who leaves"), reps, true)],
        WhatIf::Leave { rep, months } => vec![
            must(choice("rep", say!("Who"), rep, Listed::Reps)),
            number("months", say!("For how long"), *months, [0.5, 12.0, 0.5], text!("months")),
        ],
        WhatIf::Acquire { accounts } => vec![acquired(accounts.len())],
        WhatIf::NewProduct { attribute, value, potential_percent, skill } => vec![
            choice("attribute", say!("Of whom"), attribute, Listed::Attributes),
            must(choice("value", say!("Value"), value, Listed::Values(attribute.clone()))),
            number("percent", say!("Potential grows by"), *potential_percent, [0.0, 1000.0, 1.0], "%"),
            text_field("skill", say!("Skill that a rep must have"), skill, Listed::Skills),
        ],
        WhatIf::Market { attribute, value, percent } => vec![
            choice("attribute", say!("Of whom"), attribute, Listed::Attributes),
            must(choice("value", say!("Value"), value, Listed::Values(attribute.clone()))),
            number("percent", say!("Potential changes by"), *percent, [-100.0, 1000.0, 1.0], "%"),
        ],
        WhatIf::MergeTerritories { from, into } => {
            let mut fields = vec![
                must(choice("rep", say!("Who goes"), from, Listed::Reps)),
                must(choice("into", say!("Who takes over"), into, Listed::Reps)),
            ];
            if from == into && !from.is_empty() {
                say!("Choose another rep than the one who goes.").clone_into(&mut fields[1].fault);
            }
            fields
        }
        WhatIf::SplitTerritory { rep } => vec![must(choice("rep", say!("Whose"), rep, Listed::Reps))],
        WhatIf::Weight { rule, weight } => vec![
            must(choice("rule", say!("Objective"), rule, Listed::Objectives)),
            number("weight", say!("Weight"), *weight, [0.0, 1000.0, 1.0], ""),
        ],
        WhatIf::Parameter { rule, key, value } => parameter(rule, key, value),
        WhatIf::NewOffice { name, place, reps, hires } => office(name, *place, reps, *hires),
    }
}

fn office(name: &str, place: (f64, f64), reps: &[String], hires: u16) -> Vec<ChangeField> {
    let mut town = text_field("place", say!("Where"), name, Listed::Places);
    if place.0.is_nan() || place.1.is_nan() {
        let fault = say!("Choose a city of your accounts, or give degrees north and east: 42.65, -73.75.");
        fault.clone_into(&mut town.fault);
    }
    let mut fields = vec![
        town,
        reps_field(say!("Who moves there"), reps, false),
        number("count", say!("New reps there"), f64::from(hires), [0.0, MOST_HIRES, 1.0], text!("reps")),
    ];
    if reps.is_empty() && hires == 0 {
        say!("Choose who moves there, or how many new reps come.").clone_into(&mut fields[1].fault);
    }
    fields
}

fn parameter(id: &str, key: &str, value: &Value) -> Vec<ChangeField> {
    let word = if id.is_empty() { String::new() } else { format!("{id} {key}") };
    let mut fields = vec![must(choice("rule", say!("Number"), &word, Listed::Numbers))];
    let shape = rule(id).and_then(|rule| rule.card().param(key)).map(|param| &param.shape);
    if let (Some(Shape::Number { min, max, step, unit, .. }), Value::Number(value)) = (shape, value) {
        fields.push(number("value", say!("What it becomes"), *value, [*min, *max, *step], unit));
    }
    fields
}

fn acquired(count: usize) -> ChangeField {
    let (known, fault) = match count {
        0 => (String::new(), say!("Choose a file of accounts.")),
        count => (say!(count; "{n} account is read.", "{n} accounts are read.", n = count), ""),
    };
    ChangeField { key: "file", title: say!("Accounts file"), control: Control::File(known), fault: fault.to_owned() }
}

fn number(key: &'static str, title: &'static str, value: f64, bounds: [f64; 3], unit: &'static str) -> ChangeField {
    let [min, max, _] = bounds;
    let text = if value.is_finite() { value.to_string() } else { String::new() };
    let fits = (min..=max).contains(&value);
    let fault = if fits { String::new() } else { say!("Give a number from {min} to {max}.", min, max) };
    ChangeField { key, title, control: Control::Number { text, bounds, unit }, fault }
}

fn choice(key: &'static str, title: &'static str, value: &str, listed: Listed) -> ChangeField {
    ChangeField { key, title, control: Control::Choice { value: value.to_owned(), listed }, fault: String::new() }
}

/// A choice that must be made.
fn must(field: ChangeField) -> ChangeField {
    let is_open = matches!(&field.control, Control::Choice { value, .. } if value.is_empty());
    let fault = if is_open { say!("Choose one.") } else { "" };
    ChangeField { fault: fault.to_owned(), ..field }
}

fn text_field(key: &'static str, title: &'static str, text: &str, listed: Listed) -> ChangeField {
    ChangeField { key, title, control: Control::Text { text: text.to_owned(), listed }, fault: String::new() }
}

fn reps_field(title: &'static str, reps: &[String], must: bool) -> ChangeField {
    let fault = if must && reps.is_empty() { say!("Choose at least one rep.") } else { "" };
    ChangeField { key: "reps", title, control: Control::Reps(reps.to_vec()), fault: fault.to_owned() }
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

/// The accounts of a file in the place of those of a change.
pub fn set_accounts(what_if: &mut WhatIf, file: &AcquiredFile) {
    if let WhatIf::Acquire { accounts } = what_if {
        accounts.clone_from(&file.accounts);
    }
}

/// What is told of a file of acquired accounts, a sentence or more each: whom they meet, and what was wrong in it.
pub fn acquired_remarks(file: &AcquiredFile) -> Vec<String> {
    let mut told = vec![overlap_sentence(file)];
    if file.warnings > 0 {
        let (count, n) = (file.warnings as usize, grouped(f64::from(file.warnings), 0));
        told.push(say!(
            count;
            "{n} thing in the file was not as expected and was repaired or left out:",
            "{n} things in the file were not as expected and were repaired or left out, first:",
            n
        ));
        told.extend(file.first_warnings.iter().cloned());
    }
    told
}

/// What a file of acquired accounts may have to do with the accounts that are there, a sentence.
pub fn overlap_sentence(file: &AcquiredFile) -> String {
    let count = |kind: OverlapKind| file.overlaps.iter().filter(|overlap| overlap.kind == kind).count();
    let (same, alike, joined) =
        (count(OverlapKind::SameAccount), count(OverlapKind::SameName), count(OverlapKind::Parent));
    let mut told = Vec::new();
    if same > 0 {
        told.push(say!(
            same;
            "{n} is a company of yours at the same place and would count twice.",
            "{n} are companies of yours at the same place and would count twice.",
            n = same
        ));
    }
    if alike > 0 {
        told.push(say!(
            alike;
            "{n} has the name of a company of yours at another place.",
            "{n} have the names of companies of yours at other places.",
            n = alike
        ));
    }
    if joined > 0 {
        told.push(say!(joined; "{n} belongs to a parent of yours.", "{n} belong to parents of yours.", n = joined));
    }
    if told.is_empty() { say!("None of them seems to be an account of yours.").to_owned() } else { told.join(" ") }
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
