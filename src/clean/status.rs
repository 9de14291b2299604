//! Step: customer or prospect, and whether an account is locked.

use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold;
use crate::import::parse;
use crate::model::Flags;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::Numbers;
use crate::model::Opportunities;
use crate::model::Outcome;

/// Words for those who buy; a column "Is customer" says yes.
const BUYERS: [&str; 17] = [
    "customer",
    "customers",
    "client",
    "clients",
    "kunde",
    "kunden",
    "bestandskunde",
    "neukunde",
    "stammkunde",
    "active",
    "evangelist",
    "won",
    "existing",
    "yes",
    "true",
    "y",
    "ja",
];

/// Whether a text says that an account buys already; none where it says nothing about it.
fn buys(text: &str) -> Option<bool> {
    let folded = fold(text);
    let has = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
    if has(&["former", "lost", "churned", "ex", "inactive", "prospect", "non", "not", "potential", "lead", "target"]) {
        Some(false)
    } else if has(&BUYERS) {
        Some(true)
    } else if folded.is_empty() || has(&["other"]) {
        None
    } else {
        Some(false)
    }
}

/// 1 for a prospect, 0 for a customer. The file's status decides, else what the account pays or has bought by its deals,
/// else who owns it.
pub fn prospects(rows: &Rows, current_revenue: &Numbers, deals: &Opportunities, log: &mut Log) -> Flags {
    let mut bought = vec![false; if deals.is_empty() { 0 } else { rows.len() }];
    for deal in (0..deals.len()).filter(|&deal| deals.outcome(deal) == Outcome::Won) {
        bought[deals.account[deal] as usize] = true;
    }
    let sign = rows.drafts.decimal_sign(Field::CurrentRevenue);
    let has_deals = bought.contains(&true);
    let has_status = rows.drafts.has(Field::Status);
    let has_revenue = current_revenue.iter().any(|value| value.is_finite());
    let has_owner = rows.drafts.has(Field::Owner);
    let mut known: Lookup<&str, Option<bool>> = Lookup::default();
    let mut derived = 0;
    let flags: Flags = (0..rows.len())
        .map(|account| {
            let text = rows.text(account, Field::Status);
            let said = *known.entry(text).or_insert_with(|| buys(text));
            derived += usize::from(said.is_none());
            let customer = said.unwrap_or_else(|| {
                if has_revenue || has_deals {
                    // A credit note goes to somebody who has bought.
                    let credit =
                        || parse::number(rows.text(account, Field::CurrentRevenue), sign).is_some_and(|v| v < 0.0);
                    current_revenue[account] > 0.0 || (has_deals && bought[account]) || credit()
                } else if has_status || has_owner {
                    !rows.text(account, Field::Owner).is_empty()
                } else {
                    true
                }
            });
            u8::from(!customer)
        })
        .collect();
    let customers = (0..rows.len()).filter(|&account| flags[account] == 0).count();
    let how = match (derived, has_revenue, has_owner) {
        (0, ..) => String::new(),
        _ if has_deals => say!("Of {derived} it was told by what they have bought.", derived),
        (_, true, _) => say!("Of {derived} it was told by what they pay.", derived),
        (_, false, true) => say!("Of {derived} it was told by whether somebody owns them.", derived),
        _ => say!("Nothing in the file tells prospects apart, so all count as customers.").to_owned(),
    };
    let sentence = say!(
        "{customers}, {prospects} prospects.",
        customers = counted(customers, "customer", "customers"),
        prospects = rows.len() - customers
    );
    let sentence = if how.is_empty() { sentence } else { format!("{sentence} {how}") };
    log.step("status", say!("Customers and prospects"), derived, sentence);
    flags
}

/// 1 where the file says that an account stays with its rep.
pub fn locked(rows: &Rows, log: &mut Log) -> Flags {
    let mut out = Flags::default();
    for account in 0..rows.len() {
        let text = rows.text(account, Field::Locked);
        let said = parse::yes_no(text);
        if said.is_none() && !text.is_empty() {
            let issue = Issue::warning("yes-no-unreadable", say!("yes or no"), say!("It counts as no."));
            log.cell(rows.issue_at(issue, account, Field::Locked));
        }
        out.push(u8::from(said == Some(true)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_in_the_words_of_each_system() {
        // Limits on moving customers protect the right accounts only if the words are understood.
        for text in
            ["Customer", "customer", "Customer - Direct", "Existing client", "evangelist", "Yes", "Bestandskunde"]
        {
            assert_eq!(buys(text), Some(true), "{text}");
        }
        for text in ["Prospect", "lead", "Former customer", "opportunity", "Partner", "subscriber", "no"] {
            assert_eq!(buys(text), Some(false), "{text}");
        }
        assert_eq!(buys(""), None);
    }
}
