//! A dataset with the files it came from, as pieces of bytes: one for each column.
//!
//! A million accounts are too many to copy or to decode in one go: whoever keeps or sends them does it piece by piece,
//! and takes a breath in between. Each piece has a name, so that a later version can add columns and see which are
//! missing; one that is unknown is passed over.

use crate::model::Attribute;
use crate::model::Dataset;
use crate::model::Table;
use crate::model::Texts;
use std::sync::Arc;

/// A dataset and the files behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bundle {
    /// The dataset.
    pub dataset: Arc<Dataset>,
    /// The files as they came; none where only planning is asked for.
    pub tables: Vec<Arc<Table>>,
    /// Position of the accounts among the files.
    pub accounts: u32,
    /// What whoever read the files noted about them.
    pub notes: Arc<Notes>,
}

/// What is kept of reading beside the files, in the words of whoever read them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// How the files were understood.
    pub reading: Vec<u8>,
    /// What the user decided about cleaning them.
    pub choices: Vec<u8>,
    /// What was found in them beside single issues.
    pub findings: Vec<u8>,
}

/// The pieces that are there once. Behind them come the columns of texts, a block at a time, one `attribute` each, and what
/// is of the files: their notes, and of each file its name and headers, its rows, and its cells, a block at a time.
macro_rules! pieces {
    ($($name:literal $($path:ident).+;)*) => {
        const NAMES: &[&str] = &[$($name),*];

        fn encode(bundle: &Bundle, name: &str) -> Vec<u8> {
            match name {
                $($name => postcard::to_stdvec(&bundle.$($path).+).unwrap_or_default(),)*
                _ => Vec::new(),
            }
        }

        /// Takes a piece from the front of bytes and gives the rest; none where it is damaged.
        fn decode<'b>(bundle: &mut Gathering, name: &str, bytes: &'b [u8]) -> Option<&'b [u8]> {
            match name {
                $($name => {
                    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
                    bundle.$($path).+ = value;
                    Some(rest)
                })*
                "attribute" => {
                    let (attribute, rest) = postcard::take_from_bytes(bytes).ok()?;
                    bundle.dataset.attributes.push(attribute);
                    Some(rest)
                }
                "files.notes" => {
                    bundle.notes.reading = bytes.to_vec();
                    Some(&[])
                }
                "files.choices" => {
                    bundle.notes.choices = bytes.to_vec();
                    Some(&[])
                }
                "files.findings" => {
                    bundle.notes.findings = bytes.to_vec();
                    Some(&[])
                }
                "file.names" | "files.names" => {
                    let ((file, headers), rest) = postcard::take_from_bytes(bytes).ok()?;
                    bundle.tables.push(Table { file, headers, ..Table::default() });
                    Some(rest)
                }
                "file.rows" | "files.rows" => {
                    let (rows, rest) = postcard::take_from_bytes(bytes).ok()?;
                    bundle.tables.last_mut()?.rows = rows;
                    Some(rest)
                }
                "file.cells" | "files.cells" => {
                    let (cells, rest) = postcard::take_from_bytes(bytes).ok()?;
                    bundle.tables.last_mut()?.cells.append(&cells);
                    Some(rest)
                }
                _ => match texts(&mut bundle.dataset, name) {
                    Some(column) => {
                        let (block, rest) = postcard::take_from_bytes(bytes).ok()?;
                        column.append(&block);
                        Some(rest)
                    }
                    None => Some(&[]),
                },
            }
        }
    };
}

/// The columns of texts.
const TEXTS: [&str; 4] = ["accounts.id", "accounts.name", "accounts.postal_code", "accounts.contract_end"];

/// One of the columns of texts.
fn texts<'d>(dataset: &'d mut Dataset, name: &str) -> Option<&'d mut Texts> {
    let accounts = &mut dataset.accounts;
    Some(match name {
        "accounts.id" => &mut accounts.id,
        "accounts.name" => &mut accounts.name,
        "accounts.postal_code" => &mut accounts.postal_code,
        "accounts.contract_end" => &mut accounts.contract_end,
        _ => return None,
    })
}

pieces! {
    "reps" dataset.reps;
    "reps.office" dataset.offices;
    "reps.gone" dataset.gone;
    "families" dataset.families;
    "currency" dataset.currency;
    "sources" dataset.sources;
    "accounts.row" dataset.accounts.row;
    "accounts.owner" dataset.accounts.owner;
    "accounts.prospect" dataset.accounts.prospect;
    "accounts.city" dataset.accounts.city;
    "accounts.state" dataset.accounts.state;
    "accounts.country" dataset.accounts.country;
    "accounts.latitude" dataset.accounts.latitude;
    "accounts.longitude" dataset.accounts.longitude;
    "accounts.precision" dataset.accounts.precision;
    "accounts.industry" dataset.accounts.industry;
    "accounts.segment" dataset.accounts.segment;
    "accounts.employees" dataset.accounts.employees;
    "accounts.annual_revenue" dataset.accounts.annual_revenue;
    "accounts.current_revenue" dataset.accounts.current_revenue;
    "accounts.potential" dataset.accounts.potential;
    "accounts.service_hours" dataset.accounts.service_hours;
    "accounts.visits_per_year" dataset.accounts.visits_per_year;
    "accounts.complexity" dataset.accounts.complexity;
    "accounts.relationship" dataset.accounts.relationship;
    "accounts.engagement" dataset.accounts.engagement;
    "accounts.intent" dataset.accounts.intent;
    "accounts.product_fit" dataset.accounts.product_fit;
    "accounts.churn_risk" dataset.accounts.churn_risk;
    "accounts.open_pipeline" dataset.accounts.open_pipeline;
    "accounts.competitor" dataset.accounts.competitor;
    "accounts.locked" dataset.accounts.locked;
    "accounts.family" dataset.accounts.family;
    "opportunities.row" dataset.opportunities.row;
    "opportunities.account" dataset.opportunities.account;
    "opportunities.owner" dataset.opportunities.owner;
    "opportunities.amount" dataset.opportunities.amount;
    "opportunities.created" dataset.opportunities.created;
    "opportunities.closed" dataset.opportunities.closed;
    "opportunities.outcome" dataset.opportunities.outcome_code;
    "score.weights" dataset.weights;
    "files.accounts" accounts;
}

/// So many texts go into one piece.
const BLOCK: usize = 1 << 17;

/// Order of the columns in a dataset of form 1, which was written in one go, the file in its midst.
const FORM_1: &str = "row id name owner prospect city state country postal_code latitude longitude precision industry \
    segment employees annual_revenue current_revenue potential service_hours visits_per_year complexity relationship \
    engagement intent product_fit churn_risk open_pipeline competitor contract_end locked family";

impl Bundle {
    /// All pieces with their names, one after the other. Usual weights, offices that nobody named and reps who all stay are
    /// left out: so the bundle of such data is the one, to the byte, that was stored before there were any.
    pub fn pieces(&self) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
        let absent = |name: &str| match name {
            "score.weights" => self.dataset.weights.are_usual(),
            "reps.office" => self.dataset.offices.is_empty(),
            "reps.gone" => self.dataset.gone.is_empty(),
            _ => false,
        };
        let names = NAMES.iter().filter(move |name| !absent(name));
        let columns = names.map(|&name| (name, encode(self, name)));
        let attributes = self.dataset.attributes.iter();
        let attributes = attributes.map(|attribute| ("attribute", postcard::to_stdvec(attribute).unwrap_or_default()));
        let notes = &self.notes;
        let notes =
            [("files.notes", &notes.reading), ("files.choices", &notes.choices), ("files.findings", &notes.findings)];
        let notes = notes.into_iter().map(|(name, note)| (name, note.clone()));
        let names = |position: usize| if position == self.accounts as usize { ACCOUNTS_FILE } else { OTHER_FILE };
        let files = self.tables.iter().enumerate();
        let files = files.flat_map(move |(position, table)| file_pieces(table, names(position)));
        let accounts = &self.dataset.accounts;
        let texts = [&accounts.id, &accounts.name, &accounts.postal_code, &accounts.contract_end];
        let texts = TEXTS.into_iter().zip(texts).flat_map(|(name, column)| blocks(name, column));
        columns.chain(texts).chain(attributes).chain(notes).chain(files)
    }

    /// The accounts file.
    pub fn accounts_file(&self) -> Option<&Table> {
        self.tables.get(self.accounts as usize).map(AsRef::as_ref)
    }

    /// Identity of the content: bundles of equal data and accounts files have equal fingerprints, on every machine.
    pub fn fingerprint(&self) -> String {
        let mut print = Fingerprint::default();
        self.pieces().for_each(|(name, bytes)| print.add(name, &bytes));
        print.text()
    }

    /// All pieces behind an [`Index`] of them: a bundle as it is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (mut index, mut body) = (Index::default(), Vec::new());
        for (name, piece) in self.pieces() {
            index.add(name, piece.len());
            body.extend(piece);
        }
        [index.to_bytes(), body].concat()
    }

    /// A bundle from where it was stored; none where the bytes are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size, rest) = bytes.split_first_chunk::<{ Index::LEAD }>()?;
        let (index, mut body) = rest.split_at_checked(Index::size(*size))?;
        let mut gathering = Gathering::default();
        for (name, length) in Index::from_bytes(index)?.pieces() {
            let (piece, rest) = body.split_at_checked(length)?;
            if !gathering.add(name, piece) {
                return None;
            }
            body = rest;
        }
        gathering.finish()
    }

    /// A dataset as it was stored before there were pieces, with its accounts file; none where the bytes are damaged.
    pub fn from_form_1(bytes: &[u8]) -> Option<Self> {
        let mut bundle = Gathering::default();
        let accounts = FORM_1.split_whitespace().map(|column| format!("accounts.{column}"));
        let deals = ["row", "account", "owner", "amount", "created", "closed", "outcome"];
        let deals = deals.map(|column| format!("opportunities.{column}"));
        let names = accounts.chain(["reps".to_owned()]).chain(deals).chain(["families", "currency"].map(str::to_owned));
        let mut rest = bytes;
        for name in names {
            rest = decode(&mut bundle, &name, rest)?;
        }
        let (table, rest) = postcard::take_from_bytes::<Table>(rest).ok()?;
        // Which row of the file is which account: since then it is told by the row's number.
        let (_, rest) = postcard::take_from_bytes::<crate::model::Indices>(rest).ok()?;
        decode(&mut bundle, "sources", rest)?;
        let rows = bundle.dataset.accounts.row.iter();
        let rows: Option<Vec<usize>> = rows.map(|&number| table.position(number)).collect();
        bundle.dataset.attributes = Attribute::all_of(&table, &rows?);
        bundle.tables.push(table);
        bundle.finish()
    }
}

/// What the pieces of the accounts file are called, and those of any other.
const ACCOUNTS_FILE: [&str; 3] = ["file.names", "file.rows", "file.cells"];
const OTHER_FILE: [&str; 3] = ["files.names", "files.rows", "files.cells"];

/// The pieces of a file.
fn file_pieces(table: &Table, called: [&'static str; 3]) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    let names = postcard::to_stdvec(&(&table.file, &table.headers)).unwrap_or_default();
    let rows = postcard::to_stdvec(&table.rows).unwrap_or_default();
    [(called[0], names), (called[1], rows)].into_iter().chain(blocks(called[2], &table.cells))
}

/// A column of texts, a block at a time.
fn blocks<'t>(name: &'static str, texts: &'t Texts) -> impl Iterator<Item = (&'static str, Vec<u8>)> + use<'t> {
    (0..texts.len()).step_by(BLOCK).map(move |from| {
        let block: Texts = (from..texts.len().min(from + BLOCK)).map(|text| texts.get(text)).collect();
        (name, postcard::to_stdvec(&block).unwrap_or_default())
    })
}

/// The fingerprint of a bundle, piece by piece.
#[derive(Default)]
pub struct Fingerprint(xxhash_rust::xxh3::Xxh3);

impl Fingerprint {
    /// Takes in the next piece. What is told of the files beside the accounts makes no other data: what counts of them is
    /// in the dataset.
    #[inline(never)]
    pub fn add(&mut self, name: &str, piece: &[u8]) {
        if !name.starts_with("files.") {
            self.0.update(piece);
        }
    }

    /// The fingerprint in writing.
    pub fn text(&self) -> String {
        format!("{:032x}", self.0.digest128())
    }
}

/// The names and lengths of the pieces of a stored bundle. The length of the index itself goes before it.
#[derive(Default)]
pub struct Index {
    pieces: Vec<(String, u64)>,
}

impl Index {
    /// So many bytes before the index tell its size.
    pub const LEAD: usize = 4;

    /// Appends a piece.
    pub fn add(&mut self, name: &str, length: usize) {
        self.pieces.push((name.to_owned(), length as u64));
    }

    /// Names and lengths, in order.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, usize)> {
        self.pieces.iter().map(|(name, length)| (name.as_str(), usize::try_from(*length).unwrap_or(usize::MAX)))
    }

    /// Whether a piece is of the files behind the dataset, which who only plans can do without.
    pub fn is_of_file(name: &str) -> bool {
        name.starts_with("file")
    }

    /// The size of an index, by the bytes before it.
    pub fn size(lead: [u8; Self::LEAD]) -> usize {
        u32::from_le_bytes(lead) as usize
    }

    /// The index with its size before it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let index = postcard::to_stdvec(&self.pieces).unwrap_or_default();
        [(index.len() as u32).to_le_bytes().to_vec(), index].concat()
    }

    /// The index from the bytes behind its size; none where they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok().map(|pieces| Self { pieces })
    }
}

/// Puts a bundle together from its pieces.
#[derive(Default)]
pub struct Gathering {
    dataset: Dataset,
    tables: Vec<Table>,
    accounts: u32,
    notes: Notes,
}

impl Gathering {
    /// Takes in a piece; false where it is damaged.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> bool {
        decode(self, name, bytes).is_some_and(<[u8]>::is_empty)
    }

    /// What came together; none where the columns do not fit each other.
    pub fn finish(self) -> Option<Bundle> {
        let Self { dataset, tables, accounts, notes } = self;
        let fits = |table: &Table| table.cells.len() == table.len() * table.headers.len();
        let whole = dataset.accounts.is_whole() && dataset.opportunities.is_whole() && tables.iter().all(fits);
        let tables = tables.into_iter().map(Arc::new).collect();
        whole.then(|| Bundle { dataset: Arc::new(dataset), tables, accounts, notes: Arc::new(notes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> Bundle {
        let table = Table {
            file: "a.csv".to_owned(),
            headers: vec!["id".to_owned(), "tier".to_owned()],
            cells: ["1", "A", "2", "B"].into_iter().collect(),
            rows: crate::model::Indices(vec![2, 5]),
        };
        let mut dataset = Dataset { currency: "EUR".to_owned(), ..Dataset::default() };
        dataset.accounts = crate::model::Accounts::of_length(2);
        dataset.accounts.potential[1] = 7.0;
        dataset.attributes = Attribute::all_of(&table, &[0, 1]);
        let reps = Table { file: "b.csv".to_owned(), ..Table::default() };
        let tables = vec![Arc::new(reps), Arc::new(table)];
        Bundle {
            dataset: Arc::new(dataset),
            tables,
            accounts: 1,
            notes: Arc::new(Notes { reading: vec![7], choices: vec![8], findings: vec![9] }),
        }
    }

    #[test]
    fn pieces_come_together_again() {
        // A column that is lost on the way would be lost for ever: this is also how a project is stored.
        let bundle = bundle();
        let found = Bundle::from_bytes(&bundle.to_bytes()).unwrap();
        assert_eq!(found.fingerprint(), bundle.fingerprint());
        assert_eq!(format!("{found:?}"), format!("{bundle:?}"));
        assert_eq!(found.dataset.attribute(1, "tier"), Some("B"));
    }

    #[test]
    fn weights_come_back_and_usual_ones_change_nothing() {
        // Weights lost on the way would turn an order of accounts that somebody decided into another one overnight; those
        // that nobody touched must not make other data of the same files.
        let usual = bundle();
        assert!(usual.pieces().all(|(name, _)| name != "score.weights"));
        let weights = crate::model::ScoreWeights { strategic: 3.0, ..crate::model::ScoreWeights::default() };
        let mut dataset = (*usual.dataset).clone();
        dataset.weights = weights;
        let changed = Bundle { dataset: Arc::new(dataset), ..usual.clone() };
        assert_eq!(Bundle::from_bytes(&changed.to_bytes()).unwrap().dataset.weights, weights);
        assert_ne!(changed.fingerprint(), usual.fingerprint());
    }

    #[test]
    fn who_is_gone_comes_back_and_nobody_gone_changes_nothing() {
        // A rep who left and is back after a reload would be given accounts again.
        let usual = bundle();
        assert!(usual.pieces().all(|(name, _)| name != "reps.gone"));
        let mut dataset = (*usual.dataset).clone();
        dataset.gone = vec![1];
        assert_ne!(dataset.fingerprint(), usual.dataset.fingerprint());
        let changed = Bundle { dataset: Arc::new(dataset), ..usual };
        assert_eq!(Bundle::from_bytes(&changed.to_bytes()).unwrap().dataset.gone, [1]);
    }

    #[test]
    fn a_bundle_with_a_column_cut_short_is_refused() {
        // Half a column would give accounts the values of others.
        let mut gathering = Gathering::default();
        for (name, bytes) in bundle().pieces() {
            let cut =
                if name == "accounts.potential" { postcard::to_stdvec(&Texts::default()).unwrap() } else { bytes };
            gathering.add(name, &cut);
        }
        assert!(gathering.finish().is_none());
    }
}
