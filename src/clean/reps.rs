//! Step: reps, from their file or from the owners of the accounts.

use crate::clean::address;
use crate::clean::coordinates;
use crate::clean::coordinates::Verdict;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::log::unreadable_day;
use crate::clean::owners::is_nobody;
use crate::clean::rows;
use crate::clean::rows::Rows;
use crate::import::Drafts;
use crate::import::Field;
use crate::import::Nature;
use crate::import::fold;
use crate::import::parse;
use crate::model::Issue;
use crate::model::Rep;
use crate::order::Order;
use std::collections::HashMap;
use std::collections::HashSet;

/// More reps than this do not fit the dataset.
const MOST_REPS: usize = 60_000;

/// The reps of a file. Rows without name and id, and repeated ids, become errors.
pub fn reps(drafts: &Drafts, log: &mut Log) -> Vec<Rep> {
    let mut reps = Vec::new();
    let mut first: HashMap<String, u32> = HashMap::new();
    let mut in_any_case: HashMap<String, (String, u32)> = HashMap::new();
    rows::columns_missing(drafts, log);
    for row in 0..drafts.len() {
        let (id, name) = (drafts.text(row, Field::Id), drafts.text(row, Field::Name));
        let (id, name) = (if id.is_empty() { name } else { id }, if name.is_empty() { id } else { name });
        if id.is_empty() {
            let issue =
                Issue::error("rep-without-identity", say!("an id or a name"), say!("Add one; the row is left out."));
            log.cell(drafts.issue_at(issue, row, Field::Name));
            continue;
        }
        // Capitals tell ids apart, not names.
        let key = if drafts.text(row, Field::Id).is_empty() { fold(id) } else { id.to_owned() };
        if let Some(earlier) = first.get(&key) {
            let advice = say!("Row {earlier} has it already and is used; this row is left out.", earlier);
            let issue = Issue::error("rep-repeated", say!("an id that no other rep has"), advice);
            log.cell(drafts.issue_at(issue, row, Field::Id).found(id));
            continue;
        }
        if reps.len() >= MOST_REPS {
            let issue =
                Issue::error("rep-too-many", say!("at most 60,000 reps"), say!("This row and all below are left out."));
            log.add(drafts.issue_at(issue, row, Field::Id));
            break;
        }
        first.insert(key, drafts.row_number(row));
        let (earlier, place) =
            in_any_case.entry(id.to_ascii_lowercase()).or_insert_with(|| (id.to_owned(), drafts.row_number(row)));
        if earlier != id && parse::salesforce_long(id).is_none() {
            log.cell(drafts.issue_at(rows::differs_by_case(earlier, *place), row, Field::Id));
        }
        reps.push(rep(drafts, row, id, name, log));
    }
    let sentence = say!("{reps} from {file}.", reps = counted(reps.len(), "rep", "reps"), file = drafts.table().file);
    log.step("reps", say!("Reps"), 0, sentence);
    reps
}

fn rep(drafts: &Drafts, row: usize, id: &str, name: &str, log: &mut Log) -> Rep {
    let text = |field: Field| drafts.text(row, field).to_owned();
    let city = drafts.text(row, Field::City);
    let (state, country) = address::stated(drafts.text(row, Field::State), drafts.text(row, Field::Country), city);
    let place = address::clean_pair(state, country);
    let remote = parse::yes_no(drafts.text(row, Field::Remote)) == Some(true);
    let whole = |value: Option<f64>| value.map(|value| value as u32);
    Rep {
        row: drafts.row_number(row),
        id: id.to_owned(),
        name: name.to_owned(),
        email: text(Field::Email),
        manager: text(Field::Manager),
        city: text(Field::City),
        state: place.state.to_owned(),
        country: place.country.to_owned(),
        base: base(drafts, row, place, log),
        base_derived: false,
        remote,
        capacity_hours: number(drafts, row, Field::CapacityHours, log),
        ramp: number(drafts, row, Field::Ramp, log).unwrap_or(1.0),
        start_date: date(drafts, row, Field::StartDate, log),
        target_share: number(drafts, row, Field::TargetShare, log),
        skills: list(drafts.text(row, Field::Skills)),
        segments: list(drafts.text(row, Field::Segments)),
        regions: list(drafts.text(row, Field::Regions)).iter().map(|region| region_code(region)).collect(),
        min_accounts: whole(number(drafts, row, Field::MinAccounts, log)),
        max_accounts: whole(number(drafts, row, Field::MaxAccounts, log)),
        quota: number(drafts, row, Field::Quota, log),
    }
}

fn base(drafts: &Drafts, row: usize, place: address::Cleaned, log: &mut Log) -> Option<(f64, f64)> {
    let (latitude, longitude) = (drafts.text(row, Field::Latitude), drafts.text(row, Field::Longitude));
    let sign = drafts.decimal_sign(Field::Latitude);
    let verdict = coordinates::judge(latitude, longitude, sign, place.state, place.country);
    if let Some(issue) = coordinates::issue(verdict, place.country) {
        log.add(drafts.issue_at(issue, row, Field::Latitude).found(&format!("{latitude}, {longitude}")));
    }
    match verdict {
        Verdict::Good(north, east) | Verdict::Swapped(north, east) => Some((north, east)),
        _ => None,
    }
}

fn number(drafts: &Drafts, row: usize, field: Field, log: &mut Log) -> Option<f64> {
    let text = drafts.text(row, field);
    if text.is_empty() {
        return None;
    }
    let value = parse::number(text, drafts.decimal_sign(field)).filter(|&value| value >= 0.0);
    if value.is_none() {
        let issue = Issue::warning(
            "number-unreadable",
            say!("a number that is not below 0"),
            say!("The value counts as missing. Write digits only."),
        );
        log.cell(drafts.issue_at(issue, row, field));
    }
    // A ramp of "60" is 60 %.
    let percent = field == Field::Ramp && field.nature() == Nature::Share;
    value.map(|value| if percent && value > 1.5 { (value / 100.0).min(1.0) } else { value })
}

fn date(drafts: &Drafts, row: usize, field: Field, log: &mut Log) -> String {
    let text = drafts.text(row, field);
    if text.is_empty() {
        return String::new();
    }
    parse::day(text, drafts.day_order(field)).unwrap_or_else(|| {
        let issue = unreadable_day();
        log.cell(drafts.issue_at(issue, row, field));
        String::new()
    })
}

/// The office or team of each rep, "" where none is known; empty where the file names none.
pub fn offices(drafts: &Drafts, reps: &[Rep]) -> Vec<String> {
    if !drafts.has(Field::Office) {
        return Vec::new();
    }
    let office = |rep: &Rep| drafts.table().position(rep.row).map_or("", |row| drafts.text(row, Field::Office));
    reps.iter().map(|rep| office(rep).to_owned()).collect()
}

/// Several values in one cell: `Retail|Energy`, `Retail; Energy` or `Retail, Energy`.
fn list(text: &str) -> Vec<String> {
    let separator = ['|', ';', ','].into_iter().find(|&mark| text.contains(mark)).unwrap_or('|');
    text.split(separator).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn region_code(text: &str) -> String {
    let state = parse::state_code(text, "").map(|(_, code)| code);
    state.or_else(|| parse::country_code(text)).unwrap_or(text).to_owned()
}

/// Reps made from the owners of the accounts or, where these name none, of the deals, in alphabetical order.
pub fn from_owners(rows: &Rows, deals: Option<&Drafts>, log: &mut Log) -> Vec<Rep> {
    let distinct: HashSet<&str> = (0..rows.len()).map(|account| rows.text(account, Field::Owner)).collect();
    let named = distinct.iter().any(|name| !is_nobody(name));
    if let (false, Some(deals)) = (named, deals) {
        let sellers = deals.filled(Field::Owner).collect();
        return from_names(sellers, (deals.header(Field::Owner), say!("deals")), log);
    }
    from_names(distinct, (rows.drafts.header(Field::Owner), say!("accounts")), log)
}

/// Reps of these names, which stand in a column of accounts or deals.
fn from_names(distinct: HashSet<&str>, (header, kind): (&str, &str), log: &mut Log) -> Vec<Rep> {
    let mut names: Vec<&str> = distinct.into_iter().filter(|name| !is_nobody(name)).collect();
    // Both lengths of a Salesforce id name one person; its capitals count, those of a name do not.
    let key = |name: &str| parse::salesforce_long(name).unwrap_or_else(|| fold(name));
    names.order_by_key(|name| (key(name), *name));
    names.dedup_by_key(|name| key(name));
    names.truncate(MOST_REPS);
    tell_similar(&names, header, log);
    if !names.is_empty() {
        let count = counted(names.len(), "rep was", "reps were");
        let advice = say!("{reps} made from column {header}, their bases from their accounts.", reps = count, header);
        let issue = Issue::note("reps-derived", say!("a file with one row for each rep"), advice);
        log.add(issue.found(say!("no reps file")));
        log.step(
            "reps",
            say!("Reps"),
            names.len(),
            say!("{reps} made from the owners of the {kind}.", reps = count, kind),
        );
    }
    let rep = |name: &&str| Rep { id: (*name).to_owned(), name: (*name).to_owned(), ramp: 1.0, ..Rep::default() };
    names.iter().map(rep).collect()
}

/// Tells names of which one may be short for another: `K. Oduya` beside `Karen Oduya`.
fn tell_similar(names: &[&str], header: &str, log: &mut Log) {
    let parts = |name: &str| fold(name).split_once(' ').map(|(first, last)| (first.to_owned(), last.to_owned()));
    let known: Vec<(&str, (String, String))> = names.iter().filter_map(|name| Some((*name, parts(name)?))).collect();
    let mut by_last: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    for (name, (first, last)) in &known {
        by_last.entry(last).or_default().push((first, name));
    }
    for (name, (first, last)) in known.iter().filter(|(_, (first, _))| first.len() == 1) {
        let longer = by_last[last.as_str()].iter().find(|(other, _)| other.len() > 1 && other.starts_with(first));
        if let Some((_, other)) = longer {
            let advice = say!("Both are reps. If {name} is {other}, write one name in the file.", name, other);
            let issue = Issue::warning("rep-similar", say!("one name for each rep"), advice);
            log.cell(issue.at("", 0, header).found(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::trial::cleaned;
    use crate::clean::trial::count;
    use crate::import::parse;

    #[test]
    fn a_rep_row_is_read_whole() {
        // Skills decide who may have which account; a list read as one word would exclude everybody.
        let text = "id,name,skills,ramp,regions,start_date,capacity_hours,quota\n\
            R1,Ana,Retail|Energy,60,\"California; NY\",3/31/2026,\"1,800\",1.2M\nR1,Bo,,,,,,\n,,Retail,,,,,\n";
        let prepared = cleaned(&[("accounts.csv", "id,name,owner,industry\n1,A,R1,Retail\n"), ("reps.csv", text)]);
        let rep = &prepared.dataset.reps[0];
        assert_eq!((rep.skills.join(","), rep.regions.join(",")), ("Retail,Energy".to_owned(), "CA,NY".to_owned()));
        assert_eq!((rep.ramp, rep.capacity_hours, rep.quota), (0.6, Some(1_800.0), Some(1.2e6)));
        assert_eq!(rep.start_date, "2026-03-31");
        assert_eq!((count(&prepared, "rep-repeated"), count(&prepared, "rep-without-identity")), (1, 1));
    }

    #[test]
    fn a_name_that_may_be_short_for_another_is_told() {
        // One person as two reps gets two territories.
        let text = "id,name,owner\n1,A,K. Oduya\n2,B,Karen Oduya\n3,C,Ken Oduya\n4,D,B. Smith\n5,E,Al Smith\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        let told: Vec<_> = prepared.issues.iter().filter(|issue| issue.code == "rep-similar").collect();
        assert_eq!((told.len(), told[0].found.as_str(), prepared.dataset.reps.len()), (1, "K. Oduya", 5));
    }

    #[test]
    fn reps_whose_ids_differ_by_case_are_two() {
        // Dropping one would leave a rep without accounts and say nothing.
        let accounts = "id,name,owner\n1,A,r1\n2,B,R1\n3,C,R2\n";
        let reps = "id,name,capacity_hours\nr1,Ana,1\nR1,Bo,1\nr2,Cy,1\n";
        let prepared = cleaned(&[("accounts.csv", accounts), ("reps.csv", reps)]);
        assert_eq!(prepared.dataset.accounts.owner.0, [0, 1, 2]);
        assert_eq!((prepared.dataset.reps.len(), count(&prepared, "id-differs-by-case")), (3, 1));
    }

    #[test]
    fn owners_by_salesforce_id_are_reps_in_either_length() {
        // One list has 15 characters, the other 18; in the short form capitals alone tell two people apart.
        let long = parse::salesforce_long("005D000000IqhSL").unwrap();
        let accounts = format!("id,name,owner id\n1,A,{long}\n2,B,005D000000IqhSl\n3,C,005D000000IqhSL\n");
        let reps = "user id,full name,capacity_hours\n005D000000IqhSL,Ana,1\n005D000000IqhSl,Bo,1\n";
        let joined = cleaned(&[("accounts.csv", &accounts), ("reps.csv", reps)]);
        assert_eq!(joined.dataset.accounts.owner.0, [0, 1, 0]);
        let derived = cleaned(&[("accounts.csv", &accounts)]);
        assert_eq!(derived.dataset.reps.len(), 2);
        assert_eq!(derived.dataset.accounts.owner[0], derived.dataset.accounts.owner[2]);
    }
}
