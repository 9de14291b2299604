//! What every single move of a plan brings and costs, by sums per rep.
//!
//! Moves interact: two that fill the same rep's hours are worth less together than each alone. So each has two benefits:
//! what the plan would lose if this move alone were taken back, and what today would gain if it alone were made. The
//! formula is that of the room; of each rep only what changes is added to or taken off their sums.

use crate::evaluate::Change;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::outcome::Outlook;
use crate::outcome::expected::coverage;
use crate::outcome::expected::growth;
use crate::outcome::gathered::Gathered;
use crate::outcome::gathered::prospects;
use crate::rules::Quantity;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// A move in money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MoveWorth {
    /// What the plan would bring less if this move were taken back and all others stayed, money a year, without dip.
    pub benefit: f64,
    /// What the plan before would bring more with this move and no other, likewise.
    pub alone: f64,
    /// What is lost in its hand-overs and their hours cost, money, once.
    pub cost: f64,
}

/// What a rep sells and drives.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Revenue today + growth, money a year.
    sales: f64,
    workload_hours: f64,
    travel_hours: f64,
}

impl Sums {
    fn plus(self, other: Self, sign: f64) -> Self {
        Self {
            sales: self.sales + sign * other.sales,
            workload_hours: self.workload_hours + sign * other.workload_hours,
            travel_hours: self.travel_hours + sign * other.travel_hours,
        }
    }
}

impl Outlook<'_> {
    /// The worth of each move: the changes of accounts that go together. All of them lead from `before` to `after`.
    pub fn moves(&self, before: &Assignment, after: &Assignment, moves: &[Vec<Change>]) -> Vec<MoveWorth> {
        let [before, after] = [before, after].map(|plan| self.gathered(plan));
        moves
            .iter()
            .map(|changes| {
                let shifts = self.shifts(changes);
                MoveWorth {
                    benefit: -self.gain(&after, &shifts, -1.0),
                    alone: self.gain(&before, &shifts, 1.0),
                    cost: changes.iter().map(|change| self.cost(*change)).sum(),
                }
            })
            .collect()
    }

    /// What a move gives to each rep and takes from them.
    fn shifts(&self, changes: &[Change]) -> BTreeMap<u16, Sums> {
        let mut shifts: BTreeMap<u16, Sums> = BTreeMap::new();
        for change in changes {
            for (rep, sign) in [(change.from, -1.0), (change.to, 1.0)] {
                if rep != OPEN {
                    let sums = shifts.entry(rep).or_default();
                    *sums = sums.plus(self.of_account(change.account as usize, rep), sign);
                }
            }
        }
        shifts
    }

    fn of_account(&self, account: usize, rep: u16) -> Sums {
        let terms = self.judge().terms();
        let (worth, _) = prospects(terms, account, rep);
        Sums {
            sales: terms.scores().revenue[account]
                + worth * self.rates().rate(self.rates().group(terms.dataset(), account)),
            workload_hours: terms.amount(Quantity::Workload, account, rep),
            travel_hours: terms.travel_hours(account, rep),
        }
    }

    /// What a plan brings more when shifts are made in it, or taken back with the sign -1.
    fn gain(&self, plan: &[Gathered], shifts: &BTreeMap<u16, Sums>, sign: f64) -> f64 {
        let of_rep = |(rep, shift): (&u16, &Sums)| {
            let Some(rep) = plan.get(usize::from(*rep)) else { return 0.0 };
            let now = Sums {
                sales: rep.sure + growth(rep, self.rates()),
                workload_hours: rep.workload_hours,
                travel_hours: rep.travel_hours,
            };
            self.brought(rep, now.plus(*shift, sign)) - self.brought(rep, now)
        };
        shifts.iter().map(of_rep).sum()
    }

    /// What a rep brings with these sums, money a year, without dip.
    fn brought(&self, rep: &Gathered, sums: Sums) -> f64 {
        let rep =
            Gathered { workload_hours: sums.workload_hours, capacity_hours: rep.capacity_hours, ..Gathered::default() };
        coverage(&rep, 1.0, self.assumptions().coverage_elasticity) * sums.sales - self.hour_price() * sums.travel_hours
    }

    /// What a change costs once, money: less than nothing where an account goes back to its owner.
    fn cost(&self, change: Change) -> f64 {
        let (terms, account) = (self.judge().terms(), change.account as usize);
        let owner = terms.owner(account);
        let away = |rep: u16| if owner != OPEN && rep != owner { 1.0 } else { 0.0 };
        // Nothing is lost with a rep who does not sell: an account in the pool brings nothing anyway.
        let dips = |rep: u16| if rep == OPEN { 0.0 } else { away(rep) };
        let trusted = terms.scores().revenue[account] * terms.scores().relationship[account];
        let dip = self.assumptions().dip_percent / 100.0 * trusted;
        let hours = self.assumptions().handover_hours * self.hour_price();
        dip * (dips(change.to) - dips(change.from)) + hours * (away(change.to) - away(change.from))
    }
}
