//! How far the prices move per iteration, and how much of the newest answer enters the average.
//!
//! The volume algorithm (Barahona and Anbil 2000): the step grows while the bound rises and shrinks when it does not;
//! the average of the answers tends to a solution of the linear relaxation.

/// Failures in a row after which the step shrinks.
const PATIENCE: u32 = 7;
/// Growth of the step after a success that still points the same way.
const GROWTH: f64 = 1.3;
/// What is left of the step after too many failures.
const SHRINKAGE: f64 = 0.7;
/// Least and largest weight of the newest answer. A ceiling that falls with time, as is usual, froze the average.
const NEWEST_AT_LEAST: f64 = 0.03;
const NEWEST_AT_MOST: f64 = 0.15;

/// Step length and averaging weight.
pub(super) struct Stride {
    /// Points per squared unit of residual.
    pub step: f64,
    failures: u32,
    untried: bool,
}

impl Stride {
    /// A first step that would earn `gain` points along a residual of squared length `squared`.
    pub fn new(gain: f64, squared: f64) -> Self {
        let step = gain / squared.max(1e-12);
        Self { step: step.clamp(1e-30, 1e30), failures: 0, untried: true }
    }

    /// Notes whether the bound rose; `aligned` says whether the new residual still points the same way.
    pub fn note(&mut self, rose: bool, aligned: bool) {
        if rose {
            self.untried = false;
            self.failures = 0;
            if aligned {
                self.step *= GROWTH;
            }
        } else if self.untried {
            // The first guess was too long: find the right order of magnitude quickly.
            self.step *= 0.3;
        } else {
            self.failures += 1;
            if self.failures >= PATIENCE {
                self.step *= SHRINKAGE;
                self.failures = 0;
            }
        }
    }

    /// Weight of the newest answer: the one that leaves the shortest residual, within limits.
    pub fn newest(residual: &[f64], change: &[f64]) -> f64 {
        let along: f64 = residual.iter().zip(change).map(|(r, c)| r * c).sum();
        let squared: f64 = change.iter().map(|c| c * c).sum();
        let best = if squared > 0.0 { -along / squared } else { 1.0 };
        best.clamp(NEWEST_AT_LEAST, NEWEST_AT_MOST)
    }
}
