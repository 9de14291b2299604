//! Step: owners of accounts by their deals, where the accounts file names none.

use crate::clean::Step;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::owners::is_nobody;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::model::Issue;
use crate::model::Lookup;
use crate::model::OPEN;
use crate::model::Opportunities;
use crate::model::RepIndices;
use crate::order::Order;

/// Gives each account to the rep with most of its deals; among equals to the one with the latest.
pub fn by_deals(rows: &Rows, deals: &Opportunities, owner: &mut RepIndices, log: &mut Log) {
    let known = deals.owner.iter().any(|&rep| rep != OPEN);
    let named = rows.drafts.filled(Field::Owner).any(|text| !is_nobody(text));
    if !known || named {
        return;
    }
    if !rows.does(Step::DealOwners) {
        return log.left_out(Step::DealOwners);
    }
    let mut pairs: Lookup<u64, (u32, u32)> = Lookup::default();
    let mut best: Lookup<u32, (u32, u16)> = Lookup::default();
    let mut order: Vec<usize> = (0..deals.len()).filter(|&deal| deals.owner[deal] != OPEN).collect();
    order.order_by_key(|&deal| (deals.day(deal), deal));
    for deal in order {
        let (account, rep) = (deals.account[deal], deals.owner[deal]);
        let (count, _) = pairs.entry(u64::from(account) << 16 | u64::from(rep)).or_default();
        *count += 1;
        let best = best.entry(account).or_insert((0, rep));
        if *count >= best.0 {
            *best = (*count, rep);
        }
    }
    let given = best.len();
    for (account, (_, rep)) in best {
        owner[account as usize] = rep;
    }
    let accounts = counted(given, "account", "accounts");
    let advice =
        say!("{accounts} went to the rep with most of their deals. Add an owner column if that is wrong.", accounts);
    let issue = Issue::note("owners-by-deals", say!("an owner column among the accounts"), advice);
    log.add(issue.at(&rows.drafts.table().file, 0, "").found(say!("none")));
    let sentence = say!(
        "{accounts} given to the rep with most of their deals, {others} without deals left open.",
        accounts,
        others = counted(rows.len() - given, "account", "accounts")
    );
    log.step(Step::DealOwners.id(), Step::DealOwners.title(), given, sentence);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Choices;
    use crate::clean::trial::cleaned;
    use crate::clean::trial::cleaned_by;
    use crate::clean::trial::count;

    const DEALS: &str = "opportunity_id,account,sales_agent,deal_stage,close_date,close_value\n\
        1,Acme,Bo Chen,Won,2026-01-05,10\n2,Acme,Ana Diaz,Won,2026-02-05,10\n3,Acme,Ana Diaz,Lost,2026-03-05,10\n\
        4,Bolt,Ana Diaz,Lost,2026-01-05,10\n5,Bolt,Bo Chen,Lost,2026-02-05,10\n";
    const REPS: &str = "sales_agent,manager\nAna Diaz,Cy Dee\nBo Chen,Cy Dee\n";

    #[test]
    fn accounts_without_owner_column_go_to_who_sells_to_them() {
        // With everybody in the open pool there would be nothing to keep, and any plan would look like no change.
        let files = [("accounts.csv", "account,sector\nAcme,Retail\nBolt,Retail\nCord,Retail\n")];
        let all = [files[0], ("pipeline.csv", DEALS), ("teams.csv", REPS)];
        let prepared = cleaned(&all);
        assert_eq!(prepared.dataset.accounts.owner.0, [0, 1, OPEN]);
        assert_eq!(prepared.dataset.accounts.prospect.0, [0, 1, 1]);
        assert_eq!(count(&prepared, "owners-by-deals"), 1);
        let off = cleaned_by(&all, &Choices::default().switch(Step::DealOwners));
        assert_eq!(off.dataset.accounts.owner.0, [OPEN; 3]);
    }

    #[test]
    fn without_a_reps_file_those_who_sell_are_the_reps() {
        // Accounts and deals are all that many people have; the deals name everybody who sells.
        let accounts = "account,sector\nAcme,Retail\nBolt,Retail\nCord,Retail\n";
        let prepared = cleaned(&[("accounts.csv", accounts), ("pipeline.csv", DEALS)]);
        let names: Vec<&str> = prepared.dataset.reps.iter().map(|rep| rep.name.as_str()).collect();
        assert_eq!((names, prepared.dataset.accounts.owner.0), (vec!["Ana Diaz", "Bo Chen"], vec![0, 1, OPEN]));
    }

    #[test]
    fn an_owner_column_is_never_overruled() {
        // Whoever leaves an owner blank has an open account, whatever was sold to it once.
        let accounts = "account,sector,owner\nAcme,Retail,Bo Chen\nBolt,Retail,\nCord,Retail,\n";
        let prepared = cleaned(&[("accounts.csv", accounts), ("pipeline.csv", DEALS), ("teams.csv", REPS)]);
        assert_eq!(prepared.dataset.accounts.owner.0, [1, OPEN, OPEN]);
    }
}
