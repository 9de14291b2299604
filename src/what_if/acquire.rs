//! Accounts that are bought.

use crate::clean::company_name;
use crate::model::Accounts;
use crate::model::Categories;
use crate::model::Dataset;
use crate::model::NO_FAMILY;
use crate::model::OPEN;
use crate::model::Precision;
use crate::model::text_key;
use crate::order;
use crate::what_if::Changed;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// One account to be bought, with what is known of it. Of a file, [`Acquired::all_of`] makes them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Acquired {
    /// Identity; one that is taken already gets a number behind it.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether it buys today from whoever has it, and so pays us; else it is a prospect.
    pub customer: bool,
    /// Its parent company, the id or name of an account of either side; "" without one.
    pub parent: String,
    /// City, "" where unknown.
    pub city: String,
    /// State, "" where unknown.
    pub state: String,
    /// Country, "" where unknown.
    pub country: String,
    /// Postal code, "" where unknown.
    pub postal_code: String,
    /// Degrees north and east, where known.
    pub place: Option<(f64, f64)>,
    /// Industry, "" where unknown.
    pub industry: String,
    /// Segment, "" where unknown.
    pub segment: String,
    /// What it pays a year, where known.
    pub revenue: Option<f64>,
    /// What it could pay a year, where known; else it is estimated.
    pub potential: Option<f64>,
    /// Hours a year with it, where known; else they are estimated.
    pub service_hours: Option<f64>,
    /// Visits a year, where known; else they are estimated.
    pub visits_per_year: Option<f64>,
}

/// An acquired account that may be, or belong to, an account there was before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// Position of the acquired account.
    pub acquired: u32,
    /// Position of the account there was.
    pub account: u32,
    /// What they may have to do with each other.
    pub kind: OverlapKind,
}

/// What two accounts may have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OverlapKind {
    /// The same company at the same place: it would count twice.
    SameAccount,
    /// A company of the same name at another place: it may be one family.
    SameName,
    /// The file names the one as the parent of the other: they are one family now.
    Parent,
}

impl Acquired {
    /// The accounts of a cleaned file.
    pub fn all_of(dataset: &Dataset) -> Vec<Self> {
        let accounts = &dataset.accounts;
        let known = |value: f64| value.is_finite().then_some(value);
        let one = |account: usize| Self {
            id: accounts.id.get(account).to_owned(),
            name: accounts.name.get(account).to_owned(),
            customer: accounts.prospect[account] == 0,
            parent: String::new(),
            city: accounts.city.get(account).to_owned(),
            state: accounts.state.get(account).to_owned(),
            country: accounts.country.get(account).to_owned(),
            postal_code: accounts.postal_code.get(account).to_owned(),
            place: accounts.place(account),
            industry: accounts.industry.get(account).to_owned(),
            segment: accounts.segment.get(account).to_owned(),
            revenue: known(accounts.current_revenue[account]),
            potential: known(accounts.potential[account]),
            service_hours: known(accounts.service_hours[account]),
            visits_per_year: known(accounts.visits_per_year[account]),
        };
        (0..accounts.len()).map(one).collect()
    }
}

/// Appends accounts without a rep, and tells which may have been there already.
pub fn acquire(changed: &mut Changed, acquired: &[Acquired]) {
    let first = changed.dataset.accounts.len();
    let named = Named::of(&changed.dataset.accounts);
    changed.dataset.accounts.append(&columns(acquired, &changed.dataset.accounts));
    for attribute in &mut changed.dataset.attributes {
        attribute.values.append(&Categories::from_texts(std::iter::repeat_n("", acquired.len())));
    }
    changed.plan.rep.0.resize(first + acquired.len(), OPEN);
    for (position, account) in acquired.iter().enumerate() {
        let place = first + position;
        changed.overlaps.extend(named.overlap(&changed.dataset.accounts, place));
        let Some(parent) = parent(&changed.dataset.accounts, &account.parent, place) else { continue };
        join(&mut changed.dataset, parent, place);
        if parent < first {
            let (acquired, account) = (place as u32, parent as u32);
            changed.overlaps.push(Overlap { acquired, account, kind: OverlapKind::Parent });
        }
    }
}

/// The acquired accounts that may have been there already.
pub fn overlaps(dataset: &Dataset, acquired: &[Acquired]) -> Vec<Overlap> {
    let mut changed = Changed { dataset: dataset.clone(), ..Changed::default() };
    acquire(&mut changed, acquired);
    changed.overlaps
}

/// The accounts as columns, under ids that nobody has.
fn columns(acquired: &[Acquired], before: &Accounts) -> Accounts {
    let mut ids = order::set(before.id.iter().map(str::to_owned));
    let mut free = |id: &str| {
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        let id = std::iter::once(id.to_owned()).chain(numbered).find(|id| !ids.contains(id)).unwrap_or_default();
        ids.insert(id.clone());
        id
    };
    let ids: Vec<String> = acquired.iter().map(|account| free(&account.id)).collect();
    let texts = |of: fn(&Acquired) -> &str| acquired.iter().map(of);
    let numbers = |of: fn(&Acquired) -> Option<f64>| acquired.iter().map(|one| of(one).unwrap_or(f64::NAN)).collect();
    Accounts {
        id: ids.iter().map(String::as_str).collect(),
        name: texts(|one| &one.name).collect(),
        prospect: acquired.iter().map(|one| u8::from(!one.customer)).collect(),
        city: Categories::from_texts(texts(|one| &one.city)),
        state: Categories::from_texts(texts(|one| &one.state)),
        country: Categories::from_texts(texts(|one| &one.country)),
        postal_code: texts(|one| &one.postal_code).collect(),
        latitude: numbers(|one| one.place.map(|place| place.0)),
        longitude: numbers(|one| one.place.map(|place| place.1)),
        precision: acquired
            .iter()
            .map(|one| one.place.map_or(Precision::Unplaced as u8, |_| Precision::Given as u8))
            .collect(),
        industry: Categories::from_texts(texts(|one| &one.industry)),
        segment: Categories::from_texts(texts(|one| &one.segment)),
        current_revenue: numbers(|one| one.revenue),
        potential: numbers(|one| one.potential),
        service_hours: numbers(|one| one.service_hours),
        visits_per_year: numbers(|one| one.visits_per_year),
        ..Accounts::of_length(acquired.len())
    }
}

/// The accounts there were, by the names that cleaning tells companies by.
struct Named {
    by_name: BTreeMap<u128, Vec<u32>>,
}

impl Named {
    fn of(accounts: &Accounts) -> Self {
        let mut by_name: BTreeMap<u128, Vec<u32>> = BTreeMap::new();
        for (account, name) in accounts.name.iter().enumerate() {
            let name = company_name(name);
            if !name.is_empty() {
                by_name.entry(text_key(&name)).or_default().push(account as u32);
            }
        }
        Self { by_name }
    }

    /// The account there was that has the name of an acquired one: at the same place, or else at another.
    fn overlap(&self, accounts: &Accounts, acquired: usize) -> Option<Overlap> {
        let alike = self.by_name.get(&text_key(&company_name(accounts.name.get(acquired))))?;
        let here = |account: &&u32| is_same_area(accounts, **account as usize, acquired);
        let (account, kind) = match alike.iter().find(here) {
            Some(account) => (*account, OverlapKind::SameAccount),
            None => (*alike.first()?, OverlapKind::SameName),
        };
        Some(Overlap { acquired: acquired as u32, account, kind })
    }
}

/// Whether two accounts are in one area: of one postal code, or else of one city and state. As in cleaning, without an area
/// nothing is taken for the same.
fn is_same_area(accounts: &Accounts, one: usize, other: usize) -> bool {
    let code = |account: usize| accounts.postal_code.get(account).chars().take(5).collect::<String>();
    let alike = |column: &Categories| column.get(one).eq_ignore_ascii_case(column.get(other));
    let (here, there) = (code(one), code(other));
    if !here.is_empty() && !there.is_empty() {
        return here == there;
    }
    !accounts.city.get(one).is_empty() && alike(&accounts.city) && alike(&accounts.state)
}

/// The account that a parent's id or name means, other than the account itself.
fn parent(accounts: &Accounts, parent: &str, account: usize) -> Option<usize> {
    if parent.is_empty() {
        return None;
    }
    let by_id = accounts.id.iter().position(|id| id == parent);
    let named = company_name(parent);
    let by_name = || accounts.name.iter().position(|name| company_name(name) == named);
    by_id.or_else(by_name).filter(|found| *found != account)
}

/// Makes two accounts one family.
fn join(dataset: &mut Dataset, one: usize, other: usize) {
    let family = &mut dataset.accounts.family;
    let number = [one, other].map(|account| family[account]).into_iter().min().unwrap_or(NO_FAMILY);
    let number = if number == NO_FAMILY { dataset.families } else { number };
    dataset.families = dataset.families.max(number + 1);
    let joined = [family[one], family[other]];
    for (account, known) in family.iter_mut().enumerate() {
        if account == one || account == other || (*known != NO_FAMILY && joined.contains(known)) {
            *known = number;
        }
    }
}
