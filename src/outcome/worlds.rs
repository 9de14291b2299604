//! A plan in worlds that differ from the assumed one: each world says what every input is, a plan is gathered once.
//!
//! What is counted for a plan in a world is its expected revenue by the room's formula, with the world's inputs in place of
//! the assumed ones. Hours with an account stay as they are where its potential changes.

use crate::model::Assignment;
use crate::model::OPEN;
use crate::outcome::Outlook;
use crate::outcome::draws::Draws;
use crate::outcome::draws::Stream;
use crate::outcome::expected::served;
use crate::outcome::gathered::Gathered;
use crate::outcome::inputs::INPUTS;
use crate::outcome::inputs::LARGEST;
use crate::outcome::inputs::Span;
use crate::outcome::inputs::Varied;
use crate::outcome::inputs::drift;
use crate::rules::Quantity;

/// What every input is.
#[derive(Clone)]
pub struct World {
    /// Win rate of each group.
    rates: Vec<f64>,
    /// Potential of each of the largest accounts against its estimate.
    largest: Vec<f64>,
    dip: f64,
    elasticity: f64,
    /// Hours on the road against the travel model's.
    travel: f64,
    /// Hours of each rep against those known.
    capacity: Vec<f64>,
    hour_price: f64,
}

/// The assumed world and those around it; plans of one dataset are told in the same ones.
pub struct Worlds<'o> {
    outlook: &'o Outlook<'o>,
    /// Positions of the largest accounts.
    largest: Vec<usize>,
    spans: Vec<Span>,
    /// Whether hours on the road count as work.
    travel_is_work: bool,
}

/// All that a world needs of a plan.
pub struct Sums {
    reps: Vec<Gathered>,
    largest: Vec<LargeAccount>,
}

/// What one of the largest accounts brings to its rep.
struct LargeAccount {
    rep: usize,
    group: usize,
    potential: f64,
    revenue: f64,
    /// Fit x ramp of its rep.
    suits: f64,
    /// Which of the largest it is.
    place: usize,
}

impl LargeAccount {
    /// What it would bring beside today's revenue if all of it were won, more or less than by its estimate.
    fn difference(&self, part: f64) -> f64 {
        let open = |potential: f64| (potential - self.revenue).max(0.0);
        (open(self.potential * part) - open(self.potential)) * self.suits
    }
}

impl<'o> Worlds<'o> {
    /// The worlds around an outlook.
    pub fn new(outlook: &'o Outlook<'o>) -> Self {
        let terms = outlook.judge().terms();
        let span = |varied| Span::of(varied, outlook.assumptions(), outlook.rates(), outlook.hour_price());
        Self {
            outlook,
            largest: largest(&terms.scores().potential, |account| terms.is_excluded(account)),
            spans: INPUTS.iter().map(|input| span(input.varied)).collect(),
            travel_is_work: terms.depends_on_rep(Quantity::Workload),
        }
    }

    /// How far each of [`INPUTS`] may be from what is assumed, in that order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Gathers a plan.
    pub fn sums(&self, plan: &Assignment) -> Sums {
        let terms = self.outlook.judge().terms();
        let (dataset, scores) = (terms.dataset(), terms.scores());
        let large = |(place, &account): (usize, &usize)| {
            let rep = *plan.rep.get(account)?;
            (rep != OPEN).then(|| LargeAccount {
                rep: usize::from(rep),
                group: self.outlook.rates().group(dataset, account),
                potential: scores.potential[account],
                revenue: scores.revenue[account],
                suits: terms.fit(account, rep) * dataset.reps[usize::from(rep)].ramp,
                place,
            })
        };
        let largest = self.largest.iter().enumerate().filter_map(large).collect();
        Sums { reps: self.outlook.gathered(plan), largest }
    }

    /// The world as it is assumed.
    pub fn assumed(&self) -> World {
        let (rates, assumptions) = (self.outlook.rates(), self.outlook.assumptions());
        World {
            rates: (0..rates.len()).map(|group| rates.rate(group)).collect(),
            largest: vec![1.0; self.largest.len()],
            dip: assumptions.dip_percent / 100.0,
            elasticity: assumptions.coverage_elasticity,
            travel: 1.0,
            capacity: vec![1.0; self.outlook.judge().terms().dataset().reps.len()],
            hour_price: self.outlook.hour_price(),
        }
    }

    /// The assumed world with one input otherwise.
    pub fn with(&self, varied: Varied, value: f64) -> World {
        let mut world = self.assumed();
        match varied {
            Varied::WinRate => {
                let (overall, _) = self.outlook.rates().overall();
                let part = if overall > 0.0 { value / overall } else { 1.0 };
                world.rates.iter_mut().for_each(|rate| *rate = (*rate * part).min(1.0));
            }
            Varied::Largest => world.largest.fill(value),
            Varied::Dip => world.dip = value,
            Varied::Elasticity => world.elasticity = value,
            Varied::Travel => world.travel = value,
            Varied::Capacity => world.capacity.fill(value),
            Varied::HourPrice => world.hour_price = value,
        }
        world
    }

    /// So many worlds with all inputs drawn together, from their ranges; the hours of each rep, the potential of each of the
    /// largest accounts and the win rate of each group by themselves. The same for every plan, and for a seed.
    pub fn drawn(&self, count: u32) -> Vec<World> {
        let assumptions = crate::outcome::Assumptions { runs: count, ..self.outlook.assumptions().clone() };
        let rates = self.outlook.rates().years(&assumptions);
        let source = |stream| Draws::new(assumptions.seed, stream);
        let mut common = source(Stream::World);
        let mut largest: Vec<Draws> = self.largest.iter().map(|&account| source(Stream::Account(account))).collect();
        let mut reps: Vec<Draws> = (0..self.assumed().capacity.len()).map(|rep| source(Stream::Rep(rep))).collect();
        let world = |number: usize| {
            let mut draw = |varied| self.span(varied).at(common.normal());
            let (dip, elasticity) = (draw(Varied::Dip).min(1.0), draw(Varied::Elasticity).min(1.0));
            let (travel, hour_price) = (draw(Varied::Travel), draw(Varied::HourPrice));
            let year = drift(common.normal());
            let each = |varied, source: &mut Draws| self.span(varied).at(source.normal());
            World {
                rates: rates.iter().map(|years| (years[number] * year).min(1.0)).collect(),
                largest: largest.iter_mut().map(|source| each(Varied::Largest, source)).collect(),
                dip,
                elasticity,
                travel,
                capacity: reps.iter_mut().map(|source| each(Varied::Capacity, source)).collect(),
                hour_price,
            }
        };
        (0..count as usize).map(world).collect()
    }

    fn span(&self, varied: Varied) -> Span {
        let place = INPUTS.iter().position(|input| input.varied == varied);
        place.map_or_else(Span::default, |place| self.spans[place])
    }

    /// What a plan brings in a world, money a year.
    pub fn expected(&self, sums: &Sums, world: &World) -> f64 {
        let mut growth: Vec<f64> = sums
            .reps
            .iter()
            .map(|rep| rep.chances.iter().map(|chance| chance.worth * world.rates[chance.group]).sum())
            .collect();
        for account in &sums.largest {
            growth[account.rep] += account.difference(world.largest[account.place]) * world.rates[account.group];
        }
        let more_travel = if self.travel_is_work { world.travel - 1.0 } else { 0.0 };
        let of_rep = |((rep, growth), part): ((&Gathered, &f64), &f64)| {
            let workload = rep.workload_hours + more_travel * rep.travel_hours;
            let served = served(rep.capacity_hours.map(|hours| hours * part), workload, world.elasticity);
            let costs = world.dip * rep.handed_over + world.hour_price * (world.travel * rep.travel_hours);
            served * (rep.sure + growth) - costs
        };
        sums.reps.iter().zip(&growth).zip(&world.capacity).map(of_rep).sum()
    }
}

/// Positions of the accounts with the largest potential; of equal ones the first.
fn largest(potential: &[f64], is_left_out: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::with_capacity(LARGEST + 1);
    for (account, amount) in potential.iter().enumerate().filter(|(account, _)| !is_left_out(*account)) {
        let place = found.iter().position(|known| potential[*known] < *amount).unwrap_or(found.len());
        if place < LARGEST {
            found.insert(place, account);
            found.truncate(LARGEST);
        }
    }
    found
}
