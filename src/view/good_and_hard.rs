//! What makes a territory good to have or hard to work, in words: where it differs from its target, from the rep's hours
//! or from the median territory by as much as matters, the largest difference first.

use crate::evaluate::RepFigures;
use crate::score::TerritoryFeatures;
use crate::session::Session;
use crate::units::Hours;
use crate::units::grouped;

/// So many sentences are read; more would hide what matters.
const MOST: usize = 4;
/// A win rate of fewer decided deals says little.
const LEAST_DECIDED: u32 = 20;

/// Of fewer accounts a fifth is one or two, and one that stays is a large part of the relationships.
const LEAST_ACCOUNTS: u32 = 10;

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trait {
    /// Whether it makes the territory good; else it makes it hard.
    pub good: bool,
    /// The sentence, with its numbers.
    pub text: String,
}

/// What is known of a territory.
#[derive(Clone, Debug, Default)]
struct Known {
    figures: RepFigures,
    features: TerritoryFeatures,
    /// Hours the rep has a year, where they are known.
    capacity: Option<f64>,
    /// Part of the decided deals that the rep wins, and that all reps win.
    wins: Option<(f64, f64)>,
}

/// A difference: how many times what matters it is, and what it says.
type Told = (f64, Trait);

/// What makes the territory of a rep good or hard under the working plan; nothing before it is judged.
pub fn good_and_hard(session: &Session, rep: u16) -> Vec<Trait> {
    let (Some(data), Some(judged)) = (&session.data, &session.judgement) else { return Vec::new() };
    let sales = &data.scored.sales;
    let known = |(rep, figures): (usize, &RepFigures)| Known {
        figures: figures.clone(),
        features: judged.features.get(rep).copied().unwrap_or_default(),
        capacity: data.dataset.reps.get(rep).and_then(|rep| rep.capacity_hours).filter(|hours| *hours > 0.0),
        wins: sales
            .reps
            .get(rep)
            .filter(|rate| rate.decided >= LEAST_DECIDED)
            .map(|rate| (rate.rate, sales.overall.rate)),
    };
    let territories: Vec<Known> = judged.plan.reps.iter().enumerate().map(known).collect();
    told(&territories, usize::from(rep))
}

fn told(territories: &[Known], rep: usize) -> Vec<Trait> {
    let Some(mine) = territories.get(rep).filter(|territory| territory.figures.accounts > 0) else { return Vec::new() };
    let median = |of: fn(&TerritoryFeatures) -> f64| {
        let with_accounts = territories.iter().filter(|territory| territory.figures.accounts > 0);
        let mut values: Vec<f64> = with_accounts.map(|territory| of(&territory.features)).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let (features, many) = (&mine.features, mine.figures.accounts >= LEAST_ACCOUNTS);
    let mut told: Vec<Told> = [
        to_target(&mine.figures),
        mine.capacity.and_then(|capacity| to_hours(mine.figures.workload_hours, capacity)),
        travel(features.travel_burden, median(|features| features.travel_burden)),
        few_accounts(features.top_fifth, median(|features| features.top_fifth)).filter(|_| many),
        relationships(features.continuity, median(|features| features.continuity)).filter(|_| many),
        features
            .accessibility
            .and_then(|mine| per_hour(mine, median(|features| features.accessibility.unwrap_or(1.0)))),
        mine.wins.and_then(|(mine, all)| wins(mine, all)),
    ]
    .into_iter()
    .flatten()
    .collect();
    told.sort_by(|one, other| other.0.total_cmp(&one.0));
    told.into_iter().take(MOST).map(|(_, told)| told).collect()
}

/// A difference that matters; none where it is smaller than `least`.
fn if_matters(difference: f64, least: f64, good: bool, text: impl FnOnce() -> String) -> Option<Told> {
    let times = difference.abs() / least;
    (times >= 1.0).then(|| (times, Trait { good, text: text() }))
}

fn percent(share: f64) -> String {
    format!("{}\u{a0}%", grouped(share.abs() * 100.0, 0))
}

fn to_target(figures: &RepFigures) -> Option<Told> {
    let deviation = figures.potential_deviation();
    if_matters(deviation, 0.05, deviation > 0.0, || {
        let by = percent(deviation);
        if deviation > 0.0 {
            say!("Its potential is {by} above its target.", by)
        } else {
            say!("Its potential is {by} below its target.", by)
        }
    })
}

fn to_hours(workload: f64, capacity: f64) -> Option<Told> {
    let over = workload / capacity - 1.0;
    if over > 0.0 {
        let text = || {
            say!(
                "Its work takes {hours}, {over} more than the rep has.",
                hours = Hours(workload).text(),
                over = percent(over)
            )
        };
        if_matters(over, 0.02, false, text)
    } else {
        if_matters(over, 0.15, true, || {
            say!("Its workload in the plan leaves {free} of the rep's hours free.", free = percent(over))
        })
    }
}

fn travel(mine: f64, usual: f64) -> Option<Told> {
    if_matters(mine - usual, 0.05, mine < usual, || {
        say!(
            "Travel takes {mine} of its time; in the median territory {usual}.",
            mine = percent(mine),
            usual = percent(usual)
        )
    })
}

fn few_accounts(mine: f64, usual: f64) -> Option<Told> {
    if_matters(mine - usual, 0.08, mine < usual, || {
        let is_more = mine > usual;
        let (mine, usual) = (percent(mine), percent(usual));
        if is_more {
            say!(
                "It hangs on few accounts: a fifth has {mine} of the potential; in the median territory {usual}.",
                mine,
                usual
            )
        } else {
            say!(
                "It rests on many accounts: the largest fifth has {mine} of the potential; in the median territory {usual}.",
                mine,
                usual
            )
        }
    })
}

fn relationships(mine: f64, usual: f64) -> Option<Told> {
    if_matters(mine - usual, 0.1, mine > usual, || {
        let is_more = mine > usual;
        let (mine, usual) = (percent(mine), percent(usual));
        if is_more {
            say!(
                "The rep knows its customers: relationships are at {mine}; in the median territory {usual}.",
                mine,
                usual
            )
        } else {
            say!("Relationships have to be built: they are at {mine}; in the median territory {usual}.", mine, usual)
        }
    })
}

fn per_hour(mine: f64, usual: f64) -> Option<Told> {
    let difference = mine / usual.max(1e-9) - 1.0;
    if_matters(difference, 0.15, difference > 0.0, || {
        let times = grouped(mine / usual.max(1e-9), 2);
        say!("An hour in it meets × {times} the potential of an hour in the median territory.", times)
    })
}

fn wins(mine: f64, all: f64) -> Option<Told> {
    if_matters(mine - all, 0.05, mine > all, || {
        say!("The rep wins {mine} of the deals; all reps {all}.", mine = percent(mine), all = percent(all))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn territory(potential: f64, travel: f64) -> Known {
        Known {
            figures: RepFigures {
                accounts: 10,
                potential,
                potential_target: 100.0,
                workload_hours: 1000.0,
                ..RepFigures::default()
            },
            features: TerritoryFeatures { travel_burden: travel, accessibility: Some(1.0), ..Default::default() },
            capacity: Some(1000.0),
            wins: None,
        }
    }

    #[test]
    fn the_largest_difference_stands_first_and_small_ones_are_not_told() {
        // Whoever reads four sentences must read the ones that matter, with the right sign.
        let mut team = vec![territory(100.0, 0.2), territory(108.0, 0.4), territory(104.0, 0.2)];
        let texts = |team: &[Known], rep: usize| -> Vec<(bool, String)> {
            told(team, rep).into_iter().map(|told| (told.good, told.text)).collect()
        };
        assert_eq!(
            texts(&team, 1),
            [
                (false, "Travel takes 40\u{a0}% of its time; in the median territory 20\u{a0}%.".to_owned()),
                (true, "Its potential is 8\u{a0}% above its target.".to_owned())
            ]
        );
        assert!(texts(&team, 2).is_empty(), "4 % is within what matters");
        team[2].figures.workload_hours = 1100.0;
        assert!(!told(&team, 2)[0].good, "more work than hours is hard");
        team[2].features.top_fifth = 0.9;
        assert_eq!(told(&team, 2).len(), 2);
        team[2].figures.accounts = 3;
        assert_eq!(told(&team, 2).len(), 1, "of three accounts a fifth is none");
    }

    #[test]
    fn an_empty_territory_says_nothing() {
        // There is no median of nothing, and nothing to be said of no accounts.
        assert!(told(&[Known::default()], 0).is_empty());
        assert!(told(&[], 3).is_empty());
    }
}
