//! What a plan's money rests on and nobody knows exactly: each with how far it may be from what is assumed, and why.
//!
//! A range goes from the value that is undercut in one case of ten to the one that is exceeded in one of ten.

use crate::evaluate::figures::Unit;
use crate::outcome::Assumptions;
use crate::outcome::draws::normal_quantile;
use crate::outcome::rates::Rates;
use serde::Deserialize;
use serde::Serialize;

/// How many accounts count as the largest.
pub const LARGEST: usize = 10;
/// By what part win rates differ from year to year beyond what chance with deals explains, one year of ten each way.
const DRIFT: f64 = 0.1;
/// The same of what an account can pay against its estimate.
const POTENTIAL: f64 = 0.2;
/// Hours on the road against the travel model's.
const TRAVEL: [f64; 2] = [0.85, 1.2];
/// The measured dip, in percent, and the usual one: other assumptions keep the proportion.
const DIP: [f64; 3] = [13.2, 15.0, 17.6];
/// Distance of the mean elasticity of all industries, .34, from that of pharmaceuticals, .245.
const ELASTICITY: f64 = 0.095;
/// The price of an hour against the assumed one.
const PRICE: [f64; 2] = [0.5, 1.5];

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Varied {
    /// How often deals are won.
    WinRate,
    /// What the largest accounts can pay.
    Largest,
    /// What hand-overs cost.
    Dip,
    /// What missing hours cost.
    Elasticity,
    /// Hours on the road.
    Travel,
    /// Hours there are.
    Capacity,
    /// What an hour on the road costs.
    HourPrice,
}

/// What a chart, a report and a file say about one input.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// Stable name: `win_rate`.
    pub id: &'static str,
    /// Name on the screen.
    pub title: &'static str,
    /// What is varied.
    pub help: &'static str,
    /// Why so far.
    pub source: &'static str,
    /// How its value is written.
    pub unit: Unit,
    /// Which one it is.
    pub varied: Varied,
}

/// Every input that is varied.
pub const INPUTS: &[Input] = &[
    Input {
        id: "win_rate",
        title: "Win rate",
        help: "Deals won of deals decided, all segments in the same proportion.",
        source: "Standard error of the rate from its deals (the assumed rate is 20 of them), together with 10 % either \
                 way from year to year; no source for these 10 %",
        unit: Unit::Share,
        varied: Varied::WinRate,
    },
    Input {
        id: "largest_potential",
        title: "Potential of the 10 largest accounts",
        help: "What the ten accounts with the largest potential can pay, against the plan's figures.",
        source: "No source: an estimate of potential may well be a fifth off",
        unit: Unit::Share,
        varied: Varied::Largest,
    },
    Input {
        id: "dip",
        title: "Hand-over dip",
        help: "Part of the revenue lost in the first year when a fully trusted rep is changed.",
        source: "13.2 to 17.6 % of a customer's sales: Shi, Sridhar, Grewal, Lilien 2017, Journal of Marketing 81(2)",
        unit: Unit::Share,
        varied: Varied::Dip,
    },
    Input {
        id: "elasticity",
        title: "Effect of selling hours on sales",
        help: "Elasticity: by how many percent sales change where selling hours change by one percent. At 0.34, a tenth fewer \
               hours bring 3.5 % fewer sales.",
        source: "Mean .34 of all industries, .245 of pharmaceuticals, as far to the other side: Albers, Mantrala, Sridhar \
                 2010, Journal of Marketing Research 47(5)",
        unit: Unit::Number,
        varied: Varied::Elasticity,
    },
    Input {
        id: "travel_hours",
        title: "Hours on the road",
        help: "Road factor / speed of the travel model, against the one in force.",
        source: "Road factors of regions from 1.22 to 1.44: Kim, Shin, Lee, Suh 2015, Journal of the Korean Society of \
                 Agricultural Engineers 57(4); no source for the speed",
        unit: Unit::Share,
        varied: Varied::Travel,
    },
    Input {
        id: "capacity",
        title: "Hours of the reps",
        help: "Hours a year that the reps have, all in the same proportion.",
        source: "The assumed spread of hours, one year of ten each way",
        unit: Unit::Share,
        varied: Varied::Capacity,
    },
    Input {
        id: "hour_price",
        title: "Price of an hour on the road",
        help: "What an hour of driving costs in money.",
        source: "No source: half of it, and half more",
        unit: Unit::Money,
        varied: Varied::HourPrice,
    },
];

/// How far an input may be from what is assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Less in one case of ten.
    pub low: f64,
    /// As assumed.
    pub base: f64,
    /// More in one case of ten.
    pub high: f64,
}

/// How many standard deviations the ends of a range are from its middle.
fn end() -> f64 {
    normal_quantile(0.9)
}

impl Span {
    /// Of an input; `price` is that of an hour.
    pub fn of(varied: Varied, assumptions: &Assumptions, rates: &Rates, price: f64) -> Self {
        match varied {
            Varied::WinRate => win_rate(rates),
            Varied::Largest => around(1.0, POTENTIAL),
            Varied::Dip => {
                let base = assumptions.dip_percent / 100.0;
                Self { low: base * DIP[0] / DIP[1], base, high: base * DIP[2] / DIP[1] }
            }
            Varied::Elasticity => around(assumptions.coverage_elasticity, ELASTICITY).within_one(),
            Varied::Travel => Self { low: TRAVEL[0], base: 1.0, high: TRAVEL[1] },
            Varied::Capacity => around(1.0, end() * assumptions.capacity_spread_percent / 100.0),
            Varied::HourPrice => Self { low: PRICE[0] * price, base: price, high: PRICE[1] * price },
        }
    }

    fn within_one(self) -> Self {
        Self { low: self.low.clamp(0.0, 1.0), high: self.high.clamp(0.0, 1.0), ..self }
    }

    /// The value so many standard deviations from the middle: a normal distribution of two halves, never below 0.
    pub fn at(self, deviations: f64) -> f64 {
        let half = if deviations < 0.0 { self.base - self.low } else { self.high - self.base };
        (self.base + half * deviations / end()).max(0.0)
    }
}

fn around(base: f64, half: f64) -> Span {
    Span { low: (base - half).max(0.0), base, high: base + half }
}

/// The variances of the rate itself and of years add up.
fn win_rate(rates: &Rates) -> Span {
    let (base, deals) = rates.overall();
    let (error, years) = (end() * end() * base * (1.0 - base) / (deals + 1.0), DRIFT * base * DRIFT * base);
    around(base, libm::sqrt(error + years)).within_one()
}

/// How far win rates of a year are from the known ones, as a factor.
pub fn drift(deviations: f64) -> f64 {
    around(1.0, DRIFT).at(deviations)
}
