//! The account score: fit, engagement, propensity and strategic value in one number, and where each came from.

use crate::model::Categories;
use crate::model::Dataset;
use crate::model::Status;
use crate::score::Estimate;
use crate::score::Scores;
use crate::score::history::AccountSales;
use crate::score::history::WinRate;
use crate::score::history::drawn;
use crate::units::counted;
use crate::units::grouped;
use serde::Deserialize;
use serde::Serialize;

/// What a part counts where nothing is known.
const NEUTRAL: f64 = 0.5;

/// The score of an account with its parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MasterScore {
    /// Fit, engagement, propensity, strategic value.
    pub parts: [ScorePart; 4],
    /// Weighted mean of the parts, 0 to 1; the sum of their contributions.
    pub total: f64,
}

/// One part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScorePart {
    /// What it is: `Fit`.
    pub name: String,
    /// 0 to 1, 1 = best.
    pub value: f64,
    /// What it counts of the whole, 0 to 1.
    pub share: f64,
    /// What it adds to the score: value x share.
    pub contribution: f64,
    /// Where the value came from: `product fit of the file`, `win rate of Retail: 63 % of 412 deals, the best`.
    pub source: String,
}

/// Names of the parts, in order.
const NAMES: [&str; 4] = [text!("Fit"), text!("Engagement"), text!("Propensity"), text!("Strategic value")];

/// What a value was taken from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    /// The file's own column.
    File,
    /// The win rate of its segment or, where it has none, of all.
    WinRate(WinRate),
    /// The file's column and the win rate.
    FileAndWinRate(WinRate),
    /// The share of customers in its industry.
    Customers(f64),
    /// Its deals.
    Deals(AccountSales),
    /// The relationship with its rep.
    Relationship,
    /// The history, which does not know it.
    NoDeal,
    /// The place by potential.
    Place,
    /// Nothing.
    Nothing,
}

/// What the parts of all accounts need in common.
pub struct Basis<'d> {
    dataset: &'d Dataset,
    scores: &'d Scores,
    best_win_rate: f64,
    /// Share of customers by industry, empty where it tells nothing.
    customers: Vec<f64>,
    best_customers: f64,
}

impl<'d> Basis<'d> {
    /// Prepares the parts of the accounts' scores; of `scores`, all but the score itself must be there.
    pub fn new(dataset: &'d Dataset, scores: &'d Scores) -> Self {
        let labelled = scores.sales.groups.iter().skip(1);
        // Where every account has its fit in the file, nobody asks for the customers by industry.
        let needed = dataset.accounts.product_fit.iter().any(|fit| !fit.is_finite());
        let customers = if needed { customers_by_industry(dataset) } else { Vec::new() };
        Self {
            best_win_rate: labelled.map(|group| group.rate).fold(0.0, f64::max),
            best_customers: customers.iter().skip(1).copied().fold(0.0, f64::max),
            dataset,
            scores,
            customers,
        }
    }

    /// How well we suit the account, 0 to 1: the file's `product_fit`; else the win rate of its segment (or industry) as a
    /// part of the best segment's; else the share of customers in its industry as a part of the best industry's; else 0.5.
    fn fit(&self, account: usize) -> (f64, Source) {
        let accounts = &self.dataset.accounts;
        if let Some(given) = share(accounts.product_fit[account]) {
            return (given, Source::File);
        }
        let rate = self.scores.sales.of_group(self.dataset, account).filter(|_| self.best_win_rate > 0.0);
        if let Some(rate) = rate {
            return (rate.rate / self.best_win_rate, Source::WinRate(rate));
        }
        match accounts.industry.code(account) {
            industry if industry > 0 && self.best_customers > 0.0 => {
                let customers = self.customers[industry];
                (customers / self.best_customers, Source::Customers(customers))
            }
            _ => (NEUTRAL, Source::Nothing),
        }
    }

    /// How much the account responds, 0 to 1: the file's `engagement`; else its deals, `recency x n / (n + 1)` with n of
    /// them, but for a customer at least its relationship; else, for a prospect, 0 where there is a history that does not
    /// know it, and 0.5 where there is none.
    ///
    /// Recency is 1 with an open deal, and halves with every year between its last decided deal and the newest of all. That
    /// recency and frequency tell who responds: Hughes 1994, "Strategic database marketing". The half-life of a year and
    /// the saturation n / (n + 1) are this program's.
    fn engagement(&self, account: usize) -> (f64, Source) {
        let accounts = &self.dataset.accounts;
        if let Some(given) = share(accounts.engagement[account]) {
            return (given, Source::File);
        }
        let deals = self.scores.deals.of(account).map(|sales| (response(&sales), Source::Deals(sales)));
        let known = (accounts.status(account) == Status::Customer)
            .then(|| (self.scores.relationship[account], Source::Relationship));
        let better = deals.into_iter().chain(known).max_by(|one, other| one.0.total_cmp(&other.0));
        better.unwrap_or(if self.scores.deals.is_empty() { (NEUTRAL, Source::Nothing) } else { (0.0, Source::NoDeal) })
    }

    /// How likely the account is to buy, 0 to 1: the mean of the file's `intent` and the win rate of its segment (or
    /// industry; of all deals where it has none), or the one of them that there is, else 0.5; for a customer
    /// x (1 - `churn_risk`).
    fn propensity(&self, account: usize) -> (f64, Source) {
        let sales = &self.scores.sales;
        let rate = sales.of_group(self.dataset, account).or((!sales.is_empty()).then_some(sales.overall));
        let (value, source) = match (share(self.dataset.accounts.intent[account]), rate) {
            (Some(intent), Some(rate)) => (f64::midpoint(intent, rate.rate), Source::FileAndWinRate(rate)),
            (Some(intent), None) => (intent, Source::File),
            (None, Some(rate)) => (rate.rate, Source::WinRate(rate)),
            (None, None) => (NEUTRAL, Source::Nothing),
        };
        (value * (1.0 - self.churn_risk(account)), source)
    }

    /// The risk that a customer leaves; 0 for a prospect, or where the file does not tell.
    fn churn_risk(&self, account: usize) -> f64 {
        let accounts = &self.dataset.accounts;
        let risk = share(accounts.churn_risk[account]).unwrap_or(0.0);
        if accounts.status(account) == Status::Customer { risk } else { 0.0 }
    }

    fn parts(&self, account: usize) -> [(f64, Source); 4] {
        let strategic = self.scores.ranks.value(self.dataset, account);
        [self.fit(account), self.engagement(account), self.propensity(account), (strategic, Source::Place)]
    }

    /// The score of each account, and how the columns that the file lacks were filled.
    pub fn all(&self) -> (Vec<f32>, Vec<Estimate>) {
        let shares = self.dataset.weights.shares();
        let mut filled = [0; 3];
        let score = |account: usize| {
            let parts = self.parts(account);
            for (count, (_, source)) in filled.iter_mut().zip(&parts) {
                *count += u32::from(!matches!(source, Source::File | Source::FileAndWinRate(_)));
            }
            parts.iter().zip(shares).map(|((value, _), share)| value * share).sum::<f64>() as f32
        };
        let scores = (0..self.dataset.accounts.len()).map(score).collect();
        let estimates = ["product_fit", "engagement", "intent"].iter().zip(filled).zip(self.hows());
        let estimates = estimates.filter(|((_, accounts), _)| *accounts > 0);
        let estimate = |((column, accounts), how): ((&&str, u32), &str)| Estimate {
            column: (*column).to_owned(),
            accounts,
            how: how.to_owned(),
        };
        (scores, estimates.map(estimate).collect())
    }

    /// How gaps of fit, engagement and intent are filled.
    fn hows(&self) -> [&'static str; 3] {
        let fit = match (self.best_win_rate > 0.0, self.best_customers > 0.0) {
            (true, _) => say!("The win rate of the account's segment or industry, the best one's counting as 1."),
            (false, true) => say!("The share of customers in the account's industry, the best one's counting as 1."),
            (false, false) => say!("Nothing tells how well an account suits: each counts as 0.5 of 1."),
        };
        let engagement = if self.scores.deals.is_empty() {
            say!("Customers count by their relationship, prospects as 0.5 of 1.")
        } else {
            say!("By the number of deals and how recent they are; customers at least by their relationship.")
        };
        let intent = if self.scores.sales.is_empty() {
            say!("Nothing tells who is about to buy: each counts as 0.5 of 1.")
        } else {
            say!("The win rate of the account's segment or industry stands for it.")
        };
        [fit, engagement, intent]
    }

    /// The score of one account with its parts.
    fn one(&self, account: usize) -> MasterScore {
        let (shares, parts) = (self.dataset.weights.shares(), self.parts(account));
        let parts = std::array::from_fn(|part| {
            let ((value, source), share) = (parts[part], shares[part]);
            let source = self.words(part, account, source);
            ScorePart { name: NAMES[part].to_owned(), value, share, contribution: value * share, source }
        });
        MasterScore { total: parts.iter().map(|part: &ScorePart| part.contribution).sum(), parts }
    }

    /// Where the value of a part came from.
    fn words(&self, part: usize, account: usize, source: Source) -> String {
        let column = [say!("product fit"), say!("engagement"), say!("intent"), say!("potential")][part];
        let words = match source {
            Source::File => say!("{column} of the file", column),
            Source::WinRate(rate) if part == 0 => {
                beside(&self.rate_words(account, rate), rate.rate, self.best_win_rate)
            }
            Source::WinRate(rate) => self.rate_words(account, rate),
            Source::FileAndWinRate(rate) => {
                say!("mean of the file's {column} and the {rate}", column, rate = self.rate_words(account, rate))
            }
            Source::Customers(customers) => {
                let industry = self.dataset.accounts.industry.get(account);
                let words =
                    say!("share of customers in {industry}: {customers}", industry, customers = percent(customers));
                beside(&words, customers, self.best_customers)
            }
            Source::Deals(sales) => deals_words(&sales),
            Source::Relationship => say!("relationship with its rep").to_owned(),
            Source::NoDeal => say!("no deal in the history").to_owned(),
            Source::Place => self.place_words(account),
            Source::Nothing => say!("nothing known, so the middle").to_owned(),
        };
        match self.churn_risk(account) {
            risk if risk > 0.0 && part == 2 => {
                say!("{words}; less its churn risk of {risk}", words, risk = percent(risk))
            }
            _ => words,
        }
    }

    /// `win rate of Retail: 63 % of 412 deals`; where there are so few that the rate of all changes it, that is told.
    fn rate_words(&self, account: usize, rate: WinRate) -> String {
        let sales = &self.scores.sales;
        let of_group = sales.of_group(self.dataset, account).is_some();
        let whose = if of_group { sales.column(self.dataset).get(account) } else { say!("all accounts") };
        let (told, deals) = (percent(rate.rate), counted(rate.decided as usize, "deal"));
        if told == percent(f64::from(rate.won) / f64::from(rate.decided.max(1))) {
            say!("win rate of {whose}: {told} of {deals}", whose, told, deals)
        } else {
            say!("win rate of {whose}: {told} by {deals} and the rate of all", whose, told, deals)
        }
    }

    fn place_words(&self, account: usize) -> String {
        let place = percent(self.scores.ranks.place(account));
        let family = self.scores.ranks.is_of_large_family(self.dataset, account);
        if family {
            say!("ranks above {place} of the accounts by potential; raised as one of a large family", place)
        } else {
            say!("ranks above {place} of the accounts by potential", place)
        }
    }
}

/// The score of one account with its parts and where they came from.
pub fn master_score(dataset: &Dataset, scores: &Scores, account: usize) -> MasterScore {
    Basis::new(dataset, scores).one(account)
}

/// A share that the file states.
fn share(value: f64) -> Option<f64> {
    value.is_finite().then(|| value.clamp(0.0, 1.0))
}

/// Engagement by deals: see [`Basis::engagement`].
fn response(sales: &AccountSales) -> f64 {
    let count = f64::from(sales.count());
    let recency = match sales.idle_years {
        Some(years) if sales.open == 0 => libm::exp2(-years),
        _ => 1.0,
    };
    recency * count / (count + 1.0)
}

fn deals_words(sales: &AccountSales) -> String {
    let deals = counted(sales.count() as usize, "deal");
    match sales.idle_years {
        _ if sales.open > 0 => say!("{deals}, {open} open", deals, open = grouped(f64::from(sales.open), 0)),
        Some(years) => {
            say!("{deals}, the last {years} years before the newest of all", deals, years = grouped(years, 1))
        }
        None => deals,
    }
}

/// Share of customers by the code of the industry, drawn towards that of all accounts; empty where all are customers or
/// none is, so that it would tell nothing.
fn customers_by_industry(dataset: &Dataset) -> Vec<f64> {
    let industry: &Categories = &dataset.accounts.industry;
    let mut counts = vec![(0_u32, 0_u32); industry.labels().len()];
    for (account, prospect) in dataset.accounts.prospect.iter().enumerate() {
        let (customers, accounts) = &mut counts[industry.code(account)];
        *customers += u32::from(*prospect == 0);
        *accounts += 1;
    }
    let (customers, all) = counts.iter().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    if customers == 0 || customers == all {
        return Vec::new();
    }
    let overall = f64::from(customers) / f64::from(all);
    counts.into_iter().map(|(hits, tries)| drawn(hits, tries, overall)).collect()
}

/// A rate beside the best one, of which it is a part: without it, the value of the part would not follow from the words.
fn beside(words: &str, rate: f64, best: f64) -> String {
    match percent(best) {
        best if best == percent(rate) => say!("{words}, the best", words),
        best => say!("{words}; the best is {best}", words, best),
    }
}

fn percent(share: f64) -> String {
    format!("{} %", grouped(share * 100.0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ScoreWeights;
    use crate::score::sample::dataset;
    use crate::score::sample::deal;
    use crate::score::score;

    /// Value and source of a part of an account's score.
    fn part(data: &Dataset, account: usize, part: usize) -> (f64, String) {
        let part = &master_score(data, &score(data), account).parts[part];
        (part.value, part.source.clone())
    }

    fn assert_near(found: &(f64, String), value: f64, source: &str) {
        assert!((found.0 - value).abs() < 1e-6 && found.1 == source, "{found:?}, expected {value} {source}");
    }

    /// Four accounts: two of Retail, which wins 30 of 40 deals, one of Energy, which wins 10 of 40, one of no industry.
    fn with_deals() -> Dataset {
        let mut data = dataset(4);
        data.accounts.industry = Categories::from_texts(["Retail", "Retail", "Energy", ""]);
        data.accounts.prospect.0 = vec![0, 1, 1, 1];
        for number in 0..40 {
            deal(&mut data, 0, 0, if number < 30 { 1 } else { 2 }, 10.0, "", "2025-01-01");
            deal(&mut data, 2, 0, if number < 10 { 1 } else { 2 }, 10.0, "", "2024-01-01");
        }
        data
    }

    #[test]
    fn fit_is_the_files_or_looks_like_customers() {
        // Somebody who stated the fit must find that number; a guess must say which one it is.
        let mut data = with_deals();
        data.accounts.product_fit[0] = 0.9;
        assert_near(&part(&data, 0, 0), 0.9, "product fit of the file");
        // (30 + 20 / 2) / (40 + 20) and (10 + 20 / 2) / (40 + 20).
        assert_near(&part(&data, 1, 0), 1.0, "win rate of Retail: 67 % by 40 deals and the rate of all, the best");
        assert_near(
            &part(&data, 2, 0),
            0.5,
            "win rate of Energy: 33 % by 40 deals and the rate of all; the best is 67 %",
        );
        assert_near(&part(&data, 3, 0), 0.5, "nothing known, so the middle");
        data.opportunities = crate::model::Opportunities::default();
        // Of 4 accounts 1 is a customer: (1 + 20 / 4) / (2 + 20) in Retail, (0 + 20 / 4) / (1 + 20) in Energy.
        assert_near(&part(&data, 1, 0), 1.0, "share of customers in Retail: 27 %, the best");
        assert_near(
            &part(&data, 2, 0),
            (5.0 / 21.0) / (6.0 / 22.0),
            "share of customers in Energy: 24 %; the best is 27 %",
        );
        data.accounts.prospect.0 = vec![1; 4];
        assert_near(&part(&data, 1, 0), 0.5, "nothing known, so the middle");
    }

    #[test]
    fn engagement_is_the_files_or_follows_deals() {
        // A prospect that is being talked to must rank before one that nobody knows.
        let mut data = with_deals();
        data.accounts.engagement[3] = 0.3;
        data.accounts.relationship[0] = 0.2;
        deal(&mut data, 1, 0, 0, 10.0, "2020-01-01", "");
        assert_near(&part(&data, 0, 1), 40.0 / 41.0, "40 deals, the last 0.0 years before the newest of all");
        assert_near(&part(&data, 1, 1), 0.5, "1 deal, 1 open");
        assert_near(&part(&data, 2, 1), 20.0 / 41.0, "40 deals, the last 1.0 years before the newest of all");
        assert_near(&part(&data, 3, 1), 0.3, "engagement of the file");
        data.accounts.engagement[3] = f64::NAN;
        assert_near(&part(&data, 3, 1), 0.0, "no deal in the history");
        data.opportunities = crate::model::Opportunities::default();
        assert_near(&part(&data, 0, 1), 0.2, "relationship with its rep");
        assert_near(&part(&data, 3, 1), 0.5, "nothing known, so the middle");
    }

    #[test]
    fn propensity_joins_intent_and_win_rate_less_churn() {
        // A customer that is about to leave must not be told as the next buyer.
        let mut data = with_deals();
        data.accounts.intent[1] = 1.0;
        data.accounts.churn_risk.0 = vec![0.25; 4];
        let retail = "win rate of Retail: 67 % by 40 deals and the rate of all";
        assert_near(&part(&data, 0, 2), 0.5, &format!("{retail}; less its churn risk of 25 %"));
        assert_near(&part(&data, 1, 2), 5.0 / 6.0, &format!("mean of the file's intent and the {retail}"));
        assert_near(&part(&data, 3, 2), 0.5, "win rate of all accounts: 50 % of 80 deals");
        data.opportunities = crate::model::Opportunities::default();
        assert_near(&part(&data, 1, 2), 1.0, "intent of the file");
        assert_near(&part(&data, 2, 2), 0.5, "nothing known, so the middle");
    }

    #[test]
    fn strategic_value_is_the_place_by_potential() {
        // A place is read as "better than so many": it must be of this account and name the family that raised it.
        let mut data = dataset(4);
        data.accounts.potential.0 = vec![1.0, 2.0, 3.0, 4.0];
        assert_near(&part(&data, 2, 3), 0.625, "ranks above 62 % of the accounts by potential");
        data.families = 1;
        data.accounts.family.0 = vec![0, 1, 1, 0];
        assert_near(
            &part(&data, 0, 3),
            0.34375,
            "ranks above 12 % of the accounts by potential; raised as one of a large family",
        );
    }

    #[test]
    fn guesses_are_stated_only_where_the_file_is_silent() {
        // An estimate that is not told is a lie; one that was not made would make the reader doubt the file.
        let mut data = with_deals();
        let guessed = |data: &Dataset| {
            let estimates = score(data).estimates.into_iter();
            let of_score =
                estimates.filter(|one| ["product_fit", "engagement", "intent"].contains(&one.column.as_str()));
            of_score.map(|one| (one.column, one.accounts)).collect::<Vec<_>>()
        };
        let column = |name: &str, count: u32| (name.to_owned(), count);
        assert_eq!(guessed(&data), [column("product_fit", 4), column("engagement", 4), column("intent", 4)]);
        data.accounts.product_fit.0 = vec![0.5; 4];
        data.accounts.engagement[0] = 0.5;
        data.accounts.intent[0] = 0.5;
        assert_eq!(guessed(&data), [column("engagement", 3), column("intent", 3)]);
    }

    #[test]
    fn weights_decide_the_order() {
        // Who weighs engagement only must find the account first that responds, and the other one with fit only.
        let mut data = dataset(2);
        data.accounts.product_fit.0 = vec![0.9, 0.1];
        data.accounts.engagement.0 = vec![0.2, 0.6];
        let none = ScoreWeights { fit: 0.0, engagement: 0.0, propensity: 0.0, strategic: 0.0 };
        data.weights = ScoreWeights { fit: 3.0, ..none };
        assert_eq!(score(&data).master, [0.9, 0.1]);
        data.weights = ScoreWeights { engagement: 0.1, ..none };
        assert_eq!(score(&data).master, [0.2, 0.6]);
        data.weights = ScoreWeights { fit: 1.0, engagement: 3.0, ..none };
        let first = master_score(&data, &score(&data), 0);
        assert!((first.total - (0.9 + 3.0 * 0.2) / 4.0).abs() < 1e-12);
        assert_eq!(first.parts.map(|part| part.share), [0.25, 0.75, 0.0, 0.0]);
    }
}
