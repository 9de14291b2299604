//! The order in which the dual of a large problem takes its units in.

use crate::order::Order;
use crate::problem::Problem;
use crate::solve::rows::Rows;

/// Problems with fewer units are never sampled.
pub(super) const SAMPLE_FROM: usize = 6000;

/// The units in the order in which levels take them in: the large ones, then the small ones well mixed; and how many
/// are large.
pub(super) fn sampling_order(problem: &Problem, rows: &Rows) -> (Vec<u32>, usize) {
    let mean = rows.reps as f64 / problem.units.max(1) as f64;
    let size = |u: usize| {
        let rep = (0..problem.reps).find(|&j| problem.eligible(u, j)).unwrap_or(0);
        let parts = problem.measures.iter().zip(&rows.scale);
        parts.map(|(measure, scale)| measure.amount.of(u, rep, problem.reps) / scale).fold(0.0, f64::max)
    };
    let mixed = |u: u32| u64::from(u).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let mut keyed: Vec<(bool, u64, u32)> =
        (0..problem.units as u32).map(|u| (size(u as usize) <= 4.0 * mean, mixed(u), u)).collect();
    if problem.units >= SAMPLE_FROM {
        keyed.order();
    }
    let large = keyed.iter().filter(|entry| !entry.0).count();
    (keyed.into_iter().map(|entry| entry.2).collect(), if problem.units >= SAMPLE_FROM { large } else { 0 })
}

/// Puts the units of each level as they lie in memory: which ones it takes in is chance, their order need not be.
pub(super) fn sort_within_levels(order: &mut [u32], large: usize, levels: &[usize]) {
    let mut taken_in = large;
    order[..large].sort_unstable();
    for &end in levels {
        order[taken_in..end].sort_unstable();
        taken_in = end;
    }
}
