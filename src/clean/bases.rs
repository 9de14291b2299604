//! Step: bases of reps who have none, from the accounts they have today.

use crate::clean::Host;
use crate::clean::Step;
use crate::clean::gazetteer::Gazetteer;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::Rows;
use crate::model::Accounts;
use crate::model::Issue;
use crate::model::Rep;
use std::collections::HashSet;

/// Places the reps who have no base: in the city that the file names, else amid their accounts.
pub async fn place(
    reps: &mut [Rep],
    (rows, accounts, file): (&Rows<'_>, &Accounts, &str),
    gazetteer: &mut Gazetteer,
    host: &mut impl Host,
    log: &mut Log,
) {
    if !rows.does(Step::Bases) {
        return log.left_out(Step::Bases);
    }
    let at_cities = at_cities(reps, gazetteer, host).await;
    bases(reps, accounts, (file, at_cities), log);
}

/// Puts each rep without base, unless remote, in the city that the file names; gives how many.
async fn at_cities(reps: &mut [Rep], gazetteer: &mut Gazetteer, host: &mut impl Host) -> usize {
    let mut placed = 0;
    for rep in reps.iter_mut().filter(|rep| rep.base.is_none() && !rep.remote && !rep.city.is_empty()) {
        gazetteer.load(&rep.country, host).await;
        if let Some(spot) = gazetteer.city(gazetteer.or_home(&rep.country), &rep.city, &rep.state) {
            rep.base = Some((spot.latitude, spot.longitude));
            placed += 1;
        }
    }
    placed
}

/// Puts each rep without base, unless remote, at the mean of the rep's accounts, weighted by what they are worth.
fn bases(reps: &mut [Rep], accounts: &Accounts, (file, at_cities): (&str, usize), log: &mut Log) {
    // Sums of weight, latitude and longitude; longitudes count from the first account, across the date line.
    let mut sums = vec![(0.0, 0.0, 0.0, None); reps.len()];
    for account in 0..accounts.len() {
        let (Some(sum), Some((north, east))) =
            (sums.get_mut(accounts.owner[account] as usize), accounts.place(account))
        else {
            continue;
        };
        let first = *sum.3.get_or_insert(east);
        let turn = if east - first > 180.0 {
            -360.0
        } else if east - first < -180.0 {
            360.0
        } else {
            0.0
        };
        let weight = worth(accounts, account);
        sum.0 += weight;
        sum.1 += weight * north;
        sum.2 += weight * (east + turn);
    }
    idle(reps, accounts, file, log);
    let (mut derived, mut without) = (0, 0);
    for (rep, (weight, north, east, _)) in reps.iter_mut().zip(sums) {
        if rep.base.is_some() || rep.remote {
            continue;
        }
        if weight > 0.0 {
            let east: f64 = east / weight;
            let turned = if east > 180.0 {
                east - 360.0
            } else if east < -180.0 {
                east + 360.0
            } else {
                east
            };
            rep.base = Some((north / weight, turned));
            rep.base_derived = true;
            derived += 1;
        } else {
            without += 1;
            let advice = say!("The rep is planned without travel until a base is set.");
            let issue = Issue::warning("rep-without-base", say!("coordinates, or accounts with coordinates"), advice);
            log.add(issue.at(if rep.row == 0 { "" } else { file }, rep.row, "").found(&rep.name));
        }
    }
    let sentence = say!(
        "{reps} placed at their city, {derived} amid their accounts, {without} without base.",
        reps = counted(at_cities, "rep", "reps"),
        derived,
        without
    );
    log.step(Step::Bases.id(), Step::Bases.title(), at_cities + derived, sentence);
}

/// Names the reps who own no account today; in one note where nobody owns any.
fn idle(reps: &[Rep], accounts: &Accounts, file: &str, log: &mut Log) {
    let owners: HashSet<u16> = accounts.owner.iter().copied().collect();
    let idle: Vec<&Rep> = (0..).zip(reps).filter(|(rep, _)| !owners.contains(rep)).map(|(_, rep)| rep).collect();
    let expected = say!("an account of which the rep is the owner");
    if idle.len() == reps.len() {
        let advice = say!("The plan starts from nothing. If a column of the accounts holds owners, choose it.");
        log.add(Issue::note("rep-without-accounts", expected, advice).at(file, 0, "").found(say!("none for any rep")));
        return;
    }
    for rep in idle {
        let advice = say!("The rep starts with nothing; a plan may give accounts. If that is wrong, check the owners.");
        let issue = Issue::note("rep-without-accounts", expected, advice);
        log.cell(issue.at(file, rep.row, "").found(&rep.name));
    }
}

/// Potential, else what it pays, else one.
fn worth(accounts: &Accounts, account: usize) -> f64 {
    let known = |value: f64| (value.is_finite() && value > 0.0).then_some(value);
    known(accounts.potential[account]).or_else(|| known(accounts.current_revenue[account])).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use crate::clean::trial::cleaned;
    use crate::clean::trial::count;

    #[test]
    fn a_base_lies_amid_the_accounts_by_their_worth() {
        // A rep without a known home is near the accounts that matter; a remote rep has no base at all.
        let accounts =
            "id,name,owner,potential,latitude,longitude\n1,A,R1,300,40,-100\n2,B,R1,100,44,-104\n3,C,R2,1,40,-90\n";
        let reps = "id,name,remote,capacity_hours\nR1,Ana,no,1\nR2,Bo,yes,1\nR3,Cy,no,1\n";
        let prepared = cleaned(&[("accounts.csv", accounts), ("reps.csv", reps)]);
        let team = &prepared.dataset.reps;
        assert_eq!((team[0].base, team[0].base_derived), (Some((41.0, -101.0)), true));
        assert_eq!((team[1].base, team[1].base_derived), (None, false));
        assert_eq!((team[2].base, count(&prepared, "rep-without-base")), (None, 1));
    }

    #[test]
    fn reps_who_own_nothing_are_named() {
        // Mostly the owner column holds another spelling of the name; unsaid, the plan looks as if the rep was new.
        let reps = "id,name,capacity_hours\nR1,Ana,1\nR2,Bo,1\n";
        let prepared = cleaned(&[("accounts.csv", "id,name,owner\n1,A,R1\n"), ("reps.csv", reps)]);
        let issue = prepared.issues.iter().find(|issue| issue.code == "rep-without-accounts").unwrap();
        assert_eq!((issue.place_text().as_str(), issue.found.as_str()), ("reps.csv, row 3", "Bo"));
        let prepared = cleaned(&[("accounts.csv", "id,name,industry\n1,A,Retail\n"), ("reps.csv", reps)]);
        assert_eq!(count(&prepared, "rep-without-accounts"), 1);
    }
}
