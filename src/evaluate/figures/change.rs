//! What changes hands, what it costs, what is covered.

use crate::evaluate::figures::Better;
use crate::evaluate::figures::Figure;
use crate::evaluate::figures::Plan;
use crate::evaluate::figures::Unit;
use crate::model::OPEN;
use crate::rules::Summed;

/// Part of a fully trusted rep's revenue lost in a hand-over, within the 13.2 to 17.6 % that Shi, Sridhar, Grewal and
/// Lilien (2017) measured.
const DIP: f64 = 0.15;

/// Accounts that change hands.
pub const MOVED_ACCOUNTS: Figure = Figure {
    id: "moved_accounts",
    title: "Accounts that move",
    help: "Accounts that have a rep today and get another one; beside it how many have a rep today. The move limit counts the same accounts, only the customers among them, or their revenue, as its card says.",
    unit: Unit::Count,
    better: Better::Lower,
    compute: |plan| moved(plan).count() as f64,
};

/// Revenue that changes hands.
pub const MOVED_REVENUE: Figure = Figure {
    id: "moved_revenue",
    title: "Revenue that moves",
    help: "Current revenue of the accounts that change hands.",
    unit: Unit::Money,
    better: Better::Lower,
    compute: |plan| moved(plan).map(|account| plan.terms.scores().revenue[account]).sum(),
};

/// Expected loss of the hand-over.
pub const EXPECTED_DIP: Figure = Figure {
    id: "expected_dip",
    title: "Hand-over dip",
    help: "15 % x relationship strength x revenue of the accounts that change hands (Shi and others 2017).",
    unit: Unit::Money,
    better: Better::Lower,
    compute: |plan| {
        let scores = plan.terms.scores();
        moved(plan).map(|account| DIP * scores.relationship[account] * scores.revenue[account]).sum()
    },
};

/// Potential that has a rep.
pub const COVERED: Figure = Figure {
    id: "covered",
    title: "Coverage",
    help: "Share of all potential that has a rep.",
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
