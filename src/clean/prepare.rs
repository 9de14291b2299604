//! From tables with their mappings to the dataset: the order of the steps.

use crate::clean::address;
use crate::clean::at_once;
use crate::clean::bases;
use crate::clean::coordinates;
use crate::clean::duplicates;
use crate::clean::families;
use crate::clean::gazetteer::Gazetteer;
use crate::clean::history;
use crate::clean::industries;
use crate::clean::log::Log;
use crate::clean::log::StepLog;
use crate::clean::measures;
use crate::clean::measures::Currencies;
use crate::clean::owners;
use crate::clean::owners::Owners;
use crate::clean::places;
use crate::clean::postcodes;
use crate::clean::reps;
use crate::clean::rows;
use crate::clean::rows::IdIndex;
use crate::clean::rows::Rows;
use crate::clean::status;
use crate::import::Drafts;
use crate::import::Field;
use crate::import::Mapping;
use crate::import::drafts;
use crate::import::parse;
use crate::model::Accounts;
use crate::model::Attribute;
use crate::model::Categories;
use crate::model::Dataset;
use crate::model::Issue;
use crate::model::Numbers;
use crate::model::Rep;
use crate::model::RepIndices;
use crate::model::Source;
use crate::model::Table;
use crate::model::TableKind;
use crate::model::Texts;
use std::borrow::Borrow;

/// What cleaning leaves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prepared {
    /// The data to plan with.
    pub dataset: Dataset,
    /// Position of the table the accounts came from.
    pub table: usize,
    /// Everything found and done at single places.
    pub issues: Vec<Issue>,
    /// What each step changed.
    pub steps: Vec<StepLog>,
}

/// Whoever has tables cleaned: a million rows take seconds, in which other things want to be done as well.
pub trait Host {
    /// Called before each piece of work with a phrase that says what comes, and the part that is done, 0 to 1. False
    /// ends it.
    fn goes_on(&mut self, doing: &'static str, part: f64) -> impl Future<Output = bool>;

    /// The gazetteer of a country, by its two-letter code: see `scripts/gazetteer.mjs`. None where there is none.
    fn places(&mut self, country: &str) -> impl Future<Output = Option<String>>;
}

/// Gives the gazetteer of a country, as [`Host::places`] does.
pub type Places = Box<dyn Fn(&str) -> Option<String>>;

/// A host that waits for the end.
#[derive(Default)]
pub struct Patient {
    /// Gives the gazetteer of a country; none where no places are looked for.
    pub places: Option<Places>,
}

impl Host for Patient {
    async fn goes_on(&mut self, _: &'static str, _: f64) -> bool {
        true
    }

    async fn places(&mut self, country: &str) -> Option<String> {
        self.places.as_ref()?(country)
    }
}

/// Cleans the tables into a dataset. Fails only where nothing can go on: no accounts, no usable row, nobody to assign
/// accounts to; then the issues say why.
///
/// # Errors
/// The issues found until then, the last one being the reason.
pub fn prepare<T: Borrow<Table>>(tables: &[T], mappings: &[Mapping]) -> Result<Prepared, Vec<Issue>> {
    at_once(prepare_for(tables, mappings, &mut Patient::default())).unwrap_or_else(|| Err(Vec::new()))
}

/// The same in pieces; none where the host does not go on.
pub async fn prepare_for<T: Borrow<Table>>(
    tables: &[T],
    mappings: &[Mapping],
    host: &mut impl Host,
) -> Option<Result<Prepared, Vec<Issue>>> {
    let tables: Vec<&Table> = tables.iter().map(Borrow::borrow).collect();
    let mut log = Log::default();
    match steps(&tables, mappings, host, &mut log).await? {
        Ok((dataset, table)) => {
            let (issues, steps) = log.finish();
            Some(Ok(Prepared { dataset, table, issues, steps }))
        }
        Err(reason) => {
            log.add(reason);
            Some(Err(log.finish().0))
        }
    }
}

/// All steps in their order: the dataset, and the position of the table of its accounts.
async fn steps(
    tables: &[&Table],
    mappings: &[Mapping],
    host: &mut impl Host,
    log: &mut Log,
) -> Option<Result<(Dataset, usize), Issue>> {
    let Some((table, accounts)) = chosen(tables, mappings, TableKind::Accounts, log) else {
        let advice = "Add a file with one row for each account, or say which of the files it is.";
        return Some(Err(Issue::error("no-accounts", "an accounts file", advice).found("none")));
    };
    let rows = rows::rows(&accounts, host, log).await?;
    if rows.len() == 0 {
        let reason = Issue::error("no-usable-row", "at least one row with an id or a name", "Check the mapping.");
        return Some(Err(reason.at(&table.file, 0, "").found("none")));
    }
    let rep_table = chosen(tables, mappings, TableKind::Reps, log);
    let mut team = match &rep_table {
        Some((_, drafts)) => reps::reps(drafts, log),
        None => reps::from_owners(&rows, log),
    };
    if team.is_empty() {
        let advice = "Add a reps file, or say which column holds the owners of the accounts.";
        let file = rep_table.as_ref().map_or(&table.file, |(table, _)| &table.file);
        let reason = Issue::error("no-reps", "reps in a reps file, or an owner column", advice);
        return Some(Err(reason.at(file, 0, "").found("none")));
    }
    let index = Owners::new(&team);
    let ids = IdIndex::new(rows.ids.iter().map(AsRef::as_ref));
    let owner = owners::owners(&rows, &index, log);
    let mut gazetteer = Gazetteer::default();
    let mut dataset = assemble(&rows, &ids, owner, &mut gazetteer, host, log).await?;
    let deals = chosen(tables, mappings, TableKind::Opportunities, log);
    if let Some((_, drafts)) = &deals {
        dataset.opportunities = history::history(drafts, &rows, &ids, &index, log);
    }
    let rep_file = rep_table.as_ref().map_or("", |(table, _)| table.file.as_str());
    let at_cities = bases::at_cities(&mut team, &mut gazetteer, host).await;
    bases::bases(&mut team, &dataset.accounts, (rep_file, at_cities), log);
    dataset.sources = sources(&dataset, table, rep_table.map(|(table, _)| table), deals.map(|(table, _)| table), &team);
    dataset.reps = team;
    going!(host, "Keeping the other columns", 0.9);
    dataset.attributes = Attribute::all_of(table, &rows.data);
    let position = tables.iter().position(|other| std::ptr::eq(*other, table)).unwrap_or(0);
    Some(Ok((dataset, position)))
}

/// The largest table of a kind; the others are reported as unused.
fn chosen<'a>(
    tables: &[&'a Table],
    mappings: &[Mapping],
    kind: TableKind,
    log: &mut Log,
) -> Option<(&'a Table, Drafts<'a>)> {
    // Two files may have one name: the mapping in the table's place goes before any other.
    let mapping_of = |table: &Table| {
        let position = tables.iter().position(|other| std::ptr::eq(*other, table)).unwrap_or(0);
        let here = mappings.get(position).filter(|mapping| mapping.file == table.file);
        here.or_else(|| mappings.iter().find(|mapping| mapping.file == table.file))
    };
    let mut of_kind: Vec<(&Table, &Mapping)> = tables
        .iter()
        .filter_map(|&table| Some((table, mapping_of(table)?)))
        .filter(|(_, mapping)| mapping.kind == Some(kind))
        .collect();
    of_kind.sort_by_key(|(table, _)| std::cmp::Reverse(table.len()));
    for (table, _) in of_kind.iter().skip(1) {
        let advice = format!("{} has more rows and is used; this one is not.", of_kind[0].0.file);
        let issue = Issue::warning("table-unused", format!("one table of {}", kind.word()), advice);
        log.add(issue.at(&table.file, 0, "").found(&format!("{} rows", table.len())));
    }
    if kind == TableKind::Accounts {
        for table in tables.iter().filter(|table| mapping_of(table).is_none_or(|mapping| mapping.kind.is_none())) {
            let issue = Issue::note("table-unused", "accounts, reps or opportunities", "The table is not used.");
            log.add(issue.at(&table.file, 0, "").found(&table.headers.join(", ")));
        }
    }
    let (table, mapping) = *of_kind.first()?;
    let (drafts, issues) = drafts(table, mapping);
    for issue in issues {
        log.add(issue);
    }
    Some((table, drafts))
}

/// All columns of the accounts, each cleaned by its step.
async fn assemble(
    rows: &Rows<'_>,
    ids: &IdIndex,
    owner: RepIndices,
    gazetteer: &mut Gazetteer,
    host: &mut impl Host,
    log: &mut Log,
) -> Option<Dataset> {
    going!(host, "Reading states and countries", 0.2);
    let address = address::address(rows, log);
    going!(host, "Reading postal codes", 0.25);
    let postal_code = postcodes::postcodes(rows, &address, log);
    going!(host, "Checking coordinates", 0.3);
    let given = coordinates::coordinates(rows, &address, log);
    let places::Places { latitude, longitude, precision } =
        places::places((rows, &address, &postal_code), given, gazetteer, host, log).await?;
    going!(host, "Reading names and cities", 0.4);
    let mut accounts = Accounts {
        row: rows.data.iter().map(|&row| rows.drafts.row_number(row)).collect(),
        id: rows.ids.iter().map(AsRef::as_ref).collect(),
        name: names(rows),
        owner,
        city: address::cities(rows),
        postal_code,
        latitude,
        longitude,
        precision,
        state: Categories::from_texts(address.state.iter().copied()),
        country: Categories::from_texts(address.country.iter().copied()),
        ..Accounts::default()
    };
    drop(address);
    let mut currencies = Currencies::default();
    for (field, column) in numbers(&mut accounts) {
        going!(host, "Reading numbers and money", 0.5);
        *column = measures::numbers(rows, field, &mut currencies, log);
    }
    going!(host, "Tidying up industries", 0.6);
    accounts.industry = industries::industries(rows, log);
    accounts.segment = industries::merged(rows, Field::Segment, false).0;
    accounts.competitor = industries::merged(rows, Field::Competitor, false).0;
    going!(host, "Telling customers from prospects", 0.65);
    accounts.prospect = status::prospects(rows, &accounts.current_revenue, log);
    accounts.locked = status::locked(rows, log);
    accounts.contract_end = contract_ends(rows, log);
    duplicates::possible(rows, &accounts.postal_code, host, log).await?;
    going!(host, "Finding company families", 0.85);
    let (family, families) = families::families(rows, ids, log);
    accounts.family = family;
    let currency = currencies.decide(rows.drafts, log);
    Some(Dataset { accounts, families, currency, ..Dataset::default() })
}

/// The columns of numbers, by the field they come from.
fn numbers(accounts: &mut Accounts) -> [(Field, &mut Numbers); 13] {
    [
        (Field::Employees, &mut accounts.employees),
        (Field::AnnualRevenue, &mut accounts.annual_revenue),
        (Field::CurrentRevenue, &mut accounts.current_revenue),
        (Field::Potential, &mut accounts.potential),
        (Field::ServiceHours, &mut accounts.service_hours),
        (Field::VisitsPerYear, &mut accounts.visits_per_year),
        (Field::Complexity, &mut accounts.complexity),
        (Field::Relationship, &mut accounts.relationship),
        (Field::Engagement, &mut accounts.engagement),
        (Field::Intent, &mut accounts.intent),
        (Field::ProductFit, &mut accounts.product_fit),
        (Field::ChurnRisk, &mut accounts.churn_risk),
        (Field::OpenPipeline, &mut accounts.open_pipeline),
    ]
}

/// Names; an account without one is shown by its id.
fn names(rows: &Rows) -> Texts {
    let name = |account: usize| match rows.text(account, Field::Name) {
        "" => rows.ids[account].as_ref(),
        name => name,
    };
    (0..rows.len()).map(name).collect()
}

fn contract_ends(rows: &Rows, log: &mut Log) -> Texts {
    let order = rows.drafts.day_order(Field::ContractEnd);
    let mut out = Texts::default();
    for account in 0..rows.len() {
        let text = rows.text(account, Field::ContractEnd);
        let day = parse::day(text, order);
        if day.is_none() && !text.is_empty() {
            let issue = Issue::warning("date-unreadable", "a day like 2026-12-31", "The value counts as missing.");
            log.cell(rows.issue_at(issue, account, Field::ContractEnd));
        }
        out.push(day.as_deref().unwrap_or(""));
    }
    out
}

fn sources(
    dataset: &Dataset,
    accounts: &Table,
    reps: Option<&Table>,
    deals: Option<&Table>,
    team: &[Rep],
) -> Vec<Source> {
    let source = |table: &Table, kind: TableKind, used: usize| Source {
        file: table.file.clone(),
        kind,
        rows: table.len() as u32,
        used: used as u32,
    };
    let mut sources = vec![source(accounts, TableKind::Accounts, dataset.accounts.len())];
    sources.extend(reps.map(|table| source(table, TableKind::Reps, team.len())));
    sources.extend(deals.map(|table| source(table, TableKind::Opportunities, dataset.opportunities.len())));
    sources
}

#[cfg(test)]
mod tests {
    use crate::clean::trial::cleaned;
    use crate::clean::trial::count;

    #[test]
    fn the_largest_table_of_a_kind_is_used_and_the_others_are_named() {
        // Two account files dropped together must not be mixed up silently.
        let files =
            [("accounts.csv", "id,name,owner\n1,A,Ana\n2,B,Ana\n"), ("old accounts.csv", "id,name,owner\n9,Z,Bo\n")];
        let prepared = cleaned(&files);
        assert_eq!(prepared.dataset.accounts.len(), 2);
        let unused = prepared.issues.iter().find(|issue| issue.code == "table-unused").unwrap();
        assert_eq!(unused.place.file, "old accounts.csv");
        assert_eq!(prepared.dataset.sources.len(), 1);
        assert_eq!(count(&prepared, "reps-derived"), 1);
    }

    #[test]
    fn two_files_of_one_name_keep_their_own_mappings() {
        // Exports of two folders may both be called "export.csv".
        let accounts = "account id,account name,account owner,industry\n1,A,Ana,Retail\n";
        let files = [("export.csv", accounts), ("export.csv", "rep id,rep name,capacity hours\nR1,Ana,1800\n")];
        let prepared = cleaned(&files);
        assert_eq!((prepared.dataset.accounts.len(), prepared.dataset.reps.len()), (1, 1));
        assert_eq!(prepared.dataset.accounts.owner.0, [0]);
    }
}
