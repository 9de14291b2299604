//! Making a set of scenarios, each in a lane of its own, several side by side.

use crate::evaluate::gap_percent;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::problem::Prices;
use crate::protocol::ComparedPlan;
use crate::protocol::ComparisonFile;
use crate::protocol::MadePlan;
use crate::protocol::PlanFigures;
use crate::protocol::Request;
use crate::protocol::ScenarioNews;
use crate::protocol::ScenarioTask;
use crate::rules;
use crate::scenario::Origin;
use crate::scenario::Project;
use crate::scenario::Proof;
use crate::scenario::Revision;
use crate::session::Effect;
use crate::session::Effort;
use crate::session::Session;
use crate::session::renewal::Renewal;
use crate::texts;
use crate::what_if::Candidate;
use crate::what_if::Recipe;
use crate::what_if::Start;
use crate::what_if::rank;
use crate::what_if::recipe_words;
use crate::what_if::standard_note;
use std::sync::Arc;

/// Something about the set of scenarios.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenarioEvent {
    /// Make the standard set.
    Make,
    /// Stop one, by its place in the set.
    Stop(usize),
    /// Stop all that are not made yet.
    StopAll,
    /// Write those that are made into a file, ranked by these weights.
    TakeAway(ComparisonFile, Vec<f64>),
    /// Let go of that file.
    StopWriting,
    /// Add a what-if to those of the user, and make it.
    Add(Box<Recipe>),
    /// Put another recipe in the place of one of the user's.
    Change(usize, Box<Recipe>),
    /// Take one of the user's out.
    Remove(usize),
    /// Make those of the user under the rules in force.
    MakeAdded,
    /// Put the rules and locks that the set was made by back in force; the plan stays.
    UseRules,
    /// Rank by these weights from now on.
    Rank(Vec<f64>),
    /// Open a plan with another team or market as a project of its own, by its place in the set; with the time.
    OpenOwn(usize, f64),
}

/// A set of scenarios being made, or made.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioSet {
    /// The rules and locks that the recipes change.
    pub settings: Settings,
    /// What is assumed of the year to come.
    pub assumptions: Assumptions,
    /// What is told of today's plan; none before the first scenario is made.
    pub today: Option<PlanFigures>,
    /// The scenarios, in order.
    pub scenarios: Vec<Scenario>,
    /// Those of the list that leave everything as it is.
    pub(super) as_is: Vec<Recipe>,
    /// The set that takes its place, with the number of the question which scenarios it has, until the desk has answered.
    pub(super) next: Option<(u64, Box<ScenarioSet>)>,
    /// Those that had been made and are not in the list: an undo brings them back.
    pub(super) taken_out: Vec<Scenario>,
    pub(super) effort: Effort,
    /// Whether it is kept beside the project as it is.
    pub(super) is_kept: bool,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// How it is made.
    pub recipe: Recipe,
    /// How far it is.
    pub state: ScenarioState,
    /// Whether the user added it.
    pub added: bool,
    /// What came of it, once it is made.
    pub made: Option<Arc<MadePlan>>,
    /// Number of its run.
    pub(super) run: u64,
    /// The plan, rules and locks that it goes on from, where it names a version.
    pub(super) base: Option<Box<ComparedPlan>>,
    /// Whether its figures are to be had anew.
    pub(super) renewal: Renewal,
}

/// How far a scenario is.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenarioState {
    /// It waits for a lane.
    Waiting,
    /// A lane is at it.
    UnderWay {
        /// Which one.
        lane: u32,
        /// How far it is, 0 to 1.
        part: f64,
    },
    /// The user ended it.
    Stopped,
    /// It cannot be made; why.
    Failed(String),
    /// It is made.
    Made {
        /// What is told of it.
        figures: PlanFigures,
        /// How far it is from the best of its world at most, in percent; none where nothing is proven.
        gap: Option<f64>,
        /// The version it became; none where its world is not that of the data.
        revision: Option<u32>,
    },
}

impl ScenarioState {
    /// Whether it is still to come.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::UnderWay { .. })
    }

    /// The lane that is at it.
    pub(super) fn lane(&self) -> Option<u32> {
        match self {
            Self::UnderWay { lane, .. } => Some(*lane),
            _ => None,
        }
    }
}

impl Scenario {
    /// What it is made of; once it is made, with what was proposed for it: who leaves, say.
    pub fn recipe_told(&self) -> &Recipe {
        self.made.as_ref().map_or(&self.recipe, |made| &made.recipe)
    }

    /// One that waits.
    pub(super) fn new(recipe: Recipe, run: u64) -> Self {
        let (state, renewal) = (ScenarioState::Waiting, Renewal::None);
        Self { recipe, state, added: false, made: None, run, base: None, renewal }
    }

    /// What it is, a sentence.
    pub fn about(&self, dataset: Option<&Dataset>) -> String {
        let standard = standard_note(&self.recipe.name);
        match dataset {
            Some(dataset) if self.added || standard.is_empty() => recipe_words(self.recipe_told(), dataset),
            // Who leaves, and where somebody comes.
            Some(dataset) if !self.recipe.what_ifs.is_empty() => {
                format!("{standard} {}", recipe_words(self.recipe_told(), dataset))
            }
            _ => standard.to_owned(),
        }
    }

    /// The lane that is at it.
    pub(super) fn lane(&self) -> Option<u32> {
        match self.renewal {
            Renewal::At { lane, .. } => Some(lane),
            _ => self.state.lane(),
        }
    }

    /// Gives it to a lane where it waits for one; the recipe, and the plan where only its figures are to be had.
    fn begin(&mut self, lane: u32) -> Option<(Recipe, Option<Assignment>)> {
        match (&self.state, &self.made, self.renewal) {
            (ScenarioState::Waiting, ..) => {
                self.state = ScenarioState::UnderWay { lane, part: 0.0 };
                Some((self.recipe.clone(), None))
            }
            (ScenarioState::Made { .. }, Some(made), Renewal::Waiting { again }) => {
                self.renewal = Renewal::At { lane, again };
                Some((made.recipe.clone(), Some(made.plan.clone())))
            }
            _ => None,
        }
    }
}

impl ScenarioSet {
    /// One without scenarios, from these rules and assumptions.
    pub(super) fn new(project: &Project, effort: Effort) -> Self {
        let (settings, assumptions) = (project.settings.clone(), project.assumptions.clone());
        let (scenarios, as_is, taken_out) = (Vec::new(), Vec::new(), Vec::new());
        let (today, next, is_kept) = (None, None, true);
        Self { settings, assumptions, today, scenarios, as_is, next, taken_out, effort, is_kept }
    }

    /// Whether scenarios or figures are still to come.
    pub fn is_running(&self) -> bool {
        let is_open = |scenario: &Scenario| scenario.state.is_open() || scenario.renews();
        self.next.is_some() || self.scenarios.iter().any(is_open)
    }

    /// The version of the scenario that ranks first by these weights among today and all that are made, of those that have one.
    pub(super) fn first_version(&self, project: &Project, weights: &[f64]) -> Option<u32> {
        let made = self.scenarios.iter().filter_map(|scenario| match &scenario.state {
            ScenarioState::Made { figures, revision, .. } => Some((figures, *revision)),
            _ => None,
        });
        let all: Vec<(&PlanFigures, Option<u32>)> = self.today.iter().map(|today| (today, None)).chain(made).collect();
        let plans: Vec<Candidate> = all.iter().map(|(plan, _)| plan.candidate()).collect();
        let living = |id: &u32| project.living(*id).is_some();
        let ranked = rank(&plans, weights).into_iter().zip(all);
        let versions = ranked.filter_map(|(ranked, (_, version))| Some((ranked.rank, version.filter(living)?)));
        versions.min().map(|(_, version)| version)
    }

    /// Whether it has scenarios that the user did not add.
    pub fn has_standard(&self) -> bool {
        self.scenarios.iter().any(|scenario| !scenario.added)
    }

    /// Takes over what a set before it had made by the same rules and the same search: made anew, it would be the same.
    pub(super) fn take_over(&mut self, before: Self, project: &Project, runs: &mut u64) {
        let search = |set: &Self| (set.effort.seed, set.effort.steps);
        if before.settings != self.settings || search(&before) != search(self) {
            return;
        }
        (self.today, self.assumptions) = (before.today, before.assumptions);
        let is_there = |scenario: &Scenario| match scenario.state {
            ScenarioState::Made { revision, .. } => revision.is_none_or(|id| project.living(id).is_some()),
            _ => false,
        };
        self.taken_out = before.scenarios.into_iter().chain(before.taken_out).filter(is_there).collect();
        for scenario in self.taken_out.iter_mut().filter(|scenario| scenario.is_outdated()) {
            scenario.renew(runs);
        }
    }

    /// One of the standard set: as it was made before, or one that waits.
    fn standard(&mut self, recipe: Recipe, runs: &mut u64) -> Scenario {
        let known = self.taken_out.iter().position(|scenario| !scenario.added && scenario.recipe == recipe);
        known.map_or_else(
            || {
                *runs += 1;
                Scenario::new(recipe, *runs)
            },
            |place| self.taken_out.remove(place),
        )
    }

    /// Gives waiting scenarios to free lanes.
    pub(super) fn hand_out(&mut self) -> Vec<Effect> {
        let busy: Vec<u32> = self.scenarios.iter().filter_map(Scenario::lane).collect();
        let mut free = (0..self.effort.lanes.max(1)).filter(|lane| !busy.contains(lane)).peekable();
        let mut tasks = Vec::new();
        for scenario in &mut self.scenarios {
            let Some(&lane) = free.peek() else { break };
            let Some((recipe, known)) = scenario.begin(lane) else { continue };
            free.next();
            tasks.push(ScenarioTask {
                run: scenario.run,
                lane,
                settings: self.settings.clone(),
                recipe,
                steps: self.effort.steps,
                seed: self.effort.seed,
                assumptions: self.assumptions.clone(),
                base: scenario.base.clone(),
                known,
            });
        }
        if tasks.is_empty() { Vec::new() } else { vec![Effect::Scenarios(tasks)] }
    }

    /// The scenario of a run.
    pub(super) fn of_run(&mut self, run: u64) -> Option<&mut Scenario> {
        self.scenarios.iter_mut().find(|scenario| scenario.run == run)
    }

    /// Ends what lanes are at, or will be, for those whose places are wanted.
    pub(super) fn stop(&mut self, wanted: impl Fn(usize) -> bool) -> Vec<Effect> {
        let wanted = self.scenarios.iter_mut().enumerate().filter(|(place, _)| wanted(*place));
        wanted.filter_map(|(_, scenario)| scenario.end()).collect()
    }
}

impl Session {
    pub(super) fn scenario_event(&mut self, event: ScenarioEvent) -> Vec<Effect> {
        match event {
            ScenarioEvent::Make => self.make_standard_set(),
            ScenarioEvent::Stop(place) => self.stop_scenario(place),
            ScenarioEvent::StopAll => self.stop_scenarios(),
            ScenarioEvent::TakeAway(file, weights) => self.take_away(file, weights),
            ScenarioEvent::StopWriting => self.stop_writing(),
            ScenarioEvent::Add(recipe) => self.add_what_if(*recipe),
            ScenarioEvent::Change(place, recipe) => self.change_what_if(place, *recipe),
            ScenarioEvent::Remove(place) => self.remove_what_if(place),
            ScenarioEvent::MakeAdded => self.make_what_ifs(),
            ScenarioEvent::UseRules => self.use_rules_of_set(),
            ScenarioEvent::Rank(weights) => self.rank_by(weights),
            ScenarioEvent::OpenOwn(place, now) => self.open_own(place, now),
        }
    }

    /// Asks the desk which scenarios the standard set has here. Until it says, what is there stays.
    pub(super) fn make_standard_set(&mut self) -> Vec<Effect> {
        let Some(next) = self.new_set() else { return Vec::new() };
        let mut effects = self.stop_scenarios();
        self.runs += 1;
        effects.push(Effect::Ask(Request::StandardSet(self.runs, next.settings.clone())));
        let set = self.scenarios.get_or_insert_with(|| next.clone());
        set.next = Some((self.runs, Box::new(next)));
        effects
    }

    /// A set under the rules in force; none, with a word why, where it cannot be made.
    pub(super) fn new_set(&mut self) -> Option<ScenarioSet> {
        let project = self.project.as_ref()?;
        if let Some(error) = rules::check(&project.settings.rules).first() {
            let text = say!("The rules cannot be used: {error}.", error);
            self.alert(text);
            return None;
        }
        let set = ScenarioSet::new(project, self.effort);
        if self.desk_is_elsewhere() {
            self.alert(say!("Other data are being read. Make scenarios when that is decided.").to_owned());
            return None;
        }
        Some(set)
    }

    /// The desk has said which scenarios there are. Today as it is needs no making: every plan is told beside it.
    pub(super) fn scenarios_listed(&mut self, number: u64, recipes: Vec<Recipe>) -> Vec<Effect> {
        let (Some(set), Some(project)) = (&mut self.scenarios, &self.project) else { return Vec::new() };
        let Some((_, next)) = set.next.take_if(|(asked, _)| *asked == number) else { return Vec::new() };
        let before = std::mem::replace(set, *next);
        set.take_over(before, project, &mut self.runs);
        let is_today = |recipe: &Recipe| recipe.start == Start::AsIs && recipe.what_ifs.is_empty();
        let (as_is, recipes): (Vec<Recipe>, Vec<Recipe>) = recipes.into_iter().partition(is_today);
        set.as_is = as_is;
        set.scenarios = recipes.into_iter().map(|recipe| set.standard(recipe, &mut self.runs)).collect();
        set.taken_out.retain(|scenario| scenario.added);
        set.is_kept = false;
        set.hand_out()
    }

    fn stop_scenario(&mut self, place: usize) -> Vec<Effect> {
        let Some(set) = &mut self.scenarios else { return Vec::new() };
        let mut effects = set.stop(|at| at == place);
        effects.extend(set.hand_out());
        effects
    }

    pub(super) fn stop_scenarios(&mut self) -> Vec<Effect> {
        self.forget_scenarios_asked();
        self.scenarios.as_mut().map_or_else(Vec::new, |set| set.stop(|_| true))
    }

    /// No list will come: the desk is a new one, or nobody waits for it.
    pub(super) fn forget_scenarios_asked(&mut self) {
        self.scenarios.take_if(|set| set.next.take().is_some() && set.scenarios.is_empty());
    }

    /// Forgets the set: it belongs to other data.
    pub(super) fn forget_scenarios(&mut self) -> Vec<Effect> {
        let effects = [self.stop_scenarios(), self.stop_writing()].concat();
        self.scenarios = None;
        effects
    }

    pub(super) fn scenario_news(&mut self, news: ScenarioNews, now: f64) -> Vec<Effect> {
        let Some(set) = &mut self.scenarios else { return Vec::new() };
        let found = set.of_run(news.run).filter(|scenario| scenario.lane() == Some(news.lane));
        let Some(scenario) = found else { return Vec::new() };
        if let Renewal::At { .. } = scenario.renewal {
            return set.renewed(news);
        }
        let made = match news.end {
            None => {
                scenario.state = ScenarioState::UnderWay { lane: news.lane, part: news.part };
                return Vec::new();
            }
            Some(Err(reason)) => {
                scenario.state = ScenarioState::Failed(reason);
                set.is_kept = false;
                return set.hand_out();
            }
            Some(Ok(made)) => *made,
        };
        let gap = made.bound.map(|bound| gap_percent(made.objective, bound));
        let (figures, recipe) = (made.figures.clone(), scenario.recipe.clone());
        scenario.state = ScenarioState::Made { figures, gap, revision: None };
        scenario.made = Some(Arc::new(made.clone()));
        let note = scenario.about(self.data.as_ref().map(|data| &*data.dataset));
        set.today.get_or_insert_with(|| made.today.clone());
        set.is_kept = false;
        let mut effects = set.hand_out();
        let Some((version, kept)) = self.keep_scenario(&recipe, note, made, now) else { return effects };
        if let Some(scenario) = self.scenarios.as_mut().and_then(|set| set.of_run(news.run))
            && let ScenarioState::Made { revision, .. } = &mut scenario.state
        {
            *revision = Some(version);
        }
        effects.extend(kept);
        effects
    }

    /// A scenario of the world as it is becomes a version at once, or is the one that it was before; the working plan stays.
    fn keep_scenario(&mut self, recipe: &Recipe, note: String, made: MadePlan, now: f64) -> Option<(u32, Vec<Effect>)> {
        let project = self.project.as_ref()?;
        if made.other_world || made.plan.len() != project.working.len() {
            return None;
        }
        let revision = Revision { note, ..revision(project, recipe, made, now) };
        if let Some(known) = self.made_before(recipe, &revision) {
            return Some((known, Vec::new()));
        }
        let version = self.project.as_mut()?.append(revision);
        self.version_made();
        Some((version, self.changed()))
    }

    /// The version that a scenario became when it was made before, of the same inputs by the same search; none where there
    /// is none, or another scenario of the set is that version.
    fn made_before(&self, recipe: &Recipe, made: &Revision) -> Option<u32> {
        let told = |scenario: &Scenario| {
            if let ScenarioState::Made { revision, .. } = scenario.state { revision } else { None }
        };
        let others: Vec<u32> = self.scenarios.iter().flat_map(|set| &set.scenarios).filter_map(told).collect();
        let is_same = |known: &&Revision| !others.contains(&known.id) && is_made_again(known, made, &recipe.name);
        self.project.as_ref()?.versions().find(is_same).map(|known| known.id)
    }

    /// A lane that died has not made its scenario; the next one it gets starts it anew.
    pub(super) fn scenario_lost(&mut self, lane: u32) -> Vec<Effect> {
        let Some(set) = &mut self.scenarios else { return Vec::new() };
        let at_it = |scenario: &&mut Scenario| scenario.lane() == Some(lane);
        let Some(scenario) = set.scenarios.iter_mut().find(at_it) else { return Vec::new() };
        scenario.lose_lane();
        set.hand_out()
    }
}

/// Whether a version is what was made now by the recipe of this name.
fn is_made_again(known: &Revision, made: &Revision, name: &str) -> bool {
    let inputs = |of: &Revision| (of.parent, of.origin, of.seed, of.steps);
    let is_numbered =
        |label: &str| label.strip_prefix(texts::of(name)).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("));
    // One of the standard set is known by its note, too: the user may have called its version something else.
    let is_called = is_numbered(&known.label) || (known.note == made.note && !standard_note(name).is_empty());
    is_called
        && inputs(known) == inputs(made)
        && known.dataset == made.dataset
        && known.assignment == made.assignment
        && known.settings == made.settings
}

fn revision(project: &Project, recipe: &Recipe, made: MadePlan, now: f64) -> Revision {
    let proof = |(bound, prices): (f64, Prices)| Proof { bound, load: prices.load, cap: prices.cap };
    Revision {
        id: 0,
        // Unless it names a version, a scenario goes on from the owners in the files.
        parent: recipe.based_on.or(Some(0)),
        label: project.label_for(texts::of(&recipe.name), None),
        note: String::new(),
        origin: Origin::Optimised,
        settings: made.settings,
        assignment: made.plan,
        dataset: project.dataset.clone(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        seed: made.seed,
        steps: made.steps,
        lanes: 1,
        objective: made.objective,
        breaches: made.figures.breaches,
        proof: made.bound.zip(made.prices).map(proof),
        made_at: now,
    }
}
