//! What the user decides about cleaning: which steps are done, which rows are one account, which are one family.

use crate::clean::company::Family;
use crate::model::ScoreWeights;
use crate::order;
use crate::order::Order;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeSet;

/// A step that can be left out, in the order in which the steps are done. Stored choices tell steps by their position: a
/// new one comes last here, and where it belongs in [`Step::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// One length of Salesforce ids.
    Ids,
    /// Duplicates that were confirmed become one account; possible ones are looked for.
    Duplicates,
    /// States and countries to codes.
    Addresses,
    /// Lost zeros and spaces of postal codes.
    PostalCodes,
    /// Coordinates exchanged, at 0, 0 or in another country.
    Coordinates,
    /// Places by postal code and city.
    Places,
    /// Company revenue in thousands or millions; only on request.
    MoneyUnits,
    /// Extreme amounts brought down to the largest usual one; only on request.
    Extremes,
    /// Spelling variants of industries and other labels.
    Industries,
    /// Company families.
    Families,
    /// Owners by deals, where the accounts file names none.
    DealOwners,
    /// Bases of reps amid their accounts or at their city.
    Bases,
    /// Numbers below 0 count as missing.
    Negatives,
    /// What is missing is estimated.
    Gaps,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 14] = [
        Self::Ids,
        Self::Duplicates,
        Self::Addresses,
        Self::PostalCodes,
        Self::Coordinates,
        Self::Places,
        Self::Negatives,
        Self::MoneyUnits,
        Self::Extremes,
        Self::Industries,
        Self::Families,
        Self::DealOwners,
        Self::Bases,
        Self::Gaps,
    ];

    /// Stable name: `postal-codes`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ids => "ids",
            Self::Duplicates => "duplicates",
            Self::Addresses => "addresses",
            Self::PostalCodes => "postal-codes",
            Self::Coordinates => "coordinates",
            Self::Places => "places",
            Self::MoneyUnits => "money-units",
            Self::Extremes => "extremes",
            Self::Industries => "industries",
            Self::Families => "families",
            Self::DealOwners => "deal-owners",
            Self::Bases => "bases",
            Self::Negatives => "negatives",
            Self::Gaps => "gaps",
        }
    }

    /// The step of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.id() == id)
    }

    /// Name on a screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ids => say!("Ids"),
            Self::Duplicates => say!("Duplicates"),
            Self::Addresses => say!("States and countries"),
            Self::PostalCodes => say!("Postal codes"),
            Self::Coordinates => say!("Coordinates"),
            Self::Places => say!("Places"),
            Self::MoneyUnits => say!("Units of money"),
            Self::Extremes => say!("Extreme amounts"),
            Self::Industries => say!("Spelling of labels"),
            Self::Families => say!("Company families"),
            Self::DealOwners => say!("Owners by deals"),
            Self::Bases => say!("Bases of reps"),
            Self::Negatives => say!("Numbers below 0"),
            Self::Gaps => say!("Missing values"),
        }
    }

    /// What it does when it is on, a sentence.
    pub fn help(self) -> &'static str {
        match self {
            Self::Ids => {
                say!("Brings Salesforce ids of 15 and 18 characters to one length, so that both name one record.")
            }
            Self::Duplicates => say!("Looks for rows that may be one company and joins those you confirm."),
            Self::Addresses => say!("Writes states and countries as codes, so that rules by region see one spelling."),
            Self::PostalCodes => say!("Gives back lost zeros and puts spaces right."),
            Self::Coordinates => {
                say!("Puts exchanged coordinates right and withholds those at 0, 0 or in another country.")
            }
            Self::Places => {
                say!(
                    "Finds a place for accounts without coordinates by postal code or city, and catches coordinates far \
                 from the address."
                )
            }
            Self::MoneyUnits => {
                say!("Reads company revenue as thousands or millions, where a head would make next to nothing.")
            }
            Self::Extremes => {
                say!(
                    "Brings amounts above all but one in two hundred down to that amount, so that one slip does not \
                 outweigh a territory."
                )
            }
            Self::Industries => {
                say!("Writes industries, segments, cities and competitors like their most frequent variant.")
            }
            Self::Families => say!("Keeps companies of one parent together as a family."),
            Self::DealOwners => {
                say!("Gives an account to the rep with most of its deals where the accounts name no owner.")
            }
            Self::Bases => say!("Places reps without coordinates at their city, else amid their accounts."),
            Self::Negatives => say!("Takes amounts and numbers below 0 as missing; left out, they count as 0."),
            Self::Gaps => {
                say!(
                    "Estimates potential, revenue, visits, hours and relationship where the files do not tell; left out, what \
                 is missing counts as 0."
                )
            }
        }
    }

    /// Whether it is done unless the user says otherwise.
    pub fn by_default(self) -> bool {
        !matches!(self, Self::Extremes | Self::MoneyUnits)
    }
}

/// What the user decided; the default is what is done when nobody decides.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    /// Steps that are not as they are by default.
    pub switched: BTreeSet<Step>,
    /// Rows that are one account: the ids of each group, the one that stays first.
    pub merged: Vec<Vec<String>>,
    /// Rows that look alike and are different accounts: the ids of each group.
    pub apart: Vec<Vec<String>>,
    /// Companies whose accounts are one family.
    pub families: BTreeSet<Family>,
    /// Companies of one name that are no family.
    pub strangers: BTreeSet<Family>,
    /// How much each part of the account score counts.
    pub weights: ScoreWeights,
}

impl Choices {
    /// Whether a step is done.
    pub fn does(&self, step: Step) -> bool {
        step.by_default() != self.switched.contains(&step)
    }

    /// The same with a step the other way round.
    #[must_use]
    pub fn switch(mut self, step: Step) -> Self {
        if !self.switched.remove(&step) {
            self.switched.insert(step);
        }
        self
    }

    /// The same with groups of ids decided: one account, different ones, or not decided.
    #[must_use]
    pub fn decide_duplicates(mut self, groups: &[Vec<String>], decision: Decision) -> Self {
        let said = order::set(groups.iter().map(|group| sorted(group)));
        self.merged.retain(|group| !said.contains(&sorted(group)));
        self.apart.retain(|group| !said.contains(&sorted(group)));
        match decision {
            Decision::Accepted => self.merged.extend_from_slice(groups),
            Decision::Declined => self.apart.extend_from_slice(groups),
            Decision::Open => {}
        }
        self
    }

    /// The same with companies decided: one family, strangers, or not decided.
    #[must_use]
    pub fn decide_families(mut self, names: &[Family], decision: Decision) -> Self {
        for name in names {
            self.families.remove(name);
            self.strangers.remove(name);
            match decision {
                Decision::Accepted => self.families.insert(name.clone()),
                Decision::Declined => self.strangers.insert(name.clone()),
                Decision::Open => false,
            };
        }
        self
    }
}

/// A group of ids in one order.
pub fn sorted(group: &[String]) -> Vec<String> {
    let mut group = group.to_vec();
    group.order();
    group
}

/// What the user says about something proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Decision {
    /// Nothing yet.
    #[default]
    Open,
    /// It is so.
    Accepted,
    /// It is not.
    Declined,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_can_be_taken_back() {
        // "Nothing merged silently" is worth little if what was merged cannot be parted again.
        let group = vec!["1".to_owned(), "2".to_owned()];
        let turned = vec!["2".to_owned(), "1".to_owned()];
        let merged = Choices::default().decide_duplicates(std::slice::from_ref(&group), Decision::Accepted);
        assert_eq!(merged.merged, std::slice::from_ref(&group));
        let apart = merged.decide_duplicates(std::slice::from_ref(&turned), Decision::Declined);
        assert!(apart.merged.is_empty() && apart.apart.len() == 1);
        assert_eq!(apart.decide_duplicates(&[group], Decision::Open), Choices::default());
    }

    #[test]
    fn switching_twice_changes_nothing() {
        // A switch that forgets its default would do on request what nobody asked for.
        for step in Step::ALL {
            assert_eq!(Step::from_id(step.id()), Some(step));
            let switched = Choices::default().switch(step);
            assert_ne!(switched.does(step), step.by_default());
            assert_eq!(switched.switch(step), Choices::default());
        }
    }
}
