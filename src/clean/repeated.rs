//! Step: rows with an id that another row has already. The first is used; whether the others are the same account, whose
//! blanks they fill, the user decides.

use crate::clean::Decision;
use crate::clean::Duplicates;
use crate::clean::Step;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold;
use crate::model::Issue;
use std::collections::BTreeMap;
use std::collections::HashSet;

/// Joins the repeated rows that the user confirmed to the first row of their id, lists the others, and keeps both as
/// questions. `repeated` are account and data row of each.
pub fn settle(rows: &mut Rows, repeated: &[(u32, usize)], log: &mut Log) {
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for &(account, row) in repeated {
        groups.entry(account).or_default().push(row);
    }
    let said = |groups: &[Vec<String>]| -> HashSet<String> {
        let same = groups.iter().filter(|group| group.windows(2).all(|pair| pair[0] == pair[1]));
        same.filter_map(|group| group.first().cloned()).collect()
    };
    let (merged, apart) = (said(&rows.choices.merged), said(&rows.choices.apart));
    let asked = rows.does(Step::Duplicates);
    let mut left_out = 0;
    for (account, others) in groups {
        let id = rows.ids[account as usize].as_ref();
        let decision = match (asked && merged.contains(id), apart.contains(id)) {
            (true, _) => Decision::Accepted,
            (_, true) => Decision::Declined,
            _ => Decision::Open,
        };
        let first = rows.number(account as usize);
        for &row in &others {
            let issue = if decision == Decision::Accepted {
                let advice = say!("It is one account with row {first}, as you confirmed, and fills its blanks.", first);
                Issue::note("duplicate-merged", say!("one row for each company"), advice)
            } else {
                left_out += 1;
                let advice = say!("Row {first} has it already and is used; this row is left out.", first);
                Issue::error("id-repeated", say!("an id that no other row has"), advice)
            };
            log.cell(rows.drafts.issue_at(issue, row, Field::Id));
        }
        if asked {
            let group = group(rows, account as usize, &others, decision);
            rows.repeated.push(group);
        }
        if decision == Decision::Accepted {
            rows.also.insert(account, others);
        }
    }
    let sentence = say!("{rows} left out: another row has their id.", rows = counted(left_out, "row", "rows"));
    log.step("duplicate-ids", say!("Repeated ids"), left_out, sentence);
}

fn group(rows: &Rows, account: usize, others: &[usize], decision: Decision) -> Duplicates {
    let members: Vec<usize> = std::iter::once(rows.data[account]).chain(others.iter().copied()).collect();
    let texts = |field: Field| members.iter().map(|&row| rows.drafts.text(row, field).to_owned()).collect::<Vec<_>>();
    let names = texts(Field::Name);
    let one_name = names.iter().all(|name| fold(name) == fold(&names[0]));
    let place = [Field::Street, Field::City, Field::State, Field::PostalCode].map(|field| rows.text(account, field));
    Duplicates {
        rows: members.iter().map(|&row| rows.drafts.row_number(row)).collect(),
        ids: vec![rows.ids[account].to_string(); members.len()],
        owners: texts(Field::Owner),
        place: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        sure: if one_name { 97 } else { 50 },
        because: if one_name {
            say!("Same id and name; until you decide, only the first is used")
        } else {
            say!("Same id; until you decide, only the first is used")
        }
        .to_owned(),
        names,
        decision,
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::Choices;
    use crate::clean::Decision;
    use crate::clean::trial::cleaned;
    use crate::clean::trial::cleaned_by;
    use crate::clean::trial::count;

    const ROWS: &str = "id,name,owner,street,city,potential\n1,Acme,,1 Main St,Ulm,\n2,Bolt,Ana,,Ulm,5\n\
        1,Acme,Ana,,,900\n3,Acme,Bo,1 Main St,Ulm,\n1,Other,Bo,,,\n";

    #[test]
    fn rows_of_one_id_are_asked_about_and_joined_on_request_only() {
        // The second row may hold what the first one lacks, or be a slip in the id: only a person knows.
        let files = [("accounts.csv", ROWS)];
        let prepared = cleaned(&files);
        assert_eq!((prepared.dataset.accounts.len(), count(&prepared, "id-repeated")), (3, 2));
        let asked = prepared.proposals.duplicates.iter().find(|group| group.rows.len() == 3).unwrap();
        assert_eq!((asked.rows.as_slice(), asked.sure), ([2, 4, 6].as_slice(), 50));
        let groups = [asked.ids.clone()];
        let joined = cleaned_by(&files, &Choices::default().decide_duplicates(&groups, Decision::Accepted));
        let accounts = &joined.dataset.accounts;
        assert_eq!((accounts.len(), accounts.potential[0], count(&joined, "id-repeated")), (3, 900.0, 0));
        assert_eq!(joined.dataset.reps[usize::from(accounts.owner[0])].name, "Ana");
        let apart = cleaned_by(&files, &Choices::default().decide_duplicates(&groups, Decision::Declined));
        assert_eq!((count(&apart, "id-repeated"), apart.dataset.accounts.potential[0].is_nan()), (2, true));
        assert!(apart.proposals.duplicates.iter().any(|group| group.decision == Decision::Declined));
    }

    #[test]
    fn what_was_joined_by_id_stays_so_when_other_rows_are_joined() {
        // Accounts change their places when rows go; what fills their blanks must go with them.
        let groups = [vec!["1".to_owned(); 3], vec!["3".to_owned(), "1".to_owned()]];
        let joined =
            cleaned_by(&[("accounts.csv", ROWS)], &Choices::default().decide_duplicates(&groups, Decision::Accepted));
        let accounts = &joined.dataset.accounts;
        assert_eq!(accounts.id.iter().collect::<Vec<_>>(), ["2", "3"]);
        assert_eq!((accounts.potential[0], accounts.potential[1]), (5.0, 900.0));
    }
}
