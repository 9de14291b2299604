//! Who leaves where only the number is known.

use crate::model::Dataset;
use crate::order::Order;

/// The reps whose leaving breaks the fewest relationships, so many of the team: those with the least revenue x relationship
/// today, the first of equal ones.
pub fn least_rooted(dataset: &Dataset, [revenue, relationship]: [&[f64]; 2], count: usize) -> Vec<usize> {
    let mut roots = vec![0.0; dataset.reps.len()];
    for (account, owner) in dataset.accounts.owner.iter().enumerate() {
        if let Some(sum) = roots.get_mut(usize::from(*owner)) {
            *sum += revenue[account] * relationship[account];
        }
    }
    let mut team: Vec<usize> = (0..roots.len()).filter(|rep| !dataset.is_gone(*rep)).collect();
    team.order_by(|a, b| roots[*a].total_cmp(&roots[*b]));
    team.truncate(count);
    team
}
