//! The Data screen: what cleaning did, what can be left out, and what the user is asked.

use crate::clean::Choices;
use crate::clean::Decision;
use crate::clean::Step;
use crate::session::Session;
use crate::units::grouped;
use crate::view::issue_title;

/// A step of cleaning that can be switched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRow {
    /// The step.
    pub step: Step,
    /// What it did, or that there was nothing to do.
    pub sentence: String,
    /// Whether it is done.
    pub on: bool,
    /// Whether it had anything to do.
    pub changed: bool,
    /// What would be different with the step the other way round, where the user asked; else "".
    pub trial: String,
}

/// What a step that is always done, or scoring, did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLine {
    /// Name.
    pub title: String,
    /// What it did, a sentence.
    pub sentence: String,
    /// Whether values were made up to fill gaps.
    pub estimated: bool,
}

/// A group that the user decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What tells it from others.
    pub key: Subject,
    /// `Acme Inc.`
    pub title: String,
    /// `2 rows at 1 Main St, Austin`.
    pub line: String,
    /// Its members, one line each.
    pub members: Vec<String>,
    /// `95 % sure`, "" where nothing tells.
    pub sure: String,
    /// What the user says.
    pub decision: Decision,
}

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Rows with these ids that may be one account.
    Duplicates(Vec<String>),
    /// Accounts of this company that may be one family.
    Family(String),
}

/// What the user decided so far.
pub fn choices(session: &Session) -> Choices {
    session.understood.as_ref().map(|understood| understood.choices.clone()).unwrap_or_default()
}

/// The same with questions answered.
pub fn decided(choices: Choices, subjects: &[Subject], decision: Decision) -> Choices {
    let (mut groups, mut families) = (Vec::new(), Vec::new());
    for subject in subjects {
        match subject {
            Subject::Duplicates(ids) => groups.push(ids.clone()),
            Subject::Family(family) => families.push(family.clone()),
        }
    }
    choices.decide_duplicates(&groups, decision).decide_families(&families, decision)
}

/// The steps that can be switched, in the order in which they are done.
pub fn step_rows(session: &Session) -> Vec<StepRow> {
    let Some(understood) = &session.understood else { return Vec::new() };
    let row = |step: Step| {
        let log = understood.steps.iter().find(|log| log.id == step.id());
        let on = understood.choices.does(step);
        let (sentence, changed) = match log {
            // Scoring does it, where it is needed.
            None if step == Step::Gaps => gaps(session),
            Some(log) if !repairs(step) || !on || log.changed > 0 || !log.sentence.starts_with("0 ") => {
                (log.sentence.clone(), log.changed > 0)
            }
            _ if on => (say!("Nothing to do in these files. {help}", help = step.help()), false),
            _ => (step.help().to_owned(), false),
        };
        let trial = session.trial.as_ref().filter(|(tried, _)| *tried == step);
        let trial = trial.map_or_else(String::new, |(_, told)| told.clone());
        StepRow { step, sentence, on, changed, trial }
    };
    Step::ALL.into_iter().map(row).collect()
}

/// Whether a step says only what it repaired.
fn repairs(step: Step) -> bool {
    let repairing = [Step::Duplicates, Step::Addresses, Step::PostalCodes, Step::Coordinates, Step::Negatives];
    repairing.contains(&step)
}

/// What is estimated, and whether anything is.
fn gaps(session: &Session) -> (String, bool) {
    // The parts of the account score have sources of their own.
    let of_score = |column: &str| ["product_fit", "engagement", "intent"].contains(&column);
    let estimates = session.data.iter().flat_map(|data| &data.scored.estimates);
    let columns = estimates.filter(|estimate| !of_score(&estimate.column)).count();
    if columns == 0 {
        return (say!("Nothing to do in these files. {help}", help = Step::Gaps.help()), false);
    }
    let columns = crate::units::counted(columns, "column");
    (say!("Gaps of {columns} are estimated: see below how. Tables and panels mark them with ≈.", columns), true)
}

/// What the other steps changed, and what scoring estimated.
pub fn step_lines(session: &Session) -> Vec<StepLine> {
    let steps = session.understood.iter().flat_map(|understood| &understood.steps);
    let others = steps.filter(|log| log.changed > 0 && Step::from_id(&log.id).is_none());
    let cleaned =
        others.map(|log| StepLine { title: log.title.clone(), sentence: log.sentence.clone(), estimated: false });
    let estimates = session.data.iter().flat_map(|data| &data.scored.estimates).map(|estimate| StepLine {
        title: say!("{column} estimated", column = column_title(&estimate.column)),
        sentence: say!(
            "{accounts} accounts. {how}",
            accounts = grouped(f64::from(estimate.accounts), 0),
            how = estimate.how
        ),
        estimated: true,
    });
    cleaned.chain(estimates).collect()
}

/// A column that scoring estimates, by its name in a header: `Potential`.
pub(super) fn column_title(key: &str) -> String {
    match key {
        "potential" => say!("Potential").to_owned(),
        "current_revenue" => say!("Current revenue").to_owned(),
        "relationship" => say!("Relationship").to_owned(),
        "service_hours" => say!("Service hours").to_owned(),
        "visits_per_year" => say!("Visits per year").to_owned(),
        "product_fit" => say!("Product fit").to_owned(),
        "engagement" => say!("Engagement").to_owned(),
        "intent" => say!("Intent").to_owned(),
        other => issue_title(&other.replace('_', "-")),
    }
}

/// Rows that may be one account, the surest first; those decided last.
pub fn duplicate_questions(session: &Session) -> Vec<Question> {
    let groups = session.understood.iter().flat_map(|understood| &understood.proposals.duplicates);
    let question = |group: &crate::clean::Duplicates| {
        let members = group.rows.iter().zip(&group.names).zip(&group.owners).enumerate();
        let member = |(position, ((row, name), owner)): (usize, ((&u32, &String), &String))| {
            let owner = if owner.is_empty() { say!("no owner") } else { owner };
            let row = grouped(f64::from(*row), 0);
            if position == 0 {
                say!("Row {row} · {name} · {owner} · stays", row, name, owner)
            } else {
                say!("Row {row} · {name} · {owner}", row, name, owner)
            }
        };
        Question {
            key: Subject::Duplicates(group.ids.clone()),
            title: group.names.first().cloned().unwrap_or_default(),
            line: say!(
                "{rows} rows · {place} · {because}",
                rows = group.rows.len(),
                place = group.place,
                because = group.because
            ),
            members: members.map(member).collect(),
            sure: say!("{sure} % sure", sure = group.sure),
            decision: group.decision,
        }
    };
    groups.map(question).collect()
}

/// Companies of one name at several places, the largest first; those decided last.
pub fn family_questions(session: &Session) -> Vec<Question> {
    let companies = session.understood.iter().flat_map(|understood| &understood.proposals.families);
    let mean = session
        .data
        .as_ref()
        .map_or(f64::INFINITY, |data| data.dataset.accounts.len() as f64 / data.dataset.reps.len().max(1) as f64);
    let question = |company: &crate::clean::SameName| {
        let count = company.accounts as usize;
        let places = match company.places.len() {
            0 => say!("several places").to_owned(),
            told if told > 1 && count > told => say!("{places} and others", places = company.places.join(", ")),
            _ => company.places.join(", "),
        };
        let accounts = grouped(count as f64, 0);
        let line = if count as f64 > mean {
            say!("{accounts} accounts · {places} · more than a territory has on average", accounts, places)
        } else {
            say!("{accounts} accounts · {places}", accounts, places)
        };
        Question {
            key: Subject::Family(company.family.clone()),
            title: company.name.clone(),
            line,
            members: Vec::new(),
            sure: String::new(),
            decision: company.decision,
        }
    };
    companies.map(question).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Duplicates;
    use crate::clean::Proposals;
    use crate::clean::StepLog;
    use crate::protocol::Understood;
    use std::sync::Arc;

    fn session(understood: Understood) -> Session {
        Session { understood: Some(Arc::new(understood)), ..Session::default() }
    }

    #[test]
    fn a_switch_stands_for_every_step_whether_it_had_work_or_not() {
        // Whoever looks for the switch of a step must find it, also in a file that gave it nothing to do.
        let log =
            StepLog { id: "places".to_owned(), title: "Places".to_owned(), changed: 3, sentence: "3.".to_owned() };
        let understood = Understood {
            steps: vec![log],
            choices: Choices::default().switch(Step::Families),
            ..Understood::default()
        };
        let rows = step_rows(&session(understood));
        assert_eq!(rows.len(), Step::ALL.len());
        let of = |step: Step| rows.iter().find(|row| row.step == step).unwrap();
        assert_eq!((of(Step::Places).sentence.as_str(), of(Step::Places).changed), ("3.", true));
        assert!(!of(Step::Families).on && !of(Step::Extremes).on && of(Step::Ids).on);
    }

    #[test]
    fn a_question_says_what_would_become_of_each_row() {
        // Nobody can confirm what they cannot see.
        let group = Duplicates {
            rows: vec![7, 3],
            ids: vec!["7".to_owned(), "3".to_owned()],
            names: vec!["Acme".to_owned(), "ACME".to_owned()],
            owners: vec!["Ana".to_owned(), String::new()],
            place: "Austin".to_owned(),
            sure: 70,
            because: "Same name".to_owned(),
            decision: Decision::Open,
        };
        let proposals = Proposals { duplicates: vec![group], families: Vec::new() };
        let session = session(Understood { proposals, ..Understood::default() });
        let questions = duplicate_questions(&session);
        assert_eq!(questions[0].members, ["Row 7 · Acme · Ana · stays", "Row 3 · ACME · no owner"]);
        let choices = decided(choices(&session), &[questions[0].key.clone()], Decision::Accepted);
        assert_eq!(choices.merged, [["7", "3"]]);
    }
}
