//! The accounts of a dataset, one column per known field.

use crate::model::Categories;
use crate::model::Flags;
use crate::model::Indices;
use crate::model::Numbers;
use crate::model::OPEN;
use crate::model::RepIndices;
use crate::model::Texts;
use serde::Deserialize;
use serde::Serialize;

/// The family of an account that belongs to none.
pub const NO_FAMILY: u32 = u32::MAX;

/// Whether an account already buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Buys today.
    Customer,
    /// Could buy.
    Prospect,
}

/// How the place of an account was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Precision {
    /// No place: planned without travel.
    Unplaced = 0,
    /// Coordinates of the file.
    Given = 1,
    /// Centre of the postal code.
    PostalCode = 2,
    /// Centre of the city.
    City = 3,
}

impl Precision {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Unplaced, Self::Given, Self::PostalCode, Self::City];

    /// How the place was found, as a file tells it; "" without a place.
    pub fn found_by(self) -> &'static str {
        match self {
            Self::Unplaced => "",
            Self::Given => "coordinates of the file",
            Self::PostalCode => "postal code",
            Self::City => "city",
        }
    }
}

/// Columns of accounts. Position `i` of every column is the same account; `NaN` or "" means: not in the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Accounts {
    /// Row in the source file as a spreadsheet shows it (header = 1).
    pub row: Indices,
    /// Identity of the account, unique.
    pub id: Texts,
    /// Name, as shown.
    pub name: Texts,
    /// Today's rep as a position in `Dataset::reps`, [`crate::model::OPEN`] where nobody has it.
    pub owner: RepIndices,
    /// 1 where the account is a prospect, 0 where it is a customer: see [`Accounts::status`].
    pub prospect: Flags,
    /// City.
    pub city: Categories,
    /// State or region code (`NY`) or, where unknown, the file's text.
    pub state: Categories,
    /// Two-letter country code or, where unknown, the file's text.
    pub country: Categories,
    /// Postal code.
    pub postal_code: Texts,
    /// Degrees north.
    pub latitude: Numbers,
    /// Degrees east.
    pub longitude: Numbers,
    /// How the place was found, coded: see [`Accounts::precision`].
    pub precision: Flags,
    /// Industry, spelling variants merged.
    pub industry: Categories,
    /// Segment.
    pub segment: Categories,
    /// The company's employees.
    pub employees: Numbers,
    /// The company's own revenue a year.
    pub annual_revenue: Numbers,
    /// What it pays us a year.
    pub current_revenue: Numbers,
    /// What it could pay us a year.
    pub potential: Numbers,
    /// Hours a year spent with it, without travel.
    pub service_hours: Numbers,
    /// Visits a year.
    pub visits_per_year: Numbers,
    /// Difficulty of serving it, 1 = usual.
    pub complexity: Numbers,
    /// Strength of the relationship with today's rep, 0 to 1.
    pub relationship: Numbers,
    /// How much the account responds, 0 to 1.
    pub engagement: Numbers,
    /// Signs that it wants to buy, 0 to 1.
    pub intent: Numbers,
    /// How well our product suits it, 0 to 1.
    pub product_fit: Numbers,
    /// Risk that it leaves, 0 to 1.
    pub churn_risk: Numbers,
    /// Money in open opportunities.
    pub open_pipeline: Numbers,
    /// Competitor that serves it.
    pub competitor: Categories,
    /// End of its contract, `YYYY-MM-DD`.
    pub contract_end: Texts,
    /// 1 where the file says that it stays with its rep.
    pub locked: Flags,
    /// The company family, a number from 0; [`NO_FAMILY`] where it stands alone.
    pub family: Indices,
}

impl Accounts {
    /// How many accounts there are.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// Accounts of which nothing is known yet.
    pub fn of_length(length: usize) -> Self {
        let (zeros, nothing) = (|| Flags(vec![0; length]), || Numbers(vec![f64::NAN; length]));
        let texts = || std::iter::repeat_n("", length).collect::<Texts>();
        let labels = || Categories::from_texts(std::iter::repeat_n("", length));
        Self {
            row: Indices(vec![0; length]),
            id: texts(),
            name: texts(),
            owner: RepIndices(vec![OPEN; length]),
            prospect: zeros(),
            city: labels(),
            state: labels(),
            country: labels(),
            postal_code: texts(),
            latitude: nothing(),
            longitude: nothing(),
            precision: zeros(),
            industry: labels(),
            segment: labels(),
            employees: nothing(),
            annual_revenue: nothing(),
            current_revenue: nothing(),
            potential: nothing(),
            service_hours: nothing(),
            visits_per_year: nothing(),
            complexity: nothing(),
            relationship: nothing(),
            engagement: nothing(),
            intent: nothing(),
            product_fit: nothing(),
            churn_risk: nothing(),
            open_pipeline: nothing(),
            competitor: labels(),
            contract_end: texts(),
            locked: zeros(),
            family: Indices(vec![NO_FAMILY; length]),
        }
    }

    /// Appends the accounts of others, their owners and families as they are numbered there.
    pub fn append(&mut self, other: &Self) {
        let texts = [
            (&mut self.id, &other.id),
            (&mut self.name, &other.name),
            (&mut self.postal_code, &other.postal_code),
            (&mut self.contract_end, &other.contract_end),
        ];
        for (column, more) in texts {
            column.append(more);
        }
        let labels = [
            (&mut self.city, &other.city),
            (&mut self.state, &other.state),
            (&mut self.country, &other.country),
            (&mut self.industry, &other.industry),
            (&mut self.segment, &other.segment),
            (&mut self.competitor, &other.competitor),
        ];
        for (column, more) in labels {
            column.append(more);
        }
        self.append_numbers(other);
        self.row.extend_from_slice(&other.row);
        self.owner.extend_from_slice(&other.owner);
        self.family.extend_from_slice(&other.family);
        for (column, more) in [
            (&mut self.prospect, &other.prospect),
            (&mut self.precision, &other.precision),
            (&mut self.locked, &other.locked),
        ] {
            column.extend_from_slice(more);
        }
    }

    fn append_numbers(&mut self, other: &Self) {
        for (column, more) in [
            (&mut self.latitude, &other.latitude),
            (&mut self.longitude, &other.longitude),
            (&mut self.employees, &other.employees),
            (&mut self.annual_revenue, &other.annual_revenue),
            (&mut self.current_revenue, &other.current_revenue),
            (&mut self.potential, &other.potential),
            (&mut self.service_hours, &other.service_hours),
            (&mut self.visits_per_year, &other.visits_per_year),
            (&mut self.complexity, &other.complexity),
            (&mut self.relationship, &other.relationship),
            (&mut self.engagement, &other.engagement),
            (&mut self.intent, &other.intent),
            (&mut self.product_fit, &other.product_fit),
            (&mut self.churn_risk, &other.churn_risk),
            (&mut self.open_pipeline, &other.open_pipeline),
        ] {
            column.extend_from_slice(more);
        }
    }

    /// Whether all columns have the same length.
    pub fn is_whole(&self) -> bool {
        let length = self.len();
        let numbers = [
            &self.latitude,
            &self.longitude,
            &self.employees,
            &self.annual_revenue,
            &self.current_revenue,
            &self.potential,
            &self.service_hours,
            &self.visits_per_year,
            &self.complexity,
            &self.relationship,
            &self.engagement,
            &self.intent,
            &self.product_fit,
            &self.churn_risk,
            &self.open_pipeline,
        ];
        let labels = [&self.city, &self.state, &self.country, &self.industry, &self.segment, &self.competitor];
        let texts = [&self.id, &self.name, &self.postal_code, &self.contract_end];
        let flags = [&self.prospect, &self.precision, &self.locked];
        numbers.iter().all(|column| column.len() == length)
            && labels.iter().all(|column| column.len() == length)
            && texts.iter().all(|column| column.len() == length)
            && flags.iter().all(|column| column.len() == length)
            && self.owner.len() == length
            && self.family.len() == length
    }

    /// Whether account `index` already buys.
    pub fn status(&self, index: usize) -> Status {
        if self.prospect[index] == 0 { Status::Customer } else { Status::Prospect }
    }

    /// How the place of account `index` was found.
    pub fn precision(&self, index: usize) -> Precision {
        match self.precision[index] {
            1 => Precision::Given,
            2 => Precision::PostalCode,
            3 => Precision::City,
            _ => Precision::Unplaced,
        }
    }

    /// Latitude and longitude of account `index`, where it has a place.
    pub fn place(&self, index: usize) -> Option<(f64, f64)> {
        let (latitude, longitude) = (self.latitude[index], self.longitude[index]);
        (latitude.is_finite() && longitude.is_finite()).then_some((latitude, longitude))
    }
}
