//! Random draws that are the same on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::RngCore;
use rand_chacha::rand_core::SeedableRng;

/// A seeded source of draws (`ChaCha8`, Bernstein 2008).
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Evenly from 0 (included) to 1 (excluded).
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Evenly between two numbers.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number from 0 to `count` - 1; 0 where `count` is 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// Standard normal.
    pub(super) fn normal(&mut self) -> f64 {
        let share = self.unit();
        normal_quantile(share.max(1e-12))
    }

    /// Any order, all equally likely (Fisher and Yates 1938, Durstenfeld 1964).
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// The numbers 0 to `count` - 1 in any order.
    pub(super) fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        self.shuffle(&mut order);
        order
    }

    /// A position, as likely as its weight is large.
    pub(super) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut rest = self.unit() * weights.iter().sum::<f64>();
        for (position, weight) in weights.iter().enumerate() {
            rest -= weight;
            if rest < 0.0 {
                return position;
            }
        }
        weights.len().saturating_sub(1)
    }
}

/// The standard normal value below which `share` of the mass lies (Abramowitz and Stegun 1964, 26.2.23; error below
/// 0.00045).
pub(super) fn normal_quantile(share: f64) -> f64 {
    let tail = share.min(1.0 - share);
    let t = libm::sqrt(-2.0 * libm::log(tail));
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let size = t - above / below;
    if share < 0.5 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_spread_and_repeatable() {
        // The same seed must write the same file, and a lopsided draw would make an odd team.
        let (mut draw, mut again) = (Draw::new(1), Draw::new(1));
        let values: Vec<f64> = (0..2000).map(|_| draw.normal()).collect();
        assert!(values.iter().all(|&value| value.to_bits() == again.normal().to_bits()));
        let mean = values.iter().sum::<f64>() / 2000.0;
        let variance = values.iter().map(|value| value * value).sum::<f64>() / 2000.0;
        assert!(mean.abs() < 0.1 && (variance - 1.0).abs() < 0.15, "{mean} {variance}");
        assert!((normal_quantile(0.975) - 1.96).abs() < 0.001);
        let mut order = draw.order(50);
        order.sort_unstable();
        assert!(order.into_iter().eq(0..50));
    }
}
