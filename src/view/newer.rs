//! Newer data of the project: what is different, before anything happens.

use crate::model::OPEN;
use crate::scenario::Changed;
use crate::session::Session;
use crate::texts;
use crate::units::counted;
use crate::units::grouped;

/// What the user is asked about newer data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewerPanel {
    /// `accounts-march.csv: 7,165 accounts, 7,120 before.`
    pub line: String,
    /// What is different, kind by kind.
    pub parts: Vec<ChangePart>,
    /// What stays, a sentence.
    pub keeps: String,
    /// What is lost, a sentence each.
    pub loses: Vec<String>,
}

/// One kind of difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePart {
    /// `accounts with another rep`.
    pub title: &'static str,
    /// How many.
    pub count: String,
    /// Some of them: `Acme: Ana Diaz → Bo Chen`.
    pub lines: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// The newer data that wait for a word; none where none do.
pub fn newer(session: &Session) -> Option<NewerPanel> {
    let (pending, project) = (session.pending.as_ref()?, session.project.as_ref()?);
    let changes = &pending.rebase.changes;
    let number = |count: usize| grouped(count as f64, 0);
    let dataset = &pending.understood.delivery.as_ref()?.bundle.dataset;
    let files: Vec<&str> = dataset.sources.iter().map(|source| source.file.as_str()).collect();
    let parts = changes.parts();
    let parts = parts.iter().filter(|(_, changed)| changed.count > 0);
    let planned = crate::evaluate::changes(project.today(), &project.working);
    let planned = planned.iter().filter(|change| change.from != OPEN).count();
    let (locks, moves) = pending.rebase.surviving(project);
    let (rules, versions) = (project.settings.rules.len(), project.versions().count() - 1);
    let keeps = told([
        (rules, counted(rules, "rule")),
        (locks, counted(locks, "lock")),
        (versions, counted(versions, "version")),
        (moves, counted(moves, "planned move")),
    ]);
    let (locks, moves) = (project.settings.locks.len() - locks, planned - moves);
    let gone = told([(locks, counted(locks, "lock")), (moves, counted(moves, "planned move"))]);
    let mut loses = Vec::new();
    if !gone.is_empty() {
        loses.push(say!("Lost with accounts or reps that are gone: {gone}.", gone));
    }
    if session.run.is_some() {
        loses.push(say!("The search that is running ends without its plan.").to_owned());
    }
    Some(NewerPanel {
        line: say!(
            "{files}: {after} accounts, {before} before.",
            files = files.join(", "),
            after = number(changes.after as usize),
            before = number(changes.before as usize)
        ),
        parts: parts
            .map(|((one, many), changed)| part(texts::form(changed.count as usize, one, many), changed))
            .collect(),
        keeps: say!(
            "Kept: {keeps}. Accounts you did not move follow the new file; new ones start with their rep of today.",
            keeps
        ),
        loses,
    })
}

/// Those of which there are some, one after the other.
fn told<const N: usize>(counts: [(usize, String); N]) -> String {
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(_, words)| words).collect::<Vec<_>>().join(", ")
}

fn part(title: &'static str, changed: &Changed) -> ChangePart {
    let line = |(name, what): &(String, String)| if what.is_empty() { name.clone() } else { format!("{name}: {what}") };
    ChangePart {
        title,
        count: grouped(f64::from(changed.count), 0),
        lines: changed.named.iter().map(line).collect(),
        more: changed.count as usize - changed.named.len(),
    }
}
