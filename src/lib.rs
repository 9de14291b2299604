//! Evenfield plans sales territories inside the browser tab.
//!
//! The house is the path of the data: the rooms below stand in the order in which an account passes through them, and
//! a room uses only rooms above it. Everything that needs a browser lives in one room, `browser`; all others are pure
//! Rust without a clock, without randomness that has no seed, and without IO.
//!
//! | room | what happens there | may use |
//! |---|---|---|
//! | [`texts`] | what a person reads, in the language of the page; every room may use it | - |
//! | [`units`] | the unit is in the type; figures are written one way | - |
//! | [`order`] | things are put in order, by one sort for all | - |
//! | [`geo`] | distances, neighbours, outlines, round trips | - |
//! | [`model`] | the nouns | geo units |
//! | [`example`] | a made-up team, from a seed | geo order |
//! | [`import`] | bytes become tables, tables become drafts | model order |
//! | [`clean`] | drafts become the dataset | import model geo order |
//! | [`score`] | what each account is worth and asks for | model geo units order |
//! | [`problem`] | the algebra | - |
//! | [`rules`] | what a plan must and should satisfy; one file per rule | problem score model geo units order |
//! | [`solve`] | the optimiser | problem order |
//! | [`evaluate`] | the independent judge | rules score problem model geo units order |
//! | [`outcome`] | what a plan can be expected to bring | evaluate rules score model geo units order |
//! | [`what_if`] | changes of the world that a plan is asked about, and the recipes of plans to compare | outcome evaluate rules problem score clean model geo units order |
//! | [`scenario`] | project, versions, edits and their inverses, newer data | outcome `what_if` model units order |
//! | [`protocol`] | messages between page and worker | clean evaluate import model outcome problem scenario score solve `what_if` |
//! | [`export`] | what a person takes away | clean evaluate import outcome rules scenario `what_if` model units |
//! | [`desk`] | what the workers do: read, search, judge, explain, write | clean evaluate example export geo import model outcome problem protocol rules scenario score solve `what_if` order |
//! | [`session`] | the app without a screen | every room above |
//! | [`view`] | what a screen shows | session evaluate outcome `what_if` scenario protocol rules solve import clean score model geo units order |
//! | `browser` | the screen, the workers, the store (wasm only) | every room above |
//!
//! Where a search spends its time, in `order`, `geo`, `problem` and `solve`, stands in a package of its own, `solver/`: it is built
//! fast, everything else small.
//!
//! `tests/native/layers.rs` holds this table and fails where a room uses another one. `tests/native/journey.rs` walks one
//! account through all rooms: the guided tour for newcomers.
//!
//! # From files to a judged plan
//!
//! ```
//! use evenfield::clean::prepare;
//! use evenfield::desk::Lane;
//! use evenfield::evaluate::Judge;
//! use evenfield::import;
//! use evenfield::model::Settings;
//! use evenfield::rules::suggest;
//! use evenfield::score::score;
//! use std::sync::Arc;
//!
//! let accounts = "id,name,owner,potential\n1,Acme,Ana,900\n2,Birch,Ana,500\n3,Cedar,Ana,400\n4,Dune,Ben,200\n";
//! let (tables, _) = import::read("accounts.csv", accounts.as_bytes());
//! let prepared = prepare(&tables, &import::recognise(&tables)).expect("accounts and reps");
//! let scores = Arc::new(score(&prepared.dataset));
//! let dataset = Arc::new(prepared.dataset);
//!
//! // Balance potential, keep relationships, and let as many accounts move as that takes.
//! let mut rules = suggest(&dataset, &scores);
//! rules.retain(|rule| rule.id != "move-limit");
//! let settings = Settings { rules, locks: Vec::new() };
//! let judge = Judge::new(dataset.clone(), scores.clone(), settings.clone());
//! let mut lane = Lane::new(dataset, scores, settings, &judge.today(), 1);
//! lane.step(100);
//! let plan = lane.plan().expect("a plan");
//!
//! let (today, planned) = (judge.evaluate(&judge.today()), judge.evaluate(&plan));
//! assert!(planned.objective < today.objective && planned.breaches == 0);
//! assert!(judge.bound(lane.prices()) <= planned.objective);
//! ```
//!
//! # One word per thing
//!
//! | word | what it means |
//! |---|---|
//! | [Dataset](model::Dataset) | accounts, reps and history as cleaning left them; never changed, known by its fingerprint |
//! | [Bundle](model::Bundle) | a dataset with the files it came from, in pieces: what is stored and sent |
//! | [Rule](rules::Rule) | something a plan must (limit) or should (objective) satisfy, with a card that describes it |
//! | [Unit](rules::Terms::members) | accounts that are assigned together: one account, a company family, or a group made by hand |
//! | [Excluded](rules::Excluded) | accounts that do not count in this plan; they come back with the rep they had |
//! | [Account score](score::MasterScore) | how much an account promises, 0 to 1: fit, engagement, propensity and strategic value by [weights](model::ScoreWeights) |
//! | [Features](score::AccountFeatures) | what follows from several columns at once, of an account or a [territory](score::TerritoryFeatures) |
//! | [Sales](score::Sales) | what the deals of the history tell together: win rates, the usual cycle, the usual deal |
//! | [Problem](problem::Problem) | what the rules ask, as dense numbers: units, reps, costs, measures, caps |
//! | [Assignment](model::Assignment) | who has which account: one rep position per account, or the open pool |
//! | [Move](evaluate::Change) | an account that has another rep in one plan than in another |
//! | [Evaluation](evaluate::Evaluation) | everything the judge says about an assignment |
//! | [Tour](evaluate::Tour) | one round through a territory in day trips, and what a year of rounds takes |
//! | [Finding](rules::Finding) | one breach of a limit: who, what, how much, how much is allowed |
//! | [Conflict](protocol::RuleConflict) | rules that cannot all hold, over the plan or at [one account](rules::Conflict) |
//! | [Figure](evaluate::figures::Figure) | one number about a whole plan, with its meaning and its better direction |
//! | [Centres](rules::Centres) | what territories are compact around: the reps' bases, or free, found with the plan |
//! | [Price](problem::Prices) | what one more unit of room in a full territory would be worth, in points |
//! | [Bound](problem::bound()) | the objective no plan can go below, proven by prices |
//! | [Gap](evaluate::gap_percent) | how far a plan is from its bound at most |
//! | [Outlook](outcome::Outlook) | what data and [assumptions](outcome::Assumptions) say about the year to come |
//! | [Outcome](outcome::PlanOutcome) | the money a plan can be expected to bring in a year; as ranges a [simulation](outcome::Simulation) |
//! | [What-if](what_if::WhatIf) | one change of the world: reps who come or go, a market that moves, a base of customers that is bought |
//! | [Recipe](what_if::Recipe) | what-ifs, changes of the rules and a search: a plan to be made and compared |
//! | [Project](scenario::Project) | everything a person would miss if it were gone; the scenario that is being planned |
//! | [Rebase](scenario::Rebase) | how the rows of newer data stand to those before |
//! | [Revision](scenario::Revision) | a plan kept in the project with all that is needed to make it again |
//! | [Run](session::Run) | one press of Optimize: several lanes that search side by side |
//! | [Lane](desk::Lane) | one search from settings to assignment, with a seed of its own |
//! | [Trade-off](desk::TradeOff) | many plans, from the best for one objective to the best for another, its [rivals](protocol::Rivals) |
//! | [Curve](desk::TradeOff::curve) | the points of a trade-off that no other beats in both losses |
//! | [Floor](evaluate::Floor) | what no plan can be below in two losses at once, proven by the bounds of all points |
//! | [Scenario](session::Scenario) | one plan of a [set](session::ScenarioSet) made of recipes side by side, from the same ground |
//! | [Drawing](session::Drawing) | one press of Draw the curve: points looked for side by side, round by round |
//! | [Input](outcome::Input) | something a plan's money rests on that nobody knows exactly, with the [range](outcome::Span) it may have |
//! | [Swing](outcome::Swing) | what one input does to the money of a plan while all others are as assumed: a bar of a tornado chart |
//! | [Robustness](outcome::Robustness) | in how many possible [worlds](outcome::Worlds) a plan brings most, and its mean regret |
//! | [Backtest](outcome::Backtest) | what assignments would have won in quarters that are over, by the deals before |
//! | [Probe](session::Probe) | one press of Find out: how sure a plan is |
//! | [Desk](desk::Desk) | the worker that reads, judges, explains and writes |

// First: every room says its texts with `say!`.
#[macro_use]
pub mod texts;

pub use evenfield_solver::geo;
pub use evenfield_solver::order;
pub use evenfield_solver::problem;
pub use evenfield_solver::solve;

pub mod clean;
pub mod desk;
pub mod evaluate;
pub mod example;
pub mod export;
pub mod import;
pub mod model;
pub mod outcome;
pub mod protocol;
pub mod rules;
pub mod scenario;
pub mod score;
pub mod session;
pub mod units;
pub mod view;
pub mod what_if;

#[cfg(target_arch = "wasm32")]
pub mod browser;
