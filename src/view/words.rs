//! Names, reasons and breaches in words: those of the rules, told of what is on the screen.

use crate::evaluate::Evaluation;
use crate::evaluate::Part;
use crate::model::Dataset;
use crate::session::Session;
use crate::texts;
use crate::units::counted_as;

pub use crate::rules::breach_sentence;
pub use crate::rules::breach_text;
pub use crate::rules::rule_title;

/// The name of a rep position under the rules in force: `Open pool` or `No rep` for who has none.
pub fn rep_name(session: &Session, rep: u16) -> &str {
    let (Some(data), Some(project)) = (&session.data, &session.project) else { return "" };
    crate::rules::rep_name(&data.dataset, &project.settings.rules, rep)
}

/// How many breaches there are: `all kept`, `3 breaches`.
pub fn limits_text(breaches: u32) -> String {
    if breaches == 0 { say!("all kept").to_owned() } else { counted_as(breaches as usize, "breach", "breaches") }
}

/// One reason: `travel`, or `room for potential (balance window)` where the account takes room of a quantity.
pub fn reason_title(part: &Part) -> String {
    let title = texts::within(rule_title(&part.rule));
    match part.room.as_deref() {
        Some("workload") => say!("room in the week ({title})", title),
        Some(quantity) => say!("room for {quantity} ({title})", quantity = texts::of(quantity), title),
        None => title,
    }
}

/// Every breach of a plan in words.
pub fn breaches(dataset: &Dataset, evaluation: &Evaluation) -> Vec<String> {
    let all = evaluation.limits.iter().flat_map(|limit| &limit.breaches);
    all.map(|breach| breach_text(dataset, breach)).collect()
}
