//! A plan, gathered by rep: all that the outcome and its simulation need of the accounts.

use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::outcome::rates::Rates;
use crate::rules::Quantity;
use crate::rules::Summed;
use crate::rules::Terms;

/// What one rep has under a plan.
#[derive(Clone, Default)]
pub struct Gathered {
    /// Revenue that is paid today, money a year.
    pub sure: f64,
    /// Revenue x relationship of accounts that another rep had, money a year.
    pub handed_over: f64,
    /// Accounts that leave the rep, to another one or to nobody.
    pub given: f64,
    /// Hours a year on the road.
    pub travel_hours: f64,
    /// Hours a year, travel included where it counts as work.
    pub workload_hours: f64,
    /// Hours a year there are, where that is known.
    pub capacity_hours: Option<f64>,
    /// Quota a year, where there is one.
    pub quota: Option<f64>,
    /// What can be won, by group: only groups of which the rep has something to win.
    pub chances: Vec<Chance>,
    /// Deals that may be decided in the year.
    pub deals: f64,
}

/// What a rep can win in one group of accounts.
#[derive(Clone, Copy, Default)]
pub struct Chance {
    /// The group.
    pub group: usize,
    /// What it would bring if every deal were won, money a year.
    pub worth: f64,
    /// Sum of the squares of what single deals would bring: by how much chance moves the sum.
    pub squares: f64,
}

/// Everything of a plan, by rep.
pub fn gather(judge: &Judge, rates: &Rates, plan: &Assignment) -> Vec<Gathered> {
    let plan = judge.counted(plan);
    let terms = judge.terms();
    let dataset = terms.dataset();
    let mut all: Vec<Gathered> = dataset
        .reps
        .iter()
        .map(|rep| Gathered { capacity_hours: rep.capacity_hours, quota: rep.quota, ..Gathered::default() })
        .collect();
    let mut chances = vec![Chance::default(); all.len() * rates.len()];
    for (account, &rep) in plan.rep.iter().enumerate() {
        let owner = terms.owner(account);
        if owner != OPEN && owner != rep {
            all[usize::from(owner)].given += 1.0;
        }
        if rep == OPEN {
            continue;
        }
        let revenue = terms.scores().revenue[account];
        let mine = &mut all[usize::from(rep)];
        mine.sure += revenue;
        if owner != OPEN && owner != rep {
            mine.handed_over += revenue * terms.scores().relationship[account];
        }
        let (worth, deals) = prospects(terms, account, rep);
        if worth > 0.0 {
            mine.deals += deals;
            let chance = &mut chances[usize::from(rep) * rates.len() + rates.group(dataset, account)];
            chance.worth += worth;
            chance.squares += worth * worth / deals;
        }
    }
    let (workload, travel) = (terms.loads(Quantity::Workload, &plan), terms.sums(Summed::TravelHours, &plan));
    for (rep, mine) in all.iter_mut().enumerate() {
        (mine.workload_hours, mine.travel_hours) = (workload[rep], travel[rep]);
        let row = chances[rep * rates.len()..].iter().take(rates.len()).enumerate();
        mine.chances =
            row.filter(|(_, chance)| chance.worth > 0.0).map(|(group, chance)| Chance { group, ..*chance }).collect();
    }
    all
}

/// What an account would bring beside today's revenue if the rep won all of it, money a year, and in how many deals:
/// each of the usual size, at least one.
pub fn prospects(terms: &Terms, account: usize, rep: u16) -> (f64, f64) {
    let scores = terms.scores();
    let open = (scores.potential[account] - scores.revenue[account]).max(0.0);
    let usual = scores.sales.usual_deal.filter(|deal| *deal > 0.0);
    let deals = usual.map_or(1.0, |deal| libm::round(open / deal).max(1.0));
    (open * terms.fit(account, rep) * terms.dataset().reps[usize::from(rep)].ramp, deals)
}
