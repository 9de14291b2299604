//! Ranking plans: what it promises whatever the plans are.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::evaluate::figures::Better;
use evenfield::what_if::CRITERIA;
use evenfield::what_if::Candidate;
use evenfield::what_if::Ranked;
use evenfield::what_if::compared;
use evenfield::what_if::criteria;
use evenfield::what_if::efficient_front;
use evenfield::what_if::rank;
use evenfield::what_if::usual_weights;
use proptest::prelude::*;

/// A plan with these values of the criteria; all other figures say nothing.
fn plan(values: &[f64], keeps: bool) -> Candidate {
    let value = |id: &str| CRITERIA.iter().position(|(criterion, _)| *criterion == id).map(|at| values[at]);
    Candidate { values: compared().map(|figure| value(figure.id)).collect(), keeps, counts: true }
}

/// Few different values: ties and dominated plans are frequent.
fn plans() -> impl Strategy<Value = Vec<Candidate>> {
    let values = prop::collection::vec((0_u8..4).prop_map(f64::from), CRITERIA.len());
    prop::collection::vec((values, any::<bool>()).prop_map(|(values, keeps)| plan(&values, keeps)), 1..9)
}

/// Plans, and any order of them.
fn shuffled() -> impl Strategy<Value = (Vec<Candidate>, Vec<usize>)> {
    plans().prop_flat_map(|plans| {
        let order: Vec<usize> = (0..plans.len()).collect();
        (Just(plans), Just(order).prop_shuffle())
    })
}

fn weights() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![Just(0.0), 1.0..100.0], CRITERIA.len())
}

/// Whether a plan is worse nowhere and better somewhere, told without the code under test.
fn beats(a: &Candidate, b: &Candidate) -> bool {
    let mut better = false;
    for (figure, (mine, other)) in compared().zip(a.values.iter().zip(&b.values)) {
        let (Some(mine), Some(other)) = (mine, other) else { continue };
        let (mine, other) = if figure.better == Better::Higher { (*mine, *other) } else { (-mine, -other) };
        if mine < other {
            return false;
        }
        better |= mine > other;
    }
    better && (a.keeps || !b.keeps)
}

proptest! {
    #[test]
    fn one_that_does_not_count_has_no_rank_and_moves_no_other(plans in plans(), weights in weights(), at in any::<prop::sample::Index>()) {
        // A plan of another market would be the best of all, and stretch every scale.
        let mut with = plans.clone();
        let place = at.index(plans.len() + 1);
        with.insert(place, Candidate { counts: false, ..plan(&vec![9e9; CRITERIA.len()], true) });
        let mut ranked = rank(&with, &weights);
        let left = ranked.remove(place);
        prop_assert_eq!((left.rank, left.score, left.dominated_by), (0, 0.0, None));
        for ranked in &mut ranked {
            prop_assert_ne!(ranked.dominated_by, Some(place));
            ranked.dominated_by = ranked.dominated_by.map(|other| other - usize::from(other > place));
        }
        prop_assert_eq!(ranked, rank(&plans, &weights));
    }

    #[test]
    fn the_order_of_the_plans_does_not_matter((plans, order) in shuffled(), weights in weights()) {
        // A table that is sorted anew must not name another winner.
        let before = rank(&plans, &weights);
        let turned: Vec<Candidate> = order.iter().map(|&at| plans[at].clone()).collect();
        let after = rank(&turned, &weights);
        for (b, a) in after.iter().zip(order.iter().map(|&at| &before[at])) {
            prop_assert_eq!(a.rank, b.rank);
            prop_assert!((a.score - b.score).abs() < 1e-9);
            prop_assert_eq!(a.dominated_by.is_some(), b.dominated_by.is_some());
        }
    }

    #[test]
    fn a_dominated_plan_never_ranks_first(plans in plans(), weights in weights()) {
        // Whoever picks the first must not be shown a better one afterwards, not even where its criterion weighs nothing.
        let ranked = rank(&plans, &weights);
        prop_assert!(ranked.iter().any(|ranked| ranked.rank == 1));
        for (at, Ranked { rank, dominated_by, .. }) in ranked.iter().enumerate() {
            let beaten = plans.iter().any(|other| beats(other, &plans[at]));
            prop_assert_eq!(dominated_by.is_some(), beaten);
            prop_assert!(!beaten || *rank > 1, "plan {at} is beaten and first");
        }
    }

    #[test]
    fn limits_come_before_scores(plans in plans(), weights in weights()) {
        let ranked = rank(&plans, &weights);
        for (a, first) in plans.iter().zip(&ranked) {
            for (b, second) in plans.iter().zip(&ranked) {
                prop_assert!(!a.keeps || b.keeps || first.rank < second.rank);
            }
        }
    }

    #[test]
    fn the_front_has_no_dominated_point_and_misses_none(
        points in prop::collection::vec((0_u8..6, 0_u8..6), 0..14),
        higher in any::<[bool; 2]>(),
    ) {
        let points: Vec<[f64; 2]> = points.into_iter().map(|(x, y)| [f64::from(x), f64::from(y)]).collect();
        let better = higher.map(|higher| if higher { Better::Higher } else { Better::Lower });
        let front = efficient_front(&points, better);
        let turned = |at: usize, axis: usize| if higher[axis] { -points[at][axis] } else { points[at][axis] };
        let beats = |a: usize, b: usize| {
            (0..2).all(|axis| turned(a, axis) <= turned(b, axis)) && (0..2).any(|axis| turned(a, axis) < turned(b, axis))
        };
        for at in 0..points.len() {
            let beaten = (0..points.len()).any(|other| beats(other, at));
            prop_assert_eq!(front.contains(&at), !beaten, "point {} of {:?}", at, points);
        }
    }
}

#[test]
fn equal_plans_share_a_rank_and_the_next_is_as_much_later() {
    // Two firsts and a second would make three plans look like two.
    let good = plan(&[2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], true);
    let poor = plan(&[1.0; 9], true);
    let ranks: Vec<usize> =
        rank(&[poor, good.clone(), good], &usual_weights()).iter().map(|ranked| ranked.rank).collect();
    assert_eq!(ranks, [3, 1, 1]);
}

#[test]
fn every_criterion_is_a_figure() {
    // A misspelt name would drop a criterion without a word.
    assert_eq!(criteria().count(), CRITERIA.len());
}
