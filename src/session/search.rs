//! Searching for a better plan in several lanes.

use crate::evaluate::changes;
use crate::model::Assignment;
use crate::model::LOCKED_ACCOUNTS;
use crate::model::Settings;
use crate::problem::Prices;
use crate::protocol::ConflictCount;
use crate::protocol::LaneNews;
use crate::protocol::LaneResult;
use crate::protocol::Task;
use crate::rules;
use crate::scenario::Edit;
use crate::scenario::Origin;
use crate::scenario::Project;
use crate::scenario::Proof;
use crate::scenario::Revision;
use crate::scenario::label_shown;
use crate::session::Effect;
use crate::session::Selection;
use crate::session::Session;
use crate::session::plan::prices;
use crate::solve::Progress;
use crate::texts;
use crate::units::counted;
use crate::units::counted_as;
use std::sync::Arc;

/// How long and how widely to search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Seed of the search.
    pub seed: u64,
    /// Lanes side by side.
    pub lanes: u32,
    /// Seconds after which to stop.
    pub seconds: Option<f64>,
    /// Steps after which each lane stops: repeatable to the byte.
    pub steps: Option<u64>,
}

impl Default for Effort {
    fn default() -> Self {
        Self { seed: 1, lanes: 2, seconds: Some(10.0), steps: None }
    }
}

/// One point of the search's curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Seconds since the start.
    pub seconds: f64,
    /// Objective of the best plan without breaches, in percent.
    pub objective: Option<f64>,
    /// Proven bound, in percent.
    pub bound: Option<f64>,
}

/// How a search went that has ended with a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    /// The version it made: `Version 3`.
    pub label: String,
    /// Its curve.
    pub samples: Vec<Sample>,
    /// Whether nothing can be proven, because the plan finds its own centres.
    pub unproven: bool,
}

/// One lane of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LaneState {
    /// Its last word.
    pub progress: Option<Progress>,
    /// Its result, once it has stopped.
    pub result: Option<LaneResult>,
    /// Its worker died.
    pub lost: bool,
}

impl LaneState {
    fn is_searching(&self) -> bool {
        self.result.is_none() && !self.lost
    }
}

/// A search under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Number.
    pub id: u64,
    /// The settings it searches under; the project's may change meanwhile.
    pub settings: Settings,
    /// The revision it started from.
    pub parent: u32,
    /// The plan it started from; the user may edit meanwhile.
    pub start: Assignment,
    /// Effort it was started with.
    pub effort: Effort,
    /// The lanes.
    pub lanes: Vec<LaneState>,
    /// Time of the first news, ms since 1970.
    pub started_at: Option<f64>,
    /// The curve so far.
    pub samples: Vec<Sample>,
    /// Whether it was told to stop, by the user or because nothing better came any more.
    pub stopping: bool,
    /// When the best plan last became better by what a person can see, in seconds since the start, and what it was then.
    better: Option<(f64, Merit)>,
    /// When a plan of it was last kept against the loss of the tab, ms since 1970.
    kept_at: Option<f64>,
    /// When there was first a plan that keeps all limits, or a proof that there is none, in seconds since the start.
    ready: Option<f64>,
}

/// What a plan is worth to a person: by how much limits are missed, then the objective.
type Merit = (f64, f64);

/// The least change of the objective that the screen shows, in points.
const VISIBLE: f64 = 0.005;
/// Part of the misses of limits whose going is no progress yet.
const HARDLY: f64 = 0.01;
/// A search by the clock ends early where nothing better comes for this part of its time.
const PATIENCE: f64 = 1.0 / 3.0;
/// What a search has found is kept at most this often, in ms.
const KEEP_MS: f64 = 1_000.0;
/// Seconds after which the reason is looked for where no plan keeps all limits yet.
const DOUBTFUL: f64 = 1.0;

fn merit(progress: &Progress) -> Option<Merit> {
    let violation = if progress.breaches == 0 { 0.0 } else { progress.violation };
    progress.objective.map(|objective| (violation, objective))
}

impl Run {
    /// The best lane so far: the least violation of limits, then the lower objective, then the lower number.
    pub fn best(&self) -> Option<(usize, &Progress)> {
        let lanes = self.lanes.iter().enumerate();
        let with_plan = lanes.filter_map(|(lane, state)| {
            let progress = state.progress.as_ref()?;
            progress.objective.map(|objective| (lane, progress, objective))
        });
        with_plan
            .min_by(|a, b| {
                let violation = |progress: &Progress| if progress.breaches == 0 { 0.0 } else { progress.violation };
                violation(a.1).total_cmp(&violation(b.1)).then(a.2.total_cmp(&b.2)).then(a.0.cmp(&b.0))
            })
            .map(|(lane, progress, _)| (lane, progress))
    }

    /// The best bound of any lane.
    pub fn bound(&self) -> Option<f64> {
        let bounds = self.lanes.iter().filter_map(|lane| lane.progress.as_ref()).map(|progress| progress.bound);
        bounds.filter(|bound| bound.is_finite()).max_by(f64::total_cmp)
    }

    /// Notes whether the best plan has become better by what a person can see; says whether that was long ago, compared
    /// with the time allowed and with what it took to come so far. Where limits are still broken there is hope, unless
    /// it is `hopeless`.
    fn has_stalled(&mut self, seconds: f64, hopeless: bool) -> bool {
        let Some(now) = self.best().and_then(|(_, progress)| merit(progress)) else { return false };
        let is_better =
            |before: Merit| now.0 < (1.0 - HARDLY) * before.0 || now.0 <= before.0 && now.1 < before.1 - VISIBLE;
        if self.better.is_none_or(|(_, before)| is_better(before)) {
            self.better = Some((seconds, now));
        }
        if now.0 <= 0.0 || hopeless {
            self.ready.get_or_insert(seconds);
        }
        let (Some(ready), Some((since, _))) = (self.ready, self.better) else { return false };
        let limit = self.effort.seconds.filter(|_| self.effort.steps.is_none());
        limit.is_some_and(|limit| seconds - since.max(ready) >= (PATIENCE * limit).max(2.0 * ready))
    }

    /// The version that a plan of it makes.
    fn revision(&self, project: &Project, progress: &Progress, plan: Assignment, now: f64) -> Revision {
        Revision {
            id: 0,
            parent: Some(self.parent),
            label: project.next_label(),
            note: note(self),
            origin: Origin::Optimised,
            settings: self.settings.clone(),
            assignment: plan,
            dataset: project.dataset.clone(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.effort.seed,
            steps: progress.steps,
            lanes: self.effort.lanes,
            objective: progress.objective.unwrap_or(f64::NAN),
            breaches: progress.breaches as u32,
            proof: proof(self),
            made_at: now,
        }
    }

    /// Has a plan that a lane has just found kept, now and then: a tab may be closed in the midst of a search.
    fn keep_found(&mut self, project: &Project, lane: u32, plan: &Assignment, now: f64) -> Option<Effect> {
        let (best, progress) = self.best()?;
        if best != lane as usize || self.kept_at.is_some_and(|kept| now - kept < KEEP_MS) {
            return None;
        }
        let revision = self.revision(project, progress, plan.clone(), now);
        self.kept_at = Some(now);
        Some(Effect::KeepFound(Box::new(revision)))
    }

    /// Time of the last news, ms since 1970; 0 before the first.
    fn heard_at(&self) -> f64 {
        let seconds = self.samples.last().map_or(0.0, |sample| sample.seconds);
        self.started_at.map_or(0.0, |started| started + seconds * 1000.0)
    }

    fn ended(&self) -> bool {
        !self.lanes.iter().any(LaneState::is_searching)
    }
}

impl Session {
    pub(super) fn optimize(&mut self) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        if self.run.is_some() {
            return Vec::new();
        }
        let errors = rules::check(&project.settings.rules);
        if let Some(error) = errors.first() {
            let text = say!("The rules cannot be used: {error}.", error);
            self.alert(text);
            return Vec::new();
        }
        self.runs += 1;
        let lanes = self.effort.lanes.max(1);
        let run = Run {
            id: self.runs,
            settings: project.settings.clone(),
            parent: project.current,
            start: project.working.clone(),
            effort: self.effort,
            lanes: vec![LaneState::default(); lanes as usize],
            started_at: None,
            samples: Vec::new(),
            stopping: false,
            better: None,
            kept_at: None,
            ready: None,
        };
        let prices = project.proof().map(prices);
        let tasks = (0..lanes).map(|lane| task(&run, lane, prices.as_ref())).collect();
        self.run = Some(run);
        self.warn_of_locks();
        // The inspector shows the run, until something else is picked.
        self.selection = Selection::default();
        self.explanation = None;
        vec![Effect::Search(tasks)]
    }

    /// Says before a search that it moves locked accounts, where limits leave it no choice.
    fn warn_of_locks(&mut self) {
        let version = self.project.as_ref().map(|project| project.version);
        let (Some(judged), Some(data)) = (&self.judgement, &self.data) else { return };
        let is_of_locks = |clash: &&ConflictCount| clash.rules.iter().any(|rule| rule == LOCKED_ACCOUNTS);
        let clashes: Vec<&ConflictCount> = judged.conflicts.iter().filter(is_of_locks).collect();
        let Some(first) = clashes.first().filter(|_| Some(judged.version) == version) else { return };
        let others = first.rules.iter().filter(|rule| *rule != LOCKED_ACCOUNTS).map(|rule| rules::rule_title(rule));
        let text = say!(
            "Not every lock can be kept: Locked accounts and {rules} collide at {places}, for example {name}. A locked \
             account moves there.",
            rules = others.collect::<Vec<_>>().join(say!(" and ")),
            places = counted(clashes.iter().map(|clash| clash.accounts as usize).sum(), "account"),
            name = data.dataset.accounts.name.get(first.example as usize)
        );
        // Whoever searches again has it before the eyes.
        if self.alerts.iter().all(|alert| alert.text != text) {
            self.alert(text);
        }
    }

    pub(super) fn stop(&mut self) -> Vec<Effect> {
        let Some(run) = &mut self.run else { return Vec::new() };
        run.stopping = true;
        vec![Effect::StopLanes(run.id)]
    }

    pub(super) fn lane(&mut self, news: LaneNews, now: f64) -> Vec<Effect> {
        let hopeless = self.has_conflict();
        let Some(run) = &mut self.run else { return Vec::new() };
        let Some(lane) = run.lanes.get_mut(news.lane as usize) else { return Vec::new() };
        lane.progress = Some(news.progress);
        lane.result = news.result.or(lane.result.take());
        let started = *run.started_at.get_or_insert(now);
        let best = run.best().filter(|(_, progress)| progress.breaches == 0);
        let objective = best.and_then(|(_, progress)| progress.objective);
        let seconds = (now - started) / 1000.0;
        run.samples.push(Sample { seconds, objective, bound: run.bound() });
        thin(&mut run.samples);
        if run.ended() {
            return self.finish(now);
        }
        let kept = match (&news.found, &self.project) {
            (Some(plan), Some(project)) => run.keep_found(project, news.lane, plan, now),
            _ => None,
        };
        let mut effects = Vec::new();
        if run.has_stalled(seconds, hopeless) && !run.stopping {
            run.stopping = true;
            effects.push(Effect::StopLanes(run.id));
        }
        effects.extend(kept);
        let others = |lane: &usize| *lane != news.lane as usize && run.lanes[*lane].is_searching();
        let lanes: Vec<u32> = (0..run.lanes.len()).filter(others).map(|lane| lane as u32).collect();
        // Searches by steps go their own ways, so that they can be repeated.
        let found = news.found.filter(|_| !lanes.is_empty() && run.effort.steps.is_none());
        effects.extend(found.map(|plan| Effect::Meet { run: run.id, lanes, plan }));
        if objective.is_none() && seconds >= DOUBTFUL {
            effects.extend(self.doubt());
        }
        effects
    }

    pub(super) fn lane_lost(&mut self, lane: u32) -> Vec<Effect> {
        let effects = [self.point_lost(lane), self.scenario_lost(lane)].concat();
        let Some(run) = &mut self.run else { return effects };
        // What a lane has handed in stays, whatever happens to its worker afterwards.
        if let Some(state) = run.lanes.get_mut(lane as usize).filter(|state| state.result.is_none()) {
            state.lost = true;
            state.progress = None;
        }
        let (ended, heard_at) = (run.ended(), run.heard_at());
        self.alert(say!("One of the searches stopped unexpectedly. Your work is untouched.").to_owned());
        let finish = if ended { self.finish(heard_at) } else { Vec::new() };
        [effects, finish].concat()
    }

    /// The best lane's plan becomes a revision, and the working plan.
    fn finish(&mut self, now: f64) -> Vec<Effect> {
        let Some(run) = self.run.take() else { return Vec::new() };
        if run.best().is_some_and(|(lane, _)| run.lanes[lane].result.is_some()) {
            self.version_made();
        }
        let Some(project) = &mut self.project else { return Vec::new() };
        let best = run.best().and_then(|(lane, progress)| Some((progress, run.lanes[lane].result.as_ref()?)));
        let Some((progress, result)) = best.filter(|(_, result)| result.plan.len() == project.working.len()) else {
            self.alert(say!("The search ended before it had a plan. Give it more time.").to_owned());
            return Vec::new();
        };
        let plan = result.plan.clone();
        let revision = run.revision(project, progress, plan.clone(), now);
        let label = revision.label.clone();
        let edited = project.working != run.start || project.settings != run.settings;
        let revision = project.append(revision);
        let unproven = rules::leaves_centres_free(&run.settings.rules);
        let searched = Searched { label: label.clone(), samples: run.samples.clone(), unproven };
        self.searched = Some(Arc::new(searched));
        if edited {
            // A result never goes over the user's work.
            let label = label_shown(&label);
            let text = say!(
                "{label} is ready. You changed plan or rules meanwhile, so yours stays open; open {label} from the versions.",
                label
            );
            self.alert(text);
            return self.changed();
        }
        let from = project.revisions.get(run.parent as usize).map(|parent| changes(&parent.assignment, &run.start));
        let lost = from.iter().flatten().filter(|hand| plan.rep[hand.account as usize] != hand.to).count();
        if lost > 0 {
            let accounts = counted_as(lost, "account that you had assigned", "accounts that you had assigned");
            self.alert(say!(
                "{accounts} by hand went elsewhere in {label}. Lock accounts that are to stay where you put them; Undo \
                 brings your plan back.",
                accounts,
                label = label_shown(&label)
            ));
        }
        // Nobody looks at anything else: show what is wrong.
        self.selection.breaches = self.selection == Selection::default() && self.has_conflict();
        self.edit(Edit::Adopt { revision, plan, settings: None })
    }

    /// What a search had found when the tab was closed in its midst becomes a version.
    pub(super) fn found_before(&mut self, mut revision: Revision) -> Vec<Effect> {
        let Some(project) = &mut self.project else { return Vec::new() };
        let fits = revision.dataset == project.dataset && revision.assignment.len() == project.working.len();
        if !fits || revision.parent.is_some_and(|parent| parent as usize >= project.revisions.len()) {
            return Vec::new();
        }
        revision.label = project.next_label();
        let text = say!(
            "The last search was interrupted. What it had found by then is {version}; open it from the versions.",
            version = label_shown(&revision.label)
        );
        project.append(revision);
        self.alert(text);
        self.changed()
    }
}

/// The first lane goes on from the plan that is open, where prices are known for it: after an edit it has a new plan at
/// once. The others look afresh, so that nothing is missed.
fn task(run: &Run, lane: u32, prices: Option<&Prices>) -> Task {
    Task {
        run: run.id,
        lane,
        settings: run.settings.clone(),
        start: run.start.clone(),
        prices: prices.filter(|_| lane == 0).cloned(),
        seed: run.effort.seed,
        steps: run.effort.steps,
        seconds: run.effort.seconds,
    }
}

/// The prices of the lane with the best bound.
fn proof(run: &Run) -> Option<Proof> {
    let lanes = run.lanes.iter().filter_map(|lane| Some((lane.progress.as_ref()?.bound, lane.result.as_ref()?)));
    let (bound, result) = lanes.filter(|(bound, _)| bound.is_finite()).max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(Proof { bound, load: result.prices.load.clone(), cap: result.prices.cap.clone() })
}

fn note(run: &Run) -> String {
    let weighted: Vec<&str> = run
        .settings
        .rules
        .iter()
        .filter(|setting| setting.weight > 0.0)
        .filter_map(|setting| rules::rule(&setting.id).map(|rule| texts::of(rule.card().title)))
        .collect();
    texts::within(&weighted.join(", "))
}

/// A curve needs no more points than a screen has pixels: every other one of the older half goes.
fn thin(samples: &mut Vec<Sample>) {
    const MOST: usize = 400;
    if samples.len() > MOST {
        let half = samples.len() / 2;
        let mut position = 0;
        samples.retain(|_| {
            position += 1;
            position > half || position % 2 == 1
        });
    }
}
