//! From tables with their mappings to the dataset: the order of the steps.

use crate::clean::Choices;
use crate::clean::Duplicates;
use crate::clean::Quality;
use crate::clean::Rest;
use crate::clean::SameName;
use crate::clean::Step;
use crate::clean::address;
use crate::clean::at_once;
use crate::clean::bases;
use crate::clean::coordinates;
use crate::clean::deal_owners;
use crate::clean::duplicates;
use crate::clean::families;
use crate::clean::gazetteer::Gazetteer;
use crate::clean::history;
use crate::clean::home;
use crate::clean::industries;
use crate::clean::industries::Labels;
use crate::clean::log::Log;
use crate::clean::log::StepLog;
use crate::clean::log::counted;
use crate::clean::log::unreadable_day;
use crate::clean::measures;
use crate::clean::measures::Currencies;
use crate::clean::owners;
use crate::clean::owners::Owners;
use crate::clean::places;
use crate::clean::postcodes;
use crate::clean::quality;
use crate::clean::reps;
use crate::clean::rows;
use crate::clean::rows::IdIndex;
use crate::clean::rows::Rows;
use crate::clean::status;
use crate::import::Drafts;
use crate::import::Field;
use crate::import::Mapping;
use crate::import::Nature;
use crate::import::drafts;
use crate::import::parse;
use crate::model::Accounts;
use crate::model::Attribute;
use crate::model::Dataset;
use crate::model::Issue;
use crate::model::Numbers;
use crate::model::Opportunities;
use crate::model::RepIndices;
use crate::model::Source;
use crate::model::Table;
use crate::model::TableKind;
use crate::model::Texts;
use crate::order::Order;
use crate::texts;
use serde::Deserialize;
use serde::Serialize;
use std::borrow::Borrow;

/// What cleaning leaves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prepared {
    /// The data to plan with.
    pub dataset: Dataset,
    /// Whether some amount names the currency; else it is taken for the usual one.
    pub currency_is_named: bool,
    /// Position of the table the accounts came from.
    pub table: usize,
    /// What was found and done at single places.
    pub issues: Vec<Issue>,
    /// The same where it happened so often that only the rows are told.
    pub rest: Vec<Rest>,
    /// What each step changed.
    pub steps: Vec<StepLog>,
    /// What the user is asked.
    pub proposals: Proposals,
    /// How good the data are.
    pub quality: Quality,
}

/// What cleaning does not do unless the user confirms it, and what was confirmed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposals {
    /// Rows that may be one account.
    pub duplicates: Vec<Duplicates>,
    /// Accounts of one name that may be one family.
    pub families: Vec<SameName>,
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

/// Cleans the tables into a dataset, as is done when nobody decides otherwise: see [`prepare_for`].
///
/// # Errors
/// The issues found until then, the last one being the reason.
pub fn prepare<T: Borrow<Table>>(tables: &[T], mappings: &[Mapping]) -> Result<Prepared, Vec<Issue>> {
    let (choices, mut host) = (Choices::default(), Patient::default());
    at_once(prepare_for(tables, mappings, &choices, &mut host)).unwrap_or_else(|| Err(Vec::new()))
}

/// Cleans the tables into a dataset as the user chose, in pieces; none where the host does not go on. Fails only where
/// nothing can go on: no accounts, no usable row, nobody to assign accounts to; then the issues say why.
pub async fn prepare_for<T: Borrow<Table>>(
    tables: &[T],
    mappings: &[Mapping],
    choices: &Choices,
    host: &mut impl Host,
) -> Option<Result<Prepared, Vec<Issue>>> {
    let files = Files { tables: tables.iter().map(Borrow::borrow).collect(), mappings };
    let mut log = Log::default();
    Some(match files.prepared(choices, host, &mut log).await? {
        Ok(mut prepared) => {
            let logged = log.finish();
            let file = &prepared.dataset.sources[0].file;
            prepared.quality.worst = quality::worst(file, &logged);
            Ok(Prepared { issues: logged.issues, rest: logged.rest, steps: logged.steps, ..prepared })
        }
        Err(reason) => {
            log.add(reason);
            Err(log.finish().issues)
        }
    })
}

/// The tables with their mappings.
struct Files<'a> {
    tables: Vec<&'a Table>,
    mappings: &'a [Mapping],
}

/// A table seen through its mapping.
struct Chosen<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
    drafts: Drafts<'a>,
}

impl<'a> Files<'a> {
    /// All steps in their order.
    async fn prepared(
        &self,
        choices: &Choices,
        host: &mut impl Host,
        log: &mut Log,
    ) -> Option<Result<Prepared, Issue>> {
        let Some(accounts) = self.chosen(TableKind::Accounts, log) else {
            return Some(Err(self.without_accounts()));
        };
        let mut rows = rows::rows(&accounts.drafts, choices, host, log).await?;
        if rows.len() == 0 {
            let reason = Issue::error(
                "no-usable-row",
                say!("at least one row with an id or a name"),
                say!("Check the mapping."),
            );
            return Some(Err(reason.at(&accounts.table.file, 0, "").found(say!("none"))));
        }
        let rep_table = self.chosen(TableKind::Reps, log);
        let deal_table = self.chosen(TableKind::Opportunities, log);
        let mut team = match &rep_table {
            Some(chosen) => reps::reps(&chosen.drafts, log),
            None => reps::from_owners(&rows, deal_table.as_ref().map(|chosen| &chosen.drafts), log),
        };
        if team.is_empty() {
            let file = rep_table.as_ref().map_or(accounts.table, |chosen| chosen.table).file.as_str();
            return Some(Err(without_reps(file)));
        }
        let mut ids = IdIndex::new(rows.ids.iter().map(AsRef::as_ref));
        let merged = duplicates::merge(&mut rows, &mut ids, log);
        let index = Owners::new(&team);
        let mut currencies = Currencies::default();
        let joined = (&rows, &ids, &index);
        let deals = deal_table.as_ref().map(|chosen| history::history(&chosen.drafts, joined, &mut currencies, log));
        let deals = deals.unwrap_or_default();
        let mut owner = owners::owners(&rows, &index, log);
        deal_owners::by_deals(&rows, &deals, &mut owner, log);
        let mut gazetteer = Gazetteer::default();
        let mut prepared =
            assemble((&rows, &ids, merged), (owner, deals, currencies), &mut gazetteer, host, log).await?;
        let dataset = &mut prepared.dataset;
        let rep_file = rep_table.as_ref().map_or("", |chosen| chosen.table.file.as_str());
        bases::place(&mut team, (&rows, &dataset.accounts, rep_file), &mut gazetteer, host, log).await;
        if let Some(chosen) = &rep_table {
            dataset.offices = reps::offices(&chosen.drafts, &team);
        }
        let tables =
            [Some(accounts.table), rep_table.map(|chosen| chosen.table), deal_table.map(|chosen| chosen.table)];
        dataset.sources = sources(dataset, tables, team.len());
        dataset.reps = team;
        dataset.weights = choices.weights;
        going!(host, say!("Keeping the other columns"), 0.9);
        dataset.attributes = Attribute::all_of(accounts.table, &rows.data);
        prepared.quality = quality::quality(&rows, accounts.mapping, &dataset.accounts, host, log).await?;
        gaps(&mut prepared.dataset.accounts, choices, log);
        prepared.table = self.tables.iter().position(|other| std::ptr::eq(*other, accounts.table)).unwrap_or(0);
        Some(Ok(prepared))
    }

    fn without_accounts(&self) -> Issue {
        let advice = say!("Add a file with one row for each account, or say which of the files it is.");
        let files: Vec<&str> = self.tables.iter().map(|table| table.file.as_str()).collect();
        let found = if files.is_empty() { "none".to_owned() } else { files.join(", ") };
        Issue::error("no-accounts", say!("an accounts file"), advice).found(&found)
    }

    /// How a table is understood. Two files may have one name: the mapping in the table's place goes before any other.
    fn mapping_of(&self, table: &Table) -> Option<&'a Mapping> {
        let position = self.tables.iter().position(|other| std::ptr::eq(*other, table)).unwrap_or(0);
        let here = self.mappings.get(position).filter(|mapping| mapping.file == table.file);
        here.or_else(|| self.mappings.iter().find(|mapping| mapping.file == table.file))
    }

    /// The largest table of a kind; the others are reported as unused.
    fn chosen(&self, kind: TableKind, log: &mut Log) -> Option<Chosen<'a>> {
        let of_kind = |&table: &&'a Table| Some((table, self.mapping_of(table)?));
        let mut of_kind: Vec<(&Table, &Mapping)> =
            self.tables.iter().filter_map(of_kind).filter(|(_, mapping)| mapping.kind == Some(kind)).collect();
        of_kind.order_by_key(|(table, _)| std::cmp::Reverse(table.len()));
        for (table, _) in of_kind.iter().skip(1) {
            let advice = say!(
                "{file} has more rows and is used; this one is not. If both belong together, put them into one file.",
                file = of_kind[0].0.file
            );
            let issue =
                Issue::warning("table-unused", say!("one table of {kind}", kind = texts::of(kind.word())), advice);
            log.add(issue.at(&table.file, 0, "").found(&say!("{count} rows", count = table.len())));
        }
        if kind == TableKind::Accounts {
            let unknown = |table: &&&Table| self.mapping_of(table).is_none_or(|mapping| mapping.kind.is_none());
            for table in self.tables.iter().filter(unknown) {
                let issue = {
                    let advice = say!("The table is not used. If it is one of these, say which beside its name.");
                    Issue::note("table-unused", say!("accounts, reps or opportunities"), advice)
                };
                log.add(issue.at(&table.file, 0, "").found(&table.headers.join(", ")));
            }
        }
        let (table, mapping) = *of_kind.first()?;
        let (drafts, issues) = drafts(table, mapping);
        for issue in issues {
            log.add(issue);
        }
        Some(Chosen { table, mapping, drafts })
    }
}

fn without_reps(file: &str) -> Issue {
    let advice = say!("Add a reps file, or say which column holds the owners of the accounts.");
    let reason = Issue::error("no-reps", say!("reps in a reps file, or an owner column"), advice);
    reason.at(file, 0, "").found(say!("none"))
}

/// All columns of the accounts, each cleaned by its step.
async fn assemble(
    (rows, ids, merged): (&Rows<'_>, &IdIndex, Vec<Duplicates>),
    (owner, opportunities, currencies): (RepIndices, Opportunities, Currencies),
    gazetteer: &mut Gazetteer,
    host: &mut impl Host,
    log: &mut Log,
) -> Option<Prepared> {
    going!(host, say!("Reading states and countries"), 0.2);
    let address = address::address(rows, log);
    going!(host, say!("Checking coordinates"), 0.25);
    let given = coordinates::coordinates(rows, &address, log);
    going!(host, say!("Reading postal codes"), 0.3);
    home::find_home((rows, &address, &given), gazetteer, host, log).await;
    let postal_code = postcodes::postcodes(rows, &address, gazetteer, log);
    let places::Places { latitude, longitude, precision } =
        places::places((rows, &address, &postal_code), given, gazetteer, host, log).await?;
    going!(host, say!("Reading names"), 0.4);
    let (state, country) = address::written(rows, &address);
    let mut accounts = Accounts {
        row: rows.data.iter().map(|&row| rows.drafts.row_number(row)).collect(),
        id: rows.ids.iter().map(AsRef::as_ref).collect(),
        name: names(rows),
        owner,
        postal_code,
        latitude,
        longitude,
        precision,
        state,
        country,
        ..Accounts::default()
    };
    drop(address);
    let (currency, currency_is_named) =
        amounts(rows, &mut accounts, (currencies, !opportunities.is_empty()), host, log).await?;
    going!(host, say!("Tidying up labels"), 0.6);
    let Labels { industry, segment, competitor, city } = industries::labels(rows, log);
    accounts = Accounts { city, industry, segment, competitor, ..accounts };
    going!(host, say!("Telling customers from prospects"), 0.65);
    accounts.prospect = status::prospects(rows, &accounts.current_revenue, &opportunities, log);
    accounts.locked = status::locked(rows, log);
    accounts.contract_end = contract_ends(rows, log);
    let duplicates = duplicates::possible(rows, &accounts, merged, host, log).await?;
    let found = families::families((rows, ids, &accounts), host, log).await?;
    accounts.family = found.family;
    let dataset = Dataset { accounts, opportunities, families: found.count, currency, ..Dataset::default() };
    let proposals = Proposals { duplicates, families: found.proposed };
    Some(Prepared { dataset, currency_is_named, proposals, ..Prepared::default() })
}

/// Fills the columns of numbers and gives the currency of the money among them and of the deals, and whether some name it.
async fn amounts(
    rows: &Rows<'_>,
    accounts: &mut Accounts,
    (of_deals, has_deals): (Currencies, bool),
    host: &mut impl Host,
    log: &mut Log,
) -> Option<(String, bool)> {
    let mut currencies = Currencies::default();
    let mut extreme = 0;
    for (field, column) in numbers(accounts) {
        going!(host, say!("Reading numbers and money"), 0.5);
        *column = measures::numbers(rows, field, &mut currencies, log);
    }
    if rows.does(Step::Negatives) {
        let negatives = log.counted(Step::Negatives);
        let sentence = say!("{numbers} taken as missing.", numbers = counted(negatives, "number", "numbers"));
        log.step(Step::Negatives.id(), Step::Negatives.title(), negatives, sentence);
    } else {
        let zeros = counted(log.counted(Step::Negatives), "number below 0 counts", "numbers below 0 count");
        log.step(Step::Negatives.id(), Step::Negatives.title(), 0, say!("Left out: {zeros} as 0.", zeros));
    }
    measures::units(rows, &accounts.employees, &mut accounts.annual_revenue, log);
    for (field, column) in numbers(accounts) {
        if field.nature() == Nature::Money || field == Field::Employees {
            extreme += measures::extremes(rows, field, column, log);
        }
    }
    if rows.does(Step::Extremes) {
        let sentence = say!("{amounts} brought down.", amounts = counted(extreme, "amount", "amounts"));
        log.step(Step::Extremes.id(), Step::Extremes.title(), extreme, sentence);
    }
    let has_money =
        has_deals || Field::ALL.iter().any(|&field| field.nature() == Nature::Money && rows.drafts.has(field));
    Some(currencies.decide(of_deals, has_money, log))
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

/// Where the user wants no estimates, 0 for what the files do not tell.
fn gaps(accounts: &mut Accounts, choices: &Choices, log: &mut Log) {
    if choices.does(Step::Gaps) {
        return;
    }
    let columns = [
        &mut accounts.potential,
        &mut accounts.current_revenue,
        &mut accounts.service_hours,
        &mut accounts.visits_per_year,
        &mut accounts.relationship,
    ];
    for value in columns.into_iter().flat_map(|column| column.iter_mut()).filter(|value| !value.is_finite()) {
        *value = 0.0;
    }
    log.step(Step::Gaps.id(), Step::Gaps.title(), 0, say!("Left out: what is missing counts as 0.").to_owned());
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
            let issue = unreadable_day();
            log.cell(rows.issue_at(issue, account, Field::ContractEnd));
        }
        out.push(day.as_deref().unwrap_or(""));
    }
    out
}

/// The files of accounts, reps and opportunities, with how much of each is used.
fn sources(dataset: &Dataset, tables: [Option<&Table>; 3], reps: usize) -> Vec<Source> {
    let used = [dataset.accounts.len(), reps, dataset.opportunities.len()];
    let kinds = [TableKind::Accounts, TableKind::Reps, TableKind::Opportunities];
    let source = |((table, kind), used): ((Option<&Table>, TableKind), usize)| {
        let table = table?;
        Some(Source { file: table.file.clone(), kind, rows: table.len() as u32, used: used as u32 })
    };
    tables.into_iter().zip(kinds).zip(used).filter_map(source).collect()
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
