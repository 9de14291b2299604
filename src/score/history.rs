//! What the sales history tells: how often deals are won, how long they take, and what each account did.

use crate::model::Categories;
use crate::model::Dataset;
use crate::model::Outcome;
use crate::order::Order;
use crate::score::calendar::day_number;
use crate::score::calendar::fractional_year;
use crate::score::money::median;
use crate::score::money::won_per_year;
use serde::Deserialize;
use serde::Serialize;

/// So many deals (or accounts) of a group weigh as much as the rate of all, or as a rate that is assumed.
pub const PRIOR_DEALS: f64 = 20.0;
/// A decided deal without a day counts as so many years before the newest.
const UNDATED_YEARS: f32 = 1.0;
/// Fewest cycles whose spread is trusted.
const ENOUGH_CYCLES: usize = 30;

/// How many of the decided deals were won.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WinRate {
    /// Deals won.
    pub won: u32,
    /// Deals won or lost.
    pub decided: u32,
    /// Share of the deals that can be expected to be won, 0 to 1. Of all deals: `won / decided`, 0 where none is decided.
    /// Of a segment or a rep: drawn towards the rate of all, the more so the fewer deals are behind it,
    /// `(won + k x overall) / (decided + k)` with k = 20: the mean of a Beta posterior whose prior is worth 20 deals at the
    /// overall rate (shrinkage of batting averages: Efron and Morris 1975, Journal of the American Statistical Association
    /// 70(350)).
    pub rate: f64,
}

impl WinRate {
    fn count(&mut self, outcome: Outcome) {
        self.won += u32::from(outcome == Outcome::Won);
        self.decided += u32::from(outcome != Outcome::Open);
    }

    fn drawn_towards(self, overall: f64) -> Self {
        Self { rate: drawn(self.won, self.decided, overall), ..self }
    }
}

/// A share of a group, drawn towards that of all: see [`WinRate::rate`].
pub fn drawn(hits: u32, tries: u32, overall: f64) -> f64 {
    (f64::from(hits) + PRIOR_DEALS * overall) / (f64::from(tries) + PRIOR_DEALS)
}

/// What the deals of all accounts tell together. Empty where no deal is decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sales {
    /// Of all deals.
    pub overall: WinRate,
    /// Whether `groups` are the labels of the column `segment`; else they are those of `industry`.
    pub by_segment: bool,
    /// Of each segment (or industry), by the code of its label; code 0 is that of accounts without one.
    pub groups: Vec<WinRate>,
    /// Of each rep who owned deals, by position.
    pub reps: Vec<WinRate>,
    /// Median days from the first to the last day of a decided deal; `None` where no deal has both.
    pub cycle_days: Option<f64>,
    /// Median amount of a won deal, in the dataset's currency; `None` where no won deal has one.
    pub usual_deal: Option<f64>,
    /// Standard deviation of the logarithm of a decided deal's days; `None` where fewer than 30 have both days.
    pub cycle_spread: Option<f64>,
}

impl Sales {
    /// Counts the deals of a dataset.
    pub fn new(dataset: &Dataset) -> Self {
        let history = &dataset.opportunities;
        let by_segment = dataset.accounts.segment.labels().len() > 1;
        let mut sales = Self { by_segment, ..Self::default() };
        let column = sales.column(dataset);
        let (mut groups, mut reps) =
            (vec![WinRate::default(); column.labels().len()], vec![WinRate::default(); dataset.reps.len()]);
        let (mut cycles, mut amounts) = (Vec::new(), Vec::new());
        for deal in 0..history.len() {
            let outcome = history.outcome(deal);
            sales.overall.count(outcome);
            groups[column.code(history.account[deal] as usize)].count(outcome);
            if let Some(rep) = reps.get_mut(history.owner[deal] as usize) {
                rep.count(outcome);
            }
            cycles.extend(cycle_days(dataset, deal).map(f64::from));
            amounts.extend((outcome == Outcome::Won && history.amount[deal] > 0.0).then_some(history.amount[deal]));
        }
        if sales.overall.decided == 0 {
            return Self::default();
        }
        let overall = f64::from(sales.overall.won) / f64::from(sales.overall.decided);
        sales.overall.rate = overall;
        sales.groups = groups.into_iter().map(|group| group.drawn_towards(overall)).collect();
        sales.reps = reps.into_iter().map(|rep| rep.drawn_towards(overall)).collect();
        sales.cycle_spread = log_spread(&cycles);
        (sales.cycle_days, sales.usual_deal) = (median(cycles), median(amounts));
        sales
    }

    /// Whether no deal is decided.
    pub fn is_empty(&self) -> bool {
        self.overall.decided == 0
    }

    /// The column whose labels the groups are.
    pub fn column<'d>(&self, dataset: &'d Dataset) -> &'d Categories {
        if self.by_segment { &dataset.accounts.segment } else { &dataset.accounts.industry }
    }

    /// The rate of an account's segment (or industry); none where it has none, or no deal is decided.
    pub fn of_group(&self, dataset: &Dataset, account: usize) -> Option<WinRate> {
        let code = self.column(dataset).code(account);
        if code == 0 { None } else { self.groups.get(code).copied() }
    }
}

/// Standard deviation of the logarithm of days, each at least 1; none of fewer than [`ENOUGH_CYCLES`].
fn log_spread(days: &[f64]) -> Option<f64> {
    if days.len() < ENOUGH_CYCLES {
        return None;
    }
    let (count, log) = (days.len() as f64, |days: &f64| libm::log(days.max(1.0)));
    let mean = days.iter().map(log).sum::<f64>() / count;
    let squares: f64 = days.iter().map(|days| (log(days) - mean) * (log(days) - mean)).sum();
    Some(libm::sqrt(squares / (count - 1.0)))
}

/// Days from the first to the last day of a decided deal, where it has both in order.
fn cycle_days(dataset: &Dataset, deal: usize) -> Option<f32> {
    let history = &dataset.opportunities;
    if history.outcome(deal) == Outcome::Open {
        return None;
    }
    let days = day_number(history.closed.get(deal))? - day_number(history.created.get(deal))?;
    (days >= 0).then_some(days as f32)
}

/// The deals of one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountSales {
    /// Deals won.
    pub won: u32,
    /// Deals lost.
    pub lost: u32,
    /// Deals not decided yet.
    pub open: u32,
    /// What its won deals brought a year of the history, in the dataset's currency.
    pub won_per_year: f64,
    /// Median days from the first to the last day of its decided deals; `None` where none has both.
    pub cycle_days: Option<f64>,
    /// Years from its last decided deal to the last of all accounts; `None` where none is decided. A deal without any day
    /// counts as one year old.
    pub idle_years: Option<f64>,
}

impl AccountSales {
    /// How many deals it has.
    pub fn count(&self) -> u32 {
        self.won + self.lost + self.open
    }
}

/// The deals of each account, in columns: one entry per account, or none at all where the dataset has no deals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deals {
    won: Vec<u32>,
    lost: Vec<u32>,
    open: Vec<u32>,
    won_per_year: Vec<f64>,
    /// `NaN` where unknown.
    cycle_days: Vec<f32>,
    /// Infinite where no deal is decided.
    idle_years: Vec<f32>,
}

impl Deals {
    /// Sorts the deals of a dataset by account.
    pub fn new(dataset: &Dataset) -> Self {
        let (history, count) = (&dataset.opportunities, dataset.accounts.len());
        if history.is_empty() {
            return Self::default();
        }
        let mut deals = Self {
            won: vec![0; count],
            lost: vec![0; count],
            open: vec![0; count],
            won_per_year: won_per_year(dataset),
            cycle_days: account_cycles(dataset),
            idle_years: vec![f32::INFINITY; count],
        };
        let decided = |deal: &usize| history.outcome(*deal) != Outcome::Open;
        let last_day = |deal: usize| {
            fractional_year(history.closed.get(deal)).or_else(|| fractional_year(history.created.get(deal)))
        };
        let newest = (0..history.len()).filter(decided).filter_map(last_day).fold(f64::NEG_INFINITY, f64::max);
        for deal in 0..history.len() {
            let account = history.account[deal] as usize;
            match history.outcome(deal) {
                Outcome::Open => deals.open[account] += 1,
                Outcome::Won => deals.won[account] += 1,
                Outcome::Lost => deals.lost[account] += 1,
            }
            if decided(&deal) {
                let idle = last_day(deal).map_or(UNDATED_YEARS, |year| (newest - year) as f32);
                deals.idle_years[account] = deals.idle_years[account].min(idle);
            }
        }
        deals
    }

    /// Whether the dataset has no deals.
    pub fn is_empty(&self) -> bool {
        self.won.is_empty()
    }

    /// What an account's won deals brought a year, in the dataset's currency; 0 where there are none.
    pub fn won_per_year(&self, account: usize) -> f64 {
        self.won_per_year.get(account).copied().unwrap_or(0.0)
    }

    /// The deals of one account; none where it has none.
    pub fn of(&self, account: usize) -> Option<AccountSales> {
        let finite = |value: f32| value.is_finite().then_some(f64::from(value));
        let sales = AccountSales {
            won: *self.won.get(account)?,
            lost: self.lost[account],
            open: self.open[account],
            won_per_year: self.won_per_year[account],
            cycle_days: finite(self.cycle_days[account]),
            idle_years: finite(self.idle_years[account]),
        };
        (sales.count() > 0).then_some(sales)
    }
}

/// Median cycle of each account, `NaN` where unknown: all cycles in one list, ordered by account and length.
fn account_cycles(dataset: &Dataset) -> Vec<f32> {
    let history = &dataset.opportunities;
    let cycle = |deal: usize| cycle_days(dataset, deal).map(|days| (history.account[deal], days));
    let mut cycles: Vec<(u32, f32)> = (0..history.len()).filter_map(cycle).collect();
    cycles.order_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut medians = vec![f32::NAN; dataset.accounts.len()];
    for group in cycles.chunk_by(|a, b| a.0 == b.0) {
        let (low, high) = (group[(group.len() - 1) / 2].1, group[group.len() / 2].1);
        medians[group[0].0 as usize] = f32::midpoint(low, high);
    }
    medians
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OPEN;
    use crate::score::sample::dataset;
    use crate::score::sample::deal;

    #[test]
    fn deals_are_counted_by_account_with_their_usual_cycle() {
        // "3 won, 1 lost; usually decided in 54 days" must be this account's deals and nobody else's.
        let mut data = dataset(3);
        deal(&mut data, 1, 0, 1, 100.0, "2025-01-01", "2025-01-11");
        deal(&mut data, 1, 0, 2, 50.0, "2025-01-01", "2025-02-20");
        deal(&mut data, 1, 0, 1, 300.0, "2025-03-01", "2025-03-21");
        deal(&mut data, 2, 0, 0, 900.0, "2025-05-01", "");
        deal(&mut data, 2, OPEN, 2, f64::NAN, "", "");
        let deals = Deals::new(&data);
        let sales = deals.of(1).unwrap();
        assert_eq!((sales.won, sales.lost, sales.open), (2, 1, 0));
        assert_eq!((sales.cycle_days, sales.won_per_year, sales.idle_years), (Some(20.0), 400.0, Some(0.0)));
        let sales = deals.of(2).unwrap();
        assert_eq!((sales.won, sales.lost, sales.open), (0, 1, 1));
        assert_eq!((sales.cycle_days, sales.won_per_year, sales.idle_years), (None, 0.0, Some(1.0)));
        assert_eq!(deals.of(0), None);
        let all = Sales::new(&data);
        assert_eq!((all.cycle_days, all.usual_deal), (Some(20.0), Some(200.0)));
        assert_eq!((all.overall.won, all.overall.decided, all.overall.rate), (2, 4, 0.5));
        assert_eq!((all.reps[0].won, all.reps[0].decided, all.reps[1].decided), (2, 3, 0));
    }

    #[test]
    fn few_deals_say_little() {
        // One lucky deal must not make a segment or a rep look unbeatable: it is drawn towards all, (1 + 20 / 2) / (1 + 20).
        let mut data = dataset(2);
        data.accounts.segment = Categories::from_texts(["Small", "Large"]);
        deal(&mut data, 0, 0, 1, 1.0, "", "");
        for outcome in [1, 1, 1, 2, 2, 2, 2] {
            deal(&mut data, 1, 1, outcome, 1.0, "", "");
        }
        let sales = Sales::new(&data);
        assert_eq!(sales.overall.rate, 0.5);
        let small = sales.of_group(&data, 0).unwrap();
        assert_eq!((small.won, small.decided), (1, 1));
        assert!((small.rate - 11.0 / 21.0).abs() < 1e-12);
        let large = sales.of_group(&data, 1).unwrap();
        assert!((large.rate - 13.0 / 27.0).abs() < 1e-12);
        assert_eq!(sales.reps[0], small);
    }

    #[test]
    fn industries_stand_in_where_there_are_no_segments() {
        // A file without a segment column still has win rates that differ.
        let mut data = dataset(2);
        data.accounts.industry = Categories::from_texts(["", "Retail"]);
        deal(&mut data, 1, 0, 1, 1.0, "", "");
        let sales = Sales::new(&data);
        assert!(!sales.by_segment);
        assert_eq!(sales.of_group(&data, 0), None);
        assert_eq!(sales.of_group(&data, 1).map(|rate| rate.won), Some(1));
    }

    #[test]
    fn without_deals_nothing_is_kept() {
        // A million accounts without a history must not pay for columns of nothing; open deals decide nothing.
        let mut data = dataset(3);
        assert_eq!((Sales::new(&data), Deals::new(&data)), (Sales::default(), Deals::default()));
        deal(&mut data, 0, 0, 0, 5.0, "2025-01-01", "");
        assert!(Sales::new(&data).is_empty());
        assert_eq!(Deals::new(&data).of(0).map(|sales| (sales.open, sales.idle_years)), Some((1, None)));
    }

    #[test]
    fn the_spread_of_cycles_is_told_by_thirty_deals() {
        // Two deals of 10 and 300 days say nothing about the next; a deal won on its first day must not weigh for ever.
        let mut data = dataset(1);
        for deal_number in 0..30 {
            assert_eq!(Sales::new(&data).cycle_spread, None);
            let closed = if deal_number % 2 == 0 { "2025-01-11" } else { "2025-04-11" };
            deal(&mut data, 0, 0, 1, 5.0, "2025-01-01", closed);
        }
        let expected = libm::log(10.0) / 2.0 * libm::sqrt(30.0 / 29.0);
        assert!((Sales::new(&data).cycle_spread.unwrap() - expected).abs() < 1e-12);
        assert_eq!(log_spread(&[0.0; 30]), Some(0.0));
    }

    #[test]
    fn a_deal_that_ends_before_it_begins_has_no_cycle() {
        // Swapped or mistyped days would make the usual cycle negative.
        let mut data = dataset(1);
        deal(&mut data, 0, 0, 1, 5.0, "2025-06-01", "2025-01-01");
        assert_eq!(Sales::new(&data).cycle_days, None);
    }
}
