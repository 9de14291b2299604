//! What can be added up per rep, and what each rep should have of it.

use crate::model::Dataset;
use crate::model::Rep;
use crate::rules::Terms;

/// Something that adds up per rep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Money the accounts could pay a year.
    Potential,
    /// Money they pay a year.
    Revenue,
    /// Hours a year: service, and travel unless the travel rule says that it is no work.
    Workload,
    /// How many accounts.
    Accounts,
    /// How many strategic accounts: revenue from the amount that `strategic-accounts-stay` names.
    StrategicAccounts,
    /// Sum of complexity.
    Complexity,
    /// Sum of the account score.
    Score,
}

/// Choices of a measure in a form.
pub const MEASURES: &[(&str, &str)] = &[
    ("potential", text!("Potential")),
    ("workload", text!("Workload")),
    ("accounts", text!("Number of accounts")),
    ("revenue", text!("Current revenue")),
    ("complexity", text!("Complexity")),
    ("score", text!("Account score")),
];

/// Choices of a target in a form.
pub const TARGETS: &[(&str, &str)] = &[
    ("equal", text!("the same for every rep")),
    ("capacity", text!("in proportion to hours x ramp")),
    ("share", text!("in proportion to the rep's target share")),
];

impl Quantity {
    /// How many there are.
    pub const COUNT: usize = 7;

    /// All of them, each at its place.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Potential,
        Self::Revenue,
        Self::Workload,
        Self::Accounts,
        Self::StrategicAccounts,
        Self::Complexity,
        Self::Score,
    ];

    /// The quantity a form's word means.
    pub fn of_word(word: &str) -> Self {
        match word {
            "workload" => Self::Workload,
            "accounts" => Self::Accounts,
            "revenue" => Self::Revenue,
            "complexity" => Self::Complexity,
            "score" => Self::Score,
            _ => Self::Potential,
        }
    }

    /// The noun in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Potential => text!("potential"),
            Self::Revenue => text!("revenue"),
            Self::Workload => text!("workload"),
            Self::Accounts => text!("accounts"),
            Self::StrategicAccounts => text!("strategic accounts"),
            Self::Complexity => text!("complexity"),
            Self::Score => text!("score"),
        }
    }
}

/// How the whole is divided into targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Everyone the same.
    Equal,
    /// By hours x ramp.
    Capacity,
    /// By the rep's own target share.
    Share,
}

impl Target {
    /// The target a form's word means.
    pub fn of_word(word: &str) -> Self {
        match word {
            "capacity" => Self::Capacity,
            "share" => Self::Share,
            _ => Self::Equal,
        }
    }

    /// Each rep's share of the whole; the shares sum to 1. A rep without the figure counts like the mean rep, one who is
    /// gone not at all.
    pub fn shares(self, dataset: &Dataset) -> Vec<f64> {
        let figure = |(position, rep): (usize, &Rep)| match self {
            _ if dataset.is_gone(position) => None,
            Self::Equal => Some(1.0),
            Self::Capacity => rep.capacity_hours.map(|hours| hours * rep.ramp),
            Self::Share => rep.target_share,
        };
        let figures = dataset.reps.iter().enumerate().map(figure);
        let raw: Vec<Option<f64>> = figures.map(|value| value.filter(|value| *value >= 0.0)).collect();
        let known: Vec<f64> = raw.iter().flatten().copied().collect();
        let mean = if known.is_empty() { 1.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
        let fill = |(rep, value): (usize, Option<f64>)| if dataset.is_gone(rep) { 0.0 } else { value.unwrap_or(mean) };
        let filled: Vec<f64> = raw.into_iter().enumerate().map(fill).collect();
        let total: f64 = filled.iter().sum();
        match total {
            _ if total > 0.0 => filled.into_iter().map(|value| value / total).collect(),
            _ if dataset.team_size() == 0 => filled,
            _ => Target::Equal.shares(dataset),
        }
    }
}

/// What each rep should have of a quantity.
pub fn targets(terms: &Terms, quantity: Quantity, target: Target) -> Vec<f64> {
    let total = terms.total(quantity);
    target.shares(terms.dataset()).into_iter().map(|share| share * total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quantity_has_a_place_of_its_own() {
        // Sums are kept by place: two quantities at one would be taken for each other.
        for (place, quantity) in Quantity::ALL.into_iter().enumerate() {
            assert_eq!(quantity as usize, place);
        }
    }

    #[test]
    fn every_measure_of_a_form_is_the_one_it_names() {
        // A word that nobody knows would silently balance potential.
        for (word, _) in MEASURES {
            assert_eq!(Quantity::of_word(word).word(), *word);
        }
    }
}
