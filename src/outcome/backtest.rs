//! What assignments would have won in quarters that are over, by what was known before them.
//!
//! **How.** The deals decided in the last quarters are held out. From those decided before, a win rate of each rep in each
//! segment (or industry) is learned: that of the segment and that of the rep, each drawn towards all, together on the scale
//! of odds, and what the rep did in this very segment is drawn towards that by 20 deals. Every held-out deal then has a
//! chance with the rep who really had it, and with the one an assignment gives its account to.
//!
//! **What it can say.** Whether the past would have foretold what came (the forecast for the reps who had the deals, luck
//! included, beside what really came), and what other reps would have made of the same deals by their rates.
//!
//! **What it cannot.** Nobody has seen the deal with another rep: that is a counterfactual. Deals that a rep would have
//! found, hours, travel and hand-overs are not in it, and an assignment that was made with all data knew these quarters.
//! The interval of a difference is that of the rates alone: luck with single deals is left out, since both had the same
//! deals.

use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::Outcome;
use crate::order;
use crate::outcome::past::Cell;
use crate::outcome::past::Past;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// Draws of the rates, and of luck.
const DRAWS: usize = 500;
/// At most so many quarters are held out; of a shorter history a fourth.
const MOST_QUARTERS: i32 = 4;
/// Fewer deals than this tell nothing: before, and in the quarters held out.
const FEWEST: [u32; 2] = [60, 30];
/// A rep is known who decided so many deals before.
const KNOWN: u32 = 20;
/// Amounts of deals count where so large a part of them have one; else every deal counts what won ones brought.
const WITH_AMOUNT: f64 = 0.95;

/// A number that is not known exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Less in 5 of 100 draws.
    pub low: f64,
    /// Mean.
    pub mean: f64,
    /// More in 5 of 100 draws.
    pub high: f64,
}

/// What is foretold for the quarters held out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Deals won.
    pub wins: Interval,
    /// Money of won deals; 0 where no deal has an amount.
    pub money: Interval,
}

/// Why the data cannot tell, or not well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// No deal is decided.
    NoDeals,
    /// No two quarters have decided deals with a last day.
    NoDates,
    /// Too few deals before, or in the quarters held out.
    TooFew,
    /// What really came is outside what was foretold.
    NotForetold,
    /// No deal would have had another rep.
    Same,
    /// Most of the deals that would have had another rep go to or come from reps of whom little was known.
    Unknown,
    /// The difference may be on either side of nothing.
    EitherWay,
}

/// What the quarters held out tell about two assignments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Backtest {
    /// First day that is held out, `YYYY-MM-DD`; "" where nothing is.
    pub from: String,
    /// How many quarters are.
    pub quarters: u32,
    /// Decided deals before.
    pub before: u32,
    /// Decided deals held out.
    pub held_out: u32,
    /// How many of them were won, really.
    pub won: u32,
    /// Money of those, really.
    pub money: f64,
    /// Whether each deal counts its own amount; else every one counts what won deals of its segment brought.
    pub own_amounts: bool,
    /// What is foretold with the reps who really had the deals, luck included.
    pub as_it_was: Forecast,
    /// With the first assignment and with the second, luck included.
    pub plans: [Forecast; 2],
    /// How much more the second wins than the first, by the rates.
    pub difference: Forecast,
    /// Deals that have another rep in the second than in the first.
    pub moved: u32,
    /// What speaks against believing it.
    pub doubts: Vec<Doubt>,
}

/// A decided deal of the quarters held out.
struct Deal {
    group: usize,
    /// The rep who had it, and those whom the assignments give it to; [`OPEN`] = nobody.
    reps: [u16; 3],
    worth: f64,
}

/// Tests two assignments on the quarters held out.
pub fn backtest(judge: &Judge, first: &Assignment, second: &Assignment, seed: u64) -> Backtest {
    let dataset = judge.terms().dataset();
    let sales = &judge.terms().scores().sales;
    if sales.is_empty() {
        return Backtest { doubts: vec![Doubt::NoDeals], ..Backtest::default() };
    }
    let Some((cut, quarters)) = cut(dataset) else {
        return Backtest { doubts: vec![Doubt::NoDates], ..Backtest::default() };
    };
    let column = sales.column(dataset);
    let group = |deal: usize| column.code(dataset.opportunities.account[deal] as usize);
    let (past, held) = split(dataset, cut);
    let own_amounts = have_amounts(dataset, &held);
    let past = Past::new(dataset, &past, &group, column.labels().len());
    let plans = [judge.counted(first), judge.counted(second)];
    let deal = |&deal: &usize| {
        let account = dataset.opportunities.account[deal] as usize;
        let [first, second] = [0, 1].map(|plan| plans[plan].rep.get(account).copied().unwrap_or(OPEN));
        let worth = if own_amounts { amount(dataset, deal) } else { past.worth(group(deal)) };
        Deal { group: group(deal), reps: [dataset.opportunities.owner[deal], first, second], worth }
    };
    let deals: Vec<Deal> = held.iter().map(deal).collect();
    let won = held.iter().filter(|deal| dataset.opportunities.outcome(**deal) == Outcome::Won);
    let mut told = Backtest {
        from: first_day(cut),
        quarters: quarters as u32,
        before: past.decided(),
        held_out: held.len() as u32,
        won: won.clone().count() as u32,
        money: won.map(|deal| amount(dataset, *deal)).sum(),
        own_amounts,
        moved: deals.iter().filter(|deal| deal.reps[1] != deal.reps[2]).count() as u32,
        ..Backtest::default()
    };
    foretell(&mut told, &past, &deals, seed);
    told.doubts = doubts(&told, &past, &deals);
    told
}

/// The quarter of a day, counted from year 0.
fn quarter(day: &str) -> Option<i32> {
    let mut parts = day.split('-').map(str::parse::<i32>);
    let (year, month) = (parts.next()?.ok()?, parts.next()?.ok()?);
    (1..=12).contains(&month).then_some(year * 4 + (month - 1) / 3)
}

fn first_day(quarter: i32) -> String {
    format!("{:04}-{:02}-01", quarter.div_euclid(4), quarter.rem_euclid(4) * 3 + 1)
}

/// The decided deals with the quarter of their last day.
fn decided(dataset: &Dataset) -> impl Iterator<Item = (usize, i32)> {
    let history = &dataset.opportunities;
    let decided = (0..history.len()).filter(|deal| history.outcome(*deal) != Outcome::Open);
    decided.filter_map(|deal| Some((deal, quarter(history.closed.get(deal))?)))
}

/// The first quarter that is held out, and how many are; none where all deals lie in one quarter.
fn cut(dataset: &Dataset) -> Option<(i32, i32)> {
    let (first, last) =
        decided(dataset).fold((i32::MAX, i32::MIN), |(first, last), (_, at)| (first.min(at), last.max(at)));
    if first >= last {
        return None;
    }
    let held = ((last - first + 1) / 4).clamp(1, MOST_QUARTERS);
    Some((last - held + 1, held))
}

/// The deals before a quarter, and those from it on.
fn split(dataset: &Dataset, cut: i32) -> (Vec<usize>, Vec<usize>) {
    let (mut past, mut held) = (Vec::new(), Vec::new());
    for (deal, quarter) in decided(dataset) {
        if quarter < cut { past.push(deal) } else { held.push(deal) }
    }
    (past, held)
}

/// What a deal brought or would have brought; 0 where no amount is known.
fn amount(dataset: &Dataset, deal: usize) -> f64 {
    let amount = dataset.opportunities.amount[deal];
    if amount > 0.0 { amount } else { 0.0 }
}

/// Whether lost deals have amounts like won ones: some files write 0 for them.
fn have_amounts(dataset: &Dataset, held: &[usize]) -> bool {
    let lost = || held.iter().filter(|deal| dataset.opportunities.outcome(**deal) == Outcome::Lost);
    let known = lost().filter(|deal| amount(dataset, **deal) > 0.0).count();
    known > 0 && known as f64 >= WITH_AMOUNT * lost().count() as f64
}

/// Deals of one rep in one segment, together.
#[derive(Clone, Copy, Default)]
struct Bundle {
    deals: f64,
    worth: f64,
    squares: f64,
}

/// The deals that each rep has, by rep and segment: of the reps who had them, and of both assignments.
fn bundles(deals: &[Deal]) -> BTreeMap<Cell, [Bundle; 3]> {
    let mut bundles = order::map([]);
    for deal in deals {
        for (side, rep) in deal.reps.into_iter().enumerate().filter(|(_, rep)| *rep != OPEN) {
            let bundle = &mut bundles.entry((rep, deal.group)).or_insert([Bundle::default(); 3])[side];
            bundle.deals += 1.0;
            bundle.worth += deal.worth;
            bundle.squares += deal.worth * deal.worth;
        }
    }
    bundles
}

/// Sums over the draws: wins and money of each side by the rates, and of its luck.
#[derive(Default)]
struct Drawn {
    rates: [[Vec<f64>; 2]; 3],
    lucky: [[Vec<f64>; 2]; 3],
}

fn foretell(told: &mut Backtest, past: &Past, deals: &[Deal], seed: u64) {
    let bundles = bundles(deals);
    let cells: Vec<Cell> = bundles.keys().copied().collect();
    let mut drawing = past.drawing(seed, &cells);
    let mut drawn = Drawn::default();
    for _ in 0..DRAWS {
        let rates = drawing.rates();
        for side in 0..3 {
            let (mut sums, mut variances) = ([0.0; 2], [0.0; 2]);
            for (bundle, rate) in bundles.values().map(|sides| sides[side]).zip(&rates) {
                let chance = rate * (1.0 - rate);
                sums = [sums[0] + bundle.deals * rate, sums[1] + bundle.worth * rate];
                variances = [variances[0] + bundle.deals * chance, variances[1] + bundle.squares * chance];
            }
            let luck = drawing.luck();
            for of in 0..2 {
                drawn.rates[side][of].push(sums[of]);
                drawn.lucky[side][of].push((sums[of] + libm::sqrt(variances[of]) * luck).max(0.0));
            }
        }
    }
    let forecast =
        |[wins, money]: &[Vec<f64>; 2]| Forecast { wins: interval(wins.clone()), money: interval(money.clone()) };
    told.as_it_was = forecast(&drawn.lucky[0]);
    told.plans = [forecast(&drawn.lucky[1]), forecast(&drawn.lucky[2])];
    let more = |of: usize| drawn.rates[2][of].iter().zip(&drawn.rates[1][of]).map(|(second, first)| second - first);
    told.difference = forecast(&[more(0).collect(), more(1).collect()]);
}

fn interval(mut values: Vec<f64>) -> Interval {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.sort_by(f64::total_cmp);
    let at = |percent| crate::outcome::simulate::nearest_rank(&values, percent);
    Interval { low: at(5), mean, high: at(95) }
}

fn doubts(told: &Backtest, past: &Past, deals: &[Deal]) -> Vec<Doubt> {
    let known = |rep: u16| rep == OPEN || past.of_rep(rep) >= KNOWN;
    let moved = || deals.iter().filter(|deal| deal.reps[1] != deal.reps[2]);
    let unknown = moved().filter(|deal| !known(deal.reps[1]) || !known(deal.reps[2])).count();
    let few = told.before < FEWEST[0] || told.held_out < FEWEST[1];
    let Interval { low, high, .. } = told.as_it_was.wins;
    let same = told.moved == 0;
    let around_nothing = |told: &Interval| told.low <= 0.0 && told.high >= 0.0;
    let Forecast { wins, money } = &told.difference;
    let has_money = told.plans.iter().any(|plan| plan.money.high > 0.0);
    [
        (Doubt::TooFew, few),
        (Doubt::NotForetold, !(low..=high).contains(&f64::from(told.won))),
        (Doubt::Same, same),
        (Doubt::Unknown, 2 * unknown > told.moved as usize),
        (Doubt::EitherWay, !same && (around_nothing(wins) || has_money && around_nothing(money))),
    ]
    .into_iter()
    .filter_map(|(doubt, holds)| holds.then_some(doubt))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_those_of_the_calendar() {
        // One month off and the last deals before would be among those that are foretold.
        assert_eq!(quarter("2017-10-01"), Some(2017 * 4 + 3));
        assert_eq!(quarter("2017-09-30").map(first_day), Some("2017-07-01".to_owned()));
        assert_eq!((quarter(""), quarter("2017"), quarter("2017-13-01")), (None, None, None));
    }
}
