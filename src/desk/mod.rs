//! What the workers do, without the workers: files become a dataset, plans are searched, judged, explained, written.
//!
//! **What.** [`Desk`] answers the page's requests one by one; [`Lane`] is one search from settings to assignment,
//! [`TradeOff`] many of them between two objectives.
//! The headless twin uses both, so that the tab and the command line do exactly the same.
//!
//! **Why so.** Everything that takes longer than a frame happens here, away from the page, and still runs natively
//! in every test.
//!
//! **Never.** No clock, no messages, no browser: a request comes in, replies go out.

mod acquired;
mod alternation;
mod centres;
mod colours;
mod comparison;
mod conflict;
mod lane;
mod outlines;
mod own_project;
mod probing;
mod reading;
mod record;
mod scenario_search;
mod scenarios;
mod service;
mod take_away;
mod tours;
mod trade_off;
mod understanding;
mod verdict;

pub use acquired::acquired;
pub use conflict::ConflictSearch;
pub use lane::Lane;
pub use lane::state;
pub use outlines::outline_features;
pub use probing::ProbeSteps;
pub use reading::Reading;
pub use scenario_search::ScenarioSearch;
pub use scenarios::Ground;
pub use scenarios::Making;
pub use scenarios::Pricing;
pub use service::Desk;
pub use take_away::Telling;
pub use trade_off::PointSearch;
pub use trade_off::TradeOff;
pub use trade_off::weighed;
pub use understanding::Host;
pub use understanding::Understanding;
pub use verdict::SHARES;
pub use verdict::WeighingTask;
pub use verdict::weigh;
