//! From files to dataset and rules.

use crate::arguments::Arguments;
use evenfield::clean::Choices;
use evenfield::clean::Patient;
use evenfield::clean::at_once;
use evenfield::clean::prepare_for;
use evenfield::import::Mapping;
use evenfield::import::read;
use evenfield::import::recognise;
use evenfield::import::recognise_as;
use evenfield::model::Assignment;
use evenfield::model::Dataset;
use evenfield::model::Issue;
use evenfield::model::OPEN;
use evenfield::model::RuleSetting;
use evenfield::model::Severity;
use evenfield::model::Table;
use evenfield::model::TableKind;
use evenfield::rules;
use evenfield::score::Scores;
use evenfield::score::score;
use evenfield::units::counted;
use std::collections::HashMap;
use std::sync::Arc;

/// What a plan is made from.
pub struct Inputs {
    /// The dataset.
    pub dataset: Arc<Dataset>,
    /// Its scores.
    pub scores: Arc<Scores>,
    /// The rules in force.
    pub rules: Vec<RuleSetting>,
    /// What was found in the files.
    pub issues: Vec<Issue>,
}

/// Reads the files that the options name.
pub fn load(arguments: &Arguments) -> Result<Inputs, Vec<String>> {
    let mut tables = Vec::new();
    let mut kinds = Vec::new();
    let mut issues = Vec::new();
    for (option, kind) in
        [("accounts", TableKind::Accounts), ("reps", TableKind::Reps), ("opportunities", TableKind::Opportunities)]
    {
        let path = match (option, arguments.get(option)) {
            ("opportunities", None) => continue,
            (_, None) => return Err(vec![format!("--{option} is missing")]),
            (_, Some(path)) => path,
        };
        let (table, found) = one_table(path)?;
        issues.extend(found);
        tables.push(table);
        kinds.push(kind);
    }
    exchanged(&tables)?;
    let mappings: Vec<Mapping> = tables.iter().zip(kinds).map(|(table, kind)| recognise_as(table, kind)).collect();
    let folder = std::path::PathBuf::from(arguments.get("gazetteer").unwrap_or("gen/gazetteer"));
    if arguments.get("gazetteer").is_some() && !folder.is_dir() {
        return Err(vec![format!("--gazetteer {}: no such folder", folder.display())]);
    }
    let places = move |country: &str| std::fs::read_to_string(folder.join(format!("{country}.tsv"))).ok();
    let mut host = Patient { places: Some(Box::new(places)) };
    let prepared =
        at_once(prepare_for(&tables, &mappings, &Choices::default(), &mut host)).unwrap_or_else(|| Err(Vec::new()));
    let prepared = prepared.map_err(|issues| texts(&issues, Severity::Note))?;
    issues.extend(prepared.issues);
    let dataset = Arc::new(prepared.dataset);
    let scores = Arc::new(score(&dataset));
    let rules = match arguments.get("rules") {
        Some(path) => rules_file(path, &dataset)?,
        None => rules::suggest(&dataset, &scores),
    };
    Ok(Inputs { dataset, scores, rules, issues })
}

/// Accounts planned as reps and reps as accounts would give a plan that looks right.
fn exchanged(tables: &[Table]) -> Result<(), Vec<String>> {
    let kinds: Vec<Option<TableKind>> = recognise(tables).iter().map(|mapping| mapping.kind).collect();
    match (kinds.as_slice(), tables) {
        ([Some(TableKind::Reps), Some(TableKind::Accounts), ..], [accounts, reps, ..]) => Err(vec![format!(
            "--accounts {} looks like a reps file and --reps {} like an accounts file: exchange the two",
            accounts.file, reps.file
        )]),
        _ => Ok(()),
    }
}

fn bytes(path: &str) -> Result<Vec<u8>, Vec<String>> {
    std::fs::read(path).map_err(|error| vec![format!("{path}: cannot be read: {error}")])
}

/// The first table of a file.
fn one_table(path: &str) -> Result<(Table, Vec<Issue>), Vec<String>> {
    let name = std::path::Path::new(path).file_name().map_or(path, |name| name.to_str().unwrap_or(path));
    let (tables, issues) = read(name, &bytes(path)?);
    match tables.into_iter().next() {
        Some(table) => Ok((table, issues)),
        None if issues.is_empty() => Err(vec![format!("{path}: has no rows")]),
        None => Err(texts(&issues, Severity::Note)),
    }
}

/// The rules of a file; a name in them that the data does not know would bind nobody, so it is refused.
fn rules_file(path: &str, dataset: &Dataset) -> Result<Vec<RuleSetting>, Vec<String>> {
    let prefixed = |errors: Vec<String>| errors.iter().map(|error| format!("{path}: {error}")).collect();
    let rules = rules::read_rules(&bytes(path)?).map_err(prefixed)?;
    let unknown: Vec<String> = rules::unknown(&rules, dataset).iter().map(ToString::to_string).collect();
    if unknown.is_empty() { Ok(rules) } else { Err(prefixed(unknown)) }
}

/// Issues from a severity up in words, the worst first, at most twenty.
pub fn texts(issues: &[Issue], from: Severity) -> Vec<String> {
    const MOST: usize = 20;
    let mut sorted: Vec<&Issue> = issues.iter().filter(|issue| issue.severity >= from).collect();
    sorted.sort_by_key(|issue| std::cmp::Reverse(issue.severity));
    let mut texts: Vec<String> = sorted.iter().take(MOST).map(|issue| issue.text()).collect();
    if sorted.len() > MOST {
        texts.push(format!("... and {} more", sorted.len() - MOST));
    }
    texts
}

/// How many issues there are of each severity, in words.
pub fn issue_counts(issues: &[Issue]) -> String {
    let count = |severity| issues.iter().filter(|issue| issue.severity == severity).count();
    format!(
        "{}, {}, {} in the files",
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(count(Severity::Note), "note")
    )
}

/// An assignments file: columns `account_id` and `rep_id`, one row per account; an empty rep means the open pool.
pub fn assignments(path: &str, dataset: &Dataset) -> Result<Assignment, Vec<String>> {
    let (table, _) = one_table(path)?;
    let column = |header: &str| {
        table.column(header).ok_or_else(|| vec![format!("{path}, row 1: column \"{header}\" is missing")])
    };
    let (account_column, rep_column) = (column("account_id")?, column("rep_id")?);
    let accounts: HashMap<&str, usize> =
        dataset.accounts.id.iter().enumerate().map(|(index, id)| (id, index)).collect();
    let reps: HashMap<&str, u16> =
        dataset.reps.iter().enumerate().map(|(index, rep)| (rep.id.as_str(), index as u16)).collect();
    let mut plan: Vec<Option<u16>> = vec![None; dataset.accounts.len()];
    let mut errors = Vec::new();
    for row in 0..table.len() {
        let place = |header: &str| format!("{path}, row {}, column {header}", table.rows[row]);
        // A cell that a spreadsheet would run was written with an apostrophe in front.
        let unescaped = |cell: &'_ str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
        let (account, rep) = (table.cell(row, account_column), table.cell(row, rep_column));
        let index = accounts.get(account).or_else(|| accounts.get(unescaped(account).as_str())).copied();
        let Some(index) = index else {
            errors.push(format!("{}: found \"{account}\", expected the id of an account", place("account_id")));
            continue;
        };
        let known = || reps.get(rep).or_else(|| reps.get(unescaped(rep).as_str())).copied();
        let position = if rep.is_empty() { Some(OPEN) } else { known() };
        match (position, plan[index]) {
            (_, Some(_)) => errors.push(format!("{}: \"{account}\" is assigned twice", place("account_id"))),
            (None, None) => errors.push(format!("{}: found \"{rep}\", expected the id of a rep", place("rep_id"))),
            (Some(position), None) => plan[index] = Some(position),
        }
    }
    let missing = plan.iter().position(Option::is_none).filter(|_| errors.is_empty());
    if let Some(account) = missing {
        errors.push(format!("{path}: account \"{}\" has no row", dataset.accounts.id.get(account)));
    }
    errors.truncate(20);
    if errors.is_empty() { Ok(Assignment::new(plan.into_iter().flatten().collect())) } else { Err(errors) }
}
