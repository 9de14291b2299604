//! Accounts that are bought.

use crate::model::Accounts;
use crate::model::Categories;
use crate::model::Dataset;
use crate::model::NO_FAMILY;
use crate::model::OPEN;
use crate::model::Precision;
use crate::order;
use crate::what_if::Changed;
use crate::what_if::companies::Companies;
use serde::Deserialize;
use serde::Serialize;

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
    /// Its parent company: the id or name of an account of its own file or else of ours, or of a company in neither; ""
    /// without one.
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

/// Appends accounts without a rep, and tells which may have been there already. Their parents are found by what their own
/// file calls them, whatever they are called from now on.
pub fn acquire(changed: &mut Changed, acquired: &[Acquired]) {
    let first = changed.dataset.accounts.len();
    let ours = Companies::new(changed.dataset.accounts.id.iter().zip(changed.dataset.accounts.name.iter()));
    changed.dataset.accounts.append(&columns(acquired, &changed.dataset.accounts));
    for attribute in &mut changed.dataset.attributes {
        attribute.values.append(&Categories::from_texts(std::iter::repeat_n("", acquired.len())));
    }
    changed.plan.rep.0.resize(first + acquired.len(), OPEN);
    let parents = Parents::new(acquired, &ours);
    let mut joined = Vec::new();
    for position in 0..acquired.len() {
        let place = first + position;
        changed.overlaps.extend(overlap(&ours, &changed.dataset.accounts, place));
        match parents.of(position) {
            Parent::None => {}
            Parent::Theirs(other) => joined.push((first + other, place)),
            Parent::Ours(account) => {
                joined.push((account, place));
                let (acquired, account) = (place as u32, account as u32);
                changed.overlaps.push(Overlap { acquired, account, kind: OverlapKind::Parent });
            }
        }
    }
    join(&mut changed.dataset, &joined);
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

/// The account there was that has the name of an acquired one: at the same place, or else at another.
fn overlap(ours: &Companies, accounts: &Accounts, acquired: usize) -> Option<Overlap> {
    let alike = ours.named(accounts.name.get(acquired));
    let here = |account: &&u32| is_same_area(accounts, **account as usize, acquired);
    let (account, kind) = match alike.iter().find(here) {
        Some(account) => (*account, OverlapKind::SameAccount),
        None => (*alike.first()?, OverlapKind::SameName),
    };
    Some(Overlap { acquired: acquired as u32, account, kind })
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

/// Whom an acquired account belongs with.
enum Parent {
    /// Nobody.
    None,
    /// Another acquired account, by its place among them: its parent, or the first with the same parent in neither list.
    Theirs(usize),
    /// An account there was.
    Ours(usize),
}

/// The parents of acquired accounts: those of their own file first.
struct Parents<'p> {
    acquired: &'p [Acquired],
    theirs: Companies,
    ours: &'p Companies,
    /// Parents by name, and whose they are.
    children: Companies,
}

impl<'p> Parents<'p> {
    fn new(acquired: &'p [Acquired], ours: &'p Companies) -> Self {
        let theirs = Companies::new(acquired.iter().map(|account| (account.id.as_str(), account.name.as_str())));
        let children =
            Companies::new(acquired.iter().map(|account| (account.parent.as_str(), account.parent.as_str())));
        Self { acquired, theirs, ours, children }
    }

    fn of(&self, position: usize) -> Parent {
        let text = &self.acquired[position].parent;
        let other = |found: &[u32]| found.iter().map(|other| *other as usize).find(|other| *other != position);
        let theirs = self.theirs.meant(text);
        if !theirs.is_empty() {
            // Many systems name the top of a family as its own parent.
            return other(theirs).map_or(Parent::None, Parent::Theirs);
        }
        if let Some(account) = self.ours.meant(text).first() {
            return Parent::Ours(*account as usize);
        }
        let siblings =
            if self.children.named(text).is_empty() { self.children.meant(text) } else { self.children.named(text) };
        other(siblings).map_or(Parent::None, Parent::Theirs)
    }
}

/// Makes each pair of accounts one family, of the lower number where both have one.
fn join(dataset: &mut Dataset, pairs: &[(usize, usize)]) {
    let family = &mut dataset.accounts.family;
    // The family that each one went into; itself while it is one of its own.
    let mut into: Vec<u32> = (0..dataset.families).collect();
    for &(one, other) in pairs {
        let known = [one, other]
            .map(|account| family[account])
            .map(|number| (number != NO_FAMILY).then(|| whole(&into, number)));
        let number = match known {
            [Some(one), Some(other)] => one.min(other),
            [one, other] => one.or(other).unwrap_or_else(|| {
                into.push(into.len() as u32);
                into.len() as u32 - 1
            }),
        };
        known.into_iter().flatten().for_each(|known| into[known as usize] = number);
        (family[one], family[other]) = (number, number);
    }
    family.iter_mut().filter(|number| **number != NO_FAMILY).for_each(|number| *number = whole(&into, *number));
    dataset.families = into.len() as u32;
}

fn whole(into: &[u32], mut family: u32) -> u32 {
    while into[family as usize] != family {
        family = into[family as usize];
    }
    family
}
