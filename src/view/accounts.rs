//! The "Accounts" table: which rows, in which order, and what each shows.

use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::Status;
use crate::session::Session;
use crate::units::Money;
use crate::units::grouped;
use crate::view::potential::potential;
use crate::view::potential::potential_text;
use crate::view::rep_name;

/// What the table is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountSort {
    /// Order of the file.
    #[default]
    File,
    /// Name.
    Name,
    /// Place.
    Place,
    /// Industry.
    Industry,
    /// Potential.
    Potential,
    /// Today's rep.
    Owner,
    /// The plan's rep.
    Rep,
}

/// Which accounts are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Text that name, id, city, state, industry or rep must contain.
    pub search: String,
    /// Only this rep's, in the plan.
    pub rep: Option<u16>,
    /// Only accounts that change hands.
    pub moved: bool,
    /// Only selected accounts.
    pub selected: bool,
    /// Only customers or only prospects.
    pub status: Option<Status>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountRow {
    /// Position of the account.
    pub account: u32,
    /// Name, or the id where it has none.
    pub name: String,
    /// `Boston, MA`.
    pub place: String,
    /// Industry.
    pub industry: String,
    /// `customer` or `prospect`.
    pub status: &'static str,
    /// Potential, `≈ $0.41 M` where it is estimated.
    pub potential: String,
    /// Today's rep.
    pub owner: String,
    /// The plan's rep.
    pub rep: String,
    /// Colour of the plan's rep; none in the open pool.
    pub colour: Option<u8>,
    /// Whether it changes hands.
    pub moved: bool,
    /// Whether the user fixed it.
    pub locked: bool,
}

/// The accounts that pass the filter, in order.
pub fn account_order(session: &Session, filter: &Filter, sort: AccountSort, descending: bool) -> Vec<u32> {
    let (Some(data), Some(project)) = (&session.data, &session.project) else { return Vec::new() };
    let dataset = &data.dataset;
    let plan = &project.working.rep;
    let needle = filter.search.trim().to_lowercase();
    let reps: Vec<bool> = dataset.reps.iter().map(|rep| contains(&rep.name, &needle)).collect();
    let passes = |account: usize| {
        let rep = plan[account];
        let owner = dataset.accounts.owner[account];
        filter.rep.is_none_or(|wanted| rep == wanted)
            && (!filter.moved || (rep != owner && owner != OPEN))
            && (!filter.selected || session.selection.accounts.binary_search(&(account as u32)).is_ok())
            && filter.status.is_none_or(|status| dataset.accounts.status(account) == status)
            && (needle.is_empty() || reps.get(rep as usize) == Some(&true) || mentions(dataset, account, &needle))
    };
    let mut order: Vec<u32> =
        (0..plan.len()).filter(|&account| passes(account)).map(|account| account as u32).collect();
    sort_accounts(session, &mut order, sort);
    if descending {
        order.reverse();
    }
    order
}

fn mentions(dataset: &Dataset, account: usize, needle: &str) -> bool {
    let accounts = &dataset.accounts;
    [
        accounts.name.get(account),
        accounts.id.get(account),
        accounts.city.get(account),
        accounts.state.get(account),
        accounts.industry.get(account),
    ]
    .iter()
    .any(|text| contains(text, needle))
}

/// Whether a text contains a lower-case needle, letters of any case alike.
fn contains(text: &str, needle: &str) -> bool {
    if text.is_ascii() && needle.is_ascii() {
        let (text, needle) = (text.as_bytes(), needle.as_bytes());
        return needle.is_empty() || text.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle));
    }
    text.to_lowercase().contains(needle)
}

fn sort_accounts(session: &Session, order: &mut [u32], sort: AccountSort) {
    let (Some(data), Some(project)) = (&session.data, &session.project) else { return };
    let dataset = &data.dataset;
    let accounts = &dataset.accounts;
    let rank_of_reps = ranks(dataset.reps.iter().map(|rep| &rep.name));
    let rep_rank = |rep: u16| rank_of_reps.get(rep as usize).copied().unwrap_or(usize::MAX);
    match sort {
        AccountSort::File => {}
        AccountSort::Name => order.sort_by_cached_key(|&account| accounts.name.get(account as usize).to_lowercase()),
        AccountSort::Place => {
            let (states, cities) = (ranks(accounts.state.labels()), ranks(accounts.city.labels()));
            order.sort_by_key(|&a| (states[accounts.state.code(a as usize)], cities[accounts.city.code(a as usize)]));
        }
        AccountSort::Industry => {
            let industries = ranks(accounts.industry.labels());
            order.sort_by_key(|&account| industries[accounts.industry.code(account as usize)]);
        }
        AccountSort::Potential => {
            order.sort_by(|&a, &b| potential(data, a as usize).total_cmp(&potential(data, b as usize)));
        }
        AccountSort::Owner => order.sort_by_key(|&account| rep_rank(accounts.owner[account as usize])),
        AccountSort::Rep => order.sort_by_key(|&account| rep_rank(project.working.rep[account as usize])),
    }
}

/// The place of each text in alphabetical order.
fn ranks<'t>(texts: impl IntoIterator<Item = &'t String>) -> Vec<usize> {
    let lower: Vec<String> = texts.into_iter().map(|text| text.to_lowercase()).collect();
    let mut order: Vec<usize> = (0..lower.len()).collect();
    order.sort_by(|&a, &b| lower[a].cmp(&lower[b]));
    let mut ranks = vec![0; lower.len()];
    for (rank, index) in order.into_iter().enumerate() {
        ranks[index] = rank;
    }
    ranks
}

/// The row of one account.
pub fn account_row(session: &Session, account: u32) -> Option<AccountRow> {
    let (data, project) = (session.data.as_ref()?, session.project.as_ref()?);
    let dataset = &data.dataset;
    let accounts = &dataset.accounts;
    let index = account as usize;
    let (rep, owner) = (*project.working.rep.get(index)?, accounts.owner[index]);
    let name = accounts.name.get(index);
    Some(AccountRow {
        account,
        name: if name.is_empty() { accounts.id.get(index) } else { name }.to_owned(),
        place: place_text(dataset, index),
        industry: accounts.industry.get(index).to_owned(),
        status: if accounts.status(index) == Status::Customer { "customer" } else { "prospect" },
        potential: potential_text(data, index),
        owner: rep_name(session, owner).to_owned(),
        rep: rep_name(session, rep).to_owned(),
        colour: data.colours.get(rep as usize).copied(),
        moved: rep != owner,
        locked: project.settings.locks.binary_search_by_key(&account, |lock| lock.0).is_ok()
            || accounts.locked[index] == 1,
    })
}

/// How many accounts there are: `450`.
pub fn account_count(session: &Session) -> String {
    grouped(session.project.as_ref().map_or(0.0, |project| project.working.len() as f64), 0)
}

/// What is selected: `14 accounts` and `potential $0.41 M`.
pub fn selection_line(session: &Session) -> (String, String) {
    let Some(data) = &session.data else { return (String::new(), String::new()) };
    let accounts = &session.selection.accounts;
    let sum: f64 = accounts.iter().map(|&account| potential(data, account as usize)).sum();
    let count = grouped(accounts.len() as f64, 0);
    let given = |account: &u32| data.dataset.accounts.potential[*account as usize].is_finite();
    let about = if accounts.iter().all(given) { "" } else { "≈ " };
    (format!("{count} accounts"), format!("potential {about}{}", Money(sum).short(&data.dataset.currency_symbol())))
}

/// `Boston, MA`; what is known of it, at least its postal code.
pub fn place_text(dataset: &Dataset, account: usize) -> String {
    let (city, state) = (dataset.accounts.city.get(account), dataset.accounts.state.get(account));
    match (city.is_empty(), state.is_empty()) {
        (false, false) => format!("{city}, {state}"),
        (false, true) => city.to_owned(),
        (true, false) => state.to_owned(),
        (true, true) => {
            let (code, country) = (dataset.accounts.postal_code.get(account), dataset.accounts.country.get(account));
            [code, country].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
    }
}
