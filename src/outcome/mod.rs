//! What a plan can be expected to bring in a year: per rep and in total, with ranges.
//!
//! **What.** An [`Outlook`] holds what the data and some [`Assumptions`] say about the year to come. Asked about a plan, it
//! gives the [`PlanOutcome`]: revenue that is there, growth, hand-over dip, price of the road, and what comes of it; and
//! the [`Simulation`]: the same in a thousand possible years, for ranges and for the chance that a quota is reached.
//!
//! **Formula.** Money a year; account i, rep j:
//!
//! ```text
//! open_i     = max(potential_i - revenue_i, 0)
//! growth_ij  = open_i x win rate_i x fit_ij x ramp_j
//! coverage_j = min(1, capacity_j / workload_j) ^ elasticity          1 where no capacity is known
//! dip_i      = dip x relationship_i x revenue_i                      where another rep had the account
//! expected_j = coverage_j x sum_i(revenue_i + growth_ij) - sum_i dip_i - hour price x travel hours_j
//! ```
//!
//! The win rate is that of the account's segment (or industry), drawn towards that of all deals, and that one towards the
//! assumed rate, each by 20 deals: a single lucky deal overrides nobody's experience.
//!
//! Revenue that is paid today is not multiplied by a win rate: it was won already, and a plan that leaves everything as it
//! is must come out near today's revenue and what it wins besides. What it can lose is said by coverage and dip. Hours
//! beyond a rep's capacity bring less and less, by the elasticity of sales to selling effort (Albers, Mantrala, Sridhar
//! 2010). Travel has a price even where hours are left: an hour in the car is an hour that could have been spent selling,
//! and is worth what the marginal selling hour brings. Accounts that nobody has, and those that do not count, bring
//! nothing.
//!
//! **How sure.** [`Worlds`] tells a plan with other [inputs](INPUTS): one at a time ([`Swing`], a tornado chart), or all drawn
//! together in 200 possible worlds, the same for every plan ([`Robustness`]). [`backtest()`] asks the sales history: what would
//! have been won in quarters that are over, by the deals before.
//! A [`Verdict`] weighs what a plan brings every year against what its hand-overs cost once; [`Outlook::moves`] does so for
//! every single move.
//!
//! **Why so.** A plan that is 3 points fairer and costs a tenth of the revenue is no better plan. Who decides needs money
//! and risk, and each number must be one that can be worked out by hand.
//!
//! **Never.** No figure without its formula and source; no draw that depends on the machine: the same seed gives the same
//! years, to the bit.

mod assumptions;
mod backtest;
mod draws;
mod expected;
mod figures;
mod gathered;
mod inputs;
mod moves;
mod past;
mod rates;
mod robustness;
mod sensitivity;
mod simulate;
mod verdict;
mod worlds;

pub use assumptions::ALL as ASSUMPTIONS;
pub use assumptions::Assumption;
pub use assumptions::Assumptions;
pub use backtest::Backtest;
pub use backtest::Doubt;
pub use backtest::Forecast;
pub use backtest::Interval;
pub use backtest::backtest;
pub use expected::Outlook;
pub use expected::PlanOutcome;
pub use expected::RepOutcome;
pub use figures::ALL as FIGURES;
pub use figures::OutcomeFigure;
pub use figures::Told;
pub use inputs::INPUTS;
pub use inputs::Input;
pub use inputs::Span;
pub use moves::MoveWorth;
pub use robustness::Robustness;
pub use robustness::WORLDS;
pub use sensitivity::Swing;
pub use simulate::Attainment;
pub use simulate::Range;
pub use simulate::Simulation;
pub use verdict::CLEAR_SHARE;
pub use verdict::LATE_MONTHS;
pub use verdict::PlanSide;
pub use verdict::SOON_MONTHS;
pub use verdict::Verdict;
pub use verdict::Word;
pub use verdict::pay_back_months;
pub use worlds::Sums;
pub use worlds::Worlds;
