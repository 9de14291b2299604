//! How far the prices move per iteration, and how much of the newest answer enters the average.
//!
//! The volume algorithm (Barahona and Anbil 2000): the step grows while the bound rises and shrinks when it does not;
//! the average of the answers tends to a solution of the linear relaxation.

/// Failures in a row after which the step shrinks.
const PATIENCE: u32 = 7;

/// Step length and averaging weight.
pub(super) struct Stride {
    /// Points per squared unit of residual.
    pub step: f64,
    newest_at_most: f64,
    failures: u32,
}

impl Stride {
    /// A first step that would earn `gain` points along a residual of squared length `squared`.
    pub fn new(gain: f64, squared: f64) -> Self {
        let step = gain / squared.max(1e-12);
        Self { step: step.clamp(1e-30, 1e30), newest_at_most: ev("NM",0.25), failures: 0 }
    }

    /// Notes whether the bound rose; `aligned` says whether the new residual still points the same way.
    pub fn note(&mut self, rose: bool, aligned: bool) {
        if rose {
            self.failures = 0;
            if aligned {
                self.step *= ev("GR",1.2);
            }
        } else {
            self.failures += 1;
            if self.failures >= PATIENCE {
                self.step *= ev("SH",0.7);
                self.failures = 0;
            }
        }
    }

    /// Calms the average down: newer answers count less.
    pub fn settle(&mut self) {
        self.newest_at_most = (self.newest_at_most * ev("SE",0.7)).max(ev("NL",0.01));
    }

    /// Weight of the newest answer: the one that leaves the shortest residual, within limits.
    pub fn newest(&self, residual: &[f64], change: &[f64]) -> f64 {
        let along: f64 = residual.iter().zip(change).map(|(r, c)| r * c).sum();
        let squared: f64 = change.iter().map(|c| c * c).sum();
        let best = if squared > 0.0 { -along / squared } else { 1.0 };
        best.clamp(self.newest_at_most * 0.1, self.newest_at_most)
    }
}

fn ev(n: &str, d: f64) -> f64 { std::env::var(n).ok().and_then(|s| s.parse().ok()).unwrap_or(d) }
