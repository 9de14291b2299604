//! The columns of the "Accounts" table: what is known of every account, and what its file says besides.

use crate::import::parse::DecimalSign;
use crate::import::parse::number;
use crate::model::Categories;
use crate::model::Dataset;
use crate::model::Numbers;
use crate::model::TableKind;
use crate::model::Texts;
use crate::session::Session;
use crate::texts;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountColumn {
    /// Name, or the id where it has none.
    Name,
    /// Id.
    Id,
    /// `Boston, MA`.
    Place,
    /// City.
    City,
    /// State or region.
    State,
    /// Country.
    Country,
    /// Postal code.
    PostalCode,
    /// Industry.
    Industry,
    /// Segment.
    Segment,
    /// Customer or prospect.
    Status,
    /// The plan's rep.
    Rep,
    /// Today's rep.
    Owner,
    /// Whether it has another rep in the plan than today.
    Moves,
    /// Whether it is fixed, by the user or by the file.
    Locked,
    /// Whether it does not count in the plan.
    Excluded,
    /// Whether it is selected: to filter by, it is never shown.
    Selected,
    /// What it could pay a year.
    Potential,
    /// Hours a year the plan counts for it, without travel.
    Workload,
    /// The account score, 0 to 100.
    Score,
    /// What it pays a year.
    Revenue,
    /// The company's employees.
    Employees,
    /// The company's own revenue a year.
    CompanyRevenue,
    /// Hours a year spent with it.
    ServiceHours,
    /// Visits a year.
    Visits,
    /// Strength of the relationship, 0 to 1.
    Relationship,
    /// Risk that it leaves, 0 to 1.
    ChurnRisk,
    /// Money in open opportunities.
    OpenPipeline,
    /// Competitor that serves it.
    Competitor,
    /// End of its contract.
    ContractEnd,
    /// A column of the file, by its position among the dataset's attributes.
    Own(u16),
}

use AccountColumn as Column;

/// What the values of a column are, and so how they are filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts that hardly repeat.
    Text,
    /// Texts that repeat.
    Labels,
    /// Numbers.
    Number,
    /// Money a year.
    Money,
    /// Yes or no.
    YesNo,
}

impl Kind {
    /// Whether the values are amounts, which stand to the right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Money)
    }
}

/// A column with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnInfo {
    /// The column.
    pub column: Column,
    /// What it is remembered by: its own word, or the header in the file.
    pub key: String,
    /// Header.
    pub title: String,
    /// What its values are.
    pub kind: Kind,
    /// Width, px.
    pub width: u16,
    /// Whether it is a column of the file that the plan does not use.
    pub own: bool,
}

/// The known columns with their words: key, header, kind, width in px.
const KNOWN: [(Column, &str, &str, Kind, u16); 29] = [
    (Column::Name, "name", text!("Account"), Kind::Text, 260),
    (Column::Id, "id", text!("Id"), Kind::Text, 130),
    (Column::Place, "place", text!("Place"), Kind::Text, 170),
    (Column::City, "city", text!("City"), Kind::Labels, 140),
    (Column::State, "state", text!("State"), Kind::Labels, 90),
    (Column::Country, "country", text!("Country"), Kind::Labels, 100),
    (Column::PostalCode, "postal_code", text!("Postal code"), Kind::Text, 110),
    (Column::Industry, "industry", text!("Industry"), Kind::Labels, 150),
    (Column::Segment, "segment", text!("Segment"), Kind::Labels, 120),
    (Column::Status, "status", text!("Customer or prospect"), Kind::Labels, 170),
    (Column::Rep, "rep", text!("Rep"), Kind::Labels, 160),
    (Column::Owner, "owner", text!("Today"), Kind::Labels, 150),
    (Column::Moves, "moves", text!("Changes hands"), Kind::YesNo, 130),
    (Column::Locked, "locked", text!("Locked"), Kind::YesNo, 90),
    (Column::Excluded, "excluded", text!("Excluded"), Kind::YesNo, 90),
    (Column::Selected, "selected", text!("Selected"), Kind::YesNo, 90),
    (Column::Potential, "potential", text!("Potential a year"), Kind::Money, 140),
    (Column::Workload, "workload", text!("Workload, hours a year"), Kind::Number, 150),
    (Column::Score, "score", text!("Account score"), Kind::Number, 120),
    (Column::Revenue, "current_revenue", text!("Revenue with us a year"), Kind::Money, 150),
    (Column::Employees, "employees", text!("Employees"), Kind::Number, 110),
    (Column::CompanyRevenue, "annual_revenue", text!("Company's revenue"), Kind::Money, 160),
    (Column::ServiceHours, "service_hours", text!("Service hours a year"), Kind::Number, 140),
    (Column::Visits, "visits_per_year", text!("Visits a year"), Kind::Number, 110),
    (Column::Relationship, "relationship", text!("Relationship"), Kind::Number, 120),
    (Column::ChurnRisk, "churn_risk", text!("Churn risk"), Kind::Number, 110),
    (Column::OpenPipeline, "open_pipeline", text!("Open pipeline"), Kind::Money, 130),
    (Column::Competitor, "competitor", text!("Competitor"), Kind::Labels, 130),
    (Column::ContractEnd, "contract_end", text!("End of contract"), Kind::Text, 140),
];

/// Labels of a column that are looked at to tell what it holds.
const SAMPLE: usize = 400;

/// The columns that say something about these accounts, in the order in which they are offered.
pub fn account_columns(session: &Session) -> Vec<ColumnInfo> {
    let Some(data) = &session.data else { return Vec::new() };
    let dataset = &data.dataset;
    let told = KNOWN.iter().filter(|known| is_told(dataset, known.0));
    let mut columns: Vec<ColumnInfo> = told
        .map(|&(column, key, title, kind, width)| ColumnInfo {
            column,
            key: key.to_owned(),
            title: texts::of(title).to_owned(),
            kind,
            width,
            own: false,
        })
        .collect();
    let used = used_headers(session);
    for (position, attribute) in dataset.attributes.iter().enumerate() {
        let told = attribute.values.labels().iter().any(|label| !label.is_empty());
        if told && !used.contains(&attribute.header.as_str()) {
            let kind = kind_of(&attribute.values);
            columns.push(ColumnInfo {
                column: Column::Own(position as u16),
                key: format!("file:{}", attribute.header),
                title: attribute.header.clone(),
                kind,
                width: (attribute.header.chars().count() as u16 * 8 + 48).clamp(100, 220),
                own: true,
            });
        }
    }
    columns
}

/// Headers of the accounts file that a known column shows already.
fn used_headers(session: &Session) -> Vec<&str> {
    let mappings = session.understood.iter().flat_map(|understood| understood.mappings.iter());
    let of_accounts = mappings.filter(|mapping| mapping.kind == Some(TableKind::Accounts));
    let columns = of_accounts.flat_map(|mapping| mapping.columns.iter());
    let shown = |key: &str| KNOWN.iter().any(|known| known.1 == key);
    columns
        .filter(|column| column.field.is_some_and(|field| shown(field.key())))
        .map(|column| column.header.as_str())
        .collect()
}

/// Whether a known column has a value at all.
fn is_told(dataset: &Dataset, column: Column) -> bool {
    if let Some(labels) = labels_of(dataset, column) {
        return labels.labels().iter().any(|label| !label.is_empty());
    }
    if let Some(numbers) = numbers_of(dataset, column) {
        return numbers.iter().any(|number| number.is_finite());
    }
    match column {
        Column::PostalCode | Column::ContractEnd => {
            texts_of(dataset, column).is_some_and(|texts| texts.iter().any(|text| !text.is_empty()))
        }
        Column::Place => is_told(dataset, Column::City) || is_told(dataset, Column::State),
        _ => true,
    }
}

/// What a column of the file holds, by its first labels.
fn kind_of(values: &Categories) -> Kind {
    let labels = || values.labels().iter().map(String::as_str).filter(|label| !label.is_empty()).take(SAMPLE);
    let sign = DecimalSign::of(labels());
    if labels().all(|label| number(label, sign).is_some()) { Kind::Number } else { Kind::Labels }
}

/// The number of each label, `NaN` where it is none.
pub fn label_numbers(values: &Categories) -> Vec<f64> {
    let labels = || values.labels().iter().map(String::as_str);
    let sign = DecimalSign::of(labels().filter(|label| !label.is_empty()).take(SAMPLE));
    labels().map(|label| number(label, sign).unwrap_or(f64::NAN)).collect()
}

/// The repeating texts of a column.
pub fn labels_of(dataset: &Dataset, column: Column) -> Option<&Categories> {
    let accounts = &dataset.accounts;
    Some(match column {
        Column::City => &accounts.city,
        Column::State => &accounts.state,
        Column::Country => &accounts.country,
        Column::Industry => &accounts.industry,
        Column::Segment => &accounts.segment,
        Column::Competitor => &accounts.competitor,
        Column::Own(position) => &dataset.attributes.get(usize::from(position))?.values,
        _ => return None,
    })
}

/// Whether the numbers of a column are worked out of what the files say.
pub fn is_scored(column: Column) -> bool {
    matches!(column, Column::Potential | Column::Workload | Column::Score)
}

/// The numbers of a column, as far as the file has them.
pub fn numbers_of(dataset: &Dataset, column: Column) -> Option<&Numbers> {
    let accounts = &dataset.accounts;
    Some(match column {
        Column::Revenue => &accounts.current_revenue,
        Column::Employees => &accounts.employees,
        Column::CompanyRevenue => &accounts.annual_revenue,
        Column::ServiceHours => &accounts.service_hours,
        Column::Visits => &accounts.visits_per_year,
        Column::Relationship => &accounts.relationship,
        Column::ChurnRisk => &accounts.churn_risk,
        Column::OpenPipeline => &accounts.open_pipeline,
        _ => return None,
    })
}

/// The texts of a column that hardly repeat.
pub fn texts_of(dataset: &Dataset, column: Column) -> Option<&Texts> {
    let accounts = &dataset.accounts;
    Some(match column {
        Column::Name => &accounts.name,
        Column::Id => &accounts.id,
        Column::PostalCode => &accounts.postal_code,
        Column::ContractEnd => &accounts.contract_end,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Accounts;
    use crate::model::Attribute;
    use crate::session::Data;
    use std::sync::Arc;

    #[test]
    fn a_column_is_offered_by_what_it_holds() {
        // A range of texts and a list of ten thousand numbers are filters nobody can use; empty columns are in the way.
        let attribute = |header: &str, values: [&str; 3]| Attribute {
            header: header.to_owned(),
            values: Categories::from_texts(values),
        };
        let attributes = vec![
            attribute("Tier", ["A", "B", ""]),
            attribute("Seats", ["1,200", "", "7"]),
            attribute("Notes", ["", "", ""]),
        ];
        let dataset = Dataset { accounts: Accounts::of_length(3), attributes, ..Dataset::default() };
        let data = Data { dataset: Arc::new(dataset), ..Data::default() };
        let session = Session { data: Some(data), ..Session::default() };
        let columns = account_columns(&session);
        let own: Vec<_> = columns.iter().filter(|column| column.own).map(|c| (c.title.as_str(), c.kind)).collect();
        assert_eq!(own, [("Tier", Kind::Labels), ("Seats", Kind::Number)]);
        assert!(!columns.iter().any(|column| column.column == Column::Industry), "no account has an industry");
        let numbers = label_numbers(&session.data.as_ref().unwrap().dataset.attributes[1].values);
        assert!(numbers[0].is_nan() && numbers.contains(&1200.0));
    }
}
