//! Breaches in words.

use crate::model::Dataset;
use crate::model::OPEN;
use crate::rules::ALL;
use crate::rules::Finding;
use crate::rules::rule;
use crate::texts;
use crate::units::Hours;
use crate::units::Money;
use crate::units::grouped;

/// What begins the noun of a breach that is the loss of an objective; its title follows.
pub(super) const LOSS_OF: &str = "loss of ";
/// What ends the noun of a breach of the move limit, after what it counts.
pub(super) const CHANGING_HANDS: &str = " that change hands";

/// The title of a rule by its id, or of the promise that every plan makes.
pub fn rule_title(id: &str) -> &str {
    match id {
        "every-account-has-a-rep" => say!("Every account has a rep"),
        _ => rule(id).map_or(id, |rule| texts::of(rule.card().title)),
    }
}

/// One breach, a sentence: `Balance window: Ana Castillo has $1.9 M potential, at most $1.7 M is allowed.`
pub fn breach_text(dataset: &Dataset, breach: &Finding) -> String {
    format!("{}: {}", rule_title(&breach.rule), breach_sentence(dataset, breach))
}

/// One breach without its rule: `Ana Castillo has $1.9 M potential; at most $1.7 M is allowed.`
pub fn breach_sentence(dataset: &Dataset, breach: &Finding) -> String {
    let over = breach.value > breach.limit;
    let (value, limit) = amounts_text(dataset, breach);
    let limit =
        if over { say!("at most {limit} is allowed", limit) } else { say!("at least {limit} is needed", limit) };
    let what = measured(&breach.what);
    let name = |rep: u16| dataset.reps.get(usize::from(rep)).map_or(say!("Open pool"), |rep| rep.name.as_str());
    match (breach.account, breach.rep) {
        (Some(account), rep) => {
            let account = dataset.accounts.name.get(account as usize);
            let rep = rep.filter(|rep| *rep != OPEN).map_or(say!("no rep"), name);
            say!("{account} with {rep}: {what}.", account, rep, what)
        }
        (None, Some(rep)) => {
            say!("{rep} has {value} {what}; {limit}.", rep = name(rep), value, what, limit)
        }
        (None, None) => say!("{value} {what}; {limit}.", value, what, limit),
    }
}

/// A breach of the whole plan in short: `151 customers, allowed 80`.
pub fn breach_brief(dataset: &Dataset, breach: &Finding) -> String {
    let (value, limit) = amounts_text(dataset, breach);
    let counted = breach.what.strip_suffix(CHANGING_HANDS);
    let what = counted.map_or_else(|| measured(&breach.what), |counted| counted_words(counted).to_owned());
    if breach.value > breach.limit {
        say!("{value} {what}, allowed {limit}", value, what, limit)
    } else {
        say!("{value} {what}, needed {limit}", value, what, limit)
    }
}

/// What was measured, the noun of a breach.
fn measured(what: &str) -> String {
    if let Some(objective) = what.strip_prefix(LOSS_OF) {
        let title = ALL.iter().map(|rule| rule.card().title).find(|title| title.to_lowercase() == objective);
        return say!(
            "loss of {objective}",
            objective = title.map_or(objective.to_owned(), |it| texts::within(texts::of(it)))
        );
    }
    match what.strip_suffix(CHANGING_HANDS) {
        Some(counted) => say!("{counted} that change hands", counted = counted_words(counted)),
        None => texts::of(what).to_owned(),
    }
}

/// What a move limit counts.
fn counted_words(counted: &str) -> &str {
    match counted {
        "customers" => say!("customers"),
        "accounts" => say!("accounts"),
        "revenue" => say!("revenue"),
        other => other,
    }
}

/// Value and limit of a breach, as finely as it takes to tell them apart. What is counted is allowed in whole numbers.
fn amounts_text(dataset: &Dataset, breach: &Finding) -> (String, String) {
    let (value, limit) = (breach.value, breach.limit);
    let symbol = dataset.currency_symbol();
    let by = |text: &dyn Fn(f64) -> String| (text(value), text(limit));
    let (rough, fine) = match breach.what.as_str() {
        "potential" | "revenue" | "open potential" | "revenue that change hands" => {
            (by(&|amount| Money(amount).short(&symbol)), by(&|amount| Money(amount).full(&symbol)))
        }
        loss if loss.starts_with(LOSS_OF) => {
            (by(&|percent| format!("{} %", grouped(percent, 1))), by(&|percent| format!("{} %", grouped(percent, 4))))
        }
        "workload" => (by(&|amount| Hours(amount).text()), by(&|amount| say!("{hours} h", hours = grouped(amount, 2)))),
        _ => {
            let whole = if value > limit { libm::floor(limit + 1e-9) } else { libm::ceil(limit - 1e-9) };
            let is_counted = (value - libm::round(value)).abs() < 1e-9;
            let limit = if is_counted { whole } else { limit };
            ((grouped(value, 0), grouped(limit, 0)), (grouped(value, 2), grouped(limit, 2)))
        }
    };
    if rough.0 == rough.1 { fine } else { rough }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "36 change hands; at most 36 is allowed" is no reason for anybody.
    #[test]
    fn what_is_broken_differs_from_what_is_allowed() {
        let sentence = |what: &str, value: f64, limit: f64| {
            let finding =
                Finding { rule: String::new(), account: None, rep: None, what: what.to_owned(), value, limit };
            breach_sentence(&Dataset::default(), &finding)
        };
        assert_eq!(
            sentence("customers that change hands", 36.0, 35.64),
            "36 customers that change hands; at most 35 is allowed."
        );
        assert_eq!(sentence("accounts", 7.0, 7.2), "7 accounts; at least 8 is needed.");
        assert_eq!(sentence("workload", 480.3, 480.0), "480.30 h workload; at most 480.00 h is allowed.");
        assert_eq!(sentence("complexity", 20.4, 20.0), "20.40 complexity; at most 20.00 is allowed.");
        let money = sentence("potential", 2_174_000.0, 2_172_000.0);
        assert!(money.contains("2,174,000") && money.contains("2,172,000"), "{money}");
    }
}
