//! What each account could bring beside the others.

use crate::model::Dataset;

/// Of the way that is left to 1, so much is given for a large family.
const FAMILY_STEP: f64 = 0.25;
/// A family is large where it has together what an account of the best tenth has alone.
const LARGE_FAMILY: f64 = 0.9;

/// Ranks by potential, and which families are large.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranks {
    /// Of each account, the share of accounts with less potential, 0 to 1; equal ones share the mean of their places.
    place: Vec<f32>,
    /// Of each family.
    large: Vec<bool>,
}

impl Ranks {
    /// Ranks all accounts by potential.
    pub fn new(dataset: &Dataset, potential: &[f64]) -> Self {
        let order = by_potential(potential);
        let mut place = vec![0.5; potential.len()];
        let mut below = 0;
        for equal in order.chunk_by(|a, b| a >> 32 == b >> 32) {
            let middle = (2 * below + equal.len()) as f64 / (2 * potential.len()) as f64;
            for key in equal {
                place[account_of(*key)] = middle as f32;
            }
            below += equal.len();
        }
        let at_best_tenth = order.get((potential.len() as f64 * LARGE_FAMILY) as usize).map(|key| account_of(*key));
        let threshold = at_best_tenth.map_or(0.0, |account| potential[account]);
        Self { place, large: large_families(dataset, potential, threshold) }
    }

    /// Share of the accounts with less potential, 0 to 1: `(accounts below + half of those alike) / accounts` (mid-ranks:
    /// Wilcoxon 1945, Biometrics Bulletin 1(6)). Alike are potentials with the same seven leading digits.
    pub fn place(&self, account: usize) -> f64 {
        f64::from(self.place[account])
    }

    /// Whether the account is of a family of two or more whose potential together reaches that of the account at the
    /// beginning of the best tenth.
    pub fn is_of_large_family(&self, dataset: &Dataset, account: usize) -> bool {
        self.large.get(dataset.accounts.family[account] as usize).copied().unwrap_or(false)
    }

    /// Strategic value, 0 to 1: the place `p` by potential; `p + (1 - p) / 4` for a member of a large family, whose door
    /// opens others.
    pub fn value(&self, dataset: &Dataset, account: usize) -> f64 {
        let place = self.place(account);
        if self.is_of_large_family(dataset, account) { place + (1.0 - place) * FAMILY_STEP } else { place }
    }
}

/// Accounts in order of potential, the least first; the potential in the upper half of each key, the account in the lower.
/// The bits of floats that are not negative are ordered like the floats: numbers of one word are sorted several times as
/// fast as accounts by a look at their potential, which a million of them notice.
fn by_potential(potential: &[f64]) -> Vec<u64> {
    let key = |(account, potential): (usize, &f64)| {
        let bits = (potential.max(0.0) as f32 + 0.0).to_bits();
        u64::from(bits) << 32 | account as u64
    };
    let mut order: Vec<u64> = potential.iter().enumerate().map(key).collect();
    order.sort_unstable();
    order
}

fn account_of(key: u64) -> usize {
    (key & u64::from(u32::MAX)) as usize
}

fn large_families(dataset: &Dataset, potential: &[f64], threshold: f64) -> Vec<bool> {
    let mut sums = vec![(0.0, 0); dataset.families as usize];
    for (family, potential) in dataset.accounts.family.iter().zip(potential) {
        if let Some((sum, members)) = sums.get_mut(*family as usize) {
            *sum += potential;
            *members += 1;
        }
    }
    sums.into_iter().map(|(sum, members)| members > 1 && sum > 0.0 && sum >= threshold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::sample::dataset;

    fn values(data: &Dataset, potential: &[f64]) -> Vec<f64> {
        let ranks = Ranks::new(data, potential);
        (0..potential.len()).map(|account| ranks.value(data, account)).collect()
    }

    #[test]
    fn equal_potentials_have_equal_value() {
        // Accounts that the file cannot tell apart must not be ordered by their row.
        assert_eq!(values(&dataset(4), &[7.0, 1.0, 7.0, 9.0]), [0.5, 0.125, 0.5, 0.875]);
        assert_eq!(values(&dataset(3), &[0.0, -0.0, 0.0]), [0.5; 3]);
        assert_eq!(values(&dataset(1), &[3.0]), [0.5]);
        assert!(values(&dataset(0), &[]).is_empty());
    }

    #[test]
    fn a_small_member_of_a_large_family_is_raised() {
        // A branch of a group that is worth a key account must not rank with the corner shops; a small family must.
        let mut data = dataset(10);
        data.families = 3;
        for (account, family) in [(0, 0), (8, 0), (1, 1), (2, 1), (9, 2)] {
            data.accounts.family[account] = family;
        }
        let potential: Vec<f64> = (1..=10).map(f64::from).collect();
        let values = values(&data, &potential);
        let raised = |place: f64| place + (1.0 - place) / 4.0;
        let expected = [raised(0.05), 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, raised(0.85), 0.95];
        assert!(values.iter().zip(expected).all(|(value, expected)| (value - expected).abs() < 1e-6), "{values:?}");
    }
}
