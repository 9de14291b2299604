//! What the accounts of a territory are together: concentration, travel burden, continuity, accessibility, score.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::score::Scores;
use crate::score::features::accessibility;
use crate::score::hours::Roads;
use crate::score::hours::YearHours;
use serde::Deserialize;
use serde::Serialize;

/// The derived features of one rep's territory under a plan. A territory without accounts has 0 everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TerritoryFeatures {
    /// How many accounts it has.
    pub accounts: u32,
    /// Herfindahl-Hirschman index of potential, 0 to 1: the sum of the squared parts that each family, or account without
    /// one, has of it (Hirschman 1945, "National power and the structure of foreign trade"; Herfindahl 1950,
    /// "Concentration in the steel industry"). 1 / index is how many equal customers would be as concentrated; 1 = all
    /// with one.
    pub concentration: f64,
    /// Part of the potential that the largest fifth of its accounts has, 0 to 1; at least one account is counted.
    pub top_fifth: f64,
    /// Travel hours / (service + travel hours), 0 to 1, from the rep's base with the usual [`crate::score::TravelTerms`].
    pub travel_burden: f64,
    /// Mean relationship with its rep, 0 to 1, weighted by revenue (by potential where nobody pays anything): accounts that
    /// stay with today's rep have their relationship, those that come from another, or from nobody, have 0.
    pub continuity: f64,
    /// Potential per hour / that of the median account today; `None` where there are no hours, or no account has potential.
    pub accessibility: Option<f64>,
    /// Mean account score, 0 to 1, weighted by potential; the plain mean where there is none.
    pub score: f64,
}

/// The features of the territory of each rep under a plan, by position.
pub fn territory_features(dataset: &Dataset, scores: &Scores, plan: &Assignment) -> Vec<TerritoryFeatures> {
    let none = Assignment::new(vec![OPEN; plan.len()]);
    renewed_features(dataset, scores, (&none, &vec![TerritoryFeatures::default(); dataset.reps.len()]), plan)
}

/// The same from those of another plan: only territories with other accounts are surveyed.
pub fn renewed_features(
    dataset: &Dataset,
    scores: &Scores,
    (before, features): (&Assignment, &[TerritoryFeatures]),
    plan: &Assignment,
) -> Vec<TerritoryFeatures> {
    if features.len() == dataset.reps.len() && before == plan {
        return features.to_vec();
    }
    let has_revenue = scores.revenue.iter().any(|revenue| *revenue > 0.0);
    let mut survey = Survey {
        dataset,
        scores,
        owned: if has_revenue { &scores.revenue } else { &scores.potential },
        roads: Roads::new(dataset),
        of_family: vec![0.0; dataset.families as usize],
    };
    let mut is_changed = vec![false; dataset.reps.len()];
    for (before, now) in before.rep.iter().zip(plan.rep.iter()).filter(|(before, now)| before != now) {
        for rep in [before, now] {
            if let Some(changed) = is_changed.get_mut(usize::from(*rep)) {
                *changed = true;
            }
        }
    }
    let (accounts, ends) = by_rep(plan, dataset.reps.len());
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let territories = starts.zip(&ends).enumerate();
    let features = territories.map(|(rep, (start, end))| match features.get(rep) {
        Some(known) if !is_changed[rep] => *known,
        _ => survey.territory(rep as u16, &accounts[start..*end]),
    });
    features.collect()
}

/// The accounts ordered by rep, and where those of each rep end; accounts that nobody has are left out.
fn by_rep(plan: &Assignment, reps: usize) -> (Vec<u32>, Vec<usize>) {
    let mut next = vec![0; reps];
    for rep in &*plan.rep {
        if let Some(count) = next.get_mut(*rep as usize) {
            *count += 1;
        }
    }
    let mut start = 0;
    for count in &mut next {
        (start, *count) = (start + *count, start);
    }
    let mut accounts = vec![0; start];
    for (account, rep) in plan.rep.iter().enumerate() {
        if let Some(place) = next.get_mut(*rep as usize) {
            accounts[*place] = account as u32;
            *place += 1;
        }
    }
    (accounts, next)
}

/// What is needed for all territories.
struct Survey<'d> {
    dataset: &'d Dataset,
    scores: &'d Scores,
    /// What a relationship weighs: revenue, or potential where nobody pays.
    owned: &'d [f64],
    roads: Roads,
    /// Potential of each family within one territory; zeros between territories.
    of_family: Vec<f64>,
}

impl Survey<'_> {
    fn territory(&mut self, rep: u16, accounts: &[u32]) -> TerritoryFeatures {
        if accounts.is_empty() {
            return TerritoryFeatures::default();
        }
        let (dataset, scores) = (self.dataset, self.scores);
        let (mut potential, mut owned, mut kept, mut score, mut plain) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut hours = YearHours::default();
        for account in accounts.iter().map(|account| *account as usize) {
            let master = f64::from(scores.master[account]);
            potential += scores.potential[account];
            score += scores.potential[account] * master;
            plain += master;
            owned += self.owned[account];
            if dataset.accounts.owner[account] == rep {
                kept += self.owned[account] * scores.relationship[account];
            }
            hours += self.roads.hours(dataset, scores, account, rep);
        }
        TerritoryFeatures {
            accounts: accounts.len() as u32,
            concentration: self.concentration(accounts, potential),
            top_fifth: self.top_fifth(accounts, potential),
            travel_burden: hours.travel_share(),
            continuity: if owned > 0.0 { kept / owned } else { 0.0 },
            accessibility: accessibility(scores, potential, hours.service + hours.travel),
            score: if potential > 0.0 { score / potential } else { plain / accounts.len() as f64 },
        }
    }

    /// The sum of squared parts of a whole.
    fn concentration(&mut self, accounts: &[u32], whole: f64) -> f64 {
        if whole <= 0.0 {
            return 0.0;
        }
        let squared = |potential: f64| (potential / whole) * (potential / whole);
        let mut index = 0.0;
        for account in accounts.iter().map(|account| *account as usize) {
            let potential = self.scores.potential[account];
            match self.of_family.get_mut(self.dataset.accounts.family[account] as usize) {
                Some(sum) => *sum += potential,
                None => index += squared(potential),
            }
        }
        for account in accounts {
            // Each family is counted with the first of its members, which leaves nothing for the next.
            let family = self.dataset.accounts.family[*account as usize] as usize;
            index += self.of_family.get_mut(family).map_or(0.0, |sum| squared(std::mem::take(sum)));
        }
        index.min(1.0)
    }

    /// The part of a whole that the largest fifth has.
    fn top_fifth(&self, accounts: &[u32], whole: f64) -> f64 {
        let mut potentials: Vec<f64> =
            accounts.iter().map(|account| self.scores.potential[*account as usize]).collect();
        let count = accounts.len().div_ceil(5);
        potentials.select_nth_unstable_by(count - 1, |a, b| b.total_cmp(a));
        let top: f64 = potentials[..count].iter().sum();
        if whole > 0.0 { (top / whole).min(1.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::sample::dataset;
    use crate::score::score;

    #[test]
    fn a_territory_is_described_by_its_own_accounts() {
        // Ana's risk must not hide behind Ben's: concentration, what she keeps and what she could win are hers alone.
        let mut data = dataset(7);
        data.accounts.potential.0 = vec![40.0, 10.0, 20.0, 20.0, 10.0, 55.0, 99.0];
        data.accounts.current_revenue.0 = vec![30.0, 10.0, 0.0, 0.0, 0.0, 5.0, 50.0];
        data.accounts.relationship.0 = vec![0.8, 0.4, 0.5, 0.5, 0.5, 0.6, 0.9];
        data.accounts.owner.0 = vec![0, 1, 0, 0, 0, 1, 1];
        data.families = 1;
        (data.accounts.family[2], data.accounts.family[3]) = (0, 0);
        data.accounts.service_hours.0 = vec![10.0; 7];
        let mut scores = score(&data);
        scores.master = vec![1.0, 0.5, 0.0, 0.0, 0.5, 0.25, 1.0];
        let plan = Assignment::new(vec![0, 0, 0, 0, 0, 1, OPEN]);
        let [ana, ben] = territory_features(&data, &scores, &plan).try_into().unwrap();
        assert_eq!((ana.accounts, ben.accounts), (5, 1));
        // 0.4 of one, 0.1 twice, and 0.4 of the family: 0.16 + 0.01 + 0.01 + 0.16.
        assert!((ana.concentration - 0.34).abs() < 1e-12, "{ana:?}");
        assert_eq!((ana.top_fifth, ben.concentration, ben.top_fifth), (0.4, 1.0, 1.0));
        // 30 x 0.8 stays; the second comes from Ben.
        assert!((ana.continuity - 0.6).abs() < 1e-12 && (ben.continuity - 0.6).abs() < 1e-12);
        assert!((ana.score - 0.5).abs() < 1e-12 && (ben.score - 0.25).abs() < 1e-12);
        // The median account has 2 per hour: of 1, 1, 2, 2, 4, 5.5 and 9.9.
        assert_eq!((ana.accessibility, ben.accessibility), (Some(1.0), Some(2.75)));
        assert_eq!(ana.travel_burden, 0.0);
    }

    #[test]
    fn nothing_to_share_is_no_concentration() {
        // An empty or worthless territory is shown with figures, never with "not a number".
        let mut data = dataset(2);
        data.accounts.potential.0 = vec![0.0, 0.0];
        data.accounts.current_revenue.0 = vec![0.0, 0.0];
        let scores = score(&data);
        let [ana, ben] = territory_features(&data, &scores, &Assignment::new(vec![0, 0])).try_into().unwrap();
        assert_eq!((ana.concentration, ana.top_fifth, ana.continuity, ana.accessibility), (0.0, 0.0, 0.0, None));
        assert!((ana.score - f64::from(scores.master[0])).abs() < 1e-6);
        assert_eq!(ben, TerritoryFeatures::default());
    }
}
