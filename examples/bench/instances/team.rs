//! A team as the territory problem needs it: accounts, reps, and the skills between them.

use crate::instances::Failure;
use evenfield::geo::UnitVector;

/// One account.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Unit it belongs to: accounts of one family share it. Units are numbered from 0 without a hole.
    pub unit: u32,
    /// Rep who has it today.
    pub owner: Option<u16>,
    /// Whether it is a customer: only customers count against the move cap.
    pub customer: bool,
    /// Whether it must stay with its owner.
    pub locked: bool,
    /// Where it is.
    pub place: UnitVector,
    /// Skills that its rep must have.
    pub asks: Skills,
    /// Money a year.
    pub potential: f64,
    /// Hours a year.
    pub hours: f64,
    /// Visits a year.
    pub visits: f64,
}

/// One rep.
#[derive(Clone, Debug, PartialEq)]
pub struct Rep {
    /// Where the rep starts from.
    pub base: UnitVector,
    /// Hours a year.
    pub capacity: f64,
    /// What the rep can do.
    pub skills: Skills,
}

/// Accounts and reps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Team {
    /// The accounts.
    pub accounts: Vec<Account>,
    /// The reps.
    pub reps: Vec<Rep>,
}

/// A set of skills, one bit each: compared millions of times while costs are computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skills(u64);

impl Skills {
    /// Whether all of `asked` are among these.
    pub fn cover(self, asked: Self) -> bool {
        self.0 & asked.0 == asked.0
    }

    /// These and those.
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

/// The names of skills, each with its bit.
#[derive(Debug, Default)]
pub struct SkillNames(Vec<String>);

impl SkillNames {
    /// The skill of a name, known or new; fails at the 65th name.
    pub fn learn(&mut self, name: &str) -> Result<Skills, Failure> {
        if self.named(name).is_none() {
            self.0.push(name.to_owned());
        }
        self.named(name).ok_or_else(|| "more than 64 skills".into())
    }

    /// The skill of a name that was learnt.
    pub fn named(&self, name: &str) -> Option<Skills> {
        let bit = self.0.iter().position(|known| known == name)?;
        1_u64.checked_shl(bit as u32).map(Skills)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skills_cover_what_is_asked() {
        // A wrong bit would make a rep eligible who is not: the plan would look better than it can be.
        let mut names = SkillNames::default();
        let (energy, retail) = (names.learn("Energy").unwrap(), names.learn("Retail").unwrap());
        assert!(energy.and(retail).cover(energy) && energy.cover(Skills::default()));
        assert!(!energy.cover(retail) && !energy.cover(energy.and(retail)));
        assert_eq!(names.named("Retail"), Some(retail));
        assert_eq!(names.named("Logistics"), None);
        for other in 0..62 {
            names.learn(&other.to_string()).unwrap();
        }
        assert!(names.learn("one too many").is_err());
    }
}
