//! What each rep gets and gives between two plans.

use crate::session::Session;
use crate::units::Money;
use crate::units::grouped;
use crate::units::signed;
use crate::view::rep_name;
use std::collections::BTreeMap;

/// One rep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepChange {
    /// Name; that of the pool for accounts without a rep.
    pub name: String,
    /// Colour, 0 to 9; none for the pool.
    pub colour: Option<u8>,
    /// How many accounts, potential and revenue a year: what the rep gets.
    pub gets: [String; 3],
    /// What the rep gives.
    pub gives: [String; 3],
    /// What is left of the two: `+3`, `−$40 K`.
    pub net: [String; 3],
}

/// Accounts, potential and revenue.
type Sums = [f64; 3];

/// The reps whose accounts change, in order of their positions.
pub fn rep_changes(session: &Session) -> Vec<RepChange> {
    let (Some(data), Some((_, compared))) = (&session.data, &session.comparison.found) else { return Vec::new() };
    let found = &compared.difference;
    let symbol = data.dataset.currency_symbol();
    let mut sums: BTreeMap<u16, (Sums, Sums)> = BTreeMap::new();
    for (change, (potential, revenue)) in found.changes.iter().zip(found.potential.iter().zip(&found.revenue)) {
        let amounts = [1.0, *potential, *revenue];
        add(&mut sums.entry(change.to).or_default().0, amounts);
        add(&mut sums.entry(change.from).or_default().1, amounts);
    }
    let shown = |[accounts, potential, revenue]: Sums| {
        [grouped(accounts, 0), Money(potential).short(&symbol), Money(revenue).short(&symbol)]
    };
    let plus = |amount: f64| {
        let text = Money(amount).short(&symbol);
        if amount > 0.0 { format!("+{text}") } else { text }
    };
    let row = |(rep, (gets, gives)): (u16, (Sums, Sums))| RepChange {
        name: rep_name(session, rep).to_owned(),
        colour: data.colours.get(usize::from(rep)).copied(),
        gets: shown(gets),
        gives: shown(gives),
        net: [signed(gets[0] - gives[0], 0), plus(gets[1] - gives[1]), plus(gets[2] - gives[2])],
    };
    sums.into_iter().map(row).collect()
}

fn add(sums: &mut Sums, amounts: Sums) {
    sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount);
}
