//! How often deals are won: the rate of each account's group, and how surely it is known.

use crate::model::Dataset;
use crate::outcome::Assumptions;
use crate::outcome::draws::Draws;
use crate::outcome::draws::Stream;
use crate::score::Sales;
use crate::score::WinRate;

/// A rate, assumed or of a group, is held as surely as after so many deals: see [`WinRate::rate`].
const PRIOR_DEALS: f64 = 20.0;

/// The win rates of a dataset. Group 0 is that of all deals.
pub struct Rates {
    overall: WinRate,
    /// Whether deals tell; else the rate is assumed.
    is_told: bool,
    groups: Vec<WinRate>,
    /// The group of each label of the column.
    group_of: Vec<usize>,
    by_segment: bool,
}

impl Rates {
    /// Those of the sales history: of each segment or industry drawn towards all; the assumed one where no deal is decided.
    pub fn new(sales: &Sales, assumptions: &Assumptions) -> Self {
        let is_told = !sales.is_empty();
        let assumed = WinRate { rate: assumptions.win_rate_percent / 100.0, ..WinRate::default() };
        let overall = if is_told { sales.overall } else { assumed };
        let (mut groups, mut group_of) = (vec![overall], vec![0; sales.groups.len()]);
        // Of labels without a decided deal nothing is known apart from all: they share a group. Accounts without a label
        // have the rate of all.
        let mut unheard = None;
        for (code, rate) in sales.groups.iter().enumerate().skip(1) {
            group_of[code] = match unheard {
                Some(group) if rate.decided == 0 => group,
                _ => {
                    groups.push(*rate);
                    groups.len() - 1
                }
            };
            if rate.decided == 0 {
                unheard = Some(group_of[code]);
            }
        }
        Self { overall, is_told, groups, group_of, by_segment: sales.by_segment }
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// The group of an account.
    pub fn group(&self, dataset: &Dataset, account: usize) -> usize {
        let column = if self.by_segment { &dataset.accounts.segment } else { &dataset.accounts.industry };
        self.group_of.get(column.code(account)).copied().unwrap_or(0)
    }

    /// The rate of a group, 0 to 1.
    pub fn rate(&self, group: usize) -> f64 {
        self.groups[group].rate
    }

    /// The rate of all deals, 0 to 1, and after how many deals it is known as surely.
    pub fn overall(&self) -> (f64, f64) {
        (self.overall.rate, if self.is_told { f64::from(self.overall.decided) } else { PRIOR_DEALS })
    }

    /// The rates of each group in so many possible years. That of all is a Beta of its counts, or of the assumed rate worth
    /// 20 deals; that of a group a Beta of its counts and of 20 deals at the rate of all in that year. So the mean over
    /// years is the rate that is shown.
    pub fn years(&self, assumptions: &Assumptions) -> Vec<Vec<f64>> {
        let runs = assumptions.runs as usize;
        let mut draws = Draws::new(assumptions.seed, Stream::Overall);
        let (hits, misses) = if self.is_told {
            (f64::from(self.overall.won), f64::from(self.overall.decided - self.overall.won))
        } else {
            (PRIOR_DEALS * self.overall.rate, PRIOR_DEALS * (1.0 - self.overall.rate))
        };
        let overall: Vec<f64> = (0..runs).map(|_| draws.beta(hits, misses)).collect();
        let of_group = |(group, rate): (usize, &WinRate)| {
            let mut draws = Draws::new(assumptions.seed, Stream::Group(group));
            let (won, lost) = (f64::from(rate.won), f64::from(rate.decided - rate.won));
            let year = |all: &f64| draws.beta(won + PRIOR_DEALS * all, lost + PRIOR_DEALS * (1.0 - all));
            overall.iter().map(year).collect()
        };
        let others = self.groups.iter().enumerate().skip(1).map(of_group);
        std::iter::once(overall.clone()).chain(others).collect()
    }
}
