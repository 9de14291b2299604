//! Which plan comes first, by what matters to the reader.
//!
//! Each criterion is a figure of [`compared`]. Its values are scaled from 0 for the worst plan to 1 for the best (min-max
//! normalisation) and added up by their weights (simple additive weighting: Fishburn 1967). A plan that breaks limits
//! in force comes after all that keep them, and of equal scores one that another plan dominates comes behind: it is at
//! least as good nowhere and worse somewhere.

use crate::evaluate::figures::Better;
use crate::order::Order;
use crate::what_if::Compared;
use crate::what_if::Made;
use crate::what_if::Standing;
use crate::what_if::compared;

/// What plans can be ranked by: the figure and its usual weight. One that weighs nothing still tells a dominated plan.
pub const CRITERIA: [(&str, f64); 9] = [
    ("expected_revenue", 40.0),
    ("revenue_p10", 0.0),
    ("quota_chance", 0.0),
    ("potential_cv", 30.0),
    ("workload_gap", 0.0),
    ("travel_hours", 20.0),
    ("moved_accounts", 10.0),
    ("covered", 0.0),
    ("fit", 0.0),
];

/// Two scores nearer than this are one: sums of the same numbers in another order differ by less.
const SAME: f64 = 1e-9;

/// A plan to be ranked.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The values of [`compared`], in that order; none where a figure says nothing.
    pub values: Vec<Option<f64>>,
    /// Whether it keeps the limits in force.
    pub keeps: bool,
    /// Whether it is a choice among the others; else it has no rank, and no other is measured by it.
    pub counts: bool,
}

/// Where a plan stands among others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranked {
    /// 1 for the first; plans that nothing tells apart share a rank, and the next one is as much later. 0 for one that is not
    /// ranked.
    pub rank: usize,
    /// Weighted mean of its scaled values, 0 to 100.
    pub score: f64,
    /// The position of a plan that is better somewhere and worse nowhere, by every criterion; none where there is none.
    pub dominated_by: Option<usize>,
}

/// The figures of [`CRITERIA`].
pub fn criteria() -> impl Iterator<Item = Compared> {
    CRITERIA.iter().filter_map(|(id, _)| compared().find(|figure| figure.id == *id))
}

/// The usual weights, one for each of [`CRITERIA`].
pub fn usual_weights() -> Vec<f64> {
    CRITERIA.iter().map(|(_, weight)| *weight).collect()
}

/// Ranks plans that count by weights, one for each of [`CRITERIA`]. A figure that says nothing of one of them counts for
/// none. The order of the plans does not matter.
pub fn rank(plans: &[Candidate], weights: &[f64]) -> Vec<Ranked> {
    let places: Vec<usize> = (0..plans.len()).filter(|&place| plans[place].counts).collect();
    let counted: Vec<&Candidate> = places.iter().map(|&place| &plans[place]).collect();
    let mut all = vec![Ranked::default(); plans.len()];
    for (&place, ranked) in places.iter().zip(rank_all(&counted, weights)) {
        all[place] = Ranked { dominated_by: ranked.dominated_by.map(|other| places[other]), ..ranked };
    }
    all
}

fn rank_all(plans: &[&Candidate], weights: &[f64]) -> Vec<Ranked> {
    let columns = columns(plans, weights);
    let scores: Vec<f64> = (0..plans.len()).map(|plan| score(&columns, plan)).collect();
    let dominating = |plan: usize| (0..plans.len()).find(|&other| dominates(plans, &columns, other, plan));
    let dominated: Vec<Option<usize>> = (0..plans.len()).map(dominating).collect();
    // Whether the first comes before the second.
    let before = |a: usize, b: usize| match (plans[a].keeps, plans[b].keeps) {
        (true, false) => true,
        (false, true) => false,
        _ if (scores[a] - scores[b]).abs() > SAME => scores[a] > scores[b],
        _ => dominated[a].is_none() && dominated[b].is_some(),
    };
    let standing = |plan: usize| Ranked {
        rank: 1 + (0..plans.len()).filter(|&other| before(other, plan)).count(),
        score: 100.0 * scores[plan],
        dominated_by: dominated[plan],
    };
    (0..plans.len()).map(standing).collect()
}

/// Ranks today, at the first place, and plans beside it. A plan that is today's as it is shares today's place: it is no
/// alternative to itself. Places of plans that dominate count from 0 for today.
pub fn rank_beside(today: &Standing, plans: &[Made], weights: &[f64]) -> Vec<Ranked> {
    let others: Vec<usize> = (0..plans.len()).filter(|&plan| !plans[plan].recipe.is_today()).collect();
    let first = Candidate { values: today.figures().collect(), keeps: today.evaluation.breaches == 0, counts: true };
    let own = others.iter().map(|&plan| &plans[plan]);
    let own = own.map(|made| Candidate {
        values: made.standing.figures().collect(),
        keeps: made.keeps(),
        counts: !made.recipe.is_of_market(),
    });
    let candidates: Vec<Candidate> = std::iter::once(first).chain(own).collect();
    let mut ranked = rank(&candidates, weights).into_iter().map(|mut ranked| {
        ranked.dominated_by = ranked.dominated_by.map(|at| at.checked_sub(1).map_or(0, |at| others[at] + 1));
        ranked
    });
    let mut all = vec![ranked.next().unwrap_or_default(); plans.len() + 1];
    for (plan, ranked) in others.iter().zip(ranked) {
        all[plan + 1] = ranked;
    }
    all
}

/// A criterion of which every plan says something.
struct Column {
    weight: f64,
    /// 0 for the worst plan, 1 for the best.
    scaled: Vec<f64>,
}

fn columns(plans: &[&Candidate], weights: &[f64]) -> Vec<Column> {
    let column = |((id, _), weight): (&(&str, f64), &f64)| {
        let (at, figure) = compared().enumerate().find(|(_, figure)| figure.id == *id)?;
        let of = |plan: &&Candidate| plan.values.get(at).copied().flatten();
        let values: Vec<f64> = plans.iter().map(of).collect::<Option<_>>()?;
        Some(Column { weight: weight.max(0.0), scaled: scaled(&values, figure.better) })
    };
    CRITERIA.iter().zip(weights).filter_map(column).collect()
}

/// 1 for the best value, 0 for the worst; 1 for all where they are alike.
fn scaled(values: &[f64], better: Better) -> Vec<f64> {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let part = |value: &f64| match better {
        _ if most - least <= SAME * most.abs().max(1.0) => 1.0,
        Better::Higher => (value - least) / (most - least),
        Better::Lower => (most - value) / (most - least),
    };
    values.iter().map(part).collect()
}

fn score(columns: &[Column], plan: usize) -> f64 {
    let all: f64 = columns.iter().map(|column| column.weight).sum();
    let sum: f64 = columns.iter().map(|column| column.weight * column.scaled[plan]).sum();
    if all > 0.0 { sum / all } else { 0.0 }
}

/// Whether a plan is worse nowhere and better somewhere, limits included.
fn dominates(plans: &[&Candidate], columns: &[Column], a: usize, b: usize) -> bool {
    let (mine, other) = (plans[a], plans[b]);
    if other.keeps && !mine.keeps {
        return false;
    }
    let nowhere_worse = columns.iter().all(|column| column.scaled[a] >= column.scaled[b] - SAME);
    nowhere_worse && columns.iter().any(|column| column.scaled[a] > column.scaled[b] + SAME)
}

/// The points of a plane that no other point beats, from the best of the first value on. Of each axis it is said which
/// direction is better; a point may stand for several plans. None of them is dominated.
pub fn efficient_front(points: &[[f64; 2]], better: [Better; 2]) -> Vec<usize> {
    let turned = |point: &[f64; 2], axis: usize| match better[axis] {
        Better::Higher => -point[axis],
        Better::Lower => point[axis],
    };
    let mut order: Vec<usize> =
        (0..points.len()).filter(|&at| points[at].iter().all(|value| value.is_finite())).collect();
    order.order_by(|&a, &b| {
        let by = |axis| turned(&points[a], axis).total_cmp(&turned(&points[b], axis));
        by(0).then(by(1)).then(a.cmp(&b))
    });
    let mut front: Vec<usize> = Vec::new();
    for at in order {
        let is_better = front.last().is_none_or(|&last| turned(&points[at], 1) < turned(&points[last], 1));
        let is_same = front
            .last()
            .is_some_and(|&last| (0..2).all(|axis| points[at][axis].total_cmp(&points[last][axis]).is_eq()));
        if is_better || is_same {
            front.push(at);
        }
    }
    front
}
