//! Step: opportunities joined to accounts and reps.

use crate::clean::Step;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::log::unreadable_day;
use crate::clean::measures;
use crate::clean::measures::Currencies;
use crate::clean::owners::Owners;
use crate::clean::rows::IdIndex;
use crate::clean::rows::Rows;
use crate::import::Drafts;
use crate::import::Field;
use crate::import::fold;
use crate::import::parse;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::OPEN;
use crate::model::Opportunities;
use crate::model::Outcome;
use crate::model::text_key;

/// The opportunities of a file, joined to accounts and reps; rows of unknown accounts become issues.
pub fn history(
    drafts: &Drafts,
    (rows, ids, owners): (&Rows, &IdIndex, &Owners),
    currencies: &mut Currencies,
    log: &mut Log,
) -> Opportunities {
    let mut by_name: Lookup<u128, u32> = Lookup::default();
    for account in 0..rows.len() {
        by_name.entry(text_key(&fold(rows.text(account, Field::Name)))).or_insert(account as u32);
    }
    by_name.remove(&text_key(""));
    let mut out = Opportunities::default();
    let sign = drafts.decimal_sign(Field::Amount);
    let orders = [drafts.day_order(Field::Created), drafts.day_order(Field::Closed)];
    let takes_away = rows.does(Step::Negatives);
    let (mut accounts, mut reps) = (Lookup::default(), Lookup::default());
    let mut unknown = 0;
    for row in 0..drafts.len() {
        let (account, owner) = (drafts.text(row, Field::AccountId), drafts.text(row, Field::Owner));
        let by_name = |name: &str| by_name.get(&text_key(&fold(name))).copied();
        // A deal of several companies names their ids one after the other, the first one being its own.
        let by_first = || account.split_once(';').and_then(|(first, _)| ids.find(first.trim()));
        let found = *accounts
            .entry(account)
            .or_insert_with(|| ids.find(account).or_else(|| by_name(account)).or_else(by_first));
        let Some(account) = found else {
            unknown += 1;
            let issue = Issue::warning(
                "opportunity-without-account",
                say!("an account of the accounts file"),
                say!("Left out."),
            );
            log.cell(drafts.issue_at(issue, row, Field::AccountId));
            continue;
        };
        out.row.push(drafts.row_number(row));
        out.account.push(account);
        out.owner.push(*reps.entry(owner).or_insert_with(|| owners.find(owner).unwrap_or(OPEN)));
        out.amount.push(amount(drafts, (row, sign, takes_away), currencies, log));
        for (field, order, column) in
            [(Field::Created, orders[0], &mut out.created), (Field::Closed, orders[1], &mut out.closed)]
        {
            column.push(&date(drafts, row, field, order, log));
        }
        let outcome = outcome(drafts.text(row, Field::Outcome), drafts.text(row, Field::Stage));
        out.outcome_code.push(match outcome {
            Outcome::Open => 0,
            Outcome::Won => 1,
            Outcome::Lost => 2,
        });
    }
    let sentence = say!(
        "{opportunities} joined to accounts, {rows} left out for want of one.",
        opportunities = counted(out.len(), "opportunity", "opportunities"),
        rows = counted(unknown, "row", "rows")
    );
    log.step("history", say!("Sales history"), unknown, sentence);
    out
}

fn amount(
    drafts: &Drafts,
    (row, sign, takes_away): (usize, parse::DecimalSign, bool),
    currencies: &mut Currencies,
    log: &mut Log,
) -> f64 {
    let text = drafts.text(row, Field::Amount);
    if parse::is_blank(text) {
        return f64::NAN;
    }
    let amount = parse::amount(text, sign);
    if let Some(code) = amount.as_ref().and_then(|amount| amount.currency) {
        currencies.add(code, drafts, row, Field::Amount);
    }
    let value = amount.map_or(f64::NAN, |amount| amount.value);
    let Some((issue, kept)) = measures::fault(value, Field::Amount) else { return value };
    let zero = value < 0.0 && !takes_away;
    let advice = if zero { say!("It counts as 0, as you chose.").to_owned() } else { issue.advice.clone() };
    log.count(Step::Negatives, usize::from(value < 0.0));
    log.cell(drafts.issue_at(Issue { advice, ..issue }, row, Field::Amount));
    match (zero, kept) {
        (true, _) => 0.0,
        (false, true) => value,
        (false, false) => f64::NAN,
    }
}

fn date(drafts: &Drafts, row: usize, field: Field, order: parse::DayOrder, log: &mut Log) -> String {
    let text = drafts.text(row, field);
    if text.is_empty() {
        return String::new();
    }
    parse::day(text, order).unwrap_or_else(|| {
        let issue = unreadable_day();
        log.cell(drafts.issue_at(issue, row, field));
        String::new()
    })
}

/// Won, lost or open, by the outcome column, else by the stage.
fn outcome(outcome: &str, stage: &str) -> Outcome {
    let has = |text: &str, words: &[&str]| fold(text).split(' ').any(|word| words.contains(&word));
    let won = ["won", "closedwon", "true", "yes", "gewonnen", "signed"];
    for text in [outcome, stage] {
        if has(text, &["lost", "closedlost", "verloren", "cancelled", "canceled", "abandoned", "disqualified"]) {
            return Outcome::Lost;
        }
        if has(text, &won) {
            return Outcome::Won;
        }
    }
    Outcome::Open
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::trial::cleaned;

    #[test]
    fn a_deal_of_several_companies_belongs_to_the_first() {
        // HubSpot lists all ids in one cell; without the first one, the deal would belong to nobody.
        let accounts = "Record ID,Company name,Company owner\n11,Acme,Ana\n12,Acme,Ana\n";
        let deals = "Record ID,Deal Name,Deal Stage,Associated Company,Associated Company IDs,Amount\n\
            1,One,Closed Won,Acme,12;11,5\n2,Two,Closed Won,Acme,11,6\n";
        let prepared = cleaned(&[("companies.csv", accounts), ("deals.csv", deals)]);
        assert_eq!(prepared.dataset.opportunities.account.0, [1, 0]);
    }

    #[test]
    fn amounts_of_deals_are_checked_like_others() {
        // Deals in another currency, or a credit note among them, would make customers of the wrong size.
        let accounts = "id,name,owner,potential\n1,Acme,Ana,$500\n2,Bolt,Ana,$700\n";
        let deals = "deal id,account id,deal stage,amount\nD1,1,Won,$40\nD2,1,Won,\"30,00 €\"\nD3,2,Won,-5\n";
        let prepared = cleaned(&[("accounts.csv", accounts), ("deals.csv", deals)]);
        let told = |code: &str| prepared.issues.iter().find(|issue| issue.code == code).map(|issue| issue.place.row);
        assert_eq!((told("currency-mixed"), told("number-negative")), (Some(3), Some(4)));
        assert_eq!(prepared.dataset.currency, "USD");
        let known = prepared.dataset.opportunities.amount.iter().filter(|amount| amount.is_finite()).count();
        assert_eq!(known, 2);
    }

    #[test]
    fn stages_tell_the_outcome() {
        // A lost deal counted as won would make a weak relationship look strong.
        assert_eq!(outcome("", "Closed Won"), Outcome::Won);
        assert_eq!(outcome("", "closedlost"), Outcome::Lost);
        assert_eq!(outcome("lost", "Closed Won"), Outcome::Lost);
        assert_eq!(outcome("", "Prospecting"), Outcome::Open);
    }
}
