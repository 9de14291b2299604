//! What each account is worth and asks for: potential, hours, visits, relationship and fit, with every gap of the
//! file filled by a stated estimate; and what follows from these: the account score, the sales history, the features of
//! accounts and territories.
//!
//! **What.** [`score`] turns a [`Dataset`] into [`Scores`]: one number per account for
//! everything a rule may ask. An estimated value is marked, and [`Estimate`] says in one sentence how it was made.
//!
//! **Why so.** Real exports lack columns. A planner that refuses them helps nobody; one that hides its guesses
//! misleads. So guesses are made in one room and shown wherever they count.
//!
//! **Never.** A value of the file is never changed, only gaps are filled; no score is `NaN` or negative.

mod calendar;
mod features;
mod fit;
mod history;
mod hours;
mod master;
mod money;
#[cfg(test)]
mod sample;
mod strategic;
mod territory;
mod travel;
mod workload;

pub use features::AccountFeatures;
pub use features::account_features;
pub use fit::Fit;
pub use history::AccountSales;
pub use history::Deals;
pub use history::PRIOR_DEALS;
pub use history::Sales;
pub use history::WinRate;
pub use history::drawn;
pub use master::MasterScore;
pub use master::ScorePart;
pub use master::master_score;
pub use strategic::Ranks;
pub use territory::TerritoryFeatures;
pub use territory::renewed_features;
pub use territory::territory_features;
pub use travel::TravelTerms;

use crate::geo::Point;
use crate::geo::density_per_km2;
use crate::model::Dataset;
use serde::Deserialize;
use serde::Serialize;

/// One number per account for everything a rule may ask. All vectors have one entry per account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// What the account could pay a year.
    pub potential: Vec<f64>,
    /// What it pays a year; 0 for a prospect.
    pub revenue: Vec<f64>,
    /// Hours a year with it, without travel.
    pub service_hours: Vec<f64>,
    /// Visits a year.
    pub visits: Vec<f64>,
    /// Strength of the relationship with today's rep, 0 to 1.
    pub relationship: Vec<f64>,
    /// Difficulty, 1 = usual.
    pub complexity: Vec<f64>,
    /// Kilometres from one stop to the next around the account (Daganzo 1984): `0.57 / sqrt(density per km²)`.
    pub detour_km: Vec<f64>,
    /// How well each rep suits each account.
    pub fit: Fit,
    /// What the sales history tells of all accounts together.
    pub sales: Sales,
    /// The deals of each account; empty where there is no history.
    pub deals: Deals,
    /// The account's place by potential.
    pub ranks: Ranks,
    /// The account score, 0 to 1: the weighted mean of fit, engagement, propensity and strategic value under the dataset's
    /// weights. [`master_score`] takes one apart.
    pub master: Vec<f32>,
    /// Potential per hour of the median account with today's rep, in the dataset's currency; 0 where nothing tells.
    pub usual_per_hour: f64,
    /// How the gaps were filled.
    pub estimates: Vec<Estimate>,
}

/// What the page shows of the scores.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// How the gaps were filled.
    pub estimates: Vec<Estimate>,
    /// What the deals tell.
    pub sales: Sales,
    /// What each account could pay a year, the file's figure or an estimate.
    pub potential: Amounts,
    /// Hours a year with each account, without travel.
    pub hours: Amounts,
    /// Each account's score, 0 to 1.
    pub score: Amounts,
}

/// An amount for each account, to be sent: a million of them arrive in one piece.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Amounts(#[serde(with = "serde_bytes")] Vec<u8>);

impl Amounts {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The amount of an account; none beyond the last.
    pub fn get(&self, account: usize) -> Option<f64> {
        let bytes = self.0.chunks_exact(size_of::<f32>()).nth(account)?;
        Some(f64::from(f32::from_le_bytes(bytes.try_into().ok()?)))
    }
}

impl FromIterator<f64> for Amounts {
    fn from_iter<I: IntoIterator<Item = f64>>(amounts: I) -> Self {
        Self(amounts.into_iter().flat_map(|amount| (amount as f32).to_le_bytes()).collect())
    }
}

impl Scored {
    /// Of all scores.
    pub fn of(scores: &Scores) -> Self {
        Self {
            estimates: scores.estimates.clone(),
            sales: scores.sales.clone(),
            potential: scores.potential.iter().copied().collect(),
            hours: scores.service_hours.iter().copied().collect(),
            score: scores.master.iter().map(|&score| f64::from(score)).collect(),
        }
    }
}

/// How the gaps of one column were filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// Canonical column: `potential`.
    pub column: String,
    /// How many accounts were filled.
    pub accounts: u32,
    /// How, in one sentence.
    pub how: String,
}

/// Scores every account of a dataset.
pub fn score(dataset: &Dataset) -> Scores {
    let mut estimates = Vec::new();
    let deals = Deals::new(dataset);
    let revenue = money::revenue(dataset, &deals, &mut estimates);
    let potential = money::potential(dataset, &revenue, &mut estimates);
    let detour_km = detours(dataset);
    let (visits, service_hours) = workload::workload(dataset, &potential, &detour_km, &mut estimates);
    let mut scores = Scores {
        relationship: relationship(dataset, &mut estimates),
        complexity: dataset.accounts.complexity.iter().map(|&value| if value > 0.0 { value } else { 1.0 }).collect(),
        fit: Fit::new(dataset),
        sales: Sales::new(dataset),
        ranks: Ranks::new(dataset, &potential),
        deals,
        potential,
        revenue,
        service_hours,
        visits,
        detour_km,
        estimates,
        ..Scores::default()
    };
    let (master, filled) = master::Basis::new(dataset, &scores).all();
    scores.master = master;
    scores.estimates.extend(filled);
    scores.usual_per_hour = hours::usual_per_hour(dataset, &scores);
    scores
}

/// A customer without a stated relationship counts as half known; a prospect has none to lose.
fn relationship(dataset: &Dataset, estimates: &mut Vec<Estimate>) -> Vec<f64> {
    const UNSTATED: f64 = 0.5;
    let accounts = &dataset.accounts;
    let mut filled = 0;
    let values = (0..accounts.len())
        .map(|account| match accounts.relationship[account] {
            given if given.is_finite() => given.clamp(0.0, 1.0),
            _ if accounts.prospect[account] == 1 => 0.0,
            _ => {
                filled += 1;
                UNSTATED
            }
        })
        .collect();
    if filled > 0 {
        estimates.push(Estimate {
            column: "relationship".to_owned(),
            accounts: filled,
            how: say!("Customers without a stated relationship count as 0.5 of 1.").to_owned(),
        });
    }
    values
}

fn detours(dataset: &Dataset) -> Vec<f64> {
    let accounts = &dataset.accounts;
    let placed: Vec<(usize, Point)> = (0..accounts.len())
        .filter_map(|account| {
            accounts.place(account).map(|(latitude, longitude)| (account, Point::new(latitude, longitude)))
        })
        .collect();
    let points: Vec<Point> = placed.iter().map(|(_, point)| *point).collect();
    let mut detours = vec![0.0; accounts.len()];
    for ((account, _), density) in placed.iter().zip(density_per_km2(&points)) {
        detours[*account] = 0.57 / libm::sqrt(density.max(1e-4));
    }
    detours
}
