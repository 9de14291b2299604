//! What is derived from several columns at once: travel burden, accessibility, continuity and concentration of an account
//! with today's rep.

use crate::model::Dataset;
use crate::model::OPEN;
use crate::score::Scores;
use crate::score::hours::Roads;
use serde::Deserialize;
use serde::Serialize;

/// The derived features of one account with today's rep.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountFeatures {
    /// Travel as a part of all hours it takes, 0 to 1: travel / (service + travel); 0 where it takes none. Travel is that
    /// from the base of today's rep or, where nobody has the account, of the nearest travelling rep, with the usual
    /// [`crate::score::TravelTerms`].
    pub travel_burden: f64,
    /// How easily its revenue can be had, 1 = as the median account: potential per hour (service and travel) / that of the
    /// median account. `None` where it takes no hours, or no account has potential.
    pub accessibility: Option<f64>,
    /// Relationship strength that there is to keep, 0 to 1: the relationship where it has a rep today, else 0.
    pub continuity: f64,
    /// Its part of its rep's potential today, 0 to 1; 0 where nobody has it.
    pub concentration: f64,
}

/// The derived features of an account.
pub fn account_features(dataset: &Dataset, scores: &Scores, account: usize) -> AccountFeatures {
    let owners = &dataset.accounts.owner;
    let owner = owners[account];
    let hours = Roads::new(dataset).hours(dataset, scores, account, owner);
    let potential = scores.potential[account];
    let with_owner = owners.iter().zip(&scores.potential).filter(|(other, _)| **other == owner);
    let whole: f64 = if owner == OPEN { 0.0 } else { with_owner.map(|(_, potential)| potential).sum() };
    AccountFeatures {
        travel_burden: hours.travel_share(),
        accessibility: accessibility(scores, potential, hours.service + hours.travel),
        continuity: if owner == OPEN { 0.0 } else { scores.relationship[account] },
        concentration: if whole > 0.0 { potential / whole } else { 0.0 },
    }
}

/// Potential per hour against that of the median account; none where that cannot be said.
pub fn accessibility(scores: &Scores, potential: f64, hours: f64) -> Option<f64> {
    (hours > 0.0 && scores.usual_per_hour > 0.0).then(|| potential / hours / scores.usual_per_hour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::sample::dataset;
    use crate::score::score;

    #[test]
    fn features_are_those_of_the_account_with_its_rep() {
        // Someone decides by them whether an account is worth its way: each number must be of this account.
        let mut data = dataset(4);
        data.accounts.owner.0 = vec![0, 0, 1, OPEN];
        data.accounts.potential.0 = vec![30.0, 10.0, 60.0, 40.0];
        data.accounts.service_hours.0 = vec![10.0, 10.0, 20.0, 0.0];
        data.accounts.visits_per_year.0 = vec![0.0; 4];
        data.accounts.relationship.0 = vec![0.8, f64::NAN, 0.2, 0.9];
        let scores = score(&data);
        let features = |account: usize| account_features(&data, &scores, account);
        // 3, 1 and 3 a unit of money per hour: the median is 3; the fourth takes no hours.
        let (first, second, open) = (features(0), features(1), features(3));
        assert_eq!((first.concentration, first.continuity, first.accessibility), (0.75, 0.8, Some(1.0)));
        assert_eq!((second.concentration, second.continuity), (0.25, 0.5));
        assert!((second.accessibility.unwrap() - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!((open.concentration, open.continuity, open.accessibility), (0.0, 0.0, None));
        assert_eq!(first.travel_burden, 0.0);
    }

    #[test]
    fn far_accounts_bear_more_travel_and_are_harder_to_reach() {
        // An account at the end of the world must not look as easy as the neighbour.
        let mut data = dataset(3);
        data.accounts.latitude.0 = vec![42.0, 43.0, 47.0];
        data.accounts.longitude.0 = vec![-71.0; 3];
        data.accounts.visits_per_year.0 = vec![12.0; 3];
        data.accounts.service_hours.0 = vec![18.0; 3];
        data.accounts.potential.0 = vec![100.0; 3];
        data.accounts.owner.0 = vec![0; 3];
        data.reps[0].base = Some((42.0, -71.0));
        let scores = score(&data);
        let features: Vec<_> = (0..3).map(|account| account_features(&data, &scores, account)).collect();
        assert!(features.is_sorted_by(|near, far| near.travel_burden < far.travel_burden), "{features:?}");
        assert!(features.is_sorted_by(|near, far| near.accessibility > far.accessibility), "{features:?}");
        assert_eq!(features[1].accessibility, Some(1.0));
    }
}
