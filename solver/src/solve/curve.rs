//! The convex charge on one load, and its conjugate: what a price on that load is worth.

use crate::order::Order;
use crate::problem::Hinge;

/// A window with convex penalties inside it, in scaled loads.
pub(super) struct Curve {
    lower: f64,
    upper: f64,
    hinges: Vec<Hinge>,
}

impl Curve {
    /// The curve over `lower..=upper`; an empty window shrinks to its lower end.
    pub fn new(lower: f64, upper: f64, mut hinges: Vec<Hinge>) -> Self {
        hinges.order_by(|a, b| a.at.total_cmp(&b.at));
        Self { lower, upper: upper.max(lower), hinges }
    }

    /// What the hinges charge a load.
    fn charge(&self, load: f64) -> f64 {
        self.hinges.iter().map(|hinge| hinge.charge(load)).sum()
    }

    /// The least of charge minus `price * load` over the window: minus the conjugate (Rockafellar 1970, section 12).
    pub fn least(&self, price: f64) -> f64 {
        let kinks = self.hinges.iter().map(|hinge| hinge.at.clamp(self.lower, self.upper));
        kinks.chain([self.lower, self.upper]).map(|z| self.charge(z) - price * z).fold(f64::INFINITY, f64::min)
    }

    /// The most the hinges can charge inside the window.
    pub fn most(&self) -> f64 {
        self.charge(self.lower).max(self.charge(self.upper))
    }

    /// The load `z` in the window that minimises `charge(z) - want z + step z^2 / 2`. The price after a step from
    /// `centre` towards `load` is `centre + step (load - z)` with `want = centre + step load` (Moreau 1965): it stops
    /// by itself at every kink of the dual.
    pub fn nearest(&self, want: f64, step: f64) -> f64 {
        let mut slope: f64 = -self.hinges.iter().map(|hinge| hinge.below).sum::<f64>();
        let mut left = self.lower;
        for hinge in &self.hinges {
            let end = hinge.at.min(self.upper);
            if end > left {
                let z = (want - slope) / step;
                if z < end {
                    return z.max(left);
                }
                left = end;
            }
            slope += hinge.below + hinge.above;
        }
        ((want - slope) / step).clamp(left, self.upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_load_minimises_what_it_claims_to() {
        // A wrong kink would stall the dual on every problem with balance penalties.
        let hinges = vec![Hinge { at: 2.0, below: 1.0, above: 3.0 }, Hinge { at: 1.0, below: 0.5, above: 0.0 }];
        let curve = Curve::new(0.5, 3.0, hinges);
        for want in [-9.0, -1.4, -1.0, 0.0, 1.0, 2.5, 4.0, 7.0, 20.0] {
            let worth = |z: f64| curve.charge(z) - want * z + z * z;
            let found = worth(curve.nearest(want, 2.0));
            let best = (0..=2500).map(|i| worth(0.5 + f64::from(i) * 0.001)).fold(f64::INFINITY, f64::min);
            assert!(found <= best + 1e-9, "want {want}: {found} against {best}");
        }
    }
}
