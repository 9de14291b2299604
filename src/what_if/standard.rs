//! The plans that every planning cycle compares.

use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::order;
use crate::rules::strategic_amount;
use crate::score::Scores;
use crate::what_if::Recipe;
use crate::what_if::RuleChange;
use crate::what_if::Start;
use crate::what_if::WhatIf;
use crate::what_if::leavers::least_rooted;
use crate::what_if::specialists::specialist_rules;

/// Accounts that may move where only edges are mended, in percent.
const FEW_MOVES: f64 = 10.0;
/// Customers that are named accounts in the hybrid plan: the tenth that pays most.
const NAMED_PART: f64 = 0.1;

/// Status quo, status quo plus, the rules as they are, full re-optimisation, revenue balance only, compact field sales,
/// hunter concentration, minimum disruption, one rep more, one less, segment specialisation, and a hybrid of named and
/// geographic accounts. One that the data do not allow is left out, as nobody leaves a team of one, and so is one that would
/// be another's twin: without a move limit the rules as they are re-optimise fully.
pub fn standard_set(dataset: &Dataset, scores: &Scores, rules: &[RuleSetting]) -> Vec<Recipe> {
    let no_move_limit = || leave_out("move-limit");
    let mut recipes = vec![
        Recipe { start: Start::AsIs, ..recipe(text!("Status quo"), Vec::new()) },
        recipe(
            text!("Status quo plus"),
            std::iter::once(leave_out("balance-window")).chain(few_accounts(rules)).collect(),
        ),
        recipe(text!("Full re-optimisation"), vec![no_move_limit()]),
        // The ideal asks for no hours: it says how even revenue could be at all. A grain of travel tells equal plans apart,
        // without which every rep suits every account and a search finds no way through.
        recipe(
            text!("Revenue balance only"),
            vec![objectives(&[("potential-balance", 99.0), ("travel", 1.0)]), no_move_limit(), leave_out("capacity")],
        ),
        recipe(text!("Compact field sales"), vec![preset("Compact field sales")]),
        recipe(text!("Hunter concentration"), vec![preset("Hunters")]),
        recipe(
            text!("Minimum disruption"),
            std::iter::once(preset("Stability first")).chain(tighter_limits(rules)).collect(),
        ),
    ];
    if rules.iter().any(|setting| setting.id == "move-limit") {
        recipes.insert(2, recipe(text!("Within your rules"), Vec::new()));
    }
    let one_more = WhatIf::AddReps { count: 1, region: None, places: Vec::new() };
    let moves = room_for_one_more(dataset, rules);
    recipes.push(Recipe { what_ifs: vec![one_more], ..recipe(text!("Headcount +1"), moves) });
    let rooted = least_rooted(dataset, [&scores.revenue, &scores.relationship], 1);
    if let [rep] = rooted[..]
        && dataset.team_size() > 1
    {
        let one_less = WhatIf::LoseReps { reps: vec![dataset.reps[rep].id.clone()] };
        recipes.push(Recipe { what_ifs: vec![one_less], ..recipe(text!("Headcount −1"), Vec::new()) });
    }
    recipes.push(recipe(text!("Segment specialisation"), specialised(dataset, scores)));
    recipes.push(recipe(text!("Hybrid"), hybrid(dataset, scores, rules)));
    recipes
}

/// What a scenario of the standard set is, a plain sentence; "" of a name that is not of the set.
pub fn standard_note(name: &str) -> &'static str {
    match name {
        "Status quo" => say!("Everything stays as it is today."),
        "Status quo plus" => say!(
            "Only edges are mended: at most 10 % of the accounts move, or less where you allow less; the balance window does not hold."
        ),
        "Within your rules" => {
            say!("Your objectives and limits as they are, the limit on how many accounts move among them.")
        }
        "Full re-optimisation" => say!("Your objectives and limits, but without a limit on how many accounts move."),
        "Revenue balance only" => {
            say!("The theoretical ideal: even potential counts; roads only tell equal plans apart.")
        }
        "Compact field sales" => say!("Short roads first, then balance; limits as its preset sets them."),
        "Hunter concentration" => {
            say!("Accounts that can grow go to the reps who sell best to them; limits as its preset sets them.")
        }
        "Minimum disruption" => {
            say!("Relationships stay first; few moves and a wide balance window, as its preset sets them.")
        }
        "Headcount +1" => say!("One rep more, where one is worth most."),
        // Made by an older version, with a hyphen.
        "Headcount −1" | "Headcount -1" => {
            say!("One rep less: the one whose leaving breaks the fewest relationships.")
        }
        "Segment specialisation" => {
            say!("Reps have the segments or industries that they know best; without move limit and balance window.")
        }
        "Hybrid" => {
            say!("The customers that pay most stay with their reps; the rest goes by geography, without a move limit.")
        }
        _ => "",
    }
}

fn recipe(name: &str, rules: Vec<RuleChange>) -> Recipe {
    Recipe { name: name.to_owned(), rules, ..Recipe::default() }
}

fn preset(title: &str) -> RuleChange {
    RuleChange::Preset { title: title.to_owned() }
}

pub(super) fn leave_out(rule: &str) -> RuleChange {
    RuleChange::LeaveOut { rule: rule.to_owned() }
}

fn objectives(weights: &[(&str, f64)]) -> RuleChange {
    RuleChange::Objectives { weights: weights.iter().map(|(id, weight)| ((*id).to_owned(), *weight)).collect() }
}

fn set(id: &str, params: &[(&str, Value)]) -> RuleChange {
    RuleChange::Set { setting: setting(id, params) }
}

pub(super) fn setting(id: &str, params: &[(&str, Value)]) -> RuleSetting {
    let params = params.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    RuleSetting { id: id.to_owned(), weight: 0.0, params: order::map(params) }
}

pub(super) fn word(word: &str) -> Value {
    Value::Text(word.to_owned())
}

/// The part that a move limit lets go, in percent.
fn percent_of(setting: &RuleSetting) -> f64 {
    match setting.params.get("percent") {
        Some(Value::Number(percent)) => *percent,
        _ => 20.0,
    }
}

/// The move limits among rules, none of them wider than where only few accounts may move.
fn few(rules: &[RuleSetting]) -> impl Iterator<Item = RuleSetting> {
    let limits = rules.iter().filter(|setting| setting.id == "move-limit").cloned();
    limits.map(|mut setting| {
        let percent = percent_of(&setting).min(FEW_MOVES);
        setting.params.insert("percent".to_owned(), Value::Number(percent));
        setting
    })
}

fn in_place(limits: Vec<RuleSetting>) -> impl Iterator<Item = RuleChange> {
    let put = |(place, setting): (usize, RuleSetting)| match place {
        0 => RuleChange::Set { setting },
        _ => RuleChange::Add { setting },
    };
    limits.into_iter().enumerate().map(put)
}

/// Few accounts may move; where the rules in force say less, as much as they say.
fn few_accounts(rules: &[RuleSetting]) -> impl Iterator<Item = RuleChange> {
    let is_of_accounts = |setting: &RuleSetting| setting.params.get("of") == Some(&word("accounts"));
    let tightest = few(rules).filter(is_of_accounts).map(|setting| percent_of(&setting)).fold(FEW_MOVES, f64::min);
    let own = setting("move-limit", &[("percent", Value::Number(tightest)), ("of", word("accounts"))]);
    let others = rules.iter().filter(|setting| setting.id == "move-limit" && !is_of_accounts(setting)).cloned();
    in_place(std::iter::once(own).chain(others).collect())
}

/// The move limits in force, where one of them is tighter than that of the preset with few moves.
fn tighter_limits(rules: &[RuleSetting]) -> impl Iterator<Item = RuleChange> {
    let limits: Vec<RuleSetting> = few(rules).collect();
    let is_tighter = limits.iter().any(|setting| percent_of(setting) < FEW_MOVES);
    in_place(if is_tighter { limits } else { Vec::new() })
}

/// A new rep needs a fair share, which others must give: half as much again may move, in full steps of five percent.
fn room_for_one_more(dataset: &Dataset, rules: &[RuleSetting]) -> Vec<RuleChange> {
    let needed = libm::ceil(150.0 / (dataset.team_size() + 1) as f64 / 5.0) * 5.0;
    let limits = rules.iter().filter(|setting| setting.id == "move-limit");
    let tight = limits.filter(|setting| percent_of(setting) < needed);
    let wider = tight.map(|limit| {
        let mut setting = limit.clone();
        setting.params.insert("percent".to_owned(), Value::Number(needed.min(100.0)));
        RuleChange::Set { setting }
    });
    wider.collect()
}

/// Where reps state skills or segments: fit before everything else. Where nobody does, each larger segment (or industry)
/// gets the reps who know it best, in proportion to its potential; smaller ones are anybody's.
fn specialised(dataset: &Dataset, scores: &Scores) -> Vec<RuleChange> {
    let fit = objectives(&[("rep-fit", 60.0), ("potential-balance", 25.0), ("travel", 15.0)]);
    let mut changes = vec![leave_out("move-limit"), leave_out("balance-window")];
    if dataset.reps.iter().any(|rep| !rep.skills.is_empty() || !rep.segments.is_empty()) {
        changes.push(fit);
        return changes;
    }
    let attribute = if dataset.accounts.segment.labels().len() < 3 { "industry" } else { "segment" };
    changes.extend(specialist_rules(dataset, &scores.potential, attribute));
    changes
}

/// The customers that pay most stay with their reps; all others are planned by the map.
fn hybrid(dataset: &Dataset, scores: &Scores, rules: &[RuleSetting]) -> Vec<RuleChange> {
    let owned = (0..dataset.accounts.len()).filter(|&account| dataset.accounts.owner[account] != OPEN);
    let mut paid: Vec<f64> = owned.map(|account| scores.revenue[account]).filter(|revenue| *revenue > 0.0).collect();
    paid.sort_by(f64::total_cmp);
    // A new hire keeps the named accounts there are.
    let mut changes = vec![preset("Compact field sales"), leave_out("move-limit"), leave_out("new-hire")];
    if let Some(amount) = paid.get((paid.len() as f64 * (1.0 - NAMED_PART)) as usize) {
        // Who is strategic by the rules in force stays so.
        let named = if rules.iter().any(|setting| setting.id == "strategic-accounts-stay") {
            amount.min(strategic_amount(rules))
        } else {
            *amount
        };
        changes.push(set("strategic-accounts-stay", &[("amount", Value::Number(named))]));
    }
    changes
}
