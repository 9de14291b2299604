//! What a plan is expected to bring, by the room's formula.

use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::outcome::Assumptions;
use crate::outcome::Simulation;
use crate::outcome::gathered::Gathered;
use crate::outcome::gathered::gather;
use crate::outcome::rates::Rates;
use crate::outcome::simulate::simulate;
use serde::Deserialize;
use serde::Serialize;

/// What data and assumptions say about the year to come; any plan of the data can be asked about.
pub struct Outlook<'j> {
    judge: &'j Judge,
    assumptions: Assumptions,
    rates: Rates,
    hour_price: f64,
}

/// What a plan is expected to bring.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanOutcome {
    /// Of each rep, by position.
    pub reps: Vec<RepOutcome>,
    /// Of all reps together.
    pub total: RepOutcome,
    /// What an hour on the road costs, money.
    pub hour_price: f64,
}

/// What a rep, or all of them, are expected to bring. Money is a year's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RepOutcome {
    /// Revenue that is paid today.
    pub sure: f64,
    /// What is won beside it.
    pub growth: f64,
    /// Share of `sure + growth` that comes in with the hours there are, 0 to 1.
    pub coverage: f64,
    /// What does not come in for want of hours.
    pub uncovered: f64,
    /// What is lost where another rep had the account.
    pub dip: f64,
    /// What the hours on the road cost.
    pub travel_cost: f64,
    /// `sure + growth - uncovered - dip - travel cost`.
    pub expected: f64,
    /// Quota, where there is one; in total that of the reps who have one.
    pub quota: Option<f64>,
    /// Expected / quota; in total that of the reps who have a quota.
    pub attainment: Option<f64>,
    /// What the hours cost in which accounts that leave the rep are handed over, money, once.
    pub transition: f64,
}

impl<'j> Outlook<'j> {
    /// Looks ahead from the data of a judge. Where the price of an hour is left open it is the marginal hour's of today's
    /// territories; whoever compares plans of changed data fixes it first, by [`Outlook::hour_price`] of the data as they are.
    pub fn new(judge: &'j Judge, assumptions: Assumptions) -> Self {
        let rates = Rates::new(&judge.terms().scores().sales, &assumptions);
        let hour_price =
            assumptions.hour_price.unwrap_or_else(|| marginal_hour(judge, &rates, assumptions.coverage_elasticity));
        Self { judge, assumptions, rates, hour_price }
    }

    /// What an hour on the road costs, money.
    pub fn hour_price(&self) -> f64 {
        self.hour_price
    }

    /// The assumptions it goes by.
    pub fn assumptions(&self) -> &Assumptions {
        &self.assumptions
    }

    /// A plan, gathered by rep.
    pub(super) fn gathered(&self, plan: &Assignment) -> Vec<Gathered> {
        gather(self.judge, &self.rates, plan)
    }

    /// The judge whose data it looks ahead from.
    pub(super) fn judge(&self) -> &Judge {
        self.judge
    }

    /// How often deals are won.
    pub(super) fn rates(&self) -> &Rates {
        &self.rates
    }

    /// What a plan is expected to bring.
    pub fn expected(&self, plan: &Assignment) -> PlanOutcome {
        let gathered = self.gathered(plan);
        let reps: Vec<RepOutcome> = gathered.iter().map(|rep| self.of_rep(rep)).collect();
        PlanOutcome { total: total(&reps), reps, hour_price: self.hour_price }
    }

    /// What it brings in many possible years.
    pub fn simulate(&self, plan: &Assignment) -> Simulation {
        let gathered = self.gathered(plan);
        let costs: Vec<f64> = gathered.iter().map(|rep| self.dip(rep) + self.travel_cost(rep)).collect();
        simulate(&self.assumptions, &self.rates, &self.judge.terms().scores().sales, &gathered, &costs)
    }

    fn of_rep(&self, rep: &Gathered) -> RepOutcome {
        let growth = growth(rep, &self.rates);
        let coverage = coverage(rep, 1.0, self.assumptions.coverage_elasticity);
        let (dip, travel_cost) = (self.dip(rep), self.travel_cost(rep));
        let expected = coverage * (rep.sure + growth) - dip - travel_cost;
        RepOutcome {
            sure: rep.sure,
            growth,
            coverage,
            uncovered: (1.0 - coverage) * (rep.sure + growth),
            dip,
            travel_cost,
            expected,
            quota: rep.quota,
            attainment: rep.quota.filter(|quota| *quota > 0.0).map(|quota| expected / quota),
            transition: rep.given * self.assumptions.handover_hours * self.hour_price,
        }
    }

    /// 13.2 to 17.6 % of a customer's sales (Shi, Sridhar, Grewal, Lilien 2017), by how strong the relationship is.
    fn dip(&self, rep: &Gathered) -> f64 {
        self.assumptions.dip_percent / 100.0 * rep.handed_over
    }

    fn travel_cost(&self, rep: &Gathered) -> f64 {
        self.hour_price * rep.travel_hours
    }
}

/// What a rep wins beside today's revenue, money a year, before hours are counted.
pub fn growth(rep: &Gathered, rates: &Rates) -> f64 {
    rep.chances.iter().map(|chance| chance.worth * rates.rate(chance.group)).sum()
}

/// The share of what a rep could sell that the hours allow, where these are `part` of the usual: diminishing returns by a
/// constant elasticity (Albers, Mantrala, Sridhar 2010). Hours left over bring nothing more.
pub fn coverage(rep: &Gathered, part: f64, elasticity: f64) -> f64 {
    served(rep.capacity_hours.map(|capacity| capacity * part), rep.workload_hours, elasticity)
}

/// The same by the hours there are and those that are needed.
pub fn served(capacity_hours: Option<f64>, workload_hours: f64, elasticity: f64) -> f64 {
    match capacity_hours {
        Some(capacity) if workload_hours > 0.0 && capacity < workload_hours => {
            libm::pow(capacity.max(0.0) / workload_hours, elasticity)
        }
        _ => 1.0,
    }
}

/// What one more selling hour brings today: of sales = c x hours ^ elasticity the derivative is elasticity x sales / hours.
/// What is paid already is left out: that hour would go to what can still be won. 0 where nothing tells.
fn marginal_hour(judge: &Judge, rates: &Rates, elasticity: f64) -> f64 {
    let today = gather(judge, rates, &judge.today());
    let growth: f64 = today.iter().map(|rep| growth(rep, rates)).sum();
    let hours: f64 = today.iter().map(|rep| rep.workload_hours).sum();
    if hours > 0.0 { elasticity * growth / hours } else { 0.0 }
}

fn total(reps: &[RepOutcome]) -> RepOutcome {
    let sum = |of: fn(&RepOutcome) -> f64| reps.iter().map(of).sum::<f64>();
    let with_quota = || reps.iter().filter(|rep| rep.attainment.is_some());
    let quota: f64 = with_quota().filter_map(|rep| rep.quota).sum();
    let reached: f64 = with_quota().map(|rep| rep.expected).sum();
    let (sure, growth, uncovered) = (sum(|rep| rep.sure), sum(|rep| rep.growth), sum(|rep| rep.uncovered));
    RepOutcome {
        sure,
        growth,
        coverage: if sure + growth > 0.0 { 1.0 - uncovered / (sure + growth) } else { 1.0 },
        uncovered,
        dip: sum(|rep| rep.dip),
        travel_cost: sum(|rep| rep.travel_cost),
        expected: sum(|rep| rep.expected),
        quota: (quota > 0.0).then_some(quota),
        attainment: (quota > 0.0).then(|| reached / quota),
        transition: sum(|rep| rep.transition),
    }
}
