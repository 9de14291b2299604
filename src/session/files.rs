//! From files to a project.

use crate::example;
use crate::export::belongs;
use crate::export::is_project_file;
use crate::export::open_file;
use crate::import::Mapping;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Issue;
use crate::model::Settings;
use crate::model::Severity;
use crate::protocol::Delivery;
use crate::protocol::InputFile;
use crate::protocol::Request;
use crate::protocol::Understood;
use crate::rules::in_order;
use crate::scenario::History;
use crate::scenario::Project;
use crate::score::Estimate;
use crate::session::Data;
use crate::session::Effect;
use crate::session::Saved;
use crate::session::Selection;
use crate::session::Session;
use std::sync::Arc;

impl Session {
    pub(super) fn files(&mut self, files: Vec<InputFile>) -> Vec<Effect> {
        if let Some(file) = files.iter().find(|file| is_project_file(&file.bytes)) {
            return match open_file(&file.bytes) {
                Ok(opened) => self.open_project(
                    opened.project,
                    Delivery { dataset: Arc::new(opened.dataset), bytes: Arc::new(opened.dataset_bytes) },
                ),
                Err(error) => {
                    self.alert(format!("{}: {error}", file.name));
                    Vec::new()
                }
            };
        }
        if files.is_empty() {
            return Vec::new();
        }
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let phrase = format!("Reading {}", names.join(" and "));
        self.read(&phrase, Request::Read(files))
    }

    /// Asks for something that ends with an `Understood`.
    fn read(&mut self, phrase: &str, request: Request) -> Vec<Effect> {
        self.reading = Some(phrase.to_owned());
        self.remapping = false;
        self.readings += 1;
        vec![Effect::Ask(request)]
    }

    pub(super) fn example(&mut self) -> Vec<Effect> {
        self.read("Making up the example team", Request::Example(example::SEED))
    }

    pub(super) fn remap(&mut self, mappings: Vec<Mapping>) -> Vec<Effect> {
        let effects = self.read("Reading by the changed columns", Request::Remap(mappings));
        self.remapping = true;
        effects
    }

    pub(super) fn understood(&mut self, understood: Understood, now: f64) -> Vec<Effect> {
        self.readings = self.readings.saturating_sub(1);
        // Only the last answer counts, and only while it is waited for.
        if self.readings > 0 || self.reading.take().is_none() {
            return Vec::new();
        }
        // The same data again, a file of no use among them: the work on them goes on.
        self.tell_wrong_files(&understood);
        let known = self.project.as_ref().is_some_and(|project| project.dataset == understood.fingerprint);
        let effects = match understood.delivery.clone().filter(|_| !known) {
            Some(delivery) => {
                let before = self.replaced();
                let effects = self.begin(delivery, &understood, now);
                self.keep_aside(before, "The project was replaced by new files.");
                effects
            }
            None => [self.judge(), self.explain()].concat(),
        };
        self.understood = Some(Arc::new(Understood { delivery: None, ..understood }));
        effects
    }

    /// A file that cannot be read at all is said aloud where a project is open and would hide it.
    fn tell_wrong_files(&mut self, understood: &Understood) {
        let wrong = |issue: &&Issue| issue.severity == Severity::Error && issue.place.row == 0;
        if self.project.is_some() {
            let texts: Vec<String> = understood.issues.iter().filter(wrong).take(3).map(Issue::text).collect();
            for text in texts {
                self.alert(text);
            }
        }
    }

    /// Starts a project on new data.
    fn begin(&mut self, delivery: Delivery, understood: &Understood, now: f64) -> Vec<Effect> {
        let Delivery { dataset, bytes } = delivery;
        let name = project_name(&dataset);
        let today = Assignment { rep: dataset.accounts.owner.clone() };
        // Columns read another way leave the rules as the user set them.
        let kept = self.project.as_ref().filter(|_| self.remapping).map(|project| project.settings.rules.clone());
        let rules = kept.unwrap_or_else(|| understood.suggested.clone());
        let settings = Settings { rules, locks: Vec::new() };
        let project = Project::new(&name, understood.fingerprint.clone(), settings, today, now);
        let data = Data {
            dataset,
            bytes,
            fingerprint: understood.fingerprint.clone(),
            colours: understood.colours.clone(),
            estimates: understood.estimates.clone(),
            outlines: Arc::new(understood.outlines.clone()),
        };
        self.adopt_data(data, project)
    }

    fn adopt_data(&mut self, data: Data, mut project: Project) -> Vec<Effect> {
        self.let_go();
        // A project of an earlier day may hold its rules in another order.
        let kept = project.revisions.iter_mut().map(|revision| &mut revision.settings);
        for settings in kept.chain([&mut project.settings]) {
            settings.rules = in_order(std::mem::take(&mut settings.rules));
        }
        // Versions never repeat within a session, so an answer about the project before cannot pass for this one's.
        project.version = project.version.max(self.project.as_ref().map_or(0, |before| before.version + 1));
        let mut effects = [self.stop(), self.forget_drawing()].concat();
        self.run = None;
        effects.push(Effect::Equip(data.bytes.clone()));
        effects.push(Effect::StoreDataset);
        self.data = Some(data);
        self.project = Some(project);
        self.history = History::default();
        self.selection = Selection::default();
        self.explanation = None;
        self.judgement = None;
        self.forget_conflict();
        self.judging = None;
        effects.extend(self.changed());
        effects
    }

    fn open_project(&mut self, project: Project, Delivery { dataset, bytes }: Delivery) -> Vec<Effect> {
        let fingerprint = project.dataset.clone();
        self.understood = None;
        self.reading = None;
        let ask = Effect::Ask(Request::Open(bytes.clone()));
        let data = Data {
            colours: vec![0; dataset.reps.len()],
            dataset,
            bytes,
            fingerprint,
            estimates: Vec::new(),
            outlines: Arc::default(),
        };
        let mut effects = vec![ask];
        effects.extend(self.adopt_data(data, project));
        effects
    }

    pub(super) fn opened(&mut self, estimates: Vec<Estimate>, colours: Vec<u8>, outlines: String) -> Vec<Effect> {
        if let Some(data) = &mut self.data {
            data.estimates = estimates;
            data.colours = colours;
            data.outlines = Arc::new(outlines);
        }
        Vec::new()
    }

    pub(super) fn restored(&mut self, project: &[u8], bytes: Vec<u8>) -> Vec<Effect> {
        if self.project.is_some() || self.reading.is_some() {
            return Vec::new();
        }
        let delivery = Delivery::from_bytes(Arc::new(bytes));
        match (crate::export::decode_project(project), delivery) {
            (Ok(project), Some(delivery)) if belongs(&project, &delivery.dataset) => {
                let mut effects = self.open_project(project, delivery);
                effects.retain(|effect| !matches!(effect, Effect::Save | Effect::StoreDataset));
                self.saved = Saved::Stored;
                effects
            }
            (Err(error), _) => {
                self.alert(format!("The work saved on this device could not be opened. {error}"));
                Vec::new()
            }
            _ => {
                self.alert("The work saved on this device could not be opened; import the files again.".to_owned());
                Vec::new()
            }
        }
    }
}

/// A name from the accounts file: `accounts-salesforce-report.csv` becomes `Accounts salesforce report`.
fn project_name(dataset: &Dataset) -> String {
    let file = dataset.sources.first().map_or("", |source| source.file.as_str());
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| "Territories".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}
