//! What changes hands, what it costs, what is covered.

use crate::evaluate::figures::Better;
use crate::evaluate::figures::COUNTED;
use crate::evaluate::figures::Figure;
use crate::evaluate::figures::OWN;
use crate::evaluate::figures::Plan;
use crate::evaluate::figures::SUMMED;
use crate::evaluate::figures::Unit;
use crate::model::OPEN;
use crate::rules::Summed;

/// Accounts that change hands.
pub const MOVED_ACCOUNTS: Figure = Figure {
    id: "moved_accounts",
    title: "Accounts that move",
    help: "Accounts that have a rep today and do not stay with them: they get another one or nobody; beside it how many have a rep today. The move limit counts the same accounts, only the customers among them, or their revenue, as its card says.",
    source: COUNTED,
    unit: Unit::Count,
    better: Better::Lower,
    compute: |plan| moved(plan).count() as f64,
};

/// Revenue that changes hands.
pub const MOVED_REVENUE: Figure = Figure {
    id: "moved_revenue",
    title: "Revenue that moves",
    help: "Current revenue of the accounts that change hands.",
    source: SUMMED,
    unit: Unit::Money,
    better: Better::Lower,
    compute: |plan| moved(plan).map(|account| plan.terms.scores().revenue[account]).sum(),
};

/// What a hand-over puts at stake: the dip is the assumed part of it.
pub const HANDED_OVER_REVENUE: Figure = Figure {
    id: "handed_over_revenue",
    title: "Revenue at stake in hand-overs",
    help: "Relationship strength x current revenue of the accounts that get another rep. The hand-over dip is the part of it that is assumed to be lost, 15 % unless you say otherwise. What goes to nobody is lost as a whole and stands elsewhere.",
    source: text!("13.2 to 17.6 % of it dip: Shi, Sridhar, Grewal, Lilien 2017"),
    unit: Unit::Money,
    better: Better::Lower,
    compute: |plan| {
        let scores = plan.terms.scores();
        let with_rep = moved(plan).filter(|account| plan.assignment.rep[*account] != OPEN);
        with_rep.map(|account| scores.relationship[account] * scores.revenue[account]).sum()
    },
};

/// Potential that has a rep.
pub const COVERED: Figure = Figure {
    id: "covered",
    title: "Potential with a rep",
    help: "Share of all potential that has a rep.",
    source: OWN,
    unit: Unit::Share,
    better: Better::Higher,
    compute: |plan| {
        let total: f64 = plan.terms.scores().potential.iter().sum();
        let covered: f64 = plan.reps.iter().map(|rep| rep.potential).sum();
        if total > 0.0 { covered / total } else { 1.0 }
    },
};

/// Mean fit.
pub const FIT: Figure = Figure {
    id: "fit",
    title: "Rep fit",
    help: "Potential-weighted mean fit of the reps for their accounts.",
    source: OWN,
    unit: Unit::Share,
    better: Better::Higher,
    compute: |plan| {
        let fitting: f64 = plan.terms.sums(Summed::FittingPotential, plan.assignment).iter().sum();
        let total: f64 = plan.reps.iter().map(|rep| rep.potential).sum();
        if total > 0.0 { fitting / total } else { 1.0 }
    },
};

fn moved<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = usize> + 'p {
    plan.terms.changed(plan.assignment).filter(|account| plan.terms.owner(*account) != OPEN)
}
