//! Which column of a table is which field.

use crate::import::aliases;
use crate::import::field::Field;
use crate::import::field::Nature;
use crate::import::fold::fold_header;
use crate::import::mapping::ColumnMatch;
use crate::import::mapping::How;
use crate::import::parse;
use crate::import::values::Sample;
use crate::model::Table;
use crate::model::TableKind;
use crate::order::Order;
use std::collections::HashMap;

/// Prefixes that say whose column it is: `Organization - City`, `Account Name: Billing City`.
const PREFIXES: [&str; 9] = [
    "organization ",
    "organisation ",
    "account name ",
    "account ",
    "company ",
    "customer ",
    "deal ",
    "opportunity ",
    "primary ",
];
/// Endings that say the same.
const ENDINGS: [&str; 5] = [" of company address", " of address", " of organization address", " converted", " c"];
/// Words of columns that name another record than the row's own.
const OTHERS: [&str; 13] = [
    "owner",
    "parent",
    "assistant",
    "contact",
    "manager",
    "created by",
    "modified by",
    "creator",
    "referrer",
    "partner",
    "ultimate",
    "supervisor",
    "ansprechpartner",
];

/// What the sales of a year are called: in a list of accounts with their reps, what they paid us in it.
const SALES: [&str; 14] = [
    "sales",
    "net sales",
    "gross sales",
    "total sales",
    "revenue",
    "net revenue",
    "total revenue",
    "turnover",
    "umsatz",
    "spend",
    "billings",
    "bookings",
    "ytd sales",
    "ytd revenue",
];

struct Known {
    kind: TableKind,
    /// Folded name to fields with a confidence.
    names: HashMap<&'static str, Vec<(Field, f64)>>,
    keys: HashMap<String, Field>,
}

impl Known {
    fn new(kind: TableKind) -> Self {
        let mut names: HashMap<&str, Vec<(Field, f64)>> = HashMap::new();
        for (field, list) in aliases::of(kind) {
            for (base, part) in [0.95, 0.75].into_iter().zip(list.split(';')) {
                for (position, name) in part.split('|').enumerate() {
                    names.entry(name).or_default().push((*field, base - 0.002 * position as f64));
                }
            }
        }
        let keys = Field::of(kind).map(|field| (fold_header(field.key()), field)).collect();
        Self { kind, names, keys }
    }

    /// Fields a folded header may mean, with confidence.
    fn lookup(&self, folded: &str, nothing: &[&str]) -> Vec<(Field, f64, How)> {
        if let Some(&field) = self.keys.get(folded) {
            return vec![(field, 1.0, How::Exact)];
        }
        if let Some(found) = self.names.get(folded) {
            return found.iter().map(|&(field, confidence)| (field, confidence, How::Alias)).collect();
        }
        if nothing.contains(&folded) {
            return Vec::new();
        }
        if let Some(shorter) = shortened(folded) {
            if nothing.contains(&shorter) {
                return Vec::new();
            }
            if let Some(&field) = self.keys.get(shorter) {
                return vec![(field, 0.85, How::Pattern)];
            }
            if let Some(found) = self.names.get(shorter) {
                return found.iter().map(|&(field, confidence)| (field, confidence - 0.1, How::Pattern)).collect();
            }
        }
        if let Some((name, year)) = without_year(folded)
            && self.kind == TableKind::Accounts
            && SALES.contains(&name.as_str())
        {
            // Of several years the latest.
            return vec![(Field::CurrentRevenue, 0.7 + 0.001 * f64::from(year - 1990), How::Pattern)];
        }
        self.fuzzy(folded)
    }

    /// A slip of the keyboard: a letter or two off a known name.
    fn fuzzy(&self, folded: &str) -> Vec<(Field, f64, How)> {
        if folded.len() < 6 {
            return Vec::new();
        }
        let keys = self.keys.iter().map(|(key, &field)| (key.as_str(), field));
        let strong = self.names.iter().flat_map(|(&name, found)| found.iter().map(move |&(field, _)| (name, field)));
        let best = keys.chain(strong).map(|(name, field)| (likeness(name, folded), field));
        let best = best.max_by(|left, right| left.0.total_cmp(&right.0).then(right.1.cmp(&left.1)));
        match best {
            Some((likeness, field)) if likeness >= 0.84 => vec![(field, likeness * 0.75, How::Fuzzy)],
            _ => Vec::new(),
        }
    }
}

/// How alike two names are, 0 to 1, where one is the other with a slip in it: the same words, each nearly as it should
/// be. `parent account city` is no slip of `parent account id`, and `address 2 city` none of `address 1 city`.
fn likeness(name: &str, folded: &str) -> f64 {
    if name.len().abs_diff(folded.len()) > 2 || name.as_bytes().first() != folded.as_bytes().first() {
        return 0.0;
    }
    let letters = |text: &str| text.bytes().filter(|&byte| byte != b' ').collect::<Vec<u8>>();
    if letters(name) == letters(folded) {
        return 0.98;
    }
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    let (known, found) = (name.split(' '), folded.split(' '));
    if known.clone().count() != found.clone().count() || digits(name) != digits(folded) {
        return 0.0;
    }
    let slip =
        |(known, found): (&str, &str)| known == found || strsim::damerau_levenshtein(known, found) <= slips(known);
    if known.zip(found).all(slip) { strsim::normalized_damerau_levenshtein(name, folded) } else { 0.0 }
}

/// So many letters may be wrong in a word before it is another word.
fn slips(word: &str) -> usize {
    match word.len() {
        ..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// A header without its year, and the year: `sales` and 2025 for `sales 2025`, `2025 sales` or `sales fy25`.
fn without_year(folded: &str) -> Option<(String, u32)> {
    let year = |word: &str| {
        let number = word.trim_start_matches("fy").trim_start_matches("cy");
        let value: u32 = number.parse().ok()?;
        match number.len() {
            4 if (1990..2100).contains(&value) => Some(value),
            2 if number != word => Some(2000 + value),
            _ => None,
        }
    };
    let found = folded.split(' ').find_map(year)?;
    let rest = |word: &&str| year(word).is_none() && !matches!(*word, "fy" | "cy");
    Some((folded.split(' ').filter(rest).collect::<Vec<_>>().join(" "), found))
}

fn shortened(folded: &str) -> Option<&str> {
    let mut text = folded;
    for prefix in PREFIXES {
        text = text.strip_prefix(prefix).unwrap_or(text);
    }
    for ending in ENDINGS {
        text = text.strip_suffix(ending).unwrap_or(text);
    }
    (text != folded && !text.is_empty()).then_some(text)
}

/// Whether a header names another record, so that it cannot be this row's own identity, place or value.
fn names_another(folded: &str) -> bool {
    let padded = format!(" {folded} ");
    OTHERS.iter().any(|word| padded.contains(&format!(" {word} ")))
}

fn allowed(kind: TableKind, folded: &str, field: Field) -> bool {
    if !names_another(folded) {
        return true;
    }
    let names_a_person = matches!(field, Field::Owner | Field::Manager);
    let names_a_parent = field == Field::ParentId && folded.contains("parent");
    let is_a_rep = kind == TableKind::Reps && !folded.contains("parent") && matches!(field, Field::Id | Field::Name);
    names_a_person || names_a_parent || is_a_rep
}

/// All columns of a table, each with the field it holds when the table is of this kind. `people` are names of reps
/// from the other tables: they tell an owner's name from an owner's foreign key.
pub fn columns(table: &Table, kind: TableKind, people: &std::collections::HashSet<String>) -> Vec<ColumnMatch> {
    let known = Known::new(kind);
    let nothing: Vec<&str> = aliases::NOTHING.split('|').collect();
    let samples: Vec<Sample> = (0..table.headers.len()).map(|column| Sample::of(table, column)).collect();
    let mut candidates = Vec::new();
    for (column, header) in table.headers.iter().enumerate() {
        let folded = fold_header(header);
        for (field, confidence, how) in known.lookup(&folded, &nothing) {
            if !allowed(known.kind, &folded, field) || wrong_location(&folded, field, &samples[column]) {
                continue;
            }
            if shortened(&folded).unwrap_or(&folded).len() == 1 && !axes(table, &samples) {
                continue;
            }
            let agreement = samples[column].agreement(field);
            if rejected(field, how, agreement) && !samples[column].is_empty() {
                continue;
            }
            let people_bonus = if field == Field::Owner { 0.3 * samples[column].known(people) } else { 0.0 };
            let filled = if samples[column].is_empty() { 0.8 } else { 1.0 };
            let trust = if field.nature() == Nature::Identity { 1.0 } else { 0.6 + 0.4 * agreement };
            candidates.push((confidence * trust * filled + people_bonus, column, field, how));
        }
    }
    candidates.order_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)).then(left.2.cmp(&right.2)));
    let mut matches: Vec<ColumnMatch> = (0..table.headers.len()).map(|column| unmatched(table, column)).collect();
    let mut taken = Vec::new();
    for (confidence, column, field, how) in candidates {
        if matches[column].field.is_none() && !taken.contains(&field) {
            taken.push(field);
            matches[column].field = Some(field);
            matches[column].confidence = confidence.min(1.0);
            matches[column].how = how;
        }
    }
    if kind == TableKind::Reps && !taken.contains(&Field::Email) {
        by_values(&samples, &mut matches);
    }
    matches
}

fn rejected(field: Field, how: How, agreement: f64) -> bool {
    // Words of its own are no reason to doubt a column called "status".
    if field == Field::Status && how == How::Exact {
        return false;
    }
    let least = match (field.nature(), how) {
        (Nature::Identity, How::Exact) => 0.02,
        (Nature::Identity, _) => 0.3,
        (_, How::Exact) => 0.2,
        (_, How::Alias) => 0.5,
        _ => 0.8,
    };
    agreement < least
}

/// Fields that a table's headers clearly name although their values are something else: the column, the field, and the
/// first data row with a value that does not suit it.
pub fn refused(table: &Table, kind: TableKind, matches: &[ColumnMatch]) -> Vec<(usize, Field, usize)> {
    let known = Known::new(kind);
    let nothing: Vec<&str> = aliases::NOTHING.split('|').collect();
    let free = |field: Field| !matches.iter().any(|other| other.field == Some(field));
    let mut found = Vec::new();
    for entry in matches.iter().filter(|entry| entry.field.is_none() && entry.how == How::None) {
        let (column, folded) = (entry.column as usize, fold_header(&entry.header));
        let named =
            known.lookup(&folded, &nothing).into_iter().filter(|(_, _, how)| matches!(how, How::Exact | How::Alias));
        let best = named.max_by(|left, right| left.1.total_cmp(&right.1).then(right.0.cmp(&left.0)));
        if column < table.headers.len()
            && let Some((field, confidence, _)) = best
            && confidence > 0.8
            && free(field)
            && allowed(kind, &folded, field)
            && let Some(row) = Sample::misfit(table, column, field)
        {
            found.push((column, field, row));
        }
    }
    found
}

/// Columns of money that nobody uses: the column and the first row with an amount.
pub fn unused_money(table: &Table, matches: &[ColumnMatch]) -> Vec<(usize, usize)> {
    let money = |cell: &str| {
        let amount = parse::amount(cell.trim(), parse::DecimalSign::Point);
        amount.is_some_and(|amount| amount.currency.is_some())
    };
    let unused = matches.iter().filter(|entry| entry.field.is_none() && entry.how == How::None);
    let columns = unused.map(|entry| entry.column as usize).filter(|&column| column < table.headers.len());
    columns
        .filter(|&column| Sample::of(table, column).share_of(money) >= 0.5)
        .filter_map(|column| Some((column, (0..table.len()).find(|&row| money(table.cell(row, column)))?)))
        .collect()
}

/// "Location" may be a city, a state or a country, and "Region" a state or a part of the company: the values say which.
fn wrong_location(folded: &str, field: Field, sample: &Sample) -> bool {
    let vague =
        ["location", "office location", "headquarters", "base", "region"].contains(&folded) && field != Field::Regions;
    vague && sample.location() != Some(field)
}

/// Whether columns "X" and "Y" are degrees: both are there, with fractions, and Y is no farther than a pole.
fn axes(table: &Table, samples: &[Sample]) -> bool {
    let named = |name: &str| table.headers.iter().position(|header| header.trim().eq_ignore_ascii_case(name));
    named("x").zip(named("y")).is_some_and(|(x, y)| samples[x].has_fractions() && samples[y].are_latitudes())
}

/// An e-mail column is known by its values, whatever it is called.
fn by_values(samples: &[Sample], matches: &mut [ColumnMatch]) {
    for (column, sample) in samples.iter().enumerate() {
        if matches[column].field.is_none() && !sample.is_empty() && sample.agreement(Field::Email) > 0.9 {
            matches[column].field = Some(Field::Email);
            matches[column].confidence = 0.6;
            matches[column].how = How::Values;
            return;
        }
    }
}

fn unmatched(table: &Table, column: usize) -> ColumnMatch {
    let filled = (0..table.len()).map(|row| table.cell(row, column).trim()).filter(|cell| !cell.is_empty());
    let samples = filled.take(5).map(|cell| cell.chars().take(80).collect()).collect();
    let header = table.headers[column].clone();
    ColumnMatch { column: column as u32, header, field: None, confidence: 0.0, how: How::None, samples }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_about_somebody_else_is_no_identity() {
        // Taking "Parent Account ID" for the id would merge whole families into one account.
        for header in ["parent account id", "owner name", "primary contact", "assistant", "manager id"] {
            assert!(!allowed(TableKind::Accounts, header, Field::Id), "{header}");
            assert!(!allowed(TableKind::Accounts, header, Field::Name), "{header}");
            assert!(!allowed(TableKind::Accounts, header, Field::City), "{header}");
        }
        assert!(allowed(TableKind::Accounts, "parent account id", Field::ParentId));
        assert!(allowed(TableKind::Accounts, "account owner", Field::Owner));
        assert!(allowed(TableKind::Accounts, "account name", Field::Name));
    }

    #[test]
    fn x_and_y_are_degrees_only_together_and_with_fractions() {
        // A column of crosses, or of metres in some national grid, is no place on earth.
        let fields = |text: &str| {
            let table = crate::import::read("a.csv", text.as_bytes()).0.remove(0);
            let found = columns(&table, TableKind::Accounts, &std::collections::HashSet::new());
            found.into_iter().skip(1).map(|column| column.field).collect::<Vec<_>>()
        };
        let both = [Some(Field::Longitude), Some(Field::Latitude)];
        assert_eq!(fields("id,X,Y\na,-97.74,30.27\nb,-80.19,25.76\n"), both);
        assert_eq!(fields("id,X,Y\na,523000.5,5412000.1\nb,523010.2,5412400.7\n"), [None, None]);
        assert_eq!(fields("id,X,Y\na,1,2\nb,3,4\n"), [None, None]);
        assert_eq!(fields("id,X__c,Y__c\na,-97.74,30.27\nb,-80.19,25.76\n"), [None, None]);
        assert_eq!(fields("id,X\na,-97.74\nb,-80.19\n"), [None]);
    }

    #[test]
    fn the_sales_of_the_latest_year_are_what_customers_pay() {
        // The one column of money in many a spreadsheet has its year in its name.
        let field = |header: &str| {
            let text = format!("id,name,{header}\n1,A,5\n2,B,7\n");
            let table = crate::import::read("a.csv", text.as_bytes()).0.remove(0);
            let found = columns(&table, TableKind::Accounts, &std::collections::HashSet::new());
            found[2].field
        };
        for header in ["Sales 2025", "2025 Sales", "Net Sales 2024", "Turnover FY25", "Revenue FY 2025"] {
            assert_eq!(field(header), Some(Field::CurrentRevenue), "{header}");
        }
        for header in ["Budget 2025", "2025", "Founded 2019"] {
            assert_eq!(field(header), None, "{header}");
        }
        let table = crate::import::read("a.csv", b"id,name,Sales 2024,Sales 2025\n1,A,5,6\n2,B,7,8\n").0.remove(0);
        let found = columns(&table, TableKind::Accounts, &std::collections::HashSet::new());
        assert_eq!((found[2].field, found[3].field), (None, Some(Field::CurrentRevenue)));
    }

    #[test]
    fn prefixes_and_endings_of_systems_fall_away() {
        // Pipedrive wraps every name in two others.
        assert_eq!(shortened("organization zip postal code of address"), Some("zip postal code"));
        assert_eq!(shortened("city"), None);
    }
}
