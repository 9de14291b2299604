//! A rep: who can have accounts, from where, with how many hours and which skills.

use serde::Deserialize;
use serde::Serialize;

/// One rep. Reps are few, so they stand as rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rep {
    /// Row in the source file (header = 1); 0 where the rep was derived from the accounts' owners.
    pub row: u32,
    /// Identity, unique.
    pub id: String,
    /// Name, as shown.
    pub name: String,
    /// E-mail address, "" where unknown.
    pub email: String,
    /// Manager, "" where unknown.
    pub manager: String,
    /// City of the base, "" where unknown.
    pub city: String,
    /// State of the base, "" where unknown.
    pub state: String,
    /// Country of the base, "" where unknown.
    pub country: String,
    /// Base in degrees (north, east); none for a rep without a known base.
    pub base: Option<(f64, f64)>,
    /// Whether the base was derived from the accounts the rep has today.
    pub base_derived: bool,
    /// Works from afar: travel costs nothing.
    pub remote: bool,
    /// Hours a year for accounts, travel included.
    pub capacity_hours: Option<f64>,
    /// Share of full productivity, 0 to 1.
    pub ramp: f64,
    /// First day, `YYYY-MM-DD`, "" where unknown.
    pub start_date: String,
    /// Share of the whole the rep should have, relative to the others; none = equal.
    pub target_share: Option<f64>,
    /// What the rep is trained for (values of an account attribute); empty = everything.
    pub skills: Vec<String>,
    /// Segments the rep serves; empty = all.
    pub segments: Vec<String>,
    /// States or countries the rep may serve; empty = all.
    pub regions: Vec<String>,
    /// Fewest accounts.
    pub min_accounts: Option<u32>,
    /// Most accounts.
    pub max_accounts: Option<u32>,
    /// Quota a year.
    pub quota: Option<f64>,
}

impl Rep {
    /// Whether a text in a rule means this rep: the id or the name, as they are spelt.
    pub fn is_called(&self, text: &str) -> bool {
        self.id == text || self.name == text
    }
}
