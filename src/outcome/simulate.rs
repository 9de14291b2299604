//! A plan in many possible years: win rates, luck with deals, lengths of deals and hours are drawn anew in each.
//!
//! Every rep is gathered into a few sums before the first year, so that the number of accounts does not matter.

use crate::outcome::Assumptions;
use crate::outcome::draws::Draws;
use crate::outcome::draws::Stream;
use crate::outcome::draws::normal_share;
use crate::outcome::expected::coverage;
use crate::outcome::gathered::Gathered;
use crate::outcome::rates::Rates;
use crate::score::Sales;
use serde::Deserialize;
use serde::Serialize;

/// Days in which deals can be won.
const YEAR: f64 = 365.0;
/// A usual cycle longer than this counts as this: what was begun the year before is then won in this one.
const LONGEST_CYCLE: f64 = 270.0;

/// What comes of a plan in many possible years.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Simulation {
    /// Of each rep, by position.
    pub reps: Vec<Range>,
    /// Of all reps together.
    pub total: Range,
    /// How quotas are reached over reps; none where no rep has a quota.
    pub attainment: Option<Attainment>,
    /// What all reps together bring in each year: year by year the same luck for every plan.
    #[serde(skip)]
    pub years: Vec<f64>,
}

/// Revenue over possible years, money a year, and the chance that a quota is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// Less in one year of a hundred.
    pub p1: f64,
    /// Less in one year of ten.
    pub p10: f64,
    /// Less in every second year.
    pub p50: f64,
    /// Less in nine years of ten.
    pub p90: f64,
    /// Less in 99 years of a hundred.
    pub p99: f64,
    /// Mean over the years.
    pub mean: f64,
    /// Share of the years in which the quota is reached; in total the quotas of all reps who have one, by these reps
    /// together. None without a quota.
    pub reaches_quota: Option<f64>,
}

/// Revenue / quota of the reps who have a quota, over all of them and all years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attainment {
    /// Mean.
    pub mean: f64,
    /// One rep of ten attains less in a year.
    pub p10: f64,
    /// Every second rep attains less.
    pub p50: f64,
    /// Nine of ten attain less.
    pub p90: f64,
}

/// Simulates the years. `costs`: what is taken off each rep's revenue, dip and road, money a year.
pub fn simulate(
    assumptions: &Assumptions,
    rates: &Rates,
    sales: &Sales,
    reps: &[Gathered],
    costs: &[f64],
) -> Simulation {
    let runs = assumptions.runs as usize;
    let years = rates.years(assumptions);
    let cycle = Cycle::new(sales, assumptions);
    let (mut total, mut with_quota, mut attained) = (vec![0.0; runs], vec![0.0; runs], Vec::new());
    let mut quotas = 0.0;
    let mut ranges = Vec::with_capacity(reps.len());
    for (position, (rep, cost)) in reps.iter().zip(costs).enumerate() {
        let draws = Draws::new(assumptions.seed, Stream::Rep(position));
        let brought = rep_years(rep, *cost, &years, &cycle, assumptions, draws);
        add(&mut total, &brought);
        let quota = rep.quota.filter(|quota| *quota > 0.0);
        if let Some(quota) = quota {
            quotas += quota;
            add(&mut with_quota, &brought);
            attained.extend(brought.iter().map(|money| money / quota));
        }
        let reaches = quota.map(|quota| share_reaching(&brought, quota));
        ranges.push(Range::of(brought, reaches));
    }
    let reaches = (quotas > 0.0).then(|| share_reaching(&with_quota, quotas));
    let range = Range::of(total.clone(), reaches);
    Simulation { reps: ranges, total: range, attainment: Attainment::of(attained), years: total }
}

fn add(sums: &mut [f64], amounts: &[f64]) {
    sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount);
}

/// What a rep brings in each year.
///
/// The deals of a rep are won or not, each by itself: their sum has the mean and variance of binomial wins, and is drawn
/// from the lognormal distribution with these two (Fenton 1960): it is never below 0, and few large deals make it uneven.
fn rep_years(
    rep: &Gathered,
    cost: f64,
    years: &[Vec<f64>],
    cycle: &Cycle,
    assumptions: &Assumptions,
    mut draws: Draws,
) -> Vec<f64> {
    let runs = assumptions.runs as usize;
    let (mut mean, mut variance) = (vec![0.0; runs], vec![0.0; runs]);
    for chance in &rep.chances {
        for ((mean, variance), rate) in mean.iter_mut().zip(&mut variance).zip(&years[chance.group]) {
            *mean += chance.worth * rate;
            *variance += chance.squares * rate * (1.0 - rate);
        }
    }
    let cycle = cycle.of_deals(rep.deals);
    let spread = assumptions.capacity_spread_percent / 100.0;
    let year = |(mean, variance): (&f64, &f64)| {
        let (luck, pace, hours) = (draws.normal(), draws.normal(), draws.normal());
        let growth =
            if *mean > 0.0 { mean * lognormal(variance / (mean * mean), luck) * cycle.part(pace) } else { 0.0 };
        let part = (1.0 + spread * hours).max(0.0);
        coverage(rep, part, assumptions.coverage_elasticity) * (rep.sure + growth) - cost
    };
    mean.iter().zip(&variance).map(year).collect()
}

/// A lognormal number with mean 1 and this variance.
fn lognormal(variance: f64, normal: f64) -> f64 {
    let squared = libm::log1p(variance);
    libm::exp(libm::sqrt(squared) * normal - squared / 2.0)
}

/// How long deals take.
struct Cycle {
    usual: f64,
    spread: f64,
}

/// How long the deals of one rep take on average, and what that does to a year.
struct Pace {
    usual: f64,
    spread: f64,
    /// Days left in a year after a deal, on average.
    left: f64,
}

impl Cycle {
    fn new(sales: &Sales, assumptions: &Assumptions) -> Self {
        // A spread is told by 30 deals or more: fewer say as little of the usual length.
        let told = sales.cycle_spread.and_then(|spread| Some((sales.cycle_days?, spread)));
        let (usual, spread) = told.unwrap_or((assumptions.cycle_days, assumptions.cycle_spread));
        Self { usual: usual.clamp(1.0, LONGEST_CYCLE), spread }
    }

    /// The mean of so many deals differs less than one of them: by the square root of their number.
    fn of_deals(&self, deals: f64) -> Pace {
        let spread = self.spread / libm::sqrt(deals.max(1.0));
        Pace { usual: self.usual, spread, left: days_left(self.usual, spread) }
    }
}

impl Pace {
    /// A cycle L instead of the usual leaves `max(365 - L, 0)` days in which deals can be won: what is won changes in
    /// proportion. Over all years the mean is 1.
    fn part(&self, normal: f64) -> f64 {
        let days = self.usual * libm::exp(self.spread * normal - self.spread * self.spread / 2.0);
        (YEAR - days).max(0.0) / self.left
    }
}

/// The mean of `max(365 - L, 0)` over a lognormal L with this mean and spread of its logarithm: as the price of a put
/// option (Black and Scholes 1973).
fn days_left(usual: f64, spread: f64) -> f64 {
    if spread <= 0.0 {
        return YEAR - usual;
    }
    let d = (libm::log(usual / YEAR) + spread * spread / 2.0) / spread;
    YEAR * normal_share(spread - d) - usual * normal_share(-d)
}

/// In which share of the years an amount reaches a quota.
fn share_reaching(amounts: &[f64], quota: f64) -> f64 {
    let reached = amounts.iter().filter(|amount| **amount >= quota).count();
    reached as f64 / amounts.len().max(1) as f64
}

impl Range {
    fn of(mut amounts: Vec<f64>, reaches_quota: Option<f64>) -> Self {
        let mean = amounts.iter().sum::<f64>() / amounts.len().max(1) as f64;
        amounts.sort_by(f64::total_cmp);
        let at = |percent| nearest_rank(&amounts, percent);
        Self { p1: at(1), p10: at(10), p50: at(50), p90: at(90), p99: at(99), mean, reaches_quota }
    }
}

impl Attainment {
    fn of(mut shares: Vec<f64>) -> Option<Self> {
        if shares.is_empty() {
            return None;
        }
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        shares.sort_by(f64::total_cmp);
        let at = |percent| nearest_rank(&shares, percent);
        Some(Self { mean, p10: at(10), p50: at(50), p90: at(90) })
    }
}

/// The smallest of sorted values that so many percent of them do not exceed; 0 of none.
pub fn nearest_rank(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_cycles_even_out() {
        // If they did not, a history with scattered cycles would make every plan look worse than its expected revenue.
        for (usual, spread) in [(60.0, 0.3), (200.0, 0.8), (270.0, 1.5), (90.0, 0.0)] {
            let pace = Pace { usual, spread, left: days_left(usual, spread) };
            let mut draws = Draws::new(3, Stream::Rep(0));
            let mean = (0..40_000).map(|_| pace.part(draws.normal())).sum::<f64>() / 40_000.0;
            assert!((mean - 1.0).abs() < 0.02, "{usual} {spread}: {mean}");
        }
    }

    #[test]
    fn the_rank_of_a_percentage_is_the_nearest() {
        // P10 of ten years is the worst of them, P90 the second best.
        let years: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!([1, 10, 50, 90, 99].map(|percent| nearest_rank(&years, percent)), [1.0, 1.0, 5.0, 9.0, 10.0]);
        assert_eq!(nearest_rank(&[], 50), 0.0);
    }
}
