//! What the accounts on the map can be coloured, sized and weighed by, and the value of each.

use crate::import::fold;
use crate::import::parse::DecimalSign;
use crate::import::parse::number;
use crate::model::Accounts;
use crate::model::Attribute;
use crate::model::Categories;
use crate::model::Dataset;
use crate::model::Numbers;
use crate::score::Amounts;
use crate::session::Data;
use crate::texts;
use crate::units::Money;
use crate::units::grouped;

/// What an account can be shown by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Aspect {
    /// The rep it has in the plan that is shown.
    #[default]
    Territory,
    /// Today's rep, whatever plan is shown.
    Today,
    /// Whether it changes hands.
    Moved,
    /// Customer or prospect.
    Status,
    /// What it could pay a year.
    Potential,
    /// Hours a year with it, without travel.
    Hours,
    /// The account score.
    Score,
    /// A known column, by its name, or one of the file, by its header.
    Column(String),
}

impl Aspect {
    /// What it is called.
    pub fn title(&self) -> &str {
        match self {
            Self::Territory => say!("Territory"),
            Self::Today => say!("Today's rep"),
            Self::Moved => say!("Changes rep"),
            Self::Status => say!("Customer or prospect"),
            Self::Potential => say!("Potential"),
            Self::Hours => say!("Workload"),
            Self::Score => say!("Account score"),
            Self::Column(name) if is_known(name) => texts::of(name),
            Self::Column(name) => name,
        }
    }
}

/// Whether a column is one of those whose names are the program's own.
fn is_known(name: &str) -> bool {
    NUMBERS.iter().any(|known| known.0 == name) || LABELS.iter().any(|known| known.0 == name)
}

/// What numbers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money of the dataset's currency, a year.
    Money,
    /// Hours a year.
    Hours,
    /// A share, 0 to 1.
    Part,
    /// What the column's name says.
    Plain,
}

impl Unit {
    /// A value with its unit: `$1.20 M`, `14 h`, `0.62`, `1,200`.
    pub fn text(self, value: f64, data: &Data) -> String {
        match self {
            Self::Money => Money(value).short(&data.dataset.currency_symbol()),
            Self::Hours => say!("{hours} h", hours = grouped(value, usize::from(value < 9.95))),
            Self::Part => grouped(value, 2),
            Self::Plain if value.abs() >= 100_000.0 => Money(value).short(""),
            Self::Plain => grouped(value, usize::from((libm::trunc(value) - value).abs() > 1e-9)),
        }
    }
}

/// One value per account.
pub enum Values<'d> {
    /// A text of few.
    Labels(&'d Categories),
    /// A number, `NaN` where none is known.
    Numbers(Vec<f64>, Unit),
}

/// One entry of a list of aspects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AspectChoice {
    /// Which it is.
    pub aspect: Aspect,
    /// Its name.
    pub title: String,
    /// Whether it has a number for each account: it can tell sizes, too.
    pub number: bool,
}

type Number = (&'static str, fn(&Accounts) -> &Numbers, Unit);
type Label = (&'static str, fn(&Accounts) -> &Categories);

const NUMBERS: [Number; 7] = [
    (text!("Revenue"), |accounts| &accounts.current_revenue, Unit::Money),
    (text!("Company revenue"), |accounts| &accounts.annual_revenue, Unit::Money),
    (text!("Open pipeline"), |accounts| &accounts.open_pipeline, Unit::Money),
    (text!("Employees"), |accounts| &accounts.employees, Unit::Plain),
    (text!("Visits per year"), |accounts| &accounts.visits_per_year, Unit::Plain),
    (text!("Relationship"), |accounts| &accounts.relationship, Unit::Part),
    (text!("Churn risk"), |accounts| &accounts.churn_risk, Unit::Part),
];
const LABELS: [Label; 5] = [
    (text!("Industry"), |accounts| &accounts.industry),
    (text!("Segment"), |accounts| &accounts.segment),
    (text!("Competitor"), |accounts| &accounts.competitor),
    (text!("State"), |accounts| &accounts.state),
    (text!("Country"), |accounts| &accounts.country),
];
/// A text column with more different values than this tells accounts apart instead of grouping them.
const MOST_TEXTS: usize = 200;
/// So many different values of a column are looked at to learn whether it holds numbers.
const SAMPLE: usize = 200;

/// Everything accounts can be coloured by, in the order of a list.
pub fn aspects(data: &Data) -> Vec<AspectChoice> {
    let entry = |aspect: Aspect, number: bool| AspectChoice { title: aspect.title().to_owned(), aspect, number };
    let mut all = vec![
        entry(Aspect::Territory, false),
        entry(Aspect::Today, false),
        entry(Aspect::Moved, false),
        entry(Aspect::Status, false),
        entry(Aspect::Potential, true),
        entry(Aspect::Hours, true),
        entry(Aspect::Score, true),
    ];
    let accounts = &data.dataset.accounts;
    let column = |name: &str, number: bool| entry(Aspect::Column(name.to_owned()), number);
    for (name, of, _) in NUMBERS {
        if of(accounts).iter().any(|value| value.is_finite()) {
            all.push(column(name, true));
        }
    }
    for (name, of) in LABELS {
        if of(accounts).labels().len() > 1 {
            all.push(column(name, false));
        }
    }
    // A column is known by its English name and by that on the screen.
    let names = all.iter().filter_map(|choice| match &choice.aspect {
        Aspect::Column(name) => Some(fold(name)),
        _ => None,
    });
    let known: Vec<String> = names.chain(all.iter().map(|choice| fold(&choice.title))).collect();
    let own = data.dataset.attributes.iter().filter(|attribute| !known.contains(&fold(&attribute.header)));
    all.extend(own.filter_map(|attribute| {
        let number = holds_numbers(attribute);
        let groups = (2..=MOST_TEXTS).contains(&attribute.values.labels().len());
        (number || groups).then(|| column(&attribute.header, number))
    }));
    all
}

/// Whether more than a handful of different values are there and nearly all are numbers.
fn holds_numbers(attribute: &Attribute) -> bool {
    let labels = &attribute.values.labels()[1..];
    let sample = &labels[..labels.len().min(SAMPLE)];
    let sign = DecimalSign::of(sample.iter().map(String::as_str));
    let numbers = sample.iter().filter(|label| number(label, sign).is_some()).count();
    labels.len() > 6 && numbers * 10 >= sample.len() * 9
}

/// The value of each account; none for aspects that a plan decides, and for columns that are not there.
pub fn values<'d>(data: &'d Data, aspect: &Aspect) -> Option<Values<'d>> {
    let accounts = &data.dataset.accounts;
    let scored = |amounts: &Amounts, unit| {
        let of = |account| amounts.get(account).unwrap_or(f64::NAN);
        Some(Values::Numbers((0..accounts.len()).map(of).collect(), unit))
    };
    match aspect {
        Aspect::Territory | Aspect::Today | Aspect::Moved | Aspect::Status => None,
        Aspect::Potential => scored(&data.scored.potential, Unit::Money),
        Aspect::Hours => scored(&data.scored.hours, Unit::Hours),
        Aspect::Score => scored(&data.scored.score, Unit::Part),
        Aspect::Column(name) => column_values(&data.dataset, name),
    }
}

fn column_values<'d>(dataset: &'d Dataset, name: &str) -> Option<Values<'d>> {
    if let Some((_, of, unit)) = NUMBERS.iter().find(|known| known.0 == name) {
        return Some(Values::Numbers(of(&dataset.accounts).to_vec(), *unit));
    }
    if let Some((_, of)) = LABELS.iter().find(|known| known.0 == name) {
        return Some(Values::Labels(of(&dataset.accounts)));
    }
    let attribute = dataset.attributes.iter().find(|attribute| attribute.header == name)?;
    if !holds_numbers(attribute) {
        return Some(Values::Labels(&attribute.values));
    }
    let labels = attribute.values.labels();
    let sign = DecimalSign::of(labels.iter().map(String::as_str));
    let numbers: Vec<f64> = labels.iter().map(|label| number(label, sign).unwrap_or(f64::NAN)).collect();
    let of = |account| numbers[attribute.values.code(account)];
    Some(Values::Numbers((0..attribute.values.len()).map(of).collect(), Unit::Plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn data(header: &str, values: &[&str]) -> Data {
        let attribute = Attribute { header: header.to_owned(), values: Categories::from_texts(values.iter().copied()) };
        let accounts = Accounts::of_length(values.len());
        Data {
            dataset: Arc::new(Dataset { accounts, attributes: vec![attribute], ..Dataset::default() }),
            ..Data::default()
        }
    }

    #[test]
    fn a_column_of_the_file_is_offered_as_what_it_holds() {
        // Numbers want steps and texts want groups; a column that names each account would only be noise.
        let numbers = data("Score 2026", &["1", "2", "3", "4", "5", "6.5", "7", ""]);
        let last = aspects(&numbers).pop().unwrap();
        assert_eq!((last.title.as_str(), last.number), ("Score 2026", true));
        let Some(Values::Numbers(values, Unit::Plain)) = values(&numbers, &last.aspect) else { panic!("numbers") };
        assert!(values[5] == 6.5 && values[7].is_nan());
        let last = aspects(&data("Tier", &["A", "B", "A", "C"])).pop().unwrap();
        assert_eq!((last.title.as_str(), last.number), ("Tier", false));
        let names: Vec<String> = (0..300).map(|name| format!("Company {name}")).collect();
        let named = data("Company", &names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(aspects(&named).iter().all(|choice| choice.title != "Company"));
    }
}
