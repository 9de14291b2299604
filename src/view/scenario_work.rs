//! How far the set of scenarios is, and those of it that are not made.

use crate::model::Dataset;
use crate::session::Scenario;
use crate::session::ScenarioSet;
use crate::session::ScenarioState;
use crate::session::Session;
use crate::texts;
use crate::units::Money;
use crate::units::grouped;
use crate::what_if::Recipe;
use crate::what_if::compared;
use crate::what_if::recipe_words;
use crate::what_if::standard_note;

/// A scenario that is not made.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioWork {
    /// Its place in the set.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// What it is, a sentence.
    pub about: String,
    /// Its place among the user's what-ifs; none where it is not one of them.
    pub added: Option<usize>,
    /// How far it is, in a few words.
    pub text: String,
    /// How far a lane is with it, 0 to 1; none where none is at it.
    pub part: Option<f64>,
    /// Whether it is still to come.
    pub open: bool,
}

/// How far the set is, a sentence; "" where there is none.
pub fn scenario_sentence(session: &Session) -> String {
    let Some(set) = &session.scenarios else { return kept_sentence(session).to_owned() };
    let made = set.scenarios.iter().filter(|scenario| matches!(scenario.state, ScenarioState::Made { .. })).count();
    let all = set.scenarios.len();
    if set.is_running() && all == 0 {
        return say!("Looking which scenarios your data allow.").to_owned();
    }
    if all == 0 {
        return String::new();
    }
    if set.is_running() || made < all {
        return say!("{made} of {all} scenarios are made.", made, all);
    }
    say!(all; "The scenario is made.", "All {all} scenarios are made.", all)
}

/// That plans of a set are there whose table is not: the project came as a file, or another engine made it; "" where none is.
fn kept_sentence(session: &Session) -> &'static str {
    let is_of_set = |note: &str, label: &str| !note.is_empty() && note == standard_note(label);
    let Some(project) = &session.project else { return "" };
    if !project.versions().any(|version| is_of_set(&version.note, &version.label)) {
        return "";
    }
    say!(
        "Plans of a set that was made before are among the versions below. Make the set again to rank them: with the same rules and data the same plans come of it."
    )
}

/// Whether scenarios are still to come.
pub fn scenarios_run(session: &Session) -> bool {
    session.scenarios.as_ref().is_some_and(ScenarioSet::is_running)
}

/// Whether the rules in force are others than those that the set was made by.
pub fn set_has_other_rules(session: &Session) -> bool {
    let rules = session.project.as_ref().map(|project| &project.settings);
    session.scenarios.as_ref().is_some_and(|set| rules != Some(&set.settings) && !set.scenarios.is_empty())
}

/// Whether the rules, or what is assumed, are others than those that the set was made of: a sentence; "" where they are not.
pub fn scenario_caution(session: &Session) -> &'static str {
    match &session.scenarios {
        _ if set_has_other_rules(session) => say!(
            "Rules or locks in force are others than those of the set: the table holds every plan against those of the set. Make the set again to see what the new ones do, or use the set's again."
        ),
        Some(set) if !set.is_running() && set.scenarios.iter().any(Scenario::is_outdated) => {
            say!("Some figures are still those of other assumptions. Make the set again to renew them.")
        }
        _ => "",
    }
}

/// That a plan is about to open as a project of its own, a sentence; "" where none is.
pub fn opening_sentence(session: &Session) -> String {
    let name = session.opening.as_ref().map(|(_, name)| name);
    name.map_or_else(String::new, |name| say!("Opening {name} as a project of its own.", name))
}

/// The scenarios that are not made, in the order of the set.
pub fn scenario_work(session: &Session) -> Vec<ScenarioWork> {
    let Some(set) = &session.scenarios else { return kept(session) };
    if set.scenarios.is_empty() {
        return kept(session);
    }
    set.scenarios.iter().enumerate().filter_map(|(place, scenario)| work(session, place, scenario)).collect()
}

/// The what-ifs that the project has kept, where no set was made since it was opened.
fn kept(session: &Session) -> Vec<ScenarioWork> {
    let (Some(project), Some(data)) = (&session.project, &session.data) else { return Vec::new() };
    let line = |(place, recipe): (usize, &Recipe)| ScenarioWork {
        place,
        name: recipe.name.clone(),
        about: recipe_words(recipe, &data.dataset),
        added: Some(place),
        text: say!("not made").to_owned(),
        part: None,
        open: false,
    };
    project.what_ifs.iter().enumerate().map(line).collect()
}

/// Whether the project has what-ifs that are not made under the rules in force, and no standard set beside them: with that,
/// they are made together.
pub fn can_make_what_ifs(session: &Session) -> bool {
    let Some(project) = session.project.as_ref().filter(|project| !project.what_ifs.is_empty()) else { return false };
    let waits = |scenario: &Scenario| scenario.is_outdated() || scenario.state == ScenarioState::Stopped;
    let is_open = |set: &ScenarioSet| set.settings != project.settings || set.scenarios.iter().any(waits);
    session.scenarios.as_ref().is_none_or(|set| !set.has_standard() && is_open(set))
}

/// What a scenario is, a sentence; where its market is not today's, another on what today's owners would bring there.
pub(super) fn about(session: &Session, scenario: &Scenario) -> String {
    let dataset = session.data.as_ref().map(|data| &*data.dataset);
    // A name that says it all is not said twice.
    let about = Some(scenario.about(dataset)).filter(|about| about.trim_end_matches('.') != scenario.recipe.name);
    let about = about.unwrap_or_default();
    let symbol = dataset.map(Dataset::currency_symbol).unwrap_or_default();
    match market_sentence(scenario, &symbol) {
        market if market.is_empty() => about,
        market => format!("{about} {market}").trim_start().to_owned(),
    }
}

/// How much of the difference from today is that of the market, a sentence; "" where the market is today's.
fn market_sentence(scenario: &Scenario, symbol: &str) -> String {
    let Some(made) = scenario.made.as_ref().filter(|made| made.recipe.is_of_market()) else {
        return String::new();
    };
    let at = compared().position(|figure| figure.id == "expected_revenue");
    let planned = at.and_then(|at| made.figures.values.get(at).copied().flatten());
    let (Some(planned), Some(left)) = (planned, made.unplanned) else {
        return say!("Its market is another one: differences from today are those of plan and market together.")
            .to_owned();
    };
    let [left, planned] = [left, planned].map(|money| Money(money).short(symbol));
    if made.recipe.is_of_team() {
        return say!(
            "Its market is another one. There the team would bring {left} of expected revenue without a new plan, and this plan {planned}.",
            left,
            planned
        );
    }
    if made.recipe.based_on.is_some() {
        return say!(
            "Its market is another one. There the version it goes on from would bring {left} of expected revenue, left as it is, and this plan {planned}.",
            left,
            planned
        );
    }
    say!(
        "Its market is another one. There today's owners would bring {left} of expected revenue, and this plan {planned}.",
        left,
        planned
    )
}

/// Its place among the what-ifs of the user.
pub(super) fn added(session: &Session, scenario: &Scenario) -> Option<usize> {
    let set = session.scenarios.as_ref().filter(|_| scenario.added)?;
    set.scenarios.iter().filter(|other| other.added).position(|other| std::ptr::eq(other, scenario))
}

fn work(session: &Session, place: usize, scenario: &Scenario) -> Option<ScenarioWork> {
    let (text, part) = match &scenario.state {
        ScenarioState::Waiting => (say!("waits").to_owned(), None),
        ScenarioState::UnderWay { part, .. } => (format!("{} %", grouped(libm::floor(100.0 * part), 0)), Some(*part)),
        ScenarioState::Stopped => (say!("stopped").to_owned(), None),
        ScenarioState::Failed(reason) => (say!("cannot be made: {reason}", reason), None),
        ScenarioState::Made { .. } => return None,
    };
    let name = &scenario.recipe.name;
    let (about, added, open) = (about(session, scenario), added(session, scenario), scenario.state.is_open());
    Some(ScenarioWork { place, name: texts::of(name).to_owned(), about, added, text, part, open })
}
