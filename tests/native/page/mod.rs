//! Plays the page: a session with a real desk, and lanes that make scenarios when the test says so.
#![allow(clippy::unwrap_used, reason = "a test may stop")]
#![allow(dead_code, reason = "no test uses everything")]

use evenfield::desk::Desk;
use evenfield::desk::Ground;
use evenfield::desk::ScenarioSearch;
use evenfield::export::project_file;
use evenfield::model::Dataset;
use evenfield::protocol::Delivery;
use evenfield::protocol::MadePlan;
use evenfield::protocol::PlanFigures;
use evenfield::protocol::Reply;
use evenfield::protocol::Request;
use evenfield::protocol::ScenarioNews;
use evenfield::protocol::ScenarioTask;
use evenfield::scenario::Project;
use evenfield::scenario::Revision;
use evenfield::score::Scores;
use evenfield::score::score;
use evenfield::session::Effect;
use evenfield::session::Effort;
use evenfield::session::Event;
use evenfield::session::Opened;
use evenfield::session::Scenario;
use evenfield::session::ScenarioEvent;
use evenfield::session::ScenarioSet;
use evenfield::session::ScenarioState;
use evenfield::session::Session;
use evenfield::session::update;
use std::collections::HashMap;
use std::collections::VecDeque;
use std::sync::Arc;

/// The page.
#[derive(Default)]
pub struct Page {
    pub session: Session,
    pub desk: Desk,
    /// What the desk has not answered yet.
    pub requests: VecDeque<Request>,
    /// Scenarios that lanes are at.
    pub tasks: Vec<ScenarioTask>,
    /// What every search reads.
    pub inputs: Option<(Arc<Dataset>, Arc<Scores>)>,
    /// Runs whose lanes were told to stop.
    pub stopped: Vec<u64>,
    /// Files that were handed to the user.
    pub downloads: Vec<(String, Vec<u8>)>,
    /// Project files that were to be opened.
    pub opened: Vec<(String, Vec<u8>)>,
    /// The sets of scenarios as they are stored, by project.
    pub sets: HashMap<u64, Vec<u8>>,
}

impl Page {
    /// The example, with lanes that search a little.
    pub fn example(lanes: u32, steps: u64) -> Self {
        let mut page = Self::default();
        page.send(Event::Effort(Effort { seed: 1, lanes, seconds: None, steps: Some(steps) }));
        page.send(Event::Example);
        page.settle();
        page
    }

    /// Something happens.
    pub fn send(&mut self, event: Event) {
        for effect in update(&mut self.session, event) {
            match effect {
                Effect::Ask(request) => self.requests.push_back(request),
                Effect::Equip(delivery) => {
                    let scores = Arc::new(score(&delivery.bundle.dataset));
                    self.inputs = Some((delivery.bundle.dataset, scores));
                }
                Effect::Scenarios(tasks) => self.tasks.extend(tasks),
                Effect::StopLanes(run) => {
                    self.stopped.push(run);
                    self.tasks.retain(|task| task.run != run);
                }
                Effect::Download { name, bytes, .. } => self.downloads.push((name, bytes)),
                Effect::DownloadProject { name, project, delivery } => {
                    self.downloads.push((name, project_file(&project, &delivery.bundle)));
                }
                Effect::OpenFile { name, bytes } => self.opened.push((name, bytes)),
                Effect::KeepSet(key, set) => {
                    let _ = self.sets.insert(key, postcard::to_stdvec(&set).unwrap());
                }
                _ => {}
            }
        }
    }

    /// A project as the store gives it, with the set that was kept beside it.
    pub fn stored(&self, project: Project, delivery: Delivery, key: u64) -> Opened {
        let set = self.sets.get(&key).map(|bytes| postcard::from_bytes(bytes).unwrap());
        Opened { project, delivery, key, set }
    }

    /// The desk answers until nothing is asked any more.
    pub fn settle(&mut self) {
        while let Some(request) = self.requests.pop_front() {
            let reply = match request {
                Request::Read(number, readable) => self.desk.read(number, readable),
                other => self.desk.answer(other),
            };
            if let Some(reply) = reply {
                self.send(Event::Heard(reply, 5.0));
            }
        }
    }

    /// Something happens to the set, and the desk answers.
    pub fn scenarios(&mut self, event: ScenarioEvent) {
        self.send(Event::Scenarios(event));
        self.settle();
    }

    /// The lane of a task under way ends it.
    pub fn make(&mut self, position: usize) {
        let task = self.tasks.remove(position);
        let end = self.made(task.clone());
        self.hear(&task, end);
        self.settle();
    }

    /// The lanes end all their tasks, and those that follow.
    pub fn make_all(&mut self) {
        while !self.tasks.is_empty() {
            self.make(0);
        }
        assert!(!self.session.busy());
    }

    /// A lane says how a task ended.
    pub fn hear(&mut self, task: &ScenarioTask, end: Result<MadePlan, String>) {
        let end = Some(end.map(Box::new));
        self.send(Event::Heard(Reply::Scenario(ScenarioNews { run: task.run, lane: task.lane, part: 1.0, end }), 5.0));
    }

    /// What a lane makes of a task.
    pub fn made(&self, task: ScenarioTask) -> Result<MadePlan, String> {
        let mut search = ScenarioSearch::new(Arc::new(self.ground(&task)), task)?;
        while !search.advance()? {
            assert!((0.0..=1.0).contains(&search.part()));
        }
        Ok(search.made().unwrap())
    }

    /// The ground of a task.
    pub fn ground(&self, task: &ScenarioTask) -> Ground {
        let (dataset, scores) = self.inputs.clone().unwrap();
        Ground::new(dataset, scores, task.settings.clone(), &task.assumptions)
    }

    /// The project.
    pub fn project(&self) -> &Project {
        self.session.project.as_ref().unwrap()
    }

    /// The version of a name.
    pub fn version(&self, label: &str) -> &Revision {
        self.project().versions().find(|version| version.label == label).unwrap()
    }

    /// The names of all versions.
    pub fn labels(&self) -> Vec<String> {
        self.project().versions().map(|revision| revision.label.clone()).collect()
    }

    /// The set.
    pub fn set(&self) -> &ScenarioSet {
        self.session.scenarios.as_ref().unwrap()
    }

    /// Its scenarios.
    pub fn all(&self) -> &[Scenario] {
        &self.set().scenarios
    }

    /// The scenario of a name.
    pub fn one(&self, name: &str) -> &Scenario {
        self.all().iter().find(|scenario| scenario.recipe.name == name).unwrap_or_else(|| panic!("no {name}"))
    }

    /// What is told of the scenario of a name.
    pub fn figures(&self, name: &str) -> PlanFigures {
        let ScenarioState::Made { figures, .. } = &self.one(name).state else { panic!("{name} is not made") };
        figures.clone()
    }
}
