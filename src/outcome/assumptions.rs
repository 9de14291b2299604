//! What is assumed about the year to come, where the data do not tell: each with its default, bounds and source.

use serde::Deserialize;
use serde::Serialize;

/// What is assumed. In files it is plain JSON; what is left out has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assumptions {
    /// Deals won of deals decided, in percent; it weighs as much as 20 decided deals of the history.
    pub win_rate_percent: f64,
    /// Part of the revenue lost in the year in which a fully trusted rep is changed, in percent.
    pub dip_percent: f64,
    /// By how many percent sales change where selling hours change by one percent.
    pub coverage_elasticity: f64,
    /// Money that an hour on the road costs; `None` = what the marginal selling hour brings today.
    pub hour_price: Option<f64>,
    /// Standard deviation of a rep's hours from year to year, in percent of them.
    pub capacity_spread_percent: f64,
    /// Usual days from the first to the last day of a deal, where the history has fewer than 30 that tell.
    pub cycle_days: f64,
    /// Standard deviation of the logarithm of a deal's days, where the history has too few.
    pub cycle_spread: f64,
    /// Simulated years.
    pub runs: u32,
    /// Seed of the simulation.
    pub seed: u64,
    /// Hours that handing over one account takes, of both reps together.
    pub handover_hours: f64,
}

/// What a form, a report and a file say about one assumption.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Assumption {
    /// Its name in files: that of the field.
    pub id: &'static str,
    /// Name on the screen.
    pub title: &'static str,
    /// What it means, one sentence.
    pub help: &'static str,
    /// Where the default comes from.
    pub source: &'static str,
    /// Value unless set; none where it is derived from the data.
    pub default: Option<f64>,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Step of the form's arrows.
    pub step: f64,
    /// Shown behind the number: `%`, `days`.
    pub unit: &'static str,
}

/// Every assumption, in the order in which they are shown.
pub const ALL: &[Assumption] = &[
    Assumption {
        id: "win_rate_percent",
        title: "Win rate",
        help: "Deals won of deals decided. It counts as 20 deals beside those of the sales history: the more of these are \
               decided, the less it matters.",
        source: "No source: replace it by your own rate. Weighed as in Efron and Morris 1975, Journal of the American Statistical \
                 Association 70(350)",
        default: Some(25.0),
        min: 0.0,
        max: 100.0,
        step: 1.0,
        unit: "%",
    },
    Assumption {
        id: "dip_percent",
        title: "Hand-over dip",
        help: "Part of the revenue lost in the first year when a fully trusted rep is changed.",
        source: "13.2 to 17.6 % of a customer's sales: Shi, Sridhar, Grewal, Lilien 2017, Journal of Marketing 81(2)",
        default: Some(15.0),
        min: 0.0,
        max: 100.0,
        step: 0.5,
        unit: "%",
    },
    Assumption {
        id: "coverage_elasticity",
        title: "Effect of selling hours on sales",
        help: "Elasticity: by how many percent sales change where selling hours change by one percent. At 0.34, a tenth fewer \
               hours bring 3.5 % fewer sales.",
        source: "Mean current-period elasticity .34: Albers, Mantrala, Sridhar 2010, Journal of Marketing Research 47(5)",
        default: Some(0.34),
        min: 0.0,
        max: 1.0,
        step: 0.01,
        unit: "",
    },
    Assumption {
        id: "hour_price",
        title: "Price of an hour on the road",
        help: "What an hour of driving costs in money. Left open, it is what one more selling hour brings today: \
               elasticity x growth / workload of today's territories.",
        source: "Derivative of sales by hours under a constant elasticity",
        default: None,
        min: 0.0,
        max: 1_000_000.0,
        step: 5.0,
        unit: "per hour",
    },
    Assumption {
        id: "capacity_spread_percent",
        title: "Spread of hours",
        help: "How much a rep's hours differ from year to year: illness, leave, other work (standard deviation).",
        source: "No source: replace it by what you know of your team",
        default: Some(5.0),
        min: 0.0,
        max: 50.0,
        step: 1.0,
        unit: "%",
    },
    Assumption {
        id: "cycle_days",
        title: "Sales cycle",
        help: "Usual days from the first to the last day of a deal, where the sales history has fewer than 30 with both days.",
        source: "No source: replace it by your own cycle",
        default: Some(90.0),
        min: 1.0,
        max: 365.0,
        step: 5.0,
        unit: "days",
    },
    Assumption {
        id: "cycle_spread",
        title: "Spread of the sales cycle",
        help: "How much the length of deals differs, where the history has fewer than 30 (standard deviation of its \
               logarithm).",
        source: "No source: 0.5 means that two of three deals take between 0.6 and 1.6 times the usual",
        default: Some(0.5),
        min: 0.0,
        max: 2.0,
        step: 0.05,
        unit: "",
    },
    Assumption {
        id: "runs",
        title: "Simulated years",
        help: "More of them make the ranges steadier and take longer.",
        source: "With 1,000 a chance is known to within 3 points (binomial, 95 %)",
        default: Some(1000.0),
        min: 100.0,
        max: 10_000.0,
        step: 100.0,
        unit: "years",
    },
    Assumption {
        id: "seed",
        title: "Seed",
        help: "Any number. The same one draws the same simulated years, another one others.",
        source: "",
        default: Some(1.0),
        min: 0.0,
        max: 4_294_967_295.0,
        step: 1.0,
        unit: "",
    },
    Assumption {
        id: "handover_hours",
        title: "Hours of a hand-over",
        help: "What handing one account over takes, of both reps together: notes, a call, a visit together. Priced like an \
               hour on the road.",
        source: "No source: replace it by what your hand-overs take",
        default: Some(4.0),
        min: 0.0,
        max: 100.0,
        step: 0.5,
        unit: "hours",
    },
];

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            win_rate_percent: 25.0,
            dip_percent: 15.0,
            coverage_elasticity: 0.34,
            hour_price: None,
            capacity_spread_percent: 5.0,
            cycle_days: 90.0,
            cycle_spread: 0.5,
            runs: 1000,
            seed: 1,
            handover_hours: 4.0,
        }
    }
}

impl Assumptions {
    /// The value of the assumption with this id; none where it is derived from the data, or there is no such assumption.
    pub fn value(&self, id: &str) -> Option<f64> {
        Some(match id {
            "win_rate_percent" => self.win_rate_percent,
            "dip_percent" => self.dip_percent,
            "coverage_elasticity" => self.coverage_elasticity,
            "hour_price" => return self.hour_price,
            "capacity_spread_percent" => self.capacity_spread_percent,
            "cycle_days" => self.cycle_days,
            "cycle_spread" => self.cycle_spread,
            "runs" => f64::from(self.runs),
            "seed" => self.seed as f64,
            "handover_hours" => self.handover_hours,
            _ => return None,
        })
    }

    /// The same with another value of the assumption with this id; none where it does not fit, or has none without need.
    #[must_use]
    pub fn with(&self, id: &str, value: Option<f64>) -> Option<Self> {
        let card = ALL.iter().find(|card| card.id == id)?;
        let fits = value.is_none_or(|value| (card.min..=card.max).contains(&value));
        let mut other = self.clone();
        let number = || value.filter(|_| fits);
        let whole = || number().filter(|number| libm::floor(*number) >= *number);
        match id {
            "win_rate_percent" => other.win_rate_percent = number()?,
            "dip_percent" => other.dip_percent = number()?,
            "coverage_elasticity" => other.coverage_elasticity = number()?,
            "hour_price" if fits => other.hour_price = value,
            "capacity_spread_percent" => other.capacity_spread_percent = number()?,
            "cycle_days" => other.cycle_days = number()?,
            "cycle_spread" => other.cycle_spread = number()?,
            "runs" => other.runs = whole()? as u32,
            "seed" => other.seed = whole()? as u64,
            "handover_hours" => other.handover_hours = number()?,
            _ => return None,
        }
        Some(other)
    }

    /// What is out of bounds, a sentence each; empty where they can be used.
    pub fn faults(&self) -> Vec<String> {
        let fault = |card: &Assumption| {
            let found = self.value(card.id).filter(|value| !(card.min..=card.max).contains(value))?;
            let (id, min, max) = (card.id, card.min, card.max);
            Some(say!("assumption \"{id}\": found {found}, expected a number from {min} to {max}", id, found, min, max))
        };
        ALL.iter().filter_map(fault).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_card_with_its_default() {
        // A form that shows another default than the one in force would mislead whoever leaves it alone.
        let usual = Assumptions::default();
        let json = serde_json::to_value(&usual).unwrap();
        let mut fields: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        let mut cards: Vec<&str> = ALL.iter().map(|card| card.id).collect();
        fields.sort_unstable();
        cards.sort_unstable();
        assert_eq!(fields, cards);
        for card in ALL {
            assert_eq!(usual.value(card.id), card.default, "{}", card.id);
            let largest = usual.with(card.id, Some(card.max)).unwrap();
            assert_eq!(largest.value(card.id), Some(card.max), "{}", card.id);
            assert_eq!(largest.with(card.id, card.default), Some(usual.clone()));
            assert!(
                usual.with(card.id, Some(card.max + 1.0)).is_none() && usual.with(card.id, Some(f64::NAN)).is_none()
            );
        }
        assert_eq!(usual.faults(), [""; 0]);
    }

    #[test]
    fn a_file_says_only_what_differs_and_a_typo_is_refused() {
        // A misspelt assumption that is skipped would leave the default in force without a word.
        let read = |text: &str| serde_json::from_str::<Assumptions>(text);
        assert_eq!(read("{}").unwrap(), Assumptions::default());
        assert_eq!(read(r#"{"dip_percent":10}"#).unwrap().dip_percent, 10.0);
        assert!(read(r#"{"dip":10}"#).is_err());
        let odd = Assumptions { win_rate_percent: 250.0, runs: 1, ..Assumptions::default() };
        assert_eq!(odd.faults().len(), 2);
    }
}
