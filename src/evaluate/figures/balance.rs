//! How evenly potential and work are spread.

use crate::evaluate::RepFigures;
use crate::evaluate::figures::Better;
use crate::evaluate::figures::Figure;
use crate::evaluate::figures::OWN;
use crate::evaluate::figures::Plan;
use crate::evaluate::figures::Unit;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::rules::Quantity;
use crate::rules::Summed;
use crate::rules::allowed_deviation;

/// Deviation that counts as inside where no window says so: 15 %, in the middle of the usual 10 to 20 % (Kalcsics, Nickel,
/// Schroeder 2005).
const TOLERANCE: f64 = 0.15;

/// How even potential is, in one number.
pub const BALANCE_SCORE: Figure = Figure {
    id: "balance_score",
    title: "Balance score",
    help: "100 x (1 - mean of |potential / target - 1| over the reps), at least 0: 100 = every rep is at the target.",
    source: OWN,
    unit: Unit::Number,
    better: Better::Higher,
    compute: |plan| {
        let deviations: Vec<f64> = team(plan).map(|rep| rep.potential_deviation().abs()).collect();
        let mean = deviations.iter().sum::<f64>() / deviations.len().max(1) as f64;
        100.0 * (1.0 - mean).max(0.0)
    },
};

/// Largest deviation of potential.
pub const POTENTIAL_GAP: Figure = Figure {
    id: "potential_gap",
    title: "Largest potential gap",
    help: "The largest |potential / target - 1| of any rep.",
    source: text!("Relative deviation: Kalcsics, Nickel, Schroeder 2005"),
    unit: Unit::Share,
    better: Better::Lower,
    compute: |plan| largest(plan, RepFigures::potential_deviation),
};

/// Largest deviation of workload.
pub const WORKLOAD_GAP: Figure = Figure {
    id: "workload_gap",
    title: "Largest workload gap",
    help: "The largest |workload / target - 1| of any rep.",
    source: text!("Relative deviation: Kalcsics, Nickel, Schroeder 2005"),
    unit: Unit::Share,
    better: Better::Lower,
    compute: |plan| largest(plan, RepFigures::workload_deviation),
};

/// Spread of potential.
pub const POTENTIAL_CV: Figure = Figure {
    id: "potential_cv",
    title: "Spread of potential",
    help: "Coefficient of variation: standard deviation of the reps' potential / mean.",
    source: text!("Coefficient of variation: Pearson 1896"),
    unit: Unit::Share,
    better: Better::Lower,
    compute: |plan| variation(&potentials(plan)),
};

/// Inequality of potential.
pub const POTENTIAL_GINI: Figure = Figure {
    id: "potential_gini",
    title: "Gini of potential",
    help: "Gini coefficient of the reps' potential: 0 = all equal, 1 = one has everything.",
    source: "Gini 1912",
    unit: Unit::Number,
    better: Better::Lower,
    compute: |plan| gini(potentials(plan)),
};

/// Largest over smallest potential.
pub const POTENTIAL_MAX_MIN: Figure = Figure {
    id: "potential_max_min",
    title: "Largest to smallest territory",
    help: "Potential of the largest territory / potential of the smallest.",
    source: OWN,
    unit: Unit::Number,
    better: Better::Lower,
    compute: |plan| {
        let potentials = potentials(plan);
        let (least, most) =
            potentials.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), &p| (low.min(p), high.max(p)));
        if least > 0.0 { most / least } else { f64::INFINITY }
    },
};

/// Reps inside the tolerance.
pub const INSIDE_TOLERANCE: Figure = Figure {
    id: "inside_tolerance",
    title: "Reps inside the tolerance",
    help: "Share of reps whose potential is as near its target as the balance window in force allows; within 15 % where there is none.",
    source: text!("10 to 20 % are usual: Kalcsics, Nickel, Schroeder 2005"),
    unit: Unit::Share,
    better: Better::Higher,
    compute: |plan| inside_tolerance(plan.reps, plan.terms.dataset(), &plan.terms.settings().rules),
};

/// Share of the reps of the team whose potential is as near its target as the window of these rules allows.
pub fn inside_tolerance(reps: &[RepFigures], dataset: &Dataset, rules: &[RuleSetting]) -> f64 {
    let (least, most) = allowed_deviation(rules, "potential").unwrap_or((-TOLERANCE, TOLERANCE));
    let team = || reps.iter().enumerate().filter(|(rep, _)| !dataset.is_gone(*rep)).map(|(_, figures)| figures);
    let is_inside = |rep: &&RepFigures| (least - 1e-9..=most + 1e-9).contains(&rep.potential_deviation());
    team().filter(is_inside).count() as f64 / team().count().max(1) as f64
}

/// How much harder the accounts of one rep are than those of others.
pub const COMPLEXITY: Figure = Figure {
    id: "complexity",
    title: "Complexity",
    help: "Largest sum of account complexity of one rep / mean over the reps: 1 = spread evenly. An account of which nothing is known counts 1.",
    source: OWN,
    unit: Unit::Number,
    better: Better::Lower,
    compute: |plan| {
        let sums = plan.terms.sums(Summed::Load(Quantity::Complexity), plan.assignment);
        let there = sums.iter().enumerate().filter(|(rep, _)| !plan.terms.dataset().is_gone(*rep));
        let (count, sum, most) =
            there.fold((0.0, 0.0, 0.0_f64), |(count, sum, most), (_, own)| (count + 1.0, sum + own, most.max(*own)));
        if sum > 0.0 { most * count / sum } else { 1.0 }
    },
};

/// The reps who can have accounts.
fn team<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = &'p RepFigures> {
    let there = plan.reps.iter().enumerate().filter(|(rep, _)| !plan.terms.dataset().is_gone(*rep));
    there.map(|(_, figures)| figures)
}

fn potentials(plan: &Plan<'_>) -> Vec<f64> {
    team(plan).map(|rep| rep.potential).collect()
}

fn largest(plan: &Plan<'_>, deviation: fn(&RepFigures) -> f64) -> f64 {
    team(plan).map(|rep| deviation(rep).abs()).fold(0.0, f64::max)
}

fn variation(values: &[f64]) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    if mean > 0.0 { libm::sqrt(variance) / mean } else { 0.0 }
}

fn gini(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (count, total) = (values.len() as f64, values.iter().sum::<f64>());
    let ranked: f64 = values.iter().enumerate().map(|(rank, value)| (rank as f64 + 1.0) * value).sum();
    if total > 0.0 { 2.0 * ranked / (count * total) - (count + 1.0) / count } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_territories_have_no_spread_and_no_inequality() {
        // Both measures must be 0 exactly when everyone has the same, and grow when one rep has more.
        assert!(variation(&[2.0, 2.0]).abs() < 1e-12 && gini(vec![2.0, 2.0]).abs() < 1e-12);
        assert!((gini(vec![0.0, 4.0]) - 0.5).abs() < 1e-12);
        assert!((variation(&[1.0, 3.0]) - 0.5).abs() < 1e-12);
    }
}
