//! Messages between page and workers.
//!
//! One worker, the desk, reads files, judges, explains and writes files; the others are lanes that search. All speak
//! these words. Files and datasets cross beside their message, as handles: nobody copies them, and nobody has to have
//! them whole.

mod comparison;
mod conflict;
mod probing;
mod record;
mod scenarios;
mod tours;
mod trade_off;
mod verdict;

pub use comparison::Ahead;
pub use comparison::Compared;
pub use comparison::ComparedPlan;
pub use comparison::Comparing;
pub use comparison::Holding;
pub use comparison::RepAhead;
pub use conflict::ConflictCount;
pub use conflict::ConflictPart;
pub use conflict::Need;
pub use conflict::RuleConflict;
pub use probing::Probed;
pub use probing::Probing;
pub use record::RecordOf;
pub use scenarios::AcquiredFile;
pub use scenarios::ComparisonFile;
pub use scenarios::MadePlan;
pub use scenarios::OwnProject;
pub use scenarios::PlanFigures;
pub use scenarios::PlanMade;
pub use scenarios::ScenarioNews;
pub use scenarios::ScenarioTask;
pub use scenarios::TakeAway;
pub use scenarios::Writing;
pub use scenarios::Written;
pub use scenarios::WrittenFile;
pub use tours::Then;
pub use tours::Toured;
pub use tours::ToursOf;
pub use trade_off::Aim;
pub use trade_off::PointNews;
pub use trade_off::PointTask;
pub use trade_off::Rivals;
pub use trade_off::TradePoint;
pub use verdict::PlanMove;
pub use verdict::SmallPlan;
pub use verdict::WeighNews;
pub use verdict::Weighed;
pub use verdict::Weighing;

use crate::clean::Choices;
use crate::clean::Proposals;
use crate::clean::Quality;
use crate::clean::StepLog;
use crate::evaluate::BrokenLimit;
use crate::evaluate::Evaluation;
use crate::evaluate::Explanation;
use crate::evaluate::MovedValue;
use crate::evaluate::Repairs;
use crate::import::Correction;
use crate::import::Mapping;
use crate::model::Assignment;
use crate::model::Bundle;
use crate::model::Issue;
use crate::model::RuleSetting;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::problem::Prices;
use crate::scenario::Changes;
use crate::scenario::Rebase;
use crate::score::Scored;
use crate::score::TerritoryFeatures;
use crate::solve::Progress;
use crate::texts::Catalogue;
use crate::what_if::Recipe;
use serde::Deserialize;
use serde::Serialize;

/// A file as the user gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputFile {
    /// Name.
    pub name: String,
    /// Content, where it is at hand: in the browser the desk reads the file itself, in pieces.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A dataset by its fingerprint. It crosses beside the message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its fingerprint.
    pub fingerprint: String,
    /// The dataset and, except on the page, the file behind it.
    #[serde(skip)]
    pub bundle: Bundle,
}

/// What the page asks of the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Read something; the answer carries the number.
    Read(u64, Readable),
    /// Let go of what is being read; nothing comes back.
    Cancel,
    /// Forget everything read so far.
    Forget,
    /// Take over a dataset that was stored.
    Open(Delivery),
    /// Judge a plan.
    Judge(PlanState),
    /// Explain one account.
    Explain {
        /// The plan.
        state: PlanState,
        /// Position of the account.
        account: u32,
    },
    /// Say what the last edit breaks, and how to mend it.
    Repair {
        /// The plan after it.
        state: PlanState,
        /// The accounts that it moved, with the rep each had before.
        edited: Vec<(u32, u16)>,
        /// The settings before it, where it changed them.
        before: Option<Settings>,
    },
    /// Name the rules that cannot all hold.
    Conflict(PlanState),
    /// Ease the rules as far as the plan breaks them.
    Allow(PlanState),
    /// Sum up what changes hands, by cause.
    Moved(PlanState),
    /// Drive tours.
    Tours(Box<ToursOf>),
    /// Write a file from a plan.
    Export {
        /// The plan.
        state: PlanState,
        /// Which file.
        file: ExportFile,
    },
    /// Judge two plans side by side.
    Compare(Box<Comparing>),
    /// Write the decision record of a version.
    Record(Box<RecordOf>),
    /// List the standard set of scenarios under these rules; the answer carries the number.
    StandardSet(u64, Settings),
    /// Outline the territories of plans; the answer carries the number.
    Outline(u64, Vec<Assignment>),
    /// Find out how sure plans are.
    Probe(Box<Probing>),
    /// Weigh the moves from one plan to another.
    Weigh(Box<Weighing>),
    /// Stop weighing; nothing comes back.
    StopWeighing,
    /// Write plans beside each other into a file.
    TakeAway(Box<TakeAway>),
    /// Let go of that; nothing comes back.
    StopWriting,
    /// Write a project file of a plan with another team or market.
    OwnProject(Box<OwnProject>),
    /// Hold plans against limits.
    Hold(Box<Holding>),
    /// Look ahead from a plan, with what is assumed of the year to come.
    Ahead(Box<(PlanState, Assumptions)>),
}

/// What there is to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Readable {
    /// Files, with what the user said before about tables like theirs; tables of a kind that is there already replace
    /// it.
    Files(Vec<InputFile>, Vec<Correction>),
    /// The example team, made up from a seed.
    Example(u64),
    /// The tables that are there, by these mappings.
    Mappings(Vec<Mapping>),
    /// The tables that are there, cleaned as the user chose.
    Choices(Choices),
    /// The same only to see what would be different: nothing is taken over.
    Trial(Choices),
    /// A file of accounts to be bought: what is in use stays as it is.
    Acquired(Vec<InputFile>, Vec<Correction>),
}

/// A plan with the settings it is judged by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanState {
    /// Version of the project it belongs to; comes back with the answer.
    pub version: u64,
    /// The settings.
    pub settings: Settings,
    /// Who has what.
    pub plan: Assignment,
    /// Prices of a search that measured the same things, where there are some: they prove a bound.
    pub prices: Option<Prices>,
    /// Whether it searched under these very rules: only then the prices tell which territories are full.
    pub priced: bool,
    /// Accounts that the user assigned since the version the plan came from, sorted.
    pub by_hand: Vec<u32>,
    /// The currency money is shown in; none for that of the files.
    pub currency: Option<String>,
}

impl PlanState {
    /// The prices of full territories, where they are known for these rules.
    pub fn prices_now(&self) -> Option<&Prices> {
        self.prices.as_ref().filter(|_| self.priced)
    }
}

/// Files that leave the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportFile {
    /// All original columns, old owner, new owner, reason.
    Assignments,
    /// Accounts and outlines for a map.
    GeoJson,
    /// Every figure and limit.
    Evaluation,
    /// Rows and places of everything that was found in the files.
    Issues,
    /// The accounts file as cleaning left it.
    Repaired,
}

/// What the desk answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The worker runs and hears.
    Ready,
    /// How far reading is.
    Reading {
        /// Its number.
        number: u64,
        /// What is happening, a phrase.
        text: String,
        /// Part that is done, 0 to 1; none where it is not known.
        part: Option<f64>,
    },
    /// What was understood of the files.
    Understood(Box<Understood>),
    /// What would be different.
    Tried {
        /// Number of the reading.
        number: u64,
        /// The differences; none where no data would come of it.
        changes: Option<Box<Changes>>,
    },
    /// The dataset taken over from the store.
    Opened {
        /// What its scores tell.
        scored: Scored,
        /// Colour of each rep, 0 to 9.
        colours: Vec<u8>,
        /// Outlines of today's territories, a GeoJSON feature by rep.
        outlines: Vec<String>,
        /// What had been understood of the files, where they were kept.
        understood: Option<Box<Understood>>,
    },
    /// The judgement asked for.
    Judged(Box<Judged>),
    /// The outlines of the plan judged last, like those of [`Understood`]; none where one is as told before. They come
    /// when there is time: figures go first.
    Outlined {
        /// Fingerprint of the dataset whose territories they are.
        dataset: String,
        /// By rep.
        outlines: Vec<Option<String>>,
    },
    /// The comparison asked for.
    Compared(Box<Compared>),
    /// The explanation asked for.
    Explained {
        /// Version of the project it belongs to.
        version: u64,
        /// Why the account is where it is.
        explanation: Box<Explanation>,
    },
    /// What an edit breaks, and how to mend it.
    Repairs {
        /// Version of the project it belongs to.
        version: u64,
        /// The limits and the ways.
        repairs: Box<Repairs>,
    },
    /// The rules that cannot all hold; none where nothing was proven.
    Conflict {
        /// The settings that contain them.
        settings: Box<Settings>,
        /// The smallest set found.
        conflict: Option<RuleConflict>,
    },
    /// The rules with which a plan keeps all limits.
    Allowed {
        /// Version of the project it is about.
        version: u64,
        /// The rules; or ids of those that no number can ease as far.
        rules: Result<Vec<RuleSetting>, Vec<String>>,
    },
    /// What changes hands, by cause.
    Moved(Moved),
    /// Tours that were asked for, as they are found.
    Toured(Toured),
    /// A file to save.
    Exported {
        /// Its name.
        name: String,
        /// Its MIME type.
        mime: String,
        /// Its content.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// Something could not be done; the text says what and what to do.
    Failed(String),
    /// News of a lane.
    Lane(LaneNews),
    /// A point of a trade-off.
    Point(PointNews),
    /// The standard set that was asked for, by the number of the question.
    StandardSet(u64, Vec<Recipe>),
    /// News of a scenario.
    Scenario(ScenarioNews),
    /// The outlines asked for: of each plan, by rep, as in [`Understood`].
    Outlines(u64, Vec<Vec<String>>),
    /// How sure the plans are that were asked about.
    Probed(Box<Probed>),
    /// News of weighing.
    Weighed(WeighNews),
    /// How far a file is; [`Reply::Written`] ends it.
    Writing(Writing),
    /// What was read of accounts to be bought, by the number of the reading.
    Acquired(u64, Result<AcquiredFile, String>),
    /// A file that was asked for by a number.
    Written(Written),
    /// The limits that each plan breaks, by the number of the question.
    Held(u64, Vec<Option<Vec<BrokenLimit>>>),
    /// What each territory is expected to bring.
    Ahead(Ahead),
}

/// What changes hands in a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// Version of the project it is about.
    pub version: u64,
    /// By cause, most accounts first.
    pub values: Vec<MovedValue>,
}

/// What was understood of the files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Understood {
    /// Number of the reading.
    pub number: u64,
    /// How every table was read, in the order of the files.
    pub mappings: Vec<Mapping>,
    /// Data rows of each table.
    pub rows: Vec<u32>,
    /// Faults and repairs.
    pub issues: Vec<Issue>,
    /// Of kinds that are too many to list: one of them, and how many more there are.
    pub unlisted: Vec<(Issue, u32)>,
    /// What each cleaning step did.
    pub steps: Vec<StepLog>,
    /// What the user decided about cleaning.
    pub choices: Choices,
    /// What the user is asked.
    pub proposals: Proposals,
    /// How good the accounts are.
    pub quality: Quality,
    /// How the data that were there before are found in the new ones; none where there were none, or the same.
    pub rebase: Option<Rebase>,
    /// What the scores tell.
    pub scored: Scored,
    /// The dataset; none where the files do not suffice.
    pub delivery: Option<Delivery>,
    /// Rules that fit the data.
    pub suggested: Vec<RuleSetting>,
    /// Colour of each rep, 0 to 9, neighbours differing.
    pub colours: Vec<u8>,
    /// The outline of each territory today, by rep: a GeoJSON feature with `territory`, the position of its rep; empty
    /// where it has none.
    pub outlines: Vec<String>,
}

/// Today and a plan, judged by the same settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// Version of the project it belongs to.
    pub version: u64,
    /// Today's assignment.
    pub today: Evaluation,
    /// The plan.
    pub plan: Evaluation,
    /// The derived features of each territory today, by rep.
    pub features_today: Vec<TerritoryFeatures>,
    /// The same of the plan.
    pub features: Vec<TerritoryFeatures>,
    /// The bound that the prices prove, derived from scratch; none without prices.
    pub bound: Option<f64>,
    /// Contradictions between rules, each with the accounts concerned and an example.
    pub conflicts: Vec<ConflictCount>,
}

/// What the page tells a lane.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LaneOrder {
    /// Take over the dataset for the runs to come.
    Dataset(Delivery),
    /// Search.
    Search(Task),
    /// Look for a point of a trade-off.
    Point(Box<PointTask>),
    /// Take in a plan that another lane of the run has found.
    Meet {
        /// Number of the run.
        run: u64,
        /// The plan.
        plan: Assignment,
    },
    /// Stop the run.
    Stop(u64),
    /// Make a scenario.
    Scenario(Box<ScenarioTask>),
}

/// One search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Number of the run; news of another run is dropped.
    pub run: u64,
    /// Number of the lane, from 0.
    pub lane: u32,
    /// The settings.
    pub settings: Settings,
    /// Plan to start from.
    pub start: Assignment,
    /// Prices of a similar problem whose plan the start is; with them the search goes on from it.
    pub prices: Option<Prices>,
    /// Seed of the run; each lane adds its number.
    pub seed: u64,
    /// Steps after which to stop; none = the clock or the user stops it.
    pub steps: Option<u64>,
    /// Seconds after which to stop; none = steps or the user stop it.
    pub seconds: Option<f64>,
}

/// What a lane reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaneNews {
    /// Number of the run.
    pub run: u64,
    /// Number of the lane.
    pub lane: u32,
    /// How far it is.
    pub progress: Progress,
    /// A better plan for the other lanes to take in; none in a run that ends by steps, whose lanes must not depend on
    /// who is quicker.
    pub found: Option<Assignment>,
    /// The result, when the lane has stopped.
    pub result: Option<LaneResult>,
}

/// Where a lane ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaneResult {
    /// The best plan.
    pub plan: Assignment,
    /// The prices that prove the bound.
    pub prices: Prices,
}

/// What the page sends to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// To the desk.
    Desk(Request),
    /// To a lane.
    Lane(LaneOrder),
    /// The mark between thousands and the one before decimals, as the page writes numbers.
    Marks([char; 2]),
    /// The texts in the language of the page.
    Texts(Catalogue),
}
