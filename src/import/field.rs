//! The canonical columns of the three tables.

use crate::model::TableKind;
use serde::Deserialize;
use serde::Serialize;

/// What the values of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Any text.
    Text,
    /// Names one row.
    Identity,
    /// A plain number.
    Number,
    /// An amount of money.
    Money,
    /// 0 to 1, or a percentage.
    Share,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// Degrees.
    Degrees,
    /// An e-mail address.
    Email,
}

macro_rules! fields {
    ($($name:ident $key:literal $title:literal $nature:ident;)*) => {
        /// A canonical column; which tables have it, see [`Field::of`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $(#[doc = $title] $name,)* }

        impl Field {
            /// Every field.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// Canonical name, as in a header: `postal_code`.
            pub fn key(self) -> &'static str { match self { $(Self::$name => $key,)* } }
            /// Name on a screen: `Postal code`.
            pub fn title(self) -> &'static str { match self { $(Self::$name => $title,)* } }
            /// What its values are.
            pub fn nature(self) -> Nature { match self { $(Self::$name => Nature::$nature,)* } }
        }
    };
}

fields! {
    Id "id" "Id" Identity;
    Name "name" "Name" Text;
    ParentId "parent_id" "Parent company" Text;
    Owner "owner" "Owner" Text;
    Status "status" "Customer or prospect" Text;
    Street "street" "Street" Text;
    City "city" "City" Text;
    State "state" "State" Text;
    PostalCode "postal_code" "Postal code" Text;
    Country "country" "Country" Text;
    Latitude "latitude" "Latitude" Degrees;
    Longitude "longitude" "Longitude" Degrees;
    Industry "industry" "Industry" Text;
    Employees "employees" "Employees" Number;
    AnnualRevenue "annual_revenue" "The company's annual revenue" Money;
    CurrentRevenue "current_revenue" "Revenue with us a year" Money;
    Potential "potential" "Potential a year" Money;
    ServiceHours "service_hours" "Service hours a year" Number;
    VisitsPerYear "visits_per_year" "Visits a year" Number;
    Complexity "complexity" "Complexity" Number;
    Relationship "relationship" "Relationship" Share;
    Engagement "engagement" "Engagement" Share;
    Intent "intent" "Buying intent" Share;
    ProductFit "product_fit" "Product fit" Share;
    ChurnRisk "churn_risk" "Churn risk" Share;
    Competitor "competitor" "Competitor" Text;
    ContractEnd "contract_end" "End of contract" Date;
    OpenPipeline "open_pipeline" "Open pipeline" Money;
    Segment "segment" "Segment" Text;
    Locked "locked" "Stays with its rep" YesNo;
    Email "email" "E-mail" Email;
    Manager "manager" "Manager" Text;
    CapacityHours "capacity_hours" "Capacity in hours a year" Number;
    StartDate "start_date" "First day" Date;
    Ramp "ramp" "Share of full productivity" Share;
    TargetShare "target_share" "Target share" Share;
    Skills "skills" "Skills" Text;
    Segments "segments" "Segments" Text;
    Regions "regions" "Regions" Text;
    Remote "remote" "Works from afar" YesNo;
    MinAccounts "min_accounts" "Fewest accounts" Number;
    MaxAccounts "max_accounts" "Most accounts" Number;
    Quota "quota" "Quota a year" Money;
    ActiveFrom "active_from" "Active from" Date;
    ActiveTo "active_to" "Active to" Date;
    AccountId "account_id" "Account" Text;
    Stage "stage" "Stage" Text;
    Amount "amount" "Amount" Money;
    Created "created" "Created" Date;
    Closed "closed" "Closed" Date;
    Outcome "outcome" "Outcome" Text;
    Product "product" "Product" Text;
    // A stored mapping tells fields by their position: a new one comes last.
    Office "office" "Office or team" Text;
    PlaceFoundBy "place_found_by" "How the place was found" Text;
}

const ADDRESS: [Field; 6] =
    [Field::City, Field::State, Field::PostalCode, Field::Country, Field::Latitude, Field::Longitude];

impl Field {
    /// The fields a table of this kind can have.
    pub fn of(kind: TableKind) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |&field| field.is_of(kind))
    }

    /// Whether a table of this kind can have the field.
    pub fn is_of(self, kind: TableKind) -> bool {
        match kind {
            TableKind::Accounts => self <= Self::Locked || self == Self::PlaceFoundBy,
            TableKind::Reps => {
                self <= Self::Name
                    || ADDRESS.contains(&self)
                    || (self >= Self::Email && self <= Self::ActiveTo)
                    || self == Self::Office
            }
            TableKind::Opportunities => {
                matches!(self, Self::Id | Self::Owner) || (self >= Self::AccountId && self <= Self::Product)
            }
        }
    }

    /// The field with this canonical name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_has_its_columns_and_no_others() {
        // A field offered for the wrong table would be a choice that does nothing.
        assert_eq!(Field::of(TableKind::Accounts).count(), 30 + 1);
        assert_eq!(Field::of(TableKind::Reps).count(), 2 + 6 + 15 + 1);
        assert_eq!(Field::of(TableKind::Opportunities).count(), 9);
        assert_eq!(Field::from_key("postal_code"), Some(Field::PostalCode));
    }
}
