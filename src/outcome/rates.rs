//! How often deals are won: the rate of each account's group, and how surely it is known.

use crate::model::Dataset;
use crate::outcome::Assumptions;
use crate::outcome::draws::Draws;
use crate::outcome::draws::Stream;
use crate::score::PRIOR_DEALS;
use crate::score::Sales;
use crate::score::WinRate;
use crate::score::drawn;

/// The win rates of a dataset. Group 0 is that of all deals.
pub struct Rates {
    overall: WinRate,
    /// What the user assumes, 0 to 1.
    assumed: f64,
    groups: Vec<WinRate>,
    /// The group of each label of the column.
    group_of: Vec<usize>,
    by_segment: bool,
}

impl Rates {
    /// Those of the sales history: that of all deals drawn towards the assumed one, `(won + k x assumed) / (decided + k)` with
    /// k = 20, and that of each segment or industry drawn towards that of all likewise. See [`WinRate::rate`].
    pub fn new(sales: &Sales, assumptions: &Assumptions) -> Self {
        let assumed = assumptions.win_rate_percent / 100.0;
        let towards = |rate: WinRate, other: f64| WinRate { rate: drawn(rate.won, rate.decided, other), ..rate };
        let overall = towards(sales.overall, assumed);
        let (mut groups, mut group_of) = (vec![overall], vec![0; sales.groups.len()]);
        // Of labels without a decided deal nothing is known apart from all: they share a group. Accounts without a label
        // have the rate of all.
        let mut unheard = None;
        for (code, rate) in sales.groups.iter().enumerate().skip(1) {
            group_of[code] = match unheard {
                Some(group) if rate.decided == 0 => group,
                _ => {
                    groups.push(towards(*rate, overall.rate));
                    groups.len() - 1
                }
            };
            if rate.decided == 0 {
                unheard = Some(group_of[code]);
            }
        }
        Self { overall, assumed, groups, group_of, by_segment: sales.by_segment }
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

    /// The rate of all deals, 0 to 1, and after how many deals it is known as surely: those decided and 20 of the assumed rate.
    pub fn overall(&self) -> (f64, f64) {
        (self.overall.rate, f64::from(self.overall.decided) + PRIOR_DEALS)
    }

    /// The rates of each group in so many possible years. That of all is a Beta of its counts and of 20 deals at the assumed
    /// rate; that of a group a Beta of its counts and of 20 deals at the rate of all in that year. So the mean over years is
    /// the rate that is shown.
    pub fn years(&self, assumptions: &Assumptions) -> Vec<Vec<f64>> {
        let runs = assumptions.runs as usize;
        let draw = |rate: &WinRate, towards: f64, draws: &mut Draws| {
            let (won, lost) = (f64::from(rate.won), f64::from(rate.decided - rate.won));
            draws.beta(won + PRIOR_DEALS * towards, lost + PRIOR_DEALS * (1.0 - towards))
        };
        let mut draws = Draws::new(assumptions.seed, Stream::Overall);
        let overall: Vec<f64> = (0..runs).map(|_| draw(&self.overall, self.assumed, &mut draws)).collect();
        let of_group = |(group, rate): (usize, &WinRate)| {
            let mut draws = Draws::new(assumptions.seed, Stream::Group(group));
            overall.iter().map(|all| draw(rate, *all, &mut draws)).collect()
        };
        let others = self.groups.iter().enumerate().skip(1).map(of_group);
        std::iter::once(overall.clone()).chain(others).collect()
    }
}
