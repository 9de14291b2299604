//! By how much a plan's money changes where one input is otherwise than assumed: the bars of a tornado chart.

use crate::order::Order;
use crate::outcome::inputs::INPUTS;
use crate::outcome::inputs::Span;
use crate::outcome::worlds::Sums;
use crate::outcome::worlds::World;
use crate::outcome::worlds::Worlds;
use serde::Deserialize;
use serde::Serialize;

/// What one input does while all others are as assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Swing {
    /// Its place in [`crate::outcome::INPUTS`].
    pub input: u32,
    /// Its values.
    pub values: Span,
    /// The money at these values, a year: expected revenue, or how much more of it one plan brings than another.
    pub money: Span,
}

impl Swing {
    /// From the least to the most money.
    pub fn width(&self) -> f64 {
        let Span { low, base, high } = self.money;
        low.max(high).max(base) - low.min(high).min(base)
    }
}

impl Worlds<'_> {
    /// The expected revenue of a plan with each input at the ends of its range, the widest swing first.
    pub fn swings(&self, plan: &Sums) -> Vec<Swing> {
        self.ordered(&|world| self.expected(plan, world))
    }

    /// How much more a plan brings than another, likewise: what both share does not count.
    pub fn swings_between(&self, plan: &Sums, other: &Sums) -> Vec<Swing> {
        self.ordered(&|world| self.expected(plan, world) - self.expected(other, world))
    }

    fn ordered(&self, money: &dyn Fn(&World) -> f64) -> Vec<Swing> {
        let base = money(&self.assumed());
        let swing = |((input, card), values): ((u32, _), &Span)| {
            let card: &crate::outcome::Input = card;
            let at = |value| money(&self.with(card.varied, value));
            Swing { input, values: *values, money: Span { low: at(values.low), base, high: at(values.high) } }
        };
        let mut swings: Vec<Swing> = (0..).zip(INPUTS).zip(self.spans()).map(swing).collect();
        swings.order_by(|one, other| other.width().total_cmp(&one.width()));
        swings
    }
}
