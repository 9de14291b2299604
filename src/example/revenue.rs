//! What accounts pay: a long tail, shared among the reps as today's books are.

use crate::example::draw::Draw;
use crate::example::draw::normal_quantile;
use crate::example::reps::RepRow;

/// Share of accounts that pay nothing yet.
const PROSPECTS: f64 = 0.12;

/// Share of accounts at the top, and their share of revenue.
const TOP: (f64, f64) = (0.20, 0.65);

/// How many of so many accounts pay, in the example.
pub(super) fn usual_customers(accounts: usize) -> usize {
    accounts - (accounts as f64 * PROSPECTS).round() as usize
}

/// Revenue a year of each account, in whole currency units, 0 for a prospect: log-normal (Gibrat 1931) with the spread
/// that gives the top fifth 65 % of `total`; each rep's sum comes as near to the rep's share as swapping can bring it.
pub(super) fn revenues(draw: &mut Draw, owner: &[usize], reps: &[RepRow], customers: usize, total: f64) -> Vec<f64> {
    let count = owner.len();
    // A fifth of all accounts, where nearly all are customers.
    let top = (count as f64 * TOP.0).round().min(customers as f64 * TOP.0 / (1.0 - PROSPECTS)) as usize;
    let levels: Vec<f64> = (0..customers)
        .rev()
        .map(|rank| normal_quantile((rank as f64 + draw.between(0.01, 0.99)) / customers as f64))
        .collect();
    let amounts = |spread: f64| levels.iter().map(move |&level| libm::exp(spread * level));
    let (mut low, mut high) = (0.1, 4.0);
    for _ in 0..50 {
        let spread = f64::midpoint(low, high);
        let share = amounts(spread).take(top).sum::<f64>() / amounts(spread).sum::<f64>();
        if share < TOP.1 { low = spread } else { high = spread }
    }
    let scale = total / amounts(low).sum::<f64>();
    let mut revenue: Vec<f64> = amounts(low).map(|amount| (amount * scale).round().max(1.0)).collect();
    revenue.resize(count, 0.0);
    draw.shuffle(&mut revenue);
    share_out(draw, &mut revenue, owner, reps, total);
    revenue
}

/// Swaps amounts between accounts of two reps wherever that brings both sums nearer to their targets.
fn share_out(draw: &mut Draw, revenue: &mut [f64], owner: &[usize], reps: &[RepRow], total: f64) {
    let mut over: Vec<f64> = reps.iter().map(|rep| -rep.share * total).collect();
    for (&own, amount) in owner.iter().zip(revenue.iter()) {
        over[own] += amount;
    }
    for _ in 0..revenue.len() * 100 {
        let (i, j) = (draw.below(revenue.len()), draw.below(revenue.len()));
        let (a, b) = (owner[i], owner[j]);
        let shift = revenue[i] - revenue[j];
        let (after_a, after_b) = (over[a] - shift, over[b] + shift);
        if a != b && after_a * after_a + after_b * after_b < over[a] * over[a] + over[b] * over[b] {
            revenue.swap(i, j);
            over[a] = after_a;
            over[b] = after_b;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::reps::team;

    #[test]
    fn a_fifth_pays_two_thirds_and_every_book_has_its_share() {
        // This concentration makes balancing hard in real life; without it the example would flatter the planner.
        let reps = team();
        let owner: Vec<usize> = reps.iter().enumerate().flat_map(|(r, rep)| vec![r; rep.accounts]).collect();
        let mut revenue = revenues(&mut Draw::new(5), &owner, &reps, usual_customers(450), 12e6);
        for (position, rep) in reps.iter().enumerate() {
            let book: f64 = owner.iter().zip(&revenue).filter(|(own, _)| **own == position).map(|pair| pair.1).sum();
            assert!((book / (rep.share * 12e6) - 1.0).abs() < 0.01, "{position} {book}");
        }
        revenue.sort_by(|a, b| b.total_cmp(a));
        let share = revenue[..90].iter().sum::<f64>() / revenue.iter().sum::<f64>();
        assert!((share - 0.65).abs() < 0.001, "{share}");
        assert_eq!(revenue.iter().filter(|&&amount| amount < 1.0).count(), 54);
    }
}
