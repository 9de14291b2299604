//! Files become a dataset, step by step, and can be understood anew by other mappings.

use crate::clean::Choices;
use crate::clean::Host;
use crate::clean::Prepared;
use crate::clean::Proposals;
use crate::clean::Quality;
use crate::clean::Rest;
use crate::clean::StepLog;
use crate::clean::prepare_for;
use crate::example;
use crate::import::Correction;
use crate::import::Mapping;
use crate::import::read;
use crate::import::recognise;
use crate::import::recognise_as;
use crate::model::Bundle;
use crate::model::Issue;
use crate::model::Notes;
use crate::model::Severity;
use crate::model::Table;
use crate::order::Order;
use crate::protocol::Understood;
use serde::Deserialize;
use serde::Serialize;
use std::sync::Arc;

/// How the tables were understood, as it is kept beside them.
#[derive(Serialize, Deserialize)]
struct Kept {
    mappings: Vec<Mapping>,
    corrections: Vec<Mapping>,
    reading_issues: Vec<Issue>,
    made_up: bool,
    issues: Vec<Issue>,
    steps: Vec<StepLog>,
}

/// The form in which choices are kept; one with other fields gets another number, and this one is read still.
const CHOICES_FORM: u8 = 1;

/// What was found in the tables, as it is kept beside them. Made anew whenever they are cleaned: a later version that
/// finds other things need not understand it.
#[derive(Default, Serialize, Deserialize)]
struct Findings {
    rest: Vec<Rest>,
    proposals: Proposals,
    quality: Quality,
}

/// The tables read so far, with how each is understood. Cheap to copy: a reading that is let go leaves the one before
/// it as it was.
#[derive(Clone, Default)]
pub struct Reading {
    tables: Vec<Arc<Table>>,
    mappings: Vec<Mapping>,
    issues: Vec<Issue>,
    corrections: Vec<Mapping>,
    known: Vec<Correction>,
    choices: Choices,
    made_up: bool,
}

impl Reading {
    /// A reading of the made-up team; the first real file takes its place.
    pub fn of_example(seed: u64) -> Self {
        let files = example::team(seed);
        let texts = [("example-accounts.csv", files.accounts_csv), ("example-reps.csv", files.reps_csv)];
        let mut reading = Self::default();
        reading.add(texts.map(|(name, text)| read(name, text.as_bytes())), Vec::new());
        reading.made_up = true;
        reading
    }

    /// Takes in what was read of files, with what the user said before about tables like theirs. A table of a kind that is
    /// there already replaces it.
    pub fn add(&mut self, files: impl IntoIterator<Item = (Vec<Table>, Vec<Issue>)>, known: Vec<Correction>) {
        self.known = known;
        let mut before = std::mem::take(&mut self.tables);
        let mut old = std::mem::take(&mut self.mappings);
        let before_issues = std::mem::take(&mut self.issues);
        let mut fresh = Vec::new();
        for (tables, issues) in files {
            fresh.extend(tables.into_iter().map(Arc::new));
            self.issues.extend(issues);
        }
        if self.made_up && !fresh.is_empty() {
            let (issues, known) = (std::mem::take(&mut self.issues), std::mem::take(&mut self.known));
            *self = Self { issues, known, ..Self::default() };
            (before, old) = (Vec::new(), Vec::new());
        }
        let mut understood = recognise(&fresh);
        self.remember(&fresh, &mut understood);
        let replaced = |mapping: &Mapping| understood.iter().any(|new| new.kind.is_some() && new.kind == mapping.kind);
        for (table, mapping) in before.into_iter().zip(old) {
            if !replaced(&mapping) && mapping.kind.is_some() {
                self.tables.push(table);
            }
        }
        // What was found in files that stay is true still.
        let stays = |issue: &Issue| self.tables.iter().any(|table| table.file == issue.place.file);
        let still: Vec<Issue> = before_issues.into_iter().filter(stays).collect();
        self.issues.splice(0..0, still);
        self.tables.extend(fresh);
        let mut mappings = recognise(&self.tables);
        self.remember(&self.tables, &mut mappings);
        self.mappings = mappings;
        self.apply_corrections();
    }

    /// Understands the tables by other mappings; they are remembered for files with the same headers.
    pub fn remap(&mut self, mappings: Vec<Mapping>) {
        let mappings: Vec<Mapping> = mappings.into_iter().map(|mapping| self.completed(mapping)).collect();
        self.corrections.retain(|old| !mappings.iter().any(|new| same_headers(old, new)));
        self.corrections.extend(mappings);
        self.apply_corrections();
    }

    /// A table that is now of another kind has its columns recognised anew, as columns of that kind.
    fn completed(&self, mapping: Mapping) -> Mapping {
        let known = self.mappings.iter().zip(&self.tables).find(|(known, _)| same_headers(known, &mapping));
        match (known, mapping.kind) {
            (Some((known, table)), Some(kind)) if known.kind != mapping.kind => {
                Mapping { file: mapping.file, ..recognise_as(table, kind) }
            }
            _ => mapping,
        }
    }

    /// Cleans the tables as the user chose.
    pub fn choose(&mut self, choices: Choices) {
        self.choices = choices;
    }

    /// What the user decided about cleaning.
    pub fn choices(&self) -> &Choices {
        &self.choices
    }

    /// Reads tables as they were corrected in other projects.
    fn remember(&self, tables: &[Arc<Table>], mappings: &mut [Mapping]) {
        for (table, mapping) in tables.iter().zip(mappings) {
            if let Some(correction) = self.known.iter().find(|known| known.suits(mapping)) {
                correction.apply(table, mapping);
            }
        }
    }

    fn apply_corrections(&mut self) {
        for mapping in &mut self.mappings {
            if let Some(correction) = self.corrections.iter().find(|known| same_headers(known, mapping)) {
                mapping.kind = correction.kind;
                for (column, corrected) in mapping.columns.iter_mut().zip(&correction.columns) {
                    column.field = corrected.field;
                    column.how = corrected.how;
                    column.confidence = corrected.confidence;
                }
            }
        }
    }

    /// How each table is understood.
    pub fn mappings(&self) -> &[Mapping] {
        &self.mappings
    }

    /// Data rows of each table.
    pub fn rows(&self) -> Vec<u32> {
        self.tables.iter().map(|table| table.len() as u32).collect()
    }

    /// The tables, for as long as somebody keeps them.
    pub fn tables(&self) -> Vec<Arc<Table>> {
        self.tables.clone()
    }

    /// What is to be kept with the tables: how they were understood, and what was found in them.
    pub fn notes(&self, understood: &Understood, rest: &[Rest]) -> Notes {
        let kept = Kept {
            mappings: self.mappings.clone(),
            corrections: self.corrections.clone(),
            reading_issues: self.issues.clone(),
            made_up: self.made_up,
            issues: understood.issues.clone(),
            steps: understood.steps.clone(),
        };
        let Understood { proposals, quality, .. } = understood.clone();
        let findings = Findings { rest: rest.to_vec(), proposals, quality };
        Notes {
            reading: postcard::to_stdvec(&kept).unwrap_or_default(),
            choices: postcard::to_stdvec(&(CHOICES_FORM, &self.choices)).unwrap_or_default(),
            findings: postcard::to_stdvec(&findings).unwrap_or_default(),
        }
    }

    /// A reading as it was kept, with what had been understood; none where nothing was.
    pub fn kept(bundle: &Bundle) -> Option<(Self, Vec<Rest>, Understood)> {
        let kept: Kept = postcard::from_bytes(&bundle.notes.reading).ok()?;
        let Kept { mappings, corrections, reading_issues, made_up, issues, steps } = kept;
        // Both are missing where an earlier version kept the data.
        let choices = postcard::from_bytes::<(u8, Choices)>(&bundle.notes.choices).ok();
        let choices = choices.filter(|(form, _)| *form == CHOICES_FORM).map(|(_, choices)| choices).unwrap_or_default();
        let Findings { rest, proposals, quality } = postcard::from_bytes(&bundle.notes.findings).unwrap_or_default();
        let tables = bundle.tables.clone();
        let reading =
            Self { tables, mappings, issues: reading_issues, corrections, known: Vec::new(), choices, made_up };
        let understood = Understood {
            mappings: reading.mappings.clone(),
            rows: reading.rows(),
            issues,
            unlisted: unlisted(&rest),
            steps,
            choices: reading.choices.clone(),
            proposals,
            quality,
            ..Understood::default()
        };
        Some((reading, rest, understood))
    }

    /// The dataset, or why there is none; with all issues, those of reading first, the worst first. None where the host
    /// does not go on.
    pub async fn dataset(&self, host: &mut impl Host) -> Option<(Option<Prepared>, Vec<Issue>)> {
        let mut issues = self.issues.clone();
        let (prepared, more) = match prepare_for(&self.tables, &self.mappings, &self.choices, host).await? {
            Ok(mut prepared) => {
                let issues = std::mem::take(&mut prepared.issues);
                (Some(prepared), issues)
            }
            Err(issues) => (None, issues),
        };
        issues.extend(more);
        issues.order_by_key(|issue| std::cmp::Reverse(issue.severity));
        Some((prepared, issues))
    }

    /// Whether some issue kept a file or row out.
    pub fn has_errors(issues: &[Issue]) -> bool {
        issues.iter().any(|issue| issue.severity == Severity::Error)
    }
}

/// Of each kind that is too many to list one, and how many more there are.
pub fn unlisted(rest: &[Rest]) -> Vec<(Issue, u32)> {
    rest.iter().map(|rest| (rest.like.clone(), rest.rows.len() as u32)).collect()
}

fn same_headers(one: &Mapping, other: &Mapping) -> bool {
    let headers = |mapping: &Mapping| mapping.columns.iter().map(|column| column.header.clone()).collect::<Vec<_>>();
    headers(one) == headers(other)
}
