//! What accounts could pay, and who can sell it to them.

use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules;
use crate::what_if::Changed;

/// So many values are told at most where one is not known.
const TOLD: usize = 8;

/// Changes the potential of every account with a value by so many percent. What a shrinking market takes, it takes from
/// those who sell to it as well: today's revenue falls in proportion. What a growing one offers is to be won.
pub fn shift(dataset: &mut Dataset, attribute: &str, value: &str, percent: f64) -> Result<(), String> {
    if !(percent >= -100.0 && percent.is_finite()) {
        return Err(say!("{percent} %: a potential changes by -100 % or more", percent));
    }
    let concerned = with_value(dataset, attribute, value)?;
    for account in concerned {
        dataset.accounts.potential[account] *= 1.0 + percent / 100.0;
        dataset.accounts.current_revenue[account] *= 1.0 + percent.min(0.0) / 100.0;
    }
    Ok(())
}

/// The accounts whose attribute has a value, however it is spelt.
///
/// # Errors
/// There is no such attribute, or no account has the value.
pub fn with_value(dataset: &Dataset, attribute: &str, value: &str) -> Result<Vec<usize>, String> {
    check_attribute(dataset, attribute)?;
    let text = |account: usize| dataset.attribute(account, attribute).unwrap_or_default().trim();
    let has = |account: &usize| text(*account).eq_ignore_ascii_case(value.trim());
    let found: Vec<usize> = (0..dataset.accounts.len()).filter(has).collect();
    if found.is_empty() {
        let mut known: Vec<&str> = Vec::new();
        for account in 0..dataset.accounts.len() {
            if known.len() < TOLD && !known.contains(&text(account)) {
                known.push(text(account));
            }
        }
        let known = known.join(", ");
        return Err(say!("no account has {attribute} \"{value}\"; others have {known}", attribute, value, known));
    }
    Ok(found)
}

/// That accounts have an attribute.
///
/// # Errors
/// There is none of this name; which there are.
pub fn check_attribute(dataset: &Dataset, attribute: &str) -> Result<(), String> {
    if dataset.has_attribute(attribute) {
        return Ok(());
    }
    let known = dataset.attribute_names().join(", ");
    Err(say!("accounts have no column \"{attribute}\"; there are {known}", attribute, known))
}

/// Lets only reps with a skill have the accounts with a value: those of the team as it is then.
pub fn ask_for_skill(changed: &mut Changed, attribute: &str, value: &str, skill: &str) -> Result<(), String> {
    if skill.is_empty() {
        return Ok(());
    }
    let dataset = &changed.dataset;
    let knows = |rep: &crate::model::Rep| {
        rep.skills.is_empty() || rep.skills.iter().any(|known| known.eq_ignore_ascii_case(skill))
    };
    let able = dataset.reps.iter().enumerate().filter(|(position, rep)| !dataset.is_gone(*position) && knows(rep));
    let ids: Vec<String> = able.map(|(_, rep)| rep.id.clone()).collect();
    if ids.is_empty() {
        return Err(say!("no rep has the skill \"{skill}\"", skill));
    }
    if ids.len() == dataset.team_size() {
        return Ok(());
    }
    let text = |word: &str| Value::Text(word.to_owned());
    let params = [
        ("attribute", text(attribute)),
        ("match", text("named-reps")),
        ("value", text(value)),
        ("reps", Value::List(ids)),
    ];
    let params = params.into_iter().map(|(key, value)| (key.to_owned(), value));
    let asks = RuleSetting { id: "specialist-accounts".to_owned(), weight: 0.0, params: crate::order::map(params) };
    changed.rules.push(asks);
    changed.rules = rules::in_order(std::mem::take(&mut changed.rules));
    Ok(())
}
