//! The rules that cannot all hold, in words.

use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::protocol::ConflictPart;
use crate::protocol::Need;
use crate::protocol::RuleConflict;
use crate::rules::Ease;
use crate::rules::Params;
use crate::rules::Way;
use crate::rules::rule;
use crate::scenario::Origin;
use crate::scenario::Project;
use crate::session::Session;
use crate::texts;
use crate::units::Money;
use crate::units::grouped;
use crate::view::rule_title;
use crate::view::rules::lines_at_accounts;

/// What is said about rules that cannot all hold.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictText {
    /// `These 3 rules cannot all hold.`
    pub title: String,
    /// Each of them.
    pub parts: Vec<ConflictRow>,
    /// What to do.
    pub advice: String,
}

/// What is said of a rule that has no number to ease.
const WITHOUT: &str = text!("Without it, this conflict is gone.");

/// One rule of a conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictRow {
    /// `Balance window (potential)`.
    pub rule: String,
    /// What it allows, and what the others need.
    pub text: String,
    /// Position of the rule in the rule set; none for locks by hand.
    pub position: Option<usize>,
    /// The least easing that is not proven to be too little.
    pub remedy: Option<Remedy>,
}

/// A number of a rule, eased.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// `Allow 6.9 %`.
    pub label: String,
    /// All rules, with this one eased.
    pub rules: Vec<RuleSetting>,
}

impl ConflictText {
    /// All of it in one line: `These two rules cannot both hold: Move limit: allows ... `
    pub fn sentence(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(|part| format!("{}: {}", part.rule, part.text)).collect();
        format!("{}. {} {}", self.title, parts.join(" "), self.advice)
    }
}

/// What the session knows of rules that cannot all hold, under the settings in force.
pub fn conflict_panel(session: &Session) -> Option<ConflictText> {
    let project = session.project.as_ref()?;
    let (settings, conflict) = session.conflict.as_ref().filter(|(settings, _)| *settings == project.settings)?;
    let data = session.data.as_ref()?;
    conflict.as_ref().map(|conflict| conflict_text(&data.dataset, &settings.rules, conflict))
}

/// What is said about broken limits as long as no rules are known that cannot all hold. Rules that collide at single
/// accounts, such as a lock by hand and a limit that keeps the account elsewhere, are known as soon as they are there.
pub fn conflict_note(session: &Session) -> Option<String> {
    let lines = lines_at_accounts(session);
    if lines.is_empty() { general_note(session).map(str::to_owned) } else { Some(lines.join(" ")) }
}

fn general_note(session: &Session) -> Option<&'static str> {
    let project = session.project.as_ref()?;
    if session.conflict_asked.as_ref() == Some(&project.settings) {
        return Some(say!("Looking for rules that cannot all hold…"));
    }
    let known = session.conflict.as_ref().filter(|(settings, _)| *settings == project.settings);
    if known.is_none_or(|(_, conflict)| conflict.is_none()) && session.run.is_none() && is_outdated(project) {
        return Some(say!("The rules or locks have changed since this plan was optimized: optimize again."));
    }
    let (settings, conflict) = session.conflict.as_ref()?;
    // A search that has found a plan has answered the question.
    let found = session.run.as_ref().and_then(|run| run.best()).is_some_and(|(_, progress)| progress.breaches == 0);
    if *settings != project.settings || conflict.is_some() || found {
        return None;
    }
    Some(if project.edited() {
        say!("The plan was changed by hand since it was optimized: undo, or optimize again.")
    } else {
        say!("It is not proven that the rules contradict each other: a longer search may keep them all.")
    })
}

/// Whether a search looked for the plan under other rules or locks than those in force.
pub(super) fn is_outdated(project: &Project) -> bool {
    let made = project.revision();
    made.origin == Origin::Optimised && made.settings != project.settings
}

/// A conflict in words.
pub fn conflict_text(dataset: &Dataset, rules: &[RuleSetting], conflict: &RuleConflict) -> ConflictText {
    let row = |part: &ConflictPart| ConflictRow {
        rule: part_title(rules, part.position),
        text: part_text(dataset, rules.get(part.position), part),
        position: rules.get(part.position).map(|_| part.position),
        remedy: remedy(rules, part),
    };
    let title = match conflict.parts.len() {
        1 => say!("This rule cannot hold").to_owned(),
        2 => say!("These two rules cannot both hold").to_owned(),
        count => say!("These {count} rules cannot all hold", count),
    };
    let stuck: Vec<&str> =
        conflict.stuck.iter().take(3).map(|account| dataset.accounts.name.get(*account as usize)).collect();
    let stuck = match conflict.stuck.len() {
        0 => String::new(),
        1 => say!("No rep has room for {account}, even alone.", account = stuck.join("")) + " ",
        count => {
            let accounts = stuck.join(", ");
            say!("No rep has room for {count} accounts or families, even alone: {accounts}.", count, accounts) + " "
        }
    };
    let advice = stuck + advice(conflict);
    ConflictText { title, parts: conflict.parts.iter().map(row).collect(), advice }
}

fn advice(conflict: &RuleConflict) -> &'static str {
    if conflict.parts.len() == 1 {
        say!("No plan keeps it. Ease it or leave it out.")
    } else {
        say!(
            "No plan keeps all of them; that is proven. One of them has to give way, and there may be other contradictions."
        )
    }
}

/// The rule eased to the first number, in steps that a person would set, that is not proven to be too little.
fn remedy(rules: &[RuleSetting], part: &ConflictPart) -> Option<Remedy> {
    let (setting, rule, need) = (rules.get(part.position)?, rule(&part.rule)?, part.needs.first()?);
    let ease = rule.eases().iter().find(|ease| ease.key == need.key)?;
    let number = ease.rounded(rule.card(), need.needed);
    let mut rules = rules.to_vec();
    rules[part.position] = ease.with(setting, number);
    let amount = with_unit(&plain(number), ease.unit(rule.card()));
    let label = if ease.way == Way::Up { say!("Allow {amount}", amount) } else { say!("Ask for {amount}", amount) };
    Some(Remedy { label, rules })
}

/// The title of the rule at a position with what tells it from others of its kind.
pub(super) fn part_title(rules: &[RuleSetting], position: usize) -> String {
    let Some(setting) = rules.get(position) else { return say!("Locks set by hand").to_owned() };
    let title = rule_title(&setting.id);
    let text = |key: &str| -> Option<String> {
        let card = rule(&setting.id)?.card();
        card.param(key)?;
        Some(Params::new(card, &setting.params).text(key)).filter(|text| !text.is_empty())
    };
    let objective = text("objective").and_then(|id| rule(&id)).map(|rule| texts::within(texts::of(rule.card().title)));
    let beside = objective.or_else(|| text("measure")).or_else(|| text("value")).or_else(|| text("attribute"));
    beside.map_or_else(|| title.to_owned(), |beside| format!("{title} ({})", texts::of(&beside)))
}

fn part_text(dataset: &Dataset, setting: Option<&RuleSetting>, part: &ConflictPart) -> String {
    let (Some(setting), Some(rule)) = (setting, rule(&part.rule)) else { return texts::of(WITHOUT).to_owned() };
    if part.needs.is_empty() {
        return texts::of(WITHOUT).to_owned();
    }
    let needs = part.needs.iter().filter_map(|need| {
        let ease = rule.eases().iter().find(|ease| ease.key == need.key)?;
        let unit = ease.unit(rule.card());
        let counted = Params::new(rule.card(), &setting.params).text("of");
        // What is no part of something counted is told in percent alone.
        let amounts = need.amounts.filter(|_| !counted.is_empty());
        Some(need_text(dataset, ease, unit, &counted, &Need { amounts, ..need.clone() }))
    });
    needs.collect::<Vec<String>>().join(" ")
}

/// `Allows 2 % to change hands (9 customers); while all other limits hold, at least 6 % is needed (27 customers).`
fn need_text(dataset: &Dataset, ease: &Ease, unit: &str, counted: &str, need: &Need) -> String {
    let amount = |value: f64| match counted {
        "revenue" => Money(value).short(&dataset.currency_symbol()),
        counted => format!("{} {}", grouped(value, 0), texts::of(counted)),
    };
    let beside = |value: Option<f64>| value.map_or_else(String::new, |value| format!(" ({})", amount(value)));
    let set = with_unit(&plain(need.set), unit);
    let needed = with_unit(&plain(safe(need.needed, ease.way)), unit);
    let eased = texts::of(ease.words).replace("{}", &set) + &beside(need.amounts.map(|amounts| amounts.0));
    let needed = needed + &beside(need.amounts.map(|amounts| amounts.1));
    match (need.among_all, ease.way) {
        (true, Way::Up) => {
            say!("Allows {eased}; while all other limits hold, it takes at least {needed}.", eased, needed)
        }
        (true, Way::Down) => {
            say!("Allows {eased}; while all other limits hold, it takes at most {needed}.", eased, needed)
        }
        (false, Way::Up) => {
            say!("Allows {eased}; while the others named here hold, it takes at least {needed}.", eased, needed)
        }
        (false, Way::Down) => {
            say!("Allows {eased}; while the others named here hold, it takes at most {needed}.", eased, needed)
        }
    }
}

/// Rounded to the hundredth that claims less: what is proven is no more than the number.
fn safe(number: f64, way: Way) -> f64 {
    match way {
        Way::Up => libm::floor(number * 100.0 + 1e-6) / 100.0,
        Way::Down => libm::ceil(number * 100.0 - 1e-6) / 100.0,
    }
}

/// With as many decimals as there are, at most two.
pub(super) fn plain(number: f64) -> String {
    let is_whole = |number: f64| (number - libm::round(number)).abs() < 1e-9;
    grouped(number, if is_whole(number) { 0 } else { 2 - usize::from(is_whole(number * 10.0)) })
}

pub(super) fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number} {}", texts::of(unit)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Value;

    fn setting(id: &str, params: &[(&str, Value)]) -> RuleSetting {
        let params = params.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        RuleSetting { id: id.to_owned(), weight: 0.0, params }
    }

    fn told(setting: RuleSetting, need: Need) -> ConflictRow {
        let part = ConflictPart { rule: setting.id.clone(), position: 0, needs: vec![need] };
        let conflict = RuleConflict { parts: vec![part], stuck: Vec::new() };
        conflict_text(&Dataset::default(), &[setting], &conflict).parts.remove(0)
    }

    fn need(key: &str, set: f64, needed: f64) -> Need {
        Need { key: key.to_owned(), set, needed, among_all: true, amounts: None }
    }

    /// The sentence must hold as it stands: what is proven is rounded to the side that claims less.
    #[test]
    fn a_move_limit_is_told_in_percent_and_customers() {
        let need = Need { amounts: Some((9.0, 27.0)), ..need("percent", 2.0, 5.999) };
        let row = told(setting("move-limit", &[("percent", Value::Number(2.0))]), need);
        assert_eq!(row.rule, "Move limit");
        let remedy = row.remedy.unwrap();
        assert_eq!(remedy.label, "Allow 6 %");
        assert_eq!(remedy.rules[0].params["percent"], Value::Number(6.0));
        assert_eq!(
            row.text,
            "Allows 2 % to change hands (9 customers); while all other limits hold, it takes at least 5.99 % (27 \
             customers)."
        );
    }

    #[test]
    fn every_number_that_can_be_eased_has_a_sentence() {
        // A key that no card knows would leave the reader without the number.
        for rule in crate::rules::ALL {
            for ease in rule.eases() {
                let card = rule.card();
                assert!(card.param(ease.key).is_some(), "{} has no {}", card.id, ease.key);
                let row = told(setting(card.id, &[]), need(ease.key, 15.0, 20.125));
                assert!(row.text.contains("20.1") && row.text.contains("15"), "{}: {}", card.id, row.text);
            }
        }
    }

    #[test]
    fn a_loss_is_not_told_in_customers() {
        // Twenty percent of loss are not twenty customers.
        let need = Need { amounts: Some((20.0, 27.3)), ..need("percent", 20.0, 27.3) };
        let row = told(setting("objective-limit", &[("objective", Value::Text("rep-fit".to_owned()))]), need);
        assert_eq!(row.rule, "Objective limit (rep fit)");
        assert_eq!(row.text, "Allows a loss of 20 %; while all other limits hold, it takes at least 27.3 %.");
    }

    #[test]
    fn what_tells_two_rules_of_a_kind_apart_is_said() {
        // "Balance window and balance window cannot both hold" helps nobody.
        let row = told(
            setting("balance-window", &[("measure", Value::Text("workload".to_owned()))]),
            need("tolerance_percent", 15.0, 17.5),
        );
        assert_eq!(row.rule, "Balance window (workload)");
        assert_eq!(
            row.text,
            "Allows a distance of 15 % from the target; while all other limits hold, it takes at least 17.5 %."
        );
    }
}
