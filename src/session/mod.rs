//! The app without a screen: one state, one function.
//!
//! **What.** [`update`] takes a [`Session`] and an [`Event`] and returns the [`Effect`]s the shell must carry out.
//! One file per task: files, plan, repair, search, trade-off, scenarios, what-ifs, selection, what is done with it, versions, what moves,
//! tours, keeping, projects, restart.
//!
//! **Why so.** Every path a user can take is a list of events, so it is tested natively, without browser or worker.
//!
//! **Never.** No clock (times come with events), no browser, no arithmetic that a screen shows: that is `evaluate`.

mod ahead;
mod comparison;
mod conflict;
mod currency;
mod excluded;
mod files;
mod holding;
mod keeping;
mod kept_set;
mod moved;
mod plan;
mod probe;
mod projects;
mod renewal;
mod repair;
mod restart;
mod scenarios;
mod search;
mod selected;
mod selection;
mod state;
mod take_away;
mod tours;
mod trade_off;
mod versions;
mod weighing;
mod what_ifs;

pub use ahead::AheadWatch;
pub use comparison::Comparison;
pub use comparison::Pair;
pub use comparison::Side;
pub use excluded::Exclusion;
pub use holding::Held;
pub use kept_set::KeptSet;
pub use moved::MovedWatch;
pub use probe::Probe;
pub use probe::ProbeEvent;
pub use probe::ProbeFound;
pub use projects::Shelf;
pub use repair::Edited;
pub use repair::Mend;
pub use scenarios::Scenario;
pub use scenarios::ScenarioEvent;
pub use scenarios::ScenarioSet;
pub use scenarios::ScenarioState;
pub use search::Effort;
pub use search::LaneState;
pub use search::Run;
pub use search::Sample;
pub use search::Searched;
pub use selected::Act;
pub use selection::Pick;
pub use selection::Selection;
pub use state::AcquiredFound;
pub use state::Aim;
pub use state::Alert;
pub use state::Allowance;
pub use state::Data;
pub use state::Outlines;
pub use state::Pending;
pub use state::Reading;
pub use state::Saved;
pub use state::Session;
pub use state::WayBack;
pub use tours::TourEvent;
pub use tours::Tours;
pub use trade_off::Drawing;
pub use versions::VersionEvent;
pub use weighing::WeighEvent;
pub use weighing::Weighings;

use crate::clean::Choices;
use crate::clean::Step;
use crate::import::Correction;
use crate::import::Mapping;
use crate::model::Assignment;
use crate::model::RuleSetting;
use crate::protocol::Delivery;
use crate::protocol::ExportFile;
use crate::protocol::InputFile;
use crate::protocol::LaneNews;
use crate::protocol::PointTask;
use crate::protocol::Reply;
use crate::protocol::Request;
use crate::protocol::Rivals;
use crate::protocol::ScenarioTask;
use crate::protocol::Task;
use crate::rules::in_order;
use crate::scenario::Card;
use crate::scenario::Edit;
use crate::scenario::Project;
use crate::scenario::Revision;

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// Files were dropped or chosen.
    Files(Vec<InputFile>),
    /// A project file was opened, or could not be.
    Opened(Result<Opened, String>),
    /// "Try the example".
    Example,
    /// "Cancel" beside what is being read.
    CancelReading,
    /// A file of accounts to be bought was chosen.
    Acquire(Vec<InputFile>),
    /// A mapping was corrected.
    Remap(Vec<Mapping>),
    /// How columns were corrected before, from the store.
    Remembered(Vec<Correction>),
    /// Forget how columns were corrected.
    ForgetCorrections,
    /// Cleaning was chosen otherwise.
    Choose(Choices),
    /// What would be different with a step of cleaning the other way round?
    TryOut(Step),
    /// The project goes on with the newer data that were read.
    Apply,
    /// The newer data begin a project of their own; with the time.
    StartAnew(f64),
    /// The newer data are let go.
    Decline,
    /// Something about the projects on this device.
    Shelf(Shelf),
    /// The desk answered; with the time in ms since 1970.
    Heard(Reply, f64),
    /// The worker of the desk died and was started anew.
    DeskLost,
    /// A lane died.
    LaneLost(u32),
    /// "Optimize", with the time.
    Optimize,
    /// "Stop".
    Stop,
    /// "Draw the curve" between two objectives.
    Draw(Rivals),
    /// "Stop" beside the curve.
    StopDrawing,
    /// Keep a point of the curve as a version, by its number; with the time.
    KeepPoint(u32, f64),
    /// Something about the set of scenarios.
    Scenarios(ScenarioEvent),
    /// How long and how widely to search was set.
    Effort(Effort),
    /// A change of the project.
    Edit(Edit),
    /// Replace the rules.
    Rules(Vec<RuleSetting>),
    /// Ease the rules as far as the working plan breaks them, as listed beside its breaches.
    Allow,
    /// What to do about the limits that the last edit broke.
    Mend(Mend),
    /// Compare these two.
    ComparePair(Pair),
    /// The comparison is on the screen: have it as things stand.
    Compare,
    /// Versions are on the screen: hold them against the limits in force.
    Hold,
    /// Outline the territories of the plans that have maps.
    OutlineMapped,
    /// Put maps of these plans beside those of the pair.
    MapBeside(Vec<Side>),
    /// Something about how sure a plan is.
    Probe(ProbeEvent),
    /// Something about the versions.
    Version(VersionEvent),
    /// Open a version as it was made: its plan, its rules and its locks.
    Adopt(u32),
    /// Put the rules and locks of a version in force; the plan stays.
    UseRules(u32),
    /// "Undo".
    Undo,
    /// "Undo" in the notice that another project took this one's place.
    TakeBack,
    /// "Redo".
    Redo,
    /// Go so many steps back in the list of steps, or forward where the number is below 0.
    Travel(i32),
    /// Accounts or a rep were picked.
    Pick(Pick),
    /// Something is done with the accounts that are selected.
    Selected(Act),
    /// What changes hands, by cause, came into view or is no longer looked at.
    WatchMoved(bool),
    /// Something about the tours.
    Tours(TourEvent),
    /// Something about weighing the moves between the two plans that are compared.
    Weigh(WeighEvent),
    /// A file was asked for.
    Export(ExportFile),
    /// The decision record of a version was asked for, or that of the open one.
    ExportRecord(Option<u32>),
    /// The project file was asked for.
    ExportProject,
    /// The store held a project when the page was opened.
    Restored(Result<Opened, String>),
    /// The store said how saving went.
    SavedAs(Saved),
    /// An alert was read.
    Dismiss(u64),
    /// Something to tell the user.
    Warn(String),
}

/// A project that was kept somewhere, with its data.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The project.
    pub project: Project,
    /// Its data.
    pub delivery: Delivery,
    /// Number by which it is, or will be, kept on this device.
    pub key: u64,
    /// The set of scenarios that was kept beside it; none where none was.
    pub set: Option<Box<KeptSet>>,
}

/// Something the shell must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send a request to the desk.
    Ask(Request),
    /// Give the lanes this dataset for the runs to come.
    Equip(Delivery),
    /// Start lanes.
    Search(Vec<Task>),
    /// Show lanes of a run a plan that another one has found.
    Meet {
        /// Number of the run.
        run: u64,
        /// The lanes that have not stopped yet.
        lanes: Vec<u32>,
        /// The plan.
        plan: Assignment,
    },
    /// Look for points of a trade-off.
    Points(Vec<PointTask>),
    /// Make scenarios.
    Scenarios(Vec<ScenarioTask>),
    /// Stop the lanes of a run.
    StopLanes(u64),
    /// Store the dataset with the next save: it is new.
    StoreDataset,
    /// Store the project soon.
    Save,
    /// Keep how columns were corrected, beyond the project.
    Remember(Vec<Correction>),
    /// Get a project from the store, after what is open was saved.
    Fetch(u64),
    /// Keep what the search of the open project has found so far beside it, until the project is saved after its end.
    KeepFound(Box<Revision>),
    /// Keep the set of scenarios beside the project of this number, in place of the one before.
    KeepSet(u64, Box<KeptSet>),
    /// No project is open any more.
    Close,
    /// Store a card: its project was deleted or brought back.
    StoreCard(Card),
    /// Forget a project that never had any work.
    Drop(u64),
    /// Hand the user a file.
    Download {
        /// Its name.
        name: String,
        /// Its MIME type.
        mime: String,
        /// Its content.
        bytes: Vec<u8>,
    },
    /// Open a project file as if the user had chosen it, after what is open was saved.
    OpenFile {
        /// What it is called.
        name: String,
        /// Its content.
        bytes: Vec<u8>,
    },
    /// Hand the user a project file.
    DownloadProject {
        /// Its name.
        name: String,
        /// The project.
        project: Box<Project>,
        /// Its data.
        delivery: Delivery,
    },
}

/// Takes an event in and says what to do.
pub fn update(session: &mut Session, event: Event) -> Vec<Effect> {
    let mut effects = take_in(session, event);
    session.follow_currency();
    session.follow_exclusion();
    effects.extend(session.follow_what_ifs());
    effects.extend(session.keep_set());
    effects
}

fn take_in(session: &mut Session, event: Event) -> Vec<Effect> {
    match event {
        Event::Files(files) => session.files(files),
        Event::Opened(opened) => session.open_project(opened),
        Event::Example => session.example(),
        Event::CancelReading => session.cancel_reading(),
        Event::Acquire(files) => session.acquire(files),
        Event::Remap(mappings) => session.remap(mappings),
        Event::Remembered(corrections) => session.remembered(corrections),
        Event::ForgetCorrections => session.forget_corrections(),
        Event::Choose(choices) => session.choose(choices),
        Event::TryOut(step) => session.try_out(step),
        Event::Apply => session.apply(),
        Event::StartAnew(now) => session.start_anew(now),
        Event::Decline => session.decline(),
        Event::Shelf(event) => session.shelf(event),
        Event::Heard(reply, now) => session.heard(reply, now),
        Event::DeskLost => session.desk_lost(),
        Event::LaneLost(lane) => session.lane_lost(lane),
        Event::Optimize => session.optimize(),
        Event::Stop => session.stop(),
        Event::Draw(rivals) => session.draw(rivals),
        Event::StopDrawing => session.stop_drawing(),
        Event::KeepPoint(number, now) => session.keep_point(number, now),
        Event::Scenarios(event) => session.scenario_event(event),
        Event::Effort(effort) => session.take_effort(effort),
        Event::Edit(edit) => session.edit(edit),
        Event::Rules(rules) => session.edit(Edit::Rules(in_order(rules))),
        Event::Allow => session.allow(),
        Event::Mend(mend) => session.mend(mend),
        Event::ComparePair(pair) => session.choose_pair(pair),
        Event::Compare => session.compare(),
        Event::Hold => session.hold(),
        Event::OutlineMapped => session.outline_mapped(),
        Event::MapBeside(sides) => session.map_beside(sides),
        Event::Probe(event) => session.probe_event(event),
        Event::Weigh(event) => session.weigh_event(event),
        Event::Version(event) => session.version(event),
        Event::Adopt(revision) => session.adopt(revision),
        Event::UseRules(revision) => session.use_rules(revision),
        Event::Undo => session.undo(),
        Event::TakeBack => session.take_back(),
        Event::Redo => session.travel(-1),
        Event::Travel(back) => session.travel(back),
        Event::Pick(pick) => session.pick(pick),
        Event::Selected(act) => session.act(act),
        Event::WatchMoved(watched) => session.watch_moved(watched),
        Event::Tours(event) => session.tour_event(event),
        Event::Export(file) => session.export(file),
        Event::ExportRecord(version) => session.export_record(version),
        Event::ExportProject => session.export_project(),
        Event::Restored(opened) => session.restored(opened),
        Event::SavedAs(saved) => {
            session.saved_as(saved);
            Vec::new()
        }
        Event::Dismiss(id) => session.dismiss(id),
        Event::Warn(text) => session.warn(text),
    }
}

impl Session {
    fn take_effort(&mut self, effort: Effort) -> Vec<Effect> {
        self.effort = effort;
        Vec::new()
    }

    fn warn(&mut self, text: String) -> Vec<Effect> {
        self.alert(text);
        Vec::new()
    }

    fn heard(&mut self, reply: Reply, now: f64) -> Vec<Effect> {
        match reply {
            Reply::Ready => Vec::new(),
            Reply::Reading { number, text, part } => {
                if let Some(reading) = self.reading.as_mut().filter(|reading| reading.number >= number) {
                    (reading.text, reading.part) = (text, part);
                }
                Vec::new()
            }
            Reply::Understood(understood) => self.understood(*understood, now),
            Reply::Tried { number, changes } => self.tried(number, changes),
            Reply::Opened { scored, colours, outlines, understood } => {
                self.opened(scored, colours, outlines, understood)
            }
            Reply::Judged(judged) => self.judged(*judged),
            Reply::Outlined { dataset, outlines } => {
                if self.data.as_ref().is_some_and(|data| data.delivery.fingerprint == dataset) {
                    self.outlines.renew(outlines);
                }
                Vec::new()
            }
            Reply::Compared(compared) => self.compared(*compared),
            Reply::Held(number, broken) => self.heard_held(number, broken),
            Reply::Ahead(ahead) => self.heard_ahead(ahead),
            Reply::Outlines(number, outlines) => self.heard_outlines(number, outlines),
            Reply::Explained { version, explanation } => self.explained(version, *explanation),
            Reply::Repairs { version, repairs } => {
                self.take_repairs(version, *repairs);
                Vec::new()
            }
            Reply::Conflict { settings, conflict } => self.named(*settings, conflict),
            Reply::Allowed { version, rules } => {
                self.allowance = Some(Allowance { version, rules });
                Vec::new()
            }
            Reply::Moved(moved) => self.heard_moved(moved),
            Reply::Toured(toured) => self.heard_tours(toured),
            Reply::Exported { name, mime, bytes } => {
                vec![Effect::Download { name: self.file_name(&name), mime, bytes }]
            }
            Reply::Failed(text) => {
                self.reading = None;
                (self.judging, self.explaining) = (None, false);
                self.comparison.forget_asked();
                self.held.forget_asked();
                self.forget_ahead();
                self.probe.forget_asked();
                self.alert(text);
                Vec::new()
            }
            Reply::Lane(news) => self.lane_news(news, now),
            Reply::Point(news) => self.point_news(news),
            Reply::StandardSet(number, recipes) => self.scenarios_listed(number, recipes),
            Reply::Scenario(news) => self.scenario_news(news, now),
            Reply::Probed(probed) => self.heard_probe(*probed),
            Reply::Weighed(news) => self.weigh_news(news),
            Reply::Writing(news) => self.heard_writing(news),
            Reply::Acquired(number, found) => self.heard_acquired(number, found),
            Reply::Written(written) => self.heard_written(written),
        }
    }

    fn dismiss(&mut self, id: u64) -> Vec<Effect> {
        if self.alerts.iter().any(|alert| alert.id == id && alert.back == Some(WayBack::Aside)) {
            self.let_go();
        }
        self.alerts.retain(|alert| alert.id != id);
        Vec::new()
    }

    fn lane_news(&mut self, news: LaneNews, now: f64) -> Vec<Effect> {
        if self.run.as_ref().is_none_or(|run| run.id != news.run) {
            return Vec::new();
        }
        self.lane(news, now)
    }
}
