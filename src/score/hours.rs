//! Hours an account takes a rep, with the usual model of travel.

use crate::geo::Point;
use crate::geo::UnitVector;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::score::Scores;
use crate::score::TravelTerms;
use crate::score::money::median;

/// Where the reps of a dataset set out from.
pub struct Roads {
    terms: TravelTerms,
    /// None for a rep who does not travel or whose base is unknown.
    bases: Vec<Option<UnitVector>>,
}

/// Hours a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct YearHours {
    /// With the account.
    pub service: f64,
    /// On the road.
    pub travel: f64,
}

impl YearHours {
    /// Travel as a part of all hours, 0 to 1; 0 where there are none.
    pub fn travel_share(self) -> f64 {
        let hours = self.service + self.travel;
        if hours > 0.0 { self.travel / hours } else { 0.0 }
    }
}

impl std::ops::AddAssign for YearHours {
    fn add_assign(&mut self, other: Self) {
        self.service += other.service;
        self.travel += other.travel;
    }
}

impl Roads {
    /// The bases of a dataset's reps.
    pub fn new(dataset: &Dataset) -> Self {
        let vector = |(latitude, longitude): (f64, f64)| UnitVector::new(Point::new(latitude, longitude));
        let base = |rep: &crate::model::Rep| if rep.remote { None } else { rep.base.map(vector) };
        Self { terms: TravelTerms::default(), bases: dataset.reps.iter().map(base).collect() }
    }

    /// Hours a year of an account with a rep; with the nearest travelling one where nobody has it. No travel where the
    /// account has no place, or the rep no base or no need of one.
    pub fn hours(&self, dataset: &Dataset, scores: &Scores, account: usize, rep: u16) -> YearHours {
        let service = scores.service_hours[account];
        let line_km = || {
            let (latitude, longitude) = dataset.accounts.place(account)?;
            let place = UnitVector::new(Point::new(latitude, longitude));
            let base = if rep == OPEN { self.nearest(place)? } else { (*self.bases.get(rep as usize)?)? };
            Some(place.distance_km(base))
        };
        let per_visit = line_km().map_or(0.0, |line| self.terms.hours_per_visit(line, scores.detour_km[account]));
        YearHours { service, travel: scores.visits[account] * per_visit }
    }

    fn nearest(&self, place: UnitVector) -> Option<UnitVector> {
        let bases = self.bases.iter().flatten().copied();
        bases.min_by(|a, b| place.chord_squared(*a).total_cmp(&place.chord_squared(*b)))
    }
}

/// Potential per hour, in the dataset's currency, of the median account with today's rep: of all accounts or, where they
/// are many, of about [`SAMPLE`] evenly spread over the file. 0 where no account has both potential and hours.
pub fn usual_per_hour(dataset: &Dataset, scores: &Scores) -> f64 {
    let roads = Roads::new(dataset);
    let count = dataset.accounts.len();
    let per_hour = |account: usize| {
        let hours = roads.hours(dataset, scores, account, dataset.accounts.owner[account]);
        scores.potential[account] / (hours.service + hours.travel)
    };
    let sample = (0..count).step_by((count / SAMPLE).max(1)).map(per_hour);
    median(sample.filter(|value| value.is_finite() && *value > 0.0).collect()).unwrap_or(0.0)
}

/// So many accounts tell the median to a few percent.
const SAMPLE: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::sample::dataset;
    use crate::score::score;

    #[test]
    fn travel_is_that_of_the_rep_who_has_the_account() {
        // A remote rep, or one whose base nobody knows, must not be charged a way that nobody drives; an account that
        // nobody has is as far as the nearest rep.
        let mut data = dataset(1);
        (data.accounts.latitude[0], data.accounts.longitude[0]) = (42.0, -71.0);
        (data.accounts.visits_per_year[0], data.accounts.service_hours[0]) = (10.0, 20.0);
        data.reps[0].base = Some((43.0, -71.0));
        let scores = score(&data);
        let hours = |data: &Dataset, rep: u16| Roads::new(data).hours(data, &scores, 0, rep);
        let line_km = 6371.0088 * std::f64::consts::PI / 180.0;
        let expected = 10.0 * TravelTerms::default().hours_per_visit(line_km, scores.detour_km[0]);
        let (own, open, without_base) = (hours(&data, 0), hours(&data, OPEN), hours(&data, 1));
        assert!((own.travel - expected).abs() < 1e-6 && own.service == 20.0, "{own:?}");
        assert!((own.travel_share() - expected / (20.0 + expected)).abs() < 1e-9);
        assert_eq!((open, without_base.travel), (own, 0.0));
        data.reps[0].remote = true;
        assert_eq!((hours(&data, 0).travel, hours(&data, OPEN).travel), (0.0, 0.0));
    }
}
