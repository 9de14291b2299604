//! What a load of one row costs, in the few numbers that a search of many loads looks at.

use crate::solve::charges::Charges;

/// The charge on one row less the price of the load, above the least that this can be.
#[derive(Clone, Copy)]
pub(super) struct Toll {
    /// Row as in [`Charges`].
    pub row: usize,
    /// Loads beyond which a limit is broken.
    pub lower: f64,
    pub upper: f64,
    /// Points per unit of load.
    pub price: f64,
    /// Least of charge minus price.
    pub least: f64,
    /// Points per unit of load missing, and too much.
    pub below: f64,
    pub above: f64,
    /// Points for breaking a limit at all.
    pub fixed: f64,
    /// Points per unit of breach that a limit should cost at least; `None` where it may be passed at its price.
    pub soft: Option<f64>,
    /// Whether there is more to the charge than limits.
    pub curved: bool,
}

/// What a load costs above the least of its row.
#[derive(Clone, Copy, Default)]
pub(super) struct Cost {
    /// As charged.
    pub excess: f64,
    /// If breaches were no dearer than their rows' prices.
    pub promise: f64,
}

impl Toll {
    /// What a load costs.
    #[inline]
    pub fn of(&self, charges: &Charges, load: f64) -> Cost {
        if self.curved {
            return self.of_curved(charges, load);
        }
        let excess = -self.price * load - self.least;
        let (miss, slope) = if load < self.lower {
            (self.lower - load, self.below)
        } else if load > self.upper {
            (load - self.upper, self.above)
        } else {
            return Cost { excess, promise: excess };
        };
        let excess = excess + self.fixed + slope * miss;
        Cost { excess, promise: self.soft.map_or(excess, |soft| miss * soft) }
    }

    fn of_curved(&self, charges: &Charges, load: f64) -> Cost {
        let excess = charges.of(self.row, load) - self.price * load - self.least;
        let miss = charges.miss(self.row, load);
        Cost { excess, promise: self.soft.filter(|_| miss > 0.0).map_or(excess, |soft| miss * soft) }
    }
}
