//! The optimiser: prices first, then a plan, then better plans until the caller has seen enough.
//!
//! **What.** [`Search`] takes a [`Problem`](crate::problem::Problem) and improves a plan in small equal steps:
//!
//! 1. [`Phase::Prices`]: dual prices by the volume algorithm (`dual`, `familiar`, `stride`, `wild`), which prove a bound on every plan;
//! 2. [`Phase::Start`]: the prices name each unit's few promising reps, the core (`core`), and the first plan; units whose
//!    choices are as good as equal are dealt out (`tied`);
//! 3. [`Phase::Search`]: annealing over the core by chains of shifts with exact penalties (`charges`, `plan`, `chain`,
//!    `anneal`) until a plan keeps all limits, up to ten times from the prices' plan where close decisions are few,
//!    once and briefly where they are many; then turns in which a few reps at a time are stated as a small problem
//!    (`group`) with prices of its own (`local`) and re-solved by a search of wide layers (`sharing`): in passes as long
//!    as they pay, then in trials that force one close choice each and may break limits a little (`regroup`, `together`).
//!    When series of these are in vain, the search begins anew, and what comes of that meets the best plan (`patience`).
//!    Once, after the first plan that keeps all limits or a round in vain, the prices are sought again while units that
//!    fill a good part of a load alone keep their seats, and the search begins anew around these (`heavy`).
//!
//! With plan and prices of a similar problem the search resumes there. Plans found elsewhere can be met on the way.
//!
//! **Why so.** Reps are far fewer than units, so under good prices almost every unit has one clearly best rep; what is
//! left is a small puzzle. The same prices are the certificate and the explanation. What a plan costs above the bound
//! is the sum of the units' gaps and of each row's slack times its price: on 33,000 x 150 nine tenths of it were gaps of
//! some 2,000 units, a few on both sides of every border, which single shifts cannot put right without breaking a
//! window. Groups can, also where a window is still broken, so a short and cold first round serves best. On 3,000 x 40
//! slack weighs as much as gaps, and a few reps far from all others hold most of it. On 450 x 8 ten short rounds of
//! annealing under soft limits come within 0.05 % of the optimum in a twentieth of a second, where groups took ten times
//! as long; on 3,000 x 40 the same rounds stay behind groups, and on 33,000 x 150 they undo what the prices had settled.
//!
//! Temperatures are told in grains, a part of what the mean choice costs. Where choices cost next to nothing and balance
//! is all that counts, they were so cold that nothing moved: a grain is never less than a part of what a unit adds to a
//! penalty. A round that ends with few breaches is mended, not given up for the plan that was shown: on 7,000 x 45 with
//! large families the search came at once to what took it a minute.
//!
//! **Where the time goes** (`perf record`, natively). Re-planning and planning 450 x 8: 45 % sharings in `sharing`, most of it
//! weighing moves, 21 % the prices of groups in `local`, 6 % stating them in `group`. 33,000 x 150, its first 8 s: 20 % prices
//! of groups, 19 % stating them, 19 % sharings, 17 % the dual, half of it waiting for candidates to come from memory. What
//! was learned there: units of a level that stood in an order of chance doubled the time of pricing, every look being a
//! miss of the cache. Reps that were best at the scan before halve the time to choose candidates. The sum of gaps kept
//! per rep, and the reps of units close together, brought a fifth more moves to the second; amounts side by side, and
//! loads changed only where a unit changes place, another quarter. Tolls without branches brought nothing; nor did three
//! near candidates instead of two. Sharings are cut off by their gaps alone: a bound on what their rows could still earn
//! spares only one in thirty.
//!
//! **What did not help.** Where twenty reps have five large units each, more of the same brought nothing while trials kept
//! all limits: groups of eight to twelve, wider, deeper or longer searches of sharings, hotter trials, annealing a hundred
//! times as long, forced choices that are held for a while, and the choices of six good plans together. An exact solver
//! found nothing better among the choices of three of them, nor for the groups of seven reps that it was given. What helped
//! was to let trials break limits a little. Steep slopes in the strict passes that follow undid most of it, and so did slopes
//! that adapt during the trials.
//!
//! [`Feasible`] asks another question: can the limits hold at all? It proves that they cannot (`farkas`, `misses`, `rooms`,
//! `spread`, `stairs`, and `exhaustive` where plans are few), or proves nothing.
//!
//! Where centres are free (`centres`), [`Medians`] finds them among the places, and [`bisection`] gives the middles
//! that an alternation of assignment and centres begins with.
//!
//! **Never.** No clock, no thread, no business word. A step is a count of elementary operations, so a run is
//! repeatable to the byte, natively and in wasm, however the steps are sliced.

mod anneal;
mod candidates;
mod centres;
mod chain;
mod charges;
mod core;
mod curve;
mod dice;
mod dual;
mod exhaustive;
mod familiar;
mod farkas;
mod feasible;
mod group;
mod heavy;
mod incumbent;
mod levels;
mod local;
mod misses;
mod nearest;
mod patience;
mod plan;
mod pricing;
mod progress;
mod regroup;
mod rooms;
mod rows;
mod search;
mod sharing;
mod spread;
mod stairs;
mod stride;
mod tied;
mod together;
mod toll;
mod wild;

pub use centres::Medians;
pub use centres::Sites;
pub use centres::bisection;
pub use farkas::on_limits;
pub use farkas::on_units;
pub use farkas::proves;
pub use feasible::Feasible;
pub use feasible::Proof;
pub use feasible::Verdict;

pub use exhaustive::no_plan;
pub use misses::crossed;
pub use progress::Options;
pub use progress::Phase;
pub use progress::Progress;
pub use rooms::no_room;
pub use search::Search;
