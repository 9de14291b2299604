//! How evenly potential and work are spread.

use crate::evaluate::RepFigures;
use crate::evaluate::figures::Better;
use crate::evaluate::figures::Figure;
use crate::evaluate::figures::Plan;
use crate::evaluate::figures::Unit;

/// Deviation that counts as inside: 15 %, in the middle of the usual 10 to 20 % (Kalcsics, Nickel, Schroeder 2005).
const TOLERANCE: f64 = 0.15;

/// Largest deviation of potential.
pub const POTENTIAL_GAP: Figure = Figure {
    id: "potential_gap",
    title: "Largest potential gap",
    help: "The largest |potential / target - 1| of any rep.",
    unit: Unit::Share,
    better: Better::Lower,
    compute: |plan| largest(plan, RepFigures::potential_deviation),
};

/// Largest deviation of workload.
pub const WORKLOAD_GAP: Figure = Figure {
    id: "workload_gap",
    title: "Largest workload gap",
    help: "The largest |workload / target - 1| of any rep.",
    unit: Unit::Share,
    better: Better::Lower,
    compute: |plan| largest(plan, RepFigures::workload_deviation),
};

/// Spread of potential.
pub const POTENTIAL_CV: Figure = Figure {
    id: "potential_cv",
    title: "Spread of potential",
    help: "Coefficient of variation: standard deviation of the reps' potential / mean.",
    unit: Unit::Share,
    better: Better::Lower,
    compute: |plan| variation(&potentials(plan)),
};

/// Inequality of potential.
pub const POTENTIAL_GINI: Figure = Figure {
    id: "potential_gini",
    title: "Gini of potential",
    help: "Gini coefficient of the reps' potential (Gini 1912): 0 = all equal, 1 = one has everything.",
    unit: Unit::Number,
    better: Better::Lower,
    compute: |plan| gini(potentials(plan)),
};

/// Largest over smallest potential.
pub const POTENTIAL_MAX_MIN: Figure = Figure {
    id: "potential_max_min",
    title: "Largest to smallest territory",
    help: "Potential of the largest territory / potential of the smallest.",
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
    title: "Reps within 15 %",
    help: "Share of reps whose potential is within 15 % of target.",
    unit: Unit::Share,
    better: Better::Higher,
    compute: |plan| {
        let inside = team(plan).filter(|rep| rep.potential_deviation().abs() <= TOLERANCE + 1e-9).count();
        inside as f64 / team(plan).count().max(1) as f64
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
