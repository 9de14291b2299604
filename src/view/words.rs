//! Names, reasons and breaches in words: those of the rules, told of what is on the screen.

use crate::evaluate::BrokenLimit;
use crate::evaluate::Evaluation;
use crate::evaluate::Part;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::rules::Finding;
use crate::session::Session;
use crate::session::Side;
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

/// How a plan stands with limits, in short and in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LimitsMark {
    /// Whether it keeps all.
    pub kept: bool,
    /// `all kept`, `Move limit: 151 customers, allowed 80`, `Capacity: 21 breaches, 2 more limits`.
    pub text: String,
    /// Every broken limit by its worst breach, a sentence each; "" where all are kept.
    pub help: String,
}

/// What the mark of the limits says that a plan breaks.
pub fn limits_mark(session: &Session, broken: &[BrokenLimit]) -> LimitsMark {
    let Some(data) = &session.data else { return LimitsMark::default() };
    let dataset = &data.dataset;
    let Some(first) = broken.first() else {
        return LimitsMark { kept: true, text: say!("all kept").to_owned(), help: String::new() };
    };
    let mut text = first.brief(dataset);
    if broken.len() > 1 {
        let more = counted_as(broken.len() - 1, "more limit", "more limits");
        text = say!("{limit}, {more}", limit = text, more);
    }
    // Reps and accounts of another world have no names here.
    let is_known = |worst: &Finding| {
        let rep = worst.rep.is_none_or(|rep| rep == OPEN || usize::from(rep) < dataset.reps.len());
        rep && worst.account.is_none_or(|account| (account as usize) < dataset.accounts.len())
    };
    let sentence = |limit: &BrokenLimit| {
        if is_known(&limit.worst) { breach_text(dataset, &limit.worst) } else { limit.brief(dataset) + "." }
    };
    LimitsMark { kept: false, text, help: broken.iter().map(sentence).collect::<Vec<_>>().join(" ") }
}

/// The limits in force that a plan breaks; none while that is not known.
pub fn broken_in_force(session: &Session, side: Side) -> Option<Vec<BrokenLimit>> {
    let project = session.project.as_ref()?;
    let judged = session.judgement.as_ref();
    let is_open = |id: u32| id == project.current && !project.edited();
    match side {
        Side::Version(0) => Some(judged.filter(|judged| judged.version == project.version)?.today.broken_limits()),
        Side::Version(id) if !is_open(id) => session.limits_broken_by(id),
        _ => Some(judged.filter(|judged| judged.version == project.version)?.plan.broken_limits()),
    }
}

/// How a plan stands with the limits in force; none while that is not known.
pub fn mark_in_force(session: &Session, side: Side) -> Option<LimitsMark> {
    broken_in_force(session, side).map(|broken| limits_mark(session, &broken))
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
