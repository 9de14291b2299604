//! Step: rows that may be the same company. They are shown as groups; only those that the user confirms become one
//! account.

use crate::clean::Decision;
use crate::clean::Host;
use crate::clean::Step;
use crate::clean::choices::sorted;
use crate::clean::company::Companies;
use crate::clean::company::Letters;
use crate::clean::company::is_house;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::IdIndex;
use crate::clean::rows::PIECE;
use crate::clean::rows::Rows;
use crate::geo::Point;
use crate::geo::distance_km;
use crate::import::Field;
use crate::import::fold;
use crate::model::Accounts;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::text_key;
use crate::order;
use crate::order::Order;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeSet;

/// At most so many groups are proposed at once, the surest first; when they are decided, others follow.
const MOST_PROPOSED: usize = 5_000;
/// Larger groups are not proposed.
const LARGEST: usize = 20;

/// Rows that may be, or are, one account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Duplicates {
    /// Row numbers as a spreadsheet shows them; the row that stays comes first.
    pub rows: Vec<u32>,
    /// Ids of the rows.
    pub ids: Vec<String>,
    /// Names, as the file has them.
    pub names: Vec<String>,
    /// Owners, as the file has them.
    pub owners: Vec<String>,
    /// Where they are.
    pub place: String,
    /// How sure it is, in percent.
    pub sure: u8,
    /// Why they may be one, a phrase.
    pub because: String,
    /// What the user says.
    pub decision: Decision,
}

/// Makes one account of each group that the user confirmed: the first row stays, the others fill its blanks and are
/// found by their ids as before. Gives the groups.
pub fn merge(rows: &mut Rows, ids: &mut IdIndex, log: &mut Log) -> Vec<Duplicates> {
    if rows.choices.merged.is_empty() || !rows.does(Step::Duplicates) {
        return Vec::new();
    }
    let mut into: Vec<u32> = (0..rows.len() as u32).collect();
    let (mut groups, mut companies) = (Vec::new(), Companies::default());
    let choices = rows.choices;
    for wanted in &choices.merged {
        let found: Vec<u32> = wanted.iter().filter_map(|id| ids.find(id)).map(|row| root(&into, row)).collect();
        let Some(&kept) = found.first() else { continue };
        let mut others = order::set(found.into_iter().filter(|&row| row != kept));
        let mut members = vec![kept as usize];
        // Two that are each like a third need not be like each other.
        let mut next = 0;
        while let Some(&member) = members.get(next) {
            let alike: Vec<u32> =
                others.iter().copied().filter(|&row| companies.alike(rows, member, row as usize)).collect();
            others.retain(|row| !alike.contains(row));
            members.extend(alike.into_iter().map(|row| row as usize));
            next += 1;
        }
        members[1..].sort_unstable();
        if members.len() < 2 {
            continue;
        }
        for &other in &members[1..] {
            into[other] = kept;
            let advice = say!(
                "It is one account with row {row}, as you confirmed, and fills its blanks.",
                row = rows.number(kept as usize)
            );
            let issue = Issue::note("duplicate-merged", say!("one row for each company"), advice);
            log.cell(rows.issue_at(issue, other, Field::Name));
        }
        // The decision is known by the ids it was made about, also where some of them are gone.
        let ids = wanted.clone();
        groups.push(Duplicates { ids, decision: Decision::Accepted, ..described(rows, &members) });
    }
    compact(rows, ids, &into);
    groups
}

/// The row into which a row goes in the end.
fn root(into: &[u32], mut row: u32) -> u32 {
    while into[row as usize] != row {
        row = into[row as usize];
    }
    row
}

/// Leaves only the accounts that go into themselves; the others' rows stand beside them.
fn compact(rows: &mut Rows, ids: &mut IdIndex, into: &[u32]) {
    let mut position = vec![0; into.len()];
    let (data, names) = (std::mem::take(&mut rows.data), std::mem::take(&mut rows.ids));
    let (mut gone, also) = (Vec::new(), std::mem::take(&mut rows.also));
    for (old, (row, id)) in data.into_iter().zip(names).enumerate() {
        if into[old] as usize == old {
            position[old] = rows.data.len() as u32;
            rows.data.push(row);
            rows.ids.push(id);
        } else {
            gone.push((root(into, old as u32), row, id));
        }
    }
    *ids = IdIndex::new(rows.ids.iter().map(AsRef::as_ref));
    for (kept, row, id) in gone {
        let kept = position[kept as usize];
        rows.also.entry(kept).or_default().push(row);
        ids.alias(&id, kept);
    }
    // Rows joined by their id stand behind the rows of their account.
    let mut also: Vec<(u32, Vec<usize>)> = also.into_iter().collect();
    also.sort_unstable();
    for (old, others) in also {
        rows.also.entry(position[root(into, old) as usize]).or_default().extend(others);
    }
}

/// Groups of accounts with the same name at the same place; in the same street also of names with a slip.
pub async fn possible(
    rows: &Rows<'_>,
    accounts: &Accounts,
    merged: Vec<Duplicates>,
    host: &mut impl Host,
    log: &mut Log,
) -> Option<Vec<Duplicates>> {
    if !rows.does(Step::Duplicates) {
        log.left_out(Step::Duplicates);
        return Some(Vec::new());
    }
    let mut first: Lookup<u128, u32> = Lookup::default();
    first.reserve(rows.len());
    let mut groups: Lookup<u32, Vec<usize>> = Lookup::default();
    let (mut companies, mut slips) = (Companies::default(), Vec::new());
    let mut neighbours = Neighbours::new(if rows.drafts.has(Field::Street) { rows.len() } else { 0 });
    for account in 0..rows.len() {
        if account.is_multiple_of(PIECE) {
            going!(host, say!("Looking for duplicates"), 0.7 + 0.1 * account as f64 / rows.len() as f64);
        }
        let name = text_key(companies.name(rows, account));
        let Some(place) = companies.place(rows, account, accounts).filter(|_| name != text_key("")) else {
            continue;
        };
        let alike = *first.entry(name.wrapping_mul(31) ^ place).or_insert(account as u32);
        if alike != account as u32 {
            groups.entry(alike).or_insert_with(|| vec![alike as usize]).push(account);
        } else if is_house(&companies.street(rows, account)) {
            slips.extend(neighbours.meet(place, account, rows, &mut companies).map(|other| vec![other, account]));
        }
    }
    drop((first, neighbours));
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.order();
    // A name that so many rows have at one place is a word like "private", not a company.
    let found = groups.len();
    groups.retain(|group| group.len() <= LARGEST);
    let large = found - groups.len();
    groups.extend(slips);
    Some(decided(rows, (groups, large), merged, log))
}

/// Accounts of different names in one house.
struct Neighbours {
    /// The account met last at a place, one past its position; 0 for none.
    last: Lookup<u128, u32>,
    /// The account met before it at the same place, likewise.
    before: Vec<u32>,
    /// The letters of each name.
    letters: Vec<Letters>,
}

impl Neighbours {
    /// So many neighbours are looked at, the latest first: where there are more it is a tower of offices.
    const MOST: usize = 20;

    fn new(accounts: usize) -> Self {
        Self { last: Lookup::default(), before: vec![0; accounts], letters: vec![Letters::default(); accounts] }
    }

    /// The neighbour whose name is that of the account but for a slip; the account is a neighbour from now on.
    fn meet(&mut self, place: u128, account: usize, rows: &Rows, companies: &mut Companies) -> Option<usize> {
        let spelling = companies.spelling(rows, account);
        self.letters[account] = spelling.letters();
        let last = self.last.entry(place).or_default();
        let (mut at, mut alike) = (*last, None);
        for _ in 0..Self::MOST {
            let Some(other) = at.checked_sub(1).map(|other| other as usize).filter(|_| alike.is_none()) else { break };
            let near = self.letters[other].may_be_slips_of(self.letters[account]);
            alike = (near && companies.spelling(rows, other).is_a_slip_of(&spelling)).then_some(other);
            at = self.before[other];
        }
        self.before[account] = *last;
        *last = account as u32 + 1;
        alike
    }
}

/// Says what was found, with what the user says of it.
fn decided(
    rows: &Rows,
    (found, large): (Vec<Vec<usize>>, usize),
    merged: Vec<Duplicates>,
    log: &mut Log,
) -> Vec<Duplicates> {
    let apart = order::set(rows.choices.apart.iter().map(|group| sorted(group)));
    let mut merged = merged;
    let (mut open, mut declined, mut members_of) = (Vec::new(), Vec::new(), BTreeSet::new());
    for group in rows.repeated.iter().cloned() {
        match group.decision {
            Decision::Open => {
                members_of.extend(group.rows.iter().copied());
                open.push(group);
            }
            Decision::Accepted => merged.push(group),
            Decision::Declined => declined.push(group),
        }
    }
    let joined: usize = merged.iter().map(|group| group.rows.len() - 1).sum();
    for members in found {
        let mut group = group(rows, members);
        if apart.contains(&sorted(&group.ids)) {
            group.decision = Decision::Declined;
            declined.push(group);
            continue;
        }
        members_of.extend(group.rows.iter().copied());
        let numbers: Vec<String> = group.rows.iter().map(u32::to_string).collect();
        let advice =
            say!("Rows {rows} may be one account. All are used until you confirm it.", rows = numbers.join(", "));
        let issue = Issue::note("possible-duplicates", say!("one row for each company"), advice);
        let (file, column) = (&rows.drafts.table().file, rows.drafts.header(Field::Name));
        log.cell(issue.at(file, group.rows[0], column).found(&group.names[0]));
        open.push(group);
    }
    let mut sentence = say!(
        "{groups} of rows that look alike ({rows}) to decide.",
        groups = counted(open.len(), "group", "groups"),
        rows = counted(members_of.len(), "row", "rows")
    );
    if joined > 0 {
        let rows = counted(joined, "row", "rows");
        sentence = format!("{} {sentence}", say!("{rows} joined to another, as you confirmed.", rows));
    }
    if large > 0 {
        let groups = counted(large, "group", "groups");
        sentence.push(' ');
        sentence += &say!("{groups} of more than {most} rows are not asked about.", groups, most = LARGEST);
    }
    log.step(Step::Duplicates.id(), Step::Duplicates.title(), joined, sentence);
    open.order_by_key(|group| std::cmp::Reverse(group.sure));
    open.truncate(MOST_PROPOSED);
    [open, merged, declined].concat()
}

/// A group of accounts as it is shown: the row that says most stays.
fn group(rows: &Rows, mut members: Vec<usize>) -> Duplicates {
    let says = |account: usize| Field::ALL.iter().filter(|&&field| !rows.text(account, field).is_empty()).count();
    let owned = |account: usize| !rows.text(account, Field::Owner).is_empty();
    members.order_by_cached_key(|&account| std::cmp::Reverse((owned(account), says(account))));
    described(rows, &members)
}

fn described(rows: &Rows, members: &[usize]) -> Duplicates {
    let texts = |field: Field| members.iter().map(|&account| rows.text(account, field).to_owned()).collect::<Vec<_>>();
    let (names, owners) = (texts(Field::Name), texts(Field::Owner));
    let part = |field: Field| texts(field).into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let place = [Field::Street, Field::City, Field::State, Field::PostalCode].map(part);
    let (sure, because) = sureness(rows, members, &names);
    Duplicates {
        rows: members.iter().map(|&account| rows.number(account)).collect(),
        ids: members.iter().map(|&account| rows.ids[account].to_string()).collect(),
        place: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        names,
        owners,
        sure,
        because,
        decision: Decision::Open,
    }
}

/// How sure it is that accounts of one name and place are one, in percent, and why: 60 for name and place, 25 more for
/// the same street, 10 more where the names agree in their legal form, too; 20 less where they differ by a slip, 30 less
/// where their coordinates lie more than 5 km apart.
fn sureness(rows: &Rows, members: &[usize], names: &[String]) -> (u8, String) {
    const APART_KM: f64 = 5.0;
    let folded = order::set(names.iter().map(|name| fold(name)));
    let mut companies = Companies::default();
    let plain = order::set(members.iter().map(|&account| companies.name(rows, account).to_owned()));
    let (slip, street) = (plain.len() > 1, !companies.street(rows, members[0]).is_empty());
    let sign = rows.drafts.decimal_sign(Field::Latitude);
    let degrees = |account: usize, field: Field| crate::import::parse::number(rows.text(account, field), sign);
    let points: Vec<Point> = members
        .iter()
        .filter_map(|&account| {
            Some(Point::new(degrees(account, Field::Latitude)?, degrees(account, Field::Longitude)?))
        })
        .collect();
    let far = points.iter().any(|&point| distance_km(points[0], point) > APART_KM);
    let sure =
        60 + 25 * i32::from(street) + 10 * i32::from(folded.len() == 1) - 20 * i32::from(slip) - 30 * i32::from(far);
    let name = match folded.len() {
        1 => say!("Same name"),
        _ if slip => say!("Nearly the same name"),
        _ => say!("Same name but for its legal form"),
    };
    let place = if street { say!("same street and place") } else { say!("same place, no street") };
    let because = format!("{name}, {place}");
    (sure as u8, if far { say!("{because}; but their coordinates lie apart", because) } else { because })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Choices;
    use crate::clean::trial::cleaned;
    use crate::clean::trial::cleaned_by;
    use crate::clean::trial::count;

    const ROWS: &str = "id,name,owner,street,city,potential,parent_id\n1,Acme Inc.,,1 Main St,Austin,,\n\
        2,ACME,Ana,1 Main St.,Austin,500,\n3,Acme,Ana,9 Side St,Austin,,\n4,Acme,Ana,1 Main St,Dallas,,\n\
        5,Bolt,Ana,,Ulm,,1\n";

    #[test]
    fn the_same_name_elsewhere_is_no_duplicate() {
        // Branches of a chain are many accounts; only name and place together raise the question.
        let prepared = cleaned(&[("accounts.csv", ROWS)]);
        assert_eq!((count(&prepared, "possible-duplicates"), prepared.dataset.accounts.len()), (1, 5));
        let group = &prepared.proposals.duplicates[0];
        assert_eq!((group.rows.as_slice(), group.decision), ([3, 2].as_slice(), Decision::Open));
    }

    #[test]
    fn a_confirmed_group_becomes_one_account_and_can_be_parted_again() {
        // The other row's facts, children and deals must not be lost with it.
        let group = vec!["1".to_owned(), "2".to_owned()];
        let choices = Choices::default().decide_duplicates(&[group], Decision::Accepted);
        let deals = "opportunity_id,account_id,stage,amount\nD1,2,Won,5\n";
        let files = [("accounts.csv", ROWS), ("deals.csv", deals)];
        let prepared = cleaned_by(&files, &choices);
        let accounts = &prepared.dataset.accounts;
        assert_eq!(accounts.id.iter().collect::<Vec<_>>(), ["1", "3", "4", "5"]);
        assert_eq!((accounts.potential[0], accounts.owner[0]), (500.0, 0));
        assert_eq!(prepared.dataset.opportunities.account.0, [0]);
        assert_eq!(accounts.family[0], accounts.family[3]);
        assert_eq!((count(&prepared, "duplicate-merged"), count(&prepared, "possible-duplicates")), (1, 0));
        assert_eq!(prepared.proposals.duplicates[0].decision, Decision::Accepted);
        let parted = cleaned_by(&files, &Choices::default());
        assert_eq!(parted.dataset.accounts.len(), 5);
    }

    #[test]
    fn confirmed_groups_may_overlap_and_hold_only_where_rows_still_look_alike() {
        // A newer export brings a third row, or ids that name other companies now: nobody confirmed that.
        let group = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect::<Vec<_>>();
        let text = "id,name,owner,street,city\n0,Other,Ana,5 Far Rd,Ulm\n1,Acme,Ana,1 Main St,Bonn\n\
            2,ACME,Bo,1 Main St,Bonn\n3,Acme Inc,Cy,1 Main St,Bonn\n";
        for groups in [[group(&["1", "2"]), group(&["3", "1"])], [group(&["1", "2"]), group(&["2", "3"])]] {
            let choices = Choices::default().decide_duplicates(&groups, Decision::Accepted);
            let prepared = cleaned_by(&[("accounts.csv", text)], &choices);
            assert_eq!(prepared.dataset.accounts.len(), 2, "{groups:?}");
            assert_eq!(prepared.dataset.accounts.id.get(0), "0");
            let another = text.replace("ACME", "Zebra").replace("Acme Inc", "Yak");
            assert_eq!(cleaned_by(&[("accounts.csv", &another)], &choices).dataset.accounts.len(), 4);
        }
    }

    #[test]
    fn one_street_in_two_states_is_two_places() {
        // "Main Street, Springfield" stands in thirty states.
        let text = "id,name,owner,street,city,state\n1,Acme,Ana,1 Main St,Springfield,IL\n\
            2,Acme,Ana,1 Main St,Springfield,MA\n3,ACME,Ana,1 Main St,Springfield,Illinois\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        let groups: Vec<_> = prepared.proposals.duplicates.iter().map(|group| group.ids.join(" ")).collect();
        assert_eq!(groups, ["1 3"]);
    }

    #[test]
    fn a_slip_in_the_name_is_seen_in_one_street_only() {
        // Lists that people type have "Acme Brewng"; "Unit 4" beside "Unit 5", and another town's brewery, are others.
        let text = "id,name,owner,street,city\n1,Acme Brewing,Ana,1 Main Street,Bonn\n2,Acme Brewng Co,Ana,1 Main St,Bonn\n\
            3,Acme Brewing,Ana,,Ulm\n4,Acme Brewng,Ana,,Ulm\n5,Storage Unit 4,Ana,2 Main St,Bonn\n\
            6,Storage Unit 5,Ana,2 Main St,Bonn\n7,Bolt,Ana,3 Main St,Bonn\n8,Boat,Ana,3 Main St,Bonn\n";
        let files = [("accounts.csv", text)];
        let prepared = cleaned(&files);
        let groups: Vec<_> = prepared.proposals.duplicates.iter().map(|group| group.ids.join(" ")).collect();
        assert_eq!(groups, ["1 2"]);
        let group = &prepared.proposals.duplicates[0];
        assert_eq!((group.sure, group.because.as_str()), (65, "Nearly the same name, same street and place"));
        let confirmed = Choices::default().decide_duplicates(std::slice::from_ref(&group.ids), Decision::Accepted);
        assert_eq!(cleaned_by(&files, &confirmed).dataset.accounts.len(), 7);
    }

    #[test]
    fn a_declined_group_is_not_asked_again() {
        // Thirty questions that come back with each export would be answered without a look.
        let group = vec!["2".to_owned(), "1".to_owned()];
        let choices = Choices::default().decide_duplicates(&[group], Decision::Declined);
        let prepared = cleaned_by(&[("accounts.csv", ROWS)], &choices);
        assert_eq!((count(&prepared, "possible-duplicates"), prepared.dataset.accounts.len()), (0, 5));
        assert_eq!(prepared.proposals.duplicates[0].decision, Decision::Declined);
    }
}
