//! Step: rows that may be the same company. They are shown, never merged.

use crate::clean::Host;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::PIECE;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold_into;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::Texts;
use crate::model::text_key;

/// Legal forms that say nothing about which company it is.
const FORMS: [&str; 14] =
    ["inc", "llc", "ltd", "gmbh", "corp", "co", "company", "corporation", "limited", "ag", "sa", "plc", "bv", "the"];

/// Reports groups of accounts with the same name at the same place.
pub async fn possible(rows: &Rows<'_>, postal_code: &Texts, host: &mut impl Host, log: &mut Log) -> Option<()> {
    let mut first: Lookup<u128, u32> = Lookup::default();
    first.reserve(rows.len());
    let mut groups: Lookup<u32, Vec<u32>> = Lookup::default();
    let (mut folded, mut key) = (String::new(), String::new());
    for account in 0..rows.len() {
        if account.is_multiple_of(PIECE) {
            going!(host, "Looking for duplicates", 0.7 + 0.15 * account as f64 / rows.len() as f64);
        }
        fold_into(rows.text(account, Field::Name), &mut folded);
        key.clear();
        for word in folded.split(' ').filter(|word| !FORMS.contains(word)) {
            key.push_str(word);
        }
        if key.is_empty() {
            continue;
        }
        let name_end = key.len();
        let place = [rows.text(account, Field::Street), rows.text(account, Field::City)];
        let postal: String = postal_code.get(account).chars().take(5).collect();
        for part in [place[0], if postal.is_empty() { place[1] } else { &postal }] {
            key.push('/');
            fold_into(part, &mut folded);
            key.push_str(&folded);
        }
        if key.len() < name_end + 4 {
            continue;
        }
        let alike = *first.entry(text_key(&key)).or_insert(account as u32);
        if alike != account as u32 {
            groups.entry(alike).or_insert_with(|| vec![alike]).push(account as u32);
        }
    }
    let mut groups: Vec<Vec<u32>> = groups.into_values().collect();
    groups.sort();
    let accounts: usize = groups.iter().map(Vec::len).sum();
    for group in &groups {
        let numbers: Vec<String> =
            group.iter().map(|&account| rows.drafts.row_number(rows.data[account as usize]).to_string()).collect();
        let advice =
            format!("Rows {} have the same name and place. All are used; delete what is double.", numbers.join(", "));
        let issue = Issue::note("possible-duplicates", "one row for each company", advice);
        log.cell(rows.issue_at(issue, group[0] as usize, Field::Name));
    }
    let found = counted(groups.len(), "group", "groups");
    let sentence =
        format!("{found} of rows with the same name and place ({accounts} rows), shown and left as they are.");
    log.step("duplicates", "Possible duplicates", 0, sentence);
    Some(())
}

#[cfg(test)]
mod tests {
    use crate::clean::trial::cleaned;
    use crate::clean::trial::count;

    #[test]
    fn the_same_name_elsewhere_is_no_duplicate() {
        // Branches of a chain are many accounts; only name and place together raise the question.
        let text = "id,name,owner,street,city\n1,Acme Inc.,Ana,1 Main St,Austin\n2,ACME,Ana,1 Main St.,Austin\n\
            3,Acme,Ana,9 Side St,Austin\n4,Acme,Ana,1 Main St,Dallas\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        assert_eq!((count(&prepared, "possible-duplicates"), prepared.dataset.accounts.len()), (1, 4));
    }
}
