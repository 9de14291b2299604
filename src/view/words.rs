//! Breaches and names in words.

use crate::evaluate::Evaluation;
use crate::evaluate::Part;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::rules::Finding;
use crate::rules::rule;
use crate::units::Hours;
use crate::units::Money;
use crate::units::grouped;

/// The name of a rep position: `Open pool` for nobody.
pub fn rep_name(dataset: &Dataset, rep: u16) -> &str {
    if rep == OPEN { "Open pool" } else { dataset.reps.get(rep as usize).map_or("", |rep| rep.name.as_str()) }
}

/// The title of a rule by its id, or of the promise that every plan makes.
pub fn rule_title(id: &str) -> &str {
    match id {
        "every-account-has-a-rep" => "Every account has a rep",
        _ => rule(id).map_or(id, |rule| rule.card().title),
    }
}

/// One reason: `travel`, or `room for potential (balance window)` where the account takes room of a quantity.
pub fn reason_title(part: &Part) -> String {
    let title = rule_title(&part.rule);
    match part.room.as_deref() {
        Some("workload") => format!("room in the week ({})", title.to_lowercase()),
        Some(quantity) => format!("room for {quantity} ({})", title.to_lowercase()),
        None => title.to_lowercase(),
    }
}

/// One breach, a sentence: `Balance window: Ana Castillo has $1.9 M potential, at most $1.7 M is allowed.`
pub fn breach_text(dataset: &Dataset, breach: &Finding) -> String {
    format!("{}: {}", rule_title(&breach.rule), breach_sentence(dataset, breach))
}

/// One breach without its rule: `Ana Castillo has $1.9 M potential; at most $1.7 M is allowed.`
pub fn breach_sentence(dataset: &Dataset, breach: &Finding) -> String {
    let amount = |value: f64| amount_text(dataset, &breach.what, value);
    let over = breach.value > breach.limit;
    let limit =
        |text: &str| if over { format!("at most {text} is allowed") } else { format!("at least {text} is needed") };
    match (breach.account, breach.rep) {
        (Some(account), rep) => {
            let name = dataset.accounts.name.get(account as usize);
            let rep = rep.filter(|rep| *rep != OPEN).map_or("nobody", |rep| rep_name(dataset, rep));
            format!("{name} with {rep}: {}.", breach.what)
        }
        (None, Some(rep)) => format!(
            "{} has {} {}; {}.",
            rep_name(dataset, rep),
            amount(breach.value),
            breach.what,
            limit(&amount(breach.limit))
        ),
        (None, None) => {
            format!("{} {}; {}.", amount(breach.value), breach.what, limit(&amount(breach.limit)))
        }
    }
}

fn amount_text(dataset: &Dataset, what: &str, value: f64) -> String {
    match what {
        "potential" | "revenue" | "open potential" | "revenue that change hands" => {
            Money(value).short(&dataset.currency_symbol())
        }
        "workload" => Hours(value).text(),
        _ => grouped(value, 0),
    }
}

/// Every breach of a plan in words.
pub fn breaches(dataset: &Dataset, evaluation: &Evaluation) -> Vec<String> {
    let all = evaluation.limits.iter().flat_map(|limit| &limit.breaches);
    all.map(|breach| breach_text(dataset, breach)).collect()
}
