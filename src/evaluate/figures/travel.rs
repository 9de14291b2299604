//! What the roads take.

use crate::evaluate::figures::Better;
use crate::evaluate::figures::Figure;
use crate::evaluate::figures::OWN;
use crate::evaluate::figures::SUMMED;
use crate::evaluate::figures::Unit;

/// Hours on the road.
pub const TRAVEL_HOURS: Figure = Figure {
    id: "travel_hours",
    title: "Travel hours",
    help: "Travel in the plan: hours a year on the road as the Travel card counts them. Limits go by these, not by day trips.",
    source: SUMMED,
    unit: Unit::Hours,
    better: Better::Lower,
    compute: |plan| plan.reps.iter().map(|rep| rep.travel_hours).sum(),
};

/// Kilometres on the road.
pub const TRAVEL_KM: Figure = Figure {
    id: "travel_km",
    title: "Travel",
    help: "Travel in the plan: kilometres a year on the road as the Travel card counts them, not those of day trips.",
    source: SUMMED,
    unit: Unit::Km,
    better: Better::Lower,
    compute: |plan| plan.reps.iter().map(|rep| rep.travel_km).sum(),
};

/// Part of the work that is travel.
pub const TRAVEL_SHARE: Figure = Figure {
    id: "travel_share",
    title: "Time on the road",
    help: "Travel hours / (service hours + travel hours).",
    source: OWN,
    unit: Unit::Share,
    better: Better::Lower,
    compute: |plan| {
        let travel: f64 = plan.reps.iter().map(|rep| rep.travel_hours).sum();
        let served = (0..plan.assignment.len()).filter(|&account| plan.assignment.rep[account] != crate::model::OPEN);
        let service: f64 = served.map(|account| plan.terms.scores().service_hours[account]).sum();
        if travel + service > 0.0 { travel / (travel + service) } else { 0.0 }
    },
};
