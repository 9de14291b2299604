//! Messages about scenarios: plans made of recipes, to be compared.

use crate::evaluate::BrokenLimit;
use crate::model::Assignment;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::outcome::Verdict;
use crate::problem::Prices;
use crate::protocol::ComparedPlan;
use crate::scenario::Decision;
use crate::what_if::Acquired;
use crate::what_if::Candidate;
use crate::what_if::Overlap;
use crate::what_if::Recipe;
use serde::Deserialize;
use serde::Serialize;

/// A scenario to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioTask {
    /// Number of the run, one for each scenario; news of another run are dropped.
    pub run: u64,
    /// The lane that makes it.
    pub lane: u32,
    /// The rules and locks that the recipe changes.
    pub settings: Settings,
    /// How it is made.
    pub recipe: Recipe,
    /// Steps of the search once its prices are known; none = as many as suit the size of the team.
    pub steps: Option<u64>,
    /// Seed of the search.
    pub seed: u64,
    /// What is assumed of the year to come.
    pub assumptions: Assumptions,
    /// The plan, rules and locks that the recipe goes on from, where it names a version.
    pub base: Option<Box<ComparedPlan>>,
    /// The plan that was made of the recipe already: it is only to be judged anew.
    pub known: Option<Assignment>,
}

/// What is told of a plan beside others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanFigures {
    /// The values of [`crate::what_if::compared`], in that order; none where a figure says nothing.
    pub values: Vec<Option<f64>>,
    /// Limits of its own rules that the plan breaks.
    pub breaches: u32,
    /// The limits that it breaks of the rules in force, before its recipe changed them.
    pub broken: Vec<BrokenLimit>,
    /// Whether it is worth its hand-overs, against today; none where it does not differ.
    pub verdict: Option<Verdict>,
    /// The limits of its own rules that it breaks, but those that are broken like this by the rules in force.
    pub own_broken: Vec<BrokenLimit>,
    /// Whether its market is another one: it is no choice among plans of today's, and is not ranked with them.
    pub other_market: bool,
}

impl PlanFigures {
    /// What it is ranked by.
    pub fn candidate(&self) -> Candidate {
        Candidate { values: self.values.clone(), keeps: self.keeps(), counts: !self.other_market }
    }

    /// Whether the plan keeps the limits in force: what its own rules ask for beyond them was its own wish.
    pub fn keeps(&self) -> bool {
        self.broken.is_empty()
    }
}

/// A scenario that was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MadePlan {
    /// Who has what in its world.
    pub plan: Assignment,
    /// The rules and locks of its world.
    pub settings: Settings,
    /// Whether its world is not the one of the data: the plan fits no other.
    pub other_world: bool,
    /// Objective in percent, the judge's word.
    pub objective: f64,
    /// Objective that no plan of its world can be below, in percent; none where nothing is proven.
    pub bound: Option<f64>,
    /// The prices that prove it; none where nothing was searched.
    pub prices: Option<Prices>,
    /// Steps that the search took.
    pub steps: u64,
    /// Seed of the search.
    pub seed: u64,
    /// What is told of it.
    pub figures: PlanFigures,
    /// The same of today's plan, as the data are.
    pub today: PlanFigures,
    /// The recipe, with the steps and the seed that were used and the places that were proposed.
    pub recipe: Recipe,
    /// The prices by which places of new reps were proposed; none where its recipe asks for none.
    pub ground: Option<Prices>,
    /// Acquired accounts that may have been there before.
    pub overlaps: Vec<Overlap>,
    /// Expected revenue of the plan that it goes on from, in its market, if nobody plans anew; none where its market is that
    /// of the data, or no money is known.
    pub unplanned: Option<f64>,
}

/// Accounts to be bought, as they were read of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AcquiredFile {
    /// They.
    pub accounts: Vec<Acquired>,
    /// Those that may have been there before.
    pub overlaps: Vec<Overlap>,
    /// The currency that its amounts name; none where none does.
    pub currency: Option<String>,
    /// How many warnings there were while it was read and cleaned.
    pub warnings: u32,
    /// The first of them, a sentence each.
    pub first_warnings: Vec<String>,
}

/// A plan that goes on as a project of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnProject {
    /// Number of the question.
    pub number: u64,
    /// Name of the project.
    pub name: String,
    /// The rules and locks that the recipe changed.
    pub settings: Settings,
    /// The plan that it went on from, where it named a version.
    pub base: Option<Box<ComparedPlan>>,
    /// The plan with its recipe.
    pub made: Box<MadePlan>,
    /// What the plan is, a sentence.
    pub note: String,
    /// What is assumed of the year to come.
    pub assumptions: Assumptions,
    /// The currency money is shown in; none for that of the files.
    pub currency: Option<String>,
    /// The time, ms since 1970.
    pub now: f64,
}

/// What a lane reports of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioNews {
    /// Number of the run.
    pub run: u64,
    /// The lane.
    pub lane: u32,
    /// How far it is, 0 to 1.
    pub part: f64,
    /// The plan, at the end; or why there is none, in plain words. Then the lane is free again.
    pub end: Option<Result<Box<MadePlan>, String>>,
}

/// Plans beside each other, to be written into a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TakeAway {
    /// Number of the question.
    pub number: u64,
    /// Which file.
    pub file: ComparisonFile,
    /// Name of the project.
    pub project: String,
    /// The rules and locks that the recipes changed.
    pub settings: Settings,
    /// What was assumed of the year to come.
    pub assumptions: Assumptions,
    /// The plans, in order.
    pub plans: Vec<PlanMade>,
    /// What each criterion of the ranking weighs.
    pub weights: Vec<f64>,
    /// Why versions of them were chosen, each with its name.
    pub notes: Vec<(String, Decision)>,
    /// The currency money is shown in; none for that of the files.
    pub currency: Option<String>,
}

/// A plan as it was found: all that is needed to tell of it again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanMade {
    /// How it was made, with the steps and the seed that were used.
    pub recipe: Recipe,
    /// Who has what in its world; none where the plan is what the recipe leaves, and nothing was searched.
    pub plan: Option<Assignment>,
    /// The prices that its search found.
    pub prices: Option<Prices>,
    /// The prices by which places of new reps were proposed.
    pub ground: Option<Prices>,
    /// The plan, rules and locks that it goes on from, where it names a version.
    pub base: Option<Box<ComparedPlan>>,
}

/// Files with plans beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ComparisonFile {
    /// Every figure and rep as a workbook (XLSX).
    #[default]
    Workbook,
    /// The figures as a page to print.
    Report,
    /// The figures as CSV.
    Csv,
    /// Everything as JSON.
    Json,
    /// The assignments of each plan, together in a ZIP.
    Assignments,
}

/// How far a file with plans beside each other is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writing {
    /// Number of the question.
    pub number: u64,
    /// Plans that are told.
    pub done: u32,
    /// All of them.
    pub all: u32,
}

/// A file that was asked for by a number: plans beside each other, or a plan that goes on as a project of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// Number of the question.
    pub number: u64,
    /// The file; or why there is none, in plain words.
    pub file: Result<WrittenFile, String>,
}

/// A file as it leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenFile {
    /// Its name.
    pub name: String,
    /// Its MIME type.
    pub mime: String,
    /// Its content.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}
