//! `travel`: hours on the road, against the least possible.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Summed;
use crate::rules::Terms;
use crate::rules::objective_limit;
use crate::rules::setting;
use crate::score::Scores;
use crate::score::TravelTerms;

/// The card.
pub const CARD: Card = Card {
    id: "travel",
    title: "Travel",
    kind: Kind::Objective,
    help: "Keeps reps off the road: fewer travel hours for the same visits.",
    formula: "(travel hours - least possible) / least travelled, in percent; hours = visits x (2 x km / stops x road \
              factor + local detour) / speed; least possible = each account with its nearest eligible rep, nothing \
              where a remote rep is eligible; least travelled = the same with the nearest travelling rep",
    source: "Local detour 0.57 / sqrt(density): Daganzo 1984",
    repeatable: false,
    params: &[
        Param {
            key: "road_factor",
            title: "Road factor",
            help: "Road kilometres per kilometre as the crow flies.",
            shape: Shape::Number { default: 1.3, min: 0.1, max: 5.0, step: 0.05, unit: "" },
        },
        Param {
            key: "speed_km_per_hour",
            title: "Average speed",
            help: "Door to door.",
            shape: Shape::Number { default: 60.0, min: 0.1, max: 1000.0, step: 5.0, unit: "km/h" },
        },
        Param {
            key: "stops_per_trip",
            title: "Stops per trip",
            help: "Accounts seen before the rep drives home.",
            shape: Shape::Number { default: 4.0, min: 1.0, max: 100.0, step: 1.0, unit: "" },
        },
        Param {
            key: "round_trip",
            title: "Count the way back",
            help: "Whether a trip counts there and back.",
            shape: Shape::Flag { default: true },
        },
        Param {
            key: "local_detour",
            title: "Count the way between stops",
            help: "Estimated from how densely accounts lie around.",
            shape: Shape::Flag { default: true },
        },
        Param {
            key: "counts_as_workload",
            title: "Travel is working time",
            help: "Whether hours on the road fill the rep's week.",
            shape: Shape::Flag { default: true },
        },
    ],
};

/// See the card.
pub struct Travel;

impl Rule for Travel {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        let placed = dataset.accounts.latitude.iter().any(|latitude| latitude.is_finite());
        let based = dataset.reps.iter().any(|rep| rep.base.is_some() && !rep.remote);
        if placed && based { vec![setting(&CARD, 30.0, &[])] } else { Vec::new() }
    }

    fn compile<'t>(&self, _params: &Params, terms: &'t Terms, share: f64, draft: &mut Draft<'t>) {
        let (_, travelled) = totals(terms);
        if travelled <= 0.0 {
            return;
        }
        let points = share * 100.0 / travelled;
        draft.linear(move |account, row| {
            let least = least(terms, account);
            for (column, cost) in row.iter_mut().enumerate() {
                *cost += points * (terms.travel_hours(account, terms.rep_of(column)) - least);
            }
        });
    }

    fn limited(&self, _params: &Params, percent: f64) -> Option<RuleSetting> {
        Some(objective_limit::on(&CARD, percent))
    }

    fn report(&self, _params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        report(terms, plan, totals(terms), touched(terms))
    }

    fn ready(&self, _params: &Params, terms: &Terms) -> Option<Ready> {
        let (totals, touched) = (totals(terms), touched(terms));
        Some(Box::new(move |terms, plan| report(terms, plan, totals, touched)))
    }
}

fn report(terms: &Terms, plan: &Assignment, (least, travelled): (f64, f64), touched: usize) -> Report {
    let hours: f64 = terms.sums(Summed::TravelHours, plan).iter().sum();
    let loss = if travelled > 0.0 { 100.0 * (hours - least) / travelled } else { 0.0 };
    Report { loss: Some(loss), breaches: Vec::new(), touched }
}

/// How many accounts somebody has to drive to.
fn touched(terms: &Terms) -> usize {
    (0..terms.dataset().accounts.len()).filter(|&account| terms.least_travel_hours(account) > 0.0).count()
}

/// The travel model that the parameters state.
pub fn terms(params: &Params) -> TravelTerms {
    TravelTerms {
        road_factor: params.number("road_factor"),
        speed_km_per_hour: params.number("speed_km_per_hour"),
        stops_per_trip: params.number("stops_per_trip"),
        round_trip: params.flag("round_trip"),
        local_detour: params.flag("local_detour"),
    }
}

/// Hours a year with each account at its nearest eligible rep, and at its nearest eligible travelling rep.
fn totals(terms: &Terms) -> (f64, f64) {
    let accounts = 0..terms.dataset().accounts.len();
    accounts.fold((0.0, 0.0), |(sum, travelled), account| {
        (sum + least(terms, account), travelled + terms.least_travel_hours(account))
    })
}

/// The least possible hours a year for an account.
fn least(terms: &Terms, account: usize) -> f64 {
    if terms.can_stay_home(account) { 0.0 } else { terms.least_travel_hours(account) }
}
